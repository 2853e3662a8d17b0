"""Formulas of governance: how mature, how well projects are delivered, how complete the data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from inventory_app.domain.checks import completeness
from inventory_app.domain.distributions import lower_median
from inventory_app.domain.figures import (
    NOT_REPORTED,
    Coverage,
    EntityInputs,
    Figure,
    Term,
    explained,
    number,
    quotient,
    without_value,
)
from inventory_app.domain.formulas.common import HUNDRED, judged_records, not_reported, sources_of
from inventory_app.domain.formulas.common import usable as can_be_used
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

PROCESSES = tuple(
    "maturity_" + process
    for process in (
        "strategy", "projects", "changes", "incidents", "security", "continuity", "assets",
        "suppliers",
    )
)  # fmt: skip
FEWEST_PROJECTS = 5
_TIME = ("start_date", "baseline_end", "actual_end")
_MONEY = ("approved_budget", "spent")
_SCOPE = "scope_delivered"


def inventory_completeness(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """G04: mandatory fields validly filled / mandatory fields due, over all sheets asked.

    The coverage counts the sheets that were answered. `inputs` stays empty: every due field is.
    """
    asked = [sheet for sheet in inputs.catalogue if inputs.parameters.asks(sheet.name)]
    answered = [sheet for sheet in asked if inputs.reported(sheet.name)]
    if not answered:
        return quotient(definition, inputs.entity, NOT_REPORTED, NOT_REPORTED)
    counts = [completeness(sheet, inputs.records.get(sheet.name, ())) for sheet in answered]
    every = len(asked)
    return quotient(
        definition,
        inputs.entity,
        Term(value=Decimal(sum(filled for filled, _ in counts))),
        Term(value=Decimal(sum(due for _, due in counts))),
        coverage=Coverage(len(answered), every),
        reasons=(Reason.SHEETS_EMPTY,) if len(answered) < every else (),
    )


def process_maturity(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """G01: the lower median level of the processes that the units rated; the lowest beside it.

    Levels are ordinal: no means, no decimals. Where some units rated themselves and others were
    reviewed, only the reviewed ones count: the two are never mixed.
    """
    if not inputs.reported("units"):
        return not_reported(definition, inputs)
    units = inputs.counting("units")
    rated = [unit for unit in units if can_be_used(unit, "maturity_basis") and _levels(unit)]
    reviewed = [unit for unit in rated if unit["maturity_basis"] == "REVIEWED"]
    chosen = reviewed or rated
    if not chosen:
        if not units:
            return without_value(definition, inputs.entity, ValueState.NA, Reason.NO_ACTIVITY)
        return Figure(
            indicator=definition.id, entity=inputs.entity, factor=definition.factor,
            state=ValueState.NR, reasons=(Reason.MISSING,), coverage=Coverage(0, len(units)),
        )  # fmt: skip
    levels = [level for unit in chosen for level in _levels(unit)]
    state = combined(
        [unit.state(n) for unit in chosen for n in PROCESSES if can_be_used(unit, n)]
    )  # fmt: skip
    why = {Reason.PARTIAL} if len(chosen) < len(units) else set()
    why |= {Reason.MIXED_BASIS} if reviewed and len(reviewed) < len(rated) else set()
    value = Decimal(lower_median(levels))
    return Figure(
        indicator=definition.id, entity=inputs.entity, numerator=value, value=value,
        factor=definition.factor, state=state, reasons=explained(state, why),
        coverage=Coverage(len(chosen), len(units)), ranked=state is ValueState.OK,
        parts={
            "lowest": Decimal(min(levels)),
            "processes": Decimal(len(levels)),
            "reviewed": Decimal(len(reviewed)),
        },
        inputs=sources_of(chosen, "maturity_basis", *PROCESSES),
    )  # fmt: skip


def _levels(unit: Record) -> list[int]:
    return [
        int(level)
        for name in PROCESSES
        if can_be_used(unit, name) and (level := number(unit, name)) is not None
    ]


def project_delivery(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """G03: completed projects within approved time, cost and scope / completed projects.

    Time and cost may exceed the approved plan by the parameter "tolerance" in per cent. Rule M-C:
    a project without its baseline did not deliver. With fewer than five there is no rate.
    """
    if not inputs.reported("projects"):
        return not_reported(definition, inputs)
    done = [each for each in inputs.counting("projects") if each["phase"] == "COMPLETED"]
    if 0 < len(done) < FEWEST_PROJECTS:
        few = without_value(definition, inputs.entity, ValueState.NA, Reason.TOO_FEW)
        return replace(few, coverage=Coverage(len(done), len(done)))
    most = 1 + definition.parameters["tolerance"] / HUNDRED

    def delivered(project: Record) -> bool | None:
        met = (_in_time(project, most), _in_budget(project, most), _in_scope(project))
        if False in met:
            return False
        return None if None in met else True

    return judged_records(definition, inputs, done, delivered, *_TIME, *_MONEY, _SCOPE)


def _in_time(project: Record, most: Decimal) -> bool | None:
    start, planned, actual = (project[name] for name in _TIME)
    if not (isinstance(start, date) and isinstance(planned, date) and isinstance(actual, date)):
        return None
    if not can_be_used(project, *_TIME):
        return None
    return (actual - start).days <= (planned - start).days * most


def _in_budget(project: Record, most: Decimal) -> bool | None:
    approved, spent = (number(project, name) for name in _MONEY)
    if approved is None or spent is None or not can_be_used(project, *_MONEY):
        return None
    return spent <= approved * most


def _in_scope(project: Record) -> bool | None:
    return project[_SCOPE] is True if can_be_used(project, _SCOPE) else None
