"""Entities by their type, with how many records each has: a tree of two levels under “all”."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inventory_app.domain.search_words import places, words_of
from inventory_app.gui.theme import Theme
from inventory_app.texts import Translator

Kind = Literal["all", "type", "entity"]
NODE = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLeaf:
    """One entity. `dim` says why it is not asked in the round, "" if it is."""

    code: str
    name: str
    type: str
    type_label: str
    dim: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tree; `codes` are the entities that choosing it shows."""

    kind: Kind
    key: str
    text: str
    tip: str
    codes: tuple[str, ...]
    dim: bool = False


class EntityTreeModel(QAbstractItemModel):
    """All entities, then the types with their entities. Column 0 is the name, 1 the count."""

    def __init__(self, words: Translator, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self._leaves: tuple[EntityLeaf, ...] = ()
        self._counts: Mapping[str, int] = {}
        self._typed: tuple[str, ...] = ()
        self._top: list[Node] = []
        self._under: list[list[Node]] = []

    def show_entities(self, leaves: Sequence[EntityLeaf]) -> None:
        """Show other entities."""
        self._leaves = tuple(leaves)
        self._fit()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many records each entity has."""
        self._counts = counts
        if self._top:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._top) - 1, 1))
            for row, nodes in enumerate(self._under):
                if nodes:
                    above = self.index(row, 0)
                    self.dataChanged.emit(
                        self.index(0, 0, above), self.index(len(nodes) - 1, 1, above)
                    )

    def search(self, text: str) -> None:
        """Show the entities with all words of *text* in their code or name."""
        self._typed = words_of(text)
        self._fit()

    @property
    def searched(self) -> bool:
        """Whether something was typed, so that only some entities are shown."""
        return bool(self._typed)

    def node(self, index: _Index) -> Node | None:
        """Return what an index stands for."""
        if not index.isValid():
            return None
        inner = index.internalId()
        return self._under[inner - 1][index.row()] if inner else self._top[index.row()]

    def index_of(self, kind: str, key: str) -> QModelIndex:
        """Return where a line is; an invalid index if it is not shown."""
        for row, node in enumerate(self._top):
            if (node.kind, node.key) == (kind, key):
                return self.index(row, 0)
            for at, leaf in enumerate(self._under[row]):
                if (leaf.kind, leaf.key) == (kind, key):
                    return self.index(at, 0, self.index(row, 0))
        return QModelIndex()

    def codes_of(self, kind: str, key: str) -> tuple[str, ...] | None:
        """Return the entities that a line stands for, typed search or not; None for all."""
        if kind == "type":
            return tuple(leaf.code for leaf in self._leaves if leaf.type == key)
        return (key,) if kind == "entity" else None

    def leaf(self, code: str) -> EntityLeaf | None:
        """Return the entity with this code."""
        return next((leaf for leaf in self._leaves if leaf.code == code), None)

    @property
    def leaves(self) -> tuple[EntityLeaf, ...]:
        """All entities."""
        return self._leaves

    def _fit(self) -> None:
        self.beginResetModel()
        by_type: dict[str, list[EntityLeaf]] = defaultdict(list)
        for leaf in self._leaves:
            text = f"{leaf.code} {leaf.name}"
            if all(places(text, (word,)) for word in self._typed):
                by_type[leaf.type].append(leaf)
        self._top, self._under = list(self._all()), [[] for _each in self._all()]
        for key, leaves in sorted(by_type.items(), key=lambda each: each[1][0].type_label):
            label = leaves[0].type_label
            codes = tuple(leaf.code for leaf in leaves)
            self._top.append(Node("type", key, label, label, codes))
            self._under.append([
                Node("entity", leaf.code, leaf.code, "\n".join(filter(None, (leaf.name, leaf.dim))),
                     (leaf.code,), bool(leaf.dim))
                for leaf in leaves
            ])  # fmt: skip
        self.endResetModel()

    def _all(self) -> Iterator[Node]:
        if self._leaves and not self._typed:
            text = self._words("All entities")
            yield Node("all", "", text, text, tuple(leaf.code for leaf in self._leaves))

    def _count(self, node: Node) -> int:
        if node.kind == "all":
            return sum(self._counts.values())
        return sum(self._counts.get(code, 0) for code in node.codes)

    # -- what Qt calls -------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        """Return the index of a line; the inner number is 0 at the top, else the type's row + 1."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: _Index = _ROOT) -> QModelIndex:  # type: ignore[override] # of an item, not of the object
        """Return the type that an entity belongs to."""
        inner = child.internalId() if child.isValid() else 0
        return self.createIndex(inner - 1, 0, 0) if inner else QModelIndex()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many lines stand under another."""
        if not parent.isValid():
            return len(self._top)
        if parent.internalId() or parent.column():
            return 0
        return len(self._under[parent.row()])

    def columnCount(self, parent: _Index = _ROOT) -> int:  # noqa: ARG002 - the same everywhere
        """Return 2: the name and the count."""
        return 2

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a line."""
        node = self.node(index)
        if node is None:
            return None
        first = index.column() == 0
        if role == Qt.ItemDataRole.DisplayRole:
            return node.text if first else self._words.number(self._count(node))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return node.tip
        return node if role == NODE else self._looks(node, role, first=first)

    def _looks(self, node: Node, role: int, *, first: bool) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and not first:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and node.kind == "type":
            return self._theme.font(12, bold=True)
        if role == Qt.ItemDataRole.ForegroundRole:
            pale = node.dim or not first or (node.kind == "entity" and not self._count(node))
            return self._theme.colour("faint") if pale else None
        return None
