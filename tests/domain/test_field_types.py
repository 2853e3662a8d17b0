"""Field types: whatever they format they parse, and a cell is understood or kept with a problem."""
# ruff: noqa: RUF001 - words and marks of other scripts are what is tested

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.catalogue import default
from inventory_app.domain.code_lists import CodeEntry, CodeList
from inventory_app.domain.field_types import (
    TYPES,
    Code,
    Codes,
    Day,
    DecimalNumber,
    Integer,
    LongText,
    Money,
    ParseError,
    Percent,
    Reference,
    Text,
    YesNo,
)
from inventory_app.domain.readings import Raw, Reading
from inventory_app.domain.values import ValueState
from inventory_app.languages import CODES

NA, NR = ValueState.NA, ValueState.NR


def code_list(**labels):
    return CodeList(
        name="colours",
        labels=dict.fromkeys(CODES, "Colours"),
        codes={
            code: CodeEntry(code=code, labels=dict.fromkeys(CODES, label), attributes={})
            for code, label in labels.items()
        },
    )


COLOURS = code_list(RED="Red", BLUE="Blue, or navy", UNKNOWN="Not known", N_A="Not applicable")
COLOUR = Code(codes="colours", list=COLOURS)
SEVERAL = Codes(codes="colours", list=COLOURS)
TEXT, LONG, WHOLE, NUMBER = Text(max_length=5), LongText(), Integer(), DecimalNumber(places=2)
MONEY, PERCENT, DAY, YES_NO, REFERENCE = Money(), Percent(), Day(), YesNo(), Reference(to="units")

PLAIN_TEXT = st.text(min_size=1).filter(lambda text: text)
VALUES = {
    "text": (TEXT, PLAIN_TEXT),
    "long_text": (LONG, PLAIN_TEXT),
    "integer": (WHOLE, st.integers(1 - 10**15, 10**15 - 1)),
    "decimal": (DecimalNumber(places=4), st.decimals(-(10**11), 10**11, places=4)),
    "money": (MONEY, st.decimals(0, 10**12, places=2)),
    "percent": (PERCENT, st.decimals(0, 100, places=2)),
    "date": (DAY, st.dates()),
    "yes_no": (YES_NO, st.booleans()),
    "code": (COLOUR, st.sampled_from(list(COLOURS.codes))),
    "codes": (SEVERAL, st.lists(st.sampled_from(list(COLOURS.codes)), min_size=1).map(tuple)),
    "reference": (REFERENCE, PLAIN_TEXT),
}


def test_every_type_is_tested_here():
    assert VALUES.keys() == TYPES.keys()
    assert all(kind.name == name for name, (kind, _) in VALUES.items())


@pytest.mark.parametrize("name", list(VALUES))
@given(data=st.data())
def test_what_a_type_formats_it_parses(name, data):
    kind, values = VALUES[name]
    value = data.draw(values)
    parsed = kind.parse(kind.format(value))
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize("name", list(VALUES))
def test_nothing_is_formatted_as_nothing(name):
    kind, _ = VALUES[name]
    assert kind.format(None) == ""
    assert kind.parse("") is None


@pytest.mark.parametrize("name", list(VALUES))
@given(data=st.data())
def test_what_a_type_formats_a_cell_understands(name, data):
    """Canonical text typed into a cell is the value, or a word for a state, never another value."""
    kind, values = VALUES[name]
    value = data.draw(values)
    reading = kind.read(Raw("text", kind.format(value)), "en")
    if name in ("text", "long_text", "reference") or reading.problem == "V-NUMBER-AMBIGUOUS":
        return
    if name == "codes":
        assert set(reading.value) == set(value)
    else:
        assert reading.value == value


STATE_WORDS = {
    "ar": ("لا ينطبق", "غير معروف"),
    "zh": ("不适用", "不详"),
    "en": ("not applicable", "unknown"),
    "fr": ("sans objet", "inconnu"),
    "ru": ("не применимо", "неизвестно"),
    "es": ("no aplica", "desconocido"),
}


@pytest.mark.parametrize("language", CODES)
def test_every_field_of_the_catalogue_understands_the_two_states(language):
    for field in (field for sheet in default() for field in sheet):
        for word, state in zip(STATE_WORDS[language], (NA, NR), strict=True):
            reading = field.type.read(Raw("text", word), language)
            if reading.state is None:  # a code of its own
                assert reading.value in field.type.list.codes
            else:
                assert reading == Reading(None, state)


@pytest.mark.parametrize("name", list(VALUES))
@pytest.mark.parametrize("text", ["", "  ", "\u200e"])
def test_a_blank_cell_is_blank(name, text):
    assert VALUES[name][0].read(Raw("text", text), "fr") == Reading(None)


