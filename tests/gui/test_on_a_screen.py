"""The real program on a real screen that nobody sees: it opens, shows a store, and ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

import pytest

from inventory_app.workspace import Workspace

pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="needs the Debian packages xvfb and xdotool, which scripts/test installs",
)


@pytest.fixture
def screen(tmp_path):
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    home = tmp_path / "home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    yield environment | {
        "DISPLAY": f":{number}", "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    server.terminate()
    server.wait(10)


def named(words, environment, seconds=40):
    """Return the window whose title holds *words*, once it is there."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", words],
            capture_output=True, text=True, env=environment, check=False,
        )  # fmt: skip
        if found.stdout.split():
            return found.stdout.split()[0]
        time.sleep(0.2)
    raise AssertionError(f"no window called {words!r}")


def test_the_program_opens_a_store_in_a_window_and_ends_on_its_key(tmp_path, screen):
    store = tmp_path / "our store.ictinv"
    Workspace.create(store).close()
    program = subprocess.Popen(
        [sys.executable, "-m", "inventory_app", str(store)],
        env=screen, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        window = named("our store", screen)
        subprocess.run(["xdotool", "windowfocus", "--sync", window], env=screen, check=False)
        subprocess.run(["xdotool", "key", "--window", window, "ctrl+q"], env=screen, check=False)
        out, err = program.communicate(timeout=40)
    finally:
        program.kill()
    assert (program.returncode, out) == (0, "")
    assert "Traceback" not in err
    assert not list(tmp_path.glob(".*.lock"))  # the store is free again
