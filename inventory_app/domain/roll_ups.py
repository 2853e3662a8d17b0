"""Totals of indicators that are more than sums: rates, bounds and distributions are made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from inventory_app.domain.adding_up import merged
from inventory_app.domain.declared_counts import UNDETERMINED, with_bounds
from inventory_app.domain.figures import USABLE, ZERO, Figure, changed, with_interval
from inventory_app.domain.formulas import benefits, consolidation
from inventory_app.domain.formulas.cost_services import dispersion_of_items
from inventory_app.domain.formulas.recovery import recovery_rates
from inventory_app.domain.formulas.room_measures import largest, seen_share
from inventory_app.domain.formulas.service import with_response_rate
from inventory_app.domain.formulas.systems import pooled_redundancy, with_bounds_named
from inventory_app.domain.formulas.workforce import users_per_fte_of
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState

RollUp: TypeAlias = Callable[[Sequence[Figure]], Figure]


def rolled_up(figures: Sequence[Figure], definition: IndicatorDefinition | None) -> Figure:
    """Return the figure of a group; raise `ValueError` for no figures."""
    if not figures:
        raise ValueError("nothing to add up")
    name = figures[0].indicator
    total = ROLL_UPS.get(name, merged)(figures)
    if definition is None:
        return total
    if UNDETERMINED in total.parts and definition.missing == "M-C":
        total = with_bounds(definition, total)
    if name in AFTERWARDS:
        total = AFTERWARDS[name](definition, total)
    if definition.interval:
        total = with_interval(definition, total)
    return _without_divisor(definition, total)


def _without_divisor(definition: IndicatorDefinition, total: Figure) -> Figure:
    """Return a total of nothing over nothing as one that does not apply (Z-1, Z-3)."""
    if total.state not in USABLE or total.value is not None or total.denominator != 0:
        return total
    why = Reason.NO_BASELINE if "Z-3" in definition.zero else Reason.NO_ACTIVITY
    return replace(total, state=ValueState.NA, reasons=(why,))


def _recovery(figures: Sequence[Figure]) -> Figure:
    total = merged(figures)
    if total.denominator is None:
        return total
    return replace(total, parts=recovery_rates(total.parts, total.denominator))


def _enterprise(figures: Sequence[Figure]) -> Figure:
    """Add kW to kW; if one unit fell back on operating systems, all that can do likewise."""
    if not any(Reason.FALL_BACK in figure.reasons for figure in figures):
        return merged(figures)
    return merged([_by_operating_systems(figure) for figure in figures])


def _by_operating_systems(figure: Figure) -> Figure:
    if figure.state not in USABLE or Reason.FALL_BACK in figure.reasons:
        return figure
    if "os_total" not in figure.parts:
        return replace(figure, state=ValueState.NR, reasons=(Reason.MISSING,))
    above, below = figure.parts["os_enterprise"], figure.parts["os_total"]
    state = figure.state if below else ValueState.NA
    return replace(figure, numerator=above, denominator=below, state=state)


def _completeness(figures: Sequence[Figure]) -> Figure:
    """Add the mean weighted by users, which G04 asks for beside its value."""
    total = merged(figures)
    weighed = [(f.value, f.users) for f in figures if f.value is not None and f.users]
    users = sum((weight for _, weight in weighed), ZERO)
    if not users:
        return total
    mean = sum((value * weight for value, weight in weighed), ZERO) / users
    return replace(total, parts={**total.parts, "weighted_by_users": mean})


def _without_total(figures: Sequence[Figure]) -> Figure:
    """Return no value: medians are never put together, however many entities have one."""
    total = merged(figures)
    if total.state not in USABLE:
        return total
    return replace(
        total, numerator=None, value=None, parts={}, state=ValueState.NA,
        reasons=(Reason.NO_TOTAL,),
    )  # fmt: skip


def _worst_room(figures: Sequence[Figure]) -> Figure:
    return largest(merged(figures), list(figures))


def _prices(figures: Sequence[Figure]) -> Figure:
    """Put the prices of all entities together, item by item (C07)."""
    total = merged([changed(figure, parts={}) for figure in figures])
    entering = [(f.entity, f.parts) for f in figures if f.entering in USABLE]
    item, spread, parts = dispersion_of_items(entering)
    total = replace(total, numerator=None, parts=parts)
    if total.state not in USABLE:
        return total
    if not item:
        few = (Reason.FEW_BUYERS,) if entering else (Reason.NO_ACTIVITY,)
        return replace(total, value=None, state=ValueState.NA, reasons=few)
    if spread is None:
        why = (Reason.ZERO_DENOMINATOR,)
        return replace(total, value=None, state=ValueState.ERR, reasons=why)
    return replace(total, value=spread)


def _net_present_value(definition: IndicatorDefinition, total: Figure) -> Figure:
    return benefits.value_of(definition.parameters, total)


def _internal_rate(definition: IndicatorDefinition, total: Figure) -> Figure:
    flows = {n: value for n, value in total.parts.items() if n.startswith(benefits.FLOW)}
    return benefits.rate_of(definition.parameters, replace(total, parts=flows))


ROLL_UPS: dict[str, RollUp] = {
    "W03": users_per_fte_of,
    "R02": _recovery,
    "K02": _enterprise,
    "G04": _completeness,
    "C07": _prices,
    "D13": _worst_room,
    "G01": _without_total,
    "V06": _without_total,
}
AFTERWARDS: dict[str, Callable[[IndicatorDefinition, Figure], Figure]] = {
    "B01": lambda _, total: benefits.realisation_of(total),
    "B04": _net_present_value,
    "B05": _internal_rate,
    "D04": lambda _, total: seen_share(total),
    "D10": lambda _, total: seen_share(total),
    "K01": lambda _, total: consolidation.closure_of(total),
    "K03": lambda _, total: consolidation.reduction_of(total),
    "K04": lambda _, total: consolidation.effective_of(total),
    "S02": lambda _, total: pooled_redundancy(total),
    "S04": lambda _, total: with_bounds_named(total),
    "V07": lambda _, total: with_response_rate(total),
}
