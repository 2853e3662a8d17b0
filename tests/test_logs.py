"""Tests of the log file."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from inventory_app import logs

HOME = Path("/somewhere/anna")


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    before = logging.getLogger().level
    yield tmp_path
    logs.stop()
    logging.getLogger().setLevel(before)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, HOME / ".local/state/ict-inventory"),
        ("linux", {"XDG_STATE_HOME": "/var/state"}, Path("/var/state/ict-inventory")),
        ("linux", {"XDG_STATE_HOME": "relative"}, HOME / ".local/state/ict-inventory"),
        ("linux", {"XDG_STATE_HOME": ""}, HOME / ".local/state/ict-inventory"),
        ("darwin", {"XDG_STATE_HOME": "/var/state"}, HOME / "Library/Logs/ict-inventory"),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/ict-inventory/Logs")),
        ("win32", {}, HOME / "AppData/Local/ict-inventory/Logs"),
    ],
)
def test_each_platform_keeps_logs_in_its_own_place(platform, environment, expected):
    assert logs.folder(platform, environment, HOME) == expected


def test_what_is_logged_is_in_the_file(state):
    file = logs.start(verbose=False)
    logging.getLogger("inventory_app.store").info("opened %s", "Büro.ictinv")
    logging.getLogger("inventory_app.store").debug("not worth keeping")
    logs.stop()
    assert file == state / "ict-inventory" / "ict-inventory.log"
    text = file.read_text(encoding="utf-8")
    assert "INFO" in text
    assert "inventory_app.store: opened Büro.ictinv" in text
    assert "not worth keeping" not in text


def test_verbose_keeps_debug_messages_and_repeats_them_on_standard_error(state, capsys):
    file = logs.start(verbose=True)
    logging.getLogger("inventory_app").debug("every detail")
    logs.stop()
    assert "every detail" in file.read_text(encoding="utf-8")
    assert "every detail" in capsys.readouterr().err


def test_starting_twice_writes_each_line_once(state):
    logs.start(verbose=False)
    file = logs.start(verbose=False)
    logging.getLogger("inventory_app").warning("only once")
    logs.stop()
    assert file.read_text(encoding="utf-8").count("only once") == 1


def test_a_folder_that_cannot_be_made_costs_the_log_and_nothing_else(state, monkeypatch):
    (state / "a file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(state / "a file"))
    assert logs.start(verbose=False) is None
    logging.getLogger("inventory_app").warning("the program goes on")


def test_no_home_folder_costs_the_log_and_nothing_else(state, monkeypatch):
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", no_home)
    assert logs.start(verbose=False) is None


def test_an_unwritable_character_does_not_lose_the_line(state):
    file = logs.start(verbose=False)
    # Straight to the file: the test runner itself cannot pass such a character on.
    record = logging.makeLogRecord({"msg": "half a character: \ud800"})
    logging.getLogger().handlers[-1].emit(record)
    logs.stop()
    assert r"half a character: \ud800" in file.read_text(encoding="utf-8")


def test_a_full_disk_loses_the_line_without_a_traceback(state, capsys):
    file = Path("/dev/full")
    if not file.exists():
        pytest.skip("this system has no device that is always full")
    place = state / "ict-inventory"
    place.mkdir()
    (place / "ict-inventory.log").symlink_to(file)
    assert logs.start(verbose=False) is not None
    logging.getLogger("inventory_app").warning("nowhere to go")
    assert capsys.readouterr().err == ""


def test_old_files_are_kept_up_to_a_limit(state):
    file = logs.start(verbose=False)
    for _ in range(60):
        logging.getLogger("inventory_app").warning("x" * 100_000)
    logs.stop()
    kept = sorted(path.name for path in file.parent.iterdir())
    assert kept == [file.name, f"{file.name}.1", f"{file.name}.2", f"{file.name}.3"]
    assert all(path.stat().st_size <= 1_000_000 for path in file.parent.iterdir())
