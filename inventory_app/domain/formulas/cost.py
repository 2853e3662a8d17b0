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

from collections.abc import Iterator, Sequence
from decimal import Decimal

from inventory_app.domain.annual_costs import (
    COSTS,
    YEAR,
    Lines,
    annual_lines,
    lines_of,
    stated_periods,
)
from inventory_app.domain.columns import ERR, NA, NR, OK, Answers
from inventory_app.domain.columns import USABLE as OF_USE
from inventory_app.domain.figures import (
    ENOUGH,
    NOT_REPORTED,
    USABLE,
    ZERO,
    Coverage,
    Figure,
    Parts,
    Term,
    covers,
    joined,
    quotient,
)
from inventory_app.domain.formulas.common import not_reported
from inventory_app.domain.formulas.workforce import listed_persons, users_of
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.known_codes import PERSONNEL
from inventory_app.domain.listed import listed
from inventory_app.domain.periods import Period, months_of
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import BY_WEIGHT, ValueState, combined

__all__ = [
    "annual_lines", "cost_per_user", "lines_of", "part_of", "personnel_share", "run_share",
    "share_of_expenditure",
]  # fmt: skip

_RUN = frozenset({"RUN"})
_ELEMENT, _WHOLE = "cost_element", "total_expenditure"


class _Total:
    """Total ICT cost and what it is made of, in USD a year."""

    def __init__(self, term: Term, lines: Lines, staff: Decimal) -> None:
        self.term, self.lines, self.staff = term, lines, staff
        self.parts = {"cost_lines": lines.total, "staff_cost": staff}

    @property
    def shown(self) -> Parts | None:
        """The parts where the total can be used."""
        return self.parts if self.term.state in USABLE else None


class _StaffCost:
    """The ICT cost of the persons of each entity whose cost is known."""

    def __init__(self, answers: Answers) -> None:
        people, uses = listed_persons(answers), ("annual_cost", "ict_time_share")
        self.every = people.where(stand != NA for stand in people.stands(uses[0]))
        self.known = self.every.where(self.every.usable(*uses))
        self.totals, self.states = self.known.total("ict_cost"), self.known.heaviest(*uses)

    def term(self, owner: int) -> Term:
        """Return the cost of an entity; what is missing of it is left to the caller."""
        n = self.known.counts[owner]
        return Term(
            value=self.totals[owner],
            state=self.states[owner],
            reasons=(Reason.STAFF_COST_ADDED,) if n else (),
            sources=self.known.sources(owner, "ict_cost"),
            coverage=Coverage(n, self.every.counts[owner]),
        )


def _totals(answers: Answers) -> list[_Total | None]:
    """Return the total ICT cost by the rule of this module; None if no costs were reported."""
    return answers.once("total cost", lambda: list(_added(answers)))


def _added(answers: Answers) -> Iterator[_Total | None]:
    costs, reported, staff = (
        listed(answers, COSTS),
        answers.reported(COSTS),
        answers.reported("staff"),
    )
    element = costs.values(_ELEMENT)
    sure = costs.usable(_ELEMENT)
    people: _StaffCost | None = None
    for owner, (span, lines) in enumerate(zip(costs.spans, lines_of(answers), strict=True)):
        if not reported[owner]:
            yield None
            continue
        added, missing = Term(value=ZERO), lines.missing
        if PERSONNEL.isdisjoint(element[span]):
            if not all(sure[span]) or not staff[owner]:
                missing += 1  # the personnel pool itself is not known
            else:
                people = people or _StaffCost(answers)
                added = people.term(owner)
                missing += added.coverage.listed - added.coverage.counted
        yield _total(lines, added, missing, answers.last(owner).get("ict_cost"))


def _total(lines: Lines, staff: Term, missing: int, last_total: Decimal | None) -> _Total:
    """Return the total ICT cost of an entity from its lines and the staff cost added to them."""
    base = lines.term(lines.total, _ELEMENT)
    personnel = staff.value or ZERO
    value = lines.total + personnel
    enough = covers(value, missing, last_total)
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
    return _Total(term, lines, personnel)


def _outweighed(term: Term) -> Term:
    """Return *term* as what no ratio can be made of: refunds and credits outweigh the costs."""
    return term._replace(state=ValueState.ERR, reasons=(*term.reasons, Reason.CREDITS))


