"""Numbers as people write them in six languages; what could mean two things is never guessed."""
# ruff: noqa: RUF001, RUF002 - digits and marks of other scripts are what this module is about

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from inventory_app.domain.words import visible

# Thousands and decimal marks by language; blanks group thousands everywhere.
_DECIMAL_COMMA = frozenset({"fr", "ru", "es"})
_GROUPING = {"fr": "", "ru": "", "es": ".", "en": ",", "zh": ",", "ar": ","}
_BLANKS = re.compile(r"\s+")
_APOSTROPHE = re.compile(r"(?<=\d)['’](?=\d)")  # groups thousands in Switzerland
_SCALES = (("百万", 6), ("万", 4), ("萬", 4), ("亿", 8), ("億", 8), ("千", 3))
# Names of the dollar only: an amount in another currency is not the number that is asked for.
_DOLLAR_BEFORE = re.compile(r"^(?:USD|US\$|\$|美元)\s*", re.IGNORECASE)
_DOLLAR_AFTER = re.compile(
    r"\s*(?:USD|US\$|\$|美元|долл\.?|dollars?|d[oó]lares|دولار)$", re.IGNORECASE
)
_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_POINT = "．"  # stands for the Arabic decimal mark, which means nothing else
_LONGEST = 60


class NotANumber(ValueError):  # noqa: N818 - reads as the answer to "what is it?"
    """Raised for text that no custom reads as a number."""


class Ambiguous(ValueError):  # noqa: N818 - reads as the answer to "what is it?"
    """Raised for text that two customs read as different numbers."""


def read_number(text: str, language: str, places: int) -> Decimal:
    """Return the number that *text* stands for.

    *language* is the one the workbook was issued in, *places* the decimals its field keeps.
    Understands other digits (١٢٣, １２３), blanks of any kind as thousands marks, 万 / 百万 / 亿,
    a name of the dollar and brackets for a negative amount. Raises `NotANumber`, or `Ambiguous`
    where one mark stands before exactly three digits and the language does not settle what it
    means.
    """
    if any(ch.isdigit() and not ch.isdecimal() for ch in text):
        raise NotANumber(text)  # 10² is not 102
    original = unicodedata.normalize("NFKC", visible(text)).strip()
    if not original or len(original) > _LONGEST:
        raise NotANumber(text)
    grouped = _APOSTROPHE.sub(" ", _ascii_digits(original).removeprefix("'"))
    body, sign = _unsigned(_BLANKS.sub(" ", grouped).strip())
    body, exponent = _unscaled(body)
    plain = _with_point(_without_blanks(body), language, places + exponent)
    if not _PLAIN.fullmatch(plain):
        raise NotANumber(text)
    return sign * Decimal(plain).scaleb(exponent)


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
        body = _DOLLAR_BEFORE.sub("", body)
    if len(signs) > 1:
        raise NotANumber(body)
    return _DOLLAR_AFTER.sub("", body), signs[0] if signs else 1


def _unscaled(body: str) -> tuple[str, int]:
    for word, exponent in _SCALES:
        if body.endswith(word):
            return body.removesuffix(word).rstrip(), exponent
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
