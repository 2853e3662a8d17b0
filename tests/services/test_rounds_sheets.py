"""A round chooses which sheets it asks; the others are neither due nor missing in it."""

from __future__ import annotations

import warnings
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from answered_store import CATALOGUE, answered_store, cost, keep, person, system, unit

from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.standings import COST, SYSTEMS
from inventory_app.domain.summaries import Standing
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.formats.excel.returns import read_return
from inventory_app.services.rounds import Rounds, kept_sheets
from inventory_app.services.rounds import catalogue_files as files
from inventory_app.services.survey_files import SurveyFile
from inventory_app.store import queries

DATES = {"as_of": date(2027, 6, 30), "deadline": date(2027, 9, 30)}
ASKED = ("staff", "systems")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A store whose last round asks staff and systems only; ALPHA has answered it."""
    with answered_store(tmp_path_factory.mktemp("sheets")) as workspace:
        workspace.rounds.open("2027", **DATES, parameters=RoundParameters(sheets=ASKED))
        keep(workspace, "2027", [system("ALPHA", 7, "New system")], "reported")
        yield workspace


def test_the_sheets_are_frozen_with_the_round_in_the_order_of_the_catalogue(workspace):
    assert workspace.rounds.get("2026").parameters.sheets == tuple(CATALOGUE.sheets)
    assert workspace.rounds.get("2027").parameters.sheets == ASKED
    assert RoundParameters.from_text(RoundParameters(sheets=ASKED).as_text()).sheets == ASKED
    assert RoundParameters.from_text({}).sheets is None


def test_the_next_round_asks_what_the_last_one_asked(workspace):
    assert workspace.rounds.sheets_after("2027") == ASKED
    assert workspace.rounds.sheets_after("2026") == tuple(CATALOGUE.sheets)
    assert workspace.rounds.sheets_after(None) == tuple(CATALOGUE.sheets)


def test_a_sheet_that_is_new_in_the_catalogue_is_asked_without_being_chosen(workspace):
    sheets = {**CATALOGUE.sheets, "brand_new": replace(CATALOGUE["units"], name="brand_new")}
    rounds = Rounds(workspace.database, replace(CATALOGUE, sheets=sheets))
    assert rounds.sheets_after("2027") == (*ASKED, "brand_new")


def test_the_sheets_of_a_kept_catalogue_are_known_by_its_files():
    assert kept_sheets(files()) == frozenset(CATALOGUE.sheets)


@pytest.mark.parametrize("sheets", [("staff", "nothing_of_the_kind"), ()])
def test_a_sheet_that_there_is_not_is_refused_and_so_are_none(workspace, sheets):
    with pytest.raises(UserError) as refused:
        workspace.rounds.open("2029", **DATES, parameters=RoundParameters(sheets=sheets))
    assert refused.value.code == "E-SHEETS"
    assert "2029" not in workspace.rounds.all()


def test_records_of_sheets_that_are_not_asked_go_along_for_a_later_round(workspace):
    page = workspace.rounds.open("2028", **DATES, previous="2027")
    assert page.parameters.sheets == ASKED
    with workspace.database.reading() as connection:
        records = queries.records(connection, workspace.database.schema, "2028", sheets=["costs"])
    assert "ALPHA" in records
    workspace.history.undo()


def test_what_is_not_asked_is_neither_due_nor_missing_nor_wrong(workspace):
    (alpha,) = [e for e in workspace.rounds.status("2027").entities if e.entity.code == "ALPHA"]
    assert {finding.sheet for finding in alpha.findings} <= set(ASKED)
    figure = workspace.assessments.compute("2027", entities=["ALPHA"]).of("ALPHA")["G04"]
    assert figure.coverage == (2, 2)
    assert (alpha.filled, alpha.due) == (figure.numerator, figure.denominator)


def test_figures_that_need_it_are_not_asked_and_not_missing(workspace):
    assessment = workspace.assessments.compute("2027")
    for entity in ("ALPHA", "INDIA"):  # one that has answered, one that has not
        figures = assessment.of(entity)
        for name in ("C02", "W03"):  # they need costs and units
            assert figures[name].state is ValueState.NQ
            assert figures[name].reason == "NOT-ASKED"
    assert assessment.of("ALPHA")["W01"].state is ValueState.OK
    assert assessment.of("INDIA")["W01"].state is ValueState.NR
    assert assessment.totals["C02"].state is ValueState.NQ
    assert assessment.totals["C02"].coverage == (0, 0)


def test_a_tile_of_the_overview_says_that_it_is_not_asked(workspace):
    overview = workspace.overviews.of("2027")
    assert (overview.kpi(COST).value, overview.kpi(COST).state) == (None, ValueState.NQ)
    assert overview.kpi(SYSTEMS).value is not None
    assert overview.trends[COST].points[-1].state is ValueState.NQ


def test_a_printed_summary_says_not_asked_and_never_not_reported(workspace):
    for entity in ("ALPHA", "INDIA"):
        summary = workspace.reports.capability_summary("2027", entity, "en")
        assert summary.costs.standing is Standing.NOT_ASKED
        assert summary.data_centres.standing is Standing.NOT_ASKED
        by_label = {each.label: each for each in summary.coverage.sheets}
        units = by_label[CATALOGUE["units"].label("en")]
        assert (units.standing, units.completeness.due) == (Standing.NOT_ASKED, 0)
        assert not {gap.sheet for gap in summary.gaps.rows} & {CATALOGUE["costs"].label("en")}
        assert any(text.startswith("Not asked in this round:") for text in summary.head.parameters)
    everybody = workspace.reports.secretariat_summary("2027", "en")
    assert everybody.costs.standing is Standing.NOT_ASKED
    assert {each.cost.state for each in everybody.entities if each.code == "ALPHA"} == {
        ValueState.NQ
    }


def test_a_workbook_has_the_sheets_that_are_asked_and_names_records_of_the_others(
    workspace, tmp_path
):
    (file,) = workspace.workbooks.issue("2027", tmp_path, entities=["ALPHA"]).files
    content = read_return(file.path.read_bytes(), CATALOGUE)
    assert tuple(content.sheets) == content.parameters.sheets == ASKED
    assert not content.findings
    posts = {
        row.values["post_no"]: row.values.get("ict_unit") for row in content.sheets["staff"].rows
    }
    assert posts["P0"] == "U0"  # as it was known: no record of that code is asked for


def test_a_sheet_that_was_not_asked_and_came_back_filled_is_kept_and_told(workspace, tmp_path):
    workspace.rounds.open("2030", **DATES, previous="2027")
    (file,) = workspace.workbooks.issue("2030", tmp_path, entities=["BRAVO"], language="en").files
    other = _with_costs(workspace, tmp_path)
    _copy_sheet(other, file.path, CATALOGUE["costs"].label("en"))
    result = workspace.returns.merge([file.path])
    (merged,) = result.files
    assert [f.sheet for f in merged.findings if f.code == "L-SHEET-UNASKED"] == ["costs"]
    with workspace.database.reading() as connection:
        records = queries.records(connection, workspace.database.schema, "2030", entities=["BRAVO"])
    lines = {record["line_no"]: record.standing for record in records["BRAVO"]["costs"]}
    assert lines["NEW"] == "reported"
    figures = workspace.assessments.compute("2030", entities=["BRAVO"]).of("BRAVO")
    assert figures["C02"].state is ValueState.NQ


def _with_costs(workspace, folder):
    """Return a workbook of another store that asks for costs, with a line typed into it."""
    other = folder / "other"
    other.mkdir()
    with answered_store(other) as one:
        keep(one, "2026", [unit("INDIA", 5), person("INDIA", 0), cost("INDIA", 0, "5")])
        (file,) = one.workbooks.issue("2026", other, entities=["BRAVO"], language="en").files
    survey = SurveyFile.open(file.path)
    survey.add("costs", {"line_no": "NEW", "description": "Typed all the same"})
    survey.save()
    return file.path


def _copy_sheet(source, target, tab):
    """Copy a sheet as somebody would who thinks that it was forgotten."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one, other = openpyxl.load_workbook(source), openpyxl.load_workbook(target)
    page = other.create_sheet(tab)
    for row in one[tab].iter_rows():
        for cell in row:
            if cell.value is not None and not str(cell.value).startswith("="):
                page.cell(cell.row, cell.column).value = cell.value
    other.save(target)
