"""Formulas of rooms that take more than two sums: efficiency, metering and availability class."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from inventory_app.domain.figures import (
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Source,
    Term,
    number,
    quotient,
    state_from,
    without_value,
)
from inventory_app.domain.formulas.common import HUNDRED, of_records, sources_of, usable
from inventory_app.domain.formulas.rooms import open_rooms
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

ENOUGH_SERVERS = Decimal("0.8")
WATTS = Decimal(1000)
METERED = frozenset({"UPS", "PDU", "EQUIPMENT"})
_UNDER_WAY = frozenset({"PLANNING", "MIGRATION_EXECUTION"})
_SERVERS = ("server_performance_ops", "server_power_kw", "servers_benchmarked", "total_servers")
_METER = ("electricity_metered", "metering_category")
_IT_ENERGY = ("avg_it_electricity", "energy_it_kwh")


def efficiency_of_rooms(
    definition: IndicatorDefinition, inputs: EntityInputs
) -> tuple[Figure, ...]:
    """D03 of each room: operations a second of its servers / watts they take, by one benchmark.

    A room counts where four in five of its servers were measured.
    """
    return tuple(_efficiency(definition, inputs.entity, room) for room in open_rooms(inputs))


def _efficiency(definition: IndicatorDefinition, entity: str, room: Record) -> Figure:
    servers, measured = number(room, "total_servers"), number(room, "servers_benchmarked")
    if servers == 0 and room.state("total_servers") in USABLE:
        return without_value(definition, entity, ValueState.NA, Reason.NO_ACTIVITY, room.uid)
    figure = quotient(
        definition, entity,
        Term(value=number(room, "server_performance_ops"), state=state_from(room, *_SERVERS),
             sources=sources_of([room], *_SERVERS), coverage=Coverage(1, 1)),
        Term(value=(number(room, "server_power_kw") or ZERO) * WATTS,
             state=room.state("server_power_kw")),
        record=room.uid,
    )  # fmt: skip
    if servers is None or measured is None or measured >= servers * ENOUGH_SERVERS:
        return figure
    if figure.state not in USABLE:
        return figure
    return replace(
        figure, value=None, state=ValueState.NR, reasons=(Reason.NOT_MEASURED,), ranked=False
    )


def server_efficiency(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """D03 of the entity: all operations a second / all watts of the rooms that were measured."""
    figures = efficiency_of_rooms(definition, inputs)
    return of_records(definition, inputs, "data_centres", figures, Reason.NOT_IN_USE)


def monitored_share(
    _definition: IndicatorDefinition, inputs: EntityInputs, figure: Figure
) -> Figure:
    """D04, D10: add how many of the servers are monitored, in per cent, where both are known."""
    name = "servers_monitored" if figure.indicator == "D04" else "production_servers_monitored"
    known = [room for room in open_rooms(inputs) if usable(room, "total_servers")]
    servers = sum((number(room, "total_servers") or ZERO for room in known), ZERO)
    seen = sum((number(room, name) or ZERO for room in known if usable(room, name)), ZERO)
    if not servers or figure.value is None:
        return figure
    parts = {**figure.parts, "servers_seen": seen, "servers_all": servers}
    return seen_share(replace(figure, parts=parts))


def seen_share(figure: Figure) -> Figure:
    """Return *figure* with the share of servers that are monitored, made anew from its parts."""
    servers = figure.parts.get("servers_all")
    if not servers:
        return figure
    share = figure.parts.get("servers_seen", ZERO) * HUNDRED / servers
    return replace(figure, parts={**figure.parts, "monitored_share": share})


def metering_coverage(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """D12: floor area of rooms whose equipment is metered / floor area of rooms that stay open.

    A meter at the UPS, the distribution units or the equipment is usable; where the place of the
    meter is blank, energy stated for the equipment proves one. What is not known counts as not
    metered (rule M-C), and at best as metered. Areas must be known (M-A).
    """
    rooms = [room for room in open_rooms(inputs) if room["closing_stage"] not in _UNDER_WAY]
    if not inputs.reported("data_centres"):
        return of_records(definition, inputs, "data_centres", (), Reason.NOT_IN_USE)
    areas = [number(room, "gross_floor_area") or ZERO for room in rooms]
    state = combined(room.state("gross_floor_area") for room in rooms)
    meters = [_metered(room) for room in rooms]
    pairs = list(zip(areas, meters, strict=True))
    unknown = sum((area for area, meter in pairs if meter is None), ZERO)
    figure = quotient(
        definition, inputs.entity,
        Term(
            value=sum((area for area, meter in pairs if meter), ZERO), state=state,
            sources=sources_of(rooms, "gross_floor_area", *_METER),
            coverage=Coverage(sum(meter is not None for meter in meters), len(rooms)),
        ),
        Term(value=sum(areas, ZERO), state=state),
        reasons=(Reason.UNKNOWN_COUNTED,) if unknown else (),
        parts={"undetermined": unknown},
    )  # fmt: skip
    if figure.value is None or not figure.denominator:
        return figure
    best = figure.value + unknown * definition.factor / figure.denominator
    return replace(figure, parts={**figure.parts, "optimistic": best})


def _metered(room: Record) -> bool | None:
    if not usable(room, "electricity_metered"):
        return None
    if room["electricity_metered"] is not True:
        return False
    if usable(room, "metering_category"):
        return room["metering_category"] in METERED
    return True if any(usable(room, name) for name in _IT_ENERGY) else None


def class_gaps_of_rooms(
    definition: IndicatorDefinition, inputs: EntityInputs
) -> tuple[Figure, ...]:
    """D13 of each room: the highest class that a hosted system requires less the class built.

    A room of unknown class has the lowest (rule M-C); the tier of its facility stands in. A room
    that hosts no system with a requirement is NA.
    """
    needs: dict[str, list[Record]] = {}
    for system in inputs.counting("systems"):
        if usable(system, "availability_required"):
            needs.setdefault(str(system["hosting_dc"]), []).append(system)
    return tuple(
        _gap(definition, inputs.entity, room, needs.get(room.uid, ()))
        for room in open_rooms(inputs)
    )


def _gap(
    definition: IndicatorDefinition, entity: str, room: Record, systems: list[Record] | tuple[()]
) -> Figure:
    if not systems:
        return without_value(definition, entity, ValueState.NA, Reason.NOT_IN_USE, room.uid)
    built, known = _built(room)
    required = max(_class(system["availability_required"]) for system in systems)
    state = combined(
        [*(s.state("availability_required") for s in systems), ValueState.OK if known is None
         else known]
    )  # fmt: skip
    gap = Decimal(max(0, required - built))
    return Figure(
        indicator=definition.id, entity=entity, record=room.uid, numerator=gap, value=gap,
        factor=definition.factor, state=state, ranked=state is ValueState.OK,
        reasons=(Reason.UNKNOWN_COUNTED,) if known is None else (), coverage=Coverage(1, 1),
        parts={"rooms": Decimal(1), "rooms_below": Decimal(int(gap > 0))},
        inputs=(
            Source(room.sheet, room.uid, "availability_class"),
            Source(room.sheet, room.uid, "facility_class"),
            *sources_of(systems, "availability_required"),
        ),
    )  # fmt: skip


def _built(room: Record) -> tuple[int, ValueState | None]:
    """Return the class of a room, and how it stands: None if nobody knows."""
    if usable(room, "availability_class"):
        return _class(room["availability_class"]), room.state("availability_class")
    tier = str(room["facility_class"])
    if tier.startswith("TIER_") and usable(room, "facility_class"):
        return _class(tier), room.state("facility_class")
    return 1, None


def _class(code: object) -> int:
    return int(str(code).rpartition("_")[2])


def availability_gap(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """D13 of the entity: the largest gap of its rooms; parts count the rooms below what is needed.

    Systems that nobody reported leave the requirement unknown.
    """
    if not inputs.reported("systems"):
        return of_records(definition, inputs, "systems", (), Reason.NOT_IN_USE)
    figures = class_gaps_of_rooms(definition, inputs)
    figure = of_records(definition, inputs, "data_centres", figures, Reason.NOT_IN_USE)
    return largest(figure, figures)


def largest(total: Figure, figures: tuple[Figure, ...] | list[Figure]) -> Figure:
    """Return *total* with the largest value of *figures* in the place of their sum."""
    known = [figure.value for figure in figures if figure.value is not None]
    if not known:
        return total
    return replace(total, numerator=max(known), value=max(known))
