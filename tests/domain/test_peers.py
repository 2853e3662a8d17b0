"""Peers: groups, small groups, quantiles of type 7 and the mid-rank."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.distributions import percentile, quartiles
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.peers import (
    Peer,
    compare,
    compare_all,
    entity_group,
    entity_groups,
    record_groups,
    room_group,
    size_band,
    system_group,
)
from inventory_app.domain.values import ValueState

W02 = default_indicators()["W02"]  # lower is better
K02 = default_indicators()["K02"]  # higher is better
C01 = default_indicators()["C01"]


def figure(value, state=ValueState.OK, *, ranked=True):
    number = None if value is None else Decimal(value)
    return Figure(
        indicator="W02",
        entity="",
        value=number,
        state=state,
        ranked=ranked and state is ValueState.OK,
    )


def group_of(*values, group=("PKO", "M"), prefix=""):
    names = [f"{prefix}{place}" for place in range(len(values))]
    figures = {name: figure(value) for name, value in zip(names, values, strict=True)}
    return figures, dict.fromkeys(names, group)


def test_one_to_ten_has_the_quartiles_of_type_7():
    values = [Decimal(n) for n in range(1, 11)]
    assert quartiles(values) == (Decimal("3.25"), Decimal("5.5"), Decimal("7.75"))


def test_ten_values_are_firm_and_nine_indicative():
    figures, groups = group_of(*range(1, 11))
    ten = compare(W02, "0", figures, groups)
    assert (ten.n, ten.basis, ten.indicative) == (10, "quartiles", False)
    assert (ten.minimum, ten.q1, ten.median, ten.q3, ten.maximum) == (
        1, Decimal("3.25"), Decimal("5.5"), Decimal("7.75"), 10,
    )  # fmt: skip
    figures, groups = group_of(*range(1, 10))
    assert compare(W02, "0", figures, groups).indicative


RAW = [12, 15, 15, 18, 22, 40, 90]
RANKS = ["7.14", "28.57", "28.57", "50.00", "64.29", "78.57", "92.86"]


@pytest.mark.parametrize(("place", "rank"), list(enumerate(RANKS)))
def test_the_mid_rank_from_worst_to_best(place, rank):
    figures, groups = group_of(*RAW)
    higher = compare(K02, str(place), figures, groups).percentile
    assert higher.quantize(Decimal("0.01")) == Decimal(rank)
    lower = compare(W02, str(place), figures, groups).percentile
    assert lower + higher == pytest.approx(100)


@pytest.mark.parametrize("direction", ["T", "C"])
def test_without_a_better_and_a_worse_there_is_no_rank(direction):
    assert percentile(Decimal(3), [Decimal(3)] * 5, direction) is None


def test_five_values_have_quartiles_and_four_only_median_and_range():
    five = compare(W02, "0", *group_of(1, 2, 3, 4, 5))
    assert (five.basis, five.q1, five.q3, five.percentile) == ("quartiles", 2, 4, 90)
    four = compare(W02, "0", *group_of(1, 2, 3, 4))
    assert (four.basis, four.q1, four.q3, four.percentile) == ("median", None, None, None)
    assert (four.minimum, four.median, four.maximum) == (1, Decimal("2.5"), 4)


def test_three_values_have_median_and_range():
    three = compare(W02, "0", *group_of(1, 2, 6))
    assert (three.basis, three.n, three.median) == ("median", 3, 2)


def test_two_values_give_way_to_the_type_of_entity():
    figures, groups = group_of(1, 2)
    others, elsewhere = group_of(3, 4, 5, group=("PKO", "L"), prefix="other")
    result = compare(W02, "0", figures | others, groups | elsewhere)
    assert (result.basis, result.asked, result.group) == ("parent", ("PKO", "M"), ("PKO",))
    assert (result.n, result.q1, result.percentile) == (5, 2, 90)


def test_a_lonely_type_gives_way_to_everybody():
    figures, groups = group_of(1)
    others, elsewhere = group_of(3, 4, group=("OAH", "L"), prefix="other")
    result = compare(W02, "0", figures | others, groups | elsewhere)
    assert (result.basis, result.group, result.n, result.q1) == ("parent", (), 3, None)


def test_two_in_the_world_have_no_distribution():
    result = compare(W02, "0", *group_of(1, 2))
    assert (result.basis, result.n, result.median) == ("none", 2, None)


def test_missions_are_never_pooled_with_other_entities_for_their_share_of_expenditure():
    figures, groups = group_of(1, 2)
    others, elsewhere = group_of(3, 4, 5, group=("OAH", "L"), prefix="other")
    result = compare(C01, "0", figures | others, groups | elsewhere)
    assert (result.basis, result.group, result.n) == ("none", ("PKO",), 2)


@pytest.mark.parametrize(
    "other",
    [
        figure(3, ValueState.NE),
        figure(None, ValueState.NR),
        figure(None, ValueState.ERR),
        figure(None, ValueState.NA),
        figure(3, ranked=False),
    ],
)
def test_only_values_that_are_ranked_enter(other):
    figures, groups = group_of(1, 2, 4, 5)
    result = compare(W02, "0", figures | {"x": other}, groups | {"x": ("PKO", "M")})
    assert (result.n, result.maximum) == (4, 5)


def test_who_is_not_ranked_sees_the_others_without_a_rank():
    figures, groups = group_of(1, 2, 3, 4, 5)
    figures |= {"few": figure(9, ranked=False)}
    result = compare(W02, "few", figures, groups | {"few": ("PKO", "M")})
    assert (result.n, result.percentile, result.maximum) == (5, None, 5)


def test_who_is_in_no_group_has_no_peers():
    result = compare(W02, "x", {"x": figure(1)}, {})
    assert (result.basis, result.n, result.group) == ("none", 0, ())


def test_a_figure_outside_all_groups_does_not_enter():
    figures, groups = group_of(1, 2, 3)
    assert compare(W02, "0", figures | {"x": figure(9)}, groups).maximum == 3


@pytest.mark.parametrize(
    ("users", "band"), [(0, "S"), (149, "S"), (150, "M"), (999, "M"), (1000, "L"), (None, None)]
)
def test_size_bands(users, band):
    assert size_band(None if users is None else Decimal(users)) == band


def test_the_group_of_an_entity_is_its_type_and_size():
    assert entity_group(Peer(type="PKO", users=Decimal(150))) == ("PKO", "M")
    assert entity_group(Peer(type="PKO")) == ("PKO",)


def test_unknown_size_is_compared_with_the_whole_type():
    figures, groups = group_of(1, 2, 3, 4, 5)
    result = compare(W02, "x", figures | {"x": figure(9)}, groups | {"x": ("PKO",)})
    assert (result.basis, result.n, result.group) == ("quartiles", 6, ("PKO",))


def test_only_rule_p_1_puts_entities_into_groups():
    peers = {"UNMIK": Peer(type="PKO", users=Decimal(20))}
    assert entity_groups(W02, peers) == {"UNMIK": ("PKO", "S")}
    for scheme in ("P-2", "P-3", "P-4", "P-5"):
        assert entity_groups(replace(W02, peers=scheme), peers) == {}


@pytest.mark.parametrize(
    ("scope", "kind", "group"),
    [
        ("ENTERPRISE", "TIER_3", ("ENTERPRISE",)),
        ("LOCAL", "TIER_1", ("LOCAL", "TIERED")),
        ("LOCAL", "SERVER_ROOM", ("LOCAL", "SERVER_ROOM")),
        ("LOCAL", "NON_TIERED", ("LOCAL", "SERVER_ROOM")),
    ],
)
def test_the_group_of_a_room(scope, kind, group):
    assert room_group({"un_role_scope": scope, "facility_class": kind}) == group


def test_energy_is_compared_between_rooms_of_one_climate_only():
    d01, d09 = (default_indicators()[name] for name in ("D01", "D09"))
    local = {"un_role_scope": "LOCAL", "facility_class": "SERVER_ROOM"}
    rooms = {
        **{f"H{n}": {**local, "climate_class": "HOT_DRY"} for n in range(3)},
        **{f"M{n}": {**local, "climate_class": "MILD"} for n in range(2)},
        "U": local,
    }
    assert record_groups(d01, rooms)["H0"] == ("LOCAL", "SERVER_ROOM", "HOT_DRY")
    assert "U" not in record_groups(d01, rooms), "its climate is not known"
    assert record_groups(W02, rooms) == {}
    figures = {name: figure(n + 2) for n, name in enumerate(rooms)}
    hot, mild = (compare_all(d01, figures, record_groups(d01, rooms))[n] for n in ("H0", "M0"))
    assert (hot.n, hot.basis, mild.n, mild.basis) == (3, "median", 2, "none")
    servers = compare_all(d09, figures, record_groups(d09, rooms))
    assert (servers["M0"].n, servers["M0"].basis) == (6, "parent"), "servers know no climate"
    assert compare(d09, "M0", figures, record_groups(d09, rooms)) == servers["M0"]


def test_the_group_of_a_system():
    assert system_group({"criticality": "TIER_1", "hosting_type": "CLOUD"}) == ("TIER_1", "CLOUD")
    assert system_group({"criticality": "TIER_1"}) == ("TIER_1",)
    assert system_group({"hosting_type": "CLOUD"}) == ()


VALUES = st.lists(st.integers(0, 10**6), min_size=5, max_size=40)


@given(VALUES)
def test_ranks_of_a_group_have_the_mean_50(values):
    figures, groups = group_of(*values)
    ranks = [compare(W02, name, figures, groups).percentile for name in figures]
    assert abs(sum(ranks) / len(ranks) - 50) < Decimal("1e-15")


@given(VALUES)
def test_the_five_numbers_stand_in_order(values):
    result = compare(K02, "0", *group_of(*values))
    assert result.minimum <= result.q1 <= result.median <= result.q3 <= result.maximum
