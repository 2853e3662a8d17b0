"""Change sets: what one transaction did, and therefore how to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

Image: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row before and after; None means that it was not there. Only changed columns stand."""

    table: str
    key: str
    before: Image | None
    after: Image | None

    def inverse(self) -> RowChange:
        """Return the change that takes this one back."""
        return RowChange(table=self.table, key=self.key, before=self.after, after=self.before)


@dataclass(frozen=True, kw_only=True)
class ChangeSet:
    """All row changes of one transaction: undo step, notice to views and line of the audit log."""

    number: int
    label: str
    rows: tuple[RowChange, ...]
    who: str
    at: datetime
    origin: str
    params: Mapping[str, object] = field(default_factory=dict)
    undoes: int | None = None
