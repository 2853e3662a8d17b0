"""Formulas of the people who work on ICT (resolution 63/262, I.10(d))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from inventory_app.domain.figures import (
    ENOUGH,
    NOT_REPORTED,
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Source,
    Sources,
    Term,
    explained,
    number,
    quotient,
    sum_strictly,
)
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.known_codes import UNOCCUPIED
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

_FTE_OF = ("ict_time_share", "contract_share", "months_in_period")


def persons(inputs: EntityInputs) -> tuple[Record, ...]:
    """Return the staff records with somebody at work: vacant posts are no workforce."""
    return tuple(
        record
        for record in inputs.counting("staff")
        if record["occupancy"] not in UNOCCUPIED
        and record.state("ict_time_share") is not ValueState.NA
    )


def active_users(inputs: EntityInputs) -> Term:
    """Return the users that the units of the entity serve (rule M-A over the units).

    Whoever is served by two units counts twice: the units report numbers, not names.
    """
    if not inputs.reported("units"):
        return NOT_REPORTED
    return sum_strictly(inputs.counting("units"), "users_served")


@dataclass(frozen=True, kw_only=True)
class _Workforce:
    """The persons whose answers can be used with their FTE, of those listed."""

    counted: tuple[tuple[Record, Decimal], ...]
    listed: int
    state: ValueState

    @cached_property
    def term(self) -> Term:
        """The FTE of the persons counted.

        The entity is NR if fewer than 95 per cent of the persons listed have what is needed.
        """
        enough = len(self.counted) >= self.listed * ENOUGH
        partial = (Reason.PARTIAL,) if len(self.counted) < self.listed else ()
        return Term(
            value=sum((fte for _, fte in self.counted), ZERO),
            state=self.state if enough else ValueState.NR,
            reasons=partial if enough else (Reason.BELOW_COVERAGE,),
            sources=Sources(
                lambda: (Source(record.sheet, record.uid, "fte") for record, _ in self.counted)
            ),
            coverage=Coverage(len(self.counted), self.listed),
        )


def _workforce(inputs: EntityInputs) -> _Workforce | None:
    """Return the persons with a time share; None if nothing was reported."""
    if not inputs.reported("staff"):
        return None
    return inputs.once("workforce", lambda: _counted(persons(inputs)))


def _counted(listed: Sequence[Record]) -> _Workforce:
    counted: list[tuple[Record, Decimal]] = []
    states: set[ValueState] = set()
    for record in listed:
        fte = number(record, "fte")
        if fte is None:
            continue
        state = combined(
            record.state(name)
            for name in _FTE_OF
            if name == "ict_time_share" or record[name] is not None
        )
        if state in USABLE:
            counted.append((record, fte))
            states.add(state)
    return _Workforce(counted=tuple(counted), listed=len(listed), state=combined(states))


def workforce_fte(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """W01: sum of time share x months / 12 over the persons; headcount and the two parts beside."""
    force = _workforce(inputs)
    total = force.term if force else NOT_REPORTED
    value = total.usable
    return Figure(
        indicator=definition.id,
        entity=inputs.entity,
        numerator=value,
        value=value,
        state=total.state,
        reasons=explained(total.state, total.reasons),
        coverage=total.coverage,
        parts=_parts(force) if force and value is not None else {},
        ranked=total.state is ValueState.OK,
        inputs=total.sources,
    )


def _parts(force: _Workforce) -> dict[str, Decimal]:
    """Return headcount and FTE by dedication; "undeclared" only where somebody is."""
    parts = {"dedicated": ZERO, "non_dedicated": ZERO, "headcount": ZERO + force.listed}
    for record, fte in force.counted:
        declared = record.state("dedication") in USABLE
        name = str(record["dedication"]).lower() if declared else "undeclared"
        parts[name] = parts.get(name, ZERO) + fte
    return parts


def users_per_fte(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """W03: active users / ICT FTE; entities that serve nobody are excluded."""
    force = _workforce(inputs)
    users = active_users(inputs)
    if users.usable == 0:
        users = Term(state=ValueState.NA, reasons=(Reason.NO_USERS,), coverage=users.coverage)
    fte = force.term if force else NOT_REPORTED
    return quotient(definition, inputs.entity, users, fte, coverage=fte.coverage)
