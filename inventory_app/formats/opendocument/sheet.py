"""One sheet of an OpenDocument spreadsheet, read once from start to end.

Cells and rows that repeat are counted, not multiplied: empty ones cost nothing, and full ones are
refused before they are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from inventory_app.errors import Refused
from inventory_app.formats.opendocument.cell_texts import CellText
from inventory_app.formats.opendocument.names import (
    CELL,
    COLUMNS_REPEATED,
    COLUMNS_SPANNED,
    COVERED,
    FORMULA,
    PARAGRAPH,
    ROW,
    ROW_GROUPS,
    ROWS_REPEATED,
    ROWS_SPANNED,
    TABLE,
    TEXT_SPACE,
    VALUE_TYPE,
    VISIBILITY,
)
from inventory_app.formats.opendocument.stored_values import Values
from inventory_app.formats.spreadsheet.book import Cell, SheetCells, State
from inventory_app.formats.spreadsheet.grid import LAST_COLUMN, LAST_ROW, cell_name
from inventory_app.formats.spreadsheet.markup import Attributes, Events
from inventory_app.formats.spreadsheet.refusals import (
    damaged,
    hidden_contents,
    no_such_cell,
    unreadable,
)

CONTENTS = frozenset((TABLE, ROW, CELL, COVERED))  # what holds values, and is never passed over
_HIDDEN = ("collapse", "filter")
_COUNT = re.compile("[1-9][0-9]{0,6}").fullmatch


class SheetReader:
    """Listens to the elements of one sheet and collects what it holds."""

    def __init__(
        self,
        events: Events,
        name: str,
        state: State,
        values: Values,
        take: Callable[[SheetCells], None],
    ) -> None:
        """Listen from now on to the elements of the sheet *name*, and hand it to *take* whole."""
        self._events = events
        self._name = name
        self._state: State = state
        self._values = values
        self._take = take
        self._text = CellText(events, values.allowance)
        self._rows: dict[int, dict[int, Cell]] = {}
        self._hidden: set[int] = set()
        self._merged: list[str] = []
        self._last_row = 0
        self._row: Attributes | None = None  # of the element we are in
        self._cells: dict[int, Cell] = {}
        self._spans: list[tuple[int, int, int]] = []  # first and last column, count of rows
        self._last_column = 0
        self._cell: Attributes | None = None  # of the element we are in
        events.listen(self._start, self._end)

    def _sheet(self) -> SheetCells:
        return SheetCells(
            name=self._name,
            state=self._state,
            rows=self._rows,
            merged=tuple(self._merged),
            hidden_rows=frozenset(self._hidden),
        )

    def _start(self, name: str, attributes: Attributes) -> None:
        if self._text.is_open:
            if name in CONTENTS or name == PARAGRAPH:
                raise hidden_contents(self._events.part)
            self._text.start(name, attributes)
        elif name in (CELL, COVERED):
            if self._row is None or self._cell is not None:
                raise damaged(self._events.part)
            self._cell = attributes
        elif name == PARAGRAPH and self._cell is not None:
            self._text.begin()
        elif name == ROW:
            if self._row is not None:
                raise damaged(self._events.part)
            self._row = attributes
        elif self._cell is not None and name.startswith(TEXT_SPACE):
            raise hidden_contents(self._events.part)
        elif name not in ROW_GROUPS or self._row is not None:
            self._events.skip(name)

    def _end(self, name: str) -> None:
        if self._text.is_open:
            self._text.end(name)
        elif name in (CELL, COVERED) and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == ROW and self._row is not None:
            self._end_row(self._row)
            self._row = None
        elif name == TABLE:
            self._take(self._sheet())

    def _end_cell(self, stored: Attributes) -> None:
        shown = self._text.take()
        first = self._last_column + 1
        self._last_column += self._count(stored, COLUMNS_REPEATED)
        if shown is not None or VALUE_TYPE in stored or FORMULA in stored:
            try:
                cell = self._values.cell(stored, shown)
            except LookupError as error:
                raise self._unreadable(first, str(error.args[0])) from error
            if cell is not None:
                self._check_column(self._last_column)
                for column in range(first, self._last_column + 1):
                    self._cells[column] = cell
        if COLUMNS_SPANNED in stored or ROWS_SPANNED in stored:
            last = first + self._count(stored, COLUMNS_SPANNED) - 1
            rows = self._count(stored, ROWS_SPANNED)
            if last > first or rows > 1:
                self._check_column(last)
                self._spans.append((first, last, rows))

    def _end_row(self, row: Attributes) -> None:
        first = self._last_row + 1
        count = self._count(row, ROWS_REPEATED)
        self._last_row += count
        self._last_column = 0
        if not self._cells and not self._spans:
            return
        self._values.allowance.take_cells(count * (len(self._cells) + len(self._spans)))
        last = max((rows for _, _, rows in self._spans), default=1) + self._last_row - 1
        if last > LAST_ROW:
            raise no_such_cell(self._name, str(last))
        numbers = range(first, self._last_row + 1)
        if self._cells:
            self._rows.update(dict.fromkeys(numbers, self._cells))
            self._cells = {}
        if row.get(VISIBILITY) in _HIDDEN:
            self._hidden.update(numbers)
        for left, right, rows in self._spans:
            self._merged += [
                f"{cell_name(top, left)}:{cell_name(top + rows - 1, right)}" for top in numbers
            ]
        self._spans.clear()

    def _count(self, attributes: Attributes, name: str) -> int:
        written = attributes.get(name)
        if written is None:
            return 1
        if not _COUNT(written):
            raise damaged(self._events.part)
        return int(written)

    def _check_column(self, column: int) -> None:
        if column > LAST_COLUMN:
            raise no_such_cell(self._name, f"R{self._last_row + 1}C{column}")

    def _unreadable(self, column: int, value: str) -> Refused:
        self._check_column(column)
        if self._last_row >= LAST_ROW:
            return no_such_cell(self._name, str(self._last_row + 1))
        return unreadable(self._name, cell_name(self._last_row + 1, column), value)
