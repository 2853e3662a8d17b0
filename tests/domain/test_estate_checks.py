"""Service desks, networks, devices, contracts and projects: their rules and computed answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from samples_for_domain import (
    CATALOGUE,
    contract,
    desk,
    devices,
    line,
    link,
    post,
    project,
    room,
    system,
    unit,
)

from inventory_app.domain.checks import check_record
from inventory_app.domain.findings import Strength
from inventory_app.domain.rounds import RoundParameters


def findings(one):
    return list(check_record(CATALOGUE[one.sheet], one, RoundParameters()))


def codes(one):
    return [finding.code for finding in findings(one)]


# Parts and wholes.


@pytest.mark.parametrize(
    ("make", "part", "most", "whole"),
    [
        (desk, "personnel_cost", Decimal(180_000), {}),
        (desk, "contacts_resolvable", 7200, {}),
        (desk, "contacts_first_resolved", 900, {"contacts_resolvable": 900}),
        (desk, "incidents_in_sla", 2000, {}),
        (desk, "survey_responses", 400, {"survey_invited": 400}),
        (desk, "survey_satisfied", 312, {"survey_responses": 312}),
        (devices, "in_use", 100, {}),
        (devices, "managed_centrally", 100, {}),
        (devices, "encrypted_devices", 100, {}),
        (devices, "unsupported", 100, {}),
        (devices, "net_value", Decimal(9), {"gross_value": Decimal(9)}),
        (room, "servers_monitored", 50, {}),
        (room, "production_servers_monitored", 40, {"servers_monitored": 40}),
        (room, "servers_benchmarked", 50, {}),
        (room, "renewable_kwh", Decimal(9), {"energy_total_kwh": Decimal(9)}),
        (room, "energy_reused_kwh", Decimal(9), {"energy_total_kwh": Decimal(9)}),
        (room, "energy_cooling_kwh", Decimal(9), {"energy_total_kwh": Decimal(9)}),
        (room, "restores_successful", 46, {"restore_tests": 46}),
        (system, "downtime_hours", Decimal(8760), {"planned_hours": Decimal(8760)}),
    ],
)
def test_a_part_is_never_more_than_its_whole(make, part, most, whole):
    assert codes(make(**{part: most}, **whole)) == []
    (wrong,) = findings(make(**{part: most + 1}, **whole))
    assert (wrong.code, wrong.field) == ("R-PART", part)
    assert (wrong.found, wrong.expected) == (str(most + 1), str(most))


@pytest.mark.parametrize(
    ("make", "lower", "upper"),
    [
        (desk, "resolution_median_h", "resolution_p90_h"),
        (link, "committed_mbps", "bandwidth_down_mbps"),
        (contract, "licences_used", "licences"),
        (contract, "spent_to_date", "ceiling"),
    ],
)
def test_an_answer_above_another_asks_for_an_explanation(make, lower, upper):
    assert codes(make(**{lower: Decimal(40), upper: Decimal(40)})) == []
    (wrong,) = findings(make(**{lower: Decimal(41), upper: Decimal(40)}))
    assert (wrong.code, wrong.field, wrong.params) == ("R-ORDER", lower, {"other": upper})
    assert wrong.strength is Strength.COMMENT
    assert (wrong.found, wrong.expected) == ("41", "40")


def test_ages_of_devices_add_up_to_their_number():
    ages = {"age_under_3": 60, "age_3_to_5": 30}
    assert codes(devices(**ages, age_over_5=10)) == []
    assert codes(devices(**ages)) == []
    assert codes(devices(**ages, age_over_5=11)) == ["R-TOTAL"]
    assert codes(devices(**ages, age_over_5=9)) == ["R-TOTAL"]


@pytest.mark.parametrize(
    ("one", "end"),
    [
        (contract(contract_end=date(2024, 12, 31)), "contract_end"),
        (project(baseline_end=date(2024, 12, 31)), "baseline_end"),
        (project(phase="COMPLETED", actual_end=date(2024, 12, 31)), "actual_end"),
    ],
)
def test_an_end_before_its_start(one, end):
    (wrong,) = findings(one)
    assert (wrong.code, wrong.field) == ("R-PERIOD", end)


# What is due.


def test_a_completed_project_owes_its_end_and_no_other_does():
    assert codes(project(phase="COMPLETED")) == ["R-MISSING"]
    assert codes(project(phase="CANCELLED")) == []


@pytest.mark.parametrize(
    ("one", "closed"),
    [
        (contract(record_status="CLOSED", vendor=None, contract_end=None), []),
        (contract(record_status="CLOSED", title=None), ["R-MISSING"]),
        (project(record_status="CLOSED", spent=None), []),
        (project(record_status="CLOSED", phase=None), ["R-MISSING"]),
        (devices(record_status="CLOSED", quantity=None), []),
    ],
)
def test_what_a_closed_record_still_owes(one, closed):
    assert codes(one) == closed


def test_values_beyond_their_scales_are_refused():
    assert codes(unit(maturity_strategy=6)) == ["V-ABOVE"]
    assert codes(unit(maturity_strategy=0)) == []
    assert codes(post(required_level=0)) == ["V-BELOW"]
    assert codes(post(assessed_level=8)) == ["V-ABOVE"]
    assert codes(link(availability=Decimal("100.01"))) == ["V-ABOVE"]
    assert codes(line(commodity="LAPTOP_STANDARD", quantity=0)) == ["V-BELOW"]


# Computed answers.


def test_shares_and_costs_of_a_desk():
    one = desk(contacts_resolvable=2000, contacts_first_resolved=1412, incidents_in_sla=1840)
    assert one["first_contact_share"] == Decimal("70.60")
    assert one["sla_share"] == Decimal("92.00")
    assert one["cost_per_contact"] == Decimal("25.00")
    assert desk(contacts_received=0)["cost_per_contact"] is None
    assert desk()["first_contact_share"] is None


def test_the_price_of_capacity():
    assert link()["cost_per_mbps"] == Decimal(15)
    assert link(bandwidth_down_mbps=Decimal(0))["cost_per_mbps"] is None


def test_what_devices_would_cost_anew():
    assert devices(unit_price=Decimal("899.50"))["replacement_value"] == Decimal(89_950)
    assert devices()["replacement_value"] is None


def test_what_a_contract_may_still_cost():
    assert contract(ceiling=Decimal(500), spent_to_date=Decimal(200))["remaining"] == 300
    assert contract(ceiling=Decimal(500), spent_to_date=Decimal(700))["remaining"] == -200
    assert contract(ceiling=Decimal(500))["remaining"] is None


def test_the_delay_of_a_project_counts_to_its_end_or_else_to_what_is_expected():
    assert project()["delay_days"] is None
    assert project(forecast_end=date(2026, 1, 31))["delay_days"] == 30
    ended = project(forecast_end=date(2026, 3, 1), actual_end=date(2025, 12, 22))
    assert ended["delay_days"] == -10


def test_the_difference_from_the_budget():
    assert project()["cost_variance"] is None
    assert project(forecast_cost=Decimal(440_000))["cost_variance"] == 10
    done = project(phase="COMPLETED", spent=Decimal(380_000), forecast_cost=Decimal(440_000))
    assert done["cost_variance"] == -5
    assert project(approved_budget=Decimal(0), forecast_cost=Decimal(1))["cost_variance"] is None


@pytest.mark.parametrize(
    ("value", "fit", "quadrant"),
    [
        (3, 3, "INVEST"),
        (5, 2, "MIGRATE"),
        (2, 3, "TOLERATE"),
        (2, 2, "ELIMINATE"),
        (None, 2, None),
        (2, None, None),
    ],
)
def test_the_quadrant_of_a_system(value, fit, quadrant):
    assert system(business_value=value, technical_fit=fit)["time_quadrant"] == quadrant
