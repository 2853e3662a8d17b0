"""What can be computed again at any time: folded texts for searching, findings for filtering.

These tables are no part of the inventory. They are made when they are first needed, written
outside change sets, and brought up to date from the audit log: each round remembers up to which
change set it was read. Whoever drops them loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    delete,
    func,
    insert,
    inspect,
    or_,
    select,
)

from inventory_app.store.schema import Schema

_METADATA = MetaData()

STATE = Table(
    "derived_state",
    _METADATA,
    Column("name", String, primary_key=True),
    Column("round", String, primary_key=True),
    Column("version", String, nullable=False),
    Column("change_set", Integer, nullable=False),
)
TEXT = Table(
    "derived_text",
    _METADATA,
    Column("n", Integer, primary_key=True),
    Column("round", String, nullable=False),
    Column("sheet", String, nullable=False),
    Column("uid", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_derived_text", "round", "sheet", "uid"),
)
FINDING = Table(
    "derived_finding",
    _METADATA,
    Column("n", Integer, primary_key=True),
    Column("round", String, nullable=False),
    Column("entity", String, nullable=False),
    Column("sheet", String, nullable=False),
    Column("uid", String, nullable=False),
    Column("field", String, nullable=False),
    Column("code", String, nullable=False),
    Column("strength", String, nullable=False),
    Index("ix_derived_finding_record", "round", "sheet", "uid"),
    Index("ix_derived_finding_entity", "round", "entity"),
)
_CHUNK = 5_000


def exist(connection: Connection) -> bool:
    """Return whether the tables have been made in this store."""
    return inspect(connection).has_table(STATE.name)


def make(connection: Connection) -> None:
    """Make the tables where they are not there yet."""
    _METADATA.create_all(connection, checkfirst=True)


def newest_change(connection: Connection, schema: Schema) -> int:
    """Return the number of the newest change set, 0 in an empty store."""
    return int(connection.scalar(select(func.max(schema["change_set"].c.number))) or 0)


def read_until(connection: Connection, name: str, round_code: str, version: str) -> int | None:
    """Return up to which change set *name* was read, None if never or by other rules."""
    row = connection.execute(
        select(STATE.c.version, STATE.c.change_set).where(
            STATE.c.name == name, STATE.c.round == round_code
        )
    ).first()
    return int(row.change_set) if row is not None and row.version == version else None


def remember(
    connection: Connection, name: str, round_code: str, version: str, change_set: int
) -> None:
    """Note that *name* of a round is as it should be after *change_set*."""
    connection.execute(delete(STATE).where(STATE.c.name == name, STATE.c.round == round_code))
    connection.execute(
        insert(STATE).values(name=name, round=round_code, version=version, change_set=change_set)
    )


def changed_since(
    connection: Connection, schema: Schema, round_code: str, change_set: int
) -> list[tuple[str, str, str | None]]:
    """Return table and key of every row of a round written after *change_set*, each once.

    The third part is the row as it was, as the log keeps it, where it was there before. Entities
    belong to every round; so does the round itself.
    """
    rows = schema["row_change"]
    query = (
        select(rows.c.table_name, rows.c.row_key, rows.c.before)
        .where(
            rows.c.change_set > change_set,
            or_(
                rows.c.row_key.startswith(round_code + "/", autoescape=True),
                rows.c.table_name.in_(("entity", "round")),
            ),
        )
        .order_by(rows.c.id)
    )
    seen: dict[tuple[str, str], str | None] = {}
    for row in connection.execute(query):
        place = (row.table_name, row.row_key)
        seen[place] = seen.get(place) or row.before
    return [(table, key, before) for (table, key), before in seen.items()]


def chunks(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    """Yield *keys* in parts that fit one statement."""
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


def write(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert many rows."""
    if rows:
        connection.execute(insert(table), rows)
