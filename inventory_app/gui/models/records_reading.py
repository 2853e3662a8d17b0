"""Reading parts of a list in the background: its beginning, a page, what checks say of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from inventory_app.domain.field_types import Reference
from inventory_app.domain.findings import Finding
from inventory_app.domain.grids import Condition, GridQuery, GridRow, Operation
from inventory_app.errors import UserError
from inventory_app.workspace import Workspace

PAGE = 200


@dataclass(frozen=True, kw_only=True)
class Start:
    """What a list begins with: its first page, its length, and the page with a record sought.

    `total` is None where the first page is full and nobody has counted the rest yet.
    """

    query: GridQuery
    total: int | None
    pages: dict[int, tuple[GridRow, ...]]
    titles: dict[tuple[str, str], str]
    order: tuple[str, ...] | None = None
    at: int = -1


@dataclass(frozen=True, kw_only=True)
class Part:
    """One page that was read later."""

    number: int
    rows: tuple[GridRow, ...]
    titles: dict[tuple[str, str], str]
    order: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the checks find on the records of one page."""

    number: int
    findings: dict[str, tuple[Finding, ...]]
    conflicts: frozenset[str] = field(default_factory=frozenset)


def read_start(store: Workspace, query: GridQuery, find: str, *, far: bool) -> Start:
    """Return the beginning of a list; with *far* also a later page with the record *find* on it."""
    records = store.records
    first = records.page(query, 0, PAGE)
    total = len(first) if len(first) < PAGE else None
    pages = {0: first}
    order: tuple[str, ...] | None = None
    at = next((place for place, row in enumerate(first) if row.uid == find), -1) if find else -1
    if find and far and at < 0 and total is None:
        order = records.uids(query)
        total = len(order)
        at = order.index(find) if find in order else -1
        if at >= 0:
            number = at // PAGE
            pages[number] = records.rows(query, order[number * PAGE : (number + 1) * PAGE])
    titles: dict[tuple[str, str], str] = {}
    for rows in pages.values():
        titles |= _titles(store, query, rows)
    return Start(query=query, total=total, pages=pages, titles=titles, order=order, at=at)


def read_part(
    store: Workspace,
    query: GridQuery,
    number: int,
    known: tuple[str, ...] | None,
    order: tuple[str, ...] | None,
) -> Part:
    """Return one page: the records *known*, or those that *order* or the store has there."""
    if known is None:
        order = order if order is not None else store.records.uids(query)
        known = order[number * PAGE : (number + 1) * PAGE]
    rows = store.records.rows(query, known)
    return Part(number=number, rows=rows, titles=_titles(store, query, rows), order=order)


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


def read_marks(store: Workspace, query: GridQuery, number: int, uids: tuple[str, ...]) -> Said:
    """Return what checks find on some records, and which of them have open conflicts."""
    try:
        findings = store.records.findings(query.sheet, query.round, uids)
    except UserError:  # a record went away meanwhile; the list is read anew for that
        return Said(number=number, findings={})
    narrowed = GridQuery(
        sheet=query.sheet, round=query.round, only=uids,
        conditions=(Condition(operation=Operation.CONFLICTS),),
    )  # fmt: skip
    conflicts = frozenset(row.uid for row in store.records.page(narrowed, 0, PAGE))
    return Said(number=number, findings=findings, conflicts=conflicts)
