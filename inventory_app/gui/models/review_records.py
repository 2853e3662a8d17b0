"""The records of a return that differ, by sheet, as a tree of two levels."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from inventory_app.domain.reviews import FieldPlace, ReviewRow, ReviewSheet, RowKind
from inventory_app.gui.context import Context
from inventory_app.gui.kit.two_lines import REMARK
from inventory_app.gui.models.review import Review
from inventory_app.gui.wording import apart
from inventory_app.texts import N_

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
KINDS: dict[RowKind, tuple[str, str, str]] = {
    "new": (N_("new"), "plus", "good"),
    "changed": (N_("changed"), "pencil", "info"),
    "conflicting": (N_("conflicting"), "scale", "warn"),
    "missing": (N_("not in the file"), "circle-dashed", "muted"),
}


class ReviewRecordsModel(QAbstractItemModel):
    """Sheets, and under each the records that have something to show."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._review: Review | None = None
        self._labels: dict[str, str] = {}  # Qt may ask when the store is closed already
        self._sheets: list[tuple[ReviewSheet, tuple[ReviewRow, ...]]] = []

    def show_review(
        self, review: Review | None, places: frozenset[FieldPlace], *, bare: bool = False
    ) -> None:
        """Show the records that have one of *places*, with *bare* those without fields, too."""
        self.beginResetModel()
        self._review = review
        self._sheets = list(review.rows(places, bare=bare)) if review is not None else []
        catalogue, language = self._context.store.catalogue, self._context.language
        self._labels = {
            each.sheet: catalogue[each.sheet].label(language) for each, _ in self._sheets
        }
        self.endResetModel()

    def rows(self) -> tuple[ReviewRow, ...]:
        """Return all records that are shown, in their order."""
        return tuple(row for _sheet, rows in self._sheets for row in rows)

    def row_at(self, index: _Index) -> ReviewRow | None:
        """Return the record that *index* shows, None for a sheet."""
        if not index.isValid() or not index.internalId():
            return None
        return self._sheets[index.internalId() - 1][1][index.row()]

    def sheet_at(self, index: _Index) -> ReviewSheet | None:
        """Return the sheet that *index* shows or lies in."""
        if not index.isValid():
            return None
        return self._sheets[(index.internalId() or index.row() + 1) - 1][0]

    def index_of(self, sheet: str, uid: str) -> QModelIndex:
        """Return where a record is; an invalid index if it is not shown."""
        for number, (each, rows) in enumerate(self._sheets):
            if each.sheet == sheet:
                for at, row in enumerate(rows):
                    if row.uid == uid:
                        return self.createIndex(at, 0, number + 1)
        return QModelIndex()

    def tell_changed(self) -> None:
        """Let views draw all lines again, after something was decided."""
        for number, (_sheet, rows) in enumerate(self._sheets):
            parent = self.index(number, 0)
            self.dataChanged.emit(parent, parent)
            self.dataChanged.emit(self.index(0, 0, parent), self.index(len(rows) - 1, 0, parent))

    # -- what Qt calls -------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: _Index = _ROOT) -> QModelIndex:
        """Return the index of a line; the inner number is 0 for sheets, else sheet + 1."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: _Index = _ROOT) -> QModelIndex:  # type: ignore[override] # of an item, not of the object
        """Return the sheet of a record."""
        if not child.isValid() or not child.internalId():
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, 0)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many sheets there are, or records of a sheet."""
        if not parent.isValid():
            return len(self._sheets)
        return 0 if parent.internalId() else len(self._sheets[parent.row()][1])

    def columnCount(self, parent: _Index = _ROOT) -> int:  # noqa: ARG002 - the same everywhere
        """Return that there is one column."""
        return 1

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let records be chosen, sheets only be read."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if not index.internalId():
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a line."""
        if not index.isValid():
            return None
        row = self.row_at(index)
        if row is None:
            return self._of_sheet(self._sheets[index.row()], role)
        _ = self._context.words
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return apart(row.title, _)
            case Qt.ItemDataRole.DecorationRole:
                return self._context.icon(*self._mark(row))
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._remark(row)
        return self._remark(row) if role == REMARK else None

    def _of_sheet(self, shown: tuple[ReviewSheet, tuple[ReviewRow, ...]], role: int) -> Any:
        sheet, rows = shown
        _ = self._context.words
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._labels[sheet.sheet]
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role in (REMARK, Qt.ItemDataRole.AccessibleDescriptionRole):
            said = _.plural("{n} record differs", "{n} records differ", len(rows))
            if not sheet.unchanged:
                return said
            same = _.plural("{n} does not", "{n} do not", sheet.unchanged)
            return _("{differ}, {same}", differ=said, same=same)
        return None

    def _mark(self, row: ReviewRow) -> tuple[str, str]:
        done, conflicts = self._review.decided_in(row) if self._review else (0, 0)
        if conflicts:
            return ("circle-check", "good") if done == conflicts else ("circle-dashed", "warn")
        return KINDS[row.kind][1:]

    def _remark(self, row: ReviewRow) -> str:
        _ = self._context.words
        done, conflicts = self._review.decided_in(row) if self._review else (0, 0)
        if conflicts:
            return _("{done} of {n} decided", done=_.number(done), n=_.number(conflicts))
        word = _(KINDS[row.kind][0])
        if not row.fields:
            return word
        fields = _.plural("{n} field", "{n} fields", len(row.fields))
        return _("{what}, {fields}", what=word, fields=fields)
