"""Everything that is known, in an open form that other programs read (docs/export-format.md)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection

from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.profiles import Profile, notes_on
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.redaction import redacted_benefit, redacted_entity, redacted_records
from inventory_app.domain.rounds import Participation, Round
from inventory_app.errors import UserError
from inventory_app.formats.exact_json import exact_json, plain_number
from inventory_app.formats.plain_values import csv_text, csv_value, json_value
from inventory_app.languages import CODES
from inventory_app.paths import replacing
from inventory_app.services import joins, own_indicators, targets
from inventory_app.services.benefits import register_of
from inventory_app.services.cost_shares import schemes_of
from inventory_app.services.export_history import (
    HISTORY,
    ORIGINALS,
    STORE,
    change_objects,
    original_objects,
    refuse_history,
    store_object,
)
from inventory_app.services.export_tables import (
    BENEFIT_COLUMNS,
    SHARE_COLUMNS,
    benefit_objects,
    benefit_rows,
    scheme_objects,
    scheme_rows,
)
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_

FORMAT = 1
SHARED = ("uid", "entity", "round", "standing", "states")
_STATUS = "record_status"


@dataclass(frozen=True, kw_only=True)
class ExportResult:
    """What was written, and how many records of each sheet."""

    paths: tuple[Path, ...]
    records: dict[str, int]


class Exports:
    """Everything in one store, for other programs."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def write(
        self, target: Path, profile: Profile = Profile.FULL, *, history: bool = False
    ) -> ExportResult:
        """Write one JSON file, or a folder with one CSV file for each sheet.

        What the readers of *profile* must not see is left out, and the export says what that is.
        With *history* the one file holds every change and every returned file too, so that
        another store can merge it. All of it is one state of the store. Raises `UserError` for a
        name that is neither, and where it cannot be written; then what was there before is as it
        was.
        """
        folder = target.is_dir() or not target.suffix
        if not folder and target.suffix.lower() != ".json":
            raise UserError(
                "E-EXPORT-FORM",
                N_("“{path}” is neither a .json file nor a folder."),
                N_("Name a file that ends in .json, or a folder for one CSV file a sheet."),
                path=target,
            )
        if history:
            refuse_history(target, profile, folder=folder)
        with self._database.reading() as connection:
            content = _Content(self._database, self._catalogue, connection, profile)
            if folder:
                return _write_folder(content, target)
            return _write_json(content, target, store_object(self._database) if history else None)


class _Content:
    """What there is to write, read as it is needed."""

    def __init__(
        self, database: Database, catalogue: Catalogue, connection: Connection, profile: Profile
    ) -> None:
        self.schema = database.schema
        self.connection = connection
        self.catalogue = catalogue
        self.profile = profile
        self.entities = {
            code: redacted_entity(profile, each)
            for code, each in queries.entities(connection, self.schema).items()
        }
        self.rounds = queries.rounds(connection, self.schema)
        self.benefits = [
            redacted_benefit(profile, each)
            for each in benefit_objects(register_of(connection, self.schema))
        ]
        self.schemes = schemes_of(connection, self.schema)
        decided = joins.decisions(connection, self.schema)
        self.duplicates = decided if profile is Profile.FULL else []  # they name who decided
        self.own_indicators = own_indicators.kept(connection, self.schema)
        self.targets = targets.kept(connection, self.schema, targets.TARGETS)
        self.bridges = targets.kept(connection, self.schema, targets.BRIDGES)

    def asked(self, code: str) -> Iterator[tuple[Participation, Mapping[str, Declaration]]]:
        """Yield who was asked in a round, with what each declared of whole sheets."""
        declared = queries.declarations(self.connection, self.schema, code)
        for entity, asked in queries.participations(self.connection, self.schema, code).items():
            yield asked, declared.get(entity, {})

    def records(self, sheet: Sheet) -> Iterator[Record]:
        """Yield the records of a sheet, round by round, oldest first."""
        for code in self.rounds:
            found = queries.records(self.connection, self.schema, code, sheets=[sheet.name])
            for by_sheet in found.values():
                yield from redacted_records(self.profile, sheet, by_sheet[sheet.name])


