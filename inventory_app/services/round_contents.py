"""A round read into memory at once: one query for each sheet, however many entities were asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from inventory_app.domain.duplicates.joining import Adjustment
from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import EntityInputs
from inventory_app.domain.indicator_inputs import with_rules
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.rounds import Participation, Round
from inventory_app.errors import UserError
from inventory_app.services.entities import resolve
from inventory_app.services.joins import read_adjustments
from inventory_app.services.round_records import RecordsInTime
from inventory_app.services.rounds import known
from inventory_app.store import queries
from inventory_app.store.answer_columns import StoredSheet, stored_sheets
from inventory_app.store.database import Database
from inventory_app.texts import N_


@dataclass(frozen=True, kw_only=True)
class RoundContents:
    """Everything that the entities asked in a round have said, in one state of the store.

    `rounds` are all rounds by code, oldest first; records, declarations and open conflicts are
    kept by entity, carried records among them. `adjustments` say what totals count once of what
    several entities reported. `fields` are those that were read, None for all. `sheets` hold the
    same records as columns where they were read like that.
    """

    round: Round
    rounds: Mapping[str, Round]
    entities: Mapping[str, Entity]
    asked: Mapping[str, Participation]
    records: Mapping[str, Mapping[str, tuple[Record, ...]]]
    declarations: Mapping[str, Mapping[str, Declaration]]
    conflicts: Mapping[str, Sequence[Mapping[str, Any]]]
    catalogue: Catalogue
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)
    fields: Mapping[str, frozenset[str]] | None = None
    sheets: Mapping[str, StoredSheet] | None = None

    @cached_property
    def inputs(self) -> dict[str, EntityInputs]:
        """What each entity asked said, as indicators take it."""
        return {
            entity: EntityInputs(
                entity=entity,
                as_of=self.round.as_of,
                records=self.records.get(entity, {}),
                declarations=self.declarations.get(entity, {}),
                catalogue=self.catalogue,
                parameters=self.round.parameters,
            )
            for entity in self.asked
        }

    def chosen(self, names: Sequence[str] | None) -> tuple[str, ...]:
        """Return the codes of the entities called *names*, of all that were asked without names.

        Raises `UserError` for a name that is no entity of this round, with those that are.
        """
        if names is None:
            return tuple(self.asked)
        found = []
        for name in names:
            entity = resolve(dict(self.entities), name)
            if entity is None or entity.code not in self.asked:
                raise UserError(
                    "E-NOT-ASKED",
                    N_("“{name}” is not asked in round {round}."),
                    N_("The entities of this round are: {entities}."),
                    name=name,
                    round=self.round.code,
                    entities=", ".join(self.asked) or "-",
                )
            found.append(entity.code)
        return tuple(dict.fromkeys(found))


def read_round(
    database: Database,
    catalogue: Catalogue,
    round_code: str,
    *,
    sheets: Sequence[str] | None = None,
    entities: Sequence[str] | None = None,
    fields: Mapping[str, frozenset[str]] | None = None,
) -> RoundContents:
    """Read a round, or only some *sheets* or *fields* and the records of some *entities* of it.

    Raises `UserError` if there is no such round.
    """
    schema = database.schema
    with database.reading() as connection:
        rounds = queries.rounds(connection, schema)
        shown = known(rounds, round_code)
        conflicts: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for conflict in queries.open_conflicts(connection, schema, round_code):
            conflicts[conflict["entity"]].append(conflict)
        asked = queries.participations(connection, schema, round_code)
        read = (
            None
            if fields is None
            else {name: with_rules(catalogue[name], some) for name, some in fields.items()}
        )
        stored = None
        if read is not None and entities is None:
            some = schema.records if sheets is None else sheets
            stored = stored_sheets(
                connection, schema, round_code, {name: read[name] for name in some}
            )
        return RoundContents(
            round=shown,
            rounds=rounds,
            entities=queries.entities(connection, schema),
            asked=asked,
            records=RecordsInTime(stored)
            if stored is not None
            else queries.records(
                connection, schema, round_code, sheets=sheets, entities=entities, fields=read
            ),
            sheets=stored,
            declarations=queries.declarations(connection, schema, round_code),
            conflicts=dict(conflicts),
            catalogue=catalogue,
            fields=fields,
            adjustments=read_adjustments(connection, schema, catalogue, shown, asked),
        )
