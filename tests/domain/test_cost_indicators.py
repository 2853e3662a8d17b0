"""C01 to C04: the oracles, the 95 per cent of the last total, years, and nobody paid twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples_for_domain import inputs, line, post, unit

from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicators import compute
from inventory_app.domain.periods import months_of
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState

C01, C02, C03, C04 = (default_indicators()[name] for name in ("C01", "C02", "C03", "C04"))
EXPENDITURE = Decimal(120_000_000)


def of(figure):
    return figure.value, figure.state


def test_the_share_of_expenditure():
    figure = compute(C01, inputs(line(total_expenditure=EXPENDITURE)))
    assert (figure.numerator, figure.denominator) == (4_200_000, EXPENDITURE)
    assert of(figure) == (Decimal("3.5"), ValueState.OK)
    assert figure.reasons == ()


def test_the_cost_per_user():
    assert compute(C02, inputs(line(), unit(users_served=1500))).value == 2800


def test_the_run_share():
    lines = line(amount=Decimal(3_150_000)), line(amount=Decimal(1_050_000), run_change="GROW")
    assert compute(C03, inputs(*lines)).value == 75


def test_the_personnel_share():
    lines = (
        line(amount=Decimal(2_000_000)),
        line(amount=Decimal(310_000), cost_element="EXTERNAL_PERSONNEL"),
        line(amount=Decimal(1_890_000), cost_element="OUTSOURCED"),
    )
    assert compute(C04, inputs(*lines)).value == 55


def test_few_users_are_shown_but_not_ranked():
    figure = compute(C02, inputs(line(amount=Decimal(8400)), unit(users_served=3)))
    assert of(figure) == (2800, ValueState.OK)
    assert (figure.ranked, figure.reason) == (False, Reason.BELOW_FLOOR)


def test_ten_users_are_ranked():
    assert compute(C02, inputs(line(), unit(users_served=10))).ranked


def test_few_users_and_an_estimate_say_both():
    figure = compute(C02, inputs(line(data_quality="ESTIMATED"), unit(users_served=3)))
    assert figure.reasons == (Reason.BELOW_FLOOR, Reason.ESTIMATED)


def test_cost_without_users_is_an_error():
    figure = compute(C02, inputs(line(), unit(users_served=0)))
    assert (figure.state, figure.reason) == (ValueState.ERR, "ZERO-DENOMINATOR")


def test_no_expenditure_stated_leaves_no_share():
    figure = compute(C01, inputs(line()))
    assert (figure.numerator, figure.state, figure.reason) == (
        4_200_000,
        ValueState.NR,
        "MISSING",
    )


@pytest.mark.parametrize("definition", [C01, C02, C03, C04])
def test_costs_that_nobody_reported_leave_nothing(definition):
    figure = compute(definition, inputs(unit()))
    assert (figure.state, figure.reason) == (ValueState.NR, "NOT-REPORTED")


def test_no_costs_and_nothing_to_report_is_zero_of_zero():
    figure = compute(C03, inputs(nothing=["costs"]))
    assert (figure.state, figure.reason) == (ValueState.NA, "NO-ACTIVITY")


# The 95 per cent of the last confirmed total.


@pytest.mark.parametrize(
    ("amount", "state"), [(3_990_000, ValueState.OK), (3_980_000, ValueState.NR)]
)
@pytest.mark.parametrize("definition", [C01, C02, C04])
def test_95_per_cent_of_the_last_total_are_enough(definition, amount, state):
    reported = line(amount=Decimal(amount), total_expenditure=EXPENDITURE)
    last = {"ict_cost": Decimal(4_200_000)}
    figure = compute(definition, inputs(reported, unit(), last_totals=last))
    assert figure.state is state
    assert (figure.value is None) is (state is ValueState.NR)


def test_below_95_per_cent_says_so():
    last = {"ict_cost": Decimal(4_200_000)}
    figure = compute(C02, inputs(line(amount=Decimal(3_980_000)), unit(), last_totals=last))
    assert figure.reason == "BELOW-COVERAGE"


@pytest.mark.parametrize(
    ("amount", "state"), [(3_990_000, ValueState.OK), (3_980_000, ValueState.NR)]
)
def test_95_per_cent_of_the_last_lines_are_enough_for_the_run_share(amount, state):
    last = {"cost_lines": Decimal(4_200_000)}
    assert compute(C03, inputs(line(amount=Decimal(amount)), last_totals=last)).state is state


def test_a_line_without_amount_weighs_nobody_knows_what():
    figure = compute(C02, inputs(line(), line(amount=None), unit()))
    assert (figure.state, figure.value, figure.coverage) == (ValueState.NR, None, (1, 2))
    assert figure.reasons == (Reason.MISSING, Reason.BELOW_COVERAGE)


def test_a_line_without_amount_does_not_matter_if_95_per_cent_are_there():
    last = {"ict_cost": Decimal(4_200_000)}
    figure = compute(C02, inputs(line(), line(amount=None), unit(), last_totals=last))
    assert of(figure) == (2800, ValueState.OK)
    assert (figure.reason, figure.coverage) == (Reason.PARTIAL, (1, 2))


def test_a_line_whose_amount_does_not_apply_is_not_listed():
    nothing = line(amount=None, states={"amount": ValueState.NA})
    assert compute(C02, inputs(line(), nothing, unit())).coverage == (1, 1)


@pytest.mark.parametrize("without", ["period_start", "period_end"])
def test_a_line_without_period_counts_as_missing(without):
    figure = compute(C02, inputs(line(**{without: None}), unit()))
    assert figure.state is ValueState.NR


def test_a_line_that_ends_before_it_begins_counts_as_missing():
    figure = compute(C02, inputs(line(period_end=date(2025, 12, 31)), unit()))
    assert figure.state is ValueState.NR


def test_the_run_share_leaves_out_small_lines_that_do_not_say():
    lines = line(amount=Decimal(96)), line(amount=Decimal(4), run_change=None)
    figure = compute(C03, inputs(*lines))
    assert (figure.numerator, figure.denominator, figure.value) == (96, 96, 100)


def test_the_run_share_is_unknown_if_too_many_lines_do_not_say():
    lines = line(amount=Decimal(94)), line(amount=Decimal(6), run_change=None)
    assert compute(C03, inputs(*lines)).reason == "BELOW-COVERAGE"


def test_the_personnel_share_is_unknown_if_too_many_lines_do_not_say():
    lines = line(amount=Decimal(94)), line(amount=Decimal(6), cost_element=None)
    assert compute(C04, inputs(*lines)).reason == "BELOW-COVERAGE"


def test_the_personnel_share_bears_small_lines_that_do_not_say():
    lines = line(amount=Decimal(96)), line(amount=Decimal(4), cost_element=None)
    assert compute(C04, inputs(*lines)).value == 96


def test_estimated_lines_make_an_estimate():
    figure = compute(C02, inputs(line(data_quality="ESTIMATED"), unit()))
    assert (figure.value, figure.state, figure.ranked) == (2800, ValueState.NE, False)


# Staff cost: added where the lines hold no personnel, and never twice.


def test_staff_cost_is_added_if_the_lines_hold_no_personnel():
    person = post(annual_cost=Decimal(150_000), ict_time_share=Decimal(50))
    figure = compute(C02, inputs(line(cost_element="SOFTWARE"), person, unit()))
    assert figure.numerator == 4_275_000
    assert figure.reasons == (Reason.STAFF_COST_ADDED,)
    assert figure.parts == {"cost_lines": 4_200_000, "staff_cost": 75_000}


@pytest.mark.parametrize("element", ["INTERNAL_PERSONNEL", "EXTERNAL_PERSONNEL"])
def test_staff_cost_is_never_added_to_personnel_lines(element):
    figure = compute(C02, inputs(line(cost_element=element), post(), unit()))
    assert figure.numerator == 4_200_000
    assert figure.reasons == ()


def test_staff_cost_added_is_personnel_cost():
    software = line(cost_element="SOFTWARE", amount=Decimal(50_000))
    figure = compute(C04, inputs(software, post(annual_cost=Decimal(150_000))))
    assert figure.value == 75


def test_a_line_that_could_be_personnel_leaves_the_total_unknown():
    figure = compute(C02, inputs(line(cost_element=None), post(), unit()))
    assert figure.state is ValueState.NR


def test_personnel_that_nobody_reported_leaves_the_total_unknown():
    figure = compute(C02, inputs(line(cost_element="SOFTWARE"), unit()))
    assert (figure.state, figure.value) == (ValueState.NR, None)


def test_an_entity_without_staff_has_no_staff_cost():
    figure = compute(C02, inputs(line(cost_element="SOFTWARE"), unit(), nothing=["staff"]))
    assert of(figure) == (2800, ValueState.OK)


def test_a_person_without_cost_leaves_the_total_unknown():
    people = post(), post(annual_cost=None)
    figure = compute(C02, inputs(line(cost_element="SOFTWARE"), *people, unit()))
    assert (figure.state, figure.coverage) == (ValueState.NR, (2, 3))


def test_a_vacant_post_costs_nothing():
    vacant = post(occupancy="VACANT")
    figure = compute(C02, inputs(line(cost_element="SOFTWARE"), vacant, unit()))
    assert figure.numerator == 4_200_000


# Years.


def test_a_biennium_is_halved():
    both = line(period_start=date(2026, 1, 1), period_end=date(2027, 12, 31))
    figure = compute(C02, inputs(both, unit()))
    assert (figure.numerator, figure.reason) == (2_100_000, Reason.ANNUALISED)


def test_a_peacekeeping_year_is_a_year():
    year = line(period_start=date(2025, 7, 1), period_end=date(2026, 6, 30))
    figure = compute(C02, inputs(year, unit()))
    assert (figure.numerator, figure.reason) == (4_200_000, "")


def test_regular_budget_and_peacekeeping_are_added():
    lines = (
        line(amount=Decimal(100)),
        line(
            amount=Decimal(50),
            fund_code="PKM",
            period_start=date(2025, 7, 1),
            period_end=date(2026, 6, 30),
        ),
    )
    assert compute(C02, inputs(*lines, unit())).numerator == 150


def test_two_years_of_one_fund_give_the_average_year():
    before = line(amount=Decimal(100), period_start=date(2025, 1, 1), period_end=date(2025, 12, 31))
    figure = compute(C02, inputs(before, line(amount=Decimal(120)), unit()))
    assert figure.numerator == 110


def test_four_quarters_make_a_year():
    starts = [date(2026, month, 1) for month in (1, 4, 7, 10)]
    ends = [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)]
    lines = [
        line(amount=Decimal(25), period_start=start, period_end=end)
        for start, end in zip(starts, ends, strict=True)
    ]
    assert compute(C02, inputs(*lines, unit())).numerator == 100


def test_periods_of_one_fund_that_overlap_are_added():
    project = line(
        amount=Decimal(400), period_start=date(2024, 1, 1), period_end=date(2027, 12, 31)
    )
    assert compute(C02, inputs(project, line(amount=Decimal(100)), unit())).numerator == 200


def test_expenditure_stated_for_two_periods_is_averaged_and_never_added():
    lines = (
        line(total_expenditure=Decimal(100)),
        line(
            total_expenditure=Decimal(140),
            fund_code="PKM",
            period_start=date(2025, 7, 1),
            period_end=date(2026, 6, 30),
        ),
    )
    assert compute(C01, inputs(*lines)).denominator == 120


def test_two_totals_for_one_period_are_an_error():
    lines = line(total_expenditure=Decimal(100)), line(total_expenditure=Decimal(140))
    figure = compute(C01, inputs(*lines))
    assert (figure.state, figure.reason) == (ValueState.ERR, "INVALID")


def test_the_same_total_on_two_lines_counts_once():
    lines = line(total_expenditure=EXPENDITURE), line(total_expenditure=EXPENDITURE)
    assert compute(C01, inputs(*lines)).denominator == EXPENDITURE


def test_a_refund_lowers_the_total_and_its_parts():
    lines = (
        line(amount=Decimal(900_000)),
        line(amount=Decimal(200_000), cost_element="SOFTWARE", run_change="GROW"),
        line(amount=Decimal(-100_000), cost_element="SOFTWARE", run_change="GROW"),
    )
    per_user = compute(C02, inputs(*lines, unit(users_served=1000)))
    assert (per_user.numerator, per_user.value) == (1_000_000, 1000)
    assert compute(C03, inputs(*lines)).value == 90
    assert compute(C04, inputs(*lines)).value == 90


def test_refunds_that_outweigh_the_costs_leave_no_ratio_to_state():
    lines = line(amount=Decimal(100_000)), line(amount=Decimal(-300_000))
    for figure in (
        compute(C01, inputs(*lines, line(amount=Decimal(0), total_expenditure=EXPENDITURE))),
        compute(C02, inputs(*lines, unit(users_served=1000))),
        compute(C03, inputs(*lines)),
        compute(C04, inputs(*lines)),
    ):
        assert (figure.value, figure.state) == (None, ValueState.ERR)
        assert Reason.CREDITS in figure.reasons


def test_a_share_above_the_whole_is_not_stated():
    lines = line(amount=Decimal(100_000)), line(amount=Decimal(-20_000), run_change="GROW")
    figure = compute(C03, inputs(*lines))
    assert (figure.value, figure.state, figure.reason) == (None, ValueState.ERR, Reason.CREDITS)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 12),
        (date(2024, 1, 1), date(2024, 12, 31), 12),
        (date(2026, 2, 1), date(2026, 2, 28), 1),
        (date(2025, 7, 15), date(2026, 1, 14), 6),
        (date(2026, 1, 1), date(2026, 1, 1), Decimal(12) / Decimal("365.25")),
    ],
)
def test_months_of_a_period(start, end, months):
    assert months_of((start, end)) == pytest.approx(months)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 3000))
def test_months_of_any_period_agree_with_its_days(start, days):
    end = date.fromordinal(start.toordinal() + days)
    assert abs(float(months_of((start, end))) - (days + 1) / 30.4375) < 0.1


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8), st.integers(1, 50))
def test_scaling_all_amounts_scales_the_cost_per_user(amounts, factor):
    def cost(k):
        lines = [line(amount=Decimal(amount * k)) for amount in amounts]
        return compute(C02, inputs(*lines, unit(users_served=1000))).value

    assert cost(factor) == cost(1) * factor
