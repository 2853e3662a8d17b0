"""Indicators: computed from what an entity reported, and rolled up over entities.

`compute` gives the figure of an entity, `per_record` those of its systems or rooms where an
indicator describes one of them, `roll_up` the figure of a group of entities.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from inventory_app.domain.checks import completeness
from inventory_app.domain.figures import (
    NOT_REPORTED,
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Source,
    Term,
    merged,
    quotient,
)
from inventory_app.domain.formulas import cost, rooms, systems, workforce
from inventory_app.domain.indicator_definitions import IndicatorDefinition
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState

__all__ = [
    "Coverage", "EntityInputs", "Figure", "Reason", "Source", "compute", "per_record", "roll_up",
]  # fmt: skip

Formula: TypeAlias = Callable[[IndicatorDefinition, EntityInputs], Figure]
RecordFormula: TypeAlias = Callable[[IndicatorDefinition, EntityInputs], tuple[Figure, ...]]


def inventory_completeness(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """G04: mandatory fields validly filled / mandatory fields due, over all sheets.

    The coverage counts the sheets that were answered. `inputs` stays empty: every due field is.
    """
    answered = [sheet for sheet in inputs.catalogue if inputs.reported(sheet.name)]
    if not answered:
        return quotient(definition, inputs.entity, NOT_REPORTED, NOT_REPORTED)
    counts = [completeness(sheet, inputs.records.get(sheet.name, ())) for sheet in answered]
    every = len(inputs.catalogue.sheets)
    return quotient(
        definition,
        inputs.entity,
        Term(value=Decimal(sum(filled for filled, _ in counts))),
        Term(value=Decimal(sum(due for _, due in counts))),
        coverage=Coverage(len(answered), every),
        reasons=(Reason.SHEETS_EMPTY,) if len(answered) < every else (),
    )


FORMULAS: dict[str, Formula] = {
    "W01": workforce.workforce_fte,
    "W02": workforce.non_dedicated_share,
    "W03": workforce.users_per_fte,
    "W04": workforce.external_share,
    "C01": cost.share_of_expenditure,
    "C02": cost.cost_per_user,
    "C03": cost.run_share,
    "C04": cost.personnel_share,
    "S01": systems.applications_per_1000,
    "S07": systems.run_cost_per_user,
    "D01": rooms.power_usage,
    "D09": rooms.virtualisation,
    "R02": systems.recovery_attainment,
    "K02": rooms.enterprise_share,
    "G04": inventory_completeness,
}
RECORD_FORMULAS: dict[str, RecordFormula] = {
    "S07": systems.cost_of_systems,
    "D01": rooms.pue_of_rooms,
    "D09": rooms.virtualisation_of_rooms,
}


def compute(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """Return the figure of an entity, with the users it serves as its weight."""
    figure = FORMULAS[definition.id](definition, inputs)
    return replace(figure, users=workforce.active_users(inputs).usable)


def per_record(definition: IndicatorDefinition, inputs: EntityInputs) -> tuple[Figure, ...]:
    """Return a figure for each system (S07) or room (D01, D09); none for other indicators."""
    formula = RECORD_FORMULAS.get(definition.id)
    return formula(definition, inputs) if formula else ()


def roll_up(figures: Sequence[Figure]) -> Figure:
    """Return the figure of a group: sum of numerators / sum of denominators, never an average.

    Counts the units that report both; the coverage gives them as units, `users_share` as the
    percentage of users. A roll-up is not ranked. Raises `ValueError` for no figures.
    """
    total = _ROLL_UPS.get(figures[0].indicator if figures else "", merged)(figures)
    return replace(total, ranked=False)


def _recovery(figures: Sequence[Figure]) -> Figure:
    total = merged(figures)
    if total.denominator is None:
        return total
    return replace(total, parts=systems.recovery_rates(total.parts, total.denominator))


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


_ROLL_UPS: dict[str, Callable[[Sequence[Figure]], Figure]] = {
    "R02": _recovery,
    "K02": _enterprise,
    "G04": _completeness,
}
