"""Numbers as files store them: their digits, and what a format makes of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from inventory_app.formats.spreadsheet import limits

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?").fullmatch
_INFINITE = float("inf")


class NumberFormat(NamedTuple):
    """What a number format makes of a number."""

    is_date: bool
    is_percent: bool


PLAIN = NumberFormat(is_date=False, is_percent=False)


def finite(digits: str) -> tuple[float, str]:
    """Return the number that *digits* are, and the digits without blanks around them.

    Raises LookupError for what is no number, none that is finite, or absurdly long.
    """
    if not _NUMBER(digits):
        digits = digits.strip()
        if not _NUMBER(digits):
            raise LookupError(digits)
    number = float(digits)
    if abs(number) == _INFINITE or len(digits) > limits.NUMBER:
        raise LookupError(digits)
    return number, digits
