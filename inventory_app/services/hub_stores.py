"""The store of a regional hub as headquarters reads it: in a copy, and believing nothing."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PureWindowsPath
from typing import Any

from sqlalchemy import Connection, func, select

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import Round
from inventory_app.domain.values import ValueState
from inventory_app.domain.workbooks import Identity
from inventory_app.errors import Refused, StoreRefused
from inventory_app.services.hub_exports import is_export, rebuilt
from inventory_app.services.reading import LARGEST
from inventory_app.services.safekeeping import Safekeeping
from inventory_app.store import queries
from inventory_app.store.copies import copied, unsound
from inventory_app.store.database import Database
from inventory_app.store.schema import RECORD_PREFIX, as_text, from_text
from inventory_app.texts import N_

_NOBODY = "headquarters"  # nothing is written to the copy under this name
_MOST_RETURNS = 20_000
_LONGEST_NAME = 200
# What a store that is not what it says makes the reading stumble over.
_STUMBLES = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
Image = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class HubReturn:
    """One return that the hub has merged: by whom, when, as which change set."""

    id: str
    sha256: str
    entity: str
    file_name: str
    who: str
    at: datetime
    change: int


class HubStore:
    """One store of a hub and the round that is asked about; see `opened`."""

    def __init__(self, path: Path, database: Database, own: Database, current: Round) -> None:
        self.name = path.name
        self.round = current.code
        self._database = database
        self._own = own
        self.schema = database.schema
        self.store = database.setting("store") or ""
        key = (own if self.is_copy else database).setting("signing_key")
        self._key = bytes.fromhex(key or "")

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of both stores: the copy was brought up to date."""
        return self.schema.catalogue

    def look(self) -> None:
        """Read all that is needed, so that a store that is not what it says is refused at once."""
        _ = self.returns, self.own_changes, self.touched, self.open, self._issues

    @cached_property
    def is_copy(self) -> bool:
        """Whether it began as a copy of the store of headquarters."""
        return self.store == (self._own.setting("store") or "")

    @cached_property
    def shared(self) -> int:
        """The newest change set that both stores have, 0 where they have nothing in common."""
        if not self.is_copy:
            return 0
        with self._own.reading() as connection:
            ours = self._hashes(connection)
        with self._database.reading() as connection:
            theirs = self._hashes(connection)
        return max((number for number, found in theirs.items() if ours.get(number) == found),
                   default=0)  # fmt: skip

    def _hashes(self, connection: Connection) -> dict[int, str]:
        heads = self.schema["change_set"]
        return {row.number: row.hash for row in connection.execute(select(heads.c.number, heads.c.hash))}  # fmt: skip  # noqa: E501

    @cached_property
    def _issues(self) -> frozenset[str]:
        table = self.schema["issue"]
        with self._database.reading() as connection:
            return frozenset(connection.scalars(select(table.c.id)))

    def vouches(self, identity: Identity) -> bool:
        """Whether the hub has issued and sealed a workbook itself.

        An export does not tell the key of a hub, which looked at the seal when it merged.
        """
        return (
            identity.store == self.store
            and identity.issue in self._issues
            and (not self._key or identity.signed(self._key) == identity.tag)
        )

    @cached_property
    def returns(self) -> tuple[HubReturn, ...]:
        """What was merged here and not before the copy was made, in that order."""
        table, rows = self.schema["returned"], self.schema["row_change"]
        heads = self._heads
        with self._database.reading() as connection:
            found = queries.returns(connection, self.schema, self.round)
            query = select(rows.c.row_key, func.max(rows.c.change_set).label("number"))
            query = query.where(rows.c.table_name == table.name, rows.c.after.is_not(None))
            merged = {
                row.row_key: row.number
                for row in connection.execute(query.group_by(rows.c.row_key))
            }
        if len(found) > _MOST_RETURNS:
            raise ValueError("too many returns")
        made = [
            HubReturn(
                id=row["id"], sha256=row["sha256"], entity=row["entity"],
                file_name=_plain_name(str(row["file_name"])),
                who=heads[merged[row["id"]]].who,
                at=moment(heads[merged[row["id"]]].at), change=merged[row["id"]],
            )
            for row in found
            if merged[row["id"]] > self.shared
        ]  # fmt: skip
        return tuple(sorted(made, key=lambda each: each.change))

    def extract(self, each: HubReturn, folder: Path) -> Path:
        """Write a kept original to a file of its own; one that is too large stays an empty file."""
        table = self.schema["original"]
        target = folder / f"{each.change}"
        query = select(table.c.data).where(
            table.c.sha256 == each.sha256, func.length(table.c.data) <= LARGEST
        )
        with self._database.reading() as connection:
            data = connection.scalar(query)
        target.write_bytes(data or b"")
        return target

    @cached_property
    def _heads(self) -> dict[int, Any]:
        table = self.schema["change_set"]
        query = select(
            table.c.number, table.c.who, table.c.at, table.c.origin, table.c.undoes
        ).order_by(table.c.number)
        with self._database.reading() as connection:
            return {row.number: row for row in connection.execute(query)}

    def _is_own(self, number: int) -> bool:
        """Whether a change set is the hub's work, not a merge nor the undoing of one."""
        head = self._heads[number]
        while head.undoes is not None and head.undoes in self._heads:
            if head.undoes >= head.number:
                raise ValueError("a change set undoes a later one")
            head = self._heads[head.undoes]
        return bool(head.origin != "merged")

    @cached_property
    def own_changes(self) -> dict[tuple[str, str], dict[str, tuple[str, str]]]:
        """Who changed which answers at the hub and when, by sheet and uid, then by field.

        What a round brings along from the last one is no change.
        """
        rows = self.schema["row_change"]
        query = (
            select(rows).where(
                rows.c.change_set > self.shared,
                rows.c.table_name.in_([table.name for table in self.schema.records.values()]),
                rows.c.row_key.startswith(f"{self.round}/", autoescape=True),
            )
        ).order_by(rows.c.id)  # fmt: skip
        found: dict[tuple[str, str], dict[str, tuple[str, str]]] = defaultdict(dict)
        with self._database.reading() as connection:
            for row in connection.execute(query):
                if not self._is_own(row.change_set):
                    continue
                after: Image = json.loads(row.after) if row.after else {}
                if row.before is None and after.get("standing") == "carried":
                    continue
                sheet = row.table_name.removeprefix(RECORD_PREFIX)
                uid = row.row_key.removeprefix(f"{self.round}/")
                head = self._heads[row.change_set]
                said = found[sheet, uid]
                for name in (*after, *(json.loads(row.before) if row.before else ())):
                    if name.startswith("f_"):
                        said[name.removeprefix("f_")] = (head.who, head.at)
                for name in after.get("states") or ():
                    said.setdefault(name, (head.who, head.at))
        return found

    @cached_property
    def touched(self) -> frozenset[str]:
        """The entities about which the hub has decided or corrected anything."""
        table = self.schema["conflict"]
        query = select(table.c.entity).where(
            table.c.round == self.round, table.c.decision.is_not(None)
        )
        with self._database.reading() as connection:
            decided = set(connection.scalars(query))
        owners = {
            (sheet, record.uid): entity
            for state in (self.records, self.begun)
            for entity, sheets in state.items()
            for sheet, listed in sheets.items()
            for record in listed
        }
        return frozenset(decided | {owners[place] for place in self.own_changes if place in owners})

    @cached_property
    def open(self) -> frozenset[tuple[str, str, str, str]]:
        """The conflicts that nobody at the hub has decided: SHA-256, sheet, uid, field."""
        table, returned = self.schema["conflict"], self.schema["returned"]
        query = (
            select(returned.c.sha256, table.c.sheet, table.c.uid, table.c.field)
            .join(returned, returned.c.id == table.c.return_id)
            .where(table.c.round == self.round, table.c.decision.is_(None))
        )
        with self._database.reading() as connection:
            return frozenset(tuple(row) for row in connection.execute(query))

    @cached_property
    def records(self) -> dict[str, dict[str, tuple[Record, ...]]]:
        """The records of the round as they are at the hub, by entity and sheet."""
        with self._database.reading() as connection:
            return queries.records(connection, self.schema, self.round)

    @cached_property
    def begun(self) -> dict[str, dict[str, tuple[Record, ...]]]:
        """The records as they were when the copy was made; nothing where it is no copy."""
        if not self.is_copy:
            return {}
        found: dict[str, dict[str, tuple[Record, ...]]] = defaultdict(dict)
        with self._database.reading() as connection:
            for name in self.schema.records:
                by_entity: dict[str, list[Record]] = defaultdict(list)
                for image in self._rewound(connection, name).values():
                    record = self._record(name, image)
                    by_entity[record.entity].append(record)
                for entity, listed in by_entity.items():
                    found[entity][name] = tuple(sorted(listed, key=lambda each: each.uid))
        return dict(found)

    def _rewound(self, connection: Connection, sheet: str) -> dict[str, Image]:
        table, rows = self.schema.records[sheet], self.schema["row_change"]
        images: dict[str, Image] = {
            row.id: {
                column.name: as_text(column, value)
                for column, value in zip(table.columns, row, strict=True)
            }
            for row in connection.execute(select(table).where(table.c.round == self.round))
        }
        changes = (
            select(rows.c.row_key, rows.c.before)
            .where(rows.c.table_name == table.name, rows.c.change_set > self.shared,
                   rows.c.row_key.startswith(f"{self.round}/", autoescape=True))
            .order_by(rows.c.id.desc())
        )  # fmt: skip
        for row in connection.execute(changes):
            if row.before is None:
                images.pop(row.row_key, None)
            else:
                images[row.row_key] = {**images.get(row.row_key, {}), **json.loads(row.before)}
        return images

    def _record(self, sheet: str, image: Image) -> Record:
        columns = self.schema.records[sheet].columns
        values = {
            field.name: from_text(columns[f"f_{field.name}"], image.get(f"f_{field.name}"))
            for field in self.catalogue[sheet]
        }
        return Record(
            sheet=sheet, uid=image["uid"], entity=image["entity"], round=image["round"],
            standing=image["standing"],
            values={name: value for name, value in values.items() if value is not None},  # type: ignore[misc]  # a field's own values
            states={n: ValueState(state) for n, state in (image.get("states") or {}).items()},
        )  # fmt: skip


