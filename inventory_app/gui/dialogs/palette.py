"""The command palette: one field that finds commands, pages, entities and records."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import search_box


class Palette(QDialog):
    """Being built."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        self.field = search_box(context, context.words("Search everything"))
        QVBoxLayout(self).addWidget(self.field)

    def open_over(self) -> None:
        """Show it in the middle of the window."""
        self.show()
