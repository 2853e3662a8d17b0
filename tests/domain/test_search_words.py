"""Words are found whatever their capitals, accents and vowel marks, in six languages."""
# ruff: noqa: RUF001 - letters of other scripts are what is looked for

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.search_words import excerpt, places, plain, words_of


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("reseau", "Responsable RÉSEAU"),
        ("СЕРВЕР", "обслуживание сервера"),
        ("Ёлка", "елка"),
        ("شبكة", "إدارة الشَّبَكَة"),
        ("ادارة", "إدارة"),
        ("数据", "数据中心"),
        ("ano", "Año"),
        ("fi", "O\ufb03ce"),
        ("network", "net\u200bwork"),
        ("strasse", "STRAẞE"),
    ],
)
def test_what_people_type_is_found_in_what_others_wrote(typed, text):
    [word] = words_of(typed)
    assert word in plain(text)
    assert places(text, (word,))


def test_blanks_of_any_kind_part_words_and_each_word_counts_once():
    assert words_of("  Data\u00a0centre\tdata ") == ("data", "centre")


@given(st.text(max_size=40), st.text(max_size=40), st.text(min_size=1, max_size=5))
def test_a_match_is_always_where_the_word_stands(before, after, word):
    words = words_of(word)[:1]
    text = before + word + after
    for start, end in places(text, words):
        assert 0 <= start < end <= len(text)
        assert words[0] in plain(text[start:end]) or len(places(text, words)) < 2
    if words and len(word.split()) == 1:
        assert places(text, words)


def test_overlapping_and_touching_matches_are_shown_as_one():
    assert places("banana", ("ana", "ban")) == ((0, 4),)


def test_an_excerpt_shows_the_match_with_what_is_around_it():
    text = "x" * 100 + " Réseau " + "y" * 100
    shown = excerpt(text, ("reseau",), around=10)
    assert shown is not None
    [(start, end)] = shown.matches
    assert shown.text[start:end] == "Réseau"
    assert shown.text.startswith("…x")
    assert shown.text.endswith("y…")
    assert len(shown.text) < 40
    assert excerpt("nothing here", ("reseau",)) is None
