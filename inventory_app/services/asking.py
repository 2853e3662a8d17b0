"""Queries in the store: opening, reading and settling them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from inventory_app.domain.field_types import ParseError
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.merging import Answer
from inventory_app.domain.registers import Query, QueryState
from inventory_app.domain.reviewing import Asked
from inventory_app.domain.reviews import FieldPlace, answer_as_text, answer_from_text
from inventory_app.domain.values import ValueState
from inventory_app.store.database import Database
from inventory_app.store.recorder import Transaction
from inventory_app.store.schema import Schema
from inventory_app.texts import N_

_SETTLING: Mapping[QueryState, str] = {
    "closed": N_("Close {count} queries"),
    "withdrawn": N_("Withdraw {count} queries"),
}


@dataclass(frozen=True)
class Asking:
    """Opening queries."""

    database: Database
    tokens: Callable[[], str]

    def ask(
        self,
        transaction: Transaction,
        round_code: str,
        entity: str,
        asked: Iterable[Asked],
        source: str | None = None,
    ) -> None:
        """Open a query for each of *asked*; *source* is the return that they arose from."""
        at, catalogue = self.database.clock().isoformat(), transaction.schema.catalogue
        transaction.add(
            transaction.schema["query"],
            [
                {
                    "id": self.tokens(), "round": round_code, "entity": entity,
                    "sheet": each.place.sheet, "uid": each.place.uid, "field": each.place.field,
                    "question": each.question, "status": "open", "opened_by": self.database.who,
                    "opened_at": at, "source": source or each.source or None,
                    **_about(catalogue, each),
                }
                for each in asked
            ],
        )  # fmt: skip


def _about(catalogue: Catalogue, asked: Asked) -> dict[str, Any]:
    """Return the columns that say what a question is about."""
    finding = asked.finding
    params: dict[str, object] | None = None
    if finding is not None:
        params = {"found": finding.found, "expected": finding.expected, **finding.params}
    sides = {"issued": asked.issued, "held": asked.held, "theirs": asked.theirs}
    return {
        "code": finding.code if finding else None,
        "params": params,
        **{name: _side_as_text(catalogue, asked.place, side) for name, side in sides.items()},
    }


def _side_as_text(
    catalogue: Catalogue, place: FieldPlace, side: Answer | str | None
) -> list[str | None] | None:
    if side is None or isinstance(side, Answer):
        return None if side is None else answer_as_text(catalogue, place, side)
    return [side, ValueState.ERR.value]


def _side_from_text(
    catalogue: Catalogue, place: FieldPlace, kept: Sequence[str | None] | None
) -> Answer | str | None:
    sheet = catalogue.sheets.get(place.sheet)
    if kept is None or sheet is None or place.field not in sheet.fields:
        return None
    try:
        return answer_from_text(catalogue, place, kept)
    except ParseError:
        return kept[0]


def _answer_from_text(
    catalogue: Catalogue, place: FieldPlace, kept: Sequence[str | None] | None
) -> Answer | None:
    side = _side_from_text(catalogue, place, kept)
    return side if isinstance(side, Answer) else None


def read_queries(
    connection: Connection,
    schema: Schema,
    round_code: str,
    entity: str | None = None,
    *,
    states: Sequence[QueryState] | None = None,
) -> tuple[Query, ...]:
    """Return the queries of a round, the oldest first."""
    table = schema["query"]
    query = select(table).where(table.c.round == round_code)
    if entity is not None:
        query = query.where(table.c.entity == entity)
    if states is not None:
        query = query.where(table.c.status.in_(states))
    rows = connection.execute(query.order_by(table.c.opened_at, table.c.id))
    return tuple(_query(schema.catalogue, dict(row._mapping)) for row in rows)  # noqa: SLF001


def _query(catalogue: Catalogue, row: Mapping[str, Any]) -> Query:
    place = FieldPlace(row["sheet"], row["uid"], row["field"])
    said = (row["answer"], row["answer_state"])
    return Query(
        id=row["id"], round=row["round"], entity=row["entity"], sheet=place.sheet, uid=place.uid,
        field=place.field, question=row["question"], status=row["status"],
        opened_by=row["opened_by"], opened_at=datetime.fromisoformat(row["opened_at"]),
        code=row["code"] or "", params=row["params"] or {},
        issued=_answer_from_text(catalogue, place, row["issued"]),
        held=_answer_from_text(catalogue, place, row["held"]),
        theirs=_side_from_text(catalogue, place, row["theirs"]),
        source=row["source"] or "", sent_at=_moment(row["sent_at"]), sent_by=row["sent_by"] or "",
        sent_in=row["sent_in"] or "", answered_at=_moment(row["answered_at"]),
        answered_by=row["answered_by"] or "",
        answer=_answer_from_text(catalogue, place, said) if any(said) else None,
        remark=row["remark"] or "", return_id=row["return_id"] or "",
        settled_at=_moment(row["settled_at"]), settled_by=row["settled_by"] or "",
    )  # fmt: skip


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def settle(database: Database, ids: Sequence[str], state: QueryState) -> int:
    """Close or withdraw queries as one undo step; return how many were not settled yet."""
    table = database.schema["query"]
    with database.reading() as connection:
        rows = [
            dict(row._mapping)  # noqa: SLF001
            for row in connection.execute(
                select(table).where(
                    table.c.id.in_(list(ids)), table.c.status.not_in(("closed", "withdrawn"))
                )
            )
        ]
    if rows:
        with database.writing(_SETTLING[state], count=len(rows)) as transaction:
            settle_rows(transaction, database, rows, state)
    return len(rows)


def settle_rows(
    transaction: Transaction,
    database: Database,
    rows: Iterable[Mapping[str, Any]],
    state: QueryState,
) -> None:
    """Settle queries, given by their rows, in a transaction that is under way."""
    now = {
        "status": state, "settled_at": database.clock().isoformat(), "settled_by": database.who,
    }  # fmt: skip
    transaction.change(
        transaction.schema["query"],
        [(row["id"], {name: row[name] for name in now}, now) for row in rows],
    )


def close_answered(
    transaction: Transaction,
    database: Database,
    round_code: str,
    entity: str,
    places: Iterable[FieldPlace],
) -> None:
    """Close the answered queries on *places*: somebody has decided what stands there."""
    table, decided = transaction.schema["query"], set(places)
    query = select(table).where(
        table.c.round == round_code, table.c.entity == entity, table.c.status == "answered"
    )
    rows = [dict(row._mapping) for row in transaction.connection.execute(query)]  # noqa: SLF001
    chosen = [row for row in rows if (row["sheet"], row["uid"], row["field"]) in decided]
    settle_rows(transaction, database, chosen, "closed")
