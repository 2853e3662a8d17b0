"""Starting the window. What is not needed for the first paint is imported after it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from inventory_app import paths
from inventory_app.gui import theme as themes
from inventory_app.gui.context import Context
from inventory_app.gui.errors import keep_qt_messages
from inventory_app.gui.icons import icon
from inventory_app.gui.main_window import MainWindow
from inventory_app.gui.qt_texts import system_language, use_language
from inventory_app.gui.signals import AppSignals
from inventory_app.gui.theme import Theme
from inventory_app.languages import LANGUAGES
from inventory_app.languages import language as language_of
from inventory_app.settings import Settings
from inventory_app.texts import translator

if TYPE_CHECKING:
    from inventory_app.gui.dialogs_port import Dialogs
    from inventory_app.gui.file_opening import FileOpening
    from inventory_app.gui.tasks import TaskRunner

NAME = "ICT Inventory"
_STYLE = "Fusion"
_crash_file: list[IO[str]] = []


def application(argv: Sequence[str] = ()) -> QApplication:
    """Return the application object, made if there is none."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setApplicationName("ict-inventory")
        QApplication.setApplicationDisplayName(NAME)
        QApplication.setDesktopFileName("ict-inventory")
        return QApplication([NAME, "-style", _STYLE, *argv])
    app.setStyle(_STYLE)
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
    app.setWindowIcon(icon("ict-inventory", ""))

    def runner() -> TaskRunner:
        from inventory_app.gui.tasks import TaskRunner  # noqa: PLC0415 - after the first paint

        return TaskRunner(app)

    def desktop() -> Dialogs:
        from inventory_app.gui.desktop_dialogs import RealDialogs  # noqa: PLC0415 - when needed

        return RealDialogs(window, context, window.commands.explain)

    context = Context(
        settings=settings, words=words, theme=theme,
        dialogs=(lambda: dialogs) if dialogs else desktop, tasks=runner, signals=AppSignals(app),
    )  # fmt: skip
    window = MainWindow(context)
    return window


def run(target: Path | None = None, settings: Settings | None = None) -> int:
    """Open the window, with the store or survey workbook *target* if given; return the status."""
    keep_qt_messages()
    app = application()
    double_clicks = _heard(app, sys.platform)
    settings = settings or Settings.load()
    window = make_window(app, settings)
    wanted = target or settings.last_store
    if wanted is not None and wanted.suffix.lower() not in paths.WORKBOOK_ENDINGS:
        window.expect(wanted)

    def after_the_first_paint() -> None:
        import signal  # noqa: PLC0415

        from inventory_app import logs  # noqa: PLC0415
        from inventory_app.gui.errors import watch_for_crashes  # noqa: PLC0415

        window.reporter.install()
        signal.signal(signal.SIGINT, lambda *_args: window.close())
        earlier, out = watch_for_crashes(logs.own_folder())
        if out is not None:
            _crash_file.append(out)
        asked = double_clicks.begin(window.commands.open_file) if double_clicks else None
        window.start(asked or wanted, earlier_crash=earlier)

    window.once_painted = after_the_first_paint
    window.show()
    beat = QTimer(app)  # lets Python look at Ctrl+C while Qt waits
    beat.start(200)
    beat.timeout.connect(lambda: None)
    status = app.exec()
    window.commands.release()
    return status


def _heard(app: QApplication, platform: str) -> FileOpening | None:
    """Hear double clicks where they are events: elsewhere every event would pass by for nothing."""
    if platform != "darwin":
        return None
    from inventory_app.gui.file_opening import FileOpening  # noqa: PLC0415 - for one system

    return FileOpening(app)


def main() -> int:
    """Open the window for a launcher without a command line."""
    return run(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
