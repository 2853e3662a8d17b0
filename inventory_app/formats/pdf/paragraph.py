"""Paragraphs of plain text: nothing in them is markup."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from inventory_app.domain.marks import Rect
from inventory_app.formats.pdf import shaping
from inventory_app.formats.pdf.drawing import baseline_offset

if TYPE_CHECKING:
    from inventory_app.domain.marks import Ink
    from inventory_app.formats.pdf.drawing import Area, Pen
    from inventory_app.formats.pdf.shaping import TextLine
    from inventory_app.languages import Language

Side = Literal["start", "end", "center"]


@dataclass(frozen=True, kw_only=True)
class TextStyle:
    """How a paragraph looks; sizes and spaces in points, `leading` as a part of the size.

    `mark` draws a short stroke above, where a section begins. `tag` is what such a paragraph is in
    the structure of the document.
    """

    size: float
    leading: float = 1.45
    bold: bool = False
    ink: Ink = "text"
    before: float = 0
    after: float = 4
    side: Side = "start"
    mark: bool = False
    tag: str = "P"


BODY = TextStyle(size=9)
NOTE = TextStyle(size=7.5, ink="muted", leading=1.35, after=2)
TITLE = TextStyle(size=21, bold=True, leading=1.25, after=3, tag="H1")
SUBTITLE = TextStyle(size=11.5, ink="muted", after=8)
EYEBROW = TextStyle(size=9, ink="accent", bold=True, after=2)
HEADING = TextStyle(size=13.5, bold=True, leading=1.3, before=12, after=2, mark=True, tag="H2")
SMALL_HEADING = TextStyle(size=9, bold=True, before=6, after=3)


@dataclass(frozen=True)
class Paragraph:
    """Text broken into lines; `at_most` limits the lines, `bookmark` names it in the outline.

    `level` is its level there, counted from 0; `link` makes the text lead to an anchor.
    `first` and `last` choose the lines that this part of a divided paragraph shows.
    """

    text: str
    language: Language
    style: TextStyle = BODY
    at_most: int | None = None
    bookmark: str = ""
    first: int = 0
    last: int | None = None
    level: int = 0
    link: str = ""

    def _lines(self, width: float) -> tuple[TextLine, ...]:
        return self._at(width)[0]

    def _at(self, width: float) -> tuple[tuple[TextLine, ...], float]:
        """Return the lines and the whole height."""
        found = self._measured.get(width)
        if found is None:
            style = self.style
            lines = shaping.layout(
                self.text, width, style.size, self.language, bold=style.bold, at_most=self.at_most
            )[self.first : self.last]
            height = self.lead() + len(lines) * self._line_height + style.after
            found = self._measured[width] = lines, height
        return found

    @cached_property
    def _measured(self) -> dict[float, tuple[tuple[TextLine, ...], float]]:
        return {}

    @property
    def _line_height(self) -> float:
        return self.style.size * self.style.leading

    def height(self, width: float) -> float:
        """Return the height with the space before and after."""
        return self._at(width)[1]

    def head(self, width: float) -> float:
        """Return the height of the first two lines."""
        count = min(2, len(self._lines(width)))
        return self.lead() + count * self._line_height

    def lead(self) -> float:
        """Return the space before, unless this continues a divided paragraph."""
        return 0 if self.first else self.style.before

    def tail(self) -> float:
        """Return the space after."""
        return self.style.after

    def split(self, width: float, available: float) -> tuple[Paragraph, Paragraph] | None:
        """Divide between lines, never leaving one line alone on either page."""
        total = len(self._lines(width))
        fitting = int((available - self.lead()) // self._line_height)
        fitting = min(fitting, total - 2)
        if fitting < 2:
            return None
        middle = self.first + fitting
        return replace(self, last=middle), replace(self, first=middle, bookmark="")

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw the lines; add the bookmark."""
        style = self.style
        y += self.lead()
        if style.mark:
            pen.rect(Rect(x=area.left(0, 26), y=y - 5, width=26, height=2, fill="accent"))
        if self.bookmark:
            pen.bookmark(self.bookmark, self.text, y, self.level)
        if self.link:
            height = self._line_height * len(self._lines(area.width))
            pen.link(self.link, (area.x, y, area.width, height), label=self.text)
        baseline = y + baseline_offset(style.size, self._line_height)
        pen.begin_words(pen.structure.element(style.tag))
        for line in self._lines(area.width):
            width = line.width * style.size / 1000
            room = area.width - width
            offset = {"start": 0.0, "center": room / 2, "end": room}[style.side]
            pen.text(line, area.left(offset, width), baseline, style.size, style.ink)
            baseline += self._line_height
        pen.end()
