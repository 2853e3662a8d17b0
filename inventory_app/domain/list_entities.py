"""Whose a row of a list is: entities found by what the list calls them, or made for it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

from inventory_app.domain.entities import Entity
from inventory_app.domain.list_maps import ListMap
from inventory_app.domain.words import folded
from inventory_app.languages import CODES

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")
_WORD = re.compile(r"[A-Za-z0-9]+")
_SMALL_WORDS = frozenset(("a", "an", "and", "at", "for", "in", "of", "on", "the", "to"))
_MOST_INITIALS = 8
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Directory:
    """The entities of a store as one list calls them, and those that the list adds.

    With a prefix in the map only entities whose code begins with it are meant: another
    organisation's list may use the same short names for other offices.
    """

    def __init__(self, entities: Mapping[str, Entity], mapping: ListMap) -> None:
        self._mapping = mapping
        self._prefix = mapping.entity.prefix
        self._entities = entities
        self._words = _words(entities, self._prefix)
        self._taken = set(_words(entities, ""))
        self._made: dict[str, str] = {}
        self._names: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def find(self, text: str, name: str = "") -> str | None:
        """Return the code of the entity that a row calls *text*; None if there is none.

        Tried in this order: the map's other names, then codes, other names and names in six
        languages, as far as they are unambiguous. If the map says so, an entity that is not there
        is made; of the *name*s that the rows give it, the most frequent stands.
        """
        word = folded(text)
        code = self._mapping.aliases.get(word) or self._words.get(word)
        if code is None and word not in self._words:
            code = self._prefix + code_for(text)
        if code is None:
            return None
        if code not in self._entities:
            if self._mapping.unknown == "refuse":
                return None
            self._made.setdefault(code, text)
            self._names[code][name or text] += 1
        return code

    def made(self, code: str) -> Entity | None:
        """Return the entity that the list adds under *code*, None if it was there."""
        if code not in self._made:
            return None
        text = self._made[code]
        alias = folded(text)
        known = alias in self._taken or folded(self._prefix + text) == folded(code)
        name = _shown(self._names[code].most_common(1)[0][0])
        return Entity(
            code=code,
            names=dict.fromkeys(CODES, name),
            type=self._mapping.entity_type,
            aliases=() if known else (_shown(text),),
        )


def code_for(text: str) -> str:
    """Return the code of an entity that a list calls *text*: always the same for the same text.

    A short name is its own code; of a long one the initials, and four characters that tell names
    with the same initials apart.
    """
    if _CODE.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = [word for word in _WORD.findall(plain) if word.casefold() not in _SMALL_WORDS]
    initials = "".join(word[0] for word in words).upper()[:_MOST_INITIALS]
    number = int.from_bytes(hashlib.blake2b(folded(text).encode(), digest_size=8).digest())
    mark = "".join(_LETTERS[number // len(_LETTERS) ** place % len(_LETTERS)] for place in range(4))
    return f"{initials}-{mark}" if initials else f"E-{mark}"


def _words(entities: Mapping[str, Entity], prefix: str) -> dict[str, str | None]:
    """Return the code for each word that means one entity; None for a word that means several."""
    words: dict[str, str | None] = {}
    meant = {code: entity for code, entity in entities.items() if code.startswith(prefix)}
    for code, entity in meant.items():
        for name in {folded(name) for name in (*entity.aliases, *entity.names.values())}:
            words[name] = None if words.get(name, code) != code else code
    return words | {folded(code.removeprefix(prefix)): code for code in meant}


def _shown(text: str) -> str:
    """Return *text* without characters that cannot be shown."""
    return "".join(ch for ch in text if ch.isprintable())
