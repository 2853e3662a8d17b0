"""Errors that reach the window: a sentence the user can act on, or a mistake kept in the log."""

from __future__ import annotations

import faulthandler
import logging
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from inventory_app.errors import UserError
from inventory_app.progress import Cancelled

if TYPE_CHECKING:
    from inventory_app.gui.context import Context

CRASH_FILE = "crash.txt"
_QT_NOISE = ("This plugin does not support", "propagateSizeHints")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class ErrorReporter:
    """Shows errors once, in the language of the window; the program goes on."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._shown: set[str] = set()

    def show(self, error: BaseException) -> None:
        """Show *error*: what happened and what to do; a mistake of the program once each."""
        _, dialogs = self._context.words, self._context.dialogs
        if isinstance(error, Cancelled | KeyboardInterrupt):
            return
        if isinstance(error, UserError):
            dialogs.tell(
                _(error.message, **error.params), _(error.suggestion, **error.params), error.code
            )
            return
        report = "".join(traceback.format_exception(error))
        logging.getLogger("inventory_app.gui").error("a mistake in the program\n%s", report)
        kind = traceback.format_exception_only(error)[-1]
        if kind in self._shown:
            return
        self._shown.add(kind)
        dialogs.tell(
            _("This is a mistake in the program, not yours."),
            _("Your data is safe: what was saved is in the store. You can go on working. "
              "Please send the details to whoever looks after this program."),
            report,
        )  # fmt: skip

    def install(self) -> None:
        """Show what no other code catches, from any slot or painter."""
        sys.excepthook = self._hook

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.show(error)


def keep_qt_messages() -> None:
    """Send what Qt has to say to the log."""

    def keep(kind: QtMsgType, _context: object, message: str) -> None:
        if not any(noise in message for noise in _QT_NOISE):
            logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)

    qInstallMessageHandler(keep)


def watch_for_crashes(folder: Path) -> tuple[str, IO[str] | None]:
    """Keep the trace of a crash in *folder*; return the one that an earlier run left, if any."""
    file = folder / CRASH_FILE
    earlier = ""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if file.is_file():
            earlier = file.read_text(encoding="utf-8", errors="replace").strip()
        out = file.open("w", encoding="utf-8")
        faulthandler.enable(out)
        return earlier, out
    return earlier, None