@pytest.mark.parametrize("name", list(VALUES))
def test_an_error_of_the_spreadsheet_is_kept_as_one(name):
    assert VALUES[name][0].read(Raw("error", "#REF!"), "en").problem == "V-ERROR-CELL"


@pytest.mark.parametrize("name", list(VALUES))
@given(
    kind=st.sampled_from(["text", "number", "bool", "date"]),
    text=st.text(max_size=12) | st.sampled_from(["NaN", "1E+999999", "-Infinity", "1E-9", "TRUE"]),
    percent=st.booleans(),
)
def test_any_cell_is_understood_or_has_a_problem(name, kind, text, percent):
    reading = VALUES[name][0].read(Raw(kind, text, percent), "en")
    assert isinstance(reading, Reading)
    if reading.problem:
        assert reading.value is None


# Numbers.


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (NUMBER, Raw("number", "12.345"), Decimal("12.35")),
        (NUMBER, Raw("number", "-12.345"), Decimal("-12.35")),
        (NUMBER, Raw("number", "1.2E+3"), Decimal(1200)),
        (NUMBER, Raw("number", "-0.001"), Decimal(0)),
        (WHOLE, Raw("number", "12.0"), 12),
        (PERCENT, Raw("number", "0.5", percent=True), Decimal(50)),
        (PERCENT, Raw("number", "0.5"), Decimal("0.5")),
        (PERCENT, Raw("number", "50"), Decimal(50)),
    ],
)
def test_a_number_in_a_cell(kind, raw, value):
    assert kind.read(raw, "en") == Reading(value)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (NUMBER, "1 234,5", Decimal("1234.5")),
        (WHOLE, "١٢٣", 123),
        (PERCENT, "50 %", Decimal(50)),
        (PERCENT, "50％", Decimal(50)),
        (PERCENT, "٥٠٪", Decimal(50)),
        (PERCENT, "%50", Decimal(50)),
        (PERCENT, "百分之50", Decimal(50)),
        (PERCENT, "50 percent", Decimal(50)),
        (PERCENT, "50 pour cent", Decimal(50)),
        (PERCENT, "50 por ciento", Decimal(50)),
        (PERCENT, "50 процентов", Decimal(50)),
        (PERCENT, "٥٠ في المائة", Decimal(50)),
        (MONEY, "2 000 万美元", Decimal(20_000_000)),
    ],
)
def test_a_number_typed_as_text_is_understood_and_said_so(kind, text, value):
    assert kind.read(Raw("text", text), "zh") == Reading(value, None, None, "P-NUMBER-TEXT")


def test_a_percentage_typed_as_text_into_a_percent_cell_is_not_multiplied():
    assert PERCENT.read(Raw("text", "50%", percent=True), "en").value == 50


@pytest.mark.parametrize(
    ("kind", "raw", "problem"),
    [
        (NUMBER, Raw("text", "about ten"), "V-NUMBER"),
        (NUMBER, Raw("text", "1.234"), "V-NUMBER-AMBIGUOUS"),
        (NUMBER, Raw("bool", "TRUE"), "V-NUMBER"),
        (NUMBER, Raw("date", "2026-01-01"), "V-NUMBER"),
        (NUMBER, Raw("number", "NaN"), "V-NUMBER"),
        (NUMBER, Raw("number", "what"), "V-NUMBER"),
        (NUMBER, Raw("number", "1E+15"), "V-NUMBER-SIZE"),
        (NUMBER, Raw("number", "12", percent=True), "V-NUMBER-AMBIGUOUS"),
        (WHOLE, Raw("number", "12", percent=True), "V-NUMBER-AMBIGUOUS"),
        (NUMBER, Raw("text", "50%"), "V-NUMBER"),
        (NUMBER, Raw("number", "-9E+999999", percent=True), "V-NUMBER-SIZE"),
        (MONEY, Raw("text", "1" * 16), "V-NUMBER-SIZE"),
        (MONEY, Raw("text", "€500"), "V-NUMBER"),
        (WHOLE, Raw("number", "12.5"), "V-WHOLE"),
        (WHOLE, Raw("text", "12,5"), "V-WHOLE"),
        (WHOLE, Raw("number", "NaN"), "V-NUMBER"),
    ],
)
def test_what_is_no_number_is_never_guessed(kind, raw, problem):
    assert kind.read(raw, "fr").problem == problem


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (NUMBER, "x"),
        (NUMBER, "NaN"),
        (NUMBER, "Infinity"),
        (NUMBER, "1e15"),
        (NUMBER, "1e40"),
        (WHOLE, "1.5"),
        (WHOLE, str(10**15)),
        (WHOLE, "x"),
        (DAY, "03.04.2026"),
        (DAY, "2026-13-01"),
        (YES_NO, "Yes"),
    ],
)
def test_text_that_is_not_canonical_is_refused(kind, text):
    with pytest.raises(ParseError):
        kind.parse(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1.50"), "1.5"),
        (Decimal(100), "100"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.00"), "0"),
        (100, "100"),
    ],
)
def test_the_canonical_text_of_a_number(value, text):
    assert NUMBER.format(value) == text


