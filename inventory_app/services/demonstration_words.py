"""The vocabulary of invented entities: titles, units, systems, costs and rooms in six languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from inventory_app import paths

FIELD_TYPES = frozenset({"PKO", "PKO_SUPPORT", "SPM"})


@dataclass(frozen=True, kw_only=True)
class Word:
    """One thing that an entity may have, with what usually goes with it."""

    name: str
    text: str
    labels: Mapping[str, str]
    where: frozenset[str]
    weight: int
    facts: Mapping[str, Any]

    def label(self, language: str) -> str:
        """Return what people who write *language* call it."""
        return self.labels.get(language, self.text)

    def suits(self, entity_type: str) -> bool:
        """Return whether entities of this type have it."""
        return not self.where or entity_type in self.where


@cache
def words(file: str, group: str) -> tuple[Word, ...]:
    """Return one group of the vocabulary, in the order of its file."""
    entries = _read(file)[group]
    return tuple(_word(name, entry) for name, entry in entries.items())


@cache
def sentence(file: str, group: str, name: str) -> Mapping[str, str]:
    """Return one text in six languages."""
    texts: dict[str, str] = _read(file)[group][name]
    return texts


def pick(choices: tuple[Word, ...], entity_type: str, rng: Random) -> Word:
    """Return one of the words that suit an entity of this type, the common ones more often."""
    fitting = [word for word in choices if word.suits(entity_type)]
    return rng.choices(fitting, [word.weight for word in fitting])[0]


@cache
def _read(file: str) -> dict[str, Any]:
    source = paths.resources() / "demonstration" / f"{file}.toml"
    return tomllib.loads(source.read_text("utf-8"))


def _word(name: str, entry: Mapping[str, Any]) -> Word:
    kept = ("name", "label", "where", "weight")
    return Word(
        name=name,
        text=entry.get("name", ""),
        labels=entry.get("label", {}),
        where=frozenset(entry.get("where", ())),
        weight=entry.get("weight", 1),
        facts={key: value for key, value in entry.items() if key not in kept},
    )
