"""Intervals, and what can be told apart: Wilson, bootstrap, funnel limits."""

from __future__ import annotations

import random
import statistics
from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.domain.distributions import quartiles
from inventory_app.domain.intervals import (
    Counted,
    Standing,
    bootstrap,
    funnel,
    limits,
    seed_of,
    wilson,
)


def rounded(interval, places):
    return tuple(round(each, places) for each in interval)


@pytest.mark.parametrize(
    ("k", "n", "low", "high", "places"),
    [
        (312, 400, "73.684701", "81.782611", 6),
        (312, 400, "73.68", "81.78", 2),
        (4, 4, "51.0", "100.0", 1),
        (81, 263, "25.53", "36.62", 2),
        (0, 10, "0.00", "27.75", 2),
    ],
)
def test_the_interval_of_wilson(k, n, low, high, places):
    assert rounded(wilson(k, n), places) == (Decimal(low), Decimal(high))


def test_all_and_nothing_end_exactly():
    assert wilson(4, 4).high == 100
    assert wilson(0, 4).low == 0
    assert wilson(4, 4, scale=Decimal(1)).high == 1


@pytest.mark.parametrize(("k", "n"), [(0, 0), (3, 2), (-1, 2)])
def test_what_is_no_proportion_has_no_interval(k, n):
    with pytest.raises(ValueError, match="proportion"):
        wilson(k, n)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_proportion_lies_in_its_interval(pair):
    k, n = pair
    low, high = wilson(k, n)
    tiny = Decimal("1e-20")
    assert -tiny <= low <= Decimal(100 * k) / n + tiny
    assert Decimal(100 * k) / n - tiny <= high <= 100 + tiny
    mirrored = wilson(n - k, n)
    assert abs(mirrored.high + low - 100) < tiny


# Bootstrap.

TEN = [Decimal(n) for n in range(1, 11)]


def test_the_same_seed_gives_the_same_intervals_for_ever():
    found = bootstrap(TEN, seed=63262)
    assert (found.n, found.seed, found.resamples, found.indicative) == (10, 63262, 2000, False)
    assert (found.q1, found.median, found.q3) == (
        (Decimal("1.25"), Decimal("6.25")), (Decimal(3), Decimal("8.0")),
        (Decimal("4.75"), Decimal("9.75")),
    )  # fmt: skip


def test_the_short_cut_gives_what_resampling_by_hand_gives():
    values = [Decimal(n) for n in (3, 3, 5, 8, 13, 21, 34)]
    draw = random.Random(11).random
    medians = sorted(
        statistics.median([values[int(draw() * 7)] for _ in values]) for _ in range(200)
    )
    by_hand = statistics.quantiles(medians, n=40, method="inclusive")
    found = bootstrap(values, seed=11, resamples=200).median
    assert found == (by_hand[0], by_hand[-1])


def test_another_seed_draws_other_samples():
    values = [Decimal(n * n) for n in range(40)]
    assert bootstrap(values, seed=1) != bootstrap(values, seed=2)
    assert bootstrap(list(reversed(values)), seed=1) == bootstrap(values, seed=1)


def test_the_seed_of_a_round_never_changes():
    assert seed_of("2026") == 361378362
    assert seed_of("2027") != seed_of("2026")


def test_nine_values_are_indicative():
    assert bootstrap(TEN[:9], seed=1, resamples=10).indicative


def test_there_is_nothing_to_draw_from_nothing():
    with pytest.raises(ValueError, match="nothing to draw"):
        bootstrap([], seed=1)


@given(
    st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=12), st.integers(0, 2**32 - 1)
)
@settings(max_examples=25)
def test_intervals_stay_within_the_values_and_in_order(values, seed):
    found = bootstrap(values, seed=seed, resamples=60)
    for low, high in (found.q1, found.median, found.q3):
        assert min(values) <= low <= high <= max(values)
    assert found.q1.low <= found.median.low <= found.q3.low
    assert found.q1.high <= found.median.high <= found.q3.high


def test_the_interval_of_the_median_holds_the_median():
    found = bootstrap(TEN, seed=7)
    assert found.median.low < quartiles(TEN)[1] < found.median.high


# Funnel.


