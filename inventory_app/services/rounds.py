"""Opening a round and seeing how it stands."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select

from inventory_app import paths
from inventory_app.domain.checks import completeness, every_finding
from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.intervals import seed_of
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.registers import QUERY_STATES
from inventory_app.domain.rounds import Participation, Round, RoundParameters
from inventory_app.errors import UserError
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.store.recorder import Change
from inventory_app.texts import N_

_SHEET_FILE = re.compile(r"sheets/([a-z][a-z0-9_]*)\.toml")
# File names begin with it: on Windows no name may be that of a device, nor end with a point.
_CODE = re.compile(
    r"(?!(?i:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[A-Za-z0-9](?:[A-Za-z0-9._-]{0,18}[A-Za-z0-9_-])?"
)


@dataclass(frozen=True, kw_only=True)
class EntityStatus:
    """How one entity stands in a round; `filled` of `due` required fields are validly filled.

    `queries` are counted by state.
    """

    entity: Entity
    participation: Participation
    filled: int
    due: int
    findings: tuple[Finding, ...]
    conflicts: int
    queries: Mapping[str, int]

    @property
    def by_strength(self) -> dict[str, int]:
        """Findings counted by strength."""
        counts = Counter(finding.strength for finding in self.findings)
        return {strength.value: counts[strength] for strength in Strength}


@dataclass(frozen=True, kw_only=True)
class RoundStatus:
    """How a round stands."""

    round: Round
    entities: tuple[EntityStatus, ...]

    def count(self, *statuses: str) -> int:
        """Return how many entities have one of *statuses*."""
        return sum(each.participation.status in statuses for each in self.entities)


class Rounds:
    """The rounds of one store."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def all(self) -> dict[str, Round]:
        """Return all rounds by code, oldest first."""
        with self._database.reading() as connection:
            return queries.rounds(connection, self._database.schema)

    def get(self, code: str) -> Round:
        """Return a round; raise `UserError` if there is none with this code."""
        return known(self.all(), code)

    def current(self) -> Round:
        """Return the round that was opened last; raise `UserError` if there is none yet."""
        return latest(self.all())

    def open(
        self,
        code: str,
        *,
        as_of: date,
        deadline: date,
        previous: str | None = None,
        parameters: RoundParameters | None = None,
    ) -> Round:
        """Open a round, carrying the records of *previous* (or of the last round) forward.

        Carried records are “known, please confirm”: they are not answers of this round yet; those
        of sheets that the round does not ask go along, for a later one. Which sheets it asks is
        frozen with it: unless *parameters* say, those that the previous round asked and those that
        are new since. Thresholds of indicators go on unless *parameters* set them anew; the seed of
        the round is fixed for the intervals of its peers. Raises `UserError` for a code that
        exists or cannot be part of a file name, for an unknown previous round, sheet or threshold,
        and for a deadline before the as-of date.
        """
        rounds = self.all()
        self._refuse(code, rounds, as_of, deadline)
        if previous is not None:
            known(rounds, previous)
        elif rounds:
            previous = next(reversed(rounds))
        schema = self._database.schema
        parameters = parameters or RoundParameters()
        if parameters.sheets is None:
            sheets = self.sheets_after(previous)
        else:
            sheets = known_sheets(self._catalogue, parameters.sheets)
        opened = Round(
            code=code, as_of=as_of, deadline=deadline, previous=previous,
            opened_at=self._database.clock().isoformat(),
            catalogue_version=self._catalogue.version,
            parameters=replace(
                parameters, sheets=sheets, seed=seed_of(code),
                thresholds={**_thresholds(rounds, previous), **known_thresholds(parameters)},
            ),
        )  # fmt: skip
        self._keep_catalogue()
        with self._database.reading() as connection:
            asked = [
                entity
                for entity in queries.entities(connection, schema).values()
                if entity.is_asked(as_of)
            ]
            carried = (
                queries.records(connection, schema, previous, entities=[e.code for e in asked])
                if previous
                else {}
            )
        with self._database.writing(N_("Open round {round}"), round=code) as transaction:
            transaction.add(schema["round"], [_round_row(opened, len(rounds) + 1)])
            transaction.add(
                schema["participation"],
                [
                    {
                        "id": f"{code}/{entity.code}", "round": code, "entity": entity.code,
                        "language": entity.language, "peer_type": entity.type,
                    }
                    for entity in asked
                ],
            )  # fmt: skip
            for sheet, table in schema.records.items():
                rows = [
                    _carried(record, code)
                    for by_sheet in carried.values()
                    for record in by_sheet.get(sheet, ())
                    if record.counts and record["retired_on"] is None
                ]
                transaction.add(table, rows)
        return opened

    def sheets_after(self, previous: str | None) -> tuple[str, ...]:
        """Return the sheets that a round asks unless told otherwise.

        All but those that the round *previous* left out although there were questions on them.
        """
        rounds = self.all()
        if previous not in rounds:
            return tuple(self._catalogue.sheets)
        before = rounds[previous]
        version, texts = before.catalogue_version, self._database.schema["catalogue_text"]
        with self._database.reading() as connection:
            kept = connection.scalar(select(texts.c.files).where(texts.c.version == version))
        there = kept_sheets(kept) if kept else frozenset(self._catalogue.sheets)
        return tuple(
            name
            for name in self._catalogue.sheets
            if name not in there or before.parameters.asks(name)
        )

    def status(self, code: str | None = None) -> RoundStatus:
        """Return how a round stands: who was asked, who answered, completeness, findings."""
        schema = self._database.schema
        with self._database.reading() as connection:
            rounds = queries.rounds(connection, schema)
            shown = known(rounds, code) if code else latest(rounds)
            entities = queries.entities(connection, schema)
            asked = queries.participations(connection, schema, shown.code)
            records = queries.records(connection, schema, shown.code)
            declared = queries.declarations(connection, schema, shown.code)
            conflicts = Counter(
                row["entity"] for row in queries.open_conflicts(connection, schema, shown.code)
            )
            asking = queries.query_states(connection, schema, shown.code)
        statuses = [
            self._entity_status(
                entities[code], participation, records.get(code, {}), declared.get(code, {}),
                shown.parameters, conflicts[code], asking[code],
            )
            for code, participation in asked.items()
        ]  # fmt: skip
        return RoundStatus(round=shown, entities=tuple(statuses))

    def participations(self, code: str) -> dict[str, Participation]:
        """Return how far each entity asked in a round has come, by its code; quick to ask."""
        schema = self._database.schema
        with self._database.reading() as connection:
            known(queries.rounds(connection, schema), code)
            return queries.participations(connection, schema, code)

    def _entity_status(
        self,
        entity: Entity,
        participation: Participation,
        records: Mapping[str, tuple[Record, ...]],
        declared: Mapping[str, Declaration],
        parameters: RoundParameters,
        conflicts: int,
        asking: Mapping[str, int],
    ) -> EntityStatus:
        filled = due = 0
        findings: tuple[Finding, ...] = ()
        if participation.answered:
            asked = (sheet for sheet in self._catalogue if parameters.asks(sheet.name))
            for sheet in asked:
                part = completeness(sheet, records.get(sheet.name, ()))
                filled, due = filled + part[0], due + part[1]
            findings = tuple(every_finding(self._catalogue, records, declared, parameters))
        return EntityStatus(
            entity=entity, participation=participation, filled=filled, due=due,
            findings=findings, conflicts=conflicts,
            queries={state: asking.get(state, 0) for state in QUERY_STATES},
        )  # fmt: skip

    def _refuse(self, code: str, rounds: Mapping[str, Round], as_of: date, deadline: date) -> None:
        if not _CODE.fullmatch(code):
            raise UserError(
                "E-ROUND-CODE",
                N_("“{code}” cannot be the code of a round."),
                N_("Use up to 20 letters, digits, points, hyphens or underscores, such as 2026."),
                code=code,
            )
        if code in rounds:
            raise UserError(
                "E-ROUND-EXISTS",
                N_("There is a round “{code}” already."),
                N_("Choose another code."),
                code=code,
            )
        if deadline < as_of:
            raise UserError(
                "E-ROUND-DATES",
                N_("The deadline {deadline} lies before the as-of date {as_of}."),
                N_("Correct the dates."),
                deadline=deadline,
                as_of=as_of,
            )

    def _keep_catalogue(self) -> None:
        """Keep the text of the definitions with the store: they are frozen for the round."""
        table = self._database.schema["catalogue_text"]
        version = self._catalogue.version
        with self._database.keeping() as connection:
            if connection.scalar(select(table.c.version).where(table.c.version == version)):
                return
            connection.execute(insert(table).values(version=version, files=catalogue_files()))


