"""Backups, and the proof that nothing is missing or was changed behind the program's back."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, insert, select

from inventory_app.store.database import Database, backup_name
from inventory_app.store.recorder import chained
from inventory_app.store.schema import as_text
from inventory_app.texts import N_


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something that verification found; `message` is a message id with `params`."""

    code: str
    message: str
    params: dict[str, object]


class Safekeeping:
    """Keeping one store safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stamp(self) -> None:
        """Give a new store its name and the key that signs its workbooks."""
        meta = self._database.schema["meta"]
        with self._database.keeping() as connection:
            connection.execute(
                insert(meta),
                [
                    {"key": "store", "value": secrets.token_hex(8)},
                    {"key": "signing_key", "value": secrets.token_hex(32)},
                ],
            )

    def backup(self, target: Path | None = None, *, reason: str = "backup") -> Path:
        """Write a whole copy of the store; without *target* a dated one in `backups` beside it."""
        place = target or backup_name(self._database.path, self._database.clock(), reason)
        self._database.backup(place)
        return place

    def verify(self) -> list[Doubt]:
        """Return every doubt about the store: the file, the audit chain, the records."""
        doubts = [
            Doubt(
                code="S-FILE",
                message=N_("The database reports damage: {what}."),
                params={"what": line},
            )
            for line in self._database.damage()
        ]
        with self._database.reading() as connection:
            doubts += self._broken_links(connection)
            doubts += self._other_key(connection)
            doubts += self._strangers(connection)
            doubts += self._altered_originals(connection)
        return doubts

    def _other_key(self, connection: Connection) -> Iterator[Doubt]:
        """Yield a doubt where the key is not that with which workbooks were sealed."""
        heads = self._database.schema["change_set"]
        now = seal_of(self._database)
        for head in connection.execute(select(heads.c.number, heads.c.params)):
            if head.params.get("seal", now) != now:
                yield Doubt(
                    code="S-KEY-CHANGED",
                    message=N_("The key that seals workbooks was changed after change {number}:"
                               " their returns would be refused."),
                    params={"number": head.number},
                )  # fmt: skip
                return

    def _altered_originals(self, connection: Connection) -> Iterator[Doubt]:
        """Yield each kept file that is no longer what came in."""
        kept = self._database.schema["original"]
        for row in connection.execute(select(kept).order_by(kept.c.sha256)):
            if hashlib.sha256(row.data).hexdigest() != row.sha256:
                yield _stranger(kept.name, row.file_name)

    def _broken_links(self, connection: Connection) -> Iterator[Doubt]:
        heads, rows = self._database.schema["change_set"], self._database.schema["row_change"]
        previous = ""
        expected = 1
        for head in connection.execute(select(heads).order_by(heads.c.number)):
            if head.number != expected:
                yield Doubt(
                    code="S-LOG-GAP",
                    message=N_("Change {number} is missing from the audit log."),
                    params={"number": expected},
                )
            images = connection.execute(
                select(rows.c.table_name, rows.c.row_key, rows.c.before, rows.c.after)
                .where(rows.c.change_set == head.number)
                .order_by(rows.c.id)
            )
            line = (
                head.number, head.label, head.params, head.who, head.at, head.origin, head.undoes
            )  # fmt: skip
            if chained(previous, line, [tuple(image) for image in images]) != head.hash:
                yield Doubt(
                    code="S-LOG-CHANGED",
                    message=N_("Change {number} of the audit log was altered."),
                    params={"number": head.number},
                )
            previous, expected = head.hash, head.number + 1
        for number in connection.scalars(
            select(rows.c.change_set).where(rows.c.change_set >= expected).distinct()
        ):  # the newest lines are gone, but not what they changed
            yield Doubt(
                code="S-LOG-GAP",
                message=N_("Change {number} is missing from the audit log."),
                params={"number": number},
            )

    def _strangers(self, connection: Connection) -> Iterator[Doubt]:
        """Yield each row that is not what the audit log says it became."""
        rows = self._database.schema["row_change"]
        told: dict[tuple[str, str], dict[str, object] | None] = {}
        for change in connection.execute(select(rows).order_by(rows.c.id)):
            place = (change.table_name, change.row_key)
            if change.after is None:
                told[place] = None
            else:
                told[place] = (told.get(place) or {}) | json.loads(change.after)
        for name, table in self._database.schema.by_name.items():
            if not any(place[0] == name for place in told):
                continue
            key = next(iter(table.primary_key.columns)).name
            for row in connection.execute(select(table)):
                image = {
                    column.name: as_text(column, value)
                    for column, value in zip(table.columns, row, strict=True)
                    if value is not None
                }
                told_image = told.pop((name, str(image[key])), None) or {}
                if image != {k: v for k, v in told_image.items() if v is not None}:
                    yield _stranger(name, str(image[key]))
        for (name, row_key), last in told.items():
            if last is not None:
                yield _stranger(name, row_key)


def seal_of(database: Database) -> str:
    """Return by what the key that seals workbooks is known in the log, which does not tell it."""
    key = database.setting("signing_key") or ""
    return hashlib.sha256(f"seal:{key}".encode()).hexdigest()[:16]


def _stranger(table: str, key: str) -> Doubt:
    return Doubt(
        code="S-ROW-CHANGED",
        message=N_("{key} in {table} was changed by another program."),
        params={"table": table, "key": key},
    )
