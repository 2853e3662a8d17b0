"""What the reader of .ods files makes of cells, texts, names and sheets."""

from __future__ import annotations

import pytest
from open_document_files import (
    SPREADSHEET,
    cells_in,
    cells_of,
    empty,
    manifest_xml,
    meta_xml,
    number_cell,
    ods_of,
    only_cell,
    packed,
    parts_of,
    row_xml,
    sheet_xml,
    text_cell,
)

from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.spreadsheet.book import NO_STORED_VALUE, Cell

HIDDEN_STYLE = (
    '<style:style style:name="ta2" style:family="table"><style:table-properties '
    'table:display="false"/></style:style>'
)
PERCENT_STYLES = (
    '<number:percentage-style style:name="N11"/><number:number-style style:name="N1"/>'
    '<style:style style:name="share" style:family="table-cell" style:data-style-name="N11"/>'
    '<style:style style:name="plain" style:family="table-cell" style:data-style-name="N1"/>'
    '<style:style style:name="like" style:family="table-cell" style:parent-style-name="share"/>'
    '<style:style style:name="far" style:family="table-cell" style:data-style-name="C1"/>'
    '<style:style style:name="ring" style:family="table-cell" style:parent-style-name="ring"/>'
)
COMMON_STYLES = parts_of()["content.xml"].replace("document-content", "document-styles").replace(
    "<office:automatic-styles>", '<office:styles><number:percentage-style style:name="C1"/>'
    '</office:styles><office:automatic-styles>',
)  # fmt: skip


def typed(kind: str, attribute: str, value: str, shown: str = "x", more: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="{kind}" office:{attribute}="{value}" {more}>'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def formula(result: str, stored: str = "of:=1+1", shown: str = "") -> str:
    paragraph = f"<text:p>{shown}</text:p>" if shown else ""
    return f'<table:table-cell table:formula="{stored}" {result}>{paragraph}</table:table-cell>'


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (number_cell("5"), Cell("number", 5.0, "5")),
        (number_cell("-1250.5"), Cell("number", -1250.5, "-1250.5")),
        (number_cell("1E+020"), Cell("number", 1e20, "1E+020")),
        (number_cell("0.300000000000000000011"), Cell("number", 0.3, "0.3")),
        (number_cell("1.00499999999999999998"), Cell("number", 1.005, "1.005")),
        (typed("percentage", "value", "0.125"), Cell("number", 0.125, "0.125", is_percent=True)),
        (typed("currency", "value", "5.5", "$5.50"), Cell("number", 5.5, "5.5")),
        (typed("boolean", "boolean-value", "true"), Cell("bool", True, "1")),
        (typed("boolean", "boolean-value", "false"), Cell("bool", False, "0")),
        (typed("time", "time-value", "PT10H30M00S"), Cell("number", 0.4375, "0.4375")),
        (typed("time", "time-value", "PT036H00M00S"), Cell("number", 1.5, "1.5")),
        (typed("time", "time-value", "-P1DT0H0M43.2S"), Cell("number", -1.0005, "-1.0005")),
    ],
)
def test_values_are_what_they_are_said_to_be(cell: str, expected: Cell) -> None:
    assert only_cell(cell) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-23", Cell("number", 46349.0, "46349", is_date=True)),
        ("2026-11-23T00:00:00", Cell("number", 46349.0, "46349", is_date=True)),
        ("2026-11-23T10:30:00", Cell("number", 46349.4375, "46349.4375", is_date=True)),
        ("2026-11-23Z", Cell("number", 46349.0, "46349", is_date=True)),
        ("1900-01-01", Cell("number", 1.0, "1", is_date=True)),
        ("1900-02-28", Cell("number", 59.0, "59", is_date=True)),
        ("1900-03-01", Cell("number", 61.0, "61", is_date=True)),
        ("9999-12-31", Cell("number", 2958465.0, "2958465", is_date=True)),
        ("1899-12-31", Cell("date_text", "1899-12-31", "1899-12-31")),
        ("10113-09-19", Cell("text", "10113-09-19", "10113-09-19")),
        ("-0044-03-15", Cell("text", "-0044-03-15", "-0044-03-15")),
        ("2026-02-30", Cell("text", "2026-02-30", "2026-02-30")),
        ("2026-01-01T25:00:00", Cell("text", "2026-01-01T25:00:00", "2026-01-01T25:00:00")),
        ("", Cell("error", NO_STORED_VALUE, "")),
    ],
)
def test_days_are_the_same_cells_as_in_a_workbook_of_excel(written: str, expected: Cell) -> None:
    """A day that Excel cannot count stays the text that it is."""
    assert only_cell(typed("date", "date-value", written)) == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ("<text:p>a</text:p><text:p/><text:p>b</text:p>", "a\n\nb"),
        ("<text:p/><text:p>lead</text:p>", "\nlead"),
        ("<text:p>trail</text:p><text:p/>", "trail\n"),
        ('<text:p><text:s text:c="3"/>a <text:s/>b<text:tab/>c<text:line-break/>d </text:p>', "   a  b\tc\nd "),
        ('<text:p>a<text:span>b<text:span text:style-name="x">c</text:span></text:span><text:a>d</text:a></text:p>', "abcd"),
        ("<text:p>a<text:bookmark text:name='n'/>b<text:soft-page-break/>c</text:p>", "abc"),
        ("<text:p> a  b\n c\t</text:p>", " a  b\n c\t"),
        ("<text:p>a<!-- not this -->b<![CDATA[<c>]]>&amp;</text:p>", "ab<c>&"),
        ("<text:p>\u0639\u0631\u0628\u064a \U0001f642 \u00a0\u200b</text:p>", "\u0639\u0631\u0628\u064a \U0001f642 \u00a0\u200b"),
        ("\n  <text:p>one</text:p>\n  <text:p>two</text:p>\n", "one\ntwo"),
        ("<text:p>_x0041_</text:p>", "_x0041_"),
        ("<office:annotation><text:p>a note</text:p></office:annotation><text:p>text</text:p>", "text"),
        ("<text:p>text</text:p><draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>", "text"),
    ],
)  # fmt: skip
def test_texts_are_exact(paragraphs: str, expected: str) -> None:
    cell = f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
    assert only_cell(cell) == Cell("text", expected, expected)


