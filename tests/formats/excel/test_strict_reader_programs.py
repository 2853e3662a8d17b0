"""What common programs write is read back as it is, whichever program it was."""

import io
import os
import re
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from strict_reader_files import (
    MAIN,
    OFFICE,
    STRICT,
    STRICT_OFFICE,
    book_of,
    content_types,
    packed,
    parts_of,
    relationships,
    sheet_xml,
    whole_return,
    workbook_xml,
)

from inventory_app.errors import Refused
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.spreadsheet.book import NO_STORED_VALUE, Book, Cell
from inventory_app.formats.spreadsheet.day_serials import serial_to_date
from inventory_app.formats.spreadsheet.grid import cell_name


def sheet(book: Book, name: str) -> dict[str, Cell]:
    found = next(each for each in book.sheets if each.name == name)
    return {
        cell_name(row, column): cell
        for row, cells in found.rows.items()
        for column, cell in cells.items()
    }


def values(book: Book) -> dict[tuple[str, int, int], object]:
    """Every value by place; formats and styles, which programs renumber, left out."""
    return {
        (each.name, row, column): cell.value
        for each in book.sheets
        for row, cells in each.rows.items()
        for column, cell in cells.items()
    }


def as_read_by_us(cell: Cell, date1904: bool = False) -> object:
    """A value as the other readers give it: days as dates."""
    if cell.is_date and isinstance(cell.value, float):
        return serial_to_date(cell.value, date1904)
    return cell.value


def as_read_by_others(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def test_a_return_written_by_xlsxwriter_is_read_whole() -> None:
    book = read_book(whole_return())

    assert [(each.name, each.state) for each in book.sheets] == [
        ("Cover", "visible"),
        ("Staff", "visible"),
        ("Systems", "visible"),
        ("Centres", "visible"),
        ("Costs", "visible"),
        ("Lists", "veryHidden"),
        ("Notes", "hidden"),
    ]
    cover = sheet(book, "Cover")
    assert cover["A1"] == Cell(
        "text", "Survey of ICT capacity, réponse", "Survey of ICT capacity, réponse"
    )
    assert cover["A2"].value == "  two blanks before, one after "
    assert cover["A3"].value == "line one\nline two & <three> “four” 漢字 العربية 🙂"
    assert cover["A4"] == Cell("number", 46349.0, "46349", is_date=True)
    assert cover["A5"] == Cell("number", 0.125, "0.125", is_percent=True)
    assert cover["A6"] == Cell("bool", True, "1")
    assert cover["A7"] == Cell("error", "#DIV/0!", "#DIV/0!", formula=True)
    assert cover["A8"] == Cell("text", "text & more", "text & more", formula=True)
    assert cover["A9"] == Cell("number", 0.125, "0.125", formula=True)
    assert cover["A11"].value == "plain bold end "
    assert set(cover) == {f"A{row}" for row in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11)}
    assert book.sheets[0].merged == ("A1:D1",)
    assert book.sheets[0].hidden_rows == {10}
    assert book.names == {"Codes": "Lists!$A$1:$A$400"}
    assert book.properties == {"survey issue": "I-000123"}
    assert not book.date1904


