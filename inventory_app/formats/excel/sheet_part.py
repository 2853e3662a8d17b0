"""The cells of a sheet, read once from start to end (ECMA-376 part 1, section 18.3).

The order of the branches and the two small caches make a return readable in a few milliseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from inventory_app.errors import Refused
from inventory_app.formats.excel import limits
from inventory_app.formats.excel.book import NO_STORED_VALUE, Cell, Kind
from inventory_app.formats.excel.grid import COLUMN_NUMBERS, LAST_COLUMN, LAST_ROW, cell_name
from inventory_app.formats.excel.markup import Events, NotPlainError
from inventory_app.formats.excel.number_formats import PLAIN, NumberFormat
from inventory_app.formats.excel.refusals import SAVE_AGAIN, damaged
from inventory_app.formats.excel.text_items import TextItems, unescaped

Row: TypeAlias = dict[int, Cell]
Attributes: TypeAlias = dict[str, str]
StoredCell: TypeAlias = tuple[Attributes, str | None, bool]

_CONTENTS = frozenset(("sheetData", "row", "c", "v", "is", "t", "mergeCell"))

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?").fullmatch
_ROW = re.compile(r"[1-9][0-9]{0,6}").fullmatch
_CORNER = r"([A-Z]{1,3})([1-9][0-9]{0,6})"
_RANGE = re.compile(f"{_CORNER}(?::{_CORNER})?").fullmatch
_INFINITE = float("inf")
_BOOLS = {"1": True, "true": True, "0": False, "false": False}
_AS_WRITTEN: dict[str, Kind] = {"e": "error", "d": "date_text"}
_KEPT_NUMBERS = 20_000

BLANK = Cell("text", "", "")
UNCALCULATED = Cell("error", NO_STORED_VALUE, "")
_new_cell = partial(tuple.__new__, Cell)  # what Cell() does, without unpacking its arguments


class SharedTexts(dict[str, Cell]):
    """The cells that hold a shared string, by its index as written; made when first met.

    Raises LookupError for an index that points to no text.
    """

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
    """The cells that hold a number, by its digits and its style; made when first met.

    Raises LookupError for what is no number, or none that is finite.
    """

    def __init__(self, formats: dict[str, NumberFormat]) -> None:
        self._formats = formats

    def __missing__(self, written: tuple[str, str]) -> Cell:
        digits, style = written
        digits = digits.strip()
        if len(digits) > limits.NUMBER or not _NUMBER(digits):
            raise LookupError(digits)
        number = float(digits)
        if abs(number) == _INFINITE:
            raise LookupError(digits)
        is_date, is_percent = self._formats.get(style, PLAIN)
        cell: Cell = _new_cell(("number", number, digits, False, is_date, is_percent))
        if len(self) < _KEPT_NUMBERS:
            self[written] = cell
        return cell


@dataclass(frozen=True, kw_only=True, slots=True)
class Values:
    """What the sheets of a workbook share."""

    texts: SharedTexts
    numbers: Numbers
    allowance: limits.Allowance


class SheetReader:
    """Listens to the elements of one sheet and collects its cells, a row at a time.

    The listeners run four times for every cell. They only put aside what they hear; what it
    means is worked out once per row, where names can be local and are found fastest.
    """

    __slots__ = (
        "_cell",
        "_collect",
        "_events",
        "_formula",
        "_has_data",
        "_in_row",
        "_inline",
        "_parser",
        "_row",
        "_sheet",
        "_store",
        "_stored",
        "_text",
        "_value",
        "_values",
        "hidden_rows",
        "merged",
        "rows",
    )

    def __init__(self, events: Events, sheet: str, values: Values) -> None:
        self.rows: dict[int, Row] = {}
        self.merged: list[str] = []
        self.hidden_rows: set[int] = set()
        self._events = events
        self._sheet = sheet
        self._values = values
        self._parser = events.parser
        self._text = events.text
        self._collect = events.text.append
        self._inline = TextItems(events, "is", self._end_inline)
        self._has_data = False
        self._row = 0
        self._in_row = False
        self._stored: list[StoredCell] = []
        self._store = self._stored.append
        self._cell: Attributes | None = None
        self._value: str | None = None
        self._formula = False

    def read(self, data: bytes | bytearray) -> None:
        """Read the sheet; raises Refused or NotPlainError."""
        self._events.feed(data, self._start_outside, self._end_outside)
        if not self._has_data:
            raise damaged(self._events.part)

    def _start_outside(self, name: str, _: Attributes) -> None:
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

    def _start_merged(self, name: str, attributes: Attributes) -> None:
        if name == "mergeCell":
            written = attributes.get("ref", "")
            corners = _RANGE(written)
            if corners is None or not _in_grid(corners):
                raise self._no_such_cell(written)
            self.merged.append(written)
        self._events.skip(name, holding="mergeCell")

    def _end_merged(self, _: str) -> None:
        self._events.listen(self._start_outside, self._end_outside)

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            if self._cell is not None or not self._in_row:
                raise damaged(self._events.part)
            self._cell = attributes
        elif name == "v":
            if self._cell is None or self._value is not None:
                raise damaged(self._events.part)
            self._value = ""
            self._parser.CharacterDataHandler = self._collect
        elif name == "row":
            self._start_row(attributes)
        else:
            self._start_in_cell(name, attributes)

    def _end(self, name: str) -> None:
        if name == "c":
            self._store((self._cell, self._value, self._formula))
            self._cell = self._value = None
            self._formula = False
        elif name == "v":
            self._parser.CharacterDataHandler = None
            self._value = "".join(self._text)
            self._text.clear()
        elif name == "row":
            self._end_row()
        else:
            self._events.listen(self._start_outside, self._end_outside)

    def _start_in_cell(self, name: str, attributes: Attributes) -> None:
        """Begin a formula, an inline text or something that is none of our business."""
        if name not in ("f", "is"):
            self._events.skip(name)
        elif self._cell is None or self._value is not None or self._formula:
            raise damaged(self._events.part)
        elif name == "f":
            self._formula = True
            self._events.skip(name)
        elif self._cell.get("t") != "inlineStr":
            raise damaged(self._events.part)
        else:
            self._events.listen(self._inline.start, self._inline.end)
            self._inline.start(name, attributes)

    def _end_inline(self, text: str) -> None:
        self._value = text
        self._events.listen(self._start, self._end)

    def _start_row(self, attributes: Attributes) -> None:
        if self._in_row:
            raise damaged(self._events.part)
        written = attributes.get("r")
        if written is None:
            written = str(self._row + 1)
        if not _ROW(written) or int(written) > LAST_ROW:
            raise self._no_such_cell(written)
        if int(written) <= self._row:
            raise Refused(
                "F-AMBIGUOUS",
                "Sheet “{sheet}” holds row {row} twice or out of order.",
                SAVE_AGAIN,
                sheet=self._sheet,
                row=int(written),
            )
        self._row = int(written)
        self._in_row = True
        if attributes.get("hidden") in ("1", "true"):
            self.hidden_rows.add(self._row)

    def _end_row(self) -> None:
        """Turn what was put aside into the cells of a row."""
        self._in_row = False
        row = str(self._row)
        row_digits = len(row)
        columns = COLUMN_NUMBERS
        texts = self._values.texts
        numbers = self._values.numbers
        cells: Row = {}
        last = 0
        for attributes, value, formula in self._stored:
            written = attributes.get("r")
            if written is None:
                column = last + 1
            elif written.endswith(row):
                column = columns[written[:-row_digits]]
            else:
                column = 0
            if not last < column <= LAST_COLUMN:
                raise self._misplaced(written, column)
            last = column
            if value or formula:
                kind = attributes.get("t", "n")
                try:
                    if kind == "s" and value:
                        cell = texts[value]
                    elif kind == "n" and value:
                        cell = numbers[value, attributes.get("s", "0")]
                    else:
                        cell = self._other(kind, value, formula)
                except LookupError as error:
                    raise self._unreadable(column, value) from error
                if formula:
                    cells[column] = cell._replace(formula=True)
                elif cell is not BLANK:
                    cells[column] = cell
            elif attributes.get("t") == "e":
                cells[column] = UNCALCULATED
        self._stored.clear()
        if cells:
            self._values.allowance.take_cells(len(cells))
            self.rows[self._row] = cells

    def _other(self, kind: str, value: str | None, formula: bool) -> Cell:
        """Return the cell with a stored *value* of a kind that is neither number nor shared.

        Raises LookupError for a value that is not of its kind.
        """
        if value is not None and kind in ("str", "inlineStr"):
            return self._text_cell(unescaped(value) if kind == "str" else value)
        if not value:
            return UNCALCULATED
        value = value.strip()
        if len(value) > limits.NUMBER:
            raise LookupError(value)
        if kind == "b":
            return Cell("bool", _BOOLS[value], value)
        return Cell(_AS_WRITTEN[kind], value, value)

    def _text_cell(self, text: str) -> Cell:
        if len(text) > limits.TEXT:
            raise limits.text_too_long(self._sheet)
        self._values.allowance.take_text(len(text))
        return Cell("text", text, text) if text else BLANK

    def _misplaced(self, written: str | None, column: int) -> Refused:
        if not 0 < column <= LAST_COLUMN:
            return self._no_such_cell(written or "")
        return Refused(
            "F-AMBIGUOUS",
            "Sheet “{sheet}” holds the cell {cell} twice or out of order.",
            SAVE_AGAIN,
            sheet=self._sheet,
            cell=cell_name(self._row, column),
        )

    def _no_such_cell(self, written: str) -> Refused:
        return Refused(
            "F-REFERENCE",
            "Sheet “{sheet}” holds something at “{place}”, where no such cell can be.",
            SAVE_AGAIN,
            sheet=self._sheet,
            place=written[:40],
        )

    def _unreadable(self, column: int, value: str | None) -> Refused:
        return Refused(
            "F-VALUE",
            "The cell {cell} of sheet “{sheet}” holds “{value}”, which cannot be read.",
            "Type the value again, save the workbook and send it again.",
            sheet=self._sheet,
            cell=cell_name(self._row, column),
            value=(value or "")[:40],
        )


def _in_grid(corners: re.Match[str]) -> bool:
    left, top, right, bottom = corners.groups()
    return all(
        COLUMN_NUMBERS[letters] and int(row) <= LAST_ROW
        for letters, row in ((left, top), (right, bottom))
        if letters
    )


def read_sheet(data: bytes | bytearray, part: str, sheet: str, values: Values) -> SheetReader:
    """Read the part *part* with the cells of *sheet*; raises Refused."""
    try:
        return _read(data, part, sheet, values, plain=True)
    except NotPlainError:
        return _read(data, part, sheet, values, plain=False)


def _read(
    data: bytes | bytearray, part: str, sheet: str, values: Values, *, plain: bool
) -> SheetReader:
    events = Events(part, root="worksheet", contents=_CONTENTS, plain=plain)
    reader = SheetReader(events, sheet, values)
    reader.read(data)
    return reader
