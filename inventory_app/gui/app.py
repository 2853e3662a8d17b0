"""Starting the window. What is not needed for the first paint is imported after it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QStyleFactory

from inventory_app.gui import theme as themes
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs_port import Dialogs, RealDialogs
from inventory_app.gui.errors import ErrorReporter, keep_qt_messages, watch_for_crashes
from inventory_app.gui.icons import icon
from inventory_app.gui.main_window import MainWindow
from inventory_app.gui.qt_texts import system_language, use_language
from inventory_app.gui.signals import AppSignals
from inventory_app.gui.tasks import TaskRunner
from inventory_app.gui.theme import Theme
from inventory_app.languages import LANGUAGES
from inventory_app.languages import language as language_of
from inventory_app.settings import Settings
from inventory_app.texts import translator

NAME = "ICT Inventory"
_crash_file: list[IO[str]] = []


def application(argv: Sequence[str] = ()) -> QApplication:
    """Return the application object, made if there is none."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setApplicationName("ict-inventory")
        QApplication.setApplicationDisplayName(NAME)
        QApplication.setDesktopFileName("ict-inventory")
        app = QApplication([NAME, *argv])
    style = QStyleFactory.create("Fusion")
    if style is not None:
        app.setStyle(style)
    return app


def make_window(
    app: QApplication, settings: Settings, *, dialogs: Dialogs | None = None
) -> MainWindow:
    """Return the window with nothing open yet."""
    code = settings.language or system_language()
    code = code if code in LANGUAGES else "en"
    dark = settings.theme == "dark" or (settings.theme == "system" and themes.system_is_dark())
    theme = Theme(dark=dark, language=language_of(code), text_size=settings.text_size)
    words = translator(code)
    use_language(app, code)
    themes.apply(app, theme)
    app.setWindowIcon(icon("network", "#0A6EA8"))
    tasks = TaskRunner(app)
    context = Context(
        settings=settings, words=words, theme=theme,
        dialogs=dialogs or PendingDialogs(), tasks=tasks, signals=AppSignals(app),
    )  # fmt: skip
    window = MainWindow(context)
    if dialogs is None:
        context.dialogs = RealDialogs(window, words)
    reporter = ErrorReporter(context.dialogs, words)
    tasks.trouble.connect(reporter.show)
    window.reporter = reporter
    return window


class PendingDialogs(RealDialogs):
    """Stands in while the window that real dialogs belong to is being made."""

    def __init__(self) -> None:
        """Belong to no window."""


class _AfterFirstPaint(QObject):
    """Does something once, as soon as the window has been painted for the first time."""

    def __init__(self, window: MainWindow, work: Callable[[], None]) -> None:
        super().__init__(window)
        self._work = work
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the paint, then for whatever else is queued."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._work)
        return False


def run(target: Path | None = None, settings: Settings | None = None) -> int:
    """Open the window, with the store or survey workbook *target* if given; return the status."""
    keep_qt_messages()
    app = application()
    settings = settings or Settings.load()
    window = make_window(app, settings)
    if window.reporter is not None:
        window.reporter.install()
    window.show()
    wanted = target or settings.last_store

    def after_the_first_paint() -> None:
        from inventory_app import logs  # noqa: PLC0415

        earlier, out = watch_for_crashes(logs.own_folder())
        if out is not None:
            _crash_file.append(out)
        window.start(wanted, earlier_crash=earlier)

    _AfterFirstPaint(window, after_the_first_paint)
    signal.signal(signal.SIGINT, lambda *_args: window.close())
    beat = QTimer(app)  # lets Python look at Ctrl+C while Qt waits
    beat.start(200)
    beat.timeout.connect(lambda: None)
    status = app.exec()
    window.commands.release()
    return status


def main() -> int:
    """Open the window for a launcher without a command line."""
    return run(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