def test_a_text_stored_beside_what_is_shown_is_the_value() -> None:
    cell = typed("string", "string-value", "x&#x0a;y", "shown")
    assert only_cell(cell) == Cell("text", "x\ny", "x\ny")
    assert only_cell(typed("string", "string-value", "", "shown")) is None


def test_a_text_without_a_type_is_a_text() -> None:
    assert only_cell("<table:table-cell><text:p>12</text:p></table:table-cell>") == Cell(
        "text", "12", "12"
    )
    assert only_cell("<table:table-cell><text:p/></table:table-cell>") is None
    assert only_cell('<table:table-cell office:value-type="string"/>') is None


FLOAT_2 = 'office:value-type="float" office:value="2"'
FLOAT_0 = 'office:value-type="float" office:value="0"'


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (formula(FLOAT_2, shown="2"), Cell("number", 2.0, "2", formula=True)),
        (formula('office:value-type="string" office:string-value="ab"', shown="ab"), Cell("text", "ab", "ab", formula=True)),
        (formula("", shown="9"), Cell("text", "9", "9", formula=True)),
        ('<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>', Cell("text", "", "", formula=True)),
        (formula(""), Cell("error", NO_STORED_VALUE, "", formula=True)),
        (formula('office:value-type="float"'), Cell("error", NO_STORED_VALUE, "", formula=True)),
        (formula('office:value-type="float" office:value="1"', "of:=TRUE()", "TRUE"), Cell("bool", True, "1", formula=True)),
        (formula(FLOAT_0, "of:=FALSE()", "FALSE"), Cell("bool", False, "0", formula=True)),
        (formula('office:value-type="boolean" office:boolean-value="true"'), Cell("bool", True, "1", formula=True)),
    ],
)  # fmt: skip
def test_formulas_count_with_their_stored_results(cell: str, expected: Cell) -> None:
    assert only_cell(cell) == expected


LIBREOFFICE = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
GNUMERIC = 'office:value-type="string" office:string-value="{}"'


@pytest.mark.parametrize(
    "shown", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NOM ?", "#\u0418\u041c\u042f?", "#NV"]
)
def test_errors_are_errors_however_a_program_writes_them(shown: str) -> None:
    """Excel and OpenOffice write the number 0 and show the error."""
    expected = Cell("error", shown, shown, formula=True)
    for result in (LIBREOFFICE, GNUMERIC.format(shown), FLOAT_0):
        assert only_cell(formula(result, shown=shown)) == expected
    assert only_cell(number_cell("0", shown=shown)) == expected._replace(formula=False)


