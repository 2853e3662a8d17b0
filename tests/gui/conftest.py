"""A window without a screen, whose dialogs are answered beforehand, and a small store."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QWidget

from inventory_app.gui.app import application
from inventory_app.gui.app import make_window as window_of
from inventory_app.gui.dialogs_port import PreparedDialogs
from inventory_app.settings import Settings

sys.path.insert(0, str(Path(__file__).parent.parent / "services"))

NOISE = ("This plugin does not support", "propagateSizeHints")
LONGEST = 30  # seconds
SOON = 1000  # milliseconds: what comes later is upkeep that nobody waits for


@pytest.fixture(scope="session")
def qapp_cls():
    return QApplication


@pytest.fixture(scope="session")
def qapp(qapp):
    application()
    return qapp


@pytest.fixture(autouse=True)
def own_places(monkeypatch, tmp_path):
    """Keep log, settings and home of these tests out of the tester's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(autouse=True)
def no_stray_warnings(qtlog):
    """Fail where Qt complained about something."""
    yield
    said = [
        record.message
        for record in qtlog.records
        if record.type_name != "QtDebugMsg" and not any(n in record.message for n in NOISE)
    ]
    assert said == [], "Qt complained"


@pytest.fixture(autouse=True)
def nothing_left_over(qapp):
    """Delete what a test opened: the next window would be dressed together with all of it."""
    yield
    for widget in QApplication.topLevelWidgets():
        passing = widget.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
        if widget.parent() is None and not passing:  # lists and tips go with what they belong to
            widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def _store(tmp_path_factory):
    from answered_store import answered_store

    folder = tmp_path_factory.mktemp("store")
    with answered_store(folder) as workspace:
        return workspace.database.path


@pytest.fixture
def demo_store(_store, tmp_path):
    """Return a copy of a small store: nine entities, the rounds 2025 and 2026 (answered_store)."""
    return Path(shutil.copy(_store, tmp_path / "small.ictinv"))


def waiting(window):
    """Whether something in the window comes soon."""
    return any(
        timer.isActive() and timer.isSingleShot() and timer.interval() <= SOON
        for timer in window.findChildren(QTimer)
    )


def settle_window(window, longest=LONGEST):
    """Let the window work until it has nothing more to do."""
    tasks, end = window.context.tasks, time.monotonic() + longest
    quiet = 0
    while quiet < 3:
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        busy = tasks.busy or tasks._quiet.activeThreadCount() or waiting(window)
        quiet = 0 if busy else quiet + 1
        assert time.monotonic() < end, "the window does not come to rest"
        if busy:
            time.sleep(0.002)


@pytest.fixture
def settle():
    """Return a function that waits until a window has nothing more to do."""
    return settle_window


class StrayWindows(QObject):
    """Notes what is shown without a parent: for a moment it is a window and takes the keyboard."""

    def __init__(self):
        super().__init__()
        self.found = []

    def eventFilter(self, watched, event):
        # Called for each event there is: asking for its type would cost more than all the rest.
        if type(event) is QShowEvent and isinstance(watched, QWidget):
            meant = isinstance(watched, (QMainWindow, QDialog, QMenu)) or type(watched) is QWidget
            passing = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
            if watched.isWindow() and not meant and watched.windowType() not in passing:
                self.found.append(repr(watched))
        return False


@pytest.fixture
def no_stray_windows(qapp):
    """Fail where something was shown before it had a place in the window."""
    strays = StrayWindows()
    qapp.installEventFilter(strays)
    yield
    qapp.removeEventFilter(strays)
    assert strays.found == []


@pytest.fixture
def make_window(qapp, no_stray_windows):
    """Return a function that opens a window; a mistake of the program shown in it fails the test."""
    windows = []

    def make(language="en", theme="light", store=None, *, settings=None, target=None):
        settings = settings or Settings(None)
        settings.language = settings.language or language
        if settings.theme == "system":
            settings.theme = theme
        window = window_of(qapp, settings, dialogs=PreparedDialogs())
        windows.append(window)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 2000)
        window.start(store or target)
        settle_window(window)
        return window

    yield make
    mistakes = []
    for window in windows:
        mistakes += [told for told in window.context.dialogs.told if "Traceback" in told[2]]
        for page in window.pages.values():
            page.may_leave = lambda: True  # nobody is there to be asked
        window.close()
        window.commands.release()
        window.context.tasks.close()
        window.context.tasks.deleteLater()  # what is connected to them keeps the window
        window.context.signals.deleteLater()
        window.deleteLater()
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert mistakes == []


@pytest.fixture
def window(make_window, demo_store):
    """Return a window in English with the small store open."""
    return make_window(store=demo_store)
