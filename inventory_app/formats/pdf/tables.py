"""Tables: measured once, divided anywhere between rows, their header repeated on each page."""

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
    from collections.abc import Sequence

    from inventory_app.domain.documents import Reference
    from inventory_app.domain.marks import Ink
    from inventory_app.formats.pdf.drawing import Area, Pen
    from inventory_app.formats.pdf.shaping import TextLine
    from inventory_app.languages import Language

PADDING = 3.5
AROUND = 2.6  # above the first line of a row and below the last
LEADING = 1.3
SMALL = 7.3  # below this size rows stand closer
CLOSE_AROUND, CLOSE_LEADING = 1.9, 1.22
HEADER_SIZE, SMALL_HEADER = 7.0, 6.3
AT_MOST = 5  # lines in a cell, unless another number is asked for; the rest is cut
WIDEST_WORD = 95.0  # points that a single word may claim for its column
LOOKED_AT = 1000  # rows in which long words are looked for


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column: its title, its share of the width, and whether it holds numbers."""

    title: str
    share: float = 1
    numeric: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """What stands in a cell; `filled` (0 to 1) draws a bar before the text.

    `link` leads to an anchor, `anchor` is one; a figure has a `reference`.
    """

    text: str
    ink: Ink = "text"
    bold: bool = False
    filled: float | None = None
    link: str = ""
    anchor: str = ""
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class _Measured:
    """A table at one width: column widths, the lines of each cell, where rows begin."""

    widths: list[float]
    header: list[tuple[TextLine, ...]]
    header_height: float
    rows: list[list[tuple[TextLine, ...]]]
    tops: list[float]


@dataclass
class _Measures:
    """The measurements of one table, shared by the parts into which it is divided."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    language: Language
    size: float
    at_most: int
    _by_width: dict[float, _Measured] = field(default_factory=dict)

    def at(self, width: float) -> _Measured:
        found = self._by_width.get(width)
        if found is None:
            found = self._by_width[width] = self._measure(width)
        return found

    @property
    def around(self) -> float:
        """Return the white above and below the text of a row."""
        return CLOSE_AROUND if self.size < SMALL else AROUND

    @property
    def header_size(self) -> float:
        """Return the size of the titles of columns."""
        return SMALL_HEADER if self.size < SMALL else HEADER_SIZE

    @property
    def step(self) -> float:
        """Return how far two lines are apart; Arabic needs room for its dots and vowel signs."""
        close = self.size < SMALL and self.language.script != "arabic"
        return self.size * (CLOSE_LEADING if close else LEADING)

    def _widths(self, width: float) -> list[float]:
        """Share out the width: what its text needs to each column, as far as there is room.

        Where there is room to spare the columns keep to their shares; where there is not, the
        widest give way first, and no ordinary word is cut.
        """
        whole = sum(column.share for column in self.columns)
        wanted = [width * column.share / whole for column in self.columns]
        extents = [self._extent(index) for index in range(len(self.columns))]
        needed = _within(extents, [column.share for column in self.columns], width)
        short = sum(max(0.0, need - want) for need, want in zip(needed, wanted, strict=True))
        spare = sum(max(0.0, want - need) for need, want in zip(needed, wanted, strict=True))
        given = min(1.0, short / spare) if spare else 0.0
        taken = min(1.0, spare / short) if short else 0.0
        return [
            want - (want - need) * given if want > need else want + (need - want) * taken
            for need, want in zip(needed, wanted, strict=True)
        ]

    def _extent(self, index: int) -> tuple[float, float]:
        """Return the narrowest and the widest that a column needs to be."""
        column = self.columns[index]
        least, most = shaping.extent(column.title, self.header_size, self.language, bold=True)
        if column.numeric and self.language.script != "han":
            most = max(least, most / 2)  # the words above numbers may take two lines
        for row in self.rows[:LOOKED_AT]:
            cell = row[index]
            halved = 1 if cell.filled is None else 2
            extent = shaping.extent(cell.text, self.size, self.language, bold=cell.bold)
            least, most = max(least, extent[0] * halved), max(most, extent[1] * halved)
        edges = 2 * PADDING + 0.5
        return min(least, WIDEST_WORD) + edges, most + edges

    def _measure(self, width: float) -> _Measured:
        widths = self._widths(width)
        header = [
            shaping.layout(
                column.title,
                room - 2 * PADDING,
                self.header_size,
                self.language,
                bold=True,
                at_most=AT_MOST,
            )
            for column, room in zip(self.columns, widths, strict=True)
        ]
        rows = [
            [
                shaping.layout(
                    cell.text,
                    (room if cell.filled is None else room / 2) - 2 * PADDING,
                    self.size,
                    self.language,
                    bold=cell.bold,
                    at_most=self.at_most,
                )
                for cell, room in zip(row, widths, strict=True)
            ]
            for row in self.rows
        ]
        heights = [2 * self.around + self.step * max(map(len, row)) for row in rows]
        most = max(map(len, header), default=1)
        header_height = 2 * AROUND + self.header_size * LEADING * most + 1
        return _Measured(widths, header, header_height, rows, [0.0, *accumulate(heights)])


