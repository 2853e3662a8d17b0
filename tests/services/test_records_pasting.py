"""Copying from a list and pasting into it, with a report of what was taken."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from answered_store import CATALOGUE, answered_store
from hypothesis import given
from hypothesis import strategies as st
from test_records_editing import answer_for, everything

from inventory_app.domain.grids import GridQuery, Order
from inventory_app.domain.merging import Answer
from inventory_app.domain.pasting import PasteSpec, split_block
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.texts import translator

LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh"]
FOX = GridQuery(
    sheet="staff", round="2026", entities=("FOX",),
    columns=("post_no", "functional_title", "grade", "annual_cost", "fte"),
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path):
    with answered_store(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    with answered_store(tmp_path_factory.mktemp("pasting")) as made:
        yield made


def spec(text, columns=FOX.columns, **more):
    given_ = {"query": FOX, "columns": columns, "text": text, "language": "en"}
    return PasteSpec(**given_ | more)


@given(st.data(), st.sampled_from(LANGUAGES))
def test_a_block_that_is_copied_and_pasted_back_changes_nothing(lasting, data, language):
    sheet = data.draw(
        st.sampled_from([CATALOGUE[name] for name in ("staff", "systems", "data_centres")])
    )
    query = GridQuery(sheet=sheet.name, round="2026", columns=tuple(sheet.fields))
    first = lasting.records.uids(query)[0]
    field = data.draw(st.sampled_from(sheet.asked))
    lasting.records.change(sheet.name, "2026", [first], {field.name: data.draw(answer_for(field))})
    before = everything(lasting)
    text = lasting.records.copy(query, language)
    report = lasting.records.paste(
        PasteSpec(
            query=query, columns=query.columns, text=text, language=language, start=first,
            blanks="clear",
        )
    )  # fmt: skip
    assert report.refused == ()
    assert (report.accepted, report.changed, report.changes) == (0, (), None)
    assert everything(lasting) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_go_from_one_record_to_another_in_every_language(workspace, language):
    asked = tuple(f.name for f in CATALOGUE["staff"].asked if f.name not in ("post_no", "ict_unit"))
    query = replace(FOX, columns=asked, entities=None)
    uids = workspace.records.uids(query)
    source = next(
        u for u in uids if workspace.records.get("staff", u, "2026").record["contract_start"]
    )
    target = next(
        u for u in uids if workspace.records.get("staff", u, "2026").record.entity == "FOX"
    )
    text = workspace.records.copy(query, language, uids=[source])
    workspace.records.paste(
        PasteSpec(
            query=query,
            columns=asked,
            text=text,
            language=language,
            targets=(target,),
            blanks="clear",
        )
    )
    old = workspace.records.get("staff", source, "2026").record
    new = workspace.records.get("staff", target, "2026").record
    assert {n: new[n] for n in asked} == {n: old[n] for n in asked}


def test_a_report_names_each_cell_that_was_not_taken(workspace):
    uids = workspace.records.uids(FOX)
    text = "P0\tEngineer\tP-9\tmuch\t3\r\nP1\tEngineer\tP-4\t5000.50\t1\r\n"
    report = workspace.records.paste(spec(text, start=uids[0]))
    told = [(r.row, r.column, r.field, r.found, r.code) for r in report.refused]
    assert told == [
        (1, 3, "grade", "P-9", "V-CODE"),
        (1, 4, "annual_cost", "much", "V-NUMBER"),
        (1, 5, "fte", "3", "B-COMPUTED"),
    ]
    assert "P-" in report.refused[0].expected
    assert (report.accepted, report.unchanged) == (4, 3)
    assert report.changed == uids[:2]
    second = workspace.records.get("staff", uids[1], "2026").record
    assert (second["grade"], second["annual_cost"]) == ("P-4", Decimal("5000.50"))
    first = workspace.records.get("staff", uids[0], "2026").record
    assert (first["functional_title"], first["grade"]) == ("Engineer", "P-3")
    assert report.changes.params["n"] == "2"
    _ = translator("en")
    assert "P-9" in report.refused[0].text("Grade", _)
    assert "computed" in report.refused[2].text("FTE", _)
    assert all(refusal.fix("x", _) for refusal in report.refused)


def test_a_preview_changes_nothing_and_says_the_same(workspace):
    uids = workspace.records.uids(FOX)
    before = everything(workspace)
    asked = spec("P7\tEngineer\nP8\tEngineer\n", start=uids[-1], add_rows=True)
    preview = workspace.records.preview_paste(asked)
    assert everything(workspace) == before
    assert (preview.accepted, preview.to_add, preview.added) == (4, 1, ())
    report = workspace.records.paste(asked)
    assert replace(report, added=(), changes=None) == preview
    [uid] = report.added
    assert workspace.records.get("staff", uid, "2026").record["post_no"] == "P8"
    workspace.history.undo()
    assert everything(workspace) == before


def test_rows_beyond_the_last_record_are_counted_unless_they_are_wanted(workspace):
    uids = workspace.records.uids(FOX)
    report = workspace.records.paste(spec("A\nB\nC\n", start=uids[-1]))
    assert (report.beyond, len(report.changed), report.added) == (2, 1, ())


def test_rows_go_where_the_list_shows_them(workspace):
    query = replace(FOX, order=(Order("post_no", True),))
    uids = workspace.records.uids(query)
    workspace.records.paste(
        replace(spec("first\nsecond\n", ("remarks",), start=uids[0]), query=query)
    )
    assert workspace.records.get("staff", uids[0], "2026").record["remarks"] == "first"
    assert workspace.records.get("staff", uids[1], "2026").record["remarks"] == "second"


def test_one_cell_is_copied_down_into_all_targets(workspace):
    uids = workspace.records.uids(FOX)
    report = workspace.records.paste(spec("G-5", ("grade",), targets=uids))
    assert report.changed == uids
    grades = {workspace.records.get("staff", uid, "2026").record["grade"] for uid in uids}
    assert grades == {"G-5"}


def test_an_empty_cell_keeps_what_is_there_unless_it_is_to_clear_it(workspace):
    uid = workspace.records.uids(FOX)[0]
    kept = workspace.records.paste(spec("\t\n", ("functional_title", "grade"), start=uid))
    assert (kept.kept, kept.changes) == (2, None)
    workspace.records.paste(spec("\t\n", ("functional_title", "grade"), start=uid, blanks="clear"))
    assert workspace.records.get("staff", uid, "2026").record["grade"] is None
    workspace.records.paste(spec("not applicable", ("grade",), start=uid))
    assert workspace.records.get("staff", uid, "2026").record.states["grade"] is ValueState.NA


def test_what_all_records_share_cannot_be_pasted_over(workspace):
    uid = workspace.records.uids(FOX)[0]
    report = workspace.records.paste(spec("GOLF\tP1x", ("entity", "post_no"), start=uid))
    assert [(r.field, r.code) for r in report.refused] == [("entity", "B-FIXED")]
    same = workspace.records.paste(spec("FOX\tP1x\tmore", ("entity", "post_no"), start=uid))
    assert [(r.column, r.code) for r in same.refused] == [(3, "B-NO-COLUMN")]
    assert same.unchanged == 2


def test_a_new_row_needs_an_entity_that_is_asked(workspace):
    with pytest.raises(UserError) as refused:
        workspace.records.paste(spec("P9", entity="NOBODY", add_rows=True))
    assert refused.value.code == "E-NOT-ASKED"
    report = workspace.records.paste(spec("P9\tNew\n", entity="GOLF", add_rows=True))
    assert workspace.records.get("staff", report.added[0], "2026").record.entity == "GOLF"
    assert report.changes.label == "Add {record}"


def test_a_reference_is_copied_with_its_title_and_understood_by_it(workspace):
    unit = workspace.records.uids(GridQuery(sheet="units", round="2026", entities=("FOX",)))[0]
    uid = workspace.records.uids(FOX)[0]
    workspace.records.paste(spec("ict unit", ("ict_unit",), start=uid))
    assert workspace.records.get("staff", uid, "2026").record["ict_unit"] == unit
    query = replace(FOX, columns=("ict_unit",))
    assert workspace.records.copy(query, "en", uids=[uid]) == f"{unit} · U0 · ICT unit\r\n"


def test_a_copy_with_headings_is_a_table_no_spreadsheet_runs(workspace):
    uid = workspace.records.uids(FOX)[0]
    workspace.records.change(
        "staff", "2026", [uid], {"functional_title": Answer("=HYPERLINK(1)", None)}
    )
    query = replace(FOX, columns=("entity", "functional_title", "duty_station", "annual_cost"))
    block = split_block(workspace.records.copy(query, "fr", uids=[uid], headings=True))
    assert block[0][3] == CATALOGUE["staff"].fields["annual_cost"].label("fr")
    assert block[1] == ["FOX", "'=HYPERLINK(1)", "Genève", "100000"]
