"""How an answer is shown to a reader: in lists, forms and histories."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from inventory_app.domain.answer_words import words as answer_words
from inventory_app.domain.field_types import (
    EARLIEST,
    LATEST,
    Code,
    DecimalNumber,
    FieldType,
    Money,
    YesNo,
)
from inventory_app.domain.values import Value, ValueState
from inventory_app.texts import N_, Translator

# What stands for a state where a value would be, or beside it.
STATE_TEXTS: dict[ValueState, str] = {
    ValueState.NE: N_("estimated"),
    ValueState.ERR: N_("cannot be right"),
    ValueState.SUP: N_("withheld"),
}


def text_of(kind: FieldType, value: Value, _: Translator) -> str:
    """Return what a reader sees for *value* of a field of *kind*; "" for no answer."""
    language = _.language.code
    if isinstance(kind, Code):
        codes = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
        return _(", ").join(_label(kind, code, language) for code in codes)
    if value is None:
        return ""
    if isinstance(kind, YesNo):
        said = answer_words(language)
        return said.yes if value else said.no
    if isinstance(value, date):
        return _.date(value)
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        return str(value)
    return number_text(kind, value, _)


def number_text(kind: FieldType, value: Decimal | int, _: Translator) -> str:
    """Return a number as *kind* shows it: money with cents, years without thousands marks."""
    if isinstance(kind, Money):
        return _.number(value, 2)
    if is_year(kind):
        return str(value)
    return _.number(value)


def is_year(kind: FieldType) -> bool:
    """Return whether numbers of *kind* are calendar years, by the bounds of the field."""
    return (
        isinstance(kind, DecimalNumber)
        and kind.places == 0
        and kind.minimum is not None
        and kind.maximum is not None
        and kind.minimum >= EARLIEST.year
        and kind.maximum <= LATEST.year
    )


def state_text(state: ValueState | None, _: Translator) -> str:
    """Return the word for a state; "" for a value that simply stands."""
    said = answer_words(_.language.code).states
    if state is None or state is ValueState.OK:
        return ""
    return said.get(state) or _(STATE_TEXTS.get(state, ""))


def answer_text(kind: FieldType, value: Value, state: ValueState | None, _: Translator) -> str:
    """Return a value with its state, the state alone where there is no value, or ""."""
    text, standing = text_of(kind, value, _), state_text(state, _)
    if text and standing:
        return _("{value} ({state})", value=text, state=standing)
    return text or standing


def _label(kind: Code, code: str, language: str) -> str:
    return kind.list.label(code, language) if kind.list is not None else code