def part_of(part: Term, whole: Decimal) -> Term:
    """Return *part* of the *whole* cost, as an error if it cannot be a share of it."""
    if part.value is None or 0 <= part.value <= whole:
        return part
    return _outweighed(part)


def _shortfall(missing: int, *, enough: bool) -> tuple[Reason, ...]:
    why = () if enough else (Reason.BELOW_COVERAGE,)
    return (*why, Reason.PARTIAL if enough else Reason.MISSING) if missing else why


def _over_total(
    definition: IndicatorDefinition, answers: Answers, denominators: Sequence[Term]
) -> list[Figure]:
    return [
        quotient(
            definition,
            entity,
            total.term if total else NOT_REPORTED,
            denominator,
            parts=total.shown if total else None,
        )
        for entity, total, denominator in zip(
            answers.entities, _totals(answers), denominators, strict=True
        )
    ]


def share_of_expenditure(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """C01: total ICT cost / total operating expenditure of the entity, both for twelve months."""
    return _over_total(definition, answers, list(_expenditures(answers)))


def cost_per_user(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """C02: total ICT cost of twelve months / active users."""
    return _over_total(definition, answers, users_of(answers))


def _expenditures(answers: Answers) -> Iterator[Term]:
    """Yield the operating expenditure of each entity for twelve months.

    It is stated once a period and covers the whole entity, so periods are averaged, never added.
    Two different totals for one period are an error.
    """
    costs = listed(answers, COSTS)
    stated = costs.where(value is not None for value in costs.values(_WHOLE))
    told = (
        list(stated_periods(stated)), stated.amounts(_WHOLE),
        stated.stands(_WHOLE, "period_start", "period_end"),
    )  # fmt: skip
    for owner, span in enumerate(stated.spans):
        totals: dict[Period, Decimal] = {}
        worst = OK
        for period, total, stand in zip(*(column[span] for column in told), strict=True):
            if stand <= OF_USE and (period is None or totals.setdefault(period, total) != total):
                worst = ERR
            worst = max(worst, stand)
        if not totals:
            yield Term(state=BY_WEIGHT[max(NR, worst)])
            continue
        months = [months_of(period) for period in totals]
        other = any(each != YEAR for each in months)
        yield Term(
            value=sum(totals.values(), ZERO) * YEAR / sum(months, ZERO),
            state=BY_WEIGHT[worst],
            reasons=(Reason.ANNUALISED,) if other else (),
            sources=stated.sources(owner, _WHOLE),
        )


def run_share(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """C03: run / (run + grow + transform) over the cost lines that say which (rule M-B)."""
    reported = answers.reported(COSTS)
    found = []
    for owner, (entity, lines) in enumerate(zip(answers.entities, lines_of(answers), strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        run, known = lines.where("run_change", _RUN), lines.where("run_change", None)
        above = _classified(lines, run, known, answers.last(owner).get("cost_lines"))
        below = lines.term(known, "run_change")
        found.append(quotient(definition, entity, part_of(above, known), below))
    return found


def _classified(lines: Lines, run: Decimal, known: Decimal, last_total: Decimal | None) -> Term:
    """Return *run*, NR unless the lines that say whether they run or change are enough."""
    covered = covers(known, lines.missing, last_total)
    term = lines.term(run, "run_change")
    if covered and known >= min(lines.total, lines.total * ENOUGH):
        return term
    return Term(
        state=ValueState.NR,
        reasons=_shortfall(lines.missing, enough=False),
        coverage=term.coverage,
    )


def personnel_share(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """C04: personnel lines, or the staff cost added in their place, / total ICT cost."""
    return [
        _personnel(definition, entity, total) if total else not_reported(definition, entity)
        for entity, total in zip(answers.entities, _totals(answers), strict=True)
    ]


def _personnel(definition: IndicatorDefinition, entity: str, total: _Total) -> Figure:
    lines, whole = total.lines, total.term.value or ZERO
    unclear = lines.total - lines.where(_ELEMENT, None)
    personnel = Term(
        value=lines.where(_ELEMENT, PERSONNEL) + total.staff, coverage=total.term.coverage
    )
    if whole - unclear < min(whole, whole * ENOUGH):
        personnel = Term(
            state=ValueState.NR,
            reasons=(Reason.BELOW_COVERAGE,),
            coverage=total.term.coverage,
        )
    above = part_of(personnel, whole)
    return quotient(definition, entity, above, total.term, parts=total.shown)
