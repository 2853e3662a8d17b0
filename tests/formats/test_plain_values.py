"""Answers for other programs: exact, and never a formula."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from inventory_app.domain.field_types import Codes, Day, DecimalNumber, Integer, Money, Text, YesNo
from inventory_app.formats.plain_values import csv_text, csv_value, json_value


@pytest.mark.parametrize(
    ("kind", "value", "as_json", "as_csv"),
    [
        (Money(), Decimal("1250.5"), "1250.50", "1250.50"),
        (Money(), Decimal(0), "0.00", "0.00"),
        (DecimalNumber(places=3), Decimal("-0.125"), Decimal("-0.125"), "-0.125"),
        (Integer(), 12, 12, "12"),
        (Day(), date(2026, 12, 31), date(2026, 12, 31), "2026-12-31"),
        (YesNo(), False, False, "false"),
        (YesNo(), True, True, "true"),
        (Codes(codes="x"), ("A", "B"), ["A", "B"], "A;B"),
        (Text(), "Genève", "Genève", "Genève"),
        (Text(), None, None, ""),
    ],
)  # fmt: skip
def test_each_kind_has_its_form(kind, value, as_json, as_csv):
    assert json_value(kind, value) == as_json
    assert csv_value(kind, value) == as_csv


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_a_text_that_could_run_gets_an_apostrophe(text):
    assert csv_text(text) == "'" + text
    assert csv_value(Text(), text) == "'" + text


@pytest.mark.parametrize("text", ["", "a=1", "'=1", " =1", "1-2"])
def test_other_texts_stay_as_they_are(text):
    assert csv_text(text) == text


def test_a_negative_number_stays_a_number():
    assert csv_value(DecimalNumber(), Decimal("-5.00")) == "-5"
