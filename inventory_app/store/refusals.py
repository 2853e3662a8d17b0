"""What SQLite says when it cannot go on, in the words of the program."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from inventory_app.errors import StoreRefused
from inventory_app.texts import N_

_ROOM_FOR_INDEX = 64 << 10  # bytes: what SQLite takes beside a store that it opens


def refusal(path: Path, error: Exception) -> StoreRefused:
    """Return what to tell a user about *error* of SQLite at the store *path*."""
    words: Any = str(getattr(error, "orig", error)).casefold()
    if fills_the_disk(path, words):
        words = "full"
    for sign, code, message, suggestion in _REFUSALS:
        if sign in words:
            return StoreRefused(code, message, suggestion, path=path)
    return StoreRefused(
        "E-STORE",
        N_("The store “{path}” could not be used: {reason}."),
        N_("Check it with “ict-inventory verify”, or restore a backup."),
        path=path,
        reason=words,
    )


def fills_the_disk(path: Path, words: str) -> bool:
    """Whether SQLite says so; without room for the index of its log it only says that it failed."""
    if "full" in words:
        return True
    return "disk i/o error" in words and shutil.disk_usage(path.parent).free < _ROOM_FOR_INDEX


_READ_ONLY = (
    "E-READ-ONLY", N_("“{path}” cannot be written."),
    N_("Check the rights of the file and its folder; nothing has been changed."),
)  # fmt: skip
_DAMAGED = (
    "E-DAMAGED", N_("The store “{path}” is damaged."),
    N_("Restore the newest good backup; the damaged file is kept."),
)  # fmt: skip
_REFUSALS = (
    ("locked", "E-LOCKED", N_("The store “{path}” is being written by another program."),
     N_("Close it there and try again; nothing has been changed.")),
    ("full", "E-DISK-FULL", N_("The disk that holds “{path}” is full."),
     N_("Make room and try again; nothing has been changed.")),
    ("readonly", *_READ_ONLY),
    ("permission", *_READ_ONLY),
    ("unable to open", *_READ_ONLY),
    ("malformed", *_DAMAGED),
    ("no such table", *_DAMAGED),
    ("no such column", *_DAMAGED),
    ("not a database", "E-NOT-A-STORE", N_("“{path}” is not a store of this program."),
     N_("Open the file that ends in .ictinv, or restore a backup.")),
)  # fmt: skip
