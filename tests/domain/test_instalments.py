"""Weights in words, splits by instalment, Webster's method, and residues that are shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.money import instalments, largest_remainder, shared, webster, weight


@pytest.mark.parametrize(
    ("text", "value"),
    [("15", 15), ("25.55", Fraction(2555, 100)), ("80 %", Fraction(4, 5)), ("80%", Fraction(4, 5)),
     (" 1/3 ", Fraction(1, 3)), ("1 / 3", Fraction(1, 3)), (".5", Fraction(1, 2)), ("0", 0)],
)  # fmt: skip
def test_weights_are_read_exactly(text, value):
    assert weight(text) == value


@pytest.mark.parametrize(
    "text", ["", "-1", "1e3", "1_000", "1,5", "1/0", "0.1/3", "NaN", "inf", "%", "٣", "1 2"]
)
def test_what_is_no_weight_is_refused(text):
    with pytest.raises(ValueError, match="no weight"):
        weight(text)


def test_twenty_nine_hundredths_stay_twenty_nine():
    assert int(100 * 0.29) == 28  # what binary floats make of it
    assert largest_remainder(100, [weight("0.29"), weight("0.71")]) == [29, 71]


# The census of 1880: Alabama, Illinois and Texas, and the other States in three groups whose sizes
# were chosen so that the same seats are left over.
POPULATIONS = [1_262_505, 3_077_871, 1_591_749, 23_400_000, 11_500_000, 8_539_215]


@pytest.mark.parametrize(
    ("seats", "quotas", "allotted"),
    [
        (299, ("7.646", "18.640", "9.640"), [8, 18, 9]),
        (300, ("7.671", "18.702", "9.672"), [7, 19, 10]),
    ],
)
def test_the_alabama_paradox(seats, quotas, allotted):
    whole = sum(POPULATIONS)
    assert [round(Decimal(seats * each) / whole, 3) for each in POPULATIONS[:3]] == [
        Decimal(quota) for quota in quotas
    ]
    assert largest_remainder(seats, POPULATIONS)[:3] == allotted


def test_webster_knows_no_such_paradox():
    before, after = webster(299, POPULATIONS), webster(300, POPULATIONS)
    assert all(now >= then for then, now in zip(before, after, strict=True))


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (7, [53_000, 24_000, 23_000], [3, 2, 2]),
        (100, [1, 2, 3], [17, 33, 50]),
        (3, [1, 1, 1], [1, 1, 1]),
        (1, [1, 2], [0, 1]),
        (2, [1, 1, 1], [1, 1, 0]),
        (-2, [1, 1, 1], [-1, -1, 0]),
        (0, [1], [0]),
        (5, [0, 1], [0, 5]),
    ],
)
def test_the_method_of_webster(total, weights, shares):
    assert webster(total, weights) == shares


def _one_by_one(total, weights):
    shares = [0] * len(weights)
    for _ in range(total):
        order = range(len(weights))
        best = max(order, key=lambda i: (Fraction(weights[i], 2 * shares[i] + 1), weights[i], -i))
        shares[best] += 1
    return shares


@given(st.integers(0, 60), st.lists(st.integers(0, 40), min_size=1, max_size=6).filter(any))
def test_webster_gives_every_whole_to_the_strongest_claim(total, weights):
    assert webster(total, weights) == _one_by_one(total, weights)


WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)


@given(st.integers(0, 10**12), WEIGHTS, st.integers(0, 10**9))
def test_webster_never_takes_away_when_there_is_more(total, weights, more):
    before, after = webster(total, weights), webster(total + more, weights)
    assert sum(before) == total
    assert all(then <= now for then, now in zip(before, after, strict=True))


# Instalments.


def test_twelve_months_in_three_are_four_each():
    charged = instalments([100] * 12, [1, 1, 1])
    assert charged[:3] == [[34, 33, 33], [33, 34, 33], [33, 33, 34]]
    assert [sum(month[i] for month in charged) for i in range(3)] == [400, 400, 400]


def test_by_hamilton_an_instalment_can_put_right_an_earlier_one():
    # 10 and 11 in all: the third source had two and is to have one.
    assert instalments([10, 1], [6, 6, 2]) == [[4, 4, 2], [1, 1, -1]]
    assert instalments([10, 1], [6, 6, 2], "webster") == [[5, 4, 1], [0, 1, 0]]


@given(st.lists(st.integers(-(10**6), 10**6), max_size=12), WEIGHTS)
def test_instalments_are_whole_and_end_where_one_split_ends(amounts, weights):
    for method, split in (("hamilton", largest_remainder), ("webster", webster)):
        charged = instalments(amounts, weights, method)
        assert [sum(each) for each in charged] == amounts
        paid = [sum(column) for column in zip(*charged, strict=True)]
        assert not amounts or paid == split(sum(amounts), weights)


@given(st.lists(st.integers(0, 10**6), max_size=12), WEIGHTS)
def test_by_webster_no_instalment_takes_anything_back(amounts, weights):
    assert all(part >= 0 for each in instalments(amounts, weights, "webster") for part in each)


# Named sources.


def test_residues_are_shown_and_cancel_out():
    parts = shared(10_000, {"RB": 1, "PKSA": 1, "XB": 1})
    assert [(each.source, each.amount) for each in parts] == [
        ("RB", 3334), ("PKSA", 3333), ("XB", 3333),
    ]  # fmt: skip
    assert [each.residue for each in parts] == [
        Fraction(2, 3), Fraction(-1, 3), Fraction(-1, 3),
    ]  # fmt: skip


def test_budget_documents_round_to_hundreds_and_one_source_takes_the_rest():
    weights = {"RB": weight("15"), "PKSA": weight("62"), "XB": weight("23")}
    parts = shared(1_000_050_00, weights, step=100_00, residue_to="XB")
    assert [each.amount for each in parts] == [150_000_00, 620_000_00, 230_050_00]
    assert sum(each.residue for each in parts) == 0
    refund = shared(-1_000_050_00, weights, step=100_00, residue_to="XB")
    assert [each.amount for each in refund] == [-150_000_00, -620_000_00, -230_050_00]


def test_a_rest_that_nobody_takes_is_refused():
    with pytest.raises(ValueError, match="no source takes it"):
        shared(150, {"A": 1}, step=100)
    assert shared(200, {"A": 1}, step=100)[0].amount == 200
    with pytest.raises(ValueError, match="step"):
        shared(200, {"A": 1}, step=0)


@given(st.integers(-(10**9), 10**9), WEIGHTS, st.sampled_from([1, 100, 10_000]))
def test_named_shares_add_up_and_have_no_residue_together(total, weights, step):
    named = {str(i): each for i, each in enumerate(weights)}
    parts = shared(total, named, step=step, residue_to="0")
    assert sum(each.amount for each in parts) == total
    assert sum(each.residue for each in parts) == 0
    assert all(not each.amount % step for each in parts[1:])


def test_decimals_and_fractions_may_stand_together():
    assert shared(4, {"A": Decimal("0.5"), "B": Fraction(1, 2), "C": 1})[2].amount == 2
