from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.formats.pdf import bidi


def displayed(text: str, *, right_to_left: bool) -> str:
    order = bidi.visual_order(bidi.levels(text, right_to_left=right_to_left))
    return "".join(text[place] for place in order)


MIXED = st.text(alphabet="abcXYZ ابتثجح 0123456789 ()[]-,.:/%+", max_size=30).map(str.strip)


@settings(deadline=None)
@given(text=MIXED, right_to_left=st.booleans())
def test_order_agrees_with_another_implementation(text, right_to_left):
    """The Rust half of python-bidi is an implementation of its own; it does not mirror."""
    theirs = get_display(text, base_dir="R" if right_to_left else "L")
    assert displayed(text, right_to_left=right_to_left) == theirs


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], []),
        ([0, 0, 0], [0, 1, 2]),
        ([1, 1, 1], [2, 1, 0]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
        ([0, 1, 2, 2, 1, 0], [0, 4, 2, 3, 1, 5]),
    ],
)
def test_runs_are_reversed_from_the_highest_level_down(levels, expected):
    assert bidi.visual_order(levels) == expected


def test_brackets_around_a_foreign_name_belong_together():
    text = "UNON (Nairobi) مكتب"
    shown = "".join(
        bidi.mirrored(text[place])
        if bidi.levels(text, right_to_left=True)[place] % 2
        else text[place]
        for place in bidi.visual_order(bidi.levels(text, right_to_left=True))
    )
    assert "UNON (Nairobi)" in shown


def test_only_paired_signs_are_mirrored():
    assert [bidi.mirrored(sign) for sign in "(«a"] == [")", "»", "a"]
