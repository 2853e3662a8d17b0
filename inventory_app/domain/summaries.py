"""What a printed summary says: plain values, computed before anything is laid out.

Whatever comes from the catalogue or the store (labels, names, definitions) is already in the
reader's language; dates and numbers are not formatted yet. A missing value is a `Figure` without
a value: its state is printed as a word, never as 0 and never as a blank.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from inventory_app.domain.values import ValueState


class ReturnStatus(StrEnum):
    """What became of the workbook that an entity was asked to fill in."""

    ANSWERED = "answered"
    LATE = "late"
    UNCHANGED = "unchanged"
    NOT_ANSWERED = "not_answered"


class Standing(StrEnum):
    """Whether a part of the inventory was reported at all."""

    REPORTED = "reported"
    NOTHING_TO_REPORT = "nothing_to_report"
    NOT_REPORTED = "not_reported"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number and its standing; `value` is None unless the state is OK or NE."""

    value: Decimal | None = None
    state: ValueState = ValueState.NR


def figure(value: Decimal | int | None, state: ValueState | None = None) -> Figure:
    """Return the figure for *value*: OK when there is one, NR when not, unless *state* is given."""
    standing = state or (ValueState.NR if value is None else ValueState.OK)
    known = standing in (ValueState.OK, ValueState.NE) and value is not None
    return Figure(value=Decimal(value) if known and value is not None else None, state=standing)


@dataclass(frozen=True, kw_only=True)
class SummaryHead:
    """What a document is about.

    `parameters` are whole sentences on the rules of the round, such as the threshold from which a
    person counts as dedicated. For the whole Secretariat or a group, `entity_code` is empty and
    `entity_name` names the group. `profile` is the code of the one for whom the document is
    made (`redaction.PROFILE_NAMES` has its name), empty where nothing is withheld.
    """

    organisation: str
    entity_code: str = ""
    entity_name: str
    entity_type_label: str = ""
    duty_station_label: str = ""
    round_code: str
    as_of: date
    deadline: date
    printed_on: date
    program_version: str
    language: str
    parameters: tuple[str, ...] = ()
    profile: str = ""


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """Mandatory fields filled in, of those due."""

    filled: int
    due: int


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the figures of one part rest on.

    For a group of entities, `entities` of the `entities_asked` have reported this part.
    """

    completeness: Completeness | None = None
    entities: int | None = None
    entities_asked: int | None = None


@dataclass(frozen=True, kw_only=True)
class SheetCoverage:
    """One sheet of the workbook: its records and how complete they are."""

    label: str
    records: int
    completeness: Completeness
    standing: Standing = Standing.REPORTED
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class FindingCounts:
    """Open findings by strength."""

    blocks: int = 0
    comment: int = 0
    notice: int = 0


@dataclass(frozen=True, kw_only=True)
class QualityCounts:
    """Records by the way their figures were obtained."""

    measured: int = 0
    records: int = 0
    estimated: int = 0
    unknown: int = 0


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How far the document can be trusted. `status` is None for a group of entities."""

    status: ReturnStatus | None = None
    received_on: date | None = None
    completeness: Completeness
    sheets: tuple[SheetCoverage, ...] = ()
    findings: FindingCounts = field(default_factory=FindingCounts)
    quality: QualityCounts = field(default_factory=QualityCounts)
    open_conflicts: int = 0


