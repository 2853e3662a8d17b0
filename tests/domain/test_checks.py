"""Checks: for every rule a record that breaks it and one that does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from samples_for_domain import BASES, CATALOGUE, line, post, record, room, system, unit

from inventory_app.domain.checks import check_entity, check_record, judged
from inventory_app.domain.findings import KINDS, Finding, Strength
from inventory_app.domain.known_codes import (
    CRITICAL,
    EXTERNAL,
    IN_USE,
    NOT_RUNNING,
    PERSONNEL,
    UNOCCUPIED,
)
from inventory_app.domain.record_rules import RULES
from inventory_app.domain.records import Declaration
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import ValueState
from inventory_app.texts import translator

PARAMETERS = RoundParameters()
NA, NR, ERR = ValueState.NA, ValueState.NR, ValueState.ERR


def findings(one, parameters=PARAMETERS):
    return list(check_record(CATALOGUE[one.sheet], one, parameters))


def codes(one, parameters=PARAMETERS):
    return [finding.code for finding in findings(one, parameters)]


def only(one):
    (finding,) = findings(one)
    assert (finding.sheet, finding.uid) == (one.sheet, one.uid)
    return finding.code, finding.field, finding.found, finding.expected


@pytest.mark.parametrize("sheet", list(BASES))
def test_a_complete_record_has_no_findings(sheet):
    assert findings(record(sheet)) == []


# Missing answers.


@pytest.mark.parametrize(
    ("sheet", "name"), [(sheet, name) for sheet, base in BASES.items() for name in base]
)
def test_every_required_answer_is_missed(sheet, name):
    without = record(sheet, **{name: None})
    missed = {(finding.code, finding.field) for finding in findings(without)}
    expected = name in {field.name for field in CATALOGUE[sheet].due(without.values)}
    assert (("R-MISSING", name) in missed) is expected


def test_the_finding_names_field_record_and_sheet():
    assert only(post(functional_title=None)) == ("R-MISSING", "functional_title", "", "")


@pytest.mark.parametrize("state", [NA, NR])
def test_unknown_and_not_applicable_are_answers(state):
    assert codes(post(annual_cost=None, states={"annual_cost": state})) == []


def test_an_answer_that_could_not_be_read_is_still_missing():
    assert codes(post(annual_cost=None, states={"annual_cost": ERR})) == ["R-MISSING"]


@pytest.mark.parametrize("status", ["INVALID", "DUPLICATE"])
def test_an_invalid_record_owes_nothing(status):
    assert codes(post(record_status=status, annual_cost=Decimal(-1), grade=None)) == []


def test_a_closed_record_owes_its_key_and_what_its_sheet_still_needs():
    assert codes(post(record_status="CLOSED", grade=None, fund_code=None)) == []
    assert codes(post(record_status="CLOSED", post_no=None)) == ["R-MISSING"]
    assert codes(room(record_status="CLOSED", gross_floor_area=None)) == ["R-MISSING"]


def test_a_conditional_answer_is_missed_only_under_its_condition():
    assert codes(system(criticality="TIER_1")) == ["R-MISSING", "R-MISSING"]
    assert codes(system(criticality="TIER_3")) == []


# Single values.


@pytest.mark.parametrize(
    ("one", "finding"),
    [
        (
            post(ict_time_share=Decimal(120)),
            ("V-ABOVE", "ict_time_share", "120", "100"),
        ),
        (post(annual_cost=Decimal("-0.5")), ("V-BELOW", "annual_cost", "-0.5", "0")),
        (post(post_no="9" * 300), ("V-TOO-LONG", "post_no", "9" * 300, "20")),
        (unit(last_audit=date(2926, 1, 1)), ("V-DATE-RANGE", "last_audit", "2926-01-01", "")),
        (
            post(dedication="PERHAPS"),
            ("V-CODE", "dedication", "PERHAPS", "DEDICATED;NON_DEDICATED"),
        ),
    ],
)
def test_a_value_that_its_field_does_not_allow(one, finding):
    assert only(one) == finding


def test_a_long_list_is_named_by_its_first_codes():
    (finding,) = findings(post(grade="X-9"))
    assert finding.expected.endswith(";…")
    assert finding.expected.count(";") == 10


def test_a_list_of_ten_codes_is_named_whole():
    (finding,) = findings(post(personnel_type="ROBOT"))
    assert finding.expected.split(";") == list(CATALOGUE.code_lists["personnel_types"].codes)


# Rules between the answers of one record.


def funds(*shares, code=("RB", "XB", "PKSA")):
    names = ("", "_2", "_3")
    answers = {"fund_code": None}
    for name, fund, share in zip(names, code, shares, strict=False):
        answers[f"fund_code{name}"] = fund
        answers[f"fund_share{name}"] = None if share is None else Decimal(share)
    return answers


@pytest.mark.parametrize("make", [post, line])
@pytest.mark.parametrize("shares", [[None], [100], [60, 40], ["33.34", "33.33", "33.33"]])
def test_shares_of_funds_that_are_right(make, shares):
    assert codes(make(**funds(*shares))) == []


@pytest.mark.parametrize("make", [post, line])
@pytest.mark.parametrize(
    ("shares", "total"), [([60], "60"), ([60, 41], "101"), (["33.33"] * 3, "99.99")]
)
def test_shares_that_do_not_add_up(make, shares, total):
    assert only(make(**funds(*shares))) == ("R-SHARES", "fund_share", total, "100")


def test_a_second_fund_without_its_share():
    assert only(post(**funds(60, None))) == ("R-SHARE-ALONE", "fund_share_2", "", "")


def test_a_first_fund_without_its_share_beside_a_second():
    assert only(post(**funds(None, 40))) == ("R-SHARE-ALONE", "fund_share", "", "")


def test_a_share_without_its_fund():
    alone = post(fund_share=Decimal(60), fund_share_2=Decimal(40))
    assert only(alone) == ("R-SHARE-ALONE", "fund_code_2", "", "")


def test_a_share_that_nobody_knows_is_not_missed():
    assert codes(post(**funds(60, None), states={"fund_share_2": NR})) == []


def test_a_fund_that_stands_twice():
    twice = post(**funds(60, 40, code=("RB", "RB")))
    assert only(twice) == ("R-FUND-TWICE", "fund_code", "RB", "")


def test_dedicated_below_the_threshold_outside_an_ict_unit():
    outside = post(ict_time_share=Decimal(49), ict_unit=None, states={"ict_unit": NA})
    assert only(outside) == ("R-DEDICATED", "dedication", "49", "50")


@pytest.mark.parametrize(
    "changes",
    [
        {"ict_time_share": Decimal(49)},
        {"ict_time_share": Decimal(50), "ict_unit": None, "states": {"ict_unit": NA}},
    ],
)
def test_dedicated_in_an_ict_unit_or_from_the_threshold(changes):
    assert codes(post(**changes)) == []


@pytest.mark.parametrize(
    ("share", "finding"),
    [
        (50, ["R-NON-DEDICATED"]),
        (49, []),
        (10, []),
        (9, ["R-BELOW-THRESHOLD"]),
    ],
)
def test_non_dedicated_between_the_thresholds(share, finding):
    assert codes(post(dedication="NON_DEDICATED", ict_time_share=Decimal(share))) == finding


def test_thresholds_belong_to_the_round():
    strict = RoundParameters(dedicated_from=Decimal(80), non_dedicated_from=Decimal(20))
    some = post(dedication="NON_DEDICATED", ict_time_share=Decimal(60))
    assert codes(some, strict) == []
    assert codes(post(dedication="NON_DEDICATED", ict_time_share=Decimal(15)), strict) == [
        "R-BELOW-THRESHOLD"
    ]


def test_recovery_later_than_tolerable():
    critical = {"criticality": "TIER_1", "rpo_h": 1}
    assert only(system(rto_h=24, mtd_h=12, **critical)) == ("R-RTO-MTD", "rto_h", "24", "12")
    assert codes(system(rto_h=12, mtd_h=12, **critical)) == []
    assert codes(system(rto_h=24, **critical)) == []


@pytest.mark.parametrize(
    ("make", "start", "end"),
    [
        (line, "period_start", "period_end"),
        (post, "contract_start", "contract_end"),
        (room, "lease_start", "lease_end"),
    ],
)
def test_an_end_before_its_start(make, start, end):
    first, last = date(2026, 1, 2), date(2026, 1, 1)
    wrong = only(make(**{start: first, end: last}))
    assert wrong == ("R-PERIOD", end, "2026-01-01", "2026-01-02")
    assert codes(make(**{start: first, end: first})) == []


def test_retired_before_it_was_in_use():
    changes = {"status": "SUNSET", "production_year": 2015}
    assert only(system(retired_year=2014, **changes)) == (
        "R-PERIOD",
        "retired_year",
        "2014",
        "2015",
    )
    assert codes(system(retired_year=2015, **changes)) == []


@pytest.mark.parametrize(
    ("part", "most", "whole"),
    [
        ("customer_floor_area", Decimal(80), {}),
        ("active_rack_count", 10, {}),
        ("storage_used", Decimal(9), {"storage_total": Decimal(9)}),
        ("power_capacity_it", Decimal(9), {"power_capacity_total": Decimal(9)}),
        ("virtual_hosts", 50, {}),
        ("virtual_hosts", 53, {"total_mainframes": 3}),
        ("underutilized_servers", 50, {}),
        ("downtime_hours", Decimal(8760), {"planned_hours": Decimal(8760)}),
    ],
)
def test_a_part_is_never_more_than_its_whole(part, most, whole):
    assert codes(room(**{part: most}, **whole)) == []
    wrong = only(room(**{part: most + 1}, **whole))
    assert wrong == ("R-PART", part, str(most + 1), str(most))


def test_without_the_whole_a_part_is_not_judged():
    assert codes(room(storage_used=Decimal(9))) == []


@pytest.mark.parametrize(
    ("whole", "part"),
    [("energy_total_kwh", "energy_it_kwh"), ("avg_electricity", "avg_it_electricity")],
)
def test_equipment_that_uses_more_than_its_room(whole, part):
    assert codes(room(**{whole: Decimal(100), part: Decimal(100)})) == []
    wrong = only(room(**{whole: Decimal(97), part: Decimal(100)}))
    assert wrong == ("R-PUE", part, "0.97", "1")
    barely = only(room(**{whole: Decimal(99999), part: Decimal(100000)}))
    assert barely[2] == "0.999"


def test_a_closing_year_without_its_quarter():
    (finding,) = findings(room(closing_year=2027))
    assert (finding.code, finding.field) == ("R-TOGETHER", "closing_quarter")
    assert finding.params == {"other": "closing_year"}
    assert codes(room(closing_quarter="Q1")) == ["R-TOGETHER"]
    assert codes(room(closing_year=2027, closing_quarter="Q1")) == []
    assert codes(room(closing_year=2027, states={"closing_quarter": NR})) == []


def test_what_is_due_is_missing_and_not_also_wanted_together():
    assert codes(room(closing_stage="PLANNING", closing_year=2027)) == ["R-MISSING"]


def test_half_a_place_on_the_map():
    assert codes(room(latitude=Decimal(46))) == ["R-TOGETHER"]
    assert codes(room(latitude=Decimal(46), longitude=Decimal(6))) == []


def test_a_total_of_servers_against_its_parts():
    parts = {"windows_servers": 30, "unix_servers": 0, "linux_servers": 20, "hpc_nodes": 0}
    assert codes(room(**parts, other_servers=0)) == []
    assert only(room(**parts, other_servers=1)) == ("R-TOTAL", "total_servers", "50", "51")
    assert codes(room(windows_servers=30)) == []
    assert codes(room(windows_servers=51)) == ["R-TOTAL"]
    assert codes(room(**dict.fromkeys(parts, 0), other_servers=0)) == ["R-TOTAL"]


def test_a_system_that_costs_and_that_nobody_uses():
    (finding,) = findings(system(run_cost=Decimal(5), users_active=0))
    assert (finding.code, finding.strength) == ("R-ZERO-USERS", Strength.NOTICE)
    assert codes(system(run_cost=Decimal(5), users_active=1)) == []
    assert codes(system(run_cost=Decimal(0), users_active=0)) == []
    assert codes(system(run_cost=Decimal(5), users_active=None)) == []
    retired = system(run_cost=Decimal(5), users_active=0, status="RETIRED", production_year=None)
    assert codes(retired) == []


def test_every_rule_runs_on_a_sheet_of_the_catalogue():
    assert [rule for rule in RULES if not any(rule.fits(sheet) for sheet in CATALOGUE)] == []


def test_a_rule_runs_only_on_sheets_that_have_its_fields():
    for rule in RULES:
        for sheet in CATALOGUE:
            assert rule.fits(sheet) is (set(rule.uses) <= sheet.fields.keys())


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("occupancies", UNOCCUPIED),
        ("personnel_types", EXTERNAL),
        ("cost_elements", PERSONNEL),
        ("system_statuses", IN_USE | NOT_RUNNING),
        ("criticalities", CRITICAL),
        ("run_change", {"RUN"}),
        ("dedication", {"DEDICATED", "NON_DEDICATED"}),
        ("dc_scopes", {"ENTERPRISE"}),
        ("closing_stages", {"CLOSED"}),
        ("record_validities", {"INVALID_FACILITY"}),
        ("project_phases", {"COMPLETED"}),
        ("time_quadrants", {"INVEST", "MIGRATE", "TOLERATE", "ELIMINATE"}),
        ("facility_classes", {"CLOUD", "SERVER_ROOM", "TIER_1", "TIER_4"}),
        ("record_statuses", {"VALID", "INVALID", "CLOSED", "DUPLICATE"}),
    ],
)
def test_the_codes_that_rules_rely_on_are_in_their_lists(name, known):
    assert known <= CATALOGUE.code_lists[name].codes.keys()


# What a calculation may use.


def test_a_value_that_fails_a_blocking_rule_is_an_error_for_calculation():
    wrong = judged(CATALOGUE["staff"], post(ict_time_share=Decimal(120)), PARAMETERS)
    assert wrong.state("ict_time_share") is ERR
    assert wrong.state("annual_cost") is ValueState.OK


def test_a_remark_is_no_error():
    some = post(dedication="NON_DEDICATED", ict_time_share=Decimal(60))
    assert judged(CATALOGUE["staff"], some, PARAMETERS) is some


# Between the records of one entity.


def between(*records, nothing=()):
    by_sheet = {}
    for each in records:
        by_sheet.setdefault(each.sheet, []).append(each)
    declared = {name: Declaration(sheet=name, nothing=True) for name in CATALOGUE.sheets}
    empty = set(CATALOGUE.sheets) - set(nothing) - by_sheet.keys()
    for name in empty:
        declared.pop(name)
    found = check_entity(
        CATALOGUE, {name: tuple(each) for name, each in by_sheet.items()}, declared, PARAMETERS
    )
    return [finding for finding in found if finding.sheet not in empty]


def test_a_name_that_stands_twice():
    first, second, third = system(), system(name="MISSION  Registry"), system(name="Other")
    (finding,) = between(first, second, third)
    assert (finding.code, finding.uid, finding.field) == ("R-DOUBLE-KEY", second.uid, "name")
    assert finding.found == "MISSION  Registry"


@pytest.mark.parametrize("status", ["DUPLICATE", "INVALID", "CLOSED"])
def test_a_duplicate_that_is_marked_is_no_finding(status):
    assert between(system(), system(record_status=status)) == []


def test_blank_names_are_not_the_same():
    assert between(line(), line()) == []


def test_staff_and_units_that_disagree():
    people = [post(post_no=str(n)) for n in range(10)]
    (finding,) = between(*people, unit(ict_staff_fte=Decimal("9.8")))
    assert (finding.code, finding.sheet, finding.field) == ("R-FTE-UNITS", "units", "ict_staff_fte")
    assert (finding.found, finding.expected) == ("10", "9.8")


@pytest.mark.parametrize("stated", ["9.9", "10", "10.1"])
def test_one_per_cent_is_tolerated(stated):
    people = [post(post_no=str(n)) for n in range(10)]
    assert between(*people, unit(ict_staff_fte=Decimal(stated))) == []


def test_staff_and_units_are_compared_only_if_both_are_complete():
    wrong = unit(ict_staff_fte=Decimal(9))
    assert between(post(), unit()) == []
    assert between(post(), post(post_no="2", ict_time_share=None), wrong) == []
    assert between(wrong, nothing=["staff"]) == []


def test_vacant_posts_are_no_staff():
    vacant = post(post_no="2", occupancy="VACANT")
    assert between(post(), vacant, unit(ict_staff_fte=Decimal(1))) == []


def test_two_totals_for_one_period():
    first = line(total_expenditure=Decimal(100))
    second = line(total_expenditure=Decimal(120))
    (finding,) = between(first, line(), second)
    assert (finding.code, finding.uid) == ("R-TOTAL-EXPENDITURE", second.uid)
    assert (finding.field, finding.found) == ("total_expenditure", "100; 120")
    later = line(
        total_expenditure=Decimal(120), period_start=date(2027, 1, 1), period_end=date(2027, 12, 31)
    )
    assert between(first, line(total_expenditure=Decimal(100)), later) == []


def test_a_catalogue_without_costs_is_checked_like_any_other():
    sheets = {name: sheet for name, sheet in CATALOGUE.sheets.items() if name != "costs"}
    smaller = replace(CATALOGUE, sheets=sheets)
    found = list(check_entity(smaller, {}, {}, PARAMETERS))
    assert [finding.sheet for finding in found] == list(sheets)


def test_an_empty_sheet_and_one_with_nothing_to_report():
    found = list(
        check_entity(CATALOGUE, {}, {"staff": Declaration(sheet="staff", nothing=True)}, PARAMETERS)
    )
    assert {finding.code for finding in found} == {"R-EMPTY-SHEET"}
    assert {finding.sheet for finding in found} == set(CATALOGUE.sheets) - {"staff"}


# Words.


@pytest.mark.parametrize("code", list(KINDS))
def test_every_kind_of_finding_can_be_said(code):
    english = translator("en")
    finding = Finding(
        code=code,
        field="f",
        found="1",
        expected="2",
        params={"field": "Name", "other": "Place", "indicator": "Users per person"},
    )
    assert finding.strength in Strength
    for sentence in (finding.text(english), finding.fix(english)):
        assert "{" not in sentence
        assert sentence[-1] in ".?"
