"""Ordinary words in six languages, and the names of places and entities.

What is left of a name without them is what tells one thing from another: the “Umoja” of “Umoja
reporting portal, Geneva”.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from inventory_app import paths
from inventory_app.domain.code_lists import CodeList
from inventory_app.domain.duplicates.letters import is_han, romanised
from inventory_app.domain.entities import Entity

SMALL = ""  # what a word that says nothing means
ENTITY, PLACE = "@", "#"  # before the code of an entity, of a duty station
_LONGEST = 6  # words in one phrase
_HAN_LONGEST = 8
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Glossary:
    """What words mean: the name of an ordinary word, an entity or a place, by romanised words.

    Chinese is written without blanks, so that its words are kept apart: `han`, longest first.
    """

    phrases: Mapping[Phrase, str]
    han: Mapping[str, str]

    def meanings(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield the words of a romanised text with what each means, None if nobody knows."""
        words = list(_split(text, self.han))
        at = 0
        while at < len(words):
            for size in range(min(_LONGEST, len(words) - at), 0, -1):
                meaning = self._meaning(words[at : at + size])
                if meaning is not None:
                    break
            yield " ".join(words[at : at + size]), meaning
            at += size

    def _meaning(self, words: Sequence[str]) -> str | None:
        if len(words) == 1 and words[0] in self.han:
            return self.han[words[0]]
        return self.phrases.get(tuple(words))

    def place(self, text: str) -> str:
        """Return what stands for a city: its code where it is known, else its letters."""
        found = self._meaning(romanised(text).split())
        return found if found is not None and found.startswith(PLACE) else romanised(text)


def _split(text: str, han: Mapping[str, str]) -> Iterator[str]:
    for word in text.split():
        if is_han(word):
            yield from _han_words(word, han)
        else:
            yield word


def _han_words(word: str, han: Mapping[str, str]) -> Iterator[str]:
    """Yield the longest known words of a run without blanks, and what stands between them."""
    start = at = 0
    while at < len(word):
        sizes = range(min(_HAN_LONGEST, len(word) - at), 0, -1)
        size = next((n for n in sizes if word[at : at + n] in han), 0)
        if not size:
            at += 1
            continue
        if start < at:
            yield word[start:at]
        yield word[at : at + size]
        start = at = at + size
    if start < len(word):
        yield word[start:]


def glossary(entities: Iterable[Entity] = (), stations: CodeList | None = None) -> Glossary:
    """Return the ordinary words, with the names of *entities* and *stations* among them."""
    phrases, han = dict(_ordinary().phrases), dict(_ordinary().han)

    def put(text: str, meaning: str) -> None:
        _put(phrases, han, text, meaning)

    for entity in entities:
        for name in (entity.code, *entity.aliases, *entity.names.values()):
            put(name, f"{ENTITY}{entity.code}")
    if stations is not None:
        for code, entry in stations.codes.items():
            for label in entry.labels.values():
                put(label, f"{PLACE}{code}")
    return Glossary(phrases, han)


@cache
def _ordinary() -> Glossary:
    source = tomllib.loads(paths.duplicate_words().read_text("utf-8"))
    phrases: dict[Phrase, str] = {}
    han: dict[str, str] = {}
    for words in source["small"].values():
        for word in words:
            _put(phrases, han, word, SMALL)
    for meaning, languages in source["words"].items():
        for words in languages.values():
            for word in words:
                _put(phrases, han, word, meaning)
    return Glossary(phrases, han)


def _put(phrases: dict[Phrase, str], han: dict[str, str], text: str, meaning: str) -> None:
    """Take a word in unless it means something else already."""
    plain = romanised(text)
    if is_han(plain):
        han.setdefault(plain.replace(" ", ""), meaning)
    elif plain:
        phrases.setdefault(tuple(plain.split()), meaning)
