"""One sheet, read once from start to end (ECMA-376 part 1, section 18.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from inventory_app.formats.excel import plain_parts
from inventory_app.formats.excel.markup import Events, NotPlainError
from inventory_app.formats.excel.rows import END_OF_ROW, Rows, Tags
from inventory_app.formats.excel.text_items import TextItems
from inventory_app.formats.spreadsheet.grid import (
    COLUMN_NUMBERS,
    LAST_COLUMN,
    LAST_ROW,
    column_letters,
)
from inventory_app.formats.spreadsheet.refusals import damaged

if TYPE_CHECKING:
    from inventory_app.errors import Refused
    from inventory_app.formats.excel.rows import Token
    from inventory_app.formats.excel.stored_values import Values
    from inventory_app.formats.spreadsheet.markup import Attributes

_CONTENTS = ("sheetData", "row", "c", "v", "is", "t", "mergeCell")
_NAMES = ("sheetData", "row", "c", "v", "f", "is", "mergeCells", "mergeCell")
_ROW_TAGS = {"": (False, False), "hidden": (True, False)}
_MERGED = b"mergeCell"
_REFERENCE = 2  # its place in a token
_CORNER = r"([A-Z]{1,3})([1-9][0-9]{0,6})"
_RANGE = re.compile(f"{_CORNER}(?::{_CORNER})?").fullmatch


def read_sheet(
    data: bytes | bytearray, part: str, sheet: str, values: Values
) -> tuple[Rows, tuple[str, ...]]:
    """Return the rows and the merged ranges of *sheet* from its part; raises Refused."""
    values.allowance.check_values(data)
    whole = data
    data = plain_parts.without_far_colours(data)
    try:
        reader = SheetReader(part, Rows(sheet, values, plain_parts.plain_tags()))
        reader.read_by_pattern(data)
        values.allowance.give_back_marks(whole)
    except NotPlainError:
        reader = SheetReader(part, Rows(sheet, values, Tags(rows=_ROW_TAGS, cells={})))
        reader.read(data)
    return reader.rows, tuple(reader.merged)


class _Names(NamedTuple):
    """The full names of the elements that are listened to."""

    data: str
    row: str
    cell: str
    value: str
    formula: str
    inline: str
    merges: str
    merge: str


class SheetReader:
    """Listens to the elements of one sheet and collects what it holds."""

    def __init__(self, part: str, rows: Rows) -> None:
        self.rows = rows
        self.merged: list[str] = []
        self._events = Events(part, root="worksheet", contents=_CONTENTS)
        self._text = self._events.text
        self._parser = self._events.parser
        self._has_data = False
        self._row: str | None = None  # of the element we are in
        self._cell: Attributes | None = None
        self._value: str | None = None
        self._formula = ""
        self._tokens: list[Token] = []  # of this row

    def read(self, data: bytes | bytearray) -> None:
        """Read the sheet; raises Refused."""
        self._events.read(data, self._begin)
        if not self._has_data:
            raise self._damaged()

    def read_by_pattern(self, data: bytes | bytearray) -> None:
        """Read the sheet, its rows by pattern; raises Refused or NotPlainError."""
        span = plain_parts.rows_span(data)
        after = self._start_outside, _MERGED
        self._events.read_around(data, span, self._begin, self._start, after)
        self.rows.add(plain_parts.row_tokens(data, span, self.rows.tags))

    def _begin(self) -> None:
        self._names = _Names(*map(self._events.full_name, _NAMES))
        self._events.listen(self._start_outside, self._end_outside)

    def _damaged(self) -> Refused:
        return damaged(self._events.part)

    def _start_outside(self, name: str, _: Attributes) -> None:
        if name == self._names.data:
            if self._has_data:
                raise self._damaged()
            self._has_data = True
            self._events.listen(self._start, self._end)
        elif name == self._names.merges:
            self._events.listen(self._start_merged, self._end_merged)
        else:
            self._events.skip(name)

    def _end_outside(self, name: str) -> None:
        """Nothing is left to do at the end of the sheet."""

    def _start_merged(self, name: str, attributes: Attributes) -> None:
        if name == self._names.merge:
            written = attributes.get("ref", "")
            corners = _RANGE(written)
            if corners is None or not _in_grid(corners):
                raise self.rows.no_such_cell(written)
            self.merged.append(written)
        self._events.skip(name, holding=(self._names.merge,))

    def _end_merged(self, _: str) -> None:
        self._events.listen(self._start_outside, self._end_outside)

    def _start(self, name: str, attributes: Attributes) -> None:
        names = self._names
        if name == names.cell:
            if self._cell is not None or self._row is None:
                raise self._damaged()
            self._cell = attributes
            self._value = None
            self._formula = ""
        elif name == names.value:
            if self._cell is None or self._value is not None:
                raise self._damaged()
            self._value = ""
            self._parser.CharacterDataHandler = self._text.append
        elif name == names.row:
            if self._row is not None:
                raise self._damaged()
            self._start_row(attributes)
        elif name in (names.formula, names.inline):
            self._start_in_cell(name, attributes)
        elif self._parser.CharacterDataHandler is not None:  # inside a value
            raise self._damaged()
        else:
            self._events.skip(name)

    def _start_in_cell(self, name: str, attributes: Attributes) -> None:
        if self._cell is None or self._value is not None or self._formula:
            raise self._damaged()
        if name == self._names.formula:
            self._formula = name
            self._events.skip(name)
            return
        if self._cell.get("t") != "inlineStr":
            raise self._damaged()
        # Made anew for each: kept here, it would know us, and such rings keep memory for longer.
        inline = TextItems(self._events, "is", self._end_inline)
        self._events.listen(inline.start, inline.end)
        inline.start(name, attributes)

    def _end_inline(self, text: str) -> None:
        self._value = text
        self._events.listen(self._start, self._end)

    def _end(self, name: str) -> None:
        names = self._names
        if name == names.cell and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif name == names.value:
            self._parser.CharacterDataHandler = None
            self._value = "".join(self._text)
            self._text.clear()
        elif name == names.row:
            self._tokens.append(END_OF_ROW)
            self.rows.add(self._tokens)
            self._tokens.clear()
            self._row = None
        else:
            self._events.listen(self._start_outside, self._end_outside)

    def _start_row(self, attributes: Attributes) -> None:
        self._row = attributes.get("r") or str(self.rows.last + 1)
        tag = "hidden" if attributes.get("hidden") in ("1", "true") else ""
        self._tokens.append((self._row, tag, "", "", "", "", ""))

    def _end_cell(self, cell: Attributes) -> None:
        reference = cell.get("r") or self._following()
        style, kind = cell.get("s", "0"), cell.get("t", "n")
        tag = f"{style} {kind}"
        self.rows.tags.cells[tag] = style, kind
        opening = "" if self._value is None else "<v>"
        self._tokens.append(("", "", reference, tag, self._formula, opening, self._value or ""))

    def _following(self) -> str:
        """Return the reference of a cell that has none: it follows the last one."""
        last = self._tokens[-1][_REFERENCE].rstrip("0123456789")
        column = COLUMN_NUMBERS[last] + 1
        if column > LAST_COLUMN:
            raise self.rows.no_such_cell(f"{last}{self._row}")
        return f"{column_letters(column)}{self._row}"


def _in_grid(corners: re.Match[str]) -> bool:
    left, top, right, bottom = corners.groups()
    return all(
        COLUMN_NUMBERS[letters] and int(row) <= LAST_ROW
        for letters, row in ((left, top), (right, bottom))
        if letters
    )
