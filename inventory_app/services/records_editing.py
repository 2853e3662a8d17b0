"""Changing records by hand: each call is one transaction and one undo step."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from inventory_app.domain import editing
from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Record, make_uid
from inventory_app.domain.rounds import Round
from inventory_app.errors import UserError
from inventory_app.services.rounds import difference, known, latest, record_row
from inventory_app.store import derived, queries
from inventory_app.store.database import Database, backup_name
from inventory_app.texts import N_

MANY = 50  # more rows than this at once, and the store is copied before

CHANGE_FIELD = N_("Change “{field}” of {record}")
CHANGE_RECORD = N_("Change {record}")
CHANGE_MANY = N_("Change several records ({n})")
ADD_ONE, ADD_MANY = N_("Add {record}"), N_("Add several records ({n})")
RETIRE_ONE, RETIRE_MANY = N_("Retire {record}"), N_("Retire several records ({n})")
CONFIRM_ONE, CONFIRM_MANY = N_("Confirm {record}"), N_("Confirm several records ({n})")
DUPLICATE_ONE, DUPLICATE_MANY = N_("Duplicate {record}"), N_("Duplicate several records ({n})")


class RecordEditing:
    """Changes to the records of the newest round; older rounds stay as they are."""

    def __init__(
        self, database: Database, catalogue: Catalogue, *, tokens: Callable[[], str]
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._tokens = tokens
        self._heard = threading.local()
        database.subscribe(self._hear)

    def change(
        self, sheet: str, round_code: str, uids: Sequence[str], answers: Mapping[str, Answer]
    ) -> ChangeSet | None:
        """Give one or several records new answers; None if nothing would be different."""
        kind = self._catalogue[sheet]
        _, records = self.records(kind, round_code, uids)
        pairs = [(record, editing.edited(kind, record, answers)) for record in records]
        field = next(iter(answers)) if len(answers) == 1 else ""
        label = CHANGE_FIELD if field else CHANGE_RECORD
        return self.write(kind, changed=pairs, one=label, many=CHANGE_MANY, field=field)

    def add(self, sheet: str, round_code: str, entity: str, answers: Mapping[str, Answer]) -> str:
        """Add a record of *entity* and return its uid; raise `UserError` for unknown entities."""
        kind = self._catalogue[sheet]
        self.opened(round_code)
        self.refuse_stranger(entity, round_code)
        record = self.made(kind, round_code, entity, answers)
        self.write(kind, added=[record], one=ADD_ONE, many=ADD_MANY)
        return record.uid

    def duplicate(self, sheet: str, round_code: str, uids: Sequence[str]) -> tuple[str, ...]:
        """Add a record like each of *uids*, without what tells them apart; return the uids."""
        kind = self._catalogue[sheet]
        _, records = self.records(kind, round_code, uids)
        added = [
            self.made(kind, round_code, record.entity, editing.copied(kind, record))
            for record in records
        ]
        title = _name(kind, records[0]) if records else ""
        self.write(kind, added=added, one=DUPLICATE_ONE, many=DUPLICATE_MANY, record=title)
        return tuple(record.uid for record in added)

    def retire(
        self, sheet: str, round_code: str, uids: Sequence[str], on: date
    ) -> ChangeSet | None:
        """Say of records that they ceased to exist or to be used on a day; nothing is deleted."""
        kind = self._catalogue[sheet]
        into, records = self.records(kind, round_code, uids)
        pairs = [
            (record, editing.edited(kind, record, editing.retirement(record, on, into.as_of)))
            for record in records
        ]
        return self.write(kind, changed=pairs, one=RETIRE_ONE, many=RETIRE_MANY)

    def confirm(self, sheet: str, round_code: str, uids: Sequence[str]) -> ChangeSet | None:
        """Take records that were carried forward for answers of this round, unchanged."""
        kind = self._catalogue[sheet]
        _, records = self.records(kind, round_code, uids)
        pairs = [(record, editing.confirmed(record)) for record in records]
        return self.write(kind, changed=pairs, one=CONFIRM_ONE, many=CONFIRM_MANY)

    def opened(self, round_code: str) -> Round:
        """Return the round if it can be changed; raise `UserError` if a newer one is open."""
        with self._database.reading() as connection:
            return self._opened(connection, round_code)

    def records(
        self, sheet: Sheet, round_code: str, uids: Sequence[str]
    ) -> tuple[Round, list[Record]]:
        """Return the round and its records, in the order of *uids*.

        Raises `UserError` if the round is over or a record is not there.
        """
        with self._database.reading() as connection:
            into = self._opened(connection, round_code)
            return into, some_records(connection, self._database, sheet.name, round_code, uids)

    def refuse_stranger(self, entity: str, round_code: str) -> None:
        """Raise `UserError` for an entity that is not asked in the round."""
        with self._database.reading() as connection:
            asked = queries.participations(connection, self._database.schema, round_code)
        if entity not in asked:
            raise UserError(
                "E-NOT-ASKED",
                N_("“{entity}” is not asked in the round {round}."),
                N_("Choose one of the entities of this round."),
                entity=entity,
                round=round_code,
            )

    def made(
        self, sheet: Sheet, round_code: str, entity: str, answers: Mapping[str, Answer]
    ) -> Record:
        """Return a new record with a uid of its own."""
        seed = f"{self._tokens()}/{entity}/{sheet.name}"
        empty = Record(
            sheet=sheet.name, uid=make_uid(sheet.prefix, seed.encode()), entity=entity,
            round=round_code, values={},
        )  # fmt: skip
        return editing.edited(sheet, empty, answers)

    def write(
        self,
        sheet: Sheet,
        *,
        changed: Sequence[tuple[Record, Record]] = (),
        added: Sequence[Record] = (),
        one: str,
        many: str,
        record: str = "",
        field: str = "",
    ) -> ChangeSet | None:
        """Write records as one undo step under the label for *one* or for *many*.

        The parameters `sheet` and `field` of a label are names of the catalogue. A dated backup
        is made first where many rows are written.
        """
        pairs = [(before, after) for before, after in changed if before is not after]
        n = len(pairs) + len(added)
        if not n:
            return None
        if n > MANY:
            self._database.must_be_writable()
            place = backup_name(self._database.path, self._database.clock(), "before-bulk-edit")
            self._database.backup(place)
        shown = record or _name(sheet, pairs[0][1] if pairs else added[0])
        params: dict[str, Any] = {"sheet": sheet.name}
        params |= {"record": shown} if n == 1 else {"n": str(n)}
        params |= {"field": field} if field and n == 1 else {}
        table = self._database.schema.records[sheet.name]
        self._heard.changes = None
        with self._database.writing(one if n == 1 else many, **params) as transaction:
            refuse_changed_meanwhile(transaction.connection, self._database, sheet, pairs)
            transaction.change(table, [difference(*pair) for pair in pairs])
            transaction.add(
                table,
                [record_row(each, round_code=each.round, standing=each.standing) for each in added],
            )
        changes: ChangeSet | None = self._heard.changes
        return changes

    def _opened(self, connection: Connection, round_code: str) -> Round:
        rounds = queries.rounds(connection, self._database.schema)
        asked, newest = known(rounds, round_code), latest(rounds)
        if asked.code != newest.code:
            raise UserError(
                "E-ROUND-OVER",
                N_("The round {round} is over: {newest} has been opened since."),
                N_("Its records can be seen but not changed. Make the change in {newest}."),
                round=asked.code,
                newest=newest.code,
            )
        return asked

    def _hear(self, changes: ChangeSet) -> None:
        self._heard.changes = changes


def some_records(
    connection: Connection, database: Database, sheet: str, round_code: str, uids: Sequence[str]
) -> list[Record]:
    """Return records of one sheet and round, in the order of *uids*.

    Raises `UserError` if one is not there, as after an undo in another window.
    """
    found: dict[str, Record] = {}
    for part in derived.chunks(list(dict.fromkeys(uids))):
        by_entity = queries.records(
            connection, database.schema, round_code, sheets=[sheet], uids=part
        )
        found |= {
            record.uid: record
            for by_sheet in by_entity.values()
            for record in by_sheet.get(sheet, ())
        }
    for uid in uids:
        if uid not in found:
            raise UserError(
                "E-RECORD",
                N_("The record {uid} is not in the round {round}."),
                N_("It may have been taken back. Look at the list again."),
                uid=uid,
                round=round_code,
            )
    return [found[uid] for uid in dict.fromkeys(uids)]


def refuse_changed_meanwhile(
    connection: Connection,
    database: Database,
    sheet: Sheet,
    pairs: Sequence[tuple[Record, Record]],
) -> None:
    """Raise `UserError` if a record is no longer what the change was made from."""
    if not pairs:
        return
    uids = [before.uid for before, _ in pairs]
    now = some_records(connection, database, sheet.name, pairs[0][0].round, uids)
    for (before, _), current in zip(pairs, now, strict=True):
        if before != current:
            raise UserError(
                "E-CHANGED-MEANWHILE",
                N_("{record} has been changed meanwhile."),
                N_("Nothing was written. Look at it again and repeat the change."),
                record=_name(sheet, current),
            )


def _name(sheet: Sheet, record: Record) -> str:
    return sheet.title_of(record.values) or record.uid
