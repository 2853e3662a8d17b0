"""The terms, conditions and scopes of indicator definitions: read strictly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar, cast

from inventory_app.domain.catalogue import CatalogueError, names_in, needed, only_keys
from inventory_app.domain.expressions import (
    Condition,
    Expression,
    TooHard,
    condition,
    expression,
    parameters_of,
)
from inventory_app.domain.indicator_shapes import (
    IndicatorTerm,
    RecordTerm,
    Scope,
    Taken,
    TermDefinition,
)

_T = TypeVar("_T", bound="Condition | Expression")


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where a definition stands, and the names that its terms may use."""

    place: str
    scopes: Mapping[str, Scope]
    parameters: Mapping[str, Decimal] = field(default_factory=dict)


def read_scopes(
    entries: Mapping[str, Any], file: str, known: Mapping[str, Scope] | None = None
) -> dict[str, Scope]:
    """Return the scopes of a file; a scope may narrow another one, also one of those *known*.

    Raises `CatalogueError` for a scope that leads back to itself or nowhere.
    """
    found: dict[str, Scope] = {}
    before = known or {}
    for name in entries:
        if name in before:
            raise CatalogueError(f"{file}, scope {name}", "it is a name of the program")
        _scope(name, entries, file, {**before}, found, ())
    return found


def _scope(
    name: str,
    entries: Mapping[str, Any],
    file: str,
    known: Mapping[str, Scope],
    found: dict[str, Scope],
    above: tuple[str, ...],
) -> Scope:
    place = f"{file}, scope {name}"
    if name in above:
        raise CatalogueError(place, f"it comes back to itself: {' → '.join([*above, name])}")
    if name in known or name in found:
        return known[name] if name in known else found[name]
    if name not in entries:
        raise CatalogueError(f"{file}, scope {above[-1]}", f"there is no scope {name}")
    entry = needed(entries, name, dict, place)
    only_keys(entry, ("sheet", "of", "conditions", "ever"), place)
    if ("sheet" in entry) == ("of" in entry):
        raise CatalogueError(place, "a scope has a sheet, or is a part of another scope")
    where = Places(place=place, scopes={})
    own = conditions_in(entry, "conditions", where)
    texts = tuple(entry.get("conditions", ()))
    if "of" in entry:
        wider = _scope(
            needed(entry, "of", str, place), entries, file, known, found, (*above, name)
        )  # fmt: skip
        if "ever" in entry:
            raise CatalogueError(place, "ever belongs to the widest scope")
        found[name] = Scope(
            name=name, sheet=wider.sheet, conditions=(*wider.conditions, *own), ever=wider.ever,
            texts=(*wider.texts, *texts),
        )  # fmt: skip
    else:
        ever = needed({"ever": False, **entry}, "ever", bool, place)
        found[name] = Scope(
            name=name, sheet=needed(entry, "sheet", str, place), conditions=own, ever=ever,
            texts=texts,
        )  # fmt: skip
    return found[name]


def conditions_in(entry: Mapping[str, Any], key: str, where: Places) -> tuple[Condition, ...]:
    """Return the conditions under *key*; raise `CatalogueError` for one that cannot be read."""
    texts = names_in({key: [], **entry}, key, where.place)
    return tuple(_tree(condition, text, where) for text in texts)


def terms_in(entry: Mapping[str, Any], key: str, where: Places) -> tuple[TermDefinition, ...]:
    """Return the terms under *key*, one or a list; raise `CatalogueError`."""
    given = entry.get(key, [])
    listed = given if isinstance(given, list) else [given]
    return tuple(_term(each, f"{where.place}, {key}", where) for each in listed)


def _term(entry: Any, place: str, where: Places) -> TermDefinition:
    if not isinstance(entry, dict):
        raise CatalogueError(place, "a term is a table")
    if "indicator" in entry:
        only_keys(entry, ("indicator", "take"), place)
        take = needed(entry, "take", str, place)
        if take not in ("numerator", "denominator"):
            raise CatalogueError(place, f"take cannot be {take}")
        return IndicatorTerm(
            indicator=needed(entry, "indicator", str, place), take=cast("Taken", take)
        )
    only_keys(entry, ("of", "count", "sum", "where"), place)
    counted = needed({"count": False, **entry}, "count", bool, place)
    if counted == ("sum" in entry):
        raise CatalogueError(place, "a term counts records or has a sum")
    name = needed(entry, "of", str, place)
    inside = Places(place=place, scopes=where.scopes, parameters=where.parameters)
    text = "" if counted else needed(entry, "sum", str, place)
    return RecordTerm(
        scope=where.scopes.get(name) or Scope(name=name, sheet=name),
        amount=None if counted else _tree(expression, text, inside),
        where=conditions_in(entry, "where", inside),
        text=text,
        where_texts=tuple(entry.get("where", ())),
    )


def _tree(read: Callable[[str], _T], text: str, where: Places) -> _T:
    try:
        tree = read(text)
    except TooHard as error:
        raise CatalogueError(where.place, str(error)) from error
    if unknown := sorted(set(parameters_of(tree)) - where.parameters.keys()):
        raise CatalogueError(where.place, f"there is no parameter {unknown[0]}")
    return tree
