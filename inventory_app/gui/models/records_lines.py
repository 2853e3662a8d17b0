"""Plain tables of texts for dialogs and totals: a few hundred rows at most, made at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

TONE = int(Qt.ItemDataRole.UserRole) + 1
KEY = int(Qt.ItemDataRole.UserRole) + 2
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class TextLine:
    """One row: a text for each column, a tone for its state, a tip, and what it stands for."""

    texts: tuple[str, ...]
    tone: str = "info"
    tip: str = ""
    key: object = None


class LinesModel(QAbstractTableModel):
    """Rows of texts under headings; columns in *numbers* are aligned as numbers."""

    def __init__(
        self, headings: Sequence[str], parent: QObject | None = None, *, numbers: Sequence[int] = ()
    ) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._numbers = frozenset(numbers)
        self._lines: tuple[TextLine, ...] = ()

    def show_lines(
        self,
        lines: Sequence[TextLine],
        headings: Sequence[str] | None = None,
        numbers: Sequence[int] | None = None,
    ) -> None:
        """Show other rows, under other headings if they are given."""
        self.beginResetModel()
        self._lines = tuple(lines)
        if headings is not None:
            self._headings = tuple(headings)
        if numbers is not None:
            self._numbers = frozenset(numbers)
        self.endResetModel()

    def line(self, row: int) -> TextLine:
        """Return a row."""
        return self._lines[row]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the headings."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._headings):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section) | int(Qt.TextFlag.TextWordWrap)
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a cell."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.texts[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return line.tip or line.texts[index.column()]
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._side(index.column())
        return {TONE: line.tone, KEY: line.key}.get(role)

    def _side(self, column: int) -> int:
        flags = Qt.AlignmentFlag
        side = flags.AlignRight if column in self._numbers else flags.AlignLeft
        return int(side | flags.AlignVCenter)
