"""The guide as one PDF file, and the focal point's two pages as one for each language.

Laid out by Qt from the same Markdown, with the same type, as in the window; it joins Arabic letters
and mirrors Arabic pages. Bookmarks and links between pages are added to what Qt wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from guide_pages import ON_SCREEN_ONLY, GuidePage, pages, with_links
from pdf_links import Bookmark, Place, add_navigation
from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

from inventory_app.gui.dialogs.help_text import anchor_of, set_text
from inventory_app.gui.theme import Theme, load_fonts
from inventory_app.languages import LANGUAGES, language
from inventory_app.texts import translator

DPI = 96
_MM = DPI / 25.4
WIDTH, HEIGHT = 210 * _MM, 297 * _MM
_SIDE, _TOP, _BOTTOM = 20 * _MM, 20 * _MM, 20 * _MM
_ROOM = QSizeF(WIDTH - 2 * _SIDE, HEIGHT - _TOP - _BOTTOM)
_WINDOW = 1280  # pixels of a picture of the whole window, which gets the width of the text
_STRANDED = 120  # a heading with less room than this below it begins the next page
_SCHEME = "guide:"
_INK, _QUIET, _LINE, _ACCENT = "#18202c", "#5a6677", "#cdd5e0", "#0a6ea8"
_TITLE_GAP = 300


class PageText(QTextDocument):
    """One page of the guide, laid out for paper."""

    def __init__(self, page: GuidePage, markdown: str, zoom: int) -> None:
        super().__init__()
        self._folder = page.file.parent
        self.setDocumentMargin(0)
        theme = Theme(dark=False, language=language(page.language))
        set_text(self, markdown, theme, zoom)
        font = self.defaultFont()
        font.setFeature(QFont.Tag("liga"), 0)  # “fi” as one sign is not found by a search
        self.setDefaultFont(font)
        for frame in self.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.format()
                form.setCellPadding(5)
                frame.setFormat(form)
        self.setPageSize(_ROOM)
        self._keep_headings()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        image = QImage(str(self._folder / (name.toString() if isinstance(name, QUrl) else name)))
        image.setDevicePixelRatio(max(_WINDOW, image.width()) / _ROOM.width())
        return image

    def headings(self) -> Iterator[tuple[int, str, QRectF]]:
        """Yield level, text and place of each heading."""
        block = self.begin()
        while block.isValid():
            if level := block.blockFormat().headingLevel():
                place = self.documentLayout().blockBoundingRect(block)
                yield level, block.text().strip("\u2066\u2069"), place
            block = block.next()

    def _keep_headings(self) -> None:
        """Begin a page with a heading that would stand alone at the foot of one."""
        block = self.begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                place = self.documentLayout().blockBoundingRect(block)
                left = _ROOM.height() - place.bottom() % _ROOM.height()
                if left < _STRANDED and place.top() > _STRANDED:
                    form = QTextBlockFormat()
                    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                    QTextCursor(block).mergeBlockFormat(form)
                    self.markContentsDirty(0, self.characterCount())  # all that follows moves
            block = block.next()


@dataclass
class Book:
    """What is printed, and where everything came to stand."""

    title: str
    zoom: int = 84
    places: dict[str, Place] = field(default_factory=dict)
    bookmarks: list[Bookmark] = field(default_factory=list)
    sheet: int = 0


def write_guide(target: Path) -> int:
    """Write the whole guide to *target*; return how many sheets it has."""
    every = [page for page in pages() if page.name not in ON_SCREEN_ONLY]
    book = Book(title="ICT Inventory: user guide")
    return _write(target, book, every, contents=True)


def write_focal_points(folder: Path) -> list[Path]:
    """Write the focal point's pages into *folder*, one file for each language."""
    made = []
    for page in pages():
        if page.name.partition(".")[0] == "focal-point":
            target = folder / f"focal-point-{page.language}.pdf"
            for zoom in _ZOOMS:  # as large as two sheets allow
                if _write(target, Book(title=page.title, zoom=zoom), [page], contents=False) <= 2:
                    break
            made.append(target)
    return made


def _write(target: Path, book: Book, every: Sequence[GuidePage], *, contents: bool) -> int:
    load_fonts()
    known = {page.name for page in every}
    texts = []
    for page in every:
        markdown = with_links(
            page, lambda name, anchor: f"{_SCHEME}{name}#{anchor}" if name in known else None
        )
        texts.append(PageText(page, markdown, book.zoom))
    first = _length_of_contents(every) + 1 if contents else 0
    starts = _starts(texts, first)
    writer = QPdfWriter(str(target))
    writer.setTitle(book.title)
    writer.setCreator("ICT Inventory")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setResolution(DPI)
    painter = QPainter(writer)
    try:
        if contents:
            _draw_title(painter)
            writer.newPage()
            _draw_contents(painter, writer, every, starts)
            writer.newPage()
        for page, text, start in zip(every, texts, starts, strict=True):
            if start > first:
                writer.newPage()
            _draw_page(painter, writer, page, text, start, contents=contents)
            _note_places(book, page, text, start)
    finally:
        painter.end()
    add_navigation(target, book.places, book.bookmarks, _SCHEME)
    return starts[-1] + texts[-1].pageCount()


