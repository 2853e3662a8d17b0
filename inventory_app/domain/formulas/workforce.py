"""Formulas W01 to W04: the people who work on ICT (resolution 63/262, I.10(d))."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from inventory_app.domain.figures import (
    ENOUGH,
    NOT_REPORTED,
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Source,
    Term,
    explained,
    number,
    quotient,
    sum_strictly,
)
from inventory_app.domain.indicator_definitions import IndicatorDefinition
from inventory_app.domain.known_codes import EXTERNAL, UNOCCUPIED
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
class _Person:
    record: Record
    fte: Decimal
    state: ValueState


@dataclass(frozen=True, kw_only=True)
class _Workforce:
    """The persons whose answers can be used, of those listed."""

    counted: tuple[_Person, ...]
    listed: int
    also: tuple[str, ...]

    def term(self, applies: Callable[[Record], bool] = lambda _: True) -> Term:
        """Return the FTE of the persons to whom *applies* holds.

        The entity is NR if fewer than 95 per cent of the persons listed have what is needed.
        """
        chosen = [person for person in self.counted if applies(person.record)]
        state = combined(person.state for person in chosen)
        enough = len(self.counted) >= self.listed * ENOUGH
        partial = {Reason.PARTIAL} if len(self.counted) < self.listed else set()
        return Term(
            value=sum((person.fte for person in chosen), ZERO),
            state=state if enough else ValueState.NR,
            reasons=tuple(partial if enough else {Reason.BELOW_COVERAGE}),
            sources=tuple(
                Source(person.record.sheet, person.record.uid, name)
                for person in chosen
                for name in ("fte", *self.also)
            ),
            coverage=Coverage(len(self.counted), self.listed),
        )


def _workforce(inputs: EntityInputs, *also: str) -> _Workforce | None:
    """Return the persons with a time share and the codes *also*; None if nothing was reported."""
    if not inputs.reported("staff"):
        return None
    listed = persons(inputs)
    counted = (_person(record, also) for record in listed)
    return _Workforce(
        counted=tuple(person for person in counted if person), listed=len(listed), also=also
    )


def _person(record: Record, also: tuple[str, ...]) -> _Person | None:
    fte = number(record, "fte")
    answered = ("ict_time_share", *(name for name in _FTE_OF[1:] if record[name] is not None))
    state = combined(record.state(name) for name in (*answered, *also))
    if fte is None or state not in USABLE:
        return None
    return _Person(record=record, fte=fte, state=state)


def workforce_fte(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """W01: sum of time share x months / 12 over the persons; headcount and the two parts beside."""
    force = _workforce(inputs)
    total = force.term() if force else NOT_REPORTED
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
    for person in force.counted:
        declared = person.record.state("dedication") in USABLE
        name = str(person.record["dedication"]).lower() if declared else "undeclared"
        parts[name] = parts.get(name, ZERO) + person.fte
    return parts


def non_dedicated_share(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """W02: FTE of non-dedicated personnel / FTE of all; both need the dedication of a person."""
    return _share(definition, inputs, "dedication", frozenset({"NON_DEDICATED"}))


def external_share(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """W04: FTE of contractors and company personnel / FTE of all."""
    return _share(definition, inputs, "personnel_type", EXTERNAL)


def _share(
    definition: IndicatorDefinition, inputs: EntityInputs, name: str, codes: frozenset[str]
) -> Figure:
    force = _workforce(inputs, name)
    if force is None:
        return quotient(definition, inputs.entity, NOT_REPORTED, NOT_REPORTED)
    some = force.term(lambda record: record[name] in codes)
    return quotient(definition, inputs.entity, some, force.term())


def users_per_fte(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """W03: active users / ICT FTE; entities that serve nobody are excluded."""
    force = _workforce(inputs)
    users = active_users(inputs)
    if users.usable == 0:
        users = Term(state=ValueState.NA, reasons=(Reason.NO_USERS,), coverage=users.coverage)
    fte = force.term() if force else NOT_REPORTED
    return quotient(definition, inputs.entity, users, fte, coverage=fte.coverage)
