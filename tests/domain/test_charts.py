from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.charts import (
    Band,
    Bar,
    Part,
    band_key,
    bars,
    peer_band,
    stacked_bar,
)
from inventory_app.domain.marks import Dot, Line, Poly, Rect, Text, mirrored

D = Decimal


def a_band(**changes) -> Band:
    values = {
        "label": "Cost per user",
        "value": D(40),
        "text": "40.0",
        "minimum": D(0),
        "q1": D(20),
        "median": D(50),
        "q3": D(70),
        "maximum": D(100),
        "target": D(60),
    }
    return Band(**(values | changes))


def kinds(chart, kind):
    return [mark for mark in chart.marks if isinstance(mark, kind)]


def test_own_value_lies_among_its_peers_in_proportion():
    chart = peer_band([a_band()], width=212)
    (dot,) = kinds(chart, Dot)
    (box,) = kinds(chart, Rect)
    assert dot.x == pytest.approx(6 + 200 * 0.4)
    assert box.x == pytest.approx(6 + 200 * 0.2)
    assert box.width == pytest.approx(200 * 0.5)


def test_a_small_group_shows_median_and_range_but_no_box():
    chart = peer_band([a_band(q1=None, q3=None)], width=212)
    assert kinds(chart, Rect) == []
    assert [line for line in kinds(chart, Line) if line.ink == "text"]


def test_a_band_without_target_has_no_triangle():
    assert kinds(peer_band([a_band(target=None)], width=200), Poly) == []


def test_peers_without_own_value_are_drawn_without_a_dot():
    chart = peer_band([a_band(value=None)], width=200)
    assert kinds(chart, Dot) == []
    assert kinds(chart, Rect)


def test_nothing_to_compare_is_said_in_words_and_never_drawn_as_zero():
    empty = Band(label="PUE", text="not reported", note="no peers", target=D("1.5"))
    chart = peer_band([empty], width=400, label_width=100, text_width=60)
    assert kinds(chart, Dot) == kinds(chart, Rect) == kinds(chart, Poly) == []
    assert [mark.text for mark in kinds(chart, Text)] == ["PUE", "no peers", "not reported"]


def test_peers_that_all_agree_stand_in_the_middle():
    same = dict.fromkeys(("value", "minimum", "q1", "median", "q3", "maximum", "target"), D(7))
    (dot,) = kinds(peer_band([a_band(**same)], width=100), Dot)
    assert dot.x == 50


def test_rows_of_bands_do_not_overlap():
    chart = peer_band([a_band()] * 3, width=300, row_height=26, label_width=90)
    labels = [mark for mark in kinds(chart, Text) if mark.text == "Cost per user"]
    assert [mark.y for mark in labels] == [0, 26, 52]
    assert chart.height == 78


def test_the_key_of_a_band_names_five_marks():
    chart = band_key(("own", "median", "half", "range", "target"), width=500)
    assert [mark.text for mark in kinds(chart, Text)] == [
        "own",
        "median",
        "half",
        "range",
        "target",
    ]


def some_bars() -> list[Bar]:
    return [
        Bar(label="Network", parts=(D(6), D(2)), texts=("6.0", "2.0")),
        Bar(label="Security", parts=(D(4), None), texts=("4.0", "not reported")),
        Bar(label="Nothing", parts=(D(0), D(0)), texts=("0.0", "0.0")),
    ]


def test_bars_share_one_scale_and_their_parts_follow_each_other():
    chart = bars(
        some_bars(),
        width=300,
        label_width=100,
        text_widths=(50, 50),
        patterns=("solid", "hatched"),
    )
    first, second, third = kinds(chart, Rect)
    assert (first.x, first.width) == (100, pytest.approx(75))
    assert (second.x, second.width) == (pytest.approx(175), pytest.approx(25))
    assert third.width == pytest.approx(50)


