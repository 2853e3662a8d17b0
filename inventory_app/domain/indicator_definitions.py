"""The definitions of the indicators: read strictly, refused by name when anything is wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from inventory_app import paths
from inventory_app.domain.catalogue import (
    CatalogueError,
    names_in,
    needed,
    only_keys,
    read_toml,
    texts_in,
)

Direction = Literal["H", "L", "T", "C"]
MissingRule = Literal["M-A", "M-B", "M-C"]
PeerScheme = Literal["P-1", "P-2", "P-3", "P-4", "P-5"]

ZERO_RULES = frozenset({"Z-1", "Z-2", "Z-3", "Z-4"})
LABEL_LIMIT = 60
_KEYS = frozenset(
    {
        "group", "unit", "direction", "missing", "zero", "peers", "floor", "clauses", "places",
        "references", "label", "definition",
    }
)  # fmt: skip
_ID = re.compile(r"[A-Z]\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_FACTORS = {"percent": Decimal(100), "apps_per_1000": Decimal(1000)}


@dataclass(frozen=True, kw_only=True)
class PublishedValue:
    """A figure published elsewhere: context with a date and a source, never a target."""

    value: Decimal
    unit: str
    year: str
    source: str
    note: str


@dataclass(frozen=True, kw_only=True)
class IndicatorDefinition:
    """One indicator: how it is to be read, and which rules hold for it.

    `direction` is H (higher is better), L (lower), T (a target band) or C (context only);
    `floor` the denominator below which a value is shown but not ranked (rule Z-4).
    """

    id: str
    group: str
    unit: str
    direction: Direction
    missing: MissingRule
    zero: frozenset[str]
    peers: PeerScheme
    floor: Decimal | None
    clauses: tuple[str, ...]
    places: int
    references: tuple[PublishedValue, ...]
    labels: Mapping[str, str]
    definitions: Mapping[str, str]

    @property
    def factor(self) -> Decimal:
        """What numerator / denominator is multiplied with to give the value in `unit`."""
        return _FACTORS.get(self.unit, Decimal(1))

    def label(self, language: str) -> str:
        """Return the name for a reader of *language*."""
        return self.labels[language]

    def definition(self, language: str) -> str:
        """Return the definition in words for a reader of *language*."""
        return self.definitions[language]


@dataclass(frozen=True, kw_only=True)
class Indicators:
    """All indicators in their order, with the names of their groups and units."""

    version: str
    definitions: Mapping[str, IndicatorDefinition]
    groups: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Mapping[str, str]]

    def __iter__(self) -> Iterator[IndicatorDefinition]:
        return iter(self.definitions.values())

    def __getitem__(self, indicator: str) -> IndicatorDefinition:
        return self.definitions[indicator]

    def group_label(self, indicator: str, language: str) -> str:
        """Return the name of the group of *indicator* for a reader of *language*."""
        return self.groups[self.definitions[indicator].group][language]

    def unit_label(self, indicator: str, language: str) -> str:
        """Return the unit of *indicator* for a reader of *language*."""
        return self.units[self.definitions[indicator].unit][language]


@cache
def default_indicators() -> Indicators:
    """Return the indicators that belong to this program."""
    return load_indicators(paths.catalogue() / "indicators.toml")


def load_indicators(file: Path) -> Indicators:
    """Read the indicator definitions in *file*.

    Raises `CatalogueError`, which names the file and the indicator, for an unknown key, group,
    unit or rule, a missing language, or a floor without the rule Z-4.
    """
    digest = hashlib.sha256()
    entries = read_toml(file, digest)
    only_keys(entries, ("groups", "units", "indicators"), file.name)
    groups = _labels(needed(entries, "groups", dict, file.name), file.name, "group")
    units = _labels(needed(entries, "units", dict, file.name), file.name, "unit")
    definitions = {
        name: _definition(name, entry, f"{file.name}, {name}", groups, units)
        for name, entry in needed(entries, "indicators", dict, file.name).items()
    }
    if not definitions:
        raise CatalogueError(file.name, "no indicators")
    return Indicators(
        version=digest.hexdigest()[:12], definitions=definitions, groups=groups, units=units
    )


def _labels(entries: Mapping[str, Any], file: str, kind: str) -> dict[str, dict[str, str]]:
    labels = {}
    for name, entry in entries.items():
        place = f"{file}, {kind} {name}"
        only_keys(entry, ("label",), place)
        labels[name] = texts_in(entry, "label", place, limit=LABEL_LIMIT)
    return labels


def _definition(
    name: str,
    entry: Mapping[str, Any],
    place: str,
    groups: Mapping[str, object],
    units: Mapping[str, object],
) -> IndicatorDefinition:
    only_keys(entry, _KEYS, place)
    if not _ID.fullmatch(name):
        raise CatalogueError(place, "an indicator has one capital letter and two digits")
    zero = _zero_rules(needed(entry, "zero", str, place), place)
    floor = Decimal(needed(entry, "floor", int, place)) if "floor" in entry else None
    if ("Z-4" in zero) != (floor is not None):
        raise CatalogueError(place, "rule Z-4 and a floor belong together")
    places = needed(entry, "places", int, place)
    if not 0 <= places <= 6:
        raise CatalogueError(place, f"places cannot be {places}")
    return IndicatorDefinition(
        id=name,
        group=_one_of(entry, "group", groups, place),
        unit=_one_of(entry, "unit", units, place),
        direction=cast("Direction", _one_of(entry, "direction", get_args(Direction), place)),
        missing=cast("MissingRule", _one_of(entry, "missing", get_args(MissingRule), place)),
        zero=zero,
        peers=cast("PeerScheme", _one_of(entry, "peers", get_args(PeerScheme), place)),
        floor=floor,
        clauses=names_in(entry, "clauses", place),
        places=places,
        references=tuple(
            _reference(each, units, place)
            for each in needed({"references": [], **entry}, "references", list, place)
        ),
        labels=texts_in(entry, "label", place, limit=LABEL_LIMIT),
        definitions=texts_in(entry, "definition", place),
    )


def _one_of(
    entry: Mapping[str, Any], key: str, allowed: Mapping[str, object] | tuple[str, ...], place: str
) -> str:
    value = needed(entry, key, str, place)
    if value not in allowed:
        raise CatalogueError(place, f"unknown {key} {value}")
    return value


def _zero_rules(text: str, place: str) -> frozenset[str]:
    if text == "none":
        return frozenset()
    rules = frozenset(text.split(","))
    if unknown := sorted(rules - ZERO_RULES):
        raise CatalogueError(place, f"unknown zero rule {', '.join(unknown)}")
    return rules


def _reference(entry: Any, units: Mapping[str, object], place: str) -> PublishedValue:
    where = f"{place}, references"
    if not isinstance(entry, dict):
        raise CatalogueError(where, "a reference has value, unit, year, source and note_en")
    only_keys(entry, ("value", "unit", "year", "source", "note_en"), where)
    text = needed(entry, "value", str, where)
    if not _NUMBER.fullmatch(text):
        raise CatalogueError(where, f"value is not a number: {text}")
    return PublishedValue(
        value=Decimal(text),
        unit=_one_of(entry, "unit", units, where),
        year=needed(entry, "year", str, where),
        source=needed(entry, "source", str, where),
        note=needed(entry, "note_en", str, where),
    )
