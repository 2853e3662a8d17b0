"""The rows of a sheet, put together from its tags and stored values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from inventory_app.errors import Refused
from inventory_app.formats.excel.markup import NotPlainError
from inventory_app.formats.excel.stored_values import other
from inventory_app.formats.spreadsheet.book import BLANK
from inventory_app.formats.spreadsheet.grid import COLUMN_NUMBERS, LAST_ROW, cell_name
from inventory_app.formats.spreadsheet.refusals import SAVE_AGAIN, no_such_cell, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inventory_app.formats.excel.stored_values import Values
    from inventory_app.formats.spreadsheet.book import Cell

# The start of a row: its number and a key of `Tags.rows`. A cell: its reference, a key of
# `Tags.cells`, and if there are such things a formula, a tag before the value, the value.
# The end of a row: nothing. What does not apply is empty.
Token: TypeAlias = tuple[str, str, str, str, str, str, str]
END_OF_ROW: Token = ("", "", "", "", "", "", "")

_NUMBER = re.compile(r"[1-9][0-9]{0,6}").fullmatch


@dataclass(frozen=True, kw_only=True, slots=True)
class Tags:
    """What the keys in the tokens mean.

    Of a row: whether it is hidden and whether it ends at once; of a cell: its style and its kind.
    """

    rows: dict[str, tuple[bool, bool]]
    cells: dict[str, tuple[str, str]]


class Rows:
    """Collects the rows of the sheet named *sheet*, top to bottom."""

    def __init__(self, sheet: str, values: Values, tags: Tags) -> None:
        self.cells: dict[int, dict[int, Cell]] = {}
        self.hidden: set[int] = set()
        self.tags = tags
        self._sheet = sheet
        self._values = values
        self.last = 0

    def add(self, tokens: Iterable[Token]) -> None:  # noqa: C901, PLR0912 - see below
        """Add rows, each from its start to its end.

        Raises Refused for cells that cannot be read, NotPlainError where rows are not closed or
        cells stand outside them. One loop with hardly a call in it, because it runs for every cell
        of every return.
        """
        columns = COLUMN_NUMBERS
        tags = self.tags.cells
        texts = self._values.texts
        numbers = self._values.numbers
        results = self._values.results
        cells: dict[int, Cell] = {}
        row = ""
        digits = last = 0
        for number, row_tag, reference, tag, formula, opening, value in tokens:
            if reference:
                column = columns[reference[:digits]] if reference[digits:] == row else 0
                if column <= last:
                    raise self._misplaced(reference, column) if row else NotPlainError
                last = column
                style, kind = tags[tag]
                try:
                    if formula:
                        cell = results[kind, value if opening else None, style]
                    elif value and kind == "s":
                        cell = texts[value]
                    elif value and kind == "n":
                        cell = numbers[value, style]
                    elif opening or kind == "e":
                        cell = other(kind, value if opening else None, self._values.allowance)
                    else:
                        continue
                except LookupError as error:
                    raise self._unreadable(column, value) from error
                if cell is not BLANK:
                    cells[column] = cell
            elif bool(number) is bool(row):  # a row in a row, or an end without one
                raise NotPlainError
            elif number:
                row = self._begin_row(number, row_tag)
                digits = -len(row)
                last = 0
                cells = {}
            else:
                self._end_row(cells)
                row = ""
        if row:
            raise NotPlainError

    def _begin_row(self, written: str, tag: str) -> str:
        """Return the number of the row in which cells may follow, empty if none may."""
        hidden, closed = self.tags.rows[tag]
        row = int(written) if _NUMBER(written) else 0
        if not 0 < row <= LAST_ROW:
            raise self.no_such_cell(written)
        if row <= self.last:
            raise Refused(
                "F-AMBIGUOUS",
                "Sheet “{sheet}” holds row {row} twice or out of order.",
                SAVE_AGAIN,
                sheet=self._sheet,
                row=row,
            )
        self.last = row
        if hidden:
            self.hidden.add(row)
        return "" if closed else written

    def _end_row(self, cells: dict[int, Cell]) -> None:
        if cells:
            self._values.allowance.take_cells(len(cells))
            self.cells[self.last] = cells

    def _misplaced(self, reference: str, column: int) -> Refused:
        if not column:
            return self.no_such_cell(reference)
        return Refused(
            "F-AMBIGUOUS",
            "Sheet “{sheet}” holds the cell {cell} twice or out of order.",
            SAVE_AGAIN,
            sheet=self._sheet,
            cell=cell_name(self.last, column),
        )

    def no_such_cell(self, written: str) -> Refused:
        """Return the refusal of a row, a cell or a range at *written*."""
        return no_such_cell(self._sheet, written)

    def _unreadable(self, column: int, value: str) -> Refused:
        return unreadable(self._sheet, cell_name(self.last, column), value)
