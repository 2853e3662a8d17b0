"""What the operating system refused, in the words of the program."""

from __future__ import annotations

import errno
from pathlib import Path

from inventory_app.errors import UserError
from inventory_app.paths import cannot_write
from inventory_app.texts import N_

_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


def as_user_error(error: OSError) -> UserError:
    """Return what to tell the user about *error*; the place is the one that it names."""
    place = Path(str(error.filename or "-"))
    if error.errno in _FULL:
        return cannot_write(place, OSError(errno.ENOSPC, error.strerror or ""))
    if isinstance(error, FileNotFoundError):
        return no_such_file(place)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return UserError(
            "E-NO-PERMISSION",
            N_("“{path}” may not be used: {reason}."),
            N_("Check the rights of the file and of its folder."),
            path=place,
            reason=error.strerror or str(error),
        )
    return UserError(
        "E-SYSTEM",
        N_("“{path}” could not be used: {reason}."),
        N_("Check the name, the disk and the connection to it."),
        path=place,
        reason=error.strerror or str(error),
    )


def no_such_file(path: Path) -> UserError:
    """Return what to tell a user who named a file that is not there."""
    return UserError(
        "E-NO-FILE",
        N_("There is no file or folder “{path}”."),
        N_("Check the name."),
        path=path,
    )


def stopped() -> UserError:
    """Return what to tell a user who stopped the program."""
    return UserError(
        "E-STOPPED",
        N_("Stopped: what was finished before stands; what was under way was not recorded."),
        N_("“ict-inventory log” shows what stands in a store."),
    )


def bug(log: Path | None) -> UserError:
    """Return what to tell a user about a mistake in the program; *log* holds the details."""
    if log is None:
        return UserError(
            "E-BUG",
            N_("This is a mistake in the program; its details stand above."),
            N_("Please report it with those details."),
        )
    return UserError(
        "E-BUG",
        N_("This is a mistake in the program; its details are in “{log}”."),
        N_("Please report it with that file."),
        log=log,
    )
