"""Finding words in texts of six languages, whatever their capitals, accents and vowel marks."""

# ruff: noqa: RUF001 - letters of other scripts are what this module is about

from __future__ import annotations

import unicodedata
from typing import NamedTuple

_LEAST_INDEXED = 3  # an index of three letters in a row knows nothing of less
_AROUND = 40
# Letters that stand for one another when people type: Arabic alif, ya and ta marbuta, tatweel.
_ALIKE = {"ى": "ي", "ة": "ه", "ٱ": "ا", "ـ": "", "ı": "i", "ł": "l", "ø": "o", "đ": "d"}


class Excerpt(NamedTuple):
    """Part of a text, and where in it the words stand: pairs of start and end."""

    text: str
    matches: tuple[tuple[int, int], ...]


class _Letters(dict[int, str]):
    """What each letter is folded to; worked out once for each letter that occurs."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _letter(chr(code))
        return folded


def _letter(letter: str) -> str:
    if letter.isspace() or letter == "\0":
        return " "
    plain = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(
        _ALIKE.get(ch, ch)
        for ch in unicodedata.normalize("NFKD", plain)
        if unicodedata.category(ch) not in ("Mn", "Cf", "Cs")
    )


_LETTERS = _Letters()


def plain(text: str) -> str:
    """Return *text* letter by letter without capitals, accents, vowel marks and line ends."""
    return text.translate(_LETTERS)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of what was typed into a search box, folded, each once."""
    return tuple(dict.fromkeys(plain(text).split()))


def is_indexed(word: str) -> bool:
    """Whether an index of three letters in a row can find *word*."""
    return len(word) >= _LEAST_INDEXED


def places(text: str, words: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return where *words* stand in *text* as pairs of start and end, in order, none overlapping.

    Positions count characters of *text* as it is, however many letters each is folded to.
    """
    folded: list[str] = []
    origin: list[int] = []
    for index, letter in enumerate(text):
        part = _LETTERS[ord(letter)]
        folded.append(part)
        origin += [index] * len(part)
    whole = "".join(folded)
    found: list[tuple[int, int]] = []
    for word in words:
        at = whole.find(word) if word else -1
        while at >= 0:
            found.append((origin[at], origin[at + len(word) - 1] + 1))
            at = whole.find(word, at + len(word))
    return _apart(found)


def _apart(found: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)


def excerpt(text: str, words: tuple[str, ...], around: int = _AROUND) -> Excerpt | None:
    """Return the part of *text* around the first match, None if no word stands in it.

    What is left out is marked by an ellipsis at either end.
    """
    matches = places(text, words)
    if not matches:
        return None
    start = max(0, matches[0][0] - around)
    end = min(len(text), max(matches[0][1], start) + around)
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple(
        (max(a, start) + shift, min(b, end) + shift) for a, b in matches if a < end and b > start
    )
    return Excerpt(before + text[start:end] + after, inside)
