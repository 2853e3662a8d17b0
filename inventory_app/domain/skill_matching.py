"""How many slots for skills can be filled at once, each by another person (indicator W06)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

LOWEST = 1  # level of a skill
Slot: TypeAlias = "tuple[str, Any]"  # a skill and its level
# Levels by skill of what one person can do; None for whom nobody knows and who could do anything.
Able: TypeAlias = "Mapping[str, Any] | None"


def filled(slots: Sequence[Slot], people: Sequence[Able]) -> int:
    """Return how many slots can be filled, a person filling one slot.

    A slot takes a person with its skill at its level or a higher one. The largest bipartite
    matching: where nobody has two skills, each skill is matched in the order of levels.
    """
    if any(able is not None and len(able) > 1 for able in people):
        return _augmented(slots, people)
    wanted: dict[str, list[Any]] = defaultdict(list)
    there: dict[str, list[Any]] = defaultdict(list)
    anything = 0
    for skill, level in slots:
        wanted[skill].append(max(level, LOWEST))
    for able in people:
        if able is None:
            anything += 1
        else:
            for skill, level in able.items():
                there[skill].append(level)
    found = sum(_in_order(wanted[skill], there[skill]) for skill in wanted if skill in there)
    return min(found + anything, len(slots))


def _in_order(wanted: list[Any], there: list[Any]) -> int:
    """Return how many of the levels *wanted* are reached, each by another one of *there*."""
    wanted.sort()
    there.sort()
    place, last = 0, len(wanted)
    for level in there:
        if place < last and level >= wanted[place]:
            place += 1
    return place


def _augmented(slots: Sequence[Slot], people: Sequence[Able]) -> int:
    """Return the size of the largest matching, found by augmenting paths."""
    fits = _fits(slots, people)
    holds: dict[int, int] = {}

    def place(slot: int, tried: set[int]) -> bool:
        free = next((person for person in fits[slot] if person not in holds), None)
        if free is not None:
            holds[free] = slot
            return True
        for person in fits[slot]:
            if person not in tried:
                tried.add(person)
                if person not in holds or place(holds[person], tried):
                    holds[person] = slot
                    return True
        return False

    return sum(place(slot, set()) for slot in range(len(slots)))


def _fits(slots: Sequence[Slot], people: Sequence[Able]) -> list[list[int]]:
    """Return for each slot the people who can fill it."""
    anybody = [place for place, able in enumerate(people) if able is None]
    by_skill: dict[str, list[tuple[int, Any]]] = {}
    for place, able in enumerate(people):
        for skill, level in (able or {}).items():
            by_skill.setdefault(skill, []).append((place, level))
    found: dict[Slot, list[int]] = {}
    for skill, level in slots:
        if (skill, level) not in found:
            least = max(level, LOWEST)
            found[skill, level] = anybody + [
                place for place, known in by_skill.get(skill, ()) if known >= least
            ]
    return [found[slot] for slot in slots]
