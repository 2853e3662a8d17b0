"""Values come out as they went in: texts exact, numbers with their digits, nothing from nothing."""

import io
import math
from datetime import date, timedelta

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel
from strict_reader_files import (
    MAIN,
    book_of,
    packed,
    parts_of,
    relationships,
    strings_xml,
    styles_xml,
    workbook_xml,
)

from inventory_app.errors import Refused
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.excel.number_formats import number_format
from inventory_app.formats.spreadsheet.book import NO_STORED_VALUE, Cell
from inventory_app.formats.spreadsheet.day_serials import serial_to_date
from inventory_app.formats.spreadsheet.grid import COLUMN_NUMBERS, cell_name, column_letters


def cell_of(cell: str, **parts: str) -> Cell | None:
    """The cell B2 when it is written like this."""
    rows = read_book(book_of(f'<row r="2">{cell}</row>', **parts)).sheets[0].rows
    return rows[2][2] if rows else None


def refusal(data: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        read_book(data)
    return refused.value


def value(kind: str, stored: str) -> str:
    return f'<c r="B2" t="{kind}"><v>{stored}</v></c>'


# Texts


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("  both ends  ", "  both ends  "),
        ("\ttab\nline\n", "\ttab\nline\n"),
        ("no\u00a0break\u200bzero", "no\u00a0break\u200bzero"),
        ("e\u0301 ≠ é", "e\u0301 ≠ é"),
        ("\u202eright to left\u202c", "\u202eright to left\u202c"),
        ("00001", "00001"),
        ("20260000000000000001", "20260000000000000001"),
        ("_x0041_", "A"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x000D_\n", "\r\n"),
        ("_x0009__x000a_", "\t\n"),
        ("_x0000_|_x0001_|_x001F_", "␀|␁|␟"),
        ("_xD83D__xDE42_", "🙂"),
        ("_xD83D_|_xDE42_", "\ufffd|\ufffd"),
        ("_xDE42__xD83D_", "\ufffd\ufffd"),
        ("_x00e9_", "é"),
        ("_x41_ _xGGGG_ _X0041_", "_x41_ _xGGGG_ _X0041_"),
        ("&lt;&amp;&gt;&quot;&apos;&#233;&#x1F642;", "<&>\"'é🙂"),
        ("=1+1", "=1+1"),
        ("TRUE", "TRUE"),
    ],
)
@pytest.mark.parametrize("place", ["shared", "formula", "inline", "runs"])
def test_texts_are_exact(stored: str, text: str, place: str) -> None:
    """S9: stored as typed; and P10: what hides in an escape is shown."""
    if place == "shared":
        cell = cell_of(value("s", "0"), strings=strings_xml(stored))
    elif place == "formula":
        cell = cell_of(f'<c r="B2" t="str"><f>A1</f><v>{stored}</v></c>')
    elif place == "inline":
        cell = cell_of(f'<c r="B2" t="inlineStr"><is><t xml:space="preserve">{stored}</t></is></c>')
    else:
        cell = cell_of(f'<c r="B2" t="inlineStr"><is><r><t>{stored}</t></r></is></c>')
    assert cell == Cell("text", text, text, formula=place == "formula")


def test_runs_are_joined_and_readings_passed_over() -> None:
    item = (
        '<si><r><rPr><b/><sz val="9"/></rPr><t xml:space="preserve">one </t></r><r><t>two</t></r>'
        '<rPh sb="0" eb="2"><t>reading</t></rPh><phoneticPr fontId="1"/></si>'
    )
    strings = f'<sst xmlns="{MAIN}"><si><t>first</t></si>{item}<si><t/></si><si/></sst>'
    assert cell_of(value("s", "1"), strings=strings) == Cell("text", "one two", "one two")
    assert cell_of(value("s", "2"), strings=strings) is None
    assert cell_of(value("s", "3"), strings=strings) is None


@pytest.mark.parametrize(
    "index", ["3", "-1", "1.0", "+1", "٢", "²", "\uff12", "1_0", "1e0", "9" * 5000, "x", "0x1"]
)
def test_an_index_that_points_to_no_text_is_refused(index: str) -> None:
    """S4: two readers took another cell's text, and not the same one."""
    refused = refusal(book_of(f'<row r="2">{value("s", index)}</row>'))
    assert refused.code == "F-VALUE"
    assert "B2" in str(refused)
    assert "Sheet1" in str(refused)


def test_many_shared_texts_are_found() -> None:
    strings = strings_xml(*(f"text {n}" for n in range(21_000)))
    rows = f'<row r="2">{value("s", "20999")}</row>'
    assert read_book(book_of(rows, strings=strings)).sheets[0].rows[2][2].value == "text 20999"


