"""Answers that cannot be right: found in whole columns, the same as record by record."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from samples_for_domain import CATALOGUE, post, record, room, system

from inventory_app.domain.checks import judged
from inventory_app.domain.quick_checks import wrong_answers
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import ValueState

ROUND = RoundParameters()


def one_by_one(sheet, records):
    found = {}
    for each in records:
        states = judged(CATALOGUE[sheet], each, ROUND).states
        names = frozenset(n for n, state in states.items() if state is ValueState.ERR)
        if names:
            found[each.uid] = names
    return found


def test_right_answers_are_not_wrong():
    for sheet in CATALOGUE:
        assert wrong_answers(sheet, [record(sheet.name), record(sheet.name)], ROUND) == {}


def test_each_kind_of_wrong_answer_is_found():
    rooms = [
        room(), room(gross_floor_area=Decimal(-1)), room(closing_stage="GONE"),
        room(name="x" * 9000), room(last_dr_test=date(1800, 1, 1)), room(cooling=("NONE_SUCH",)),
        room(energy_total_kwh=Decimal(1), energy_it_kwh=Decimal(2)),
    ]  # fmt: skip
    found = wrong_answers(CATALOGUE["data_centres"], rooms, ROUND)
    assert found == one_by_one("data_centres", rooms)
    assert len(found) == 6


def test_an_objective_beyond_the_tolerable_outage():
    bad = system(rto_h=24, mtd_h=12)
    assert wrong_answers(CATALOGUE["systems"], [system(), bad], ROUND) == {bad.uid: {"rto_h"}}


DAYS = st.none() | st.sampled_from([date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)])
FEW = st.none() | st.integers(-2, 9)


@settings(max_examples=15)
@given(
    st.lists(st.tuples(DAYS, DAYS, st.sampled_from(["RB", "XB", None]), FEW, FEW), max_size=4),
    st.lists(st.tuples(FEW, FEW, FEW, FEW), max_size=4),
)
def test_rules_on_several_answers_find_the_same_in_columns(lines, rooms):
    costs = [
        record("costs", period_start=a, period_end=b, fund_code_2=fund,
               fund_share=None if x is None else Decimal(x),
               fund_share_2=None if y is None else Decimal(y))
        for a, b, fund, x, y in lines
    ]  # fmt: skip
    assert wrong_answers(CATALOGUE["costs"], costs, ROUND) == one_by_one("costs", costs)
    listed = [
        room(virtual_hosts=a, total_servers=b, total_mainframes=c, windows_servers=d,
             closing_year=a, energy_total_kwh=None if b is None else Decimal(b),
             energy_it_kwh=None if c is None else Decimal(c))
        for a, b, c, d in rooms
    ]  # fmt: skip
    found = wrong_answers(CATALOGUE["data_centres"], listed, ROUND)
    assert found == one_by_one("data_centres", listed)


SHARES = st.none() | st.integers(-50, 150).map(Decimal)


@settings(max_examples=25)
@given(st.lists(st.tuples(SHARES, SHARES, st.sampled_from(["DEDICATED", "NON_DEDICATED", "X"]))))
def test_it_is_the_same_as_record_by_record(answers):
    posts = [
        post(ict_time_share=share, contract_share=other, dedication=code, ict_unit=None)
        for share, other, code in answers
    ]
    assert wrong_answers(CATALOGUE["staff"], posts, ROUND) == one_by_one("staff", posts)
