"""What was done, by whom, and taking it back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, and_, func, or_, select, type_coerce

from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.histories import (
    ChangedRows,
    HistoryEntry,
    HistoryPage,
    Stay,
    UndoPlan,
)
from inventory_app.domain.undoing import WHOLE, composed
from inventory_app.errors import UserError
from inventory_app.services.history_rows import (
    current_rows,
    described,
    head_of,
    heads,
    rows_of,
)
from inventory_app.services.undoing import Undoing, plan_undo, write_undo
from inventory_app.store.database import ChangedMeanwhile, Database
from inventory_app.texts import N_, translator

SHOWN = 200  # rows that a plan describes
STAYED = "stayed"  # the parameter of an undo that left something as it was


class History:
    """The audit log of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, limit: int = 20) -> list[ChangeSet]:
        """Return the newest change sets without their rows, newest first."""
        table = self._database.schema["change_set"]
        with self._database.reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.number.desc()).limit(limit))
            return [head_of(dict(row._mapping)) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name

    def entries(
        self,
        text: str = "",
        *,
        who: str | None = None,
        origin: str | None = None,
        since: date | datetime | None = None,
        until: date | datetime | None = None,
        entity: str | None = None,
        language: str = "en",
        offset: int = 0,
        limit: int = 100,
    ) -> HistoryPage:
        """Return the change sets that fit, newest first.

        Every word of *text* stands in the label as a reader of *language* sees it. *since* and
        *until* are days or moments, both included. *entity* fits changes to its records.
        """
        table, rows = self._database.schema["change_set"], self._database.schema["row_change"]
        with self._database.reading() as connection:
            labels = list(connection.scalars(select(table.c.label).distinct())) if text else []
            conditions = [
                *(self._has_word(word, labels, language) for word in text.split()),
                *([table.c.who == who] if who else []),
                *([table.c.origin == origin] if origin else []),
                *([table.c.at >= _moment(since, last=False)] if since else []),
                *([table.c.at <= _moment(until, last=True)] if until else []),
                *([self._touches(entity)] if entity else []),
            ]
            total = connection.scalar(
                select(func.count()).select_from(table).where(and_(True, *conditions))
            )
            page = connection.execute(
                select(table)
                .where(and_(True, *conditions))
                .order_by(table.c.number.desc())
                .offset(offset)
                .limit(limit)
            ).all()
            numbers = [row.number for row in page]
            counts = {
                row.change_set: row.n
                for row in connection.execute(
                    select(rows.c.change_set, func.count().label("n"))
                    .where(rows.c.change_set.in_(numbers))
                    .group_by(rows.c.change_set)
                )
            }
            undone_by = self._undone_by(connection, numbers)
        return HistoryPage(
            entries=tuple(
                HistoryEntry(
                    changes=head_of(dict(row._mapping)),  # noqa: SLF001
                    rows=counts.get(row.number, 0),
                    undone_by=undone_by.get(row.number),
                )
                for row in page
            ),
            total=total or 0,
        )

    def authors(self) -> tuple[str, ...]:
        """Return everybody who has changed something, for a filter."""
        table = self._database.schema["change_set"]
        with self._database.reading() as connection:
            return tuple(connection.scalars(select(table.c.who).distinct().order_by(table.c.who)))

    def rows(self, number: int, *, offset: int = 0, limit: int = SHOWN) -> ChangedRows:
        """Return what a change set did to each row, described for a reader."""
        schema = self._database.schema
        with self._database.reading() as connection:
            net = composed(rows_of(connection, schema, number))
            every = list(net.values())
            some = every[offset : offset + limit]
            current = current_rows(connection, schema, [(row.table, row.key) for row in some])
        return ChangedRows(rows=described(schema, some, current), total=len(every))

    def next_undo(self) -> ChangeSet | None:
        """Return the newest change that is not taken back and no undo itself, without its rows."""
        with self._database.reading() as connection:
            return self._next_undo(connection)

    def next_redo(self) -> ChangeSet | None:
        """Return the change that `redo` would bring back: the one that was undone last.

        None once something new has been done.
        """
        with self._database.reading() as connection:
            undo = self._next_redo(connection)
            if undo is None or undo.undoes is None:
                return None
            return heads(connection, self._database.schema, [undo.undoes]).get(undo.undoes)

    def undo_plan(self, number: int) -> UndoPlan:
        """Return what taking back change *number* would restore, and what stays as it is."""
        schema = self._database.schema
        with self._database.reading() as connection:
            undoing = plan_undo(connection, schema, number)
            shown = [each.row.inverse() for each in undoing.restored[:SHOWN]]
            kept = undoing.blocked[:SHOWN]
            current = current_rows(
                connection,
                schema,
                [(row.table, row.key) for row in (*shown, *(each.row for each in kept))],
            )
            later = heads(connection, schema, {each.by for each in undoing.blocked})
        rows = described(schema, [each.row for each in kept], current)
        return UndoPlan(
            changes=undoing.changes,
            restores=described(schema, shown, current),
            restored=len(undoing.restored),
            stays=tuple(
                Stay(
                    row=row, by=each.by,
                    field="" if each.part == WHOLE else each.part.removeprefix("."),
                    asked=schema.catalogue[row.sheet].fields.get(each.part) if row.sheet else None,
                )
                for row, each in zip(rows, kept, strict=True)
            ),
            kept=len(undoing.blocked),
            later=later,
            refusal=undoing.refusal,
        )  # fmt: skip

    def undo(self, number: int | None = None) -> ChangeSet:
        """Take back a change, the newest that still stands unless *number* names one; return it.

        What was changed later stays as it is. Raises `UserError` if nothing is left to undo, or if
        later changes need what would go. The undo is itself a line of the log; naming it takes it
        back in turn.
        """
        while True:  # again only while somebody else writes between looking and taking back
            try:
                return self._undo(number)
            except ChangedMeanwhile:
                continue

    def _undo(self, number: int | None) -> ChangeSet:
        schema = self._database.schema
        with self._database.reading() as connection:
            seen = self._database.newest_change(connection)
            chosen = number
            if chosen is None:
                newest = self._next_undo(connection)
                chosen = newest.number if newest else None
            if chosen is None:
                raise UserError(
                    "E-NOTHING-TO-UNDO",
                    N_("There is nothing to undo in this store."),
                    N_("See “ict-inventory log” for what was done."),
                )
            undoing = plan_undo(connection, schema, chosen)
            if undoing.refusal is not None:
                raise undoing.refusal
        self._write(undoing, seen)
        return undoing.changes

    def redo(self) -> ChangeSet:
        """Bring back the change that was undone last, and return it.

        Raises `UserError` if nothing was undone, or if something new has been done since.
        """
        with self._database.reading() as connection:
            undo = self._next_redo(connection)
        if undo is None:
            raise UserError(
                "E-NOTHING-TO-REDO",
                N_("There is nothing to redo in this store."),
                N_("Only what was undone last can be brought back, before anything new is done."),
            )
        brought = self.next_redo()
        self.undo(undo.number)
        return brought or undo

    def _write(self, undoing: Undoing, seen: int) -> None:
        changes = undoing.changes
        again = changes.undoes is not None
        more: dict[str, Any] = {STAYED: len(undoing.blocked)} if undoing.blocked else {}
        with self._database.writing(
            N_("Redo change {number}") if again else N_("Undo change {number}"),
            origin="redone" if again else "undone",
            undoes=changes.number,
            seen=seen,
            number=changes.undoes if again else changes.number,
            **more,
        ) as transaction:
            write_undo(transaction, undoing)

    def _next_undo(self, connection: Connection) -> ChangeSet | None:
        table = self._database.schema["change_set"]
        undone: set[int] = set()
        redone: set[int] = set()
        for row in connection.execute(select(table).order_by(table.c.number.desc())):
            if row.undoes is None:
                if row.number not in undone:
                    return head_of(dict(row._mapping))  # noqa: SLF001
            elif row.origin == "redone":
                redone.add(row.undoes)
            elif row.number not in redone and not row.params.get(STAYED):
                undone.add(row.undoes)
        return None

    def _next_redo(self, connection: Connection) -> ChangeSet | None:
        table = self._database.schema["change_set"]
        redone: set[int] = set()
        for row in connection.execute(select(table).order_by(table.c.number.desc())):
            if row.undoes is None:
                return None
            if row.origin == "redone":
                redone.add(row.undoes)
            elif row.number not in redone:
                return head_of(dict(row._mapping))  # noqa: SLF001
        return None

    def _undone_by(self, connection: Connection, numbers: Sequence[int]) -> dict[int, int]:
        """Return which undo took back each change and still stands itself."""
        table = self._database.schema["change_set"]
        undoes = connection.execute(
            select(table.c.number, table.c.undoes, table.c.params)
            .where(table.c.undoes.in_(numbers))
            .order_by(table.c.number)
        ).all()
        again = set(
            connection.scalars(
                select(table.c.undoes).where(table.c.undoes.in_([row.number for row in undoes]))
            )
        )
        return {
            row.undoes: row.number
            for row in undoes
            if row.number not in again and not row.params.get(STAYED)
        }

    def _has_word(self, word: str, labels: Sequence[str], language: str) -> ColumnElement[bool]:
        table, _ = self._database.schema["change_set"], translator(language)
        fitting = [label for label in labels if word.casefold() in _(label).casefold()]
        kept = json.dumps(word)[1:-1]  # as the parameters are kept
        named = _as_text(table.c.params).contains(kept, autoescape=True)
        return or_(table.c.label.in_(fitting), named)

    def _touches(self, entity: str) -> ColumnElement[bool]:
        """Return what holds for changes to the records of *entity*, its returns and itself."""
        schema = self._database.schema
        table, rows = schema["change_set"], schema["row_change"]
        keys = [
            select(each.c.id).where(each.c.entity == entity)
            for each in (
                *schema.records.values(), schema["participation"], schema["returned"],
                schema["issue"], schema["declaration"], schema["conflict"], schema["query"],
            )
        ]  # fmt: skip
        touched = select(rows.c.change_set).where(
            or_(rows.c.row_key == entity, *(rows.c.row_key.in_(each) for each in keys))
        )
        named = _as_text(table.c.params).contains(
            f'"entity": {json.dumps(entity)}', autoescape=True
        )
        return or_(table.c.number.in_(touched), named)


def _as_text(column: ColumnElement[Any]) -> ColumnElement[str]:
    return type_coerce(column, String)


def _moment(day: date | datetime, *, last: bool) -> str:
    """Return the moment in the form in which the log keeps it."""
    if isinstance(day, datetime):
        return day.astimezone(UTC).isoformat()
    return f"{day.isoformat()}T23:59:59.999999+00:00" if last else day.isoformat()
