"""The records that returns are merged into: one entity's at a time, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inventory_app.domain.workbooks import Return
from inventory_app.services.merge_results import Records
from inventory_app.store import queries
from inventory_app.store.database import ChangedMeanwhile, Database


class OurRecords:
    """What the store holds of the entities whose returns come in.

    A trial run writes nothing, so what it would have written is *kept* for the next return of the
    same entity; otherwise the store itself is asked again.
    """

    def __init__(self, database: Database, *, kept: bool) -> None:
        self._database = database
        self._keeps = kept
        self._kept: dict[str, Records] = {}
        self._owners: dict[str, str] = {}

    def of(self, round_code: str, entity: str, seen: int) -> Records:
        """Return the records of one entity by sheet.

        Raises `ChangedMeanwhile` if *seen* is no longer the newest change of the store.
        """
        if entity in self._kept:
            return self._kept[entity]
        with self._database.reading() as connection:
            if self._database.newest_change(connection) != seen:
                raise ChangedMeanwhile
            found = queries.records(
                connection, self._database.schema, round_code, entities=[entity]
            )
        return found.get(entity, {})

    def owner(self, content: Return, ours: Records) -> Callable[[str], str | None]:
        """Return a function that gives the entity of a record in *content* that is not *ours*."""
        own = set(_uids(ours))
        rows = (row.uid for sheet in content.sheets.values() for row in sheet.rows)
        others = sorted({uid for uid in rows if uid} - own)
        found: dict[str, str] = {}
        if not others:
            return found.get
        with self._database.reading() as connection:
            found = queries.owners(
                connection, self._database.schema, content.identity.round, others
            )
        return (found | {uid: self._owners[uid] for uid in others if uid in self._owners}).get

    def follow(self, entity: str, after: Records) -> None:
        """Go on from what an entity has after its return has been merged."""
        if self._keeps:
            self._kept[entity] = after
            self._owners |= dict.fromkeys(_uids(after), entity)


def _uids(records: Records) -> Iterator[str]:
    return (record.uid for of_sheet in records.values() for record in of_sheet)
