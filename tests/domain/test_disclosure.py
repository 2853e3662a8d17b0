"""Disclosure control: an attacker who knows all that is shown learns no cell that is not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.domain.disclosure import (
    COST_MINIMUM,
    WORKFORCE_MINIMUM,
    Cell,
    dominates,
    exposed_in,
    protect_line,
    protect_table,
    published_quartile,
    rounded_significant,
    sensitive,
)


def decimals(*values):
    return tuple(Decimal(value) for value in values)


def cell(value, contributors, *contributions):
    return Cell(
        value=Decimal(value), contributors=contributors, contributions=decimals(*contributions)
    )


# Primary rules.


def test_one_who_nearly_is_the_cell_dominates_it():
    # 40 of 900 is 4.44 per cent.
    assert dominates(decimals(900, 60, 25, 15), Decimal(10))
    assert not dominates(decimals(900, 60, 25, 15), Decimal("4.44"))
    assert dominates(decimals(900, 60, 25, 15), Decimal("4.45"))


@pytest.mark.parametrize(
    ("contributions", "expected"),
    [((), False), ((0, 0, 0), False), ((5,), True), ((5, 5), True), ((5, 5, 5), False),
     ((-900, 60, 25, 15), True)],
)  # fmt: skip
def test_dominance_of_few_and_of_refunds(contributions, expected):
    assert dominates(decimals(*contributions)) is expected


def test_workforce_needs_five_and_costs_need_three():
    assert (WORKFORCE_MINIMUM, COST_MINIMUM) == (5, 3)
    assert sensitive(cell(9, 4), WORKFORCE_MINIMUM)
    assert not sensitive(cell(9, 5), WORKFORCE_MINIMUM)
    assert not sensitive(cell(9, 3), COST_MINIMUM)
    assert sensitive(cell(1000, 4, 900, 60, 25, 15), COST_MINIMUM)


def test_a_cell_that_nobody_stands_behind_may_be_shown():
    assert not sensitive(cell(0, 0), WORKFORCE_MINIMUM)


# One line with a total.


def test_a_single_hidden_cell_takes_the_least_other_with_it():
    cells = {"P-5": cell(2, 2), "P-4": cell(30, 30), "P-3": cell(12, 12)}
    assert protect_line(cells, minimum=5) == {"P-5", "P-3"}


def test_two_small_cells_still_give_each_other_away():
    # Two persons: each knows the other from the total.
    cells = {"D-1": cell(1, 1), "D-2": cell(1, 1), "P-5": cell(7, 7), "P-4": cell(20, 20)}
    assert protect_line(cells, minimum=5) == {"D-1", "D-2", "P-5"}


def test_the_total_goes_where_nothing_else_can():
    assert protect_line({"A": cell(2, 2), "B": cell(0, 0)}, minimum=5) == {"A", None}


def test_a_line_without_sensitive_cells_is_shown_whole():
    assert protect_line({"A": cell(9, 9), "B": cell(0, 0)}, minimum=5) == frozenset()


# Tables.


def table(rows):
    return {
        (f"r{r}", f"c{c}"): cell(value, value)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
    }


def test_a_hidden_cell_needs_a_ring_of_four():
    hidden = protect_table(table([[2, 20, 30], [40, 8, 60], [70, 80, 90]]), minimum=5)
    assert hidden == {("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")}


def test_totals_stay_while_inner_cells_can_protect():
    hidden = protect_table(table([[2, 20], [40, 80]]), minimum=5)
    assert all(None not in key for key in hidden)


def test_empty_cells_protect_nobody_and_the_totals_go():
    # All that is in the row is in the one cell: its total would say it.
    hidden = protect_table(table([[3, 0], [40, 80]]), minimum=5)
    assert {("r0", "c0"), ("r0", None)} <= hidden
    assert ("r0", "c1") not in hidden


def test_a_table_without_sensitive_cells_is_shown_whole():
    assert protect_table(table([[20, 20], [40, 80]]), minimum=5) == frozenset()
    assert protect_table({}, minimum=5) == frozenset()


def test_dominance_hides_a_cell_of_a_cost_table():
    cells = {
        ("r0", "c0"): cell(1000, 4, 900, 60, 25, 15),
        ("r0", "c1"): cell(400, 4, 100, 100, 100, 100),
        ("r1", "c0"): cell(400, 4, 100, 100, 100, 100),
        ("r1", "c1"): cell(400, 4, 100, 100, 100, 100),
    }
    assert protect_table(cells, minimum=3) == set(cells)


def test_what_stands_on_no_ring_is_exposed():
    ring = {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
    assert exposed_in(ring) == frozenset()
    assert exposed_in(ring - {("a", "x")}) == ring - {("a", "x")}
    assert exposed_in(ring | {("b", "z")}) == {("b", "z")}
    two = ring | {("b", "z"), ("c", "z"), ("c", "w"), ("d", "z"), ("d", "w")}
    assert exposed_in(two) == {("b", "z")}  # between two rings


def _determined(hidden):
    """Return the cells that the sums of rows and columns fix, by exact elimination."""
    keys = sorted(hidden)
    lines = [
        [Fraction(key[side] == name) for key in keys]
        for side in (0, 1)
        for name in {key[side] for key in keys}
    ]
    pivots = []
    for column in range(len(keys)):
        at = next((i for i in range(len(pivots), len(lines)) if lines[i][column]), None)
        if at is None:
            continue
        row = len(pivots)
        lines[row], lines[at] = lines[at], lines[row]
        lines[row] = [x / lines[row][column] for x in lines[row]]
        for i, line in enumerate(lines):
            if i != row and line[column]:
                lines[i] = [x - line[column] * y for x, y in zip(line, lines[row], strict=True)]
        pivots.append(column)
    return {
        keys[column]
        for row, column in enumerate(pivots)
        if sum(x != 0 for x in lines[row]) == 1
    }  # fmt: skip


@given(st.sets(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), min_size=1))
def test_exposed_cells_are_those_that_the_sums_determine(hidden):
    assert exposed_in(hidden) == _determined(hidden)


def _bounds(cells, hidden, key):
    """Return the least and the largest value that a hidden cell can have, if none is negative."""
    from scipy.optimize import linprog

    unknown = sorted(hidden, key=str)
    lines, sums = [], []
    whole = {}
    for (row, column), each in cells.items():
        for name in ((row, column), (row, None), (None, column), (None, None)):
            whole[name] = whole.get(name, 0) + float(each.value)
    for side in (0, 1):
        for name in {each[side] for each in whole}:
            line = [each for each in whole if each[side] == name]

            def sign(each, side=side):
                return -1 if each[1 - side] is None else 1

            lines.append([sign(u) if u in line else 0 for u in unknown])
            sums.append(-sum(sign(each) * whole[each] for each in line if each not in hidden))
    goal = [float(u == key) for u in unknown]
    found = []
    for factor in (1, -1):
        solved = linprog([factor * x for x in goal], A_eq=lines, b_eq=sums)
        found.append(factor * (solved.fun if solved.status == 0 else float("-inf")))  # unbounded
    return found


TABLES = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(1, 12), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(TABLES)
@settings(max_examples=25)
def test_no_hidden_cell_can_be_computed_from_what_is_shown(rows):
    cells = table(rows)
    hidden = protect_table(cells, minimum=5)
    assert {key for key, each in cells.items() if each.contributors < 5} <= hidden
    for key in hidden:
        low, high = _bounds(cells, hidden, key)
        assert high - low > 0.5, (rows, hidden, key)


@given(TABLES)
def test_what_a_shown_total_hides_together_has_enough_contributors(rows):
    cells = table(rows)
    hidden = protect_table(cells, minimum=5)
    for side in (0, 1):
        for name in {key[side] for key in cells}:
            total = (name, None) if side == 0 else (None, name)
            behind = [cells[key].contributors for key in hidden if None not in key
                      and key[side] == name]  # fmt: skip
            assert total in hidden or not behind or sum(behind) >= 5


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_hidden_cell_of_a_line_stands_alone(values):
    hidden = protect_line({str(i): cell(v, v) for i, v in enumerate(values)}, minimum=5)
    assert len(hidden) != 1
    if hidden and None not in hidden:
        assert sum(values[int(name)] for name in hidden) >= 5


def test_a_large_table_is_protected_quickly():
    rows = [[(7 * r + 3 * c) % 23 + 1 for c in range(12)] for r in range(60)]
    hidden = protect_table(table(rows), minimum=5)
    assert exposed_in(hidden) == frozenset()


# Quartiles of small groups.


@pytest.mark.parametrize(
    ("value", "n", "printed"),
    [("2814.75", 4, None), ("2814.75", 5, "2800"), ("2850", 7, "2900"), ("2814.75", 8, "2814.75"),
     ("0.04567", 6, "0.046"), ("-2814.75", 6, "-2800"), ("0", 6, "0")],
)  # fmt: skip
def test_quartiles_of_five_to_seven_have_two_significant_digits(value, n, printed):
    shown = published_quartile(Decimal(value), n)
    assert shown == (None if printed is None else Decimal(printed))


def test_rounding_half_up_to_significant_digits():
    assert rounded_significant(Decimal("999.5"), 3) == 1000
    assert rounded_significant(Decimal("0.0150"), 1) == Decimal("0.02")
