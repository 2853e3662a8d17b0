"""Skills matched in the order of levels fill as many slots as trying every way does."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.domain.skill_matching import filled

LEVELS = st.integers(0, 4)
SLOTS = st.lists(st.tuples(st.sampled_from("AB"), LEVELS), max_size=4)
ABLE = st.none() | st.dictionaries(st.sampled_from("AB"), LEVELS, max_size=2)


def fits(slot, able):
    skill, level = slot
    return able is None or able.get(skill, -1) >= max(level, 1)


def tried(slots, people):
    everybody = [*people, *[{}] * len(slots)]  # so that a slot may stay empty
    ways = permutations(everybody, len(slots))
    return max(sum(map(fits, slots, way)) for way in ways)


@settings(max_examples=40)
@given(SLOTS, st.lists(ABLE, max_size=3))
def test_no_other_way_fills_more_slots(slots, people):
    assert filled(slots, people) == tried(slots, people)


def test_somebody_whom_nobody_assessed_fills_one_slot_only():
    assert filled([("A", 1), ("A", 2), ("B", 1)], [None, {"B": 3}]) == 2
