"""Maps: which column of a list is which field. Read strictly, refused by name where wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias, cast

from inventory_app.domain.field_types import ParseError
from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.transforms import TRANSFORMS
from inventory_app.domain.values import Value
from inventory_app.domain.words import folded
from inventory_app.errors import UserError
from inventory_app.languages import CODES as LANGUAGE_CODES
from inventory_app.texts import N_

Unknown: TypeAlias = Literal["create", "refuse"]

PARTS = ("map", "entities", "columns")
MAP_KEYS = ("sheet", "key", "apart", "language", "entity", "leave")
ENTITY_KEYS = ("column", "value", "name", "prefix")
ENTITIES_KEYS = ("unknown", "type", "alias")
COLUMN_KEYS = ("from", "join", "value", "codes", "default", "transform")
ANY_OTHER = "*"
_ENTITY_TYPES = "entity_types"
_LONGEST_PREFIX = 12


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a field gets its value: from columns of the list, or the same for every row.

    The texts of several columns are joined; with `labels` each is written as “label: text”.
    `codes` gives the value for a folded text, `ANY_OTHER` for all that are not named.
    """

    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    join: str = " "
    constant: Value = None
    codes: Mapping[str, Value] = field(default_factory=dict)
    default: Value = None
    transforms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EntitySource:
    """Where a row says whose it is; `prefix` stands before the codes of the entities meant."""

    column: str | None = None
    value: str | None = None
    name: str | None = None
    prefix: str = ""


@dataclass(frozen=True, kw_only=True)
class ListMap:
    """How a list is read.

    `key` are the fields by which a record of an entity is known. Of `apart`, the first is the
    number that the list itself gives: it tells records with the same key apart within the list.
    The others help to recognise such records in the next list.
    """

    sheet: str
    key: tuple[str, ...]
    columns: Mapping[str, Source]
    entity: EntitySource
    apart: tuple[str, ...] = ()
    language: str = "en"
    unknown: Unknown = "refuse"
    entity_type: str = "OTHER"
    aliases: Mapping[str, str] = field(default_factory=dict)
    leave: tuple[str, ...] = ()


class MapError(UserError):
    """A map is wrong; the message names the map and the place in it."""

    def __init__(self, name: str, place: str, problem: str) -> None:
        super().__init__(
            "E-MAP",
            N_("The map “{name}” is wrong at {place}: {problem}."),
            N_("Correct it and try again. “Import maps” in the documentation shows every key."),
            name=name,
            place=place,
            problem=problem,
        )


class _Wrong(Exception):  # noqa: N818 - becomes a MapError, which knows the map's name
    def __init__(self, place: str, problem: str) -> None:
        super().__init__(place, problem)
        self.place = place
        self.problem = problem


def read_map(text: str, name: str, catalogue: Catalogue) -> ListMap:
    """Return the map that *text* (TOML) holds; *name* is what errors call it.

    Raises `MapError` for an unknown key, sheet, field, code or transformation, a value that its
    field cannot hold, and a key field that no column gives.
    """
    try:
        entry = tomllib.loads(text, parse_float=Decimal)
        return _map(entry, catalogue)
    except tomllib.TOMLDecodeError as error:
        raise MapError(name, "TOML", str(error)) from error
    except _Wrong as wrong:
        raise MapError(name, wrong.place, wrong.problem) from wrong


def _map(entry: Mapping[str, Any], catalogue: Catalogue) -> ListMap:
    _only(entry, PARTS, "the top")
    head = _table(entry, "map", "[map]")
    _only(head, MAP_KEYS, "[map]")
    sheet_name = _text(head, "sheet", "[map]")
    if sheet_name not in catalogue.sheets:
        names = ", ".join(catalogue.sheets)
        raise _Wrong("[map] sheet", f"there is no sheet {sheet_name}, only {names}")
    sheet = catalogue[sheet_name]
    columns = {
        name: _source(sheet, name, source)
        for name, source in _table(entry, "columns", "[columns]").items()
    }
    key = _fields(head, "key", sheet, columns) if "key" in head else sheet.key
    if absent := [name for name in key if name not in columns]:
        raise _Wrong("[columns]", f"nothing gives {absent[0]}, by which records are known")
    language = head.get("language", "en")
    if language not in LANGUAGE_CODES:
        raise _Wrong("[map] language", f"{language} is none of {', '.join(LANGUAGE_CODES)}")
    return ListMap(
        sheet=sheet_name,
        key=key,
        columns=columns,
        entity=_entity(_table(head, "entity", "[map] entity")),
        apart=_fields(head, "apart", sheet, columns) if "apart" in head else (),
        language=language,
        leave=_texts(head.get("leave", []), "[map] leave"),
        **_entities(entry.get("entities", {}), catalogue),
    )


def _entity(entry: Mapping[str, Any]) -> EntitySource:
    place = "[map] entity"
    _only(entry, ENTITY_KEYS, place)
    for key in entry:
        _text(entry, key, place)
    if ("column" in entry) == ("value" in entry):
        raise _Wrong(place, "it takes either column or value")
    if "value" in entry and len(entry) > 1:
        raise _Wrong(place, "value stands alone")
    prefix = entry.get("prefix", "")
    if len(prefix) > _LONGEST_PREFIX or not (prefix.replace("-", "").isalnum() or not prefix):
        raise _Wrong(place, f"a prefix has at most {_LONGEST_PREFIX} letters, digits and hyphens")
    return EntitySource(**entry)


