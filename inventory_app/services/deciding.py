"""Decisions in the store: kept conflicts, queries, and what is remembered for the next time."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from inventory_app.domain.field_types import ParseError
from inventory_app.domain.merging import Answer, Counts, RowPlan, Update, applied
from inventory_app.domain.records import Record
from inventory_app.domain.reviewing import DecidedPlan, asked_about
from inventory_app.domain.reviews import (
    DecideResult,
    Decision,
    Decisions,
    FieldPlace,
    Remembered,
    ReviewField,
    ReviewPlan,
    ReviewRow,
    ReviewSheet,
    answer_as_text,
    answer_from_text,
    decision_as_text,
    decision_from_text,
    with_remembered,
)
from inventory_app.domain.workbooks import Identity
from inventory_app.services.asking import Asking, close_answered
from inventory_app.services.rounds import difference
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.store.recorder import Transaction
from inventory_app.store.schema import Schema
from inventory_app.texts import N_


def keep_decided(
    transaction: Transaction,
    made: DecidedPlan,
    decisions: Decisions,
    return_id: str,
    round_code: str,
    entity: str,
) -> None:
    """Keep the conflicts that were decided before the merge, with what was chosen."""
    catalogue = transaction.schema.catalogue
    rows = []
    for number, (conflict, choice) in enumerate(made.decided):
        place = FieldPlace(conflict.sheet, conflict.uid, conflict.field)
        own = decisions[place].own
        rows.append(
            {
                "id": f"{return_id}/d{number:05}", "return_id": return_id, "round": round_code,
                "entity": entity, "sheet": place.sheet, "uid": place.uid, "field": place.field,
                "issued": answer_as_text(catalogue, place, conflict.issued),
                "ours": answer_as_text(catalogue, place, conflict.ours),
                "theirs": answer_as_text(catalogue, place, conflict.theirs),
                "cell": conflict.cell, "decision": choice if own is None else "own",
            }
        )  # fmt: skip
    transaction.add(transaction.schema["conflict"], rows)


def remember(
    transaction: Transaction,
    database: Database,
    fields: Iterable[ReviewField],
    decisions: Decisions,
) -> None:
    """Remember what was decided on *fields*; this is never undone, but can be forgotten."""
    table, catalogue = transaction.schema["remembered"], transaction.schema.catalogue
    at, rows = database.clock().isoformat(), {}
    for each in fields:
        place = each.place
        ours = answer_as_text(catalogue, place, each.ours)
        theirs = answer_as_text(catalogue, place, each.theirs)
        seed = json.dumps([*place, ours, theirs], ensure_ascii=False)
        key = hashlib.sha256(seed.encode()).hexdigest()[:32]
        rows[key] = {
            "id": key, "sheet": place.sheet, "field": place.field, "uid": place.uid,
            "ours": ours, "theirs": theirs, "at": at, "who": database.who,
            "decision": decision_as_text(catalogue, place, decisions[place]),
        }  # fmt: skip
    if rows:
        transaction.connection.execute(delete(table).where(table.c.id.in_(list(rows))))
        transaction.connection.execute(insert(table), list(rows.values()))


def remembered(connection: Connection, schema: Schema) -> list[Remembered]:
    """Return what is remembered, the newest first."""
    table, catalogue = schema["remembered"], schema.catalogue
    found = []
    for row in connection.execute(select(table).order_by(table.c.at.desc(), table.c.id)):
        place = FieldPlace(row.sheet, row.uid, row.field)
        decision = decision_from_text(catalogue, place, row.decision)
        if decision is None:
            continue
        try:
            ours = answer_from_text(catalogue, place, row.ours)
            theirs = answer_from_text(catalogue, place, row.theirs)
        except ParseError:
            continue
        found.append(
            Remembered(
                id=row.id, place=place, ours=ours, theirs=theirs, decision=decision,
                at=datetime.fromisoformat(row.at), who=row.who,
            )
        )  # fmt: skip
    return found


def open_conflicts(
    connection: Connection, schema: Schema, round_code: str
) -> tuple[ReviewPlan, ...]:
    """Return the conflicts that nobody has decided, one plan for each file."""
    kept = queries.open_conflicts(connection, schema, round_code)
    entities = sorted({str(row["entity"]) for row in kept})
    records = queries.records(connection, schema, round_code, entities=entities) if kept else {}
    returned = {row["id"]: row for row in queries.returns(connection, schema, round_code)}
    by_file: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in kept:
        file = returned.get(row["return_id"])
        by_file[str(file["sha256"]) if file else str(row["return_id"])].append(row)
    known = remembered(connection, schema) if kept else []
    return tuple(
        with_remembered(
            _plan(schema, sha256, rows, returned.get(rows[0]["return_id"]), records), known
        )
        for sha256, rows in by_file.items()
    )


def _plan(
    schema: Schema,
    sha256: str,
    rows: Sequence[Mapping[str, Any]],
    returned: Mapping[str, Any] | None,
    records: Mapping[str, Mapping[str, Sequence[Record]]],
) -> ReviewPlan:
    entity = str(rows[0]["entity"])
    mine = {
        (sheet, record.uid): record
        for sheet, listed in records.get(entity, {}).items()
        for record in listed
    }
    conflicts: dict[FieldPlace, list[str]] = defaultdict(list)
    fields: dict[tuple[str, str], dict[str, ReviewField]] = defaultdict(dict)
    for row in rows:
        place = FieldPlace(row["sheet"], row["uid"], row["field"])
        conflicts[place].append(row["id"])
        record = mine.get((place.sheet, place.uid))
        fields[place.sheet, place.uid][place.field] = _field(schema, place, row, record)
    sheets = []
    for sheet in schema.catalogue:
        laid = tuple(
            ReviewRow(
                sheet=sheet.name, uid=uid, kind="conflicting", fields=tuple(found.values()),
                title=sheet.title_of(mine[name, uid].values) if (name, uid) in mine else uid,
            )
            for (name, uid), found in fields.items()
            if name == sheet.name
        )  # fmt: skip
        if laid:
            sheets.append(ReviewSheet(sheet=sheet.name, tab="", rows=laid))
    return ReviewPlan(
        sha256=sha256,
        file_name=str(returned["file_name"]) if returned else "",
        entity=entity,
        round=str(rows[0]["round"]),
        language="",
        counts=Counts(conflicting=len(fields)),
        sheets=tuple(sheets),
        conflicts={place: tuple(ids) for place, ids in conflicts.items()},
    )


def _field(
    schema: Schema, place: FieldPlace, row: Mapping[str, Any], record: Record | None
) -> ReviewField:
    def kept(name: str) -> Answer:
        return answer_from_text(schema.catalogue, place, row[name])

    now = kept("ours")
    if record is not None:
        now = Answer(record[place.field], record.states.get(place.field))
    return ReviewField(
        place=place, asked=schema.catalogue[place.sheet].fields[place.field], kind="conflict",
        issued=kept("issued"), ours=now, theirs=kept("theirs"), cell=row["cell"] or "",
    )  # fmt: skip


@dataclass(frozen=True)
class Deciding:
    """Deciding conflicts that earlier merges left open."""

    database: Database
    tokens: Callable[[], str]

    def decide(self, round_code: str, decisions: Mapping[str, Decisions]) -> DecideResult:
        """Write decisions as one change set; a conflict whose record is gone stays open."""
        schema = self.database.schema
        with self.database.reading() as connection:
            plans = open_conflicts(connection, schema, round_code)
            entities = sorted({plan.entity for plan in plans})
            records = queries.records(connection, schema, round_code, entities=entities)
        mine = {
            (sheet, record.uid): record
            for by_sheet in records.values()
            for sheet, listed in by_sheet.items()
            for record in listed
        }
        chosen = [
            (plan, each, taken[each.place])
            for plan in plans
            for taken in (decisions.get(plan.sha256, {}),)
            for each in plan.fields()
            if each.place in taken
        ]
        gone = tuple(each.place for _, each, _ in chosen if each.place[:2] not in mine)
        there = [each for each in chosen if each[1].place[:2] in mine]
        asked = sum(decision.choice == "query" for _, _, decision in there)
        if not there:
            return DecideResult(decided=0, queries=0, gone=gone)
        with self.database.writing(
            N_("Decide {count} conflicts in round {round}"), count=len(there), round=round_code
        ) as transaction:
            self._write(transaction, there, mine)
        return DecideResult(
            decided=len(there) - asked, queries=asked, gone=gone, number=self._number()
        )

    def _write(
        self,
        transaction: Transaction,
        chosen: Sequence[tuple[ReviewPlan, ReviewField, Decision]],
        mine: Mapping[tuple[str, str], Record],
    ) -> None:
        schema = transaction.schema
        updates: dict[tuple[str, str], dict[str, Update]] = defaultdict(dict)
        for plan, each, decision in chosen:
            outcome = each.outcome({each.place: decision})
            if outcome != each.ours:
                sheet, uid, name = each.place
                updates[sheet, uid][name] = Update(name, each.ours, outcome, each.cell)
            transaction.change(
                schema["conflict"],
                [
                    (key, {"decision": None}, {"decision": decision.choice})
                    for key in plan.conflicts[each.place]
                ],
            )
            if decision.choice == "query":
                asking = Asking(self.database, self.tokens)
                questions = [asked_about(each, decision.question)]
                asking.ask(transaction, plan.round, plan.entity, questions)
            else:
                places = [each.place]
                close_answered(transaction, self.database, plan.round, plan.entity, places)
        for (name, uid), by_field in updates.items():
            record = mine[name, uid]
            row = RowPlan(sheet=name, uid=uid, new=False, updates=tuple(by_field.values()), row=0)
            after = applied(schema.catalogue[name], row, record, _identity(record))
            transaction.change(schema.records[name], [difference(record, after)])
        fields = [each for _, each, decision in chosen if decision.choice != "query"]
        remember(transaction, self.database, fields, {e.place: d for _, e, d in chosen})

    def _number(self) -> int | None:
        table = self.database.schema["change_set"]
        with self.database.reading() as connection:
            query = select(table.c.number).order_by(table.c.number.desc()).limit(1)
            return connection.scalar(query)


def _identity(record: Record) -> Identity:
    """Return as much of an identity as says whose record it is."""
    return Identity(
        store="", round=record.round, entity=record.entity, issue="", number=0, language="",
        catalogue="",
    )  # fmt: skip
