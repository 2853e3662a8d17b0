"""Tests of what is installed: the Qt binding in the one version that is safe, and nothing beside.

PySide6 6.12.0 takes a reference from `None` at every call that returns nothing; on Python 3.11
the process dies after some thousands of calls. Screens are not needed to find that out.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path

import PySide6
import pytest
import shiboken6
from PySide6.QtCore import QObject, qVersion
from PySide6.QtWidgets import QApplication, QLabel

ROOT = Path(__file__).parent.parent

# Modules of Qt that may only be used under the GPL; the wheels' own data do not say so.
GPL_ONLY = [
    "QtCharts",
    "QtDataVisualization",
    "QtGraphs",
    "QtGraphsWidgets",
    "QtHttpServer",
    "QtNetworkAuth",
    "QtQuick3D",
    "QtVirtualKeyboard",
]


def test_calls_that_return_nothing_leave_the_count_of_none_alone():
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1_000):
        thing.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < 50


def test_the_qt_binding_is_older_than_the_one_that_aborts():
    assert PySide6.__version_info__[:2] < (6, 12)


def test_all_parts_of_the_qt_binding_have_one_version():
    installed = {
        found.name: found.version
        for found in distributions()
        if re.match(r"(pyside|shiboken)6", found.name, re.IGNORECASE)
    }
    assert set(installed.values()) == {PySide6.__version__}
    assert shiboken6.__version__ == PySide6.__version__
    assert qVersion() == PySide6.__version__


@pytest.mark.parametrize("module", GPL_ONLY)
def test_no_part_of_qt_is_installed_that_only_the_gpl_allows(module):
    assert find_spec(f"PySide6.{module}") is None


def test_widgets_start_without_a_screen(qapp):
    assert qapp.platformName() == "offscreen"
    assert isinstance(qapp, QApplication)
    label = QLabel("seen")
    label.resize(120, 40)
    assert label.grab().toImage().width() == 120


def _pins(lock: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if found := re.match(r"([a-z0-9-]+)==([^ ]+)", line):
            pins.setdefault(found[1], set()).add(found[2])
    return pins


def test_the_development_lock_holds_every_version_of_the_run_time_lock():
    run_time, development = _pins("requirements.lock"), _pins("requirements-dev.lock")
    assert run_time
    assert {name: development.get(name) for name in run_time} == run_time


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_has_a_hash_for_every_package_and_names_no_server(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert [part.split()[0] for part in pinned if "--hash=sha256:" not in part] == []
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted", text)
