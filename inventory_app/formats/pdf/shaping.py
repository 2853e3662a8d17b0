"""From characters to runs that can be drawn: faces, Arabic joining, line breaks, direction.

All text is plain: nothing in it is ever read as markup. Invisible direction marks other than the
simple ones are dropped, so that no name can turn the rest of a line around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from inventory_app.formats.pdf import bidi, fonts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.languages import Language

# C0 and C1 controls, zero-width and direction characters that draw nothing.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_JOINERS_AND_MARKS = frozenset("\u200c\u200d\u200e\u200f\u061c")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT_TO_RIGHT = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff\u2e80-\u9fff]")
_ARABIC = re.compile("[\u0600-\u08ff]")

# Chinese typography (GB/T 15834): marks that no line may begin with, and none may end with.
NEVER_FIRST = frozenset("，。、；：？！）》」』】〉〕”’％‰…—～·,.;:?!)]}%»")  # noqa: RUF001
NEVER_LAST = frozenset("（《「『【〈〔“‘([{«")  # noqa: RUF001
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one face in the order in which they are drawn, left to right."""

    face: str
    text: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text; `width` is in thousandths of the font size."""

    runs: tuple[Run, ...]
    width: float


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Shaped characters in logical order with their faces, widths and (if mixed) levels."""

    text: str
    faces: tuple[str, ...]
    widths: tuple[float, ...]
    levels: tuple[int, ...] | None
    base: int


def on_one_line(text: str) -> str:
    """Return *text* for the properties and the outline of a file: visible, without breaks."""
    line = " ".join(_clean(text).split("\n"))
    return line.encode("utf-16", "replace").decode("utf-16")


def width_of(text: str, size: float, language: Language, *, bold: bool = False) -> float:
    """Return how wide *text* is on one line, in points."""
    lines = layout(text, 1e9, size, language, bold=bold)
    return max(line.width for line in lines) * size / 1000


def longest_word(text: str, size: float, language: Language, *, bold: bool = False) -> float:
    """Return the width in points of the widest part of *text* that cannot be broken."""
    return _longest_word(text, bold, language) * size / 1000


@lru_cache(maxsize=16384)
def _longest_word(text: str, bold: bool, language: Language) -> float:
    longest = used = 0.0
    for part in _clean(text).split("\n"):
        paragraph = _shape(part, bold, language)
        before = " "
        for character, width in zip(paragraph.text, paragraph.widths, strict=True):
            if character == " " or before == " " or _may_break(before, character):
                longest, used = max(longest, used), 0.0
            used += width
            before = character
        longest, used = max(longest, used), 0.0
    return longest


def layout(
    text: str,
    width: float,
    size: float,
    language: Language,
    *,
    bold: bool = False,
    at_most: int | None = None,
) -> tuple[TextLine, ...]:
    """Break *text* into lines of at most *width* points; there is always at least one.

    With *at_most*, further lines are dropped and the last one kept ends with “…”. A word that
    is longer than a line is cut where the line ends.
    """
    return _layout(text, round(width * 1000 / size, 3), language, bold, at_most)


@lru_cache(maxsize=32768)
def _layout(
    text: str, room: float, language: Language, bold: bool, at_most: int | None
) -> tuple[TextLine, ...]:
    lines: list[TextLine] = []
    parts = _clean(text).split("\n")
    for part_number, part in enumerate(parts, start=1):
        paragraph = _shape(part, bold, language)
        spans = _break(paragraph, room)
        for number, (start, end) in enumerate(spans, start=1):
            is_last = number == len(spans) and part_number == len(parts)
            if len(lines) + 1 == at_most and not is_last:
                lines.append(_cut(paragraph, start, room, bold, language))
                return tuple(lines)
            lines.append(_line(paragraph, start, end))
    return tuple(lines)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    return _INVISIBLE.sub("", text)


@cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper  # noqa: PLC0415 - only for documents with Arabic

    return ArabicReshaper(
        {"delete_harakat": False, "delete_tatweel": False, "support_ligatures": True}
    )


