"""D01, D09 and K02: energy, virtual servers, and what stands in enterprise data centres."""

from __future__ import annotations

from decimal import Decimal

import pytest
from samples_for_domain import inputs, room

from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicators import compute, per_record
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState

D01, D09, K02 = (default_indicators()[name] for name in ("D01", "D09", "K02"))


def energy(total, it, **changes):
    return room(energy_total_kwh=Decimal(total), energy_it_kwh=Decimal(it), **changes)


def test_the_ratio_of_all_energy_to_ict_energy():
    figure = compute(D01, inputs(energy(1_576_800, 876_000)))
    assert (figure.numerator, figure.denominator) == (1_576_800, 876_000)
    assert (figure.value, figure.state, figure.ranked) == (Decimal("1.8"), ValueState.OK, True)


def test_mean_loads_stand_in_for_the_energy_of_the_year():
    figure = compute(D01, inputs(room()))
    assert (figure.numerator, figure.value) == (180 * 8760, Decimal("1.8"))


def test_rooms_are_added_and_not_averaged():
    figure = compute(D01, inputs(energy(300, 100), energy(150, 150)))
    assert figure.value == Decimal("1.8")


def test_a_ratio_below_1_is_an_error():
    (figure,) = per_record(D01, inputs(energy(97, 100)))
    assert (figure.value, figure.state, figure.ranked) == (None, ValueState.ERR, False)
    assert figure.reason == "IMPOSSIBLE"
    alone = compute(D01, inputs(energy(97, 100), energy(200, 100)))
    assert (alone.value, alone.coverage) == (2, (1, 2))


def test_a_ratio_of_exactly_1_is_taken():
    assert compute(D01, inputs(energy(100, 100))).value == 1


def test_no_ict_energy_is_an_error():
    assert per_record(D01, inputs(energy(100, 0)))[0].state is ValueState.ERR


def test_a_room_that_uses_nothing_is_no_activity():
    (figure,) = per_record(D01, inputs(energy(0, 0)))
    assert (figure.state, figure.reason) == (ValueState.NA, "NO-ACTIVITY")


def unmetered(**changes):
    blank = {"avg_electricity": None, "avg_it_electricity": None}
    return {"electricity_metered": False, **blank, **changes}


def test_a_room_without_a_meter_does_not_apply():
    figure = compute(D01, inputs(room(**unmetered())))
    assert (figure.state, figure.reason) == (ValueState.NA, "NOT-METERED")


def test_figures_without_a_meter_are_estimates():
    figure = compute(D01, inputs(energy(200, 100, **unmetered())))
    assert (figure.value, figure.state, figure.ranked) == (2, ValueState.NE, False)


def test_an_estimate_counts_in_the_total_and_is_not_ranked():
    figure = compute(D01, inputs(energy(300, 100), energy(150, 150, data_quality="ESTIMATED")))
    assert (figure.value, figure.state, figure.ranked) == (Decimal("1.8"), ValueState.NE, False)


def test_a_metered_room_without_figures_is_listed_but_not_counted():
    blank = room(avg_electricity=None, avg_it_electricity=None)
    figure = compute(D01, inputs(energy(200, 100), blank))
    assert (figure.value, figure.coverage, figure.reason) == (2, (1, 2), Reason.PARTIAL)
    assert compute(D01, inputs(blank)).state is ValueState.NR


def test_energy_that_does_not_apply():
    names = ("energy_total_kwh", "energy_it_kwh", "avg_electricity", "avg_it_electricity")
    states = dict.fromkeys(names, ValueState.NA)
    one = room(avg_electricity=None, avg_it_electricity=None, states=states)
    assert per_record(D01, inputs(one))[0].state is ValueState.NA


def test_half_a_pair_is_no_ratio():
    half = room(energy_total_kwh=Decimal(5), avg_electricity=None, avg_it_electricity=None)
    assert compute(D01, inputs(half)).state is ValueState.NR


@pytest.mark.parametrize(
    "changes",
    [
        {"closing_stage": "CLOSED"},
        {"record_validity": "INVALID_FACILITY"},
        {"facility_class": "CLOUD"},
    ],
)
def test_what_is_no_open_room_does_not_count(changes):
    assert per_record(D01, inputs(room(**changes))) == ()