def test_errors_with_a_number_are_errors() -> None:
    expected = Cell("error", "Err:502", "Err:502", formula=True)
    assert only_cell(formula(LIBREOFFICE, shown="Err:502")) == expected
    assert only_cell(formula(FLOAT_0, shown="Err:502")) == expected
    no_text = Cell("error", NO_STORED_VALUE, "", formula=True)
    assert only_cell(formula(LIBREOFFICE)) == no_text


@pytest.mark.parametrize(
    "cell",
    [
        number_cell("12", shown="#12"),
        number_cell("12", shown="###"),
        number_cell("0", shown="Total:500"),
        formula(FLOAT_2, shown="Total:502"),
    ],
)
def test_odd_number_formats_are_no_errors(cell: str) -> None:
    found = only_cell(cell)
    assert found is not None
    assert found.kind == "number"


def test_typed_texts_that_look_like_errors_are_texts() -> None:
    assert only_cell(text_cell("#REF!")) == Cell("text", "#REF!", "#REF!")
    assert only_cell(formula(GNUMERIC.format("#one"))) == Cell("text", "#one", "#one", formula=True)


@pytest.mark.parametrize(
    ("style", "shown", "is_percent"),
    [
        ("share", "12.5%", True),
        ("like", "12,5 %", True),
        ("far", "\u0661\u0662\u066a", True),
        ("share", "", True),
        ("plain", "0.125 % of all", False),
        ("plain", "0.125", False),
        ("unknown", "12.5%", True),
        ("unknown", "0.125", False),
        ("ring", "12.5%", True),
        ("", "", False),
    ],
)
def test_a_number_that_gnumeric_shows_as_a_percentage_is_one(
    style: str, shown: str, is_percent: bool
) -> None:
    """It has no value type for that, only a style, or just what the cell shows."""
    paragraph = f"<text:p>{shown}</text:p>" if shown else ""
    cell = (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" '
        f'office:value="0.125">{paragraph}</table:table-cell>'
    )
    parts = parts_of(row_xml(cell), styles=PERCENT_STYLES) | {"styles.xml": COMMON_STYLES}
    expected = Cell("number", 0.125, "0.125", is_percent=is_percent)
    assert cells_of(read_book(packed(parts))) == {"A1": expected}


def test_cells_and_rows_that_repeat_stand_in_each_place() -> None:
    cells = cells_in(
        row_xml(empty(3), more='table:number-rows-repeated="2"'),
        row_xml(empty(2), number_cell(1, 'table:number-columns-repeated="2"'), empty(), text_cell("x"),
                empty(16_000), more='table:number-rows-repeated="3"'),
        row_xml(empty(16_384), more='table:number-rows-repeated="1048000"'),
    )  # fmt: skip
    assert list(cells) == ["C3", "D3", "F3", "C4", "D4", "F4", "C5", "D5", "F5"]
    assert cells["D5"] == Cell("number", 1.0, "1")


def test_rows_in_groups_and_headings_are_rows() -> None:
    cells = cells_in(
        "<table:table-column table:number-columns-repeated='3'/><table:table-header-rows>",
        row_xml(text_cell("a")),
        "</table:table-header-rows><table:table-row-group><table:table-rows>",
        row_xml(text_cell("b")),
        "</table:table-rows><table:table-row-group table:display='false'>",
        row_xml(text_cell("c"), more='table:visibility="collapse"'),
        "</table:table-row-group></table:table-row-group><text:soft-page-break/>",
        row_xml(text_cell("d")),
    )
    assert {name: cell.value for name, cell in cells.items()} == dict(
        zip(("A1", "A2", "A3", "A4"), "abcd", strict=True)
    )


def test_merged_and_hidden_cells_are_known_as_in_a_workbook_of_excel() -> None:
    merged = 'table:number-columns-spanned="2" table:number-rows-spanned="3"'
    covered = text_cell("covered").replace("table:table-cell", "table:covered-table-cell")
    book = read_book(
        ods_of(
            row_xml(empty(), text_cell("a", merged), covered)
            + row_xml(text_cell("b"), more='table:visibility="filter"')
            + row_xml(
                empty(), more='table:visibility="collapse" table:number-rows-repeated="900000"'
            )
            + row_xml(
                text_cell("c", 'table:number-columns-spanned="1" table:number-rows-spanned="1"')
            )
        )
    )
    assert book.sheets[0].merged == ("B1:C3",)
    assert book.sheets[0].hidden_rows == {2}
    assert list(cells_of(book)) == ["B1", "C1", "A2", "A900003"]


