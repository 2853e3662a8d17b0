"""Which columns a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QDialog, QListView, QVBoxLayout, QWidget

from inventory_app.domain.fields import Sheet
from inventory_app.domain.grids import SHARED
from inventory_app.domain.search_words import places, words_of
from inventory_app.gui.context import Context
from inventory_app.gui.inventory_words import field_label
from inventory_app.gui.kit.widgets import button, column, label, row, search_box, tool

_NAME = int(Qt.ItemDataRole.UserRole) + 1


class ColumnsDialog(QDialog):
    """All fields of a sheet, those shown first; ticked ones are shown in the order they have."""

    def __init__(
        self, parent: QWidget, context: Context, sheet: Sheet, shown: Sequence[str]
    ) -> None:
        super().__init__(parent)
        _ = context.words
        self.usual = False
        self.setWindowTitle(_("Columns"))
        self.resize(context.theme.px(460), context.theme.px(560))
        self.search = search_box(context, _("Find a field"))
        self.search.textChanged.connect(self._find)
        self.model = QStandardItemModel(self)
        names = [*shown, *(each.name for each in sheet if not each.retired), *SHARED]
        for name in dict.fromkeys(names):
            item = QStandardItem(field_label(sheet, name, _))
            item.setData(name, _NAME)
            item.setCheckable(True)
            item.setDropEnabled(False)
            ticked = name in shown
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.model.appendRow(item)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(_("Columns"))
        self.view.setProperty("airy", True)
        self.view.setUniformItemSizes(True)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setCurrentIndex(self.model.index(0, 0))
        self.up = tool(context, "chevron-up", _("Further to the front"), lambda: self.move_by(-1))
        self.down = tool(context, "chevron-down", _("Further to the back"), lambda: self.move_by(1))
        self.take = button(context, _("Show these columns"), self.accept, kind="primary")
        usual = button(context, _("Usual columns"), self._take_usual, kind="flat")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        box.addWidget(label(_("Columns"), "page-title"))
        box.addWidget(label(_("Ticked fields are columns, from top to bottom. Drag a line, or move "
                              "it with the arrows."), "muted", wrap=True))  # fmt: skip
        box.addWidget(self.search)
        box.addLayout(row(self.view, column(self.up, self.down, 1)))
        box.addLayout(row(usual, 1, button(context, _("Cancel"), self.reject), self.take))
        self.model.itemChanged.connect(lambda _item: self.take.setEnabled(bool(self.columns)))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the fields that are ticked, in their order."""
        items = [self.model.item(at) for at in range(self.model.rowCount())]
        return tuple(
            str(item.data(_NAME)) for item in items
            if item is not None and item.checkState() == Qt.CheckState.Checked
        )  # fmt: skip

    def tick(self, name: str, *, on: bool = True) -> None:
        """Tick a field, or take its mark away."""
        for at in range(self.model.rowCount()):
            item = self.model.item(at)
            if item.data(_NAME) == name:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
                self.view.setCurrentIndex(item.index())

    def move_by(self, by: int) -> None:
        """Move the line that has the focus up or down."""
        at = self.view.currentIndex().row()
        if at >= 0 and 0 <= at + by < self.model.rowCount():
            items = self.model.takeRow(at)
            self.model.insertRow(at + by, items)
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(
                self.model.index(at + by, 0), flags.ClearAndSelect
            )

    def _find(self, text: str) -> None:
        words = words_of(text)
        for at in range(self.model.rowCount()):
            said = self.model.item(at).text()
            self.view.setRowHidden(at, not all(places(said, (word,)) for word in words))

    def _take_usual(self) -> None:
        self.usual = True
        self.accept()
