"""The audit log as a list: each change with its size and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from inventory_app.domain.changes import ChangeSet
from inventory_app.store.database import Database


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One change set without its rows: how many there are, and which change took it back."""

    changes: ChangeSet
    rows: int
    undone_by: int | None = None


def log_lines(database: Database, limit: int = 20) -> list[LogLine]:
    """Return the newest *limit* change sets, newest first."""
    heads, rows = database.schema["change_set"], database.schema["row_change"]
    with database.reading() as connection:
        newest = connection.execute(
            select(heads).order_by(heads.c.number.desc()).limit(limit)
        ).all()
        oldest = newest[-1].number if newest else 0
        counts = {
            row.change_set: row.n
            for row in connection.execute(
                select(rows.c.change_set, func.count().label("n"))
                .where(rows.c.change_set >= oldest)
                .group_by(rows.c.change_set)
            )
        }
        undone_by = {row.undoes: row.number for row in newest if row.undoes is not None}
    return [
        LogLine(
            changes=ChangeSet(
                number=row.number, label=row.label, params=row.params, rows=(), who=row.who,
                at=datetime.fromisoformat(row.at), origin=row.origin, undoes=row.undoes,
            ),
            rows=counts.get(row.number, 0),
            undone_by=undone_by.get(row.number),
        )
        for row in newest
    ]  # fmt: skip
