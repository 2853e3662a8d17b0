"""A regional hub merges first; headquarters merges what the hub sends: its store."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from datetime import UTC, date, datetime

import openpyxl
import pytest

from inventory_app.domain.merging import Answer
from inventory_app.domain.profiles import Profile
from inventory_app.domain.records import is_uid
from inventory_app.domain.reviews import Decision
from inventory_app.errors import StoreRefused, UserError
from inventory_app.store import queries
from inventory_app.workspace import Workspace

UNIT = {
    "unit_code": "ICTS", "name": "ICT Service", "duty_station": "Geneva",
    "reports_to": "Director", "approved_posts": 12, "encumbered_posts": 11, "users_served": 1500,
}  # fmt: skip
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def clock():
    return NOON


def opened(path, who):
    return Workspace.open(path, clock=clock, who=who)


def created(path, who):
    made = Workspace.create(path, clock=clock, who=who)
    made.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
    return made


def filled(issued, target, rows=(UNIT,)):
    """Type *rows* into the first rows of the sheet of units, as a person does."""
    book = openpyxl.load_workbook(issued)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=1, max_row=20):
            if any(cell.value == "#sheet:units" for cell in row):
                keys = row[0].row
                columns = {c.value: c.column for c in sheet[keys] if isinstance(c.value, str)}
                first = next(n for n in range(keys + 1, 60) if is_uid(str(sheet.cell(n, 1).value)))
                for number, values in enumerate(rows):
                    for name, value in values.items():
                        sheet.cell(first + number, columns[name]).value = value
    book.save(target)
    return target


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    """Return a folder with stores of headquarters and of two hubs, and workbooks filled in.

    The first hub is a copy of headquarters' store, the second has merged two returns and corrected
    an answer after that.
    """
    folder = tmp_path_factory.mktemp("headquarters")
    with created(folder / "hq.ictinv", "hq") as made:
        out = made.workbooks.issue("2026", folder, entities=["UNOG", "ECE"], language="en")
        books = {file.entity: file.path for file in out.files}
        made.safekeeping.backup(folder / "geneva.ictinv")
    filled(books["UNOG"], folder / "UNOG.xlsx")
    filled(books["ECE"], folder / "ECE.xlsx", [UNIT | {"unit_code": "ISU", "users_served": 40}])
    filled(books["UNOG"], folder / "UNOG-2.xlsx", [UNIT | {"users_served": 1700}])
    shutil.copy(folder / "geneva.ictinv", folder / "merged.ictinv")
    with opened(folder / "merged.ictinv", "gva-anna") as hub:
        hub.returns.merge([folder / "UNOG.xlsx", folder / "ECE.xlsx"])
        corrected(hub)
    return folder


@pytest.fixture
def hq(issued, tmp_path):
    shutil.copy(issued / "hq.ictinv", tmp_path / "hq.ictinv")
    with opened(tmp_path / "hq.ictinv", "hq") as made:
        yield made


@pytest.fixture
def hub(issued, tmp_path):
    """Return the store of a hub that began as a copy of that of headquarters."""
    with opened(shutil.copy(issued / "geneva.ictinv", tmp_path / "geneva.ictinv"), "anna") as made:
        yield made


def units(workspace, entity="UNOG"):
    with workspace.database.reading() as connection:
        found = queries.records(connection, workspace.database.schema, "2026")
    return found.get(entity, {}).get("units", ())


def everything(workspace):
    with workspace.database.reading() as connection:
        found = queries.records(connection, workspace.database.schema, "2026")
    return {
        (record.uid, record.entity): (dict(record.values), dict(record.states))
        for sheets in found.values() for listed in sheets.values() for record in listed
    }  # fmt: skip


def corrected(workspace, value=1600, field="users_served", entity="UNOG"):
    [unit] = units(workspace, entity)
    workspace.records.change("units", "2026", [unit.uid], {field: Answer(value, None)})
    return unit.uid


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def merged(issued, tmp_path):
    """Return the store of a hub that has merged two returns and corrected an answer."""
    return shutil.copy(issued / "merged.ictinv", tmp_path / "geneva.ictinv")


def test_headquarters_takes_the_returns_and_the_corrections_of_a_hub(hq, merged):
    before = digest(merged)
    result = hq.returns.merge([merged])
    assert [(file.path.name, file.entity, file.status) for file in result.files] == [
        ("UNOG.xlsx", "UNOG", "merged"),
        ("ECE.xlsx", "ECE", "merged"),
        ("geneva_UNOG_corrections.json", "UNOG", "merged"),
    ]
    assert not [file.conflicts for file in result.files if file.conflicts]
    assert digest(merged) == before
    assert [unit["users_served"] for unit in (*units(hq), *units(hq, "ECE"))] == [1600, 40]
    with opened(merged, "gva-anna") as again:
        assert everything(again) == everything(hq)


def test_merging_a_hub_twice_changes_nothing_more(hq, merged):
    hq.returns.merge([merged])
    first, entries = everything(hq), hq.history.entries()
    again = hq.returns.merge([merged])
    assert {file.status for file in again.files} == {"already-merged"}
    assert again.backup is None
    assert (everything(hq), hq.history.entries()) == (first, entries)


def test_a_return_that_came_directly_is_known_and_the_corrections_still_come(issued, hq, merged):
    hq.returns.merge([issued / "UNOG.xlsx"])
    result = hq.returns.merge([merged])
    assert [file.status for file in result.files] == ["already-merged", "merged", "merged"]
    assert units(hq)[0]["users_served"] == 1600


def test_a_trial_tells_the_same_and_changes_nothing(hq, merged):
    before = everything(hq)
    trial = hq.returns.merge([merged], dry_run=True)
    assert everything(hq) == before
    real = hq.returns.merge([merged])
    assert [(f.path, f.status, f.counts) for f in trial.files] == [
        (f.path, f.status, f.counts) for f in real.files
    ]


def test_what_came_through_a_hub_is_taken_back_step_by_step(hq, merged):
    before = everything(hq)
    hq.returns.merge([merged])
    hq.history.undo()
    assert units(hq)[0]["users_served"] == 1500
    hq.history.undo()
    hq.history.undo()
    assert everything(hq) == before
    assert {file.status for file in hq.returns.merge([merged]).files} == {"merged"}
    assert units(hq)[0]["users_served"] == 1600


def test_a_correction_of_headquarters_is_not_overwritten_by_that_of_a_hub(issued, hq, merged):
    hq.returns.merge([issued / "UNOG.xlsx"])
    corrected(hq, 1800)
    result = hq.returns.merge([merged])
    [conflict] = result.files[-1].conflicts
    assert conflict.field == "users_served"
    sides = (conflict.issued, conflict.ours, conflict.theirs)
    assert [side.value for side in sides] == [1500, 1800, 1600]
    assert units(hq)[0]["users_served"] == 1800
    hq.returns.merge([merged], resolve="theirs")
    assert units(hq)[0]["users_served"] == 1600
    assert not hq.reviews.open_conflicts("2026")


@pytest.mark.parametrize(("choice", "outcome"), [("theirs", 1700), ("ours", 1500)])
def test_a_conflict_that_the_hub_has_decided_is_no_conflict_here(issued, hq, hub, choice, outcome):
    hub.returns.merge([issued / "UNOG.xlsx", issued / "UNOG-2.xlsx"])
    [plan] = hub.reviews.open_conflicts("2026")
    places = {each.place: Decision(choice=choice) for each in plan.fields()}
    hub.reviews.decide("2026", {plan.sha256: places})
    hub.close()
    result = hq.returns.merge([hub.database.path])
    assert not [file.conflicts for file in result.files if file.conflicts]
    assert units(hq)[0]["users_served"] == outcome
    assert not hq.reviews.open_conflicts("2026")


def test_a_conflict_that_is_open_at_the_hub_is_open_here(issued, hq, hub):
    hub.returns.merge([issued / "UNOG.xlsx", issued / "UNOG-2.xlsx"])
    hub.close()
    result = hq.returns.merge([hub.database.path])
    assert [len(file.conflicts) for file in result.files] == [0, 1]


def test_what_a_hub_corrects_later_comes_with_its_next_store(hq, merged):
    hq.returns.merge([merged])
    corrected(hq, 1650)
    with opened(merged, "gva-anna") as again:
        corrected(again, "Chief", "reports_to")
    result = hq.returns.merge([merged])
    assert [file.status for file in result.files] == ["already-merged"] * 3 + ["merged"]
    [unit] = units(hq)
    assert (unit["users_served"], unit["reports_to"]) == (1650, "Chief")


def test_records_that_a_hub_added_by_hand_come_along_and_what_it_emptied_is_named(issued, hq, hub):
    hub.returns.merge([issued / "UNOG.xlsx"])
    added = hub.records.add(
        "units", "2026", "UNOG",
        {"unit_code": Answer("NEW", None), "name": Answer("New unit", None)},
    )  # fmt: skip
    unit = next(each for each in units(hub) if each.uid != added)
    hub.records.change("units", "2026", [unit.uid], {"reports_to": Answer(None, None)})
    hub.close()
    result = hq.returns.merge([hub.database.path])
    assert {each.uid for each in units(hq)} == {unit.uid, added}
    kept = next(each for each in units(hq) if each.uid == unit.uid)
    assert kept["reports_to"] == "Director"
    assert "L-HUB-CLEARED" in {each.code for each in result.files[-1].findings}


def test_the_history_of_an_answer_names_the_hub_and_the_cell(hq, merged):
    hq.returns.merge([merged])
    [unit] = units(hq)
    newest, first = hq.records.history("units", unit.uid, "users_served")
    assert (newest.hub, newest.hub_who, newest.after.value) == ("geneva.ictinv", "gva-anna", 1600)
    assert (first.hub, first.file, first.after.value) == ("geneva.ictinv", "UNOG.xlsx", 1500)
    assert (newest.who, newest.file, newest.cell) == ("hq", "UNOG.xlsx", first.cell)
    assert first.cell
    assert newest.hub_at == NOON


def test_a_hub_that_issued_the_workbooks_itself_is_taken_in_too(hq, tmp_path):
    path = tmp_path / "nairobi.ictinv"
    with created(path, "nbo") as hub:
        out = hub.workbooks.issue("2026", tmp_path / "out", entities=["UNON"], language="en")
        hub.returns.merge([filled(out.files[0].path, tmp_path / "UNON.xlsx")])
        corrected(hub, 1600, entity="UNON")
    assert hq.returns.merge([tmp_path / "UNON.xlsx"]).files[0].status == "unknown-issue"
    result = hq.returns.merge([path])
    assert [file.status for file in result.files] == ["merged", "merged"]
    assert units(hq, "UNON")[0]["users_served"] == 1600
    with hq.database.reading() as connection:
        asked = queries.participations(connection, hq.database.schema, "2026")["UNON"]
    assert (asked.returns, asked.status) == (1, "answered")
    assert {file.status for file in hq.returns.merge([path]).files} == {"already-merged"}


def test_one_part_of_a_hub_can_be_merged_alone(hq, merged):
    trial = hq.reviews.triage([merged])
    assert [file.group for file in trial.files] == ["ready"] * 3
    ece = next(file for file in trial.files if file.entity == "ECE")
    result = hq.reviews.apply([ece.path])
    assert [file.entity for file in result.files] == ["ECE"]
    assert not units(hq)
    plan = hq.reviews.plan(trial.files[0].sha256)
    assert plan.entity == "UNOG"


def refusal(hq, merged):
    before = everything(hq)
    [file] = hq.returns.merge([merged]).files
    assert everything(hq) == before
    assert file.reason is not None
    return file.status, file.reason.code


def test_a_store_of_another_round_day_or_organisation_is_refused(hq, tmp_path):
    entities = tmp_path / "entities.csv"
    with Workspace.create(tmp_path / "other-round.ictinv", clock=clock, who="x") as other:
        other.rounds.open("2025", as_of=date(2025, 6, 30), deadline=date(2025, 9, 30))
    assert refusal(hq, tmp_path / "other-round.ictinv") == ("wrong-round", "F-HUB-ROUND")
    with Workspace.create(tmp_path / "other-day.ictinv", clock=clock, who="x") as other:
        other.rounds.open("2026", as_of=date(2026, 5, 31), deadline=date(2026, 9, 30))
    assert refusal(hq, tmp_path / "other-day.ictinv") == ("wrong-round", "F-HUB-DAY")
    del entities


def test_the_store_itself_is_no_hub(hq):
    assert refusal(hq, hq.database.path) == ("unreadable", "F-HUB-SELF")


@pytest.mark.parametrize(
    "damage",
    [
        "CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM entity; END",
        "UPDATE rec_units SET f_users_served = 9",
        "UPDATE row_change SET after = '[1' WHERE id = (SELECT max(id) FROM row_change)",
        "UPDATE meta SET value = 'zz' WHERE key = 'signing_key'",
        "UPDATE change_set SET undoes = number + 1",
    ],
)
def test_a_store_that_was_tampered_with_is_refused_whole(hq, merged, damage):
    with sqlite3.connect(merged) as connection:
        connection.execute(damage)
    connection.close()
    status, code = refusal(hq, merged)
    assert (status, code) == ("unreadable", "F-HUB-UNSOUND")


def test_a_file_that_is_only_called_a_store_is_refused(hq, tmp_path):
    (tmp_path / "x.ictinv").write_bytes(b"PK\3\4 no store")
    assert refusal(hq, tmp_path / "x.ictinv")[0] == "unreadable"
    (tmp_path / "y.ictinv").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert refusal(hq, tmp_path / "y.ictinv")[0] == "unreadable"


def test_a_file_that_is_far_too_large_is_refused_without_being_copied(hq, merged):
    with merged.open("r+b") as file:
        file.truncate(5 << 30)  # takes no room on the disk
    assert refusal(hq, merged) == ("unreadable", "F-TOO-LARGE")


def test_an_export_without_the_history_is_refused_and_told_to_be_too_little(hq, tmp_path):
    hq.exports.write(tmp_path / "all.json")
    status, code = refusal(hq, tmp_path / "all.json")
    assert (status, code) == ("unreadable", "F-EXPORT")


def exported(path):
    """Return the export of the store at *path* with its history, beside it."""
    with opened(path, "gva-anna") as made:
        made.exports.write(path.with_suffix(".json"), history=True)
    return path.with_suffix(".json")


def of_files(result):
    return [(file.path.name, file.sha256, file.status, file.counts) for file in result.files]


def test_an_export_with_the_history_gives_what_the_store_gives(issued, hq, merged, tmp_path):
    shutil.copy(issued / "hq.ictinv", tmp_path / "hq2.ictinv")
    export = exported(merged)
    with opened(tmp_path / "hq2.ictinv", "hq") as other:
        assert of_files(hq.returns.merge([export])) == of_files(other.returns.merge([merged]))
        assert everything(hq) == everything(other)
    assert {file.status for file in hq.returns.merge([export]).files} == {"already-merged"}
    [unit] = units(hq)
    line = hq.records.history("units", unit.uid, "users_served")[0]
    assert (line.hub, line.hub_who, line.file) == ("geneva.json", "gva-anna", "UNOG.xlsx")
    assert line.cell


def test_the_export_of_a_hub_that_issued_itself_vouches_for_its_workbooks(hq, tmp_path):
    path = tmp_path / "geneva.ictinv"
    with created(path, "gva-anna") as hub:
        out = hub.workbooks.issue("2026", tmp_path, entities=["UNOG"], language="en")
        hub.returns.merge([filled(out.files[0].path, tmp_path / "back.xlsx")])
        corrected(hub)
    result = hq.returns.merge([exported(path)])
    assert [file.status for file in result.files] == ["merged"] * 2
    assert units(hq)[0]["users_served"] == 1600


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"users_served": 1600', '"users_served": 1601'),  # of the records that it shows
        ('\\"f_users_served\\":1600', '\\"f_users_served\\":1601'),  # of its history
        ('"data": "UEsD', '"data": "UEsE'),
        ('"schema": ', '"schema": 9'),
        ('"originals": [', '"originals": ['),  # and cut off
    ],
)
def test_an_export_that_was_changed_by_hand_is_refused_whole(hq, merged, old, new):
    export = exported(merged)
    text = export.read_text("utf-8")
    assert old in text
    changed = text[: text.index(old)] if old == new else text.replace(old, new, 1)
    export.write_bytes(changed.encode())
    before = everything(hq)
    [file] = hq.returns.merge([export]).files
    assert file.reason.code == ("E-STORE-NEWER" if "schema" in old else "F-HUB-UNSOUND")
    assert everything(hq) == before


def test_an_export_for_some_readers_cannot_hold_the_history(hq, tmp_path):
    for place, profile in ((tmp_path / "x.json", Profile.PUBLIC), (tmp_path, Profile.FULL)):
        with pytest.raises(UserError) as refused:
            hq.exports.write(place, profile, history=True)
        assert refused.value.code == "E-EXPORT-HISTORY"


def test_corrections_outside_the_store_of_their_hub_are_not_believed(hq, merged, tmp_path):
    hq.returns.merge([merged])
    corrections = hq.returns.original(hq.returns.merge([merged]).files[-1].sha256)
    (tmp_path / "corrections.json").write_bytes(corrections + b"\n")
    assert refusal(hq, tmp_path / "corrections.json") == ("unknown-issue", "F-UNKNOWN-ISSUE")


def test_a_store_that_never_issued_a_workbook_merges_it_when_told_to(issued, tmp_path):
    with created(tmp_path / "elsewhere.ictinv", "x") as other:
        [file] = other.returns.merge([issued / "UNOG.xlsx"]).files
        assert file.status == "unknown-issue"
        [file] = other.returns.merge([issued / "UNOG.xlsx"], elsewhere=True).files
        assert file.status == "merged"
        assert "L-ELSEWHERE" in {each.code for each in file.findings}
        assert units(other)[0]["users_served"] == 1500
        [file] = other.returns.merge([issued / "UNOG.xlsx"], elsewhere=True).files
        assert file.status == "already-merged"


def test_a_hub_with_a_store_of_its_own_merges_what_headquarters_issued(issued, hq, tmp_path):
    path = tmp_path / "geneva.ictinv"
    with created(path, "gva-anna") as hub:
        hub.returns.merge([issued / "UNOG.xlsx", issued / "ECE.xlsx"], elsewhere=True)
        corrected(hub)
    result = hq.returns.merge([path])
    assert [file.status for file in result.files] == ["merged"] * 3
    assert "L-ELSEWHERE" not in {each.code for file in result.files for each in file.findings}
    assert units(hq)[0]["users_served"] == 1600
    with opened(path, "gva-anna") as again:
        assert everything(again) == everything(hq)


def test_a_store_that_is_being_written_keeps_no_backup_of_a_merge_that_did_not_begin(issued, hq):
    folder = hq.database.path.parent / "backups"
    with (
        opened(hq.database.path, "other") as other,
        hq.database.keeping(),
        pytest.raises(StoreRefused) as refused,
    ):
        other.returns.merge([issued / "UNOG.xlsx"])
    assert refused.value.code == "E-LOCKED"
    assert not list(folder.iterdir())
