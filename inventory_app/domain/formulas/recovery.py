"""Formulas of recovery: can what matters be brought back, in time and from a safe distance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from inventory_app.domain.figures import (
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Parts,
    Term,
    number,
    quotient,
)
from inventory_app.domain.formulas.common import (
    critical,
    judged_records,
    not_reported,
    sources_of,
    usable,
)
from inventory_app.domain.formulas.rooms import open_rooms
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.months import months_before
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

EARTH_KM = 6371.0088  # mean radius
_RECOVERY = ("last_test", "recovery_h", "rto_h")
_PLACE = ("latitude", "longitude")


def recovery_attainment(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """R02: critical systems that met their RTO in a test of the last 12 months / critical systems.

    Rule M-C: what is not known counts as not met. Parts: "tested" and "met" count systems,
    "undetermined" those whose blank could hide success; see `recovery_rates` for the rates.
    """
    if not inputs.reported("systems"):
        return not_reported(definition, inputs)
    systems = critical(inputs)
    since = months_before(inputs.as_of, 12)
    outcomes = [_outcome(system, since, inputs.as_of) for system in systems]
    counts = {
        "tested": outcomes.count("met") + outcomes.count("failed") + outcomes.count("unmeasured"),
        "met": outcomes.count("met"),
        "undetermined": outcomes.count("unmeasured") + outcomes.count("unknown"),
    }
    numbers = {name: Decimal(count) for name, count in counts.items()}
    state = combined(ValueState.NE for system in systems if _estimated(system))
    whole = Decimal(len(systems))
    return quotient(
        definition,
        inputs.entity,
        Term(value=numbers["met"], state=state, sources=sources_of(systems, *_RECOVERY)),
        Term(value=whole),
        coverage=Coverage(len(systems) - counts["undetermined"], len(systems)),
        parts=recovery_rates(numbers, whole),
        reasons=(Reason.UNTESTED,) if counts["undetermined"] else (),
    )


def recovery_rates(counts: Parts, whole: Decimal) -> dict[str, Decimal]:
    """Return *counts* with the rates in per cent: "strict", "tested_only" and "optimistic".

    The optimistic bound takes every undetermined system as met (rule M-C).
    """
    parts = {name: counts.get(name, ZERO) for name in ("tested", "met", "undetermined")}
    if whole:
        parts["strict"] = parts["met"] * 100 / whole
        parts["optimistic"] = (parts["met"] + parts["undetermined"]) * 100 / whole
    if parts["tested"]:
        parts["tested_only"] = parts["met"] * 100 / parts["tested"]
    return parts


def _outcome(system: Record, since: date, as_of: date) -> str:
    """Return what is known of the last test: met, failed, unmeasured, too old, or unknown."""
    tested = system["last_test"]
    if not isinstance(tested, date) or system.state("last_test") not in USABLE:
        return "unknown"
    if not since <= tested <= as_of:
        return "too old"
    hours, objective = number(system, "recovery_h"), number(system, "rto_h")
    if hours is None or objective is None or not usable(system, "recovery_h", "rto_h"):
        return "unmeasured"
    return "met" if hours <= objective else "failed"


def _estimated(system: Record) -> bool:
    return any(system.state(name) is ValueState.NE for name in _RECOVERY)


def plans_tested(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """R04: recovery plans tested in the last 12 months / plans required (rule M-C).

    Every critical system and every enterprise data centre needs one; those with the same plan
    number share it. A plan is tested when one that it is for was.
    """
    if not (inputs.reported("systems") and inputs.reported("data_centres")):
        return not_reported(definition, inputs)
    rooms = [room for room in open_rooms(inputs) if room["un_role_scope"] == "ENTERPRISE"]
    plans: dict[str, list[tuple[Record, str]]] = {}
    for record in critical(inputs):
        plans.setdefault(str(record["dr_plan_no"] or record.uid), []).append((record, "last_test"))
    for room in rooms:
        plans.setdefault(str(room["dr_plan_no"] or room.uid), []).append((room, "last_dr_test"))
    since = months_before(inputs.as_of, 12)

    def tested(first: Record) -> bool | None:
        told = plans[str(first["dr_plan_no"] or first.uid)]
        days = [record[name] for record, name in told if usable(record, name)]
        if any(isinstance(day, date) and since <= day <= inputs.as_of for day in days):
            return True
        return False if len(days) == len(told) else None

    firsts = [told[0][0] for told in plans.values()]
    figure = judged_records(definition, inputs, firsts, tested)
    estimated = any(
        record.state(name) is ValueState.NE for told in plans.values() for record, name in told
    )
    sources = [
        source
        for told in plans.values()
        for record, name in told
        for source in sources_of([record], name)
    ]
    if estimated and figure.state is ValueState.OK:
        figure = replace(figure, state=ValueState.NE, ranked=False, reasons=(
            *figure.reasons, Reason.ESTIMATED))  # fmt: skip
    return replace(figure, inputs=tuple(sources))


def kilometres(here: tuple[Decimal, Decimal], there: tuple[Decimal, Decimal]) -> Decimal:
    """Return the great circle between two places, latitude and longitude in degrees, in km."""
    lat1, lon1, lat2, lon2 = (radians(each) for each in (*here, *there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return Decimal(repr(round(2 * EARTH_KM * asin(sqrt(min(1.0, half))), 9)))


def separated_sites(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """R05: critical systems with a second site far enough and in another hazard zone / all.

    The second site is that of the system, else that of its room. The distance is the great circle
    between both rooms, else the kilometres that the first room states; it must reach the parameter
    "least_km". Rule M-C: no second site does not meet it.
    """
    if not (inputs.reported("systems") and inputs.reported("data_centres")):
        return not_reported(definition, inputs)
    rooms = {room.uid: room for room in inputs.counting("data_centres")}
    least = definition.parameters["least_km"]

    def apart(system: Record) -> bool | None:
        first = rooms.get(str(system["hosting_dc"]))
        if first is None:
            return None
        second = rooms.get(str(system["dr_dc"] or first["dr_site"]))
        distance = _distance(first, second)
        zone = first["dr_site_other_hazard"] if usable(first, "dr_site_other_hazard") else None
        if zone is False or (distance is not None and distance < least):
            return False
        return True if zone is True and distance is not None else None

    names = ("hosting_dc", "dr_dc")
    figure = judged_records(definition, inputs, critical(inputs), apart, *names)
    hosts = {str(system["hosting_dc"]) for system in critical(inputs)}
    places = ("dr_site", "dr_site_distance_km", "dr_site_other_hazard", *_PLACE)
    more = sources_of([rooms[uid] for uid in sorted(hosts & rooms.keys())], *places)
    return replace(figure, inputs=(*figure.inputs, *more))


def _distance(first: Record, second: Record | None) -> Decimal | None:
    places = [_place(each) for each in (first, second) if each is not None]
    if len(places) == 2 and places[0] is not None and places[1] is not None:
        return kilometres(places[0], places[1])
    return number(first, "dr_site_distance_km") if usable(first, "dr_site_distance_km") else None


def _place(room: Record) -> tuple[Decimal, Decimal] | None:
    latitude, longitude = number(room, "latitude"), number(room, "longitude")
    if latitude is None or longitude is None or not usable(room, *_PLACE):
        return None
    return latitude, longitude


def local_critical_systems(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """R07: critical systems whose room is no enterprise data centre / critical systems.

    Services of UNICC, a cloud or a vendor stand in no room of the entity. A system whose room
    nobody knows counts as local (rule M-C).
    """
    if not inputs.reported("systems"):
        return not_reported(definition, inputs)
    rooms = {room.uid: room for room in inputs.counting("data_centres")}

    def local(system: Record) -> bool | None:
        room = rooms.get(str(system["hosting_dc"]))
        scope = room["un_role_scope"] if room and usable(room, "un_role_scope") else None
        if scope is not None:
            return scope != "ENTERPRISE"
        if not usable(system, "hosting_type"):
            return None
        return system["hosting_type"] == "LOCAL_DC"

    return judged_records(definition, inputs, critical(inputs), local, "hosting_type", "hosting_dc")
