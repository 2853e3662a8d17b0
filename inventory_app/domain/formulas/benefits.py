"""Formulas of benefits: what initiatives were to bring, what they brought, and what they return.

They are computed from the sheet of projects: the benefit planned for a year, the benefit reached
in the last twelve months, what was spent. Benefits over several years, with their evidence and
reviews, are kept in the register of benefits.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from inventory_app.domain.columns import USABLE as _USABLE
from inventory_app.domain.columns import Answers
from inventory_app.domain.figures import (
    USABLE,
    ZERO,
    Coverage,
    Figure,
    Parts,
    Term,
    changed,
    explained,
    figure_of,
    joined,
    quotient,
    without_value,
)
from inventory_app.domain.finance import (
    benefit_cost_ratio,
    discounted_payback,
    internal_return,
    npv,
    parted,
    payback,
)
from inventory_app.domain.formulas.common import not_reported
from inventory_app.domain.formulas.cost import lines_of
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.listed import Listed, listed
from inventory_app.domain.periods import months_of
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState, combined

FLOW = "flow:"
_PROJECTS = "projects"
_NOT_STARTED = frozenset({"IDEA", "CANCELLED"})
_YEAR = Decimal(12)
_COSTS = ("forecast_cost", "approved_budget")


def listed_initiatives(answers: Answers) -> Listed:
    """Return the projects that were begun and not given up."""

    def make() -> Listed:
        projects = listed(answers, _PROJECTS)
        return projects.where(phase not in _NOT_STARTED for phase in projects.values("phase"))

    return answers.once("initiatives", make)


def realisation_ratio(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """B01: benefit proven in the last 12 months / benefit planned for them.

    Planned is the annual benefit of what was due, in proportion to the months since then. Without
    evidence nothing was realised (rule M-C); the part "optimistic" takes it as proven. Where
    nothing was planned, what was realised is emergent.
    """
    reported, begun = answers.reported(_PROJECTS), listed_initiatives(answers)
    every = begun.where(begun.usable("benefit_type"))
    due = every.where(_are_due(every, answers.as_of))
    reached = every.where(every.usable("benefit_actual"))
    proven = reached.where(reached.usable("evidence_ref"))
    targets, on_targets = due.sums(_planned(due, answers.as_of)), due.heaviest("benefit_target")
    actual, on_actual = proven.total("benefit_actual"), proven.heaviest("benefit_actual")
    stated = reached.total("benefit_actual")
    found = []
    for owner, entity in enumerate(answers.entities):
        planned, realised = targets[owner], actual[owner]
        if not reported[owner]:
            found.append(not_reported(definition, entity))
        elif on_targets[owner] in USABLE and not planned and realised:
            nothing = without_value(definition, entity, ValueState.NA, Reason.EMERGENT)
            parts = {"emergent": realised}
            found.append(changed(nothing, numerator=realised, denominator=ZERO, parts=parts))
        else:
            told = every.sources(owner, "benefit_actual", "evidence_ref")
            aimed = due.sources(owner, "benefit_target", "benefit_due")
            unproven = stated[owner] - realised
            figure = quotient(
                definition,
                entity,
                Term(value=realised, state=on_actual[owner], sources=told),
                Term(value=planned, state=on_targets[owner], sources=aimed),
                coverage=Coverage(proven.counts[owner], every.counts[owner]),
                reasons=(Reason.UNKNOWN_COUNTED,) if unproven > 0 else (),
                parts={"unproven": unproven},
            )
            found.append(realisation_of(figure))
    return found


def realisation_of(figure: Figure) -> Figure:
    """Return B01 with the value it would have if all that was reached were proven."""
    above, below = figure.numerator, figure.denominator
    if figure.value is None or above is None or not below:
        return figure
    best = (above + figure.parts.get("unproven", ZERO)) * figure.factor / below
    return changed(figure, parts={**figure.parts, "optimistic": best})


def _are_due(projects: Listed, as_of: date) -> list[bool]:
    days = zip(projects.values("benefit_due"), projects.usable("benefit_due"), strict=True)
    return [sure and isinstance(due, date) and due <= as_of for due, sure in days]


def _planned(due: Listed, as_of: date) -> list[Decimal]:
    pairs = zip(due.amounts("benefit_target"), due.values("benefit_due"), strict=True)
    return [target * min(_YEAR, months_of((day, as_of))) / _YEAR for target, day in pairs]


def net_saving(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """B02: cash saved in the last 12 months - spent on it so far - running cost added in a year.

    Of initiatives whose benefit saves cash. The running cost added is that of the cost lines that
    name the project and say that they run something. Parts: "gross", "implementation",
    "added_run". Rule M-A: one amount missing, and there is none.
    """
    reported, begun = answers.reported(_PROJECTS, "costs"), listed_initiatives(answers)
    cash = begun.where(kind == "CASHABLE" for kind in begun.values("benefit_type"))
    known = ("benefit_type", "benefit_actual", "spent")
    states, usable = cash.heaviest(*known), cash.numbers(cash.usable(*known))
    gross, spent = cash.total("benefit_actual"), cash.total("spent")
    codes, costs = cash.values("project_code"), lines_of(answers)
    found = []
    for owner, (entity, span) in enumerate(zip(answers.entities, cash.spans, strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        if not cash.counts[owner]:
            found.append(without_value(definition, entity, ValueState.NA, Reason.NO_ACTIVITY))
            continue
        run = costs[owner].running({*cash.uids[span], *map(str, codes[span])})
        state = combined((states[owner], run.state))
        parts = {"gross": gross[owner], "implementation": spent[owner], "added_run": run.total}
        net = parts["gross"] - parts["implementation"] - parts["added_run"]
        there = state in USABLE
        told = cash.sources(owner, *known), run.sources("amount")
        figure = figure_of(
            indicator=definition.id, entity=entity, factor=definition.factor,
            numerator=net if there else None, value=net if there else None, state=state,
            reasons=explained(state, ()), parts=parts if there else {},
            coverage=Coverage(usable[owner], cash.counts[owner]),
            ranked=state is ValueState.OK, inputs=joined(*told),
        )  # fmt: skip
        found.append(figure)
    return found


def present_value(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """B04: net present value of the larger initiatives, year 0 their cost, then their benefit.

    The cost is the one expected at the end, else the approved budget; the benefit is the annual
    one planned, for as many years as the parameter "years" says. Real flows, real "rate".
    """
    figures = _flows(definition, answers)
    return [value_of(definition.parameters, figure) for figure in figures]


def value_of(parameters: Parts, figure: Figure) -> Figure:
    """Return B04 from its flows."""
    flows = flows_in(figure.parts)
    if figure.state not in USABLE or not flows:
        return figure
    value = npv(parameters["rate"], flows)
    return changed(figure, numerator=value, value=value, ranked=figure.state is ValueState.OK)


def internal_rate(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """B05: internal rate of return of the same flows; payback and benefit-cost ratio beside it."""
    figures = _flows(definition, answers)
    return [rate_of(definition.parameters, figure) for figure in figures]


def rate_of(parameters: Parts, figure: Figure) -> Figure:
    """Return B05 from its flows: NA, with the modified rate, unless the sign changes once."""
    flows = flows_in(figure.parts)
    if figure.state not in USABLE or not flows:
        return figure
    rate = parameters["rate"]
    found = internal_return(flows, rate)
    benefits, costs = parted(flows)
    more = {
        "payback": payback(flows),
        "discounted_payback": discounted_payback(rate, flows),
        "benefit_cost": benefit_cost_ratio(rate, benefits, costs),
        "modified_rate": None if found.mirr is None else found.mirr * figure.factor,
    }
    parts = {**figure.parts, **{name: each for name, each in more.items() if each is not None}}
    if found.irr is None:
        return changed(
            figure, value=None, state=ValueState.NA, enters=figure.state, parts=parts,
            reasons=(Reason.NO_RETURN,), ranked=False,
        )  # fmt: skip
    value = found.irr * figure.factor
    return changed(figure, value=value, parts=parts, ranked=figure.state is ValueState.OK)


def flows_in(parts: Parts) -> list[Decimal]:
    """Return the cash flows among *parts*, from year 0 on."""
    years = sorted(int(name.removeprefix(FLOW)) for name in parts if name.startswith(FLOW))
    return [parts[f"{FLOW}{year}"] for year in years]


def _flows(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """Return figures whose parts "flow:YEAR" hold the flows of the larger initiatives."""
    reported, begun = answers.reported(_PROJECTS), listed_initiatives(answers)
    least = definition.parameters["threshold"]
    forecast, approved = map(begun.values, _COSTS)
    costs = [b if a is None else a for a, b in zip(forecast, approved, strict=True)]
    large = [
        sure and (cost is None or cost >= least)
        for sure, cost in zip(begun.usable("benefit_type"), costs, strict=True)
    ]
    chosen, paid = begun.where(large), [c for c, kept in zip(costs, large, strict=True) if kept]
    stands = [
        max(on_approved if cost is None else on_forecast, on_target)
        for cost, on_forecast, on_approved, on_target in zip(
            chosen.values(_COSTS[0]), *map(chosen.stands, (*_COSTS, "benefit_target")), strict=True
        )
    ]
    states, benefits = chosen.combined(stands), chosen.total("benefit_target")
    known = chosen.numbers([stand <= _USABLE for stand in stands])
    found = []
    for owner, (entity, span) in enumerate(zip(answers.entities, chosen.spans, strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        if not chosen.counts[owner]:
            found.append(without_value(definition, entity, ValueState.NA, Reason.NO_ACTIVITY))
            continue
        cost, benefit, state = (
            sum((c or ZERO for c in paid[span]), ZERO),
            benefits[owner],
            states[owner],
        )
        years = range(1, int(definition.parameters["years"]) + 1)
        flows = {f"{FLOW}0": -cost, **{f"{FLOW}{year}": benefit for year in years}}
        figure = figure_of(
            indicator=definition.id, entity=entity, factor=definition.factor, state=state,
            reasons=explained(state, ()), parts=flows if state in USABLE else {},
            coverage=Coverage(known[owner], chosen.counts[owner]),
            inputs=chosen.sources(owner, *_COSTS, "benefit_target"),
        )  # fmt: skip
        found.append(figure)
    return found