def _starts(texts: Sequence[PageText], first: int) -> list[int]:
    starts = []
    for text in texts:
        starts.append(first)
        first += text.pageCount()
    return starts


def _note_places(book: Book, page: GuidePage, text: PageText, start: int) -> None:
    high = _ROOM.height()
    book.places[f"{page.name}#"] = Place(sheet=start, down=0)
    for level, words, place in text.headings():
        sheet, down = start + int(place.top() // high), (_TOP + place.top() % high) / HEIGHT
        spot = Place(sheet=sheet, down=max(down - 0.01, 0))
        book.places.setdefault(f"{page.name}#{anchor_of(words)}", spot)
        if level <= 2:
            book.bookmarks.append(Bookmark(level=level, text=words, place=spot))


# -- drawing -----------------------------------------------------------------------------------


def _font(size: float, *, bold: bool = False, code: str = "en") -> QFont:
    font = Theme(dark=False, language=LANGUAGES[code]).font(bold=bold)
    font.setPixelSize(round(size))
    return font


def _draw_title(painter: QPainter) -> None:
    painter.fillRect(QRectF(0, 0, 6 * _MM, HEIGHT), QColor(_ACCENT))
    painter.setPen(QColor(_INK))
    painter.setFont(_font(42, bold=True))
    painter.drawText(QRectF(_SIDE, _TITLE_GAP, _ROOM.width(), 60), "ICT Inventory")
    painter.setFont(_font(24))
    painter.drawText(QRectF(_SIDE, _TITLE_GAP + 64, _ROOM.width(), 40), "User guide")
    painter.setPen(QColor(_QUIET))
    painter.setFont(_font(13))
    from inventory_app import __version__  # noqa: PLC0415 - beside its only use

    painter.drawText(QRectF(_SIDE, _TITLE_GAP + 120, _ROOM.width(), 30), f"Version {__version__}")


def _lines_of_contents(every: Sequence[GuidePage]) -> list[GuidePage | str]:
    lines: list[GuidePage | str] = []
    for part, inside in groupby(every, key=lambda page: page.part):
        lines += [part, *inside]
    return lines


_ZOOMS = (96, 92, 88, 84, 80, 76)
_LINE_HIGH = 23


def _length_of_contents(every: Sequence[GuidePage]) -> int:
    high = len(_lines_of_contents(every)) * _LINE_HIGH + 70
    return 1 + int(high // _ROOM.height())


def _draw_contents(
    painter: QPainter, writer: QPdfWriter, every: Sequence[GuidePage], starts: Sequence[int]
) -> None:
    numbers = dict(zip((page.name for page in every), starts, strict=True))
    painter.setPen(QColor(_INK))
    painter.setFont(_font(24, bold=True))
    painter.drawText(QRectF(_SIDE, _TOP, _ROOM.width(), 40), "Contents")
    down = _TOP + 60.0
    for line in _lines_of_contents(every):
        if down + _LINE_HIGH > HEIGHT - _BOTTOM:
            writer.newPage()
            down = _TOP
        _draw_line(painter, line, numbers, down)
        down += _LINE_HIGH


def _draw_line(
    painter: QPainter, line: GuidePage | str, numbers: dict[str, int], down: float
) -> None:
    place = QRectF(_SIDE, down, _ROOM.width(), _LINE_HIGH)
    if isinstance(line, str):
        painter.setPen(QColor(_QUIET))
        painter.setFont(_font(11, bold=True))
        painter.drawText(place, Qt.AlignmentFlag.AlignBottom, line)
        return
    painter.setPen(QColor(_INK))
    painter.setFont(_font(13, code=line.language))
    painter.drawText(place, Qt.AlignmentFlag.AlignBottom, line.title)
    painter.setFont(_font(13))
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
    painter.drawText(place, right, str(numbers[line.name] + 1))
    painter.setPen(QColor(_LINE))
    painter.drawLine(place.bottomLeft(), place.bottomRight())


def _draw_page(
    painter: QPainter,
    writer: QPdfWriter,
    page: GuidePage,
    text: PageText,
    start: int,
    *,
    contents: bool,
) -> None:
    high = _ROOM.height()
    for number in range(text.pageCount()):
        if number:
            writer.newPage()
        painter.save()
        painter.translate(_SIDE, _TOP - number * high)
        shown = QRectF(0, number * high, _ROOM.width(), high - 1)  # no trace of the next
        painter.setClipRect(shown)
        text.drawContents(painter, shown)
        painter.restore()
        sheet = start + number + 1 if contents else number + 1
        _draw_foot(painter, page, sheet)


def _draw_foot(painter: QPainter, page: GuidePage, sheet: int) -> None:
    place = QRectF(_SIDE, HEIGHT - _BOTTOM + 14, _ROOM.width(), 20)
    painter.setPen(QColor(_LINE))
    painter.drawLine(place.topLeft(), place.topRight())
    painter.setPen(QColor(_QUIET))
    painter.setFont(_font(11, code=page.language))
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    if language(page.language).right_to_left:
        left, right = right, left
    absolute, low = Qt.AlignmentFlag.AlignAbsolute, Qt.AlignmentFlag.AlignBottom
    painter.drawText(place, left | absolute | low, page.title)
    number = translator(page.language).number(sheet)
    painter.drawText(place, right | absolute | low, number)
