"""The definitions of the indicators: read strictly, refused by name when anything is wrong."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

from inventory_app import paths
from inventory_app.domain.catalogue import (
    CatalogueError,
    names_in,
    needed,
    only_keys,
    read_toml,
    texts_in,
)
from inventory_app.domain.indicator_bridges import bridges_declared
from inventory_app.domain.indicator_shapes import (
    EVERY_SHEET,
    OWN_PREFIX,
    Direction,
    Example,
    IndicatorDefinition,
    Indicators,
    MissingRule,
    PeerScheme,
    PublishedValue,
    Scope,
    Subject,
)
from inventory_app.domain.indicator_terms import Places, conditions_in, read_scopes, terms_in
from inventory_app.domain.reasons import Reason

__all__ = [
    "Direction", "IndicatorDefinition", "Indicators", "default_indicators", "load_indicators",
    "read_own",
]  # fmt: skip

FOLDER = "indicators"
COMMON = "common.toml"
ZERO_RULES = frozenset({"Z-1", "Z-2", "Z-3", "Z-4"})
LABEL_LIMIT = 60
_MOST_BYTES = 1_000_000  # of a file of somebody's own
_KEYS = frozenset(
    {
        "group", "unit", "direction", "missing", "zero", "peers", "floor", "clauses", "places",
        "references", "label", "definition", "example", "parameters", "subject", "numerator",
        "denominator", "each", "applies", "nothing", "enough", "valid", "interval", "formula",
        "extras", "inputs", "beside", "bridges",
    }
)  # fmt: skip
_OF_THE_PROGRAM = frozenset({"formula", "extras", "inputs", "beside"})  # they name functions
_ID = re.compile(r"[A-WYZ]\d{2}")
_OWN_ID = re.compile(OWN_PREFIX + r"\d{2}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class _Words:
    """The names that a definition may use, and whether it is the organisation's own."""

    groups: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Mapping[str, str]]
    factors: Mapping[str, Decimal]
    scopes: Mapping[str, Scope]
    own: bool = False


@cache
def default_indicators() -> Indicators:
    """Return the indicators that belong to this program."""
    return load_indicators(paths.catalogue() / FOLDER)


def load_indicators(folder: Path) -> Indicators:
    """Read the indicator definitions in *folder*.

    Raises `CatalogueError`, which names the file and the indicator, for an unknown key, group,
    unit or rule, a missing language, a floor without the rule Z-4, an expression that cannot be
    read, and a definition that comes back to itself.
    """
    digest = hashlib.sha256()
    common = read_toml(folder / COMMON, digest)
    only_keys(common, ("groups", "units", "scopes"), COMMON)
    words = _Words(
        groups=_labels(needed(common, "groups", dict, COMMON), COMMON, "group"),
        units=_labels(needed(common, "units", dict, COMMON), COMMON, "unit"),
        factors=_factors(common["units"], COMMON),
        scopes=read_scopes(common.get("scopes", {}), COMMON),
    )
    found: dict[str, IndicatorDefinition] = {}
    for file in sorted(folder.glob("*.toml")):
        if file.name != COMMON:
            entries = read_toml(file, digest)
            only_keys(entries, ("indicators",), file.name)
            for name, entry in needed(entries, "indicators", dict, file.name).items():
                if name in found:
                    raise CatalogueError(f"{file.name}, {name}", "it is defined twice")
                found[name] = _definition(name, entry, f"{file.name}, {name}", words)
    if not found:
        raise CatalogueError(folder.name, "no indicators")
    order = list(words.groups)
    definitions = dict(sorted(found.items(), key=lambda item: order.index(item[1].group)))
    check_circles(definitions, folder.name)
    return Indicators(
        version=digest.hexdigest()[:12], definitions=definitions, groups=words.groups,
        units=words.units, scopes=words.scopes, factors=words.factors,
    )  # fmt: skip


