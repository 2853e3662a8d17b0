"""Blocks of cells as spreadsheets put them on the clipboard."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.pasting import (
    as_in_block,
    as_meant,
    harmless,
    joined_block,
    split_block,
)

CELLS = st.text(
    st.one_of(st.sampled_from("\"\t\n=+-@' a"), st.characters(exclude_categories=["Cs"])),
    max_size=12,
).map(as_in_block)


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=5)
    )
)
def test_what_is_written_is_read_back(rows):
    assert split_block(joined_block(rows)) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\tb", [["a", "b"]]),
        ("a\n\nb\n", [["a"], [""], ["b"]]),
        ('"two\nlines"\tb\n', [["two\nlines", "b"]]),
        ('"say ""hi"""\tb', [['say "hi"', "b"]]),
        ('"quoted" word\tb', [['"quoted" word', "b"]]),
        ('"whole"\tb', [['"whole"', "b"]]),
        ('19" rack\tb', [['19" rack', "b"]]),
        ('"never closed\tb\nc', [['"never closed', "b"], ["c"]]),
        ("\t\n", [["", ""]]),
        ("", []),
        ("a\udc80\0b", [["a\ufffdb"]]),
    ],
)
def test_blocks_of_spreadsheets_are_understood(text, rows):
    assert split_block(text) == rows


@given(
    st.lists(
        st.lists(st.text('ab"\t\n =', max_size=6), min_size=2, max_size=2), min_size=1, max_size=4
    )
)
def test_another_reader_of_tab_separated_text_reads_the_same(rows):
    lines = joined_block(rows)
    assert list(csv.reader(io.StringIO(lines, newline=""), delimiter="\t")) == rows


@given(st.text("'=+-@a\t ", max_size=6))
def test_no_text_leaves_as_a_formula_and_each_comes_back_as_it_was(text):
    out = harmless(text)
    assert not out.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert as_meant(out) == text
