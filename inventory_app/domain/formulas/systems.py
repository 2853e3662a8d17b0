"""Formulas of systems: what they cost to run, overlap, and how long they are supported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from inventory_app.domain.declared_counts import OPTIMISTIC
from inventory_app.domain.derivations import DERIVATIONS
from inventory_app.domain.figures import (
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Term,
    explained,
    number,
    quotient,
)
from inventory_app.domain.formulas.common import (
    HUNDRED,
    in_use,
    judged_records,
    not_reported,
    sources_of,
    usable,
)
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.known_codes import IN_USE
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

MAPPED = Decimal("0.9")  # the share of systems that must name their function (S02)
GOOD = 3  # from this score on a value or a fit is good (S03)
_RUN_COST = DERIVATIONS["opex_total"].uses
_SUPPORT = ("vendor_support_end", "os_support_end", "db_support_end")
_FUNCTION = "function:"
PACKAGED = frozenset({"ERP", "CRM", "ECM"})
_QUADRANTS = {
    (True, True): "invest", (True, False): "migrate",
    (False, True): "tolerate", (False, False): "eliminate",
}  # fmt: skip


def zombies(_definition: IndicatorDefinition, inputs: EntityInputs, figure: Figure) -> Figure:
    """S07: list the systems that cost something and have no users.

    They are left out of the value, counted in the part "zombies" and listed with their cost in a
    part "zombie:<uid>".
    """
    found = {
        f"zombie:{system.uid}": cost
        for system in inputs.counting("systems")
        if number(system, "users_active") == 0
        and system["status"] in IN_USE
        and (cost := number(system, "opex_total"))
        and usable(system, "status", "users_active")
        and _run_cost_state(system) in USABLE
    }
    if not found:
        return figure
    return replace(
        figure,
        reasons=explained(figure.state, {*figure.reasons, Reason.ZOMBIES}),
        parts={"zombies": Decimal(len(found))} | found,
    )


def _run_cost_state(system: Record) -> ValueState:
    """Return how the annual run cost stands: the pools that are given, or the cost stated."""
    given = [name for name in _RUN_COST if system[name] is not None]
    return combined(system.state(name) for name in given or ["run_cost"])


def functional_redundancy(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """S02: systems beyond the first for each business function / systems with a function.

    Systems that name none are left out and counted; they may be one in ten. Parts "function:CODE"
    say how many systems serve a function, for the total.
    """
    if not inputs.reported("systems"):
        return not_reported(definition, inputs)
    listed = [s for s in in_use(inputs) if s.state("business_function") is not ValueState.NA]
    mapped = [system for system in listed if usable(system, "business_function")]
    counts = Counter(str(system["business_function"]) for system in mapped)
    enough = len(mapped) >= len(listed) * MAPPED
    state = combined(s.state("business_function") for s in mapped) if enough else ValueState.NR
    why: tuple[Reason, ...] = (Reason.PARTIAL,) if len(mapped) < len(listed) else ()
    return quotient(
        definition,
        inputs.entity,
        Term(
            value=Decimal(redundant(counts.values())),
            state=state,
            reasons=why if enough else (Reason.NOT_MAPPED,),
            sources=sources_of(mapped, "business_function"),
            coverage=Coverage(len(mapped), len(listed)),
        ),
        Term(value=Decimal(len(mapped)), state=state),
        parts={_FUNCTION + code: Decimal(n) for code, n in sorted(counts.items())},
    )


def redundant(counts: Iterable[int | Decimal]) -> int | Decimal:
    """Return how many systems serve a function that another system serves already."""
    return sum(n - 1 for n in counts if n > 1)


def pooled_redundancy(total: Figure) -> Figure:
    """Return a total of S02 with the redundancy over everybody's systems together, in per cent."""
    counts = [value for name, value in total.parts.items() if name.startswith(_FUNCTION)]
    whole = sum(counts, ZERO)
    if not whole:
        return total
    pooled = Decimal(redundant(counts)) * HUNDRED / whole
    return replace(total, parts={**total.parts, "pooled": pooled})


