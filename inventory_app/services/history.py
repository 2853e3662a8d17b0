"""What was done, by whom, and taking it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from inventory_app.domain.changes import ChangeSet, RowChange
from inventory_app.errors import UserError
from inventory_app.store.database import Database
from inventory_app.texts import N_


class History:
    """The audit log of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self, limit: int = 20) -> list[ChangeSet]:
        """Return the newest change sets without their rows, newest first."""
        table = self._database.schema["change_set"]
        with self._database.reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.number.desc()).limit(limit))
            return [_head(dict(row._mapping)) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name

    def next_undo(self) -> ChangeSet | None:
        """Return the newest change set that is neither taken back nor an undo itself."""
        table = self._database.schema["change_set"]
        with self._database.reading() as connection:
            undone = set(
                connection.scalars(select(table.c.undoes).where(table.c.undoes.is_not(None)))
            )
            query = select(table).where(table.c.undoes.is_(None)).order_by(table.c.number.desc())
            for row in connection.execute(query):
                if row.number not in undone:
                    head = _head(dict(row._mapping))  # noqa: SLF001
                    return ChangeSet(
                        **{**_fields(head), "rows": self._rows(connection, row.number)}
                    )
        return None

    def undo(self) -> ChangeSet:
        """Take back the newest change set that still stands, and return it.

        Raises `UserError` if nothing is left to undo. The undo is itself a line of the log.
        """
        changes = self.next_undo()
        if changes is None:
            raise UserError(
                "E-NOTHING-TO-UNDO",
                N_("There is nothing to undo in this store."),
                N_("See “ict-inventory log” for what was done."),
            )
        with self._database.writing(
            N_("Undo change {number}"), origin="undone", undoes=changes.number,
            number=changes.number,
        ) as transaction:  # fmt: skip
            transaction.take_back(changes)
        return changes

    def _rows(self, connection: Connection, number: int) -> tuple[RowChange, ...]:
        table = self._database.schema["row_change"]
        query = select(table).where(table.c.change_set == number).order_by(table.c.id)
        return tuple(
            RowChange(
                table=row.table_name,
                key=row.row_key,
                before=None if row.before is None else json.loads(row.before),
                after=None if row.after is None else json.loads(row.after),
            )
            for row in connection.execute(query)
        )


def _head(row: Mapping[str, Any]) -> ChangeSet:
    return ChangeSet(
        number=row["number"], label=row["label"], params=row["params"], rows=(), who=row["who"],
        at=datetime.fromisoformat(row["at"]), origin=row["origin"], undoes=row["undoes"],
    )  # fmt: skip


def _fields(changes: ChangeSet) -> dict[str, Any]:
    return {name: getattr(changes, name) for name in ChangeSet.__dataclass_fields__}
