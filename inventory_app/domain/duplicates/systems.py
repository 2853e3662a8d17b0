"""Grounds for and against two systems being one."""

from __future__ import annotations

from collections.abc import Iterator

from inventory_app.domain.duplicates.grounds import Ground
from inventory_app.domain.duplicates.likeness import Comparison
from inventory_app.domain.duplicates.names import Reader
from inventory_app.domain.duplicates.portraits import (
    Portrait,
    address_of,
    number_of,
    shared_grounds,
    text_of,
)
from inventory_app.domain.records import Record

_MUCH_ALIKE, _SHORTEST_DESCRIPTION = 88, 24
_YEARS_APART = 5
_CLOSE_VENDOR = 90
_RELATIONS = ("parent_system", "replaced_by")


def portrait(record: Record, reader: Reader) -> Portrait:
    """Return what is compared of a system."""
    host, path = address_of(text_of(record, "url"))
    vendor = reader.words(text_of(record, "vendor"))
    return Portrait(
        record=record,
        names=reader.names(
            text_of(record, "name"), text_of(record, "alias"), text_of(record, "vendor")
        ),
        number=number_of(text_of(record, "app_id")),
        host=host,
        path=path,
        vendor="" if vendor.entities else vendor.joined,
        description=text_of(record, "description"),
    )


def weight(record: Record) -> tuple[bool, int]:
    """Return what is larger for the record that should stand for others: reach, then users."""
    users = record["users_active"]
    return record["scope"] == "ENTERPRISE", users if isinstance(users, int) else 0


def grounds(comparison: Comparison, one: Portrait, other: Portrait) -> Iterator[Ground]:
    """Yield what speaks for two systems being the same, and what against."""
    yield from shared_grounds(comparison, one, other)
    yield from _addresses(one, other)
    yield from _vendors(comparison, one, other)
    yield from _codes(one, other)
    yield from _years(one, other)
    yield from _scopes(one, other)
    if _related(one.record, other.record) or _related(other.record, one.record):
        yield Ground("RELATED", -70, {})
    if _described_alike(comparison, one, other):
        yield Ground("DESCRIPTION", 12, {})


def _addresses(one: Portrait, other: Portrait) -> Iterator[Ground]:
    if not one.host or not other.host:
        return
    if one.host != other.host:
        params = {"one": one.host, "other": other.host}
        yield Ground("URL-OTHER", -14, params)
    elif one.path == other.path:
        yield Ground("URL-SAME", 42, {"value": one.host + one.path})
    else:
        yield Ground("URL-HOST", 8, {"value": one.host})


def _vendors(comparison: Comparison, one: Portrait, other: Portrait) -> Iterator[Ground]:
    if not one.vendor or not other.vendor:
        return
    mine, theirs = text_of(one.record, "vendor"), text_of(other.record, "vendor")
    within = one.vendor in other.vendor or other.vendor in one.vendor
    if within or comparison.texts_alike(one.vendor, other.vendor) >= _CLOSE_VENDOR:
        yield Ground("VENDOR-SAME", 12, {"value": mine})
        version = text_of(one.record, "version")
        if version and version == text_of(other.record, "version"):
            yield Ground("VERSION-SAME", 4, {"value": version})
    else:
        yield Ground("VENDOR-OTHER", -14, {"one": mine, "other": theirs})


def _codes(one: Portrait, other: Portrait) -> Iterator[Ground]:
    for name, same, points, differs, against in (
        ("business_function", "FUNCTION-SAME", 8, "FUNCTION-OTHER", -10),
        ("application_type", "TYPE-SAME", 2, "TYPE-OTHER", -4),
        ("suite", "SUITE-SAME", 2, "", 0),
    ):
        mine, theirs = one.code(name), other.code(name)
        if mine is None or theirs is None:
            continue
        if mine == theirs:
            yield Ground(same, points, {})
        elif differs:
            yield Ground(differs, against, {})


def _years(one: Portrait, other: Portrait) -> Iterator[Ground]:
    mine, theirs = one.record["production_year"], other.record["production_year"]
    if not isinstance(mine, int) or not isinstance(theirs, int):
        return
    if mine == theirs:
        yield Ground("YEAR-SAME", 2, {"value": str(mine)})
    elif abs(mine - theirs) > _YEARS_APART:
        yield Ground("YEAR-OTHER", -3, {"one": str(mine), "other": str(theirs)})


def _scopes(one: Portrait, other: Portrait) -> Iterator[Ground]:
    scopes = {one.code("scope"), other.code("scope")}
    if "ENTERPRISE" in scopes:
        yield Ground("SCOPE-WIDE", 12, {})
    elif scopes == {"LOCAL"} and one.entity != other.entity:
        yield Ground("SCOPE-LOCAL", -20, {})


def _related(one: Record, other: Record) -> bool:
    return any(one[name] is not None and one[name] in (other.uid, other["name"])
               for name in _RELATIONS)  # fmt: skip


def _described_alike(comparison: Comparison, one: Portrait, other: Portrait) -> bool:
    shortest = min(len(one.description), len(other.description))
    return (
        shortest >= _SHORTEST_DESCRIPTION
        and comparison.texts_alike(one.description, other.description) >= _MUCH_ALIKE
    )
