"""Missing peers: response by units and by users, early and late, and the rule of 70 per cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.response_bias import (
    Response,
    benchmark_allowed,
    early_and_late,
    response_table,
)


def unit(name, users=None, day=None, value=None, **covariates):
    return Response(
        unit=name,
        covariates=covariates,
        users=None if users is None else Decimal(users),
        received=None if day is None else date(2026, 9, day),
        value=None if value is None else Decimal(value),
    )


ASKED = [
    unit("A", 1000, 1, 10, type="PKO", region="Africa"),
    unit("B", 500, 3, 12, type="PKO", region="Asia"),
    unit("C", 400, None, type="OAH", region="Africa"),
    unit("D", 100, 20, 30, type="OAH"),
    unit("E", None, 22, 20, type="OAH", region="Asia"),
]


def test_response_is_counted_by_units_and_by_users():
    every, *others = response_table(ASKED)
    assert (every.asked, every.answered, every.rate) == (5, 4, 80)
    assert (every.users_asked, every.users_answered, every.users_rate) == (2000, 1600, 80)
    assert every.users_unknown == 1
    assert [(row.covariate, row.category) for row in others] == [
        ("type", "OAH"), ("type", "PKO"), ("region", ""), ("region", "Africa"), ("region", "Asia"),
    ]  # fmt: skip


def test_a_kind_of_unit_that_is_silent_shows():
    rows = {(row.covariate, row.category): row for row in response_table(ASKED)}
    office, mission = rows["type", "OAH"], rows["type", "PKO"]
    assert (round(office.rate, 2), office.users_rate) == (Decimal("66.67"), 20)
    assert (mission.rate, mission.users_rate) == (100, 100)
    assert (office.enough, mission.enough) == (False, True)


def test_seventy_per_cent_of_the_users_are_enough_and_less_is_not():
    assert benchmark_allowed([unit("A", 700, 1), unit("B", 300)])
    assert not benchmark_allowed([unit("A", 699, 1), unit("B", 301)])
    # Many small ones do not make up for one large one.
    small = [unit(str(n), 10, 1) for n in range(50)]
    assert not benchmark_allowed([*small, unit("large", 5000)])


def test_where_no_users_are_known_units_are_counted():
    assert benchmark_allowed([unit("A", None, 1), unit("B", None, 2), unit("C", None, 3)])
    assert not benchmark_allowed([unit("A", None, 1), unit("B"), unit("C")])


def test_nobody_asked_is_not_enough():
    [row] = response_table([])
    assert (row.rate, row.users_rate, row.enough) == (None, None, False)


def test_late_answers_are_compared_with_early_ones():
    found = early_and_late(ASKED)
    assert (found.early, found.late, found.divided_after) == (2, 2, date(2026, 9, 3))
    assert (found.median_early, found.median_late, found.difference) == (11, 25, 14)


def test_answers_of_one_day_stay_together():
    found = early_and_late([unit("A", 1, 1, 1), *(unit(str(n), 1, 9, 5) for n in range(5))])
    assert (found.early, found.late) == (1, 5)
    assert early_and_late([unit("A", 1, 1, 1), unit("B", 1, 1, 2)]) is None
    assert early_and_late([]) is None


@given(st.lists(st.tuples(st.integers(1, 900), st.booleans(), st.sampled_from("xyz")), min_size=1))
def test_the_categories_add_up_to_all(units):
    asked = [
        unit(str(i), users, 1 if answered else None, type=kind)
        for i, (users, answered, kind) in enumerate(units)
    ]
    every, *rows = response_table(asked)
    for name in ("asked", "answered", "users_asked", "users_answered"):
        assert sum(getattr(row, name) for row in rows) == getattr(every, name)


@pytest.mark.parametrize("days", [(1, 2, 3), (1, 1, 2), (1, 2, 2, 2)])
def test_nobody_is_early_and_late(days):
    found = early_and_late([unit(str(i), 1, day, 1) for i, day in enumerate(days)])
    assert found.early + found.late == len(days)
