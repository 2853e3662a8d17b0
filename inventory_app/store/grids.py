"""Reading lists: sorted, filtered and added up by the database, in plain tuples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    case,
    false,
    func,
    select,
)

from inventory_app.domain.field_types import Code, Codes, Text
from inventory_app.domain.fields import Field
from inventory_app.domain.grids import Choice, GridQuery, GridRow, Group, Order, Total
from inventory_app.domain.search_words import words_of
from inventory_app.domain.values import ValueState
from inventory_app.store.derived import chunks
from inventory_app.store.grid_conditions import Source
from inventory_app.store.queries import record_id

_MOST_CHOICES = 1_000


def restricted(source: Source, query: GridQuery, columns: Iterable[Any]) -> Select[Any]:
    """Return the query for *columns* of the records that *query* shows, in no order."""
    table = source.table
    selected = select(*columns).where(table.c.round == query.round)
    if query.entities is not None:
        selected = selected.where(table.c.entity.in_(query.entities))
    if query.only is not None:
        selected = selected.where(table.c.uid.in_(query.only) if query.only else false())
    for condition in query.conditions:
        selected = selected.where(source.clause(condition))
    words = words_of(query.search)
    return selected.where(source.searched(words)) if words else selected


def count(connection: Connection, source: Source, query: GridQuery) -> int:
    """Return how many records a list shows."""
    return int(connection.scalar(restricted(source, query, [func.count()])) or 0)


def uids(
    connection: Connection, source: Source, query: GridQuery, limit: int | None = None
) -> list[str]:
    """Return the uids of a list in its order, all or the first *limit*."""
    return list(connection.scalars(ordered(source, query).limit(limit)))


def ordered(source: Source, query: GridQuery) -> Select[Any]:
    """Return the query for the uids of a list in its order, ties in the order of the records.

    Without an order it is that of entities and records, in which an index has them.
    """
    table = source.table
    keys = [_key(source, order) for order in query.order] or [table.c.entity.asc()]
    return restricted(source, query, [table.c.uid]).order_by(*keys, table.c.id)


def _key(source: Source, order: Order) -> ColumnElement[Any]:
    """Return what a list is sorted by for one field; empty answers come last either way."""
    shown = source.column(order.field)
    field = source.sheet.fields.get(order.field)
    if field is not None and _has_places(field):
        places = _places(field)
        unlisted = -1 if order.descending else len(places)  # after all that are listed
        shown = case((shown.is_not(None), case(places, value=shown, else_=unlisted)))
    elif field is not None and isinstance(field.type, Text):
        shown = func.lower(shown)
    return (shown.desc() if order.descending else shown.asc()).nulls_last()


def _has_places(field: Field) -> bool:
    """Return whether the values of a field have an order of their own: that of their list."""
    kind = field.type
    return isinstance(kind, Code) and not isinstance(kind, Codes) and bool(kind.list)


def _places(field: Field) -> dict[str, int]:
    listed = field.type.list if isinstance(field.type, Code) else None
    return {code: place for place, code in enumerate(listed.codes)} if listed else {}


def rows(
    connection: Connection, source: Source, columns: Sequence[str], wanted: Sequence[str]
) -> list[GridRow]:
    """Return the rows of the records *wanted*, in that order; those that are gone are left out."""
    table = source.table
    selected = select(
        table.c.uid, table.c.entity, table.c.standing, table.c.states,
        *(source.column(name) for name in columns),
    )  # fmt: skip
    found: dict[str, GridRow] = {}
    for part in chunks(wanted):
        keys = [record_id(source.round, uid) for uid in part]
        query = selected.where(table.c.id.in_(keys))
        for row in connection.execute(query):
            states = {name: ValueState(state) for name, state in (row[3] or {}).items()}
            found[row[0]] = GridRow(row[0], row[1], row[2], tuple(row[4:]), states)
    return [found[uid] for uid in wanted if uid in found]


def choices(
    connection: Connection, source: Source, query: GridQuery, name: str
) -> tuple[Choice, ...]:
    """Return the values of one field in a list with their counts, the most frequent thousand."""
    shown = source.column(name)
    counted = func.count()
    selected = (
        restricted(source, query, [shown, counted])
        .group_by(shown)
        .order_by(counted.desc())
        .limit(_MOST_CHOICES)
    )
    found = [Choice(row[0], row[1]) for row in connection.execute(selected)]
    return tuple(sorted(found, key=lambda choice: _rank(source, name, choice.value)))


def groups(
    connection: Connection,
    source: Source,
    query: GridQuery,
    by: str | None,
    fields: Sequence[Field],
) -> tuple[Group, ...]:
    """Return the groups of a list with the sums of *fields*; one group of all without *by*."""
    sums = [each for field in fields for each in _summed(source, field)]
    key = [] if by is None else [source.column(by)]
    selected = restricted(source, query, [*key, func.count(), *sums])
    if by is not None:
        selected = selected.group_by(*key)
    found = [
        Group(
            value=row[0] if by is not None else None,
            count=row[len(key)],
            totals={
                field.name: Total(value=_exact(row[at]), known=row[at + 1])
                for at, field in zip(range(len(key) + 1, len(row), 2), fields, strict=True)
            },
        )
        for row in map(tuple, connection.execute(selected))
    ]
    if by is None:
        return tuple(found)
    return tuple(sorted(found, key=lambda group: _rank(source, by, group.value)))


def _exact(total: Any) -> Decimal | None:
    return None if total is None else Decimal(total)


def _summed(source: Source, field: Field) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    shown = source.column(field.name)
    return func.sum(shown), func.count(shown)


def _rank(source: Source, name: str, value: Any) -> tuple[int, int, Any]:
    """Return by what values of a field are sorted: the order of its list, its size, its text."""
    if value is None:
        return (2, 0, "")
    field = source.sheet.fields.get(name)
    if field is not None and _has_places(field):
        place = _places(field).get(value)
        return (1, 0, value) if place is None else (0, place, "")
    return (0, 0, value.lower() if isinstance(value, str) else value)
