"""Days as people write them; day and month are never guessed."""
# ruff: noqa: RUF001, RUF003 - dates in six languages

from __future__ import annotations

import re
import unicodedata
from datetime import date

from inventory_app.domain.month_names import month_number
from inventory_app.domain.words import visible

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00)?)?")
_HAN = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: ?г\.?)?")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
# 3 April 2026, 3rd of April, 2026, 1er avril 2026, 3-Apr-2026, 3 de abril de 2026, 3 апреля 2026 г.
_MONTH = r"([^\W\d_][^\d,]*?)"
_ORDINAL = r"(?:st|nd|rd|th|er|re|º|ª|o|a|-?го|-?е)?"
_OF = r"(?:\s*[-\s,./]\s*|(?<=\d))(?:(?:de|del|of|the)\s+)?"
_DAY_MONTH_YEAR = re.compile(
    rf"(?:le\s+|el\s+|the\s+)?(\d{{1,2}}){_ORDINAL}{_OF}{_MONTH}[-\s,./]*(?:(?:de|del|of)\s+)?"
    r"(\d{2}|\d{4})(?:\s?(?:г\.?|года|م\.?))?"
)
_MONTH_DAY_YEAR = re.compile(rf"{_MONTH}\s*[-\s.]\s*(\d{{1,2}}){_ORDINAL}\s*[-\s,]\s*(\d{{4}})")
_YEAR_MONTH_DAY = re.compile(rf"(\d{{4}})\s*[-\s,.]\s*{_MONTH}\s*[-\s.]\s*(\d{{1,2}}){_ORDINAL}")
_LONGEST = 60
_HAN_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_HAN_TENS = re.compile("([一二三四五六七八九]?)十([一二三四五六七八九]?)")


class AmbiguousDate(ValueError):  # noqa: N818 - reads as the answer to "what is it?"
    """Raised for text such as 03/04/2026, which two customs read as two days."""


def read_date(text: str) -> date:
    """Return the day that *text* stands for.

    Accepts year-month-day with -, / or ., 2026年4月3日, day.month.year with dots (the custom of
    every language that uses dots), names of months in six languages, and slashes where only one
    order is a day. Raises `AmbiguousDate`, also for a year of two digits, or `ValueError` for
    anything else.
    """
    plain = unicodedata.normalize("NFKC", visible(text)).strip()
    if len(plain) > _LONGEST:
        raise ValueError(text)
    plain = "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in plain)
    if match := _ISO.fullmatch(plain) or _HAN.fullmatch(_without_han_numerals(plain)):
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
    if _SHORT_YEAR.fullmatch(plain):
        raise AmbiguousDate(text)
    return _with_month_name(plain)


def _without_han_numerals(text: str) -> str:
    """Return *text* without blanks and with digits for the numerals of 二〇二六年十二月三十一日."""
    if "年" not in text:
        return ""

    def tens(match: re.Match[str]) -> str:
        return f"{match[1] or '一'}{match[2] or '〇'}"

    return _HAN_TENS.sub(tens, text.replace(" ", "")).translate(_HAN_DIGITS)


def _with_month_name(text: str) -> date:
    """Return the day in a text that names its month."""
    for pattern, order in (
        (_DAY_MONTH_YEAR, (3, 2, 1)),
        (_MONTH_DAY_YEAR, (3, 1, 2)),
        (_YEAR_MONTH_DAY, (1, 2, 3)),
    ):
        match = pattern.fullmatch(text)
        month = month_number(match[order[1]].strip(" .,-")) if match else None
        if match is None or month is None:
            continue
        if len(match[order[0]]) != 4:
            raise AmbiguousDate(text)
        return date(int(match[order[0]]), month, int(match[order[2]]))
    raise ValueError(text)
