"""The list of the window against QSqlTableModel: the same rows, the same view, the same run.

Each side opens a list of all records of a round, sorts it by an amount and filters it by a word in
a text, each time until the rows are painted. Memory is what a process of its own needs more after
it has gone through the whole list, sorted and filtered.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from big_store import big_store  # noqa: F401 - puts the package on the path
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QTableView

from inventory_app.domain.grids import Condition, GridQuery, Operation, Order
from inventory_app.texts import translator

ROUND = "2026"
SHEET = "staff"
COLUMNS = ("functional_title", "entity", "grade", "fte", "ict_function", "annual_cost", "post_no")
WORD = "Payroll"
SIZE = QSize(900, 700)
STEPS = 100  # positions at which the whole list is looked at
Times = dict[str, tuple[float, float]]  # wall and CPU milliseconds


class Ours:
    """The model of the inventory page, with marks, as the page shows it."""

    def __init__(self, path: Path) -> None:
        from inventory_app.gui import app as apps
        from inventory_app.gui.context import Context
        from inventory_app.gui.models.records import RecordsModel
        from inventory_app.gui.models.records_columns import STATUS
        from inventory_app.gui.signals import AppSignals
        from inventory_app.gui.tasks import TaskRunner
        from inventory_app.gui.theme import Theme, apply
        from inventory_app.gui.views.inventory_cells import records_table
        from inventory_app.languages import language
        from inventory_app.settings import Settings
        from inventory_app.workspace import Workspace

        self.app = apps.application()
        theme = Theme(dark=False, language=language("en"))
        apply(self.app, theme)
        self.tasks = TaskRunner()
        self.context = Context(
            settings=Settings(None),
            words=translator("en"),
            theme=theme,
            dialogs=None,
            tasks=lambda: self.tasks,
            signals=AppSignals(),
        )
        self.context.workspace = self.store = Workspace.open(path, who="benchmark")
        self.model = RecordsModel(self.context)
        self.view = records_table(self.context, self.model, "Records")
        self.query = GridQuery(sheet=SHEET, round=ROUND, columns=(*COLUMNS, STATUS))
        self.shown = False
        self.model.shown.connect(self._shown)

    def _shown(self, _at: int) -> None:
        self.shown = True

    def show(self, **more: object) -> None:
        from dataclasses import replace

        self.shown = False
        self.model.show(replace(self.query, **more))
        while not self.shown:
            self.app.processEvents()
        painted(self.app, self.view)

    def open(self) -> None:
        self.view.resize(SIZE)
        self.view.show()
        self.show()

    def sort(self) -> None:
        self.show(order=(Order("annual_cost", descending=True),))

    def filter(self) -> None:
        holds = Condition(operation=Operation.CONTAINS, field="functional_title", values=(WORD,))
        self.show(conditions=(holds,))

    def rest(self) -> None:
        while self.tasks.busy:
            self.app.processEvents()

    def everywhere(self) -> int:
        self.show()
        rows = self.model.rowCount()
        for step in range(STEPS):
            self.view.scrollTo(self.model.index(step * (rows - 1) // (STEPS - 1), 0))
            painted(self.app, self.view)
            self.rest()
            painted(self.app, self.view)
        return rows

    def close(self) -> None:
        self.rest()
        self.tasks.close()
        self.store.close()


class Peer:
    """QSqlTableModel over the same table, in the same kind of view."""

    def __init__(self, path: Path) -> None:
        from PySide6.QtSql import QSqlDatabase, QSqlTableModel

        from inventory_app.gui import app as apps

        self.app = apps.application()
        self.database = QSqlDatabase.addDatabase("QSQLITE", f"peer {time.perf_counter_ns()}")
        self.database.setDatabaseName(str(path))
        self.database.open()
        self.model = QSqlTableModel(None, self.database)
        self.model.setTable(f"rec_{SHEET}")
        wanted = {"entity", *(f"f_{name}" for name in COLUMNS)}
        self.view = QTableView()
        self.hidden = [
            at
            for at in range(self.model.columnCount())
            if self.model.record().fieldName(at) not in wanted
        ]
        self.cost = self.model.fieldIndex("f_annual_cost")

    def show(self, extra: str = "") -> None:
        self.model.setFilter(f"round = '{ROUND}'{extra}")
        self.model.select()
        painted(self.app, self.view)

    def open(self) -> None:
        self.view.resize(SIZE)
        self.view.setModel(self.model)
        for at in self.hidden:
            self.view.setColumnHidden(at, True)
        self.view.show()
        self.model.setSort(-1, self._down())
        self.show()

    def sort(self) -> None:
        self.model.setSort(self.cost, self._down())
        self.show()

    def filter(self) -> None:
        self.model.setSort(-1, self._down())
        self.show(f" AND f_functional_title LIKE '%{WORD}%'")

    def rest(self) -> None:
        self.app.processEvents()

    def everywhere(self) -> int:
        self.show()
        while self.model.canFetchMore():
            self.model.fetchMore()
        rows = self.model.rowCount()
        for step in range(STEPS):
            self.view.scrollTo(self.model.index(step * (rows - 1) // (STEPS - 1), self.cost))
            painted(self.app, self.view)
        return rows

    def close(self) -> None:
        self.view.setModel(None)
        self.model.clear()
        self.database.close()

    @staticmethod
    def _down() -> object:
        from PySide6.QtCore import Qt

        return Qt.SortOrder.DescendingOrder


SIDES: dict[str, type] = {"ours": Ours, "QSqlTableModel": Peer}


def painted(app: QApplication, view: QTableView) -> None:
    app.processEvents()
    view.viewport().repaint()


def timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def once(side: type, path: Path) -> Times:
    made = side(path)
    found: Times = {}
    for name in ("open", "sort", "filter"):
        found[name] = timed(getattr(made, name))
        made.rest()
    made.close()
    made.view.close()
    return found


def resident() -> float:
    """Return the memory of this process in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def grown(name: str, path: Path, answers: multiprocessing.Queue) -> None:
    """Say how much memory full use of a list takes, in a process of its own."""
    made = SIDES[name](path)
    made.view.resize(SIZE)
    made.view.show()
    painted(made.app, made.view)
    before = resident()
    made.open()
    made.rest()
    rows = made.everywhere()
    made.sort()
    made.filter()
    made.show()
    rows = max(rows, made.everywhere())
    answers.put((rows, resident() - before))
    made.close()


