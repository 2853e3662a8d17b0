"""Charts as pictures: drawn by the back end of the printed documents, then turned into PNG.

So a chart looks in both the same to the letter, Arabic shaped and Chinese in the program's own
fonts, whatever fonts the reader's computer has (decision 0009).
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportlab.pdfgen.canvas import Canvas

from inventory_app.formats.pdf import fonts
from inventory_app.formats.pdf.documents import plot_block
from inventory_app.formats.pdf.drawing import Area, Pen

if TYPE_CHECKING:
    from inventory_app.domain.documents import Plot
    from inventory_app.formats.pdf.blocks import Block
    from inventory_app.languages import Language

DOTS_PER_INCH = 220
# 32 steps for each colour: nobody sees the difference, and the picture is a third smaller.
_STEPS = bytes(round(round(value * 31 / 255) * 255 / 31) for value in range(256))


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture, PNG, and its size in points."""

    data: bytes
    width: float
    height: float


def chart_picture(plot: Plot, width: float, language: Language) -> Picture:
    """Return a chart, *width* points wide; the same chart always gives the same bytes."""
    block = plot_block(plot, language)
    height = block.height(width) - block.tail()
    return Picture(data=_rendered(_page(block, width, height, language)), width=width,
                   height=height)  # fmt: skip


def _rendered(page_of_chart: bytes) -> bytes:
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - has no py.typed; slow to load

    document = pypdfium2.PdfDocument(page_of_chart)
    try:
        page = document[0]
        try:
            bitmap = page.render(scale=DOTS_PER_INCH / 72, rev_byteorder=True)
            try:
                return _png(bitmap)
            finally:
                bitmap.close()
        finally:
            page.close()
    finally:
        document.close()


def _page(block: Block, width: float, height: float, language: Language) -> bytes:
    """Return a PDF document with a chart on a page of its size."""
    fonts.widths(fonts.face(fonts.LATIN, bold=False))
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer, pagesize=(width, height), invariant=1,
        initialFontName=fonts.face(fonts.LATIN, bold=False),
    )  # fmt: skip
    pen = Pen(canvas, height, language, {})
    block.paint(pen, Area(0, width, language.right_to_left), 0)
    pen.finish()
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _png(bitmap: Any) -> bytes:
    """Return a bitmap of three or four bytes a pixel as PNG (RFC 2083), without its date."""
    width, height, stride, channels = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
    data = bytes(bitmap.buffer).translate(_STEPS)
    lines = bytearray()
    for y in range(height):
        line = data[y * stride : y * stride + width * channels]
        if channels == 4:
            rgb = bytearray(width * 3)
            rgb[0::3], rgb[1::3], rgb[2::3] = line[0::4], line[1::4], line[2::4]
            line = bytes(rgb)
        lines.append(0)
        lines += line
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(lines), 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
