"""Numbers in the customs of six languages; what could mean two things is never guessed."""
# ruff: noqa: RUF001 - digits and marks of other scripts are what is tested

from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.numbers import Ambiguous, NotANumber, read_number
from inventory_app.languages import CODES

NBSP, THIN, NARROW, IDEOGRAPHIC = "\u00a0", "\u2009", "\u202f", "\u3000"


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("7", "7"),
        ("-7", "-7"),
        ("+7", "7"),
        ("−7", "-7"),
        ("(7)", "-7"),
        ("007", "7"),
        ("1234", "1234"),
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1 234.56", "1234.56"),
        (f"1{NBSP}234,56", "1234.56"),
        (f"1{NARROW}234,56", "1234.56"),
        (f"1{THIN}234{THIN}567", "1234567"),
        (f"7{IDEOGRAPHIC}145{IDEOGRAPHIC}500", "7145500"),
        ("1'234.5", "1234.5"),
        ("'1234", "1234"),
        ("1’234’567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1234,567", "1234.567"),
        ("0,123", "0.123"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("１２３４．５６", "1234.56"),
        ("１，２３４，５６７", "1234567"),
        ("١٢٣", "123"),
        ("١٬٢٣٤٫٥٦", "1234.56"),
        ("١,٢٣٤٫٥٦", "1234.56"),
        ("١٢٫٥", "12.5"),
        ("\u200f١٢٣\u200f", "123"),
        ("۱۲۳", "123"),
        ("१२३", "123"),
        ("2 000 万", "20000000"),
        ("200万", "2000000"),
        ("2,5万", "25000"),
        ("3百万", "3000000"),
        ("1.5亿", "150000000"),
        ("5千", "5000"),
        ("７萬", "70000"),
        ("7 145 500美元", "7145500"),
        ("2 000 万美元", "20000000"),
        ("$1,234.50", "1234.50"),
        ("US$ 12.5", "12.5"),
        ("USD -5", "-5"),
        ("-$5", "-5"),
        ("($ 5)", "-5"),
        ("12.5 долл.", "12.5"),
        ("12.5 dollars", "12.5"),
        ("12.5 dólares", "12.5"),
        ("١٢ دولار", "12"),
        ("  12.5  ", "12.5"),
        ("123-", "-123"),
        ("1.234,56-", "-1234.56"),
        ("١٢٣-", "-123"),
        ("5- USD", "-5"),
        ("12،5", "12.5"),
        ("١،٢٣٤،٥٦٧", "1234567"),
        ("1‘234’567", "1234567"),
        ("3千万", "30000000"),
        ("2万亿", "2000000000000"),
        ("1亿2000万", "120000000"),
        ("1亿 2 000 万", "120000000"),
        ("3万5000", "35000"),
        ("3万5千", "35000"),
        ("-3万", "-30000"),
        ("(２０００万美元)", "-20000000"),
        ("12 million", "12000000"),
        ("12,5 млн долл.", "12500000"),
        ("USD 3 millones", "3000000"),
        ("1.5 milliards", "1500000000"),
        ("40 тыс.", "40000"),
        ("5 mil", "5000"),
        ("5k", "5000"),
        ("٣ ملايين", "3000000"),
    ],
)
def test_a_number_that_every_custom_reads_alike(text, number, language):
    assert read_number(text, language, 2) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "language", "places", "number"),
    [
        ("1.234", "es", 2, "1234"),
        ("1,234", "en", 2, "1234"),
        ("1,234", "zh", 2, "1234"),
        ("1,234", "ar", 2, "1234"),
        ("1,234", "es", 3, "1.234"),
        ("1,234", "fr", 3, "1.234"),
        ("1,234", "ru", 6, "1.234"),
        ("1.234", "en", 3, "1.234"),
        ("1.234", "zh", 4, "1.234"),
        ("12,345", "en", 0, "12345"),
        ("1.234万", "zh", 2, "12340"),
        ("1,234万", "zh", 2, "12340000"),
    ],
)
def test_one_mark_before_three_digits_where_the_language_settles_it(text, language, places, number):
    assert read_number(text, language, places) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "language", "places"),
    [
        ("1.234", "en", 2),
        ("1.234", "fr", 2),
        ("1.234", "fr", 3),
        ("1.234", "ru", 2),
        ("1,234", "fr", 2),
        ("1,234", "ru", 0),
        ("1,234", "es", 2),
        ("1.234", "zh", 0),
        ("123.456", "ar", 2),
        ("-1.234", "en", 2),
        ("١.٢٣٤", "ar", 2),
        ("١،٢٣٤", "ar", 2),
        ("3万5", "zh", 2),
    ],
)
def test_one_mark_before_three_digits_is_never_guessed(text, language, places):
    with pytest.raises(Ambiguous):
        read_number(text, language, places)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "abc",
        "12 apples",
        "1 23",
        "1 2345",
        "1234 567",
        "12,34,567",
        "1,2,3",
        "1,2,3٫5",
        "1.2.3",
        "1,234,56",
        "1234,567.8",
        ",234.5",
        "1.234,567.8",
        "1, 2",
        "3, 500",
        "1.234 56",
        "--5",
        "-(5)",
        "(-5)",
        "(12",
        "12)",
        "$-5-",
        "5-6",
        "1e5",
        "10²",
        "①",
        "½",
        "5€",
        "€5",
        "EUR 5",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "1٫2٫3",
        "5'",
        "1" * 61,
        "十二",
        "万",
        "3万2万",
        "3千5百",
        "12 M",
        "3 billion",
        "10-20",
        "5--",
        "(5)-",
        "million",
    ],
)
def test_what_no_custom_reads_as_a_number(text, language):
    with pytest.raises(NotANumber):
        read_number(text, language, 2)


MARKS = {
    "en": (",", "."),
    "zh": (",", "."),
    "ar": ("٬", "٫"),
    "fr": (NARROW, ","),
    "ru": (NBSP, ","),
    "es": (".", ","),
}


def written(number: Decimal, language: str) -> str:
    """Write *number* with the marks of a language, thousands grouped."""
    group, point = MARKS[language]
    text = f"{number:,f}".replace(",", "G").replace(".", "P")
    text = text.replace("G", group).replace("P", point)
    if language == "ar":
        text = text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    return text


AMOUNTS = st.decimals(Decimal("-1e12"), Decimal("1e12"), places=2)


@given(AMOUNTS, st.sampled_from(CODES))
def test_an_amount_written_in_a_language_is_read_back(number, language):
    assert read_number(written(number, language), language, 2) == number


@given(st.integers(-(10**14), 10**14), st.sampled_from(CODES))
def test_a_whole_number_written_in_a_language_is_read_back(number, language):
    try:
        assert read_number(written(Decimal(number), language), language, 0) == number
    except Ambiguous:
        pytest.fail("the custom of the language settles it")


@given(AMOUNTS, st.sampled_from(CODES), st.sampled_from(CODES))
def test_a_number_in_another_custom_is_read_right_or_not_at_all(number, writer, reader):
    try:
        read = read_number(written(number, writer), reader, 2)
    except (Ambiguous, NotANumber):
        return
    assert read == number


@given(st.text(max_size=20), st.sampled_from(CODES), st.integers(0, 6))
def test_any_text_is_a_number_or_refused(text, language, places):
    with contextlib.suppress(Ambiguous, NotANumber):
        assert read_number(text, language, places).is_finite()
