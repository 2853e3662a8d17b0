"""Blocks of documents beside text and tables: charts, list items, anchors, contents."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from inventory_app.domain.marks import Line
from inventory_app.formats.pdf import shaping
from inventory_app.formats.pdf.blocks import Block, Columns, Together, Whole
from inventory_app.formats.pdf.paragraph import BODY, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from inventory_app.domain.documents import Plot
    from inventory_app.domain.marks import Chart
    from inventory_app.domain.plots import HeatPlot
    from inventory_app.formats.pdf.blocks import Placed
    from inventory_app.formats.pdf.drawing import Area, Pen
    from inventory_app.languages import Language

INDENT = 13.0
FEWEST = 4  # rows of a chart that are worth beginning a page or ending one with


@dataclass(frozen=True, kw_only=True)
class Plotted(Whole):
    """A chart that is drawn as wide as the place where it is put.

    `words` say the same for who cannot see it.
    """

    plot: Plot
    right_to_left: bool
    after: float = 6
    words: str = ""

    @cached_property
    def _charts(self) -> dict[float, Chart]:
        return {}

    def _chart(self, width: float) -> Chart:
        found = self._charts.get(width)
        if found is None:
            found = self.plot.drawn(width, right_to_left=self.right_to_left)
            self._charts[width] = found
        return found

    def height(self, width: float) -> float:
        """Return the height of the chart with the space after."""
        return self._chart(width).height + self.after

    def tail(self) -> float:
        """Return the space after."""
        return self.after

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the chart."""
        pen.chart(self._chart(area.width), area.x, y, self.words)


