"""Answers side by side: what was put in and what was taken out, marked by more than colour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Literal, NamedTuple

Part = Literal["same", "in", "out"]
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.35  # texts that have less in common are shown as other texts, not as edits
_LONGEST = 2_000  # characters that are compared word by word


class Piece(NamedTuple):
    """Part of a text: as it was, put in, or taken out."""

    kind: Part
    text: str


def pieces(before: str, after: str, *, whole: bool = False) -> tuple[Piece, ...]:
    """Return how *after* came from *before*, word by word.

    With *whole*, and where the two have little in common, all of *after* was put in: a list of
    many small edits says less than the two texts side by side.
    """
    if before == after:
        return (Piece("same", after),) if after else ()
    if whole or not before or not after or max(len(before), len(after)) > _LONGEST:
        return (Piece("in", after),) if after else ()
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE or len(new) == 1:
        return (Piece("in", after),)
    return tuple(_joined(_edits(matcher, old, new)))


def _edits(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, at, until, to, end in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(new[to:end]))
            continue
        if at < until:
            yield Piece("out", "".join(old[at:until]))
        if to < end:
            yield Piece("in", "".join(new[to:end]))


def _joined(found: Iterator[Piece]) -> Iterator[Piece]:
    waiting: Piece | None = None
    for piece in found:
        if waiting is not None and waiting.kind == piece.kind:
            waiting = Piece(piece.kind, waiting.text + piece.text)
            continue
        if waiting is not None:
            yield waiting
        waiting = piece
    if waiting is not None:
        yield waiting


def marked(found: Sequence[Piece], tokens: Mapping[str, str], *, right_to_left: bool) -> str:
    """Return pieces as rich text: what was put in bold and underlined, taken out struck through.

    A space that was put in or taken out is shown as “·”, for it would not be seen.
    """
    said = []
    for kind, text in found:
        shown = escape(text if text.strip() or kind == "same" else "·" * len(text))
        shown = shown.replace("\n", "<br>")
        if kind == "in":
            style = f"background:{tokens['good_soft']}; color:{tokens['text']};"
            shown = f'<span style="{style}"><b><u>{shown}</u></b></span>'
        elif kind == "out":
            shown = f'<span style="color:{tokens["bad"]};"><s>{shown}</s></span>'
        said.append(shown)
    direction = "rtl" if right_to_left else "ltr"
    return f'<div dir="{direction}">{"".join(said)}</div>'


def spoken(found: Sequence[Piece]) -> tuple[str, str]:
    """Return what was put in and what was taken out, for who cannot see the marks."""
    put = " ".join(piece.text.strip() for piece in found if piece.kind == "in")
    taken = " ".join(piece.text.strip() for piece in found if piece.kind == "out")
    return put, taken