# Numbers


@pytest.mark.parametrize(
    ("stored", "number"),
    [
        ("0", 0.0),
        ("-0", -0.0),
        ("007", 7.0),
        ("+5", 5.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1E3", 1000.0),
        ("1.5e-07", 1.5e-07),
        ("0.10000000000000001", 0.1),
        ("12345678901234567890", 12345678901234567890.0),
        ("4.9406564584124654E-324", 5e-324),
        ("1.7976931348623157E+308", 1.7976931348623157e308),
    ],
)
def test_numbers_keep_their_digits(stored: str, number: float) -> None:
    assert cell_of(value("n", stored)) == Cell("number", number, stored)
    assert cell_of(f'<c r="B2"><v> {stored}\n</v></c>') == Cell("number", number, stored)


@pytest.mark.parametrize(
    "stored",
    ["NaN", "INF", "-INF", "Infinity", "1e999", "-1e999", "1,5", "1 234", "1_000", "0x10", "٣", "\uff15", "--1", "1e", "e5", ".", "5 k", "(5)", "5%", "1" * 61, "1" * 60_000],
)  # fmt: skip
def test_what_is_no_finite_number_is_refused_and_shown(stored: str) -> None:
    """S6 and S7: nothing is parsed that a program would not store."""
    refused = refusal(book_of(f'<row r="2">{value("n", stored)}</row>'))
    assert refused.code == "F-VALUE"
    assert stored[:40] in str(refused)
    assert "B2" in str(refused)


@pytest.mark.parametrize(
    ("stored", "truth"), [("1", True), ("0", False), ("true", True), ("false", False)]
)
def test_yes_and_no_are_read(stored: str, truth: bool) -> None:
    assert cell_of(value("b", stored)) == Cell("bool", truth, stored)


@pytest.mark.parametrize(
    ("kind", "stored"), [("b", "2"), ("b", "TRUE"), ("b", "yes"), ("x", "1"), ("e", "#" * 61)]
)
def test_values_that_are_not_of_their_kind_are_refused(kind: str, stored: str) -> None:
    assert refusal(book_of(f'<row r="2">{value(kind, stored)}</row>')).code == "F-VALUE"


# Errors and formulas


@pytest.mark.parametrize(
    "error", ["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]
)
def test_error_cells_are_errors(error: str) -> None:
    """S5: never empty, never 0."""
    assert cell_of(value("e", error)) == Cell("error", error, error)
    assert cell_of('<c r="B2" t="e"/>') == Cell("error", NO_STORED_VALUE, "")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('<c r="B2"><f>1+1</f><v>2</v></c>', Cell("number", 2.0, "2", formula=True)),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', Cell("text", "", "", formula=True)),
        ('<c r="B2" t="str"><f>""</f><v/></c>', Cell("text", "", "", formula=True)),
        ('<c r="B2" t="b"><f>TRUE()</f><v>1</v></c>', Cell("bool", True, "1", formula=True)),
        ('<c r="B2" t="s"><f>A1</f><v>1</v></c>', Cell("text", "one", "one", formula=True)),
        ('<c r="B2" s="1"><f>NOW()</f><v>46349.5</v></c>', Cell("number", 46349.5, "46349.5", formula=True, is_date=True)),
        ('<c r="B2"><f>1+1</f></c>', Cell("error", NO_STORED_VALUE, "", formula=True)),
        ('<c r="B2"><f>1+1</f><v></v></c>', Cell("error", NO_STORED_VALUE, "", formula=True)),
        ('<c r="B2" t="s"><f>1+1</f></c>', Cell("error", NO_STORED_VALUE, "", formula=True)),
        ('<c r="B2" t="str"><f>A1</f></c>', Cell("error", NO_STORED_VALUE, "", formula=True)),
        ('<c r="B2"><f t="shared" si="0"/></c>', Cell("error", NO_STORED_VALUE, "", formula=True)),
    ],
)  # fmt: skip
def test_formulas_keep_their_stored_value_and_say_so(cell: str, read: Cell) -> None:
    """S5: a value that nobody has calculated is an error, not a blank."""
    assert cell_of(cell) == read
    assert cell_of(cell.replace("<c ", "<c  ")) == read  # a form that only the parser reads


