"""Whatever values records have: written and read back they are the same."""

from __future__ import annotations

import string
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from workbook_samples import (
    CATALOGUE,
    LANGUAGES,
    a_record,
    a_workbook,
    asked_values,
    read,
    rows_of,
    uid,
    written,
)

from inventory_app.domain.answer_words import state_words
from inventory_app.domain.field_types import (
    Code,
    Codes,
    Day,
    DecimalNumber,
    FieldType,
    Integer,
    LongText,
    Percent,
    Reference,
    Text,
    YesNo,
)
from inventory_app.domain.readings import Raw
from inventory_app.domain.values import ValueState

# Shrinking whole workbooks takes longer than reading the first example that fails.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)

_PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=25)
_TRICKY = st.text(st.sampled_from("=+-@_x004<r>&;\"'\u202e\u200f 🙂\t"), min_size=1, max_size=20)


def _as_read(kind: FieldType, text: str, language: str) -> str | None:
    """Return *text* as a field keeps it, None for what means something else than itself."""
    reading = kind.read(Raw("text", text), language)
    return None if reading.state else reading.value


def values_of(kind: FieldType, language: str) -> st.SearchStrategy:
    if isinstance(kind, Reference):
        names = st.text(string.ascii_lowercase, min_size=3, max_size=8).map("elsewhere {}".format)
        return st.one_of(st.just(uid(kind.to, 0)), st.just(uid(kind.to, "far")), names)
    if isinstance(kind, Text):
        lines = st.lists(_PLAIN, min_size=2, max_size=3).map("\n".join)
        texts = st.one_of(_PLAIN, _TRICKY, lines if isinstance(kind, LongText) else _PLAIN)
        return texts.map(lambda text: _as_read(kind, text[: kind.max_length], language))
    if isinstance(kind, Codes):
        codes = list(kind.list.codes)
        return st.sets(st.sampled_from(codes), min_size=1).map(
            lambda chosen: tuple(code for code in codes if code in chosen)
        )
    if isinstance(kind, Code):
        return st.sampled_from(list(kind.list.codes))
    if isinstance(kind, YesNo):
        return st.booleans()
    if isinstance(kind, Day):
        return st.dates(date(1900, 1, 1), date(2199, 12, 31))
    assert isinstance(kind, DecimalNumber)
    low = kind.minimum if kind.minimum is not None else Decimal(-(10**12))
    high = kind.maximum if kind.maximum is not None else Decimal(10) ** 12
    if isinstance(kind, Integer):
        return st.integers(int(low), int(high))
    return st.decimals(low, high, places=kind.places, allow_nan=False)


def records_of(name: str, language: str) -> st.SearchStrategy:
    sheet = CATALOGUE[name]
    answers = {
        field.name: st.one_of(st.none(), values_of(field.type, language)) for field in sheet.asked
    }
    return st.tuples(
        st.fixed_dictionaries(answers),
        st.dictionaries(
            st.sampled_from([field.name for field in sheet.asked]), st.sampled_from(ValueState)
        ),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("any")


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=8, suppress_health_check=list(HealthCheck), phases=_PHASES)
@given(data=st.data())
def test_any_values_come_back_as_they_were(folder, language, data):
    records = {}
    for name in ("staff", "systems", "data_centres"):
        values, states = data.draw(records_of(name, language))
        records[name] = [a_record(name, 0, values, states)]
    returned = read(written(a_workbook(language, records=records, spare=1), folder / "a.xlsx"))
    for name, (record,) in records.items():
        known = asked_values(record)
        assert rows_of(returned, name).get(record.uid, {}) == known
        issued = returned.issued[name][record.uid]
        assert issued.values == known
        assert issued.states == record.states
    assert {f.code for f in returned.findings} <= {"L-BIDI", "P-NUMBER-TEXT"}


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=8, suppress_health_check=list(HealthCheck), phases=_PHASES)
@given(data=st.data())
def test_any_states_come_back_as_they_were(folder, language, data):
    values, states = data.draw(records_of("staff", language))
    record = a_record("staff", 0, {**values, "post_no": "1"}, states)
    workbook = a_workbook(language, records={"staff": [record]}, spare=1)
    returned = read(written(workbook, folder / "b.xlsx"))
    (row,) = returned.sheets["staff"].rows
    assert row.states == record.states


@pytest.mark.parametrize(
    "number",
    [Decimal("999999999999999.99"), Decimal("0.01"), Decimal("-0.00"), Decimal("123456789012.34")],
)
def test_no_digit_of_a_number_is_lost(tmp_path, number):
    record = a_record("staff", 0, {"post_no": "1", "annual_cost": number})
    returned = read(written(a_workbook(records={"staff": [record]}), tmp_path / "a.xlsx"))
    assert rows_of(returned, "staff")[record.uid]["annual_cost"] == number


@pytest.mark.parametrize(
    "day", [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2199, 12, 31)]
)
def test_no_day_is_shifted(tmp_path, day):
    record = a_record("staff", 0, {"post_no": "1", "retired_on": day})
    returned = read(written(a_workbook(records={"staff": [record]}), tmp_path / "a.xlsx"))
    assert rows_of(returned, "staff")[record.uid]["retired_on"] == day
    assert returned.findings == ()


def test_the_words_for_states_are_no_labels_of_the_lists_they_are_offered_in():
    for code_list in CATALOGUE.code_lists.values():
        kind = Code(codes=code_list.name, list=code_list)
        for language in LANGUAGES:
            for state, word in state_words(kind, language).items():
                assert kind.read(Raw("text", word), language).state == state


@pytest.mark.parametrize("share", ["0.01", "33.33", "99.99", "100.00", "0.00", "7.10"])
def test_shares_are_exact(tmp_path, share):
    kind = CATALOGUE["staff"].fields["ict_time_share"].type
    assert isinstance(kind, Percent)
    record = a_record("staff", 0, {"post_no": "1", "ict_time_share": Decimal(share)})
    returned = read(written(a_workbook(records={"staff": [record]}), tmp_path / "a.xlsx"))
    assert rows_of(returned, "staff")[record.uid]["ict_time_share"] == Decimal(share)
