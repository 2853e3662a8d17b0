"""Bars as a block: one scale, divided between rows, titles repeated on each page."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from inventory_app.domain.chart_words import bars_said
from inventory_app.domain.charts import (
    LABEL_GAP,
    MOST_LINES,
    ROW_HEIGHT,
    TITLE_HEIGHT,
    Bar,
    bars,
    longest_of,
)
from inventory_app.domain.marks import TEXT_SIZE
from inventory_app.formats.pdf import shaping
from inventory_app.texts import translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.domain.marks import Pattern
    from inventory_app.formats.pdf.drawing import Area, Pen
    from inventory_app.languages import Language

SECOND_LINE = 7.0  # and every further one
TITLE_SIZE, WIDEST = 7.0, 78.0
FEWEST = 3  # rows that are worth beginning a page or ending one with


@dataclass(frozen=True, kw_only=True)
class BarRows:
    """Rows `first` to `last` of a chart of bars as wide as the place where it is put."""

    rows: Sequence[Bar]
    language: Language
    label_width: float
    text_widths: Sequence[float]
    titles: Sequence[str] = ()
    legend: Sequence[str] = ()
    patterns: Sequence[Pattern] = ("solid",)
    after: float = 6
    first: int = 0
    last: int | None = None

    @property
    def _end(self) -> int:
        return len(self.rows) if self.last is None else self.last

    @cached_property
    def _tops(self) -> list[float]:
        """Where each of all rows begins; a label of several lines needs more room."""
        room = self.label_width - LABEL_GAP
        lines = (len(shaping.layout(row.label, room, TEXT_SIZE, self.language, at_most=MOST_LINES))
                 for row in self.rows)  # fmt: skip
        heights = (ROW_HEIGHT + SECOND_LINE * (each - 1) for each in lines)
        return [0.0, *accumulate(heights)]

    @cached_property
    def _columns(self) -> list[float]:
        """How wide the columns of numbers are: as asked for, or as their titles need."""
        found = list(self.text_widths)
        for place, title in enumerate(self.titles[: len(found)]):
            word, line = shaping.extent(title, TITLE_SIZE, self.language, bold=False)
            found[place] = max(found[place], min(max(word, line * 0.6) + 7, WIDEST))
        return found

    @property
    def _title_height(self) -> float:
        return TITLE_HEIGHT if self.titles or self.legend else 0

    def height(self, width: float) -> float:  # noqa: ARG002 - the protocol's
        """Return the height of titles and rows, with the space after."""
        return self._title_height + self._tops[self._end] - self._tops[self.first] + self.after

    def head(self, width: float) -> float:  # noqa: ARG002 - the protocol's
        """Return the height of the titles and the first rows."""
        kept = min(self.first + FEWEST, self._end)
        return self._title_height + self._tops[kept] - self._tops[self.first]

    def lead(self) -> float:
        """Return 0: the chart begins at its top."""
        return 0

    def tail(self) -> float:
        """Return the space after."""
        return self.after

    def split(
        self,
        width: float,  # noqa: ARG002 - the protocol's
        available: float,
    ) -> tuple[BarRows, BarRows] | None:
        """Divide between two rows, a few on each side."""
        limit = self._tops[self.first] + available - self._title_height
        fitting = bisect_right(self._tops, limit) - 1 - self.first
        fitting = min(fitting, self._end - self.first - FEWEST)
        if fitting < FEWEST:
            return None
        middle = self.first + fitting
        return replace(self, last=middle), replace(self, first=middle)

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the rows."""
        tops = self._tops[self.first : self._end + 1]
        heights = [after - before for before, after in pairwise(tops)]
        chart = bars(
            self.rows[self.first : self._end],
            width=area.width,
            label_width=self.label_width,
            text_widths=self._columns,
            titles=self.titles,
            legend=self.legend,
            patterns=self.patterns,
            row_heights=heights,
            longest=longest_of(self.rows),
            right_to_left=area.right_to_left,
        )
        shown = self.rows[self.first : self._end]
        words = bars_said(translator(self.language.code), shown, self.titles)
        pen.chart(chart, area.x, y, words)
