"""A store that may not be written is opened all the same, to be read."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="rights of files are set in another way there"
)
_DROP_FROM_BOUNDS, _OVERRIDE_RIGHTS = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE of Linux


def as_anybody():
    """Let the rights of files hold for root, too."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDS, _OVERRIDE_RIGHTS, 0, 0, 0)


@pytest.fixture
def guarded(answered):
    """Return a store in a folder that the program may read and not write."""
    folder = answered.parent
    for each in [*folder.rglob("*"), folder]:
        each.chmod(0o555 if each.is_dir() else 0o444)
    yield answered
    for each in [folder, *folder.rglob("*")]:
        each.chmod(0o755 if each.is_dir() else 0o644)


def ict(*arguments):
    """Run the program as somebody whom the rights of files hold back."""
    run = subprocess.run(
        [sys.executable, "-m", "inventory_app", *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=60, cwd="/",
        env={**os.environ, "HOME": "/nonexistent", "XDG_CONFIG_HOME": "/nonexistent"}, preexec_fn=as_anybody,
    )  # fmt: skip
    assert "Traceback" not in run.stderr, run.stderr
    return run


def files(store):
    return {each.name: each.stat().st_mtime_ns for each in store.parent.rglob("*")}


def test_what_reads_works_and_nothing_beside_the_store_is_touched(guarded):
    before = files(guarded)
    run = ict("round", "status", guarded, "2026", "--json")
    assert run.returncode in (0, 1), run.stderr
    assert json.loads(run.stdout)
    assert ict("verify", guarded).returncode == 0
    assert ict("log", guarded).returncode == 0
    assert files(guarded) == before


def test_what_writes_is_refused_and_says_so(guarded):
    before = files(guarded)
    run = ict("undo", guarded, "--json")
    assert (run.returncode, json.loads(run.stdout)["error"]["code"]) == (3, "E-READ-ONLY")
    assert files(guarded) == before


def test_workbooks_are_not_even_written_where_their_issue_cannot_be_recorded(guarded, tmp_path):
    run = ict("issue", guarded, "2026", "--out", tmp_path / "out", "--json")
    assert (run.returncode, json.loads(run.stdout)["error"]["code"]) == (3, "E-READ-ONLY")
    assert not (tmp_path / "out").exists()
