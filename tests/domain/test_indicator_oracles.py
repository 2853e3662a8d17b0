"""Every indicator: the worked example of the rules, computed from records as they are reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from samples_for_domain import AS_OF, inputs, line, post, record, room, system, unit

from inventory_app.domain.declared import declared_figures
from inventory_app.domain.formulas.governance import PROCESSES
from inventory_app.domain.formulas.recovery import kilometres
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicators import compute, per_record, roll_up
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.values import ValueState

INDICATORS = default_indicators()
OK, NE, NR, NA, ERR = (ValueState[name] for name in ("OK", "NE", "NR", "NA", "ERR"))
LONG_AGO, LAST_YEAR = date(2020, 1, 1), date(2026, 1, 31)


def desk(**changes):
    return record("service_desks", **changes)


def project(**changes):
    return record("projects", **changes)


def critical(**changes):
    return system(**{"criticality": "TIER_1", "rto_h": 8, "rpo_h": 4, "mtd_h": 24, **changes})


def times(n, make, /, **changes):
    return [make(**changes) for _ in range(n)]


def energy(**kwh):
    every = {"energy_total_kwh": 1_576_800, "energy_it_kwh": 876_000, **kwh}
    return room(**{name: Decimal(value) for name, value in every.items()})


def skills(required, available):
    """Return posts that require skills, and people who have them, skill by skill."""
    codes = ("ERP", "DATABASE", "NETWORK")
    posts = [
        post(required_skill=code, required_level=3, occupancy="VACANT")
        for code, n in zip(codes, required, strict=True)
        for _ in range(n)
    ]
    people = [
        post(assessed_skill=code, assessed_level=4)
        for code, n in zip(codes, available, strict=True)
        for _ in range(n)
    ]
    return [unit(skill_profile_approved=True), *posts, *people]


def hosted(count, scope, **changes):
    place = room(un_role_scope=scope)
    return [place, *times(count, critical, hosting_dc=place.uid, **changes)]


def pairs(served, unserved):
    """Return systems for so many functions, of which an enterprise system serves some."""
    codes = [
        "FINANCE", "HR", "PROCUREMENT", "LOGISTICS", "TRAVEL", "CONFERENCE", "DOCUMENTS",
        "CASE_MGMT", "FIELD_OPS", "PUBLIC_INFO", "STATISTICS", "SECURITY", "FACILITIES", "OTHER",
    ]  # fmt: skip
    inside = [system(business_function=code, scope="ENTERPRISE") for code in codes[:served]]
    outside = [
        system(business_function=code, enterprise_available=True)
        for code in codes[served : served + unserved]
    ]
    return inside + outside


def sites():
    second = room(latitude=Decimal("39.4699"), longitude=Decimal("-0.3763"))
    first = room(
        latitude=Decimal("40.6327"), longitude=Decimal("17.9418"), dr_site=second.uid,
        dr_site_other_hazard=True,
    )  # fmt: skip
    return [first, second, critical(hosting_dc=first.uid)]


def benefit(**changes):
    due = {"benefit_type": "CASHABLE", "benefit_due": LONG_AGO, "evidence_ref": "Report 7"}
    return project(**{**due, **changes})


def delivered(**changes):
    plan = {
        "phase": "COMPLETED", "start_date": date(2025, 1, 1), "baseline_end": date(2025, 12, 31),
        "actual_end": date(2026, 1, 31), "approved_budget": Decimal(100), "spent": Decimal(110),
        "scope_delivered": True,
    }  # fmt: skip
    return project(**{**plan, **changes})


def initiative(**changes):
    flows = {
        "benefit_type": "CASHABLE", "forecast_cost": Decimal(1_000_000),
        "benefit_target": Decimal(300_000),
    }  # fmt: skip
    return project(**{**flows, **changes})


def plans():
    tested = times(13, critical, last_test=date(2026, 3, 1))
    centre = room(un_role_scope="ENTERPRISE", last_dr_test=date(2026, 3, 1))
    return [*tested, centre, *times(6, critical, last_test=date(2024, 1, 1))]


WORKFORCE = [
    post(ict_time_share=Decimal(100)),
    post(ict_time_share=Decimal(100), months_in_period=Decimal(6)),
    post(ict_time_share=Decimal(40), dedication="NON_DEDICATED"),
    post(ict_time_share=Decimal(10), dedication="NON_DEDICATED"),
]
SPENT = {"amount": Decimal(4_200_000), "total_expenditure": Decimal(120_000_000)}
SCORED = {"business_value": 4, "technical_fit": 4}
TOLERATED, KEPT, MOVED, ENDED = (
    {"business_value": value, "technical_fit": fit, "run_cost": Decimal(cost)}
    for value, fit, cost in (
        (2, 3, 100_000), (3, 3, 300_000), (3, 2, 250_000), (2, 2, 150_000),
    )
)  # fmt: skip
PACKAGE = {"suite": "ERP", "custom_objects": 18, "standard_objects": 432}
MAILBOX = {"standard_service": "MAILBOX"}
MONITORED = {"automated_monitoring": True, "total_servers": 30, "servers_monitored": 20}

# What is reported, and what comes out of it.
ORACLES = {
    "W01": (WORKFORCE, "2"),
    "W02": (WORKFORCE, "25"),
    "W03": ([*times(12, post), unit(users_served=480)], "40"),
    "W04": ([*times(12, post), *times(3, post, personnel_type="COMPANY", grade=None)], "20"),
    "W05": (
        [*times(8, post), post(occupancy="VACANT", months_vacant=Decimal(12)),
         post(months_vacant=Decimal(3))],
        "12.5",
    ),
    "W06": (skills([2, 3, 1], [1, 4, 1]), "83.333333"),
    "W07": (
        [*times(9, critical, qualified_support_staff=2),
         *times(3, critical, qualified_support_staff=1)],
        "25",
    ),
    "C01": ([line(**SPENT)], "3.5"),
    "C02": ([line(amount=Decimal(4_200_000)), unit(users_served=1500)], "2800"),
    "C03": (
        [line(amount=Decimal(3_150_000)), line(amount=Decimal(1_050_000), run_change="GROW")],
        "75",
    ),
    "C04": (
        [line(amount=Decimal(2_310_000)),
         line(amount=Decimal(1_890_000), cost_element="SOFTWARE")],
        "55",
    ),
    "C05": (
        [line(amount=Decimal(3_000_000), assignment_method="DIRECT"),
         line(amount=Decimal(360_000), assignment_method="DRIVER"),
         line(amount=Decimal(840_000), assignment_method="SPREAD")],
        "80",
    ),
    "C06": (
        [line(amount=Decimal(60_000), **MAILBOX), line(amount=Decimal(24_000), **MAILBOX),
         line(amount=Decimal(72_000), service_share=Decimal(50), **MAILBOX),
         line(amount=Decimal(500)), unit(mailboxes=1500)],
        "80",
    ),
    "S01": ([*times(90, system), unit(users_served=1500)], "60"),
    "S02": (
        [*times(5, system, business_function="FINANCE"), *times(3, system, business_function="HR"),
         system(business_function="TRAVEL"), system(business_function="LOGISTICS")],
        "60",
    ),
    "S03": ([system(**each) for each in (TOLERATED, KEPT, MOVED, ENDED)], "50"),
    "S04": (
        [*times(10, system, vendor_support_end=LONG_AGO),
         *times(26, system, vendor_support_end=date(2030, 1, 1)), *times(4, system)],
        "35",
    ),
    "S05": ([system(**PACKAGE)], "4"),
    "S06": (pairs(9, 3), "75"),
    "S07": ([system(run_cost=Decimal(96_000), users_active=320)], "300"),
    "D01": ([energy()], "1.8"),
    "D02": ([energy(renewable_kwh=394_200)], "0.25"),
    "D03": (
        [room(total_servers=5, servers_benchmarked=5, server_performance_ops=Decimal(6_500_000),
              server_power_kw=Decimal("2.3"))],
        "2826.086957",
    ),
    "D04": (
        [room(server_utilization=Decimal(p), **MONITORED) for p in (18, 22, 20, 24)],
        "21",
    ),
    "D05": ([energy(energy_reused_kwh=157_680)], "0.1"),
    "D06": ([energy(heat_removed_kwh=876_000, energy_cooling_kwh=350_400)], "2.5"),
    "D07": ([energy(emission_factor="0.5")], "0.9"),
    "D08": ([energy(water_m3=1752)], "2"),
    "D09": ([room(total_servers=50, virtual_os=170)], "4.4"),
    "D10": (
        [room(automated_monitoring=True, total_servers=150, underutilized_servers=18,
              production_servers_monitored=120)],
        "15",
    ),
    "D11": (
        [room(facility_class="TIER_2", rack_count=30, active_rack_count=24,
              gross_floor_area=Decimal("111.48"))],
        "60",
    ),
    "D12": (
        [room(gross_floor_area=Decimal(6000), metering_category="PDU"),
         room(gross_floor_area=Decimal(2000), electricity_metered=False)],
        "75",
    ),
    "V01": ([desk(incidents_in_sla=1840, incidents_closed=2000)], "92"),
    "V02": ([desk(contacts_first_resolved=1412, contacts_resolvable=2000)], "70.6"),
    "V03": ([desk(annual_cost=Decimal(180_000), contacts_received=7200)], "25"),
    "V04": ([desk(contacts_received=7200, agents_fte=Decimal(3))], "2400"),
    "V06": (
        [desk(incidents_closed=40, resolution_median_h=Decimal("2.5"),
              resolution_p90_h=Decimal(19))],
        "2.5",
    ),
    "V07": ([desk(survey_satisfied=312, survey_responses=400, survey_invited=1000)], "78"),
    "R01": (
        [*times(66, critical, bia_approved_on=LAST_YEAR), *times(54, system)],
        "55",
    ),
    "R02": (
        [*times(11, critical, last_test=LAST_YEAR, recovery_h=6),
         *times(3, critical, last_test=LAST_YEAR, recovery_h=9), *times(6, critical)],
        "55",
    ),
    "R03": (
        [*times(10, critical, data_loss_h=4), *times(3, critical, backup_interval_h=Decimal(4)),
         *times(5, critical, data_loss_h=5, backup_interval_h=Decimal(1)), *times(2, critical)],
        "65",
    ),
    "R04": (plans(), "70"),
    "R06": ([room(restore_tests=50, restores_successful=46)], "92"),
    "R07": ([*hosted(12, "LOCAL"), *hosted(8, "ENTERPRISE", hosting_type="ENTERPRISE_DC")], "60"),
    "R08": (
        [critical(dr_cost=Decimal(900_000)), system(dr_cost=Decimal(300_000))],
        "75",
    ),
    "K01": (
        [*times(8, room, in_baseline=True, closure_target=True, closing_stage="CLOSED"),
         *times(2, room, in_baseline=True, closure_target=True),
         *times(7, room, in_baseline=True)],
        "80",
    ),
    "K02": (
        [room(un_role_scope="ENTERPRISE", it_load_kw=Decimal(330)),
         room(it_load_kw=Decimal(270))],
        "55",
    ),
    "G01": (
        [unit(maturity_basis="SELF",
              **dict(zip(PROCESSES, [1, 2, 2, 3, 3, 4], strict=False)))],
        "2",
    ),
    "G02": (
        [*times(24, project, business_case_no="7", business_case_approved_on=LONG_AGO),
         *times(8, project), *times(3, project, approved_budget=Decimal(99_999)),
         project(phase="IDEA")],
        "75",
    ),
    "G03": ([*times(12, delivered), *times(8, delivered, spent=Decimal(111))], "60"),
    "B01": (
        [benefit(benefit_target=Decimal(1_600_000), benefit_actual=Decimal(1_200_000))],
        "75",
    ),
    "B03": (
        [benefit(benefit_actual=Decimal(900_000)),
         benefit(benefit_actual=Decimal(300_000), benefit_type="AVOIDANCE")],
        "75",
    ),
    "B04": ([initiative()], "354515.7126"),
    "B05": ([initiative()], "15.2382"),
    "B06": (
        [*times(18, benefit, benefit_owner="Chief", baseline_value=Decimal(9),
                baseline_date=LONG_AGO, benefit_method="BEFORE_AFTER"),
         *times(6, benefit)],
        "75",
    ),
}  # fmt: skip


def close(value, expected):
    return value is not None and abs(value - Decimal(expected)) < Decimal("0.0001")


@pytest.mark.parametrize("name", sorted(ORACLES))
def test_the_worked_example_comes_out_of_the_records(name):
    reported, expected = ORACLES[name]
    figure = compute(INDICATORS[name], inputs(*reported))
    assert (figure.state, figure.ranked) == (OK, True)
    assert close(figure.value, expected)
    assert close(INDICATORS[name].example.value, expected)
    assert figure.inputs or name == "G04"


# The whole Secretariat, pairs, and those that take more than one list.


def whole(name, *reported):
    """Return the total over entities, each with its own records."""
    definition = INDICATORS[name]
    every = [
        compute(definition, inputs(*records, entity=f"E{number}"))
        for number, records in enumerate(reported)
    ]
    return every, roll_up(every)


def test_c07_the_dispersion_of_prices_is_that_of_all_entities():
    prices = [820, 850, 900, 940, 1010, 1200]
    bought = [[line(commodity="MONITOR_24", unit_price=Decimal(price))] for price in prices]
    every, total = whole("C07", *bought)
    assert round(total.value, 6) == Decimal("0.141304")
    assert {each.state for each in every} == {NA}
    assert {each.reason for each in every} == {Reason.SECRETARIAT_ONLY}
    assert total.parts == {"spread:MONITOR_24": total.value}


def test_c07_prices_under_other_terms_of_delivery_are_not_compared_with_each_other():
    def bought(price, terms):
        return [line(commodity="MONITOR_24", unit_price=Decimal(price), delivery_terms=terms)]

    prices = [820, 850, 900, 940, 1010, 1200]
    _, total = whole("C07", *(bought(each, "DAP") for each in prices), bought(9000, "EXW"))
    assert round(total.value, 6) == Decimal("0.141304")
    assert total.parts == {"spread:MONITOR_24/DAP": total.value}
    _, mixed = whole("C07", *(bought(n, "DAP") for n in (1, 2, 3)),
                     *(bought(n, "EXW") for n in (1, 2)))  # fmt: skip
    assert mixed.value is None


def test_c07_an_item_of_four_buyers_is_not_compared():
    bought = [[line(commodity="MONITOR_24", unit_price=Decimal(9))] for _ in range(4)]
    _, total = whole("C07", *bought)
    assert (total.state, total.reason) == (NA, Reason.FEW_BUYERS)


def test_d13_the_gap_of_a_room():
    place = room(availability_class="CLASS_2")
    needs = [system(hosting_dc=place.uid, availability_required=f"CLASS_{n}") for n in (3, 2, 3)]
    figure = compute(INDICATORS["D13"], inputs(place, room(), *needs))
    assert (figure.value, figure.state, figure.parts["rooms_below"]) == (1, OK, 1)
    _, total = whole("D13", [place, *needs], [place, *needs])
    assert (total.value, total.parts["rooms"]) == (1, 2)


def test_d13_a_room_of_unknown_class_has_the_lowest():
    place = room(facility_class="SERVER_ROOM")
    need = system(hosting_dc=place.uid, availability_required="CLASS_3")
    assert compute(INDICATORS["D13"], inputs(place, need)).value == 2
    assert compute(INDICATORS["D13"], inputs(place, system())).state is NA


def test_v05_the_availability_of_rooms_and_critical_systems():
    hours = {"planned_hours": Decimal(8760), "downtime_hours": Decimal("21.9")}
    figure = compute(INDICATORS["V05"], inputs(room(**hours), critical(**hours)))
    assert (figure.value, figure.coverage) == (Decimal("99.75"), (2, 2))
    silent = compute(INDICATORS["V05"], inputs(room(**hours), critical(planned_hours=Decimal(9))))
    assert (silent.coverage, silent.reason) == ((1, 2), Reason.PARTIAL)


def test_r05_a_second_site_far_away_in_another_zone():
    figure = compute(INDICATORS["R05"], inputs(*sites()))
    assert (figure.value, figure.state) == (100, OK)


def test_r05_the_great_circle():
    brindisi, valencia = ((Decimal("40.6327"), Decimal("17.9418")),
                          (Decimal("39.4699"), Decimal("-0.3763")))  # fmt: skip
    assert round(kilometres(brindisi, valencia), 6) == Decimal("1561.683176")


def test_k03_local_rooms_then_and_now():
    old = {"in_baseline": True}
    _, total = whole(
        "K03",
        [*times(20, room, **old), *times(10, room, closing_stage="CLOSED", **old)],
        [*times(8, room, **old), *times(6, room, closing_stage="CLOSED", **old),
         *times(2, room, in_baseline=False)],
    )  # fmt: skip
    assert (total.denominator, total.numerator) == (44, 14)
    assert round(total.value, 6) == Decimal("31.818182")
    assert (total.parts["closings"], total.parts["openings"]) == (16, 2)


def test_k04_the_effective_number_of_rooms():
    _, total = whole(
        "K04", [room(it_load_kw=Decimal(50)), room(it_load_kw=Decimal(30))],
        [room(it_load_kw=Decimal(20))],
    )  # fmt: skip
    assert round(total.value, 6) == Decimal("2.631579")


def test_k05_applications_of_the_baseline_that_went():
    went = times(17, system, in_baseline=True, status="RETIRED", record_status="CLOSED")
    _, total = whole("K05", [*went, *times(83, system, in_baseline=True),
                             *times(3, system, in_baseline=False)])  # fmt: skip
    assert (total.value, total.denominator, total.parts["new_systems"]) == (17, 100, 3)


def test_b02_the_net_saving():
    saved = benefit(benefit_actual=Decimal(2_400_000), spent=Decimal(800_000))
    running = line(amount=Decimal(100_000), project=saved.uid, run_change="RUN")
    other = line(amount=Decimal(5), project=saved.uid, run_change="GROW")
    figure = compute(INDICATORS["B02"], inputs(saved, running, other))
    assert (figure.value, figure.state) == (1_500_000, OK)
    assert figure.parts["implementation"] == 800_000


def test_g04_every_mandatory_field_that_is_filled():
    figure = compute(INDICATORS["G04"], inputs(unit()))
    assert figure.value == 100


# Figures beside the value.


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("W01", {"dedicated": "1.5", "non_dedicated": "0.5", "headcount": "4"}),
        ("S04", {"lower": "25", "upper": "35"}),
        ("V06", {"p90": "19"}),
        ("V07", {"interval_low": "73.684701", "interval_high": "81.782611", "response_rate": "40"}),
        ("R02", {"strict": "55", "tested_only": "78.571429"}),
        ("G01", {"lowest": "1"}),
        ("B05", {"payback": "3.333333", "discounted_payback": "3.610134",
                 "benefit_cost": "1.354516"}),
        ("S03", {"tolerate": "100000", "invest": "300000", "migrate": "250000",
                 "eliminate": "150000"}),
    ],
)  # fmt: skip
def test_what_stands_beside_the_value(name, parts):
    figure = compute(INDICATORS[name], inputs(*ORACLES[name][0]))
    for part, expected in parts.items():
        assert close(figure.parts[part], expected), part
    for part, told in INDICATORS[name].example.parts.items():
        assert close(figure.parts[part], told), part


# The unhappy paths of the rules (2.6).


def test_z1_nothing_of_nothing_does_not_apply():
    none = {"incidents_in_sla": 0, "incidents_closed": 0}
    figure = compute(INDICATORS["V01"], inputs(desk(**none)))
    assert (figure.value, figure.state, figure.reason) == (None, NA, Reason.NO_ACTIVITY)


def test_z2_a_cost_without_users_is_an_error_and_listed_as_a_zombie():
    zombie = system(run_cost=Decimal(96_000), users_active=0)
    figure = compute(INDICATORS["S07"], inputs(zombie))
    assert (figure.state, figure.parts["zombies"]) == (ERR, 1)
    assert per_record(INDICATORS["S07"], inputs(zombie))[0].reason == Reason.ZERO_DENOMINATOR


def test_z3_without_a_baseline_the_change_is_stated():
    _, total = whole("K03", times(2, room, in_baseline=False))
    assert (total.value, total.state, total.reason) == (None, NA, Reason.NO_BASELINE)
    assert total.parts["change"] == 2


@pytest.mark.parametrize(("name", "reported"), [
    ("V01", [desk(incidents_in_sla=20, incidents_closed=29)]),
    ("V07", [desk(survey_satisfied=20, survey_responses=29)]),
    ("V06", [desk(incidents_closed=29, resolution_median_h=Decimal(2),
                  resolution_p90_h=Decimal(5))]),
    ("C02", [line(amount=Decimal(8400)), unit(users_served=3)]),
])  # fmt: skip
def test_z4_below_the_floor_a_value_is_shown_and_not_ranked(name, reported):
    figure = compute(INDICATORS[name], inputs(*reported))
    assert (figure.state, figure.ranked, figure.reason) == (OK, False, Reason.BELOW_FLOOR)
    assert figure.value is not None


def test_z4_a_proportion_below_the_floor_has_its_interval():
    few = compute(INDICATORS["V07"], inputs(desk(survey_satisfied=4, survey_responses=4)))
    low = few.parts["interval_low"]
    assert (round(low, 1), few.parts["interval_high"]) == (Decimal("51.0"), 100)


def test_m_a_one_desk_that_does_not_say_leaves_the_entity_unknown():
    silent = desk(incidents_in_sla=None, incidents_closed=12)
    figure = compute(
        INDICATORS["V01"], inputs(desk(incidents_in_sla=9, incidents_closed=9), silent)
    )
    assert (figure.value, figure.state, figure.reason) == (None, NR, Reason.MISSING)


def test_an_estimate_counts_in_totals_and_is_not_ranked():
    figure = compute(INDICATORS["V04"], inputs(
        desk(contacts_received=480, agents_fte=Decimal(12), data_quality="ESTIMATED")))  # fmt: skip
    assert (figure.value, figure.state, figure.ranked) == (40, NE, False)
    assert roll_up([figure]).value == 40


@pytest.mark.parametrize(("amount", "state"), [(3_990_000, OK), (3_980_000, NR)])
def test_m_b_95_per_cent_of_the_last_total(amount, state):
    costs = [critical(dr_cost=Decimal(amount)), critical(dr_cost=None)]
    last = {"R08": Decimal(4_200_000)}
    figure = compute(INDICATORS["R08"], inputs(*costs, last_totals=last))
    assert figure.state is state
    without = compute(INDICATORS["R08"], inputs(*costs))
    assert (without.state, without.reason) == (NR, Reason.MISSING)


def test_m_c_a_blank_is_unfavourable_and_the_bound_stands_beside_it():
    systems = [
        *times(12, critical, data_loss_h=1), *times(3, critical, data_loss_h=9),
        *times(5, critical),
    ]  # fmt: skip
    figure = compute(INDICATORS["R03"], inputs(*systems))
    assert (figure.value, figure.parts["optimistic"]) == (60, 85)
    assert (figure.reason, figure.coverage) == (Reason.UNKNOWN_COUNTED, (15, 20))


def test_m_c_where_lower_is_better_a_blank_counts():
    systems = [critical(qualified_support_staff=1), critical(qualified_support_staff=5), critical()]
    figure = compute(INDICATORS["W07"], inputs(*systems))
    assert round(figure.value, 2) == Decimal("66.67")
    assert round(figure.parts["optimistic"], 2) == Decimal("33.33")


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        (system(rto_h=24, mtd_h=12), "rto_h"),
        (post(ict_time_share=Decimal(120)), "ict_time_share"),
        (room(energy_total_kwh=Decimal(97), energy_it_kwh=Decimal(100)), "energy_it_kwh"),
    ],
)
def test_an_answer_that_cannot_be_right_is_an_error(changed, name):
    [judged] = inputs(changed).counting(changed.sheet)
    assert judged.state(name) is ERR


def test_a_pue_of_0_97_is_an_error():
    bad = energy(energy_total_kwh=97, energy_it_kwh=100)
    assert compute(INDICATORS["D01"], inputs(bad)).state is ERR


def test_a_share_above_one_is_rejected():
    figure = compute(INDICATORS["D02"], inputs(energy(renewable_kwh=1_576_801)))
    assert (figure.value, figure.state) == (None, ERR)


def test_k01_a_closure_that_nobody_planned_is_a_number_without_a_ratio():
    gone = times(5, room, in_baseline=True, closing_stage="CLOSED", closure_target=False)
    every, total = whole("K01", gone)
    assert (every[0].numerator, every[0].value, every[0].state) == (5, None, NA)
    assert (every[0].reason, total.numerator, total.value) == (Reason.NO_TARGET, 5, None)


def test_k01_a_target_above_the_baseline_is_an_error():
    wrong = [
        *times(7, room, in_baseline=True),
        *times(9, room, in_baseline=False, closure_target=True),
    ]
    assert compute(INDICATORS["K01"], inputs(*wrong)).state is ERR


@pytest.mark.parametrize(
    ("planned", "every", "closed", "value"),
    [(10, 17, 8, "80"), (6, 31, 25, "416.666667"), (0, 0, 0, None), (0, 9, 5, None)],
)
def test_k01_rows_that_were_really_reported(planned, every, closed, value):
    """Agencies of 2019; who closed more than was planned is not capped."""
    rooms = [
        room(
            in_baseline=True,
            closure_target=n < planned,
            **({"closing_stage": "CLOSED"} if n < closed else {}),
        )
        for n in range(every)
    ]
    nothing = {} if every else {"data_centres": Declaration(sheet="data_centres", nothing=True)}
    figure = compute(INDICATORS["K01"], replace(inputs(*rooms), declarations=nothing))
    assert figure.value is None if value is None else close(figure.value, value)
    assert figure.state is (NA if value is None else OK)


def test_k03b_the_load_of_local_rooms_then_and_now():
    old = {"in_baseline": True, "baseline_it_kw": Decimal(50)}
    _, total = whole(
        "K03",
        [room(it_load_kw=Decimal(60), **old), room(closing_stage="CLOSED", **old),
         room(in_baseline=False, it_load_kw=Decimal(5))],
    )  # fmt: skip
    assert total.parts["kw_reduction"] == 35


def test_k01_nothing_planned_and_nothing_closed_does_not_apply():
    figure = compute(INDICATORS["K01"], inputs(room(in_baseline=True)))
    assert (figure.state, figure.reason) == (NA, Reason.NO_ACTIVITY)


def test_roll_up_adds_numerators_and_denominators():
    figures = [
        compute(
            INDICATORS["V02"], inputs(desk(contacts_first_resolved=up, contacts_resolvable=low))
        )
        for up, low in ((10, 100), (30, 60))
    ]
    assert roll_up(figures).value == 25


@pytest.mark.parametrize("name", ["V06", "G01"])
def test_medians_are_never_put_together(name):
    figure = compute(INDICATORS[name], inputs(*ORACLES[name][0]))
    total = roll_up([figure, figure])
    assert (total.value, total.state, total.reason) == (None, NA, Reason.NO_TOTAL)


def test_b01_what_nobody_planned_is_emergent():
    figure = compute(
        INDICATORS["B01"], inputs(benefit(benefit_due=None, benefit_actual=Decimal(9)))
    )
    assert (figure.state, figure.reason, figure.parts["emergent"]) == (NA, Reason.EMERGENT, 9)


def test_b01_without_evidence_nothing_was_realised():
    told = benefit(benefit_target=Decimal(100), benefit_actual=Decimal(60), evidence_ref=None)
    figure = compute(INDICATORS["B01"], inputs(told))
    assert (figure.value, figure.parts["optimistic"]) == (0, 60)


def test_b05_a_flow_that_never_turns_has_no_rate():
    figure = compute(INDICATORS["B05"], inputs(initiative(benefit_target=Decimal(0))))
    assert (figure.value, figure.state, figure.reason) == (None, NA, Reason.NO_RETURN)


def test_g01_own_and_reviewed_levels_are_never_mixed():
    own = unit(maturity_basis="SELF", maturity_strategy=5)
    seen = unit(maturity_basis="REVIEWED", maturity_strategy=1)
    figure = compute(INDICATORS["G01"], inputs(own, seen))
    assert (figure.value, Reason.MIXED_BASIS in figure.reasons) == (1, True)


def test_g03_fewer_than_five_projects_have_no_rate():
    figure = compute(INDICATORS["G03"], inputs(*times(4, delivered)))
    assert (figure.state, figure.reason) == (NA, Reason.TOO_FEW)


def test_s02_a_tenth_of_the_systems_may_name_no_function():
    nine = times(9, system, business_function="HR")
    figure = compute(INDICATORS["S02"], inputs(*nine, system(business_function=None)))
    assert (figure.state, figure.coverage) == (OK, (9, 10))
    less = compute(INDICATORS["S02"], inputs(*nine[:8], system(business_function=None)))
    assert (less.state, less.reason) == (NR, Reason.NOT_MAPPED)


def test_d03_a_room_of_which_too_little_was_measured_is_not_counted():
    measured = {"server_performance_ops": Decimal(9), "server_power_kw": Decimal(1)}
    few = room(total_servers=10, servers_benchmarked=7, **measured)
    assert compute(INDICATORS["D03"], inputs(few)).reason == Reason.NOT_MEASURED


def test_w05_the_posts_of_the_units_stand_in():
    vacant = post(occupancy="VACANT", months_vacant=None)
    figure = compute(INDICATORS["W05"], inputs(
        vacant, unit(approved_posts=8, encumbered_posts=6)))  # fmt: skip
    assert (figure.value, figure.reason) == (25, Reason.POSTS_COUNTED)


def test_w06_no_approved_profile_and_nobody_assessed():
    assert compute(INDICATORS["W06"], inputs(unit(), post())).reason == Reason.NO_PROFILE
    blank = [unit(skill_profile_approved=True), post(required_skill="ERP", required_level=3)]
    figure = compute(INDICATORS["W06"], inputs(*blank))
    assert (figure.value, figure.parts["optimistic"]) == (0, 100)


def test_w06_a_person_fills_one_slot_however_many_skills_there_are():
    able = {
        "assessed_skill": "ERP",
        "assessed_level": 5,
        "second_skill": "NETWORK",
        "second_level": 5,
    }
    slots = [post(required_skill=code, required_level=4, occupancy="VACANT")
             for code in ("ERP", "NETWORK")]  # fmt: skip
    figure = compute(INDICATORS["W06"], inputs(
        unit(skill_profile_approved=True), *slots, post(**able)))  # fmt: skip
    assert figure.value == 50


# What is declared agrees with the records one by one.


@pytest.mark.parametrize("name", [each.id for each in INDICATORS if each.each])
def test_an_entity_is_the_sum_of_its_records(name):
    reported = ORACLES.get(name, (ORACLES["D02"][0],))[0]
    every = per_record(INDICATORS[name], inputs(*reported))
    assert all(isinstance(each.record, str) and each.record for each in every)


def test_no_other_indicators_are_needed_for_one_of_its_own_records():
    def none(name):
        raise AssertionError(name)

    of = inputs(*ORACLES["V01"][0])
    [figure] = declared_figures(INDICATORS["V01"], of.answers, none)
    assert figure.value == 92
    assert isinstance(of.counting("service_desks")[0], Record)
    assert replace(figure, users=None) == figure
    assert of.as_of == AS_OF


def test_every_indicator_is_proved():
    special = {"C07", "D13", "V05", "R05", "K03", "K04", "K05", "B02", "G04"}
    assert set(ORACLES) | special == set(INDICATORS.definitions)
