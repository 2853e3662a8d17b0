"""The pages of a PDF document one below the other, as they will be printed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from inventory_app.gui.context import Context
from inventory_app.gui.kit.pdf_file import POINTS_PER_INCH, Found, PdfFile, PdfLink

ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_PIXELS_PER_INCH = 96.0
_MARGIN, _GAP = 16, 14
_KEPT = 12  # pictures of pages
_STEP = 48  # pixels for one turn of the wheel or one arrow key


class PdfView(QAbstractScrollArea):
    """Shows a `PdfFile`. Pages are drawn in the background when they come into sight.

    Links lead to other pages; a figure that says where it comes from can be chosen with the
    mouse, or with F and Enter.
    """

    page_changed = Signal(int)  # the page at the top, from 1
    zoom_changed = Signal(float)
    figure_chosen = Signal(str)  # its passport

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._file: PdfFile | None = None
        self._pictures: dict[int, QImage] = {}
        self._asked: dict[int, int] = {}
        self._marks: Sequence[Found] = ()
        self._mark = -1
        self._links: dict[int, Sequence[PdfLink]] = {}
        self._chosen: tuple[int, PdfLink] | None = None  # page and figure
        self.zoom = 1.0
        self.fits = True
        self.page = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(context.words("Preview"))
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.horizontalScrollBar().setSingleStep(_STEP)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def file(self) -> PdfFile | None:
        """The document that is shown."""
        return self._file

    def show_file(self, file: PdfFile | None) -> None:
        """Show *file* from where the document before stood, if it is long enough, or nothing."""
        if self._file is not None:
            self._file.close()
        self._file = file
        self._pictures.clear()
        self._asked.clear()
        self._links.clear()
        self._chosen = None
        self._marks, self._mark = (), -1
        self._lay_out()
        self._scrolled()

    # -- where things are ----------------------------------------------------------------------

    def _scale(self) -> float:
        return self.zoom * _PIXELS_PER_INCH / POINTS_PER_INCH

    def _width(self) -> int:
        pages = self._file.pages if self._file else ()
        return round(max((page.width for page in pages), default=0) * self._scale())

    def page_rects(self) -> list[QRect]:
        """Return where each page is, in pixels of the viewport."""
        if self._file is None:
            return []
        rects, y = [], _MARGIN - self.verticalScrollBar().value()
        inner = max(self.viewport().width(), self._width() + 2 * _MARGIN)
        bar = self.horizontalScrollBar()
        shift = bar.value()
        if self.isRightToLeft():
            shift = bar.maximum() - shift
        for page in self._file.pages:
            width, height = round(page.width * self._scale()), round(page.height * self._scale())
            rects.append(QRect((inner - width) // 2 - shift, y, width, height))
            y += height + _GAP
        return rects

    def _lay_out(self) -> None:
        pages = self._file.pages if self._file else ()
        if self.fits and pages:
            room = self.viewport().width() - 2 * _MARGIN
            widest = max(page.width for page in pages) * _PIXELS_PER_INCH / POINTS_PER_INCH
            self.zoom = max(ZOOMS[0], min(2.0, room / widest))
        height = sum(round(page.height * self._scale()) + _GAP for page in pages)
        tall = height - _GAP + 2 * _MARGIN if pages else 0
        view = self.viewport().size()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(view.height())
        vertical.setRange(0, max(0, tall - view.height()))
        horizontal.setPageStep(view.width())
        horizontal.setRange(0, max(0, self._width() + 2 * _MARGIN - view.width()))
        self.zoom_changed.emit(self.zoom)
        self.viewport().update()

    # -- moving --------------------------------------------------------------------------------

    def go_to(self, page: int) -> None:
        """Bring the page with this number, from 1, to the top."""
        rects = self.page_rects()
        if rects:
            top = rects[max(0, min(len(rects), page) - 1)].top()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + top - _MARGIN)

    def set_zoom(self, zoom: float) -> None:
        """Show the pages at *zoom* of their printed size, the same place at the top."""
        self.fits = False
        bar = self.verticalScrollBar()
        where = bar.value() / max(self._scale(), 0.01)
        self.zoom = max(ZOOMS[0], min(ZOOMS[-1], zoom))
        self._lay_out()
        bar.setValue(round(where * self._scale()))

    def zoom_in(self) -> None:
        """Show the pages one step larger."""
        self.set_zoom(next((zoom for zoom in ZOOMS if zoom > self.zoom + 0.01), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """Show the pages one step smaller."""
        self.set_zoom(next((z for z in reversed(ZOOMS) if z < self.zoom - 0.01), ZOOMS[0]))

    def fit_width(self) -> None:
        """Let the pages fill the width."""
        self.fits = True
        self._lay_out()

    def show_marks(self, marks: Sequence[Found], current: int) -> None:
        """Mark places in the text and bring the one with the number *current* into sight."""
        self._marks, self._mark = marks, current
        if 0 <= current < len(marks) and marks[current].boxes:
            found = marks[current]
            box, rect = found.boxes[0], self.page_rects()[found.page]
            y = rect.top() + box.y * self._scale()
            if not 0 <= y <= self.viewport().height() - 60:
                bar = self.verticalScrollBar()
                bar.setValue(round(bar.value() + y - self.viewport().height() / 3))
        self.viewport().update()

    def _scrolled(self) -> None:
        middle = self.viewport().height() // 3
        rects = self.page_rects()
        at = next((n for n, rect in enumerate(rects, 1) if rect.bottom() > middle), len(rects))
        if at != self.page:
            self.page = at
            self.page_changed.emit(at)
        self.viewport().update()

    # -- links and figures ---------------------------------------------------------------------

    def link_at(self, place: QPointF) -> PdfLink | None:
        """Return the link under a point of the viewport; a figure before any other."""
        found = None
        for number, rect in enumerate(self.page_rects()):
            if rect.contains(place.toPoint()):
                scale = self._scale()
                x, y = (place.x() - rect.left()) / scale, (place.y() - rect.top()) / scale
                here = [link for link in self._links.get(number, ()) if link.box.holds(x, y)]
                found = next((link for link in here if link.passport), here[0] if here else None)
        return found

    def follow(self, link: PdfLink) -> None:
        """Announce the figure of a link, or go to the page that it leads to."""
        if link.passport:
            self.figure_chosen.emit(link.passport)
        elif link.page is not None:
            self.go_to(link.page + 1)

    def choose_figure(self, step: int) -> None:
        """Choose the next figure (1), or the one before (-1), on the pages in sight."""
        view = self.viewport().rect()
        figures = [
            (number, link)
            for number, rect in enumerate(self.page_rects())
            if rect.intersects(view)
            for link in self._links.get(number, ())
            if link.passport and self._box_on_screen(rect, link).intersects(QRectF(view))
        ]
        if not figures:
            self._chosen = None
        elif self._chosen in figures:
            place = (figures.index(self._chosen) + step) % len(figures)
            self._chosen = figures[place]
        else:
            self._chosen = figures[0 if step > 0 else -1]
        self.viewport().update()

    def _box_on_screen(self, rect: QRect, link: PdfLink) -> QRectF:
        scale, box = self._scale(), link.box
        return QRectF(
            rect.left() + box.x * scale, rect.top() + box.y * scale,
            box.width * scale, box.height * scale,
        )  # fmt: skip

    # -- what Qt calls -------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages into the new width."""
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Draw anew; nothing can be reused."""
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show over links that they lead on."""
        over = self.link_at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow the link that was clicked."""
        found = self.link_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.follow(found)
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first or last page, from figure to figure; the other keys scroll."""
        if (
            event.key() == Qt.Key.Key_F
            and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        ):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.choose_figure(-1 if back else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen:
            self.follow(self._chosen[1])
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif event.key() == Qt.Key.Key_End:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            elif event.angleDelta().y() < 0:
                self.zoom_out()
            event.accept()
        else:
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight; those not ready yet are white until they are."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._context.theme.colour("bg"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        view = self.viewport().rect()
        for number, rect in enumerate(self.page_rects()):
            if not rect.intersects(view):
                continue
            self._ask_for(number, rect.width())
            picture = self._pictures.get(number)
            if picture is None:
                painter.fillRect(rect, Qt.GlobalColor.white)
            else:
                painter.drawImage(rect, picture)
            painter.setPen(QPen(self._context.theme.colour("line"), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            self._paint_marks(painter, number, rect)
            if self._chosen and self._chosen[0] == number:
                painter.setPen(QPen(self._context.theme.colour("accent"), 2))
                painter.drawRect(self._box_on_screen(rect, self._chosen[1]).adjusted(-2, -2, 2, 2))
        if self.hasFocus():
            painter.setPen(QPen(self._context.theme.colour("accent"), 2))
            painter.drawRect(view.adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_marks(self, painter: QPainter, page: int, rect: QRect) -> None:
        scale = self._scale()
        for n, found in enumerate(self._marks):
            if found.page != page:
                continue
            colour = self._context.theme.colour("series2" if n == self._mark else "accent")
            colour.setAlpha(150 if n == self._mark else 60)
            for box in found.boxes:
                painter.fillRect(
                    QRectF(
                        rect.left() + box.x * scale - 1, rect.top() + box.y * scale - 1,
                        box.width * scale + 2, box.height * scale + 2,
                    ), colour,
                )  # fmt: skip

    def _ask_for(self, number: int, width: int) -> None:
        file, pixels = self._file, round(width * self.devicePixelRatioF())
        if file is None or self._asked.get(number) == pixels:
            return
        self._asked[number] = pixels
        self._context.read(
            f"page {number} of the preview", partial(file.picture, number, pixels),
            partial(self._take, file, number),
        )  # fmt: skip
        if number not in self._links:
            self._context.read(
                f"links of page {number} of the preview", partial(file.links, number),
                partial(self._take_links, file, number),
            )  # fmt: skip

    def _take_links(self, file: PdfFile, number: int, links: Sequence[PdfLink]) -> None:
        if file is self._file:
            self._links[number] = links

    def _take(self, file: PdfFile, number: int, picture: QImage) -> None:
        if file is not self._file:
            return
        self._pictures.pop(number, None)
        self._pictures[number] = picture
        for far in list(self._pictures)[:-_KEPT]:
            del self._pictures[far]
            self._asked.pop(far, None)
        self.viewport().update()
