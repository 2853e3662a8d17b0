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
    """Return *value* of a field of *kind* as the text of a CSV cell; several codes have ; between."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(kind, Money) and isinstance(value, Decimal | int):
        return f"{value:.2f}"
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return csv_text(";".join(value) if isinstance(value, tuple) else value)


def csv_text(text: str) -> str:
    """Return *text* so that no spreadsheet program runs it: with an apostrophe if it must."""
    return f"'{text}" if text.startswith(_RISKY) else text
