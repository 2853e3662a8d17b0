"""A store that somebody else made: looked at in a copy, before anything of it is believed."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from inventory_app import paths
from inventory_app.errors import Refused
from inventory_app.store.database import MAGIC, SUFFIX
from inventory_app.texts import N_

LARGEST = 4 << 30  # bytes: a hundred times a large round


def is_store(path: Path) -> bool:
    """Whether a file is a store, by its beginning, or says by its name that it is one."""
    if path.suffix.casefold() == SUFFIX:
        return path.is_file()
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as file:
                return file.read(len(MAGIC)) == MAGIC
    return False


def copied(source: Path, folder: Path) -> Path:
    """Copy a store, with what its write-ahead log holds, to *folder*; *source* is only read.

    Raises `Refused` for a file that is too large or cannot be read, and for one with parts that no
    store has and that would run by themselves.
    """
    target = folder / f"copy{SUFFIX}"
    log = source.with_name(f"{source.name}-wal")
    try:
        size = paths.file_size(source) + (log.stat().st_size if log.is_file() else 0)
        if size > LARGEST:
            raise _too_large(source)
        if shutil.disk_usage(folder).free < 2 * size:
            raise _no_room(source)
        shutil.copyfile(source, target)
        if log.is_file():
            shutil.copyfile(log, target.with_name(f"{target.name}-wal"))
    except OSError as error:
        raise paths.unreachable(source, error) from error
    _refuse_living_parts(target, source)
    return target


def _refuse_living_parts(copy: Path, source: Path) -> None:
    query = "SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"
    try:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            living = connection.execute(query).fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise unsound(source, str(error)) from error
    if living:
        raise unsound(source, "trigger")


def unsound(source: Path, reason: str) -> Refused:
    """Return the refusal of a store that cannot be believed."""
    return Refused(
        "F-HUB-UNSOUND",
        N_("The store “{file}” is not sound: {reason}."),
        N_("Ask for it again, made with “ict-inventory backup” after “ict-inventory verify”."),
        file=source.name,
        reason=reason,
    )


def _too_large(source: Path) -> Refused:
    return Refused(
        "F-TOO-LARGE",
        N_("“{file}” is too large for a store."),
        N_("Ask for it again, made with “ict-inventory backup”."),
        file=source.name,
    )


def _no_room(source: Path) -> Refused:
    return Refused(
        "F-NO-ROOM",
        N_("There is no room for a copy of “{file}”, in which it would be looked at."),
        N_("Make room in the folder for temporary files and try again."),
        file=source.name,
    )
