"""A program that is carried on a stick: settings, log and known files stay beside it."""

from __future__ import annotations

import logging
import sys

import pytest

from inventory_app import logs, paths
from inventory_app.settings import Settings


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Return the folder of a program on a stick, made as PyInstaller makes it."""
    folder = tmp_path / "E" / "ICT Inventory"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "ict-inventory"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home" / "state"))
    return folder


@pytest.fixture
def carried(program):
    (program / paths.PORTABLE).touch()
    return program


def test_without_the_marker_nothing_is_written_beside_the_program(program, tmp_path):
    assert paths.portable_data() is None
    settings = Settings.load()
    settings.theme = "dark"
    assert settings.save()
    assert list(program.iterdir()) == []
    assert settings.file.is_relative_to(tmp_path / "home")


def test_with_the_marker_settings_and_log_are_beside_the_program_alone(carried, tmp_path):
    settings = Settings.load()
    settings.theme = "dark"
    assert settings.save()
    level = logging.getLogger().level
    try:
        file = logs.start(verbose=False)
    finally:
        logs.stop()
        logging.getLogger().setLevel(level)
    assert file == carried / "data" / "logs" / "ict-inventory.log"
    assert settings.file == carried / "data" / "settings.toml"
    assert Settings.load().theme == "dark"
    assert not (tmp_path / "home").exists()


def test_files_on_the_stick_are_found_under_another_letter(carried, tmp_path, monkeypatch):
    settings = Settings.load()
    on_stick = tmp_path / "E" / "rounds" / "опись 2026.ictinv"
    elsewhere = tmp_path / "office" / "other.ictinv"
    settings.opened(elsewhere)
    settings.opened(on_stick)
    settings.last_store = on_stick
    settings.use_folder("issue", on_stick.parent)
    assert settings.save()

    (tmp_path / "E").rename(tmp_path / "F")
    moved = tmp_path / "F" / "ICT Inventory" / "ict-inventory"
    monkeypatch.setattr(sys, "executable", str(moved))
    found = Settings.load()
    there = tmp_path / "F" / "rounds" / "опись 2026.ictinv"
    assert found.recent == (there, elsewhere)
    assert found.last_store == there
    assert found.folder("issue") == there.parent
    found.forget(there)
    assert found.recent == (elsewhere,)


def test_a_stick_that_cannot_be_written_stops_nothing(carried):
    (carried / "data").write_text("a file is in the way", encoding="utf-8")
    settings = Settings.load()
    settings.theme = "dark"
    assert settings.save() is False
    assert logs.start(verbose=False) is None
    logs.stop()


def test_on_macos_the_marker_lies_beside_the_program_that_is_seen(tmp_path, monkeypatch):
    inside = tmp_path / "ICT Inventory.app" / "Contents" / "MacOS"
    inside.mkdir(parents=True)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(inside / "ict-inventory"))
    assert paths.program_folder() == tmp_path


def test_in_a_checkout_the_program_is_the_folder_of_the_project():
    assert (paths.program_folder() / "pyproject.toml").is_file()
