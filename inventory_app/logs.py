"""The log file: what a bug report needs, kept small and out of the way.

The file lies where each platform keeps state that is not worth a backup. It holds three earlier
files of at most 1 MB each. A log that cannot be written never stops the program.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from inventory_app import paths

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAM = "ict-inventory"
_FORMAT = "%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"
_MOST_BYTES = 1_000_000
_KEPT_FILES = 3


class _QuietFile(RotatingFileHandler):
    """A log file that loses a line rather than disturb its writer, as on a full disk."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - named by logging
        """Do nothing; `logging` would print a traceback."""

    def close(self) -> None:
        """Close the file; what a full disk did not take is lost."""
        with suppress(OSError):
            super().close()


def folder(platform: str, environment: Mapping[str, str], home: Path) -> Path:
    """Return the folder for log files on *platform*, as `sys.platform` names it.

    Windows: `LOCALAPPDATA`; macOS: `~/Library/Logs`; elsewhere `XDG_STATE_HOME`, which counts only
    if it is absolute (XDG Base Directory Specification), or `~/.local/state`.
    """
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / _PROGRAM / "Logs"
    if platform == "darwin":
        return home / "Library" / "Logs" / _PROGRAM
    state = Path(environment.get("XDG_STATE_HOME", ""))
    return (state if state.is_absolute() else home / ".local" / "state") / _PROGRAM


def own_folder() -> Path:
    """Return the folder for log files on this computer, or beside a program that is carried about.

    Raises RuntimeError where there is no home folder.
    """
    carried = paths.portable_data()
    if carried is not None:
        return carried / "logs"
    return folder(sys.platform, os.environ, Path.home())


def start(verbose: bool) -> Path | None:
    """Send this program's log to its file and return the file, or None where it cannot be written.

    *verbose* keeps the finest messages too and repeats everything on standard error. Starting
    again replaces what an earlier start set up.
    """
    stop()
    logger = logging.getLogger()
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    if verbose:
        _add(logger, logging.StreamHandler())
    try:
        place = own_folder()
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = _QuietFile(
            place / f"{_PROGRAM}.log",
            maxBytes=_MOST_BYTES,
            backupCount=_KEPT_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        return None
    _add(logger, file)
    return Path(file.baseFilename)


def stop() -> None:
    """Close what `start` opened; do nothing if nothing was started."""
    logger = logging.getLogger()
    for handler in [each for each in logger.handlers if each.get_name() == _PROGRAM]:
        logger.removeHandler(handler)
        handler.close()


def _add(logger: logging.Logger, handler: logging.Handler) -> None:
    handler.set_name(_PROGRAM)
    handler.setFormatter(logging.Formatter(_FORMAT))
    logger.addHandler(handler)
