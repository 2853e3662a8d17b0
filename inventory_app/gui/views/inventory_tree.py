"""The entities beside the lists: a tree by type, with a search field and counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeView

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import Card, search_box
from inventory_app.gui.models.entity_tree import EntityLeaf, EntityTreeModel
from inventory_app.workspace import Workspace

NONE = ("", "")  # the scope while another page asked for some entities


class EntityTree(Card):
    """Chooses whose records are shown: those of all, of a type, or of one entity."""

    chosen = Signal(str, str)  # kind and key, as in `EntityTreeModel`

    def __init__(self, context: Context) -> None:
        super().__init__(margin=8)
        _ = context.words
        self.scope = ("all", "")
        self.search = search_box(context, _("Find an entity"))
        self.search.textChanged.connect(self._search)
        self.model = EntityTreeModel(_, context.theme, self)
        self.view = QTreeView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(_("Entities"))
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setIndentation(context.theme.px(14))
        self.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.view.setAllColumnsShowFocus(True)
        head = self.view.header()
        head.setMinimumSectionSize(context.theme.px(24))
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.view.selectionModel().currentChanged.connect(self._choose)
        self.body.addWidget(self.search)
        self.body.addWidget(self.view, 1)

    def show_entities(self, leaves: Sequence[EntityLeaf]) -> None:
        """Show other entities; what is chosen stays chosen if it is still there."""
        if tuple(leaves) == self.model.leaves:
            return
        blocked = self.view.selectionModel().blockSignals(True)
        self.model.show_entities(leaves)
        self.view.selectionModel().blockSignals(blocked)
        self.mark(*self.scope)

    def mark(self, kind: str, key: str) -> None:
        """Mark a line as chosen without saying so."""
        self.scope = (kind, key)
        selection = self.view.selectionModel()
        blocked = selection.blockSignals(True)
        index = self.model.index_of(kind, key)
        self.view.setCurrentIndex(index)
        if index.isValid():
            self.view.scrollTo(index)
        else:
            selection.clear()
        selection.blockSignals(blocked)
        self.view.viewport().update()

    @property
    def codes(self) -> tuple[str, ...] | None:
        """The entities whose records are shown; None for all."""
        return self.model.codes_of(*self.scope)

    def _choose(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        node = self.model.node(index)
        if node is not None and (node.kind, node.key) != self.scope:
            self.scope = (node.kind, node.key)
            self.chosen.emit(node.kind, node.key)

    def _search(self, text: str) -> None:
        blocked = self.view.selectionModel().blockSignals(True)
        self.model.search(text)
        self.view.selectionModel().blockSignals(blocked)
        if self.model.searched:
            self.view.expandAll()
        self.mark(*self.scope)


def read_leaves(store: Workspace, round_code: str, language: str, dims: Mapping[str, str]
                ) -> tuple[EntityLeaf, ...]:  # fmt: skip
    """Return the entities of a store; *dims* are the words for “gone” and “not asked”."""
    asked = store.rounds.participations(round_code)
    into = store.rounds.get(round_code)
    types = store.catalogue.code_lists.get("entity_types")
    leaves = []
    for entity in store.entities.all().values():
        gone = entity.valid_to is not None and entity.valid_to < into.as_of
        dim = dims["gone"] if gone else "" if entity.code in asked else dims["not asked"]
        leaves.append(EntityLeaf(
            code=entity.code, name=entity.name(language), type=entity.type,
            type_label=types.label(entity.type, language) if types else entity.type, dim=dim,
        ))  # fmt: skip
    return tuple(sorted(leaves, key=lambda leaf: leaf.code.casefold()))