@dataclass(frozen=True, kw_only=True)
class PlottedRows:
    """A chart of rows that may be divided between them; its key stands above each part."""

    plot: HeatPlot
    right_to_left: bool
    words: str = ""

    @cached_property
    def _whole(self) -> Plotted:
        return Plotted(plot=self.plot, right_to_left=self.right_to_left, words=self.words)

    def _beginning(self, count: int) -> PlottedRows:
        return replace(self, plot=replace(self.plot, rows=self.plot.rows[:count]))

    def height(self, width: float) -> float:
        """Return the height of key and rows, with the space after."""
        return self._whole.height(width)

    def head(self, width: float) -> float:
        """Return the height of the key and the first rows."""
        part = self._beginning(FEWEST)
        return part.height(width) - part.tail()

    def lead(self) -> float:
        """Return 0: a chart begins at its top."""
        return 0

    def tail(self) -> float:
        """Return the space after."""
        return self._whole.tail()

    def split(self, width: float, available: float) -> tuple[PlottedRows, PlottedRows] | None:
        """Divide between two rows, a few on each side."""
        rows = self.plot.rows
        one, two = (self._beginning(count).height(width) for count in (1, 2))
        fitting = int((available + self.tail() - one) // (two - one)) + 1 if two > one else 0
        fitting = min(fitting, len(rows) - FEWEST)
        if fitting < FEWEST:
            return None
        rest = replace(self, plot=replace(self.plot, rows=rows[fitting:]))
        return self._beginning(fitting), rest

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw key and rows."""
        self._whole.paint(pen, area, y)


@dataclass(frozen=True, kw_only=True)
class Item(Whole):
    """A sentence with a mark before it: a bullet, or its number; `list` is what it belongs to."""

    mark: str
    text: Paragraph
    list: int = 0

    def height(self, width: float) -> float:
        """Return the height of the sentence."""
        return self.text.height(width - INDENT)

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw mark and sentence."""
        tree, style = pen.structure, self.text.style
        label, body = replace(style, tag="Lbl"), replace(style, tag="LBody")
        mark = replace(self.text, text=self.mark, link="", style=label)
        tree.parent = tree.element("LI", tree.known(("list", self.list), "L"))
        mark.paint(pen, area.part(0, INDENT), y)
        replace(self.text, style=body).paint(pen, area.part(INDENT, area.width - INDENT), y)
        tree.parent = None


@dataclass(frozen=True)
class Anchor(Whole):
    """A place that links lead to; it takes no room."""

    name: str

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol's
        """Return 0."""
        return 0

    def paint(self, pen: Pen, area: Area, y: float) -> None:  # noqa: ARG002 - the protocol's
        """Let links lead here."""
        pen.anchor(self.name, y)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A line of the contents: its text, the anchor it leads to, and its level from 1 on."""

    text: str
    anchor: str
    level: int = 1


@dataclass(frozen=True, kw_only=True)
class ContentsList:
    """Headings with their pages, which are filled in before anything is drawn."""

    entries: Sequence[Entry]
    language: Language
    pages: dict[str, int] = field(default_factory=dict)
    first: int = 0
    last: int | None = None

    @property
    def _shown(self) -> Sequence[Entry]:
        return self.entries[self.first : self.last]

    @staticmethod
    def _step(entry: Entry) -> float:
        return 17.0 if entry.level == 1 else 13.5

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol's
        """Return the height of all lines."""
        return sum(map(self._step, self._shown)) + 6

    def head(self, width: float) -> float:  # noqa: ARG002 - the protocol's
        """Return the height of the first lines."""
        return sum(map(self._step, self._shown[:3]))

    def lead(self) -> float:
        """Return 0: it begins at its top."""
        return 0

    def tail(self) -> float:
        """Return the space after."""
        return 6

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:  # noqa: ARG002
        """Divide after the last line that fits."""
        used = 0.0
        for place, entry in enumerate(self._shown):
            used += self._step(entry)
            if used > available:
                middle = self.first + place
                return (replace(self, last=middle), replace(self, first=middle)) if place else None
        return None

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw each line, its page at the end, as a link."""
        for entry in self._shown:
            step = self._step(entry)
            self._line(pen, area, y, entry, step)
            y += step

    def _line(self, pen: Pen, area: Area, y: float, entry: Entry, step: float) -> None:
        top = entry.level == 1
        size, indent = (9.0, 0.0) if top else (8.2, 14.0 * (entry.level - 1))
        baseline = y + step - 4.5
        page = self.pages.get(entry.anchor)
        text = pen_number(self.language, page) if page else ""
        pen.begin_words(pen.structure.element("TOCI", pen.structure.known(id(self.entries), "TOC")))
        [end] = shaping.layout(text, 60, size, self.language, bold=top, at_most=1)
        end_width = end.width * size / 1000
        room = area.width - indent - end_width - 12
        [start] = shaping.layout(entry.text, room, size, self.language, bold=top, at_most=1)
        start_width = start.width * size / 1000
        pen.text(start, area.left(indent, start_width), baseline, size, "text")
        pen.text(end, area.left(area.width - end_width, end_width), baseline, size, "text")
        pen.end()
        line_y = y + step - 1
        pen.line(Line(x1=area.left(indent), y1=line_y, x2=area.left(area.width), y2=line_y,
                      ink="line", thickness=0.3))  # fmt: skip
        pen.link(entry.anchor, (area.x, y, area.width, step), label=entry.text)


def pen_number(language: Language, number: int) -> str:
    """Return a page number as the language writes it."""
    from inventory_app.texts import translator  # noqa: PLC0415 - Babel is loaded when needed

    return translator(language.code).number(number)


def anchors(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the anchors in *blocks*, those inside others among them."""
    for block in blocks:
        match block:
            case Anchor():
                yield block.name
            case Paragraph() if block.bookmark:
                yield block.bookmark
            case Together():
                yield from anchors(block.blocks)
            case Columns():
                for stack in block.stacks:
                    yield from anchors(stack)


def pages_of_anchors(pages: Sequence[Sequence[Placed]]) -> dict[str, int]:
    """Return on which page each anchor stands, counted from 1."""
    return {
        name: number
        for number, places in enumerate(pages, start=1)
        for name in anchors(place.block for place in places)
    }


BULLET = replace(BODY, size=8.5, leading=1.38, after=2)
