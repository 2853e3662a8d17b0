"""The history of a field: who, when, from which cell of which file; and what records are linked with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from answered_store import CATALOGUE, Clock, answered_store, keep, room, system

from inventory_app.domain.grids import GridQuery
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import is_uid
from inventory_app.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    with answered_store(tmp_path) as made:
        yield made


def first(workspace, sheet, entity, round_code="2026"):
    query = GridQuery(sheet=sheet, round=round_code, entities=(entity,))
    return workspace.records.uids(query)[0]


def test_a_history_tells_each_change_newest_first(workspace):
    uid = first(workspace, "staff", "FOX")
    workspace.records.change("staff", "2026", [uid], {"grade": Answer("P-4", None)})
    workspace.records.change("staff", "2026", [uid], {"remarks": Answer("seen", None)})
    workspace.records.change("staff", "2026", [uid], {"grade": Answer("P-5", None)})
    history = workspace.records.history("staff", uid, "grade")
    assert [(c.before.value, c.after.value) for c in history] == [
        ("P-4", "P-5"), ("P-3", "P-4"), (None, "P-3"),
    ]  # fmt: skip
    assert {c.who for c in history} == {"tester"}
    assert history[0].label == "Change “{field}” of {record}"
    every = workspace.records.history("staff", uid)
    assert [c.field for c in every[:3]] == ["grade", "remarks", "grade"]


def test_what_was_taken_back_stays_in_the_history_and_says_so(workspace):
    uid = first(workspace, "staff", "FOX")
    workspace.records.change("staff", "2026", [uid], {"grade": Answer("P-4", None)})
    workspace.history.undo()
    history = workspace.records.history("staff", uid, "grade")
    assert [(c.before.value, c.after.value, c.undone) for c in history] == [
        ("P-4", "P-3", False), ("P-3", "P-4", True), (None, "P-3", False),
    ]  # fmt: skip


def test_being_carried_into_a_round_is_no_change(workspace):
    uid = first(workspace, "staff", "HOTEL")
    workspace.records.change("staff", "2026", [uid], {"grade": Answer("P-4", None)})
    history = workspace.records.history("staff", uid, "grade")
    assert [(c.round, c.before.value, c.after.value) for c in history] == [
        ("2026", "P-3", "P-4"), ("2025", None, "P-3"),
    ]  # fmt: skip


def test_a_merged_answer_names_the_file_and_the_cell_it_came_from(tmp_path):
    with Workspace.create(tmp_path / "s.ictinv", clock=Clock(), who="tester") as workspace:
        workspace.rounds.open("2026", as_of=date(2026, 6, 30), deadline=date(2026, 12, 30))
        issue = workspace.workbooks.issue("2026", tmp_path, entities=["UNOG"], language="en")
        book = openpyxl.load_workbook(issue.files[0].path)
        sheet, keys = next(
            (tab, cell.row)
            for tab in book.worksheets
            for row in tab.iter_rows(min_row=1, max_row=20)
            for cell in row
            if cell.value == "#sheet:systems"
        )
        columns = {cell.value: cell.column for cell in sheet[keys]}
        line = next(
            n for n in range(keys + 1, sheet.max_row) if is_uid(str(sheet.cell(n, 1).value))
        )
        uid = sheet.cell(line, 1).value
        sheet.cell(line, columns["name"]).value = "Atlas"
        place = sheet.cell(line, columns["users_active"])
        place.value = 512
        file = tmp_path / "return.xlsx"
        book.save(file)
        result = workspace.returns.merge([file], parallel=False)
        assert result.files[0].status == "merged"
        workspace.records.change("systems", "2026", [uid], {"users_active": Answer(600, None)})
        typed, merged = workspace.records.history("systems", uid, "users_active")
        assert (typed.origin, typed.file, typed.cell) == ("typed", "", "")
        assert (merged.origin, merged.file, merged.tab, merged.cell) == (
            "merged", "return.xlsx", sheet.title, place.coordinate,
        )  # fmt: skip
        assert workspace.returns.original(merged.sha256) == file.read_bytes()
        assert workspace.records.history("systems", uid, "users_active", cells=False)[1].cell == ""


def test_links_lead_from_a_system_to_its_data_centre_and_the_others_there(workspace):
    hall = first(workspace, "data_centres", "ALPHA")
    mine, other = (system("FOX", n, f"System {n}", hosting_dc=hall) for n in (1, 2))
    guest = system("GOLF", 3, "Guest", hosting_dc=hall)
    apart = system("GOLF", 4, "Apart", hosting_dc="DC-nowhere")
    keep(workspace, "2026", [mine, other, guest, apart])
    links = workspace.records.links("systems", mine.uid, "2026")
    [out] = links.outbound
    assert (out.sheet, out.uid, out.entity, out.field) == (
        "data_centres",
        hall,
        "ALPHA",
        "hosting_dc",
    )
    assert {link.title for link in links.beside} == {"System 2", "Guest"}
    back = workspace.records.links("data_centres", hall, "2026")
    assert {(link.sheet, link.title) for link in back.inbound} == {
        ("systems", "System 1"), ("systems", "System 2"), ("systems", "Guest"),
    }  # fmt: skip
    [lost] = workspace.records.links("systems", apart.uid, "2026").outbound
    assert (lost.found, lost.title) == (False, "DC-nowhere")


def test_a_reference_by_name_is_resolved_within_its_own_entity(workspace):
    unit = first(workspace, "units", "FOX")
    person = first(workspace, "staff", "FOX")
    [link] = workspace.records.links("staff", person, "2026").outbound
    assert (link.uid, link.entity) == (unit, "FOX")
    inbound = workspace.records.links("units", unit, "2026").inbound
    assert {(link.sheet, link.entity) for link in inbound} == {("staff", "FOX")}
    assert len(inbound) == 4


def test_too_many_links_are_counted_and_not_listed(workspace):
    hall = room("FOX", 9, "Hall")
    keep(
        workspace,
        "2026",
        [hall, *(system("FOX", n, f"S{n}", hosting_dc=hall.uid) for n in range(250))],
    )
    links = workspace.records.links("data_centres", hall.uid, "2026")
    assert (len(links.inbound), links.hidden[0]) == (200, 50)


def test_titles_are_known_for_any_record_and_follow_changes(workspace):
    uid = first(workspace, "units", "FOX")
    assert workspace.records.titles("units", "2026", [uid, "none"]) == {uid: "U0 · ICT unit"}
    workspace.records.change("units", "2026", [uid], {"name": Answer("Desk", None)})
    assert workspace.records.titles("units", "2026", [uid]) == {uid: "U0 · Desk"}


def test_a_history_reads_each_kind_of_answer_as_it_was(workspace):
    uid = first(workspace, "staff", "FOX")
    answers = {
        "skills": Answer(tuple(CATALOGUE["staff"].fields["skills"].type.list.codes)[:2], None),
        "contract_start": Answer(date(2026, 1, 2), None),
        "annual_cost": Answer(Decimal("12.34"), None),
        "reports_to_cito": Answer(False, None),
    }
    workspace.records.change("staff", "2026", [uid], answers)
    newest = {c.field: c.after for c in workspace.records.history("staff", uid)[: len(answers)]}
    assert newest == answers
