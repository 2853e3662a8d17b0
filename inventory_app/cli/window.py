"""Opening the window, or saying in one sentence why there can be none here."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from inventory_app import paths
from inventory_app.errors import UserError
from inventory_app.texts import N_

FILES = (".ictinv", *paths.WORKBOOK_ENDINGS)
_UNSEEN = ("offscreen", "minimal", "vnc")


def named_file(arguments: Sequence[str]) -> Path | None:
    """Return the store or survey workbook that is the only argument, as a double click gives it."""
    if len(arguments) == 1 and arguments[0].lower().endswith(FILES):
        return Path(arguments[0])
    return None


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Return whether somebody could see a window."""
    if environment.get("QT_QPA_PLATFORM", "").startswith(_UNSEEN):
        return False
    if platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def open_window(target: Path | None) -> int:
    """Open the window, with *target* if one is given, and return its exit status.

    Raises `UserError` where there is no screen, where Qt lacks a library of the system, and for a
    target that is not there.
    """
    if not has_screen(sys.platform, os.environ):
        raise UserError(
            "E-NO-SCREEN",
            N_("The window needs a screen, and there is none here."),
            N_("“ict-inventory --help” lists the commands; “ict-inventory demo” makes an example."),
        )
    if target is not None and not target.is_file():
        raise UserError(
            "E-NO-FILE",
            N_("There is no file “{path}”."),
            N_("Check the name."),
            path=target,
        )
    try:
        from inventory_app.gui.app import run  # noqa: PLC0415 - Qt is loaded only for the window
    except ImportError as error:
        raise UserError(
            "E-NO-QT",
            N_("The window cannot be opened: {reason}."),
            N_("“scripts/run” installs the system libraries that Qt needs."),
            reason=error,
        ) from error
    return run(target.resolve() if target else None)
