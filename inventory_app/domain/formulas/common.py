"""What the formulas of several subjects share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from inventory_app.domain.adding_up import merged
from inventory_app.domain.declared_counts import conservative_figure
from inventory_app.domain.figures import (
    NOT_REPORTED,
    EntityInputs,
    Figure,
    Source,
    Sources,
    quotient,
    without_value,
)
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.known_codes import CRITICAL, IN_USE, NOT_RUNNING
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState

HUNDRED = Decimal(100)


def sources_of(records: Iterable[Record], *names: str) -> Sources:
    """Return the answers to the fields *names* of *records*, looked up when they are wanted."""
    every = tuple(records)
    return Sources(
        lambda: (Source(record.sheet, record.uid, name) for record in every for name in names)
    )


def not_reported(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """Return the figure of whoever did not report a sheet that it needs."""
    return quotient(definition, inputs.entity, NOT_REPORTED, NOT_REPORTED)


def of_records(
    definition: IndicatorDefinition,
    inputs: EntityInputs,
    sheet: str,
    figures: Sequence[Figure],
    nothing: Reason,
) -> Figure:
    """Return the figure of an entity from those of its records; NA, because *nothing*, if none."""
    if not inputs.reported(sheet):
        return not_reported(definition, inputs)
    if not figures:
        return without_value(definition, inputs.entity, ValueState.NA, nothing)
    return merged(figures)


def judged_records(
    definition: IndicatorDefinition,
    inputs: EntityInputs,
    records: Sequence[Record],
    meets: Callable[[Record], bool | None],
    *names: str,
) -> Figure:
    """Return by rule M-C how many of *records* meet something; None where nobody knows.

    *names* are the fields that decide.
    """
    found = [(record, meets(record)) for record in records]
    known = [record for record, truth in found if truth is not None]
    estimated = any(r.state(name) is ValueState.NE for r in known for name in names)
    counts = sum(truth is True for _, truth in found), len(found) - len(known), len(found)
    state = ValueState.NE if estimated else ValueState.OK
    return conservative_figure(
        definition, inputs.entity, counts, state, sources_of(records, *names)
    )


def usable(record: Record, *names: str) -> bool:
    """Return whether the answers to all of *names* can be used."""
    for name in names:
        state = record.state(name)
        if state is not ValueState.OK and state is not ValueState.NE:
            return False
    return True


def in_use(inputs: EntityInputs) -> tuple[Record, ...]:
    """Return the systems in use."""
    return inputs.once(
        "systems in use",
        lambda: tuple(s for s in inputs.counting("systems") if s["status"] in IN_USE),
    )


def critical(inputs: EntityInputs) -> tuple[Record, ...]:
    """Return the critical systems, tiers 1 and 2, that may be running."""
    return inputs.once(
        "critical systems",
        lambda: tuple(
            system
            for system in inputs.counting("systems")
            if system["criticality"] in CRITICAL and system["status"] not in NOT_RUNNING
        ),
    )
