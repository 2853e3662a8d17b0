"""Processes that are started while somebody presses Ctrl+C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

_PARENT = """
import signal, sys
from inventory_app.services.parallel import in_processes, pool
from inventory_app.services.spawning import CONTEXT

heard = []
signal.signal(signal.SIGINT, lambda *_: heard.append(1))

def main():
    print("begun", flush=True)
    if sys.argv[1] == "pool":
        with pool() as workers:
            lengths = list(workers.map(len, ["x" * 200_000] * 4))
    else:
        lengths = list(in_processes(len, ["x" * 200_000] * 4, seconds=20))
    print(lengths, "heard" if heard else "deaf", flush=True)

if __name__ == "__main__":
    main()
"""


@pytest.mark.parametrize("kind", ["pool", "in_processes"])
def test_an_interruption_while_processes_start_ends_none_of_them(tmp_path, kind):
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script, kind], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as parent:  # fmt: skip
        assert parent.stdout.readline() == "begun\n"
        for _ in range(40):  # a terminal sends it to every process that it has started
            os.killpg(parent.pid, signal.SIGINT)
            time.sleep(0.02)
        try:
            out, err = parent.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(parent.pid, signal.SIGKILL)
            raise
    assert (out, err) == ("[200000, 200000, 200000, 200000] heard\n", "")


def test_processes_end_in_silence_when_their_parent_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(
        "import time\n"
        "from inventory_app.services.parallel import in_processes\n"
        "if __name__ == '__main__':\n"
        "    for _ in in_processes(time.sleep, [0, 0.5, 0.5, 0.5], seconds=20):\n"
        "        print('one', flush=True)\n",
        encoding="utf-8",
    )
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as parent:  # fmt: skip
        assert parent.stdout.readline() == "one\n"
        parent.kill()
        _out, err = parent.communicate(timeout=30)  # ends with the last process that can print
    assert "Error" not in err
