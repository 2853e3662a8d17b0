"""Numbers as people write them in six languages; what could mean two things is never guessed."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

# Thousands and decimal marks by language; blanks group thousands everywhere.
_DECIMAL_COMMA = frozenset({"fr", "ru", "es"})
_GROUPING = {"fr": "", "ru": "", "es": ".", "en": ",", "zh": ",", "ar": ","}
_BLANKS = re.compile("[\\s\u00a0\u202f\u2009\u3000'’]+")
_SCALES = (("百万", 6), ("万", 4), ("萬", 4), ("亿", 8), ("億", 8), ("千", 3))
_NOISE = re.compile(r"^(?:USD|US\$|\$|€|EUR|美元)|(?:USD|US\$|\$|美元|долл\.?|dollars?|دولار)$", re.IGNORECASE)
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_LONGEST = 60


class NotANumber(ValueError):  # noqa: N818 - reads as the answer to "what is it?"
    """Raised for text that no custom reads as a number."""


class Ambiguous(ValueError):  # noqa: N818 - reads as the answer to "what is it?"
    """Raised for text that two customs read as different numbers."""


def read_number(text: str, language: str, places: int) -> Decimal:
    """Return the number that *text* stands for.

    *language* is the one the workbook was issued in, *places* the decimals its field keeps.
    Understands other digits (١٢٣, １２３), blanks of any kind as thousands marks, 万 / 百万 / 亿,
    a currency name and brackets for a negative amount. Raises `NotANumber`, or `Ambiguous` where
    one mark stands before exactly three digits and the language does not settle what it means.
    """
    original = unicodedata.normalize("NFKC", text).strip()
    if not original or len(original) > _LONGEST:
        raise NotANumber(text)
    body = _BLANKS.sub(" ", _ascii_digits(original))
    body, sign = _unsigned(body)
    body = _NOISE.sub("", body).strip()
    body, exponent = _unscaled(body)
    body = _ungrouped_blanks(body)
    plain = _with_point(body, language, places)
    if not _PLAIN.fullmatch(plain):
        raise NotANumber(text)
    return sign * Decimal(plain).scaleb(exponent)


def _ascii_digits(text: str) -> str:
    digits = (
        str(unicodedata.decimal(ch)) if ch.isdecimal() and not ch.isascii() else ch for ch in text
    )
    return "".join(digits).replace("٫", "．").replace("٬", " ").replace("−", "-")


def _unsigned(body: str) -> tuple[str, int]:
    if body.startswith("(") and body.endswith(")"):
        return body[1:-1].strip(), -1
    if body.startswith("-"):
        return body[1:].strip(), -1
    return body.removeprefix("+").strip(), 1


def _unscaled(body: str) -> tuple[str, int]:
    for word, exponent in _SCALES:
        if body.endswith(word):
            return body.removesuffix(word).strip(), exponent
    return body, 0


def _ungrouped_blanks(body: str) -> str:
    if " " not in body:
        return body
    head, *groups = re.split(" ", re.split(r"[.,．]", body)[0])
    if not head or len(head) > 3 or any(len(group) != 3 for group in groups):
        raise NotANumber(body)
    return body.replace(" ", "")


def _with_point(body: str, language: str, places: int) -> str:
    if "．" in body:  # the Arabic decimal mark means nothing else
        return body.replace(",", "").replace("．", ".")
    marks = [ch for ch in body if ch in ".,"]
    if not marks:
        return body
    if len(set(marks)) == 2:
        return _both_marks(body, marks)
    mark = marks[0]
    groups = body.split(mark)
    if len(marks) > 1:
        if len(groups[0]) in (1, 2, 3) and all(len(group) == 3 for group in groups[1:]):
            return "".join(groups)
        raise NotANumber(body)
    return _one_mark(body, mark, language, places)


def _both_marks(body: str, marks: list[str]) -> str:
    last = marks[-1]
    other = "," if last == "." else "."
    whole, _, fraction = body.rpartition(last)
    groups = whole.split(other)
    if last in whole or not all(len(group) == 3 for group in groups[1:]):
        raise NotANumber(body)
    return "".join(groups) + "." + fraction


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
