"""Links in a PDF document: to other pages of it, and from figures to where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

LONGEST = 2048  # bytes of the name of an annotation; longer ones are none of ours


class Box(NamedTuple):
    """A part of a page in points from its top left corner."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies in the box."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


class PdfLink(NamedTuple):
    """A part of a page that leads on: to another `page` (from 0), or a figure's `passport`."""

    box: Box
    passport: str = ""
    page: int | None = None


def links_on(document: Any, page: Any, height: float) -> Iterator[PdfLink]:
    """Yield the links of an open page of an open document, *height* points high."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped] # noqa: PLC0415 - no py.typed

    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        mark = pdfium.FPDFPage_GetAnnot(page, number)
        try:
            if pdfium.FPDFAnnot_GetSubtype(mark) == pdfium.FPDF_ANNOT_LINK:
                edges = pdfium.FS_RECTF()
                pdfium.FPDFAnnot_GetRect(mark, edges)
                top, bottom = max(edges.top, edges.bottom), min(edges.top, edges.bottom)
                box = Box(edges.left, height - top, edges.right - edges.left, top - bottom)
                name = _name(pdfium, mark).rpartition("#")[0]
                yield PdfLink(box, name, _goal(pdfium, document, mark))
        finally:
            pdfium.FPDFPage_CloseAnnot(mark)


def _name(pdfium: Any, mark: Any) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(mark, b"NM", None, 0)
    if not 2 < size <= LONGEST:
        return ""
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFAnnot_GetStringValue(mark, b"NM", buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def _goal(pdfium: Any, document: Any, mark: Any) -> int | None:
    goal = pdfium.FPDFLink_GetDest(document, pdfium.FPDFAnnot_GetLink(mark))
    page = pdfium.FPDFDest_GetDestPageIndex(document, goal) if goal else -1
    return int(page) if page >= 0 else None
