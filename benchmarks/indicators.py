"""All indicators of three rounds of 150 entities, against hand-written SQL in the same run.

    python benchmarks/indicators.py [--entities 150] [--rounds 3] [--repeat 3]

The peer adds up every input of every indicator in one statement of its own, grouped by entity, for
each round: plain sums, without states, coverage, checks, peers or totals. Ours computes all of
that. Inputs are numerators and denominators, what is shown beside values (such as the cost of each
quadrant, or how many are not known), and for what is cumulative the same of earlier rounds. With
--values only numerators and denominators of one round are added up. To reach: at most twice the
time of the statements, better 1.3 times.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

from material import Timing, clock, timed, versions

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.derivations import derive
from inventory_app.domain.records import Record, make_uid
from inventory_app.services.rounds import record_row
from inventory_app.workspace import Workspace

D = Decimal
ROWS = {
    "units": 3, "staff": 40, "systems": 30, "data_centres": 4, "service_desks": 2, "projects": 5,
    "costs": 20,
}  # fmt: skip
FUNCTIONS = ("FINANCE", "HR", "PROCUREMENT", "LOGISTICS", "TRAVEL", "DOCUMENTS", "CASE_MGMT")

# What the statements look at, by sheet. Amounts are whole numbers of their smallest unit there.
ALL = "(f_record_status IS NULL OR f_record_status = 'VALID')"
HERE = f"{ALL} AND (f_retired_on IS NULL OR f_retired_on > :as_of)"
WORK = "f_occupancy NOT IN ('VACANT', 'FROZEN', 'LOANED_OUT')"
POST = "f_post_type IN ('ESTABLISHED', 'TEMPORARY', 'POSITION')"
USE = "f_status IN ('PRODUCTION', 'SUNSET')"
RUN = "f_status NOT IN ('PLANNED', 'DEVELOPMENT', 'RETIRED')"
VITAL = f"{RUN} AND f_criticality IN ('TIER_1', 'TIER_2')"
OPEN = (
    "f_closing_stage <> 'CLOSED' AND f_facility_class <> 'CLOUD' AND "
    "coalesce(f_record_validity, '') <> 'INVALID_FACILITY'"
)
SEEN = f"{OPEN} AND f_automated_monitoring = 1"
METER = f"{OPEN} AND f_electricity_metered = 1"
BEGUN = "f_phase NOT IN ('IDEA', 'CANCELLED')"
SOON = f"{BEGUN} AND f_benefit_type IS NOT NULL"
DUE = f"{SOON} AND f_benefit_due <= :as_of"
YEAR = "date(:as_of, '-12 months')"
N = "count(*)"


def when(test: str) -> str:
    return f"sum(CASE WHEN {test} THEN 1 ELSE 0 END)"


def of(amount: str, test: str = "1") -> str:
    return f"sum(CASE WHEN {test} THEN {amount} ELSE 0 END)"


USERS = ("units", "sum(f_users_served)", "1")
COST = ("costs", "sum(f_amount)", "1")
VITALS = ("systems", N, VITAL)
INPUTS: dict[str, list[tuple[str, str, str]]] = {
    "W01": [("staff", "sum(f_fte)", WORK)],
    "W02": [("staff", of("f_fte", "f_dedication = 'NON_DEDICATED'"), WORK),
            ("staff", "sum(f_fte)", WORK)],
    "W03": [USERS, ("staff", "sum(f_fte)", WORK)],
    "W04": [("staff", of("f_fte", "f_personnel_type IN ('CONSULTANT', 'INDIV_CONTRACTOR', "
                         "'COMPANY', 'UNOPS', 'UNICC')"), WORK), ("staff", "sum(f_fte)", WORK)],
    "W05": [("staff", "sum(coalesce(f_months_vacant, 0))", POST),
            ("staff", "sum(coalesce(f_months_authorised, 120))", POST)],
    "W06": [("staff", when("f_assessed_skill IS NOT NULL"), WORK),
            ("staff", when("f_required_skill IS NOT NULL"), "1")],
    "W07": [("systems", when("f_qualified_support_staff < 2"), VITAL), VITALS],
    "C01": [COST, ("costs", "max(f_total_expenditure)", "1")],
    "C02": [COST, USERS],
    "C03": [("costs", of("f_amount", "f_run_change = 'RUN'"), "1"),
            ("costs", of("f_amount", "f_run_change IS NOT NULL"), "1")],
    "C04": [("costs", of("f_amount", "f_cost_element LIKE '%PERSONNEL'"), "1"), COST],
    "C05": [("costs", of("f_amount", "f_assignment_method IN ('DIRECT', 'DRIVER')"), "1"), COST],
    "C06": [("costs", "sum(f_amount * coalesce(f_service_share, 10000) / 10000)",
             "f_standard_service = 'MAILBOX'"), ("units", "sum(f_mailboxes)", "1")],
    "C07": [("costs", "sum(f_unit_price)", "f_commodity IS NOT NULL"),
            ("costs", N, "f_commodity IS NOT NULL")],
    "S01": [("systems", when(USE), "1"), USERS],
    "S02": [("systems", f"{N} - count(DISTINCT f_business_function)", USE), ("systems", N, USE)],
    "S03": [("systems", of("f_opex_total", "f_technical_fit < 3"), USE),
            ("systems", of("f_opex_total", "f_technical_fit IS NOT NULL"), USE)],
    "S04": [("systems", when("f_vendor_support_end <= :as_of OR f_os_support_end <= :as_of OR "
                             "f_db_support_end <= :as_of"), USE), ("systems", N, USE)],
    "S05": [("systems", "sum(f_custom_objects)", f"{USE} AND f_suite IN ('ERP', 'CRM', 'ECM')"),
            ("systems", "sum(f_custom_objects + f_standard_objects)",
             f"{USE} AND f_suite IN ('ERP', 'CRM', 'ECM')")],
    "S06": [("systems", ("count(DISTINCT CASE WHEN f_scope = 'ENTERPRISE' THEN "
             "f_business_function END)"), USE),
            ("systems", ("count(DISTINCT CASE WHEN f_enterprise_available = 1 OR "
             "f_scope = 'ENTERPRISE' THEN f_business_function END)"), USE)],
    "S07": [("systems", "sum(f_opex_total)", USE), ("systems", "sum(f_users_active)", USE)],
    "D01": [("data_centres", "sum(f_energy_total_kwh)", OPEN),
            ("data_centres", "sum(f_energy_it_kwh)", OPEN)],
    "D02": [("data_centres", "sum(f_renewable_kwh)", METER),
            ("data_centres", "sum(f_energy_total_kwh)", METER)],
    "D03": [("data_centres", "sum(f_server_performance_ops)", OPEN),
            ("data_centres", "sum(f_server_power_kw)", OPEN)],
    "D04": [("data_centres", "sum(f_server_utilization * f_servers_monitored)", SEEN),
            ("data_centres", "sum(f_servers_monitored)", SEEN)],
    "D05": [("data_centres", "sum(f_energy_reused_kwh)", METER),
            ("data_centres", "sum(f_energy_total_kwh)", METER)],
    "D06": [("data_centres", "sum(f_heat_removed_kwh)", METER),
            ("data_centres", "sum(f_energy_cooling_kwh)", METER)],
    "D07": [("data_centres", "sum(coalesce(f_co2e_kg, f_energy_total_kwh * f_emission_factor))",
             METER), ("data_centres", "sum(f_energy_it_kwh)", METER)],
    "D08": [("data_centres", "sum(f_water_m3) * 1000", METER),
            ("data_centres", "sum(f_energy_it_kwh)", METER)],
    "D09": [("data_centres", "sum(f_total_servers + f_virtual_os)", f"{OPEN} AND f_total_servers >= 5"),
            ("data_centres", "sum(f_total_servers)", f"{OPEN} AND f_total_servers >= 5")],
    "D10": [("data_centres", "sum(f_underutilized_servers)", SEEN),
            ("data_centres", "sum(f_production_servers_monitored)", SEEN)],
    "D11": [("data_centres", "sum(f_active_rack_count) * 2.787",
             f"{OPEN} AND f_facility_class <> 'SERVER_ROOM'"),
            ("data_centres", "sum(f_gross_floor_area)",
             f"{OPEN} AND f_facility_class <> 'SERVER_ROOM'")],
    "D12": [("data_centres", of("f_gross_floor_area", "f_electricity_metered = 1 AND "
             "f_metering_category IN ('UPS', 'PDU', 'EQUIPMENT')"), OPEN),
            ("data_centres", "sum(f_gross_floor_area)", OPEN)],
    "D13": [("data_centres", "max(substr(f_availability_class, 7))", OPEN),
            ("systems", "max(substr(f_availability_required, 7))", "1")],
    "V01": [("service_desks", "sum(f_incidents_in_sla)", "1"),
            ("service_desks", "sum(f_incidents_closed)", "1")],
    "V02": [("service_desks", "sum(f_contacts_first_resolved)", "1"),
            ("service_desks", "sum(f_contacts_resolvable)", "1")],
    "V03": [("service_desks", "sum(f_annual_cost)", "1"),
            ("service_desks", "sum(f_contacts_received)", "1")],
    "V04": [("service_desks", "sum(f_contacts_received)", "1"),
            ("service_desks", "sum(f_agents_fte)", "1")],
    "V05": [("data_centres", "sum(f_planned_hours - f_downtime_hours)", OPEN),
            ("data_centres", "sum(f_planned_hours)", OPEN),
            ("systems", "sum(f_planned_hours - f_downtime_hours)", VITAL),
            ("systems", "sum(f_planned_hours)", VITAL)],
    "V06": [("service_desks", "max(f_resolution_median_h)", "1"),
            ("service_desks", "max(f_resolution_p90_h)", "1")],
    "V07": [("service_desks", "sum(f_survey_satisfied)", "1"),
            ("service_desks", "sum(f_survey_responses)", "1")],
    "R01": [("systems", when("f_bia_approved_on >= date(:as_of, '-24 months') AND "
             "f_mtd_h IS NOT NULL AND f_rto_h IS NOT NULL AND f_rpo_h IS NOT NULL"), USE),
            ("systems", N, USE)],
    "R02": [("systems", when(f"f_last_test >= {YEAR} AND f_recovery_h <= f_rto_h"), VITAL), VITALS],
    "R03": [("systems", when("coalesce(f_data_loss_h, f_backup_interval_h) <= f_rpo_h * 100"), VITAL),
            VITALS],
    "R04": [("systems", ("count(DISTINCT CASE WHEN f_last_test >= "
             f"{YEAR} THEN coalesce(f_dr_plan_no, uid) END)"), VITAL),
            ("systems", "count(DISTINCT coalesce(f_dr_plan_no, uid))", VITAL)],
    "R05": [("data_centres", when("f_dr_site_other_hazard = 1 AND f_dr_site_distance_km >= 1000"),
             OPEN), VITALS],
    "R06": [("data_centres", "sum(f_restores_successful)", OPEN),
            ("data_centres", "sum(f_restore_tests)", OPEN)],
    "R07": [("systems", when("f_hosting_type = 'LOCAL_DC'"), VITAL), VITALS],
    "R08": [("systems", of("f_dr_cost", "f_criticality IN ('TIER_1', 'TIER_2')"), RUN),
            ("systems", "sum(f_dr_cost)", RUN)],
    "K01": [("data_centres", when("f_closing_stage = 'CLOSED' AND f_in_baseline = 1"), "1"),
            ("data_centres", when("f_closure_target = 1"), "1")],
    "K02": [("data_centres", of("f_it_load_kw", "f_un_role_scope = 'ENTERPRISE'"), OPEN),
            ("data_centres", "sum(f_it_load_kw)", OPEN)],
    "K03": [("data_centres", when("f_in_baseline = 1 AND f_un_role_scope = 'LOCAL'"), "1"),
            ("data_centres", when("f_un_role_scope = 'LOCAL'"), OPEN)],
    "K04": [("data_centres", "sum(f_it_load_kw)", OPEN),
            ("data_centres", "sum(f_it_load_kw * f_it_load_kw)", OPEN)],
    "K05": [("systems", when("f_status = 'RETIRED'"), "f_in_baseline = 1"),
            ("systems", N, "f_in_baseline = 1")],
    "G01": [("units", "min(f_maturity_strategy)", "1"), ("units", "max(f_maturity_security)", "1")],
    "G02": [("projects", when("f_business_case_approved_on <= :as_of"),
             f"{BEGUN} AND f_approved_budget >= 10000000"),
            ("projects", N, f"{BEGUN} AND f_approved_budget >= 10000000")],
    "G03": [("projects", when("f_spent <= f_approved_budget * 1.1"), "f_phase = 'COMPLETED'"),
            ("projects", N, "f_phase = 'COMPLETED'")],
    "B01": [("projects", "sum(f_benefit_actual)", SOON), ("projects", "sum(f_benefit_target)", DUE)],
    "B02": [("projects", "sum(f_benefit_actual)", f"{SOON} AND f_benefit_type = 'CASHABLE'"),
            ("projects", "sum(f_spent)", f"{SOON} AND f_benefit_type = 'CASHABLE'")],
    "B03": [("projects", of("f_benefit_actual", "f_benefit_type = 'CASHABLE'"), DUE),
            ("projects", "sum(f_benefit_actual)", DUE)],
    "B04": [("projects", "sum(f_forecast_cost)", SOON), ("projects", "sum(f_benefit_target)", SOON)],
    "B05": [("projects", "sum(f_forecast_cost)", SOON), ("projects", "sum(f_benefit_target)", SOON)],
    "B06": [("projects", when("f_benefit_owner IS NOT NULL AND f_baseline_value IS NOT NULL"), SOON),
            ("projects", N, SOON)],
}  # fmt: skip


# What is shown beside a value, or makes its bounds, and is no sum of the above.
FIT = {"invest": (">=", ">="), "migrate": (">=", "<"), "tolerate": ("<", ">="),
       "eliminate": ("<", "<")}  # fmt: skip
BESIDE: dict[str, list[tuple[str, str, str]]] = {
    "W01": [("staff", of("f_fte", "f_dedication = 'DEDICATED'"), WORK),
            ("staff", of("f_fte", "f_dedication = 'NON_DEDICATED'"), WORK), ("staff", N, WORK)],
    "W03": [("units", "sum(f_all_staff_fte)", "1")],
    "W07": [("systems", when("f_qualified_support_staff IS NULL"), VITAL)],
    "C05": [("costs", of("f_amount", f"f_assignment_method = '{way}'"), "1")
            for way in ("DIRECT", "DRIVER", "SPREAD", "NONE")],
    "C06": [("costs", "sum(f_amount * coalesce(f_service_share, 10000) / 10000)",
             "f_standard_service = 'SEAT'"), ("units", "sum(f_seats_supported)", "1")],
    "S03": [*(("systems", of("f_opex_total", f"f_business_value {a} 3 AND f_technical_fit {b} 3"),
               USE) for a, b in FIT.values()),
            ("systems", when("f_business_value + f_technical_fit IS NOT NULL"), USE),
            ("systems", N, USE)],
    "S04": [("systems", when("f_vendor_support_end IS NULL AND f_os_support_end IS NULL AND "
                             "f_db_support_end IS NULL"), USE)],
    "S05": [("systems", "sum(f_customization_cost)",
             f"{USE} AND f_suite IN ('ERP', 'CRM', 'ECM')")],
    "S06": [("systems", when("f_scope IS NULL"), USE)],
    "S07": [("systems", when("f_users_active = 0 AND f_opex_total > 0"), USE)],
    "D04": [("data_centres", "sum(f_total_servers)", OPEN)],
    "D10": [("data_centres", "sum(f_total_servers)", OPEN)],
    "D12": [("data_centres", of("f_gross_floor_area", "f_metering_category IS NULL"), OPEN)],
    "V06": [("service_desks", "sum(f_incidents_open_old)", "1")],
    "V07": [("service_desks", "sum(f_survey_invited)", "1")],
    "R01": [("systems", when("f_bia_approved_on IS NULL"), USE)],
    "R02": [("systems", when(f"f_last_test >= {YEAR}"), VITAL),
            ("systems", when("f_last_test IS NULL OR f_recovery_h IS NULL"), VITAL)],
    "R03": [("systems", when("f_rpo_h IS NULL"), VITAL)],
    "R04": [("systems", when("f_last_test IS NULL"), VITAL)],
    "R05": [("systems", when("f_hosting_dc IS NULL"), VITAL)],
    "R07": [("systems", when("f_hosting_type IS NULL"), VITAL)],
    "K01": [("data_centres", when("f_in_baseline = 1"), "1")],
    "K02": [("data_centres", of("f_total_servers + f_virtual_os", "f_un_role_scope = 'ENTERPRISE'"),
             OPEN), ("data_centres", "sum(f_total_servers + f_virtual_os)", OPEN)],
    "K03": [("data_centres", of("f_baseline_it_kw", "f_in_baseline = 1"),
             "f_un_role_scope = 'LOCAL'"),
            ("data_centres", "sum(f_it_load_kw)", f"{OPEN} AND f_un_role_scope = 'LOCAL'"),
            ("data_centres", when("f_in_baseline = 0"), f"{OPEN} AND f_un_role_scope = 'LOCAL'")],
    "K05": [("systems", when("f_in_baseline = 0"), USE)],
    "G01": [("units", f"count(f_maturity_{process})", "1")
            for process in ("strategy", "projects", "security")],
    "G02": [("projects", when("f_business_case_approved_on IS NULL"),
             f"{BEGUN} AND f_approved_budget >= 10000000")],
    "G03": [("projects", when("f_scope_delivered IS NULL"), "f_phase = 'COMPLETED'")],
    "B01": [("projects", of("f_benefit_actual", "f_evidence_ref IS NULL"), SOON)],
    "B02": [("costs", of("f_amount", "f_run_change = 'RUN' AND f_project IS NOT NULL"), "1")],
    "B06": [("projects", when("f_benefit_owner IS NULL"), SOON)],
}  # fmt: skip
CUMULATIVE = frozenset({"B02"})  # with the sums of all earlier rounds


def completeness() -> Iterator[tuple[str, str, str]]:
    """Yield the statements of G04: fields filled and fields due, sheet by sheet."""
    for sheet in catalogues.default():
        if sheet.name not in ROWS:
            continue
        due = [field for field in sheet.required if field.when is None]
        filled = " + ".join(f"(f_{field.name} IS NOT NULL)" for field in due)
        yield sheet.name, f"sum({filled})", "1"
        yield sheet.name, f"{N} * {len(due)}", "1"


INPUTS["G04"] = list(completeness())


def values_of(sheet: str, rng: random.Random, number: int, rooms: list[str]) -> dict[str, object]:
    """Return the answers of one record as an entity would give them: complete and right."""
    yes, pick, whole = (lambda p=0.5: rng.random() < p), rng.choice, rng.randint
    if sheet == "units":
        return {
            "unit_code": f"U{number}", "name": "ICT unit", "duty_station": "GENEVA",
            "reports_to": "Director", "approved_posts": 20, "encumbered_posts": 18,
            "users_served": whole(100, 900), "all_staff_fte": D(400), "mailboxes": 500, "seats_supported": 400,
            "skill_profile_approved": True, "maturity_basis": "SELF",
            **{f"maturity_{p}": whole(1, 4) for p in ("strategy", "security", "projects")},
        }  # fmt: skip
    if sheet == "staff":
        full = yes(0.8)
        return {
            "post_no": str(number), "ict_unit": "U0", "functional_title": "Engineer",
            "duty_station": "GENEVA", "occupancy": pick(["ENCUMBERED"] * 9 + ["VACANT"]),
            "dedication": "DEDICATED" if full else "NON_DEDICATED",
            "ict_function": "INFRA_SERVER", "ict_time_share": D(100 if full else whole(10, 45)),
            "personnel_type": pick(["STAFF", "STAFF", "COMPANY"]), "grade": "P-3",
            "post_type": "ESTABLISHED", "fund_code": "RB", "annual_cost": D(150_000),
            "cost_basis": "STANDARD", "months_vacant": D(whole(0, 3)),
            "required_skill": pick(["ERP", "NETWORK"]), "required_level": whole(1, 5),
            "assessed_skill": pick(["ERP", "NETWORK"]), "assessed_level": whole(1, 7),
        }  # fmt: skip
    if sheet == "systems":
        tier = pick(["TIER_1", "TIER_2", "TIER_3", "TIER_3", "TIER_4"])
        return {
            "name": f"System {number}", "application_type": "APPLICATION", "origin": "IN_HOUSE",
            "business_function": pick(FUNCTIONS), "scope": pick(["LOCAL", "LOCAL", "ENTERPRISE"]),
            "status": pick(["PRODUCTION"] * 8 + ["RETIRED", "SUNSET"]), "production_year": 2015,
            "hosting_type": pick(["LOCAL_DC", "ENTERPRISE_DC", "CLOUD"]), "hosting_dc": pick(rooms),
            "criticality": tier, "rto_h": whole(4, 24), "rpo_h": whole(2, 12), "mtd_h": 48,
            "last_test": date(whole(2024, 2026), 3, 1), "recovery_h": whole(2, 30),
            "data_loss_h": whole(1, 12), "backup_interval_h": D(24), "run_cost": D(whole(1, 90_000)),
            "users_active": whole(1, 900), "qualified_support_staff": whole(0, 4),
            "business_value": whole(1, 5), "technical_fit": whole(1, 5),
            "vendor_support_end": date(whole(2024, 2030), 1, 1), "suite": pick(["ERP", "OTHER"]),
            "custom_objects": whole(0, 50), "standard_objects": whole(50, 900),
            "enterprise_available": yes(), "bia_approved_on": date(whole(2023, 2026), 1, 1),
            "planned_hours": D(8760), "downtime_hours": D(whole(0, 90)), "dr_cost": D(whole(0, 900)),
            "availability_required": f"CLASS_{whole(1, 3)}", "in_baseline": yes(0.7),
        }  # fmt: skip
    if sheet == "data_centres":
        it = whole(1_000, 9_000)
        return {
            "name": f"Room {number}", "ownership_type": "UN_OWNED", "city": "Geneva",
            "un_role_scope": pick(["LOCAL", "LOCAL", "ENTERPRISE"]), "un_role_rank": "PRIMARY",
            "facility_class": pick(["SERVER_ROOM", "TIER_2"]), "gross_floor_area": D(80),
            "rack_count": 12, "active_rack_count": 10, "total_servers": 50, "virtual_os": 170,
            "electricity_metered": True, "metering_category": pick(["UPS", "PDU", "ROOM_ONLY"]),
            "avg_electricity": D(180), "avg_it_electricity": D(100),
            "energy_total_kwh": D(it * 2), "energy_it_kwh": D(it), "renewable_kwh": D(it // 2),
            "energy_reused_kwh": D(10), "heat_removed_kwh": D(it), "energy_cooling_kwh": D(it // 3),
            "emission_factor": D("0.45"), "water_m3": D(40), "it_load_kw": D(whole(5, 90)),
            "automated_monitoring": True, "server_utilization": D(whole(5, 70)),
            "servers_monitored": 40, "production_servers_monitored": 30,
            "underutilized_servers": whole(0, 9), "servers_benchmarked": 45,
            "server_performance_ops": D(9_000_000), "server_power_kw": D(20),
            "planned_hours": D(8760), "downtime_hours": D(whole(0, 40)),
            "closing_stage": "NOT_CLOSING", "in_baseline": yes(0.8), "closure_target": yes(0.3),
            "dr_site_distance_km": D(whole(1, 900)), "dr_site_other_hazard": yes(),
            "last_dr_test": date(whole(2024, 2026), 3, 1), "restore_tests": 20,
            "restores_successful": whole(10, 20), "availability_class": f"CLASS_{whole(1, 4)}",
        }  # fmt: skip
    if sheet == "service_desks":
        return {
            "desk_code": f"SD-{number}", "name": "Desk", "duty_station": "GENEVA",
            "desk_model": "OWN", "agents_fte": D(whole(2, 9)), "annual_cost": D(180_000),
            "contacts_received": 7200, "contacts_resolvable": 5000,
            "contacts_first_resolved": whole(2000, 5000), "incidents_closed": 2000,
            "incidents_in_sla": whole(1500, 2000), "requests_closed": 900,
            "resolution_median_h": D(whole(1, 9)), "resolution_p90_h": D(40),
            "survey_invited": 900, "survey_responses": 400, "survey_satisfied": whole(200, 400),
        }  # fmt: skip
    if sheet == "projects":
        return {
            "project_code": f"P{number}", "name": "Project", "project_type": "APPLICATION",
            "sponsor": "Director", "phase": pick(["EXECUTION", "COMPLETED"]),
            "start_date": date(2022, 1, 1), "baseline_end": date(2024, 1, 1),
            "actual_end": date(2024, whole(1, 12), 1), "approved_budget": D(whole(50_000, 900_000)),
            "spent": D(100_000), "forecast_cost": D(200_000), "scope_delivered": yes(0.8),
            "business_case_no": "7", "business_case_approved_on": date(2021, 1, 1),
            "benefit_type": pick(["CASHABLE", "AVOIDANCE"]), "benefit_target": D(90_000),
            "benefit_due": date(2024, 6, 1), "benefit_actual": D(whole(0, 90_000)),
            "benefit_owner": "Chief", "benefit_method": "BEFORE_AFTER", "baseline_value": D(9),
            "baseline_date": date(2021, 1, 1), "evidence_ref": "Report",
        }  # fmt: skip
    return {
        "description": f"Line {number}", "period_start": date(2026, 1, 1),
        "period_end": date(2026, 12, 31), "fund_code": pick(["RB", "XB"]),
        "cost_element": pick(["INTERNAL_PERSONNEL", "SOFTWARE"]), "run_change": pick(["RUN", "GROW"]),
        "amount": D(whole(1_000, 90_000)), "total_expenditure": D(9_000_000),
        "assignment_method": pick(["DIRECT", "SPREAD"]), "commodity": "MONITOR_24",
        "unit_price": D(whole(100, 300)), "standard_service": pick(["MAILBOX", "SEAT"]),
    }  # fmt: skip


def filled_store(folder: Path, entities: int, rounds: list[str]) -> Path:
    listed, codes = folder / "entities.toml", [f"E{n:03}" for n in range(entities)]
    listed.write_text(
        "\n".join(f'[entities.{c}]\ntype = "HQ_DEPT"\nname = "Department {c}"\n' for c in codes)
    )
    path, catalogue = folder / "store.ictinv", catalogues.default()
    with Workspace.create(path, entity_list=listed, clock=clock, who="benchmark") as workspace:
        for year in rounds:  # all before the first is filled: nothing is carried forward
            workspace.rounds.open(
                year, as_of=date(int(year), 6, 30), deadline=date(int(year), 9, 30)
            )
        for year in rounds:
            rng = random.Random(year)
            with workspace.database.writing("Fill") as transaction:
                for name, count in ROWS.items():
                    rows = []
                    for code in codes:
                        homes = [f"{code}/data_centres/{n}" for n in range(ROWS["data_centres"])]
                        rooms = [make_uid("DC", f"{year}/{home}".encode()) for home in homes]
                        for number in range(count):
                            values = values_of(name, rng, number, rooms)
                            made = derive(catalogue[name], values)
                            values |= {key: v for key, v in made.items() if v is not None}
                            seed = f"{year}/{code}/{name}/{number}".encode()
                            record = Record(
                                sheet=name, uid=make_uid(catalogue[name].prefix, seed), entity=code,
                                round=year, values=values,
                            )  # fmt: skip
                            rows.append(record_row(record, round_code=year, standing="reported"))
                    transaction.add(workspace.database.schema.records[name], rows)
    return path


def statements(*, values: bool) -> dict[str, list[tuple[str, str, str]]]:
    """Return the sums of each indicator, with *values* only its numerator and denominator."""
    beside = {} if values else BESIDE
    return {name: [*inputs, *beside.get(name, ())] for name, inputs in INPUTS.items()}


def by_hand(
    path: Path, rounds: list[str], *, values: bool = False
) -> dict[tuple[str, str, int], dict[str, object]]:
    """Add up every input of every indicator, each in one statement."""
    found = {}
    wanted = statements(values=values)
    with closing(sqlite3.connect(path)) as connection:
        for year, name in ((year, name) for year in rounds for name in wanted):
            cumulative = name in CUMULATIVE and not values
            for of_round in [each for each in rounds if each <= year] if cumulative else [year]:
                for place, (sheet, amount, test) in enumerate(wanted[name]):
                    here = ALL if name in ("K01", "K03", "K05") and test == "1" else HERE
                    statement = (
                        f"SELECT entity, {amount} FROM rec_{sheet} "
                        f"WHERE round = :round AND {here} AND {test} GROUP BY entity"
                    )
                    given = {"round": of_round, "as_of": f"{of_round}-06-30"}
                    found[year, name, place] = dict(connection.execute(statement, given).fetchall())
    return found


def agree(path: Path, year: str, found: dict[tuple[str, str, int], dict[str, object]]) -> None:
    """Stop if what both can compute alike is not the same."""
    with Workspace.open(path, clock=clock, who="benchmark") as workspace:
        ours = workspace.assessments.compute(year)
    alike = {
        "V01": 1,
        "V02": 1,
        "S01": 1,
        "R02": 1,
        "R03": 1,
        "W07": 1,
        "D09": 1,
        "R06": 1,
        "C02": 100,
    }
    for name, scale in alike.items():
        for entity in ours.entities:
            figure, sql = ours.figures[entity, name], found[year, name, 0].get(entity, 0)
            if figure.numerator is None or figure.numerator * scale != sql:
                raise SystemExit(f"{name} of {entity}: {figure.numerator} is not {sql}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=150)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--values", action="store_true", help="numerators and denominators only")
    options = parser.parse_args()
    versions("SQLAlchemy")
    rounds = [str(2027 - options.rounds + n) for n in range(options.rounds)]
    with tempfile.TemporaryDirectory() as folder:
        path = filled_store(Path(folder), options.entities, rounds)
        records = sum(ROWS.values()) * options.entities
        listed = sum(map(len, statements(values=options.values).values()))
        print(f"{options.entities} entities, {len(INPUTS)} indicators, {options.rounds} rounds of "
              f"{records:,} records; {listed} statements a round", flush=True)  # fmt: skip
        found = by_hand(path, rounds)
        agree(path, rounds[-1], found)
        ours: list[Timing] = []
        theirs: list[Timing] = []

        def computed(workspace: Workspace) -> None:
            for year in rounds:
                workspace.assessments.compute(year)

        with Workspace.open(path, clock=clock, who="benchmark") as workspace:
            for _ in range(options.repeat):
                ours.append(timed(lambda: computed(workspace)))
                theirs.append(timed(lambda: by_hand(path, rounds, values=options.values)))
        ratios = [mine.cpu / peer.cpu for mine, peer in zip(ours, theirs, strict=True)]
        mine, peer = (statistics.median(each.cpu for each in some) for some in (ours, theirs))
        print(f"ours {mine:.2f} s, statements {peer:.2f} s: {statistics.median(ratios):.2f} times "
              f"as long ({min(ratios):.2f}-{max(ratios):.2f}); to reach: at most 2, better 1.3")  # fmt: skip


if __name__ == "__main__":
    main()