def _write_json(
    content: _Content, target: Path, store: Mapping[str, object] | None = None
) -> ExportResult:
    """Write one file; with the name of the *store* everything that was done in it, too."""
    counts = dict.fromkeys(content.catalogue.sheets, 0)
    with replacing(target) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"format": {FORMAT},\n')
        if store:
            file.write(f'"{STORE}": {exact_json(store)},\n')
        if notes := notes_on(content.profile):
            told = {"profile": content.profile.value, "withheld": notes}
            file.writelines(f'"{name}": {exact_json(value)},\n' for name, value in told.items())
        file.write('"rounds": [')
        _write_each(file, (_round_object(content, each) for each in content.rounds.values()))
        file.write('],\n"entities": [')
        _write_each(file, (_entity_object(each) for each in content.entities.values()))
        file.write('],\n"records": {')
        for place, sheet in enumerate(content.catalogue):
            file.write(f'{"," if place else ""}\n"{sheet.name}": [')
            objects = (record_object(sheet, record) for record in content.records(sheet))
            counts[sheet.name] = _write_each(file, objects)
            file.write("]")
        file.write('},\n"benefits": [')
        _write_each(file, content.benefits)
        file.write('],\n"cost_sharing": [')
        _write_each(file, scheme_objects(content.schemes))
        file.write('],\n"duplicates": [')
        _write_each(file, joins.decision_objects(content.duplicates))
        file.write('],\n"own_indicators": [')
        _write_each(file, content.own_indicators)
        file.write('],\n"targets": [')
        _write_each(file, content.targets)
        file.write('],\n"bridges": [')
        _write_each(file, content.bridges)
        if store:
            file.write(f'],\n"{HISTORY}": [')
            _write_each(file, change_objects(content.connection, content.schema))
            file.write(f'],\n"{ORIGINALS}": [')
            _write_each(file, original_objects(content.connection, content.schema))
        file.write("]}\n")
    return ExportResult(paths=(target,), records=counts)


def _write_each(file: IO[str], objects: Iterable[Mapping[str, object]]) -> int:
    n = 0
    for n, each in enumerate(objects, 1):
        file.write(",\n" if n > 1 else "\n")
        file.write(exact_json(each))
    return n


def _round_object(content: _Content, shown: Round) -> dict[str, object]:
    return {
        "code": shown.code, "as_of": shown.as_of, "deadline": shown.deadline,
        "opened_at": shown.opened_at, "previous": shown.previous,
        "catalogue_version": shown.catalogue_version,
        "parameters": {
            "dedicated_from": shown.parameters.dedicated_from,
            "non_dedicated_from": shown.parameters.non_dedicated_from,
            "sheets": _sheets(content, shown),
        },
        "asked": [_asked_object(*each) for each in content.asked(shown.code)],
    }  # fmt: skip


def _sheets(content: _Content, shown: Round) -> list[str]:
    """Return the sheets that a round asks, in their order."""
    return [name for name in content.catalogue.sheets if shown.parameters.asks(name)]


def _asked_object(asked: Participation, declared: Mapping[str, Declaration]) -> dict[str, object]:
    return {
        "entity": asked.entity, "status": asked.status, "language": asked.language,
        "peer_type": asked.peer_type, "issues": asked.issues, "returns": asked.returns,
        "received": asked.received, "on_time": asked.on_time if asked.returns else None,
        "nothing_to_report": [each.sheet for each in declared.values() if each.nothing],
        "confirmed_unchanged": [each.sheet for each in declared.values() if each.unchanged],
    }  # fmt: skip


def _entity_object(entity: Entity) -> dict[str, object]:
    return {
        "code": entity.code, "names": dict(entity.names), "type": entity.type,
        "duty_station": entity.duty_station, "mandate_area": entity.mandate_area,
        "language": entity.language, "scope": entity.scope, "funds": list(entity.funds),
        "aliases": list(entity.aliases), "valid_from": entity.valid_from,
        "valid_to": entity.valid_to, "successor": entity.successor,
        "focal_point": entity.focal_point, "contact": entity.contact,
    }  # fmt: skip


def record_object(sheet: Sheet, record: Record) -> dict[str, object]:
    """Return one record as an export shows it."""
    return {
        "uid": record.uid,
        "entity": record.entity,
        "round": record.round,
        "status": _status(record),
        "standing": record.standing,
        "values": {
            name: json_value(sheet.fields[name].type, value)
            for name, value in record.values.items()
        },
        "states": dict(record.states),
    }


