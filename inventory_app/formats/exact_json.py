"""JSON with exact decimals: a `Decimal` becomes the number it is, never a binary fraction."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import PurePath

# What a terminal may take for a command, and what JavaScript takes for the end of a line.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029]")


def exact_json(value: object, *, indent: int | None = None, ascii_only: bool = False) -> str:
    """Return *value* as JSON; dates and paths become texts, tuples arrays, decimals numbers.

    *indent* sets each member on a line of its own, *ascii_only* escapes every other character.
    Raises `TypeError` for anything that has no form in JSON, `ValueError` for NaN and infinity.
    """
    return "".join(_pieces(value, indent, 0, ascii_only))


def plain_number(value: Decimal) -> str:
    """Return the shortest digits that mean exactly *value*, without an exponent."""
    if not value.is_finite():
        msg = f"{value} is not a number in JSON"
        raise ValueError(msg)
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _pieces(value: object, indent: int | None, depth: int, ascii_only: bool) -> Iterable[str]:
    if isinstance(value, Mapping):
        members = (
            (_text(str(key), ascii_only) + ": ", member)
            for key, member in value.items()  # the order of the mapping is the order on paper
        )
        yield from _group("{", "}", members, indent, depth, ascii_only)
    elif isinstance(value, list | tuple | set | frozenset):
        items = sorted(value) if isinstance(value, set | frozenset) else value
        yield from _group("[", "]", (("", item) for item in items), indent, depth, ascii_only)
    else:
        yield _scalar(value, ascii_only)


def _group(
    opening: str,
    closing: str,
    members: Iterable[tuple[str, object]],
    indent: int | None,
    depth: int,
    ascii_only: bool,
) -> Iterable[str]:
    between = ", " if indent is None else ",\n" + " " * indent * (depth + 1)
    empty = True
    yield opening
    for name, member in members:
        if not empty:
            yield between
        elif indent is not None:
            yield between[1:]
        empty = False
        yield name
        yield from _pieces(member, indent, depth + 1, ascii_only)
    if indent is not None and not empty:
        yield "\n" + " " * indent * depth
    yield closing


def _scalar(value: object, ascii_only: bool) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Enum):
        return _scalar(value.value, ascii_only)
    if isinstance(value, str):
        return _text(value, ascii_only)
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return json.dumps(value, allow_nan=False)
    if isinstance(value, date | datetime):
        return _text(value.isoformat(), ascii_only)
    if isinstance(value, PurePath):
        return _text(str(value), ascii_only)
    msg = f"{type(value).__name__} has no form in JSON"
    raise TypeError(msg)


def _text(text: str, ascii_only: bool) -> str:
    quoted = json.dumps(text, ensure_ascii=ascii_only)
    if quoted.isascii():
        return quoted.replace("\x7f", "\\u007f")
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
