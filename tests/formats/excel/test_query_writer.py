"""Query workbooks as files: what is open, what is hidden, and that they read back as written."""

from __future__ import annotations

import warnings
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from workbook_samples import CATALOGUE, uid

from inventory_app.domain.field_types import Codes, Reference
from inventory_app.domain.merging import Answer
from inventory_app.domain.query_books import QueryBook, QueryLine
from inventory_app.domain.records import Record, is_uid
from inventory_app.domain.values import ValueState
from inventory_app.domain.workbooks import Identity
from inventory_app.errors import Refused
from inventory_app.formats.excel.query_page import ANSWER, CODE, CONFIRMED, KEY_ROW, REMARK
from inventory_app.formats.excel.query_writer import write_query_book
from inventory_app.formats.excel.returns import read_return
from inventory_app.languages import CODES

EVIL = '=HYPERLINK("http://x") \ue000code\ue001 _x0041_ <b>&\x07 \u202eيمين'
NAME = EVIL.replace("\ue000", "").replace("\ue001", "")
HELD = {
    ("units", "duty_station"): Answer("GENEVA", None),
    ("units", "name"): Answer("=1+1", None),
    ("units", "users_served"): Answer(None, ValueState.NR),
    ("staff", "ict_unit"): Answer(uid("units", 1), None),
    ("staff", "ict_time_share"): Answer(Decimal("33.3"), ValueState.NE),
    ("costs", "period_end"): Answer(date(2026, 6, 30), None),
    ("costs", "amount"): Answer(Decimal("1250.50"), None),
    ("systems", "remarks"): Answer(None, None),
}


def book(language="en", **changes):
    identity = Identity(
        store="s", round="2026", entity="ALPHA", issue="i", number=3, language=language,
        catalogue=CATALOGUE.version, tag="0123456789abcdef0123456789abcdef",
    )  # fmt: skip
    lines = tuple(
        QueryLine(
            ids=(f"q{number}", "shared"), sheet=sheet, uid=uid(sheet, 1), field=name, held=held,
            title=f"Record {number} {EVIL}", questions=(EVIL, "Second?"), issued="1", returned=EVIL,
        )
        for number, ((sheet, name), held) in enumerate(HELD.items())
    )  # fmt: skip
    unit = Record(
        sheet="units", uid=uid("units", 1), entity="ALPHA", round="2026",
        values={"unit_code": "U1", "name": EVIL},
    )  # fmt: skip
    whole = {
        "identity": identity, "organisation": "Secretariat", "entity_name": NAME,
        "focal_point": NAME, "contact": NAME, "asked_by": EVIL, "as_of": date(2026, 6, 30),
        "due": date(2026, 12, 7), "issued_on": date(2026, 11, 23), "lines": lines,
        "referred": {"units": (unit,)},
    }  # fmt: skip
    return QueryBook(**(whole | changes))


def written(tmp_path, of, name="q.xlsx"):
    write_query_book(of, CATALOGUE, tmp_path / name)
    return tmp_path / name


