"""Distributions: the published oracles of quantiles, ranks and outliers."""

from __future__ import annotations

import statistics
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.distributions import (
    FIRM,
    FOR_MEDIAN,
    FOR_QUARTILES,
    QUANTILE_TYPE,
    detail_for,
    dispersion,
    is_indicative,
    lower_median,
    median_absolute_deviation,
    outliers,
    percentile,
    quantile,
    quartiles,
    robust_z,
)
from inventory_app.texts import translator

RAW = [Decimal(n) for n in (12, 15, 15, 18, 22, 40, 90)]
TO_TEN = [Decimal(n) for n in range(1, 11)]
# Dimensions of a gauge study, from the handbook of engineering statistics.
GAUGE = [
    Decimal(text)
    for text in (
        "95.1772", "95.1567", "95.1937", "95.1959", "95.1442", "95.0610",
        "95.1591", "95.1195", "95.1065", "95.0925", "95.1990", "95.1682",
    )
]  # fmt: skip


def test_the_quartiles_are_those_of_type_7():
    assert QUANTILE_TYPE == 7
    assert quartiles(TO_TEN) == (Decimal("3.25"), Decimal("5.5"), Decimal("7.75"))
    sixth = statistics.quantiles(TO_TEN, n=4, method="exclusive")
    assert sixth == [Decimal("2.75"), Decimal("5.5"), Decimal("8.25")], "what type 6 would give"


def test_the_ninth_decile_of_the_gauge_study():
    # Type 6, which the handbook prints, gives another.
    sixth = statistics.quantiles(GAUGE, n=10, method="exclusive")[-1]
    assert round(sixth, 5) == Decimal("95.19807")
    assert quantile(GAUGE, Decimal("0.9")) == Decimal("95.19568")


def test_resolution_time_has_a_median_and_a_ninth_decile():
    hours = [Decimal(text) for text in ("0.5", "1", "2", "3", "8", "30")]
    assert (quantile(hours, Fraction(1, 2)), quantile(hours, Fraction(9, 10))) == (
        Decimal("2.5"),
        19,
    )


def test_quantiles_stay_exact_decimals():
    # With binary floats the first would be 0.15000000000000002.
    assert quantile([Decimal("0.1"), Decimal("0.2")], Fraction(1, 2)) == Decimal("0.15")
    assert str(quantile([Decimal("1.10"), Decimal("1.10")], Fraction(1, 3))) == "1.10"


def test_the_ends_are_the_least_and_the_largest_value():
    assert (quantile(RAW, Decimal(0)), quantile(RAW, Decimal(1))) == (12, 90)
    assert quartiles([Decimal(4)]) == (4, 4, 4)


@pytest.mark.parametrize(("values", "p"), [([], "0.5"), (RAW, "-0.1"), (RAW, "1.1")])
def test_there_is_no_quantile_of_nothing_and_none_beyond_the_ends(values, p):
    with pytest.raises(ValueError, match="quantile"):
        quantile(values, Decimal(p))


def test_the_dispersion_of_prices():
    prices = [Decimal(n) for n in (820, 850, 900, 940, 1010, 1200)]
    assert round(dispersion(prices), 6) == Decimal("0.141304")
    assert dispersion([Decimal(0)] * 5) is None


def test_a_scale_without_values_between_its_levels_has_a_lower_median():
    assert lower_median([1, 2, 2, 3, 3, 4]) == 2
    assert lower_median([1, 3, 4]) == 3


@pytest.mark.parametrize(
    ("value", "rank"),
    [(12, "7.14"), (15, "28.57"), (18, "50.00"), (22, "64.29"), (40, "78.57"), (90, "92.86")],
)
def test_the_mid_rank_counts_equals_by_half(value, rank):
    higher = percentile(Decimal(value), RAW, "H")
    assert round(higher, 2) == Decimal(rank)
    assert round(higher + percentile(Decimal(value), RAW, "L"), 20) == 100
    assert percentile(Decimal(value), RAW, "T") is None


