"""Formulas C01 to C04: what ICT costs in a year (resolution 63/262, I.10(e) and (f)).

**Total ICT cost** is the annual amount of the cost lines, run and change. Only if no line is a
personnel line is the ICT cost of the staff sheet added (annual cost x time share, dedicated and
non-dedicated alike), so that nobody is paid twice; the figure then carries the reason
STAFF-COST-ADDED. Where a line without a cost element could be a personnel line, nothing is added
and the personnel pool counts as missing.

**Annual amounts.** Every amount becomes amount x 12 / months of its period. Periods of one fund
that follow each other share their months, so that the lines of two years give the average year and
not twice the cost; periods that overlap, such as those of two funds, are added. An amount for
another span than twelve months gives the figure the reason ANNUALISED.

**Refunds and credits** are lines with a negative amount and lower the total and its parts. Where
they outweigh the costs, a ratio would mislead: a total below zero, or a part that is below zero or
above the whole, makes the figure an error with the reason CREDITS.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from inventory_app.domain.figures import (
    ENOUGH,
    NOT_REPORTED,
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Source,
    Sources,
    Term,
    covers,
    joined,
    number,
    quotient,
    state_from,
)
from inventory_app.domain.formulas.workforce import active_users, persons
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.known_codes import PERSONNEL
from inventory_app.domain.periods import Period, months_of
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import Value, ValueState, combined

_YEAR = Decimal(12)
_LINE = ("amount", "period_start", "period_end")


def _months_shared(periods: Iterable[Period]) -> dict[Period, Decimal]:
    """Return for each period of one fund its months and those of the periods in line with it."""
    chains: list[list[Period]] = []
    for period in sorted(set(periods)):
        free = (chain for chain in chains if chain[-1][1] < period[0])
        chain = next(free, None)
        if chain is None:
            chains.append([period])
        else:
            chain.append(period)
    return {
        period: sum((months_of(each) for each in chain), ZERO)
        for chain in chains
        for period in chain
    }


@dataclass(frozen=True, kw_only=True)
class _Line:
    record: Record
    amount: Decimal
    period: Period
    state: ValueState


@dataclass(frozen=True, kw_only=True)
class AnnualLine:
    """One cost line as an amount of USD a year."""

    record: Record
    annual: Decimal
    state: ValueState


@dataclass(frozen=True, kw_only=True)
class AnnualLines:
    """The cost lines whose amounts a year are known, and how many are not."""

    items: tuple[AnnualLine, ...]
    missing: int
    converted: bool

    def where(self, name: str, codes: frozenset[str] | None) -> Decimal:
        """Return what the lines cost whose *name* is one of *codes*, or any code at all."""
        chosen = (
            item.annual
            for item in self.items
            if item.record.state(name) in USABLE and (codes is None or item.record[name] in codes)
        )
        return sum(chosen, ZERO)

    @property
    def total(self) -> Decimal:
        """What all lines cost together."""
        return sum((item.annual for item in self.items), ZERO)

    @property
    def listed(self) -> int:
        """How many lines should be known."""
        return len(self.items) + self.missing

    def term(self, value: Decimal, *more: str) -> Term:
        """Return *value*, computed from the lines and their fields *more*, as a term."""
        return Term(
            value=value,
            state=combined(item.state for item in self.items),
            reasons=(Reason.ANNUALISED,) if self.converted else (),
            sources=Sources(
                lambda: (
                    Source("costs", item.record.uid, name)
                    for item in self.items
                    for name in (*_LINE, *more)
                )
            ),
            coverage=Coverage(len(self.items), self.listed),
        )


def annual_lines(inputs: EntityInputs) -> AnnualLines:
    """Return the cost lines of an entity, each converted to twelve months (USD a year).

    Lines of one fund whose periods follow each other share the months of all of them. Lines
    without a usable amount or period are only counted; those declared not applicable are left out.
    """
    return inputs.once("annual lines", lambda: _annual_lines(inputs))


def _annual_lines(inputs: EntityInputs) -> AnnualLines:
    streams: dict[Value, list[_Line]] = defaultdict(list)
    missing = 0
    for record in inputs.counting("costs"):
        if record.state("amount") is ValueState.NA:
            continue
        line = _line(record)
        if line:
            streams[record["fund_code"]].append(line)
        else:
            missing += 1
    items: list[AnnualLine] = []
    for lines in streams.values():
        months = _months_shared(line.period for line in lines)
        items += (_annual(line, months[line.period]) for line in lines)
    converted = any(months_of(line.period) != _YEAR for lines in streams.values() for line in lines)
    return AnnualLines(items=tuple(items), missing=missing, converted=converted)


def _annual(line: _Line, months: Decimal) -> AnnualLine:
    return AnnualLine(record=line.record, annual=line.amount * _YEAR / months, state=line.state)


def _line(record: Record) -> _Line | None:
    """Return the line if amount and period can be used, None if it counts as missing."""
    state = state_from(record, *_LINE)
    amount, period = number(record, "amount"), _period(record)
    if amount is None or period is None or state not in USABLE:
        return None
    return _Line(record=record, amount=amount, period=period, state=state)


def _period(record: Record) -> Period | None:
    start, end = record["period_start"], record["period_end"]
    if isinstance(start, date) and isinstance(end, date) and start <= end:
        return start, end
    return None


def _staff_cost(inputs: EntityInputs) -> tuple[Term, int]:
    """Return the ICT cost of the persons whose cost is known, and how many are missing."""
    uses = ("annual_cost", "ict_time_share")
    listed = [each for each in persons(inputs) if each.state("annual_cost") is not ValueState.NA]
    known = [each for each in listed if state_from(each, *uses) in USABLE]
    term = Term(
        value=sum((number(each, "ict_cost") or ZERO for each in known), ZERO),
        state=combined(state_from(each, *uses) for each in known),
        reasons=(Reason.STAFF_COST_ADDED,) if known else (),
        sources=_sources(known, "ict_cost"),
        coverage=Coverage(len(known), len(listed)),
    )
    return term, len(listed) - len(known)


@dataclass(frozen=True, kw_only=True)
class _Total:
    """Total ICT cost and what it is made of, in USD a year."""

    term: Term
    lines: AnnualLines
    staff: Decimal
    parts: dict[str, Decimal]


def _total(inputs: EntityInputs) -> _Total | None:
    """Return the total ICT cost by the rule of this module; None if no costs were reported."""
    return inputs.once("total cost", lambda: _added(inputs)) if inputs.reported("costs") else None


def _added(inputs: EntityInputs) -> _Total:
    """Return the total ICT cost of an entity that reported its costs."""
    lines = annual_lines(inputs)
    base = lines.term(lines.total, "cost_element")
    listed = inputs.counting("costs")
    staff, missing = Term(value=ZERO), lines.missing
    if not any(record["cost_element"] in PERSONNEL for record in listed):
        unclear = any(record.state("cost_element") not in USABLE for record in listed)
        if unclear or not inputs.reported("staff"):
            missing += 1  # the personnel pool itself is not known
        else:
            staff, without = _staff_cost(inputs)
            missing += without
    personnel = staff.value or ZERO
    value = lines.total + personnel
    enough = covers(value, missing, inputs.last_totals.get("ict_cost"))
    counted = base.coverage.counted + staff.coverage.counted
    term = Term(
        value=value,
        state=combined((base.state, staff.state)) if enough else ValueState.NR,
        reasons=(*base.reasons, *staff.reasons, *_shortfall(missing, enough=enough)),
        sources=joined(base.sources, staff.sources),
        coverage=Coverage(counted, lines.listed + staff.coverage.listed),
    )
    if enough and value < 0:
        term = _outweighed(term)
    parts = {"cost_lines": lines.total, "staff_cost": personnel}
    return _Total(term=term, lines=lines, staff=personnel, parts=parts)


def _outweighed(term: Term) -> Term:
    """Return *term* as what no ratio can be made of: refunds and credits outweigh the costs."""
    return replace(term, state=ValueState.ERR, reasons=(*term.reasons, Reason.CREDITS))


def part_of(part: Term, whole: Decimal) -> Term:
    """Return *part* of the *whole* cost, as an error if it cannot be a share of it."""
    if part.value is None or 0 <= part.value <= whole:
        return part
    return _outweighed(part)


def _shortfall(missing: int, *, enough: bool) -> tuple[Reason, ...]:
    why = () if enough else (Reason.BELOW_COVERAGE,)
    return (*why, Reason.PARTIAL if enough else Reason.MISSING) if missing else why


def _over_total(
    definition: IndicatorDefinition,
    inputs: EntityInputs,
    denominator: Callable[[EntityInputs], Term],
) -> Figure:
    total = _total(inputs)
    return quotient(
        definition,
        inputs.entity,
        total.term if total else NOT_REPORTED,
        denominator(inputs),
        parts=total.parts if total and total.term.state in USABLE else None,
    )


def share_of_expenditure(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """C01: total ICT cost / total operating expenditure of the entity, both for twelve months."""
    return _over_total(definition, inputs, _expenditure)


def cost_per_user(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """C02: total ICT cost of twelve months / active users."""
    return _over_total(definition, inputs, active_users)


def _expenditure(inputs: EntityInputs) -> Term:
    """Return the operating expenditure of the entity for twelve months.

    It is stated once a period and covers the whole entity, so periods are averaged, never added.
    Two different totals for one period are an error.
    """
    stated = [
        record
        for record in inputs.counting("costs")
        if number(record, "total_expenditure") is not None
    ]
    totals: dict[Period, Decimal] = {}
    states: list[ValueState] = []
    for record in stated:
        period, total = _period(record), number(record, "total_expenditure") or ZERO
        state = state_from(record, "total_expenditure", "period_start", "period_end")
        if state in USABLE and (period is None or totals.setdefault(period, total) != total):
            state = ValueState.ERR
        states.append(state)
    if not totals:
        return Term(state=combined([ValueState.NR, *states]))
    months = sum((months_of(period) for period in totals), ZERO)
    return Term(
        value=sum(totals.values(), ZERO) * _YEAR / months,
        state=combined(states),
        reasons=(Reason.ANNUALISED,) if any(months_of(each) != _YEAR for each in totals) else (),
        sources=_sources(stated, "total_expenditure"),
    )


def _sources(records: Sequence[Record], name: str) -> tuple[Source, ...]:
    return tuple(Source(record.sheet, record.uid, name) for record in records)


def run_share(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """C03: run / (run + grow + transform) over the cost lines that say which (rule M-B)."""
    if not inputs.reported("costs"):
        return quotient(definition, inputs.entity, NOT_REPORTED, NOT_REPORTED)
    lines = annual_lines(inputs)
    run, known = lines.where("run_change", frozenset({"RUN"})), lines.where("run_change", None)
    return quotient(
        definition,
        inputs.entity,
        part_of(_classified(lines, run, inputs), known),
        lines.term(known, "run_change"),
    )


def _classified(lines: AnnualLines, value: Decimal, inputs: EntityInputs) -> Term:
    """Return *value*, NR unless the lines that say whether they run or change are enough."""
    last = inputs.last_totals.get("cost_lines")
    known = lines.where("run_change", None)
    enough = covers(known, lines.missing, last) and known >= min(lines.total, lines.total * ENOUGH)
    term = lines.term(value, "run_change")
    if not enough:
        return Term(
            state=ValueState.NR,
            reasons=_shortfall(lines.missing, enough=False),
            coverage=term.coverage,
        )
    return term


def personnel_share(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """C04: personnel lines, or the staff cost added in their place, / total ICT cost."""
    total = _total(inputs)
    if total is None:
        return quotient(definition, inputs.entity, NOT_REPORTED, NOT_REPORTED)
    lines = total.lines
    unclear = lines.total - lines.where("cost_element", None)
    whole = total.term.value or ZERO
    personnel = Term(
        value=lines.where("cost_element", PERSONNEL) + total.staff,
        coverage=total.term.coverage,
        state=ValueState.OK,
    )
    if whole - unclear < min(whole, whole * ENOUGH):
        personnel = Term(
            state=ValueState.NR,
            reasons=(Reason.BELOW_COVERAGE,),
            coverage=total.term.coverage,
        )
    return quotient(
        definition,
        inputs.entity,
        part_of(personnel, whole),
        total.term,
        parts=total.parts if total.term.state in USABLE else None,
    )
