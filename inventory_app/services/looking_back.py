"""What a new workbook says of the last round: the entity's own figures, and other questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from inventory_app.domain.benchmarks import uncovered
from inventory_app.domain.definition_changes import SheetChange, definition_changes
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.last_round import FTE, LastRound, last_round
from inventory_app.domain.peers import Group, entity_group, peers_of
from inventory_app.domain.rounds import Round
from inventory_app.domain.standings import EntityStanding
from inventory_app.services.kept_catalogues import kept_catalogue
from inventory_app.store import queries
from inventory_app.store.database import Database


class Standers(Protocol):
    """Whoever knows how entities stand in a round: `services.standings`."""

    def of(self, round_code: str) -> Mapping[str, EntityStanding]:
        """Return how everybody asked in a round stands, by entity."""


@dataclass(frozen=True, kw_only=True)
class LookBack:
    """The round before one, what has changed in the questions, and how everybody stood then.

    `standing` is empty where nobody answered: then there are no figures to show.
    """

    before: str = ""
    changes: tuple[SheetChange, ...] = ()
    standing: Mapping[str, EntityStanding] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    uncovered: frozenset[Group] = frozenset()

    def of(self, entity: str) -> LastRound | None:
        """Return the figures of one entity; None if there are none of anybody."""
        if not self.standing:
            return None
        return last_round(self.before, entity, self.standing, self.groups, self.uncovered)


def look_back(
    database: Database,
    catalogue: Catalogue,
    standings: Callable[[], Standers] | None,
    shown: Round,
) -> LookBack:
    """Return what the workbooks of a round say of the one before it; nothing if there is none."""
    schema = database.schema
    with database.reading() as connection:
        before = queries.rounds(connection, schema).get(shown.previous or "")
        if before is None:
            return LookBack()
        old: Catalogue | None = catalogue
        if before.catalogue_version != catalogue.version:
            old = kept_catalogue(connection, schema, before.catalogue_version)
        asked = queries.participations(connection, schema, before.code)
    changes: tuple[SheetChange, ...] = ()
    if old is not None:
        now = [name for name in catalogue.sheets if shown.parameters.asks(name)]
        changes = definition_changes(old, before.parameters.asks, catalogue, now)
    standing = standings().of(before.code) if standings is not None else {}
    if not any(each.answered for each in standing.values()):
        return LookBack(before=before.code, changes=changes)
    peers = peers_of(asked, {code: each.figures[FTE].users for code, each in standing.items()})
    return LookBack(
        before=before.code,
        changes=changes,
        standing=standing,
        groups={code: entity_group(peer) for code, peer in peers.items()},
        uncovered=uncovered(peers, {code: each.answered for code, each in asked.items()}),
    )
