"""What somebody decided about records that may be the same: joined, or not the same.

Decisions are keyed by uids, which stay the same from round to round: they hold in every round in
which the records are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import combinations, product
from typing import Literal, NamedTuple, TypeAlias

from inventory_app.domain.records import make_uid

Kind: TypeAlias = Literal["join", "different"]
Sides: TypeAlias = tuple[tuple[str, ...], ...]
ADDED_UP = "+"  # the choice for a field whose answers are added up
_PREFIXES: Mapping[str, str] = {"join": "DJ", "different": "DD"}


class Titled(NamedTuple):
    """Whose a record was and what it was called when somebody decided about it."""

    entity: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One decision. A join has one side; records of different sides are not the same.

    The first record of a join stands for it where `choices` do not name another for a field, by
    its uid or by `ADDED_UP`. `titles` are those at the time.
    """

    id: str
    sheet: str
    kind: Kind
    sides: Sides
    titles: Mapping[str, Titled]
    at: datetime
    who: str
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def uids(self) -> tuple[str, ...]:
        """All records."""
        return tuple(uid for side in self.sides for uid in side)

    def apart(self) -> Iterator[frozenset[str]]:
        """Yield the pairs that are not the same."""
        for one, other in combinations(self.sides, 2):
            yield from (frozenset(pair) for pair in product(one, other))


def decision_id(kind: Kind, sheet: str, sides: Sides) -> str:
    """Return the id of a decision: the same for the same records in whatever order."""
    parts = sorted("\x1f".join(sorted(side)) for side in sides)
    return make_uid(_PREFIXES[kind], "\x1e".join((kind, sheet, *parts)).encode())


def joined(decisions: Iterable[Decided]) -> dict[str, Decided]:
    """Return the join that each record belongs to."""
    return {uid: each for each in decisions if each.kind == "join" for uid in each.uids}


def apart(decisions: Iterable[Decided]) -> dict[frozenset[str], Decided]:
    """Return the decision on each pair that is not the same."""
    return {pair: each for each in decisions if each.kind == "different" for pair in each.apart()}


def contradiction(decisions: Sequence[Decided], wanted: Decided) -> Decided | None:
    """Return the decision that *wanted* contradicts, None if it agrees with all."""
    if wanted.kind == "join":
        known = apart(decisions)
        return next(
            (known[pair] for pair in map(frozenset, combinations(wanted.uids, 2)) if pair in known),
            None,
        )
    groups = joined(decisions)
    for pair in wanted.apart():
        one, other = pair
        if one in groups and groups[one] is groups.get(other):
            return groups[one]
    return None


def with_joined(
    decisions: Sequence[Decided], wanted: Decided
) -> tuple[Decided, tuple[Decided, ...]]:
    """Return *wanted* with all that its records are joined with, and the joins that it replaces.

    Choices made earlier hold unless *wanted* chooses anew.
    """
    groups = joined(decisions)
    taken: dict[str, Decided] = {}
    uids = dict.fromkeys(wanted.uids)
    titles, choices = dict(wanted.titles), dict(wanted.choices)
    for uid in wanted.uids:
        group = groups.get(uid)
        if group is None or group.id in taken:
            continue
        taken[group.id] = group
        uids |= dict.fromkeys(group.uids)
        titles = {**group.titles, **titles}
        choices = {**group.choices, **choices}
    sides = (tuple(uids),)
    whole = replace(
        wanted, id=decision_id("join", wanted.sheet, sides), sides=sides, titles=titles,
        choices=choices,
    )  # fmt: skip
    return whole, tuple(taken.values())
