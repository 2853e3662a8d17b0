"""From records to suggestions: which are probably the same thing, how sure that is, and why."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from inventory_app.domain.duplicates import rooms, systems
from inventory_app.domain.duplicates.blocks import Pair, pairs
from inventory_app.domain.duplicates.decisions import Decided, Sides, apart, joined
from inventory_app.domain.duplicates.glossary import Glossary
from inventory_app.domain.duplicates.grounds import (
    LEAST,
    LEVELS,
    Ground,
    Level,
    heaviest_first,
    level_of,
)
from inventory_app.domain.duplicates.likeness import Comparison
from inventory_app.domain.duplicates.names import Reader
from inventory_app.domain.duplicates.portraits import Portrait
from inventory_app.domain.records import Record
from inventory_app.progress import NoProgress, Progress
from inventory_app.texts import Translator

_STEP = 2_000


class _Kind(NamedTuple):
    """How records of one sheet are read, put in order and compared."""

    portrait: Callable[[Record, Reader], Portrait]
    weight: Callable[[Record], tuple[bool, int]]
    grounds: Callable[[Comparison, Portrait, Portrait], Iterator[Ground]]


_KINDS: Mapping[str, _Kind] = {
    "systems": _Kind(systems.portrait, systems.weight, systems.grounds),
    "data_centres": _Kind(rooms.portrait, rooms.weight, rooms.grounds),
}
SHEETS: tuple[str, ...] = tuple(_KINDS)


@dataclass(frozen=True, kw_only=True)
class Link:
    """Two records that may be the same thing, and the grounds, the heaviest first."""

    one: str
    other: str
    points: int
    grounds: tuple[Ground, ...]

    @property
    def level(self) -> Level | None:
        """How sure it is; None where it is not sure enough to be suggested."""
        return level_of(self.points)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One kind of ground in a suggestion: its heaviest example, how many links have it, of all."""

    ground: Ground
    links: int
    of: int

    def text(self, _: Translator) -> str:
        """Return the sentence, with how many comparisons it holds for where that is not all."""
        return self.said(self.ground.text(_), _)

    def said(self, text: str, _: Translator) -> str:
        """Return the sentence *text* of the ground with how many comparisons it holds for."""
        if self.links == self.of:
            return text
        return _("{reason} ({n} of {m} comparisons)", reason=text, n=_.number(self.links),
                 m=_.number(self.of))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Records that may be one thing.

    `sides` are the uids, those together that are joined or more surely the same; `links` hold
    what brings the sides together, one link less than there are sides.
    """

    id: str
    sheet: str
    level: Level
    sides: Sides
    links: tuple[Link, ...]

    @property
    def uids(self) -> tuple[str, ...]:
        """All records, in the order of the sides."""
        return tuple(uid for side in self.sides for uid in side)

    @property
    def points(self) -> int:
        """The points of the weakest link."""
        return min(link.points for link in self.links)

    def told(self) -> tuple[Told, ...]:
        """Return each kind of ground once, those that speak for first, the heaviest first."""
        found: dict[tuple[str, bool], list[Ground]] = defaultdict(list)
        for link in self.links:
            for each in link.grounds:
                found[each.code, each.speaks_for].append(each)
        heaviest = [max(same, key=lambda each: abs(each.points)) for same in found.values()]
        return tuple(
            Told(ground=each, links=len(found[each.code, each.speaks_for]), of=len(self.links))
            for each in heaviest_first(heaviest)
        )


class Finder:
    """Looks for duplicates among the records of one sheet."""

    def __init__(self, sheet: str, records: Sequence[Record], glossary: Glossary) -> None:
        kind, reader = _KINDS[sheet], Reader(glossary)
        self._sheet, self._grounds = sheet, kind.grounds
        self._comparison = Comparison()
        heaviest = sorted(records, key=kind.weight, reverse=True)
        self._portraits = [kind.portrait(record, reader) for record in heaviest]
        self._place = {portrait.uid: n for n, portrait in enumerate(self._portraits)}
        self._known: dict[Pair, tuple[int, tuple[Ground, ...]]] = {}

    def link(self, one: str, other: str) -> Link:
        """Return what connects two records, however little that is."""
        return self._link(_in_order(self._place[one], self._place[other]))

    def suggestions(
        self, decisions: Iterable[Decided] = (), progress: Progress | None = None
    ) -> tuple[Suggestion, ...]:
        """Return what may be the same, the surest first; what was decided is not asked again."""
        progress = progress or NoProgress()
        known = [each for each in decisions if each.sheet == self._sheet]
        links: list[Pair] = []
        for n, pair in enumerate(pairs(self._portraits)):
            if n % _STEP == 0:
                progress.step(n, 0, "")
            if self._points(pair) >= LEAST[Level.POSSIBLE]:
                links.append(pair)
        links.sort(key=lambda pair: (-self._known[pair][0], pair))
        groups = _Groups(self._units(known), self._never(known), self._points)
        found: list[Suggestion] = []
        for level in LEVELS:
            progress.step(len(self._known), 0, "")
            found += self._of_level(level, links, groups)
        return tuple(found)

    def _units(self, decisions: Sequence[Decided]) -> list[tuple[int, ...]]:
        """Return the records, those that somebody joined together."""
        joins = {id(each): each for each in joined(decisions).values()}.values()
        units = [
            tuple(sorted(self._place[uid] for uid in join.uids if uid in self._place))
            for join in joins
        ]
        taken = {place for unit in units for place in unit}
        alone = ((n,) for n in range(len(self._portraits)) if n not in taken)
        return [*(unit for unit in units if unit), *alone]

    def _never(self, decisions: Sequence[Decided]) -> set[Pair]:
        """Return the records of which somebody said that they are not the same."""
        pairs_apart = (tuple(pair) for pair in apart(decisions))
        return {
            _in_order(self._place[one], self._place[other])
            for one, other in pairs_apart
            if one in self._place and other in self._place
        }

    def _of_level(self, level: Level, links: Iterable[Pair], groups: _Groups) -> list[Suggestion]:
        before = groups.parts()
        used: dict[int, list[Pair]] = {}
        for pair in links:
            if self._known[pair][0] >= LEAST[level]:
                groups.unite(pair, used)
        made = []
        for root, edges in used.items():
            parts = sorted({before[n] for n in groups.members(root)})
            sides = tuple(tuple(self._portraits[n].uid for n in part) for part in parts)
            chain = tuple(self._link(edge) for edge in edges)
            made.append(
                Suggestion(id=_id(sides), sheet=self._sheet, level=level, sides=sides, links=chain)
            )
        return sorted(made, key=lambda each: (-each.points, each.id))

    def _points(self, pair: Pair) -> int:
        return self._compared(pair)[0]

    def _compared(self, pair: Pair) -> tuple[int, tuple[Ground, ...]]:
        known = self._known.get(pair)
        if known is None:
            one, other = (self._portraits[n] for n in pair)
            grounds = tuple(self._grounds(self._comparison, one, other))
            known = self._known[pair] = (sum(each.points for each in grounds), grounds)
        return known

    def _link(self, pair: Pair) -> Link:
        points, grounds = self._compared(pair)
        one, other = (self._portraits[n].uid for n in pair)
        return Link(one=one, other=other, points=points, grounds=heaviest_first(grounds))


class _Groups:
    """Records put together, each group only with what fits all of it.

    The *units* are records, or several that somebody joined: those fit if one of them does.
    """

    def __init__(
        self,
        units: Iterable[tuple[int, ...]],
        never: Container[Pair],
        points: Callable[[Pair], int],
    ) -> None:
        self._never, self._points = never, points
        self._units: dict[int, tuple[tuple[int, ...], ...]] = {unit[0]: (unit,) for unit in units}
        self._root = {n: unit[0] for (unit,) in self._units.values() for n in unit}
        self._refused: set[tuple[int, int, int, int]] = set()

    def members(self, root: int) -> tuple[int, ...]:
        """Return the records of a group, in their order."""
        return tuple(sorted(n for unit in self._units[root] for n in unit))

    def parts(self) -> dict[int, tuple[int, ...]]:
        """Return the group of each record as it is now."""
        parts = {root: self.members(root) for root in self._units}
        return {n: parts[root] for n, root in self._root.items()}

    def unite(self, pair: Pair, used: dict[int, list[Pair]]) -> None:
        """Put the groups of two records together if they fit, and note the pair in *used*."""
        one, other = _in_order(self._root[pair[0]], self._root[pair[1]])
        if one == other:
            return
        mine, theirs = self._units[one], self._units[other]
        asked = (one, other, len(mine), len(theirs))
        if asked in self._refused:
            return
        if not all(self._fit(a, b) for a, b in product(mine, theirs)):
            self._refused.add(asked)
            return
        self._units[one] = mine + self._units.pop(other)
        self._root.update({n: one for unit in theirs for n in unit})
        used[one] = [*used.pop(one, ()), *used.pop(other, ()), pair]

    def _fit(self, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        """Whether nothing keeps two units from being in one suggestion."""
        crossed = [_in_order(a, b) for a in one for b in other]
        if any(pair in self._never for pair in crossed):
            return False
        return any(self._points(pair) >= LEAST[Level.POSSIBLE] for pair in crossed)


def _in_order(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _id(sides: Sides) -> str:
    """Return a short text that is the same for the same sides."""
    told = "\x1e".join(sorted("\x1f".join(sorted(side)) for side in sides))
    return hashlib.blake2b(told.encode(), digest_size=6).hexdigest()
