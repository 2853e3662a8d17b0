"""The main job on real files: issue, fill in, merge, take back."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO

import openpyxl
import pytest

from inventory_app.domain.merging import Answer
from inventory_app.domain.records import is_uid
from inventory_app.errors import UserError
from inventory_app.progress import Cancelled
from inventory_app.store import queries
from inventory_app.workspace import Workspace


class Clock:
    def __init__(self):
        self.now = datetime(2026, 7, 1, 9, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def workspace(tmp_path, clock):
    counter = itertools.count()

    def tokens():
        return hashlib.blake2b(str(next(counter)).encode(), digest_size=8).hexdigest()

    with Workspace.create(tmp_path / "s.ictinv", clock=clock, tokens=tokens, who="tester") as made:
        made.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
        yield made


@pytest.fixture
def issued(workspace, tmp_path):
    result = workspace.workbooks.issue("2026", tmp_path / "out", entities=["UNOG"], language="en")
    return result.files[0].path


class Filled:
    """An issued workbook, opened and typed into as a person does."""

    def __init__(self, path):
        self.book = openpyxl.load_workbook(path)
        self.tabs = {}
        for sheet in self.book.worksheets:
            for row in sheet.iter_rows(min_row=1, max_row=20):
                for cell in row:
                    if isinstance(cell.value, str) and cell.value.startswith("#sheet:"):
                        self.tabs[cell.value.removeprefix("#sheet:")] = (sheet, cell.row)

    def columns(self, name):
        sheet, keys = self.tabs[name]
        return {cell.value: cell.column for cell in sheet[keys] if isinstance(cell.value, str)}

    def type(self, name, offset, /, **values):
        sheet, keys = self.tabs[name]
        first = next(
            row
            for row in range(keys + 1, sheet.max_row + 1)
            if is_uid(str(sheet.cell(row, 1).value))
        )
        for field, value in values.items():
            sheet.cell(first + offset, self.columns(name)[field]).value = value
        return first + offset

    def save(self, path):
        self.book.save(path)
        return path


UNIT = {
    "unit_code": "ICTS", "name": "ICT Service", "duty_station": "Geneva",
    "reports_to": "Director", "approved_posts": 12, "encumbered_posts": 11, "users_served": 1500,
}  # fmt: skip


def filled(issued, target, **changes):
    """Save the workbook with one unit typed in; what was typed once is only copied again."""
    target.write_bytes(_typed(issued.read_bytes(), tuple((UNIT | changes).items())))
    return target


@cache
def _typed(issued, values):
    book, saved = Filled(BytesIO(issued)), BytesIO()
    book.type("units", 0, **dict(values))
    book.book.save(saved)
    return saved.getvalue()


def units(workspace, round_code="2026", entity="UNOG"):
    with workspace.database.reading() as connection:
        found = queries.records(connection, workspace.database.schema, round_code)
    return found.get(entity, {}).get("units", ())


def test_a_filled_workbook_comes_in_whole(workspace, issued, tmp_path):
    result = workspace.returns.merge([filled(issued, tmp_path / "r.xlsx")])
    [file] = result.files
    assert (file.status, file.entity, file.round) == ("merged", "UNOG", "2026")
    assert file.counts.as_dict() == {
        "new": 1, "changed": 0, "unchanged": 0, "conflicting": 0, "missing": 0, "rejected": 0,
    }  # fmt: skip
    [unit] = units(workspace)
    assert unit["duty_station"] == "GENEVA"
    assert {name: unit[name] for name in UNIT if name != "duty_station"} == {
        name: value for name, value in UNIT.items() if name != "duty_station"
    }
    assert result.backup is not None
    assert result.backup.exists()


def test_the_original_is_kept_byte_for_byte_even_after_undo(workspace, issued, tmp_path):
    path = filled(issued, tmp_path / "r.xlsx")
    [file] = workspace.returns.merge([path]).files
    workspace.history.undo()
    assert workspace.returns.original(file.sha256) == path.read_bytes()


def test_an_untouched_workbook_changes_nothing(workspace, issued):
    [file] = workspace.returns.merge([issued]).files
    assert file.status == "unchanged"
    assert [finding.code for finding in file.findings if finding.strength == "blocks"] == []
    assert units(workspace) == ()


def test_an_untouched_prefilled_workbook_changes_nothing(workspace, issued, tmp_path):
    workspace.returns.merge([filled(issued, tmp_path / "r.xlsx")])
    before = units(workspace)
    again = workspace.workbooks.issue("2026", tmp_path / "out2", entities=["UNOG"])
    [file] = workspace.returns.merge([again.files[0].path]).files
    assert file.status == "unchanged"
    assert file.counts.unchanged == 1
    assert units(workspace) == before


def test_the_same_file_again_is_refused_as_already_merged(workspace, issued, tmp_path):
    path = filled(issued, tmp_path / "r.xlsx")
    workspace.returns.merge([path])
    before = units(workspace)
    [file] = workspace.returns.merge([path]).files
    assert file.status == "already-merged"
    assert units(workspace) == before


def test_a_dry_run_tells_the_same_and_changes_nothing(workspace, issued, tmp_path):
    path = filled(issued, tmp_path / "r.xlsx")
    dry = workspace.returns.merge([path], dry_run=True)
    assert units(workspace) == ()
    assert dry.backup is None
    assert workspace.history.last(1)[0].origin != "merged"
    wet = workspace.returns.merge([path])
    assert dry.files[0].counts == wet.files[0].counts
    assert dry.files[0].findings == wet.files[0].findings


def test_undo_takes_one_return_back_and_it_can_be_merged_again(workspace, issued, tmp_path):
    path = filled(issued, tmp_path / "r.xlsx")
    workspace.returns.merge([path])
    undone = workspace.history.undo()
    assert undone.params["file"] == "r.xlsx"
    assert units(workspace) == ()
    assert workspace.returns.merge([path]).files[0].status == "merged"
    assert workspace.safekeeping.verify() == []


def test_both_sides_changed_stays_open_until_a_side_is_named(workspace, issued, tmp_path):
    workspace.returns.merge([filled(issued, tmp_path / "1.xlsx")])
    other = filled(issued, tmp_path / "2.xlsx", reports_to="Somebody else")
    [file] = workspace.returns.merge([other]).files
    assert file.status == "conflicts"
    [conflict] = file.conflicts
    assert (conflict.field, conflict.ours.value, conflict.theirs.value) == (
        "reports_to", "Director", "Somebody else",
    )  # fmt: skip
    assert units(workspace)[0]["reports_to"] == "Director"
    assert sum(each.conflicts for each in workspace.rounds.status().entities) == 1
    [decided] = workspace.returns.merge([other], resolve="theirs").files
    assert decided.status == "merged"
    assert units(workspace)[0]["reports_to"] == "Somebody else"
    assert sum(each.conflicts for each in workspace.rounds.status().entities) == 0
    assert workspace.returns.merge([other], resolve="theirs").files[0].status == "already-merged"
    assert workspace.safekeeping.verify() == []


def test_what_is_not_understood_is_a_finding_with_cell_and_text(workspace, issued, tmp_path):
    path = filled(issued, tmp_path / "r.xlsx", approved_posts="a dozen", duty_station="Atlantis")
    [file] = workspace.returns.merge([path]).files
    assert file.counts.rejected == 2
    told = {finding.field: finding for finding in file.findings if finding.strength == "blocks"}
    assert told["approved_posts"].found == "a dozen"
    assert told["duty_station"].code == "V-CODE"
    assert told["duty_station"].cell[-1].isdigit()
    assert units(workspace)[0]["approved_posts"] is None


def test_other_files_in_the_heap_are_refused_by_name_and_the_rest_goes_on(
    workspace, issued, tmp_path
):
    good = filled(issued, tmp_path / "good.xlsx")
    text = tmp_path / "letter.xlsx"
    text.write_text("Dear colleague")
    plain = tmp_path / "plain.xlsx"
    openpyxl.Workbook().save(plain)
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(issued.read_bytes()[:-3000])
    gone = tmp_path / "gone.xlsx"
    result = workspace.returns.merge([text, plain, damaged, gone, good])
    assert [file.status for file in result.files] == ["unreadable"] * 4 + ["merged"]
    assert all(file.reason is not None for file in result.files[:4])
    assert len({file.reason.code for file in result.files[:4]}) == 4


def test_a_return_of_the_last_round_is_refused_as_such(workspace, issued, tmp_path):
    path = filled(issued, tmp_path / "r.xlsx")
    workspace.rounds.open("2027", as_of=date(2027, 6, 30), deadline=date(2027, 9, 30))
    [file] = workspace.returns.merge([path]).files
    assert (file.status, file.round) == ("wrong-round", "2026")
    assert "2027" in str(file.reason)


def test_a_workbook_of_another_store_is_an_unknown_issue(workspace, issued, tmp_path, clock):
    with Workspace.create(tmp_path / "other.ictinv", clock=clock, who="x") as other:
        other.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 9, 30))
        [file] = other.returns.merge([filled(issued, tmp_path / "r.xlsx")]).files
    assert file.status == "unknown-issue"


def test_a_late_return_is_merged_and_said_to_be_late(workspace, issued, tmp_path, clock):
    clock.now = datetime(2026, 10, 1, tzinfo=UTC)
    workspace.returns.merge([filled(issued, tmp_path / "r.xlsx")])
    status = {each.entity.code: each for each in workspace.rounds.status("2026").entities}
    assert status["UNOG"].participation.status == "late"
    assert status["UNOV"].participation.status == "asked"


def test_the_next_round_carries_records_that_are_not_answers_yet(workspace, issued, tmp_path):
    workspace.returns.merge([filled(issued, tmp_path / "r.xlsx")])
    workspace.rounds.open("2027", as_of=date(2027, 6, 30), deadline=date(2027, 9, 30))
    [now] = units(workspace, "2027")
    [then] = units(workspace, "2026")
    assert (now.uid, now.values, now.standing) == (then.uid, then.values, "carried")
    status = {each.entity.code: each for each in workspace.rounds.status("2027").entities}
    assert not status["UNOG"].participation.answered
    result = workspace.workbooks.issue("2027", tmp_path / "o", entities=["UNOG"])
    book = Filled(result.files[0].path)
    book.type("units", 0, users_served=1400)
    [file] = workspace.returns.merge([book.save(tmp_path / "r27.xlsx")]).files
    assert file.counts.changed == 1
    assert units(workspace, "2027")[0]["users_served"] == 1400
    assert units(workspace, "2026")[0]["users_served"] == 1500


def test_a_retired_record_is_not_carried_into_the_next_round(workspace, issued, tmp_path):
    path = filled(issued, tmp_path / "r.xlsx", retired_on=date(2026, 5, 1))
    workspace.returns.merge([path])
    workspace.rounds.open("2027", as_of=date(2027, 6, 30), deadline=date(2027, 9, 30))
    assert units(workspace, "2027") == ()
    assert len(units(workspace, "2026")) == 1


def test_cancelling_keeps_what_was_merged_and_nothing_half(workspace, tmp_path):
    files = workspace.workbooks.issue("2026", tmp_path / "out", entities=["UNOG", "UNOV", "UNON"])
    paths = [
        filled(file.path, tmp_path / f"{file.entity}.xlsx", unit_code=file.entity)
        for file in files.files
    ]

    class Stop:
        def step(self, done, total, what=""):
            if done == 2:
                raise Cancelled

    result = workspace.returns.merge(paths, progress=Stop())
    assert result.cancelled
    assert [file.status for file in result.files] == ["merged", "merged"]
    assert len(units(workspace, entity="UNON")) == 0
    assert workspace.safekeeping.verify() == []


def test_many_files_are_read_in_two_processes_with_the_same_outcome(workspace, tmp_path):
    names = list(workspace.entities.all())
    asked = [each.entity.code for each in workspace.rounds.status().entities][:12]
    assert set(asked) <= set(names)
    files = workspace.workbooks.issue("2026", tmp_path / "out", entities=asked)
    assert len(files.files) == 12
    paths = [
        filled(file.path, tmp_path / f"{n}.xlsx", unit_code=f"U{n}", duty_station="NEW_YORK")
        for n, file in enumerate(files.files)
    ]
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04 nothing")
    alone = workspace.returns.merge([*paths, bad], dry_run=True, parallel=False)
    both = workspace.returns.merge([*paths, bad], dry_run=True, parallel=True)
    assert [(f.status, f.counts, f.findings) for f in alone.files] == [
        (f.status, f.counts, f.findings) for f in both.files
    ]


def test_issuing_to_an_entity_that_is_not_asked_is_refused(workspace, tmp_path):
    with pytest.raises(UserError) as refused:
        workspace.workbooks.issue("2026", tmp_path / "o", entities=["UNOG", "NOWHERE"])
    assert refused.value.code == "E-NOT-ASKED"
    assert not (tmp_path / "o").exists()


def test_issuing_again_never_overwrites_a_file(workspace, issued, tmp_path):
    before = issued.read_bytes()
    again = workspace.workbooks.issue("2026", tmp_path / "out", entities=["UNOG"], language="en")
    assert again.files[0].number == 2
    assert again.files[0].path != issued
    assert issued.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_recorded(workspace, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError) as refused:
        workspace.workbooks.issue("2026", tmp_path / "file", entities=["UNOG"])
    assert refused.value.code == "E-CANNOT-WRITE"
    with workspace.database.reading() as connection:
        assert connection.execute(workspace.database.schema["issue"].select()).all() == []


def test_the_kept_report_says_what_the_merge_said(workspace, issued, tmp_path):
    path = filled(issued, tmp_path / "r.xlsx", approved_posts="a dozen")
    [file] = workspace.returns.merge([path]).files
    with workspace.database.reading() as connection:
        [kept] = queries.returns(connection, workspace.database.schema, "2026")
    assert kept["counts"] == file.counts.as_dict()
    assert [(each["code"], each["cell"], each["found"]) for each in kept["report"]] == [
        (finding.code, finding.cell, finding.found) for finding in file.findings
    ]
    json.dumps(kept["report"])


class Meanwhile:
    """Progress that lets somebody else work once the first file has been merged."""

    def __init__(self, work):
        self.work, self.done = work, False

    def step(self, done, total, what=""):
        if done == 1 and not self.done:
            self.done = True
            self.work()


@pytest.fixture
def reissued(workspace, issued, tmp_path):
    """Two workbooks that both know of one unit, of UNOG and of UNON."""
    workspace.returns.merge([filled(issued, tmp_path / "first.xlsx")])
    again = workspace.workbooks.issue("2026", tmp_path / "2", entities=["UNOG", "UNON"])
    return {file.entity: file.path for file in again.files}


def test_two_programs_that_merge_at_once_see_each_others_changes(workspace, reissued, tmp_path):
    def typed(name, users):
        book = Filled(reissued["UNOG"])
        book.type("units", 0, users_served=users)
        return book.save(tmp_path / name)

    mine, theirs = typed("mine.xlsx", 99), typed("theirs.xlsx", 1)
    with Workspace.open(tmp_path / "s.ictinv", who="somebody else") as other:
        progress = Meanwhile(lambda: other.returns.merge([theirs]))
        files = [filled(reissued["UNON"], tmp_path / "b.xlsx"), mine]
        result = workspace.returns.merge(files, progress=progress)
    assert [file.status for file in result.files] == ["merged", "conflicts"]
    [unit] = units(workspace)
    assert unit["users_served"] == 1  # the one who came first; nothing was overwritten unseen
    [conflict] = result.files[1].conflicts
    assert (conflict.ours.value, conflict.theirs.value) == (1, 99)
    assert workspace.safekeeping.verify() == []


def test_the_same_file_merged_by_two_programs_at_once_comes_in_once(workspace, reissued, tmp_path):
    first, second = reissued["UNON"], filled(reissued["UNOG"], tmp_path / "b.xlsx", users_served=7)
    with Workspace.open(tmp_path / "s.ictinv", who="somebody else") as other:
        result = workspace.returns.merge(
            [first, second], progress=Meanwhile(lambda: other.returns.merge([second]))
        )
    assert [file.status for file in result.files] == ["unchanged", "already-merged"]
    assert len(workspace.register.reports("2026", "UNOG")) == 2


def test_an_undo_looks_again_when_somebody_wrote_in_between(workspace, issued, tmp_path):
    workspace.returns.merge([filled(issued, tmp_path / "r.xlsx")])
    [unit] = units(workspace)
    with Workspace.open(tmp_path / "s.ictinv", who="somebody else") as other:
        real = workspace.history._write

        def write(undoing, seen):
            workspace.history._write = real
            other.records.confirm("units", "2026", [unit.uid])
            other.records.change("units", "2026", [unit.uid], {"users_served": Answer(5, None)})
            real(undoing, seen)

        workspace.history._write = write
        undone = workspace.history.undo()
    assert undone.origin == "typed"  # the newest change when it was really taken back
    [unit] = units(workspace)
    assert unit["users_served"] == 1500
    assert workspace.safekeeping.verify() == []
