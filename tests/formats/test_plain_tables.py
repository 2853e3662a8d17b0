"""Lists that other people made: told apart by content, read whole, nothing lost on the way."""
# ruff: noqa: RUF001 - words of other scripts are what is tested

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.readings import Raw
from inventory_app.errors import Refused
from inventory_app.formats.plain_tables import read_table, table_of
from inventory_app.formats.spreadsheet import limits

PLAIN = "Name,City\nAtlas,Kraków\n"


def texts(table):
    return [[raw.text if raw else "" for raw in row.cells] for row in table.rows]


def codes(table):
    return [line.code for line in table.lines]


def workbook(fill):
    book = openpyxl.Workbook()
    fill(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def refusal(data):
    with pytest.raises(Refused) as caught:
        table_of(data)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_letters_are_read_as_the_file_says(encoding):
    table = table_of(PLAIN.encode(encoding))
    assert table.headings == ("Name", "City")
    assert texts(table) == [["Atlas", "Kraków"]]
    assert table.lines == ()


def test_western_european_letters_are_read_with_a_notice():
    table = table_of("Name;City\nMétéo;Genève – centre\n".encode("cp1252"))
    assert texts(table) == [["Météo", "Genève – centre"]]
    assert codes(table) == ["I-ENCODING"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Имя;Город\nКадры;Москва\n", "cp1251"), ("名称,城市\n人事系统,北京市\n", "gb18030"),
     ("الاسم;المدينة\nالموظفون;بيروت\n", "cp1256")],
)  # fmt: skip
def test_letters_of_another_script_are_never_taken_for_western_ones(text, encoding):
    assert refusal(text.encode(encoding)).code == "F-LIST-LETTERS"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator):
    rows = [["Name", "Cost", "Note"], ["A, B; C", "1,5", "x|y"], ["D", "2,5", ""]]
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(rows)
    assert texts(table_of(written.getvalue().encode())) == rows[1:]


def test_commas_in_numbers_do_not_hide_the_semicolons():
    table = table_of(b"Name;Cost;Users\nA;1,5;2,5\nB;3,5;4,5\n")
    assert texts(table) == [["A", "1,5", "2,5"], ["B", "3,5", "4,5"]]


def test_a_separator_that_excel_declares_is_taken():
    table = table_of(b"sep=;\r\nName;Cost\r\nA;1\r\n")
    assert (table.headings, table.heading_line) == (("Name", "Cost"), 2)
    assert table.rows[0].line == 3


def test_a_row_knows_the_line_on_which_it_begins():
    table = table_of(b'Name,Note\nA,"one\ntwo\nthree"\n\n,\nB,x\n')
    assert [row.line for row in table.rows] == [2, 7]
    assert texts(table)[0] == ["A", "one\ntwo\nthree"]


def test_ragged_rows_are_marked_and_kept():
    table = table_of(b"Name,City,Note\nA,B\nC,D,E,F,G\nH,I,J,,\n")
    assert texts(table) == [["A", "B", ""], ["C", "D", "E"], ["H", "I", "J"]]
    assert [row.short for row in table.rows] == [True, False, False]
    assert [row.beyond for row in table.rows] == [(), ("F", "G"), ()]


def test_a_title_above_the_headings_is_reported():
    table = table_of(b"Our systems,,\nName,City,Note\nA,B,C\n")
    assert table.headings == ("Name", "City", "Note")
    assert [(line.code, line.line, line.params["found"]) for line in table.lines] == [
        ("I-ABOVE", 1, "Our systems")
    ]


def test_a_quotation_mark_that_is_not_closed_is_refused_with_its_line():
    refused = refusal(b'Name,Note\nA,x\nB,"never closed\nC,y\n')
    assert (refused.code, refused.params["line"]) == ("F-LIST-QUOTES", 3)


