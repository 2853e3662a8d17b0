"""OpenDocument spreadsheets for tests: small ones, odd ones and hostile ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from strict_reader_files import ZipPart, zipped

from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.spreadsheet.book import BLANK, Book, Cell, SheetCells
from inventory_app.formats.spreadsheet.day_serials import serial_to_date
from inventory_app.formats.spreadsheet.grid import COLUMN_NUMBERS, cell_name

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{prefix}="{OASIS}{name}:1.0"'
    for prefix, name in {
        "office": "office", "table": "table", "text": "text", "style": "style", "meta": "meta",
        "number": "datastyle", "draw": "drawing", "manifest": "manifest", "script": "script",
    }.items()
) + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'  # fmt: skip
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def sheet_xml(rows: str, name: str = "Sheet1", more: str = "") -> str:
    return f"<table:table table:name={quoteattr(name)} {more}>{rows}</table:table>"


def row_xml(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def text_cell(text: str, more: str = "") -> str:
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string" {more}>{lines}</table:table-cell>'


def number_cell(digits: object, more: str = "", shown: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{digits}" {more}>'
        f"<text:p>{shown or digits}</text:p></table:table-cell>"
    )


def empty(count: int = 1) -> str:
    return f'<table:table-cell table:number-columns-repeated="{count}"/>'


def content_xml(sheets: str, *, styles: str = "", names: str = "", before: str = "") -> str:
    return (
        f"{DECLARATION}<office:document-content {SPACES}>{before}"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}"
        f"<table:named-expressions>{names}</table:named-expressions>"
        "</office:spreadsheet></office:body></office:document-content>"
    )


def manifest_xml(*entries: str, kind: str = SPREADSHEET) -> str:
    root = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    return f"{DECLARATION}<manifest:manifest {SPACES}>{root}{''.join(entries)}</manifest:manifest>"


def entry_xml(path: str, kind: str = "text/xml", inside: str = "") -> str:
    return (
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}">'
        f"{inside}</manifest:file-entry>"
    )


def meta_xml(properties: str) -> str:
    return (
        f"{DECLARATION}<office:document-meta {SPACES}><office:meta>{properties}"
        "</office:meta></office:document-meta>"
    )


def parts_of(rows: str = "", **content: str) -> dict[str, str | bytes]:
    """Return the parts of a spreadsheet with one sheet of *rows*, or with other `sheets`."""
    sheets = content.pop("sheets", sheet_xml(rows))
    return {
        "mimetype": SPREADSHEET,
        "content.xml": content_xml(sheets, **content),
        "META-INF/manifest.xml": manifest_xml(entry_xml("content.xml")),
    }


def packed(parts: dict[str, str | bytes]) -> bytes:
    return zipped(
        [
            ZipPart(
                name=name,
                content=content.encode() if isinstance(content, str) else content,
                method=0 if name == "mimetype" else 8,
            )
            for name, content in parts.items()
        ]
    )


def ods_of(rows: str = "", **content: str) -> bytes:
    return packed(parts_of(rows, **content))


def cells_of(book: Book, number: int = 0) -> dict[str, Cell]:
    """Return the cells of one sheet by their names."""
    return {
        cell_name(row, column): cell
        for row, cells in book.sheets[number].rows.items()
        for column, cell in cells.items()
    }


def cells_in(*rows: str, **content: str) -> dict[str, Cell]:
    """Return the cells of a sheet with these rows."""
    return cells_of(read_book(ods_of("".join(rows), **content)))


def only_cell(xml: str, **content: str) -> Cell | None:
    """Return the cell A1 of a sheet that holds nothing else."""
    cells = cells_in(row_xml(xml), **content)
    assert set(cells) <= {"A1"}
    return cells.get("A1")


def as_ods(xlsx: bytes, *, property_name: str = "") -> bytes:
    """Return what an .xlsx workbook holds as an .ods file: cells, names, properties, no looks.

    Properties are called *property_name*, if one is given.
    """
    book = read_book(xlsx)
    names = "".join(
        f'<table:named-range table:name="{name}" table:cell-range-address={quoteattr(address)}/>'
        for name, reference in book.names.items()
        if (address := _address(reference))
    )
    properties = "".join(
        f"<meta:user-defined meta:name={quoteattr(property_name or name)}>{escape(text)}</meta:user-defined>"
        for name, text in book.properties.items()
    )
    hidden = '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    sheets = "".join(
        sheet_xml(
            "".join(_rows(sheet)), sheet.name,
            'table:style-name="h"' if sheet.state != "visible" else "",
        )
        for sheet in book.sheets
    )  # fmt: skip
    return packed(
        {
            "mimetype": SPREADSHEET,
            "content.xml": content_xml(sheets, styles=hidden, names=names),
            "meta.xml": meta_xml(properties),
            "META-INF/manifest.xml": manifest_xml(entry_xml("content.xml"), entry_xml("meta.xml")),
        }
    )


def _address(reference: str) -> str:
    sheet, _, cells = reference.rpartition("!")
    return f"${sheet}.{cells.replace(':', ':.')}" if sheet else ""


def _rows(sheet: SheetCells) -> Iterator[str]:
    above = 0
    rows = {number: dict(cells) for number, cells in sheet.rows.items()}
    spans = dict(map(_span, sheet.merged))
    for row, column in spans:
        rows.setdefault(row, {}).setdefault(column, BLANK)
    for number in sorted(rows):
        if number > above + 1:
            yield row_xml(empty(1), more=f'table:number-rows-repeated="{number - above - 1}"')
        above = number
        hidden = 'table:visibility="collapse"' if number in sheet.hidden_rows else ""
        yield row_xml(*_cells(rows[number], number, spans), more=hidden)


def _span(merged: str) -> tuple[tuple[int, int], str]:
    left, top, right, bottom = re.fullmatch(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)", merged).groups()
    columns = COLUMN_NUMBERS[right] - COLUMN_NUMBERS[left] + 1
    rows = int(bottom) - int(top) + 1
    return (int(top), COLUMN_NUMBERS[left]), (
        f'table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}" '
    )


def _cells(cells: dict[int, Cell], row: int, spans: dict[tuple[int, int], str]) -> Iterator[str]:
    left = 0
    for column in sorted(cells):
        if column > left + 1:
            yield empty(column - left - 1)
        left = column
        yield _cell(cells[column], spans.get((row, column), ""))


def _cell(cell: Cell, more: str) -> str:
    more += 'table:formula="of:=X" ' if cell.formula else ""
    if cell.kind == "error":
        more += 'calcext:value-type="error"'
    if cell.kind in ("text", "error"):
        return text_cell(str(cell.value), more)
    if cell.kind == "bool":
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(cell.value).lower()}" {more}/>'
    day = serial_to_date(float(cell.value), date1904=False) if cell.is_date else None
    if day is not None:
        return f'<table:table-cell office:value-type="date" office:date-value="{day}" {more}/>'
    kind = "percentage" if cell.is_percent else "float"
    return f'<table:table-cell office:value-type="{kind}" office:value="{cell.raw}" {more}/>'
