"""The bar over the pages of a document: which page, how large, and finding words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.pdf_file import Found
from inventory_app.gui.kit.pdf_view import PdfView
from inventory_app.gui.kit.widgets import button, label, row, search_box, tool

_PAUSE = 200  # milliseconds without a key before the document is searched


class PdfToolbar(QWidget):
    """Works on one `PdfView`."""

    def __init__(self, context: Context, view: PdfView) -> None:
        super().__init__()
        self._context = context
        self._view = view
        self._found: tuple[Found, ...] = ()
        self._at = -1
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._search)
        _ = context.words
        self.earlier = tool(context, "chevron-up", _("Previous page"), partial(self._turn, -1))
        self.later = tool(context, "chevron-down", _("Next page"), partial(self._turn, 1))
        self.page = label("", "muted")
        self.smaller = tool(context, "zoom-out", _("Smaller"), view.zoom_out)
        self.larger = tool(context, "zoom-in", _("Larger"), view.zoom_in)
        self.zoom = label("", "muted")
        self.fit = button(context, _("Fit width"), view.fit_width, kind="flat")
        self.glass = tool(context, "search", _("Find in the document"), self.open_search)
        self.field = search_box(context, _("Find in the document"))
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.returnPressed.connect(partial(self._step, 1))
        self.field.installEventFilter(self)
        self.count = label("", "muted")
        self.before = tool(context, "chevron-up", _("Previous place"), partial(self._step, -1))
        self.after = tool(context, "chevron-down", _("Next place"), partial(self._step, 1))
        self.done = tool(context, "x", _("Close the search"), self.close_search)
        self.search_line = QWidget()
        line = row(self.field, self.count, self.before, self.after, self.done, spacing=4)
        line.setStretch(0, 1)
        self.search_line.setLayout(line)
        self.search_line.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(
            row(self.earlier, self.later, self.page, 1, self.smaller, self.zoom, self.larger,
                self.fit, self.glass, spacing=4)
        )  # fmt: skip
        box.addWidget(self.search_line)
        view.page_changed.connect(lambda _page: self.refresh())
        view.zoom_changed.connect(lambda _zoom: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Show where the view is."""
        _ = self._context.words
        file = self._view.file
        total = len(file.pages) if file else 0
        for each in (self.smaller, self.larger, self.fit, self.glass):
            each.setEnabled(bool(total))
        self.earlier.setEnabled(self._view.page > 1)
        self.later.setEnabled(self._view.page < total)
        self.page.setText(
            _("Page {page} of {total}", page=_.number(self._view.page), total=_.number(total))
            if total else ""
        )  # fmt: skip
        self.zoom.setText(_("{n} %", n=_.number(round(self._view.zoom * 100))) if total else "")
        if file is None:
            self._found, self._at = (), -1
            self._show_count()

    def open_search(self) -> None:
        """Open the search, or go to its field."""
        if self._view.file is None:
            return
        self.search_line.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text():
            self._pause.start()

    def close_search(self) -> None:
        """Close the search and take its marks away."""
        self.search_line.hide()
        self._take(())
        self._view.setFocus()

    def _turn(self, pages: int) -> None:
        self._view.go_to(self._view.page + pages)

    def _search(self) -> None:
        file, text = self._view.file, self.field.text().strip()
        if file is None or not text:
            self._take(())
            return
        self._context.read("find in the document", partial(file.find, text), self._take)

    def _take(self, found: tuple[Found, ...]) -> None:
        self._found = found
        self._at = next((n for n, each in enumerate(found) if each.page + 1 >= self._view.page), 0)
        self._view.show_marks(found, self._at if found else -1)
        self._show_count()

    def _step(self, steps: int) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self._search()
        elif self._found:
            self._at = (self._at + steps) % len(self._found)
            self._view.show_marks(self._found, self._at)
            self._show_count()

    def _show_count(self) -> None:
        _ = self._context.words
        total = len(self._found)
        for each in (self.before, self.after):
            each.setEnabled(total > 1)
        if total:
            text = _("{n} of {total}", n=_.number(self._at + 1), total=_.number(total))
        else:
            text = _("Not found") if self.field.text().strip() else ""
        self.count.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close the search with Esc."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.close_search()
            return True
        return super().eventFilter(watched, event)
