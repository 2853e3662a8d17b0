"""Tables on a terminal: columns line up by what letters take there, and nothing steers it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

_GAP = "  "
_STEERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(text: str) -> str:
    """Return *text* with everything that could steer a terminal written out by its number.

    File names and answers come from outside: a line end, an escape sequence or a direction mark
    in them must not change what the other lines say.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_written_out(letter) for letter in text)


def _written_out(letter: str) -> str:
    if letter in _STEERING or unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs"):
        return letter.encode("unicode_escape", "backslashreplace").decode("ascii")
    return letter


def display_width(text: str) -> int:
    """Return how many columns *text* takes: Chinese letters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns(letter) for letter in text)


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def shortened(text: str, columns: int) -> str:
    """Return *text* cut to *columns*, with an ellipsis where something was cut."""
    if display_width(text) <= columns:
        return text
    kept = ""
    for letter in text:
        if display_width(kept + letter) >= columns:
            break
        kept += letter
    return kept + "…"


def aligned(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()
) -> list[str]:
    """Return the lines of a table; the columns numbered in *right* end at the same place."""
    lines = [[visible(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(map(display_width, column)) for column in zip(*lines, strict=True)]
    ends = frozenset(right)
    return [
        _GAP.join(
            _padded(cell, width, at_end=place in ends)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    ]


def _padded(cell: str, width: int, *, at_end: bool) -> str:
    blanks = " " * (width - display_width(cell))
    return blanks + cell if at_end else cell + blanks
