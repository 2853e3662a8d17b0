"""A pen on a page: y points down, inks have names, text comes in shaped lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from reportlab.pdfbase.pdfdoc import LinkAnnotation, PDFString

from inventory_app.domain.marks import Chart, Dot, Line, Poly, Rect, Text
from inventory_app.domain.passports import passport_label, passport_of
from inventory_app.formats.pdf import shaping
from inventory_app.formats.pdf.content import Content
from inventory_app.formats.pdf.structure import Structure

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from inventory_app.domain.documents import Reference
    from inventory_app.domain.marks import Align, Ink
    from inventory_app.formats.pdf.content import Alphabet
    from inventory_app.formats.pdf.shaping import TextLine
    from inventory_app.formats.pdf.structure import Element
    from inventory_app.languages import Language

LEADING = 1.36  # line height as a part of the size; holds Arabic with vowel signs

_CODES: dict[Ink, str] = {
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
_COLOURS: dict[Ink, str] = {
    ink: " ".join(f"{part / 255:.3g}" for part in bytes.fromhex(code))
    for ink, code in _CODES.items()
}


Box: TypeAlias = tuple[float, float, float, float]
_SHARES: dict[Align, float] = {"left": 0.0, "center": 0.5, "right": 1.0}


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


class _Link(LinkAnnotation):  # type: ignore[misc] # reportlab has no types
    """A link with a name (ISO 32000-1, 12.5.2, NM), and perhaps without a destination."""

    permitted = (*LinkAnnotation.permitted, "NM")

    def Dict(self) -> Any:  # noqa: N802 - reportlab's name
        """Return the dictionary of the annotation."""
        made = {
            **self.otherkw, "Border": self.Border, "Rect": self.Rect, "Contents": self.Contents,
            "Subtype": "/Link",
        }  # fmt: skip
        if self.Destination is not None:
            made["Dest"] = self.Destination
        return self.AnnotationDict(**made)


class Pen:
    """Draws on one page of a PDF canvas; *alphabets* are shared by the pages of a document."""

    def __init__(
        self,
        canvas: Canvas,
        page_height: float,
        language: Language,
        alphabets: dict[str, Alphabet],
        structure: Structure | None = None,
    ) -> None:
        self.canvas = canvas
        self.language = language
        self._content = Content(canvas._doc, alphabets)  # noqa: SLF001 - reportlab has no call
        self._height = page_height
        self._left = 0.0
        self._figures = 0
        self.structure = structure or Structure()
        self.structure.begin_page()
        self._top = page_height  # where y = 0 is, counted from the bottom

    def finish(self) -> None:
        """Put everything that was drawn on the page."""
        self.canvas._code.append(self._content.finished())  # noqa: SLF001 - reportlab has no call

    def begin_words(self, element: Element) -> None:
        """Let the text that is drawn until `end` be that of *element*; nothing else is drawn."""
        number = self.structure.mark(element)
        self._content.begin(element.tag, number, words=True)

    def begin_drawing(self, element: Element) -> None:
        """Let the shapes and texts that are drawn until `end` be those of *element*."""
        number = self.structure.mark(element)
        self._content.begin(element.tag, number, words=False)

    def end(self) -> None:
        """End what belongs to an element."""
        self._content.end()

    def text(self, line: TextLine, x: float, baseline: float, size: float, ink: Ink) -> None:
        """Draw a shaped line that starts at *x* on the left."""
        self._content.ink(fill=_COLOURS[ink])
        self._content.text(line.runs, self._left + x, self._top - baseline, size)

    def bookmark(self, name: str, text: str, y: float, level: int = 0) -> None:
        """Let the outline of the document lead to height *y* of this page."""
        self.anchor(name, y)
        deepest = self.canvas._doc.outline.currentlevel + 1  # noqa: SLF001 - reportlab has no call
        level = min(level, deepest)  # an outline may not leave a level out
        self.canvas.addOutlineEntry(shaping.on_one_line(text), name, level=level)

    def anchor(self, name: str, y: float) -> None:
        """Let links with this *name* lead to height *y* of this page."""
        self.canvas.bookmarkHorizontal(name, 0, self._height - y + 8)

    def link(
        self, name: str, box: Box, *, label: str = "", reference: Reference | None = None
    ) -> None:
        """Make a *box* (x, y, width, height) lead to the anchor *name*; *label* says where to.

        A figure carries the passport of its *reference*; without *name* it leads only programs
        that understand that.
        """
        x, y, width, height = box
        bottom = self._height - y - height
        more: dict[str, Any] = {"F": 4}  # printed, not hidden
        if reference is not None:
            self._figures += 1
            label = passport_label(reference)
            more["NM"] = PDFString(f"{passport_of(reference)}#{self._figures}")
        goal = self.canvas._bookmarkReference(name) if name else None  # noqa: SLF001
        edges = (x, bottom, x + width, bottom + height)
        link = _Link(edges, shaping.on_one_line(label), goal, "[0 0 0]", **more)
        name = f"Link{self.structure.count_links()}"
        self.canvas._addAnnotation(link, name)  # noqa: SLF001 - reportlab has no call
        self.structure.link(name)

    def rect(self, mark: Rect) -> None:
        """Draw a rectangle."""
        paint = self._use(mark.fill, mark.stroke, 0.75)
        x, y = self._left + mark.x, self._top - mark.y - mark.height
        if mark.radius:
            self._content.rounded(x, y, mark.width, mark.height, mark.radius, paint)
        else:
            self._content.rectangle(x, y, mark.width, mark.height, paint)

    def line(self, mark: Line) -> None:
        """Draw a line."""
        self._use(None, mark.ink, mark.thickness)
        left, top = self._left, self._top
        self._content.line(left + mark.x1, top - mark.y1, left + mark.x2, top - mark.y2)

    def poly(self, mark: Poly) -> None:
        """Draw a closed polygon."""
        paint = self._use(mark.fill, mark.stroke, mark.thickness)
        points = [(self._left + x, self._top - y) for x, y in mark.points]
        self._content.polygon(points, paint)

    def dot(self, mark: Dot) -> None:
        """Draw a filled circle with its ring."""
        paint = self._use(mark.fill, mark.ring, 1.2)
        x, y, size = self._left + mark.x, self._top - mark.y, 2 * mark.radius
        self._content.rounded(x - mark.radius, y - mark.radius, size, size, mark.radius, paint)

    def box_of_text(self, mark: Text) -> None:
        """Draw text in a box: wrapped, cut and centred vertically."""
        lines = shaping.layout(
            mark.text, mark.width, mark.size, self.language, bold=mark.bold, at_most=mark.lines
        )
        leading = mark.size * (LEADING if len(lines) == 1 else 1.16)
        baseline = mark.y + (mark.height - leading * len(lines)) / 2 + leading / 2
        baseline += mark.size * 0.35
        share = _SHARES[mark.align]
        for line in lines:
            room = mark.width - line.width * mark.size / 1000
            self.text(line, mark.x + room * share, baseline, mark.size, mark.ink)
            baseline += leading

    def chart(self, chart: Chart, x: float, y: float, words: str = "") -> None:
        """Draw *chart* with its top left corner at *x*, *y*: shapes first, texts in one go.

        *words* say the same for who cannot see it; without them its texts are read.
        """
        tag = "Figure" if words else "P"
        self.begin_drawing(self.structure.element(tag, alternative=words))
        before = self._left, self._top
        self._left, self._top = self._left + x, self._top - y
        texts: list[Text] = []
        for mark in chart.marks:
            match mark:
                case Text():
                    texts.append(mark)
                case Rect():
                    self.rect(mark)
                case Line():
                    self.line(mark)
                case Poly():
                    self.poly(mark)
                case Dot():
                    self.dot(mark)
        for text in texts:
            self.box_of_text(text)
        self._left, self._top = before
        self.end()

    def _use(self, fill: Ink | None, stroke: Ink | None, thickness: float) -> str:
        """Choose inks; return the operator that paints a shape with them."""
        if stroke is None:
            self._content.ink(fill=None if fill is None else _COLOURS[fill])
            return "n" if fill is None else "f"
        if fill is None:
            self._content.ink(stroke=_COLOURS[stroke], thickness=thickness)
            return "S"
        self._content.ink(_COLOURS[fill], _COLOURS[stroke], thickness)
        return "B"


def baseline_offset(size: float, leading: float) -> float:
    """Return how far below the top of a line its baseline lies, so that capitals look centred."""
    return leading / 2 + size * 0.35
