"""Where the program's own files are: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from inventory_app.errors import Refused, UserError

_PACKAGE = Path(__file__).resolve().parent

PORTABLE = "portable.txt"  # beside the program: it keeps what it writes beside itself
WORKBOOK_ENDINGS = (".xlsx", ".ods")  # of survey workbooks that come back


@cache
def resources() -> Path:
    """Return the folder `resources` that belongs to this program."""
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def program_folder() -> Path:
    """Return the folder that a user sees the program in: of its own file, or of its checkout."""
    if not getattr(sys, "frozen", False):
        return resources().parent
    own = Path(sys.executable).resolve().parent
    bundle = own.parent.parent  # on macOS a program is a folder that looks like a file
    return bundle.parent if bundle.suffix == ".app" else own


def portable_data() -> Path | None:
    """Return the folder for settings and log of a program that is carried about, or None.

    It is carried about if a file called `portable.txt` lies beside it, as on a stick.
    """
    beside = program_folder()
    return beside / "data" if (beside / PORTABLE).is_file() else None


def catalogue() -> Path:
    """Return the folder of the field catalogue."""
    return resources() / "catalogue"


def cost_sharing() -> Path:
    """Return the folder of the cost-sharing schemes that belong to this program."""
    return resources() / "cost_sharing"


def texts() -> Path:
    """Return the folder of the translated program texts."""
    return resources() / "texts"


def fonts() -> Path:
    """Return the folder of the bundled fonts."""
    return resources() / "fonts"


def guide(page: str = "") -> Path:
    """Return the page of the user guide that belongs to *page* of the window, or its start."""
    folder = resources() / "guide"
    if not folder.is_dir():
        folder = resources().parent / "docs" / "user-guide"
    own = folder / f"{page}.md"
    return own if own.is_file() else folder / "README.md"


def duplicate_words() -> Path:
    """Return the file with the ordinary words in names of systems and rooms."""
    return resources() / "duplicates" / "words.toml"


def icons() -> Path:
    """Return the folder of the icons."""
    return resources() / "icons"


def file_size(path: Path) -> int:
    """Return how many bytes the file *path* holds.

    Raises OSError where there is no file, and for a pipe or a device: reading one may never end.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        reason = errno.EISDIR if stat.S_ISDIR(status.st_mode) else errno.ENODEV
        raise OSError(reason, os.strerror(reason), str(path))
    return status.st_size


def unreachable(file: Path, error: OSError) -> Refused:
    """Return the refusal of a file that the system does not let us open."""
    return Refused(
        "F-UNREACHABLE",
        "“{file}” cannot be opened: {reason}.",
        "Check the name and the rights of the file.",
        file=file.name,
        reason=error.strerror or str(error) or os.strerror(error.errno or 0),
    )


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a temporary name beside *target* to write to; put it in place only when all went well.

    Raises `UserError` where the folder cannot be written or the disk is full; then *target* is as
    it was and nothing half-written is left.
    """
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            yield part
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.replace(target)
        finally:
            if part.exists():
                part.unlink()
    except OSError as error:
        raise cannot_write(target, error) from error


def cannot_write(target: Path, error: OSError) -> UserError:
    """Return what to tell a user who wanted to write *target*."""
    if error.errno == errno.ENOSPC:
        return UserError(
            "E-DISK-FULL",
            "The disk that holds “{path}” is full.",
            "Make room and try again; nothing has been changed.",
            path=target,
        )
    return UserError(
        "E-CANNOT-WRITE",
        "“{path}” cannot be written: {reason}.",
        "Check the rights of the folder, or close the program that has the file open.",
        path=target,
        reason=error.strerror or str(error),
    )
