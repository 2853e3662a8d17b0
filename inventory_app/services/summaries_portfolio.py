"""The parts of a summary on systems, and on data centres and server rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from inventory_app.domain.figures import USABLE, EntityInputs, number
from inventory_app.domain.figures import Figure as Computed
from inventory_app.domain.formulas.rooms import open_rooms, pue_of_rooms
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.records import Record
from inventory_app.domain.summaries import (
    DataCentreRow,
    DataCentres,
    Figure,
    SystemRow,
    Systems,
    figure,
)
from inventory_app.domain.values import ValueState
from inventory_app.services.summaries_subject import (
    ZERO,
    Member,
    Reader,
    Subject,
    answer,
    counts,
    shown,
)

SYSTEMS, ROOMS = "systems", "data_centres"
MOST_USED = 10
MOST_ROOMS = 40
NOT_APPLICABLE = figure(None, ValueState.NA)


def systems(subject: Subject, reader: Reader) -> Systems:
    """Return the part on systems; retired ones are counted by status only."""
    reporting = subject.reporting(SYSTEMS)
    every = [
        (member, each)
        for member in reporting
        for each in subject.inputs_of(member).counting(SYSTEMS)
    ]
    listed = [(member, system) for member, system in every if system["status"] != "RETIRED"]
    records = [system for _, system in listed]
    untested, due = _recovery(subject.figures["R02"])
    used = sorted(
        (pair for pair in listed if pair[1].state("users_active") in USABLE),
        key=lambda pair: (-(number(pair[1], "users_active") or ZERO), _title(reader, pair[1])),
    )
    return Systems(
        standing=subject.standing(SYSTEMS),
        basis=subject.basis(SYSTEMS),
        total=subject.total(SYSTEMS, len(records)),
        reported=_reported(subject, len(records), _systems_of),
        by_status=counts(reader, [system for _, system in every], "status"),
        by_scope=counts(reader, records, "scope"),
        by_hosting=counts(reader, records, "hosting_type"),
        by_criticality=counts(reader, records, "criticality"),
        most_used=tuple(_system(subject, reader, *pair) for pair in used[:MOST_USED]),
        without_recovery_test=untested,
        recovery_test_due=due,
    )


def _systems_of(inputs: EntityInputs) -> int:
    return sum(system["status"] != "RETIRED" for system in inputs.counting(SYSTEMS))


def _rooms_of(inputs: EntityInputs) -> int:
    return len(open_rooms(inputs))


def _reported(subject: Subject, total: int, count: Callable[[EntityInputs], int]) -> Figure | None:
    """Return how many the members of a group reported, None where nothing was joined."""
    reported = sum(count(member.inputs) for member in subject.members)
    return figure(reported) if subject.is_group and reported != total else None


def _recovery(attainment: Computed) -> tuple[Figure, Figure]:
    """Return how many critical systems had no test in the last year, and how many there are.

    Both are those of indicator R02: its denominator, less the systems that were tested.
    """
    due = attainment.denominator
    if due is None or attainment.state not in (*USABLE, ValueState.NA):
        return figure(None, attainment.state), figure(None, attainment.state)
    if not due:
        return NOT_APPLICABLE, NOT_APPLICABLE
    return figure(due - attainment.parts.get("tested", ZERO)), figure(due)


def _system(subject: Subject, reader: Reader, member: Member, system: Record) -> SystemRow:
    return SystemRow(
        name=_named(subject, reader, member, system, _title(reader, system)),
        function_label=reader.stated(SYSTEMS, "business_function", system["business_function"]),
        hosting_label=reader.stated(SYSTEMS, "hosting_type", system["hosting_type"]),
        criticality_label=reader.stated(SYSTEMS, "criticality", system["criticality"]),
        users=answer(system, "users_active"),
        rto_hours=_when_due(reader, system, "rto_h"),
    )


def _title(reader: Reader, record: Record) -> str:
    return reader.catalogue[record.sheet].title_of(record.values) or record.uid


def _named(subject: Subject, reader: Reader, member: Member, record: Record, name: str) -> str:
    """Return a name; among many entities it says whose it is, and for how many more it stands."""
    if not subject.is_group:
        return name
    if partners := member.partners(record.uid):
        return reader.translate.plural(
            "{entity} and {n} more: {name}", "{entity} and {n} more: {name}", partners,
            entity=member.inputs.entity, name=name,
        )  # fmt: skip
    return reader.translate("{entity}: {name}", entity=member.inputs.entity, name=name)


def _when_due(reader: Reader, record: Record, name: str) -> Figure:
    """Return an answer; a blank that nobody owes is not applicable, not "not reported"."""
    field = reader.catalogue[record.sheet].fields[name]
    given = answer(record, name)
    blank = record[name] is None and name not in record.states
    return NOT_APPLICABLE if blank and not field.is_due(record.values) else given


def data_centres(subject: Subject, reader: Reader) -> DataCentres:
    """Return the part on rooms: those in use are counted, closed ones are listed after them."""
    reporting = subject.reporting(ROOMS)
    definition = default_indicators()["D01"]
    in_use = [
        (member, room) for member in reporting for room in open_rooms(subject.inputs_of(member))
    ]
    opened = {room.uid for _, room in in_use}
    closed = [
        (member, room)
        for member in reporting
        for room in subject.inputs_of(member).counting(ROOMS)
        if room.uid not in opened and room["closing_stage"] == "CLOSED"
    ]
    energy = {
        each.record: shown(each)
        for member in reporting
        for each in pue_of_rooms(definition, subject.inputs_of(member))
    }
    chosen = _largest(in_use) if subject.is_group else [*in_use, *closed]
    return DataCentres(
        standing=subject.standing(ROOMS),
        basis=subject.basis(ROOMS),
        total=subject.total(ROOMS, len(in_use)),
        reported=_reported(subject, len(in_use), _rooms_of),
        rows=tuple(
            _room(subject, reader, member, room, energy.get(room.uid, NOT_APPLICABLE))
            for member, room in chosen
        ),
    )


def _largest(rooms: Iterable[tuple[Member, Record]]) -> list[tuple[Member, Record]]:
    """Return the rooms with most servers: among many entities not all can be printed."""

    def size(pair: tuple[Member, Record]) -> tuple[Decimal, str]:
        return -(number(pair[1], "total_servers") or ZERO), pair[1].uid

    return sorted(rooms, key=size)[:MOST_ROOMS]


def _room(
    subject: Subject, reader: Reader, member: Member, room: Record, pue: Figure
) -> DataCentreRow:
    city = room["city"]
    return DataCentreRow(
        name=_named(subject, reader, member, room, str(room["name"] or room.uid)),
        city=city if isinstance(city, str) else reader.translate("Not stated"),
        role_label=reader.stated(ROOMS, "un_role_scope", room["un_role_scope"]),
        class_label=reader.stated(ROOMS, "facility_class", room["facility_class"]),
        stage_label=reader.stated(ROOMS, "closing_stage", room["closing_stage"]),
        area_m2=answer(room, "gross_floor_area"),
        racks=_when_due(reader, room, "rack_count"),
        servers=_when_due(reader, room, "total_servers"),
        virtual_os=_when_due(reader, room, "virtual_os"),
        pue=pue,
    )
