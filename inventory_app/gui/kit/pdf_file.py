"""A PDF document read by PDFium: sizes of pages, pages as pictures, words and where they stand.

PDFium must not be used by two threads at once, so everything here waits for its turn.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from weakref import WeakSet

from PySide6.QtGui import QImage

from inventory_app.gui.kit.pdf_links import Box, PdfLink, links_on
from inventory_app.progress import Cancelled

__all__ = ["Box", "Found", "PageSize", "PdfFile", "PdfLink"]

POINTS_PER_INCH = 72.0
MOST_FOUND = 500
_turn = threading.RLock()  # again: a document may go while another one is read


class PageSize(NamedTuple):
    """Width and height of a page in points."""

    width: float
    height: float


class Found(NamedTuple):
    """Where a text stands: page from 0, and the boxes around its letters, one for each line."""

    page: int
    boxes: tuple[Box, ...]


class PdfFile:
    """One open document, kept in memory; close it when it is no longer shown."""

    def __init__(self, content: bytes) -> None:
        # pypdfium2 has no py.typed; loading it takes 60 ms that the start of the window saves
        import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415

        self.content = content
        with _turn:
            if not _open:  # PDFium complains at the end of the program about what is open then
                atexit.unregister(_close_all)
                atexit.register(_close_all)
            _open.add(self)
            self._document: Any = pypdfium2.PdfDocument(content)
            self.pages = tuple(
                PageSize(*self._document.get_page_size(n)) for n in range(len(self._document))
            )

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        with _turn:
            if self._document is None:
                raise Cancelled  # another document is shown by now
            page = self._document[number]
            try:
                yield page
            finally:
                page.close()

    def picture(self, number: int, width: int) -> QImage:
        """Return the page *number* (from 0) as a picture *width* pixels wide."""
        with self._page(number) as page:
            scale = width / self.pages[number].width
            bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
            try:
                shown = QImage(
                    bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride,
                    QImage.Format.Format_RGBX8888,
                )  # fmt: skip
                return shown.copy()  # the buffer goes with the bitmap
            finally:
                bitmap.close()

    def find(self, text: str) -> tuple[Found, ...]:
        """Return where *text* stands, whatever its capitals, at most `MOST_FOUND` places."""
        found: list[Found] = []
        for number, size in enumerate(self.pages):
            with self._page(number) as page:
                words = page.get_textpage()
                try:
                    found += _places(words, number, size.height, text)
                finally:
                    words.close()
            if len(found) >= MOST_FOUND:
                break
        return tuple(found[:MOST_FOUND])

    def links(self, number: int) -> tuple[PdfLink, ...]:
        """Return the parts of page *number* (from 0) that lead on."""
        with self._page(number) as page:
            return tuple(links_on(self._document, page, self.pages[number].height))

    def close(self) -> None:
        """Give the memory back."""
        with _turn:
            if self._document is not None:
                self._document.close()
            self._document = None

    def __del__(self) -> None:
        if hasattr(self, "_document"):
            self.close()


_open: WeakSet[PdfFile] = WeakSet()


def _close_all() -> None:
    for file in list(_open):
        if hasattr(file, "_document"):
            file.close()


def _places(words: Any, page: int, height: float, text: str) -> Iterator[Found]:
    search = words.search(text)
    try:
        while (place := search.get_next()) is not None:
            start, count = place
            boxes = []
            for n in range(words.count_rects(start, count)):
                left, bottom, right, top = words.get_rect(n)
                boxes.append(Box(left, height - top, right - left, top - bottom))
            yield Found(page, tuple(boxes))
    finally:
        search.close()
