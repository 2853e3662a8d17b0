"""Charts as descriptions: what they draw follows from their values, mirrored as a whole."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.domain.change_charts import Change, before_after
from inventory_app.domain.documents import Plot
from inventory_app.domain.map_charts import (
    Axes,
    HeatCell,
    HeatRow,
    Place,
    Tick,
    capacity_map,
    heat_map,
)
from inventory_app.domain.marks import Dot, Line, Rect, Text, mirrored
from inventory_app.domain.plots import BarPlot, ChangePlot, HeatPlot, StackPlot, TrendPlot, beneath
from inventory_app.domain.trend_charts import Point
from inventory_app.services.documents.indicator_parts import quarter

D = Decimal
AXES = Axes(
    across="a", up="u", full="f",
    ticks_across=(Tick(value=D(0), text="0"), Tick(value=D(100), text="100")),
    ticks_up=(Tick(value=D(0), text="0"), Tick(value=D(100), text="100")),
)  # fmt: skip


def marks(chart, kind):
    return [mark for mark in chart.marks if isinstance(mark, kind)]


def change(label, before, after):
    return Change(label=label, before=before, after=after, before_text="b", after_text="a")


def changes(*rows, one_scale=True):
    return before_after(
        rows, width=400, label_width=100, text_width=50, key=("then", "now"), one_scale=one_scale
    )


def dots_of_rows(chart):
    return marks(chart, Dot)[2:]  # the first two explain the dots


def test_an_amount_that_is_not_known_has_no_dot_and_no_arrow():
    chart = changes(change("x", D(4), None))
    assert len(dots_of_rows(chart)) == 1
    assert not [line for line in marks(chart, Line) if line.ink == "accent"]


def test_rows_share_a_scale_unless_each_has_its_own():
    rows = change("small", D(1), D(2)), change("large", D(100), D(200))
    shared = dots_of_rows(changes(*rows))
    apart = dots_of_rows(changes(*rows, one_scale=False))
    assert shared[1].x < apart[1].x == apart[3].x == shared[3].x


def test_a_room_above_its_capacity_is_told_by_its_shape():
    places = (
        Place(mark="1", load=D(50), capacity=D(40)),
        Place(mark="2", load=D(9), capacity=D(90)),
    )
    over, under = marks(capacity_map(places, AXES, width=400), Dot)
    assert over.fill == "paper"
    assert under.fill == "accent"
    assert over.x < under.x


def test_of_dots_that_hide_each_other_only_the_first_has_its_number():
    places = tuple(Place(mark=str(n), load=D(20), capacity=D(30)) for n in range(1, 4))
    chart = capacity_map(places, AXES, width=400)
    assert len(marks(chart, Dot)) == 3
    assert [text.text for text in marks(chart, Text) if text.text in "123"] == ["1"]


def test_every_cell_of_a_map_prints_its_value_and_the_highest_are_darkest():
    row = HeatRow(label="ECA", cells=(HeatCell(text="1", quarter=0), HeatCell(text="9", quarter=3)))
    chart = heat_map(("A", "B"), (row,), width=300, label_width=100)
    assert {"1", "9", "ECA", "A", "B"} == {text.text for text in marks(chart, Text)}
    assert [box.fill for box in marks(chart, Rect)] == ["paper", "accent"]


def test_one_chart_beneath_another_keeps_both():
    key = StackPlot(parts=()).drawn(200)
    rows = TrendPlot(points=(Point(label="r", value=D(1), text="1"),)).drawn(200)
    both = beneath(key, rows)
    assert len(both.marks) == len(key.marks) + len(rows.marks)
    assert both.height > key.height + rows.height


@given(width=st.floats(120, 800), values=st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
@settings(max_examples=40)
def test_a_plot_is_mirrored_as_a_whole_and_stays_inside(width, values):
    plots: list[Plot] = [
        ChangePlot(rows=tuple(change("x", D(each), D(7)) for each in values), key=("a", "b"),
                   text_width=20),
        HeatPlot(columns=("A",), key=("a", "b", "c", "d"),
                 rows=tuple(HeatRow(label="x", cells=(HeatCell(text=str(each)),))
                            for each in values)),
        BarPlot(rows=(), text_widths=(10,)),
    ]  # fmt: skip
    for plot in plots:
        assert isinstance(plot, Plot)
        chart = plot.drawn(width)
        assert plot.drawn(width, right_to_left=True).height == chart.height
        for dot in marks(chart, Dot):
            assert 0 <= dot.x <= width
        again = mirrored(mirrored(chart))
        assert [round(dot.x, 6) for dot in marks(again, Dot)] == [
            round(dot.x, 6) for dot in marks(chart, Dot)
        ]


@given(st.lists(st.integers(-100, 100).map(D), min_size=5, max_size=30))
@settings(max_examples=60)
def test_quarters_grow_with_the_value_and_the_ends_are_the_ends(values):
    found = [quarter(each, values) for each in sorted(values)]
    assert found == sorted(found)
    assert found[0] == 0
    assert set(found) <= {0, 1, 2, 3}
    if len(set(values)) > 1:
        assert found[-1] == 3


def test_too_few_values_have_no_quarters():
    assert quarter(D(1), [D(1), D(2), D(3), D(4)]) is None
