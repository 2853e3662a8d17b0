"""Formulas S01, S07 and R02: systems, what they cost to run and whether they can be recovered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from inventory_app.domain.derivations import DERIVATIONS
from inventory_app.domain.figures import (
    NOT_REPORTED,
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Parts,
    Source,
    Term,
    explained,
    merged,
    number,
    quotient,
    without_value,
)
from inventory_app.domain.formulas.workforce import active_users
from inventory_app.domain.indicator_definitions import IndicatorDefinition
from inventory_app.domain.known_codes import CRITICAL, IN_USE, NOT_RUNNING
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

_RUN_COST = DERIVATIONS["opex_total"].uses
_RECOVERY = ("last_test", "recovery_h", "rto_h")


def applications_per_1000(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """S01: systems in use / users x 1,000 (M-A: every system needs its stage of life)."""
    return quotient(definition, inputs.entity, _active(inputs), active_users(inputs))


def _active(inputs: EntityInputs) -> Term:
    if not inputs.reported("systems"):
        return NOT_REPORTED
    systems = inputs.counting("systems")
    states = [system.state("status") for system in systems]
    return Term(
        value=Decimal(sum(system["status"] in IN_USE for system in systems)),
        state=combined(states),
        sources=tuple(Source("systems", system.uid, "status") for system in systems),
        coverage=Coverage(sum(state in USABLE for state in states), len(systems)),
    )


def cost_of_systems(definition: IndicatorDefinition, inputs: EntityInputs) -> tuple[Figure, ...]:
    """S07 of each system: annual run cost / active users; not in use is NA, no users is ERR."""
    return tuple(
        _cost_of(definition, inputs.entity, system) for system in inputs.counting("systems")
    )


def _cost_of(definition: IndicatorDefinition, entity: str, system: Record) -> Figure:
    status = system.state("status")
    if status in USABLE and system["status"] not in IN_USE:
        return without_value(definition, entity, ValueState.NA, Reason.NOT_IN_USE, system.uid)
    users = Term(
        value=number(system, "users_active"),
        state=system.state("users_active"),
        sources=(Source("systems", system.uid, "users_active"),),
    )
    return quotient(definition, entity, _run_cost(system, status), users, record=system.uid)


def _run_cost(system: Record, status: ValueState) -> Term:
    """Return the annual run cost: the total of the cost pools, or the cost stated."""
    given = [name for name in _RUN_COST if system[name] is not None]
    return Term(
        value=number(system, "opex_total"),
        state=combined([status, *(system.state(name) for name in given or ["run_cost"])]),
        sources=tuple(Source("systems", system.uid, name) for name in given),
        coverage=Coverage(1, 1),
    )


def run_cost_per_user(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """S07 of the entity: sum of run costs / sum of users over its systems.

    A system that costs something and has no users is a zombie: it is left out, counted in the
    part "zombies" and listed with its cost in a part "zombie:<uid>".
    """
    figures = cost_of_systems(definition, inputs)
    figure = of_records(definition, inputs, "systems", figures, Reason.NOT_IN_USE)
    zombies = [each for each in figures if Reason.ZERO_DENOMINATOR in each.reasons]
    if not zombies:
        return figure
    listed = {f"zombie:{each.record}": each.numerator or ZERO for each in zombies}
    return replace(
        figure,
        reasons=explained(figure.state, {*figure.reasons, Reason.ZOMBIES}),
        parts={"zombies": Decimal(len(zombies))} | listed,
    )


def of_records(
    definition: IndicatorDefinition,
    inputs: EntityInputs,
    sheet: str,
    figures: Sequence[Figure],
    nothing: Reason,
) -> Figure:
    """Return the figure of an entity from those of its records; NA, because *nothing*, if none."""
    if not inputs.reported(sheet):
        return quotient(definition, inputs.entity, NOT_REPORTED, NOT_REPORTED)
    if not figures:
        return without_value(definition, inputs.entity, ValueState.NA, nothing)
    return merged(figures)


def recovery_attainment(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """R02: critical systems that met their RTO in a test of the last 12 months / critical systems.

    Rule M-C: what is not known counts as not met. Parts: "tested" and "met" count systems,
    "undetermined" those whose blank could hide success; see `recovery_rates` for the rates.
    """
    if not inputs.reported("systems"):
        return quotient(definition, inputs.entity, NOT_REPORTED, NOT_REPORTED)
    critical = [
        system
        for system in inputs.counting("systems")
        if system["criticality"] in CRITICAL and system["status"] not in NOT_RUNNING
    ]
    since = _a_year_before(inputs.as_of)
    outcomes = [_outcome(system, since, inputs.as_of) for system in critical]
    counts = {
        "tested": outcomes.count("met") + outcomes.count("failed") + outcomes.count("unmeasured"),
        "met": outcomes.count("met"),
        "undetermined": outcomes.count("unmeasured") + outcomes.count("unknown"),
    }
    numbers = {name: Decimal(count) for name, count in counts.items()}
    state = combined(ValueState.NE for system in critical if _estimated(system))
    critical_count = Decimal(len(critical))
    sources = tuple(Source("systems", s.uid, name) for s in critical for name in _RECOVERY)
    return quotient(
        definition,
        inputs.entity,
        Term(value=numbers["met"], state=state, sources=sources),
        Term(value=critical_count),
        coverage=Coverage(len(critical) - counts["undetermined"], len(critical)),
        parts=recovery_rates(numbers, critical_count),
        reasons=(Reason.UNTESTED,) if counts["undetermined"] else (),
    )


def recovery_rates(counts: Parts, critical: Decimal) -> dict[str, Decimal]:
    """Return *counts* with the rates in per cent: "strict", "tested_only" and "optimistic".

    The optimistic bound takes every undetermined system as met (rule M-C).
    """
    parts = {name: counts.get(name, ZERO) for name in ("tested", "met", "undetermined")}
    if critical:
        parts["strict"] = parts["met"] * 100 / critical
        parts["optimistic"] = (parts["met"] + parts["undetermined"]) * 100 / critical
    if parts["tested"]:
        parts["tested_only"] = parts["met"] * 100 / parts["tested"]
    return parts


def _outcome(system: Record, since: date, as_of: date) -> str:
    """Return what is known of the last test: met, failed, unmeasured, too old, or unknown."""
    tested = system["last_test"]
    if not isinstance(tested, date) or system.state("last_test") not in USABLE:
        return "unknown"
    if not since <= tested <= as_of:
        return "too old"
    hours, objective = number(system, "recovery_h"), number(system, "rto_h")
    usable = system.state("recovery_h") in USABLE and system.state("rto_h") in USABLE
    if hours is None or objective is None or not usable:
        return "unmeasured"
    return "met" if hours <= objective else "failed"


def _estimated(system: Record) -> bool:
    return any(system.state(name) is ValueState.NE for name in _RECOVERY)


def _a_year_before(day: date) -> date:
    """Return the same day of the year before; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
