"""Taking in a list that somebody else made: read whole, planned, then one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, delete, insert, select

from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.list_entities import Directory
from inventory_app.domain.list_headings import map_of_headings
from inventory_app.domain.list_maps import ListMap, read_map
from inventory_app.domain.list_matching import ListPlan, plan_list
from inventory_app.domain.list_rows import ListRow, RowReader
from inventory_app.domain.lists import ImportLine, Table
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import Round
from inventory_app.domain.words import folded
from inventory_app.errors import UserError
from inventory_app.paths import file_size
from inventory_app.progress import NoProgress, Progress
from inventory_app.services.entities import entity_row
from inventory_app.services.rounds import difference, known, record_row
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.store.recorder import Transaction
from inventory_app.texts import N_

MapFrom = Literal["file", "remembered", "headings"]

_STEP = 500
_SAID_ONCE = ("L-FORMULA",)  # of a column, not of each of its cells


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What became of a list: every row that was read is in exactly one of the four counts.

    `lines` holds why rows were refused and what is to be said of others; `entities_created` the
    codes of entities that the list added; `map_name` the file of the map, "" for headings alone.
    """

    sheet: str
    round: str
    read: int
    added: int
    changed: int
    unchanged: int
    refused: int
    lines: tuple[ImportLine, ...]
    entities_created: tuple[str, ...]
    map_name: str
    map_from: MapFrom
    dry_run: bool = False


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the store knows that a list is compared with."""

    entities: Mapping[str, Entity]
    asked: frozenset[str]
    here: dict[str, Sequence[Record]]
    before: dict[str, Sequence[Record]]


@dataclass(frozen=True, kw_only=True)
class _Work:
    """A list, read, with the map that reads it."""

    sheet: Sheet
    mapping: ListMap
    rows: tuple[ListRow, ...]
    lines: tuple[ImportLine, ...]


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """All that taking a list in would write."""

    records: ListPlan
    entities: tuple[Entity, ...]
    joining: tuple[Entity, ...]
    lines: tuple[ImportLine, ...]


class Lists:
    """Lists that are imported into one store."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def bring_in(
        self,
        sheet: str,
        file: Path,
        *,
        round_code: str,
        map_file: Path | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> ImportResult:
        """Take the rows of *file* as records of *sheet* in a round, as one undo step.

        Without *map_file* the map is used with which the same headings came in last, or else the
        headings speak for themselves. A dry run gives the same result and changes nothing. The
        original is kept with the store. Raises `UserError` for an unknown sheet or round, a file
        that cannot be read and a map that is wrong or does not fit; then nothing has changed.
        """
        from inventory_app.formats.plain_tables import read_whole, table_of  # noqa: PLC0415

        progress = progress or NoProgress()
        asked = self._sheet(sheet)
        data = read_whole(file)
        table = table_of(data)
        mapping, map_text, map_name, map_from = self._mapping(asked, table, map_file)
        work = _read(table, mapping, asked, file.name, progress)
        if dry_run:
            with self._database.reading() as connection:
                plan = self._plan(connection, work, self._round(connection, round_code))
        else:
            with self._database.writing(
                N_("Import {file} into {sheet}, round {round}"),
                origin="imported", file=file.name, sheet=sheet, round=round_code,
            ) as transaction:  # fmt: skip
                connection = transaction.connection
                plan = self._plan(connection, work, self._round(connection, round_code))
                _write(transaction, plan, sheet, round_code)
            self._keep(file.name, data, _map_id(sheet, table), map_text)
        counts = plan.records.counts
        return ImportResult(
            sheet=sheet, round=round_code, read=counts.read, added=counts.added,
            changed=counts.changed, unchanged=counts.unchanged, refused=counts.refused,
            lines=plan.lines, entities_created=tuple(entity.code for entity in plan.entities),
            map_name=map_name, map_from=map_from, dry_run=dry_run,
        )  # fmt: skip

    def _sheet(self, name: str) -> Sheet:
        if name not in self._catalogue.sheets:
            raise UserError(
                "E-SHEET",
                N_("There is no sheet “{name}”."),
                N_("The sheets are: {sheets}."),
                name=name,
                sheets=", ".join(self._catalogue.sheets),
            )
        return self._catalogue[name]

    def _round(self, connection: Connection, code: str) -> Round:
        return known(queries.rounds(connection, self._database.schema), code)

    def _mapping(
        self, sheet: Sheet, table: Table, map_file: Path | None
    ) -> tuple[ListMap, str | None, str, MapFrom]:
        """Return the map, its text if it is to be remembered, its name and where it is from."""
        if map_file is not None:
            text = _map_text(map_file)
            mapping = read_map(text, map_file.name, self._catalogue)
            if mapping.sheet != sheet.name:
                raise UserError(
                    "E-MAP-SHEET",
                    N_("The map “{name}” is for the sheet “{map_sheet}”, not for “{sheet}”."),
                    N_("Name the sheet that the map is for, or another map."),
                    name=map_file.name,
                    map_sheet=mapping.sheet,
                    sheet=sheet.name,
                )
            return mapping, _named(map_file.name, text), map_file.name, "file"
        kept = self._remembered(_map_id(sheet.name, table))
        if kept is not None:
            name = kept.partition("\n")[0].removeprefix(_NAME)
            return read_map(kept, name, self._catalogue), None, name, "remembered"
        return map_of_headings(table.headings, sheet), None, "", "headings"

    def _remembered(self, key: str) -> str | None:
        maps = self._database.schema["import_map"]
        with self._database.reading() as connection:
            kept = connection.scalar(select(maps.c.map).where(maps.c.id == key))
        return None if kept is None else str(kept)

    def _plan(self, connection: Connection, work: _Work, into: Round) -> _Plan:
        """Decide what happens to every row; raise if one would be lost."""
        store = self._known(connection, work.sheet.name, into)
        directory = Directory(store.entities, work.mapping)
        records = plan_list(
            work.rows, sheet=work.sheet, mapping=work.mapping, find=directory.find,
            round_code=into.code, here=store.here, before=store.before,
        )  # fmt: skip
        if records.counts.read != len(work.rows):
            raise RuntimeError(f"{len(work.rows)} rows were read, {records.counts} accounted for")
        codes = dict.fromkeys(record.entity for record in records.added)
        made = tuple(entity for code in codes if (entity := directory.made(code)))
        joining = tuple(
            store.entities[code]
            for code in codes
            if code in store.entities and code not in store.asked
        )
        lines = (
            *work.lines,
            *(
                ImportLine(line=1, code="I-ENTITY-JOINED", params={"found": entity.code})
                for entity in joining
            ),
            *records.lines,
        )
        return _Plan(
            records=records, entities=made, joining=(*made, *joining), lines=tuple(_thinned(lines))
        )

    def _known(self, connection: Connection, sheet: str, into: Round) -> _Known:
        schema = self._database.schema

        def of_round(code: str | None) -> dict[str, Sequence[Record]]:
            if code is None:
                return {}
            found = queries.records(connection, schema, code, sheets=[sheet])
            return {entity: by_sheet.get(sheet, ()) for entity, by_sheet in found.items()}

        participation = schema["participation"]
        return _Known(
            entities=queries.entities(connection, schema),
            asked=frozenset(
                connection.scalars(
                    select(participation.c.entity).where(participation.c.round == into.code)
                )
            ),
            here=of_round(into.code),
            before=of_round(into.previous),
        )

    def _keep(self, file_name: str, data: bytes, map_id: str, map_text: str | None) -> None:
        """Keep the list byte for byte, and the map for the next list with these headings."""
        originals, maps = self._database.schema["original"], self._database.schema["import_map"]
        digest = hashlib.sha256(data).hexdigest()
        with self._database.keeping() as connection:
            there = select(originals.c.sha256).where(originals.c.sha256 == digest)
            if connection.scalar(there) is None:
                connection.execute(
                    insert(originals).values(sha256=digest, file_name=file_name, data=data)
                )
            if map_text is not None:
                connection.execute(delete(maps).where(maps.c.id == map_id))
                connection.execute(insert(maps).values(id=map_id, map=map_text))


