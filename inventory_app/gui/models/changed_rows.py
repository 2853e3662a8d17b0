"""What a change did: records, and under each its fields before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.histories import ChangedRow
from inventory_app.gui.wording import apart, row_kind
from inventory_app.texts import N_, Translator

_KINDS = {"added": N_("added"), "changed": N_("changed"), "removed": N_("removed")}
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ChangedRowsModel(QAbstractItemModel):
    """A tree of two levels: rows, and the fields that changed in them."""

    def __init__(
        self, words: Translator, headings: tuple[str, str, str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._headings = headings
        self._rows: list[ChangedRow] = []
        self._catalogue: Catalogue | None = None

    def show_rows(self, rows: Sequence[ChangedRow], catalogue: Catalogue) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows, self._catalogue = list(rows), catalogue
        self.endResetModel()

    def add_rows(self, rows: Sequence[ChangedRow]) -> None:
        """Show more rows after those that are shown."""
        if rows:
            self.beginInsertRows(_ROOT, len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def row_at(self, index: _Index) -> ChangedRow | None:
        """Return the row that *index* is about."""
        if not index.isValid():
            return None
        inner = index.internalId()
        return self._rows[inner - 1 if inner else index.row()]

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        """Return the index of a cell; the inner number is 0 for rows, else row + 1."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: _Index = _ROOT) -> QModelIndex:  # type: ignore[override] # of an item, not of the object
        """Return the row that a field belongs to."""
        if not child.isValid() or not child.internalId():
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, 0)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many rows there are, or fields of a row."""
        if not parent.isValid():
            return len(self._rows)
        if parent.internalId() or parent.column():
            return 0
        return len(self._rows[parent.row()].fields)

    def columnCount(self, parent: _Index = _ROOT) -> int:  # noqa: ARG002 - the same everywhere
        """Return how many columns there are."""
        return len(self._headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a cell."""
        row = self.row_at(index)
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if not index.internalId():
                return self._of_row(row) if index.column() == 0 else ""
            return self._of_field(row, index.row(), index.column())
        if role == Qt.ItemDataRole.FontRole and not index.internalId():
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def _of_row(self, row: ChangedRow) -> str:
        _ = self._words
        if self._catalogue is None:
            return row.title
        kind, what = row_kind(row, _, self._catalogue), _(_KINDS[row.kind])
        title = row.title if row.sheet or not row.entity else row.entity
        if row.entity and row.entity != title:
            return _("{kind}: {title} ({entity}), {what}", kind=kind, title=apart(title, _),
                     entity=row.entity, what=what)  # fmt: skip
        return _("{kind}: {title}, {what}", kind=kind, title=apart(title, _), what=what)

    def _of_field(self, row: ChangedRow, number: int, column: int) -> str:
        field, language = row.fields[number], self._words.language.code
        if column == 0:
            return field.label(language)
        text = field.before_text(language) if column == 1 else field.after_text(language)
        return text or "—"
