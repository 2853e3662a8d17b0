"""Formulas of governance: how mature, how well projects are delivered, how complete the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from inventory_app.domain.columns import USABLE, Answers
from inventory_app.domain.distributions import lower_median
from inventory_app.domain.figures import (
    Coverage,
    Figure,
    Term,
    changed,
    explained,
    figure_of,
    quotient,
    without_value,
)
from inventory_app.domain.filled_columns import filled_and_due
from inventory_app.domain.formulas.common import HUNDRED, judged, not_reported
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.listed import Listed, listed, told_by
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import BY_WEIGHT, ValueState

PROCESSES = tuple(
    "maturity_" + process
    for process in (
        "strategy", "projects", "changes", "incidents", "security", "continuity", "assets",
        "suppliers",
    )
)  # fmt: skip
FEWEST_PROJECTS = 5
_BASIS = "maturity_basis"
_TIME = ("start_date", "baseline_end", "actual_end")
_MONEY = ("approved_budget", "spent")
_SCOPE = "scope_delivered"


def inventory_completeness(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """G04: mandatory fields validly filled / mandatory fields due, over all sheets asked.

    The coverage counts the sheets that were answered. `inputs` stays empty: every due field is.
    """
    asked = [s.name for s in answers.catalogue if answers.parameters.asks(s.name)]
    n = len(answers.entities)
    answered, filled, due = [0] * n, [0] * n, [0] * n
    for sheet in asked:
        counts = filled_and_due(answers.columns(sheet))
        for owner, reported in enumerate(answers.reported(sheet)):
            if reported:
                answered[owner] += 1
                filled[owner] += counts[0][owner]
                due[owner] += counts[1][owner]
    return [
        quotient(
            definition,
            entity,
            Term(value=Decimal(filled[owner])),
            Term(value=Decimal(due[owner])),
            coverage=Coverage(answered[owner], len(asked)),
            reasons=(Reason.SHEETS_EMPTY,) if answered[owner] < len(asked) else (),
        )
        if answered[owner]
        else not_reported(definition, entity)
        for owner, entity in enumerate(answers.entities)
    ]


def process_maturity(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """G01: the lower median level of the processes that the units rated; the lowest beside it.

    Levels are ordinal: no means, no decimals. Where some units rated themselves and others were
    reviewed, only the reviewed ones count: the two are never mixed.
    """
    reported, units = answers.reported("units"), listed(answers, "units")
    levels = list(zip(*map(units.values, PROCESSES), strict=True))
    stands = list(zip(*map(units.stands, PROCESSES), strict=True))
    based = list(zip(units.values(_BASIS), units.usable(_BASIS), strict=True))
    found = []
    for owner, (entity, span) in enumerate(zip(answers.entities, units.spans, strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        rated = [
            (at, basis, told)
            for at, (basis, sure) in zip(range(span.start, span.stop), based[span], strict=True)
            if sure and (told := list(_rated(levels[at], stands[at])))
        ]
        figure = _maturity(definition, entity, units.counts[owner], rated)
        if figure.value is not None:
            reviewed = [each for each in rated if each[1] == "REVIEWED"] or rated
            rows = [units.rows[at] for at, _, _ in reviewed]
            figure = changed(figure, inputs=told_by(units.columns, rows, _BASIS, *PROCESSES))
        found.append(figure)
    return found


def _rated(levels: Sequence[Any], stands: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the levels of a unit that can be used, and how they stand."""
    for level, stand in zip(levels, stands, strict=True):
        if stand <= USABLE and level is not None:
            yield int(level), stand


def _maturity(
    definition: IndicatorDefinition,
    entity: str,
    units: int,
    rated: Sequence[tuple[int, Any, Sequence[tuple[int, int]]]],
) -> Figure:
    """Return the figure of an entity from its units with levels: place, basis and the levels."""
    reviewed = [told for _, basis, told in rated if basis == "REVIEWED"]
    chosen = reviewed or [told for _, _, told in rated]
    if not chosen:
        if not units:
            return without_value(definition, entity, ValueState.NA, Reason.NO_ACTIVITY)
        return figure_of(
            indicator=definition.id, entity=entity, factor=definition.factor,
            state=ValueState.NR, reasons=(Reason.MISSING,), coverage=Coverage(0, units),
        )  # fmt: skip
    levels = [level for told in chosen for level, _ in told]
    state = BY_WEIGHT[max(stand for told in chosen for _, stand in told)]
    why = {Reason.PARTIAL} if len(chosen) < units else set()
    why |= {Reason.MIXED_BASIS} if reviewed and len(reviewed) < len(rated) else set()
    value = Decimal(lower_median(levels))
    return figure_of(
        indicator=definition.id, entity=entity, numerator=value, value=value,
        factor=definition.factor, state=state, reasons=explained(state, why),
        coverage=Coverage(len(chosen), units), ranked=state is ValueState.OK,
        parts={
            "lowest": Decimal(min(levels)),
            "processes": Decimal(len(levels)),
            "reviewed": Decimal(len(reviewed)),
        },
    )  # fmt: skip


def project_delivery(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """G03: completed projects within approved time, cost and scope / completed projects.

    Time and cost may exceed the approved plan by the parameter "tolerance" in per cent. Rule M-C:
    a project without its baseline did not deliver. With fewer than five there is no rate.
    """
    projects = listed(answers, "projects")
    done = projects.where(phase == "COMPLETED" for phase in projects.values("phase"))
    most = 1 + definition.parameters["tolerance"] / HUNDRED
    scopes = [
        value is True if sure else None
        for value, sure in zip(done.values(_SCOPE), done.usable(_SCOPE), strict=True)
    ]
    truths = [
        False if False in met else (None if None in met else True)
        for met in zip(_in_time(done, most), _in_budget(done, most), scopes, strict=True)
    ]
    names = (*_TIME, *_MONEY, _SCOPE)
    figures = judged(definition, answers, ["projects"], done, truths, *names)
    reported = answers.reported("projects")
    for owner, n in enumerate(done.counts):
        if reported[owner] and 0 < n < FEWEST_PROJECTS:
            entity = answers.entities[owner]
            few = without_value(definition, entity, ValueState.NA, Reason.TOO_FEW)
            figures[owner] = changed(few, coverage=Coverage(n, n))
    return figures


def _in_time(done: Listed, most: Decimal) -> Iterator[bool | None]:
    for start, planned, actual, sure in zip(
        *map(done.values, _TIME), done.usable(*_TIME), strict=True
    ):
        dates = isinstance(start, date) and isinstance(planned, date) and isinstance(actual, date)
        known = sure and dates
        yield (actual - start).days <= (planned - start).days * most if known else None


def _in_budget(done: Listed, most: Decimal) -> Iterator[bool | None]:
    for approved, spent, sure in zip(*map(done.values, _MONEY), done.usable(*_MONEY), strict=True):
        known = sure and approved is not None and spent is not None
        yield spent <= approved * most if known else None
