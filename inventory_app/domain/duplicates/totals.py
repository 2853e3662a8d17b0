"""The figures of an entity as they enter totals, where records of it were joined with others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from inventory_app.domain.duplicates.joining import JOINED_SHEETS, Adjustment, once
from inventory_app.domain.figures import USABLE, ZERO, EntityInputs, Figure
from inventory_app.domain.indicator_definitions import IndicatorDefinition
from inventory_app.domain.indicators import compute
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState

# G04 says how completely somebody answered: every record that was reported counts. S06 counts
# entities by business function: one system that serves two entities is adopted by both.
_AS_REPORTED = frozenset({"G04", "S06"})
# These count systems, or the worst of all rooms, and look up the room that a system names: a
# tenant's room is still where its systems are.
_ROOMS_AS_REPORTED = frozenset({"D13", "R05", "R07"})
_LOAD = "it_load_kw"


def for_totals(
    definitions: Iterable[IndicatorDefinition],
    own: Mapping[str, Figure],
    inputs: EntityInputs,
    adjustment: Adjustment,
) -> dict[str, Figure]:
    """Return the figures of an entity for totals, by indicator.

    An entity is counted in a total if and only if its own figure can be used: whether that is so
    was decided on what it reported itself.
    """
    strict = once(inputs, adjustment)
    lenient = replace(strict, last_totals=dict.fromkeys([*strict.last_totals, _LOAD], ZERO))
    systems = once(inputs, adjustment, {"systems"})
    found: dict[str, Figure] = {}
    for each in definitions:
        figure = own[each.id]
        if figure.entering in USABLE and _counts_joined(each):
            measured = {_LOAD, each.id, f"{each.id}/numerator"} & inputs.last_totals.keys()
            enough = measured and Reason.FALL_BACK not in figure.reasons
            chosen = lenient if enough else strict
            if each.id in _ROOMS_AS_REPORTED:
                chosen = systems
            figure = _instead(figure, compute(each, chosen))
        found[each.id] = figure
    return found


def _counts_joined(definition: IndicatorDefinition) -> bool:
    """Whether joined records can change a total; what an indicator reads may not be named."""
    read = {sheet for sheet, _ in definition.inputs}
    return definition.id not in _AS_REPORTED and (not read or bool(read & JOINED_SHEETS))


def _instead(own: Figure, figure: Figure) -> Figure:
    """Return *figure* in the place of *own*; nothing where nothing is left to be counted."""
    if figure.entering is ValueState.NA:
        figure = replace(
            own,
            numerator=ZERO,
            denominator=None if own.denominator is None else ZERO,
            value=None,
            parts=dict.fromkeys(own.parts, ZERO),
            inputs=(),
        )
    elif figure.entering not in USABLE:
        return own
    terms = (own.numerator, own.denominator, own.parts)
    if (figure.numerator, figure.denominator, figure.parts) == terms:
        return own
    return replace(figure, reasons=(*figure.reasons, Reason.JOINED))
