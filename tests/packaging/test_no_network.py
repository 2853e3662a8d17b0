"""No connection is ever opened: a whole round and the window, watched by Python itself.

Every process that Python starts here loads `sitecustomize`, also those for parallel work. It writes
down what asks for another computer: a connection, a name, a datagram, a port to listen at. Qt could
do so unseen; its network module must therefore never be loaded.
"""

from __future__ import annotations

import os
import subprocess
import sys

WATCH = """
import os, socket, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        if arguments[0].family == getattr(socket, "AF_UNIX", None):
            return  # between processes of this computer
    elif event not in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
                       "urllib.Request", "http.client.connect", "smtplib.connect", "ftplib.connect"):
        return
    with open(os.environ["WATCHED"], "a") as file:
        file.write(f"{event} {arguments!r}\\n")
with open(os.environ["WATCHED"] + ".processes", "a") as file:
    file.write(f"{os.getpid()}\\n")
sys.addaudithook(watch)
"""

JOURNEY = """
import sys
from pathlib import Path
from inventory_app.cli import main

def run(*words, allowed=(0, 1)):
    status = main([str(word) for word in words])
    assert status in allowed, (words, status)

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    store = folder / "s.ictinv"
    entities = "".join(
        f'[entities.E{n}]\\nname = "Office {n}"\\ntype = "DEPARTMENT"\\n' for n in range(8))
    (folder / "e.toml").write_text(entities, encoding="utf-8")
    (folder / "list.csv").write_text("entity,unit_code,name\\nE1,IT,Unit\\n", encoding="utf-8")
    run("init", store, "--entities", folder / "e.toml")
    run("round", "open", store, "2026", "--as-of", "2026-12-31", "--deadline", "2099-12-31")
    run("issue", store, "2026", "--out", folder / "out")
    run("import", store, "units", folder / "list.csv", "--round", "2026")
    returned = sorted((folder / "out").glob("*.xlsx"))
    run("check", returned[0], "--page", folder / "findings.html")
    run("merge", store, *returned[:8])
    run("assess", store, "2026", "--out", folder / "figures.xlsx")
    run("print", store, "2026", "--entity", "E1", "--out", folder / "e1.pdf")
    run("export", store, "--out", folder / "all.json")
    run("backup", store, "--out", folder / "copy.ictinv")
    run("verify", store)

    from PySide6.QtCore import QTimer
    from inventory_app.gui import app as program
    from inventory_app.settings import Settings
    application = program.application()
    QTimer.singleShot(1500, application.quit)
    program.run(store, Settings(folder / "settings.toml"))
    loaded = [name for name in sys.modules if name.startswith("PySide6.QtNetwork")]
    maps = Path("/proc/self/maps")  # a library of Qt could bring it along
    loaded += ["the library"] if maps.exists() and "Qt6Network" in maps.read_text() else []
    print("QT NETWORK", loaded)
"""


def watched(tmp_path, code, *arguments):
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    script = tmp_path / "journey.py"
    script.write_text(code, encoding="utf-8")
    log = tmp_path / "watched.txt"
    environment = {
        **os.environ, "PYTHONPATH": str(tmp_path / "watch"), "WATCHED": str(log),
        "XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, str(script), *map(str, arguments)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    asked = log.read_text(encoding="utf-8") if log.exists() else ""
    processes = (tmp_path / "watched.txt.processes").read_text(encoding="utf-8").split()
    return ran, asked, set(processes)


def test_a_whole_round_and_the_window_ask_no_other_computer(tmp_path):
    ran, asked, processes = watched(tmp_path, JOURNEY, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert asked == ""
    assert "QT NETWORK []" in ran.stdout
    assert len(processes) > 1  # those for parallel work were watched too


def test_the_watch_sees_a_connection(tmp_path):
    code = """
import socket
try:
    socket.create_connection(("127.0.0.1", 9), timeout=0.1)
except OSError:
    pass
"""
    ran, asked, _ = watched(tmp_path, code)
    assert ran.returncode == 0, ran.stderr
    assert "socket.getaddrinfo" in asked
    assert "socket.connect" in asked
