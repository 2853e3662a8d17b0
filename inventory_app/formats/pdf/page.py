"""A4 pages with a running head, a foot and an outline; the same document, the same bytes."""

from __future__ import annotations

import calendar
import io
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from inventory_app.domain.marks import Line
from inventory_app.formats.pdf import fonts, shaping
from inventory_app.formats.pdf.blocks import paginate
from inventory_app.formats.pdf.drawing import Area, Pen
from inventory_app.formats.pdf.packing import Additions, packed
from inventory_app.formats.pdf.structure import Structure
from inventory_app.formats.pdf.xmp import xmp
from inventory_app.progress import NoProgress
from inventory_app.texts import translator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from inventory_app.formats.pdf.blocks import Block, Placed
    from inventory_app.formats.pdf.content import Alphabet
    from inventory_app.progress import Progress

WIDTH, HEIGHT = A4
SIDE = 46.0
TOP = 54.0
HEAD_SIZE = 7.5


@dataclass(frozen=True, kw_only=True)
class PrintedDocument:
    """What is printed on every page and written into the file's properties.

    `head_start` and `head_end` are the two halves of the running head, `foot` names the program.
    """

    title: str
    subject: str
    author: str
    language: str
    head_start: str
    head_end: str
    foot: str
    printed_on: date
    landscape: bool = False

    @property
    def program(self) -> str:
        """The name and the version of the program, without the language that the foot names."""
        return self.foot.partition("  ·  ")[0]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a page."""
        return (HEIGHT, WIDTH) if self.landscape else (WIDTH, HEIGHT)

    @property
    def content_width(self) -> float:
        """The width that blocks are given."""
        return self.size[0] - 2 * SIDE

    @property
    def bottom(self) -> float:
        """Where the room for blocks ends."""
        return self.size[1] - 46.0


def write(
    document: PrintedDocument,
    blocks: Sequence[Block],
    target: Path | IO[bytes],
    numbered: Callable[[Sequence[Sequence[Placed]]], None] | None = None,
    progress: Progress | None = None,
) -> int:
    """Write the pages to a file, whole or not at all, or to an open binary stream.

    *numbered* is told which blocks stand on which page before they are drawn; *progress* takes a
    step for each page. Returns the number of pages. Raises OSError if the file cannot be written,
    `Cancelled` if told to stop.
    """
    data, pages = _pages(document, blocks, numbered, progress or NoProgress())
    if isinstance(target, Path):
        partial = target.with_name(target.name + ".part")
        try:
            partial.write_bytes(data)
            os.replace(partial, target)  # noqa: PTH105 - on all systems the same
        finally:
            partial.unlink(missing_ok=True)
    else:
        target.write(data)
    return pages


def count(document: PrintedDocument, blocks: Sequence[Block]) -> int:
    """Return how many pages *blocks* take, without drawing them."""
    right_to_left = translator(document.language).language.right_to_left
    content = Area(SIDE, document.content_width, right_to_left)
    return len(paginate(blocks, content.width, TOP, document.bottom))


def _pages(
    document: PrintedDocument,
    blocks: Sequence[Block],
    numbered: Callable[[Sequence[Sequence[Placed]]], None] | None,
    progress: Progress,
) -> tuple[bytes, int]:
    _ = translator(document.language)
    content = Area(SIDE, document.content_width, _.language.right_to_left)
    pages = paginate(blocks, content.width, TOP, document.bottom)
    if numbered is not None:
        numbered(pages)
    height = document.size[1]
    buffer = io.BytesIO()
    canvas = _canvas(document, buffer)
    alphabets: dict[str, Alphabet] = {}
    structure = Structure()
    for number, places in enumerate(pages, start=1):
        progress.step(number - 1, len(pages))
        pen = Pen(canvas, height, _.language, alphabets, structure)
        _furnish(pen, document, content, number, len(pages))
        for place in places:
            place.block.paint(pen, content, place.y)
        pen.finish()
        canvas.showPage()
    canvas.save()
    progress.step(len(pages), len(pages))
    return packed(buffer.getvalue(), _additions(document, canvas, structure, len(pages))), len(
        pages
    )


def _additions(
    document: PrintedDocument, canvas: Any, structure: Structure, pages: int
) -> Additions:
    """Return what the file is given beyond what reportlab writes."""
    numbers = canvas._doc.idToObjectNumberAndVersion  # noqa: SLF001 - reportlab has no call
    return Additions(
        structure=structure,
        pages=[numbers[f"Page{number}"][0] for number in range(1, pages + 1)],
        annotations={name: numbers[f"Annot.{name}"][0] for name in structure.links()},
        metadata=xmp(
            title=document.title, author=document.author, subject=document.subject,
            language=translator(document.language).language.tag, made_with=document.program,
            day=document.printed_on,
        ),
    )  # fmt: skip


def _canvas(document: PrintedDocument, buffer: io.BytesIO) -> Any:
    language = translator(document.language).language
    name = fonts.face(fonts.LATIN, bold=False)
    fonts.widths(name)
    canvas = _DatedCanvas(
        buffer,
        pagesize=document.size,
        invariant=1,
        pageCompression=1,
        initialFontName=name,
        lang=language.tag,
    )
    canvas.date(document.printed_on)
    canvas.setTitle(shaping.on_one_line(document.title))
    canvas.setSubject(shaping.on_one_line(document.subject))
    canvas.setAuthor(shaping.on_one_line(document.author))
    canvas.setCreator(shaping.on_one_line(document.program))
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setViewerPreference("Direction", "R2L" if language.right_to_left else "L2R")
    canvas.showOutline()
    return canvas


class _DatedCanvas(Canvas):  # type: ignore[misc] # reportlab has no types
    """A canvas whose file carries a given date in place of reportlab's fixed one."""

    def date(self, day: date) -> None:
        """Give the file the date *day*, noon."""
        stamp = self._doc._timeStamp  # noqa: SLF001 - reportlab offers no other way
        stamp.t = calendar.timegm((day.year, day.month, day.day, 12, 0, 0))
        stamp.lt = time.gmtime(stamp.t)
        stamp.YMDhms = tuple(stamp.lt)[:6]


def _furnish(pen: Pen, document: PrintedDocument, area: Area, number: int, total: int) -> None:
    """Draw the running head and the foot of one page."""
    _ = translator(document.language)
    _ends(pen, area, 30, document.head_start, document.head_end)
    pages = _("Page {page} of {pages}", page=_.number(number), pages=_.number(total))
    height = document.size[1]
    _ends(pen, area, height - 32, document.foot, pages)
    right = area.x + area.width
    for y in (42.0, height - 44):
        pen.line(Line(x1=area.x, y1=y, x2=right, y2=y, ink="line", thickness=0.5))


def _ends(pen: Pen, area: Area, baseline: float, start: str, end: str) -> None:
    """Write one text at each end of a line; the first gives way if both do not fit."""
    size = HEAD_SIZE
    (last,) = shaping.layout(end, area.width * 0.6, size, pen.language, at_most=1)
    last_width = last.width * size / 1000
    room = area.width - last_width - 16
    (first,) = shaping.layout(start, room, size, pen.language, at_most=1)
    first_width = first.width * size / 1000
    pen.text(first, area.left(0, first_width), baseline, size, "muted")
    pen.text(last, area.left(area.width - last_width, last_width), baseline, size, "muted")
