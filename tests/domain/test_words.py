"""The words that respondents use in a cell, whatever their case, blanks and hidden marks."""
# ruff: noqa: RUF001 - words of other scripts are what is tested

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.words import NO, NOT_APPLICABLE, UNKNOWN, YES, folded, visible


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("  Yes ", "yes"),
        ("NOT\u00a0 applicable", "not applicable"),
        ("Ｎ／Ａ", "n/a"),
        ("\u200fنعم\u200f", "نعم"),
        ("Straße", "strasse"),
        ("so\u00adft", "soft"),
        ("a\tb\n c", "a b c"),
        ("ДА", "да"),
        ("", ""),
    ],
)
def test_words_are_compared_without_case_blanks_and_hidden_marks(text, word):
    assert folded(text) == word


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u202b", "\u2067", "\ufeff", "\u200b"])
def test_marks_that_show_nothing_go(mark):
    assert visible(f"a{mark}b") == "ab"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    once = folded(text)
    assert folded(once) in (once, folded(folded(once)))
    assert once == once.strip()


def test_no_word_has_two_meanings():
    sets = [YES, NO, NOT_APPLICABLE, UNKNOWN]
    assert sum(map(len, sets)) == len(frozenset().union(*sets))


@pytest.mark.parametrize(
    ("words", "of_each_language"),
    [
        (YES, ["yes", "oui", "да", "sí", "是", "نعم"]),
        (NO, ["no", "non", "нет", "no", "否", "لا"]),
        (
            NOT_APPLICABLE,
            ["not applicable", "sans objet", "не применимо", "no aplica", "不适用", "لا ينطبق"],
        ),
        (UNKNOWN, ["unknown", "inconnu", "неизвестно", "desconocido", "不详", "غير معروف"]),
    ],
)
def test_every_language_has_its_words(words, of_each_language):
    assert all(folded(word) in words for word in of_each_language)
