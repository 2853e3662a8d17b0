"""The figures of one indicator, an entity a row: sorted here, they are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ENTITY = int(Qt.ItemDataRole.UserRole)
TONE = ENTITY + 1
COLUMNS = ("entity", "name", "value", "state", "coverage", "median", "percentile")
VALUE_COLUMNS = frozenset({2, 5, 6})


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureLine:
    """One entity: texts as shown, and what they are sorted by; None goes last either way."""

    entity: str
    texts: tuple[str, ...]
    keys: tuple[Decimal | str | None, ...]
    tone: str
    tip: str = ""


class FiguresModel(QAbstractTableModel):
    """Entities with their value of one indicator."""

    def __init__(self, headers: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headers = tuple(headers)
        self._lines: list[FigureLine] = []
        self._order = (0, Qt.SortOrder.AscendingOrder)

    def show_lines(self, lines: Sequence[FigureLine]) -> None:
        """Show other figures in the order chosen before."""
        self.beginResetModel()
        self._lines = list(lines)
        self._sort()
        self.endResetModel()

    def line(self, row: int) -> FigureLine:
        """Return what a row shows."""
        return self._lines[row]

    def row_of(self, entity: str) -> int:
        """Return the row of *entity*, -1 if it is not shown."""
        return next((n for n, line in enumerate(self._lines) if line.entity == entity), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many entities there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return line.texts[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column in VALUE_COLUMNS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.tip or line.texts[column]
        return {ENTITY: line.entity, TONE: line.tone}.get(role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole and 0 <= section < len(self._headers):
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight
                if section in VALUE_COLUMNS
                else (Qt.AlignmentFlag.AlignLeft)
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; entities without a value come last either way."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        entities = [(self._lines[index.row()].entity, index.column()) for index in before]
        self._order = (column, order)
        self._sort()
        after = [self.index(self.row_of(entity), at) for entity, at in entities]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sort(self) -> None:
        column, order = self._order
        if column < 0:
            return
        known = [line for line in self._lines if line.keys[column] is not None]
        rest = [line for line in self._lines if line.keys[column] is None]
        known.sort(key=lambda line: _key(line.keys[column]),
                   reverse=order == Qt.SortOrder.DescendingOrder)  # fmt: skip
        self._lines = known + rest


def _key(value: Decimal | str | None) -> tuple[Decimal, str]:
    return (value, "") if isinstance(value, Decimal) else (Decimal(0), str(value).casefold())
