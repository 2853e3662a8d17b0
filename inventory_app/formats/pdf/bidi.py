"""Right-to-left text: levels for each character, and the order in which a line is drawn.

The rules are those of Unicode Standard Annex 9. python-bidi's `algorithm` module gives the levels;
it leaves out pairs of brackets (rule N0), which are added here, because names such as
“UNON (Nairobi)” stand in Arabic sentences everywhere.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bidi import algorithm
from bidi.mirror import MIRRORED

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSING = {"(": ")", "[": "]", "{": "}", "«": "»", "（": "）", "《": "》", "【": "】"}  # noqa: RUF001


def levels(text: str, *, right_to_left: bool) -> list[int]:
    """Return the embedding level of each character of a paragraph; odd is right to left.

    *text* holds no explicit embeddings or isolates.
    """
    base = int(right_to_left)
    storage: dict[str, Any] = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "LR"[base]
    algorithm.get_embedding_levels(text, storage)
    for index, entry in enumerate(storage["chars"]):
        entry["index"] = index
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], "LR"[base])
    algorithm.resolve_neutral_types(storage, debug=False)
    algorithm.resolve_implicit_levels(storage, debug=False)
    found = [base] * len(text)
    for entry in storage["chars"]:
        found[entry["index"]] = entry["level"]
    return found


def _resolve_brackets(entries: list[dict[str, Any]], embedding: str) -> None:
    """Give both brackets of a pair the direction of what they hold (rule N0)."""
    strong = {"L": "L", "R": "R", "EN": "R", "AN": "R"}
    kinds = [strong.get(entry["type"], "") for entry in entries]
    for opening, closing in _pairs(entries):
        inside = set(kinds[opening + 1 : closing])
        if embedding in inside:
            direction = embedding
        elif inside & {"L", "R"}:
            before = next((kind for kind in reversed(kinds[:opening]) if kind), embedding)
            direction = before
        else:
            continue
        for place in (opening, closing):
            entries[place]["type"] = kinds[place] = direction


def _pairs(entries: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Return the places of matching brackets, in the order of the opening ones."""
    open_ones: list[int] = []
    pairs: list[tuple[int, int]] = []
    for place, entry in enumerate(entries):
        if entry["type"] != "ON":
            continue
        if entry["ch"] in _CLOSING:
            open_ones.append(place)
            continue
        for depth in range(len(open_ones) - 1, -1, -1):
            if _CLOSING[entries[open_ones[depth]]["ch"]] == entry["ch"]:
                pairs.append((open_ones[depth], place))
                del open_ones[depth:]
                break
    return sorted(pairs)


def visual_order(of: Sequence[int]) -> list[int]:
    """Return the places of a line's characters from left to right, given their levels (L2)."""
    order = list(range(len(of)))
    highest = max(of, default=0)
    lowest_odd = min((level for level in of if level % 2), default=highest + 1)
    for level in range(highest, lowest_odd - 1, -1):
        inside = [False, *(of[place] >= level for place in order), False]
        edges = [at for at, (before, after) in enumerate(pairwise(inside)) if before != after]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            order[start:end] = order[start:end][::-1]
    return order


def mirrored(character: str) -> str:
    """Return the glyph that stands for *character* in right-to-left text (L4)."""
    return str(MIRRORED.get(character, character))
