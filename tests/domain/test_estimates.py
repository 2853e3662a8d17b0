"""Estimates, unknown and not applicable: what people type in place of a plain answer."""
# ruff: noqa: RUF001 - marks and words of other scripts

from __future__ import annotations

from decimal import Decimal

import pytest

from inventory_app.domain.answer_words import (
    estimate_text,
    is_sayable,
    is_usual_word,
    usual_words,
)
from inventory_app.domain.field_types import DecimalNumber, Integer, Percent, Text
from inventory_app.domain.readings import Raw
from inventory_app.domain.values import ValueState

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
NE = ValueState.NE


@pytest.mark.parametrize(
    "text",
    ["~120", "~ 120", "≈120", "～120", "about 120", "ca. 120", "environ 120", "около 120", "约120",
     "120左右", "حوالي 120", "unos 120", "120 (est.)"],
)  # fmt: skip
def test_a_number_with_a_mark_is_an_estimate(text):
    reading = Integer().read(Raw("text", text), "en")
    assert (reading.value, reading.state, reading.problem) == (120, NE, None)


def test_only_the_sign_is_how_a_workbook_says_it_itself():
    assert Integer().read(Raw("text", "~120"), "en").repair is None
    assert Integer().read(Raw("text", "about 120"), "en").repair == "P-NUMBER-TEXT"


@pytest.mark.parametrize("text", ["~", "~abc", "about", "car 12", "~1~2"])
def test_a_mark_without_a_number_is_not_understood(text):
    reading = Integer().read(Raw("text", text), "en")
    assert (reading.value, reading.state, reading.problem) == (None, None, "V-NUMBER")


def test_what_can_be_two_numbers_is_not_guessed_because_it_is_an_estimate():
    reading = DecimalNumber(places=2).read(Raw("text", "~1.234"), "en")
    assert reading.problem == "V-NUMBER-AMBIGUOUS"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Integer(), 0),
        (Integer(), 1234567),
        (DecimalNumber(places=2), Decimal("1234.50")),
        (DecimalNumber(places=3), Decimal("1.234")),
        (DecimalNumber(places=2), Decimal("-12.25")),
        (Percent(), Decimal("12.50")),
        (Percent(), Decimal("0.50")),
    ],
)
def test_an_estimate_is_read_back_from_how_it_is_written(kind, value, language):
    text = estimate_text(kind, value, language)
    reading = kind.read(Raw("text", text), language)
    assert (reading.value, reading.state, reading.repair) == (value, NE, None)
    assert is_usual_word(kind, text, value, NE, language)
    assert usual_words(kind, value, NE, language) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_signs_for_unknown_and_not_applicable_are_the_same_everywhere(language):
    for sign, state in (("?", ValueState.NR), ("n/a", ValueState.NA)):
        reading = Integer().read(Raw("text", sign), language)
        assert (reading.value, reading.state) == (None, state)
        assert is_usual_word(Integer(), sign, None, state, language)


def test_a_cell_says_that_a_number_is_estimated_and_of_no_other_answer():
    assert is_sayable(Integer(), 5, NE, "en")
    assert not is_sayable(Text(), "five", NE, "en")
    assert not is_sayable(Integer(), 5, ValueState.SUP, "en")
    assert is_sayable(Text(), None, ValueState.NA, "en")
    assert not is_sayable(Text(), None, NE, "en")
