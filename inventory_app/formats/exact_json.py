"""JSON with exact decimals: a `Decimal` becomes the number it is, never a binary fraction."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from json.encoder import encode_basestring, encode_basestring_ascii
from pathlib import PurePath

# What a terminal may take for a command, and what JavaScript takes for the end of a line.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029]")

Quote = Callable[[str], str]


def exact_json(value: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """Return *value* as JSON; dates and paths become texts, tuples arrays, decimals numbers.

    *indent* sets each member on a line of its own, *ascii_only* escapes every other character.
    Raises `TypeError` for anything that has no form in JSON, `ValueError` for NaN and infinity.
    """
    return _written(value, indent, 0, encode_basestring_ascii if ascii_only else _quoted)


def plain_number(value: Decimal) -> str:
    """Return the shortest digits that mean exactly *value*, without an exponent."""
    if not value.is_finite():
        msg = f"{value} is not a number in JSON"
        raise ValueError(msg)
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _written(value: object, indent: int | None, depth: int, quote: Quote) -> str:
    if isinstance(value, str):
        return quote(str(value))
    if isinstance(value, Mapping):
        members = (
            f"{quote(str(key))}: {_written(member, indent, depth + 1, quote)}"
            for key, member in value.items()
        )
        return _group("{", "}", members, indent, depth)
    if isinstance(value, list | tuple):
        return _group("[", "]", _items(value, indent, depth, quote), indent, depth)
    return _scalar(value, quote)


def _items(values: Iterable[object], indent: int | None, depth: int, quote: Quote) -> Iterator[str]:
    return (_written(value, indent, depth + 1, quote) for value in values)


def _group(
    opening: str, closing: str, members: Iterable[str], indent: int | None, depth: int
) -> str:
    if indent is None:
        return opening + ", ".join(members) + closing
    margin = "\n" + " " * indent * (depth + 1)
    body = f",{margin}".join(members)
    return f"{opening}{margin}{body}{margin[:-indent]}{closing}" if body else opening + closing


def _scalar(value: object, quote: Quote) -> str:
    match value:
        case None:
            text = "null"
        case bool():
            text = "true" if value else "false"
        case int():
            text = str(int(value))
        case Decimal():
            text = plain_number(value)
        case float():
            text = json.dumps(value, allow_nan=False)
        case Enum():
            text = _scalar(value.value, quote)
        case date():
            text = quote(value.isoformat())
        case PurePath():
            text = quote(str(value))
        case _:
            msg = f"{type(value).__name__} has no form in JSON"
            raise TypeError(msg)
    return text


def _quoted(text: str) -> str:
    quoted: str = encode_basestring(text)
    if quoted.isascii() and "\x7f" not in quoted:
        return quoted
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