def test_a_missing_part_is_printed_as_a_word_and_a_zero_as_a_number():
    chart = bars(some_bars(), width=300, label_width=100, text_widths=(50, 50))
    texts = [mark.text for mark in kinds(chart, Text)]
    assert "not reported" in texts
    assert texts.count("0.0") == 2


def test_parts_differ_without_colour():
    chart = bars(
        some_bars()[:1],
        width=300,
        label_width=100,
        text_widths=(50, 50),
        patterns=("solid", "hatched"),
    )
    hatching = [line for line in kinds(chart, Line) if line.ink == "accent"]
    assert len(hatching) > 3
    assert [rect.fill for rect in kinds(chart, Rect)] == ["accent", "paper"]


def test_hatching_stays_inside_its_box():
    chart = stacked_bar(
        [Part(label="a", value=D(1), text="1"), Part(label="b", value=D(3), text="3")], width=120
    )
    boxes = [rect for rect in kinds(chart, Rect) if rect.fill == "paper"]
    for line in (line for line in kinds(chart, Line) if line.ink == "accent"):
        assert any(
            box.x - 0.01 <= min(line.x1, line.x2)
            and max(line.x1, line.x2) <= box.x + box.width + 0.01
            and box.y - 0.01 <= min(line.y1, line.y2)
            and max(line.y1, line.y2) <= box.y + box.height + 0.01
            for box in boxes
        )


def test_a_whole_without_parts_is_an_empty_frame_with_its_key():
    parts = [Part(label=name, value=D(0), text="0") for name in ("a", "b", "c", "d")]
    chart = stacked_bar(parts, width=200)
    assert chart.marks[0] == Rect(x=0, y=0, width=200, height=12, stroke="line")
    assert [mark.text for mark in kinds(chart, Text)] == ["a", "0", "b", "0", "c", "0", "d", "0"]


def test_the_parts_of_a_whole_fill_its_width():
    parts = [Part(label=str(n), value=D(n), text=str(n)) for n in (1, 2, 3, 4)]
    chart = stacked_bar(parts, width=200)
    in_bar = [rect for rect in kinds(chart, Rect) if rect.y == 0]
    assert sum(rect.width for rect in in_bar) == pytest.approx(200)


numbers = st.one_of(st.none(), st.decimals(-1000, 1000, places=2))


@given(values=st.lists(numbers, min_size=7, max_size=7), right_to_left=st.booleans())
def test_every_mark_of_a_band_lies_on_the_chart(values, right_to_left):
    names = ("value", "minimum", "q1", "median", "q3", "maximum", "target")
    band = Band(label="x", note="none", **dict(zip(names, values, strict=True)))
    chart = peer_band([band], width=300, label_width=80, right_to_left=right_to_left)
    for mark in chart.marks:
        match mark:
            case Dot():
                assert 0 <= mark.x <= 300
            case Line():
                assert 0 <= min(mark.x1, mark.x2) <= max(mark.x1, mark.x2) <= 300
            case Rect() | Text():
                assert -1.01 <= mark.x <= mark.x + mark.width <= 301.01
            case Poly():
                assert all(0 <= x <= 300 for x, _y in mark.points)


def test_mirroring_twice_gives_the_chart_back():
    chart = bars(
        some_bars(),
        width=300,
        label_width=100,
        text_widths=(50, 50),
        titles=("one", "two"),
        legend=("own", "other"),
        patterns=("solid", "hatched"),
    )
    assert mirrored(mirrored(chart)) == chart


def test_right_to_left_begins_at_the_right():
    chart = bars(some_bars(), width=300, label_width=100, text_widths=(50, 50), right_to_left=True)
    label = next(mark for mark in kinds(chart, Text) if mark.text == "Network")
    number = next(mark for mark in kinds(chart, Text) if mark.text == "6.0")
    assert label.x + label.width == 300
    assert (label.align, number.align) == ("right", "left")
    assert number.x < label.x
