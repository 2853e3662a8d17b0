"""Who is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from inventory_app.domain.entities import Entity
from inventory_app.errors import UserError
from inventory_app.languages import language
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_

_CHANGEABLE = frozenset({"focal_point", "contact", "language", "duty_station"})


class Entities:
    """The entities of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Entity]:
        """Return all entities by code."""
        with self._database.reading() as connection:
            return queries.entities(connection, self._database.schema)

    def find(self, name: str) -> Entity:
        """Return the entity with this code or alias; raise `UserError` if there is none."""
        found = resolve(self.all(), name)
        if found is None:
            raise UserError(
                "E-ENTITY",
                N_("There is no entity “{name}” in this store."),
                N_("Use a code as “ict-inventory round status” shows it."),
                name=name,
            )
        return found

    def add(self, entities: Iterable[Entity]) -> None:
        """Add entities, as one undo step."""
        rows = [entity_row(entity) for entity in entities]
        with self._database.writing(N_("Add {count} entities"), count=len(rows)) as transaction:
            transaction.add(self._database.schema["entity"], rows)

    def change(self, code: str, **values: str) -> Entity:
        """Change what is known of an entity, as one undo step; return it as it is then.

        *values* are `focal_point`, `contact`, `language` and `duty_station`. Raises `UserError`
        for an unknown entity and for a language that there is not, `TypeError` for another name.
        """
        if unknown := values.keys() - _CHANGEABLE:
            raise TypeError(f"not to be changed: {', '.join(sorted(unknown))}")
        entity = self.find(code)
        wanted = {name: value.strip() for name, value in values.items()}
        if "language" in wanted:
            language(wanted["language"])
        before = {name: getattr(entity, name) for name in wanted}
        changed = {name: value for name, value in wanted.items() if value != before[name]}
        if changed:
            with self._database.writing(
                N_("Change the particulars of {entity}"), entity=entity.code
            ) as transaction:
                old = {name: before[name] or None for name in changed}
                new = {name: value or None for name, value in changed.items()}
                table = self._database.schema["entity"]
                transaction.change(table, [(entity.code, old, new)])
        return self.find(entity.code)


def entity_row(entity: Entity) -> dict[str, Any]:
    """Return the table row of *entity*."""
    return {
        "id": entity.code, "type": entity.type, "duty_station": entity.duty_station,
        "mandate_area": entity.mandate_area, "language": entity.language,
        "scope": entity.scope, "funds": list(entity.funds), "aliases": list(entity.aliases),
        "names": dict(entity.names), "valid_from": entity.valid_from,
        "valid_to": entity.valid_to, "successor": entity.successor,
        "focal_point": entity.focal_point, "contact": entity.contact,
    }  # fmt: skip


def resolve(entities: dict[str, Entity], name: str) -> Entity | None:
    """Return the entity that *name* is the code or an alias of, whatever its capitals."""
    if name in entities:
        return entities[name]
    wanted = name.strip().casefold()
    for entity in entities.values():
        if wanted in {entity.code.casefold(), *(alias.casefold() for alias in entity.aliases)}:
            return entity
    return None
