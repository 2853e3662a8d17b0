"""Rows with an id, written as the difference of what was and what is to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from inventory_app.store.recorder import Transaction

Row = Mapping[str, Any]


def rows_of_table(connection: Connection, table: Table, *order: str) -> Iterator[dict[str, Any]]:
    """Yield all rows of *table* in the order of the columns *order*."""
    query = select(table).order_by(*(table.c[name] for name in order))
    for row in connection.execute(query):
        yield dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name


def write_difference(
    transaction: Transaction, table: Table, before: Iterable[Row], after: Iterable[Row]
) -> None:
    """Add, change and remove rows of *table* so that *before* becomes *after*.

    All rows have the same columns, among them `id`; what is alike is not written.
    """
    old = {row["id"]: row for row in before}
    new = {row["id"]: row for row in after}
    transaction.remove(table, [row for key, row in old.items() if key not in new])
    transaction.add(table, [row for key, row in new.items() if key not in old])
    changes = []
    for key, row in new.items():
        if key in old:
            columns = [name for name, value in row.items() if old[key][name] != value]
            if columns:
                changes.append(
                    (
                        key,
                        {name: old[key][name] for name in columns},
                        {name: row[name] for name in columns},
                    )
                )
    transaction.change(table, changes)
