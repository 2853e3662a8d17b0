"""A round at a glance: plain values, each with the records behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from inventory_app.domain.figures import UNCOUNTED, Coverage, Figure
from inventory_app.domain.grids import Condition, Operation
from inventory_app.domain.indicator_definitions import IndicatorDefinition
from inventory_app.domain.known_codes import UNOCCUPIED
from inventory_app.domain.peers import Comparison, Group
from inventory_app.domain.registers import Register
from inventory_app.domain.rounds import Round
from inventory_app.domain.standings import (
    COST,
    DATA_CENTRES,
    FTE_DEDICATED,
    FTE_NON_DEDICATED,
    SYSTEMS,
)
from inventory_app.domain.values import ValueState
from inventory_app.texts import N_, Translator

AttentionCode: TypeAlias = Literal[
    "A-OVERDUE", "A-CONFLICTS", "A-BLOCKS", "A-JUMP", "A-QUERIES", "A-NOT-ISSUED"
]


@dataclass(frozen=True, kw_only=True)
class Behind:
    """The records behind a figure: what a list is to be filtered by.

    `sheet` is empty where the figure is about entities as a whole: then the register is meant.
    """

    sheet: str = ""
    entities: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Count:
    """A number of entities, and which they are."""

    behind: Behind

    @property
    def value(self) -> int:
        """How many entities."""
        return len(self.behind.entities)


@dataclass(frozen=True, kw_only=True)
class FindingCount:
    """Findings of one strength over all entities that have any."""

    strength: str
    value: int
    behind: Behind


@dataclass(frozen=True, kw_only=True)
class KpiDefinition:
    """One figure of the overview; `label` and `unit` are message ids."""

    name: str
    label: str
    unit: str
    places: int
    sheet: str
    conditions: tuple[Condition, ...]


_ACTIVE = Condition(operation=Operation.ACTIVE)


def _is_not(field: str, *codes: str) -> tuple[Condition, ...]:
    return tuple(
        Condition(operation=Operation.IS_NOT, field=field, values=(code,)) for code in codes
    )


def _personnel(dedication: str) -> tuple[Condition, ...]:
    """Return the conditions for the persons at work that W01 counts."""
    chosen = Condition(operation=Operation.ANY_OF, field="dedication", values=(dedication,))
    return (_ACTIVE, chosen, *_is_not("occupancy", *sorted(UNOCCUPIED)))


KPIS: Mapping[str, KpiDefinition] = {
    each.name: each
    for each in (
        KpiDefinition(
            name=FTE_DEDICATED, label=N_("Dedicated ICT personnel"), unit=N_("FTE"), places=1,
            sheet="staff", conditions=_personnel("DEDICATED"),
        ),
        KpiDefinition(
            name=FTE_NON_DEDICATED, label=N_("Non-dedicated ICT personnel"), unit=N_("FTE"),
            places=1, sheet="staff", conditions=_personnel("NON_DEDICATED"),
        ),
        KpiDefinition(
            name=SYSTEMS, label=N_("Systems"), unit="", places=0, sheet="systems",
            conditions=(_ACTIVE, *_is_not("status", "RETIRED")),
        ),
        KpiDefinition(
            name=DATA_CENTRES, label=N_("Data centres and server rooms"), unit="", places=0,
            sheet="data_centres",
            conditions=(
                _ACTIVE,
                *_is_not("closing_stage", "CLOSED"),
                *_is_not("record_validity", "INVALID_FACILITY"),
                *_is_not("facility_class", "CLOUD"),
            ),
        ),
        KpiDefinition(
            name=COST, label=N_("ICT cost a year"), unit=N_("USD"), places=0, sheet="costs",
            conditions=(_ACTIVE,),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One figure of the overview: a sum over the entities that reported it.

    `coverage` counts those entities, of all that were asked. `change` compares with the previous
    round like with like: the sum of the differences of the `compared` entities that reported the
    figure in both rounds; None where there is none. `by_entity` are the values added up.
    `reported` is what the entities reported together, where some of it was joined since.
    """

    name: str
    value: Decimal | None
    state: ValueState
    coverage: Coverage
    behind: Behind
    previous: Decimal | None = None
    previous_coverage: Coverage = UNCOUNTED
    change: Decimal | None = None
    change_share: Decimal | None = None
    compared: int = 0
    by_entity: Mapping[str, Decimal] = field(default_factory=dict)
    reported: Decimal | None = None

    @property
    def definition(self) -> KpiDefinition:
        """What the figure is."""
        return KPIS[self.name]


@dataclass(frozen=True, kw_only=True)
class TrendPoint:
    """A figure in one round, and what it rests on there."""

    round: str
    value: Decimal | None
    state: ValueState
    coverage: Coverage


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A figure across rounds, oldest first: one of the overview, or an indicator."""

    name: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, kw_only=True)
class PeerBox:
    """One peer group in a chart: the distribution, and the values that make it.

    `comparison` has no quartiles where fewer than five values are ranked, and no median below
    three and where less than 70 per cent of the users have answered: then `values` are empty,
    too. `hidden` are the members without a value that is ranked.
    """

    group: Group
    comparison: Comparison
    values: Mapping[str, Decimal]
    members: tuple[str, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PeerChart:
    """An indicator by peer group, with its value for the whole Secretariat."""

    definition: IndicatorDefinition
    total: Figure
    boxes: tuple[PeerBox, ...]


@dataclass(frozen=True, kw_only=True)
class Attention:
    """Why somebody should look at an entity; `text` is a message id with `params`."""

    entity: str
    code: AttentionCode
    text: str
    params: Mapping[str, object]
    behind: Behind
    weight: int

    def sentence(self, _: Translator) -> str:
        """Return the sentence for a reader, figures and rounds written as the language does."""
        return _(self.text, **{name: _shown(value, _) for name, value in self.params.items()})


def _shown(value: object, _: Translator) -> str:
    if isinstance(value, date):
        return _.date(value)
    if isinstance(value, Decimal | int):
        return _.number(value, 0 if value == int(value) else 1)
    return _(str(value)) if isinstance(value, str) and value in _LABELS else str(value)


_LABELS = frozenset(each.label for each in KPIS.values())


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A round at a glance.

    `responses` counts entities: asked, answered (late ones and imported lists among them), on
    time, late, imported, outstanding, overdue, approved. `filled` of `due` required fields are
    validly filled in what was answered. `missing_rounds` are those that trends leave out until
    they have been computed.
    """

    round: Round
    register: Register
    responses: Mapping[str, Count]
    filled: int
    due: int
    findings: tuple[FindingCount, ...]
    kpis: tuple[Kpi, ...]
    trends: Mapping[str, Trend]
    peers: tuple[PeerChart, ...]
    attention: tuple[Attention, ...]
    missing_rounds: tuple[str, ...] = ()

    @property
    def completeness(self) -> float | None:
        """The share of required fields that are filled, None where none is due."""
        return self.filled / self.due if self.due else None

    def kpi(self, name: str) -> Kpi:
        """Return one figure."""
        return next(each for each in self.kpis if each.name == name)
