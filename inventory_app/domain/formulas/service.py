"""Formulas of service desks: how long users wait, and how many said what they think."""

from __future__ import annotations

from collections.abc import Sequence

from inventory_app.domain.columns import Answers
from inventory_app.domain.figures import (
    USABLE,
    ZERO,
    Answering,
    Coverage,
    EntityInputs,
    Figure,
    Source,
    changed,
    explained,
    figure_of,
    number,
    without_value,
)
from inventory_app.domain.formulas.common import HUNDRED, not_reported
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.listed import Told, listed
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState, combined

_HOURS = ("resolution_median_h", "resolution_p90_h")
_CLOSED, _OLD, _INVITED = "incidents_closed", "incidents_open_old", "survey_invited"
_DESK = "service_desks"


def resolution_of_desks(
    definition: IndicatorDefinition, inputs: EntityInputs
) -> tuple[Figure, ...]:
    """V06 of each desk: the median hours to resolve an incident; the 90th percentile beside it.

    The desk states both, type 7. A desk that closed nothing is NA, one with fewer incidents than
    the floor is shown and not ranked.
    """
    return tuple(_resolution(definition, desk, inputs.entity) for desk in inputs.counting(_DESK))


def _resolution(definition: IndicatorDefinition, desk: Answering, entity: str) -> Figure:
    on_closed = desk.state(_CLOSED)
    closed = number(desk, _CLOSED) if on_closed in USABLE else None
    if closed == 0:
        return without_value(definition, entity, ValueState.NA, Reason.NO_ACTIVITY, desk.uid)
    state = combined((on_closed, *map(desk.state, _HOURS)))
    median, slow = (number(desk, name) for name in _HOURS)
    known = state in USABLE and median is not None and slow is not None
    floored = known and closed is not None and closed < (definition.floor or ZERO)
    parts = {"p90": slow} if known and slow is not None else {}
    if known and desk.state(_OLD) in USABLE:
        parts["open_old"] = number(desk, _OLD) or ZERO
    return figure_of(
        indicator=definition.id, entity=entity, record=desk.uid,
        numerator=median if known else None, value=median if known else None,
        factor=definition.factor, state=state,
        reasons=explained(state, (Reason.BELOW_FLOOR,) if floored else ()),
        parts=parts, ranked=state is ValueState.OK and not floored,
        coverage=Coverage(int(known), 1),
        inputs=tuple(Source(desk.sheet, desk.uid, name) for name in (_CLOSED, *_HOURS)),
    )  # fmt: skip


def resolution_time(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """V06 of the entity: that of its desk with most incidents; medians are never put together.

    Rule M-A: a desk that does not say leaves the whole unknown, since nobody knows how large it is.
    """
    reported, desks = answers.reported(_DESK), listed(answers, _DESK)
    return [
        _of_desks(definition, entity, [Told(desks.columns, row) for row in desks.rows[span]])
        if reported[owner]
        else not_reported(definition, entity)
        for owner, (entity, span) in enumerate(zip(answers.entities, desks.spans, strict=True))
    ]


def _of_desks(definition: IndicatorDefinition, entity: str, desks: Sequence[Told]) -> Figure:
    figures = [_resolution(definition, desk, entity) for desk in desks]
    applying = [figure for figure in figures if figure.state is not ValueState.NA]
    if not applying:
        return without_value(definition, entity, ValueState.NA, Reason.NO_ACTIVITY)
    closed = {desk.uid: number(desk, _CLOSED) or ZERO for desk in desks}
    unknown = [figure for figure in applying if figure.value is None]
    largest = max(applying, key=lambda figure: (closed[figure.record], figure.record))
    chosen = unknown[0] if unknown else largest
    reasons = (*chosen.reasons, Reason.LARGEST_DESK) if len(applying) > 1 else chosen.reasons
    return changed(
        chosen, record="", reasons=explained(chosen.state, reasons),
        coverage=Coverage(len(applying) - len(unknown), len(applying)),
    )  # fmt: skip


def response_rate(
    _definition: IndicatorDefinition, answers: Answers, figures: Sequence[Figure]
) -> list[Figure]:
    """V07: add how many were asked and how many answered, where that is known of every desk."""
    desks = listed(answers, _DESK)
    known, invited = desks.usable(_INVITED), desks.total(_INVITED)
    return [
        with_response_rate(changed(figure, parts={**figure.parts, "invited": invited[owner]}))
        if figure.denominator is not None and all(known[span])
        else figure
        for owner, (figure, span) in enumerate(zip(figures, desks.spans, strict=True))
    ]


def with_response_rate(figure: Figure) -> Figure:
    """Return *figure* with the response rate in per cent, made anew from its parts."""
    invited = figure.parts.get("invited")
    if not invited or figure.denominator is None:
        return figure
    rate = figure.denominator * HUNDRED / invited
    return changed(figure, parts={**figure.parts, "response_rate": rate})
