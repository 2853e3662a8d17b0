"""Days as people write them; day and month are never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from inventory_app.domain.words import visible

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?")
_HAN = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: ?г\.?)?")  # noqa: RUF001 - Russian "year"
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


class AmbiguousDate(ValueError):  # noqa: N818 - reads as the answer to "what is it?"
    """Raised for text such as 03/04/2026, which two customs read as two days."""


def read_date(text: str) -> date:
    """Return the day that *text* stands for.

    Accepts year-month-day with -, / or ., 2026年4月3日, day.month.year with dots (the custom of
    every language that uses dots), and slashes where only one order is a day. Raises
    `AmbiguousDate`, or `ValueError` for anything else.
    """
    plain = unicodedata.normalize("NFKC", visible(text)).strip()
    plain = "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in plain)
    for pattern in (_ISO, _HAN):
        if match := pattern.fullmatch(plain.replace(" ", "") if pattern is _HAN else plain):
            year, month, day = map(int, match.groups())
            return date(year, month, day)
    if match := _DAY_FIRST.fullmatch(plain):
        day, month, year = map(int, match.groups())
        return date(year, month, day)
    if match := _SLASHES.fullmatch(plain):
        first, second, year = map(int, match.groups())
        if first <= 12 and second <= 12 and first != second:
            raise AmbiguousDate(text)
        return date(year, second, first) if second <= 12 else date(year, first, second)
    raise ValueError(text)
