from __future__ import annotations

import json
import shutil
from collections import Counter
from contextlib import redirect_stdout
from datetime import date
from io import StringIO

import pytest

from inventory_app.cli import main
from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.checks import check_record
from inventory_app.domain.derivations import derive
from inventory_app.domain.records import Record, is_uid
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.formats.excel.respondent import Pointer, SheetWork, Typed, Work, respond
from inventory_app.languages import CODES
from inventory_app.progress import Cancelled, NoProgress
from inventory_app.services import demonstration
from inventory_app.services.demonstration_actors import assemble
from inventory_app.services.demonstration_files import MARKER
from inventory_app.services.demonstration_habits import Habit
from inventory_app.services.demonstration_stages import PARALLEL_FROM, play
from inventory_app.services.demonstration_texts import HABITS
from inventory_app.services.demonstration_words import words
from inventory_app.services.round_contents import read_round
from inventory_app.texts import translator
from inventory_app.workspace import Workspace

SMALL = 8
DAYS = (date(2025, 6, 30), date(2026, 6, 30))
CATALOGUE = catalogues.default()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demonstration") / "demo"
    return demonstration.run(folder, entities=SMALL)


@pytest.fixture(scope="module")
def stored(made):
    """Return the records of both rounds: entity and sheet, then key."""
    with Workspace.open(made.folder / "demonstration.ictinv") as workspace:
        return {
            code: {
                (entity, sheet): {record[CATALOGUE[sheet].key[0]]: record for record in records}
                for entity, sheets in read_round(
                    workspace.database, CATALOGUE, code
                ).records.items()
                for sheet, records in sheets.items()
            }
            for code in ("2025", "2026")
        }


@pytest.fixture(scope="module")
def parts(made):
    def names(code):
        files = (made.folder / code / "issued").glob("*.xlsx")
        return {path.name.split("_")[1]: path.name for path in files}

    actors = assemble(SMALL, demonstration.SEED, DAYS)
    return {"2025": actors.first_answers(names("2025")), "2026": actors.answers(names("2026"))[0]}


def typed_cells(part):
    for sheet, work in part.work.sheets.items():
        copied = {key: cells for key, (_, cells) in work.copied.items()}
        for rows in (work.rows, work.inserted, work.pasted, copied):
            for key, cells in rows.items():
                for field, value in cells.items():
                    yield sheet, key, field, value


def test_every_file_ends_as_the_story_tells(made):
    assert made.unexpected == ()
    assert not made.needs_attention
    told = json.loads((made.folder / MARKER).read_text("utf-8"))["files"]
    assert {file.path.name: file.status for file in made.files} == told


def test_every_kind_of_refusal_is_shown_with_its_reason(made):
    statuses = Counter(file.status for file in made.files if file.reason)
    assert statuses == {"unreadable": 4, "wrong-round": 1, "unknown-issue": 1, "already-merged": 1}
    codes = {file.reason.code for file in made.files if file.status == "unreadable"}
    assert codes == {"F-CSV", "F-DOCX", "F-PASSWORD", "F-DAMAGED"}


@pytest.mark.parametrize("round_code", ["2025", "2026"])
def test_no_value_that_was_typed_is_lost(made, stored, parts, round_code):
    disputed = {
        (each.sheet, each.uid, each.field) for file in made.files for each in file.conflicts
    }
    seen = Counter()
    for part in parts[round_code]:
        slips = {(slip.sheet, slip.key, slip.field): slip.value for slip in part.slips}
        for sheet, key, field, value in typed_cells(part):
            record = stored[round_code][part.entity, sheet][key]
            if (sheet, record.uid, field) in disputed:
                seen["disputed"] += 1
                continue
            place = (part.name, sheet, key, field)
            if isinstance(value, Typed):
                meant = slips[sheet, key, field]
                seen["slips"] += 1
                assert meant is None or record[field] == meant, place
            elif isinstance(value, Pointer):
                other = stored[round_code][part.entity, value.sheet][value.key]
                assert record[field] in (other.uid, None), place
                seen["pointers"] += record[field] is not None
            elif isinstance(value, ValueState):
                assert record.states[field] is value, place
            elif value is not None:
                assert record[field] == value, place
                seen["values"] += 1
    assert seen["values"] > 500
    assert seen["pointers"] > 10


def test_every_cell_that_nobody_can_understand_has_a_finding(made, parts):
    wrong = [(part, slip) for part in parts["2026"] for slip in part.slips if slip.value is None]
    assert wrong
    for part, slip in wrong:
        [file] = [file for file in made.files if file.path.name == part.name]
        found = {(each.sheet, each.field, each.found) for each in file.findings}
        assert any(
            (sheet, field) == (slip.sheet, slip.field) and str(slip.typed) in str(text)
            for sheet, field, text in found
        ), slip
    assert made.counts.rejected == len(wrong)


