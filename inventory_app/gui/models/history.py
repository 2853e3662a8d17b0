"""The audit log as a list: pages of it are read when they come into sight."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from inventory_app.domain.histories import HistoryEntry, HistoryPage
from inventory_app.gui.context import Context
from inventory_app.gui.kit.two_lines import REMARK
from inventory_app.gui.wording import ORIGINS, apart, change_text, moment, origin_text
from inventory_app.texts import N_

TONE = int(Qt.ItemDataRole.UserRole) + 1
PAGE = 100
_HEADINGS = (N_("Change"), N_("How"))
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_KEPT_PAGES = 40


@dataclass(frozen=True, kw_only=True)
class HistoryFilter:
    """Which changes are shown; empty texts mean all."""

    text: str = ""
    who: str = ""
    origin: str = ""
    entity: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self != HistoryFilter()


class HistoryModel(QAbstractTableModel):
    """Changes of the open store, newest first."""

    shown = Signal()  # the first page of another filter is there

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._filter = HistoryFilter()
        self._total = 0
        self._pages: dict[int, tuple[HistoryEntry, ...]] = {}
        self._wanted: set[int] = set()
        self._version = 0
        self._later = QTimer(self)  # a view asks in the middle of painting
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._ask)

    def show(self, wanted: HistoryFilter) -> None:
        """Show the changes that fit; `shown` follows."""
        self._filter = wanted
        self._version += 1
        self._context.read("history", partial(self._read, wanted, 0), self._begin)

    def entry(self, row: int) -> HistoryEntry | None:
        """Return the change in *row*; None if it has not been read yet."""
        page = self._pages.get(row // PAGE)
        return page[row % PAGE] if page is not None and row % PAGE < len(page) else None

    def row_of(self, number: int) -> int:
        """Return the row of the change with this number among those read; -1 if it is not."""
        for page, entries in self._pages.items():
            for place, entry in enumerate(entries):
                if entry.changes.number == number:
                    return page * PAGE + place
        return -1

    def _read(self, wanted: HistoryFilter, page: int) -> HistoryPage:
        return self._context.store.history.entries(
            wanted.text, who=wanted.who or None, origin=wanted.origin or None,
            entity=wanted.entity or None, language=self._context.language,
            offset=page * PAGE, limit=PAGE,
        )  # fmt: skip

    def _begin(self, first: HistoryPage) -> None:
        self.beginResetModel()
        self._pages = {0: first.entries}
        self._total = first.total
        self._wanted.clear()
        self.endResetModel()
        self.shown.emit()

    def _ask(self) -> None:
        version = self._version
        for number in sorted(self._wanted):
            self._context.read(
                f"history {number}", partial(self._read, self._filter, number),
                partial(self._take, version, number),
            )  # fmt: skip

    def _take(self, version: int, number: int, page: HistoryPage) -> None:
        if version != self._version:
            return
        self._wanted.discard(number)
        self._pages[number] = page.entries
        for far in list(self._pages)[:-_KEPT_PAGES]:
            del self._pages[far]
        first, last = number * PAGE, min(self._total, (number + 1) * PAGE) - 1
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(_HEADINGS) - 1))

    # -- what Qt calls -------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many changes fit."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._context.words(_HEADINGS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a cell; the page it stands on is read if need be."""
        if not index.isValid():
            return None
        entry = self.entry(index.row())
        if entry is None:
            page = index.row() // PAGE
            if page not in self._wanted:
                self._wanted.add(page)
                self._later.start(0)
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(entry, index.column())
        if index.column() == 0 and role in (REMARK, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._remark(entry)
        if role == TONE and index.column() == 1:
            return ORIGINS.get(entry.changes.origin, ("", "info"))[1]
        return None

    def _text(self, entry: HistoryEntry, column: int) -> str:
        _ = self._context.words
        if column == 0:
            return change_text(entry.changes, _, self._context.store.catalogue)
        return origin_text(entry.changes.origin, _)

    def _remark(self, entry: HistoryEntry) -> str:
        changes, _ = entry.changes, self._context.words
        who, when = apart(changes.who, _), moment(changes.at, _)
        if entry.stands:
            return _("{who} · {when}", who=who, when=when)
        return _("{who} · {when} · taken back", who=who, when=when)
