"""Formulas of benefits: what initiatives were to bring, what they brought, and what they return.

They are computed from the sheet of projects: the benefit planned for a year, the benefit reached
in the last twelve months, what was spent. Benefits over several years, with their evidence and
reviews, are kept in the register of benefits.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from inventory_app.domain.figures import (
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Parts,
    Term,
    explained,
    number,
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
from inventory_app.domain.formulas.common import not_reported, sources_of, usable
from inventory_app.domain.formulas.cost import annual_lines
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.periods import months_of
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

FLOW = "flow:"
_NOT_STARTED = frozenset({"IDEA", "CANCELLED"})
_YEAR = Decimal(12)
_COSTS = ("forecast_cost", "approved_budget")


def initiatives(inputs: EntityInputs) -> tuple[Record, ...]:
    """Return the projects that were begun and not given up."""
    return tuple(p for p in inputs.counting("projects") if p["phase"] not in _NOT_STARTED)


def realisation_ratio(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """B01: benefit proven in the last 12 months / benefit planned for them.

    Planned is the annual benefit of what was due, in proportion to the months since then. Without
    evidence nothing was realised (rule M-C); the part "optimistic" takes it as proven. Where
    nothing was planned, what was realised is emergent.
    """
    if not inputs.reported("projects"):
        return not_reported(definition, inputs)
    listed = [p for p in initiatives(inputs) if usable(p, "benefit_type")]
    due = [p for p in listed if _is_due(p, inputs.as_of)]
    reached = [p for p in listed if usable(p, "benefit_actual")]
    proven = [p for p in reached if usable(p, "evidence_ref")]
    planned_state = combined(p.state("benefit_target") for p in due)
    planned = sum((_planned(p, inputs.as_of) for p in due), ZERO)
    realised = sum((number(p, "benefit_actual") or ZERO for p in proven), ZERO)
    every = sum((number(p, "benefit_actual") or ZERO for p in reached), ZERO)
    if planned_state in USABLE and not planned and realised:
        nothing = without_value(definition, inputs.entity, ValueState.NA, Reason.EMERGENT)
        return replace(nothing, numerator=realised, denominator=ZERO, parts={"emergent": realised})
    figure = quotient(
        definition, inputs.entity,
        Term(value=realised, state=combined(p.state("benefit_actual") for p in proven),
             sources=sources_of(listed, "benefit_actual", "evidence_ref")),
        Term(value=planned, state=planned_state,
             sources=sources_of(due, "benefit_target", "benefit_due")),
        coverage=Coverage(len(proven), len(listed)),
        reasons=(Reason.UNKNOWN_COUNTED,) if every > realised else (),
    )  # fmt: skip
    return realisation_of(replace(figure, parts={"unproven": every - realised}))


def realisation_of(figure: Figure) -> Figure:
    """Return B01 with the value it would have if all that was reached were proven."""
    above, below = figure.numerator, figure.denominator
    if figure.value is None or above is None or not below:
        return figure
    best = (above + figure.parts.get("unproven", ZERO)) * figure.factor / below
    return replace(figure, parts={**figure.parts, "optimistic": best})


def _is_due(project: Record, as_of: date) -> bool:
    due = project["benefit_due"]
    return isinstance(due, date) and due <= as_of and usable(project, "benefit_due")


def _planned(project: Record, as_of: date) -> Decimal:
    due = project["benefit_due"]
    if not isinstance(due, date):
        return ZERO
    months = min(_YEAR, months_of((due, as_of)))
    return (number(project, "benefit_target") or ZERO) * months / _YEAR


def net_saving(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """B02: cash saved in the last 12 months - spent on it so far - running cost added in a year.

    Of initiatives whose benefit saves cash. The running cost added is that of the cost lines that
    name the project and say that they run something. Parts: "gross", "implementation",
    "added_run". Rule M-A: one amount missing, and there is none.
    """
    if not (inputs.reported("projects") and inputs.reported("costs")):
        return not_reported(definition, inputs)
    cash = [p for p in initiatives(inputs) if p["benefit_type"] == "CASHABLE"]
    if not cash:
        return without_value(definition, inputs.entity, ValueState.NA, Reason.NO_ACTIVITY)
    names = {name for p in cash for name in (p.uid, str(p["project_code"]))}
    lines = [
        item for item in annual_lines(inputs).items
        if item.record["run_change"] == "RUN" and str(item.record["project"]) in names
    ]  # fmt: skip
    known = ("benefit_type", "benefit_actual", "spent")
    state = combined([*(p.state(n) for p in cash for n in known), *(x.state for x in lines)])
    parts = {
        "gross": sum((number(p, "benefit_actual") or ZERO for p in cash), ZERO),
        "implementation": sum((number(p, "spent") or ZERO for p in cash), ZERO),
        "added_run": sum((item.annual for item in lines), ZERO),
    }
    net = parts["gross"] - parts["implementation"] - parts["added_run"]
    there = state in USABLE
    return Figure(
        indicator=definition.id, entity=inputs.entity, factor=definition.factor,
        numerator=net if there else None, value=net if there else None, state=state,
        reasons=explained(state, ()), parts=parts if there else {},
        coverage=Coverage(sum(usable(p, *known) for p in cash), len(cash)),
        ranked=state is ValueState.OK,
        inputs=(*sources_of(cash, *known), *sources_of([x.record for x in lines], "amount")),
    )  # fmt: skip


def present_value(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """B04: net present value of the larger initiatives, year 0 their cost, then their benefit.

    The cost is the one expected at the end, else the approved budget; the benefit is the annual
    one planned, for as many years as the parameter "years" says. Real flows, real "rate".
    """
    figure = _flows(definition, inputs)
    return value_of(definition.parameters, figure)


def value_of(parameters: Parts, figure: Figure) -> Figure:
    """Return B04 from its flows."""
    flows = flows_in(figure.parts)
    if figure.state not in USABLE or not flows:
        return figure
    value = npv(parameters["rate"], flows)
    return replace(figure, numerator=value, value=value, ranked=figure.state is ValueState.OK)


def internal_rate(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """B05: internal rate of return of the same flows; payback and benefit-cost ratio beside it."""
    return rate_of(definition.parameters, _flows(definition, inputs))


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
        return replace(
            figure, value=None, state=ValueState.NA, enters=figure.state, parts=parts,
            reasons=(Reason.NO_RETURN,), ranked=False,
        )  # fmt: skip
    value = found.irr * figure.factor
    return replace(figure, value=value, parts=parts, ranked=figure.state is ValueState.OK)


def flows_in(parts: Parts) -> list[Decimal]:
    """Return the cash flows among *parts*, from year 0 on."""
    years = sorted(int(name.removeprefix(FLOW)) for name in parts if name.startswith(FLOW))
    return [parts[f"{FLOW}{year}"] for year in years]


def _flows(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """Return a figure whose parts "flow:YEAR" hold the flows of the larger initiatives."""
    if not inputs.reported("projects"):
        return not_reported(definition, inputs)
    least = definition.parameters["threshold"]
    listed = [
        (p, cost, cost_name) for p in initiatives(inputs)
        for cost_name in (_cost_field(p),)
        for cost in (number(p, cost_name),)
        if usable(p, "benefit_type") and (cost is None or cost >= least)
    ]  # fmt: skip
    if not listed:
        return without_value(definition, inputs.entity, ValueState.NA, Reason.NO_ACTIVITY)
    states = [
        combined((p.state(cost_name), p.state("benefit_target"))) for p, _, cost_name in listed
    ]
    state = combined(states)
    benefit = sum((number(p, "benefit_target") or ZERO for p, _, _ in listed), ZERO)
    cost = sum((cost or ZERO for _, cost, _ in listed), ZERO)
    years = range(1, int(definition.parameters["years"]) + 1)
    flows = {f"{FLOW}0": -cost, **{f"{FLOW}{year}": benefit for year in years}}
    return Figure(
        indicator=definition.id, entity=inputs.entity, factor=definition.factor, state=state,
        reasons=explained(state, ()), parts=flows if state in USABLE else {},
        coverage=Coverage(sum(each in USABLE for each in states), len(states)),
        inputs=sources_of([p for p, _, _ in listed], *_COSTS, "benefit_target"),
    )  # fmt: skip


def _cost_field(project: Record) -> str:
    return next((name for name in _COSTS if project[name] is not None), _COSTS[1])