def _entities(entry: object, catalogue: Catalogue) -> dict[str, Any]:
    if not isinstance(entry, Mapping):
        raise _Wrong("[entities]", "it is not a table")
    _only(entry, ENTITIES_KEYS, "[entities]")
    unknown = entry.get("unknown", "refuse")
    if unknown not in ("create", "refuse"):
        raise _Wrong("[entities] unknown", f"{unknown} is neither create nor refuse")
    kind = entry.get("type", "OTHER")
    if kind not in catalogue.code_lists[_ENTITY_TYPES].codes:
        raise _Wrong("[entities] type", f"there is no type of entity {kind}")
    aliases: dict[str, str] = {}
    alias = entry.get("alias", {})
    if not isinstance(alias, Mapping):
        raise _Wrong("[entities.alias]", "it is not a table")
    for text in alias:
        code = _text(alias, text, "[entities.alias]")
        if aliases.setdefault(folded(text), code) != code:
            raise _Wrong("[entities.alias]", f"{text} stands for two entities")
    return {"unknown": cast("Unknown", unknown), "entity_type": kind, "aliases": aliases}


def _source(sheet: Sheet, name: str, entry: object) -> Source:
    place = f"[columns.{name}]"
    asked = _asked(sheet, name, place)
    if not isinstance(entry, Mapping):
        raise _Wrong(place, "it is not a table")
    _only(entry, COLUMN_KEYS, place)
    if ("from" in entry) == ("value" in entry):
        raise _Wrong(place, "it takes either from or value")
    if "value" in entry:
        if len(entry) > 1:
            raise _Wrong(place, "value stands alone")
        return Source(constant=_constant(asked, entry["value"], f"{place} value"))
    columns, labels = _from(entry["from"], place)
    join = _text(entry, "join", place, empty=True) if "join" in entry else " "
    if "join" in entry and len(columns) == 1 and not labels:
        raise _Wrong(place, "join needs several columns")
    return Source(
        columns=columns,
        labels=labels,
        join="; " if labels and "join" not in entry else join,
        codes=_codes(asked, entry.get("codes", {}), f"{place} codes"),
        default=_constant(asked, entry["default"], f"{place} default")
        if "default" in entry
        else None,
        transforms=_transforms(entry.get("transform", []), f"{place} transform"),
    )


def _asked(sheet: Sheet, name: str, place: str) -> Field:
    found = sheet.fields.get(name)
    if found is None:
        raise _Wrong(place, f"the sheet {sheet.name} has no field {name}")
    if found.derived:
        raise _Wrong(place, f"{name} is computed, not asked")
    if found.retired:
        raise _Wrong(place, f"{name} is no longer asked")
    return found


def _from(entry: object, place: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if isinstance(entry, str):
        entry = [entry]
    labels: tuple[str, ...] = ()
    if isinstance(entry, Mapping):
        labels = tuple(entry)
        entry = list(entry.values())
    columns = _texts(entry, f"{place} from")
    if not columns:
        raise _Wrong(f"{place} from", "it names no column")
    return columns, labels


def _codes(asked: Field, entry: object, place: str) -> Mapping[str, Value]:
    if not isinstance(entry, Mapping):
        raise _Wrong(place, "it is not a table")
    codes: dict[str, Value] = {}
    for text, code in entry.items():
        if folded(text) in codes:
            raise _Wrong(place, f"{text} stands there twice")
        codes[folded(text)] = _constant(asked, code, place)
    return codes


def _constant(asked: Field, entry: object, place: str) -> Value:
    """Return what the field makes of a value in the map; only its canonical form is taken."""
    match entry:
        case bool():
            text = "yes" if entry else "no"
        case str() | int() | Decimal():
            text = str(entry)
        case date():
            text = entry.isoformat()[:10]
        case list():
            text = ";".join(map(str, entry))
        case _:
            raise _Wrong(place, f"{asked.name} cannot be {entry}")
    try:
        value = asked.type.parse(text)
    except ParseError as error:
        raise _Wrong(place, f"{asked.name} cannot be {text}") from error
    for code in asked.type.problems(value):
        raise _Wrong(place, f"{asked.name} cannot be {text} ({code})")
    return value


def _transforms(entry: object, place: str) -> tuple[str, ...]:
    names = _texts([entry] if isinstance(entry, str) else entry, place)
    for name in names:
        if name not in TRANSFORMS:
            raise _Wrong(place, f"{name} is none of {', '.join(TRANSFORMS)}")
    return names


def _fields(
    head: Mapping[str, Any], key: str, sheet: Sheet, columns: Mapping[str, Source]
) -> tuple[str, ...]:
    place = f"[map] {key}"
    names = _texts(head[key], place)
    if not names:
        raise _Wrong(place, "it names no field")
    for name in names:
        _asked(sheet, name, place)
        if name not in columns:
            raise _Wrong(place, f"nothing in [columns] gives {name}")
    return names


def _only(entry: Mapping[str, Any], allowed: Collection[str], place: str) -> None:
    if unknown := sorted(entry.keys() - set(allowed)):
        raise _Wrong(place, f"unknown key {', '.join(unknown)}")


def _table(entry: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any]:
    found = entry.get(key)
    if not isinstance(found, Mapping) or not found:
        raise _Wrong(place, "it is missing")
    return found


def _text(entry: Mapping[str, Any], key: str, place: str, *, empty: bool = False) -> str:
    found = entry.get(key)
    if not isinstance(found, str) or not (found.strip() or empty):
        raise _Wrong(place, f"{key} is not a text")
    return found


def _texts(entry: object, place: str) -> tuple[str, ...]:
    if not isinstance(entry, list) or not all(
        isinstance(text, str) and text.strip() for text in entry
    ):
        raise _Wrong(place, "it is not a list of names")
    return tuple(entry)
