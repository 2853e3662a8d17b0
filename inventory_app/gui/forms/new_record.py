"""For which entity a record is added, where the list shows several."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QListView, QVBoxLayout, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import button, label, row, search_box
from inventory_app.gui.models.entity_list import CODE, EntityLine, EntityListModel


class NewRecordDialog(QDialog):
    """Asks for an entity; `entity` is its code."""

    def __init__(
        self, parent: QWidget, context: Context, title: str, entities: Sequence[EntityLine],
        wanted: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        _ = context.words
        self.setWindowTitle(title)
        self.resize(context.theme.px(460), context.theme.px(520))
        self.model = EntityListModel(self)
        self.model.show_lines(entities)
        self.search = search_box(context, _("Find an entity"))
        self.search.textChanged.connect(self._find)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(_("Entities"))
        self.view.setItemDelegate(TwoLineDelegate(context, self.view))
        self.view.setUniformItemSizes(True)
        self.view.doubleClicked.connect(lambda _index: self.accept())
        self.view.selectionModel().currentChanged.connect(lambda *_a: self._look())
        self.add = button(context, _("Add record"), self.accept, kind="primary", icon="plus")
        self.add.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        box.addWidget(label(title, "page-title", wrap=True))
        box.addWidget(label(_("Which entity does it belong to?"), "muted", wrap=True))
        box.addWidget(self.search)
        box.addWidget(self.view, 1)
        box.addLayout(row(1, button(context, _("Cancel"), self.reject), self.add))
        self.choose(wanted)
        self.search.setFocus()

    @property
    def entity(self) -> str:
        """The code of the entity that was chosen; "" for none."""
        return str(self.view.currentIndex().data(CODE) or "")

    def choose(self, code: str) -> None:
        """Mark an entity, or the first one."""
        index = self.model.index_of(code)
        self.view.setCurrentIndex(index if index.isValid() else self.model.index(0))
        self._look()

    def _find(self, text: str) -> None:
        self.model.search(text)
        self.choose("")

    def _look(self) -> None:
        self.add.setEnabled(bool(self.entity))
