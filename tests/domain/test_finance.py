"""Return on investment: the rules' oracles, and the published values of numpy-financial."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy_financial
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inventory_app.domain.finance import (
    annuity_factor,
    appraise,
    benefit_cost_ratio,
    discounted_payback,
    internal_return,
    irr,
    mirr,
    npv,
    parted,
    payback,
    return_on_investment,
    sign_changes,
    switching_value,
)
from inventory_app.domain.scenarios import Assumptions, cases, delayed

RATE = Decimal("0.035")


def flows(*amounts):
    return [Decimal(str(amount)) for amount in amounts]


PLAN = flows(-1_000_000, 300_000, 300_000, 300_000, 300_000, 300_000)
GAINS, COSTS = parted(PLAN)


def test_net_present_value():
    assert round(npv(RATE, PLAN), 4) == Decimal("354515.7126")


def test_internal_rate_paybacks_and_ratio():
    assert round(irr(PLAN), 6) == Decimal("0.152382")
    assert round(payback(PLAN), 6) == Decimal("3.333333")
    assert round(discounted_payback(RATE, PLAN), 6) == Decimal("3.610134")
    assert round(benefit_cost_ratio(RATE, GAINS, COSTS), 6) == Decimal("1.354516")


def test_return_on_investment_states_its_horizon():
    found = return_on_investment(RATE, GAINS, COSTS)
    assert (round(found.value * 100, 2), found.horizon) == (Decimal("35.45"), 5)


def test_the_switching_value_is_the_loss_at_which_nothing_is_gained():
    lost = switching_value(RATE, GAINS, COSTS)
    assert round(lost * 100, 2) == Decimal("26.17")
    smaller = [gain * (1 - lost) - cost for gain, cost in zip(GAINS, COSTS, strict=True)]
    assert round(npv(RATE, smaller), 15) == 0


def test_the_annuity_factor():
    assert round(annuity_factor(RATE, 5), 6) == Decimal("0.221481")
    assert annuity_factor(Decimal(0), 4) == Decimal("0.25")


def test_with_two_changes_of_sign_the_rate_is_undefined_and_the_modified_one_is_shown():
    twice = flows(-1000, 2300, -1320)
    # Both 10 and 20 per cent would do.
    assert npv(Decimal("0.1"), twice) == pytest.approx(0, abs=Decimal("1e-20"))
    assert npv(Decimal("0.2"), twice) == pytest.approx(0, abs=Decimal("1e-20"))
    found = internal_return(twice, RATE)
    assert (found.irr, found.undefined) == (None, "SEVERAL-CHANGES")
    assert round(found.mirr, 6) == Decimal("0.032676")
    assert not math.isnan(numpy_financial.irr([-1000, 2300, -1320]))  # picks one and is silent


@pytest.mark.parametrize("amounts", [(-1, -2, -3), (1, 2), (0, 0), ()])
def test_without_a_change_of_sign_there_is_no_rate_at_all(amounts):
    found = internal_return(flows(*amounts), RATE)
    assert (found.irr, found.mirr, found.undefined) == (None, None, "NO-CHANGE")


def test_years_of_nothing_are_no_change_of_sign():
    assert sign_changes(flows(-5, 0, 3, 0, 0, 2, -1)) == 2
    assert sign_changes(flows(0, -5, 0, 3)) == 1


@pytest.mark.parametrize(
    ("amounts", "rate", "places"),
    [
        ((-150000, 15000, 25000, 35000, 45000, 60000), "0.0524", 4),
        ((-100, 0, 0, 74), "-0.0955", 4),
        ((-100, 39, 59, 55, 20), "0.28095", 5),
    ],
)
def test_published_internal_rates(amounts, rate, places):
    assert round(irr(flows(*amounts)), places) == Decimal(rate)


@pytest.mark.parametrize("amounts", [(-100, 100, 0, -7), (-5, 10.5, 1, -8, 1)])
def test_published_rates_that_are_one_of_several_are_not_given(amounts):
    assert irr(flows(*amounts)) is None


def test_the_published_net_present_value_to_the_last_digit():
    found = npv(Decimal("0.05"), flows(-15000, 1500, 2500, 3500, 4500, 6000))
    assert round(found, 24) == Decimal("122.894854950942692161628715")


MODIFIED = [
    ((-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000), "0.08", "0.055",
     "0.066597175031553548874239618"),
    ((-120000, 39000, 30000, 21000, 37000, 46000), "0.10", "0.12", "0.126094130365905145828421880"),
    ((100, 200, -50, 300, -200), "0.05", "0.06", "0.342823387842176663647819868"),
]  # fmt: skip


@pytest.mark.parametrize(("amounts", "finance", "reinvest", "expected"), MODIFIED)
def test_published_modified_rates_to_the_last_digits(amounts, finance, reinvest, expected):
    found = mirr(flows(*amounts), Decimal(finance), Decimal(reinvest))
    assert round(found, 24) == round(Decimal(expected), 24)


@pytest.mark.parametrize("amounts", [(39000, 30000, 21000), (-1, -2), (-5,), ()])
def test_a_modified_rate_needs_a_cost_a_gain_and_a_second_year(amounts):
    assert mirr(flows(*amounts), RATE, RATE) is None


def test_money_must_stay_back():
    assert payback(flows(-100, 150, -100, 40)) is None
    assert payback(flows(-100, 150, -100, 100)) == Decimal("2.5")
    assert payback(flows(-100, 100)) == 1
    assert payback(flows(5, 5)) == 0
    assert payback(flows(-100, 30)) is None
    assert payback([]) == 0


def test_what_costs_nothing_has_no_ratio():
    assert benefit_cost_ratio(RATE, flows(1, 2), flows(0, 0)) is None
    assert return_on_investment(RATE, flows(1), []) is None
    assert switching_value(RATE, flows(0), flows(1)) is None


@pytest.mark.parametrize("rate", ["-1", "-2"])
def test_a_rate_that_takes_everything_is_refused(rate):
    with pytest.raises(ValueError, match="100 per cent"):
        npv(Decimal(rate), PLAN)
    with pytest.raises(ValueError, match="100 per cent"):
        annuity_factor(Decimal(rate), 3)


def test_binary_floats_are_refused():
    for call in (
        lambda: npv(0.035, PLAN),
        lambda: irr([-1.5, 2.5]),
        lambda: payback([-1.5, 2.5]),
        lambda: annuity_factor(0.1, 3),
    ):
        with pytest.raises(TypeError, match="binary floats"):
            call()


def test_an_appraisal_holds_all_of_it():
    found = appraise(RATE, GAINS, COSTS)
    assert (round(found.npv, 2), found.horizon) == (Decimal("354515.71"), 5)
    assert round(found.roi, 4) == Decimal("0.3545")
    assert found.internal.undefined is None
    assert round(found.payback, 4) == Decimal("3.3333")
    assert round(found.discounted_payback, 4) == Decimal("3.6101")


def test_benefits_and_costs_may_run_for_different_years():
    found = appraise(Decimal(0), flows(0, 5, 5), flows(8))
    assert (found.npv, found.horizon) == (2, 2)


@pytest.mark.parametrize(("gains", "costs"), [((), ()), ((1, -1), (2,)), ((1,), (-2,))])
def test_an_appraisal_needs_years_and_positive_amounts(gains, costs):
    with pytest.raises(ValueError, match=r"year|positive"):
        appraise(RATE, flows(*gains), flows(*costs))


AMOUNT = st.integers(1, 10**6)


@given(
    AMOUNT, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any),
    st.integers(-50, 100),
)  # fmt: skip
def test_the_internal_rate_is_worth_nothing_and_the_only_one(cost, gains, percent):
    amounts = flows(-cost, *gains)
    rate = irr(amounts)
    assert rate > -1
    worth = npv(rate, amounts)
    scale = sum(abs(each) for each in amounts) * max(1, 1 / (1 + rate)) ** len(amounts)
    assert abs(worth) <= scale * Decimal("1e-24")
    other = Decimal(percent) / 100
    assume(abs(other - rate) > Decimal("1e-6"))
    assert (npv(other, amounts) > 0) == (other < rate)


@given(AMOUNT, st.lists(AMOUNT, min_size=2, max_size=10), st.integers(-20, 40))
def test_figures_agree_with_numpy_financial_where_it_is_right(cost, gains, percent):
    amounts, rate = flows(-cost, *gains), Decimal(percent) / 100
    binary = [float(each) for each in amounts]
    theirs = numpy_financial.npv(float(rate), binary)
    assert float(npv(rate, amounts)) == pytest.approx(theirs, rel=1e-6, abs=1e-6)
    theirs = numpy_financial.mirr(binary, float(rate), 0.05)
    assert float(mirr(amounts, rate, Decimal("0.05"))) == pytest.approx(theirs, rel=1e-6, abs=1e-9)
    theirs = numpy_financial.irr(binary)
    if math.isfinite(theirs):
        assert float(irr(amounts)) == pytest.approx(theirs, rel=1e-5, abs=1e-5)


# Three cases.


LOW = Assumptions(delay=Decimal("0.5"), shortfall=Decimal("0.2"), overrun=Decimal("0.1"))
HIGH = Assumptions(shortfall=Decimal("-0.1"))


def test_the_three_cases_stand_in_order_and_look_as_far_ahead():
    found = cases(RATE, GAINS, COSTS, low=LOW, high=HIGH)
    assert round(found.central.npv, 2) == Decimal("354515.71")
    assert found.low.npv < found.central.npv < found.high.npv
    assert {each.horizon for each in (found.low, found.central, found.high)} == {5}
    assert round(found.switching_value, 4) == Decimal("0.2617")


def test_a_shortfall_of_the_switching_value_leaves_nothing():
    lost = switching_value(RATE, GAINS, COSTS)
    found = cases(RATE, GAINS, COSTS, low=Assumptions(shortfall=lost), high=Assumptions())
    assert round(found.low.npv, 12) == 0


def test_a_delay_moves_benefits_and_loses_what_falls_beyond_the_plan():
    assert delayed(flows(0, 100, 100, 100), Decimal(1), 4) == [0, 0, 100, 100]
    assert delayed(flows(0, 100, 100), Decimal("0.25"), 4) == [0, 75, 100, 25]
    assert delayed(flows(0, 100), Decimal("1.5"), 4) == [0, 0, 50, 50]


def test_a_low_case_that_is_better_is_refused():
    with pytest.raises(ValueError, match="low case"):
        cases(RATE, GAINS, COSTS, low=HIGH, high=HIGH)


@pytest.mark.parametrize("wrong", [{"delay": -1}, {"shortfall": 2}, {"overrun": -2}])
def test_a_case_cannot_lose_more_than_all(wrong):
    with pytest.raises(ValueError, match="case"):
        Assumptions(**{name: Decimal(value) for name, value in wrong.items()})


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.decimals(0, 10, places=2))
def test_a_delay_never_makes_benefits(gains, delay):
    amounts = flows(*gains)
    moved = delayed(amounts, delay, len(amounts) + 12)
    assert sum(moved) == sum(amounts)
    assert npv(RATE, moved) <= npv(RATE, amounts) + Decimal("1e-15")
