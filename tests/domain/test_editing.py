"""Changing records by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from inventory_app.domain import editing
from inventory_app.domain.catalogue import default
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState
from inventory_app.errors import UserError

STAFF = default()["staff"]
PERSON = Record(
    sheet="staff", uid="ST-1", entity="UNOG", round="2026", standing="carried",
    values={"post_no": "P1", "ict_time_share": Decimal(50), "fte": Decimal("0.5000")},
    states={"grade": ValueState.NR},
)  # fmt: skip


def test_computed_fields_follow_and_a_carried_record_becomes_reported():
    after = editing.edited(STAFF, PERSON, {"ict_time_share": Answer(Decimal(20), None)})
    assert after["fte"] == Decimal("0.2000")
    assert after.standing == "reported"
    assert PERSON["fte"] == Decimal("0.5000")


def test_the_same_answer_changes_nothing_at_all():
    same = {"ict_time_share": Answer(Decimal("50.00"), None), "grade": Answer(None, ValueState.NR)}
    assert editing.edited(STAFF, PERSON, same) is PERSON


def test_a_state_goes_when_a_value_comes_and_a_computed_field_when_its_input_goes():
    after = editing.edited(
        STAFF, PERSON, {"grade": Answer("P-4", None), "ict_time_share": Answer(None, None)}
    )
    assert after["grade"] == "P-4"
    assert after.states == {}
    assert "fte" not in after.values
    assert "ict_time_share" not in after.values


def test_numbers_are_kept_to_the_places_of_their_field():
    after = editing.edited(STAFF, PERSON, {"annual_cost": Answer(Decimal("10.005"), None)})
    assert after["annual_cost"] == Decimal("10.01")


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ("annual_cost", Answer(1.5, None)),
        ("annual_cost", Answer("12", None)),
        ("annual_cost", Answer(True, None)),
        ("contract_start", Answer("2026-01-01", None)),
        ("skills", Answer("NETWORK", None)),
        ("reports_to_cito", Answer(1, None)),
        ("grade", Answer("P-3", ValueState.NA)),
    ],
)
def test_values_of_another_type_are_refused(field, answer):
    with pytest.raises(TypeError):
        editing.edited(STAFF, PERSON, {field: answer})


def test_a_computed_field_cannot_be_typed():
    with pytest.raises(ValueError, match="computed"):
        editing.edited(STAFF, PERSON, {"fte": Answer(Decimal(1), None)})


def test_a_number_that_no_spreadsheet_keeps_is_refused_in_words():
    with pytest.raises(UserError) as refused:
        editing.edited(STAFF, PERSON, {"annual_cost": Answer(Decimal(10) ** 15, None)})
    assert refused.value.code == "V-NUMBER-SIZE"


def test_what_ended_by_the_as_of_date_is_closed_and_what_ends_later_is_still_there():
    as_of = date(2026, 6, 30)
    assert editing.retirement(PERSON, as_of, as_of)["record_status"].value == "CLOSED"
    assert "record_status" not in editing.retirement(PERSON, date(2026, 7, 1), as_of)
    double = Record(
        sheet="staff", uid="x", entity="e", round="r", values={"record_status": "DUPLICATE"}
    )
    assert "record_status" not in editing.retirement(double, as_of, as_of)


def test_several_records_share_an_answer_or_differ():
    other = editing.edited(STAFF, PERSON, {"grade": Answer("P-3", None)})
    assert editing.several([PERSON, other], "grade") is None
    assert editing.several([PERSON, other], "post_no") == Answer("P1", None)
    assert editing.several([PERSON, other], "remarks") == Answer(None, None)
