"""What was put in and taken out of a text; keys on three keyboards; deciding and taking back."""
# ruff: noqa: RUF001 - the letters of other keyboards are what this is about

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from inventory_app.gui.models.review_texts import Piece, marked, pieces, spoken
from inventory_app.gui.theme import DARK, LIGHT
from inventory_app.gui.views.review_keys import KEYS, command_of


@given(st.text(), st.text())
def test_what_is_the_same_and_put_in_is_the_new_text_whatever_the_old_one(before, after):
    found = pieces(before, after)
    assert "".join(text for kind, text in found if kind != "out") == after
    if any(kind == "out" for kind, _text in found):
        assert "".join(text for kind, text in found if kind != "in") == before


def test_an_edit_is_shown_word_by_word():
    found = pieces("Head of the Registry", "Head of the central Registry")
    assert found == (
        Piece("same", "Head of the "),
        Piece("in", "central "),
        Piece("same", "Registry"),
    )
    assert spoken(found) == ("central", "")
    assert spoken(pieces("Head of the old Registry", "Head of the new Registry")) == ("new", "old")


@pytest.mark.parametrize(
    ("before", "after"), [("Director", "Somebody else"), ("7", "9"), ("", "x y")]
)
def test_another_text_is_not_shown_as_many_edits(before, after):
    assert pieces(before, after) == (Piece("in", after),)


def test_figures_are_other_answers_even_where_digits_are_the_same():
    assert pieces("1,299,390.00", "1,299,392.00", whole=True) == (Piece("in", "1,299,392.00"),)


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_marks_are_more_than_colour_and_nothing_of_a_text_is_markup(tokens):
    text = marked(pieces("a <b> c d e", "a <i> c d e"), tokens, right_to_left=False)
    assert "<b><u>i</u></b>" in text
    assert "<s>b</s>" in text
    assert "&lt;" in text
    assert "<i>" not in text
    shown = marked(pieces("one two", "one  two"), tokens, right_to_left=True)
    assert "·" in shown
    assert 'dir="rtl"' in shown


def key(text, modifier=Qt.KeyboardModifier.NoModifier):
    return QKeyEvent(QEvent.Type.KeyPress, 0, modifier, text)


@pytest.mark.parametrize(
    ("text", "command"),
    [("j", "next"), ("о", "next"), ("ت", "next"), ("k", "previous"), ("л", "previous"),
     ("1", "issued"), ("٢", "ours"), ("3", "theirs"), ("e", "own"), ("у", "own"), ("q", "query"),
     ("u", "undo"), ("x", None), ("", None)],
)  # fmt: skip
def test_keys_are_those_at_the_same_place_on_every_keyboard(text, command):
    assert command_of(key(text)) == command


def test_shift_goes_by_records_and_control_is_left_to_the_window():
    shift, control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    assert command_of(key("J", shift)) == "next-record"
    assert command_of(key("Л", shift)) == "previous-record"
    assert command_of(key("ـ", shift)) == "next-record"
    assert command_of(key("E", shift)) is None
    assert command_of(key("k", control)) is None
    assert len({each.command for each in KEYS}) == len(KEYS)
