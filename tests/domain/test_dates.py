"""Days as people write them; the order of day and month is never guessed."""
# ruff: noqa: RUF001 - digits of other scripts are what is tested

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.dates import AmbiguousDate, read_date

APRIL = date(2026, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-03",
        "2026/04/03",
        "2026.04.03",
        "2026-4-3",
        " 2026-04-03 ",
        "2026-04-03 00:00",
        "2026-04-03T00:00:00",
        "2026年4月3日",
        "2026年04月03日",
        "2026 年 4 月 3 日",
        "2026年4月3",
        "03.04.2026",
        "3.4.2026",
        "03.04.2026 г.",
        "03.04.2026г",
        "２０２６－０４－０３",
        "٢٠٢٦-٠٤-٠٣",
        "\u200f2026-04-03\u200e",
    ],
)
def test_the_third_of_april(text):
    assert read_date(text) == APRIL


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("13/04/2026", date(2026, 4, 13)),
        ("04/13/2026", date(2026, 4, 13)),
        ("31-12-2026", date(2026, 12, 31)),
        ("05/05/2026", date(2026, 5, 5)),
        ("29.02.2028", date(2028, 2, 29)),
    ],
)
def test_slashes_where_only_one_order_is_a_day(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-2026", "12/01/2026", "٠٣/٠٤/٢٠٢٦"])
def test_slashes_that_mean_two_days_are_never_guessed(text):
    with pytest.raises(AmbiguousDate):
        read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "04.2026",
        "03.04.26",
        "13/13/2026",
        "31.04.2026",
        "29.02.2026",
        "2026-02-30",
        "0000-01-01",
        "2026-04-03 10:30",
        "3 April 2026",
        "tomorrow",
        "20260403",
        "45000",
    ],
)
def test_what_is_no_day(text):
    with pytest.raises(ValueError):
        read_date(text)


@given(st.dates())
def test_every_day_is_read_back(day):
    assert read_date(day.isoformat()) == day
    assert read_date(f"{day.day:02}.{day.month:02}.{day.year:04}") == day
    assert read_date(f"{day.year:04}年{day.month}月{day.day}日") == day


@given(st.dates(), st.booleans())
def test_slashes_are_read_right_or_refused(day, month_first):
    parts = (day.month, day.day) if month_first else (day.day, day.month)
    text = f"{parts[0]:02}/{parts[1]:02}/{day.year:04}"
    try:
        assert read_date(text) == day
    except AmbiguousDate:
        assert day.day <= 12
        assert day.day != day.month


@given(st.text(max_size=16))
def test_any_text_is_a_day_or_refused(text):
    with contextlib.suppress(ValueError):
        assert isinstance(read_date(text), date)
