"""JSON in which decimals are the numbers they are."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.values import ValueState
from inventory_app.formats.exact_json import exact_json, plain_number

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=4),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_what_is_written_reads_back_exactly(value, indent, ascii_only):
    text = exact_json(value, indent=indent, ascii_only=ascii_only)
    assert json.loads(text, parse_float=Decimal, parse_int=Decimal) == value
    assert text.isascii() or not ascii_only


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.10", "0.1"), ("1E+3", "1000"), ("-0.00", "0"), ("123456789012345.67",) * 2, ("50", "50"),
     ("0.0000001", "0.0000001")],
)  # fmt: skip
def test_a_decimal_is_its_digits(value, expected):
    assert plain_number(Decimal(value)) == expected
    assert exact_json({"n": Decimal(value)}) == f'{{"n": {expected}}}'


def test_other_kinds_have_one_form_each():
    value = {"d": date(2026, 12, 31), "p": Path("a/b"), "s": ValueState.NA, "t": ("x", 1), "e": {}}
    assert exact_json(value) == (
        '{"d": "2026-12-31", "p": "a/b", "s": "NA", "t": ["x", 1], "e": {}}'
    )


def test_lines_and_terminal_commands_cannot_be_smuggled_in():
    assert exact_json("a\x9b\u2028\x7f\x1bé") == '"a\\u009b\\u2028\\u007f\\u001bé"'


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError):
        exact_json([value])


def test_what_has_no_form_is_refused():
    with pytest.raises(TypeError, match="object"):
        exact_json({"x": object()})
