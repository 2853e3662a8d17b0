"""Windows with a survey workbook open, and how a person types into them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from survey_samples import issuing_store

from inventory_app.domain.merging import Answer
from inventory_app.gui.models.survey_session import session_of

ENTITIES = {"en": "ALPHA", "ar": "DELTA", "zh": "CARGO"}


@pytest.fixture(scope="session")
def issuing(tmp_path_factory):
    workspace, issued = issuing_store(tmp_path_factory.mktemp("store"))
    with workspace:
        yield workspace, issued


@pytest.fixture
def workbook(issuing, tmp_path):
    """Return a function that gives a copy of the workbook in a language."""

    def copy(language="en"):
        source = issuing[1][ENTITIES[language]]
        return Path(shutil.copy(source, tmp_path / source.name))

    return copy


@pytest.fixture
def survey_page(make_window, workbook, settle):
    """Return a function that opens a workbook in a window of some language."""

    def show(language="en", window_language=None, theme="light"):
        window = make_window(window_language or language, theme, target=workbook(language))
        settle(window)
        return window.pages["survey"]

    return show


def type_into(page, field, text):
    """Type an answer as a person does, and leave the field."""
    editor = page.step.detail.form.rows[field].editor
    editor.main.setFocus()
    editor.main.selectAll()
    QTest.keyClicks(editor.main, text)
    QTest.keyClick(editor.main, Qt.Key.Key_Tab)


def choose(page, field, value):
    """Choose from a list as a person does."""
    editor = page.step.detail.form.rows[field].editor
    editor.say(Answer(value, None))


def press(page, keys):
    QTest.keySequence(QApplication.focusWidget() or page, QKeySequence(keys))


def survey_of(page):
    return session_of(page.context).survey
