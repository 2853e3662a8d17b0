"""What several tables leave out together cannot be computed from all that they show."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.domain.disclosure import Cell, exposed_in
from inventory_app.domain.small_groups import (
    Weight,
    protect_indicator,
    protect_tables,
    small_groups,
)

ENTITIES, FIRST, SECOND = "abcd", "xyz", "pq"
ANSWERS = st.lists(
    st.tuples(st.sampled_from(ENTITIES), st.sampled_from(FIRST), st.sampled_from(SECOND)),
    min_size=1, max_size=60,
)  # fmt: skip


def table(persons, place):
    found = {}
    for each in persons:
        key = each[0], each[place]
        found[key] = found.get(key, 0) + 1
    return {key: Cell(value=Decimal(n), contributors=n) for key, n in found.items()}


@settings(max_examples=40)
@given(ANSWERS)
def test_tables_with_the_same_totals_leave_out_the_same_of_them(persons):
    tables = {"first": table(persons, 1), "second": table(persons, 2)}
    hidden = protect_tables(tables, 5)
    totals = {name: {key for key in keys if key[1] is None} for name, keys in hidden.items()}
    assert totals["first"] == totals["second"]
    for keys in hidden.values():
        assert exposed_in(keys) == frozenset()


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 20), min_size=1))
def test_an_indicator_never_leaves_out_a_single_entity_beside_its_total(counts):
    weights = {entity: Weight(value=Decimal(n), behind=n) for entity, n in counts.items()}
    hidden = protect_indicator(weights, 5)
    assert {entity for entity, n in counts.items() if n < 5} <= hidden
    assert not hidden or None in hidden or len(hidden) > 1


def test_a_group_is_shown_only_if_each_of_its_entities_is():
    """Otherwise two groups that overlap would give away what lies in one of them only."""
    persons = [("a", "x", "p")] * 2 + [(e, "x", "p") for e in "bcd" for _ in range(9)]
    made = small_groups({"f": table(persons, 1)}, (), {}, {}, {})
    assert made.hides_people("a")
    assert not made.hides_people(None)
    hidden = {entity for entity in ENTITIES if made.hides_people(entity)}
    assert len(hidden) >= 2
    shown = set(ENTITIES) - hidden
    assert not made.hides_people(tuple(shown))
    assert all(made.hides_people((*shown, each)) for each in hidden)
