"""Putting a backup in the place of a store, without losing sight of what is newer."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inventory_app import paths
from inventory_app.domain import catalogue as catalogues
from inventory_app.errors import StoreRefused, UserError
from inventory_app.services.safekeeping import Safekeeping
from inventory_app.store import database as databases
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.texts import N_

_NOBODY = "restore"  # nothing is written under this name


@dataclass(frozen=True, kw_only=True)
class NewerReturn:
    """A return that the replaced store had taken in and the backup does not know."""

    entity: str
    round: str
    file_name: str
    received_at: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore did; `newer` is None where the replaced store could not be read."""

    store: Path
    backup: Path
    set_aside: Path | None
    newer: tuple[NewerReturn, ...] | None


def restore_backup(
    backup: Path, store: Path, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Restored:
    """Check *backup*, set what is at *store* aside under a dated name, put the backup in its place.

    Raises `UserError` for a backup that is not sound or a place that cannot be written, and
    `StoreRefused` for a backup that is no store, and for a store that another program is writing;
    then nothing has been changed.
    """
    _refuse_places(backup, store)
    try:
        return _restored(backup, store, clock)
    except OSError as error:
        raise paths.cannot_write(store, error) from error


def _restored(backup: Path, store: Path, clock: Callable[[], datetime]) -> Restored:
    with tempfile.TemporaryDirectory(dir=store.parent, prefix=".restore-") as folder:
        copy = Path(folder) / store.name
        databases.restore(backup, copy, called=store)
        kept = _checked(copy, backup, clock)
        newer: tuple[NewerReturn, ...] | None = ()
        aside = None
        if store.exists():
            present = _returns_of(store, clock)
            if present is not None:
                newer = tuple(found for key, found in present.items() if key not in kept)
            else:
                newer = None
            aside = databases.backup_name(store, clock(), "before-restore")
            _set_aside(store, aside)
        try:
            copy.replace(store)
        except OSError:
            if aside is not None:
                shutil.move(aside, store)
            raise
    return Restored(store=store, backup=backup, set_aside=aside, newer=newer)


def _refuse_places(backup: Path, store: Path) -> None:
    if not store.parent.is_dir():
        raise UserError(
            "E-NO-FOLDER",
            N_("There is no folder “{path}”."),
            N_("Check the name of the store."),
            path=store.parent,
        )
    if store.is_dir():
        raise UserError(
            "E-FOLDER",
            N_("“{path}” is a folder, not a store."),
            N_("Name the file that the store is to have."),
            path=store,
        )
    if backup.exists() and store.exists() and backup.samefile(store):
        raise UserError(
            "E-SAME-FILE",
            N_("“{path}” is the store itself, not a backup of it."),
            N_("Name a backup first and the store second; backups are in the folder “backups”."),
            path=backup,
        )


def _checked(copy: Path, backup: Path, clock: Callable[[], datetime]) -> dict[str, NewerReturn]:
    """Return what the *copy* of a backup has taken in; raise `UserError` if it is not sound."""
    try:
        database = Database.open(copy, catalogues.default(), who=_NOBODY, clock=clock)
    except StoreRefused as refused:  # in the words for the file that the user knows
        params = {**refused.params, "path": backup}
        raise StoreRefused(refused.code, refused.message, refused.suggestion, **params) from refused
    try:
        doubts = Safekeeping(database).verify()
        if doubts:
            raise UserError(
                "E-BACKUP-DOUBTFUL",
                N_("The backup “{path}” is not sound: {count} doubts, the first is {code}."),
                N_("See them with “ict-inventory verify {path}”, or restore another backup."),
                path=backup,
                count=len(doubts),
                code=doubts[0].code,
            )
        return _returns(database)
    finally:
        database.close()


def _returns_of(store: Path, clock: Callable[[], datetime]) -> dict[str, NewerReturn] | None:
    """Return the returns that a store knows, None if it cannot be read; raise if it is in use."""
    try:
        database = Database.open(store, catalogues.default(), who=_NOBODY, clock=clock)
    except StoreRefused:
        return None
    try:
        with database.keeping():  # refused while another program is writing
            pass
        return _returns(database)
    except StoreRefused as error:
        if error.code == "E-LOCKED":
            raise
        return None
    finally:
        database.close()


def _returns(database: Database) -> dict[str, NewerReturn]:
    with database.reading() as connection:
        rows = queries.returns(connection, database.schema)
    return {
        str(row["id"]): NewerReturn(
            entity=row["entity"], round=row["round"], file_name=row["file_name"],
            received_at=str(row["received_at"]), sha256=row["sha256"],
        )
        for row in rows
    }  # fmt: skip


def _set_aside(store: Path, aside: Path) -> None:
    try:
        databases.set_aside(store, aside)
    except sqlite3.DatabaseError:  # damaged: what there is of it is kept as it is
        for extra in ("", "-wal", "-shm"):
            part = store.with_name(store.name + extra)
            if part.exists():
                shutil.move(part, aside.with_name(aside.name + extra))