def test_in_a_conflict_our_value_stays_and_both_are_kept(made, stored):
    conflicts = [(file.entity, each) for file in made.files for each in file.conflicts]
    assert len(conflicts) == 2
    for entity, each in conflicts:
        records = stored["2026"][entity, each.sheet].values()
        [record] = [record for record in records if record.uid == each.uid]
        assert record[each.field] == each.ours.value != each.theirs.value


def test_two_halves_that_use_the_same_spare_line_are_two_records(stored, parts):
    one, other = [part for part in parts["2026"] if part.habit is Habit.HALVES]
    known = {part.entity: part for part in parts["2025"]}[one.entity].work.sheets["staff"].rows
    mine = [key for key in one.work.sheets["staff"].rows if key not in known]
    theirs = [key for key in other.work.sheets["staff"].rows if key not in known]
    assert mine
    assert theirs
    uids = {stored["2026"][one.entity, "staff"][key].uid for key in (*mine, *theirs)}
    assert len(uids) == len(mine) + len(theirs)
    assert all(map(is_uid, uids))


def test_the_folder_holds_what_the_readme_promises(made):
    folder = made.folder
    for place in (
        "README.txt", "demonstration.ictinv", "demonstration.json", "export.json",
        "merge-report-2026.txt", "2026/indicators.xlsx", "2026/corrections/staff-costs.csv",
    ):  # fmt: skip
        assert (folder / place).stat().st_size > 0
    assert len(list((folder / "2025" / "issued").iterdir())) == SMALL
    assert len(list((folder / "2026" / "issued").iterdir())) == SMALL
    assert len(list((folder / "2026" / "returned").iterdir())) == len(made.files)
    printed = list((folder / "2026" / "summaries").rglob("*.pdf"))
    assert len(printed) == made.summaries > 2 * SMALL
    report = (folder / "merge-report-2026.txt").read_text("utf-8")
    assert all(file.path.name in report for file in made.files)
    assert not list(folder.rglob("*.part"))


def test_the_store_is_sound_and_every_step_is_in_its_log(made):
    with Workspace.open(made.folder / "demonstration.ictinv") as workspace:
        assert workspace.safekeeping.verify() == []
        assert {change.who for change in workspace.history.last(500)} == {"demonstration"}


@pytest.fixture(scope="module")
def by_command(tmp_path_factory):
    """Make the same demonstration on the command line; return its folder and what it printed."""
    folder = tmp_path_factory.mktemp("by-command") / "demo"
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as printed:
        patch.setenv("XDG_STATE_HOME", str(folder.parent / "state"))
        assert main(["demo", str(folder), "--entities", str(SMALL), "--json"]) == 0
    return folder, json.loads(printed.getvalue())


def test_the_command_tells_what_it_made(by_command, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    folder, told = by_command
    assert (told["entities"], told["unexpected"]) == (SMALL, [])
    assert list(told["counts"]) == [
        "new", "changed", "unchanged", "conflicting", "missing", "rejected",
    ]  # fmt: skip
    assert json.loads((folder / MARKER).read_text("utf-8"))
    store = shutil.copy(folder / "demonstration.ictinv", tmp_path / "copy.ictinv")
    assert main(["verify", str(store)]) == 0
    capsys.readouterr()
    assert main(["merge", str(store), str(folder / "2026" / "returned")]) == 1
    assert "Nothing came in" in capsys.readouterr().out


def test_the_same_seed_gives_the_same_demonstration(made, by_command):
    folder, _told = by_command
    files = {
        path.relative_to(made.folder)
        for path in made.folder.rglob("*")
        if path.is_file() and path.suffix in (".xlsx", ".json", ".pdf", ".txt", ".csv", ".docx")
    }
    assert len(files) > 50
    different = {
        str(path)
        for path in files
        if (made.folder / path).read_bytes() != (folder / path).read_bytes()
    }
    assert different == set()


def test_the_summary_fits_on_one_page_in_every_language(made):
    for code in CODES:
        lines = made.lines(translator(code))
        assert 25 < len(lines) <= 45
    text = "\n".join(made.lines(translator("en")))
    assert "every figure in it is invented" in text
    assert "15 files came in" in text
    assert str(made.folder) in text


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path):
    note = tmp_path / "work.txt"
    note.write_text("mine")
    with pytest.raises(UserError) as refused:
        demonstration.run(tmp_path, entities=SMALL)
    assert refused.value.code == "E-DEMO-FOLDER"
    assert list(tmp_path.iterdir()) == [note]


@pytest.mark.parametrize("count", [0, 7, 5000])
def test_a_number_of_entities_that_cannot_be_is_refused_before_anything_is_written(tmp_path, count):
    with pytest.raises(UserError) as refused:
        demonstration.run(tmp_path / "demo", entities=count)
    assert refused.value.code == "E-DEMO-ENTITIES"
    assert not (tmp_path / "demo").exists()