def test_sheets_keep_their_order_and_whether_they_are_hidden() -> None:
    sheets = sheet_xml("", "Two", 'table:style-name="ta2"') + sheet_xml("", "O'ne & <1>")
    book = read_book(ods_of(sheets=sheets, styles=HIDDEN_STYLE))
    assert [(sheet.name, sheet.state) for sheet in book.sheets] == [
        ("Two", "hidden"), ("O'ne & <1>", "visible"),
    ]  # fmt: skip
    assert not book.date1904


def test_names_of_the_whole_workbook_are_written_as_excel_writes_them() -> None:
    of_sheet = '<table:named-expressions><table:named-range table:name="a" table:cell-range-address="$S.$A$9"/></table:named-expressions>'
    names = {
        "a": ("$Units.$B$1", "Units!$B$1"),
        "b": ("$Units.$B$1:.$Y$11", "Units!$B$1:$Y$11"),
        "c": ("$'Data centres'.$C$3", "'Data centres'!$C$3"),
        "d": ("$'Front'.$A$1:$'Front'.$B$2", "Front!$A$1:$B$2"),
        "e": ("$'it''s &lt; 1'.A1", "'it''s < 1'!A1"),
        "f": ("$'\u0627\u0644\u0646\u0638\u0645'.$C$3", "\u0627\u0644\u0646\u0638\u0645!$C$3"),
        "g": ("ORG.GNUMERIC.ERROR(1)", "ORG.GNUMERIC.ERROR(1)"),
    }  # fmt: skip
    written = "".join(
        f'<table:named-range table:name="{name}" table:cell-range-address="{address}"/>'
        for name, (address, _) in names.items()
    )
    written += '<table:named-expression table:name="h" table:expression="of:=&quot;x&quot;"/>'
    book = read_book(ods_of(sheets=sheet_xml(of_sheet, "S"), names=written))
    assert book.names == {name: expected for name, (_, expected) in names.items()} | {"h": '"x"'}


def test_only_properties_that_are_texts_are_read() -> None:
    meta = meta_xml(
        '<meta:user-defined meta:name="a">x|y</meta:user-defined>'
        '<meta:user-defined meta:name="b" meta:value-type="string"> z </meta:user-defined>'
        '<meta:user-defined meta:name="c" meta:value-type="float">7</meta:user-defined>'
        '<meta:user-defined meta:name="d" meta:value-type="date">2026-01-01</meta:user-defined>'
    )
    book = read_book(packed(parts_of() | {"meta.xml": meta}))
    assert book.properties == {"a": "x|y", "b": " z "}


def test_values_of_other_files_that_are_kept_for_formulas_are_passed_over() -> None:
    other = sheet_xml(
        "<table:table-source/>" + row_xml(number_cell(1)), "'file:///tmp/other.ods'#$Sheet1"
    )  # fmt: skip
    links = f"<table:dde-links><table:dde-link>{sheet_xml(row_xml(number_cell(2)), '')}</table:dde-link></table:dde-links>"
    book = read_book(ods_of(sheets=sheet_xml(row_xml(number_cell(3))) + other + links))
    assert [sheet.name for sheet in book.sheets] == ["Sheet1"]
    assert cells_of(book)["A1"].value == 3


def test_a_template_and_a_file_without_its_first_part_are_read() -> None:
    parts = parts_of(row_xml(text_cell("x")))
    template = {
        "mimetype": f"{SPREADSHEET}-template",
        "META-INF/manifest.xml": manifest_xml(kind=f"{SPREADSHEET}-template"),
    }
    for changed in (parts | template, {name: parts[name] for name in parts if name != "mimetype"}):
        assert cells_of(read_book(packed(changed)))["A1"].value == "x"


def test_prefixes_and_encodings_are_free() -> None:
    content = parts_of(row_xml(text_cell("\u00e9")))["content.xml"]
    other = (
        content.replace("<table:", "<t:").replace("</table:", "</t:").replace(" table:", " t:")
        .replace("xmlns:table=", "xmlns:t=")
    )  # fmt: skip
    wide = content.replace("UTF-8", "UTF-16").encode("utf-16")
    for changed in (other, wide):
        parts = parts_of() | {"content.xml": changed}
        assert cells_of(read_book(packed(parts)))["A1"].value == "\u00e9"
