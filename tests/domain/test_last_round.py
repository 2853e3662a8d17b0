"""Last round's figures of an entity, beside those of its peers."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from inventory_app.domain.figures import Figure
from inventory_app.domain.last_round import FTE, KEY_FIGURES, LastRound, last_round
from inventory_app.domain.standings import SYSTEMS, EntityStanding
from inventory_app.domain.summaries import figure
from inventory_app.domain.values import ValueState

OK, NE, NR = ValueState.OK, ValueState.NE, ValueState.NR


def standing(entity, systems, fte=10, state=OK, *, answered=True, ranked=True):
    amounts = {SYSTEMS: figure(systems, state)} if answered else {}
    value = Decimal(fte)
    return EntityStanding(
        entity=entity, answered=answered, filled=1, due=1, findings={}, amounts=amounts,
        figures={
            FTE: Figure(indicator=FTE, entity=entity, value=value, state=OK, ranked=ranked)
        },
    )  # fmt: skip


def among(*numbers, group=("OAH", "M"), **more):
    """Return the standing of entities E0, E1, … with so many systems each, and their groups."""
    found = {f"E{n}": standing(f"E{n}", each) for n, each in enumerate(numbers)} | more
    return found, dict.fromkeys(found, group)


def systems_of(last):
    return next(each for each in last.figures if each.name == SYSTEMS)


def test_the_own_value_stands_beside_the_median_and_the_middle_half():
    mine = systems_of(last_round("2025", "E0", *among(10, 20, 30, 40, 50, 60, 70, 80)))
    assert (mine.value, mine.state) == (10, OK)
    assert (mine.band.n, mine.band.q1, mine.band.median, mine.band.q3) == (
        8, Decimal("27.5"), 45, Decimal("62.5"),
    )  # fmt: skip


def test_of_fewer_than_five_values_nothing_is_shown():
    assert systems_of(last_round("2025", "E0", *among(1, 2, 3, 4))).band is None
    assert systems_of(last_round("2025", "E0", *among(1, 2, 3, 4, 5))).band is not None


def test_values_that_would_be_those_of_one_entity_are_rounded():
    band = systems_of(last_round("2025", "E0", *among(1111, 2222, 3333, 4444, 5555))).band
    assert (band.q1, band.median, band.q3) == (2200, 3300, 4400)


def test_estimates_and_missing_values_of_others_do_not_enter():
    found, groups = among(1, 2, 3, 4, 5)
    found["E4"] = standing("E4", 5, state=NE)
    assert systems_of(last_round("2025", "E0", found, groups)).band is None


def test_the_next_wider_group_is_that_of_the_type_and_never_everybody():
    found, groups = among(*range(1, 9))
    groups["E0"] = groups["E1"] = ("OAH", "S")
    last = last_round("2025", "E0", found, groups)
    assert (last.group, systems_of(last).band.n) == (("OAH",), 8)
    groups["E0"] = ("PKO", "S")
    last = last_round("2025", "E0", found, groups)
    assert (last.group, systems_of(last).band) == (("PKO",), None)


def test_a_value_below_the_floor_of_its_indicator_is_not_compared():
    found, groups = among(1, 2, 3, 4)
    found["E4"] = standing("E4", 5, ranked=False)
    groups["E4"] = groups["E0"]
    last = last_round("2025", "E0", found, groups)
    assert next(each for each in last.figures if each.name == FTE).band is None


def test_who_did_not_answer_or_was_not_there_has_no_value_of_its_own():
    found, groups = among(1, 2, 3, 4, 5)
    found["E9"] = standing("E9", 5, answered=False)
    groups["E9"] = groups["E0"]
    for entity in ("E9", "NEW"):
        last = last_round("2025", entity, found, groups)
        assert not last.answered
        assert {(each.value, each.state) for each in last.figures} == {(None, NR)}


def test_figures_travel_as_text_and_name_nobody():
    last = last_round("2025", "E0", *among(1, 2, 3, 4, 5))
    text = json.dumps(last.as_text())
    assert LastRound.from_text(json.loads(text)) == last
    assert [each.name for each in last.figures] == list(KEY_FIGURES)
    assert not any(f"E{n}" in text for n in range(5))
    with pytest.raises(LookupError):
        LastRound.from_text({})


def test_of_a_group_that_has_hardly_answered_only_the_own_figures_are_shown():
    standings, groups = among(10, 20, 30, 40, 50)
    shown = last_round("2026", "E0", standings, groups, frozenset({("OAH", "M")}))
    assert (systems_of(shown).value, systems_of(shown).band) == (10, None)
    assert systems_of(last_round("2026", "E0", standings, groups)).band.n == 5