@pytest.mark.parametrize(
    ("kind", "value", "problems"),
    [
        (Integer(minimum=Decimal(1), maximum=Decimal(5)), 0, ["V-BELOW"]),
        (Integer(minimum=Decimal(1), maximum=Decimal(5)), 1, []),
        (Integer(minimum=Decimal(1), maximum=Decimal(5)), 5, []),
        (Integer(minimum=Decimal(1), maximum=Decimal(5)), 6, ["V-ABOVE"]),
        (MONEY, Decimal("-0.01"), ["V-BELOW"]),
        (PERCENT, Decimal("100.01"), ["V-ABOVE"]),
        (NUMBER, Decimal(-5), []),
        (NUMBER, True, []),
        (TEXT, "12345", []),
        (TEXT, "123456", ["V-TOO-LONG"]),
        (REFERENCE, "x" * 255, []),
        (REFERENCE, "x" * 256, ["V-TOO-LONG"]),
        (DAY, date(1899, 12, 31), ["V-DATE-RANGE"]),
        (DAY, date(1900, 1, 1), []),
        (DAY, date(2200, 1, 1), ["V-DATE-RANGE"]),
        (COLOUR, "RED", []),
        (COLOUR, "GREEN", ["V-CODE"]),
        (SEVERAL, ("RED", "GREEN"), ["V-CODE"]),
        (YES_NO, True, []),
    ],
)
def test_bounds(kind, value, problems):
    assert list(kind.problems(value)) == problems


# Days, yes and no.


@pytest.mark.parametrize(
    ("raw", "reading"),
    [
        (Raw("date", "2026-04-03"), Reading(date(2026, 4, 3))),
        (Raw("number", "46115"), Reading(date(2026, 4, 3), None, None, "P-DATE-SERIAL")),
        (Raw("number", "46115.0"), Reading(date(2026, 4, 3), None, None, "P-DATE-SERIAL")),
        (Raw("text", "2026年4月3日"), Reading(date(2026, 4, 3), None, None, "P-DATE-TEXT")),
    ],
)
def test_a_day_in_a_cell(raw, reading):
    assert DAY.read(raw, "zh") == reading


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (Raw("date", "2026-02-30"), "V-DATE"),
        (Raw("number", "2026"), "V-DATE"),
        (Raw("number", "46115.5"), "V-DATE"),
        (Raw("number", "NaN"), "V-DATE"),
        (Raw("number", "x"), "V-DATE"),
        (Raw("number", "1E+99999"), "V-DATE"),
        (Raw("bool", "TRUE"), "V-DATE"),
        (Raw("text", "spring"), "V-DATE"),
        (Raw("text", "03/04/2026"), "V-DATE-AMBIGUOUS"),
    ],
)
def test_what_is_no_day_is_never_guessed(raw, problem):
    assert DAY.read(raw, "en").problem == problem


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (Raw("bool", "TRUE"), True),
        (Raw("bool", "false"), False),
        (Raw("number", "1"), True),
        (Raw("number", "1.0"), True),
        (Raw("number", "0"), False),
        (Raw("text", "Oui"), True),
        (Raw("text", "НЕТ"), False),
        (Raw("text", "نعم"), True),
        (Raw("text", "否"), False),
        (Raw("text", "✓"), True),
        (Raw("text", "√"), True),
        (Raw("text", "истина"), True),
        (Raw("text", "falso"), False),
    ],
)
def test_yes_and_no_in_a_cell(raw, value):
    assert YES_NO.read(raw, "en") == Reading(value)


@pytest.mark.parametrize(
    "raw", [Raw("text", "maybe"), Raw("number", "2"), Raw("date", "2026-01-01")]
)
def test_neither_yes_nor_no(raw):
    assert YES_NO.read(raw, "en").problem == "V-YES-NO"


# Codes.


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("RED", "RED"),
        ("red", "RED"),
        (" Red ", "RED"),
        ("blue,  or navy", "BLUE"),
        ("Not known", "UNKNOWN"),
        ("unknown", "UNKNOWN"),
        ("not applicable", "N_A"),
    ],
)
def test_a_code_its_label_and_words_that_are_codes_here(text, code):
    assert COLOUR.read(Raw("text", text), "en") == Reading(code)


def test_a_word_for_a_state_that_no_code_has():
    colour = Code(codes="colours", list=code_list(RED="Red"))
    assert colour.read(Raw("text", "unknown"), "en") == Reading(None, NR)
    assert colour.read(Raw("text", "n/a"), "en") == Reading(None, NA)
    assert colour.read(Raw("text", "green"), "en").problem == "V-CODE"


