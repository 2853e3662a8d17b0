"""How the command line ends when it does not end well."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inventory_app.cli.failures import as_user_error
from inventory_app.cli.progress_line import ProgressLine
from inventory_app.domain import catalogue as catalogues
from inventory_app.progress import Cancelled

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "E-DISK-FULL"),
        (errno.ENOENT, "E-NO-FILE"),
        (errno.EACCES, "E-NO-PERMISSION"),
        (errno.EPERM, "E-NO-PERMISSION"),
        (errno.EROFS, "E-NO-PERMISSION"),
        (errno.EIO, "E-SYSTEM"),
        (errno.ENAMETOOLONG, "E-SYSTEM"),
    ],
)
def test_what_the_system_refuses_is_said_in_words(number, code):
    error = as_user_error(OSError(number, os.strerror(number), "some/file"))
    assert error.code == code
    assert "file" in str(error)
    assert error.suggestion


def fails_with(monkeypatch, error):
    def command(_options, _out):
        raise error

    monkeypatch.setattr("inventory_app.cli.stores.verify", command)


def test_a_mistake_in_the_program_is_logged_and_ends_with_70(run, monkeypatch, tmp_path):
    fails_with(monkeypatch, RuntimeError("something that nobody thought of"))
    result = run("verify", "x")
    log = tmp_path / "state" / "ict-inventory" / "ict-inventory.log"
    assert (result.status, result.out) == (70, "")
    assert result.err.count("\n") == 1
    assert str(log) in result.err
    assert "something that nobody thought of" not in result.err
    text = log.read_text("utf-8")
    assert "Traceback" in text
    assert "RuntimeError: something that nobody thought of" in text
    document = run("verify", "x", "--json")
    assert (document.status, document.json["error"]["code"]) == (70, "E-BUG")


def test_a_mistake_without_a_log_file_shows_its_details(run, monkeypatch, tmp_path):
    (tmp_path / "state").write_text("in the way")
    fails_with(monkeypatch, RuntimeError("something that nobody thought of"))
    result = run("verify", "x")
    assert result.status == 70
    assert "something that nobody thought of" in result.err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), Cancelled()])
def test_a_stop_ends_with_130_and_says_what_stands(run, monkeypatch, error):
    fails_with(monkeypatch, error)
    result = run("verify", "x", "--json")
    assert (result.status, result.json["error"]["code"]) == (130, "E-STOPPED")
    assert "what was finished before stands" in result.err
    assert "Traceback" not in result.err


@pytest.fixture
def stopped_after_one(monkeypatch):
    """Stop every long work after its first step, as Ctrl+C does."""
    step = ProgressLine.step

    def once(self, done, total, what=""):
        step(self, done, total, what)
        if done:
            self.stopping = True

    monkeypatch.setattr(ProgressLine, "step", once)


def test_an_issue_that_was_stopped_keeps_and_records_what_is_complete(
    run, store, tmp_path, stopped_after_one
):
    result = run("issue", store, "2026", "--out", tmp_path / "out", "--json")
    assert (result.status, result.json["cancelled"]) == (130, True)
    written = sorted(str(path) for path in (tmp_path / "out").iterdir())
    assert [file["path"] for file in result.json["files"]] == written
    assert 0 < len(written) < 3
    statuses = [each["status"] for each in run("round", "status", store, "--json").json["entities"]]
    assert statuses.count("issued") == len(written)
    assert "Stopped: the workbooks that are complete stand" in result.err


def test_a_merge_that_was_stopped_says_what_was_dealt_with(run, store, returned, workbook, request):
    for entity in ("BETA", "GAMMA"):
        shutil.copy(workbook(entity), returned / f"{entity.lower()}.xlsx")
    request.getfixturevalue("stopped_after_one")
    result = run("merge", store, returned)
    assert result.status == 130
    assert "Stopped: 2 files were dealt with and stand" in result.err
    assert "alpha.xlsx" in result.out
    assert "gamma.xlsx" not in result.out
    answered = run("round", "status", store, "--json").json["totals"]["answered"]
    assert answered == 2


def checked(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "inventory_app", "catalogue", "check", *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_catalogue_of_the_program_is_sound(run):
    result = run("catalogue", "check", "--json")
    assert result.status == 0
    sheets = len(catalogues.default().sheets)
    assert result.json["sheets"] == sheets
    assert all(result.json[name] > 0 for name in ("fields", "codes", "indicators", "entities"))
    assert f"The definitions are sound: {sheets} sheets" in run("catalogue", "check").out


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("sheets/units.toml", 'type = "text"', 'type = "txet"', "sheets/units.toml, unit_code"),
        ("indicators/workforce.toml", 'direction = "', 'direction = "X', "workforce.toml, W01"),
        ("entities.toml", 'type = "', 'kind = "', "entities.toml"),
    ],
)
def test_what_is_wrong_in_the_catalogue_is_refused_by_file_and_field(
    tmp_path, file, old, new, named
):
    shutil.copytree(ROOT / "inventory_app", tmp_path / "inventory_app",
                    ignore=shutil.ignore_patterns("__pycache__", "formats"))  # fmt: skip
    (tmp_path / "inventory_app" / "formats").mkdir()
    for name in ("__init__.py", "exact_json.py", "plain_values.py"):
        shutil.copy(ROOT / "inventory_app" / "formats" / name, tmp_path / "inventory_app/formats")
    shutil.copytree(ROOT / "resources" / "catalogue", tmp_path / "resources" / "catalogue")
    wrong = tmp_path / "resources" / "catalogue" / file
    wrong.write_text(wrong.read_text("utf-8").replace(old, new, 1), "utf-8")
    done = checked(tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert named in done.stderr
    assert "Traceback" not in done.stderr


def test_an_error_ends_with_the_code_that_the_guide_explains(run, tmp_path):
    result = run("verify", tmp_path / "missing.ictinv")
    assert result.err.rstrip().endswith("[E-NO-STORE]")