@dataclass(frozen=True, kw_only=True)
class WorkforceRow:
    """One function, grade category or type of personnel; `code` is empty for "not stated"."""

    label: str
    fte_dedicated: Figure
    fte_non_dedicated: Figure
    persons: Figure
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Workforce:
    """ICT personnel, dedicated and non-dedicated; full-time equivalents, heads, US dollars."""

    standing: Standing = Standing.REPORTED
    basis: Basis = field(default_factory=Basis)
    fte_total: Figure = field(default_factory=Figure)
    fte_dedicated: Figure = field(default_factory=Figure)
    fte_non_dedicated: Figure = field(default_factory=Figure)
    headcount: Figure = field(default_factory=Figure)
    vacant_posts: Figure = field(default_factory=Figure)
    ict_cost: Figure = field(default_factory=Figure)
    by_function: tuple[WorkforceRow, ...] = ()
    by_grade: tuple[WorkforceRow, ...] = ()
    by_personnel_type: tuple[WorkforceRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CountRow:
    """How many records carry one code."""

    label: str
    count: int


@dataclass(frozen=True, kw_only=True)
class SystemRow:
    """One system among those with most users; recovery time objective in hours."""

    name: str
    function_label: str = ""
    hosting_label: str = ""
    criticality_label: str = ""
    users: Figure = field(default_factory=Figure)
    rto_hours: Figure = field(default_factory=Figure)


@dataclass(frozen=True, kw_only=True)
class Systems:
    """Systems and applications.

    `without_recovery_test` counts among `recovery_test_due`, the systems that should have one.
    `reported` is how many the entities listed together, where some were joined since.
    """

    standing: Standing = Standing.REPORTED
    basis: Basis = field(default_factory=Basis)
    total: Figure = field(default_factory=Figure)
    by_status: tuple[CountRow, ...] = ()
    by_scope: tuple[CountRow, ...] = ()
    by_hosting: tuple[CountRow, ...] = ()
    by_criticality: tuple[CountRow, ...] = ()
    most_used: tuple[SystemRow, ...] = ()
    without_recovery_test: Figure = field(default_factory=Figure)
    recovery_test_due: Figure = field(default_factory=Figure)
    reported: Figure | None = None


@dataclass(frozen=True, kw_only=True)
class DataCentreRow:
    """One data centre or server room; area in square metres, PUE as a ratio."""

    name: str
    city: str = ""
    role_label: str = ""
    class_label: str = ""
    stage_label: str = ""
    area_m2: Figure = field(default_factory=Figure)
    racks: Figure = field(default_factory=Figure)
    servers: Figure = field(default_factory=Figure)
    virtual_os: Figure = field(default_factory=Figure)
    pue: Figure = field(default_factory=Figure)


@dataclass(frozen=True, kw_only=True)
class DataCentres:
    """The rooms listed, and how many there are in all (`total` may exceed the rows).

    `reported` is how many the entities listed together, where some were joined since.
    """

    standing: Standing = Standing.REPORTED
    basis: Basis = field(default_factory=Basis)
    total: Figure = field(default_factory=Figure)
    rows: tuple[DataCentreRow, ...] = ()
    reported: Figure | None = None


@dataclass(frozen=True, kw_only=True)
class CostRow:
    """An amount of US dollars under one label; `code` is what it stands for, not a text."""

    label: str
    amount: Figure
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Costs:
    """ICT cost in US dollars; `period` says in words which time the amounts cover."""

    standing: Standing = Standing.REPORTED
    basis: Basis = field(default_factory=Basis)
    period: str = ""
    total: Figure = field(default_factory=Figure)
    by_fund: tuple[CostRow, ...] = ()
    by_element: tuple[CostRow, ...] = ()
    by_change: tuple[CostRow, ...] = ()
    by_tower: tuple[CostRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PeerBand:
    """The distribution that a value is compared with; what a small group hides is None.

    Five values and more have quartiles, three and four only median and range, fewer none
    (indicator rules, section 2.5).
    """

    group_label: str
    n: int
    minimum: Decimal | None = None
    q1: Decimal | None = None
    median: Decimal | None = None
    q3: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """One indicator with everything needed to believe it.

    `direction` is H (higher is better), L (lower), T (target band) or C (context only);
    `note` says why there is no value, `comparison` what limits the comparison with peers;
    `coverage` is a short text or empty; rows that share a `group_label` and follow each other are
    printed under it.
    For a group of entities the band is the distribution over them and the value their total.
    """

    id: str
    name: str
    group_label: str = ""
    unit_label: str = ""
    definition: str = ""
    value: Figure = field(default_factory=Figure)
    numerator: Figure = field(default_factory=Figure)
    denominator: Figure = field(default_factory=Figure)
    coverage: str = ""
    peers: PeerBand | None = None
    target: Decimal | None = None
    direction: str = "C"
    places: int = 1
    note: str = ""
    comparison: str = ""


@dataclass(frozen=True, kw_only=True)
class GapRow:
    """Something missing or doubtful; `strength` is blocks, comment or notice."""

    sheet: str
    record: str
    field: str
    action: str
    strength: str


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """The first rows of what is missing, and how many there are in all."""

    total: int = 0
    rows: tuple[GapRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CapabilitySummary:
    """All that the summary of one entity prints."""

    head: SummaryHead
    coverage: Coverage
    workforce: Workforce
    systems: Systems
    data_centres: DataCentres
    costs: Costs
    indicators: tuple[IndicatorRow, ...] = ()
    gaps: Gaps = field(default_factory=Gaps)


@dataclass(frozen=True, kw_only=True)
class ResponseRow:
    """Answers by type of entity.

    `late` is a part of `answered`; `answered` and `outstanding` make `asked`.
    """

    label: str
    asked: int
    answered: int
    late: int
    outstanding: int


@dataclass(frozen=True, kw_only=True)
class EntityRow:
    """One entity in the table of all; cost in US dollars."""

    code: str
    name: str
    type_label: str
    status: ReturnStatus
    completeness: Completeness
    fte_dedicated: Figure = field(default_factory=Figure)
    fte_non_dedicated: Figure = field(default_factory=Figure)
    systems: Figure = field(default_factory=Figure)
    data_centres: Figure = field(default_factory=Figure)
    cost: Figure = field(default_factory=Figure)


@dataclass(frozen=True, kw_only=True)
class SecretariatSummary:
    """All that the summary of many entities prints.

    The entities that have not answered are those of `entities` with that status.
    """

    head: SummaryHead
    coverage: Coverage
    responses: tuple[ResponseRow, ...]
    entities: tuple[EntityRow, ...]
    workforce: Workforce
    systems: Systems
    data_centres: DataCentres
    costs: Costs
    indicators: tuple[IndicatorRow, ...] = ()
    gaps: Gaps = field(default_factory=Gaps)
