"""Tables of thousands of rows: every row one line, nothing is measured before it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from inventory_app.domain.marks import Line, Rect
from inventory_app.formats.pdf import shaping
from inventory_app.formats.pdf.drawing import baseline_offset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.domain.documents import Cell
    from inventory_app.formats.pdf.drawing import Area, Pen
    from inventory_app.formats.pdf.tables import Column
    from inventory_app.languages import Language

SIZE = 6.3
ROW = 9.6
HEAD_SIZE = 6.2
HEAD_LINE = 7.8
PADDING = 2.5
LOOKED_AT = 200  # rows from which widths are taken, about
NARROWEST = 22.0
WIDEST = 150.0
FEWEST = 3


@dataclass(frozen=True, kw_only=True)
class LineTable:
    """Rows `first` to `last` of a table whose rows are all equally high.

    A text that does not fit on its line is cut and ends with “…”.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    language: Language
    after: float = 8
    first: int = 0
    last: int | None = None

    @property
    def _end(self) -> int:
        return len(self.rows) if self.last is None else self.last

    @cached_property
    def _wanted(self) -> list[float]:
        """How wide each column would like to be, judged by rows from all over the table.

        The first column is judged by all: codes of entities are never cut.
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

    def _widths(self, width: float) -> list[float]:
        whole = sum(self._wanted)
        if whole <= width:
            return [each * width / whole for each in self._wanted]
        level = _level(self._wanted, width)
        return [min(each, level) for each in self._wanted]

    @cached_property
    def _titles(self) -> dict[float, list[tuple[shaping.TextLine, ...]]]:
        return {}

    def _header(self, width: float) -> list[tuple[shaping.TextLine, ...]]:
        found = self._titles.get(width)
        if found is None:
            found = self._titles[width] = [
                shaping.layout(
                    column.title, room - 2 * PADDING, HEAD_SIZE, self.language, bold=True, at_most=3
                )
                for column, room in zip(self.columns, self._widths(width), strict=True)
            ]
        return found

    def _header_height(self, width: float) -> float:
        return HEAD_LINE * max(map(len, self._header(width)), default=1) + 5

    def height(self, width: float) -> float:
        """Return the height of header and rows, with the space after."""
        return self._header_height(width) + ROW * (self._end - self.first) + self.after

    def head(self, width: float) -> float:
        """Return the height of the header and the first rows."""
        return self._header_height(width) + ROW * min(FEWEST, self._end - self.first)

    def lead(self) -> float:
        """Return 0: a table begins with its header."""
        return 0

    def tail(self) -> float:
        """Return the space after."""
        return self.after

    def split(self, width: float, available: float) -> tuple[LineTable, LineTable] | None:
        """Divide between two rows."""
        fitting = int((available - self._header_height(width)) // ROW)
        fitting = min(fitting, self._end - self.first - 1)
        if fitting < 1:
            return None
        middle = self.first + fitting
        parts = replace(self, last=middle), replace(self, first=middle)
        for part in parts:  # measured once, for all pages
            part.__dict__["_wanted"], part.__dict__["_titles"] = self._wanted, self._titles
        return parts

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the header, the lines, then all texts in one go."""
        widths = self._widths(area.width)
        high = self._header_height(area.width)
        right = area.x + area.width
        pen.rect(Rect(x=area.x, y=y, width=area.width, height=high, fill="soft"))
        top = y + high
        for number in range(1, self._end - self.first + 1):
            line_y = top + number * ROW
            pen.line(Line(x1=area.x, y1=line_y, x2=right, y2=line_y, ink="line", thickness=0.3))
        pen.line(Line(x1=area.x, y1=top, x2=right, y2=top, ink="muted", thickness=0.7))
        self._paint_header(pen, area, y, widths)
        self._paint_rows(pen, area, top, widths)

    def _paint_header(self, pen: Pen, area: Area, y: float, widths: Sequence[float]) -> None:
        offset = 0.0
        for column, lines, width in zip(
            self.columns, self._header(area.width), widths, strict=True
        ):
            baseline = y + 2.5 + baseline_offset(HEAD_SIZE, HEAD_LINE)
            for line in lines:
                used = line.width * HEAD_SIZE / 1000
                x = _place(area, offset, width, used, at_end=column.numeric)
                pen.text(line, x, baseline, HEAD_SIZE, "muted")
                baseline += HEAD_LINE
            offset += width

    def _paint_rows(self, pen: Pen, area: Area, top: float, widths: Sequence[float]) -> None:
        baseline = top + baseline_offset(SIZE, ROW)
        language = self.language
        tree = pen.structure
        table = tree.known(id(self.rows), "Table")
        for row in self.rows[self.first : self._end]:
            offset = 0.0
            # One cell a row: an element for each of a million cells would double the file.
            pen.begin_words(tree.element("TD", tree.element("TR", table)))
            for column, cell, width in zip(self.columns, row, widths, strict=True):
                if cell.text:
                    [line] = shaping.layout(
                        cell.text.replace("\n", " "), width - 2 * PADDING, SIZE, language,
                        bold=cell.strong, at_most=1,
                    )  # fmt: skip
                    used = line.width * SIZE / 1000
                    x = _place(area, offset, width, used, at_end=column.numeric)
                    pen.text(line, x, baseline, SIZE, "muted" if cell.faint else "text")
                offset += width
            pen.end()
            baseline += ROW


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
