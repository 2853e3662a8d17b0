"""From the start of the process to the first paint, against a bare Qt window.

    python benchmarks/startup.py [--runs 15] [--store FILE]

Both are started as processes of their own, alternating. Ours is the real window with its menus,
navigation and styles, told to open a store, as it is on a desk every morning.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LATE = ("sqlalchemy", "openpyxl", "reportlab", "numpy", "scipy", "xlsxwriter", "alembic", "babel")

# Only the window is watched: a filter over the whole application, in Python, would cost more than
# half of what is measured. The clock stops when the window and all that is on it are painted.
_WATCH = """
import os, sys, time
from PySide6.QtCore import QCoreApplication, QEvent, QObject
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False
    def event(self, event):
        print(time.monotonic() - float(sys.argv[1]), time.process_time(), ",".join(
            name for name in sys.argv[2].split(",") if name in sys.modules), flush=True)
        os._exit(0)
watch = Watch()
"""
_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow(); window.resize(1280, 840)
window.installEventFilter(watch)
window.show(); app.exec()
"""
_OURS = """
from pathlib import Path
from inventory_app.gui import app as program
from inventory_app.gui.main_window import MainWindow
from inventory_app.settings import Settings
def show(window):
    window.installEventFilter(watch)
    window.setVisible(True)
MainWindow.show = show
settings = Settings(None); settings.last_store = Path(sys.argv[3])
program.run(settings=settings)
"""


def started(code: str, store: Path) -> tuple[float, float, str]:
    """Return the seconds to the first paint, those of them on a core, and what was loaded."""
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(store.parent / "bytecode"),
    }  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", _WATCH + code, str(time.monotonic()), ",".join(LATE), str(store)],
        capture_output=True, text=True, check=True, env=environment, cwd=ROOT,
    )  # fmt: skip
    seconds, busy, *loaded = run.stdout.split()
    return float(seconds), float(busy), " ".join(loaded)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = options.store
        if store is None:
            sys.path.insert(0, str(ROOT))
            from inventory_app.workspace import Workspace

            store = Path(folder) / "store.ictinv"
            Workspace.create(store).close()
        pairs = []
        for number in range(options.runs + 1):
            bare = started(_BARE, store)
            ours = started(_OURS, store)
            loaded = ours[2]
            if number:  # the first pair compiles, as installing does, and warms the disk
                pairs.append((bare, ours))
    for place, clock in enumerate(("wall", "CPU")):
        few, many = ([pair[side][place] for pair in pairs] for side in (0, 1))
        ratios = [ours / bare for bare, ours in zip(few, many, strict=True)]
        print(
            f"first paint, {clock}: bare {statistics.median(few) * 1000:.0f} ms, "
            f"ours {statistics.median(many) * 1000:.0f} ms, "
            f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}); "
            f"to reach: <= 1.6, aim 1.4"
        )
    print(f"loaded before it that should not be: {loaded or 'nothing'}")


if __name__ == "__main__":
    main()
