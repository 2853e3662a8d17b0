"""Peers: who is compared with whom, and how a value stands among them (rules 2.5 and 4.1).

A group is a tuple of codes, such as `("PKO", "M")`: peacekeeping operations with 150 to 999
users. Its parent is the group without the last code; the empty group holds everybody.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from inventory_app.domain.distributions import (
    FOR_MEDIAN,
    detail_for,
    is_indicative,
    percentile,
    quartiles,
)
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_definitions import Direction, IndicatorDefinition
from inventory_app.domain.rounds import Participation
from inventory_app.domain.values import Values, ValueState

Group: TypeAlias = tuple[str, ...]
Basis: TypeAlias = Literal["quartiles", "median", "parent", "uncovered", "none"]

_BANDS = ((Decimal(150), "S"), (Decimal(1000), "M"))
_LARGEST = "L"
# Missions are never pooled with substantive offices: C01 stays within a type of entity.
NOT_ACROSS_TYPES = frozenset({"C01"})
# Energy is compared only between sites of one climate.
NOT_ACROSS_CLIMATES = frozenset({"D01"})
# Of these there is no distribution over all entities: they would be compared across both.
NEVER_POOLED = NOT_ACROSS_TYPES | NOT_ACROSS_CLIMATES


@dataclass(frozen=True, kw_only=True)
class Peer:
    """What decides the group of an entity; `users` is None where nobody knows them.

    `size` is the size band that was frozen for a round, "" where it follows the users.
    """

    type: str
    users: Decimal | None = None
    size: str = ""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How one value stands among its peers; what a small group hides is None.

    `group` is the group that was used, `asked` the one the entity belongs to: they differ where
    the basis is "parent". Five values have quartiles and a percentile, three have median and
    range. `percentile` counts from worst (0) to best (100) and is None for directions without a
    better and a worse. Fewer than ten values are `indicative`. Where less than 70 per cent of the
    users of the group have answered, the basis is "uncovered" and nothing is said of it.
    """

    asked: Group
    group: Group
    n: int
    basis: Basis
    minimum: Decimal | None = None
    q1: Decimal | None = None
    median: Decimal | None = None
    q3: Decimal | None = None
    maximum: Decimal | None = None
    percentile: Decimal | None = None
    indicative: bool = True


def size_band(users: Decimal | None) -> str | None:
    """Return S below 150 users, M below 1,000, L from there; None if nobody knows."""
    if users is None:
        return None
    return next((band for limit, band in _BANDS if users < limit), _LARGEST)


def peers_of(
    asked: Mapping[str, Participation], users: Mapping[str, Decimal | None]
) -> dict[str, Peer]:
    """Return what decides the groups of everybody asked: type and size as frozen in the round.

    Where no size was frozen it follows the *users*, of the silent those known from before.
    """
    return {
        code: Peer(type=each.peer_type, users=users.get(code), size=each.peer_size)
        for code, each in asked.items()
    }


def entity_group(peer: Peer) -> Group:
    """Return the group P-1 of an entity: type and size, or the type alone if users are unknown."""
    band = peer.size or size_band(peer.users)
    return (peer.type, band) if band else (peer.type,)


def room_group(values: Values) -> Group:
    """Return the group P-2 of a room: what it is, and its climate where that is known."""
    climate = values.get("climate_class")
    stands_in = (climate,) if isinstance(climate, str) else ()
    if values.get("un_role_scope") == "ENTERPRISE":
        return ("ENTERPRISE", *stands_in)
    tiered = str(values.get("facility_class")).startswith("TIER_")
    return ("LOCAL", "TIERED" if tiered else "SERVER_ROOM", *stands_in)


def system_group(values: Values) -> Group:
    """Return the group P-3 of a system: criticality and way of hosting, as far as known."""
    group: Group = ()
    for name in ("criticality", "hosting_type"):
        code = values.get(name)
        if not isinstance(code, str):
            break
        group += (code,)
    return group


def entity_groups(definition: IndicatorDefinition, peers: Mapping[str, Peer]) -> dict[str, Group]:
    """Return the group of each entity by the peer rule of an indicator.

    Only P-1 compares entities. P-2 and P-3 compare rooms and systems, P-4 has an absolute
    threshold and P-5 only the value of the whole Secretariat: nobody is in a group.
    """
    if definition.peers != "P-1":
        return {}
    return {entity: entity_group(peer) for entity, peer in peers.items()}


def record_groups(
    definition: IndicatorDefinition, records: Mapping[str, Values]
) -> dict[str, Group]:
    """Return the group of each room (rule P-2) or system (P-3), by uid; nobody by other rules.

    Where only one climate may be compared, a room whose climate is not known is in no group.
    """
    if definition.peers == "P-3":
        return {uid: system_group(values) for uid, values in records.items()}
    if definition.peers != "P-2":
        return {}
    groups = {uid: room_group(values) for uid, values in records.items()}
    if definition.id not in NOT_ACROSS_CLIMATES:
        return groups
    return {uid: group for uid, group in groups.items() if records[uid].get("climate_class")}


