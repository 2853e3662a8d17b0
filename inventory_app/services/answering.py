"""What a query workbook that came back does to the queries that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select

from inventory_app.domain.checks import every_finding
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.merging import Answer, MergePlan
from inventory_app.domain.records import Records
from inventory_app.domain.reviews import FieldPlace, answer_as_text
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.workbooks import Return, ReturnedQuery
from inventory_app.services.applying import Also
from inventory_app.store.database import Database
from inventory_app.store.recorder import Row, Transaction

_SETTLED = ("closed", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class QueryAnswers:
    """What came back on queries, counted by query.

    `answered` are answered anew, `closed` of them settled at once; `waiting` have no answer.
    `changes` are the rows as they are and what was said, for `write_answers`.
    """

    asked: int = 0
    answered: int = 0
    closed: int = 0
    waiting: int = 0
    changes: tuple[tuple[Row, Row], ...] = ()

    def as_dict(self) -> dict[str, int]:
        """Return the counts in their customary order."""
        return {name: getattr(self, name) for name in ("asked", "answered", "closed", "waiting")}


def answers_to_queries(
    database: Database,
    catalogue: Catalogue,
    content: Return,
    plan: MergePlan,
    after: Records,
    parameters: RoundParameters,
) -> QueryAnswers | None:
    """Return what the answers in *content* make of the queries, None for a survey workbook.

    *plan* is the merge as it is to be applied, *after* the records as it leaves them. A query is
    closed at once where nothing is left to judge: what was said stands, and its finding is gone
    or, where the question was typed, nothing was remarked. What was said before is no news.
    """
    if content.queries is None:
        return None
    rows = _rows(database, content)
    judge = _Judge(catalogue, plan, after, parameters)
    asked = waiting = 0
    changes: list[tuple[Row, Row]] = []
    for line in content.queries:
        for row in (rows[key] for key in line.ids if key in rows):
            if (row["sheet"], row["uid"], row["field"]) != (line.sheet, line.uid, line.field):
                continue
            asked += 1
            if line.blank:
                waiting += row["status"] not in (*_SETTLED, "answered")
            elif (said := judge.said(row, line)) is not None:
                changes.append((row, said))
    closed = sum(said["status"] == "closed" for _row, said in changes)
    return QueryAnswers(
        asked=asked, answered=len(changes), closed=closed, waiting=waiting, changes=tuple(changes)
    )


def writing(
    database: Database, answers: QueryAnswers | None, filled_by: str, also: Also | None
) -> Also | None:
    """Return what writes *answers*, and then what *also* writes, in the transaction of a merge."""
    if answers is None or not answers.changes:
        return also

    def write(transaction: Transaction, return_id: str) -> None:
        at = database.clock().isoformat()
        changes = []
        for row, said in answers.changes:
            new = {
                **said, "answered_at": at, "answered_by": filled_by or None,
                "return_id": return_id,
            }  # fmt: skip
            settled = said["status"] in _SETTLED
            if said["status"] != row["status"] or not settled:
                new["settled_at"] = at if settled else None
                new["settled_by"] = database.who if settled else None
            changes.append((row["id"], {name: row[name] for name in new}, new))
        transaction.change(transaction.schema["query"], changes)
        if also is not None:
            also(transaction, return_id)

    return write


def _rows(database: Database, content: Return) -> dict[str, Mapping[str, Any]]:
    """Return the queries that the workbook asks, by their ids."""
    table, identity = database.schema["query"], content.identity
    query = select(table).where(table.c.round == identity.round, table.c.entity == identity.entity)
    with database.reading() as connection:
        return {row.id: dict(row._mapping) for row in connection.execute(query)}  # noqa: SLF001 - SQLAlchemy's public name


@dataclass(frozen=True)
class _Judge:
    """Says what an answer makes of a query."""

    catalogue: Catalogue
    plan: MergePlan
    after: Records
    parameters: RoundParameters

    def said(self, row: Row, line: ReturnedQuery) -> Row | None:
        """Return the columns that change, None where this was said before."""
        place = FieldPlace(line.sheet, line.uid, line.field)
        text, state = answer_as_text(self.catalogue, place, Answer(line.value, line.state))
        said = {
            "answer": text or None if line.given else None,
            "answer_state": state if line.given else None,
            "remark": line.remark or None,
        }
        status, known = row["status"], all(row[name] == said[name] for name in said)
        if known and status in _SETTLED:
            return None
        clear = self._is_clear(row, line)
        if known and status == "answered" and not clear:
            return None
        now = "withdrawn" if status == "withdrawn" else "closed" if clear else "answered"
        return {**said, "status": now}

    def _is_clear(self, row: Row, line: ReturnedQuery) -> bool:
        """Whether nothing is left to judge."""
        place = (line.sheet, line.uid, line.field)
        if not line.given or place in self._conflicts:
            return False
        record = next((r for r in self.after.get(line.sheet, ()) if r.uid == line.uid), None)
        if record is None:
            return False
        if (record[line.field], record.states.get(line.field)) != (line.value, line.state):
            return False
        if row["code"]:
            return (row["code"], *place) not in self._findings
        return not line.remark

    @cached_property
    def _conflicts(self) -> frozenset[tuple[str, str, str]]:
        return frozenset((each.sheet, each.uid, each.field) for each in self.plan.conflicts)

    @cached_property
    def _findings(self) -> frozenset[tuple[str, str, str, str]]:
        found = every_finding(self.catalogue, self.after, {}, self.parameters)
        return frozenset((each.code, each.sheet, each.uid, each.field) for each in found)
