"""The register of a round, approvals, deadlines and kept reports."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.findings import KINDS, Finding
from inventory_app.domain.merging import Counts
from inventory_app.domain.registers import (
    QUERY_STATES,
    UNSETTLED,
    CameBack,
    IssuedWorkbook,
    KeptReport,
    Query,
    Register,
    RegisterRow,
)
from inventory_app.domain.rounds import Participation
from inventory_app.errors import UserError
from inventory_app.progress import Progress
from inventory_app.services.asking import read_queries, settle
from inventory_app.services.rounds import known
from inventory_app.services.standings import Standings
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_


class Registers:
    """The registers of the rounds of one store."""

    def __init__(self, database: Database, catalogue: Catalogue, standings: Standings) -> None:
        self._database = database
        self._catalogue = catalogue
        self._standings = standings

    def of(self, round_code: str, progress: Progress | None = None) -> Register:
        """Return the register of a round; raise `UserError` if there is no such round."""
        schema = self._database.schema
        with self._database.reading() as connection:
            shown = known(queries.rounds(connection, schema), round_code)
            entities = queries.entities(connection, schema)
            asked = queries.participations(connection, schema, round_code)
            issued = _issued(connection, self._database, round_code)
            came = _came(connection, self._database, round_code)
            conflicts = Counter(
                row["entity"] for row in queries.open_conflicts(connection, schema, round_code)
            )
            asking = queries.query_states(connection, schema, round_code)
        standing = self._standings.of(round_code, progress)
        today = self._database.clock().date()
        rows = []
        for code, participation in asked.items():
            deadline = participation.deadline or shown.deadline
            mine = standing[code]
            rows.append(
                RegisterRow(
                    entity=entities[code], participation=participation, deadline=deadline,
                    issued=issued.get(code), returns=tuple(came.get(code, ())),
                    filled=mine.filled, due=mine.due, findings=mine.findings,
                    conflicts=conflicts[code],
                    query_states={name: asking[code][name] for name in QUERY_STATES},
                    queries=sum(asking[code][state] for state in UNSETTLED),
                    overdue=not participation.answered and today > deadline,
                )
            )  # fmt: skip
        return Register(round=shown, rows=tuple(rows))

    def approve(self, round_code: str, entities: Sequence[str]) -> int:
        """Approve what entities reported, as one undo step; return how many were not yet.

        Raises `UserError` for one that is not asked or has not answered.
        """
        asked = self._asked(round_code, entities)
        for code, each in asked.items():
            if not each.answered:
                raise UserError(
                    "E-NOTHING-TO-APPROVE",
                    N_("{entity} has not answered in round {round}: there is nothing to approve."),
                    N_("Approve it once its return is merged."),
                    entity=code,
                    round=round_code,
                )
        now = {
            "approved_at": self._database.clock().isoformat(), "approved_by": self._database.who,
        }  # fmt: skip
        chosen = {code: each for code, each in asked.items() if each.approved_at is None}
        self._change(round_code, chosen, now, N_("Approve {entities} in round {round}"))
        return len(chosen)

    def withdraw_approval(self, round_code: str, entities: Sequence[str]) -> int:
        """Take approvals back, as one undo step; return how many there were."""
        asked = self._asked(round_code, entities)
        chosen = {code: each for code, each in asked.items() if each.approved_at is not None}
        none = {"approved_at": None, "approved_by": None}
        self._change(
            round_code, chosen, none, N_("Withdraw the approval of {entities} in round {round}")
        )
        return len(chosen)

    def extend(self, round_code: str, entities: Sequence[str], deadline: date | None) -> int:
        """Give entities a deadline of their own, or with None that of the round again.

        Returns that came in already stay late or on time as they were registered. Raises
        `UserError` for a deadline before that of the round.
        """
        with self._database.reading() as connection:
            shown = known(queries.rounds(connection, self._database.schema), round_code)
        if deadline is not None and deadline < shown.deadline:
            raise UserError(
                "E-DEADLINE",
                N_("The deadline {deadline} lies before that of the round, {usual}."),
                N_("Choose a later day."),
                deadline=deadline,
                usual=shown.deadline,
            )
        own = None if deadline == shown.deadline else deadline
        asked = self._asked(round_code, entities)
        chosen = {code: each for code, each in asked.items() if each.deadline != own}
        self._change(
            round_code, chosen, {"deadline": own},
            N_("Change the deadline of {entities} in round {round}"),
        )  # fmt: skip
        return len(chosen)

    def queries(self, round_code: str, entity: str | None = None) -> tuple[Query, ...]:
        """Return the queries of a round, the oldest first."""
        with self._database.reading() as connection:
            return read_queries(connection, self._database.schema, round_code, entity)

    def close_queries(self, ids: Sequence[str]) -> int:
        """Close queries whose answer is accepted, as one undo step; return how many were open."""
        return settle(self._database, ids, "closed")

    def withdraw_queries(self, ids: Sequence[str]) -> int:
        """Take queries back that need no answer any more; return how many were not settled."""
        return settle(self._database, ids, "withdrawn")

    def reports(self, round_code: str, entity: str | None = None) -> tuple[KeptReport, ...]:
        """Return what the merges of a round did, the newest first, those taken back among them.

        The file itself is `returns.original(report.sha256)`.
        """
        schema = self._database.schema
        with self._database.reading() as connection:
            rows = [
                row
                for row in queries.returns(connection, schema, round_code)
                if entity in (None, row["entity"])
            ]
            log = schema["row_change"]
            numbers = {
                row.row_key: row.change_set
                for row in connection.execute(
                    select(log.c.row_key, func.max(log.c.change_set).label("change_set"))
                    .where(
                        log.c.table_name == "returned",
                        log.c.row_key.in_([row["id"] for row in rows]),
                        log.c.before.is_(None),
                    )
                    .group_by(log.c.row_key)
                )
            }
            found = [_report(row, numbers.get(row["id"], 0), stands=True) for row in rows]
            found += _taken_back(connection, self._database, round_code, entity)
        return tuple(sorted(found, key=lambda each: (each.received_at, each.number), reverse=True))

    def _asked(self, round_code: str, entities: Sequence[str]) -> dict[str, Participation]:
        schema = self._database.schema
        with self._database.reading() as connection:
            known(queries.rounds(connection, schema), round_code)
            asked = queries.participations(connection, schema, round_code)
        for code in entities:
            if code not in asked:
                raise UserError(
                    "E-NOT-ASKED",
                    N_("“{name}” is not asked in round {round}."),
                    N_("The entities of this round are: {entities}."),
                    name=code,
                    round=round_code,
                    entities=", ".join(asked) or "-",
                )
        return {code: asked[code] for code in dict.fromkeys(entities)}

    def _change(
        self,
        round_code: str,
        asked: Mapping[str, Participation],
        after: Mapping[str, Any],
        label: str,
    ) -> None:
        if not asked:
            return
        table = self._database.schema["participation"]
        with self._database.writing(
            label, entities=", ".join(asked), round=round_code
        ) as transaction:
            transaction.change(
                table,
                [
                    (f"{round_code}/{code}", {name: _kept(each, name) for name in after}, after)
                    for code, each in asked.items()
                ],
            )


def _kept(participation: Participation, name: str) -> Any:
    value = getattr(participation, name)
    return value.isoformat() if isinstance(value, datetime) else (value or None)


def _issued(
    connection: Connection, database: Database, round_code: str
) -> dict[str, IssuedWorkbook]:
    table = database.schema["issue"]
    query = select(table).where(table.c.round == round_code).order_by(table.c.number)
    query = query.where(queries.is_survey(table))
    return {
        row.entity: IssuedWorkbook(
            number=row.number, issued_at=datetime.fromisoformat(row.issued_at),
            language=row.language, file_name=row.file_name,
        )
        for row in connection.execute(query)
    }  # fmt: skip


def _came(connection: Connection, database: Database, round_code: str) -> dict[str, list[CameBack]]:
    table = database.schema["returned"]
    columns = (
        table.c.id, table.c.entity, table.c.file_name, table.c.received_at, table.c.on_time,
        table.c.status, table.c.sha256,
    )  # fmt: skip
    query = select(*columns).where(table.c.round == round_code)
    query = query.where(queries.of_survey(database.schema))
    came: dict[str, list[CameBack]] = defaultdict(list)
    for row in connection.execute(query.order_by(table.c.received_at, table.c.id)):
        came[row.entity].append(
            CameBack(
                id=row.id, file_name=row.file_name, on_time=row.on_time, status=row.status,
                received_at=datetime.fromisoformat(str(row.received_at)), sha256=row.sha256,
            )
        )  # fmt: skip
    return came


def _taken_back(
    connection: Connection, database: Database, round_code: str, entity: str | None
) -> list[KeptReport]:
    """Return the reports of merges that were taken back: the history still has them."""
    sets, log = database.schema["change_set"], database.schema["row_change"]
    returned = database.schema["returned"]
    undone = select(sets.c.undoes).where(sets.c.undoes.is_not(None))
    query = (
        select(log.c.change_set, log.c.row_key, log.c.after)
        .join(sets, sets.c.number == log.c.change_set)
        .where(
            sets.c.number.in_(undone),
            sets.c.origin == "merged",
            log.c.table_name == "returned",
            log.c.row_key.not_in(select(returned.c.id)),
        )
    )
    found = []
    for row in connection.execute(query):
        kept = json.loads(row.after or "{}")
        if kept.get("round") == round_code and entity in (None, kept.get("entity")):
            kept = {"filled_by": None, **kept, "id": row.row_key}
            found.append(_report(kept, row.change_set, stands=False))
    return found


def _report(row: Mapping[str, Any], number: int, *, stands: bool) -> KeptReport:
    names = Counts().as_dict()
    counts = {name: int(n) for name, n in (row["counts"] or {}).items() if name in names}
    return KeptReport(
        id=row["id"], number=number, entity=row["entity"], round=row["round"],
        file_name=row["file_name"], sha256=row["sha256"],
        received_at=datetime.fromisoformat(str(row["received_at"])), on_time=bool(row["on_time"]),
        status=row["status"], filled_by=row["filled_by"] or "", counts=Counts(**counts),
        findings=tuple(
            Finding(**each) for each in row["report"] or () if each.get("code") in KINDS
        ),
        stands=stands,
    )  # fmt: skip