@lru_cache(maxsize=8192)
def _shape(text: str, bold: bool, language: Language) -> _Paragraph:
    han = language.script == "han"
    has_right_to_left = bool(_RIGHT_TO_LEFT.search(text))
    if _ARABIC.search(text):
        text = _reshaper().reshape(text)
    characters = []
    faces = []
    for character in text:
        name = fonts.face_for(character, bold=bold, han=han)
        characters.append(character if name or character in _JOINERS_AND_MARKS else "\ufffd")
        faces.append(name or fonts.face(fonts.LATIN, bold=bold))
    text = "".join(characters)
    widths = tuple(
        0.0 if character in _JOINERS_AND_MARKS else fonts.widths(name)[ord(character)]
        for character, name in zip(text, faces, strict=True)
    )
    base = int(has_right_to_left and (language.right_to_left or not _LEFT_TO_RIGHT.search(text)))
    levels = None
    if has_right_to_left:
        levels = tuple(bidi.levels(text, right_to_left=bool(base)))
    return _Paragraph(text, tuple(faces), widths, levels, base)


def _is_wide(character: str) -> bool:
    code = ord(character)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF


def _may_break(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters, neither of them a space."""
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if _is_wide(before) or _is_wide(after):
        return True
    return before in "-/–" and after.isalpha()  # noqa: RUF001 - the dash is meant


def _break(paragraph: _Paragraph, room: float) -> list[tuple[int, int]]:
    """Return where each line starts and ends, in logical order; trailing spaces are left out."""
    text, widths = paragraph.text, paragraph.widths
    spans: list[tuple[int, int]] = []
    start, total = 0, len(text)
    if sum(widths) <= room:
        return [_trimmed(text, 0, total)]
    while start < total:
        used = 0.0
        chance = start
        place = start
        while place < total:
            used += widths[place]
            if used > room and text[place] != " ":
                break
            if text[place] == " " or (
                place + 1 < total
                and text[place + 1] != " "
                and _may_break(text[place], text[place + 1])
            ):
                chance = place + 1
            place += 1
        end = total if place >= total else chance if chance > start else max(place, start + 1)
        spans.append(_trimmed(text, start, end))
        start = end
    return spans


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end


def _cut(
    paragraph: _Paragraph, start: int, room: float, bold: bool, language: Language
) -> TextLine:
    """Return as much of the rest as fits on one line, ending with “…”."""
    text, widths = paragraph.text, paragraph.widths
    name = fonts.face_for(ELLIPSIS, bold=bold, han=language.script == "han") or ""
    sign = fonts.widths(name)[ord(ELLIPSIS)]
    used, end = sign, start
    while end < len(text) and used + widths[end] <= room:
        used += widths[end]
        end += 1
    start, end = _trimmed(text, start, end)
    shortened = _Paragraph(
        text[start:end] + ELLIPSIS,
        (*paragraph.faces[start:end], name),
        (*widths[start:end], sign),
        None if paragraph.levels is None else (*paragraph.levels[start:end], paragraph.base),
        paragraph.base,
    )
    return _line(shortened, 0, end - start + 1)


def _line(paragraph: _Paragraph, start: int, end: int) -> TextLine:
    """Put the characters of one line into the order in which they are drawn."""
    text, faces, levels = paragraph.text, paragraph.faces, paragraph.levels
    width = sum(paragraph.widths[start:end])
    order: Sequence[int] = range(start, end)
    if levels is not None:
        order = [start + place for place in bidi.visual_order(levels[start:end])]
    runs: list[tuple[str, list[str]]] = []
    for place in order:
        character, name = text[place], faces[place]
        if character in _JOINERS_AND_MARKS:
            continue
        if levels is not None and levels[place] % 2:
            character = bidi.mirrored(character)
        if not runs or runs[-1][0] != name:
            runs.append((name, []))
        runs[-1][1].append(character)
    return TextLine(tuple(Run(name, "".join(characters)) for name, characters in runs), width)