_NAME = "# "


def _named(name: str, text: str) -> str:
    """Return the text of a map with its name in front, where TOML has a comment."""
    return f"{_NAME}{' '.join(name.split())}\n{text}"


def _map_text(file: Path) -> str:
    try:
        file_size(file)
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "E-MAP-FILE",
            N_("The map “{name}” cannot be read: {reason}."),
            N_("Check the name and the rights of the file; it must be UTF-8 text."),
            name=file.name,
            reason=getattr(error, "strerror", None) or str(error),
        ) from error


def _map_id(sheet: str, table: Table) -> str:
    """Return under which key the map for a list with these headings is remembered."""
    headings = sorted(folded(heading) for heading in table.headings)
    return f"{sheet}/{hashlib.sha256(chr(31).join(headings).encode()).hexdigest()}"


def _read(
    table: Table, mapping: ListMap, sheet: Sheet, file_name: str, progress: Progress
) -> _Work:
    reader = RowReader(table, mapping, sheet)
    rows: list[ListRow] = []
    for done, row in enumerate(table.rows):
        if done % _STEP == 0:
            progress.step(done, len(table.rows), file_name)
        rows.append(reader.read(row))
    progress.step(len(rows), len(rows), file_name)
    unused = (
        ImportLine(line=table.heading_line, code="I-COLUMN-LEFT", params={"found": heading})
        for heading in reader.unused(table.rows)
    )
    return _Work(sheet=sheet, mapping=mapping, rows=tuple(rows), lines=(*table.lines, *unused))


def _thinned(lines: Sequence[ImportLine]) -> Iterator[ImportLine]:
    """Leave out what was said of the same column before."""
    said: set[tuple[str, object]] = set()
    for line in lines:
        about = (line.code, line.params.get("field"))
        if line.code not in _SAID_ONCE or about not in said:
            said.add(about)
            yield line


def _write(transaction: Transaction, plan: _Plan, sheet: str, round_code: str) -> None:
    schema = transaction.schema
    transaction.add(schema["entity"], [entity_row(entity) for entity in plan.entities])
    transaction.add(
        schema["participation"],
        [
            {
                "id": f"{round_code}/{entity.code}", "round": round_code, "entity": entity.code,
                "language": entity.language, "peer_type": entity.type,
            }
            for entity in plan.joining
        ],
    )  # fmt: skip
    table = schema.records[sheet]
    transaction.add(
        table,
        [
            record_row(record, round_code=round_code, standing=record.standing)
            for record in plan.records.added
        ],
    )
    transaction.change(
        table,
        [difference(*pair) for pair in (*plan.records.changed, *plan.records.confirmed)],
    )
