"""The audit log as a list: each change with its size and whether it still stands."""

from __future__ import annotations

from dataclasses import dataclass

from inventory_app.domain.changes import ChangeSet
from inventory_app.services.history import History
from inventory_app.store.database import Database


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One change set without its rows: how many there are, and which change took it back."""

    changes: ChangeSet
    rows: int
    undone_by: int | None = None


def log_lines(database: Database, limit: int = 20) -> list[LogLine]:
    """Return the newest *limit* change sets, newest first."""
    page = History(database).entries(limit=limit)
    return [
        LogLine(changes=each.changes, rows=each.rows, undone_by=each.undone_by)
        for each in page.entries
    ]
