"""From characters to runs that can be drawn: faces, Arabic joining, line breaks, direction.

All text is plain: nothing in it is ever read as markup. Invisible direction marks other than the
simple ones are dropped, so that no name can turn the rest of a line around.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from inventory_app.formats.pdf import bidi, fonts
from inventory_app.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.languages import Language

# C0 and C1 controls, zero-width and direction characters that draw nothing.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# A number in groups of three, whose groups a line of Arabic would put the other way round.
_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,3}) (?=\d{3}(?![\d,.]))")
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


@dataclass(frozen=True)
class _Paragraph:
    """Shaped characters in logical order with their faces, widths and (if mixed) levels."""

    text: str
    faces: tuple[str, ...]
    widths: tuple[float, ...]
    levels: tuple[int, ...] | None
    base: int

    @cached_property
    def starts(self) -> list[float]:
        """Where each character starts if all stand on one line, and where the last one ends."""
        return [0.0, *accumulate(self.widths)]

    @cached_property
    def chances(self) -> tuple[list[int], list[float]]:
        """After how many characters a line may end, and how far it reaches without spaces."""
        text, starts = self.text, self.starts
        places: list[int] = []
        reach: list[float] = []
        seen, before = 0.0, ""
        for place, character in enumerate(text):
            if before == " " or (character != " " and before and _may_break(before, character)):
                places.append(place)
                reach.append(seen)
            if character != " ":
                seen = starts[place + 1]
            before = character
        return [*places, len(text)], [*reach, seen]

    @cached_property
    def plain_face(self) -> str | None:
        """The only face, if the characters are drawn one after the other as they stand."""
        one = self.levels is None and len(set(self.faces)) == 1
        return self.faces[0] if one and _JOINERS_AND_MARKS.isdisjoint(self.text) else None


def on_one_line(text: str) -> str:
    """Return *text* for the properties and the outline of a file: visible, without breaks."""
    line = " ".join(_clean(text).split("\n"))
    return line.encode("utf-16", "replace").decode("utf-16")


def width_of(text: str, size: float, language: Language, *, bold: bool = False) -> float:
    """Return how wide *text* is on one line, in points."""
    return _extent(text, bold, language.code)[1] * size / 1000


def longest_word(text: str, size: float, language: Language, *, bold: bool = False) -> float:
    """Return the width in points of the widest part of *text* that cannot be broken."""
    return _extent(text, bold, language.code)[0] * size / 1000


def extent(text: str, size: float, language: Language, *, bold: bool) -> tuple[float, float]:
    """Return the widths in points of the longest word of *text* and of its longest line."""
    longest, whole = _extent(text, bold, language.code)
    return longest * size / 1000, whole * size / 1000


@lru_cache(maxsize=16384)
def _extent(text: str, bold: bool, code: str) -> tuple[float, float]:
    """Return the width of the longest word of *text* and that of its longest line."""
    longest = whole = 0.0
    for part in _clean(text).split("\n"):
        paragraph = _shape(part, bold, code)
        places, reach = paragraph.chances
        starts = (paragraph.starts[place] for place in (0, *places))
        longest = max(longest, *(end - start for start, end in zip(starts, reach, strict=False)))
        whole = max(whole, reach[-1])
    return longest, whole


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
    return _layout(text, round(width * 1000 / size, 3), language.code, bold, at_most)


@lru_cache(maxsize=32768)
def _layout(
    text: str, room: float, code: str, bold: bool, at_most: int | None
) -> tuple[TextLine, ...]:
    lines: list[TextLine] = []
    parts = _clean(text).split("\n")
    for part_number, part in enumerate(parts, start=1):
        paragraph = _shape(part, bold, code)
        spans = _break(paragraph, room)
        for number, (start, end) in enumerate(spans, start=1):
            is_last = number == len(spans) and part_number == len(parts)
            if len(lines) + 1 == at_most and not is_last:
                lines.append(_cut(paragraph, start, room, bold, code))
                return tuple(lines)
            lines.append(_line(paragraph, start, end))
    return tuple(lines)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    return _THOUSANDS.sub("\\1\u00a0", _INVISIBLE.sub("", text))


@cache
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper  # noqa: PLC0415 - only for documents with Arabic

    return ArabicReshaper(
        {"delete_harakat": False, "delete_tatweel": False, "support_ligatures": True}
    )


class _Glyphs(dict[str, tuple[str, str, float]]):
    """What is drawn for a character, in which face, and how wide; found when first needed."""

    def __init__(self, *, bold: bool, han: bool) -> None:
        super().__init__()
        self._bold, self._han = bold, han

    def __missing__(self, character: str) -> tuple[str, str, float]:
        name = fonts.face_for(character, bold=self._bold, han=self._han)
        face = name or fonts.face(fonts.LATIN, bold=self._bold)
        if character in _JOINERS_AND_MARKS:
            found = (character, face, 0.0)
        else:
            drawn = character if name else "\ufffd"
            found = (drawn, face, fonts.widths(face)[ord(drawn)])
        self[character] = found
        return found


@cache
def _glyphs(*, bold: bool, han: bool) -> _Glyphs:
    return _Glyphs(bold=bold, han=han)


@lru_cache(maxsize=8192)
def _shape(text: str, bold: bool, code: str) -> _Paragraph:
    language = LANGUAGES[code]
    has_right_to_left = bool(_RIGHT_TO_LEFT.search(text))
    if _ARABIC.search(text):
        text = _reshaper().reshape(text)
    glyphs = _glyphs(bold=bold, han=language.script == "han")
    found = [glyphs[character] for character in text]
    text = "".join([drawn for drawn, _face, _width in found])
    base = int(has_right_to_left and (language.right_to_left or not _LEFT_TO_RIGHT.search(text)))
    levels = None
    if has_right_to_left:
        levels = tuple(bidi.levels(text, right_to_left=bool(base)))
    faces = tuple([face for _drawn, face, _width in found])
    return _Paragraph(text, faces, tuple([width for *_, width in found]), levels, base)


def _is_wide(character: str) -> bool:
    code = ord(character)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF


def _may_break(before: str, after: str) -> bool:
    """Tell whether a line may end between two characters, neither of them a space."""
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    if _is_wide(before) or _is_wide(after):
        return True
    if before == "÷":
        return True
    return before in "-/–" and after.isalpha()  # noqa: RUF001 - the dash is meant


def _break(paragraph: _Paragraph, room: float) -> list[tuple[int, int]]:
    """Return where each line starts and ends, in logical order; trailing spaces are left out."""
    text, starts = paragraph.text, paragraph.starts
    spans: list[tuple[int, int]] = []
    start, total = 0, len(text)
    if starts[-1] <= room:
        return [_trimmed(text, 0, total)]
    places, reach = paragraph.chances
    while start < total:
        limit = starts[start] + room
        last = bisect_right(reach, limit) - 1
        if last >= 0 and places[last] > start:
            end = places[last]
        else:  # a word that is longer than a line
            end = max(bisect_right(starts, limit) - 1, start + 1)
        spans.append(_trimmed(text, start, end))
        start = end
    return spans


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end


def _cut(paragraph: _Paragraph, start: int, room: float, bold: bool, code: str) -> TextLine:
    """Return as much of the rest as fits on one line, ending with “…”."""
    text, widths = paragraph.text, paragraph.widths
    name = fonts.face_for(ELLIPSIS, bold=bold, han=LANGUAGES[code].script == "han") or ""
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
    width = paragraph.starts[end] - paragraph.starts[start]
    if paragraph.plain_face:
        only = (Run(paragraph.plain_face, text[start:end]),) if end > start else ()
        return TextLine(only, width)
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
