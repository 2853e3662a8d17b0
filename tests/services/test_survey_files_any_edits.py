"""Whatever is typed into a survey workbook: the saved file says it, and nothing else."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import openpyxl
import pytest
from answered_store import CATALOGUE
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from survey_samples import checked, described, issuing_store, read, saved_by_openpyxl

from inventory_app.domain import merging
from inventory_app.domain.field_types import (
    Code,
    Codes,
    Day,
    DecimalNumber,
    Integer,
    Reference,
    YesNo,
)
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError
from inventory_app.services.survey_files import SurveyFile

# Shrinking whole workbooks takes longer than reading the first example that fails.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=25),
    st.text(st.sampled_from("=+-@_x004<r>&;\"'\u202e\u200f 🙂\t\n\x0b"), max_size=20),
    st.sampled_from(["n/a", "unknown", "1.234", "03/04/2026", "50%", "Yes", "#REF!", "x" * 300]),
)


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    """The same workbooks as issued, saved by openpyxl, with columns moved and rows sorted."""
    folder = tmp_path_factory.mktemp("shapes")
    workspace, issued = issuing_store(folder)
    workspace.close()
    files = [issued["ALPHA"], issued["DELTA"]]
    files.append(saved_by_openpyxl(issued["BRAVO"], folder / "openpyxl.xlsx"))
    files.append(saved_by_openpyxl(issued["ALPHA"], folder / "moved.xlsx", _moved))
    files.append(saved_by_openpyxl(issued["CARGO"], folder / "worn.xlsx", _worn))
    return files


def _moved(book):
    """Move two columns, sort the rows and rename the tab, as people do."""
    page = book["Staff"]
    for row in page.iter_rows(min_row=3, max_row=page.max_row):
        row[3].value, row[6].value = row[6].value, row[3].value
        row[3].number_format, row[6].number_format = row[6].number_format, row[3].number_format
    held = [[cell.value for cell in row[:30]] for row in page.iter_rows(min_row=5, max_row=9)]
    for row, values in zip(page.iter_rows(min_row=5, max_row=9), reversed(held), strict=True):
        for cell, value in zip(row, values, strict=False):
            cell.value = value
    book.move_sheet("Costs", -3)


def _worn(book):
    """Paste rows without codes, copy one with its code, type nonsense."""
    page = book.worksheets[3]
    keys = {cell.value: cell.column for cell in page[3]}
    for offset in (0, 1):
        page.cell(40 + offset, keys["post_no"]).value = f"pasted {offset}"
    for cell in page[5]:
        page.cell(43, cell.column).value = cell.value
    page.cell(43, keys["post_no"]).value = "copied"
    page.cell(6, keys["annual_cost"]).value = "dear"


@cache
def values_of(sheet, name):
    kind = CATALOGUE[sheet].fields[name].type
    if isinstance(kind, Reference):
        return _TEXTS.map(lambda text: text.strip() or None)
    if isinstance(kind, Codes):
        codes = list(kind.list.codes)
        return st.sets(st.sampled_from(codes), max_size=3).map(
            lambda some: tuple(code for code in codes if code in some) or None
        )
    if isinstance(kind, Code):
        return st.sampled_from([None, *kind.list.codes])
    if isinstance(kind, YesNo):
        return st.sampled_from([None, True, False])
    if isinstance(kind, Day):
        return st.integers(-30_000, 90_000).map(lambda days: date(2000, 1, 1) + timedelta(days))
    if isinstance(kind, Integer):
        return st.one_of(st.integers(-10, 3000), st.integers(-(10**14), 10**14))
    if isinstance(kind, DecimalNumber):
        return st.decimals(-(10**9), 10**12, places=kind.places, allow_nan=False).map(
            lambda n: n + 0
        )
    return _TEXTS


def edit(survey, data):
    """Make one edit that somebody could make; return whether it was refused."""
    sheet = data.draw(st.sampled_from(survey.sheets))
    rows = survey.sheet(sheet).rows
    uid = data.draw(st.sampled_from([row.uid for row in rows])) if rows else survey.add(sheet)
    name = data.draw(st.sampled_from(sorted(survey.sheet(sheet).fields)))
    kind = data.draw(
        st.sampled_from(["value"] * 4 + ["text", "state", "add", "declare", "undo", "by"])
    )
    try:
        if kind == "value":
            survey.change(sheet, uid, name, data.draw(values_of(sheet, name)))
        elif kind == "text":
            survey.enter(sheet, uid, name, data.draw(_TEXTS))
        elif kind == "state":
            survey.change(
                sheet, uid, name, state=data.draw(st.sampled_from([ValueState.NA, ValueState.NR]))
            )
        elif kind == "add":
            survey.add(sheet, {name: data.draw(values_of(sheet, name))})
        elif kind == "declare":
            survey.nothing_to_report(sheet, data.draw(st.booleans()))
            survey.confirm_unchanged(sheet, data.draw(st.booleans()))
        elif kind == "by":
            survey.fill_in_by(data.draw(_TEXTS))
        else:
            survey.undo()
    except UserError as refused:
        if refused.code not in ("E-NO-WORD-FOR-STATE", "E-SHEET-FULL"):
            raise


@settings(
    max_examples=settings().max_examples // 5,  # each writes and reads a whole workbook
    phases=_PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_the_saved_file_says_exactly_what_was_edited(shapes, tmp_path_factory, data):
    shape = data.draw(st.sampled_from(shapes))
    path = shutil.copy(shape, tmp_path_factory.mktemp("edited") / "a.xlsx")
    survey = SurveyFile.open(path)
    before = read(path)
    for _ in range(data.draw(st.integers(0, 12))):
        edit(survey, data)
    survey.save()
    after = read(path)
    wanted = survey.content()
    assert after.identity == before.identity
    assert after.issued == before.issued
    assert after.filled_by == survey.filled_by
    for name in survey.sheets:
        rows = {row.row: row for row in after.sheets[name].rows}
        expected = {row.row: row for row in wanted.sheets[name].rows}
        assert set(rows) == set(expected)
        for number, row in rows.items():
            assert row == expected[number]
        assert after.sheets[name].declaration == survey.sheet(name).declaration
    assert described(survey.findings()) == described(checked(path).findings)
    assert survey.counts() == checked(path).counts
    openpyxl.load_workbook(path)
    again = SurveyFile.open(path)
    for name in survey.sheets:
        shown = {row.uid: row for row in survey.sheet(name).rows if not row.is_blank}
        reread = {row.uid: row for row in again.sheet(name).rows if not row.is_blank}
        assert set(shown) == set(reread)
        for uid, row in shown.items():
            assert (row.values, row.states) == (reread[uid].values, reread[uid].states)
            assert set(row.unread) == set(reread[uid].unread)
    while survey.undo():
        pass
    survey.save()
    assert path.read_bytes() == shape.read_bytes()


@settings(
    max_examples=settings().max_examples // 5,  # each writes and reads a whole workbook
    phases=_PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_merging_the_saved_file_updates_the_edited_fields_and_no_others(
    shapes, tmp_path_factory, data
):
    path = shutil.copy(shapes[0], tmp_path_factory.mktemp("merged") / "a.xlsx")
    survey = SurveyFile.open(path)
    edits = {}
    filled = [name for name in survey.sheets if survey.sheet(name).rows]
    for _ in range(data.draw(st.integers(1, 8))):
        sheet = data.draw(st.sampled_from(filled))
        uid = data.draw(st.sampled_from([row.uid for row in survey.sheet(sheet).rows]))
        name = data.draw(st.sampled_from(sorted(survey.sheet(sheet).fields)))
        row = survey.change(sheet, uid, name, data.draw(values_of(sheet, name)))
        edits[sheet, uid, name] = (row.values.get(name), row.states.get(name))
    survey.save()
    returned = read(path)
    ours = {
        sheet: tuple(
            merging.Record(sheet=sheet, uid=uid, entity="ALPHA", round="2026", values=known.values,
                           states=known.states)
            for uid, known in issued.items()
        )
        for sheet, issued in returned.issued.items()
    }  # fmt: skip
    plan = merging.plan(CATALOGUE, returned, ours)
    took = {
        (row.sheet, row.uid, update.field): tuple(update.after)
        for row in plan.rows
        for update in row.updates
    }
    issued = {key: returned.issued[key[0]][key[1]] for key in edits}
    wanted = {
        key: answer
        for key, answer in edits.items()
        if answer != (None, None)
        and answer != (issued[key].values.get(key[2]), issued[key].states.get(key[2]))
    }
    assert took == wanted
    assert not any(row.new for row in plan.rows)
    assert not plan.conflicts


def test_decimals_survive_to_the_last_place(shapes, tmp_path):
    path = shutil.copy(shapes[0], tmp_path / "a.xlsx")
    survey = SurveyFile.open(path)
    uid = survey.sheet("costs").rows[0].uid
    for amount in ("0.01", "999999999999.99", "123456789012.35", "99999999999999.99"):
        survey.change("costs", uid, "amount", Decimal(amount))
        survey.save()
        assert read(path).sheets["costs"].rows[0].values["amount"] == Decimal(amount)
