"""The field catalogue: read strictly, refused by file and field when anything is wrong."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast

from inventory_app import paths
from inventory_app.domain.code_lists import CodeEntry, CodeList
from inventory_app.domain.derivations import DERIVATIONS
from inventory_app.domain.field_types import TYPES, Code, DecimalNumber, FieldType, Reference
from inventory_app.domain.fields import Catalogue, Field, Level, Sheet, When
from inventory_app.domain.units import UNITS
from inventory_app.errors import UserError
from inventory_app.languages import CODES
from inventory_app.texts import N_

FIELD_KEYS = frozenset(
    "type unit codes to section level when minimum maximum places max_length derived personal"
    " label help renamed_from retired".split()
)
SHEET_KEYS = frozenset("order prefix key title clauses closed_needs label help".split())
LEVELS = ("required", "recommended", "optional")
RECORD_SECTION = "record"
HELP_LIMIT = 240  # a spreadsheet's input message holds 255 characters
SHEET_NAME_LIMIT = 31
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,39}")


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
        file.stem: _code_list(file.stem, f"codelists/{file.name}", _toml(file, digest))
        for file in sorted((folder / "codelists").glob("*.toml"))
    }
    common = _toml(folder / "common.toml", digest)
    _only(common, ("fields", "sections"), "common.toml")
    sheets = [
        _sheet(file.stem, f"sheets/{file.name}", _toml(file, digest), common, lists)
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


def _toml(file: Path, digest: hashlib._Hash) -> dict[str, Any]:
    try:
        text = file.read_bytes()
        digest.update(file.name.encode() + b"\0" + text)
        return tomllib.loads(text.decode("utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(file.name, str(error)) from error


def _only(entry: Mapping[str, Any], allowed: Collection[str], place: str) -> None:
    if unknown := sorted(entry.keys() - set(allowed)):
        raise CatalogueError(place, f"unknown key {', '.join(unknown)}")


def _texts(entry: Mapping[str, Any], key: str, place: str, limit: int = 0) -> dict[str, str]:
    texts = entry.get(key)
    if not isinstance(texts, dict):
        raise CatalogueError(place, f"no {key}")
    _only(texts, CODES, f"{place}, {key}")
    for code in CODES:
        text = texts.get(code)
        if not isinstance(text, str) or not text.strip():
            raise CatalogueError(place, f"no {key} in {code}")
        if limit and len(text) > limit:
            raise CatalogueError(place, f"{key} in {code} is longer than {limit} characters")
    return {code: texts[code] for code in CODES}


def _code_list(name: str, place: str, entry: dict[str, Any]) -> CodeList:
    _only(entry, ("list", "codes"), place)
    codes: dict[str, CodeEntry] = {}
    seen: dict[tuple[str, str], str] = {}
    for code, item in entry.get("codes", {}).items():
        where = f"{place}, {code}"
        if not _CODE.fullmatch(code):
            raise CatalogueError(where, "a code has capital letters, digits, _ and - only")
        _only(item, ("label", "attributes"), where)
        labels = _texts(item, "label", where, limit=100)
        for language, label in labels.items():
            if other := seen.get((language, label.casefold())):
                raise CatalogueError(where, f"the label in {language} is also that of {other}")
            seen[language, label.casefold()] = code
        attributes = item.get("attributes", {})
        codes[code] = CodeEntry(code=code, labels=labels, attributes=attributes)
    if not codes:
        raise CatalogueError(place, "no codes")
    labels = _texts(entry.get("list", {}), "label", place)
    return CodeList(name=name, labels=labels, codes=codes)


def _sheet(
    name: str,
    place: str,
    entry: dict[str, Any],
    common: dict[str, Any],
    lists: Mapping[str, CodeList],
) -> Sheet:
    _only(entry, ("sheet", "sections", "fields"), place)
    head = entry.get("sheet", {})
    _only(head, SHEET_KEYS, place)
    sections = {
        key: _texts(item, "label", f"{place}, section {key}")
        for key, item in (entry.get("sections", {}) | common["sections"]).items()
    }
    own = _fields(entry.get("fields", {}), place, sections, lists)
    shared = _fields(common["fields"], "common.toml", sections, lists)
    if twice := own.keys() & shared.keys():
        raise CatalogueError(place, f"{min(twice)} is a field that all sheets have")
    every = own | {key: replace(field, common=True) for key, field in shared.items()}
    for key in (*head.get("key", ()), *head.get("title", ()), *head.get("closed_needs", ())):
        if key not in every:
            raise CatalogueError(place, f"there is no field {key}")
    for field in every.values():
        if field.when and field.when.field not in every:
            raise CatalogueError(f"{place}, {field.name}", f"no field {field.when.field}")
    return Sheet(
        name=name,
        order=head["order"],
        prefix=head["prefix"],
        key=tuple(head["key"]),
        title=tuple(head["title"]),
        clauses=tuple(head["clauses"]),
        closed_needs=frozenset(head.get("closed_needs", ())),
        labels=_texts(head, "label", place, limit=SHEET_NAME_LIMIT),
        help=_texts(head, "help", place),
        sections=sections,
        fields=every,
    )


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
    _only(entry, FIELD_KEYS, place)
    if not _NAME.fullmatch(name):
        raise CatalogueError(place, "a field name has small letters, digits and _ only")
    section = entry.get("section")
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
        labels=_texts(entry, "label", place),
        help=_texts(entry, "help", place, limit=HELP_LIMIT),
        unit=unit,
        when=_when(place, entry.get("when")),
        derived=derived,
        personal=entry.get("personal", False),
        renamed_from=entry.get("renamed_from"),
        retired=entry.get("retired", False),
    )


def _type(place: str, entry: Mapping[str, Any], lists: Mapping[str, CodeList]) -> FieldType:
    kind = TYPES.get(entry.get("type", ""))
    if kind is None:
        raise CatalogueError(place, f"unknown type {entry.get('type')}")
    options: dict[str, Any] = {}
    known = {field.name for field in fields(kind)} - {"list"}
    for key in ("codes", "to", "minimum", "maximum", "places", "max_length"):
        if key in entry:
            if key not in known:
                raise CatalogueError(place, f"a field of type {kind.name} has no {key}")
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
    _only(entry, ("field", "codes"), place)
    return When(field=entry["field"], codes=frozenset(entry["codes"]))


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
