"""Keeping the findings on all records of a round, so that a list can be filtered by them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from inventory_app import __version__
from inventory_app.domain.checks import every_finding
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.findings import Finding
from inventory_app.progress import NoProgress, Progress
from inventory_app.store import derived, queries
from inventory_app.store.database import Database
from inventory_app.store.derived import FINDING
from inventory_app.store.schema import RECORD_PREFIX

_NAME = "findings"


class FindingIndex:
    """The findings on the records of each round, computed again for entities that changed."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue
        self._version = f"{__version__}/{catalogue.version}"

    def refresh(self, round_code: str, progress: Progress | None = None) -> bool:
        """Bring the findings of a round up to date; return whether anything was to be done.

        Raises `StoreRefused` where the store cannot be written, `Cancelled` if told to stop.
        """
        progress = progress or NoProgress()
        schema = self._database.schema
        with self._database.reading() as connection:
            newest = derived.newest_change(connection, schema)
            until = (
                derived.read_until(connection, _NAME, round_code, self._version)
                if derived.exist(connection)
                else None
            )
            if until == newest:
                return False
            entities = None if until is None else self._touched(connection, round_code, until)
            rows = (
                []
                if entities is not None and not entities
                else list(self._rows(connection, round_code, entities, progress))
            )
        self._write(round_code, until, newest, entities, rows)
        return True

    def _touched(self, connection: Connection, round_code: str, until: int) -> list[str] | None:
        """Return the entities whose findings may have changed, None for all of them."""
        schema = self._database.schema
        found: set[str] = set()
        keys: dict[str, list[str]] = {}
        for table, key, before in derived.changed_since(connection, schema, round_code, until):
            if table == "round" and key == round_code:
                return None
            if table.startswith(RECORD_PREFIX) or table == "declaration":
                keys.setdefault(table, []).append(key)
                gone = json.loads(before).get("entity") if before else None
                found.update([gone] if gone else [])
        for name, listed in keys.items():
            table_ = schema.by_name[name]
            for part in derived.chunks(listed):
                found.update(
                    connection.scalars(
                        select(table_.c.entity).where(table_.c.id.in_(part)).distinct()
                    )
                )
        return sorted(found)

    def _rows(
        self,
        connection: Connection,
        round_code: str,
        entities: Sequence[str] | None,
        progress: Progress,
    ) -> Iterable[dict[str, Any]]:
        schema = self._database.schema
        asked = queries.rounds(connection, schema).get(round_code)
        if asked is None:
            return
        records = queries.records(connection, schema, round_code, entities=entities)
        declared = queries.declarations(connection, schema, round_code)
        for done, (entity, by_sheet) in enumerate(records.items()):
            progress.step(done, len(records), entity)
            found = every_finding(
                self._catalogue, by_sheet, declared.get(entity, {}), asked.parameters
            )
            yield from (_row(finding, round_code, entity) for finding in found if finding.uid)

    def _write(
        self,
        round_code: str,
        until: int | None,
        newest: int,
        entities: Sequence[str] | None,
        rows: Sequence[dict[str, Any]],
    ) -> None:
        with self._database.keeping(derived=True) as connection:
            derived.make(connection)
            now = derived.read_until(connection, _NAME, round_code, self._version)
            if until is not None and until != now:
                return  # another task was quicker
            old = delete(FINDING).where(FINDING.c.round == round_code)
            if entities is not None:
                old = old.where(FINDING.c.entity.in_(entities))
            connection.execute(old)
            derived.write(connection, FINDING, rows)
            derived.remember(connection, _NAME, round_code, self._version, newest)


def _row(finding: Finding, round_code: str, entity: str) -> dict[str, Any]:
    return {
        "round": round_code, "entity": entity, "sheet": finding.sheet, "uid": finding.uid,
        "field": finding.field, "code": finding.code, "strength": finding.strength.value,
    }  # fmt: skip
