"""A list of records: a window on the store that reads what is shown and keeps little of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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

from inventory_app.domain.grids import GridQuery, GridRow
from inventory_app.domain.values import Value
from inventory_app.gui.context import Context
from inventory_app.gui.models.records_columns import (
    STATUS,
    Cells,
    beside,
    full_heading,
    heading,
    is_number,
    values_of,
)
from inventory_app.gui.models.records_marks import Mark, is_over, mark_of
from inventory_app.gui.models.records_reading import (
    PAGE,
    Part,
    Said,
    Start,
    read_marks,
    read_part,
    read_start,
)

TONE = int(Qt.ItemDataRole.UserRole) + 1
UID = int(Qt.ItemDataRole.UserRole) + 2
WAITING = "…"
_KEPT_PAGES = 30
_AT_ONCE, _QUEUED = 2, 6
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY, _ALIGN = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.TextAlignmentRole)
_INK, _TIP = int(Qt.ItemDataRole.ForegroundRole), int(Qt.ItemDataRole.ToolTipRole)
_SAID = int(Qt.ItemDataRole.AccessibleTextRole)
_WRAP = int(Qt.TextFlag.TextWordWrap)
_NUMBERS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_TEXTS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(slots=True)
class Line:
    """One row as it was read, with the texts that were asked for so far."""

    row: GridRow
    values: dict[str, Value]
    texts: list[str | None]
    mark: Mark | None = None


class RecordsModel(QAbstractTableModel):
    """The records that a query shows. Pages are read in the background when they are looked at.

    `shown` says that another list is there, with the place of the record sought or -1; `counted`
    that its length is known. Until then it ends with its first page.
    """

    shown = Signal(int)
    counted = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.query: GridQuery | None = None
        self.columns: tuple[str, ...] = ()
        self.total = 0
        self.is_counted = True
        self._cells: Cells | None = None
        self._pages: dict[int, list[Line]] = {}
        self._order: tuple[str, ...] | None = None
        self._wanted: dict[int, None] = {}
        self._asked: set[int] = set()
        self._stale: set[int] = set()
        self._unmarked: dict[int, None] = {}
        self._marking: set[int] = set()
        self._version = 0
        self._inks = {name: context.theme.colour(name) for name in ("faint", "muted")}
        self._later = QTimer(self)  # a view asks in the middle of painting
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._ask)

    # -- what the page calls -------------------------------------------------------------------

    def show(self, query: GridQuery, *, find: str = "", far: bool = True) -> None:
        """Show the list of *query*, whose columns may name `STATUS`; `shown` follows.

        The record *find* is looked for on the first page, with *far* on all of them.
        """
        self._version += 1
        columns = query.columns
        sheet = self._context.store.catalogue[query.sheet]
        plain = tuple(name for name in columns if name != STATUS)
        whole = replace(query, columns=(*plain, *beside(sheet, plain)))
        self._context.read(
            "inventory list", partial(read_start, self._context.store, whole, find, far=far),
            partial(self._begin, self._version, columns),
        )  # fmt: skip

    def line(self, row: int) -> Line | None:
        """Return what a row shows; None while its page is being read."""
        page = self._pages.get(row // PAGE)
        if page is None or row // PAGE in self._stale:
            self._want(row // PAGE)
        if page is None:
            return None
        at = row % PAGE
        return page[at] if at < len(page) else None

    def uid(self, row: int) -> str:
        """Return the record in a row; it is looked up in the store if need be."""
        line = self.line(row)
        if line is not None:
            return line.row.uid
        order = self.order()
        return order[row] if 0 <= row < len(order) else ""

    def uids(self, first: int, last: int) -> tuple[str, ...]:
        """Return the records from one row to another, in the order of the list."""
        if last - first < PAGE:
            return tuple(uid for row in range(first, last + 1) if (uid := self.uid(row)))
        return self.order()[first : last + 1]

    def order(self) -> tuple[str, ...]:
        """Return all records of the list in its order."""
        if self._order is None:
            known = [line.row.uid for n in sorted(self._pages) for line in self._pages[n]]
            if len(known) >= self.total and self.is_counted:
                return tuple(known)
            if self.query is not None:
                self._order = self._context.store.records.uids(self.query)
        return self._order or ()

    def row_of(self, uid: str) -> int:
        """Return where a record is among those read; -1 if it is not there."""
        for number, page in self._pages.items():
            for at, line in enumerate(page):
                if line.row.uid == uid:
                    return number * PAGE + at
        if self._order is not None and uid in self._order:
            return self._order.index(uid)
        return -1

    def complete(self) -> None:
        """Know the whole length now, for what is done to all records."""
        if not self.is_counted:
            self._count(self._version, len(self.order()))

    def pin(self) -> None:
        """Keep rows where they are, whatever a change does to what the list is sorted by."""
        if self.query is not None:
            self._order = self.order()

    @property
    def pinned(self) -> bool:
        """Whether rows can be read anew without any of them moving."""
        whole = self.is_counted and sum(map(len, self._pages.values())) >= self.total
        return self._order is not None or whole

    def read_again(self) -> None:
        """Read the rows that are looked at anew; nothing moves."""
        self._stale = set(self._pages)
        self._asked.clear()
        self._touch_all()

    def clear(self) -> None:
        """Show nothing."""
        self._version += 1
        self.beginResetModel()
        self._forget()
        self.query, self.total, self._cells = None, 0, None
        self.endResetModel()

    # -- reading -------------------------------------------------------------------------------

    def _begin(self, version: int, columns: tuple[str, ...], start: Start) -> None:
        if version != self._version:
            return
        sheet = self._context.store.catalogue[start.query.sheet]
        self.beginResetModel()
        self._forget()
        self.query, self.columns = start.query, columns
        self.is_counted = start.total is not None
        self.total = len(start.pages[0]) if start.total is None else start.total
        self._order = start.order
        self._cells = Cells(sheet, self._context.words, dict(start.titles))
        for number, rows in start.pages.items():
            self._pages[number] = self._lines(rows)
        self.endResetModel()
        self.shown.emit(start.at)
        if self.is_counted:
            self.counted.emit()
        else:
            self._context.read(
                "inventory count", partial(self._context.store.records.count, start.query),
                partial(self._count, version),
            )  # fmt: skip

    def _count(self, version: int, total: int) -> None:
        """Let the list go on as far as it goes."""
        if version != self._version or self.is_counted:
            return
        self.is_counted = True
        if total > self.total:
            self.beginInsertRows(_ROOT, self.total, total - 1)
            self.total = total
            self.endInsertRows()
        self.counted.emit()

    def _forget(self) -> None:
        self._pages.clear()
        self._order = None
        for each in (self._wanted, self._asked, self._stale, self._unmarked, self._marking):
            each.clear()

    def _lines(self, rows: Sequence[GridRow]) -> list[Line]:
        columns = self.query.columns if self.query else ()
        width = len(self.columns)
        return [Line(row, values_of(columns, row), [None] * width) for row in rows]

    def _want(self, number: int) -> None:
        if number not in self._asked and number not in self._wanted:
            self._wanted[number] = None
            self._later.start(0)

    def _ask(self) -> None:
        """Read what was asked for last; what nobody looks at any more is left out."""
        while len(self._wanted) > _QUEUED:
            del self._wanted[next(iter(self._wanted))]
        while len(self._unmarked) > _QUEUED:
            del self._unmarked[next(iter(self._unmarked))]
        query, store = self.query, self._context.store
        if query is None:
            return
        while self._wanted and len(self._asked) < _AT_ONCE:
            number, _none = self._wanted.popitem()
            self._asked.add(number)
            page = self._pages.get(number)
            known = tuple(line.row.uid for line in page) if page else None
            work = partial(read_part, store, query, number, known, self._order)
            self._context.read(f"inventory page {number}", work, partial(self._take, self._version))
        while self._unmarked:
            number, _none = self._unmarked.popitem()
            page = self._pages.get(number)
            if page:
                self._marking.add(number)
                uids = tuple(line.row.uid for line in page)
                self._context.read(
                    f"inventory marks {number}", partial(read_marks, store, query, number, uids),
                    partial(self._mark, self._version),
                )  # fmt: skip

    def _take(self, version: int, part: Part) -> None:
        if version != self._version or self._cells is None:
            return
        self._asked.discard(part.number)
        self._stale.discard(part.number)
        self._cells.titles.update(part.titles)
        if part.order is not None and self._order is None:
            self._order = part.order
        marks = {line.row.uid: line.mark for line in self._pages.pop(part.number, ())}
        lines = self._lines(part.rows)
        for line in lines:
            line.mark = marks.get(line.row.uid)
        self._pages[part.number] = lines
        self._unmarked[part.number] = None
        for far in list(self._pages)[:-_KEPT_PAGES]:
            del self._pages[far]
        self._touch(part.number)
        self._ask()

    def _mark(self, version: int, said: Said) -> None:
        page = self._pages.get(said.number)
        if version != self._version or page is None or self._cells is None:
            return
        self._marking.discard(said.number)
        sheet, catalogue = self._cells.sheet, self._context.store.catalogue
        at = self.columns.index(STATUS) if STATUS in self.columns else None
        for line in page:
            if at is not None:
                line.texts[at] = None
            line.mark = mark_of(
                line.row, line.values, said.findings.get(line.row.uid, ()),
                conflict=line.row.uid in said.conflicts, sheet=sheet, catalogue=catalogue,
                words=self._context.words,
            )  # fmt: skip
        self._touch(said.number)

    def _touch(self, number: int) -> None:
        last = min(self.total, (number + 1) * PAGE) - 1
        if self.columns and last >= number * PAGE:
            corner = self.index(last, len(self.columns) - 1)
            self.dataChanged.emit(self.index(number * PAGE, 0), corner)

    def _touch_all(self) -> None:
        if self.columns and self.total:
            corner = self.index(self.total - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), corner)

    # -- what Qt calls -------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many records the list shows."""
        return 0 if parent.isValid() else self.total

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column, and its meaning as a tip."""
        if (
            orientation != Qt.Orientation.Horizontal
            or self._cells is None
            or not 0 <= section < len(self.columns)
        ):
            return None
        sheet, name = self._cells.sheet, self.columns[section]
        if role == _DISPLAY:
            return self._sorted(name, heading(sheet, name, self._context.words))
        if role == _ALIGN:  # long headings take two lines
            return (_NUMBERS if is_number(sheet.fields.get(name)) else _TEXTS) | _WRAP
        if role == _TIP:
            return full_heading(sheet, name, self._context.words)
        return None

    def _sorted(self, name: str, text: str) -> str:
        """Return a heading with an arrow if the list is sorted by it."""
        order = self.query.order if self.query is not None else ()
        for each in order:
            if each.field == name:
                return f"{text} {'↓' if each.descending else '↑'}"
        return text

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a cell; the page it stands on is read if need be."""
        if role == _DISPLAY:
            return self._text(index.row(), index.column()) if index.isValid() else None
        if role not in _ROLES or not index.isValid() or self._cells is None:
            return None
        name = self.columns[index.column()]
        if role == _ALIGN:
            return _NUMBERS if is_number(self._cells.sheet.fields.get(name)) else _TEXTS
        line = self.line(index.row())
        return None if line is None else self._beside(line, name, role, self._cells)

    def _beside(self, line: Line, name: str, role: int, cells: Cells) -> Any:
        """Return what is asked less often: ink, tip, the record itself."""
        if role == UID:
            return line.row.uid
        if role == _INK:
            over, carried = is_over(line.values), line.row.standing == "carried"
            return self._inks["faint"] if over else self._inks["muted"] if carried else None
        if name == STATUS:
            return self._of_mark(line, role)
        return None if role == TONE else cells.exact(name, line.row, line.values)

    def _of_mark(self, line: Line, role: int) -> str | None:
        if line.mark is None:
            return None
        return line.mark.tone if role == TONE else line.mark.tip if role == _TIP else line.mark.word

    def _text(self, row: int, column: int) -> str:
        line = self.line(row)
        if line is None or self._cells is None:
            return WAITING
        text = line.texts[column]
        if text is not None:
            return text
        name = self.columns[column]
        if name == STATUS:
            if line.mark is None:
                number = row // PAGE
                if number not in self._unmarked and number not in self._marking:
                    self._unmarked[number] = None
                    self._later.start(0)
                return ""
            text = line.mark.word
        else:
            text = self._cells.text(name, line.row, line.values)
        line.texts[column] = text
        return text


_ROLES = frozenset({_ALIGN, _INK, TONE, UID, _TIP, _SAID})


__all__ = ["PAGE", "TONE", "UID", "WAITING", "Line", "RecordsModel"]
