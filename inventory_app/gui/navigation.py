"""The dark column at the side: where one is, which round is looked at, which store is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QListView, QVBoxLayout, QWidget

from inventory_app.gui.kit.widgets import ElidedLabel, column, label, picture, row

if TYPE_CHECKING:
    from inventory_app.gui.context import Context
    from inventory_app.gui.views.page import PageSpec

_WIDTH = 228
_NAME = Qt.ItemDataRole.UserRole


class Navigation(QWidget):
    """A list of pages, the choice of the round, and the name of the store."""

    chosen = Signal(str)
    round_chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(context.theme.px(_WIDTH))
        self._context = context
        _ = context.words
        mark = picture(context, "network", "side_on", 26)
        brand = label(_("ICT Inventory"), "brand")
        caption = label(_("Capacity across the Secretariat"), "brand-caption", wrap=True)
        self.list = QListView()
        self.list.setObjectName("navigation")
        self.list.setAccessibleName(_("Pages"))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setIconSize(QSize(18, 18))
        self.model = QStandardItemModel(self)
        self.list.setModel(self.model)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self.round_title = label(_("Round"), "side-caption")
        self.rounds = QComboBox()
        self.rounds.setAccessibleName(_("Round"))
        self.rounds.activated.connect(lambda _n: self.round_chosen.emit(self.rounds.currentData()))
        self.store = ElidedLabel("", "side-caption")
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 18, 14, 14)
        box.setSpacing(14)
        box.addLayout(row(mark, column(brand, caption, spacing=0), 1, spacing=10))
        box.addWidget(self.list, 1)
        box.addLayout(column(self.round_title, self.rounds, self.store, spacing=6))
        self.show_rounds((), "")

    def show_pages(self, pages: Sequence[PageSpec], current: str) -> None:
        """Show *pages* and mark *current*."""
        self.list.selectionModel().blockSignals(True)
        self.model.clear()
        for page in pages:
            item = QStandardItem(
                self._context.icon(page.icon, "side_text"), self._context.words(page.text)
            )
            item.setData(page.name, _NAME)
            item.setEditable(False)
            self.model.appendRow(item)
        self.list.selectionModel().blockSignals(False)
        self.mark(current)

    def mark(self, current: str) -> None:
        """Mark the page that is shown without asking for it again."""
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        for number in range(self.model.rowCount()):
            index = self.model.index(number, 0)
            if index.data(_NAME) == current:
                self.list.setCurrentIndex(index)
                break
        else:
            self.list.clearSelection()
            self.list.setCurrentIndex(self.model.index(-1, 0))
        selection.blockSignals(False)
        if self.list.isVisible():
            self.list.viewport().update()

    def show_rounds(self, codes: Sequence[str], current: str) -> None:
        """Offer the rounds of the store, newest first."""
        self.rounds.clear()
        for code in codes:
            self.rounds.addItem(code, code)
        self.rounds.setCurrentIndex(self.rounds.findData(current))
        for each in (self.rounds, self.round_title):
            each.setVisible(bool(codes))

    def _choose(self) -> None:
        name = self.list.currentIndex().data(_NAME)
        if name:
            self.chosen.emit(name)
