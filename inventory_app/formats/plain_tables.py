"""Lists that other people made: text files and workbooks, told apart by what they hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from inventory_app.domain.lists import ImportLine, Table, TableRow
from inventory_app.domain.readings import Raw
from inventory_app.errors import Refused
from inventory_app.formats.delimited_text import read_delimited
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.book import Book, Cell, SheetCells
from inventory_app.formats.spreadsheet.day_serials import serial_to_date
from inventory_app.formats.spreadsheet.file_kind import check_is_zip
from inventory_app.paths import file_size, unreachable
from inventory_app.texts import N_

_ABOVE = 20  # rows among which the headings are looked for
_EXACT_DIGITS = 15  # digits that a spreadsheet keeps
_SAVE_LIST = N_("Save the list as .xlsx, .ods or .csv and import that file.")
# Kinds of file for which the reader of workbooks already says how to save them.
_WELL_ADVISED = ("F-XLS", "F-XLSB", "F-FODS", "F-PASSWORD", "F-ZIP")


class _Line(NamedTuple):
    number: int
    cells: dict[int, Raw]
    width: int


def read_table(path: Path) -> Table:
    """Return the list in the file *path*; raise `Refused` if it is none that can be read."""
    return table_of(read_whole(path))


def read_whole(path: Path) -> bytes:
    """Return the content of *path*; raise `Refused` if it cannot be opened or is too large."""
    try:
        if file_size(path) > limits.FILE:
            raise Refused(
                "F-SIZE",
                N_("The file is larger than {limit} MB."),
                N_("Cut it into several lists and import them one after the other."),
                limit=limits.FILE // limits.MEGABYTE,
            )
        return path.read_bytes()
    except OSError as error:
        raise unreachable(path, error) from error


def table_of(data: bytes) -> Table:
    """Return the list that *data* holds: a .csv text or the first visible sheet of a workbook.

    What it is, is decided by the content alone. Formulas count with their stored results, texts
    that look like formulas are texts. Raises `Refused` for every other kind of file, for one that
    is damaged or hostile, and for a list without any row.
    """
    try:
        check_is_zip(data)
    except Refused as reason:
        if reason.code != "F-CSV":
            advice = reason.suggestion if reason.code in _WELL_ADVISED else _SAVE_LIST
            raise Refused(reason.code, reason.message, advice, **reason.params) from reason
        return _of_text(data)
    return _of_book(read_book(data))


def _of_text(data: bytes) -> Table:
    text = read_delimited(data)
    lines = [
        _Line(
            number,
            {at: Raw("text", cell) for at, cell in enumerate(cells) if cell.strip()},
            len(cells),
        )
        for number, cells in text.lines
    ]
    notices = () if text.certain else (ImportLine(line=1, code="I-ENCODING"),)
    return _table(lines, typed=False, notices=notices)


def _of_book(book: Book) -> Table:
    visible = [sheet for sheet in book.sheets if sheet.state == "visible" and sheet.rows]
    if not visible:
        raise _empty()
    sheet, *others = visible
    lines = [
        _Line(number, {at - 1: _raw(cell, book.date1904) for at, cell in cells.items()}, 0)
        for number, cells in sheet.rows.items()
    ]
    lines = [line for line in lines if any(raw.text.strip() for raw in line.cells.values())]
    return _table(lines, typed=True, notices=tuple(_said_of(sheet, others, lines)))


def _said_of(
    sheet: SheetCells, others: Sequence[SheetCells], lines: Sequence[_Line]
) -> Iterator[ImportLine]:
    for other in others:
        yield ImportLine(line=1, code="I-SHEET-LEFT", params={"found": other.name})
    if sheet.merged:
        yield ImportLine(line=1, code="L-MERGED", params={"found": ", ".join(sheet.merged[:20])})
    for line in lines:
        if line.number in sheet.hidden_rows:
            yield ImportLine(line=line.number, code="I-HIDDEN-ROW")


def _raw(cell: Cell, date1904: bool) -> Raw:
    if cell.kind == "date_text":
        return Raw("date", cell.raw[:10], formula=cell.formula)
    if cell.kind != "number":
        return Raw(cell.kind, str(cell.value), formula=cell.formula)
    number = float(cell.value)
    if cell.is_date:
        day = serial_to_date(number, date1904)
        if day is not None:
            return Raw("date", day.isoformat(), formula=cell.formula)
    digits = cell.raw
    if not digits.isdigit():
        digits = format(Decimal(f"{number:.{_EXACT_DIGITS}g}"), "f")
    return Raw("number", digits, percent=cell.is_percent, formula=cell.formula)


def _table(lines: Sequence[_Line], *, typed: bool, notices: tuple[ImportLine, ...]) -> Table:
    if not lines:
        raise _empty()
    above = next((at for at, line in enumerate(lines[:_ABOVE]) if len(line.cells) > 1), 0)
    if above + 1 == len(lines):
        raise _empty()
    head = lines[above]
    width = max(head.cells) + 1
    strays = tuple(
        ImportLine(line=line.number, code="I-ABOVE", params={"found": raw.text.strip()})
        for line in lines[:above]
        for raw in line.cells.values()
    )
    return Table(
        headings=tuple(
            " ".join(head.cells[at].text.split()) if at in head.cells else "" for at in range(width)
        ),
        heading_line=head.number,
        rows=tuple(_row(line, width, typed=typed) for line in lines[above + 1 :]),
        typed=typed,
        lines=(*notices, *strays),
    )


def _row(line: _Line, width: int, *, typed: bool) -> TableRow:
    return TableRow(
        line=line.number,
        cells=tuple(line.cells.get(at) for at in range(width)),
        beyond=tuple(raw.text.strip() for at, raw in sorted(line.cells.items()) if at >= width),
        short=not typed and line.width < width,
    )


def _empty() -> Refused:
    return Refused(
        "F-LIST-EMPTY",
        N_("The file holds no list: there is no row under a row of headings."),
        N_("The first row of a list has a heading for each column."),
    )