def catalogue_files() -> bytes:
    """Return the catalogue's own files as one zip archive, the same bytes each time."""
    folder = paths.catalogue()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*.toml")):
            name = zipfile.ZipInfo(file.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
            archive.writestr(name, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def kept_sheets(files: bytes) -> frozenset[str]:
    """Return the names of the sheets in a catalogue that was kept as `catalogue_files` packs it."""
    with zipfile.ZipFile(io.BytesIO(files)) as archive:
        found = map(_SHEET_FILE.fullmatch, archive.namelist())
        return frozenset(match[1] for match in found if match)


def known_sheets(catalogue: Catalogue, names: Iterable[str]) -> tuple[str, ...]:
    """Return *names* in the order of the catalogue.

    Raises `UserError` for a sheet that there is not, and if there are none.
    """
    wanted = set(names)
    unknown = sorted(wanted - catalogue.sheets.keys())
    if unknown or not wanted:
        none, no_such = N_("A round asks at least one sheet."), N_("There is no sheet “{name}”.")
        raise UserError(
            "E-SHEETS",
            no_such if unknown else none,
            N_("The sheets are: {sheets}."),
            name=", ".join(unknown),
            sheets=", ".join(catalogue.sheets),
        )
    return tuple(name for name in catalogue.sheets if name in wanted)


def _thresholds(rounds: Mapping[str, Round], previous: str | None) -> Mapping[str, Decimal]:
    """Return the thresholds of indicators that the previous round set: they go on."""
    return rounds[previous].parameters.thresholds if previous and previous in rounds else {}


def known_thresholds(parameters: RoundParameters) -> Mapping[str, Decimal]:
    """Return the thresholds that *parameters* set, after a look at their names.

    Raises `UserError` for one that no indicator has, with those that there are.
    """
    names = [f"{each.id}.{name}" for each in default_indicators() for name in each.parameters]
    for name in parameters.thresholds:
        if name not in names:
            raise UserError(
                "E-THRESHOLD-NAME",
                N_("There is no threshold “{name}”."),
                N_("The thresholds are: {names}."),
                name=name,
                names=", ".join(names),
            )
    return parameters.thresholds


def known(rounds: Mapping[str, Round], code: str) -> Round:
    """Return the round with *code*; raise `UserError` if there is none."""
    if not rounds:
        raise _no_round()
    if code not in rounds:
        raise UserError(
            "E-ROUND",
            N_("There is no round “{code}” in this store."),
            N_("The rounds are: {rounds}."),
            code=code,
            rounds=", ".join(rounds),
        )
    return rounds[code]


def latest(rounds: Mapping[str, Round]) -> Round:
    """Return the round that was opened last; raise `UserError` if there is none yet."""
    if not rounds:
        raise _no_round()
    return rounds[list(rounds)[-1]]


def _no_round() -> UserError:
    return UserError(
        "E-NO-ROUND",
        N_("No round has been opened in this store."),
        N_("Open one with “ict-inventory round open”."),
    )


def _round_row(opened: Round, sequence: int) -> dict[str, Any]:
    return {
        "id": opened.code, "as_of": opened.as_of, "deadline": opened.deadline,
        "opened_at": opened.opened_at, "previous": opened.previous,
        "catalogue_version": opened.catalogue_version,
        "parameters": opened.parameters.as_text(), "sequence": sequence,
    }  # fmt: skip


def _carried(record: Record, code: str) -> dict[str, Any]:
    return record_row(record, round_code=code, standing="carried")


def record_row(record: Record, *, round_code: str, standing: str) -> dict[str, Any]:
    """Return the table row of *record* in a round."""
    return {
        "id": queries.record_id(round_code, record.uid), "uid": record.uid,
        "entity": record.entity, "round": round_code, "standing": standing,
        "states": {name: state.value for name, state in record.states.items()} or None,
        **{f"f_{name}": value for name, value in record.values.items()},
    }  # fmt: skip


def difference(before: Record, after: Record) -> Change:
    """Return what the recorder needs to turn one row of a record into another."""
    old: dict[str, Any] = record_row(before, round_code=before.round, standing=before.standing)
    new: dict[str, Any] = record_row(after, round_code=after.round, standing=after.standing)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return (
        old["id"],
        {name: old.get(name) for name in names},
        {name: new.get(name) for name in names},
    )


def parameters_from(dedicated: str | None, non_dedicated: str | None) -> RoundParameters:
    """Return round parameters from what was typed; blanks keep the customary thresholds."""
    usual = RoundParameters()
    return RoundParameters(
        dedicated_from=Decimal(dedicated) if dedicated else usual.dedicated_from,
        non_dedicated_from=Decimal(non_dedicated) if non_dedicated else usual.non_dedicated_from,
    )
