"""The field catalogue: read strictly, refused by file and field when anything is wrong."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import fields, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

from inventory_app import paths
from inventory_app.domain.code_lists import CodeEntry, CodeList
from inventory_app.domain.derivations import DERIVATIONS
from inventory_app.domain.field_types import TYPES, Code, DecimalNumber, FieldType, Reference
from inventory_app.domain.fields import Catalogue, Field, Level, Sensitivity, Sheet, When
from inventory_app.domain.units import UNITS
from inventory_app.errors import UserError
from inventory_app.languages import CODES
from inventory_app.texts import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

# The options of a type, each with what TOML must hold.
_OPTIONS: dict[str, tuple[type, ...]] = {
    "codes": (str,),
    "to": (str,),
    "minimum": (int, Decimal),
    "maximum": (int, Decimal),
    "places": (int,),
    "max_length": (int,),
}
FIELD_KEYS = frozenset(_OPTIONS) | {
    "type", "unit", "section", "level", "when", "derived", "sensitivity", "personal", "label",
    "help", "renamed_from", "retired",
}  # fmt: skip
SHEET_KEYS = frozenset(
    {"order", "prefix", "key", "title", "clauses", "closed_needs", "sensitivity", "label", "help"}
)
LEVELS = ("required", "recommended", "optional")
RECORD_SECTION = "record"
HELP_LIMIT = 240  # a spreadsheet's input message holds 255 characters
SHEET_NAME_LIMIT = 31
_PREFIX = re.compile(r"[A-Z]{2}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,39}")
_T = TypeVar("_T")


class CatalogueError(UserError):
    """The catalogue itself is wrong; the message names file and field."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(
            "E-CATALOGUE",
            N_("The field catalogue is wrong in {place}: {problem}."),
            N_("Correct the file and run “ict-inventory catalogue check”."),
            place=place,
            problem=problem,
        )


@cache
def default() -> Catalogue:
    """Return the catalogue that belongs to this program."""
    return load(paths.catalogue())


def load(folder: Path) -> Catalogue:
    """Read the catalogue in *folder*.

    Raises `CatalogueError` for an unknown key, type, unit, code list, sheet or derivation, a
    missing language, a reference that leads nowhere, or a text too long for a spreadsheet.
    """
    digest = hashlib.sha256()
    lists = {
        file.stem: _code_list(file.stem, f"codelists/{file.name}", read_toml(file, digest))
        for file in sorted((folder / "codelists").glob("*.toml"))
    }
    common = read_toml(folder / "common.toml", digest)
    only_keys(common, ("fields", "sections"), "common.toml")
    sheets = [
        _sheet(file.stem, f"sheets/{file.name}", read_toml(file, digest), common, lists)
        for file in sorted((folder / "sheets").glob("*.toml"))
    ]
    sheets.sort(key=lambda sheet: sheet.order)
    catalogue = Catalogue(
        version=digest.hexdigest()[:12],
        sheets={sheet.name: sheet for sheet in sheets},
        code_lists=lists,
    )
    _check_references(catalogue)
    return catalogue


