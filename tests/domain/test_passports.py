"""A figure says where it comes from in one line, and nothing foreign is taken for such a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.documents import Reference
from inventory_app.domain.passports import passport_label, passport_of, reference_of

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(NAMES.filter(bool), NAMES.filter(bool), NAMES, NAMES, NAMES)
def test_whatever_is_referred_to_comes_back(indicator, round_code, entity, group, part):
    reference = Reference(
        indicator=indicator, round_code=round_code, entity=entity, group=group, part=part
    )
    passport = passport_of(reference)
    assert passport.isascii()
    if len(passport) <= 500:
        assert reference_of(passport) == reference


def test_a_passport_is_short_and_can_be_read():
    reference = Reference(indicator="W01", round_code="2026", entity="ECA", part="dedicated")
    assert passport_of(reference) == (
        "ict-inventory:figure?indicator=W01&round=2026&entity=ECA&part=dedicated"
    )
    assert passport_label(reference) == "W01 · dedicated · 2026 · ECA"
    assert passport_of(None) == ""


@pytest.mark.parametrize(
    "text",
    ["", "W01", "file:///etc/passwd", "http://ict-inventory/figure?indicator=W01&round=1",
     "ict-inventory:figure?indicator=W01", "ict-inventory:other?indicator=W01&round=2026",
     "ict-inventory:figure?indicator=W01&round=2026&run=calc",
     "ict-inventory://host/figure?indicator=W01&round=2026",
     "ict-inventory:figure?indicator=W01&round=" + "9" * 600],
)  # fmt: skip
def test_anything_else_refers_to_nothing(text):
    assert reference_of(text) is None
