"""Where a value stands among its peers: intervals, limits of chance, outliers, coverage."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inventory_app.domain.benchmarks import benchmark, counted, is_proportion, place, uncovered
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.intervals import Standing, bootstrap
from inventory_app.domain.peers import Peer, compare_all, entity_groups
from inventory_app.domain.values import ValueState

INDICATORS = default_indicators()
COST, IN_TIME = INDICATORS["C02"], INDICATORS["V01"]


def share(code, above, below):
    value = Decimal(above) * 100 / below
    return Figure(
        indicator="V01", entity=code, numerator=Decimal(above), denominator=Decimal(below),
        value=value, factor=Decimal(100), state=ValueState.OK, ranked=True,
    )  # fmt: skip


def amount(code, value):
    return Figure(
        indicator="C02", entity=code, value=Decimal(value), state=ValueState.OK, ranked=True
    )


def stands(definition, figures, peers=None):
    peers = peers or {code: Peer(type="OAH", users=Decimal(200)) for code in figures}
    groups = entity_groups(definition, peers)
    compared = compare_all(definition, figures, groups)
    group = next(iter(compared.values())).group
    among = benchmark(definition, group, figures, groups, seed=7)
    return among, {
        code: place(definition, code, figure, compared[code], among)
        for code, figure in figures.items()
    }


def test_units_inside_the_limits_of_chance_have_no_rank_and_the_others_have():
    figures = {c: share(c, k, 200) for c, k in zip("ABCDE", (184, 182, 183, 185, 165), strict=True)}
    among, places = stands(IN_TIME, figures)
    assert among.funnel is not None
    assert [places[c].apart for c in "ABCE"] == [False, False, False, True]
    assert [places[c].percentile for c in "ABC"] == [None, None, None]
    assert places["E"].placing.standing is Standing.WORSE_FAR
    assert places["E"].percentile == 10


@pytest.mark.parametrize("name", ["V01", "R01", "R04", "R07", "S04", "S06", "W06", "G02", "G03"])
def test_every_share_of_things_counted_knows_what_chance_makes_of_it(name):
    assert is_proportion(INDICATORS[name])


def test_one_plan_of_three_is_not_told_apart_from_two_of_eight():
    tested = zip("ABCDE", (1, 2, 0, 4, 1), (3, 8, 4, 12, 5), strict=True)
    figures = {
        code: replace(share(code, above, below), indicator="R04") for code, above, below in tested
    }
    _, places = stands(INDICATORS["R04"], figures)
    assert {code: each.percentile for code, each in places.items()} == dict.fromkeys("ABCDE")
    assert {each.placing.standing for each in places.values()} == {Standing.SAME}


def test_a_share_of_things_counted_carries_its_wilson_interval_although_it_is_not_ranked():
    figures = {"A": share("A", 312, 400)}
    _, places = stands(IN_TIME, figures)
    assert round(places["A"].interval.low, 6) == Decimal("73.684701")
    assert round(places["A"].interval.high, 6) == Decimal("81.782611")
    assert places["A"].percentile is None


def test_amounts_of_money_are_no_shares_and_are_ranked_without_a_funnel():
    figures = {c: amount(c, v) for c, v in zip("ABCDE", (10, 20, 30, 40, 50), strict=True)}
    among, places = stands(COST, figures)
    assert among.funnel is None
    assert (places["A"].percentile, places["A"].apart, places["A"].interval) == (90, None, None)
    assert among.spread == bootstrap([Decimal(v) for v in (10, 20, 30, 40, 50)], seed=7)
    assert among.spread.indicative


def test_a_value_far_out_is_asked_about_and_stays_among_the_values():
    figures = {
        c: amount(c, v) for c, v in zip("ABCDEFG", (12, 15, 15, 18, 22, 40, 90), strict=True)
    }
    among, places = stands(COST, figures)
    assert set(among.asked_about) == {"F", "G"}  # (40 - 18) / (1.4826 x 4) is 3.71
    assert round(places["G"].score.z, 2) == Decimal("12.14")
    assert among.values["G"] == 90
    assert places["A"].outlier is None


def test_two_values_have_neither_interval_nor_limits():
    among, places = stands(IN_TIME, {c: share(c, 90, 100) for c in "AB"})
    assert (among.spread, among.funnel) == (None, None)
    assert places["A"].percentile is None


def test_counts_that_do_not_fit_are_no_proportion():
    assert counted(IN_TIME, share("A", 5, 10)) == (5, 10)
    assert counted(IN_TIME, share("A", 11, 10)) is None
    assert counted(COST, amount("A", 5)) is None
    assert is_proportion(INDICATORS["V07"])
    assert not is_proportion(INDICATORS["W02"])  # a share of working time, not of things


@pytest.mark.parametrize(("silent", "closed"), [(29, False), (31, True)])
def test_a_group_is_closed_when_less_than_70_per_cent_of_its_users_have_answered(silent, closed):
    peers = {
        "A": Peer(type="OAH", users=Decimal(100 - silent)),
        "B": Peer(type="OAH", users=Decimal(silent)),
    }
    found = uncovered(peers, {"A": True, "B": False})
    assert (("OAH",) in found) is closed
    assert (() in found) is closed


def test_of_a_closed_group_nothing_is_said():
    figures = {c: amount(c, v) for c, v in zip("ABCDE", (10, 20, 30, 40, 50), strict=True)}
    groups = dict.fromkeys(figures, ("OAH", "M"))
    found = compare_all(COST, figures, groups, frozenset({("OAH", "M")}))["A"]
    assert (found.basis, found.n, found.median, found.percentile) == ("uncovered", 5, None, None)


def test_the_size_that_was_frozen_goes_before_the_users_of_today():
    peers = {"A": Peer(type="PKO", users=Decimal(2000), size="M"), "B": Peer(type="PKO")}
    assert entity_groups(COST, peers) == {"A": ("PKO", "M"), "B": ("PKO",)}