def _shortest(definition: IndicatorDefinition, asked: Group) -> int:
    """Return how far a group may give way to wider ones."""
    if definition.id in NOT_ACROSS_CLIMATES:
        return len(asked)
    return 1 if definition.id in NOT_ACROSS_TYPES else 0


def compare(
    definition: IndicatorDefinition,
    name: str,
    figures: Mapping[str, Figure],
    groups: Mapping[str, Group],
) -> Comparison:
    """Return how the figure *name* stands among *figures*, grouped by *groups*.

    Only ranked values enter: `OK`, and not below a floor. Fewer than three of them in a group
    give way to the parent group. Figures and groups have the same keys: entities, or uids of
    rooms or systems. Whoever is in no group has no peers.
    """
    if name not in groups:
        return Comparison(asked=(), group=(), n=0, basis="none")
    asked = group = groups[name]
    shortest = _shortest(definition, asked)
    values = _values(figures, groups, group)
    while len(values) < FOR_MEDIAN and len(group) > shortest:
        group = group[:-1]
        values = _values(figures, groups, group)
    if len(values) < FOR_MEDIAN:
        return Comparison(asked=asked, group=group, n=len(values), basis="none")
    own = figures.get(name)
    return _distribution(
        asked, group, values, own.value if own and own.ranked else None, definition.direction
    )


def compare_all(
    definition: IndicatorDefinition,
    figures: Mapping[str, Figure],
    groups: Mapping[str, Group],
    uncovered: frozenset[Group] = frozenset(),
) -> dict[str, Comparison]:
    """Return for every figure what `compare` says of it; each group is looked at once.

    Of the groups that are *uncovered* nothing is said: too few of their users have answered.
    """
    by_group: dict[Group, list[Decimal]] = {}
    for name, figure in figures.items():
        if figure.ranked and figure.state is ValueState.OK and name in groups:
            group = groups[name]
            for length in range(len(group) + 1):
                if figure.value is not None:
                    by_group.setdefault(group[:length], []).append(figure.value)
    for values in by_group.values():
        values.sort()
    known: dict[Group, Comparison] = {}
    found = {}
    for name, figure in figures.items():
        if name not in groups:
            found[name] = _NOBODY
            continue
        asked = groups[name]
        if asked not in known:
            least = _shortest(definition, asked)
            said = _of_group(asked, by_group, least, definition.direction)
            known[asked] = _unsaid(said) if said.group in uncovered else said
        found[name] = _with_percentile(known[asked], by_group, figure, definition.direction)
    return found


_NOBODY = Comparison(asked=(), group=(), n=0, basis="none")


def _unsaid(of: Comparison) -> Comparison:
    basis: Basis = "none" if of.basis == "none" else "uncovered"
    return Comparison(asked=of.asked, group=of.group, n=of.n, basis=basis)


def _of_group(
    asked: Group, by_group: Mapping[Group, list[Decimal]], shortest: int, direction: Direction
) -> Comparison:
    group = asked
    while len(by_group.get(group, ())) < FOR_MEDIAN and len(group) > shortest:
        group = group[:-1]
    values = by_group.get(group, [])
    if len(values) < FOR_MEDIAN:
        return Comparison(asked=asked, group=group, n=len(values), basis="none")
    return _distribution(asked, group, values, None, direction)


def _with_percentile(
    of: Comparison, by_group: Mapping[Group, list[Decimal]], own: Figure, direction: Direction
) -> Comparison:
    if of.q1 is None or not own.ranked or own.value is None or direction not in ("H", "L"):
        return of
    values = by_group[of.group]  # in order
    first, after = bisect_left(values, own.value), bisect_right(values, own.value)
    worse = first if direction == "H" else len(values) - after
    rank = (worse + Decimal(after - first) / 2) * 100 / len(values)
    made = object.__new__(Comparison)  # quicker than `replace`: there are thousands
    made.__dict__.update(of.__dict__, percentile=rank)
    return made


def _values(
    figures: Mapping[str, Figure], groups: Mapping[str, Group], group: Group
) -> list[Decimal]:
    return [
        figure.value
        for name, figure in figures.items()
        if figure.ranked
        and figure.state is ValueState.OK
        and figure.value is not None
        and name in groups
        and groups[name][: len(group)] == group
    ]


def _distribution(
    asked: Group,
    group: Group,
    values: Sequence[Decimal],
    own: Decimal | None,
    direction: Direction,
) -> Comparison:
    enough = detail_for(len(values)) == "quartiles"
    q1, median, q3 = quartiles(values)
    return Comparison(
        asked=asked,
        group=group,
        n=len(values),
        basis="parent" if group != asked else ("quartiles" if enough else "median"),
        minimum=min(values),
        q1=q1 if enough else None,
        median=median,
        q3=q3 if enough else None,
        maximum=max(values),
        percentile=percentile(own, values, direction) if enough and own is not None else None,
        indicative=is_indicative(len(values)),
    )
