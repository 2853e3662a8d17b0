"""Figures added up: of the records of an entity, or of entities (indicator rules, 2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from inventory_app.domain.figures import (
    USABLE,
    ZERO,
    Coverage,
    Figure,
    Sources,
    explained,
)
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState, combined

_ORDER = {reason: place for place, reason in enumerate(Reason)}
_UNLISTED = frozenset({ValueState.NA, ValueState.NQ})


def merged(figures: Sequence[Figure]) -> Figure:
    """Return the sum of numerators / sum of denominators over the figures that have both.

    Ratios are never averaged (2.1). What does not apply (NA) or is not asked (NQ) is not listed;
    what is missing or wrong is listed but not counted. `parts` are added up. Raises `ValueError`
    for no figures.
    """
    if not figures:
        raise ValueError("nothing to add up")
    states = [figure.enters or figure.state for figure in figures]
    pairs = list(zip(figures, states, strict=True))
    listed = [figure for figure, state in pairs if state not in _UNLISTED]
    counted = [figure for figure, state in pairs if state in USABLE]
    first = figures[0]
    entities = {figure.entity for figure in figures}
    there = USABLE.intersection(states) or set(states) - _UNLISTED or set(states)
    state = combined(there)
    above = sum((figure.numerator or ZERO for figure in counted), ZERO) if counted else None
    below = _sum_below(counted)
    why = {Reason.PARTIAL} if counted and len(counted) < len(listed) else set()
    for figure in counted or listed or figures:
        why.update(_travelling(figure) if counted else figure.reasons)
    why -= {Reason.BELOW_FLOOR, Reason.SECRETARIAT_ONLY}
    return Figure(
        indicator=first.indicator,
        entity=first.entity if len(entities) == 1 else "",
        numerator=above,
        denominator=below,
        value=_value(above, below, first.factor) if counted else None,
        factor=first.factor,
        state=state,
        reasons=explained(state, why),
        coverage=Coverage(len(counted), len(listed)),
        parts=added_parts(counted),
        ranked=state is ValueState.OK,
        inputs=Sources(lambda: [source for figure in counted for source in figure.inputs]),
        users=sum((figure.users or ZERO for figure in counted), ZERO) if counted else None,
        users_share=_users_share(counted, listed),
    )


def _travelling(figure: Figure) -> Iterable[Reason]:
    """Return what is to be known of a figure in a total: not why it has no value by itself."""
    if figure.state in USABLE:
        return figure.reasons
    return (reason for reason in figure.reasons if _ORDER[reason] > _ORDER[Reason.BELOW_FLOOR])


def _sum_below(counted: Sequence[Figure]) -> Decimal | None:
    known = [figure.denominator for figure in counted if figure.denominator is not None]
    return sum(known, ZERO) if known else None


def _value(above: Decimal | None, below: Decimal | None, factor: Decimal) -> Decimal | None:
    if above is None or below is None:
        return above  # a plain sum
    return above * factor / below if below else None


def added_parts(figures: Iterable[Figure]) -> dict[str, Decimal]:
    """Return the parts of *figures*, added up by name."""
    parts: dict[str, Decimal] = {}
    for figure in figures:
        for name, value in figure.parts.items():
            parts[name] = parts.get(name, ZERO) + value
    return parts


def _users_share(counted: Sequence[Figure], listed: Sequence[Figure]) -> Decimal | None:
    """Return the percentage of users in the counted units, of the users of all that say."""
    every = sum((figure.users or ZERO for figure in listed), ZERO)
    here = sum((figure.users or ZERO for figure in counted), ZERO)
    return here / every * 100 if every else None
