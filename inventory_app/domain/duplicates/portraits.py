"""What is compared of each record, read once; and the grounds that systems and rooms share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inventory_app.domain.duplicates.grounds import Ground
from inventory_app.domain.duplicates.letters import romanised
from inventory_app.domain.duplicates.likeness import Comparison, names_alike
from inventory_app.domain.duplicates.names import Names, Reader
from inventory_app.domain.records import Record

_URL = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?(?P<host>[^/:?#\s]+)(?::\d+)?(?P<rest>.*)$"
)
_INDEX = re.compile(r"/(?:index|default|home)\.[a-z]+$")
_DOMAIN = re.compile(r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+$")
_SHORTEST_NUMBER = 4
_NOT_QUITE = frozenset({"NAME-BASE", "NAME-MEANING", "NAME-PART", "NAME-SPELLING"})


@dataclass(frozen=True, slots=True, eq=False)
class Portrait:
    """What is compared of one record; two of them are the same only if they are one object."""

    record: Record
    names: Names
    number: str
    host: str = ""
    path: str = ""
    vendor: str = ""
    description: str = ""
    city: str = ""
    address: str = ""
    point: tuple[float, float] | None = None
    mentions: frozenset[str] = frozenset()

    @property
    def entity(self) -> str:
        """Whose record it is."""
        return self.record.entity

    @property
    def uid(self) -> str:
        """Which record it is."""
        return self.record.uid

    def code(self, name: str) -> str | None:
        """Return the code in field *name*; codes that say nothing count as none."""
        value = self.record[name]
        return value if isinstance(value, str) and value not in _SAYS_NOTHING else None


_SAYS_NOTHING = frozenset({"OTHER", "UNKNOWN", "NONE", "N_A"})


def text_of(record: Record, name: str) -> str:
    """Return the text in field *name*, "" where there is none."""
    value = record[name]
    return value.strip() if isinstance(value, str) else ""


def address_of(text: str) -> tuple[str, str]:
    """Return host and path of a web address without what does not matter; "" where it is none."""
    found = _URL.match(text.strip().casefold())
    if found is None:
        return "", ""
    host = found["host"].removeprefix("www.").rstrip(".")
    if not _DOMAIN.match(host):
        return "", ""
    path = _INDEX.sub("", found["rest"].partition("#")[0].rstrip("/?"))
    return host, path


def number_of(text: str) -> str:
    """Return a number by which somebody knows a thing, "" where it is too short to tell much."""
    plain = romanised(text).replace(" ", "")
    told = len(plain) >= _SHORTEST_NUMBER and any(ch.isdigit() for ch in plain)
    return plain if told and plain.strip("0123456789") else ""


def mentioned(reader: Reader, texts: Iterable[str]) -> frozenset[str]:
    """Return the entities that *texts* name."""
    return frozenset(code for text in texts if text for code in reader.words(text).entities)


def shared_grounds(comparison: Comparison, one: Portrait, other: Portrait) -> Iterator[Ground]:
    """Yield the grounds in the names of two records, their numbers and whose they are."""
    names = list(names_alike(comparison, one.names, other.names))
    yield from names
    yield from _places(one, other)
    if one.number and one.number == other.number:
        points = 34 if one.record.sheet == "systems" else 44  # rooms: headquarters numbers them
        yield Ground("NUMBER-SAME", points, {"value": one.number})
    if one.entity == other.entity:  # who lists two things under two names may mean two things
        apart = any(each.code in _NOT_QUITE for each in names)
        yield Ground("TWO-NAMES" if apart else "SAME-ENTITY", -16 if apart else 4, {})


def _places(one: Portrait, other: Portrait) -> Iterator[Ground]:
    """Yield that names name different places or entities; a name may name its own entity."""
    mine, theirs = one.names.first, other.names.first
    if mine.places and theirs.places and not mine.places & theirs.places:
        yield Ground("NAME-PLACES", -40, {"one": _joined(mine.places),
                                          "other": _joined(theirs.places)})  # fmt: skip
    if mine.entities == theirs.entities:
        return
    if mine.entities and theirs.entities and not mine.entities & theirs.entities:
        yield Ground("NAME-ENTITIES", -40, {"one": _joined(mine.entities),
                                            "other": _joined(theirs.entities)})  # fmt: skip
    elif _names_its_own(one, other) or _names_its_own(other, one):
        distinct = mine.distinct or theirs.distinct
        yield Ground("NAME-ENTITIES", -12 if distinct else -30,
                     {"one": _joined(mine.entities or {one.entity}),
                      "other": _joined(theirs.entities or {other.entity})})  # fmt: skip


def _names_its_own(one: Portrait, other: Portrait) -> bool:
    """Whether one record names its own entity, and the other, of another entity, names none."""
    mine = one.names.first.entities
    return one.entity in mine and not other.names.first.entities and other.entity not in mine


def _joined(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))
