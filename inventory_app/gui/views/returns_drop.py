"""Where returns are dropped: files and folders, or chosen in a dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from inventory_app.gui.context import Context
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import button, column, label, picture, repolish, row


class DropZone(QFrame):
    """A dashed frame that takes files and folders; a click chooses files."""

    dropped = Signal(tuple)
    files_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, context: Context, *, wide: bool = False) -> None:
        super().__init__()
        _ = context.words
        self.setProperty("card", "drop")
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title = _("Drop returns here")
        self.setAccessibleName(title)
        text = _("Files or a folder. Nothing is written before you apply it.")
        self.setAccessibleDescription(text)
        self.files = button(context, _("Files…"), self.files_wanted.emit, kind="flat",
                            icon="file-spreadsheet", tip=_("Choose files"))  # fmt: skip
        self.folder = button(context, _("Folder…"), self.folder_wanted.emit, kind="flat",
                             icon="folder-open", tip=_("Choose a folder"))  # fmt: skip
        mark = picture(context, "inbox", "accent", 26)
        said = (label(title, "card-title", wrap=True), label(text, "caption", wrap=True))
        for each in said:
            each.setMinimumWidth(70)
        words = column(*said, spacing=2)
        if wide:
            box = QHBoxLayout(self)
            box.setContentsMargins(16, 10, 12, 10)
            box.setSpacing(12)
            box.addWidget(mark)
            box.addLayout(words, 1)
            box.addWidget(self.files)
            box.addWidget(self.folder)
            return
        upright = QVBoxLayout(self)
        upright.setContentsMargins(14, 10, 10, 8)
        upright.setSpacing(4)
        head = row(mark, spacing=10)
        head.addLayout(words, 1)
        upright.addLayout(head)
        upright.addStretch(1)
        upright.addLayout(FlowLayout((self.files, self.folder), spacing=2))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that files can be let go here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()
            self._mark(over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as usual again."""
        self._mark(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        self._mark(over=False)
        urls = event.mimeData().urls()
        files = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
        event.acceptProposedAction()
        if files:
            self.dropped.emit(files)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose files."""
        if self.rect().contains(event.position().toPoint()):
            self.files_wanted.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose files."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.files_wanted.emit()
            return
        super().keyPressEvent(event)

    def _mark(self, *, over: bool) -> None:
        self.setProperty("over", over)
        repolish(self)