def test_a_code_that_a_spreadsheet_took_for_a_number():
    grades = Code(codes="grades", list=code_list(**{"12": "Twelve"}))
    assert grades.read(Raw("number", "12.0"), "en") == Reading("12")


def test_the_data_quality_nobody_knows_is_a_code_in_every_language():
    quality = default()["staff"].fields["data_quality"].type
    for label in quality.list.codes["UNKNOWN"].labels.values():
        assert quality.read(Raw("text", label), "en") == Reading("UNKNOWN")


@pytest.mark.parametrize("text", ["geneve", "GENÈVE", " Genève. ", "Gene\u0300ve"])
def test_accents_blanks_and_case_do_not_matter(text):
    station = Code(codes="s", list=code_list(GVA="Genève", OTHER="Genova"))
    assert station.read(Raw("text", text), "fr") == Reading("GVA")


def test_a_dash_is_a_dash_and_a_vowel_sign_is_none():
    grade = Code(codes="g", list=code_list(P3="P-3", PHONE="هَاتِف", NEW_YORK="New York"))
    assert grade.read(Raw("text", "P–3"), "en") == Reading("P3")
    assert grade.read(Raw("text", "هاتف"), "ar") == Reading("PHONE")
    assert grade.read(Raw("text", "new_york"), "ar") == Reading("NEW_YORK")


def test_a_word_that_is_two_codes_without_its_accents_names_neither():
    month = code_list(MAY="mái", NEVER="maí")
    assert (month.recognise("mai"), month.recognise("MÁI")) == (None, "MAY")


def test_a_word_for_two_codes_names_neither():
    labels = dict.fromkeys(CODES, "Both")
    both = CodeList(
        name="x",
        labels=labels,
        codes={
            "A": CodeEntry(code="A", labels=labels | {"fr": "Une"}, attributes={}),
            "B": CodeEntry(code="B", labels=labels | {"fr": "Deux"}, attributes={}),
        },
    )
    assert both.recognise("both") is None
    assert (both.recognise("une"), both.recognise("b")) == ("A", "B")
    assert both.label("C", "en") == "C"
    assert both.attribute("A", "none") is None
    assert both.attribute(None, "none") is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("RED", ("RED",)),
        ("Blue, or navy; Red", ("RED", "BLUE")),
        ("red；blue, or navy", ("RED", "BLUE")),
        ("RED، UNKNOWN", ("RED", "UNKNOWN")),
        ("RED, UNKNOWN", ("RED", "UNKNOWN")),
        ("RED\nRED", ("RED",)),
        ("RED、UNKNOWN", ("RED", "UNKNOWN")),
    ],
)
def test_several_codes_come_in_the_order_of_their_list(text, codes):
    assert SEVERAL.read(Raw("text", text), "en") == Reading(codes)


@pytest.mark.parametrize("text", ["RED; GREEN", ";", ","])
def test_one_unknown_code_among_several_is_a_problem(text):
    assert SEVERAL.read(Raw("text", text), "en").problem == "V-CODE"


def test_a_type_without_its_list_cannot_read():
    with pytest.raises(RuntimeError, match="colours"):
        Code(codes="colours").read(Raw("text", "RED"), "en")


# Texts and references.


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (Raw("text", "  a b  "), "a b"),
        (Raw("text", "a\x07b"), "ab"),
        (Raw("text", "a\nb"), "a\nb"),
        (Raw("number", "30012345.0"), "30012345"),
        (Raw("number", "1.5"), "1.5"),
        (Raw("text", "1.0"), "1.0"),
    ],
)
def test_text_is_kept_as_typed(raw, value):
    assert LONG.read(raw, "en") == Reading(value)


@pytest.mark.parametrize(
    ("raw", "value", "repair"),
    [
        (Raw("number", "1.1000000000000001"), "1.1", None),
        (Raw("number", "0.5", percent=True), "50%", None),
        (Raw("number", "1E+3"), "1000", None),
        (Raw("number", "123456789012345"), "123456789012345", None),
        (Raw("number", "1.2345678901234567E+19"), "12345678901234600000", "P-DIGITS"),
        (Raw("number", "12345678901234567"), "12345678901234600", "P-DIGITS"),
        (Raw("number", "what"), "what", None),
        (Raw("number", "1E+400"), "1E+400", None),
        (Raw("bool", "TRUE"), "TRUE", None),
        (Raw("date", "2026-04-03"), "2026-04-03", "P-TEXT-DATE"),
        (Raw("text", "a\r\nb\rc"), "a\nb\nc", None),
    ],
)
def test_other_cells_in_a_field_for_text(raw, value, repair):
    assert LONG.read(raw, "en") == Reading(value, None, None, repair)


def test_blanks_in_a_reference_do_not_matter():
    assert REFERENCE.read(Raw("text", " Server   room A "), "en") == Reading("Server room A")