def test_an_outlier_does_not_inflate_the_yardstick():
    assert median_absolute_deviation(RAW) == 4
    score = robust_z(Decimal(90), RAW)
    assert (round(score.z, 2), score.yardstick) == (Decimal("12.14"), "MAD")
    ordinary = (90 - statistics.fmean(RAW)) / statistics.stdev(map(float, RAW))
    assert round(ordinary, 2) == 2.14


def test_where_most_values_are_alike_the_quartiles_are_the_yardstick():
    values = [Decimal(n) for n in (5, 5, 5, 5, 9, 9, 40)]  # MAD 0, quartiles 5 and 9
    assert median_absolute_deviation(values) == 0
    score = robust_z(Decimal(40), values)
    assert (score.yardstick, round(score.z, 2)) == ("IQR", Decimal("11.80"))


def test_where_nearly_all_are_alike_there_is_no_yardstick():
    values = [Decimal(5)] * 9 + [Decimal(900)]
    assert robust_z(Decimal(900), values) is None
    assert outliers(dict(enumerate(values))) == ()


def test_only_what_is_far_away_is_asked_about_and_nothing_is_left_out():
    values = dict(zip("ABCDEFG", RAW, strict=True))
    [far, farther] = sorted(outliers(values), key=lambda each: each.z)
    assert (far.name, round(far.z, 2)) == ("F", Decimal("3.71"))
    assert (farther.name, farther.value, farther.median) == ("G", 90, 18)
    assert len(values) == 7
    assert [each.name for each in outliers(values)] == ["G", "F"]


def test_exactly_three_and_a_half_is_not_far():
    # MAD 1 and median 0: the limit is 3.5 x 1.4826 = 5.1891.
    near = {place: Decimal(n) for place, n in enumerate((-1, -1, 0, 1, 1))}
    for value, found in (("5.1891", 0), ("5.1892", 1)):
        values = near | {"x": Decimal(value), "y": -Decimal("5.1891")}
        assert len(outliers(values)) == found
    assert outliers({}) == ()


def test_an_outlier_is_a_question_in_words():
    [farthest, _] = outliers(dict(zip("ABCDEFG", RAW, strict=True)))
    question = farthest.question(translator("en"))
    assert "The value 90.00 is far" in question
    assert "18.00" in question


@pytest.mark.parametrize(
    ("n", "detail"), [(0, "none"), (2, "none"), (3, "median"), (4, "median"), (5, "quartiles")]
)
def test_small_groups_show_less(n, detail):
    assert detail_for(n) == detail
    assert (FOR_MEDIAN, FOR_QUARTILES, FIRM) == (3, 5, 10)


def test_with_fewer_than_ten_a_distribution_is_indicative():
    assert (is_indicative(9), is_indicative(10)) == (True, False)


VALUES = st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=2, max_size=30)


@given(VALUES)
def test_quartiles_agree_with_those_of_the_standard_library(values):
    theirs = statistics.quantiles(values, n=4, method="inclusive")
    assert quartiles(values) == pytest.approx(tuple(theirs), abs=Decimal("1e-12"))


@given(VALUES, st.fractions(0, 1), st.fractions(0, 1))
def test_a_larger_share_is_never_a_smaller_quantile(values, one, two):
    low, high = sorted((one, two))
    assert quantile(values, low) <= quantile(values, high)


@given(VALUES, st.randoms())
def test_the_order_of_values_changes_nothing(values, random):
    mixed = random.sample(values, len(values))
    assert quartiles(mixed) == quartiles(values)
    assert median_absolute_deviation(mixed) == median_absolute_deviation(values)


@given(VALUES, st.integers(1, 1000), st.integers(-1000, 1000))
def test_another_unit_of_measurement_finds_the_same_outliers(values, times, more):
    found = {each.name for each in outliers(dict(enumerate(values)))}
    moved = {place: value * times + more for place, value in enumerate(values)}
    again = {each.name: each.z for each in outliers(moved)}
    # At the limit itself the last digit of a decimal decides.
    differing = found ^ set(again)
    scores = [robust_z(values[place], values).z for place in differing]
    assert all(abs(abs(z) - Decimal("3.5")) < Decimal("1e-15") for z in scores)
