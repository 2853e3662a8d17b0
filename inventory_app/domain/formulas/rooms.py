"""Formulas D01, D09 and K02: data centres and server rooms, their energy and what runs there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from inventory_app.domain.adding_up import merged
from inventory_app.domain.columns import ERR, NA, NE, NR, OK, USABLE, Answers
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
    covers,
    explained,
    figure_of,
    number,
    quotient,
    state_from,
    without_value,
)
from inventory_app.domain.formulas.common import not_reported
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.listed import Listed, Told, listed
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import BY_WEIGHT, ValueState, combined

HOURS_A_YEAR = Decimal(8760)
FEWEST_SERVERS = 5
UNLISTED = -1  # the standing of a room that is not counted among those that could have a figure
_ROOMS = "data_centres"
_ENERGY = (
    ("energy_total_kwh", "energy_it_kwh", Decimal(1)),
    ("avg_electricity", "avg_it_electricity", HOURS_A_YEAR),
)
_SERVERS = ("total_servers", "virtual_os")
_LOADS = ("it_load_kw", "avg_it_electricity")
_SCOPE = "un_role_scope"

OfRoom: TypeAlias = "Callable[[IndicatorDefinition, str, Answering], Figure]"


def listed_rooms(answers: Answers) -> Listed:
    """Return the rooms in use: neither closed, nor an invalid site, nor a cloud service."""

    def make() -> Listed:
        rooms = listed(answers, _ROOMS)
        return rooms.where(
            stage != "CLOSED" and validity != "INVALID_FACILITY" and kind != "CLOUD"
            for stage, validity, kind in zip(
                rooms.values("closing_stage"), rooms.values("record_validity"),
                rooms.values("facility_class"), strict=True,
            )
        )  # fmt: skip

    return answers.once("open rooms", make)


def open_rooms(inputs: EntityInputs) -> tuple[Record, ...]:
    """Return the rooms of an entity that are in use."""
    every = inputs.judged(_ROOMS)
    return tuple(every[row] for row in listed_rooms(inputs.answers).rows)


class RoomTerms(NamedTuple):
    """Numerator and denominator of each room, and how they stand: `UNLISTED` where none could."""

    above: Sequence[Any]
    below: Sequence[Any]
    stands: Sequence[int]


def of_rooms(
    definition: IndicatorDefinition,
    answers: Answers,
    terms: RoomTerms,
    of_room: OfRoom,
    nothing: Reason,
) -> list[Figure]:
    """Return the figure of each entity from those of its rooms in use, as `merged` adds them up.

    Where a room has a figure, *terms* are added up as they stand; only entities without any are
    looked at room by room, by *of_room*, for the reasons. *nothing* is that of having no rooms.
    """
    reported, rooms = answers.reported(_ROOMS), listed_rooms(answers)
    found = []
    for owner, (entity, span) in enumerate(zip(answers.entities, rooms.spans, strict=True)):
        stands = terms.stands[span]
        if not reported[owner]:
            found.append(not_reported(definition, entity))
        elif not stands:
            found.append(without_value(definition, entity, ValueState.NA, nothing))
        elif any(OK <= stand <= USABLE for stand in stands):
            sources = Sources(partial(_counted, definition, rooms, terms, span, of_room))
            found.append(_sum_of(definition, entity, terms, span, sources))
        else:
            told = (Told(rooms.columns, row) for row in rooms.rows[span])
            found.append(merged([of_room(definition, entity, room) for room in told]))
    return found


def _sum_of(
    definition: IndicatorDefinition, entity: str, terms: RoomTerms, span: slice, sources: Sources
) -> Figure:
    above = below = ZERO
    counted, of_all, worst = 0, 0, OK
    for up, lo, stand in zip(terms.above[span], terms.below[span], terms.stands[span], strict=True):
        of_all += stand != UNLISTED
        if OK <= stand <= USABLE:
            counted += 1
            above += up
            below += lo
            worst = max(worst, stand)
    state = BY_WEIGHT[worst]
    return figure_of(
        indicator=definition.id, entity=entity, numerator=above, denominator=below,
        value=above * definition.factor / below, factor=definition.factor, state=state,
        reasons=explained(state, {Reason.PARTIAL} if counted < of_all else ()),
        coverage=Coverage(counted, of_all), ranked=state is ValueState.OK, inputs=sources,
    )  # fmt: skip


def _counted(
    definition: IndicatorDefinition, rooms: Listed, terms: RoomTerms, span: slice, of_room: OfRoom
) -> Iterator[Source]:
    for row, stand in zip(rooms.rows[span], terms.stands[span], strict=True):
        if OK <= stand <= USABLE:
            yield from of_room(definition, "", Told(rooms.columns, row)).inputs


def pue_of_rooms(definition: IndicatorDefinition, inputs: EntityInputs) -> tuple[Figure, ...]:
    """D01 of each room: energy of the room / energy of its ICT equipment, in kWh a year.

    Mean loads stand in for the year's energy. A room without a meter of its own is NA; figures
    given for it all the same are estimates. A value below 1 is rejected.
    """
    return tuple(_pue_of(definition, inputs.entity, room) for room in open_rooms(inputs))


def _pue_of(definition: IndicatorDefinition, entity: str, room: Answering) -> Figure:
    whole, it = _energy(room)
    if room["electricity_metered"] is False:
        if whole.value is None:
            return without_value(definition, entity, ValueState.NA, Reason.NOT_METERED, room.uid)
        whole = whole._replace(state=combined((whole.state, ValueState.NE)))
    figure = quotient(definition, entity, whole, it, record=room.uid)
    if whole.value is not None and it.value is not None and whole.value < it.value:
        return without_ratio(figure, ValueState.ERR, Reason.IMPOSSIBLE)
    return figure


def without_ratio(figure: Figure, state: ValueState, reason: Reason) -> Figure:
    """Return *figure* with what is known of it, but without a value."""
    return figure_of(
        **figure.__dict__ | {"value": None, "state": state, "reasons": (reason,), "ranked": False}
    )


def _energy(room: Answering) -> tuple[Term, Term]:
    """Return the energy of the room and of its equipment, from the first pair that is given."""
    for whole, it, hours in _ENERGY:
        if number(room, whole) is not None and number(room, it) is not None:
            return _amount(room, whole, hours), _amount(room, it, hours)
    states = {room.state(name) for whole, it, _ in _ENERGY for name in (whole, it)}
    inapplicable = states == {ValueState.NA}
    nothing = Term(state=ValueState.NA if inapplicable else combined({ValueState.NR, *states}))
    return nothing, nothing


def _amount(room: Answering, name: str, factor: Decimal) -> Term:
    return Term(
        value=(number(room, name) or ZERO) * factor,
        state=room.state(name),
        sources=(Source(room.sheet, room.uid, name),),
        coverage=Coverage(1, 1),
    )


def power_usage(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """D01 of the entity: all energy / all ICT energy of its metered rooms."""
    terms = _energy_terms(listed_rooms(answers))
    return of_rooms(definition, answers, terms, _pue_of, Reason.NOT_IN_USE)


def _energy_terms(rooms: Listed) -> RoomTerms:
    columns = [
        (*map(rooms.values, names), *map(rooms.stands, names), [hours] * len(rooms))
        for *names, hours in _ENERGY
    ]
    above: list[Any] = []
    below: list[Any] = []
    stands: list[int] = []
    for at, metered in enumerate(rooms.values("electricity_metered")):
        up, lo, stand = None, None, UNLISTED
        for wholes, its, on_whole, on_it, hours in columns:
            if wholes[at] is not None and its[at] is not None:
                up, lo = (wholes[at] or ZERO) * hours[at], (its[at] or ZERO) * hours[at]
                stand = max(on_whole[at], on_it[at], OK if metered is not False else NE)
                if up < lo:
                    stand = ERR
                elif stand <= USABLE and not lo:
                    stand = ERR if up else NA
                break
        else:
            told = {each[at] for column in columns for each in column[2:4]}
            if metered is not False and told != {NA}:
                stand = max(NR, *told)
        above.append(up)
        below.append(lo)
        stands.append(UNLISTED if stand == NA else stand)
    return RoomTerms(above, below, stands)


def virtualisation_of_rooms(
    definition: IndicatorDefinition, inputs: EntityInputs
) -> tuple[Figure, ...]:
    """D09 of each room: (physical servers + virtual systems) / physical servers.

    Rooms with fewer than five servers are NA.
    """
    return tuple(_virtualisation_of(definition, inputs.entity, room) for room in open_rooms(inputs))


def _virtualisation_of(definition: IndicatorDefinition, entity: str, room: Answering) -> Figure:
    servers = number(room, "total_servers")
    virtual = number(room, "virtual_os")
    if _is_small(servers, virtual):
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


def _is_small(servers: Any, virtual: Any) -> bool:
    """Return whether a room has too few servers; none that run something contradict (Z-2)."""
    few = servers is not None and servers < FEWEST_SERVERS
    return few and not (servers == 0 and virtual is not None and virtual > 0)


def virtualisation(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """D09 of the entity: all operating systems / all physical servers of its larger rooms."""
    rooms = listed_rooms(answers)
    physical, virtual = (rooms.amounts(name) for name in _SERVERS)
    above = [servers + systems for servers, systems in zip(physical, virtual, strict=True)]
    stands = [
        UNLISTED if _is_small(servers, systems) or stand == NA
        else ERR if stand <= USABLE and not servers
        else stand
        for servers, systems, stand in zip(
            *map(rooms.values, _SERVERS), rooms.stands(*_SERVERS), strict=True
        )
    ]  # fmt: skip
    terms = RoomTerms(above, physical, stands)
    return of_rooms(definition, answers, terms, _virtualisation_of, Reason.TOO_SMALL)


def enterprise_share(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """K02: ICT load (kW) in enterprise data centres / load of all rooms.

    The load is the present one, else the mean of the year. If the loads known are not enough by
    rule M-B, the whole figure falls back on operating systems, physical and virtual; parts
    "os_enterprise" and "os_total" hold them wherever all rooms give them.
    """
    reported, rooms = answers.reported(_ROOMS), listed_rooms(answers)
    loads, systems = _Amounts.loads(rooms), _Amounts.systems(rooms)
    found = []
    for owner, (entity, span) in enumerate(zip(answers.entities, rooms.spans, strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        by_systems = systems.shares(span, None)
        parts = {}
        if by_systems[0].state in USABLE_STATES:
            parts = {
                "os_enterprise": by_systems[0].value or ZERO,
                "os_total": by_systems[1].value or ZERO,
            }
        by_load = loads.shares(span, answers.last(owner).get("it_load_kw"))
        loaded = by_load[0].state in USABLE_STATES or by_systems[0].state not in USABLE_STATES
        terms, why = (by_load, ()) if loaded else (by_systems, (Reason.FALL_BACK,))
        found.append(quotient(definition, entity, *terms, parts=parts, reasons=why))
    return found


class _Amounts:
    """An amount of each room, and how it and the scope of the room stand."""

    def __init__(
        self,
        rooms: Listed,
        amounts: Sequence[Any],
        stands: Sequence[int],
        names: Callable[[int], Sequence[str]],
    ) -> None:
        self.rooms, self.names, self.amounts = rooms, names, amounts
        scope = rooms.stands(_SCOPE)
        self.stands = list(map(max, stands, scope)) if any(scope) else stands

    @classmethod
    def loads(cls, rooms: Listed) -> _Amounts:
        """Return the ICT load of each room, the present one, else the mean of the year."""
        now, mean = map(rooms.values, _LOADS)
        chosen = [a is None and b is not None for a, b in zip(now, mean, strict=True)]
        pairs = list(zip(*map(rooms.amounts, _LOADS), strict=True))
        told = list(zip(*map(rooms.stands, _LOADS), strict=True))
        return cls(
            rooms,
            [pair[each] for each, pair in zip(chosen, pairs, strict=True)],
            [pair[each] for each, pair in zip(chosen, told, strict=True)],
            lambda at: (_LOADS[chosen[at]], _SCOPE),
        )

    @classmethod
    def systems(cls, rooms: Listed) -> _Amounts:
        """Return the operating systems of each room, physical and virtual."""
        pairs = zip(*map(rooms.amounts, _SERVERS), strict=True)
        amounts = [ZERO + physical + virtual for physical, virtual in pairs]
        return cls(rooms, amounts, rooms.stands(*_SERVERS), lambda _: (*_SERVERS, _SCOPE))

    def shares(self, span: slice, last_total: Decimal | None) -> tuple[Term, Term]:
        """Return the amount in enterprise data centres and in all rooms, by rule M-B."""
        whole = central = ZERO
        known, missing, worst = 0, 0, OK
        for amount, stand, scope in zip(
            self.amounts[span], self.stands[span], self.rooms.values(_SCOPE)[span], strict=True
        ):
            if stand <= USABLE:
                known += 1
                whole += amount
                worst = max(worst, stand)
                if scope == "ENTERPRISE":
                    central += amount
            else:
                missing += stand != NA
        enough = covers(whole, missing, last_total)
        state = BY_WEIGHT[worst] if enough else ValueState.NR
        partly = (Reason.PARTIAL,) if missing else ()
        return (
            Term(
                value=central,
                state=state,
                reasons=partly if enough else (Reason.BELOW_COVERAGE,),
                sources=Sources(partial(self._sources, span)),
                coverage=Coverage(known, known + missing),
            ),
            Term(value=whole, state=state),
        )

    def _sources(self, span: slice) -> Iterator[Source]:
        for at in range(span.start, span.stop):
            if self.stands[at] <= USABLE:
                for name in self.names(at):
                    yield Source(_ROOMS, self.rooms.uids[at], name)