def _status(record: Record) -> str:
    """Return the standing that the respondent gave the record; unmarked ones are valid."""
    return str(record[_STATUS] or "VALID")


def _write_folder(content: _Content, folder: Path) -> ExportResult:
    counts = dict.fromkeys(content.catalogue.sheets, 0)
    written: list[Path] = []
    with ExitStack() as stack:

        def table(name: str, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> int:
            target = folder / f"{name}.csv"
            part = stack.enter_context(replacing(target))
            written.append(target)
            # The mark at the beginning tells spreadsheet programs that this is UTF-8.
            with part.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(headings)
                n = 0
                for n, row in enumerate(rows, 1):  # noqa: B007 - the count is the result
                    writer.writerow(row)
            return n

        rounds = content.rounds.values()
        table("rounds", _ROUND_COLUMNS, (_round_row(content, each) for each in rounds))
        table("asked", _ASKED_COLUMNS, _asked_rows(content))
        table("entities", _ENTITY_COLUMNS, map(_entity_row, content.entities.values()))
        if notes := notes_on(content.profile):
            told = (_texts(content.profile.value, note) for note in notes)
            table("withheld", ("profile", "note"), told)
        table("benefits", BENEFIT_COLUMNS, (_texts(*row) for row in benefit_rows(content.benefits)))
        shares = scheme_rows(content.schemes)
        table("cost_sharing", SHARE_COLUMNS, (_texts(*row) for row in shares))
        decided = joins.decision_rows(content.duplicates)
        table("duplicates", joins.COLUMNS, (_texts(*row) for row in decided))
        own = content.own_indicators
        table("own_indicators", own_indicators.COLUMNS, (_texts(*row.values()) for row in own))
        for name, columns, kept in (
            ("targets", targets.TARGET_COLUMNS, content.targets),
            ("bridges", targets.BRIDGE_COLUMNS, content.bridges),
        ):
            table(name, columns, (_texts(*(row[column] for column in columns)) for row in kept))
        for sheet in content.catalogue:
            rows = (_record_row(sheet, record) for record in content.records(sheet))
            counts[sheet.name] = table(sheet.name, (*SHARED, *sheet.fields), rows)
    return ExportResult(paths=tuple(written), records=counts)


_ROUND_COLUMNS = (
    "code", "as_of", "deadline", "opened_at", "previous", "catalogue_version", "dedicated_from",
    "non_dedicated_from", "sheets",
)  # fmt: skip
_ASKED_COLUMNS = (
    "round", "entity", "status", "language", "peer_type", "issues", "returns", "received",
    "on_time", "nothing_to_report", "confirmed_unchanged",
)  # fmt: skip
_ENTITY_COLUMNS = (
    "code", *(f"name_{code}" for code in CODES), "type", "duty_station", "mandate_area",
    "language", "scope", "funds", "aliases", "valid_from", "valid_to", "successor",
    "focal_point", "contact",
)  # fmt: skip


def _round_row(content: _Content, shown: Round) -> list[str]:
    parameters = shown.parameters
    return [
        *_texts(
            shown.code, shown.as_of, shown.deadline, shown.opened_at, shown.previous,
            shown.catalogue_version,
        ),
        plain_number(parameters.dedicated_from), plain_number(parameters.non_dedicated_from),
        _cell(_sheets(content, shown)),
    ]  # fmt: skip


def _asked_rows(content: _Content) -> Iterator[list[str]]:
    for code in content.rounds:
        for asked, declared in content.asked(code):
            yield _texts(code, *_asked_object(asked, declared).values())


def _entity_row(entity: Entity) -> list[str]:
    known = _entity_object(entity)
    return _texts(
        entity.code,
        *(entity.names[code] for code in CODES),
        *(value for name, value in known.items() if name not in ("code", "names")),
    )


def _texts(*values: Any) -> list[str]:
    return [_cell(value) for value in values]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    return csv_text(";".join(value) if isinstance(value, list) else str(value))


def _record_row(sheet: Sheet, record: Record) -> list[str]:
    states = ";".join(f"{name}={state.value}" for name, state in record.states.items())
    shared = (record.uid, record.entity, record.round, record.standing, states)
    answers = {**record.values, _STATUS: _status(record)}
    return [*_texts(*shared), *(csv_value(each.type, answers.get(each.name)) for each in sheet)]
