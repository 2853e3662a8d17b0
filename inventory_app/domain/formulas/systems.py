"""Formulas of systems: what they cost to run, overlap, and how long they are supported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from inventory_app.domain.columns import NA, USABLE, Answers
from inventory_app.domain.declared_counts import OPTIMISTIC
from inventory_app.domain.derivations import DERIVATIONS
from inventory_app.domain.figures import (
    USABLE as USABLE_STATES,
)
from inventory_app.domain.figures import (
    ZERO,
    Coverage,
    Figure,
    Sources,
    Term,
    changed,
    explained,
    quotient,
)
from inventory_app.domain.formulas.common import HUNDRED, in_use, judged, not_reported
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.known_codes import IN_USE
from inventory_app.domain.listed import Listed, listed, told_by
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState

MAPPED = Decimal("0.9")  # the share of systems that must name their function (S02)
GOOD = 3  # from this score on a value or a fit is good (S03)
_RUN_COST = DERIVATIONS["opex_total"].uses
_SUPPORT = ("vendor_support_end", "os_support_end", "db_support_end")
_SCORES = ("business_value", "technical_fit")
_SERVED = ("business_function", "scope", "enterprise_available")
_FUNCTION = "function:"
PACKAGED = frozenset({"ERP", "CRM", "ECM"})
_QUADRANTS = ("invest", "migrate", "tolerate", "eliminate")


def zombies(
    _definition: IndicatorDefinition, answers: Answers, figures: Sequence[Figure]
) -> list[Figure]:
    """S07: list the systems that cost something and have no users.

    They are left out of the value, counted in the part "zombies" and listed with their cost in a
    part "zombie:<uid>".
    """
    systems = listed(answers, "systems")
    columns = zip(
        systems.values("users_active"), systems.values("status"), systems.values("opex_total"),
        strict=True,
    )  # fmt: skip
    dead = [users == 0 and status in IN_USE and bool(cost) for users, status, cost in columns]
    result = list(figures)
    if not any(dead):
        return result
    known = systems.usable("status", "users_active")
    costs, uids = systems.values("opex_total"), systems.uids
    stands = _run_cost_stands(systems)
    for owner, span in enumerate(systems.spans):
        found = {
            f"zombie:{uids[at]}": Decimal(costs[at])
            for at in range(span.start, span.stop)
            if dead[at] and known[at] and stands[at] <= USABLE
        }
        if found:
            figure = result[owner]
            result[owner] = changed(
                figure,
                reasons=explained(figure.state, {*figure.reasons, Reason.ZOMBIES}),
                parts={"zombies": Decimal(len(found))} | found,
            )
    return result


def _run_cost_stands(systems: Listed) -> Sequence[int]:
    """Return how annual run costs stand: the pools that are given, or the cost stated."""
    return systems.once("run cost", lambda: _made_run_cost_stands(systems))


def _made_run_cost_stands(systems: Listed) -> Sequence[int]:
    found = [-1] * len(systems)
    for name in filter(systems.columns.given, _RUN_COST):
        values = systems.values(name)
        for at, (value, stand) in enumerate(zip(values, systems.stands(name), strict=True)):
            if value is not None and stand > found[at]:
                found[at] = stand
    if -1 in found:
        stated = systems.stands("run_cost")
        found = [stand if stand >= 0 else stated[at] for at, stand in enumerate(found)]
    return found


def functional_redundancy(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """S02: systems beyond the first for each business function / systems with a function.

    Systems that name none are left out and counted; they may be one in ten. Parts "function:CODE"
    say how many systems serve a function, for the total.
    """
    reported, name = answers.reported("systems"), "business_function"
    every = in_use(answers)
    asked = every.where(stand != NA for stand in every.stands(name))
    mapped = asked.where(asked.usable(name))
    codes, states = mapped.values(name), mapped.heaviest(name)
    found = []
    for owner, entity in enumerate(answers.entities):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        counts = Counter(codes[mapped.spans[owner]])
        n, whole = mapped.counts[owner], asked.counts[owner]
        enough = n >= whole * MAPPED
        state = states[owner] if enough else ValueState.NR
        why: tuple[Reason, ...] = (Reason.PARTIAL,) if n < whole else ()
        above = Term(
            value=Decimal(redundant(counts.values())),
            state=state,
            reasons=why if enough else (Reason.NOT_MAPPED,),
            sources=mapped.sources(owner, name),
            coverage=Coverage(n, whole),
        )
        below = Term(value=Decimal(n), state=state)
        parts = {f"{_FUNCTION}{code}": Decimal(n) for code, n in sorted(counts.items())}
        found.append(quotient(definition, entity, above, below, parts=parts))
    return found


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
    return changed(total, parts={**total.parts, "pooled": pooled})


def disfavoured_cost(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """S03: run cost of systems to migrate or to eliminate / run cost of the systems scored.

    Parts hold the run cost of each quadrant, and how many systems are scored of those in use.
    """
    reported = answers.reported("systems")
    running = in_use(answers)
    scored = running.where(running.usable(*_SCORES))
    cost_stands, costs = _run_cost_stands(scored), scored.amounts("opex_total")
    known = [stand <= USABLE for stand in cost_stands]
    quadrants = [
        (0 if fit >= GOOD else 1) if value >= GOOD else (2 if fit >= GOOD else 3)
        for value, fit in zip(*map(scored.amounts, _SCORES), strict=True)
    ]
    value_stands = scored.stands("business_value")
    states = scored.combined(
        cost_stands if not any(value_stands) else list(map(max, cost_stands, value_stands))
    )
    found = []
    for owner, entity in enumerate(answers.entities):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        span = scored.spans[owner]
        sums = [ZERO] * 4
        for quadrant, cost, sure in zip(quadrants[span], costs[span], known[span], strict=True):
            if sure:
                sums[quadrant] += cost
        figure = quotient(
            definition,
            entity,
            Term(
                value=sums[1] + sums[3],
                state=states[owner],
                sources=scored.sources(owner, *_SCORES, "opex_total"),
                coverage=Coverage(known[span].count(True), scored.counts[owner]),
            ),
            Term(value=sum(sums, ZERO), state=states[owner]),
        )
        parts = dict(zip(_QUADRANTS, sums, strict=True)) if figure.state in USABLE_STATES else {}
        parts["scored"] = Decimal(scored.counts[owner])
        parts["systems_in_use"] = Decimal(running.counts[owner])
        found.append(changed(figure, parts=parts))
    return found


def unsupported_technology(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """S04: systems with a component past the end of its support / systems in use, with bounds.

    The value takes systems of which nobody knows as unsupported; the part "lower" takes them as
    supported. A system without any vendor (not applicable) is supported.
    """
    systems, today = in_use(answers), answers.as_of
    ended = [False] * len(systems)
    told = [False] * len(systems)
    for name in _SUPPORT:
        days = systems.values(name)
        if systems.columns.is_firm(name):
            told = [True] * len(systems)
            ended = [is_over or day <= today for is_over, day in zip(ended, days, strict=True)]
            continue
        for at, (day, stand) in enumerate(zip(days, systems.stands(name), strict=True)):
            if stand <= USABLE:
                told[at] = True
                if isinstance(day, date) and day <= today:
                    ended[at] = True
            elif stand == NA:
                told[at] = True
    truths = [
        True if is_over else (False if known else None)
        for is_over, known in zip(ended, told, strict=True)
    ]
    figures = judged(definition, answers, ["systems"], systems, truths, *_SUPPORT)
    return [with_bounds_named(figure) for figure in figures]


def with_bounds_named(figure: Figure) -> Figure:
    """Return a figure of S04 with both bounds under their names."""
    if figure.value is None:
        return figure
    lower = figure.parts.get(OPTIMISTIC, figure.value)
    return changed(figure, parts={**figure.parts, "lower": lower, "upper": figure.value})


def customisation(
    _definition: IndicatorDefinition, answers: Answers, figures: Sequence[Figure]
) -> list[Figure]:
    """S05: add what the customising of packaged systems cost, where it is known."""
    systems, name = in_use(answers), "customization_cost"
    suites = zip(systems.values("suite"), systems.usable(name), strict=True)
    known = systems.where(usable and suite in PACKAGED for suite, usable in suites)
    return [
        changed(figure, parts={**figure.parts, name: cost}) if n else figure
        for figure, n, cost in zip(figures, known.counts, known.total(name), strict=True)
    ]


def enterprise_adoption(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """S06: functions served by an enterprise system / functions for which there is one.

    A function counts where any of the entity's systems for it is an enterprise system or says
    that there is one. A system of unknown scope could be one (rule M-C).
    """
    every = in_use(answers)
    systems = every.where(every.usable("business_function"))
    functions, scopes = systems.values("business_function"), systems.values("scope")
    known, others = systems.usable("scope"), systems.values("enterprise_available")
    groups: dict[tuple[int, str], list[int]] = {}
    for owner, span in enumerate(systems.spans):
        for at in range(span.start, span.stop):
            groups.setdefault((owner, str(functions[at])), []).append(at)
    truths: dict[int, bool | None] = {}
    counted: set[int] = set()
    for group in groups.values():
        if any(scopes[at] == "ENTERPRISE" or others[at] is True for at in group):
            counted.update(group)
            served = any(scopes[at] == "ENTERPRISE" and known[at] for at in group)
            truths[group[0]] = True if served else (False if all(known[a] for a in group) else None)
    firsts = systems.where(at in truths for at in range(len(systems)))
    members = systems.where(at in counted for at in range(len(systems)))
    grouped: list[dict[str, list[int]]] = [{} for _ in answers.entities]
    for owner, span in enumerate(members.spans):
        for row, code in zip(members.rows[span], members.values(_SERVED[0])[span], strict=True):
            grouped[owner].setdefault(str(code), []).append(row)

    def sources(owner: int) -> Sources:
        rows = [row for group in grouped[owner].values() for row in group]
        return told_by(members.columns, rows, *_SERVED)

    told = [truths[at] for at in sorted(truths)]
    return judged(definition, answers, ["systems"], firsts, told, *_SERVED[:2], sources=sources)