def test_more_cells_than_a_list_may_have_are_refused():
    data = b"a,b\n" + b"1,2\n" * (limits.CELLS // 2)
    assert refusal(data).code == "F-CELLS"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "F-EMPTY"), (b"Name,City\n", "F-LIST-EMPTY"), (b"\n , \n", "F-LIST-EMPTY"),
        (b"%PDF-1.7", "F-PDF"), (b"<html><table></table></html>", "F-HTML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "F-NOT-WORKBOOK"),
        (b"Name,City\n" + b"A,B\n" * 2000 + b"C,\0\n", "F-LIST-TEXT"),
        (b"\xff\xfe\x00", "F-LIST-LETTERS"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_by_its_content(data, code):
    assert refusal(data).code == code


def test_advice_for_a_list_does_not_speak_of_survey_workbooks():
    refused = refusal(b"%PDF-1.7")
    assert ".csv" in refused.suggestion
    assert "survey" not in refused.suggestion


def test_cells_of_a_workbook_keep_their_kinds():
    def fill(book):
        sheet = book.active
        sheet.append(["Name", "Count", "Share", "Since", "Yes", "Long", "Tenth"])
        sheet.append(["A", 7, 0.5, date(2024, 7, 1), True, 123456789012345, 0.1 + 0.2])
        sheet["C2"].number_format = "0%"

    assert table_of(workbook(fill)).rows[0].cells == (
        Raw("text", "A"), Raw("number", "7"), Raw("number", "0.5", percent=True),
        Raw("date", "2024-07-01"), Raw("bool", "True"), Raw("number", "123456789012345"),
        Raw("number", "0.3"),
    )  # fmt: skip


def test_the_first_visible_sheet_is_read_and_the_others_are_named():
    def fill(book):
        book.active.title = "old"
        book.active.append(["a", "b"])
        book.active.sheet_state = "hidden"
        for title in ("list", "notes"):
            book.create_sheet(title).append(["Name", "City"])
            book[title].append([title, "x"])
        book["list"].row_dimensions[2].hidden = True
        book["list"].merge_cells("D1:E2")

    table = table_of(workbook(fill))
    assert texts(table) == [["list", "x"]]
    said = [(line.code, line.params.get("found")) for line in table.lines]
    assert said == [("I-SHEET-LEFT", "notes"), ("L-MERGED", "D1:E2"), ("I-HIDDEN-ROW", None)]


def test_notes_beside_a_list_in_a_workbook_shift_nothing():
    def fill(book):
        for row in (["Name", "City"], ["A", "B", None, "a note"], [None, "C"]):
            book.active.append(row)

    rows = table_of(workbook(fill)).rows
    assert [row.beyond for row in rows] == [("a note",), ()]
    assert [row.short for row in rows] == [False, False]


def test_a_hostile_workbook_is_refused():
    def fill(book):
        book.active.append(["Name", "City"])
        book.active.append(["A", "B"])

    hostile = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(fill))) as good, zipfile.ZipFile(hostile, "w") as bad:
        for name in good.namelist():
            part = good.read(name)
            if name == "xl/worksheets/sheet1.xml":
                doctype = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                part = doctype + part[part.index(b"<worksheet") :]
            bad.writestr(name, part)
    assert refusal(hostile.getvalue()).code == "F-DOCTYPE"


def test_a_file_is_known_by_content_not_by_name(tmp_path):
    file = tmp_path / "list.xlsx"
    file.write_text(PLAIN, "utf-8")
    assert texts(read_table(file)) == [["Atlas", "Kraków"]]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Refused) as caught:
        read_table(tmp_path / "away.csv")
    assert caught.value.params["file"] == "away.csv"


def test_a_file_that_is_too_large_is_not_even_read(tmp_path):
    file = tmp_path / "large.csv"
    with file.open("wb") as made:
        made.truncate(limits.FILE + 1)
    with pytest.raises(Refused) as caught:
        read_table(file)
    assert caught.value.code == "F-SIZE"


def test_a_text_longer_than_any_cell_is_refused_with_its_line():
    refused = refusal(b"Name,Note\nA,x\nB," + b"y" * 200_000 + b"\n")
    assert (refused.code, refused.params["line"]) == ("F-LIST-QUOTES", 3)


CELLS = st.text(
    st.characters(exclude_categories=["Cc"], include_characters='\n\r\t"', codec="utf-8"),
    max_size=12,
)


@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8),
    separator=st.sampled_from(",;\t|"),
)
def test_what_a_program_writes_as_csv_is_read_back(rows, separator):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(
        [("one", "two", "three"), *rows]
    )
    expected = [
        [cell if cell.strip() else "" for cell in row]
        for row in rows
        if any(cell.strip() for cell in row)
    ]
    data = f"sep={separator}\n{written.getvalue()}".encode()
    if expected:
        assert texts(table_of(data)) == expected
    else:
        assert refusal(data).code == "F-LIST-EMPTY"