@pytest.mark.parametrize(
    "blank",
    ['<c r="B2"/>', '<c r="B2" s="1"/>', '<c r="B2" t="s"/>', '<c r="B2"><v/></c>', '<c r="B2"><v></v></c>', '<c r="B2" t="str"><v></v></c>', '<c r="B2" t="inlineStr"><is><t/></is></c>', '<c r="B2" t="inlineStr"/>', '<c r="B2"></c>'],
)  # fmt: skip
def test_cells_that_hold_nothing_are_left_out(blank: str) -> None:
    assert cell_of(blank) is None


# Dates


@pytest.mark.parametrize(
    ("code", "is_date", "is_percent"),
    [
        ("General", False, False),
        ("0.00", False, False),
        ("#,##0.00 [$USD-409]", False, False),
        ('0.0" days"', False, False),
        ("0.0\\ \\d", False, False),
        ('[Red]-#,##0;"yes, my day"', False, False),
        ("0.00E+00", False, False),
        ("@", False, False),
        ("yyyy-mm-dd", True, False),
        ("DD.MM.YYYY", True, False),
        ("[$-F800]dddd, mmmm dd, yyyy", True, False),
        ('yyyy"年"m"月"', True, False),
        ("mmm", True, False),
        ("mmm-yy;@", True, False),
        ("d/m/yy h:mm", True, False),
        ("h:mm AM/PM", False, False),
        ("mm:ss.0", False, False),
        ("[h]:mm:ss", False, False),
        ("[mm]", False, False),
        ("0%", False, True),
        ("0.0%;[Red]-0.0%", False, True),
        ('0"%"', False, False),
        ("0\\%", False, False),
    ],
)
def test_formats_tell_days_and_percentages(code: str, is_date: bool, is_percent: bool) -> None:
    assert number_format(code) == (is_date, is_percent)


@pytest.mark.parametrize(("number", "is_date", "is_percent"), [(14, True, False), (22, True, False), (18, False, False), (46, False, False), (9, False, True), (10, False, True), (2, False, False), (57, True, False)])  # fmt: skip
def test_built_in_formats_are_known(number: int, is_date: bool, is_percent: bool) -> None:
    styles = styles_xml("0").replace(
        'numFmtId="164"/></cellXfs>', f'numFmtId="{number}"/></cellXfs>'
    )
    cell = cell_of('<c r="B2" s="1"><v>0.5</v></c>', styles=styles)
    assert cell is not None
    assert (cell.is_date, cell.is_percent) == (is_date, is_percent)


def test_a_style_that_does_not_exist_says_nothing() -> None:
    assert cell_of('<c r="B2" s="99"><v>5</v></c>') == Cell("number", 5.0, "5")


@pytest.mark.parametrize(
    ("serial", "date1904", "day"),
    [
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (60, False, None),
        (60.9, False, None),
        (61, False, date(1900, 3, 1)),
        (46349.999, False, date(2026, 11, 23)),
        (2958465, False, date(9999, 12, 31)),
        (2958466, False, None),
        (0, False, None),
        (0.5, False, None),
        (-1, False, None),
        (0, True, date(1904, 1, 1)),
        (60, True, date(1904, 3, 1)),
        (44887, True, date(2026, 11, 23)),
        (2957003, True, date(9999, 12, 31)),
        (2957004, True, None),
        (-1, True, None),
        (1e300, False, None),
        (math.inf, False, None),
        (math.nan, False, None),
    ],
)
def test_serials_are_days_or_nothing(serial: float, date1904: bool, day: date | None) -> None:
    """S8: there was no 29 February 1900."""
    assert serial_to_date(serial, date1904) == day


@given(st.integers(61, 2_958_465), st.floats(0, 0.99))
def test_days_agree_with_openpyxl(days: int, time: float) -> None:
    expected = from_excel(days)
    assert serial_to_date(days + time, date1904=False) == expected.date()
    assert serial_to_date(days - 1462 + time, date1904=True) == (
        expected.date() if days >= 1462 else None
    )


@pytest.mark.parametrize(
    ("stored", "is_1904"), [("1", True), ("true", True), ("0", False), ("false", False)]
)
def test_the_date_system_of_the_book_is_read(stored: str, is_1904: bool) -> None:
    """S8."""
    book = read_book(book_of(workbook=workbook_xml(before=f'<workbookPr date1904="{stored}"/>')))
    assert book.date1904 is is_1904


# Names and properties


