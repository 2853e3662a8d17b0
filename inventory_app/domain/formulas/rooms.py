"""Formulas D01, D09 and K02: data centres and server rooms, their energy and what runs there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from inventory_app.domain.figures import (
    NOT_REPORTED,
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Source,
    Term,
    covers,
    number,
    quotient,
    state_from,
    without_value,
)
from inventory_app.domain.formulas.common import of_records
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

HOURS_A_YEAR = Decimal(8760)
FEWEST_SERVERS = 5
_ENERGY = (
    ("energy_total_kwh", "energy_it_kwh", Decimal(1)),
    ("avg_electricity", "avg_it_electricity", HOURS_A_YEAR),
)
_SERVERS = ("total_servers", "virtual_os")


def open_rooms(inputs: EntityInputs) -> tuple[Record, ...]:
    """Return the rooms in use: neither closed, nor an invalid site, nor a cloud service."""
    return tuple(
        room
        for room in inputs.counting("data_centres")
        if room["closing_stage"] != "CLOSED"
        and room["record_validity"] != "INVALID_FACILITY"
        and room["facility_class"] != "CLOUD"
    )


def pue_of_rooms(definition: IndicatorDefinition, inputs: EntityInputs) -> tuple[Figure, ...]:
    """D01 of each room: energy of the room / energy of its ICT equipment, in kWh a year.

    Mean loads stand in for the year's energy. A room without a meter of its own is NA; figures
    given for it all the same are estimates. A value below 1 is rejected.
    """
    return tuple(_pue_of(definition, inputs.entity, room) for room in open_rooms(inputs))


def _pue_of(definition: IndicatorDefinition, entity: str, room: Record) -> Figure:
    whole, it = _energy(room)
    if room["electricity_metered"] is False:
        if whole.value is None:
            return without_value(definition, entity, ValueState.NA, Reason.NOT_METERED, room.uid)
        whole = replace(whole, state=combined((whole.state, ValueState.NE)))
    figure = quotient(definition, entity, whole, it, record=room.uid)
    if whole.value is not None and it.value is not None and whole.value < it.value:
        reasons = (Reason.IMPOSSIBLE,)
        return replace(figure, value=None, state=ValueState.ERR, reasons=reasons, ranked=False)
    return figure


def _energy(room: Record) -> tuple[Term, Term]:
    """Return the energy of the room and of its equipment, from the first pair that is given."""
    for whole, it, hours in _ENERGY:
        if number(room, whole) is not None and number(room, it) is not None:
            return _amount(room, whole, hours), _amount(room, it, hours)
    states = {room.state(name) for whole, it, _ in _ENERGY for name in (whole, it)}
    inapplicable = states == {ValueState.NA}
    nothing = Term(state=ValueState.NA if inapplicable else combined({ValueState.NR, *states}))
    return nothing, nothing


def _amount(room: Record, name: str, factor: Decimal) -> Term:
    return Term(
        value=(number(room, name) or ZERO) * factor,
        state=room.state(name),
        sources=(Source(room.sheet, room.uid, name),),
        coverage=Coverage(1, 1),
    )


def power_usage(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """D01 of the entity: all energy / all ICT energy of its metered rooms."""
    figures = pue_of_rooms(definition, inputs)
    return of_records(definition, inputs, "data_centres", figures, Reason.NOT_IN_USE)


def virtualisation_of_rooms(
    definition: IndicatorDefinition, inputs: EntityInputs
) -> tuple[Figure, ...]:
    """D09 of each room: (physical servers + virtual systems) / physical servers.

    Rooms with fewer than five servers are NA.
    """
    return tuple(_virtualisation_of(definition, inputs.entity, room) for room in open_rooms(inputs))


def _virtualisation_of(definition: IndicatorDefinition, entity: str, room: Record) -> Figure:
    servers = number(room, "total_servers")
    virtual = number(room, "virtual_os")
    few = servers is not None and servers < FEWEST_SERVERS
    contradiction = servers == 0 and virtual is not None and virtual > 0  # rule Z-2
    if few and not contradiction:
        return without_value(definition, entity, ValueState.NA, Reason.TOO_SMALL, room.uid)
    sources = tuple(Source(room.sheet, room.uid, name) for name in _SERVERS)
    systems = Term(
        value=(servers or ZERO) + (virtual or ZERO),
        state=state_from(room, *_SERVERS),
        sources=sources,
        coverage=Coverage(1, 1),
    )
    physical = Term(value=servers, state=room.state("total_servers"))
    return quotient(definition, entity, systems, physical, record=room.uid)


def virtualisation(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """D09 of the entity: all operating systems / all physical servers of its larger rooms."""
    figures = virtualisation_of_rooms(definition, inputs)
    return of_records(definition, inputs, "data_centres", figures, Reason.TOO_SMALL)


def enterprise_share(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """K02: ICT load (kW) in enterprise data centres / load of all rooms.

    The load is the present one, else the mean of the year. If the loads known are not enough by
    rule M-B, the whole figure falls back on operating systems, physical and virtual; parts
    "os_enterprise" and "os_total" hold them wherever all rooms give them.
    """
    if not inputs.reported("data_centres"):
        return quotient(definition, inputs.entity, NOT_REPORTED, NOT_REPORTED)
    rooms = open_rooms(inputs)
    loads = [_load(room) for room in rooms]
    systems = [_systems(room) for room in rooms]
    by_systems = _of_all(rooms, systems, None)
    parts = {}
    if by_systems[0].state in USABLE:
        parts = {
            "os_enterprise": by_systems[0].value or ZERO,
            "os_total": by_systems[1].value or ZERO,
        }
    by_load = _of_all(rooms, loads, inputs.last_totals.get("it_load_kw"))
    if by_load[0].state in USABLE or by_systems[0].state not in USABLE:
        return quotient(definition, inputs.entity, *by_load, parts=parts)
    return quotient(
        definition, inputs.entity, *by_systems, parts=parts, reasons=(Reason.FALL_BACK,)
    )


def _load(room: Record) -> Term:
    mean_only = (
        number(room, "it_load_kw") is None and number(room, "avg_it_electricity") is not None
    )
    return _known(room, "avg_it_electricity" if mean_only else "it_load_kw")


def _systems(room: Record) -> Term:
    return _known(room, *_SERVERS)


def _known(room: Record, *names: str) -> Term:
    """Return the sum of the fields *names*, NR if one of them or the scope is not known."""
    return Term(
        value=sum((number(room, name) or ZERO for name in names), ZERO),
        state=state_from(room, *names, "un_role_scope"),
        sources=tuple(Source(room.sheet, room.uid, name) for name in (*names, "un_role_scope")),
    )


def _of_all(
    rooms: Sequence[Record], amounts: Sequence[Term], last_total: Decimal | None
) -> tuple[Term, Term]:
    """Return the amount in enterprise data centres and in all rooms, by rule M-B."""
    pairs = [
        (room, amount)
        for room, amount in zip(rooms, amounts, strict=True)
        if amount.state is not ValueState.NA
    ]
    known = [(room, amount) for room, amount in pairs if amount.state in USABLE]
    whole = sum((amount.value or ZERO for _, amount in known), ZERO)
    missing = len(pairs) - len(known)
    enough = covers(whole, missing, last_total)
    state = combined(amount.state for _, amount in known) if enough else ValueState.NR
    central = (a.value or ZERO for room, a in known if room["un_role_scope"] == "ENTERPRISE")
    partial = (Reason.PARTIAL,) if missing else ()
    sources = tuple(source for _, amount in known for source in amount.sources)
    coverage = Coverage(len(known), len(pairs))
    return (
        Term(
            value=sum(central, ZERO),
            state=state,
            reasons=partial if enough else (Reason.BELOW_COVERAGE,),
            sources=sources,
            coverage=coverage,
        ),
        Term(value=whole, state=state),
    )
