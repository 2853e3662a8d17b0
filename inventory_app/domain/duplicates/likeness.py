"""How alike two names are, and why.

Points follow how much a name tells: “Umoja” in two lists is hardly chance, “Intranet” is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from inventory_app.domain.duplicates.grounds import Ground
from inventory_app.domain.duplicates.names import Kind, Name, Names, Words

if TYPE_CHECKING:
    from types import ModuleType

_TELLING, _DESCRIPTIVE, _ORDINARY = range(3)
# Points of a name that tells, one that describes, and one of ordinary words only.
_POINTS = {
    "NAME-SAME": (62, 38, 24),
    "NAME-ALIAS": (58, 34, 18),
    "NAME-ORDER": (58, 34, 20),
    "NAME-BASE": (54, 30, 10),
    "NAME-SCRIPT": (50, 30, 0),
    "NAME-MEANING": (46, 30, 22),
    "NAME-SPELLING": (46, 26, 0),
    "NAME-PART": (34, 14, 0),
}
_INITIALS = {3: 36, 4: 46}
_LONG_INITIALS = 52
_MANY_WORDS, _FOR_MANY_WORDS = 3, 6
_SHORTEST_SPELLED, _LONG_SPELLED, _SHORT_SPELLING = 5, 7, 36
_LONG_WORD = 8  # letters from which two slips are none too many
_SOUND_ALIKE = 52  # per cent of letters that two scripts keep of one word
_CLOSE = 84
# Words that make another thing of the one whose name stands beside them.
_OTHERS = frozenset(
    ("analysis", "archive", "backup", "dashboard", "interface", "kiosk", "learning", "mobile",
     "new", "old", "portal", "report", "support", "test", "virtual")
)  # fmt: skip


class Like(NamedTuple):
    """What two names have in common."""

    code: str
    points: int
    shared: str = ""


NOTHING = "-"  # in the place of a text that is not there
_NOTHING = Like("", 0)


class Comparison:
    """Compares names; each pair of texts once."""

    def __init__(self) -> None:
        from rapidfuzz import fuzz  # noqa: PLC0415 - only where names are compared
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        self._fuzz: ModuleType = fuzz
        self._distance = OSA.distance
        self._known: dict[tuple[int, int], Like] = {}

    def alike(self, one: Words, other: Words) -> Like:
        """Return what two texts have in common as names."""
        key = (id(one), id(other))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._known[key[::-1]] = self._alike(one, other)
        return found

    def texts_alike(self, one: str, other: str) -> float:
        """Return how many per cent of the words of two texts are the same, in any order."""
        return float(self._fuzz.token_set_ratio(one, other))

    def _alike(self, one: Words, other: Words) -> Like:
        if not one.sense or not other.sense or one.numbers != other.numbers:
            return self._numbered(one, other)
        if one.joined == other.joined:
            return _like("NAME-SAME", one, other)
        if one.sense == other.sense:
            same_words = sorted(one.joined) == sorted(other.joined)
            return _like("NAME-ORDER" if same_words else "NAME-MEANING", one, other)
        for initials, name in ((one, other), (other, one)):
            if initials.short_name and initials.short_name in name.initials:
                return Like(
                    "NAME-INITIALS", _INITIALS.get(len(initials.short_name), _LONG_INITIALS)
                )
        if one.distinct and other.distinct:
            return self._telling(one, other)
        return _NOTHING

    def _numbered(self, one: Words, other: Words) -> Like:
        """Return what names with different numbers share: never more than the words beside them."""
        if set(one.telling) == set(other.telling) and one.distinct:
            return Like("NAME-PART", _POINTS["NAME-PART"][_kind(one, other)], " ".join(one.telling))
        return _NOTHING

    def _telling(self, one: Words, other: Words) -> Like:
        fuzz = self._fuzz
        letters = one.telling_letters, other.telling_letters
        if one.latin != other.latin:
            sound = one.skeleton and one.skeleton == other.skeleton
            if sound and fuzz.ratio(*letters) >= _SOUND_ALIKE:
                return _like("NAME-SCRIPT", one, other)
        if self._spelled_alike(one, other):
            found = _like("NAME-SPELLING", one, other)
            short = max(map(len, letters)) < _LONG_SPELLED
            return Like(found.code, min(found.points, _SHORT_SPELLING)) if short else found
        shared = [word for word in one.telling if word in other.telling]
        if any(len(word) > 2 for word in shared):
            rest = len({*one.telling, *other.telling}) - len(set(shared))
            return Like(
                "NAME-PART", _POINTS["NAME-PART"][_kind(one, other)] - 8 * min(rest, 3),
                " ".join(shared),
            )  # fmt: skip
        return _NOTHING

    def _spelled_alike(self, one: Words, other: Words) -> bool:
        """Whether few letters differ, word for word, or in all where words are split otherwise."""
        if ({*one.ordinary} ^ {*other.ordinary}) & _OTHERS:
            return False
        if self._fuzz.ratio(one.joined, other.joined) < _CLOSE:
            return False
        if len(one.telling) != len(other.telling):
            return self._few_slips(one.telling_letters, other.telling_letters)
        mine = [word for word in one.telling if word not in other.telling]
        theirs = [word for word in other.telling if word not in one.telling]
        return bool(mine) and all(
            any(self._few_slips(word, each) for each in theirs) for word in mine
        )

    def _few_slips(self, one: str, other: str) -> bool:
        shortest = min(len(one), len(other))
        if shortest < _SHORTEST_SPELLED:
            return False
        most = 1 if shortest < _LONG_WORD else 2
        return bool(self._distance(one, other, score_cutoff=most) <= most)


def _kind(one: Words, other: Words) -> int:
    if not one.distinct or not other.distinct:
        return _ORDINARY
    return _DESCRIPTIVE if one.descriptive and other.descriptive else _TELLING


def _like(code: str, one: Words, other: Words) -> Like:
    kind = _kind(one, other)
    points = _POINTS[code][kind]
    if kind == _ORDINARY and points and len(one.sense) >= _MANY_WORDS:
        points += _FOR_MANY_WORDS
    return Like(code, points)


def names_alike(comparison: Comparison, one: Names, other: Names) -> Iterator[Ground]:
    """Yield the best of what the names of two records have in common, and what sets them apart."""
    best, pair = _NOTHING, (one.every[0], other.every[0])
    for mine in one.every:
        for theirs in other.every:
            like = _as(comparison.alike(mine.words, theirs.words), mine.kind, theirs.kind,
                       mine.words, theirs.words)  # fmt: skip
            if like.points > best.points:
                best, pair = like, (mine, theirs)
    if not best.points:
        return
    mine, theirs = pair
    yield _ground(best, mine, theirs)
    yield from _against(best, mine, theirs, one, other)


def _as(like: Like, mine: Kind, theirs: Kind, one: Words, other: Words) -> Like:
    """Return *like* as what it is between a name, its explanation and other names."""
    if like.code not in ("NAME-SAME", "NAME-ORDER"):
        return like
    if "alias" in (mine, theirs):
        return _like("NAME-ALIAS", one, other)
    return _like("NAME-BASE", one, other) if "base" in (mine, theirs) else like


def _ground(like: Like, mine: Name, theirs: Name) -> Ground:
    one, other = mine.words.text, theirs.words.text
    if like.code == "NAME-INITIALS" and mine.words.initials >= {theirs.words.short_name}:
        one, other = other, one
    params = {"one": one, "other": other}
    if like.shared:
        params["shared"] = like.shared
    equal = like.code == "NAME-SAME" and one == other
    return Ground("NAME-EQUAL" if equal else like.code, like.points, params)


def _against(like: Like, mine: Name, theirs: Name, one: Names, other: Names) -> Iterator[Ground]:
    first, second = one.first, other.first
    if like.code == "NAME-PART":
        mine_more = {*mine.words.ordinary} - {*theirs.words.ordinary}
        theirs_more = {*theirs.words.ordinary} - {*mine.words.ordinary}
        more = mine_more | theirs_more
        if more:
            yield Ground("NAME-WORDS", -20 if more & _OTHERS else -8,
                         {"one": first.text, "other": second.text})  # fmt: skip
    elif _kind(mine.words, theirs.words) == _ORDINARY and like.code != "NAME-INITIALS":
        yield Ground("NAME-ORDINARY", -1, {})
    if first.numbers != second.numbers:
        yield Ground("NAME-NUMBERS", -45, {"one": _listed(first.numbers),
                                           "other": _listed(second.numbers)})  # fmt: skip
    if like.code in ("NAME-BASE", "NAME-PART"):
        yield from _beside(one, other)


def _beside(one: Names, other: Names) -> Iterator[Ground]:
    """Yield that what stands beside two names makes different things of them."""
    mine = {each for words in one.beside for each in words.sense}
    theirs = {each for words in other.beside for each in words.sense}
    if mine and theirs and mine != theirs:
        points = -14 if mine & theirs else -24
    elif (mine ^ theirs) & _OTHERS:
        points = -20
    else:
        return
    texts = [each.beside[0].text if each.beside else NOTHING for each in (one, other)]
    yield Ground("NAME-BESIDE", points, {"one": texts[0], "other": texts[1]})


def _listed(numbers: frozenset[str]) -> str:
    return ", ".join(sorted(numbers)) or NOTHING