@contextmanager
def opened(
    path: Path, own: Database, current: Round | None, clock: Callable[[], datetime]
) -> Iterator[HubStore]:
    """Open a copy of the store of a hub that has the round *current* of the store *own*.

    Raises `Refused` for what is no store, is not sound, or has nothing to do with this round and
    its entities; *path* itself is only read.
    """
    if path.exists() and own.path.exists() and path.samefile(own.path):
        raise Refused(
            "F-HUB-SELF",
            N_("“{file}” is the store that it would be merged into."),
            N_("Name the store of the hub."),
            file=path.name,
        )
    with tempfile.TemporaryDirectory(prefix="ict-inventory-", ignore_cleanup_errors=True) as folder:
        database = _opened(path, Path(folder), own.schema.catalogue, clock)
        try:
            with stumbling(path):
                _refuse(path, database, own, current)
                hub = HubStore(path, database, own, current) if current else None
            if hub is not None:
                yield hub
        finally:
            database.close()


@contextmanager
def stumbling(path: Path) -> Iterator[None]:
    """Refuse a store whose content cannot be what this program wrote."""
    try:
        yield
    except StoreRefused as refused:
        raise Refused(
            refused.code,
            refused.message,
            refused.suggestion,
            **{**refused.params, "path": path.name},
        ) from refused
    except _STUMBLES as error:
        raise unsound(path, type(error).__name__) from error


