"""Entities: who is asked. Where staff and servers are is kept apart from the mandate area."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from inventory_app import paths
from inventory_app.errors import UserError
from inventory_app.languages import CODES
from inventory_app.texts import N_

_KEYS = frozenset(
    (
        "type", "duty_station", "mandate_area", "language", "funds", "scope", "aliases",
        "valid_from", "valid_to", "successor", "name", "focal_point", "contact",
    )
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Entity:
    """One department, office, commission, mission or body."""

    code: str
    names: Mapping[str, str]
    type: str
    duty_station: str = "OTHER"
    mandate_area: str | None = None
    language: str = "en"
    scope: str = "secretariat"
    funds: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None
    focal_point: str = ""
    contact: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """Return the name for a reader of *language*."""
        return self.names[language]

    def is_asked(self, on: date) -> bool:
        """Whether the entity exists on that day and belongs to the Secretariat."""
        begun = self.valid_from is None or self.valid_from <= on
        over = self.valid_to is not None and self.valid_to < on
        return begun and not over and self.scope == "secretariat"


def read_entities(file: Path | None = None) -> dict[str, Entity]:
    """Read an entity list; without *file* the one that belongs to the program.

    Raises `UserError` naming the file and the entity for an unknown key, a missing name, a
    successor that is not in the list or an alias that two entities claim.
    """
    source = file or paths.catalogue() / "entities.toml"
    paths.file_size(source)
    try:
        entries = tomllib.loads(source.read_text("utf-8")).get("entities", {})
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(source, "-", str(error)) from error
    entities = {code: _entity(source, code, entry) for code, entry in entries.items()}
    if not entities:
        raise _wrong(source, "-", "no entities")
    _check(source, entities)
    return entities


def _wrong(file: Path, code: str, problem: str) -> UserError:
    return UserError(
        "E-ENTITIES",
        N_("The entity list {file} is wrong at {entity}: {problem}."),
        N_("Correct the list and try again."),
        file=file.name,
        entity=code,
        problem=problem,
    )


def _entity(file: Path, code: str, entry: dict[str, Any]) -> Entity:
    if unknown := sorted(entry.keys() - _KEYS):
        raise _wrong(file, code, f"unknown key {', '.join(unknown)}")
    names = entry.get("name", {})
    if isinstance(names, str):
        names = dict.fromkeys(CODES, names)
    if not names.get("en") or "type" not in entry:
        raise _wrong(file, code, "no English name or no type")
    return Entity(
        code=code,
        names={language: names.get(language) or names["en"] for language in CODES},
        type=entry["type"],
        duty_station=entry.get("duty_station", "OTHER"),
        mandate_area=entry.get("mandate_area"),
        language=entry.get("language", "en"),
        scope=entry.get("scope", "secretariat"),
        funds=tuple(entry.get("funds", ())),
        aliases=tuple(entry.get("aliases", ())),
        valid_from=entry.get("valid_from"),
        valid_to=entry.get("valid_to"),
        successor=entry.get("successor"),
        focal_point=entry.get("focal_point", ""),
        contact=entry.get("contact", ""),
    )


def _check(file: Path, entities: Mapping[str, Entity]) -> None:
    taken = {code.casefold(): code for code in entities}
    for code, entity in entities.items():
        if entity.successor and entity.successor not in entities:
            raise _wrong(file, code, f"there is no successor {entity.successor}")
        for alias in entity.aliases:
            owner = taken.setdefault(alias.casefold(), code)
            if owner != code:
                raise _wrong(file, code, f"{alias} is already another name of {owner}")
