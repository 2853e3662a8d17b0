"""Which records are compared at all: those that share a key, so that thousands take seconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from inventory_app.domain.duplicates.names import Words
from inventory_app.domain.duplicates.portraits import Portrait

Pair = tuple[int, int]
_SURE, _LOOSE = 400, 40  # most records with one key that tells much, and with one that tells little
_SHORTEST, _LONGEST = 5, 40  # letters of a name of which one may be left out


def pairs(portraits: Sequence[Portrait]) -> Iterator[Pair]:
    """Yield the places of records that share a key, the smaller first, each pair once.

    A key that too many share tells nothing: its records are compared only where another key
    brings them together.
    """
    seen: set[Pair] = set()
    for most, block in _blocks(portraits):
        if len(block) > most:
            continue
        for pair in combinations(block, 2):
            if pair not in seen:
                seen.add(pair)
                yield pair


def _blocks(portraits: Sequence[Portrait]) -> Iterator[tuple[int, list[int]]]:
    sure: defaultdict[str, list[int]] = defaultdict(list)
    loose: defaultdict[str, list[int]] = defaultdict(list)
    for place, portrait in enumerate(portraits):
        for keys, found in ((_sure_keys(portrait), sure), (_loose_keys(portrait), loose)):
            for key in dict.fromkeys(keys):
                found[key].append(place)
    for blocks, most in ((sure, _SURE), (loose, _LOOSE)):
        for block in blocks.values():
            if len(block) > 1:
                yield most, block


def _sure_keys(portrait: Portrait) -> Iterator[str]:
    """Yield the keys that nearly decide: names, addresses, numbers, places."""
    for name in portrait.names.every:
        words = name.words
        if words.distinct:
            yield f"n/{words.joined}"
            yield f"s/{'/'.join(words.sense)}"
        if words.short_name:
            yield f"i/{words.short_name}"
        for initials in words.initials:
            yield f"i/{initials}"
    if portrait.host:
        yield f"u/{portrait.host}{portrait.path}"
    if portrait.number:
        yield f"k/{portrait.number}"
    if portrait.address:
        yield f"a/{portrait.city}/{portrait.address}"
    if portrait.point is not None:
        yield from _cells(portrait.point)
    if portrait.city and portrait.record["shared_service_position"] in ("PROVIDER", "TENANT"):
        yield f"h/{portrait.city}"


def _loose_keys(portrait: Portrait) -> Iterator[str]:
    """Yield the keys of what may be the same: words, sounds, slips of the pen, cities."""
    for name in portrait.names.every:
        yield from _keys_of_words(name.words)
    if portrait.city:
        yield f"c/{portrait.city}"
    if portrait.host:
        yield f"h/{portrait.host}"


def _keys_of_words(words: Words) -> Iterable[str]:
    if not words.distinct:
        return [f"n/{words.joined}", f"s/{'/'.join(words.sense)}"] if words.sense else []
    keys = [f"w/{word}" for word in words.telling if len(word) > 2]
    if len(words.skeleton) > 1:
        keys.append(f"k/{words.skeleton}")
    letters = words.telling_letters
    if _SHORTEST <= len(letters) <= _LONGEST:
        keys.append(f"d/{letters}")
        keys += [f"d/{letters[:at]}{letters[at + 1 :]}" for at in range(len(letters))]
    return keys


def _cells(point: tuple[float, float]) -> Iterator[str]:
    """Yield the cell of some 600 m that a point lies in, and those around it."""
    north, east = round(point[0] * 10_000), round(point[1] * 10_000)
    for near in (-1, 0, 1):
        for far in (-1, 0, 1):
            yield f"p/{north + near}/{east + far}"
