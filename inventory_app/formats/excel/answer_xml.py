"""Where the rows and cells of a sheet stand in its XML, so that single cells can be replaced.

All bytes that are not replaced stay as they are, whichever program wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from inventory_app.formats.spreadsheet.grid import COLUMN_NUMBERS

_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_DECLARATION = re.compile(r"""(encoding\s*=\s*["'])[^"']*""")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_DIGITS = "0123456789"

Attributes = Mapping[str, str]


@dataclass(kw_only=True, slots=True)
class Span:
    """One element: where it begins and ends, where its start tag ends, and its attributes."""

    begin: int
    tag_end: int
    end: int
    attributes: Attributes
    is_empty: bool


@dataclass(kw_only=True, slots=True)
class CellSpan:
    """One cell with its formula and its stored value."""

    span: Span
    formula: Span | None = None
    value: Span | None = None

    @property
    def style(self) -> str:
        """The index of its style."""
        return self.span.attributes.get("s", "0")


@dataclass(kw_only=True, slots=True)
class RowSpan:
    """One row with its cells by column."""

    span: Span
    cells: dict[int, CellSpan] = field(default_factory=dict)


class SheetXml:
    """The places of everything in one sheet that may be replaced. *data* is its part."""

    def __init__(self, data: bytes) -> None:
        """Look through the part, which the strict reader has read without complaint."""
        self.data = as_utf8(data)
        self.rows: dict[int, RowSpan] = {}
        self.columns: list[tuple[int, int, str]] = []
        self.dimension: Span | None = None
        self.end_of_rows = len(self.data)
        self.prefix = ""
        self._standing: list[tuple[str, Span]] = []
        self._row = self._column = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(self.data, True)
        self._parser.StartElementHandler = self._parser.EndElementHandler = None

    def column_style(self, column: int) -> str:
        """Return the style of the untouched cells of a column."""
        for first, last, style in self.columns:
            if first <= column <= last:
                return style
        return "0"

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        begin = self._parser.CurrentByteIndex
        tag = _TAG.match(self.data, begin)
        tag_end = tag.end() if tag else begin
        if not self._standing:
            self.prefix = name[: len(name) - len("worksheet")]
        span = Span(
            begin=begin, tag_end=tag_end, end=tag_end, attributes=attributes,
            is_empty=self.data[tag_end - 2 : tag_end] == b"/>",
        )  # fmt: skip
        bare = name.removeprefix(self.prefix)
        self._standing.append((bare, span))
        self._place(bare, span, [held for held, _ in self._standing[1:-1]])

    def _place(self, name: str, span: Span, within: list[str]) -> None:
        found = span.attributes
        if within == ["sheetData"] and name == "row":
            self._row = int(found["r"]) if "r" in found else self._row + 1
            self._column = 0
            self.rows[self._row] = RowSpan(span=span)
        elif within == ["sheetData", "row"] and name == "c":
            letters = found.get("r", "").rstrip(_DIGITS)
            self._column = COLUMN_NUMBERS[letters] if letters else self._column + 1
            self.rows[self._row].cells[self._column] = CellSpan(span=span)
        elif within == ["sheetData", "row", "c"] and name in ("f", "v"):
            cell = self.rows[self._row].cells[self._column]
            if name == "f":
                cell.formula = span
            else:
                cell.value = span
        elif within == ["cols"] and name == "col":
            self.columns.append((int(found["min"]), int(found["max"]), found.get("style", "0")))
        elif not within and name == "dimension":
            self.dimension = span

    def _end(self, _name: str) -> None:
        bare, span = self._standing.pop()
        if not span.is_empty:
            at = self._parser.CurrentByteIndex
            span.end = self.data.index(b">", at) + 1
            if bare == "sheetData" and len(self._standing) == 1:
                self.end_of_rows = at


def as_utf8(data: bytes) -> bytes:
    """Return a part in UTF-8, in which all offsets are counted; nearly all are so already."""
    if data[:2] not in _WIDE:
        return data
    return _DECLARATION.sub(r"\1UTF-8", data.decode("utf-16"), count=1).encode()


@dataclass(order=True, frozen=True, slots=True)
class Splice:
    """Bytes from *begin* to *end* that are replaced; of several at one place, in their order."""

    begin: int
    end: int
    order: int
    content: bytes = field(compare=False)


class Splices:
    """Collects replacements in one part."""

    def __init__(self) -> None:
        self._all: list[Splice] = []

    def add(self, begin: int, end: int, content: bytes = b"") -> None:
        """Replace the bytes from *begin* to *end*."""
        self._all.append(Splice(begin, end, len(self._all), content))

    def __bool__(self) -> bool:
        return bool(self._all)

    def applied(self, data: bytes) -> bytes:
        """Return *data* with everything replaced."""
        out = bytearray()
        at = 0
        for each in sorted(self._all):
            out += data[at : each.begin]
            out += each.content
            at = max(at, each.end)
        return bytes(out + data[at:])
