"""Formulas of rooms that take more than two sums: efficiency, metering and availability class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from inventory_app.domain.adding_up import merged
from inventory_app.domain.columns import ERR, NA, NR, OK, USABLE, Answers
from inventory_app.domain.figures import (
    USABLE as USABLE_STATES,
)
from inventory_app.domain.figures import (
    ZERO,
    Answering,
    Coverage,
    EntityInputs,
    Figure,
    Source,
    Sources,
    Term,
    changed,
    explained,
    figure_of,
    number,
    quotient,
    state_from,
    without_value,
)
from inventory_app.domain.formulas.common import HUNDRED, not_reported
from inventory_app.domain.formulas.rooms import (
    UNLISTED,
    RoomTerms,
    listed_rooms,
    of_rooms,
    open_rooms,
    without_ratio,
)
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.listed import Listed, listed
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import BY_WEIGHT, ValueState

ENOUGH_SERVERS = Decimal("0.8")
WATTS = Decimal(1000)
METERED = frozenset({"UPS", "PDU", "EQUIPMENT"})
_ROOMS = "data_centres"
_UNDER_WAY = frozenset({"PLANNING", "MIGRATION_EXECUTION"})
_SERVERS = ("server_performance_ops", "server_power_kw", "servers_benchmarked", "total_servers")
_METER = ("electricity_metered", "metering_category")
_IT_ENERGY = ("avg_it_electricity", "energy_it_kwh")
_CLASS, _TIER, _REQUIRED = "availability_class", "facility_class", "availability_required"


def efficiency_of_rooms(
    definition: IndicatorDefinition, inputs: EntityInputs
) -> tuple[Figure, ...]:
    """D03 of each room: operations a second of its servers / watts they take, by one benchmark.

    A room counts where four in five of its servers were measured.
    """
    return tuple(_efficiency(definition, inputs.entity, room) for room in open_rooms(inputs))


def _efficiency(definition: IndicatorDefinition, entity: str, room: Answering) -> Figure:
    servers, measured = number(room, "total_servers"), number(room, "servers_benchmarked")
    if servers == 0 and room.state("total_servers") in USABLE_STATES:
        return without_value(definition, entity, ValueState.NA, Reason.NO_ACTIVITY, room.uid)
    figure = quotient(
        definition, entity,
        Term(value=number(room, "server_performance_ops"), state=state_from(room, *_SERVERS),
             sources=tuple(Source(room.sheet, room.uid, name) for name in _SERVERS),
             coverage=Coverage(1, 1)),
        Term(value=(number(room, "server_power_kw") or ZERO) * WATTS,
             state=room.state("server_power_kw")),
        record=room.uid,
    )  # fmt: skip
    if figure.state not in USABLE_STATES or not _is_unmeasured(servers, measured):
        return figure
    return without_ratio(figure, ValueState.NR, Reason.NOT_MEASURED)


def _is_unmeasured(servers: Any, measured: Any) -> bool:
    """Return whether too few of the servers of a room were measured, where both are known."""
    return servers is not None and measured is not None and measured < servers * ENOUGH_SERVERS


def server_efficiency(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """D03 of the entity: all operations a second / all watts of the rooms that were measured."""
    rooms = listed_rooms(answers)
    above = rooms.amounts("server_performance_ops")
    below = [kilowatts * WATTS for kilowatts in rooms.amounts("server_power_kw")]
    stands = []
    for up, lo, servers, measured, sure, stand in zip(
        above, below, rooms.values("total_servers"), rooms.values("servers_benchmarked"),
        rooms.usable("total_servers"), rooms.stands(*_SERVERS), strict=True,
    ):  # fmt: skip
        found = stand
        if (servers == 0 and sure) or stand == NA:
            found = UNLISTED
        elif stand <= USABLE and not lo:
            found = ERR if up else UNLISTED
        elif stand <= USABLE and _is_unmeasured(servers, measured):
            found = NR
        stands.append(found)
    terms = RoomTerms(above, below, stands)
    return of_rooms(definition, answers, terms, _efficiency, Reason.NOT_IN_USE)


def monitored_share(
    _definition: IndicatorDefinition, answers: Answers, figures: Sequence[Figure]
) -> list[Figure]:
    """D04, D10: add how many of the servers are monitored, in per cent, where both are known."""
    if not figures:
        return []
    rooms = listed_rooms(answers)
    d04 = figures[0].indicator == "D04"
    name = "servers_monitored" if d04 else "production_servers_monitored"
    known = rooms.where(rooms.usable("total_servers"))
    seen = known.where(known.usable(name))
    every = zip(figures, known.total("total_servers"), seen.total(name), strict=True)
    return [
        seen_share(changed(f, parts={**f.parts, "servers_seen": some, "servers_all": servers}))
        if servers and f.value is not None
        else f
        for f, servers, some in every
    ]


def seen_share(figure: Figure) -> Figure:
    """Return *figure* with the share of servers that are monitored, made anew from its parts."""
    servers = figure.parts.get("servers_all")
    if not servers:
        return figure
    share = figure.parts.get("servers_seen", ZERO) * HUNDRED / servers
    return changed(figure, parts={**figure.parts, "monitored_share": share})


def metering_coverage(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """D12: floor area of rooms whose equipment is metered / floor area of rooms that stay open.

    A meter at the UPS, the distribution units or the equipment is usable; where the place of the
    meter is blank, energy stated for the equipment proves one. What is not known counts as not
    metered (rule M-C), and at best as metered. Areas must be known (M-A).
    """
    reported, every = answers.reported(_ROOMS), listed_rooms(answers)
    rooms = every.where(stage not in _UNDER_WAY for stage in every.values("closing_stage"))
    meters, areas = _meters(rooms), rooms.amounts("gross_floor_area")
    states = rooms.heaviest("gross_floor_area")
    metered = rooms.sums([a if m else ZERO for a, m in zip(areas, meters, strict=True)])
    unclear = rooms.sums([a if m is None else ZERO for a, m in zip(areas, meters, strict=True)])
    wholes = rooms.total("gross_floor_area")
    known = rooms.numbers([meter is not None for meter in meters])
    found = []
    for owner, entity in enumerate(answers.entities):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        sources = rooms.sources(owner, "gross_floor_area", *_METER)
        coverage, state = Coverage(known[owner], rooms.counts[owner]), states[owner]
        figure = quotient(
            definition, entity,
            Term(value=metered[owner], state=state, sources=sources, coverage=coverage),
            Term(value=wholes[owner], state=state),
            reasons=(Reason.UNKNOWN_COUNTED,) if unclear[owner] else (),
            parts={"undetermined": unclear[owner]},
        )  # fmt: skip
        if figure.value is not None and figure.denominator:
            best = figure.value + unclear[owner] * definition.factor / figure.denominator
            figure = changed(figure, parts={**figure.parts, "optimistic": best})
        found.append(figure)
    return found


def _meters(rooms: Listed) -> list[bool | None]:
    """Return whether the equipment of each room is metered, None where nobody knows."""
    energy = [a or b for a, b in zip(*map(rooms.usable, _IT_ENERGY), strict=True)]
    return [
        None if not sure
        else False if metered is not True
        else place in METERED if placed
        else True if proven
        else None
        for metered, sure, place, placed, proven in zip(
            rooms.values(_METER[0]), rooms.usable(_METER[0]),
            rooms.values(_METER[1]), rooms.usable(_METER[1]), energy, strict=True,
        )
    ]  # fmt: skip


def class_gaps_of_rooms(
    definition: IndicatorDefinition, inputs: EntityInputs
) -> tuple[Figure, ...]:
    """D13 of each room: the highest class that a hosted system requires less the class built.

    A room of unknown class has the lowest (rule M-C); the tier of its facility stands in. A room
    that hosts no system with a requirement is NA.
    """
    gaps = _Gaps(definition, inputs.answers)
    return tuple(gaps.of_room(0, at) for at in range(len(gaps.rooms)))


class _Gaps:
    """The rooms in use and the systems in them that require something, by room."""

    def __init__(self, definition: IndicatorDefinition, answers: Answers) -> None:
        self.definition, self.answers = definition, answers
        self.rooms, systems = listed_rooms(answers), listed(answers, "systems")
        self.systems = systems.where(systems.usable(_REQUIRED))
        self.needs = self._needs()
        self.required = [_class(code) for code in self.systems.values(_REQUIRED)]
        self.built = self._built()

    def _needs(self) -> list[dict[str, list[int]]]:
        needs: list[dict[str, list[int]]] = [{} for _ in self.answers.entities]
        hosts = self.systems.values("hosting_dc")
        for owner, span in enumerate(self.systems.spans):
            for at in range(span.start, span.stop):
                needs[owner].setdefault(str(hosts[at]), []).append(at)
        return needs

    def _built(self) -> list[tuple[int, int | None]]:
        """Return the class of each room, and how it stands: None if nobody knows."""
        rooms = self.rooms
        return [
            (_class(code), stand) if stand <= USABLE
            else (_class(tier), on_tier) if on_tier <= USABLE and str(tier).startswith("TIER_")
            else (1, None)
            for code, stand, tier, on_tier in zip(
                rooms.values(_CLASS), rooms.stands(_CLASS),
                rooms.values(_TIER), rooms.stands(_TIER), strict=True,
            )
        ]  # fmt: skip

    def gap(self, owner: int, at: int) -> tuple[int, int, bool] | None:
        """Return the gap of a room, how it stands, and whether its class is not known.

        None if it hosts no system with a requirement.
        """
        systems = self.needs[owner].get(self.rooms.uids[at])
        if not systems:
            return None
        built, stand = self.built[at]
        stands = self.systems.stands(_REQUIRED)
        required = max(self.required[each] for each in systems)
        heaviest = max(stands[each] for each in systems)
        return max(0, required - built), max(heaviest, stand or OK), stand is None

    def of_room(self, owner: int, at: int) -> Figure:
        """Return the figure of a room."""
        of, uid, entity = self.definition, self.rooms.uids[at], self.answers.entities[owner]
        found = self.gap(owner, at)
        if found is None:
            return without_value(of, entity, ValueState.NA, Reason.NOT_IN_USE, uid)
        gap, state = Decimal(found[0]), BY_WEIGHT[found[1]]
        return figure_of(
            indicator=of.id, entity=entity, record=uid, numerator=gap, value=gap,
            factor=of.factor, state=state, ranked=state is ValueState.OK,
            reasons=(Reason.UNKNOWN_COUNTED,) if found[2] else (), coverage=Coverage(1, 1),
            parts={"rooms": Decimal(1), "rooms_below": Decimal(int(gap > 0))},
            inputs=tuple(self._sources(owner, [at])),
        )  # fmt: skip

    def _sources(self, owner: int, rooms: Sequence[int]) -> Iterator[Source]:
        for at in rooms:
            uid = self.rooms.uids[at]
            yield Source(_ROOMS, uid, _CLASS)
            yield Source(_ROOMS, uid, _TIER)
            for system in self.needs[owner][uid]:
                yield Source("systems", self.systems.uids[system], _REQUIRED)

    def of_entity(self, owner: int) -> Figure:
        """Return the figure of an entity, the largest gap of its rooms."""
        of, span = self.definition, self.rooms.spans[owner]
        places = range(span.start, span.stop)
        gaps = [(at, gap) for at in places if (gap := self.gap(owner, at)) is not None]
        if not gaps:
            return merged([self.of_room(owner, at) for at in places])
        state = BY_WEIGHT[max(stand for _, (_, stand, _) in gaps)]
        why = {Reason.UNKNOWN_COUNTED} if any(unknown for _, (_, _, unknown) in gaps) else ()
        largest_gap, n = Decimal(max(gap for _, (gap, _, _) in gaps)), len(gaps)
        below = sum(gap > 0 for _, (gap, _, _) in gaps)
        return figure_of(
            indicator=of.id, entity=self.answers.entities[owner], factor=of.factor,
            numerator=largest_gap, value=largest_gap, state=state, ranked=state is ValueState.OK,
            reasons=explained(state, why), coverage=Coverage(n, n),
            parts={"rooms": Decimal(n), "rooms_below": Decimal(below)},
            inputs=Sources(partial(self._sources, owner, [at for at, _ in gaps])),
        )  # fmt: skip


@lru_cache(maxsize=64)
def _class(code: object) -> int:
    return int(str(code).rpartition("_")[2])


def availability_gap(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """D13 of the entity: the largest gap of its rooms; parts count the rooms below what is needed.

    Systems that nobody reported leave the requirement unknown.
    """
    reported, gaps = answers.reported("systems", _ROOMS), _Gaps(definition, answers)
    return [
        not_reported(definition, entity) if not reported[owner]
        else gaps.of_entity(owner) if gaps.rooms.counts[owner]
        else without_value(definition, entity, ValueState.NA, Reason.NOT_IN_USE)
        for owner, entity in enumerate(answers.entities)
    ]  # fmt: skip


def largest(total: Figure, figures: Sequence[Figure]) -> Figure:
    """Return *total* with the largest value of *figures* in the place of their sum."""
    known = [figure.value for figure in figures if figure.value is not None]
    if not known:
        return total
    return changed(total, numerator=max(known), value=max(known))
