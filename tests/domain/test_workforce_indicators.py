"""W01 to W04: the oracles, the 95 per cent rule, who counts, and what cannot be known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from samples_for_domain import inputs, post, unit

from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicators import compute, roll_up
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState

W01, W02, W03, W04 = (default_indicators()[name] for name in ("W01", "W02", "W03", "W04"))

FOUR = (
    post(ict_time_share=Decimal(100)),
    post(ict_time_share=Decimal(100), months_in_period=Decimal(6)),
    post(ict_time_share=Decimal(40), dedication="NON_DEDICATED"),
    post(ict_time_share=Decimal(10), dedication="NON_DEDICATED"),
)


def posts(n, **changes):
    return [post(**changes) for _ in range(n)]


def test_the_workforce_adds_time_shares_and_months():
    figure = compute(W01, inputs(*FOUR))
    assert figure.value == 2
    assert figure.parts == {
        "dedicated": Decimal("1.5"),
        "non_dedicated": Decimal("0.5"),
        "headcount": 4,
    }
    assert (figure.state, figure.ranked, figure.coverage) == (ValueState.OK, True, (4, 4))
    assert figure.reason == ""


def test_an_estimate_of_months_is_no_answer_where_nobody_gave_a_share_of_time():
    told = post(months_in_period=Decimal(6))
    values = {name: v for name, v in told.values.items() if name not in ("ict_time_share", "fte")}
    blank = replace(told, values=values, states={"months_in_period": ValueState.NE})
    figure = compute(W02, inputs(*FOUR, blank))
    assert (figure.state, figure.value) == (ValueState.NR, None)
    assert figure.reason == Reason.BELOW_COVERAGE


def test_the_workforce_names_the_answers_it_was_computed_from():
    one = post()
    assert ("staff", one.uid, "fte") in compute(W01, inputs(one)).inputs


def test_an_empty_list_confirmed_is_a_true_zero():
    figure = compute(W01, inputs(nothing=["staff"]))
    assert (figure.value, figure.state) == (0, ValueState.OK)


def test_an_empty_list_not_confirmed_is_not_reported():
    figure = compute(W01, inputs())
    assert (figure.value, figure.state, figure.reason) == (None, ValueState.NR, "NOT-REPORTED")


def test_one_person_in_twenty_without_a_time_share_leaves_the_figure():
    figure = compute(W01, inputs(*posts(19), post(ict_time_share=None)))
    assert (figure.value, figure.state, figure.coverage) == (19, ValueState.OK, (19, 20))
    assert figure.reason == Reason.PARTIAL
    assert figure.parts["headcount"] == 20


def test_one_person_in_nineteen_without_a_time_share_takes_it():
    figure = compute(W01, inputs(*posts(18), post(ict_time_share=None)))
    assert (figure.value, figure.state, figure.reason) == (None, ValueState.NR, "BELOW-COVERAGE")
    assert figure.parts == {}


@pytest.mark.parametrize("occupancy", ["VACANT", "FROZEN", "LOANED_OUT"])
def test_a_post_with_nobody_at_work_is_no_workforce(occupancy):
    figure = compute(W01, inputs(post(), post(occupancy=occupancy)))
    assert (figure.value, figure.coverage) == (1, (1, 1))


@pytest.mark.parametrize("status", ["INVALID", "CLOSED", "DUPLICATE"])
def test_a_record_that_is_not_valid_does_not_count(status):
    assert compute(W01, inputs(post(), post(record_status=status))).value == 1


def test_whoever_has_left_by_the_day_of_the_round_does_not_count():
    gone, going = post(retired_on=date(2026, 6, 30)), post(retired_on=date(2026, 7, 1))
    assert compute(W01, inputs(gone, going)).value == 1


def test_an_estimated_person_makes_the_total_an_estimate_that_is_not_ranked():
    figure = compute(W01, inputs(post(), post(data_quality="ESTIMATED")))
    assert (figure.value, figure.state, figure.ranked) == (2, ValueState.NE, False)
    assert figure.reason == Reason.ESTIMATED


@pytest.mark.parametrize(
    ("name", "value"), [("contract_share", Decimal(50)), ("months_in_period", Decimal(6))]
)
def test_one_estimated_answer_of_a_person_is_enough_for_an_estimate(name, value):
    some = post(**{name: value}, states={name: ValueState.NE})
    figure = compute(W01, inputs(some))
    assert (figure.value, figure.state) == (Decimal("0.5"), ValueState.NE)


def test_a_person_whose_figures_nobody_knows_is_not_counted():
    figure = compute(W01, inputs(*posts(19), post(data_quality="UNKNOWN")))
    assert (figure.value, figure.coverage) == (19, (19, 20))


def test_a_time_share_of_120_is_an_error_and_not_counted():
    figure = compute(W01, inputs(*posts(19), post(ict_time_share=Decimal(120))))
    assert (figure.value, figure.coverage) == (19, (19, 20))


def test_a_time_share_that_does_not_apply_lists_nobody():
    nobody = post(ict_time_share=None, states={"ict_time_share": ValueState.NA})
    assert compute(W01, inputs(post(), nobody)).coverage == (1, 1)


def test_somebody_without_a_dedication_stands_apart():
    figure = compute(W01, inputs(post(), post(dedication=None)))
    assert figure.value == 2
    assert figure.parts["undeclared"] == 1


def test_the_non_dedicated_share():
    figure = compute(W02, inputs(*FOUR))
    assert (figure.numerator, figure.denominator, figure.value) == (Decimal("0.5"), 2, 25)


def test_nobody_of_nobody_is_no_activity():
    figure = compute(W02, inputs(nothing=["staff"]))
    assert (figure.value, figure.state, figure.reason) == (None, ValueState.NA, "NO-ACTIVITY")


def test_the_non_dedicated_share_needs_the_dedication_of_95_per_cent():
    figure = compute(W02, inputs(*posts(18), post(dedication=None)))
    assert (figure.value, figure.state, figure.reason) == (None, ValueState.NR, "BELOW-COVERAGE")


def test_a_dedication_against_the_rule_of_the_round_counts_nowhere():
    # Less than half of the time, in no ICT unit, and yet "dedicated".
    wrong = post(ict_time_share=Decimal(20), ict_unit=None)
    assert compute(W02, inputs(wrong)).state is ValueState.NR


def test_users_per_ict_fte():
    figure = compute(W03, inputs(*posts(12), unit(users_served=480)))
    assert (figure.numerator, figure.denominator, figure.value) == (480, 12, 40)
    assert figure.users == 480


def test_users_of_all_units_are_added():
    figure = compute(W03, inputs(post(), unit(users_served=30), unit(users_served=12)))
    assert figure.value == 42


def test_estimated_users_make_an_estimate():
    figure = compute(W03, inputs(*posts(12), unit(users_served=480, data_quality="ESTIMATED")))
    assert (figure.value, figure.state, figure.ranked) == (40, ValueState.NE, False)


def test_a_numerator_that_is_not_reported_leaves_no_value():
    figure = compute(W03, inputs(*posts(12), unit(users_served=None)))
    assert (figure.numerator, figure.denominator, figure.value) == (None, 12, None)
    assert (figure.state, figure.reason) == (ValueState.NR, "MISSING")


def test_one_unit_without_users_leaves_the_sum_unknown():
    figure = compute(W03, inputs(post(), unit(), unit(users_served=None)))
    assert figure.state is ValueState.NR


def test_users_without_anybody_to_serve_them_are_an_error():
    figure = compute(W03, inputs(unit(users_served=480), nothing=["staff"]))
    assert (figure.value, figure.state, figure.reason) == (None, ValueState.ERR, "ZERO-DENOMINATOR")


def test_an_entity_that_serves_nobody_is_excluded():
    figure = compute(W03, inputs(post(), unit(users_served=0)))
    assert (figure.state, figure.reason) == (ValueState.NA, "NO-USERS")


def test_users_that_do_not_apply_make_the_figure_not_apply():
    nobody = unit(users_served=None, states={"users_served": ValueState.NA})
    assert compute(W03, inputs(post(), nobody)).state is ValueState.NA


def test_a_unit_to_which_users_do_not_apply_is_left_out_of_the_sum():
    nobody = unit(users_served=None, states={"users_served": ValueState.NA})
    assert compute(W03, inputs(post(), nobody, unit(users_served=7))).value == 7


def test_twelve_ict_fte_of_240_are_five_per_cent_of_all_staff():
    figure = compute(W03, inputs(*posts(12), unit(users_served=480, all_staff_fte=Decimal(240))))
    assert (figure.value, figure.ranked) == (40, True)
    assert figure.parts == {"all_staff_fte": 240, "ict_share_of_staff": 5}


def test_the_staff_that_the_units_serve_are_added():
    units = [unit(all_staff_fte=Decimal(each)) for each in ("149.5", "90.5")]
    assert compute(W03, inputs(*posts(12), *units)).parts["ict_share_of_staff"] == 5


def test_a_unit_to_which_all_staff_do_not_apply_is_left_out_of_their_sum():
    nobody = unit(states={"all_staff_fte": ValueState.NA})
    figure = compute(W03, inputs(*posts(12), nobody, unit(all_staff_fte=Decimal(240))))
    assert figure.parts["ict_share_of_staff"] == 5


@pytest.mark.parametrize("others", [[unit()], [unit(all_staff_fte=Decimal(-3))]])
def test_one_unit_that_does_not_report_all_staff_leaves_no_share_of_them(others):
    figure = compute(W03, inputs(*posts(12), unit(all_staff_fte=Decimal(240)), *others))
    assert (figure.value, figure.state, figure.ranked) == (250, ValueState.OK, True)
    assert figure.parts == {}


@pytest.mark.parametrize("told", [None, Decimal(0)])
def test_without_all_staff_there_is_no_share_of_them(told):
    figure = compute(W03, inputs(*posts(12), unit(users_served=480, all_staff_fte=told)))
    assert (figure.value, figure.state, figure.parts) == (40, ValueState.OK, {})


def test_a_figure_that_is_not_known_has_no_share_beside_it():
    figure = compute(W03, inputs(*posts(12), unit(users_served=None, all_staff_fte=Decimal(240))))
    assert (figure.state, figure.parts) == (ValueState.NR, {})


def entity(code, people, **changes):
    return compute(W03, inputs(*posts(people), unit(**changes), entity=code))


def test_shares_of_all_staff_are_never_averaged():
    some, more = (
        entity("A", 12, all_staff_fte=Decimal(240)),
        entity("B", 6, all_staff_fte=Decimal(60)),
    )
    assert roll_up([some, more], W03).parts == {"all_staff_fte": 300, "ict_share_of_staff": 6}


def test_a_total_has_a_share_of_all_staff_only_if_everybody_counted_has():
    known = entity("A", 12, users_served=480, all_staff_fte=Decimal(240))
    silent = entity("B", 12, users_served=240)
    total = roll_up([known, silent], W03)
    assert (total.value, total.coverage, total.parts) == (30, (2, 2), {})
    uncounted = entity("B", 12, users_served=None)
    assert roll_up([known, uncounted], W03).parts["ict_share_of_staff"] == 5


def test_the_external_share():
    external = posts(3, personnel_type="COMPANY", grade=None)
    figure = compute(W04, inputs(*posts(12), *external))
    assert (figure.numerator, figure.denominator, figure.value) == (3, 15, 20)


def test_volunteers_and_interns_are_not_external():
    inside = [post(personnel_type=code) for code in ("UNV", "INTERN", "JPO", "GOV_PROVIDED")]
    assert compute(W04, inputs(*inside)).value == 0
