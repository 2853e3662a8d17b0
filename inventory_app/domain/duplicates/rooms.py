"""Grounds for and against two data centres or server rooms being one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from inventory_app.domain.duplicates.grounds import Ground
from inventory_app.domain.duplicates.letters import romanised
from inventory_app.domain.duplicates.likeness import Comparison
from inventory_app.domain.duplicates.names import Reader
from inventory_app.domain.duplicates.portraits import (
    Portrait,
    mentioned,
    number_of,
    shared_grounds,
    text_of,
)
from inventory_app.domain.records import Record

PROVIDER, TENANT = "PROVIDER", "TENANT"
_POSITION = "shared_service_position"
_HOSTING = ("agencies_serviced", "hosting_agreement", "component", "name")
_EARTH = 6_371_000
_SAME_PLACE, _NEAR_PLACE, _FAR = 150, 1_000, 3_000  # metres
_ALIKE_ADDRESS = 92
_SHORTEST_ADDRESS = 6
_NEARLY = Decimal("0.98")
_HALF = Decimal("0.5")


def portrait(record: Record, reader: Reader) -> Portrait:
    """Return what is compared of a room."""
    names = reader.names(text_of(record, "name"), text_of(record, "published_name"))
    city = text_of(record, "city")
    return Portrait(
        record=record,
        names=names,
        number=number_of(text_of(record, "dc_id")),
        city=reader.glossary.place(city) if city else "",
        address=romanised(text_of(record, "address")),
        point=_point(record),
        mentions=mentioned(reader, (text_of(record, name) for name in _HOSTING)),
    )


def weight(record: Record) -> tuple[bool, int]:
    """Return what is larger for the record that should stand for others: host, then floor area."""
    area = record["gross_floor_area"]
    return record[_POSITION] == PROVIDER, int(area) if isinstance(area, Decimal) else 0


def grounds(comparison: Comparison, one: Portrait, other: Portrait) -> Iterator[Ground]:
    """Yield what speaks for two rooms being the same, and what against."""
    hosted = are_host_and_tenant(one, other)
    yield from shared_grounds(comparison, one, other)
    yield from _place(comparison, one, other)
    if hosted:
        yield Ground("HOST-TENANT", 22, {})
    yield from _named(one, other)
    if not hosted:
        yield from _sizes(one.record, other.record)
        mine, theirs = one.code("facility_class"), other.code("facility_class")
        if mine and theirs and mine != theirs:
            yield Ground("CLASS-OTHER", -5, {})
    stages = [each.record["closing_stage"] for each in (one, other)]
    if stages.count("CLOSED") == 1:
        yield Ground("STAGE-OTHER", -12, {})


def are_host_and_tenant(one: Portrait, other: Portrait) -> bool:
    """Whether one provides what the other rents, in the same city, of two entities."""
    positions = {one.record[_POSITION], other.record[_POSITION]}
    same_city = bool(one.city) and one.city == other.city
    return positions == {PROVIDER, TENANT} and same_city and one.entity != other.entity


def _named(one: Portrait, other: Portrait) -> Iterator[Ground]:
    """Yield that one side of the hosting names the other."""
    if not {one.record[_POSITION], other.record[_POSITION]} & {PROVIDER, TENANT}:
        return
    for mine, theirs in ((one, other), (other, one)):
        if theirs.entity in mine.mentions and mine.entity != theirs.entity:
            yield Ground("HOST-NAMED", 26, {"one": mine.entity, "other": theirs.entity})


def _place(comparison: Comparison, one: Portrait, other: Portrait) -> Iterator[Ground]:
    cities = text_of(one.record, "city"), text_of(other.record, "city")
    same_city = bool(one.city) and one.city == other.city
    if same_city:
        yield Ground("CITY-SAME", 12, {"value": cities[0]})
    elif one.city and other.city:
        yield Ground("CITY-OTHER", -50, {"one": cities[0], "other": cities[1]})
    countries = one.code("country"), other.code("country")
    if all(countries) and countries[0] != countries[1]:
        yield Ground("COUNTRY-OTHER", -30, {})
    if (same_city or not (one.city and other.city)) and _same_address(comparison, one, other):
        yield Ground("ADDRESS-SAME", 40, {"value": text_of(one.record, "address")})
    yield from _distance(one, other)


def _same_address(comparison: Comparison, one: Portrait, other: Portrait) -> bool:
    if min(len(one.address), len(other.address)) < _SHORTEST_ADDRESS:
        return False
    mine, theirs = ({w for w in each.address.split() if w.isdigit()} for each in (one, other))
    return mine == theirs and (comparison.texts_alike(one.address, other.address) >= _ALIKE_ADDRESS)


def _point(record: Record) -> tuple[float, float] | None:
    latitude, longitude = record["latitude"], record["longitude"]
    if isinstance(latitude, Decimal | int) and isinstance(longitude, Decimal | int):
        return math.radians(latitude), math.radians(longitude)
    return None


def _distance(one: Portrait, other: Portrait) -> Iterator[Ground]:
    if one.point is None or other.point is None:
        return
    metres = metres_between(one.point, other.point)
    if metres <= _NEAR_PLACE:
        points = 34 if metres <= _SAME_PLACE else 10
        yield Ground("NEAR", points, {"metres": f"{metres:.0f}"})
    elif metres >= _FAR:
        yield Ground("FAR", -40, {"kilometres": f"{metres / 1000:.0f}"})


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the way over the globe between two points in radians (haversine)."""
    half = (other[0] - one[0]) / 2, (other[1] - one[1]) / 2
    square = math.sin(half[0]) ** 2 + math.cos(one[0]) * math.cos(other[0]) * math.sin(half[1]) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(square)))


def _sizes(one: Record, other: Record) -> Iterator[Ground]:
    areas = one["gross_floor_area"], other["gross_floor_area"]
    if all(isinstance(area, Decimal) and area > 0 for area in areas):
        small, large = sorted(area for area in areas if isinstance(area, Decimal))
        params = {"one": f"{areas[0]:f}", "other": f"{areas[1]:f}"}
        if small >= large * _NEARLY:
            yield Ground("AREA-SAME", 12, {"value": params["one"]})
        else:
            yield Ground("AREA-OTHER", -22 if small < large * _HALF else -12, params)
    counts = [[each[name] for name in ("rack_count", "total_servers")] for each in (one, other)]
    if counts[0] == counts[1] and all(isinstance(n, int) and n > 0 for n in counts[0]):
        yield Ground("SIZE-SAME", 12, {})
