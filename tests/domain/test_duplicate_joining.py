"""Joined records count once in totals: by hand for systems and rooms, and for what nobody joined."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from samples_for_domain import CATALOGUE

from inventory_app.domain.derivations import derive
from inventory_app.domain.duplicates.decisions import (
    ADDED_UP,
    Decided,
    Titled,
    contradiction,
    decision_id,
    with_joined,
)
from inventory_app.domain.duplicates.joining import Joining, adjustments, in_order, once
from inventory_app.domain.duplicates.totals import for_totals
from inventory_app.domain.figures import EntityInputs
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicators import compute, roll_up
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record, make_uid
from inventory_app.domain.values import ValueState

AS_OF = date(2026, 6, 30)
INDICATORS = default_indicators()
OK, NE, NR = ValueState.OK, ValueState.NE, ValueState.NR


def made(sheet, entity, name, states=None, **values):
    usual = {"status": "PRODUCTION"} if sheet == "systems" else {}
    given = {"name": name, **usual, **values}
    kept = {key: value for key, value in given.items() if value is not None}
    kept |= {n: v for n, v in derive(CATALOGUE[sheet], kept).items() if v is not None}
    uid = make_uid(CATALOGUE[sheet].prefix, f"{entity}/{name}".encode())
    return Record(
        sheet=sheet, uid=uid, entity=entity, round="2026", values=kept, states=states or {}
    )


def system(entity, name="Umoja", **values):
    return made("systems", entity, name, **values)


def room(entity, name="Room", **values):
    given = {
        "closing_stage": "NOT_CLOSING",
        "facility_class": "SERVER_ROOM",
        "un_role_scope": "LOCAL",
    }
    return made("data_centres", entity, name, **given | values)


def unit(entity, users):
    return Record(sheet="units", uid=f"UN-{entity}", entity=entity, round="2026",
                  values={"name": "ICT", "users_served": users})  # fmt: skip


def inputs(*records):
    found = {}
    for each in records:
        found.setdefault(each.entity, {}).setdefault(each.sheet, []).append(each)
    return {
        entity: EntityInputs(
            entity=entity, as_of=AS_OF, catalogue=CATALOGUE, declarations={},
            records={sheet: tuple(listed) for sheet, listed in by_sheet.items()},
        )
        for entity, by_sheet in found.items()
    }  # fmt: skip


def joined(*records, choices=None):
    sides = (tuple(each.uid for each in records),)
    sheet = records[0].sheet
    return Decided(
        id=decision_id("join", sheet, sides), sheet=sheet, kind="join", sides=sides, who="tester",
        titles={each.uid: Titled(each.entity, str(each["name"])) for each in records},
        at=datetime(2026, 11, 23, tzinfo=UTC), choices=choices or {},
    )  # fmt: skip


def totals(given, decisions, *indicators):
    """Return each indicator as reported and as it counts after joining, both rolled up."""
    changed = adjustments(CATALOGUE, decisions, given)
    found = {}
    for name in indicators:
        definition = INDICATORS[name]
        own = {code: compute(definition, each) for code, each in given.items()}
        after = [
            for_totals([definition], {name: own[code]}, given[code], changed[code])[name]
            if code in changed
            else own[code]
            for code in given
        ]
        found[name] = (roll_up(list(own.values()), definition), roll_up(after, definition))
    return found


def test_a_joined_system_counts_once_and_its_users_add_up():
    one = system("UNOG", users_active=30, run_cost=Decimal(600))
    two = system("ECA", users_active=50, run_cost=Decimal(600))
    other = system("ECA", "Mercury", users_active=20, run_cost=Decimal(400))
    given = inputs(one, two, other, unit("UNOG", 100), unit("ECA", 300))
    found = totals(given, [joined(one, two)], "S01", "S07")
    reported, counted = found["S01"]
    assert (reported.numerator, reported.denominator) == (3, 400)
    assert (counted.numerator, counted.denominator) == (2, 400)
    assert counted.value == 5
    assert counted.coverage == reported.coverage == (2, 2)
    assert Reason.JOINED in counted.reasons
    reported, counted = found["S07"]
    assert (reported.numerator, reported.denominator) == (1600, 100)
    assert (counted.numerator, counted.denominator) == (1000, 100)  # the same cost reported twice


def test_costs_that_differ_are_shares_and_add_up_unless_one_is_chosen():
    one = system("UNOG", users_active=30, run_cost=Decimal(600))
    two = system("ECA", users_active=50, opex_software=Decimal(150))
    given = inputs(one, two, unit("UNOG", 100), unit("ECA", 300))
    [both] = {totals(given, [joined(one, two)], "S07")["S07"][1].numerator}
    assert both == 750  # the whole of one, a part of the other: wholes are added
    chosen = joined(one, two, choices={"run_cost": one.uid, "opex_software": one.uid})
    assert totals(given, [chosen], "S07")["S07"][1].numerator == 600


def test_functions_are_not_redundant_because_one_system_was_reported_twice():
    one, two = (system(code, business_function="FINANCE") for code in ("UNOG", "ECA"))
    given = inputs(one, two, unit("UNOG", 100), unit("ECA", 300))
    reported, counted = totals(given, [joined(one, two)], "S02")["S02"]
    assert (reported.denominator, reported.parts["pooled"]) == (2, 50)
    assert (counted.denominator, counted.parts["pooled"]) == (1, 0)


def test_a_system_that_serves_two_entities_is_adopted_by_both():
    """S06 counts pairs of entity and function: joining takes no pair away."""
    one, two = (
        system(code, business_function="FINANCE", scope="ENTERPRISE") for code in ("UNOG", "ECA")
    )
    given = inputs(one, two, unit("UNOG", 100), unit("ECA", 300))
    reported, counted = totals(given, [joined(one, two)], "S06")["S06"]
    assert counted == reported
    assert reported.denominator == 2


def test_the_systems_of_a_tenant_stay_where_they_are_when_its_room_is_joined():
    host = room("UNOG", shared_service_position="PROVIDER", un_role_scope="ENTERPRISE")
    tenant = room("ECE", shared_service_position="TENANT", un_role_scope="ENTERPRISE")
    hosted = system("ECE", criticality="TIER_1", hosting_type="LOCAL_DC", hosting_dc=tenant.uid)
    given = inputs(host, tenant, hosted, unit("UNOG", 10), unit("ECE", 30))
    reported, counted = totals(given, [joined(host, tenant)], "R07")["R07"]
    assert reported.denominator == 1
    assert counted == reported


def test_the_figures_of_an_entity_stay_as_they_were_reported():
    one, two = system("UNOG"), system("ECA")
    given = inputs(one, two, unit("UNOG", 100), unit("ECA", 300))
    before = {code: compute(INDICATORS["S01"], each) for code, each in given.items()}
    totals(given, [joined(one, two)], "S01")
    assert {code: compute(INDICATORS["S01"], each) for code, each in given.items()} == before


def test_an_entity_of_which_nothing_is_left_has_still_reported():
    one, two = system("UNOG"), system("ECA")
    given = inputs(one, two, unit("UNOG", 100), unit("ECA", 300))
    changed = adjustments(CATALOGUE, [joined(one, two)], given)
    left = once(given["ECA"], changed["ECA"])
    assert left.counting("systems") == ()
    assert left.reported("systems")
    assert totals(given, [joined(one, two)], "S01")["S01"][1].coverage == (2, 2)


def test_who_was_not_counted_before_is_not_counted_after_joining():
    """ECA left the stage of one system blank: its figure cannot be used, joined or not."""
    one, two = system("UNOG"), system("ECA", status=None)
    given = inputs(one, two, system("ECA", "Mercury"), unit("UNOG", 100), unit("ECA", 300))
    reported, counted = totals(given, [joined(one, two)], "S01")["S01"]
    assert reported.coverage == counted.coverage == (1, 2)
    assert counted.numerator == 1


def test_the_same_thing_twice_in_one_entity_counts_once():
    one, two = system("UNOG", "Progen"), system("UNOG", "PROGEN (payroll)")
    given = inputs(one, two, unit("UNOG", 100))
    reported, counted = totals(given, [joined(one, two)], "S01")["S01"]
    assert (reported.numerator, counted.numerator) == (2, 1)


def test_the_provider_of_a_room_counts_and_its_tenants_do_not():
    host = room("UNOG", shared_service_position="PROVIDER", un_role_scope="ENTERPRISE",
                it_load_kw=Decimal(80), total_servers=40, virtual_os=160, fte=Decimal(3))  # fmt: skip
    tenant = room("ECE", shared_service_position="TENANT", it_load_kw=Decimal(20),
                  total_servers=10, virtual_os=20, fte=Decimal(1))  # fmt: skip
    own = room("ECE", "Closet", it_load_kw=Decimal(20), total_servers=6, virtual_os=6)
    found = totals(inputs(tenant, host, own), [joined(tenant, host)], "K02", "D09")
    reported, counted = found["K02"]
    assert (reported.numerator, reported.denominator) == (80, 120)
    assert (counted.numerator, counted.denominator) == (80, 100)
    reported, counted = found["D09"]
    assert reported.denominator == 56
    assert (counted.numerator, counted.denominator) == (40 + 160 + 6 + 6, 46)
    stands = Joining(sheet=CATALOGUE["data_centres"], members=in_order([tenant, host])).record()
    assert (stands.uid, stands["fte"], stands["total_servers"]) == (host.uid, Decimal(3), 40)


def test_one_room_that_two_report_has_the_staff_of_both_and_gaps_are_filled():
    one = room("UNOG", fte=Decimal("1.5"), it_load_kw=None, rack_count=4)
    two = room("ECE", fte=Decimal("0.5"), it_load_kw=Decimal(12), rack_count=6)
    stands = Joining(sheet=CATALOGUE["data_centres"], members=(one, two)).record()
    assert (stands["fte"], stands["it_load_kw"], stands["rack_count"]) == (
        Decimal("2.0"), Decimal(12), 4,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"users_active": 3}, {"users_active": 4}, (7, OK)),
        ({"users_active": 3}, {}, (3, OK)),  # one that says nothing takes nothing away
        ({"users_active": 3, "data_quality": "ESTIMATED"}, {"users_active": 4}, (7, NE)),
        ({}, {}, (None, NR)),
    ],
)
def test_users_that_are_not_known_are_never_zero(first, second, expected):
    members = (system("UNOG", **first), system("ECA", **second))
    stands = Joining(sheet=CATALOGUE["systems"], members=members).record()
    assert (stands["users_active"], stands.state("users_active")) == expected


def test_a_sum_of_which_a_part_is_missing_is_an_estimate():
    members = (system("A", users_active=1), system("B", users_active=2), system("C"))
    stands = Joining(sheet=CATALOGUE["systems"], members=members).record()
    assert (stands["users_active"], stands.state("users_active")) == (3, NE)


def test_what_was_chosen_stands_whoever_comes_first():
    one, two = (
        system("UNOG", vendor="Esri", users_active=3),
        system("ECA", vendor="SAP", users_active=4),
    )
    choices = {"vendor": two.uid, "users_active": two.uid}
    stands = Joining(sheet=CATALOGUE["systems"], members=(one, two), choices=choices).record()
    assert (stands["vendor"], stands["users_active"]) == ("SAP", 4)
    added = Joining(
        sheet=CATALOGUE["systems"], members=(one, two), choices={"users_active": ADDED_UP}
    )
    assert added.answer("users_active").value == 7
    gone = Joining(sheet=CATALOGUE["systems"], members=(one, two), choices={"vendor": "SY-GONE"})
    assert gone.answer("vendor").value == "Esri"


def test_records_that_enter_no_totals_or_are_gone_join_nothing():
    one, two = system("UNOG"), system("ECA", record_status="DUPLICATE")
    assert adjustments(CATALOGUE, [joined(one, two)], inputs(one, two)) == {}
    assert adjustments(CATALOGUE, [joined(one, two)], inputs(one)) == {}


def test_an_adjustment_is_known_by_what_it_rests_on():
    one, two = system("UNOG", users_active=3), system("ECA", users_active=4)
    first = adjustments(CATALOGUE, [joined(one, two)], inputs(one, two))["UNOG"]
    again = adjustments(CATALOGUE, [joined(one, two)], inputs(one, two))["UNOG"]
    more = system("ECA", users_active=5)
    other = adjustments(CATALOGUE, [joined(one, more)], inputs(one, more))["UNOG"]
    assert first.signature == again.signature != other.signature


def test_a_decision_has_the_same_number_for_the_same_records_in_any_order():
    assert decision_id("join", "systems", (("A", "B"),)) == decision_id(
        "join", "systems", (("B", "A"),)
    )
    assert decision_id("different", "systems", (("A",), ("B",))) == decision_id(
        "different", "systems", (("B",), ("A",))
    )
    assert decision_id("join", "systems", (("A", "B"),)) != decision_id(
        "different", "systems", (("A", "B"),)
    )


def test_joins_that_share_a_record_become_one_and_contradictions_are_found():
    one, two, three = system("A"), system("B"), system("C")
    first = joined(one, two, choices={"vendor": two.uid})
    whole, gone = with_joined([first], joined(two, three))
    assert set(whole.uids) == {one.uid, two.uid, three.uid}
    assert (gone, whole.choices) == ((first,), {"vendor": two.uid})
    apart = Decided(
        id="x", sheet="systems", kind="different", sides=((one.uid,), (three.uid,)), titles={},
        at=first.at, who="tester",
    )  # fmt: skip
    assert contradiction([first, apart], whole) is apart
    assert contradiction([first], apart) is None
    assert contradiction([whole], apart) is whole
