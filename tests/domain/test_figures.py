"""States, zeros and roll-ups: the rules that hold for every indicator."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples_for_domain import inputs, line, post, record, room, system, unit

from inventory_app.domain.figures import Coverage, Term, quotient
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicators import compute, per_record, roll_up
from inventory_app.domain.reasons import Reason
from inventory_app.domain.registered import EXTRAS, FORMULAS, RECORD_FORMULAS
from inventory_app.domain.values import ValueState, combined
from inventory_app.texts import translator

INDICATORS = default_indicators()
OK, NE, NR, NA, ERR = (ValueState[name] for name in ("OK", "NE", "NR", "NA", "ERR"))


def term(value, state=OK):
    return Term(value=None if value is None else Decimal(value), state=state)


def divided(above, below, indicator="W03", entity="A", users=None):
    figure = quotient(INDICATORS[indicator], entity, above, below)
    return replace(figure, users=users)


def test_every_indicator_has_its_formula_and_no_formula_is_left_over():
    named = {each.formula for each in INDICATORS if each.formula}
    assert set(FORMULAS) == named
    assert set(RECORD_FORMULAS) <= named
    assert set(EXTRAS) == {each.extras for each in INDICATORS if each.extras}


@pytest.mark.parametrize("definition", list(INDICATORS), ids=lambda each: each.id)
def test_nothing_reported_is_never_a_number(definition):
    figure = compute(definition, inputs())
    assert (figure.value, figure.entering, figure.ranked) == (None, NR, False)
    assert "NOT-REPORTED" in figure.reasons


@pytest.mark.parametrize(
    "name",
    [
        "W01",
        "W02",
        "W03",
        "W04",
        "C01",
        "C02",
        "C03",
        "C04",
        "S01",
        "S07",
        "D01",
        "D09",
        "R02",
        "K02",
        "G04",
    ],
)
def test_an_entity_that_answers_what_is_asked_has_the_indicators_of_it(name):
    whole = inputs(
        unit(),
        post(),
        system(run_cost=Decimal(10), users_active=5, criticality="TIER_1", rto_h=4, rpo_h=4),
        room(it_load_kw=Decimal(50)),
        line(total_expenditure=Decimal(120_000_000)),
    )
    figure = compute(INDICATORS[name], whole)
    assert figure.state is OK
    assert figure.value is not None
    assert figure.users == 1500
    assert figure.entity == "UNOG"


@pytest.mark.parametrize("definition", list(INDICATORS), ids=lambda each: each.id)
def test_only_what_describes_one_thing_has_figures_of_records(definition):
    figures = per_record(definition, inputs(system(), room(), record("service_desks")))
    assert bool(figures) is (definition.each or definition.formula in RECORD_FORMULAS)


# Section 2.4: zeros. Section 2.6: states.


@pytest.mark.parametrize(
    ("above", "below", "value", "state"),
    [
        (term(0), term(0), None, NA),
        (term(96_000), term(0), None, ERR),
        (term(None, NR), term(12), None, NR),
        (term(12), term(None, NR), None, NR),
        (term(480, NE), term(12), 40, NE),
        (term(480), term(12, NE), 40, NE),
        (term(0), term(12), 0, OK),
        (term(5, ERR), term(12), None, ERR),
        (term(None, NA), term(12), None, NA),
        (term(None, NA), term(None, NR), None, NR),
        (term(None, NR), term(None, ERR), None, ERR),
    ],
)
def test_the_worst_state_travels(above, below, value, state):
    figure = divided(above, below)
    assert (figure.value, figure.state) == (value, state)
    assert figure.ranked is (state is OK)


def test_what_cannot_be_used_is_not_shown_as_numerator():
    figure = divided(term(7, NR), term(12))
    assert (figure.numerator, figure.denominator) == (None, 12)


@pytest.mark.parametrize(
    ("state", "reason"), [(NR, Reason.MISSING), (ERR, Reason.INVALID), (NE, Reason.ESTIMATED)]
)
def test_a_state_that_has_no_reason_gets_its_own(state, reason):
    assert divided(term(4, state), term(2)).reason == reason


def test_every_reason_has_a_sentence():
    english = translator("en")
    sentences = {reason.text(english) for reason in Reason}
    assert len(sentences) == len(Reason)
    assert all(sentence.endswith(".") for sentence in sentences)


@given(st.sets(st.sampled_from(ValueState), min_size=1))
def test_states_combine_to_the_worst_in_any_order(states):
    weight = [OK, NE, NA, ValueState.SUP, NR, ERR, ValueState.NQ]
    assert combined(states) == max(states, key=weight.index)


# Section 2.1: roll-up.


def test_a_roll_up_is_the_ratio_of_the_sums_and_not_the_mean_of_the_ratios():
    total = roll_up(
        [
            divided(term(10), term(100), "W02", "A"),
            divided(term(30), term(60), "W02", "B"),
        ]
    )
    assert (total.numerator, total.denominator, total.value) == (40, 160, 25)
    assert (total.entity, total.ranked, total.state) == ("", False, OK)


def test_a_unit_that_did_not_report_changes_only_the_coverage():
    figures = [
        divided(term(10), term(100), entity="A", users=Decimal(30)),
        divided(term(30), term(60), entity="B", users=Decimal(10)),
    ]
    silent = divided(term(None, NR), term(5), entity="C", users=Decimal(160))
    before, after = roll_up(figures), roll_up([*figures, silent])
    assert after.value == before.value
    assert (before.coverage, after.coverage) == (Coverage(2, 2), Coverage(2, 3))
    assert (before.users_share, after.users_share) == (100, 20)
    assert (before.reason, after.reason) == ("", Reason.PARTIAL)


def test_a_unit_to_which_it_does_not_apply_is_not_even_listed():
    figures = [divided(term(10), term(100)), divided(term(0), term(0), entity="B")]
    total = roll_up(figures)
    assert (total.value, total.coverage) == (Decimal("0.1"), (1, 1))


def test_an_error_is_listed_and_not_counted():
    total = roll_up([divided(term(10), term(100)), divided(term(7), term(0), entity="B")])
    assert (total.value, total.coverage) == (Decimal("0.1"), (1, 2))


def test_one_estimate_makes_the_total_an_estimate():
    total = roll_up([divided(term(1), term(2)), divided(term(1, NE), term(2), entity="B")])
    assert (total.value, total.state) == (Decimal("0.5"), NE)


@pytest.mark.parametrize(
    ("states", "state"), [([NR, NR], NR), ([NA, NA], NA), ([NR, NA], NR), ([NR, ERR], ERR)]
)
def test_without_any_value_there_is_no_total(states, state):
    total = roll_up([divided(term(None, each), term(1)) for each in states])
    assert (total.value, total.numerator, total.state) == (None, None, state)


def test_nothing_cannot_be_rolled_up():
    with pytest.raises(ValueError, match="nothing"):
        roll_up([])


def test_the_workforce_of_two_entities_is_added():
    figures = [
        compute(INDICATORS["W01"], inputs(post(), unit(users_served=10))),
        compute(INDICATORS["W01"], inputs(post(), post(), unit(users_served=30), entity="B")),
        compute(INDICATORS["W01"], inputs(unit(users_served=60), entity="C")),
    ]
    total = roll_up(figures)
    assert (total.value, total.denominator, total.parts["headcount"]) == (3, None, 3)
    assert (total.coverage, total.users, total.users_share) == ((2, 3), 40, 40)


def test_the_rates_of_recovery_are_computed_anew_and_not_added():
    r02 = INDICATORS["R02"]
    critical = {"criticality": "TIER_1", "rto_h": 8, "rpo_h": 8}
    tested = critical | {"last_test": inputs().as_of, "recovery_h": 2}
    one = compute(r02, inputs(system(**tested)))
    two = compute(r02, inputs(system(**tested), *[system(**critical) for _ in range(2)]))
    total = roll_up([one, two])
    assert total.value == total.parts["strict"] == 50
    assert (total.parts["tested_only"], total.parts["optimistic"]) == (100, 100)


def test_recovery_that_nobody_reported_has_no_rates():
    total = roll_up([divided(term(None, NR), term(None, NR), "R02")])
    assert (total.value, total.parts) == (None, {})


def test_kilowatts_are_never_added_to_operating_systems():
    k02 = INDICATORS["K02"]
    central = {"un_role_scope": "ENTERPRISE", "total_servers": 10, "virtual_os": 20}
    by_load = compute(k02, inputs(room(it_load_kw=Decimal(900), **central)))
    blank = room(total_servers=30, virtual_os=40, avg_electricity=None, avg_it_electricity=None)
    by_systems = compute(k02, inputs(blank, entity="B"))
    total = roll_up([by_load, by_systems])
    assert (total.numerator, total.denominator, total.value) == (30, 100, 30)
    unknown = room(it_load_kw=Decimal(5), total_servers=None)
    total = roll_up([by_systems, compute(k02, inputs(unknown, entity="C"))])
    assert (total.denominator, total.coverage) == (70, (1, 2))
    assert roll_up([by_load, by_load]).denominator == 1800


def test_completeness_is_also_weighted_by_users():
    g04 = INDICATORS["G04"]
    figures = [
        divided(term(90), term(100), g04.id, "A", users=Decimal(300)),
        divided(term(50), term(100), g04.id, "B", users=Decimal(100)),
    ]
    total = roll_up(figures)
    assert (total.value, total.parts["weighted_by_users"]) == (70, 80)
    assert roll_up([divided(term(90), term(100), g04.id)]).parts == {}


SMALL = st.integers(0, 10**6)
PAIRS = st.lists(st.tuples(SMALL, st.integers(1, 10**6)), min_size=1, max_size=12)


@given(PAIRS, st.randoms())
def test_the_order_of_units_does_not_matter(pairs, random):
    figures = [divided(term(a), term(b), entity=str(i)) for i, (a, b) in enumerate(pairs)]
    shuffled = random.sample(figures, len(figures))
    assert roll_up(shuffled).value == roll_up(figures).value


@given(PAIRS)
def test_a_total_lies_between_the_least_and_the_largest_value(pairs):
    figures = [divided(term(a), term(b), entity=str(i)) for i, (a, b) in enumerate(pairs)]
    values = [figure.value for figure in figures]
    tiny = Decimal("1e-20")
    assert min(values) - tiny <= roll_up(figures).value <= max(values) + tiny


@given(PAIRS, st.integers(1, 1000))
def test_scaling_both_parts_changes_no_ratio(pairs, k):
    def total(factor):
        return roll_up(
            [
                divided(term(a * factor), term(b * factor), entity=str(i))
                for i, (a, b) in enumerate(pairs)
            ]
        ).value

    assert total(k) == pytest.approx(total(1), rel=Decimal("1e-20"))


@given(PAIRS)
def test_rolling_up_in_two_steps_is_rolling_up_at_once(pairs):
    figures = [divided(term(a), term(b), entity=str(i)) for i, (a, b) in enumerate(pairs)]
    middle = len(figures) // 2
    halves = [part for part in (figures[:middle], figures[middle:]) if part]
    assert roll_up([roll_up(half) for half in halves]).value == roll_up(figures).value
