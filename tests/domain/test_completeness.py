"""G04 and completeness: what is due, what fills it, and what is only an answer."""

from __future__ import annotations

from decimal import Decimal

import pytest
from samples_for_domain import CATALOGUE, POST, inputs, post, record, unit

from inventory_app.domain.checks import completeness
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicators import compute
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import ValueState

G04 = default_indicators()["G04"]
STAFF = CATALOGUE["staff"]


def test_a_complete_record_fills_all_that_is_due():
    filled, due = completeness(STAFF, [post()])
    assert filled == due == len(POST)


@pytest.mark.parametrize(
    ("changes", "filled"),
    [
        ({"annual_cost": None}, 0),
        ({"annual_cost": None, "states": {"annual_cost": ValueState.NA}}, 1),
        ({"annual_cost": None, "states": {"annual_cost": ValueState.NR}}, 0),
        ({"annual_cost": None, "states": {"annual_cost": ValueState.ERR}}, 0),
        ({"annual_cost": Decimal(0)}, 1),
        ({"annual_cost": Decimal(9), "states": {"annual_cost": ValueState.NE}}, 1),
        ({"annual_cost": Decimal(-1)}, 0),
        ({"data_quality": "UNKNOWN"}, 1),
    ],
)
def test_what_fills_a_field(changes, filled):
    assert completeness(STAFF, [post(**changes)]) == (len(POST) - 1 + filled, len(POST))


@pytest.mark.parametrize("status", ["INVALID", "DUPLICATE"])
def test_an_invalid_record_owes_nothing(status):
    assert completeness(STAFF, [post(record_status=status, annual_cost=None)]) == (0, 0)


def test_a_closed_post_owes_only_its_number():
    assert completeness(STAFF, [post(record_status="CLOSED", annual_cost=None)]) == (1, 1)


def test_a_field_is_due_only_under_its_condition():
    company = post(personnel_type="COMPANY", grade=None)
    assert completeness(STAFF, [company]) == (len(POST) - 1, len(POST) + 1)


def test_the_completeness_of_an_entity_over_all_sheets():
    every = len(CATALOGUE.sheets)
    whole = [record(sheet) for sheet in CATALOGUE.sheets]
    due = sum(completeness(CATALOGUE[each.sheet], [each])[1] for each in whole)
    figure = compute(G04, inputs(*whole))
    assert (figure.numerator, figure.denominator, figure.value) == (due, due, 100)
    assert (figure.coverage, figure.reason) == ((every, every), "")
    lacking = compute(G04, inputs(*whole[1:], unit(users_served=None)))
    assert (lacking.numerator, lacking.denominator) == (due - 1, due)


def test_sheets_that_nobody_answered_are_said():
    figure = compute(G04, inputs(unit(), nothing=["staff"]))
    assert (figure.coverage, figure.reason) == ((2, len(CATALOGUE.sheets)), Reason.SHEETS_EMPTY)


def test_nothing_to_report_anywhere_is_no_activity():
    figure = compute(G04, inputs(nothing=list(CATALOGUE.sheets)))
    assert (figure.state, figure.reason) == (ValueState.NA, "NO-ACTIVITY")


def test_a_twentieth_of_the_answers_away_leaves_95_per_cent():
    each = len(POST)
    lacking = [post(functional_title=None) for _ in range(5 * each)]
    whole = [post() for _ in range(100 - 5 * each)]
    figure = compute(G04, inputs(*lacking, *whole))
    assert (figure.denominator, figure.value) == (100 * each, 95)
