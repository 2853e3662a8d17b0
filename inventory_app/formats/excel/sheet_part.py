"""The cells of a sheet, read once from start to end (ECMA-376 part 1, section 18.3).

The order of the branches and the two small caches make a return readable in a few milliseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import repeat
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
_KEPT = 20_000

BLANK = Cell("text", "", "")
UNCALCULATED = Cell("error", NO_STORED_VALUE, "")
_new_cell = partial(tuple.__new__, Cell)  # what Cell() does, without unpacking its arguments


class SharedTexts(dict[str, Cell]):
    """The cells that hold a shared string, by its index as written; made when first met.

    Raises LookupError for an index that points to no text.
    """

    def __init__(self, strings: list[str]) -> None:
        self._strings = strings
        first = strings[:_KEPT]
        no = repeat(False)
        cells = map(_new_cell, zip(repeat("text"), first, first, no, no, no, strict=False))
        self.update(zip(map(str, range(len(first))), cells, strict=True))
        for index, text in enumerate(first):
            if not text:
                self[str(index)] = BLANK

    def __missing__(self, written: str) -> Cell:
        index = written.strip()
        if not (index.isascii() and index.isdigit() and len(index) <= len(str(limits.MARKS))):
            raise LookupError(written)
        text = self._strings[int(index)]  # an IndexError is a LookupError
        return Cell("text", text, text) if text else BLANK


class Numbers(dict[tuple[str, str], Cell]):
    """The cells that hold a number, by its digits and its style; made when first met.

    Raises LookupError for what is no number, or none that is finite.
    """

    def __init__(self, formats: dict[str, NumberFormat]) -> None:
        self._formats = formats

    def __missing__(self, written: tuple[str, str]) -> Cell:
        digits, style = written
        if not _NUMBER(digits):
            digits = digits.strip()
        number = float(digits) if _NUMBER(digits) else _INFINITE
        if not -_INFINITE < number < _INFINITE or len(digits) > limits.NUMBER:
            raise LookupError(digits)
        cell: Cell = _new_cell(("number", number, digits, False, *self._formats.get(style, PLAIN)))
        if len(self) < _KEPT:
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

    def __init__(self, events: Events, sheet: str, values: Values) -> None:
        self.rows: dict[int, Row] = {}
        self.merged: list[str] = []
        self.hidden_rows: set[int] = set()
        self._events = events
        self._sheet = sheet
        self._values = values
        self._has_data = False
        self._row = 0
        self._in_row = False
        self._stored: list[StoredCell] = []

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
            self._events.listen(*self._cell_listeners())
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

    def _cell_listeners(self) -> tuple[Start, End]:
        """Return the listeners inside `sheetData`."""
        cell: Attributes | None = None
        value: str | None = None
        formula = False
        events = self._events
        text = events.text
        collect = text.append
        parser = events.parser
        store = self._stored.append

        def start(name: str, attributes: Attributes) -> None:
            nonlocal cell, value
            if name == "c":
                if cell is not None or not self._in_row:
                    raise damaged(events.part)
                cell = attributes
            elif name == "v":
                if cell is None or value is not None:
                    raise damaged(events.part)
                value = ""
                parser.CharacterDataHandler = collect
            elif name == "row":
                self._start_row(attributes)
            else:
                start_in_cell(name, attributes)

        def end(name: str) -> None:
            nonlocal cell, value, formula
            if name == "c":
                store((cell, value, formula))  # type: ignore[arg-type]
                cell = value = None
                formula = False
            elif name == "v":
                parser.CharacterDataHandler = None
                value = "".join(text)
                text.clear()
            elif name == "row":
                self._end_row()
            else:
                events.listen(self._start_outside, self._end_outside)

        def start_in_cell(name: str, attributes: Attributes) -> None:
            nonlocal formula
            if name not in ("f", "is"):
                events.skip(name)
            elif cell is None or value is not None or formula:
                raise damaged(events.part)
            elif name == "f":
                formula = True
                events.skip(name)
            else:
                inline = TextItems(events, "is", end_inline)
                events.listen(inline.start, inline.end)
                inline.start(name, attributes)

        def end_inline(inline: str) -> None:
            nonlocal value
            value = inline
            events.listen(start, end)

        return start, end

    def _start_row(self, attributes: Attributes) -> None:
        if self._in_row:
            raise damaged(self._events.part)
        self._in_row = True
        following = str(self._row + 1)
        written = attributes.get("r", following)
        if written == following:
            self._row += 1
        elif not _ROW(written):
            raise self._no_such_cell(written)
        elif int(written) > self._row:
            self._row = int(written)
        else:
            raise Refused(
                "F-AMBIGUOUS",
                "Sheet “{sheet}” holds row {row} twice or out of order.",
                SAVE_AGAIN,
                sheet=self._sheet,
                row=int(written),
            )
        if self._row > LAST_ROW:
            raise self._no_such_cell(written)
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
