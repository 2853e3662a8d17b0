"""What became of files that were merged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Conflict, Counts, MergePlan
from inventory_app.domain.records import Record
from inventory_app.domain.reviews import ReviewField
from inventory_app.errors import UserError
from inventory_app.services.answering import QueryAnswers
from inventory_app.services.applying import Also
from inventory_app.services.reading import ReadFile

Side = Literal["ours", "theirs"]
Records = dict[str, tuple[Record, ...]]
# What was decided beforehand: the plan as it is to be applied, and what else is to be written.
Decide = Callable[[ReadFile, Records, MergePlan], tuple[MergePlan, Also | None]]


@dataclass(frozen=True, kw_only=True)
class FileResult:
    """What became of one file. `reason` is set where it was refused.

    `queries` is set for a query workbook. `replayed` are the conflicts that were decided as they
    had been before.
    """

    path: Path
    sha256: str
    status: str
    entity: str | None = None
    round: str | None = None
    counts: Counts = field(default_factory=Counts)
    findings: tuple[Finding, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    reason: UserError | None = None
    queries: QueryAnswers | None = None
    replayed: tuple[ReviewField, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MergeResult:
    """What became of all files; `backup` is the copy of the store made before."""

    files: tuple[FileResult, ...]
    backup: Path | None = None
    dry_run: bool = False
    cancelled: bool = False

    @property
    def counts(self) -> Counts:
        """The sum over all files."""
        return sum((file.counts for file in self.files), Counts())
