"""Days as people write them; the order of day and month is never guessed."""
# ruff: noqa: RUF001 - digits of other scripts are what is tested

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.dates import AmbiguousDate, read_date
from inventory_app.languages import CODES

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
        "3 April 2026",
        "3rd April 2026",
        "3rd of April, 2026",
        "April 3, 2026",
        "Apr. 3 2026",
        "3-Apr-2026",
        "03APR2026",
        "2026-Apr-03",
        "3 avril 2026",
        "le 3 avr. 2026",
        "3 de abril de 2026",
        "3º de abril de 2026",
        "3-abr-2026",
        "3 апреля 2026 г.",
        "3 апреля 2026 года",
        "3 апр. 2026г.",
        "٣ أبريل ٢٠٢٦",
        "٣ نيسان/أبريل ٢٠٢٦",
        "3 نيسان 2026م",
        "۳ أبريل ۲۰۲۶",
        "二〇二六年四月三日",
        "二零二六年 四月 三日",
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


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1er août 2026", date(2026, 8, 1)),
        ("1 aout 2026", date(2026, 8, 1)),
        ("31 كانون الأول/ديسمبر 2026", date(2026, 12, 31)),
        ("1 جانفي 2026", date(2026, 1, 1)),
        ("15 Sept. 2026", date(2026, 9, 15)),
        ("15 setiembre 2026", date(2026, 9, 15)),
        ("9 мая 2026", date(2026, 5, 9)),
        ("二〇二六年十二月三十一日", date(2026, 12, 31)),
        ("二〇二六年十月二十日", date(2026, 10, 20)),
    ],
)
def test_names_of_months_and_chinese_numerals(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize("language", CODES)
def test_every_day_with_the_name_of_its_month_is_read_back(language):
    for month in range(1, 13):
        day = date(2026, month, 13)
        for form in ("long",) if language == "zh" else ("d MMMM y", "d MMM y", "long"):
            assert read_date(format_date(day, form, locale=language)) == day


@pytest.mark.parametrize("text", ["03.04.26", "3/4/26", "3-Apr-26", "03-04-26", "3 avril 26"])
def test_a_year_of_two_digits_may_be_a_day(text):
    with pytest.raises(AmbiguousDate):
        read_date(text)


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
        "April 2026",
        "3 April",
        "31 April 2026",
        "3 Foo 2026",
        "3 March/April 2026",
        "Friday 3 April 2026",
        "3 April 2026 10:30",
        "3 " + "April " * 20 + "2026",
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