@pytest.mark.parametrize(
    ("n", "inner", "outer"),
    [
        (20, ("0.8", "1"), ("0.7", "1")),
        (200, ("0.88", "0.955"), ("0.855", "0.97")),
        (2000, ("0.908", "0.9315"), ("0.9005", "0.938")),
    ],
)
def test_the_limits_around_92_per_cent(n, inner, outer):
    [(near, far)] = limits(Fraction(92, 100), [n])
    assert near == tuple(map(Decimal, inner))
    assert far == tuple(map(Decimal, outer))


def smallest_count(rate, n, q):
    """Return the smallest count whose probability of not being exceeded is at least q, exactly."""
    total = Fraction(0)
    for k in range(n + 1):
        total += comb(n, k) * rate**k * (1 - rate) ** (n - k)
        if total >= q:
            return k
    return n


@given(st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50), st.integers(1, 60))
def test_limits_are_those_of_the_exact_binomial_distribution(rate, n):
    [(near, far)] = limits(rate, [n])
    for limit, q in zip(
        (*near, *far),
        (Fraction(1, 40), Fraction(39, 40), Fraction(1, 1000), Fraction(999, 1000)),
        strict=True,
    ):
        assert round(limit * n) == smallest_count(rate, n, q)


@pytest.mark.parametrize("rate", [Fraction(0), Fraction(1, 100_000), Fraction(37, 99), Fraction(1)])
@pytest.mark.parametrize("n", [1, 999, 12_345, 1_000_000])
def test_limits_of_large_units_are_those_that_scipy_finds(rate, n):
    from scipy.stats import binom

    [(near, far)] = limits(rate, [n])
    found = [round(limit * n) for limit in (*near, *far)]
    assert found == list(binom.ppf([0.025, 0.975, 0.001, 0.999], n, float(rate)))


def units(**counts):
    return {name: Counted(*pair) for name, pair in counts.items()}


GROUP = units(big=(9190, 10000), good=(195, 200), poor=(174, 200), few=(17, 20), bad=(150, 200))


def test_who_is_inside_the_limits_cannot_be_told_apart():
    found = funnel(GROUP, "H")
    assert found.rate == Fraction(9726, 10620)
    assert {name: place.standing for name, place in found.places.items()} == {
        "big": Standing.SAME,  # 91.9 per cent, and most of the group itself
        "good": Standing.BETTER_FAR,
        "poor": Standing.WORSE,
        "few": Standing.SAME,  # less than "poor", but of twenty
        "bad": Standing.WORSE_FAR,
    }
    assert found.ranked == (("good",), ("big", "few"), ("poor",), ("bad",))


def test_lower_is_better_turns_the_order_round():
    assert funnel(GROUP, "L").ranked == (("bad",), ("poor",), ("big", "few"), ("good",))


def test_where_nothing_is_better_units_are_higher_or_lower():
    standings = {k: place.standing for k, place in funnel(GROUP, "T").places.items()}
    assert (standings["good"], standings["poor"], standings["bad"]) == (
        Standing.HIGHER_FAR, Standing.LOWER, Standing.LOWER_FAR,
    )  # fmt: skip


def test_a_unit_on_the_limit_is_inside():
    # 20 of 20 around 92 per cent: the upper limit is all.
    found = funnel(units(big=(9200, 10000), full=(20, 20)), "H")
    assert found.places["full"].inner.high == 1
    assert found.places["full"].standing is Standing.SAME


@pytest.mark.parametrize("k", [0, 7])
def test_a_group_that_is_all_alike_has_no_order(k):
    found = funnel(units(a=(k, 7), b=(k, 7)), "H")
    assert found.ranked == (("a", "b"),)


@pytest.mark.parametrize("pairs", [{}, {"a": (1, 0)}, {"a": (3, 2)}])
def test_a_funnel_needs_proportions(pairs):
    with pytest.raises(ValueError, match=r"proportion|unit"):
        funnel(units(**pairs), "H")


@given(st.lists(st.integers(1, 300).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=6))  # fmt: skip
@settings(max_examples=25)
def test_every_unit_has_exactly_one_place(pairs):
    found = funnel({str(i): Counted(*pair) for i, pair in enumerate(pairs)}, "H")
    assert sorted(name for place in found.ranked for name in place) == sorted(found.places)
    for place in found.places.values():
        assert place.outer.low <= place.inner.low <= place.inner.high <= place.outer.high