@pytest.mark.parametrize("writer", ["xlsxwriter", "openpyxl"])
def test_openpyxl_and_calamine_read_the_same_values(writer: str) -> None:
    data = whole_return(2)
    if writer == "openpyxl":
        again = io.BytesIO()
        openpyxl.load_workbook(io.BytesIO(data), data_only=True).save(again)
        data = again.getvalue()
    book = read_book(data)
    ours = {
        place: as_read_by_us(cell)
        for each in book.sheets
        for row, cells in each.rows.items()
        for column, cell in cells.items()
        for place in [(each.name, row, column)]
    }

    other = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    openpyxl_values = {
        (each.title, cell.row, cell.column): as_read_by_others(cell.value)
        for each in other
        for row in each.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert ours == openpyxl_values

    calamine = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    calamine_values = {
        (name, row, column): as_read_by_others(value)
        for name in calamine.sheet_names
        for found in [calamine.get_sheet_by_name(name)]
        for row, cells in enumerate(found.to_python(skip_empty_area=False), 1)
        for column, value in enumerate(cells, 1)
        if value != ""
    }
    lost_by_calamine = {("Cover", 7, 1)}  # an error becomes an empty text
    assert {
        place: value for place, value in ours.items() if place not in lost_by_calamine
    } == calamine_values


def test_a_workbook_written_by_openpyxl_is_read_back(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    page = workbook.active
    page.title = "Données"
    page["A1"] = " text "
    page["B1"] = 12.5
    page["C1"] = False
    page["D1"] = date(2024, 2, 29)
    page["E1"] = "#N/A"
    page["F1"] = "=B1*2"
    page["G1"] = CellRichText("one ", TextBlock(InlineFont(b=True), "two"))
    page["XFD1048576"] = "far away"
    page.merge_cells("A2:B3")
    page.row_dimensions[1].hidden = True
    workbook.create_sheet("Hidden").sheet_state = "hidden"
    workbook.save(tmp_path / "book.xlsx")

    book = read_book((tmp_path / "book.xlsx").read_bytes())
    cells = sheet(book, "Données")
    assert book.date1904
    assert cells["A1"].value == " text "
    assert cells["B1"].value == 12.5
    assert cells["C1"].value is False
    assert serial_to_date(float(cells["D1"].value), date1904=True) == date(2024, 2, 29)
    assert cells["D1"].is_date
    assert cells["E1"] == Cell("error", "#N/A", "#N/A")
    assert cells["F1"] == Cell("error", NO_STORED_VALUE, "", formula=True)
    assert cells["G1"].value == "one two"
    assert cells["XFD1048576"].value == "far away"
    assert book.sheets[0].merged == ("A2:B3",)
    assert book.sheets[0].hidden_rows == {1}
    assert book.sheets[1].state == "hidden"


EXCEL_SHEET = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r
<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" xr:uid="{{00000000-0001-0000-0000-000000000000}}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:D3"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/><cols><col min="1" max="1" width="9.5" customWidth="1"/></cols><sheetData><row r="1" spans="1:4" ht="15.75" thickBot="1" x14ac:dyDescent="0.3"><c r="A1" s="1" t="s"><v>1</v></c><c r="B1" s="2"><v>0.5</v></c><c r="C1"><v>0.10000000000000001</v></c><c r="D1" t="b"><v>0</v></c></row><row r="2" spans="1:4" x14ac:dyDescent="0.25"/><row r="3" spans="1:4" x14ac:dyDescent="0.25"><c r="A3" t="str"><f t="shared" ref="A3:A4" si="0">"x"&amp;B1</f><v>x0.5</v></c><c r="B3" t="e"><f>NA()</f><v>#N/A</v></c><c r="C3"><f t="shared" si="0"/><v>7</v></c><c r="D3" s="1"/></row></sheetData><sheetProtection sheet="1" objects="1" scenarios="1"/><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><dataValidations count="1"><dataValidation type="list" allowBlank="1" sqref="A1"><formula1>"Yes,No"</formula1></dataValidation></dataValidations><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><legacyDrawing r:id="rId2"/><extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list"><x14:formula1><xm:f>Lists!$A$1:$A$9</xm:f></x14:formula1><xm:sqref>C1</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"""

READ_FROM_EXCEL = {
    (1, 1): Cell("text", "one", "one"),
    (1, 2): Cell("number", 0.5, "0.5", is_percent=True),
    (1, 3): Cell("number", 0.1, "0.10000000000000001"),
    (1, 4): Cell("bool", False, "0"),
    (3, 1): Cell("text", "x0.5", "x0.5", formula=True),
    (3, 2): Cell("error", "#N/A", "#N/A", formula=True),
    (3, 3): Cell("number", 7.0, "7", formula=True),
}


def by_place(book: Book) -> dict[tuple[int, int], Cell]:
    return {
        (row, column): cell
        for row, cells in book.sheets[0].rows.items()
        for column, cell in cells.items()
    }


def test_a_sheet_as_excel_writes_it_is_read() -> None:
    book = read_book(book_of(sheet=EXCEL_SHEET))
    assert by_place(book) == READ_FROM_EXCEL
    assert book.sheets[0].merged == ("A1:B1",)


@pytest.mark.parametrize(
    ("form", "sheet_text"),
    [
        ("pretty-printed, as Gnumeric", EXCEL_SHEET.replace("><", ">\n  <")),
        ("single quotes", EXCEL_SHEET.replace('="', "='").replace('"/', "'/").replace('">', "'>").replace('" ', "' ").replace('"?', "'?")),
        ("blanks in the tags", EXCEL_SHEET.replace('"/>', '" />').replace("</c>", "</c >").replace("<sheetData>", "<sheetData >")),
        ("comments and character data", EXCEL_SHEET.replace("<v>7</v>", "<v><!-- no -->7</v>").replace("x0.5", "<![CDATA[x0.5]]>")),
        ("byte order mark", "\ufeff" + EXCEL_SHEET),
        ("no places", re.sub(r' r="[A-Z]*[0-9]+"', "", EXCEL_SHEET)),
        ("an extension in a cell", EXCEL_SHEET.replace("</v></c></row>", '</v><extLst><ext uri="x"><y xmlns="z"/></ext></extLst></c></row>')),
    ],
)  # fmt: skip
def test_the_same_sheet_in_other_forms_is_read_the_same(form: str, sheet_text: str) -> None:
    assert sheet_text != EXCEL_SHEET
    book = read_book(book_of(sheet=sheet_text))
    assert by_place(book) == READ_FROM_EXCEL, form


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_parts_in_utf_16_are_read(encoding: str) -> None:
    text = EXCEL_SHEET.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("x0.5", "é漢🙂")
    if encoding != "utf-16":
        text = "\ufeff" + text
    cells = by_place(read_book(book_of(sheet=text.encode(encoding))))
    assert cells[3, 1].value == "é漢🙂"


def test_prefixed_names_are_read() -> None:
    def prefixed(xml: str) -> str:
        return re.sub(r"<(/?)(?=[a-z])(?!\?)", r"<\1x:", xml).replace(
            f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"'
        )

    parts = parts_of(
        sheet=prefixed(sheet_xml(
            '<row r="1" hidden="1"><c r="A1" t="s"><v>2</v></c><c r="B1" s="1"><v>46349</v></c>'
            '<c r="C1" t="inlineStr"><is><r><t>in</t></r><rPh sb="0" eb="1"><t>no</t></rPh><t>line</t></is></c></row>',
            after='<mergeCells><mergeCell ref="D1:E1"/></mergeCells>',
        )),
        workbook=prefixed(workbook_xml(more='<definedNames><definedName name="N">Sheet1!$A$1</definedName></definedNames>')),
    )  # fmt: skip
    for name in ("xl/sharedStrings.xml", "xl/styles.xml"):
        parts[name] = prefixed(str(parts[name]))
    book = read_book(packed(parts))
    assert [cell.value for cell in book.sheets[0].rows[1].values()] == ["two", 46349.0, "inline"]
    assert book.sheets[0].rows[1][2].is_date
    assert book.sheets[0].merged == ("D1:E1",)
    assert book.sheets[0].hidden_rows == {1}
    assert book.names == {"N": "Sheet1!$A$1"}


def test_the_strict_form_of_the_format_is_read() -> None:
    """P14: openpyxl finds nothing in such a workbook, and says nothing."""
    parts = {
        name: str(part).replace(MAIN, STRICT).replace(OFFICE, STRICT_OFFICE)
        for name, part in parts_of('<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="d"><v>2026-11-23</v></c></row>').items()
    }  # fmt: skip
    book = read_book(packed(parts))
    assert book.sheets[0].rows == {
        1: {1: Cell("text", "one", "one"), 2: Cell("date_text", "2026-11-23", "2026-11-23")}
    }


@pytest.mark.parametrize(
    "targets",
    [
        ("/xl/workbook.xml", "/xl/worksheets/sheet1.xml"),
        ("xl/workbook.xml", "../xl/./worksheets/sheet1.xml"),
        ("XL/Workbook.xml", "Worksheets/SHEET1.xml"),
        ("xl\\workbook.xml", "worksheets\\sheet1.xml"),
    ],
)
def test_targets_of_all_spellings_are_found(targets: tuple[str, str]) -> None:
    main, page = targets
    data = book_of(
        '<row r="1"><c r="A1"><v>5</v></c></row>',
        root=relationships(("officeDocument", main)),
        links=relationships(("worksheet", page)),
    )
    assert read_book(data).sheets[0].rows[1][1].value == 5


def test_charts_are_left_out_and_the_order_of_sheets_is_kept() -> None:
    parts = parts_of('<row r="1"><c r="A1"><v>5</v></c></row>') | {
        "xl/workbook.xml": workbook_xml(("Second", "Chart", "First")),
        "xl/_rels/workbook.xml.rels": relationships(
            ("worksheet", "worksheets/sheet1.xml"),
            ("chartsheet", "chartsheets/sheet1.xml"),
            ("worksheet", "worksheets/sheet9.xml"),
        ),
        "xl/worksheets/sheet9.xml": sheet_xml(""),
    }
    assert [each.name for each in read_book(packed(parts)).sheets] == ["Second", "First"]


def test_a_template_is_read_like_a_workbook() -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
    assert read_book(book_of(types=content_types(kind))).sheets[0].name == "Sheet1"


def convert(program: str, arguments: list[str], folder: Path) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    environment = os.environ | {"HOME": str(folder)}
    subprocess.run(
        [program, *arguments],
        check=True,
        cwd=folder,
        env=environment,
        timeout=120,
        capture_output=True,
    )


@pytest.mark.office
def test_a_return_saved_again_by_libreoffice_holds_the_same(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_bytes(whole_return(3))
    convert(
        "soffice",
        [f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx", "--outdir", "again", "return.xlsx"],
        tmp_path,
    )  # fmt: skip
    before, after = (
        read_book(whole_return(3)),
        read_book((tmp_path / "again/return.xlsx").read_bytes()),
    )
    # LibreOffice turns TRUE into a formula with that value, and recalculates the sum of one cell.
    assert values(after) == values(before)
    assert [each.state for each in after.sheets] == [
        "hidden" if each.state == "veryHidden" else each.state for each in before.sheets
    ]
    assert after.properties["survey issue"] == "I-000123"
    assert after.names["Codes"] == "Lists!$A$1:$A$400"
    assert sheet(after, "Staff")["D5"].is_date


@pytest.mark.office
def test_a_return_saved_again_by_gnumeric_holds_the_same(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_bytes(whole_return(4))
    convert("ssconvert", ["return.xlsx", "again.xlsx"], tmp_path)
    before, after = read_book(whole_return(4)), read_book((tmp_path / "again.xlsx").read_bytes())
    assert values(after) == values(before)
    assert after.properties["survey issue"] == "I-000123"
    assert sheet(after, "Staff")["D5"].is_date


@pytest.mark.office
def test_an_old_workbook_by_a_real_program_is_named(tmp_path: Path) -> None:
    (tmp_path / "return.xlsx").write_bytes(whole_return(5))
    convert("ssconvert", ["return.xlsx", "old.xls"], tmp_path)
    with pytest.raises(Refused) as refused:
        read_book((tmp_path / "old.xls").read_bytes())
    assert refused.value.code == "F-XLS"
