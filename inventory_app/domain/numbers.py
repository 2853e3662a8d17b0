"""Numbers as people write them in six languages; what could mean two things is never guessed."""
# ruff: noqa: RUF001, RUF002 - digits and marks of other scripts are what this module is about

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from inventory_app.domain.words import visible

# Thousands and decimal marks by language; blanks group thousands everywhere.
_DECIMAL_COMMA = frozenset({"fr", "ru", "es"})
_GROUPING = {"fr": "", "ru": "", "es": ".", "en": ",", "zh": ",", "ar": ","}
_BLANKS = re.compile(r"\s+")
_APOSTROPHE = re.compile(r"(?<=\d)['’‘ʼ′`](?=\d)")  # groups thousands in Switzerland
# Chinese counts in ten thousands: 2 000 万, 3千万, 1亿2000万.
_HAN_PART = re.compile(r"([0-9., ．]+)(万亿|萬億|[十百千]?[万萬亿億]|千)", re.ASCII)
_HAN_DIGITS = {"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
# Words that mean the same number wherever they are used; “billion” and “M” do not.
_SCALES = (
    (9, ("milliards", "milliard", "миллиардов", "миллиарда", "миллиард", "млрд.", "млрд",
         "mil millones", "mrd", "مليارات", "مليار")),
    (6, ("millions", "million", "mln", "mio", "миллионов", "миллиона", "миллион", "млн.", "млн",
         "millones", "millón", "ملايين", "مليون")),
    (3, ("thousand", "тысячи", "тысяча", "тысяч", "тыс.", "тыс", "milliers", "mille", "mil",
         "آلاف", "ألف", "k")),
)  # fmt: skip
# Names of the dollar only: an amount in another currency is not the number that is asked for.
_DOLLAR_BEFORE = re.compile(r"^(?:USD|US\$|\$|美元)\s*", re.IGNORECASE)
_DOLLAR_AFTER = re.compile(
    r"\s*(?:USD|US\$|\$|美元|долл\.?|dollars?|d[oó]lares|دولار)$", re.IGNORECASE
)
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_POINT = "．"  # stands for the Arabic decimal mark, which means nothing else
_ARABIC_COMMA = "،"  # some type it for either mark
_LONGEST = 60
_EXACT_DIGITS = 15  # what a spreadsheet keeps of a number


class NotANumber(ValueError):  # noqa: N818 - reads as the answer to "what is it?"
    """Raised for text that no custom reads as a number."""


class Ambiguous(ValueError):  # noqa: N818 - reads as the answer to "what is it?"
    """Raised for text that two customs read as different numbers."""


def read_number(text: str, language: str, places: int) -> Decimal:
    """Return the number that *text* stands for.

    *language* is the one the workbook was issued in, *places* the decimals its field keeps.
    Understands other digits (١٢٣, １２３), blanks of any kind as thousands marks, 万 / 百万 / 亿,
    words for thousands and millions, a name of the dollar, and brackets or a minus sign at either
    end for a negative amount. Raises `NotANumber`, or `Ambiguous` where one mark stands before
    exactly three digits and the language does not settle what it means, and for 3万5.
    """
    if any(ch.isdigit() and not ch.isdecimal() for ch in text):
        raise NotANumber(text)  # 10² is not 102
    original = unicodedata.normalize("NFKC", visible(text)).strip()
    if not original or len(original) > _LONGEST:
        raise NotANumber(text)
    if _ARABIC_COMMA in original:
        original, language = original.replace(_ARABIC_COMMA, ","), ""
    grouped = _APOSTROPHE.sub(" ", _ascii_digits(original).removeprefix("'"))
    body, sign = _unsigned(_BLANKS.sub(" ", grouped).strip())
    if _HAN_PART.match(body):
        return sign * _han(body, language, places)
    body, exponent = _unscaled(body)
    return sign * _plain(body, language, places + exponent).scaleb(exponent)


def digits_shown(stored: str, *, percent: bool) -> tuple[str, bool]:
    """Return the text that a cell shows for a *stored* number, and whether no digit was lost.

    A spreadsheet keeps fifteen digits: 1.1 is stored as 1.1000000000000001, and of a number with
    more digits the last ones are zeros. What is no number is returned as it is.
    """
    try:
        number = Decimal(stored)
        shown = Decimal(f"{float(number):.{_EXACT_DIGITS}g}")
    except (InvalidOperation, OverflowError):
        return stored.strip(), True
    if not shown.is_finite() or abs(shown.adjusted()) > _LONGEST:
        return stored.strip(), True
    is_whole = shown == shown.to_integral_value()
    long = len(number.as_tuple().digits) > _EXACT_DIGITS or shown.adjusted() >= _EXACT_DIGITS
    text = f"{shown * 100:f}" if percent else f"{shown:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if percent else text, not (is_whole and long)


def _plain(body: str, language: str, places: int) -> Decimal:
    """Return the number of digits and marks without anything around them."""
    plain = _with_point(_without_blanks(body), language, places)
    if not _PLAIN.fullmatch(plain):
        raise NotANumber(body)
    return Decimal(plain)


def _han(body: str, language: str, places: int) -> Decimal:
    """Return a number such as 1亿2000万, of which each part must be smaller than the one before."""
    total, end, last = Decimal(0), 0, 0
    for match in _HAN_PART.finditer(body):
        exponent = sum(_HAN_DIGITS[ch] for ch in match[2])
        number = _plain(match[1].strip(), language, places + exponent)
        too_large = last and number >= 1 and number.adjusted() + exponent >= last
        if match.start() != end or too_large:
            raise NotANumber(body)
        total += number.scaleb(exponent)
        end, last = match.end(), exponent
    rest = body[end:].strip()
    if not rest:
        return total
    number = _plain(rest, language, places)
    if len(rest) != last or not rest.isdecimal():
        raise Ambiguous(body)  # 3万5 is 35,000 when it is said
    return total + number


def _ascii_digits(text: str) -> str:
    digits = (
        str(unicodedata.decimal(ch)) if ch.isdecimal() and not ch.isascii() else ch for ch in text
    )
    return "".join(digits).replace("٫", _POINT).replace("٬", " ").replace("−", "-")


def _unsigned(body: str) -> tuple[str, int]:
    """Return *body* without brackets, signs and dollars, and the sign; two signs are no number."""
    signs = []
    if body.startswith("(") and body.endswith(")"):
        signs.append(-1)
        body = body[1:-1].strip()
    for _ in range(2):  # a sign may stand before or after the name of the currency
        if body[:1] in ("-", "+"):
            signs.append(-1 if body[0] == "-" else 1)
            body = body[1:].lstrip()
        if body.endswith("-"):
            signs.append(-1)
            body = body[:-1].rstrip()
        body = _DOLLAR_AFTER.sub("", _DOLLAR_BEFORE.sub("", body))
    if len(signs) > 1:
        raise NotANumber(body)
    return body, signs[0] if signs else 1


def _unscaled(body: str) -> tuple[str, int]:
    """Return *body* without a word for thousands or millions, and its power of ten."""
    lower = body.lower()
    for exponent, words in _SCALES:
        for word in words:
            if lower.endswith(word):
                return body[: -len(word)].rstrip(), exponent
    return body, 0


def _without_blanks(body: str) -> str:
    """Return *body* without the blanks that group thousands before the decimal mark."""
    if " " not in body:
        return body
    whole = re.split(rf"[.,{_POINT}]", body)[0]
    if " " in body[len(whole) :]:
        raise NotANumber(body)
    return _joined(whole.split(" "), body) + body[len(whole) :]


def _joined(groups: list[str], body: str) -> str:
    """Return the digits of *groups*, which must be groups of thousands."""
    if not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
        raise NotANumber(body)
    return "".join(groups)


def _with_point(body: str, language: str, places: int) -> str:
    if _POINT in body:
        whole, _, fraction = body.partition(_POINT)
        return (_joined(whole.split(","), body) if "," in whole else whole) + "." + fraction
    marks = [ch for ch in body if ch in ".,"]
    if not marks:
        return body
    if len(set(marks)) == 2:
        return _both_marks(body, marks)
    if len(marks) > 1:
        return _joined(body.split(marks[0]), body)
    return _one_mark(body, marks[0], language, places)


def _both_marks(body: str, marks: list[str]) -> str:
    last = marks[-1]
    whole, _, fraction = body.rpartition(last)
    if last in whole:
        raise NotANumber(body)
    return _joined(whole.split("," if last == "." else "."), body) + "." + fraction


def _one_mark(body: str, mark: str, language: str, places: int) -> str:
    whole, fraction = body.split(mark)
    if len(fraction) != 3 or len(whole) > 3 or whole in ("", "0"):
        return f"{whole or 0}.{fraction}"
    if mark == _GROUPING.get(language, ""):
        return whole + fraction
    decimal_mark = "," if language in _DECIMAL_COMMA else "."
    if mark == decimal_mark and places >= 3:
        return f"{whole}.{fraction}"
    raise Ambiguous(body)
