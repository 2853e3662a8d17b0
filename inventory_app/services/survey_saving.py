"""Whether a survey workbook may be written where it is: not over somebody else's work."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from inventory_app import paths
from inventory_app.errors import UserError
from inventory_app.texts import N_

_ANYBODY = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(data).hexdigest()


def write(target: Path, data: bytes) -> None:
    """Put *data* in the place of *target*, whole or not at all, unless it is there already."""
    if target.exists() and digest(target.read_bytes()) == digest(data):
        return
    with paths.replacing(target) as part:
        part.write_bytes(data)
        with suppress(OSError):
            shutil.copymode(target, part)


def refuse_read_only(target: Path) -> None:
    """Raise `UserError` for a file that is marked read-only: it would be replaced all the same."""
    try:
        mode = target.stat().st_mode
    except OSError:
        return
    if not mode & _ANYBODY or not os.access(target, os.W_OK):
        raise UserError(
            "E-FILE-READ-ONLY",
            N_("“{file}” is read-only."),
            N_("Save under another name, or allow changes to the file first."),
            file=target.name,
        )


def refuse_conflict(target: Path, known: str) -> None:
    """Raise `UserError` if *target* is not as it was *known*, by its digest, or is open elsewhere.

    A file that is gone is no conflict.
    """
    try:
        now = digest(target.read_bytes())
    except FileNotFoundError:
        return
    except OSError as error:
        raise paths.cannot_write(target, error) from error
    if now != known:
        raise UserError(
            "E-FILE-CHANGED",
            N_("“{file}” was changed by another program since it was opened here."),
            N_("Save under another name, or open the file again and repeat your changes."),
            file=target.name,
        )
    who = opened_by(target)
    if who is not None:
        raise UserError(
            "E-FILE-OPEN",
            N_("“{file}” is open in a spreadsheet program ({who})."),
            N_("Close it there, or save under another name."),
            file=target.name,
            who=who,
        )


def opened_by(path: Path) -> str | None:
    """Return who has *path* open, from the file that LibreOffice or Excel puts beside it."""
    with suppress(OSError):
        text = path.with_name(f".~lock.{path.name}#").read_text("utf-8", "replace")
        names = [part.strip() for part in text.split(",")[:3]]
        return next(filter(None, names), "LibreOffice")
    with suppress(OSError):
        owner = path.with_name(f"~${path.name}").read_bytes()
        name = owner[1 : 1 + owner[0]].decode("cp1252", "replace").strip("\0 ") if owner else ""
        return name or "Excel"
    return None
