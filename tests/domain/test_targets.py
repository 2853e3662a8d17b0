"""Targets: which one holds for whom and when, and how far a value is from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from inventory_app.domain.targets import Target, TargetKind, distance, holding

AS_OF = date(2026, 6, 30)


def target(value=80, whom="", kind=TargetKind.POLICY, due=date(2026, 12, 31), upper=None):
    return Target(
        indicator="R04", whom=whom, kind=kind, value=Decimal(value), due=due,
        upper=None if upper is None else Decimal(upper),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "direction", "gap", "verdict"),
    [
        (75, "H", -5, "missed"), (80, "H", 0, "met"), (90, "H", 10, "met"),
        (90, "L", 10, "missed"), (75, "L", -5, "met"),
        (90, "T", 10, "missed"), (80, "T", 0, "met"), (90, "C", 10, "context"),
    ],
)  # fmt: skip
def test_the_direction_says_on_which_side_a_target_is_met(value, direction, gap, verdict):
    found = distance(Decimal(value), target(), direction)
    assert (found.gap, found.verdict) == (gap, verdict)


@pytest.mark.parametrize(
    ("value", "gap", "verdict"), [(25, -5, "missed"), (45, 0, "met"), (70, 10, "missed")]
)
def test_inside_a_band_the_distance_is_nothing(value, gap, verdict):
    found = distance(Decimal(value), target(30, upper=60), "T")
    assert (found.gap, found.verdict) == (gap, verdict)


def test_the_narrowest_target_holds_and_each_kind_by_itself():
    every = [
        target(50), target(60, "PKO"), target(70, "PKO/M"), target(80, "UNAMA"),
        target(40, kind=TargetKind.OWN),
    ]  # fmt: skip

    def held(**whom):
        return [each.value for each in holding(every, "R04", AS_OF, **whom)]

    assert held(entity="UNAMA", group=("PKO", "M")) == [80, 40]
    assert held(entity="UNIFIL", group=("PKO", "M")) == [70, 40]
    assert held(entity="UNIFIL", group=("PKO", "L")) == [60, 40]
    assert held(entity="ESCWA", group=("REG_COMM", "M")) == [50, 40]
    assert held() == [50, 40]
    assert holding(every, "C02", AS_OF) == ()


def test_of_several_days_the_next_one_counts_and_after_all_of_them_the_last():
    every = [target(60, due=date(2025, 12, 31)), target(80, due=date(2027, 12, 31)),
             target(70, due=date(2026, 12, 31))]  # fmt: skip
    assert [t.value for t in holding(every, "R04", AS_OF)] == [70]
    assert [t.value for t in holding(every, "R04", date(2030, 1, 1))] == [80]