def test_half_a_pair_gives_way_to_the_mean_loads():
    half = room(energy_total_kwh=Decimal(5))
    assert compute(D01, inputs(half)).value == Decimal("1.8")


@pytest.mark.parametrize("definition", [D01, D09])
def test_a_room_counts_as_one(definition):
    (figure,) = per_record(definition, inputs(room()))
    assert figure.coverage == (1, 1)


def test_no_rooms_at_all():
    assert compute(D01, inputs()).reason == "NOT-REPORTED"
    assert compute(D01, inputs(nothing=["data_centres"])).state is ValueState.NA


def test_the_virtualisation_ratio():
    figure = compute(D09, inputs(room(total_servers=50, virtual_os=170)))
    assert (figure.numerator, figure.denominator, figure.value) == (220, 50, Decimal("4.4"))


def test_rooms_with_fewer_than_five_servers_are_left_out():
    figure = compute(D09, inputs(room(), room(total_servers=4, virtual_os=400)))
    assert (figure.value, figure.coverage) == (Decimal("4.4"), (1, 1))
    small = compute(D09, inputs(room(total_servers=4)))
    assert (small.state, small.reason) == (ValueState.NA, "TOO-SMALL")
    assert compute(D09, inputs(room(total_servers=5, virtual_os=0))).value == 1


def test_virtual_servers_on_no_server_are_an_error():
    (figure,) = per_record(D09, inputs(room(total_servers=0, virtual_os=30)))
    assert (figure.state, figure.reason) == (ValueState.ERR, "ZERO-DENOMINATOR")


@pytest.mark.parametrize("without", ["total_servers", "virtual_os"])
def test_a_room_without_its_servers_is_not_counted(without):
    figure = compute(D09, inputs(room(), room(**{without: None})))
    assert (figure.value, figure.coverage) == (Decimal("4.4"), (1, 2))


def load(kw, scope="LOCAL", **changes):
    return room(it_load_kw=None if kw is None else Decimal(kw), un_role_scope=scope, **changes)


def test_the_share_in_enterprise_data_centres():
    figure = compute(K02, inputs(load(330, "ENTERPRISE"), load(270)))
    assert (figure.numerator, figure.denominator, figure.value) == (330, 600, 55)
    assert figure.reason == ""


def test_the_mean_load_stands_in_for_the_present_one():
    mean = room(avg_electricity=Decimal(400), avg_it_electricity=Decimal(270))
    assert compute(K02, inputs(load(330, "ENTERPRISE"), mean)).value == 55


BLANK = {"avg_electricity": None, "avg_it_electricity": None}


def test_one_unknown_load_makes_the_whole_entity_count_operating_systems():
    central = load(330, "ENTERPRISE", total_servers=10, virtual_os=65)
    local = load(None, total_servers=20, virtual_os=5, **BLANK)
    figure = compute(K02, inputs(central, local))
    assert (figure.numerator, figure.denominator, figure.value) == (75, 100, 75)
    assert figure.reason == Reason.FALL_BACK


def test_no_fall_back_if_95_per_cent_of_the_last_load_are_known():
    rooms = load(330, "ENTERPRISE"), load(240), load(None, **BLANK)
    figure = compute(K02, inputs(*rooms, last_totals={"it_load_kw": Decimal(600)}))
    assert (figure.denominator, figure.reason) == (570, Reason.PARTIAL)


def test_neither_load_nor_systems_leaves_nothing():
    unknown = load(None, total_servers=None, **BLANK)
    figure = compute(K02, inputs(load(330), unknown))
    assert (figure.value, figure.state, figure.reason) == (None, ValueState.NR, "BELOW-COVERAGE")


def test_a_room_of_unknown_scope_is_on_neither_side():
    assert compute(K02, inputs(load(330, "ENTERPRISE"), load(270, None))).state is ValueState.NR


def test_closed_rooms_hold_nothing():
    figure = compute(K02, inputs(load(330, "ENTERPRISE"), load(270, closing_stage="CLOSED")))
    assert figure.value == 100


def test_no_rooms_hold_nothing_of_nothing():
    figure = compute(K02, inputs(nothing=["data_centres"]))
    assert (figure.state, figure.reason) == (ValueState.NA, "NO-ACTIVITY")
    assert compute(K02, inputs()).reason == "NOT-REPORTED"