def read_toml(file: Path, digest: hashlib._Hash) -> dict[str, Any]:
    """Return what *file* holds, decimals exact, and add it to *digest*; raise `CatalogueError`."""
    try:
        text = file.read_bytes()
        digest.update(file.name.encode() + b"\0" + text)
        return tomllib.loads(text.decode("utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(file.name, str(error)) from error


def only_keys(entry: Mapping[str, Any], allowed: Collection[str], place: str) -> None:
    """Raise `CatalogueError` if *entry* has a key that is not *allowed*."""
    if unknown := sorted(entry.keys() - set(allowed)):
        raise CatalogueError(place, f"unknown key {', '.join(unknown)}")


def needed(entry: Mapping[str, Any], key: str, kind: type[_T], place: str) -> _T:
    """Return the value of *key*; raise `CatalogueError` if it is absent or not a *kind*."""
    if key not in entry:
        raise CatalogueError(place, f"no {key}")
    value = entry[key]
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise CatalogueError(place, f"{key} is not a {kind.__name__}: {value}")
    return value


def names_in(entry: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    """Return the list of texts under *key*, which must be there; raise `CatalogueError`."""
    names = needed(entry, key, list, place)
    if not all(isinstance(name, str) and name for name in names):
        raise CatalogueError(place, f"{key} is not a list of names")
    return tuple(names)


def texts_in(entry: Mapping[str, Any], key: str, place: str, limit: int = 0) -> dict[str, str]:
    """Return the texts under *key* in all six languages; raise `CatalogueError` if one lacks."""
    texts = entry.get(key)
    if not isinstance(texts, dict):
        raise CatalogueError(place, f"no {key}")
    only_keys(texts, CODES, f"{place}, {key}")
    for code in CODES:
        text = texts.get(code)
        if not isinstance(text, str) or not text.strip():
            raise CatalogueError(place, f"no {key} in {code}")
        if limit and len(text) > limit:
            raise CatalogueError(place, f"{key} in {code} is longer than {limit} characters")
    return {code: texts[code] for code in CODES}


def _code_list(name: str, place: str, entry: dict[str, Any]) -> CodeList:
    only_keys(entry, ("list", "codes"), place)
    codes: dict[str, CodeEntry] = {}
    seen: dict[tuple[str, str], str] = {}
    for code, item in entry.get("codes", {}).items():
        where = f"{place}, {code}"
        if not _CODE.fullmatch(code):
            raise CatalogueError(where, "a code has capital letters, digits, _ and - only")
        only_keys(item, ("label", "attributes"), where)
        labels = texts_in(item, "label", where, limit=100)
        for language, label in labels.items():
            if other := seen.get((language, label.casefold())):
                raise CatalogueError(where, f"the label in {language} is also that of {other}")
            seen[language, label.casefold()] = code
        codes[code] = CodeEntry(code=code, labels=labels, attributes=_attributes(item, where))
    if not codes:
        raise CatalogueError(place, "no codes")
    labels = texts_in(entry.get("list", {}), "label", place)
    return CodeList(name=name, labels=labels, codes=codes)


def _attributes(item: Mapping[str, Any], place: str) -> dict[str, str]:
    attributes = item.get("attributes", {})
    if not all(isinstance(value, str) for value in attributes.values()):
        raise CatalogueError(place, "attributes are texts")
    return dict(attributes)


def _sheet(
    name: str,
    place: str,
    entry: dict[str, Any],
    common: dict[str, Any],
    lists: Mapping[str, CodeList],
) -> Sheet:
    only_keys(entry, ("sheet", "sections", "fields"), place)
    head = needed(entry, "sheet", dict, place)
    only_keys(head, SHEET_KEYS, place)
    sections = {
        key: texts_in(item, "label", f"{place}, section {key}")
        for key, item in (entry.get("sections", {}) | common.get("sections", {})).items()
    }
    every = _all_fields(entry, common, place, sections, lists)
    prefix = needed(head, "prefix", str, place)
    if not _PREFIX.fullmatch(prefix):
        raise CatalogueError(place, "a prefix has two capital letters")
    sheet = Sheet(
        name=name,
        order=needed(head, "order", int, place),
        prefix=prefix,
        key=names_in(head, "key", place),
        title=names_in(head, "title", place),
        clauses=names_in(head, "clauses", place),
        closed_needs=frozenset(names_in({"closed_needs": [], **head}, "closed_needs", place)),
        labels=texts_in(head, "label", place, limit=SHEET_NAME_LIMIT),
        help=texts_in(head, "help", place),
        sections=sections,
        fields=every,
        sensitivity=_sensitivity(head, place),
    )
    for key in (*sheet.key, *sheet.title, *sheet.closed_needs):
        if key not in every:
            raise CatalogueError(place, f"there is no field {key}")
    return sheet


def _all_fields(
    entry: Mapping[str, Any],
    common: Mapping[str, Any],
    place: str,
    sections: Mapping[str, object],
    lists: Mapping[str, CodeList],
) -> dict[str, Field]:
    own = _fields(entry.get("fields", {}), place, sections, lists)
    shared = _fields(needed(common, "fields", dict, "common.toml"), "common.toml", sections, lists)
    if twice := own.keys() & shared.keys():
        raise CatalogueError(place, f"{min(twice)} is a field that all sheets have")
    every = own | {key: replace(field, common=True) for key, field in shared.items()}
    for field in every.values():
        where = f"{place}, {field.name}"
        if field.when and field.when.field not in every:
            raise CatalogueError(where, f"no field {field.when.field}")
        uses = DERIVATIONS[field.derived].uses if field.derived else ()
        if absent := sorted(set(uses) - every.keys()):
            raise CatalogueError(where, f"it is computed from {', '.join(absent)}, not asked")
    return every


def _fields(
    entries: Mapping[str, Any],
    place: str,
    sections: Mapping[str, object],
    lists: Mapping[str, CodeList],
) -> dict[str, Field]:
    return {
        name: _field(name, f"{place}, {name}", entry, sections, lists)
        for name, entry in entries.items()
    }


def _field(
    name: str,
    place: str,
    entry: dict[str, Any],
    sections: Mapping[str, object],
    lists: Mapping[str, CodeList],
) -> Field:
    only_keys(entry, FIELD_KEYS, place)
    if not _NAME.fullmatch(name):
        raise CatalogueError(place, "a field name has small letters, digits and _ only")
    section = needed(entry, "section", str, place)
    if section not in sections:
        raise CatalogueError(place, f"unknown section {section}")
    level = entry.get("level")
    if level not in LEVELS:
        raise CatalogueError(place, f"unknown level {level}")
    unit = entry.get("unit")
    if unit is not None and unit not in UNITS:
        raise CatalogueError(place, f"unknown unit {unit}")
    derived = entry.get("derived")
    if derived is not None and derived not in DERIVATIONS:
        raise CatalogueError(place, f"unknown derivation {derived}")
    return Field(
        name=name,
        type=_type(place, entry, lists),
        section=section,
        level=cast("Level", level),
        labels=texts_in(entry, "label", place),
        help=texts_in(entry, "help", place, limit=HELP_LIMIT),
        unit=unit,
        when=_when(place, entry.get("when")),
        derived=derived,
        sensitivity=_sensitivity(entry, place),
        renamed_from=needed(entry, "renamed_from", str, place) if "renamed_from" in entry else None,
        retired=_flag(entry, "retired", place),
    )


def _sensitivity(entry: Mapping[str, Any], place: str) -> Sensitivity | None:
    """Return why a field or sheet is not for everybody; catalogues of old said “personal”."""
    if _flag(entry, "personal", place):
        return "person"
    kind = entry.get("sensitivity")
    if kind is not None and kind not in get_args(Sensitivity):
        raise CatalogueError(place, f"unknown sensitivity {kind}")
    return cast("Sensitivity | None", kind)


def _flag(entry: Mapping[str, Any], key: str, place: str) -> bool:
    return needed(entry, key, bool, place) if key in entry else False


def _type(place: str, entry: Mapping[str, Any], lists: Mapping[str, CodeList]) -> FieldType:
    kind = TYPES.get(entry.get("type", ""))
    if kind is None:
        raise CatalogueError(place, f"unknown type {entry.get('type')}")
    options: dict[str, Any] = {}
    known = {field.name for field in fields(kind)} - {"list"}
    for key, kinds in _OPTIONS.items():
        if key in entry:
            if key not in known:
                raise CatalogueError(place, f"a field of type {kind.name} has no {key}")
            if not isinstance(entry[key], kinds) or isinstance(entry[key], bool):
                raise CatalogueError(place, f"{key} cannot be {entry[key]}")
            options[key] = entry[key]
    if issubclass(kind, DecimalNumber):
        options |= {k: Decimal(options[k]) for k in ("minimum", "maximum") if k in options}
    if issubclass(kind, Code):
        if entry.get("codes") not in lists:
            raise CatalogueError(place, f"there is no code list {entry.get('codes')}")
        options["list"] = lists[entry["codes"]]
    if issubclass(kind, Reference) and "to" not in options:
        raise CatalogueError(place, "a reference says to which sheet")
    return kind(**options)


def _when(place: str, entry: Mapping[str, Any] | None) -> When | None:
    if entry is None:
        return None
    only_keys(entry, ("field", "codes"), place)
    codes = names_in(entry, "codes", f"{place}, when")
    return When(field=needed(entry, "field", str, f"{place}, when"), codes=frozenset(codes))


def _check_references(catalogue: Catalogue) -> None:
    prefixes = [sheet.prefix for sheet in catalogue]
    if len(set(prefixes)) != len(prefixes):
        raise CatalogueError("sheets", "two sheets have the same prefix")
    for sheet in catalogue:
        for field in sheet:
            place = f"sheets/{sheet.name}.toml, {field.name}"
            if isinstance(field.type, Reference) and field.type.to not in catalogue.sheets:
                raise CatalogueError(place, f"there is no sheet {field.type.to}")
            if field.when:
                _check_when(place, sheet.fields[field.when.field], field.when.codes)


def _check_when(place: str, other: Field, codes: Iterable[str]) -> None:
    kind = other.type
    allowed: Collection[str]
    if isinstance(kind, Code):
        allowed = kind.list.codes if kind.list else ()
    elif kind.name == "yes_no":
        allowed = ("yes", "no")
    else:
        raise CatalogueError(place, f"{other.name} is neither a code nor yes/no")
    if unknown := sorted(set(codes) - set(allowed)):
        raise CatalogueError(place, f"{other.name} has no code {', '.join(unknown)}")