def window(path: Path, runs: int) -> None:
    """Print times to painted rows and memory of both sides, and their ratios."""
    times: dict[str, list[Times]] = {name: [] for name in SIDES}
    for side in SIDES.values():
        once(side, path)
    for _ in range(runs):
        for name, side in SIDES.items():
            times[name].append(once(side, path))
    print("\nlist in the window, wall ms to painted rows (CPU ms): ours / QSqlTableModel / ratio")
    for step in ("open", "sort", "filter"):
        sides = [[each[step] for each in times[name]] for name in SIDES]
        walls = [statistics.median(wall for wall, _ in side) for side in sides]
        cpus = [statistics.median(cpu for _, cpu in side) for side in sides]
        print(
            f"  {step:8} {walls[0]:8.1f} ({cpus[0]:6.1f}) {walls[1]:8.1f} ({cpus[1]:6.1f})"
            f" {walls[0] / walls[1]:6.2f}"
        )
    totals = [[sum(wall for wall, _ in each.values()) for each in times[name]] for name in SIDES]
    ratios = [ours / peer for ours, peer in zip(*totals, strict=True)]
    print(
        f"open + sort + filter: ratio {statistics.median(ratios):.2f}"
        f" ({min(ratios):.2f}-{max(ratios):.2f}); to reach: <= 1, aim 0.7"
    )
    memory(path)


def memory(path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    found = {}
    for name in SIDES:
        answers = spawn.Queue()
        process = spawn.Process(target=grown, args=(name, path, answers))
        process.start()
        found[name] = answers.get(timeout=600)
        process.join()
    (rows, ours), (peer_rows, peer) = found["ours"], found["QSqlTableModel"]
    print(
        f"memory after full use of {rows} / {peer_rows} rows: ours {ours:.0f} MB,"
        f" QSqlTableModel {peer:.0f} MB, ratio {ours / peer:.2f}; to reach: <= 0.25"
    )


if __name__ == "__main__":
    window(Path(sys.argv[1]), 7)
