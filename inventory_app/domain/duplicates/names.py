"""The names of a record, taken apart into what can be compared."""

# ruff: noqa: RUF001 - marks of other scripts are what this module is about

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from inventory_app.domain.duplicates.glossary import ENTITY, PLACE, SMALL, Glossary
from inventory_app.domain.duplicates.letters import is_han, is_latin, romanised, skeleton

Kind = Literal["name", "base", "alias"]

_BRACKETS = re.compile(r"[(（\[【「«“](?P<inside>[^)）\]】」»”]{1,120})[)）\]】」»”]")
_PARTS = re.compile(r"\s+[-–—|/]\s+|\s*[:：]\s+|：|–|—|،\s+|,\s+")
_ALIASES = re.compile(r"\s*[,;/|،؛、，；\n]\s*")
_NUMBER = re.compile(r"\d+")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8"}
_PREFIX = re.compile(r"\b([A-Za-z])-(?=[A-Za-z]{3})")  # as in e-mail
_LEAST, _MOST_INITIALS = 2, 9
_WORDS_WITH_INITIALS = 3


@dataclass(frozen=True, eq=False)
class Words:
    """A text as words: those that tell things apart, what the others mean, places, numbers.

    `telling` are the words that no glossary knows, `ordinary` the meanings of those it does;
    `joined` are all letters and figures without blanks, places left out. Compared by identity:
    the same text is read once.
    """

    text: str
    joined: str
    telling: tuple[str, ...]
    ordinary: tuple[str, ...]
    entities: frozenset[str]
    places: frozenset[str]
    numbers: frozenset[str]
    initials: frozenset[str]

    @cached_property
    def sense(self) -> tuple[str, ...]:
        """All words in an order that does not depend on the writer's, each as what it means."""
        return tuple(sorted((*self.ordinary, *self.telling)))

    @cached_property
    def telling_letters(self) -> str:
        """The letters of the words that tell things apart."""
        return "".join(self.telling)

    @cached_property
    def distinct(self) -> bool:
        """Whether a word of some length tells this name from others."""
        return any(len(word) > _LEAST or is_han(word) for word in self.telling)

    @cached_property
    def skeleton(self) -> str:
        """The consonants of those words."""
        return "".join(skeleton(word) for word in self.telling)

    @cached_property
    def latin(self) -> bool:
        """Whether the text is written in Latin letters."""
        return is_latin(self.text)

    @cached_property
    def short_name(self) -> str:
        """The word itself where it can stand for the initials of a longer name, else ""."""
        letters = self.text.strip()
        capitals = sum(ch.isupper() for ch in letters)
        one_word = letters.replace("-", "").replace(".", "").isalnum()
        if one_word and _LEAST < len(self.joined) <= _MOST_INITIALS and capitals >= 2:
            return self.joined
        return ""

    @cached_property
    def descriptive(self) -> bool:
        """Whether it reads like a description: several words, small letters after the first.

        Arabic and Chinese know no capitals: there several words are a description.
        """
        first, *others = self.text.split() or [""]
        others = [word for word in others if len(word) > 3 and word.isalpha()]
        if first.lower() == first.upper():
            return len(self.sense) > 1
        return bool(others) and all(word.islower() for word in others)


@dataclass(frozen=True)
class Name:
    """One name of a record; `kind` says where it comes from."""

    kind: Kind
    words: Words


@dataclass(frozen=True)
class Names:
    """All names of a record, and what stands beside the first: an explanation, a place, a part."""

    every: tuple[Name, ...]
    beside: tuple[Words, ...]

    @property
    def first(self) -> Words:
        """The name as it was given."""
        return self.every[0].words


class Reader:
    """Reads texts as words, each text once."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self._known: dict[str, Words] = {}

    def words(self, text: str) -> Words:
        """Return *text* as words."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._read(text)
        return found

    def names(self, name: str, aliases: str = "", vendor: str = "") -> Names:
        """Return the names in the texts: whole, without explanation or vendor, the other names."""
        every = [Name("name", self.words(name))]
        if vendor and (product := _without(name, vendor.split(maxsplit=1)[0])):
            every.append(Name("base", self.words(product)))
        base, inside, parts = _taken_apart(name)
        beside: list[Words] = []
        core = self.words(base)
        if base != name.strip() and core.sense:
            every.append(Name("base", core))
        for text in inside:
            words = self.words(text)
            if _is_other_name(words, core):
                every.append(Name("alias", words))
            else:
                beside.append(words)
        beside += [self.words(text) for text in parts]
        every += [Name("alias", self.words(text)) for text in _ALIASES.split(aliases) if text]
        return Names(tuple(_once(every)), tuple(each for each in beside if each.sense))

    def _read(self, text: str) -> Words:
        telling: list[str] = []
        ordinary: list[str] = []
        entities: set[str] = set()
        places: set[str] = set()
        numbers: set[str] = set()
        every: list[str] = []
        first_letters: list[tuple[str, bool]] = []
        joined = _PREFIX.sub(r"\1", text)
        for word, meaning in self.glossary.meanings(romanised(joined)):
            first_letters += [(part[0], meaning == SMALL) for part in word.split()]
            if meaning == SMALL:
                continue
            if meaning is not None and meaning.startswith((ENTITY, PLACE)):
                (entities if meaning.startswith(ENTITY) else places).add(meaning[1:])
                continue
            every.append(word)
            if _NUMBER.fullmatch(word) or word in _ROMAN:
                numbers.add(_ROMAN.get(word, word.lstrip("0") or "0"))
            elif meaning is None:
                numbers.update(_NUMBER.findall(word))
                telling.append(word)
            else:
                ordinary.append(meaning)
        return Words(
            text=text, joined="".join(every).replace(" ", ""), telling=tuple(telling),
            ordinary=tuple(ordinary), entities=frozenset(entities), places=frozenset(places),
            numbers=frozenset(numbers), initials=frozenset(_initials(first_letters)),
        )  # fmt: skip


def _initials(letters: list[tuple[str, bool]]) -> Iterator[str]:
    """Yield the initials of all words, and of all but the small ones."""
    big = "".join(letter for letter, small in letters if not small)
    for initials in (big, "".join(letter for letter, _ in letters)):
        if _WORDS_WITH_INITIALS <= len(initials) <= _MOST_INITIALS:
            yield initials


def _taken_apart(name: str) -> tuple[str, list[str], list[str]]:
    """Return a name without its explanations, what stands in brackets, and its further parts."""
    inside = [found["inside"].strip() for found in _BRACKETS.finditer(name)]
    rest = _BRACKETS.sub(" ", name).strip()
    first, *parts = [part.strip() for part in _PARTS.split(rest) if part.strip()] or [rest]
    return first, [text for text in inside if text], parts


def _without(name: str, word: str) -> str:
    """Return a name without *word*; "" where it does not have it, or nothing else."""
    rest = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", name, flags=re.IGNORECASE).strip()
    return rest if rest != name.strip() else ""


def _is_other_name(words: Words, base: Words) -> bool:
    """Whether what stands in brackets is another name: its initials, or in another script."""
    if words.joined in base.initials:
        return True
    if not words.telling or (base.telling and words.latin == base.latin):
        return False
    return words.latin != base.latin or len(words.telling) == 1


def _once(names: Iterable[Name]) -> Iterator[Name]:
    seen: set[str] = set()
    for each in names:
        if not seen or (each.words.sense and each.words.text not in seen):
            seen.add(each.words.text)
            yield each
