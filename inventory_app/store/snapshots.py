"""A store that may not be written is looked at in a copy, so that nothing beside it is touched."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path


def is_writable(path: Path) -> bool:
    """Whether a store can be written, with the log that the database keeps beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def snapshot(source: Path, target: Path) -> Path:
    """Copy the store *source* to *target* as it is now; raise `sqlite3.DatabaseError` if damaged.

    Through the database where that can read it, which waits for whoever is writing; byte by byte
    where it cannot, because it may not make its log.
    """
    address = f"{source.resolve().as_uri()}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(address, uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.DatabaseError:
        shutil.copyfile(source, target)
        log = source.with_name(f"{source.name}-wal")
        if log.is_file():
            shutil.copyfile(log, target.with_name(f"{target.name}-wal"))
    target.chmod(0o600)
    with closing(sqlite3.connect(target)) as copy:
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("database disk image is malformed")
    return target
