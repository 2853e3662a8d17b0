"""What people do to a workbook with a spreadsheet program, played with openpyxl."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl.utils import get_column_letter
from workbook_samples import (
    CATALOGUE,
    a_record,
    a_workbook,
    an_identity,
    asked_values,
    codes_of,
    columns_of,
    opened,
    read,
    rows_of,
    written,
)

from inventory_app.domain.fields import Catalogue
from inventory_app.formats.excel.returns import read_return


@pytest.fixture
def changed(tmp_path):
    def change(work, workbook=None):
        path = written(workbook or a_workbook(), tmp_path / "sent.xlsx")
        book = opened(path)
        work(book)
        book.save(tmp_path / "back.xlsx")
        return read(tmp_path / "back.xlsx")

    return change


def assert_all_there(returned, except_for=()):
    for sheet in CATALOGUE:
        expected = {
            record.uid: {k: v for k, v in asked_values(record).items() if k not in except_for}
            for record in a_workbook().records[sheet.name]
        }
        assert rows_of(returned, sheet.name) == expected


def test_opening_and_saving_changes_nothing(changed):
    returned = changed(lambda book: None)
    assert returned.findings == ()
    assert_all_there(returned)


def test_tabs_may_be_renamed_and_moved(changed):
    def work(book):
        book["Staff"].title = "Our people"
        book.move_sheet("Costs", offset=-len(CATALOGUE.sheets))
        book.move_sheet("_identity", offset=-7)

    returned = changed(work)
    assert_all_there(returned)
    finding, moved = returned.findings
    assert finding.code == "L-SHEET-RENAMED"
    assert (finding.found, finding.expected) == ("Our people", "Staff")
    assert (moved.code, moved.found.split(", ")[0]) == ("L-SHEETS-MOVED", "Costs")
    assert returned.sheets["staff"].tab == "Our people"


def test_hidden_sheets_may_be_shown_and_data_sheets_hidden(changed):
    def work(book):
        for name in ("_identity", "_lists", "_issued"):
            book[name].sheet_state = "visible"
        book["Staff"].sheet_state = "hidden"

    returned = changed(work)
    assert [(f.code, f.found) for f in returned.findings] == [("L-SHEET-HIDDEN", "Staff")]
    assert_all_there(returned)


def test_columns_may_be_moved(changed):
    def work(book):
        page = book["Staff"]
        width = page.max_column
        for row in page.iter_rows(min_row=3):
            values = [cell.value for cell in row]
            formats = [cell.number_format for cell in row]
            order = [*range(width - 1, 0, -1), 0]
            for cell, source in zip(row, order, strict=True):
                cell.value, cell.number_format = values[source], formats[source]

    returned = changed(work)
    assert [(f.code, f.sheet, f.cell, f.found) for f in returned.findings] == [
        ("L-COLUMNS-MOVED", "staff", "", "")
    ]
    assert_all_there(returned)


def test_columns_and_rows_may_be_inserted(changed):
    def work(book):
        page = book["Staff"]
        page.insert_cols(4)
        page.insert_rows(6, 2)
        page.insert_rows(1, 3)

    returned = changed(work)
    assert codes_of(returned) == set()
    assert_all_there(returned)


def test_notes_beside_and_above_the_table_are_told(changed):
    def work(book):
        page = book["Staff"]
        page.insert_cols(4)
        page.cell(6, 4).value = "ask Anna"
        page.insert_rows(1, 2)
        page.cell(1, 3).value = "draft!"

    returned = changed(work)
    assert_all_there(returned)
    told = {(f.code, f.found, f.cell) for f in returned.findings}
    assert told == {("L-STRAY", "ask Anna", "D8"), ("L-STRAY", "draft!", "C1")}


def test_a_note_far_below_the_table_is_no_record(changed):
    def work(book):
        book["Staff"].cell(5000, 3).value = "total"

    returned = changed(work)
    assert_all_there(returned)
    assert [(f.code, f.cell) for f in returned.findings] == [("L-STRAY", "C5000")]


def test_a_missing_column_is_not_answered_and_told(changed):
    def work(book):
        page = book["Staff"]
        page.delete_cols(columns_of(page)["duty_station"])

    returned = changed(work)
    finding = next(f for f in returned.findings if f.code == "L-COLUMN-ABSENT")
    assert (finding.sheet, finding.field, finding.tab) == ("staff", "duty_station", "Staff")
    assert "duty_station" not in returned.sheets["staff"].fields
    for record in a_workbook().records["staff"]:
        expected = {k: v for k, v in asked_values(record).items() if k != "duty_station"}
        assert rows_of(returned, "staff")[record.uid] == expected


def test_a_copied_column_is_read_once(changed):
    def work(book):
        page = book["Staff"]
        source, target = columns_of(page)["post_no"], page.max_column + 1
        for row in range(3, 10):
            page.cell(row, target).value = page.cell(row, source).value
        page.cell(5, target).value = "other"

    returned = changed(work)
    assert_all_there(returned)
    twice = [f for f in returned.findings if f.code == "L-COLUMN-TWICE"]
    assert [f.field for f in twice] == ["post_no"]


def test_rows_may_be_sorted(changed):
    def work(book):
        page = book["Staff"]
        rows = [
            [(cell.value, cell.number_format) for cell in row]
            for row in page.iter_rows(min_row=5, max_row=8)
        ]
        for number, row in enumerate(reversed(rows), start=5):
            for column, (value, number_format) in enumerate(row, start=1):
                cell = page.cell(number, column)
                cell.value, cell.number_format = value, number_format

    returned = changed(work)
    assert [(f.code, f.sheet) for f in returned.findings] == [("L-ROWS-MOVED", "staff")]
    assert_all_there(returned)


def test_headings_that_were_sorted_among_the_rows_are_no_record(changed):
    def work(book):
        page = book["Staff"]
        for column in range(3, page.max_column + 1):
            page.cell(30, column).value = page.cell(4, column).value

    returned = changed(work)
    assert_all_there(returned)
    assert returned.findings == ()


def test_a_deleted_row_is_absent_and_nothing_else(changed):
    def work(book):
        book["Staff"].delete_rows(6)

    returned = changed(work)
    gone = a_workbook().records["staff"][1].uid
    assert gone not in rows_of(returned, "staff")
    assert gone in returned.issued["staff"]


def test_a_row_whose_code_was_spoilt_has_none(changed):
    def work(book):
        page = book["Staff"]
        for column in (1, 2):
            page.cell(5, column).value = page.cell(5, column).value[:-1] + "?"

    rows = rows_of(changed(work), "staff")
    assert rows[None] == asked_values(a_workbook().records["staff"][0])


def test_the_visible_code_stands_in_for_the_hidden_one(changed):
    def work(book):
        book["Staff"].cell(5, 1).value = None
        book["Units"].delete_cols(1)

    returned = changed(work)
    assert_all_there(returned)


def test_a_code_of_another_sheet_is_no_code(changed):
    def work(book):
        for column in (1, 2):
            book["Staff"].cell(5, column).value = book["Units"].cell(5, 1).value

    assert None in rows_of(changed(work), "staff")


def test_a_copied_row_comes_back_twice(changed):
    def work(book):
        page = book["Staff"]
        for column in range(1, page.max_column + 1):
            page.cell(40, column).value = page.cell(5, column).value

    uids = [row.uid for row in changed(work).sheets["staff"].rows]
    assert uids.count(a_workbook().records["staff"][0].uid) == 2


def test_of_two_copies_of_a_sheet_the_one_that_was_worked_on_is_read(changed):
    def work(book):
        page = book.copy_worksheet(book["Staff"])
        page.cell(5, columns_of(page)["post_no"]).value = "other"

    returned = changed(work)
    assert returned.sheets["staff"].tab == "Staff Copy"
    assert rows_of(returned, "staff")[a_workbook().records["staff"][0].uid]["post_no"] == "other"
    assert codes_of(returned) == {"L-SHEET-TWICE", "L-SHEET-RENAMED"}


def test_where_two_copies_were_worked_on_what_is_not_read_is_told(changed):
    def work(book):
        page = book.copy_worksheet(book["Staff"])
        book.move_sheet(page, offset=-8)
        page.cell(5, columns_of(page)["post_no"]).value = "other"
        page.cell(40, columns_of(page)["post_no"]).value = "new"
        book["Staff"].cell(6, columns_of(page)["post_no"]).value = "mine"

    returned = changed(work)
    assert returned.sheets["staff"].tab == "Staff"
    assert rows_of(returned, "staff")[a_workbook().records["staff"][1].uid]["post_no"] == "mine"
    told = {(f.tab, f.cell, f.found) for f in returned.findings if f.code == "L-COPY"}
    assert told == {("Staff Copy", "C5", "other"), ("Staff Copy", "C40", "new")}


def test_a_copy_that_says_the_same_is_passed_over(changed):
    returned = changed(lambda book: book.copy_worksheet(book["Staff"]))
    assert_all_there(returned)
    assert codes_of(returned) == {"L-SHEET-TWICE"}


def test_a_sheet_that_was_deleted_is_told(changed):
    returned = changed(lambda book: book.remove(book["Costs"]))
    assert [(f.code, f.sheet, f.found) for f in returned.findings] == [
        ("L-SHEET-ABSENT", "costs", "Costs")
    ]
    assert "costs" not in returned.sheets


def test_a_sheet_that_was_added_is_told_and_not_read(changed):
    def work(book):
        book.create_sheet("Notes").cell(1, 1).value = "hello"
        book.create_sheet("Empty")

    returned = changed(work)
    assert [(f.code, f.found) for f in returned.findings] == [("L-SHEET-EXTRA", "Notes")]


def test_merged_answers_belong_to_the_first_cell(changed):
    def work(book):
        page = book["Staff"]
        letters = get_column_letter(columns_of(page)["functional_title"])
        page.merge_cells(f"{letters}5:{letters}7")

    returned = changed(work)
    merged = [f for f in returned.findings if f.code == "L-MERGED"]
    assert [f.found for f in merged] == [merged[0].found]
    first, second, *_ = a_workbook().records["staff"]
    rows = rows_of(returned, "staff")
    assert rows[first.uid]["functional_title"] == first["functional_title"]
    assert "functional_title" not in rows[second.uid]


def test_without_the_row_of_keys_the_headings_are_read(changed):
    returned = changed(lambda book: book["Staff"].delete_rows(3))
    assert_all_there(returned)
    assert returned.findings == ()


def test_without_any_mark_the_defined_names_lead_to_the_columns(changed):
    def work(book):
        page = book["Staff"]
        for row in range(1, 5):
            page.cell(row, 1).value = None
            page.cell(row, 2).value = None
        for column in range(3, page.max_column + 1):
            page.cell(3, column).value = None

    returned = changed(work)
    assert_all_there(returned)


def test_what_was_issued_may_be_lost(changed):
    returned = changed(lambda book: book.remove(book["_issued"]))
    assert codes_of(returned) == {"L-ISSUED-LOST"}
    assert returned.issued["staff"] == {}
    assert_all_there(returned)


def test_a_damaged_issued_record_is_left_out_and_told(changed):
    def work(book):
        page = book["_issued"]
        row = next(row for row in page.iter_rows(min_row=2) if row[1].value != "#fields")
        row[2].value = "{broken"

    returned = changed(work)
    assert codes_of(returned) == {"L-ISSUED-LOST"}
    assert len(returned.issued["units"]) == len(a_workbook().records["units"]) - 1


def test_long_answers_are_issued_in_several_cells(changed):
    long = {
        field.name: "🙂" * field.type.max_length
        for field in CATALOGUE["systems"].asked
        if field.type.name == "long_text"
    }
    record = a_record("systems", 1, {"name": "Payroll", **long})
    returned = changed(lambda book: None, a_workbook(records={"systems": [record]}))
    assert dict(returned.issued["systems"][record.uid].values) == asked_values(record)
    assert rows_of(returned, "systems")[record.uid] == asked_values(record)


def test_answers_to_renamed_and_retired_fields_are_kept(tmp_path):
    staff = CATALOGUE["staff"]
    record = a_record("staff", 1, {"post_no": "1", "functional_title": "Officer"})
    path = written(a_workbook(records={"staff": [record]}), tmp_path / "a.xlsx")
    fields = dict(staff.fields)
    title = fields.pop("functional_title")
    fields["job_title"] = replace(title, name="job_title", renamed_from="functional_title")
    fields["post_no"] = replace(fields["post_no"], retired=True)
    later = Catalogue(
        version="later",
        sheets={**CATALOGUE.sheets, "staff": replace(staff, fields=fields, title=("job_title",))},
        code_lists=CATALOGUE.code_lists,
    )
    returned = read_return(path.read_bytes(), later)
    assert rows_of(returned, "staff") == {record.uid: {"post_no": "1", "job_title": "Officer"}}
    assert returned.issued["staff"][record.uid].values == {"post_no": "1", "job_title": "Officer"}
    assert returned.findings == ()


def test_a_field_that_was_not_yet_asked_is_not_missing(tmp_path):
    staff = CATALOGUE["staff"]
    earlier = Catalogue(
        version="earlier",
        sheets={
            **CATALOGUE.sheets,
            "staff": replace(
                staff, fields={k: v for k, v in staff.fields.items() if k != "certifications"}
            ),
        },
        code_lists=CATALOGUE.code_lists,
    )
    from inventory_app.formats.excel.workbook_writer import write_workbook

    workbook = a_workbook(records={}, identity=an_identity(catalogue="earlier"))
    write_workbook(workbook, earlier, tmp_path / "a.xlsx")
    returned = read(tmp_path / "a.xlsx")
    assert returned.findings == ()
    assert "certifications" not in returned.sheets["staff"].fields
