"""Support cost: centres that serve each other, prices of services, and what can be traced."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.allocation import (
    AssignedCost,
    Assignment,
    in_cents,
    reciprocal,
    service_cost,
    step_down,
    traceability,
    unit_cost,
)


def test_two_departments_that_serve_each_other():
    # A = 1200 + M/5 and M = 2400 + A/6; published as 1,738 and 2,690.
    found = reciprocal(
        {"A": 1200, "M": 2400},
        {"A": {"M": 1, "P": 5}, "M": {"A": 1, "P": 4}},
    )
    assert [round(Decimal(found.services[name].numerator) / found.services[name].denominator, 2)
            for name in "AM"] == [Decimal("1737.93"), Decimal("2689.66")]  # fmt: skip
    assert found.users == {"P": 3600}


# Plant maintenance and information systems serve each other, machining and assembly; in hours.
DIRECT = {
    "maintenance": 6_300_000, "information": 1_452_150,
    "machining": 4_000_000, "assembly": 2_000_000,
}  # fmt: skip
USE = {
    "maintenance": {"information": 1600, "machining": 2400, "assembly": 4000},
    "information": {"maintenance": 200, "machining": 1600, "assembly": 200},
}


def test_the_textbook_case_of_two_centres():
    found = reciprocal(DIRECT, USE)
    assert found.services == {"maintenance": 6_576_750, "information": 2_767_500}
    assert found.users == {"machining": 8_187_025, "assembly": 5_565_125}
    assert sum(found.users.values()) == 13_752_150


def test_step_down_leaves_out_what_comes_back():
    found = step_down(DIRECT, USE, ["maintenance", "information"])
    assert found.services == {"maintenance": 6_300_000, "information": 2_712_150}
    assert found.users == {"machining": 8_300_800, "assembly": 5_451_350}
    assert step_down(DIRECT, USE) == found  # maintenance serves other centres most: 20 per cent
    turned = step_down(DIRECT, USE, ["information", "maintenance"])
    assert turned.services["maintenance"] == 6_300_000 + Fraction(1_452_150, 10)
    assert sum(turned.users.values()) == 13_752_150


def test_what_a_centre_uses_itself_changes_nothing():
    own = {**USE, "maintenance": {**USE["maintenance"], "maintenance": 999}}
    assert reciprocal(DIRECT, own) == reciprocal(DIRECT, USE)


@pytest.mark.parametrize(
    "use",
    [
        {"A": {"B": 1}, "B": {"A": 1}},
        {"A": {"A": 1}},
        {"A": {}},
        {"A": {"P": 0}},
        {"A": {"P": 2, "Q": -1}},
    ],
)
def test_centres_that_lead_nowhere_are_refused(use):
    with pytest.raises(ValueError, match="serve"):
        reciprocal({"A": 1, "B": 1}, use)


def test_a_centre_that_serves_only_earlier_ones_cannot_step_down():
    with pytest.raises(ValueError, match="still to be charged"):
        step_down({"A": 1, "B": 1}, {"A": {"P": 1, "B": 9}, "B": {"A": 1}}, ["A", "B"])
    with pytest.raises(ValueError, match="order"):
        step_down({"A": 1}, {"A": {"P": 1}}, ["A", "B"])


def test_binary_floats_are_refused():
    with pytest.raises(TypeError, match="floats"):
        reciprocal({"A": 1}, {"A": {"P": 0.5}})
    with pytest.raises(TypeError, match="floats"):
        service_cost({"a": 1.5}, {"a": 1})


AMOUNTS = st.integers(0, 10**9)
PARTS = st.integers(1, 50)


@given(st.lists(AMOUNTS, min_size=5, max_size=5), st.lists(PARTS, min_size=12, max_size=12))
def test_no_cent_is_lost_by_either_method(amounts, parts):
    direct = dict(zip("ABCPQ", amounts, strict=True))
    give = iter(parts)
    use = {centre: {name: next(give) for name in "ABCPQ" if name != centre} for centre in "ABC"}
    for found in (reciprocal(direct, use), step_down(direct, use)):
        assert sum(found.users.values()) == sum(amounts)
        assert sum(in_cents(found.users).values()) == sum(amounts)
    exact = reciprocal(direct, use).services
    for centre in "ABC":
        served = sum(
            exact[other] * Fraction(use[other][centre], sum(use[other].values()))
            for other in "ABC" if other != centre
        )  # fmt: skip
        assert exact[centre] == direct[centre] + served


def test_cents_go_to_the_largest_parts_that_were_cut_off():
    third = Fraction(100, 3)
    assert in_cents({"A": third, "B": third, "C": third}) == {"A": 34, "B": 33, "C": 33}
    assert in_cents({"A": Fraction(-1, 2), "B": Fraction(3, 2)}) == {"A": -1, "B": 2}
    with pytest.raises(ValueError, match="whole cents"):
        in_cents({"A": Fraction(1, 2)})


def test_the_unit_cost_of_a_mailbox():
    assert unit_cost([60_000, 24_000, 36_000], 1500) == 80
    assert unit_cost([1], 0) is None


def test_a_service_pays_its_share_of_every_activity():
    activities = {"servers": Decimal(240_000), "help desk": 120_000, "licences": 36_000}
    cost = service_cost(
        activities, {"servers": Fraction(1, 4), "help desk": Decimal("0.2"), "licences": 1}
    )
    assert cost == 120_000
    assert unit_cost([cost], 1500) == 80


@pytest.mark.parametrize("shares", [{"x": 1}, {"a": 2}, {"a": -1}])
def test_a_share_of_more_than_all_or_of_nothing_known_is_refused(shares):
    with pytest.raises(ValueError, match="share"):
        service_cost({"a": 10}, shares)


def line(amount, assignment, *, support=True):
    return AssignedCost(amount=Decimal(amount), assignment=Assignment(assignment), support=support)


def test_only_direct_and_caused_costs_are_traced():
    found = traceability(
        [
            line(2_000_000, "DIRECT"), line(1_360_000, "DRIVER"), line(600_000, "SPREAD"),
            line(240_000, "NONE"), line(9_999_999, "DIRECT", support=False),
        ]
    )  # fmt: skip
    assert (found.traced, found.total, found.percent) == (3_360_000, 4_200_000, 80)
    assert (found.spread, found.none, found.outside) == (600_000, 240_000, 9_999_999)
    assert traceability([]).percent is None