def _within(
    extents: Sequence[tuple[float, float]], shares: Sequence[float], width: float
) -> list[float]:
    """Return what each column is given if the widest for their shares give way until all fit."""

    def given(level: float) -> list[float]:
        return [
            min(most, max(level * share, least))
            for (least, most), share in zip(extents, shares, strict=True)
        ]

    low, high = 0.0, max(most / share for (_, most), share in zip(extents, shares, strict=True))
    if sum(given(high)) <= width:
        return given(high)
    for _step in range(20):  # halves: to a hundredth of a point
        middle = (low + high) / 2
        low, high = (low, middle) if sum(given(middle)) > width else (middle, high)
    return given(low)


@dataclass(frozen=True)
class Table:
    """Rows `first` to `last` of a table under its header.

    Cells wrap, to `at_most` lines, and are then cut. Columns run in the reading direction,
    numbers are aligned at the end.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    language: Language
    size: float = 7.8
    at_most: int = AT_MOST
    after: float = 8
    first: int = 0
    last: int | None = None
    measures: _Measures | None = None

    @cached_property
    def _measures(self) -> _Measures:
        return self.measures or _Measures(
            self.columns, self.rows, self.language, self.size, self.at_most
        )

    @property
    def _end(self) -> int:
        return len(self.rows) if self.last is None else self.last

    def beginning(self, count: int) -> Table:
        """Return the first *count* rows as a table of its own, laid out like the whole."""
        return replace(self, first=0, last=min(count, len(self.rows)), measures=self._measures)

    def height(self, width: float) -> float:
        """Return the height of header and rows, with the space after."""
        at = self._measures.at(width)
        return at.header_height + at.tops[self._end] - at.tops[self.first] + self.after

    def head(self, width: float) -> float:
        """Return the height of the header and two rows."""
        at = self._measures.at(width)
        kept = min(self.first + 2, self._end)
        return at.header_height + at.tops[kept] - at.tops[self.first]

    def lead(self) -> float:
        """Return 0: a table begins with its header."""
        return 0

    def tail(self) -> float:
        """Return the space after."""
        return self.after

    def split(self, width: float, available: float) -> tuple[Table, Table] | None:
        """Divide between two rows; one row alone is left on neither page if it can be helped."""
        at = self._measures.at(width)
        room = available - at.header_height
        fitting = bisect_right(at.tops, at.tops[self.first] + room) - 1 - self.first
        count = self._end - self.first
        if fitting >= count:
            return None
        if count - fitting == 1 and fitting > 2:
            fitting -= 1
        if fitting < min(2, count - 1) or fitting < 1:
            return None
        middle = self.first + fitting
        shared = self._measures
        return (
            replace(self, last=middle, measures=shared),
            replace(self, first=middle, measures=shared),
        )

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the stripes, then the lines, then all texts in one go."""
        at = self._measures.at(area.width)
        top = y + at.header_height - at.tops[self.first]
        right = area.x + area.width
        self._paint_ground(pen, area, y, at)
        for index in range(self.first, self._end):
            line_y = top + at.tops[index + 1]
            pen.line(Line(x1=area.x, y1=line_y, x2=right, y2=line_y, ink="line", thickness=0.4))
        header_y = y + at.header_height
        pen.line(Line(x1=area.x, y1=header_y, x2=right, y2=header_y, ink="muted", thickness=0.8))
        self._paint_bars(pen, area, top, at)
        self._paint_header(pen, area, y, at)
        self._paint_rows(pen, area, top, at)
        self._lead_on(pen, area, top, at)

    def _lead_on(self, pen: Pen, area: Area, top: float, at: _Measured) -> None:
        """Make cells lead to where they should, and be led to."""
        for index in range(self.first, self._end):
            offset, y = 0.0, top + at.tops[index]
            for cell, width in zip(self.rows[index], at.widths, strict=False):
                if cell.anchor:
                    pen.anchor(cell.anchor, y)
                if cell.link or cell.reference:
                    height = at.tops[index + 1] - at.tops[index]
                    box = (area.left(offset, width), y, width, height)
                    pen.link(cell.link, box, label=cell.text, reference=cell.reference)
                offset += width

    def _paint_ground(self, pen: Pen, area: Area, y: float, at: _Measured) -> None:
        pen.rect(Rect(x=area.x, y=y, width=area.width, height=at.header_height, fill="soft"))

    def _paint_bars(self, pen: Pen, area: Area, top: float, at: _Measured) -> None:
        for index in range(self.first, self._end):
            offset = 0.0
            for cell, width in zip(self.rows[index], at.widths, strict=True):
                if cell.filled is not None:
                    y = top + at.tops[index] + self._measures.around + self._measures.step / 2 - 2.5
                    room = width / 2 - PADDING
                    x = area.left(offset + PADDING, room)
                    pen.rect(Rect(x=x, y=y, width=room, height=5, fill="accent_soft"))
                    full = room * min(max(cell.filled, 0.0), 1.0)
                    if full:
                        x = area.left(offset + PADDING, full)
                        pen.rect(Rect(x=x, y=y, width=full, height=5, fill="accent"))
                offset += width

    def _paint_header(self, pen: Pen, area: Area, y: float, at: _Measured) -> None:
        size = self._measures.header_size
        step = size * LEADING
        offset = 0.0
        tree, again = pen.structure, self.first > 0  # a head that is repeated is no other one
        row = None if again else tree.element("TR", tree.known(id(self.rows), "Table"))
        for column, lines, width in zip(self.columns, at.header, at.widths, strict=True):
            if row is not None:
                pen.begin_words(tree.element("TH", row, scope="Column"))
            baseline = y + at.header_height - AROUND - step * len(lines)
            baseline += baseline_offset(size, step)
            for line in lines:
                x = _place(area, offset, width, line.width * size / 1000, column.numeric)
                pen.text(line, x, baseline, size, "muted")
                baseline += step
            if row is not None:
                pen.end()
            offset += width

    def _paint_rows(self, pen: Pen, area: Area, top: float, at: _Measured) -> None:
        size, step = self.size, self._measures.step
        drop = self._measures.around + baseline_offset(size, step)
        offsets = [0.0, *accumulate(at.widths)]
        tree = pen.structure
        table = tree.known(id(self.rows), "Table")
        for index in range(self.first, self._end):
            row = tree.element("TR", table)
            for column, cell, lines, width, offset in zip(
                self.columns, self.rows[index], at.rows[index], at.widths, offsets, strict=False
            ):
                baseline = top + at.tops[index] + drop
                pen.begin_words(tree.element("TD", row))
                for line in lines:
                    x = _place(area, offset, width, line.width * size / 1000, column.numeric)
                    pen.text(line, x, baseline, size, cell.ink)
                    baseline += step
                pen.end()


def _place(area: Area, offset: float, width: float, used: float, numeric: bool) -> float:
    """Return where text starts on the left: at the start of its column, or at the end."""
    return area.left(offset + (width - PADDING - used if numeric else PADDING), used)
