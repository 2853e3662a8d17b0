"""Double clicks that come as events, as on macOS."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

from inventory_app.gui.file_opening import FileOpening


@pytest.fixture
def application(qapp):
    return QObject()  # stands where the application does: events are sent to it


def test_a_double_click_opens_the_file(application):
    opened = []
    assert FileOpening(application).begin(opened.append) is None
    QCoreApplication.sendEvent(application, QFileOpenEvent("/somewhere/опись 2026.ictinv"))
    assert opened == [Path("/somewhere/опись 2026.ictinv")]


def test_the_file_that_started_the_program_is_kept_until_the_window_is_there(application):
    opening = FileOpening(application)
    QCoreApplication.sendEvent(application, QFileOpenEvent("/a.ictinv"))
    opened = []
    assert opening.begin(opened.append) == Path("/a.ictinv")
    QCoreApplication.sendEvent(application, QFileOpenEvent("/b.xlsx"))
    assert opened == [Path("/b.xlsx")]
    assert opening.begin(opened.append) is None


def test_other_events_pass_by(application):
    opened = []
    FileOpening(application).begin(opened.append)
    QCoreApplication.sendEvent(application, QEvent(QEvent.Type.User))
    assert opened == []
