"""Entities to choose from: found by name or code, with a mark in front where several are chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from inventory_app.domain.search_words import places, words_of
from inventory_app.gui.kit.two_lines import REMARK

CODE = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityLine:
    """One line: the code, the name, and a word on how the entity stands."""

    code: str
    name: str
    remark: str = ""


class EntityListModel(QAbstractListModel):
    """A list of entities that fit what was typed. `several` puts a mark in front of each."""

    marked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[EntityLine, ...] = ()
        self._shown: tuple[EntityLine, ...] = ()
        self._words: tuple[str, ...] = ()
        self._several = False
        self._marked: set[str] = set()

    def show_lines(self, lines: Sequence[EntityLine]) -> None:
        """Show other entities; marks of those that are still there are kept."""
        self._all = tuple(lines)
        self._marked &= {line.code for line in lines}
        self._fit()

    def search(self, text: str) -> None:
        """Show those with all words of *text* in their name or code."""
        self._words = words_of(text)
        self._fit()

    def set_several(self, several: bool) -> None:
        """Put marks in front, or take them away."""
        if several != self._several:
            self.beginResetModel()
            self._several = several
            self.endResetModel()

    def mark(self, codes: Collection[str]) -> None:
        """Mark these and no others."""
        self._marked = {line.code for line in self._all if line.code in codes}
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))
        self.marked.emit()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all entities, whatever was typed."""
        return tuple(line.code for line in self._all)

    @property
    def shown(self) -> tuple[str, ...]:
        """The codes of the entities that fit."""
        return tuple(line.code for line in self._shown)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The codes of the entities that are marked, in the order of the list."""
        return tuple(line.code for line in self._all if line.code in self._marked)

    def index_of(self, code: str) -> QModelIndex:
        """Return where *code* is; an invalid index if it is not shown."""
        return next(
            (self.index(n) for n, line in enumerate(self._shown) if line.code == code), _ROOT
        )

    def _fit(self) -> None:
        self.beginResetModel()
        fits: Callable[[EntityLine], bool] = lambda line: all(  # noqa: E731 - short and used once
            places(f"{line.name} {line.code}", (word,)) for word in self._words
        )
        self._shown = tuple(line for line in self._all if fits(line))
        self.endResetModel()

    # -- what Qt calls -------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many entities fit."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a line."""
        if not index.isValid():
            return None
        line = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.name
            case Qt.ItemDataRole.ToolTipRole:
                return f"{line.name} ({line.code})"
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return line.remark
            case Qt.ItemDataRole.CheckStateRole if self._several:
                states = Qt.CheckState
                return states.Checked if line.code in self._marked else states.Unchecked
        return {CODE: line.code, REMARK: line.remark}.get(role)

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Mark a line, or take its mark away."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        code = self._shown[index.row()].code
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._marked.add(code)
        else:
            self._marked.discard(code)
        self.dataChanged.emit(index, index, [role])
        self.marked.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Return what can be done with a line."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self._several else flags