def test_text_properties_and_names_of_the_workbook_are_read() -> None:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006"
    properties = (
        f'<Properties xmlns="{namespace}/custom-properties" xmlns:vt="{namespace}/docPropsVTypes">'
        '<property fmtid="{D}" pid="2" name="issue"><vt:lpwstr>I-7 &amp; more</vt:lpwstr></property>'
        '<property fmtid="{D}" pid="3" name="count"><vt:i4>7</vt:i4></property>'
        '<property fmtid="{D}" pid="4" name="empty"><vt:lpwstr/></property></Properties>'
    )
    names = (
        '<definedNames><definedName name="Codes"> Lists!$A$1:$A$9 </definedName>'
        '<definedName name="Here" localSheetId="0">Sheet1!$A$1</definedName>'
        '<definedName name="Hidden" hidden="1">"text"</definedName></definedNames>'
    )
    root = relationships(
        ("officeDocument", "xl/workbook.xml"), ("custom-properties", "docProps/custom.xml")
    )
    parts = parts_of(workbook=workbook_xml(more=names), root=root) | {
        "docProps/custom.xml": properties
    }
    book = read_book(packed(parts))
    assert book.properties == {"issue": "I-7 & more", "empty": ""}
    assert book.names == {"Codes": "Lists!$A$1:$A$9", "Hidden": '"text"'}


# Places


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_names_of_cells_go_there_and_back(column: int, row: int) -> None:
    name = cell_name(row, column)
    letters = name.rstrip("0123456789")
    assert COLUMN_NUMBERS[letters] == column
    assert name == f"{column_letters(column)}{row}"
    assert xlsxwriter.utility.xl_rowcol_to_cell(row - 1, column - 1) == name


@pytest.mark.parametrize(("row", "column"), [(0, 1), (1, 0), (1_048_577, 1), (1, 16_385), (-1, 1)])
def test_places_outside_the_grid_have_no_name(row: int, column: int) -> None:
    with pytest.raises(ValueError, match=str(row if not 0 < row <= 1_048_576 else column)):
        cell_name(row, column)


@pytest.mark.parametrize("letters", ["", "a", "Aa", "XFE", "AAAA", "Ä", "A1", "²", "\uff21"])
def test_letters_that_name_no_column_have_no_number(letters: str) -> None:
    assert COLUMN_NUMBERS[letters] == 0


# Anything at all

CONTROLS = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
NUMBERS = st.floats(-1e300, 1e300) | st.integers(-(10**15), 10**15)
PLACES = st.tuples(st.integers(0, 30), st.integers(0, 30)) | st.tuples(
    st.integers(0, 1_048_575), st.integers(0, 800)
)
GRIDS = st.dictionaries(PLACES, TEXTS | NUMBERS | st.booleans(), max_size=25)


@given(GRIDS, st.booleans())
def test_any_grid_written_by_xlsxwriter_reads_back(
    grid: dict[tuple[int, int], object], inline: bool
) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False}) as workbook:
        sheet = workbook.add_worksheet()
        if inline:
            workbook.constant_memory = sheet.constant_memory = False
        for (row, column), content in grid.items():
            if isinstance(content, str):
                sheet.write_string(row, column, content)
            elif isinstance(content, bool):
                sheet.write_boolean(row, column, content)
            else:
                sheet.write_number(row, column, content)
    rows = read_book(out.getvalue()).sheets[0].rows
    read = {
        (row - 1, column - 1): cell.value
        for row, cells in rows.items()
        for column, cell in cells.items()
    }
    expected = {
        place: content.translate(CONTROLS)
        if isinstance(content, str)
        else content
        if isinstance(content, bool)
        else float(f"{content:.16G}")  # as XlsxWriter rounds
        for place, content in grid.items()
    }
    assert read == expected
    assert {place: type(content) for place, content in read.items()} == {
        place: type(content) for place, content in expected.items()
    }


@given(st.lists(st.lists(TEXTS, max_size=6), max_size=8))
def test_any_texts_written_in_cells_read_back(table: list[list[str]]) -> None:
    """XlsxWriter writes texts into the cells if it may not keep them in memory."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for row, texts in enumerate(table):
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text)
    rows = read_book(out.getvalue()).sheets[0].rows
    assert [[cell.value for cell in cells.values()] for cells in rows.values()] == [
        [text.translate(CONTROLS) for text in texts] for texts in table if texts
    ]


@given(st.dates(date(1900, 3, 1)))
def test_any_day_written_by_xlsxwriter_reads_back(day: date) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_datetime(0, 0, day, workbook.add_format({"num_format": "d mmm yyyy"}))
    cell = read_book(out.getvalue()).sheets[0].rows[1][1]
    assert cell.is_date
    assert isinstance(cell.value, float)
    assert serial_to_date(cell.value, date1904=False) == day
    assert day - date(1899, 12, 30) == timedelta(days=cell.value)
