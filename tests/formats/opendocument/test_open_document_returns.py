"""A return in .ods says what the same return in .xlsx says: interpretation is shared."""

from __future__ import annotations

import pytest
from open_document_files import as_ods, empty, number_cell, ods_of, row_xml, sheet_xml, text_cell
from workbook_samples import (
    CATALOGUE,
    LANGUAGES,
    a_workbook,
    codes_of,
    columns_of,
    opened,
    read,
    written,
)

from inventory_app.errors import Refused
from inventory_app.formats.excel.answer_book import read_answers
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.excel.returns import read_return
from inventory_app.formats.plain_tables import table_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_return_is_the_same_in_either_form(tmp_path, language):
    path = written(a_workbook(language), tmp_path / "a.xlsx")
    assert read_return(as_ods(path.read_bytes()), CATALOGUE) == read(path)


def test_findings_name_the_same_sheets_and_cells(tmp_path):
    book = opened(written(a_workbook(), tmp_path / "a.xlsx"))
    page = book["Units"]
    columns = columns_of(page)
    page.cell(5, columns["approved_posts"]).value = "many"
    page.cell(5, columns["encumbered_posts"]).value = "#REF!"
    page.cell(5, columns["encumbered_posts"]).data_type = "e"
    page.cell(6, columns["users_served"]).value = "=1+1"
    page.cell(400, 3).value = "far below"
    page.merge_cells("D5:E6")
    book.create_sheet("More")["A1"] = "extra"
    book.save(tmp_path / "b.xlsx")
    before = read(tmp_path / "b.xlsx")
    after = read_return(as_ods((tmp_path / "b.xlsx").read_bytes()), CATALOGUE)
    assert after.findings == before.findings
    assert {finding.code for finding in after.findings} >= {
        "V-NUMBER", "V-ERROR-CELL", "L-STRAY", "L-MERGED", "L-SHEET-EXTRA",
    }  # fmt: skip


def test_what_a_program_loses_of_the_marks_is_missed(tmp_path):
    path = written(a_workbook(), tmp_path / "a.xlsx")
    book = opened(path)
    del book["_identity"]
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(Refused) as refused:
        read_return(as_ods((tmp_path / "b.xlsx").read_bytes()), CATALOGUE)
    assert refused.value.code == "F-IDENTITY"
    without = read_return(as_ods(path.read_bytes(), property_name="other"), CATALOGUE)
    assert without.identity == read(path).identity
    assert codes_of(without) == {"L-IDENTITY-LOST"}


def test_an_ods_is_read_but_cannot_be_filled_in(tmp_path):
    data = as_ods(written(a_workbook(), tmp_path / "a.xlsx").read_bytes())
    assert read_book(data).sheets
    with pytest.raises(Refused) as refused:
        read_answers(data, CATALOGUE)
    assert refused.value.code == "F-ODS"


def test_a_list_in_an_ods_is_taken_in_like_one_in_an_xlsx():
    head = row_xml(text_cell("Name"), text_cell("Users"), text_cell("Since"), text_cell("Share"))
    day = '<table:table-cell office:value-type="date" office:date-value="2026-01-31"/>'
    share = '<table:table-cell office:value-type="percentage" office:value="0.125"/>'
    rows = row_xml(empty(4), more='table:number-rows-repeated="2"') + head
    rows += row_xml(text_cell("One"), number_cell(1500), day, share)
    rows += row_xml(empty(16_384), more='table:number-rows-repeated="1048572"')
    sheets = sheet_xml(rows, "List") + sheet_xml(row_xml(text_cell("x")), "More")
    table = table_of(ods_of(sheets=sheets))
    assert (table.headings, table.heading_line) == (("Name", "Users", "Since", "Share"), 3)
    [row] = table.rows
    assert row.line == 4
    assert [(raw.kind, raw.text, raw.percent) for raw in row.cells] == [
        ("text", "One", False), ("number", "1500", False), ("date", "2026-01-31", False),
        ("number", "0.125", True),
    ]  # fmt: skip
    assert [(line.code, line.params) for line in table.lines] == [
        ("I-SHEET-LEFT", {"found": "More"})
    ]
