"""The answers of a round as columns: one query for each sheet, values made when they are wanted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select, type_coerce
from sqlalchemy.types import NullType

from inventory_app.domain.columns import Different
from inventory_app.domain.records import Record
from inventory_app.domain.values import Value, ValueState
from inventory_app.store.schema import Schema

_PREFIX = "f_"
_Reader = Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class StoredSheet:
    """The records of one sheet of a round, in the order of their entities and uids.

    Only some fields may have been read; nobody answered the others.
    """

    sheet: str
    round: str
    uids: Sequence[str]
    entities: Sequence[str]
    standings: Sequence[str]
    states: Sequence[Mapping[str, str] | None]
    raw: Mapping[str, Sequence[Any]]
    readers: Mapping[str, _Reader | None]
    _made: dict[str, tuple[Sequence[Value], Different]] = field(default_factory=dict)

    def column(self, name: str) -> Sequence[Value]:
        """Return the answers to a field, None where there is none."""
        return self._column(name)[0]

    def different(self, name: str) -> Different:
        """Return the answers to a field, each once, and whether there are blanks."""
        return self._column(name)[1]

    def _column(self, name: str) -> tuple[Sequence[Value], Different]:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> tuple[Sequence[Value], Different]:
        if name not in self.raw:
            return [None] * len(self.uids), ((), bool(self.uids))
        raw, reader = self.raw[name], self.readers[name]
        stored = set(raw)
        blanks = None in stored
        stored.discard(None)
        if reader is None:
            return raw, (stored, blanks)
        known = {each: reader(each) for each in stored}
        given = list(known.values())
        known[None] = None
        return list(map(known.__getitem__, raw)), (given, blanks)

    def record(self, row: int) -> Record:
        """Return one record with the answers that were read."""
        answers = ((name, self.column(name)[row]) for name in self.raw)
        return Record(
            sheet=self.sheet,
            uid=self.uids[row],
            entity=self.entities[row],
            round=self.round,
            standing=self.standings[row],
            values={name: value for name, value in answers if value is not None},
            states=self.stated(row),
        )

    def stated(self, row: int) -> dict[str, ValueState]:
        """Return the standings written beside the answers of a record."""
        states = self.states[row]
        return {name: ValueState(state) for name, state in states.items()} if states else {}


def stored_sheets(
    connection: Connection,
    schema: Schema,
    round_code: str,
    fields: Mapping[str, Collection[str]],
) -> dict[str, StoredSheet]:
    """Return the records of a round by sheet: those in *fields*, with these answers only."""
    return {
        name: _stored(connection, name, schema.records[name], round_code, some)
        for name, some in fields.items()
    }


def _stored(
    connection: Connection, sheet: str, table: Table, round_code: str, fields: Collection[str]
) -> StoredSheet:
    wanted = {_PREFIX + name for name in fields}
    columns = [column for column in table.columns if column.name in wanted]
    query = (
        select(
            table.c.uid, table.c.entity, table.c.standing, table.c.states,
            # As the driver gives them: a value that stands in many rows is made once.
            *(type_coerce(column, NullType()).label(column.name) for column in columns),
        )
        .where(table.c.round == round_code)
        .order_by(table.c.entity, table.c.id)
    )  # fmt: skip
    rows = connection.execute(query).all()
    names = [column.name.removeprefix(_PREFIX) for column in columns]
    nothing: list[tuple[Any, ...]] = [()] * (4 + len(names))
    uids, entities, standings, states, *raw = zip(*rows, strict=True) if rows else nothing
    dialect = connection.dialect
    readers = [c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns]
    return StoredSheet(
        sheet=sheet, round=round_code, uids=uids, entities=entities, standings=standings,
        states=states, raw=dict(zip(names, raw, strict=True)),
        readers=dict(zip(names, readers, strict=True)),
    )  # fmt: skip
