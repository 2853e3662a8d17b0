"""A round at a glance, put together from how its entities stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from inventory_app.domain.benchmarks import uncovered
from inventory_app.domain.distributions import FOR_MEDIAN
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import USABLE, ZERO, Coverage, Figure
from inventory_app.domain.findings import Strength
from inventory_app.domain.grids import Condition, Operation
from inventory_app.domain.indicator_definitions import IndicatorDefinition, default_indicators
from inventory_app.domain.indicators import roll_up
from inventory_app.domain.overviews import (
    KPIS,
    Attention,
    Behind,
    Count,
    FindingCount,
    Kpi,
    KpiDefinition,
    Overview,
    PeerBox,
    PeerChart,
    Trend,
    TrendPoint,
)
from inventory_app.domain.peers import (
    Comparison,
    Group,
    compare_all,
    entity_groups,
    peers_of,
)
from inventory_app.domain.registers import Register, RegisterRow
from inventory_app.domain.rounds import Round
from inventory_app.domain.standings import (
    COST,
    DATA_CENTRES,
    FTE_DEDICATED,
    FTE_NON_DEDICATED,
    SYSTEMS,
    Totals,
)
from inventory_app.domain.values import ValueState, combined
from inventory_app.progress import NoProgress, Progress
from inventory_app.services.register import Registers
from inventory_app.services.rounds import known
from inventory_app.services.standings import Standing, Standings
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_

CHOSEN = ("W03", "C02", "S01")  # indicators that an overview shows unless others are chosen
# A figure of an entity that grew or shrank by half, and by at least so much, needs a look.
_JUMPS: Mapping[str, Decimal] = {
    FTE_DEDICATED: Decimal(5), FTE_NON_DEDICATED: Decimal(5), SYSTEMS: Decimal(5),
    DATA_CENTRES: Decimal(2), COST: Decimal(100_000),
}  # fmt: skip
_HALF = Decimal("1.5")


class Overviews:
    """The overviews of the rounds of one store."""

    def __init__(self, database: Database, catalogue: Catalogue, standings: Standings) -> None:
        self._database = database
        self._standings = standings
        self._registers = Registers(database, catalogue, standings)

    def of(
        self,
        round_code: str,
        *,
        indicators: Sequence[str] = CHOSEN,
        progress: Progress | None = None,
    ) -> Overview:
        """Return a round at a glance.

        Earlier rounds of which the figures are not kept yet are left out of the trends; `catch_up`
        computes them. Raises `UserError` if there is no such round, `KeyError` for an indicator
        that there is not.
        """
        with self._database.reading() as connection:
            rounds = queries.rounds(connection, self._database.schema)
        shown = known(rounds, round_code)
        register = self._registers.of(round_code, progress)
        standing = self._standings.of(round_code, progress)
        before = self._before(shown, rounds)
        definitions = [default_indicators()[name] for name in indicators]
        lines, missing = self._lines(rounds, shown)
        return Overview(
            round=shown,
            register=register,
            responses=_responses(register),
            filled=sum(row.filled for row in register.rows),
            due=sum(row.due for row in register.rows),
            findings=tuple(_findings(register)),
            kpis=tuple(_kpi(each, shown, standing, before) for each in KPIS.values()),
            trends=_trends(lines, [*KPIS, *(each.id for each in definitions)]),
            peers=tuple(_peers(each, standing, register) for each in definitions),
            attention=tuple(_attention(shown, register, standing, before)),
            missing_rounds=missing,
        )

    def catch_up(self, progress: Progress | None = None) -> None:
        """Compute what trends need of every round; long only the first time in a store."""
        with self._database.reading() as connection:
            rounds = queries.rounds(connection, self._database.schema)
        for code in reversed(rounds):
            self._standings.totals(code, progress or NoProgress())

    def _before(self, shown: Round, rounds: Mapping[str, Round]) -> Standing:
        """Return how everybody stood in the previous round, if that is known without waiting."""
        previous = shown.previous
        if previous is None or previous not in rounds:
            return {}
        if self._standings.totals(previous) is None:
            return {}
        return self._standings.of(previous)

    def _lines(
        self, rounds: Mapping[str, Round], shown: Round
    ) -> tuple[dict[str, Totals], tuple[str, ...]]:
        """Return the totals of a round and those before it, and the rounds that lack them."""
        found: dict[str, Totals] = {}
        missing: list[str] = []
        for code in rounds:
            totals = self._standings.totals(code)
            if totals is None:
                missing.append(code)
            else:
                found[code] = totals
            if code == shown.code:
                break
        return found, tuple(missing)


def _responses(register: Register) -> dict[str, Count]:
    groups: dict[str, list[str]] = {
        name: []
        for name in (
            "asked", "answered", "on-time", "late", "imported", "outstanding", "overdue",
            "approved",
        )
    }  # fmt: skip
    for row in register.rows:
        code, status = row.entity.code, row.participation.status
        groups["asked"].append(code)
        groups["answered" if row.participation.answered else "outstanding"].append(code)
        name = {"answered": "on-time", "late": "late", "imported": "imported"}.get(status)
        if name is not None:
            groups[name].append(code)
        if row.overdue:
            groups["overdue"].append(code)
        if row.approved:
            groups["approved"].append(code)
    return {name: Count(behind=Behind(entities=tuple(some))) for name, some in groups.items()}


def _findings(register: Register) -> Iterable[FindingCount]:
    for strength in Strength:
        having = [row for row in register.rows if row.findings.get(strength.value)]
        yield FindingCount(
            strength=strength.value,
            value=sum(row.findings[strength.value] for row in having),
            behind=Behind(
                entities=tuple(row.entity.code for row in having),
                conditions=(Condition(operation=Operation.FINDINGS, values=(strength.value,)),),
            ),
        )


def _values(name: str, standing: Standing) -> dict[str, Decimal]:
    """Return a figure of each entity that reported it."""
    return {
        code: each.amounts[name].value or ZERO
        for code, each in standing.items()
        if name in each.amounts and each.amounts[name].value is not None
    }


def _kpi(definition: KpiDefinition, shown: Round, standing: Standing, before: Standing) -> Kpi:
    name = definition.name
    now, then = _values(name, _for_totals(standing)), _values(name, _for_totals(before))
    reported = sum(_values(name, standing).values(), ZERO)
    total = sum(now.values(), ZERO)
    both = [code for code in now if code in then]
    change = sum((now[code] - then[code] for code in both), ZERO) if both else None
    base = sum((then[code] for code in both), ZERO)
    return Kpi(
        name=name,
        value=total if now else None,
        reported=reported if reported != total else None,
        state=_state(name, standing, now)
        if shown.parameters.asks(definition.sheet)
        else ValueState.NQ,
        coverage=Coverage(len(now), len(standing)),
        behind=Behind(
            sheet=definition.sheet, entities=tuple(now), conditions=definition.conditions
        ),
        previous=sum(then.values(), ZERO) if then else None,
        previous_coverage=Coverage(len(then), len(before)),
        change=change,
        change_share=change * 100 / base if change is not None and base > 0 else None,
        compared=len(both),
        by_entity=now,
    )


def _for_totals(standing: Standing) -> Standing:
    """Return how everybody stands with the figures that enter totals."""
    return {code: each.for_totals for code, each in standing.items()}


def _state(name: str, standing: Standing, counted: Iterable[str]) -> ValueState:
    states = [standing[code].amounts[name].state for code in counted]
    return combined(states) if states else ValueState.NR


def _trends(lines: Mapping[str, Totals], names: Iterable[str]) -> dict[str, Trend]:
    return {
        name: Trend(
            name=name,
            points=tuple(
                TrendPoint(
                    round=code, value=total.value, state=total.state, coverage=total.coverage
                )
                for code, totals in lines.items()
                for total in (totals.by_name.get(name),)
                if total is not None
            ),
        )
        for name in names
    }


def _total(definition: IndicatorDefinition, standing: Standing) -> Figure:
    figures = [each.for_totals.figures[definition.id] for each in standing.values()]
    return roll_up(figures) if figures else Figure(indicator=definition.id, entity="")


def _peers(definition: IndicatorDefinition, standing: Standing, register: Register) -> PeerChart:
    """Return the distribution in each group.

    Groups too small to be shown, and those of which too few users have answered, show nothing.
    """
    asked = {row.entity.code: row.participation for row in register.rows}
    peers = peers_of(asked, {code: standing[code].figures["W01"].users for code in asked})
    few = uncovered(peers, {code: each.answered for code, each in asked.items()})
    groups = entity_groups(definition, peers)
    figures = {code: standing[code].figures[definition.id] for code in asked}
    compared = compare_all(definition, figures, groups, few)
    members: dict[Group, list[str]] = defaultdict(list)
    for code, group in groups.items():
        members[group].append(code)
    boxes = [
        _box(group, listed, figures, compared[listed[0]])
        for group, listed in sorted(members.items())
    ]
    return PeerChart(definition=definition, total=_total(definition, standing), boxes=tuple(boxes))


def _box(
    group: Group,
    members: Sequence[str],
    figures: Mapping[str, Figure],
    comparison: Comparison,
) -> PeerBox:
    values = {
        code: figure.value
        for code in members
        for figure in (figures[code],)
        if figure.ranked and figure.state is ValueState.OK and figure.value is not None
    }
    shown = len(values) >= FOR_MEDIAN and comparison.basis != "uncovered"
    return PeerBox(
        group=group,
        comparison=comparison,
        values=values if shown else {},
        members=tuple(members),
        hidden=tuple(code for code in members if not shown or code not in values),
    )


def _attention(
    shown: Round, register: Register, standing: Standing, before: Standing
) -> list[Attention]:
    found = [each for row in register.rows for each in _of_row(shown, row)]
    for row in register.rows:
        found += _jumps(shown, row.entity.code, standing, before)
    return sorted(found, key=lambda each: (-each.weight, each.entity))


def _of_row(shown: Round, row: RegisterRow) -> Iterable[Attention]:
    code = row.entity.code
    blocks = row.findings.get(Strength.BLOCKS.value, 0)
    whole = Behind(entities=(code,))
    if row.overdue:
        yield Attention(
            entity=code, code="A-OVERDUE", text=N_("No answer by the deadline of {deadline}."),
            params={"deadline": row.deadline}, behind=whole, weight=1000,
        )  # fmt: skip
    if row.conflicts:
        yield Attention(
            entity=code, code="A-CONFLICTS", text=N_("Conflicts to be decided: {count}."),
            params={"count": row.conflicts}, weight=500 + min(row.conflicts, 99),
            behind=Behind(
                entities=(code,), conditions=(Condition(operation=Operation.CONFLICTS),)
            ),
        )  # fmt: skip
    if blocks:
        yield Attention(
            entity=code, code="A-BLOCKS", text=N_("Findings that block: {count}."),
            params={"count": blocks}, weight=300 + min(blocks, 99),
            behind=Behind(
                entities=(code,),
                conditions=(
                    Condition(operation=Operation.FINDINGS, values=(Strength.BLOCKS.value,)),
                ),
            ),
        )  # fmt: skip
    if row.queries:
        yield Attention(
            entity=code, code="A-QUERIES", text=N_("Queries without an answer: {count}."),
            params={"count": row.queries}, behind=whole, weight=100 + min(row.queries, 99),
        )  # fmt: skip
    if row.issued is None and not row.participation.answered:
        yield Attention(
            entity=code, code="A-NOT-ISSUED", text=N_("No workbook was issued in round {round}."),
            params={"round": shown.code}, behind=whole, weight=50,
        )  # fmt: skip


def _jumps(shown: Round, entity: str, standing: Standing, before: Standing) -> Iterable[Attention]:
    then = before.get(entity)
    if then is None:
        return
    for name, least in _JUMPS.items():
        new, old = standing[entity].amounts.get(name), then.amounts.get(name)
        if new is None or old is None or new.state not in USABLE or old.state not in USABLE:
            continue
        now, was = new.value or ZERO, old.value or ZERO
        large, small = max(now, was), min(now, was)
        if large - small < least or large < small * _HALF:
            continue
        definition = KPIS[name]
        yield Attention(
            entity=entity,
            code="A-JUMP",
            text=N_("{figure}: {now}, after {before} in round {round}."),
            params={
                "figure": definition.label, "now": now, "before": was,
                "round": shown.previous or "",
            },
            behind=Behind(
                sheet=definition.sheet, entities=(entity,), conditions=definition.conditions
            ),
            weight=200,
        )  # fmt: skip
