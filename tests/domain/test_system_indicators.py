"""S01, S07 and R02: systems in use, zombies, and recovery that was tried or not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from samples_for_domain import AS_OF, inputs, system, unit

from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicators import compute, per_record
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState

S01, S07, R02 = (default_indicators()[name] for name in ("S01", "S07", "R02"))


def test_applications_per_1000_users():
    figure = compute(S01, inputs(*[system() for _ in range(90)], unit(users_served=1500)))
    assert (figure.numerator, figure.denominator, figure.value) == (90, 1500, 60)


@pytest.mark.parametrize(
    ("status", "counted"),
    [("PLANNED", 0), ("DEVELOPMENT", 0), ("PRODUCTION", 1), ("SUNSET", 1), ("RETIRED", 0)],
)
def test_only_systems_in_use_are_applications(status, counted):
    assert compute(S01, inputs(system(status=status), unit())).numerator == counted


def test_a_system_without_its_stage_of_life_leaves_the_number_unknown():
    figure = compute(S01, inputs(system(), system(status=None), unit()))
    assert (figure.state, figure.coverage) == (ValueState.NR, (1, 2))


def test_a_code_that_no_list_has_is_an_error():
    assert compute(S01, inputs(system(status="GONE"), unit())).state is ValueState.ERR


def test_nine_users_are_too_few_to_rank_and_ten_are_enough():
    few = compute(S01, inputs(system(), unit(users_served=9)))
    assert (few.ranked, few.reason, few.value) == (False, Reason.BELOW_FLOOR, 1000 / Decimal(9))
    assert compute(S01, inputs(system(), unit(users_served=10))).ranked


def test_no_systems_at_all_is_zero_if_confirmed():
    assert compute(S01, inputs(unit(), nothing=["systems"])).value == 0
    assert compute(S01, inputs(unit())).state is ValueState.NR


def test_the_run_cost_per_user_of_one_system():
    (figure,) = per_record(S07, inputs(system(run_cost=Decimal(96_000), users_active=320)))
    assert (figure.numerator, figure.denominator, figure.value) == (96_000, 320, 300)


def test_cost_pools_come_before_the_cost_stated():
    one = system(run_cost=Decimal(1), opex_software=Decimal(40), opex_hardware=Decimal(60))
    (figure,) = per_record(S07, inputs(one))
    assert figure.numerator == 100


def test_an_estimated_cost_makes_an_estimate():
    one = system(run_cost=Decimal(9), users_active=3, states={"run_cost": ValueState.NE})
    (figure,) = per_record(S07, inputs(one))
    assert (figure.value, figure.state) == (3, ValueState.NE)


def test_the_entity_adds_costs_and_users_and_averages_nothing():
    systems = (
        system(run_cost=Decimal(10), users_active=100),
        system(run_cost=Decimal(30), users_active=60),
    )
    assert compute(S07, inputs(*systems)).value == Decimal("0.25")


def test_a_zombie_is_listed_and_not_averaged():
    zombie = system(run_cost=Decimal(96_000), users_active=0)
    good = system(run_cost=Decimal(96_000), users_active=320)
    figure = compute(S07, inputs(zombie, good))
    assert (figure.value, figure.coverage) == (300, (1, 2))
    assert figure.parts == {"zombies": 1, f"zombie:{zombie.uid}": 96_000}
    assert Reason.ZOMBIES in figure.reasons
    alone = next(
        each for each in per_record(S07, inputs(zombie, good)) if each.record == zombie.uid
    )
    assert (alone.state, alone.ranked, alone.value) == (ValueState.ERR, False, None)


def test_nothing_but_zombies_is_an_error():
    figure = compute(S07, inputs(system(run_cost=Decimal(1), users_active=0)))
    assert (figure.state, figure.value) == (ValueState.ERR, None)
    assert Reason.ZOMBIES in figure.reasons


def test_a_system_that_costs_nothing_and_serves_nobody_is_no_activity():
    (figure,) = per_record(S07, inputs(system(run_cost=Decimal(0), users_active=0)))
    assert (figure.state, figure.reason) == (ValueState.NA, "NO-ACTIVITY")


def test_a_system_not_in_use_does_not_apply():
    (figure,) = per_record(S07, inputs(system(status="RETIRED", run_cost=Decimal(5))))
    assert (figure.state, figure.reason, figure.ranked) == (ValueState.NA, "NOT-IN-USE", False)


def test_a_system_without_users_reported_is_listed_but_not_counted():
    some = system(run_cost=Decimal(100), users_active=10)
    figure = compute(S07, inputs(some, system(run_cost=Decimal(5), users_active=None)))
    assert (figure.value, figure.coverage, figure.reason) == (10, (1, 2), Reason.PARTIAL)


def test_systems_that_nobody_reported():
    assert compute(S07, inputs()).reason == "NOT-REPORTED"
    assert compute(S07, inputs(nothing=["systems"])).reason == "NOT-IN-USE"


# Recovery.


def critical(**changes):
    return system(**{"criticality": "TIER_1", "rto_h": 8, "rpo_h": 4, **changes})


def met(**changes):
    return critical(**{"last_test": date(2026, 3, 1), "recovery_h": 6, **changes})


def test_recovery_strictly_and_among_those_tested():
    systems = [met() for _ in range(11)]
    systems += [met(recovery_h=9) for _ in range(3)]
    systems += [critical() for _ in range(6)]
    figure = compute(R02, inputs(*systems))
    assert (figure.numerator, figure.denominator, figure.value) == (11, 20, 55)
    assert figure.parts["strict"] == 55
    assert round(figure.parts["tested_only"], 6) == Decimal("78.571429")
    assert (figure.parts["tested"], figure.parts["met"]) == (14, 11)


def test_a_blank_counts_as_not_met_and_the_optimistic_bound_as_met():
    systems = [met() for _ in range(12)]
    systems += [met(recovery_h=9) for _ in range(3)]
    systems += [critical() for _ in range(5)]
    figure = compute(R02, inputs(*systems))
    assert (figure.value, figure.parts["optimistic"]) == (60, 85)
    assert (figure.reason, figure.coverage) == (Reason.UNTESTED, (15, 20))


@pytest.mark.parametrize(
    ("tested", "value"),
    [
        (date(2025, 6, 30), 100),
        (date(2025, 6, 29), 0),
        (AS_OF, 100),
        (date(2026, 7, 1), 0),
    ],
)
def test_a_test_is_good_for_twelve_months(tested, value):
    assert compute(R02, inputs(met(last_test=tested))).value == value


def test_a_test_too_old_is_not_met_whatever_is_hoped():
    figure = compute(R02, inputs(met(last_test=date(2024, 1, 1))))
    assert (figure.parts["optimistic"], figure.parts["tested"]) == (0, 0)
    assert "tested_only" not in figure.parts


def test_twelve_months_before_a_leap_day_end_on_28_february():
    on_the_day, before = met(last_test=date(2027, 2, 28)), met(last_test=date(2027, 2, 27))
    figure = compute(R02, inputs(on_the_day, before, as_of=date(2028, 2, 29)))
    assert figure.value == 50


def test_exactly_the_objective_is_met():
    assert compute(R02, inputs(met(recovery_h=8))).value == 100


def test_a_test_without_result_counts_as_tested_and_not_met():
    figure = compute(R02, inputs(met(recovery_h=None)))
    assert (figure.value, figure.parts["tested"], figure.parts["optimistic"]) == (0, 1, 100)


@pytest.mark.parametrize("tier", ["TIER_3", "TIER_4"])
def test_only_the_two_upper_tiers_are_critical(tier):
    figure = compute(R02, inputs(met(criticality=tier)))
    assert (figure.state, figure.reason) == (ValueState.NA, "NO-ACTIVITY")


def test_a_retired_system_needs_no_recovery():
    assert compute(R02, inputs(met(), met(status="RETIRED"))).denominator == 1


def test_an_objective_beyond_the_tolerable_outage_is_an_error_and_meets_nothing():
    figure = compute(R02, inputs(met(rto_h=24, mtd_h=12)))
    assert (figure.value, figure.parts["undetermined"]) == (0, 1)


def test_an_estimated_result_makes_an_estimate():
    figure = compute(R02, inputs(met(data_quality="ESTIMATED")))
    assert (figure.value, figure.state, figure.ranked) == (100, ValueState.NE, False)


def test_a_test_of_which_nobody_knows_how_good_it_is_counts_as_not_met():
    figure = compute(R02, inputs(met(data_quality="UNKNOWN")))
    assert (figure.value, figure.parts["undetermined"], figure.parts["tested"]) == (0, 1, 0)


def test_recovery_that_nobody_reported():
    assert compute(R02, inputs()).state is ValueState.NR