def _opened(
    path: Path, folder: Path, catalogue: Catalogue, clock: Callable[[], datetime]
) -> Database:
    from_export = is_export(path)
    with stumbling(path):
        copy = rebuilt(path, folder, catalogue, clock) if from_export else copied(path, folder)
        database = Database.open(copy, catalogue, who=_NOBODY, clock=clock)
    try:
        with stumbling(path):
            doubts = Safekeeping(database).verify()
            if from_export:  # it does not tell the key
                doubts = [each for each in doubts if each.code != "S-KEY-CHANGED"]
    except BaseException:
        database.close()
        raise
    if doubts:
        database.close()
        raise unsound(path, doubts[0].code)
    return database


def _refuse(path: Path, database: Database, own: Database, current: Round | None) -> None:
    with database.reading() as connection:
        rounds = queries.rounds(connection, database.schema)
        theirs = set(queries.entities(connection, database.schema))
    with own.reading() as connection:
        ours = set(queries.entities(connection, own.schema))
    if not ours & theirs:
        raise Refused(
            "F-HUB-OTHER",
            N_("“{file}” is the store of another organisation: it has none of the entities here."),
            N_("Ask the hub for the right store."),
            file=path.name,
        )
    if current is None or current.code not in rounds:
        raise Refused(
            "F-HUB-ROUND",
            N_("“{file}” has no round {round}, which is open here; it has {others}."),
            N_("Ask the hub for its store of round {round}."),
            file=path.name,
            round=current.code if current else "-",
            others=", ".join(rounds) or "-",
        )
    if rounds[current.code].as_of != current.as_of:
        raise Refused(
            "F-HUB-DAY",
            N_("Round {round} of “{file}” is as of {theirs}, the one here as of {ours}."),
            N_("They are not the same round: agree on the day with the hub first."),
            file=path.name,
            round=current.code,
            theirs=rounds[current.code].as_of.isoformat(),
            ours=current.as_of.isoformat(),
        )


def _plain_name(name: str) -> str:
    """Return the last part of a name, whatever system it is from; one that leads nowhere else."""
    plain = PureWindowsPath(name).name.strip(". ")[-_LONGEST_NAME:]
    return plain if plain.isprintable() and plain else "return.xlsx"


def moment(text: str) -> datetime:
    """Return a kept moment."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def answer_of(record: Record | None, name: str) -> Answer:
    """Return the answer of a record, nothing where there is none."""
    return Answer(None, None) if record is None else Answer(record[name], record.states.get(name))


def listed(by_sheet: Mapping[str, tuple[Record, ...]]) -> dict[tuple[str, str], Record]:
    """Return records by their sheet and uid."""
    return {(sheet, each.uid): each for sheet, rows in by_sheet.items() for each in rows}
