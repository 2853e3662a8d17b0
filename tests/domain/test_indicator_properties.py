"""What holds for every indicator, whatever is reported."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples_for_domain import CATALOGUE, inputs, line, post, unit
from test_indicator_oracles import ORACLES, benefit, critical, desk, room

from inventory_app.domain.columns import Answers, of_records
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicator_inputs import fields_read
from inventory_app.domain.indicators import compute, compute_all, per_record, roll_up
from inventory_app.domain.peers import compare, compare_all
from inventory_app.domain.reasons import Reason
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import ValueState

INDICATORS = default_indicators()
NAMES = sorted(ORACLES)
NOT_ADDED = {"V06", "G01", "B05"}  # medians, and a rate of flows


def same(one, two):
    return (one.value, one.state, one.reasons, one.coverage, one.parts, one.ranked) == (
        two.value, two.state, two.reasons, two.coverage, two.parts, two.ranked,
    )  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=3)
@given(st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(name, random):
    reported = list(ORACLES[name][0])
    before = compute(INDICATORS[name], inputs(*reported))
    random.shuffle(reported)
    after = compute(INDICATORS[name], inputs(*reported))
    assert (after.value, after.state, after.coverage) == (
        before.value, before.state, before.coverage,
    )  # fmt: skip
    assert after.numerator == before.numerator


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_that_did_not_report_changes_the_coverage_only(name):
    one = replace(compute(INDICATORS[name], inputs(*ORACLES[name][0])), users=Decimal(10))
    silent = replace(compute(INDICATORS[name], inputs(entity="B")), users=Decimal(30))
    alone, both = roll_up([one]), roll_up([one, silent])
    assert both.value == alone.value
    assert (alone.coverage.listed, both.coverage.listed) == (1, 2)
    assert both.coverage.counted == alone.coverage.counted


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NOT_ADDED])
def test_the_sum_of_two_alike_is_twice_the_terms_and_the_same_ratio(name):
    one = compute(INDICATORS[name], inputs(*ORACLES[name][0]))
    two = roll_up([one, replace(one, entity="B")])
    assert abs(two.numerator - one.numerator * 2) < Decimal("1e-15")
    if one.denominator is not None:
        assert two.denominator == one.denominator * 2
        assert abs(two.value - one.value) < Decimal("1e-15") * (1 + abs(one.value))


AMOUNTS = st.tuples(st.integers(0, 500), st.integers(1, 500))


@settings(max_examples=15)
@given(st.lists(AMOUNTS, min_size=1, max_size=6), st.integers(2, 1000))
def test_scaling_what_is_counted_scales_no_ratio(pairs, k):
    def share(factor):
        desks = [
            desk(
                contacts_first_resolved=min(a, b) * factor,
                contacts_resolvable=b * factor,
                contacts_received=10**9,
            )
            for a, b in pairs
        ]
        return compute(INDICATORS["V02"], inputs(*desks)).value

    assert share(k) == pytest.approx(share(1), rel=Decimal("1e-20"))


KWH = st.none() | st.integers(0, 400).map(Decimal)


@settings(max_examples=40)
@given(st.lists(st.tuples(KWH, KWH, st.sampled_from([True, False, None])), max_size=5))
def test_an_entity_adds_up_what_its_records_say_one_by_one(rooms):
    """The quick way over whole columns is that of figures record by record."""
    from inventory_app.domain.adding_up import merged

    reported = [
        room(renewable_kwh=up, energy_total_kwh=low, electricity_metered=metered)
        for up, low, metered in rooms
    ]
    of = inputs(*reported)
    single = per_record(INDICATORS["D02"], of)
    figure = compute(INDICATORS["D02"], of)
    if single:
        slow = merged(single)
        assert (figure.value, figure.state, figure.coverage, figure.numerator) == (
            slow.value, slow.state, slow.coverage, slow.numerator,
        )  # fmt: skip
        assert figure.reasons == slow.reasons


def test_many_entities_at_once_are_the_same_as_one_by_one():
    """All records of all examples, spread over entities: columns of a round and of an entity."""
    every = [inputs(*reported, entity=name) for name, (reported, _) in ORACLES.items()]
    names = tuple(each.entity for each in every)
    sheets = {}
    for sheet in CATALOGUE:
        records, owners = [], []
        for number, each in enumerate(every):
            listed = [
                *each.counting(sheet.name),
                *(r for r in each.ever(sheet.name) if r not in each.counting(sheet.name)),
            ]
            records += listed
            owners += [number] * len(listed)
        sheets[sheet.name] = of_records(sheet, records, names, owners)
    answers = Answers(
        entities=names, as_of=every[0].as_of, catalogue=CATALOGUE, parameters=RoundParameters(),
        sheets=sheets, declarations={},
    )  # fmt: skip
    for definition in INDICATORS:
        together = compute_all(definition, every, answers)
        for each, figure in zip(every, together, strict=True):
            assert same(figure, replace(compute(definition, each), users=None)), (
                definition.id,
                each.entity,
            )


VALUES = st.lists(
    st.tuples(st.none() | st.integers(0, 9), st.sampled_from([(), ("P",), ("P", "S"), ("Q", "S")])),
    max_size=14,
)


@settings(max_examples=40)
@given(VALUES, st.sampled_from(["V01", "V04", "C01", "W01", "W02"]))
def test_comparing_all_at_once_is_comparing_one_by_one(values, name):
    definition = INDICATORS[name]
    figure = compute(INDICATORS["W01"], inputs())
    figures = {
        str(n): replace(
            figure, value=None if value is None else Decimal(value), ranked=value is not None,
            state=ValueState.NR if value is None else ValueState.OK,
        )
        for n, (value, _) in enumerate(values)
    }  # fmt: skip
    groups = {str(n): group for n, (_, group) in enumerate(values) if group}
    every = compare_all(definition, figures, groups)
    assert every == {n: compare(definition, n, figures, groups) for n in figures}


PLACE = room(
    availability_class="CLASS_1", in_baseline=True, it_load_kw=Decimal(9), dr_site_other_hazard=True,
    dr_site_distance_km=Decimal(900), planned_hours=Decimal(99), downtime_hours=Decimal(9),
)  # fmt: skip
VITAL = critical(
    hosting_dc=PLACE.uid, availability_required="CLASS_3", in_baseline=True,
    planned_hours=Decimal(99), downtime_hours=Decimal(1),
)  # fmt: skip
SAVED = benefit(benefit_actual=Decimal(90), spent=Decimal(8))
SPECIAL = dict.fromkeys(
    ("C07", "D13", "V05", "R05", "K03", "K04", "K05", "B02", "G04"),
    (PLACE, VITAL, SAVED, unit(), post(), desk(),
     line(commodity="MONITOR_24", unit_price=Decimal(9), project=SAVED.uid)),
)  # fmt: skip


@pytest.mark.parametrize("definition", list(INDICATORS), ids=lambda each: each.id)
def test_what_an_indicator_is_said_to_read_is_enough(definition):
    """A record cut down to the fields that are read gives the same figure."""
    reported = ORACLES[definition.id][0] if definition.id in ORACLES else SPECIAL[definition.id]
    fields = fields_read([definition], INDICATORS, CATALOGUE)
    short = [
        replace(r, values={k: v for k, v in r.values.items() if k in fields[r.sheet]})
        for r in reported
    ]
    wrong = {r.uid: frozenset() for r in reported}
    full = compute(definition, replace(inputs(*reported), wrong=wrong))
    cut = compute(definition, replace(inputs(*short), wrong=wrong))
    assert same(full, cut)
    assert full.numerator is not None or full.parts


def test_reasons_of_what_an_entity_lacks_do_not_travel_into_a_total():
    gone = [room(in_baseline=True, closing_stage="CLOSED", closure_target=False)]
    plan = [room(in_baseline=True, closure_target=True)]
    total = roll_up([compute(INDICATORS["K01"], inputs(*each)) for each in (gone, plan)])
    assert (total.numerator, total.denominator, total.state) == (1, 1, ValueState.OK)
    assert Reason.NO_TARGET not in total.reasons
