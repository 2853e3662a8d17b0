"""Formulas of recovery: can what matters be brought back, in time and from a safe distance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from math import asin, cos, radians, sin, sqrt
from typing import Any

from inventory_app.domain.columns import NE, Answers
from inventory_app.domain.declared_counts import conservative_figure
from inventory_app.domain.figures import (
    ZERO,
    Coverage,
    Figure,
    Parts,
    Source,
    Sources,
    Term,
    changed,
    quotient,
)
from inventory_app.domain.formulas.common import critical, judged, not_reported
from inventory_app.domain.formulas.rooms import listed_rooms
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.listed import Listed, listed
from inventory_app.domain.months import months_before
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState

EARTH_KM = 6371.0088  # mean radius
_ROOMS = "data_centres"
_RECOVERY = ("last_test", "recovery_h", "rto_h")
_PLACE = ("latitude", "longitude")
_OF_SITE = ("dr_site", "dr_site_distance_km", "dr_site_other_hazard", *_PLACE)
_MET, _FAILED, _UNMEASURED, _TOO_OLD, _UNKNOWN = range(5)


def recovery_attainment(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """R02: critical systems that met their RTO in a test of the last 12 months / critical systems.

    Rule M-C: what is not known counts as not met. Parts: "tested" and "met" count systems,
    "undetermined" those whose blank could hide success; see `recovery_rates` for the rates.
    """
    reported, systems = answers.reported("systems"), critical(answers)
    outcomes = _outcomes(systems, answers.as_of)
    firm = all(map(systems.columns.is_firm, _RECOVERY))
    estimated = [] if firm else [NE in told for told in _told(systems)]
    found = []
    for owner, (entity, span) in enumerate(zip(answers.entities, systems.spans, strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        here = outcomes[span]
        met, failed, unmeasured, _, unknown = map(here.count, range(5))
        undetermined = unmeasured + unknown
        counts = {"tested": met + failed + unmeasured, "met": met, "undetermined": undetermined}
        numbers = {name: Decimal(count) for name, count in counts.items()}
        state = ValueState.NE if any(estimated[span]) else ValueState.OK
        whole = Decimal(len(here))
        figure = quotient(
            definition,
            entity,
            Term(value=numbers["met"], state=state, sources=systems.sources(owner, *_RECOVERY)),
            Term(value=whole),
            coverage=Coverage(len(here) - undetermined, len(here)),
            parts=recovery_rates(numbers, whole),
            reasons=(Reason.UNTESTED,) if undetermined else (),
        )
        found.append(figure)
    return found


def _told(systems: Listed) -> Iterator[tuple[int, ...]]:
    return zip(*map(systems.stands, _RECOVERY), strict=True)


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


def _outcomes(systems: Listed, as_of: date) -> list[int]:
    """Return what is known of the last tests: met, failed, unmeasured, too old, or unknown."""
    since = months_before(as_of, 12)
    measured = systems.usable("recovery_h", "rto_h")
    found = []
    for tested, sure, hours, objective, known in zip(
        systems.values("last_test"), systems.usable("last_test"),
        systems.values("recovery_h"), systems.values("rto_h"), measured, strict=True,
    ):  # fmt: skip
        if tested is None or not sure:
            found.append(_UNKNOWN)
        elif not since <= tested <= as_of:
            found.append(_TOO_OLD)
        elif not known or hours is None or objective is None:
            found.append(_UNMEASURED)
        else:
            found.append(_MET if hours <= objective else _FAILED)
    return found


class _Plans:
    """The recovery plans that the critical systems and rooms of each entity need."""

    def __init__(self, records: Listed, field: str, as_of: date) -> None:
        self.records, self.field = records, field
        since = months_before(as_of, 12)
        self.names = [
            str(plan or uid)
            for plan, uid in zip(records.values("dr_plan_no"), records.uids, strict=True)
        ]
        self.tested = [
            (since <= day <= as_of if day is not None else False) if sure else None
            for day, sure in zip(records.values(field), records.usable(field), strict=True)
        ]
        self.estimated = [stand == NE for stand in records.stands(field)]

    def sources(self, owner: int) -> list[tuple[str, Source]]:
        """Return the plan and the answer of each record of an entity."""
        span, sheet = self.records.spans[owner], self.records.columns.sheet.name
        named = zip(self.names[span], self.records.uids[span], strict=True)
        return [(plan, Source(sheet, uid, self.field)) for plan, uid in named]


def plans_tested(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """R04: recovery plans tested in the last 12 months / plans required (rule M-C).

    Every critical system and every enterprise data centre needs one; those with the same plan
    number share it. A plan is tested when one that it is for was.
    """
    reported, rooms = answers.reported("systems", _ROOMS), listed_rooms(answers)
    central = rooms.where(scope == "ENTERPRISE" for scope in rooms.values("un_role_scope"))
    both = (
        _Plans(critical(answers), "last_test", answers.as_of),
        _Plans(central, "last_dr_test", answers.as_of),
    )
    found = []
    for owner, entity in enumerate(answers.entities):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        plans: dict[str, list[bool | None]] = {}
        for each in both:
            span = each.records.spans[owner]
            for name, tested in zip(each.names[span], each.tested[span], strict=True):
                plans.setdefault(name, []).append(tested)
        truths = [True in told or (None if None in told else False) for told in plans.values()]
        counts = truths.count(True), truths.count(None), len(truths)
        sources = Sources(partial(_plan_sources, both, owner))
        figure = conservative_figure(definition, entity, counts, ValueState.OK, sources)
        estimated = any(any(each.estimated[each.records.spans[owner]]) for each in both)
        if estimated and figure.state is ValueState.OK:
            why = (*figure.reasons, Reason.ESTIMATED)
            figure = changed(figure, state=ValueState.NE, ranked=False, reasons=why)
        found.append(figure)
    return found


def _plan_sources(both: Sequence[_Plans], owner: int) -> Iterator[Source]:
    plans: dict[str, list[Source]] = {}
    for each in both:
        for name, source in each.sources(owner):
            plans.setdefault(name, []).append(source)
    for sources in plans.values():
        yield from sources


def kilometres(here: tuple[Decimal, Decimal], there: tuple[Decimal, Decimal]) -> Decimal:
    """Return the great circle between two places, latitude and longitude in degrees, in km."""
    lat1, lon1, lat2, lon2 = (radians(each) for each in (*here, *there))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return Decimal(repr(round(2 * EARTH_KM * asin(sqrt(min(1.0, half))), 9)))


class _Sites:
    """The rooms of each entity by uid, with what is known of them where it can be used."""

    def __init__(self, answers: Answers) -> None:
        self.rooms = rooms = listed(answers, _ROOMS)
        self.by_uid = [
            {rooms.uids[at]: at for at in range(span.start, span.stop)} for span in rooms.spans
        ]

    def known(self, name: str) -> Sequence[Any]:
        """Return the answers to a field that can be used, None for others."""
        values, usable = self.rooms.values(name), self.rooms.usable(name)
        return [value if sure else None for value, sure in zip(values, usable, strict=True)]

    def hosts(self, systems: Listed) -> list[int | None]:
        """Return the room of each system, None where the entity has no such room."""
        names = systems.values("hosting_dc")
        return [
            self.by_uid[owner].get(str(name))
            for owner, span in enumerate(systems.spans)
            for name in names[span]
        ]


def _sites(answers: Answers) -> _Sites:
    return answers.once("sites", lambda: _Sites(answers))


def separated_sites(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """R05: critical systems with a second site far enough and in another hazard zone / all.

    The second site is that of the system, else that of its room. The distance is the great circle
    between both rooms, else the kilometres that the first room states; it must reach the parameter
    "least_km". Rule M-C: no second site does not meet it.
    """
    sites, systems = _sites(answers), critical(answers)
    least = definition.parameters["least_km"]
    zones, stated = sites.known("dr_site_other_hazard"), sites.known("dr_site_distance_km")
    places = [
        None if None in place else place for place in zip(*map(sites.known, _PLACE), strict=True)
    ]
    seconds, own = sites.rooms.values("dr_site"), systems.values("dr_dc")
    firsts = sites.hosts(systems)
    truths: list[bool | None] = []
    for owner, span in enumerate(systems.spans):
        by_uid = sites.by_uid[owner]
        for first, other in zip(firsts[span], own[span], strict=True):
            if first is None:
                truths.append(None)
                continue
            second = by_uid.get(str(other or seconds[first]))
            here, there = places[first], None if second is None else places[second]
            distance = stated[first]
            if here is not None and there is not None:
                distance = kilometres(here, there)
            zone = zones[first]
            if zone is False or (distance is not None and distance < least):
                truths.append(False)
            else:
                truths.append(True if zone is True and distance is not None else None)

    def sources(owner: int) -> Sources:
        return Sources(partial(_site_sources, sites, systems, owner))

    return judged(
        definition, answers, ["systems", _ROOMS], systems, truths, "hosting_dc", "dr_dc",
        sources=sources,
    )  # fmt: skip


def _site_sources(sites: _Sites, systems: Listed, owner: int) -> Iterator[Source]:
    yield from systems.sources(owner, "hosting_dc", "dr_dc")
    names = map(str, systems.values("hosting_dc")[systems.spans[owner]])
    for uid in sorted(set(names) & sites.by_uid[owner].keys()):
        for name in _OF_SITE:
            yield Source(_ROOMS, uid, name)


def local_critical_systems(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """R07: critical systems whose room is no enterprise data centre / critical systems.

    Services of UNICC, a cloud or a vendor stand in no room of the entity. A system whose room
    nobody knows counts as local (rule M-C).
    """
    sites, systems = _sites(answers), critical(answers)
    scopes = sites.known("un_role_scope")
    truths = [
        scopes[room] != "ENTERPRISE" if room is not None and scopes[room] is not None
        else (hosting == "LOCAL_DC" if sure else None)
        for room, hosting, sure in zip(
            sites.hosts(systems), systems.values("hosting_type"), systems.usable("hosting_type"),
            strict=True,
        )
    ]  # fmt: skip
    return judged(definition, answers, ["systems"], systems, truths, "hosting_type", "hosting_dc")