def disfavoured_cost(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """S03: run cost of systems to migrate or to eliminate / run cost of the systems scored.

    Parts hold the run cost of each quadrant, and how many systems are scored of those in use.
    """
    if not inputs.reported("systems"):
        return not_reported(definition, inputs)
    running = in_use(inputs)
    scored = [system for system in running if usable(system, "business_value", "technical_fit")]
    costs = dict.fromkeys(_QUADRANTS.values(), ZERO)
    states = []
    for system in scored:
        good = [(number(system, n) or ZERO) >= GOOD for n in ("business_value", "technical_fit")]
        state = _run_cost_state(system)
        states.append(combined((state, system.state("business_value"))))
        if state in USABLE:
            costs[_QUADRANTS[good[0], good[1]]] += number(system, "opex_total") or ZERO
    sources = sources_of(scored, "business_value", "technical_fit", "opex_total")
    known = sum(state in USABLE for state in states)
    figure = quotient(
        definition,
        inputs.entity,
        Term(
            value=costs["migrate"] + costs["eliminate"], state=combined(states), sources=sources,
            coverage=Coverage(known, len(scored)),
        ),
        Term(value=sum(costs.values(), ZERO), state=combined(states)),
    )  # fmt: skip
    counts = {"scored": Decimal(len(scored)), "systems_in_use": Decimal(len(running))}
    return replace(figure, parts={**costs, **counts} if figure.state in USABLE else counts)


def unsupported_technology(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """S04: systems with a component past the end of its support / systems in use, with bounds.

    The value takes systems of which nobody knows as unsupported; the part "lower" takes them as
    supported. A system without any vendor (not applicable) is supported.
    """
    if not inputs.reported("systems"):
        return not_reported(definition, inputs)

    def ended(system: Record) -> bool | None:
        told = [system[name] for name in _SUPPORT if usable(system, name)]
        if any(isinstance(day, date) and day <= inputs.as_of for day in told):
            return True
        applies = any(system.state(name) is ValueState.NA for name in _SUPPORT)
        return False if told or applies else None

    figure = judged_records(definition, inputs, in_use(inputs), ended, *_SUPPORT)
    return with_bounds_named(figure)


def with_bounds_named(figure: Figure) -> Figure:
    """Return a figure of S04 with both bounds under their names."""
    if figure.value is None:
        return figure
    lower = figure.parts.get(OPTIMISTIC, figure.value)
    return replace(figure, parts={**figure.parts, "lower": lower, "upper": figure.value})


def customisation(_definition: IndicatorDefinition, inputs: EntityInputs, figure: Figure) -> Figure:
    """S05: add what the customising of packaged systems cost, where it is known."""
    packaged = [system for system in in_use(inputs) if system["suite"] in PACKAGED]
    known = [system for system in packaged if usable(system, "customization_cost")]
    if not known:
        return figure
    cost = sum((number(system, "customization_cost") or ZERO for system in known), ZERO)
    return replace(figure, parts={**figure.parts, "customization_cost": cost})


def enterprise_adoption(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """S06: functions served by an enterprise system / functions for which there is one.

    A function counts where any of the entity's systems for it is an enterprise system or says
    that there is one. A system of unknown scope could be one (rule M-C).
    """
    if not inputs.reported("systems"):
        return not_reported(definition, inputs)
    by_function: dict[str, list[Record]] = {}
    for system in in_use(inputs):
        if usable(system, "business_function"):
            by_function.setdefault(str(system["business_function"]), []).append(system)
    pairs = {
        function: systems
        for function, systems in by_function.items()
        if any(s["scope"] == "ENTERPRISE" or s["enterprise_available"] is True for s in systems)
    }

    def served(system: Record) -> bool | None:
        scopes = pairs[str(system["business_function"])]
        if any(each["scope"] == "ENTERPRISE" and usable(each, "scope") for each in scopes):
            return True
        return False if all(usable(each, "scope") for each in scopes) else None

    firsts = [systems[0] for systems in pairs.values()]
    names = ("business_function", "scope", "enterprise_available")
    figure = judged_records(definition, inputs, firsts, served, *names[:2])
    every = [system for systems in pairs.values() for system in systems]
    return replace(figure, inputs=sources_of(every, *names))
