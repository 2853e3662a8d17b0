"""The register of a round: who was asked, what came back, what is open, what was approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from inventory_app.domain.entities import Entity
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Counts
from inventory_app.domain.rounds import Participation, Round


@dataclass(frozen=True, kw_only=True)
class IssuedWorkbook:
    """A workbook that went out, the newest to its entity."""

    number: int
    issued_at: datetime
    language: str
    file_name: str


@dataclass(frozen=True, kw_only=True)
class CameBack:
    """A return that is merged; `id` is that of its kept report."""

    id: str
    file_name: str
    received_at: datetime
    on_time: bool
    status: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One entity in a round.

    `deadline` is its own where it was given more time. `filled` of `due` required fields are
    validly filled; `findings` are counted by strength ("blocks", "comment", "notice").
    """

    entity: Entity
    participation: Participation
    deadline: date
    issued: IssuedWorkbook | None
    returns: tuple[CameBack, ...]
    filled: int
    due: int
    findings: Mapping[str, int]
    conflicts: int
    queries: int
    overdue: bool

    @property
    def completeness(self) -> float | None:
        """The share of required fields that are filled, None where none is due."""
        return self.filled / self.due if self.due else None

    @property
    def approved(self) -> bool:
        """Whether headquarters has approved what the entity reported."""
        return self.participation.approved_at is not None


@dataclass(frozen=True, kw_only=True)
class Register:
    """All entities asked in a round, by code."""

    round: Round
    rows: tuple[RegisterRow, ...]

    def row(self, entity: str) -> RegisterRow:
        """Return the row of one entity; raise `KeyError` if it was not asked."""
        return {each.entity.code: each for each in self.rows}[entity]


@dataclass(frozen=True, kw_only=True)
class Query:
    """A question to an entity about one field: open, sent, answered or closed."""

    id: str
    round: str
    entity: str
    sheet: str
    uid: str
    field: str
    question: str
    status: str
    opened_by: str
    opened_at: datetime
    answered_at: datetime | None = None
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class KeptReport:
    """What merging one return did. `number` is its change set; the file is kept by `sha256`.

    `stands` is False once the merge was taken back: report and file are kept all the same.
    """

    id: str
    number: int
    entity: str
    round: str
    file_name: str
    sha256: str
    received_at: datetime
    on_time: bool
    status: str
    filled_by: str
    counts: Counts
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    stands: bool = True
