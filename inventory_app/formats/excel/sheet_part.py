"""The cells of a sheet, read once from start to end (ECMA-376 part 1, section 18.3).

The order of the branches and the two small caches make a return readable in a few milliseconds.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Never, TypeAlias

from inventory_app.errors import Refused
from inventory_app.formats.excel import limits
from inventory_app.formats.excel.book import NO_STORED_VALUE, Cell, Kind
from inventory_app.formats.excel.grid import COLUMN_NUMBERS, LAST_ROW, cell_name
from inventory_app.formats.excel.markup import Events
from inventory_app.formats.excel.number_formats import PLAIN, NumberFormat
from inventory_app.formats.excel.refusals import ASK_AGAIN, SAVE_AGAIN, damaged
from inventory_app.formats.excel.text_items import TextItems, unescaped

Row: TypeAlias = dict[int, Cell]

CONTENTS = frozenset(("sheetData", "row", "c", "v", "is", "t", "mergeCell"))

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?").fullmatch
_ROW = re.compile(r"[1-9][0-9]{0,6}").fullmatch
_CORNER = r"([A-Z]{1,3})([1-9][0-9]{0,6})"
_RANGE = re.compile(f"{_CORNER}(?::{_CORNER})?").fullmatch
_INFINITE = float("inf")
_BOOLS = {"1": True, "true": True, "0": False, "false": False}
_KEPT_NUMBERS = 20_000

BLANK = Cell("text", "", "")
UNCALCULATED = Cell("error", NO_STORED_VALUE, "")
_new_cell = partial(tuple.__new__, Cell)  # what Cell() does, without unpacking its arguments


class NotNumberError(ValueError):
    """The stored text of a number is none, or none that is finite."""


class SharedTexts(dict[str, Cell]):
    """The cells that hold a shared string, by its index as written; made when first met."""

    def __init__(self, strings: list[str]) -> None:
        self._strings = strings

    def __missing__(self, written: str) -> Cell:
        index = written.strip()
        if not (index.isascii() and index.isdigit() and len(index) <= len(str(limits.MARKS))):
            raise LookupError(written)
        text = self._strings[int(index)]  # an IndexError is a LookupError
        cell = self[written] = Cell("text", text, text) if text else BLANK
        return cell


class Numbers(dict[tuple[str, str], Cell]):
    """The cells that hold a number, by its digits and its style; made when first met."""

    def __init__(self, formats: dict[str, NumberFormat]) -> None:
        self._formats = formats

    def __missing__(self, written: tuple[str, str]) -> Cell:
        digits, style = written
        digits = digits.strip()
        if len(digits) > limits.NUMBER or not _NUMBER(digits):
            raise NotNumberError(digits)
        number = float(digits)
        if abs(number) == _INFINITE:
            raise NotNumberError(digits)
        is_date, is_percent = self._formats.get(style, PLAIN)
        cell: Cell = _new_cell(("number", number, digits, False, is_date, is_percent))
        if len(self) < _KEPT_NUMBERS:
            self[written] = cell
        return cell


class SheetReader:
    """Listens to the elements of one sheet and collects its cells."""

    __slots__ = (
        "_allowance",
        "_attributes",
        "_cells",
        "_column",
        "_events",
        "_formula",
        "_has_data",
        "_items",
        "_number",
        "_numbers",
        "_row",
        "_sheet",
        "_texts",
        "_value",
        "hidden_rows",
        "merged",
        "rows",
    )

    def __init__(
        self,
        events: Events,
        sheet: str,
        texts: SharedTexts,
        numbers: Numbers,
        allowance: limits.Allowance,
    ) -> None:
        self.rows: dict[int, Row] = {}
        self.merged: list[str] = []
        self.hidden_rows: set[int] = set()
        self._events = events
        self._sheet = sheet
        self._texts = texts
        self._numbers = numbers
        self._allowance = allowance
        self._items = TextItems(events, "is", self._end_inline)
        self._has_data = False
        self._number = 0  # of the row
        self._row = ""  # its number as cells write it
        self._cells: Row | None = None  # while inside a row
        self._column = 0  # of the last cell
        self._attributes: dict[str, str] | None = None  # while inside a cell
        self._value: str | None = None
        self._formula = False

    def read(self, data: bytes | bytearray) -> None:
        """Read the sheet; raises Refused or NotPlainError."""
        self._events.feed(data, self._start_outside, self._end_outside)
        if not self._has_data:
            raise damaged(self._events.part)

    def _start_outside(self, name: str, _: dict[str, str]) -> None:
        if name == "sheetData":
            if self._has_data:
                raise damaged(self._events.part)
            self._has_data = True
            self._events.listen(self._start, self._end)
        elif name == "mergeCells":
            self._events.listen(self._start_merged, self._end_merged)
        else:
            self._events.skip(name)

    def _end_outside(self, name: str) -> None:
        """Nothing is left to do at the end of the sheet."""

    def _start_merged(self, name: str, attributes: dict[str, str]) -> None:
        if name == "mergeCell":
            written = attributes.get("ref", "")
            corners = _RANGE(written)
            if corners is None or not _in_grid(corners):
                self._refuse_reference(written)
            self.merged.append(written)
        self._events.skip(name, holding="mergeCell")

    def _end_merged(self, _: str) -> None:
        self._events.listen(self._start_outside, self._end_outside)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            if self._attributes is not None or self._cells is None:
                raise damaged(self._events.part)
            self._attributes = attributes
            self._value = None
            self._formula = False
        elif name == "v":
            self._check_room_for_value()
            self._value = ""
            events = self._events
            events.text.clear()
            events.parser.CharacterDataHandler = events.text.append
        elif name == "row":
            self._start_row(attributes)
        elif name == "f":
            self._check_room_for_value()
            if self._formula:
                raise damaged(self._events.part)
            self._formula = True
            self._events.skip(name)
        elif name == "is":
            self._check_room_for_value()
            if self._attributes is None or self._attributes.get("t") != "inlineStr":
                raise damaged(self._events.part)
            self._events.listen(self._items.start, self._items.end)
            self._items.start(name, attributes)
        else:
            self._events.skip(name)

    def _end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name == "v":
            events = self._events
            events.parser.CharacterDataHandler = None
            text = events.text
            self._value = text[0] if len(text) == 1 else "".join(text)
        elif name == "row":
            cells = self._cells
            if cells:
                self._allowance.take_cells(len(cells))
                self.rows[self._number] = cells
            self._cells = None
        else:
            self._events.listen(self._start_outside, self._end_outside)

    def _start_row(self, attributes: dict[str, str]) -> None:
        if self._cells is not None:
            raise damaged(self._events.part)
        written = attributes.get("r")
        if written is None:
            written = str(self._number + 1)
        if not _ROW(written) or int(written) > LAST_ROW:
            self._refuse_reference(written)
        if int(written) <= self._number:
            raise Refused(
                "F-AMBIGUOUS",
                "Sheet “{sheet}” holds row {row} twice or out of order.",
                SAVE_AGAIN,
                sheet=self._sheet,
                row=int(written),
            )
        self._number = int(written)
        self._row = written
        self._column = 0
        self._cells = {}
        if attributes.get("hidden") in ("1", "true"):
            self.hidden_rows.add(self._number)

    def _check_room_for_value(self) -> None:
        """Refuse a value outside a cell, a second one, or anything inside a value."""
        if self._value is not None or self._attributes is None:
            raise damaged(self._events.part)

    def _end_inline(self, text: str) -> None:
        self._allowance.take_text(len(text))
        self._value = text
        self._events.listen(self._start, self._end)

    def _end_cell(self) -> None:
        attributes = self._attributes or {}
        self._attributes = None
        written = attributes.get("r")
        if written is None:
            column = self._column + 1
        elif written.endswith(self._row):
            column = COLUMN_NUMBERS[written[: -len(self._row)]]
        else:
            column = 0
        if column <= self._column or self._cells is None:
            self._refuse_place(written)
        self._column = column
        value = self._value
        kind = attributes.get("t", "n")
        if kind == "s" and value:
            try:
                cell = self._texts[value]
            except LookupError:
                self._refuse_value(value)
        elif kind == "n" and value:
            try:
                cell = self._numbers[value, attributes.get("s", "0")]
            except NotNumberError:
                self._refuse_value(value)
        else:
            cell = self._other(kind, value)
        if self._formula:
            cell = cell._replace(formula=True)
        elif cell is BLANK:
            return
        self._cells[column] = cell
