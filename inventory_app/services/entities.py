"""Who is asked."""

from __future__ import annotations

from collections.abc import Iterable

from inventory_app.domain.entities import Entity
from inventory_app.errors import UserError
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_


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
        rows = [
            {
                "id": entity.code, "type": entity.type, "duty_station": entity.duty_station,
                "mandate_area": entity.mandate_area, "language": entity.language,
                "scope": entity.scope, "funds": list(entity.funds),
                "aliases": list(entity.aliases), "names": dict(entity.names),
                "valid_from": entity.valid_from, "valid_to": entity.valid_to,
                "successor": entity.successor, "focal_point": entity.focal_point,
                "contact": entity.contact,
            }
            for entity in entities
        ]  # fmt: skip
        with self._database.writing(N_("Add {count} entities"), count=len(rows)) as transaction:
            transaction.add(self._database.schema["entity"], rows)


def resolve(entities: dict[str, Entity], name: str) -> Entity | None:
    """Return the entity that *name* is the code or an alias of, whatever its capitals."""
    if name in entities:
        return entities[name]
    wanted = name.strip().casefold()
    for entity in entities.values():
        if wanted in {entity.code.casefold(), *(alias.casefold() for alias in entity.aliases)}:
            return entity
    return None
