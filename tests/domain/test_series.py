"""Rounds side by side: where a series breaks, and values restated over a bridge."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from inventory_app.domain.catalogue import default
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.series import Asked, Break, Bridge, breaks_between, is_bridged, series
from inventory_app.domain.values import ValueState

CATALOGUE, INDICATORS = default(), default_indicators()
FIELDS = {"costs": {"amount", "run_change"}}
C02 = INDICATORS["C02"]


def asked(code, catalogue=CATALOGUE, indicators=INDICATORS.definitions, **rules):
    return Asked(
        code=code, catalogue=catalogue, indicators=indicators, parameters=RoundParameters(**rules)
    )


def with_field(name, **changes):
    sheet = CATALOGUE["costs"]
    fields = {**sheet.fields, name: replace(sheet.fields[name], **changes)}
    return replace(CATALOGUE, sheets={**CATALOGUE.sheets, "costs": replace(sheet, fields=fields)})


def figure(value):
    return Figure(indicator="C02", entity="A", value=Decimal(value), state=ValueState.OK)


def why(before, now, definition=C02, fields=FIELDS):
    return breaks_between(definition, fields, before, now)


def test_nothing_breaks_where_nothing_has_changed():
    assert why(asked("1"), asked("2")) == ()


def test_a_question_that_means_something_else_breaks_the_series_and_other_bounds_do_not():
    other_help = dict.fromkeys(CATALOGUE["costs"].fields["amount"].help, "Another meaning.")
    assert why(asked("1", with_field("amount", help=other_help)), asked("2")) == (
        Break(why="field", what="costs.amount"),
    )
    assert why(asked("1", with_field("amount", level="optional")), asked("2")) == ()
    assert why(asked("1", with_field("line_no", help=other_help)), asked("2")) == ()


def test_a_sheet_that_only_one_round_asks_breaks_it():
    assert why(asked("1", sheets=("units",)), asked("2")) == (Break(why="sheet", what="costs"),)


def test_another_threshold_or_another_rule_breaks_it():
    distance = INDICATORS["R05"]
    changed = why(asked("1"), asked("2", thresholds={"R05.least_km": Decimal(150)}), distance, {})
    assert changed == (Break(why="threshold", what="R05.least_km"),)
    same = asked("2", thresholds={"R05.least_km": distance.parameters["least_km"]})
    assert why(asked("1"), same, distance, {}) == ()
    old = {**INDICATORS.definitions, "C02": replace(C02, floor=Decimal(20))}
    assert why(asked("1", indicators=old), asked("2")) == (Break(why="definition", what="C02"),)
    assert why(asked("1", indicators=None), asked("2")) == ()


def rounds(bridges=(), second=CATALOGUE):
    first = with_field("amount", unit="thousand dollars")
    figures = [(asked("1", first), figure(10)), (asked("2", second), figure(20)),
               (asked("3"), figure(33))]  # fmt: skip
    return series(figures, C02, FIELDS, bridges)


def test_without_a_bridge_nothing_is_restated():
    points = rounds()
    assert [each.restated for each in points] == [None, None, None]
    assert [bool(each.breaks) for each in points] == [False, True, False]
    assert not is_bridged(points, 1)


def test_a_bridge_restates_what_lies_before_it_and_says_by_what():
    points = rounds([Bridge(indicator="C02", round="2", factor=Decimal("1.5"), reason="both")])
    assert [each.comparable for each in points] == [15, 20, 33]
    assert points[0].factor == Decimal("1.5")
    assert is_bridged(points, 1)


def test_bridges_are_multiplied_and_do_not_reach_over_a_break_without_one():
    second = with_field("amount", unit="cents")
    last = Bridge(indicator="C02", round="3", factor=Decimal(2), reason="x")
    assert [p.comparable for p in rounds([last], second)] == [10, 40, 33]
    both = [last, Bridge(indicator="C02", round="2", factor=Decimal(3), reason="y")]
    assert [p.comparable for p in rounds(both, second)] == [60, 40, 33]
