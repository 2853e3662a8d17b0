"""Decisions on duplicates as they are kept, and what they change for the totals of a round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from inventory_app.domain.duplicates.decisions import Decided, Titled
from inventory_app.domain.duplicates.joining import Adjustment, adjustments
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import EntityInputs
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import Participation, Round
from inventory_app.store import queries
from inventory_app.store.schema import Schema

TABLE = "duplicate"
_BATCH = 500  # uids in one query


def decisions(connection: Connection, schema: Schema) -> list[Decided]:
    """Return all decisions on duplicates, the newest first."""
    table = schema[TABLE]
    return [
        Decided(
            id=row.id, sheet=row.sheet, kind=row.kind, at=datetime.fromisoformat(row.at),
            who=row.who, sides=tuple(tuple(side.split()) for side in row.sides),
            titles={uid: Titled(*told) for uid, told in row.titles.items()},
            choices=row.choices or {},
        )
        for row in connection.execute(select(table).order_by(table.c.at.desc(), table.c.id))
    ]  # fmt: skip


def decision_row(decided: Decided) -> dict[str, Any]:
    """Return a decision as it is kept; sides are texts so that the history can show them."""
    return {
        "id": decided.id, "sheet": decided.sheet, "kind": decided.kind,
        "sides": [" ".join(side) for side in decided.sides],
        "choices": dict(decided.choices) or None,
        "titles": {uid: list(told) for uid, told in decided.titles.items()},
        "at": decided.at.isoformat(), "who": decided.who,
    }  # fmt: skip


COLUMNS = ("id", "sheet", "kind", "side", "uid", "entity", "title", "at", "who")


def decision_objects(found: Iterable[Decided]) -> Iterator[dict[str, object]]:
    """Yield decisions as the JSON form of an export has them."""
    for each in found:
        yield {
            "id": each.id, "sheet": each.sheet, "kind": each.kind,
            "sides": [list(side) for side in each.sides], "choices": dict(each.choices),
            "at": each.at.isoformat(), "who": each.who,
        }  # fmt: skip


def decision_rows(found: Iterable[Decided]) -> Iterator[tuple[object, ...]]:
    """Yield the lines of decisions in a table of `COLUMNS`: one for each record."""
    for each in found:
        for number, side in enumerate(each.sides, start=1):
            for uid in side:
                told = each.titles[uid]
                yield (each.id, each.sheet, each.kind, number, uid, told.entity, told.title,
                       each.at.isoformat(), each.who)  # fmt: skip


def records_of(
    connection: Connection, schema: Schema, round_code: str, sheet: str, uids: Iterable[str]
) -> dict[str, Record]:
    """Return those of some records of a sheet that are there in a round, by uid."""
    wanted = list(dict.fromkeys(uids))
    found: dict[str, Record] = {}
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        read = queries.records(connection, schema, round_code, sheets=[sheet], uids=some)
        for by_sheet in read.values():
            found |= {record.uid: record for record in by_sheet[sheet]}
    return found


def read_adjustments(
    connection: Connection,
    schema: Schema,
    catalogue: Catalogue,
    shown: Round,
    asked: Mapping[str, Participation],
) -> dict[str, Adjustment]:
    """Return what joins change for the totals of a round, by entity."""
    joins = [each for each in decisions(connection, schema) if each.kind == "join"]
    if not joins:
        return {}
    by_entity: dict[str, dict[str, list[Record]]] = {}
    for sheet in {each.sheet for each in joins} & catalogue.sheets.keys():
        uids = [uid for each in joins if each.sheet == sheet for uid in each.uids]
        for record in records_of(connection, schema, shown.code, sheet, uids).values():
            if record.entity in asked and asked[record.entity].answered:
                by_entity.setdefault(record.entity, {}).setdefault(sheet, []).append(record)
    return adjustments(catalogue, joins, _inputs(catalogue, shown, by_entity))


def _inputs(
    catalogue: Catalogue, shown: Round, records: Mapping[str, Mapping[str, Sequence[Record]]]
) -> dict[str, EntityInputs]:
    return {
        entity: EntityInputs(
            entity=entity, as_of=shown.as_of, catalogue=catalogue, declarations={},
            parameters=shown.parameters,
            records={sheet: tuple(found) for sheet, found in by_sheet.items()},
        )
        for entity, by_sheet in records.items()
    }  # fmt: skip
