"""Splitting money: exact, with the oracles of the rules and the figures of resolution 63/262."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.funds import fund_shares, split, stated_shares
from inventory_app.domain.money import cents, largest_remainder


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 2, 3], [17, 33, 50]),
        (100, [1, 10, 100], [1, 9, 90]),
        (10, [1, 2, 3], [2, 3, 5]),
        (10, [1, 2], [3, 7]),
        (10_000, [1, 1, 1], [3334, 3333, 3333]),
        (100_003, [15, 62, 23], [15_000, 62_002, 23_001]),
        (0, [1, 2], [0, 0]),
        (1, [1, 1], [1, 0]),
        (1, [0, 1], [0, 1]),
        (-100, [1, 2, 3], [-17, -33, -50]),
        (5, [Decimal("0.5"), Decimal("0.5")], [3, 2]),
    ],
)
def test_oracles(total, weights, shares):
    assert largest_remainder(total, weights) == shares


def test_a_tie_goes_to_the_larger_weight():
    # Quotas 1.5 and 4.5: equal remainders.
    assert largest_remainder(6, [1, 3]) == [1, 5]


def test_a_larger_total_can_give_somebody_less():
    # The Alabama paradox in its smallest form.
    assert largest_remainder(10, [6, 6, 2]) == [4, 4, 2]
    assert largest_remainder(11, [6, 6, 2]) == [5, 5, 1]


def test_twelve_months_split_one_by_one_favour_the_first():
    months = [largest_remainder(100, [1, 1, 1]) for _ in range(12)]
    assert [sum(month[i] for month in months) for i in range(3)] == [408, 396, 396]


@pytest.mark.parametrize("weights", [[0, 0], [], [1, -1, 5], [-1]])
def test_weights_that_make_no_whole_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        largest_remainder(10, weights)


def test_binary_floats_are_refused():
    with pytest.raises(TypeError, match="floats"):
        largest_remainder(100, [0.29, 0.71])


def test_cents_of_an_amount():
    assert cents(Decimal("12.34")) == 1234
    assert cents(Decimal(100) * Decimal("0.29")) == 2900
    with pytest.raises(ValueError, match="fractions of a cent"):
        cents(Decimal("0.005"))


WEIGHTS = st.lists(
    st.integers(0, 10**6) | st.decimals(0, 100, places=2), min_size=1, max_size=8
).filter(any)
TOTALS = st.integers(-(10**12), 10**12)


@given(TOTALS, WEIGHTS)
def test_nothing_is_lost_or_made(total, weights):
    assert sum(largest_remainder(total, weights)) == total


@given(TOTALS, WEIGHTS)
def test_each_share_is_within_one_of_its_quota(total, weights):
    whole = sum(Fraction(weight) for weight in weights)
    for share, weight in zip(largest_remainder(total, weights), weights, strict=True):
        assert abs(share - total * Fraction(weight) / whole) < 1


@given(TOTALS, WEIGHTS)
def test_who_has_no_weight_pays_nothing(total, weights):
    shares = largest_remainder(total, [*weights, 0])
    assert shares[-1] == 0


@given(TOTALS, WEIGHTS, st.randoms())
def test_the_order_only_decides_between_equal_weights(total, weights, random):
    order = random.sample(range(len(weights)), len(weights))
    shares = largest_remainder(total, weights)
    again = largest_remainder(total, [weights[i] for i in order])
    assert sorted((weights[i], shares[i]) for i in order) == sorted(
        (weights[i], share) for i, share in zip(order, again, strict=True)
    )


@given(TOTALS, WEIGHTS, st.integers(1, 1000))
def test_scaling_all_weights_changes_nothing(total, weights, k):
    scaled = [Fraction(weight) * k for weight in weights]
    assert largest_remainder(total, scaled) == largest_remainder(total, weights)


# Funds.


def shares(**percents):
    return [(code, Decimal(text)) for code, text in percents.items()]


def test_the_financing_of_the_enterprise_system_in_the_resolution():
    parts = split(Decimal(20_000_000), shares(RB="25.55", PKSA="35.25", XB="39.20"))
    assert parts == {"RB": 5_110_000, "PKSA": 7_050_000, "XB": 7_840_000}


def test_the_regular_budget_share_of_the_enterprise_system_in_the_resolution():
    parts = split(Decimal(5_110_000), shares(IMIS="2346", RB="2764"))
    assert parts == {"IMIS": 2_346_000, "RB": 2_764_000}


def test_the_data_centre_in_the_resolution():
    parts = split(Decimal(7_145_500), shares(RB="80", PKSA="20"))
    assert parts == {"RB": 5_716_400, "PKSA": 1_429_100}


def test_a_hundred_dollars_in_three():
    parts = split(Decimal("100.00"), shares(A="1", B="1", C="1"))
    assert list(parts.values()) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_a_fund_that_stands_twice_pays_both_parts():
    assert split(Decimal(10), [("RB", Decimal(40)), ("RB", Decimal(60))]) == {"RB": 10}


def test_refunds_are_split_like_payments():
    assert split(Decimal(-1), shares(A="1", B="1", C="1")) == {
        "A": Decimal("-0.34"),
        "B": Decimal("-0.33"),
        "C": Decimal("-0.33"),
    }


@given(st.decimals(-(10**9), 10**9, places=2), st.lists(st.integers(1, 98), min_size=1, max_size=3))
def test_the_funds_pay_the_whole_amount(amount, percents):
    parts = split(amount, [(str(i), Decimal(p)) for i, p in enumerate(percents)])
    assert sum(parts.values()) == amount


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"fund_code": "RB"}, [("RB", 100)]),
        ({"fund_code": "RB", "fund_share": Decimal(100)}, [("RB", 100)]),
        (
            {
                "fund_code": "RB",
                "fund_share": Decimal("33.34"),
                "fund_code_2": "XB",
                "fund_share_2": Decimal("33.33"),
                "fund_code_3": "PKSA",
                "fund_share_3": Decimal("33.33"),
            },
            [("RB", Decimal("33.34")), ("XB", Decimal("33.33")), ("PKSA", Decimal("33.33"))],
        ),
        ({}, []),
        ({"fund_share": Decimal(100)}, []),
        ({"fund_code": "RB", "fund_share": Decimal(60)}, []),
        ({"fund_code": "RB", "fund_share": Decimal(60), "fund_code_2": "XB"}, []),
        ({"fund_code": "RB", "fund_code_2": "XB"}, []),
    ],
)
def test_the_shares_of_the_funds_of_a_record(values, expected):
    assert fund_shares(values) == tuple(expected)


def test_shares_as_they_were_stated():
    values = {"fund_code": "RB", "fund_share_2": Decimal(40)}
    assert stated_shares(values) == (("RB", None), (None, Decimal(40)))
