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

_WATCH = """
import sys, time
from PySide6.QtCore import QEvent, QObject
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.monotonic() - float(sys.argv[1]), ",".join(
                name for name in sys.argv[2].split(",") if name in sys.modules), flush=True)
            import os; os._exit(0)
        return False
watch = Watch()
"""
_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow(); window.resize(1280, 840)
app.installEventFilter(watch)
window.show(); app.exec()
"""
_OURS = """
from pathlib import Path
from inventory_app.gui import app as program
from inventory_app.settings import Settings
application = program.application()
application.installEventFilter(watch)
settings = Settings(None); settings.last_store = Path(sys.argv[3])
program.run(settings=settings)
"""


def started(code: str, store: Path) -> tuple[float, str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", _WATCH + code, str(time.monotonic()), ",".join(LATE), str(store)],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    seconds, _, loaded = run.stdout.strip().partition(" ")
    return float(seconds), loaded


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
            bare, _ = started(_BARE, store)
            ours, loaded = started(_OURS, store)
            if number:  # the first pair warms the disk
                pairs.append((bare, ours))
    ratios = [ours / bare for bare, ours in pairs]
    print(
        f"first paint: bare {statistics.median(b for b, _ in pairs) * 1000:.0f} ms, "
        f"ours {statistics.median(o for _, o in pairs) * 1000:.0f} ms, "
        f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}); "
        f"to reach: <= 1.6, aim 1.4"
    )
    print(f"loaded before it that should not be: {loaded or 'nothing'}")


if __name__ == "__main__":
    main()