def read_own(data: bytes, name: str, program: Indicators) -> Indicators:
    """Read the indicators of an organisation's own from *data*, a file called *name*.

    It may add groups, units and scopes. Ids begin with X, no functions are named, and of other
    indicators only those of the *program* may be used. Raises `CatalogueError` as
    `load_indicators` does.
    """
    if len(data) > _MOST_BYTES:
        raise CatalogueError(name, f"it is larger than {_MOST_BYTES} bytes")
    try:
        entries = tomllib.loads(data.decode("utf-8"), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(name, str(error)) from error
    place = name
    only_keys(entries, ("groups", "units", "scopes", "indicators"), place)
    parts = {
        key: needed({key: {}, **entries}, key, dict, place) for key in ("groups", "units", "scopes")
    }
    groups = _labels(parts["groups"], place, "group")
    units = _labels(parts["units"], place, "unit")
    if taken := sorted((groups.keys() & program.groups) | (units.keys() & program.units)):
        raise CatalogueError(place, f"{taken[0]} is a name of the program")
    words = _Words(
        groups={**program.groups, **groups},
        units={**program.units, **units},
        factors={**program.factors, **_factors(parts["units"], place)},
        scopes={**program.scopes, **read_scopes(parts["scopes"], place, program.scopes)},
        own=True,
    )
    definitions = {
        key: _definition(key, entry, f"{place}, {key}", words)
        for key, entry in needed(entries, "indicators", dict, place).items()
    }
    if not definitions:
        raise CatalogueError(place, "no indicators")
    for each in definitions.values():
        check_circles({**program.definitions, each.id: each}, place)
    scopes = {key: scope for key, scope in words.scopes.items() if key not in program.scopes}
    return Indicators(
        version=hashlib.sha256(data).hexdigest()[:12], definitions=definitions, groups=groups,
        units=units, scopes=scopes,
    )  # fmt: skip


def check_circles(definitions: Mapping[str, IndicatorDefinition], place: str) -> None:
    """Raise `CatalogueError` if an indicator needs one that is not there, or itself."""
    whole: set[str] = set()

    def follow(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            told = " → ".join([*above, name])
            raise CatalogueError(f"{place}, {above[0]}", f"it comes back to itself: {told}")
        if name not in definitions:
            raise CatalogueError(f"{place}, {above[-1]}", f"there is no indicator {name}")
        if name not in whole:
            for needs in definitions[name].needs:
                follow(needs, (*above, name))
            whole.add(name)

    for name in definitions:
        follow(name, ())


def _labels(entries: Mapping[str, Any], file: str, kind: str) -> dict[str, dict[str, str]]:
    labels = {}
    for name in entries:
        place = f"{file}, {kind} {name}"
        entry = needed(entries, name, dict, place)
        if not _NAME.fullmatch(name):
            raise CatalogueError(place, "a name has small letters, digits and _ only")
        only_keys(entry, ("label", "factor") if kind == "unit" else ("label",), place)
        labels[name] = texts_in(entry, "label", place, limit=LABEL_LIMIT)
    return labels


def _factors(entries: Mapping[str, Any], file: str) -> dict[str, Decimal]:
    factors = {}
    for name, entry in entries.items():
        factor = needed({"factor": 1, **entry}, "factor", int, f"{file}, unit {name}")
        if factor < 1:
            raise CatalogueError(f"{file}, unit {name}", f"factor cannot be {factor}")
        factors[name] = Decimal(factor)
    return factors


def _definition(
    name: str, entry: Mapping[str, Any], place: str, words: _Words
) -> IndicatorDefinition:
    if not isinstance(entry, dict):
        raise CatalogueError(place, "an indicator is a table")
    only_keys(entry, _KEYS - _OF_THE_PROGRAM if words.own else _KEYS, place)
    if not (_OWN_ID if words.own else _ID).fullmatch(name):
        letter = f"the letter {OWN_PREFIX}" if words.own else "one capital letter"
        raise CatalogueError(place, f"an indicator has {letter} and two digits")
    unit = _one_of(entry, "unit", words.units, place)
    found = IndicatorDefinition(
        id=name,
        group=_one_of(entry, "group", words.groups, place),
        unit=unit,
        factor=words.factors[unit],
        direction=cast("Direction", _one_of(entry, "direction", get_args(Direction), place)),
        missing=cast("MissingRule", _one_of(entry, "missing", get_args(MissingRule), place)),
        zero=_zero_rules(needed(entry, "zero", str, place), place),
        peers=cast("PeerScheme", _one_of(entry, "peers", get_args(PeerScheme), place)),
        floor=Decimal(needed(entry, "floor", int, place)) if "floor" in entry else None,
        clauses=names_in(entry, "clauses", place),
        places=needed(entry, "places", int, place),
        references=tuple(
            _reference(each, words.units, place)
            for each in needed({"references": [], **entry}, "references", list, place)
        ),
        labels=texts_in(entry, "label", place, limit=LABEL_LIMIT),
        definitions=texts_in(entry, "definition", place),
        **_computed(entry, place, words),
    )
    _check_rules(found, place)
    return found


def _computed(entry: Mapping[str, Any], place: str, words: _Words) -> dict[str, Any]:
    """Return the parts of a definition that say how it is computed."""
    parameters = _numbers(entry, "parameters", place)
    valid = _numbers(entry, "valid", place)
    only_keys(valid, ("minimum", "maximum"), f"{place}, valid")
    where = Places(place=place, scopes=words.scopes, parameters=parameters)
    applies = conditions_in(entry, "applies", where)
    nothing = entry.get("nothing", "NOT-IN-USE")
    if nothing not in {reason.value for reason in Reason}:
        raise CatalogueError(place, f"unknown reason {nothing}")
    return {
        "numerator": terms_in(entry, "numerator", where),
        "denominator": terms_in(entry, "denominator", where),
        "each": _flag(entry, "each", place),
        "applies": applies,
        "applies_texts": tuple(entry.get("applies", ())),
        "nothing": nothing,
        "enough": Decimal(needed(entry, "enough", int, place)) if "enough" in entry else None,
        "minimum": valid.get("minimum"),
        "maximum": valid.get("maximum"),
        "interval": _flag(entry, "interval", place),
        "formula": needed({"formula": "", **entry}, "formula", str, place),
        "extras": needed({"extras": "", **entry}, "extras", str, place),
        "inputs": _inputs(entry, "inputs", place),
        "beside": _inputs(entry, "beside", place),
        "parameters": parameters,
        "subject": cast(
            "Subject", _one_of({"subject": "entity", **entry}, "subject", get_args(Subject), place)
        ),
        "example": _example(entry, place),
        "bridges": bridges_declared(entry, place),
    }


def _check_rules(of: IndicatorDefinition, place: str) -> None:
    """Raise `CatalogueError` for parts of a definition that contradict each other."""
    terms = (*of.numerator, *of.denominator)
    plain = all(hasattr(term, "scope") for term in terms)
    problems = (
        (("Z-4" in of.zero) != (of.floor is not None), "rule Z-4 and a floor belong together"),
        (not 0 <= of.places <= 6, f"places cannot be {of.places}"),
        (bool(of.formula) == bool(of.numerator), "it needs a numerator or a formula, not both"),
        (bool(of.formula) and bool(of.denominator), "a formula has no denominator"),
        (bool(of.inputs) and not (of.formula or of.extras), "inputs belong to a formula"),
        (bool(of.formula) and not of.inputs, "a formula needs its inputs"),
        (bool(of.beside) and not of.formula, "beside belongs to a formula"),
        (of.each and not (of.denominator and plain), "each needs both terms, of records"),
        (
            bool(of.applies) and not (of.each or (of.missing == "M-C" and bool(of.numerator))),
            "applies belongs to each and to M-C",
        ),
        (of.enough is not None and (of.missing != "M-A" or of.each), "enough belongs to M-A"),
        (of.enough is not None and not 0 < of.enough <= 100, "enough is a percentage"),
        (
            of.missing == "M-C" and bool(of.numerator) and not _counts(of),
            "by M-C records of one scope are counted",
        ),
        (of.interval and not (of.denominator or of.formula), "an interval needs a denominator"),
    )
    for wrong, problem in problems:
        if wrong:
            raise CatalogueError(place, problem)


def _counts(of: IndicatorDefinition) -> bool:
    """Return whether an indicator counts some records of a scope among all of them."""
    terms = (*of.numerator, *of.denominator)
    if len(terms) != 2 or of.each or not all(hasattr(term, "scope") for term in terms):
        return False
    above, below = terms
    return (
        above.scope == below.scope  # type: ignore[union-attr]  # both are of records
        and above.amount is None and below.amount is None  # type: ignore[union-attr]
        and not below.where  # type: ignore[union-attr]
    )  # fmt: skip


def _one_of(entry: Mapping[str, Any], key: str, allowed: Collection[str], place: str) -> str:
    value = needed(entry, key, str, place)
    if value not in allowed:
        raise CatalogueError(place, f"unknown {key} {value}")
    return value


def _flag(entry: Mapping[str, Any], key: str, place: str) -> bool:
    return needed(entry, key, bool, place) if key in entry else False


def _number(text: Any, what: str, place: str) -> Decimal:
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise CatalogueError(place, f"{what} is not a number: {text}")
    return Decimal(text)


def _numbers(entry: Mapping[str, Any], key: str, place: str) -> dict[str, Decimal]:
    found = needed({key: {}, **entry}, key, dict, place)
    return {name: _number(text, name, f"{place}, {key}") for name, text in found.items()}


def _inputs(entry: Mapping[str, Any], key: str, place: str) -> tuple[tuple[str, str], ...]:
    found = []
    for text in names_in({key: [], **entry}, key, place):
        sheet, _, field = text.partition(".")
        if not _NAME.fullmatch(field) or not (sheet == EVERY_SHEET or _NAME.fullmatch(sheet)):
            raise CatalogueError(place, f"{text} is no sheet and field")
        found.append((sheet, field))
    return tuple(found)


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
    return PublishedValue(
        value=_number(text, "value", where),
        unit=_one_of(entry, "unit", units, where),
        year=needed(entry, "year", str, where),
        source=needed(entry, "source", str, where),
        note=needed(entry, "note_en", str, where),
    )


def _example(entry: Mapping[str, Any], place: str) -> Example | None:
    if "example" not in entry:
        return None
    where = f"{place}, example"
    told = needed(entry, "example", dict, place)
    only_keys(told, ("given_en", "numerator", "denominator", "value", "parts"), where)
    numbers = {
        name: _number(told[name], name, where)
        for name in ("numerator", "denominator", "value") if name in told
    }  # fmt: skip
    if "value" not in numbers or ("given_en" not in told and len(numbers) != 3):
        raise CatalogueError(where, "it needs a value, and what is given or both terms")
    return Example(
        value=numbers["value"], given=needed({"given_en": "", **told}, "given_en", str, where),
        numerator=numbers.get("numerator"), denominator=numbers.get("denominator"),
        parts=_numbers(told, "parts", where),
    )  # fmt: skip
