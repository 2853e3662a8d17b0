"""Marks found in a workbook that came back, wherever they stand now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inventory_app.domain.workbooks import FORMAT
from inventory_app.formats.spreadsheet.book import Book, Cell, SheetCells
from inventory_app.formats.spreadsheet.grid import COLUMN_NUMBERS

_FIRST = frozenset(("#", FORMAT[0]))  # characters of marks
MARKED_ROWS = 60  # from the top of a sheet, counting those with contents

_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!([A-Z]{1,3})([0-9]{1,7})(?::.*)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One cell of a workbook, by sheet, row and column counted from 1."""

    page: SheetCells
    row: int
    column: int

    def cell(self, right: int = 0) -> Cell | None:
        """Return the cell here, or *right* columns further; None if it is empty."""
        return self.page.rows.get(self.row, {}).get(self.column + right)

    def answer(self) -> str:
        """Return the text that stands after a mark; "" if nothing does."""
        cell = self.cell(1)
        return "" if cell is None or is_mark(cell) else cell.raw.strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One mark and its place."""

    text: str
    place: Place


def is_mark(cell: Cell) -> bool:
    """Return whether *cell* holds a mark."""
    return cell.kind == "text" and cell.raw.startswith("#")


def marks_of(page: SheetCells) -> list[Mark]:
    """Return the marks of *page*, from top to bottom; the name of the format is one, too."""
    return [
        Mark(text=cell.raw.strip(), place=Place(page=page, row=row, column=column))
        for row, cells in _top(page)
        for column, cell in cells.items()
        if cell[2][:1] in _FIRST and (is_mark(cell) or cell.raw == FORMAT)
    ]


def _top(page: SheetCells) -> Iterator[tuple[int, Mapping[int, Cell]]]:
    for _, line in zip(range(MARKED_ROWS), page.rows.items(), strict=False):
        yield line


def named_place(book: Book, name: str) -> Place | None:
    """Return the cell that the defined name refers to; None if it is gone."""
    match = _PLACE.fullmatch(book.names.get(name, "").replace("$", ""))
    if match is None:
        return None
    tab = match[1].replace("''", "'") if match[1] else match[2]
    for page in book.sheets:
        if page.name == tab:
            return Place(page=page, row=int(match[4]), column=COLUMN_NUMBERS[match[3]])
    return None


def pairs_below(place: Place) -> Mapping[str, str]:
    """Return names and values that stand side by side, from *place* downwards."""
    return {
        name.raw.strip(): value.raw.strip()
        for row, cells in place.page.rows.items()
        if row >= place.row
        and (name := cells.get(place.column))
        and (value := cells.get(place.column + 1))
    }
