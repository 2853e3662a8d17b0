"""A pen on a page: y points down, inks have names, text comes in shaped lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from inventory_app.domain.marks import Chart, Dot, Line, Poly, Rect, Text
from inventory_app.formats.pdf import fonts, shaping

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from inventory_app.domain.marks import Ink, Mark
    from inventory_app.formats.pdf.shaping import TextLine
    from inventory_app.languages import Language

LEADING = 1.36  # line height as a part of the size; holds Arabic with vowel signs

_COLOURS: dict[Ink, str] = {
    "text": "0F172A",
    "muted": "526076",
    "line": "CBD5E1",
    "accent": "0A5C94",
    "accent_soft": "CFE1F0",
    "soft": "F1F5F9",
    "paper": "FFFFFF",
    "warn": "9A5B00",
    "good": "0E7A4E",
    "bad": "B42318",
}


@cache
def _colour(ink: Ink) -> tuple[float, float, float]:
    code = bytes.fromhex(_COLOURS[ink])
    return (code[0] / 255, code[1] / 255, code[2] / 255)


@dataclass(frozen=True, slots=True)
class Area:
    """A stretch of the page from `x` on, `width` wide, read in one direction."""

    x: float
    width: float
    right_to_left: bool

    def left(self, offset: float, width: float = 0) -> float:
        """Return the left edge of something *width* wide that starts *offset* into the area."""
        if self.right_to_left:
            return self.x + self.width - offset - width
        return self.x + offset

    def part(self, offset: float, width: float) -> Area:
        """Return the part of the area that starts *offset* into it."""
        return Area(self.left(offset, width), width, self.right_to_left)


class Pen:
    """Draws on one page of a PDF canvas."""

    def __init__(self, canvas: Canvas, page_height: float, language: Language) -> None:
        self.canvas = canvas
        self.language = language
        self._height = page_height
        self._text: Any = None
        self._text_ink: Ink | None = None
        self._face: tuple[str, float] | None = None
        self._fill: Ink | None = None
        self._stroke: Ink | None = None

    def finish(self) -> None:
        """Write out the text that is still being collected."""
        if self._text is not None:
            self.canvas.drawText(self._text)
            self._text = None
            self._fill = None

    def text(self, line: TextLine, x: float, baseline: float, size: float, ink: Ink) -> None:
        """Draw a shaped line that starts at *x* on the left."""
        if self._text is None:
            self._text = self.canvas.beginText(0, 0)
            self._face = self._text_ink = None
        text = self._text
        if ink != self._text_ink:
            text.setFillColorRGB(*_colour(ink))
            self._text_ink = ink
        text.setTextOrigin(x, self._height - baseline)
        for run in line.runs:
            if (run.face, size) != self._face:
                text.setFont(run.face, size)
                self._face = (run.face, size)
            if run.face.startswith(fonts.ARABIC):
                # ISO 32000-1, 14.8.2.3.3: what is drawn here is read from its end
                text._code.append("/ReversedChars BMC")  # noqa: SLF001 - reportlab has no call
                text.textOut(run.text)
                text._code.append("EMC")  # noqa: SLF001
            else:
                text.textOut(run.text)

    def bookmark(self, name: str, text: str, y: float) -> None:
        """Let the outline of the document lead to height *y* of this page."""
        self.canvas.bookmarkHorizontal(name, 0, self._height - y + 8)
        self.canvas.addOutlineEntry(shaping.on_one_line(text), name, level=0)

    def rect(self, mark: Rect) -> None:
        """Draw a rectangle."""
        self._use(mark.fill, mark.stroke, 0.75)
        painted = {"fill": int(mark.fill is not None), "stroke": int(mark.stroke is not None)}
        y = self._height - mark.y - mark.height
        if mark.radius:
            self.canvas.roundRect(mark.x, y, mark.width, mark.height, mark.radius, **painted)
        else:
            self.canvas.rect(mark.x, y, mark.width, mark.height, **painted)

    def line(self, mark: Line) -> None:
        """Draw a line."""
        self._use(None, mark.ink, mark.thickness)
        self.canvas.line(mark.x1, self._height - mark.y1, mark.x2, self._height - mark.y2)

    def poly(self, mark: Poly) -> None:
        """Draw a closed polygon."""
        self._use(mark.fill, mark.stroke, mark.thickness)
        path = self.canvas.beginPath()
        (x, y), *rest = mark.points
        path.moveTo(x, self._height - y)
        for x, y in rest:
            path.lineTo(x, self._height - y)
        path.close()
        filled, stroked = int(mark.fill is not None), int(mark.stroke is not None)
        self.canvas.drawPath(path, stroke=stroked, fill=filled)

    def dot(self, mark: Dot) -> None:
        """Draw a filled circle with its ring."""
        self._use(mark.fill, mark.ring, 1.2)
        ringed = int(mark.ring is not None)
        self.canvas.circle(mark.x, self._height - mark.y, mark.radius, stroke=ringed, fill=1)

    def box_of_text(self, mark: Text) -> None:
        """Draw text in a box: wrapped, cut and centred vertically."""
        lines = shaping.layout(
            mark.text, mark.width, mark.size, self.language, bold=mark.bold, at_most=mark.lines
        )
        leading = mark.size * (LEADING if len(lines) == 1 else 1.16)
        baseline = mark.y + (mark.height - leading * len(lines)) / 2 + leading / 2
        baseline += mark.size * 0.35
        for line in lines:
            room = mark.width - line.width * mark.size / 1000
            share = {"left": 0.0, "center": 0.5, "right": 1.0}[mark.align]
            self.text(line, mark.x + room * share, baseline, mark.size, mark.ink)
            baseline += leading

    def chart(self, chart: Chart, x: float, y: float) -> None:
        """Draw *chart* with its top left corner at *x*, *y*."""
        self.finish()
        self.canvas.saveState()
        self.canvas.translate(x, -y)
        for mark in chart.marks:
            if not isinstance(mark, Text):
                self._mark(mark)
        for mark in chart.marks:
            if isinstance(mark, Text):
                self._mark(mark)
        self.finish()
        self.canvas.restoreState()
        self._fill = self._stroke = None

    def _mark(self, mark: Mark) -> None:
        match mark:
            case Rect():
                self.rect(mark)
            case Line():
                self.line(mark)
            case Poly():
                self.poly(mark)
            case Dot():
                self.dot(mark)
            case Text():
                self.box_of_text(mark)

    def _use(self, fill: Ink | None, stroke: Ink | None, thickness: float) -> None:
        self.finish()
        if fill is not None and fill != self._fill:
            self.canvas.setFillColorRGB(*_colour(fill))
            self._fill = fill
        if stroke is not None:
            if stroke != self._stroke:
                self.canvas.setStrokeColorRGB(*_colour(stroke))
                self._stroke = stroke
            self.canvas.setLineWidth(thickness)


def baseline_offset(size: float, leading: float) -> float:
    """Return how far below the top of a line its baseline lies, so that capitals look centred."""
    return leading / 2 + size * 0.35
