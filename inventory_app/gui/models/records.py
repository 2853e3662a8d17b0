"""A list of records: a window on the store that reads what is shown and keeps little of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
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

from inventory_app.domain.field_types import Reference
from inventory_app.domain.findings import Finding
from inventory_app.domain.grids import Condition, GridQuery, GridRow, Operation
from inventory_app.domain.values import Value
from inventory_app.errors import UserError
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
from inventory_app.workspace import Workspace

PAGE = 200
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
_NUMBERS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_TEXTS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(slots=True)
class Line:
    """One row as it was read, with the texts that were asked for so far."""

    row: GridRow
    values: dict[str, Value]
    texts: list[str | None]
    mark: Mark | None = None


@dataclass(frozen=True, kw_only=True)
class _Start:
    """What a list begins with: its first page, its length, and the page with a record sought."""

    query: GridQuery
    total: int
    pages: dict[int, tuple[GridRow, ...]]
    titles: dict[tuple[str, str], str]
    order: tuple[str, ...] | None = None
    at: int = -1


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One page that was read later."""

    number: int
    rows: tuple[GridRow, ...]
    titles: dict[tuple[str, str], str]
    order: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What the checks find on the records of one page."""

    number: int
    findings: dict[str, tuple[Finding, ...]]
    conflicts: frozenset[str] = field(default_factory=frozenset)


class RecordsModel(QAbstractTableModel):
    """The records that a query shows. Pages are read in the background when they are looked at.

    `shown` says that another list is there, with the place of the record sought or -1.
    """

    shown = Signal(int)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.query: GridQuery | None = None
        self.columns: tuple[str, ...] = ()
        self.total = 0
        self._cells: Cells | None = None
        self._pages: dict[int, list[Line]] = {}
        self._order: tuple[str, ...] | None = None
        self._wanted: dict[int, None] = {}
        self._asked: set[int] = set()
        self._stale: set[int] = set()
        self._unmarked: dict[int, None] = {}
        self._version = 0
        self._inks = {name: context.theme.colour(name) for name in ("faint", "muted")}
        self._later = QTimer(self)  # a view asks in the middle of painting
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._ask)

    # -- what the page calls -------------------------------------------------------------------

    def show(self, query: GridQuery, *, find: str = "") -> None:
        """Show the list of *query*, whose columns may name `STATUS`; `shown` follows."""
        self._version += 1
        columns = query.columns
        sheet = self._context.store.catalogue[query.sheet]
        plain = tuple(name for name in columns if name != STATUS)
        whole = replace(query, columns=(*plain, *beside(sheet, plain)))
        self._context.read(
            "inventory list", partial(_start, self._context.store, whole, find),
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
            if len(known) >= self.total:
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

    def pin(self) -> None:
        """Keep rows where they are, whatever a change does to what the list is sorted by."""
        if self.query is not None:
            self._order = self.order()

    @property
    def pinned(self) -> bool:
        """Whether rows can be read anew without any of them moving."""
        return self._order is not None or sum(map(len, self._pages.values())) >= self.total

    def read_again(self) -> None:
        """Read the rows that are looked at anew; nothing moves."""
        self._stale = set(self._pages)
        self._touch_all()

    def clear(self) -> None:
        """Show nothing."""
        self._version += 1
        self.beginResetModel()
        self._forget()
        self.query, self.total, self._cells = None, 0, None
        self.endResetModel()

    # -- reading -------------------------------------------------------------------------------

    def _begin(self, version: int, columns: tuple[str, ...], start: _Start) -> None:
        if version != self._version:
            return
        sheet = self._context.store.catalogue[start.query.sheet]
        self.beginResetModel()
        self._forget()
        self.query, self.columns, self.total = start.query, columns, start.total
        self._order = start.order
        self._cells = Cells(sheet, self._context.words, dict(start.titles))
        for number, rows in start.pages.items():
            self._pages[number] = self._lines(rows)
        self.endResetModel()
        self.shown.emit(start.at)

    def _forget(self) -> None:
        self._pages.clear()
        self._order = None
        for each in (self._wanted, self._asked, self._stale, self._unmarked):
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
            work = partial(_part, store, query, number, known, self._order)
            self._context.read(
                f"inventory page {number}", work, partial(self._take, self._version)
            )
        while self._unmarked:
            number, _none = self._unmarked.popitem()
            page = self._pages.get(number)
            if page:
                uids = tuple(line.row.uid for line in page)
                self._context.read(
                    f"inventory marks {number}", partial(_said, store, query, number, uids),
                    partial(self._mark, self._version),
                )  # fmt: skip

    def _take(self, version: int, part: _Part) -> None:
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

    def _mark(self, version: int, said: _Said) -> None:
        page = self._pages.get(said.number)
        if version != self._version or page is None or self._cells is None:
            return
        sheet, catalogue = self._cells.sheet, self._context.store.catalogue
        for line in page:
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
            return heading(sheet, name, self._context.words)
        if role == _ALIGN:
            return _NUMBERS if is_number(sheet.fields.get(name)) else _TEXTS
        if role == _TIP:
            return full_heading(sheet, name, self._context.words)
        return None

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
        if line is None:
            return None
        if role == _INK:
            over, carried = is_over(line.values), line.row.standing == "carried"
            return self._inks["faint"] if over else self._inks["muted"] if carried else None
        if role == UID:
            return line.row.uid
        if name == STATUS:
            return self._of_mark(line, role)
        if role in (_TIP, _SAID):
            return self._cells.exact(name, line.row, line.values)
        return None

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
                if number not in self._unmarked:
                    self._unmarked[number] = None
                    self._later.start(0)
                return ""
            text = line.mark.word
        else:
            text = self._cells.text(name, line.row, line.values)
        line.texts[column] = text
        return text


_ROLES = frozenset({_ALIGN, _INK, TONE, UID, _TIP, _SAID})


# -- what is done in the background ----------------------------------------------------------------


def _start(store: Workspace, query: GridQuery, find: str) -> _Start:
    records = store.records
    first = records.page(query, 0, PAGE)
    total = len(first) if len(first) < PAGE else records.count(query)
    pages = {0: first}
    order: tuple[str, ...] | None = None
    at = next((place for place, row in enumerate(first) if row.uid == find), -1) if find else -1
    if find and at < 0 and total > PAGE:
        order = records.uids(query)
        at = order.index(find) if find in order else -1
        if at >= 0:
            number = at // PAGE
            pages[number] = records.rows(query, order[number * PAGE : (number + 1) * PAGE])
    titles: dict[tuple[str, str], str] = {}
    for rows in pages.values():
        titles |= _titles(store, query, rows)
    return _Start(query=query, total=total, pages=pages, titles=titles, order=order, at=at)


def _part(
    store: Workspace,
    query: GridQuery,
    number: int,
    known: tuple[str, ...] | None,
    order: tuple[str, ...] | None,
) -> _Part:
    if known is None:
        order = order if order is not None else store.records.uids(query)
        known = order[number * PAGE : (number + 1) * PAGE]
    rows = store.records.rows(query, known)
    return _Part(number=number, rows=rows, titles=_titles(store, query, rows), order=order)


def _titles(
    store: Workspace, query: GridQuery, rows: Sequence[GridRow]
) -> dict[tuple[str, str], str]:
    sheet = store.catalogue[query.sheet]
    found: dict[tuple[str, str], str] = {}
    for at, name in enumerate(query.columns):
        asked = sheet.fields.get(name)
        if asked is not None and isinstance(asked.type, Reference):
            uids = {str(row.values[at]) for row in rows if row.values[at] is not None}
            titles = store.records.titles(asked.type.to, query.round, tuple(uids))
            found |= {(name, uid): title for uid, title in titles.items()}
    return found


def _said(store: Workspace, query: GridQuery, number: int, uids: tuple[str, ...]) -> _Said:
    try:
        findings = store.records.findings(query.sheet, query.round, uids)
    except UserError:  # a record went away meanwhile; the list is read anew for that
        return _Said(number=number, findings={})
    narrowed = GridQuery(
        sheet=query.sheet, round=query.round, only=uids,
        conditions=(Condition(operation=Operation.CONFLICTS),),
    )  # fmt: skip
    conflicts = frozenset(row.uid for row in store.records.page(narrowed, 0, PAGE))
    return _Said(number=number, findings=findings, conflicts=conflicts)


__all__ = ["PAGE", "TONE", "UID", "WAITING", "Line", "RecordsModel"]
