"""Read models: whole sheets of records, rounds, returns, in one query each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, bindparam, func, select

from inventory_app.domain.entities import Entity
from inventory_app.domain.hub_returns import HUB_ISSUE
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.rounds import Participation, Round, RoundParameters
from inventory_app.domain.values import ValueState
from inventory_app.store.derived import chunks
from inventory_app.store.schema import Schema

QUERY_KIND = "query"  # of workbooks that carry queries
_QUERIES = "kept queries"  # in the notes that a table takes
_MOST_QUERIES = 50
_SHARED = 6  # id, uid, entity, round, standing, states stand before the answers


def record_id(round_code: str, uid: str) -> str:
    """Return the key of a record: a uid is stable across rounds, a row belongs to one."""
    return f"{round_code}/{uid}"


def records(
    connection: Connection,
    schema: Schema,
    round_code: str,
    *,
    sheets: Iterable[str] | None = None,
    entities: Sequence[str] | None = None,
    standings: Sequence[str] | None = None,
    uids: Sequence[str] | None = None,
    fields: Mapping[str, Collection[str]] | None = None,
) -> dict[str, dict[str, tuple[Record, ...]]]:
    """Return the records of a round by entity and sheet, in the order of their uids.

    With *uids* only those, in no particular order; with *fields* only those answers of each sheet.
    """
    found: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    asked: dict[str, str | Sequence[str]] = {"round": round_code}
    if uids is not None:  # by their keys: few of many, in an order that is made afterwards
        asked = {"ids": [record_id(round_code, uid) for uid in uids]}
    if entities is not None:
        asked["entities"] = entities
    if standings is not None:
        asked["standings"] = standings
    for sheet in sheets or schema.records:
        table = schema.records[sheet]
        wanted = None
        if fields is not None:
            shared = [column.name for column in table.columns][:_SHARED]
            wanted = frozenset((*shared, *("f_" + name for name in fields.get(sheet, ()))))
        for record in _read(connection, _query(table, wanted, frozenset(asked)), asked, sheet):
            found[record.entity][sheet].append(record)
    return {
        entity: {sheet: tuple(rows) for sheet, rows in by_sheet.items()}
        for entity, by_sheet in found.items()
    }


def owners(
    connection: Connection, schema: Schema, round_code: str, uids: Sequence[str]
) -> dict[str, str]:
    """Return the entity of each of these records of a round, as far as there are any."""
    found: dict[str, str] = {}
    for sheet, table in schema.records.items():
        prefix = schema.catalogue[sheet].prefix + "-"
        for some in chunks([uid for uid in uids if uid.startswith(prefix)]):
            asked = {"ids": [record_id(round_code, uid) for uid in some]}
            query = _query(table, frozenset(("uid", "entity")), frozenset(asked))
            found.update((row.uid, row.entity) for row in connection.execute(query, asked))
    return found


def _query(table: Table, wanted: frozenset[str] | None, asked: frozenset[str]) -> Select[Any]:
    """Return the query for the columns *wanted*, or all, of the rows that are *asked*.

    It is kept with its table: putting it together takes long.

    Values in it would be rings of objects that keep memory for longer.
    """
    kept: dict[object, Select[Any]] = table.info.setdefault(_QUERIES, {})
    query = kept.get((wanted, asked))
    if query is not None:
        return query
    query = select(*(each for each in table.columns if wanted is None or each.name in wanted))
    for name, column in (
        ("ids", table.c.id), ("entities", table.c.entity), ("standings", table.c.standing),
    ):  # fmt: skip
        if name in asked:
            query = query.where(column.in_(bindparam(name, expanding=True)))
    if "round" in asked:
        query = query.where(table.c.round == bindparam("round"))
        query = query.order_by(table.c.entity, table.c.id)
    if len(kept) < _MOST_QUERIES:
        kept[wanted, asked] = query
    return query


def _read(
    connection: Connection, query: Select[Any], asked: Mapping[str, Any], sheet: str
) -> Iterable[Record]:
    result = connection.execute(query, asked)
    names = [key.removeprefix("f_") for key in result.keys()][_SHARED:]  # noqa: SIM118 - a result
    for _id, uid, entity, code, standing, states, *values in result.all():
        yield Record(
            sheet=sheet,
            uid=uid,
            entity=entity,
            round=code,
            standing=standing,
            values={
                name: value for name, value in zip(names, values, strict=True) if value is not None
            },
            states={name: ValueState(state) for name, state in states.items()} if states else {},
        )


def entities(connection: Connection, schema: Schema) -> dict[str, Entity]:
    """Return all entities by code."""
    table = schema["entity"]
    return {
        row.id: Entity(
            code=row.id,
            names=row.names,
            type=row.type,
            duty_station=row.duty_station,
            mandate_area=row.mandate_area,
            language=row.language,
            scope=row.scope,
            funds=tuple(row.funds or ()),
            aliases=tuple(row.aliases or ()),
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            successor=row.successor,
            focal_point=row.focal_point or "",
            contact=row.contact or "",
        )
        for row in connection.execute(select(table).order_by(table.c.id))
    }


def rounds(connection: Connection, schema: Schema) -> dict[str, Round]:
    """Return all rounds by code, oldest first."""
    table = schema["round"]
    return {
        row.id: Round(
            code=row.id,
            as_of=row.as_of,
            deadline=row.deadline,
            opened_at=row.opened_at,
            previous=row.previous,
            catalogue_version=row.catalogue_version,
            parameters=RoundParameters.from_text(row.parameters),
        )
        for row in connection.execute(select(table).order_by(table.c.sequence))
    }


def participations(
    connection: Connection, schema: Schema, round_code: str
) -> dict[str, Participation]:
    """Return who was asked in a round, with what came back, by entity."""
    table, issues, returns = schema["participation"], schema["issue"], schema["returned"]
    issued = {
        row.entity: row
        for row in connection.execute(
            select(issues.c.entity, func.max(issues.c.number).label("number"))
            .where(issues.c.round == round_code)
            .group_by(issues.c.entity)
        )
    }
    came: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(
        select(returns)
        .where(returns.c.round == round_code, of_survey(schema))
        .order_by(returns.c.received_at)
    ):
        came[row.entity].append(row)
    imported = _with_records(connection, schema, round_code)
    return {
        row.entity: Participation(
            entity=row.entity,
            language=row.language,
            peer_type=row.peer_type,
            issues=issued[row.entity].number if row.entity in issued else 0,
            returns=len(came[row.entity]),
            received=_first_day(came[row.entity]),
            on_time=all(each.on_time for each in came[row.entity][:1]),
            has_records=row.entity in imported,
            deadline=row.deadline,
            approved_at=datetime.fromisoformat(row.approved_at) if row.approved_at else None,
            approved_by=row.approved_by or "",
            peer_size=row.peer_size or "",
        )
        for row in connection.execute(
            select(table).where(table.c.round == round_code).order_by(table.c.entity)
        )
    }


def asked(connection: Connection, schema: Schema) -> frozenset[tuple[str, str]]:
    """Return who is asked: rounds with entities."""
    table = schema["participation"]
    rows = connection.execute(select(table.c.round, table.c.entity))
    return frozenset((row.round, row.entity) for row in rows)


def is_survey(issues: Table) -> ColumnElement[bool]:
    """Return what holds for the issue of a survey workbook; others carry queries."""
    return issues.c.kind.is_(None) | (issues.c.kind != QUERY_KIND)


def of_survey(schema: Schema) -> ColumnElement[bool]:
    """Return what holds for a return that answers the survey: no query, no correction of a hub."""
    issues = schema["issue"]
    carriers = select(issues.c.id).where(~is_survey(issues))
    issue = schema["returned"].c.issue
    return issue.not_in(carriers) & issue.not_like(f"{HUB_ISSUE}%")


def query_states(
    connection: Connection, schema: Schema, round_code: str
) -> defaultdict[str, Counter[str]]:
    """Return how many queries each entity has in each state."""
    table = schema["query"]
    query = (
        select(table.c.entity, table.c.status, func.count().label("n"))
        .where(table.c.round == round_code)
        .group_by(table.c.entity, table.c.status)
    )
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in connection.execute(query):
        found[row.entity][row.status] = row.n
    return found


def own_deadlines(connection: Connection, schema: Schema) -> dict[tuple[str, str], date]:
    """Return the deadlines that were extended, by round and entity."""
    table = schema["participation"]
    query = select(table.c.round, table.c.entity, table.c.deadline)
    return {
        (row.round, row.entity): row.deadline
        for row in connection.execute(query.where(table.c.deadline.is_not(None)))
    }


def _first_day(rows: Sequence[Row[Any]]) -> date | None:
    return date.fromisoformat(str(rows[0].received_at)[:10]) if rows else None


def _with_records(connection: Connection, schema: Schema, round_code: str) -> set[str]:
    """Return the entities that have records of their own in a round, not only carried ones."""
    found: set[str] = set()
    for table in schema.records.values():
        query = (
            select(table.c.entity)
            .where(table.c.round == round_code, table.c.standing != "carried")
            .distinct()
        )
        found.update(connection.scalars(query))
    return found


def declarations(
    connection: Connection, schema: Schema, round_code: str
) -> dict[str, dict[str, Declaration]]:
    """Return what entities declared of whole sheets in a round, by entity and sheet."""
    table = schema["declaration"]
    found: dict[str, dict[str, Declaration]] = defaultdict(dict)
    for row in connection.execute(select(table).where(table.c.round == round_code)):
        found[row.entity][row.sheet] = Declaration(
            sheet=row.sheet, nothing=row.none_to_report, unchanged=row.unchanged
        )
    return dict(found)


def filled_by(connection: Connection, schema: Schema, round_code: str) -> dict[str, str]:
    """Return who filled in the return of each entity that came in last."""
    table = schema["returned"]
    query = select(table.c.entity, table.c.filled_by).where(
        table.c.round == round_code, table.c.filled_by.is_not(None)
    )
    rows = connection.execute(query.order_by(table.c.received_at, table.c.id))
    return {row.entity: row.filled_by for row in rows}


def open_conflicts(
    connection: Connection, schema: Schema, round_code: str, entity: str | None = None
) -> list[Mapping[str, Any]]:
    """Return the conflicts that nobody has decided yet."""
    table = schema["conflict"]
    query = select(table).where(table.c.round == round_code, table.c.decision.is_(None))
    if entity is not None:
        query = query.where(table.c.entity == entity)
    return [dict(row._mapping) for row in connection.execute(query.order_by(table.c.id))]  # noqa: SLF001 - SQLAlchemy's public name


def returns(
    connection: Connection, schema: Schema, round_code: str | None = None
) -> list[Mapping[str, Any]]:
    """Return the register of returns, in the order in which they came in."""
    table = schema["returned"]
    query = select(table).order_by(table.c.received_at, table.c.id)
    if round_code is not None:
        query = query.where(table.c.round == round_code)
    return [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001
