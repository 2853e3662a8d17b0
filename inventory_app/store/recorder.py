"""Transactions: the only way to write, and every write is recorded."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Column, Connection, Date, Dialect, Table, bindparam, delete, insert, update

from inventory_app.domain.changes import RowChange
from inventory_app.domain.field_types import Code, Reference, Text
from inventory_app.store.schema import Schema, as_text

Row = Mapping[str, Any]
Change = tuple[str, Row, Row]
_Prepared = tuple[str, list[tuple[str, Any]]]  # the SQL, and what binds each of its columns
_TEXTS = "kept texts"  # in the notes that a table takes
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


class Transaction:
    """Writes inside one database transaction; what is written here can be undone and audited.

    Rows are known by the one column of their table's primary key. `change` takes the values
    before and after, so that nothing has to be read back from the database.
    """

    def __init__(self, connection: Connection, schema: Schema) -> None:
        self.connection = connection
        self.schema = schema
        self.rows: list[RowChange] = []

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert *rows*; columns that a row leaves out are empty."""
        if not rows:
            return
        insert_rows(self.connection, table, rows)
        key = _key(table)
        for row in rows:
            self._note(table, row[key], None, row)

    def change(self, table: Table, changes: Iterable[Change]) -> None:
        """Update rows: each change is a key, some columns before, and the same columns after."""
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for key, before, after in changes:
            names = tuple(sorted(after))
            alike[names].append({"_key": key, **{f"_{name}": after[name] for name in names}})
            self._note(table, key, before, after)
        column = table.columns[_key(table)]
        for names, parameters in alike.items():
            statement = (
                update(table)
                .where(column == bindparam("_key"))
                .values({name: bindparam(f"_{name}") for name in names})
            )
            self.connection.execute(statement, parameters)

    def remove(self, table: Table, rows: Sequence[Row]) -> None:
        """Delete *rows*, given whole so that they can come back."""
        if not rows:
            return
        key = _key(table)
        column = table.columns[key]
        self.connection.execute(
            delete(table).where(column == bindparam("_key")), [{"_key": row[key]} for row in rows]
        )
        for row in rows:
            self._note(table, row[key], row, None)

    def _note(self, table: Table, key: str, before: Row | None, after: Row | None) -> None:
        # Of a row that comes or goes whole, what is empty says nothing.
        blanks = before is not None and after is not None
        self.rows.append(
            RowChange(
                table=table.name,
                key=key,
                before=_image(table, before, blanks=blanks),
                after=_image(table, after, blanks=blanks),
            )
        )


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert *rows* without recording it, only the columns that they use.

    Straight to the driver: SQLAlchemy would put each row together anew, which takes longer than
    the database takes to write it.
    """
    used = frozenset().union(*rows)
    prepared = table.info.get(used)
    if prepared is None:
        prepared = table.info[used] = _prepared(table, used, connection.dialect)
    statement, binders = prepared
    columns = []
    for name, bind in binders:
        column = [row.get(name) for row in rows]
        if bind is not None:
            column = [None if value is None else bind(value) for value in column]
        columns.append(column)
    connection.exec_driver_sql(statement, list(zip(*columns, strict=True)))


def _prepared(table: Table, used: frozenset[str], dialect: Dialect) -> _Prepared:
    columns = [column for column in table.columns if column.name in used]
    statement = insert(table).compile(dialect=dialect, column_keys=[each.name for each in columns])
    binders = [
        (each.name, each.type.dialect_impl(dialect).bind_processor(dialect)) for each in columns
    ]
    return str(statement), binders


def _key(table: Table) -> str:
    return next(iter(table.primary_key.columns)).name


def _image(table: Table, row: Row | None, *, blanks: bool) -> dict[str, object] | None:
    if row is None:
        return None
    texts = table.info.get(_TEXTS)
    if texts is None:
        texts = table.info[_TEXTS] = {column.name: _text_of(column) for column in table.columns}
    return {
        name: value if (text := texts[name]) is None else text(value)
        for name, value in row.items()
        if blanks or value is not None
    }


def _text_of(column: Column[Any]) -> Callable[[object], object] | None:
    """Return what makes the kept form of a value in *column*, None where it is kept as it is."""
    kind = column.info.get("type")
    if isinstance(kind, Text | Reference) or (isinstance(kind, Code) and kind.name == Code.name):
        return None
    return None if kind is None and not isinstance(column.type, Date) else partial(as_text, column)


def packed(image: Mapping[str, object] | None) -> str | None:
    """Return a row image as the audit log keeps it."""
    return None if image is None else _encode(image)


def chained(previous: str, head: Sequence[object], rows: Iterable[Sequence[str | None]]) -> str:
    """Return the hash of one line of the audit log, which vouches for all lines before it."""
    digest = hashlib.sha256(previous.encode())
    digest.update(json.dumps(list(head), ensure_ascii=False, sort_keys=True).encode())
    for row in rows:
        for part in row:
            digest.update(b"\0-" if part is None else b"\0+" + part.encode())
    return digest.hexdigest()
