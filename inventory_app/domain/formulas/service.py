"""Formulas of service desks: how long users wait, and how many said what they think."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from inventory_app.domain.figures import (
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    explained,
    number,
    without_value,
)
from inventory_app.domain.formulas.common import HUNDRED, not_reported, sources_of, usable
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

_HOURS = ("resolution_median_h", "resolution_p90_h")
_DESK = "service_desks"


def resolution_of_desks(
    definition: IndicatorDefinition, inputs: EntityInputs
) -> tuple[Figure, ...]:
    """V06 of each desk: the median hours to resolve an incident; the 90th percentile beside it.

    The desk states both, type 7. A desk that closed nothing is NA, one with fewer incidents than
    the floor is shown and not ranked.
    """
    return tuple(_resolution(definition, desk, inputs.entity) for desk in inputs.counting(_DESK))


def _resolution(definition: IndicatorDefinition, desk: Record, entity: str) -> Figure:
    closed = number(desk, "incidents_closed") if usable(desk, "incidents_closed") else None
    if closed == 0:
        return without_value(definition, entity, ValueState.NA, Reason.NO_ACTIVITY, desk.uid)
    state = combined(desk.state(name) for name in ("incidents_closed", *_HOURS))
    median, slow = (number(desk, name) for name in _HOURS)
    known = state in (ValueState.OK, ValueState.NE) and median is not None and slow is not None
    floored = known and closed is not None and closed < (definition.floor or ZERO)
    parts = {"p90": slow} if known and slow is not None else {}
    if known and usable(desk, "incidents_open_old"):
        parts["open_old"] = number(desk, "incidents_open_old") or ZERO
    return Figure(
        indicator=definition.id, entity=entity, record=desk.uid,
        numerator=median if known else None, value=median if known else None,
        factor=definition.factor, state=state,
        reasons=explained(state, (Reason.BELOW_FLOOR,) if floored else ()),
        parts=parts, ranked=state is ValueState.OK and not floored,
        coverage=Coverage(int(known), 1), inputs=sources_of([desk], "incidents_closed", *_HOURS),
    )  # fmt: skip


def resolution_time(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """V06 of the entity: that of its desk with most incidents; medians are never put together.

    Rule M-A: a desk that does not say leaves the whole unknown, since nobody knows how large it is.
    """
    if not inputs.reported(_DESK):
        return not_reported(definition, inputs)
    figures = resolution_of_desks(definition, inputs)
    applying = [figure for figure in figures if figure.state is not ValueState.NA]
    if not applying:
        return without_value(definition, inputs.entity, ValueState.NA, Reason.NO_ACTIVITY)
    closed = {desk.uid: number(desk, "incidents_closed") or ZERO for desk in inputs.counting(_DESK)}
    unknown = [figure for figure in applying if figure.value is None]
    largest = max(applying, key=lambda figure: (closed[figure.record], figure.record))
    chosen = unknown[0] if unknown else largest
    reasons = (*chosen.reasons, Reason.LARGEST_DESK) if len(applying) > 1 else chosen.reasons
    return replace(
        chosen, record="", reasons=explained(chosen.state, reasons),
        coverage=Coverage(len(applying) - len(unknown), len(applying)),
    )  # fmt: skip


def response_rate(_definition: IndicatorDefinition, inputs: EntityInputs, figure: Figure) -> Figure:
    """V07: add how many were asked and how many answered, where that is known of every desk."""
    desks = inputs.counting(_DESK)
    if figure.denominator is None or not all(usable(desk, "survey_invited") for desk in desks):
        return figure
    invited = sum((number(desk, "survey_invited") or ZERO for desk in desks), ZERO)
    return with_response_rate(replace(figure, parts={**figure.parts, "invited": invited}))


def with_response_rate(figure: Figure) -> Figure:
    """Return *figure* with the response rate in per cent, made anew from its parts."""
    invited: Decimal | None = figure.parts.get("invited")
    if not invited or figure.denominator is None:
        return figure
    rate = figure.denominator * HUNDRED / invited
    return replace(figure, parts={**figure.parts, "response_rate": rate})
