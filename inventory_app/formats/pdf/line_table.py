"""Tables of thousands of rows in small type: texts wrap, and nothing is drawn before its page."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from inventory_app.domain.marks import Line, Rect
from inventory_app.formats.pdf import shaping
from inventory_app.formats.pdf.drawing import baseline_offset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from inventory_app.domain.documents import Cell
    from inventory_app.formats.pdf.drawing import Area, Pen
    from inventory_app.formats.pdf.shaping import TextLine
    from inventory_app.formats.pdf.structure import Element, Structure
    from inventory_app.formats.pdf.tables import Column
    from inventory_app.languages import Language

SIZE = 6.3
ROW = 9.6
LINE = 7.8  # from one line of a row to the next
HEAD_SIZE = 6.2
HEAD_LINE = 7.8
PADDING = 2.5
LOOKED_AT = 200  # rows from which widths are taken, about
NARROWEST = 22.0
WIDEST = 150.0
FEWEST = 3
MOST_LINES = 24  # of a row in one piece: what is longer may go on on the next page


@dataclass(frozen=True, slots=True)
class _Laid:
    """A table at one width: widths, titles, the pieces of its rows, and where each begins.

    A piece is the place of a row, the first of its lines, and whether the row goes on.
    """

    widths: list[float]
    header: list[tuple[TextLine, ...]]
    pieces: list[tuple[int, int, bool]]
    tops: list[float]

    @property
    def header_height(self) -> float:
        return HEAD_LINE * max(map(len, self.header), default=1) + 5


@dataclass(frozen=True)
class _Layout:
    """The rows of one table measured, once for all the parts into which it is divided."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    language: Language
    _by_width: dict[float, _Laid] = field(default_factory=dict)

    def at(self, width: float) -> _Laid:
        found = self._by_width.get(width)
        if found is None:
            found = self._by_width[width] = self._laid(width)
        return found

    def lines(self, cell: Cell, width: float) -> tuple[TextLine, ...]:
        """Return the text of a cell as lines in a column of this width."""
        return shaping.layout(
            cell.text.replace("\n", " "), width - 2 * PADDING, SIZE, self.language,
            bold=cell.strong,
        )  # fmt: skip

    def _laid(self, width: float) -> _Laid:
        widths = self._widths(width)
        header = [
            shaping.layout(column.title, room - 2 * PADDING, HEAD_SIZE, self.language, bold=True)
            for column, room in zip(self.columns, widths, strict=True)
        ]
        pieces = list(self._pieces(widths))
        heights = (ROW + LINE * (count - 1) for _row, _first, count, _more in pieces)
        tops = [0.0, *accumulate(heights)]
        return _Laid(
            widths, header, [(row, first, more) for row, first, _count, more in pieces], tops
        )

    def _pieces(self, widths: Sequence[float]) -> Iterator[tuple[int, int, int, bool]]:
        """Yield row, first line, number of lines, and whether more follow.

        Only the numbers of lines are kept: the lines of a million cells would fill the memory.
        """
        known: list[dict[tuple[str, bool], int]] = [{} for _ in widths]
        for place, row in enumerate(self.rows):
            most = 1
            for cell, width, counts in zip(row, widths, known, strict=True):
                if not cell.text:
                    continue
                key = cell.text, cell.strong
                count = counts.get(key)
                if count is None:
                    count = counts[key] = len(self.lines(cell, width))
                most = max(most, count)
            for first in range(0, most, MOST_LINES):
                left = most - first
                yield place, first, min(left, MOST_LINES), left > MOST_LINES

    def _widths(self, width: float) -> list[float]:
        whole = sum(self._wanted)
        if whole <= width:
            return [each * width / whole for each in self._wanted]
        level = _level(self._wanted, width)
        return [min(each, level) for each in self._wanted]

    @cached_property
    def _wanted(self) -> list[float]:
        """How wide each column would like to be, judged by rows from all over the table.

        The first column is judged by all: codes of entities are never divided.
        """
        found = []
        some = self.rows[:: max(1, len(self.rows) // LOOKED_AT)]
        for place, column in enumerate(self.columns):
            texts = {row[place].text for row in (some if place else self.rows)}
            widths = [shaping.width_of(text, SIZE, self.language) for text in texts if text]
            title = shaping.longest_word(column.title, HEAD_SIZE, self.language, bold=True)
            most = max([title, NARROWEST, *widths])
            found.append(min(most, WIDEST) + 2 * PADDING)
        return found


@dataclass(frozen=True, kw_only=True)
class LineTable:
    """Pieces `first` to `last` of a table: most rows are one line high, long texts wrap."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    language: Language
    after: float = 8
    first: int = 0
    last: int | None = None
    layout: _Layout | None = None

    @cached_property
    def _layout(self) -> _Layout:
        return self.layout or _Layout(self.columns, self.rows, self.language)

    def _span(self, laid: _Laid) -> tuple[float, int]:
        """Return how high the rows shown are, and which piece is the first not shown."""
        end = len(laid.pieces) if self.last is None else self.last
        return laid.tops[end] - laid.tops[self.first], end

    def height(self, width: float) -> float:
        """Return the height of header and rows, with the space after."""
        laid = self._layout.at(width)
        return laid.header_height + self._span(laid)[0] + self.after

    def head(self, width: float) -> float:
        """Return the height of the header and the first rows."""
        laid = self._layout.at(width)
        kept = min(self.first + FEWEST, self._span(laid)[1])
        return laid.header_height + laid.tops[kept] - laid.tops[self.first]

    def lead(self) -> float:
        """Return 0: a table begins with its header."""
        return 0

    def tail(self) -> float:
        """Return the space after."""
        return self.after

    def split(self, width: float, available: float) -> tuple[LineTable, LineTable] | None:
        """Divide between two rows, or inside one that is very long."""
        laid = self._layout.at(width)
        limit = laid.tops[self.first] + available - laid.header_height
        middle = min(bisect_right(laid.tops, limit) - 1, self._span(laid)[1] - 1)
        if middle <= self.first:
            return None
        shared = replace(self, layout=self._layout)
        return replace(shared, last=middle), replace(shared, first=middle)

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the header, the lines, then all texts in one go."""
        laid = self._layout.at(area.width)
        _height, end = self._span(laid)
        right = area.x + area.width
        high = laid.header_height
        pen.rect(Rect(x=area.x, y=y, width=area.width, height=high, fill="soft"))
        top = y + high - laid.tops[self.first]
        for number in range(self.first, end):
            if laid.pieces[number][2]:
                continue  # the row goes on: no line through it
            line_y = top + laid.tops[number + 1]
            pen.line(Line(x1=area.x, y1=line_y, x2=right, y2=line_y, ink="line", thickness=0.3))
        under = y + high
        pen.line(Line(x1=area.x, y1=under, x2=right, y2=under, ink="muted", thickness=0.7))
        self._paint_header(pen, area, y, laid)
        for number in range(self.first, end):
            self._paint_piece(pen, area, top + laid.tops[number], laid, number)

    def _paint_header(self, pen: Pen, area: Area, y: float, laid: _Laid) -> None:
        offset = 0.0
        tree, again = pen.structure, self.first > 0  # a head that is repeated is no other one
        row = None if again else tree.element("TR", tree.known(id(self.rows), "Table"))
        for column, lines, width in zip(self.columns, laid.header, laid.widths, strict=True):
            if row is not None:
                pen.begin_words(tree.element("TH", row, scope="Column"))
            baseline = y + 2.5 + baseline_offset(HEAD_SIZE, HEAD_LINE)
            for line in lines:
                used = line.width * HEAD_SIZE / 1000
                x = _place(area, offset, width, used, at_end=column.numeric)
                pen.text(line, x, baseline, HEAD_SIZE, "muted")
                baseline += HEAD_LINE
            if row is not None:
                pen.end()
            offset += width

    def _paint_piece(self, pen: Pen, area: Area, top: float, laid: _Laid, number: int) -> None:
        place, first, more = laid.pieces[number]
        row = self.rows[place]
        cells = self._elements(pen.structure, place, len(row), alone=not (first or more))
        offset = 0.0
        for column, cell, width, element in zip(self.columns, row, laid.widths, cells, strict=True):
            if cell.text:
                pen.begin_words(element)
                baseline = top + baseline_offset(SIZE, ROW)
                for line in self._layout.lines(cell, width)[first : first + MOST_LINES]:
                    used = line.width * SIZE / 1000
                    x = _place(area, offset, width, used, at_end=column.numeric)
                    pen.text(line, x, baseline, SIZE, "muted" if cell.faint else "text")
                    baseline += LINE
                pen.end()
            offset += width

    def _elements(
        self, tree: Structure, place: int, count: int, *, alone: bool
    ) -> Sequence[Element]:
        """Return the cells of a row; those of a row in several pieces are the same in each."""
        table = tree.known(id(self.rows), "Table")
        if alone:
            row = tree.element("TR", table)
            return [tree.element("TD", row) for _ in range(count)]
        key = id(self.rows), place
        row = tree.known(key, "TR", table)
        return [tree.known((*key, column), "TD", row) for column in range(count)]


def _level(wanted: Sequence[float], width: float) -> float:
    """Return how wide the widest may be so that all fit: the others keep what they need."""
    left, waiting = width, sorted(wanted)
    while waiting:
        share = left / len(waiting)
        if waiting[0] > share:
            return share
        left -= waiting.pop(0)
    return width


def _place(area: Area, offset: float, width: float, used: float, *, at_end: bool) -> float:
    return area.left(offset + (width - PADDING - used if at_end else PADDING), used)
