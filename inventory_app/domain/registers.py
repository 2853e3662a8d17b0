"""The register of a round: who was asked, what came back, what is open, what was approved."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias, get_args

from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.finding_texts import worded
from inventory_app.domain.findings import KINDS, Finding
from inventory_app.domain.merging import Answer, Counts
from inventory_app.domain.rounds import Participation, Round
from inventory_app.texts import Translator

QueryState: TypeAlias = Literal["open", "sent", "answered", "closed", "withdrawn"]
QUERY_STATES: tuple[QueryState, ...] = get_args(QueryState)
UNSETTLED: tuple[QueryState, ...] = ("open", "sent", "answered")


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
    validly filled; `findings` are counted by strength ("blocks", "comment", "notice"),
    `query_states` are all queries by state, of which `queries` are not settled.
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
    query_states: Mapping[str, int] = dataclasses.field(default_factory=dict)

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
    """A question to an entity about one field: open, sent, answered and closed, or withdrawn.

    One that was typed has its `question`; one made from a finding has its `code` and what it was
    about in `params`, so that every reader gets it in a language of his own. `issued` and `theirs`
    are what was issued and what came back, as far as is known (a text that was not understood as
    it was typed), `held` what was ours when it was asked last. `source` and `return_id` are the
    returns that it arose from and that answered it, `sent_in` the workbook that carried it.
    """

    id: str
    round: str
    entity: str
    sheet: str
    uid: str
    field: str
    question: str
    status: QueryState
    opened_by: str
    opened_at: datetime
    code: str = ""
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)
    issued: Answer | None = None
    held: Answer | None = None
    theirs: Answer | str | None = None
    source: str = ""
    sent_at: datetime | None = None
    sent_by: str = ""
    sent_in: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    answer: Answer | None = None
    remark: str = ""
    return_id: str = ""
    settled_at: datetime | None = None
    settled_by: str = ""

    @property
    def finding(self) -> Finding | None:
        """The finding that it was made from."""
        if self.code not in KINDS:
            return None
        params = dict(self.params)
        found, expected = str(params.pop("found", "")), str(params.pop("expected", ""))
        return Finding(
            code=self.code, sheet=self.sheet, uid=self.uid, field=self.field, found=found,
            expected=expected, params=params,
        )  # fmt: skip

    def text(self, catalogue: Catalogue, _: Translator) -> str:
        """Return the question: as it was typed, or the words of its finding for a reader."""
        finding = self.finding
        if self.question or finding is None:
            return self.question
        return " ".join(worded(finding, catalogue, _))


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
    findings: tuple[Finding, ...] = ()
    stands: bool = True