def test_two_processes_fill_in_workbooks_as_one_does(made, tmp_path):
    issued = next((made.folder / "2026" / "issued").iterdir())
    work = Work(language="en", sheets={"staff": SheetWork(rows={"1": {"post_no": "1"}})})
    jobs = [(issued, tmp_path / f"{n}.xlsx", work) for n in range(PARALLEL_FROM)]
    play(jobs, NoProgress())
    alone = respond(issued, tmp_path / "alone.xlsx", work).read_bytes()
    assert {target.read_bytes() for _, target, _ in jobs} == {alone}


def test_progress_goes_from_nothing_to_all_and_never_back(tmp_path):
    seen = []

    class Watched:
        def step(self, done, total, _what=""):
            seen.append((done, total))
            if done > 20:
                raise Cancelled

    with pytest.raises(Cancelled):
        demonstration.run(tmp_path / "demo", entities=SMALL, progress=Watched())
    assert seen[0] == (0, 100)
    assert seen == sorted(seen)
    assert (tmp_path / "demo" / MARKER).exists()


@pytest.mark.parametrize("seed", range(5))
def test_a_large_cast_shows_every_habit_types_and_languages(seed):
    actors = assemble(60, seed, DAYS)
    assert {actor.habit for actor in actors.by_code.values()} == set(Habit)
    assert {entity.language for entity in actors.entities} == set(CODES)
    assert len({entity.type for entity in actors.entities}) >= 10
    assert 3 <= len(actors.silent) <= 6


@pytest.fixture(scope="module")
def large():
    return assemble(60, demonstration.SEED, DAYS).by_code


def test_nearly_every_entity_has_something_on_every_sheet(large):
    for year in (0, 1):
        for sheet in CATALOGUE.sheets:
            filled = sum(bool(actor.years[year][sheet]) for actor in large.values())
            assert filled >= 0.7 * len(large), sheet
    assert any(not actor.years[0]["service_desks"] for actor in large.values())


def test_only_fields_of_the_catalogue_are_invented_and_all_that_indicators_need(large):
    told = {
        (sheet, field)
        for actor in large.values()
        for estate in actor.years
        for sheet, rows in estate.items()
        for cells in rows.values()
        for field in cells
    }
    assert all(field in CATALOGUE[sheet].fields for sheet, field in told)
    owed = {(sheet.name, field.name) for sheet in CATALOGUE for field in sheet.required}
    rare = {("data_centres", "kmf_type"), ("contracts", "system_contract_no")}
    assert owed - told <= rare


def test_pointers_lead_to_rows_that_are_there(large):
    for actor in large.values():
        for estate in actor.years:
            for rows in estate.values():
                for cells in rows.values():
                    for value in cells.values():
                        assert not isinstance(value, Pointer) or value.key in estate[value.sheet]


def test_what_is_invented_on_the_sheets_of_operations_contradicts_nothing(large):
    """People make mistakes where the story says so, not wherever a number happens to fall."""
    found = Counter()
    for code, actor in large.items():
        for estate in actor.years:
            for name in ("service_desks", "networks", "devices", "contracts", "projects"):
                sheet = CATALOGUE[name]
                for cells in estate[name].values():
                    values = {
                        field: "XX" if isinstance(value, Pointer) else value
                        for field, value in cells.items()
                    }
                    values |= derive(sheet, values)
                    record = Record(sheet=name, uid="", entity=code, round="2026", values=values)
                    found.update(
                        (finding.code, finding.field)
                        for finding in check_record(sheet, record, RoundParameters())
                    )
    assert set(found) <= {("R-ORDER", "licences_used")}  # more users than licences: it happens


def test_a_year_moves_projects_and_contracts_on(large):
    phases = Counter()
    for actor in large.values():
        before, after = (year["projects"] for year in actor.years)
        for code, cells in after.items():
            phases[before.get(code, {}).get("phase"), cells["phase"]] += 1
        for number, cells in actor.years[1]["contracts"].items():
            known = actor.years[0]["contracts"].get(number)
            assert known is None or cells["spent_to_date"] > known["spent_to_date"]
    assert phases["EXECUTION", "COMPLETED"] > 5
    assert phases["PLANNING", "EXECUTION"] > 3
    assert phases["COMPLETED", "COMPLETED"] > 20
    assert phases[None, "PLANNING"] + phases[None, "IDEA"] > 3


def test_another_seed_gives_other_figures():
    one, other = (assemble(SMALL, seed, DAYS).by_code["OICT"].years[0] for seed in (1, 2))
    assert one["costs"]["L01"]["amount"] != other["costs"]["L01"]["amount"]


def test_the_vocabulary_is_whole_in_all_languages():
    for file, group in (
        ("staff", "titles"), ("staff", "beside"), ("staff", "contractors"), ("staff", "units"),
        ("estate", "systems"), ("estate", "costs"), ("estate", "rooms"),
        ("operations", "sites"), ("operations", "ends"), ("operations", "vendors"),
        ("operations", "posts"), ("operations", "projects"),
    ):  # fmt: skip
        for word in words(file, group):
            assert word.text or set(word.labels) == set(CODES), word.name
    assert set(HABITS) == set(Habit)
