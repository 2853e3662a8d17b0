"""Answers in the form in which other programs read them: for JSON and for a CSV table."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from inventory_app.domain.field_types import FieldType, Money
from inventory_app.domain.values import Value
from inventory_app.formats.exact_json import plain_number

# A spreadsheet takes a text that begins with one of these for a formula or a command.
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def json_value(kind: FieldType, value: Value) -> object:
    """Return *value* of a field of *kind* as `exact_json` takes it.

    Money is a text with two decimals, other decimals are numbers; days are ISO 8601 texts, yes and
    no are true and false, several codes are an array.
    """
    if isinstance(kind, Money) and isinstance(value, Decimal | int):
        return f"{value:.2f}"
    if isinstance(value, tuple):
        return list(value)
    return value


def csv_value(kind: FieldType, value: Value) -> str:
    """Return *value* of a field of *kind* as a CSV cell; several codes stand with ; between."""
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case Decimal() | int():
            text = f"{value:.2f}" if isinstance(kind, Money) else plain_number(Decimal(value))
        case date():
            text = value.isoformat()
        case tuple():
            text = csv_text(";".join(value))
        case _:
            text = csv_text(value)
    return text


def csv_text(text: str) -> str:
    """Return *text* so that no spreadsheet program runs it: with an apostrophe if it must."""
    return f"'{text}" if text.startswith(_RISKY) else text