def opened(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


@pytest.mark.parametrize("language", CODES)
def test_a_workbook_in_every_language_reads_back_as_unanswered(tmp_path, language):
    of = book(language)
    path = written(tmp_path, of)
    back = read_return(path.read_bytes(), CATALOGUE)
    assert (back.identity, back.findings, dict(back.sheets)) == (of.identity, (), {})
    assert [(q.ids, q.sheet, q.uid, q.field) for q in back.queries] == [
        (line.ids, line.sheet, line.uid, line.field) for line in of.lines
    ]
    assert all(query.blank for query in back.queries)
    sheet = opened(path).worksheets[1]
    assert bool(sheet.sheet_view.rightToLeft) == (language == "ar")


def test_only_the_cells_of_an_answer_are_open(tmp_path):
    found = opened(written(tmp_path, book()))
    [front, page, submit, *hidden] = found.worksheets
    assert [each.sheet_state for each in (front, page, submit)] == ["visible"] * 3
    assert {each.sheet_state for each in hidden} == {"hidden"}
    assert all(each.protection.sheet for each in found.worksheets)
    open_cells = {
        (cell.row, cell.column - 1)
        for row in page.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    rows = range(5, 5 + len(HELD))
    blank = {5 + n for n, held in enumerate(HELD.values()) if held.blank}
    first = KEY_ROW + 3
    expected = {
        (row - 1, column) for row in rows for column in (ANSWER, CONFIRMED, REMARK)
        if column != CONFIRMED or row not in blank
    }  # fmt: skip
    assert open_cells == expected
    assert first == 4
    assert page.column_dimensions["A"].hidden
    assert all(is_uid(str(page.cell(row - 1, CODE + 1).value)) for row in rows)


def test_what_people_typed_stays_text_and_no_slot_is_left(tmp_path):
    path = written(tmp_path, book())
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        whole = b"".join(package.read(name) for name in package.namelist()).decode()
    assert "\ue000" not in whole
    formulas = [
        cell.value
        for page in opened(path).worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas
    assert all(str(each).startswith("=SUMPRODUCT(SIGN(") for each in formulas)


def test_every_answer_has_the_rule_of_its_field(tmp_path):
    page = opened(written(tmp_path, book())).worksheets[1]
    rules = {
        str(rule.sqref): rule for rule in page.data_validations.dataValidation
    }  # fmt: skip
    for row, (sheet, name) in enumerate(HELD, start=4):
        rule, kind = rules[f"L{row}"], CATALOGUE[sheet].fields[name].type
        assert rule.promptTitle[:20] in CATALOGUE[sheet].fields[name].label("en")
        if isinstance(kind, Reference | Codes):
            assert (rule.type, bool(rule.showErrorMessage)) == ("list", False)
    assert rules["L4"].type == "list"
    assert "M6" not in rules or HELD["units", "users_served"].state is ValueState.NR


def test_equal_books_give_equal_files(tmp_path):
    one, other = written(tmp_path, book(), "1.xlsx"), written(tmp_path, book(), "2.xlsx")
    assert one.read_bytes() == other.read_bytes()
    later = replace(book(), due=date(2026, 12, 8))
    assert written(tmp_path, later, "3.xlsx").read_bytes() != one.read_bytes()


def test_the_standing_of_an_answer_that_is_confirmed_comes_back_with_it(tmp_path):
    path = written(tmp_path, book())
    found = opened(path)
    page = found.worksheets[1]
    for row in range(4, 4 + len(HELD)):
        page.cell(row, CONFIRMED + 1).value = "yes"
    page.cell(8, ANSWER + 1).value = "33.3 %"
    found.save(tmp_path / "r.xlsx")
    back = read_return((tmp_path / "r.xlsx").read_bytes(), CATALOGUE)
    said = {(q.sheet, q.field): Answer(q.value, q.state) for q in back.queries if q.given}
    assert said == {place: held for place, held in HELD.items() if not held.blank}
    codes = {each.code for each in back.findings}
    assert "L-QUERY-NOTHING" in codes
    assert "L-QUERY-BOTH" not in codes


def test_a_reference_may_be_named_in_words(tmp_path):
    found = opened(written(tmp_path, book()))
    page = found.worksheets[1]
    page.cell(7, ANSWER + 1).value = "u1"
    found.save(tmp_path / "r.xlsx")
    back = read_return((tmp_path / "r.xlsx").read_bytes(), CATALOGUE)
    [said] = [query for query in back.queries if query.given]
    assert (said.field, said.value) == ("ict_unit", uid("units", 1))


def test_without_its_questions_a_query_workbook_is_refused(tmp_path):
    found = opened(written(tmp_path, book()))
    del found[found.sheetnames[1]]
    found.save(tmp_path / "r.xlsx")
    with pytest.raises(Refused) as refused:
        read_return((tmp_path / "r.xlsx").read_bytes(), CATALOGUE)
    assert refused.value.code == "F-NO-QUESTIONS"
