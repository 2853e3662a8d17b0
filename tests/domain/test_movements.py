"""What moved a figure: the parts of records add up to the change, whatever changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.domain.catalogue import default
from inventory_app.domain.figures import EntityInputs
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicator_inputs import fields_read
from inventory_app.domain.indicators import compute
from inventory_app.domain.movements import Side, movement
from inventory_app.domain.records import Declaration, Record, make_uid

CATALOGUE, INDICATORS = default(), default_indicators()
BEFORE, NOW = date(2025, 6, 30), date(2026, 6, 30)


def record(sheet, number, **values):
    uid = make_uid(CATALOGUE[sheet].prefix, f"{sheet}/{number}".encode())
    return Record(sheet=sheet, uid=uid, entity="A", round="", values=values)


def unit(number, users):
    return record("units", number, unit_code=f"U{number}", users_served=users)


def line(number, amount):
    return record(
        "costs", number, line_no=f"L{number}", amount=Decimal(amount), run_change="RUN",
        period_start=date(2025, 7, 1), period_end=date(2026, 6, 30), cost_element="SOFTWARE",
    )  # fmt: skip


def system(number, tier="TIER_1", bia=None):
    return record("systems", number, name=f"S{number}", status="PRODUCTION", criticality=tier,
                  bia_approved_on=bia, rto_h=4, rpo_h=4, mtd_h=8)  # fmt: skip


def side(indicator, as_of, records):
    by_sheet: dict[str, tuple[Record, ...]] = {}
    for each in records:
        by_sheet[each.sheet] = (*by_sheet.get(each.sheet, ()), each)
    inputs = EntityInputs(
        entity="A", as_of=as_of, records=by_sheet, catalogue=CATALOGUE, wrong={},
        declarations={
            name: Declaration(sheet=name, nothing=True)
            for name in CATALOGUE.sheets if name not in by_sheet
        },
    )  # fmt: skip
    return Side(inputs=inputs, figure=compute(INDICATORS[indicator], inputs))


def moved(indicator, before, now, on=(BEFORE, NOW)):
    definition = INDICATORS[indicator]
    read = fields_read([definition], INDICATORS, CATALOGUE)
    sheets = {sheet: read[sheet] for sheet in definition.sheets}
    for other in definition.needs:
        sheets |= {sheet: read[sheet] for sheet in INDICATORS[other].sheets}
    return movement(
        side(indicator, on[0], before), side(indicator, on[1], now), sheets,
        lambda inputs: compute(definition, inputs),
    )  # fmt: skip


def adds_up(found):
    for name in ("numerator", "denominator"):
        ends = [getattr(each, name) for each in (found.before, found.now)]
        if None not in ends:
            assert sum(getattr(m, name) for m in found.moves) == Fraction(ends[1]) - Fraction(
                ends[0]
            )
    if found.change is not None and found.moves:
        assert abs(sum(m.value for m in found.moves) - Fraction(found.change)) < Fraction(1, 10**15)


def test_the_parts_of_a_cost_per_user_are_those_computed_by_hand():
    found = moved("C02", [unit(0, 100), line(0, 1000), line(1, 500)],
                  [unit(0, 150), line(0, 1000), line(1, 800), line(2, 600)])  # fmt: skip
    assert (found.before.value, found.now.value) == (15, 16)
    said = {(m.sheet, m.kind): (m.numerator, m.denominator, m.value) for m in found.moves}
    # D = 125, v = 15.5: the users take 15.5 x 50 / 125 away, the lines bring 300 and 600 / 125.
    assert said == {
        ("units", "changed"): (0, 50, Fraction("-6.2")),
        ("costs", "changed"): (300, 0, Fraction("2.4")),
        ("costs", "added"): (600, 0, Fraction("4.8")),
    }
    assert found.moves[0].fields == ("users_served",)


def test_a_record_whose_answers_are_the_same_can_move_a_figure_as_time_passes():
    old = system(0, bia=date(2024, 3, 1))
    found = moved("R01", [old, system(1)], [old, system(1)])
    assert (found.before.numerator, found.now.numerator) == (1, 0)
    assert [(m.kind, m.numerator) for m in found.moves] == [("same", -1)]


def test_a_retired_record_is_gone_and_a_round_without_a_figure_moves_nothing():
    was = [system(0), system(1)]
    retired = replace(was[1], values={**was[1].values, "retired_on": date(2026, 1, 1)})
    found = moved("R01", was, [was[0], retired])
    assert [(m.kind, m.denominator) for m in found.moves] == [("gone", -1)]
    assert moved("C02", [unit(0, 10)], [unit(0, 10)]).moves == ()


amounts = st.integers(0, 9).flatmap(
    lambda n: st.lists(st.integers(0, 10**6), min_size=n, max_size=n)
)


@settings(max_examples=25, deadline=None)
@given(amounts, amounts, st.integers(1, 500), st.integers(1, 500))
def test_the_parts_add_up_to_the_change_whatever_has_changed(old, new, users_before, users_now):
    before = [unit(0, users_before), *(line(n, each) for n, each in enumerate(old))]
    now = [unit(0, users_now), *(line(n + 2, each) for n, each in enumerate(new))]
    found = moved("C02", before, now)
    adds_up(found)


shapes = st.lists(
    st.tuples(
        st.sampled_from(["TIER_1", "TIER_2", "TIER_3", None]),
        st.sampled_from([None, date(2024, 1, 1), date(2026, 1, 1)]),
    ),
    max_size=5,
)


@settings(max_examples=12, deadline=None)
@given(shapes, shapes)
@pytest.mark.parametrize("indicator", ["R01", "R04", "S04", "S02", "W07"])
def test_they_add_up_for_shares_and_for_what_is_no_sum_of_its_records(indicator, old, new):
    before, now = (
        [unit(0, 10), *(system(n, *each) for n, each in enumerate(some))] for some in (old, new)
    )
    adds_up(moved(indicator, before, now))
