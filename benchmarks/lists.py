"""Lists and searching at full size, below and in the window.

    python benchmarks/lists.py [--records 100000] [--runs 7]

Searching: the first 100 of all records through the search service, against LIKE over the same
columns. Lists: the first page opened, sorted and filtered through the service, against the same
question asked of SQLite in the way QSqlTableModel asks it (all columns, nothing prepared).
Window: the list as the inventory page shows it, until its rows are painted, and its memory, against
QSqlTableModel in the same view (lists_window.py).
"""

from __future__ import annotations

import argparse
import contextlib
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from big_store import big_store
from lists_window import window
from material import clock, versions

from inventory_app.domain.grids import Condition, GridQuery, Operation, Order
from inventory_app.services.records_texts import searched_fields
from inventory_app.workspace import Workspace

ROUND = "2026"
FIRST = 100
# What people look for: a name and a number, part of a word, words of two answers, what is nowhere.
TYPED = ("Payroll gateway 0042", "0815", "телефония", "数据中心 satellite", "Ledger 12", "qwerty",
         "registry logistics 07")  # fmt: skip
COLUMNS = ("post_no", "functional_title", "duty_station", "grade", "ict_function", "fte",
           "annual_cost", "fund_code", "remarks")  # fmt: skip


def median_ms(work: Callable[[], object], runs: int) -> float:
    work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return statistics.median(times)


def like(workspace: Workspace, database: sqlite3.Connection, typed: str) -> list[tuple]:
    found: list[tuple] = []
    for sheet in workspace.catalogue:
        columns = ["uid", *(f"f_{name}" for name in searched_fields(sheet))]
        words = typed.split()
        one = "(" + " OR ".join(f"{column} LIKE ?" for column in columns) + ")"
        found += database.execute(
            f"SELECT uid FROM rec_{sheet.name} WHERE round = ?"
            f" AND {' AND '.join([one] * len(words))} LIMIT {FIRST}",
            [ROUND, *(f"%{word}%" for word in words for _ in columns)],
        ).fetchall()
    return found[:FIRST]


def search(workspace: Workspace, database: sqlite3.Connection, runs: int) -> None:
    print(f"\nfirst {FIRST} hits, CPU ms: service with excerpts / LIKE / ratio")
    ratios = []
    for typed in TYPED:
        hits = workspace.records.search(typed, ROUND, FIRST)
        ours = median_ms(lambda typed=typed: workspace.records.search(typed, ROUND, FIRST), runs)
        peer = median_ms(lambda typed=typed: like(workspace, database, typed), runs)
        ratios.append(peer / ours)
        print(f"  {typed:26} {len(hits):4} hits {ours:8.2f} {peer:8.2f} {peer / ours:7.1f}x")
    print(
        f"search: median {statistics.median(ratios):.1f}x ({min(ratios):.1f}-{max(ratios):.1f});"
        " to reach: >= 5x, aim 10x"
    )


def lists(workspace: Workspace, database: sqlite3.Connection, runs: int) -> None:
    query = GridQuery(sheet="staff", round=ROUND, columns=COLUMNS)
    title, cost = Order("functional_title"), Order("annual_cost", descending=True)
    holds = Condition(operation=Operation.CONTAINS, field="functional_title", values=("payroll",))
    asked = {
        "open": (query, ""),
        "sort by a text": (_with(query, order=(title,)), "ORDER BY f_functional_title"),
        "sort by an amount": (_with(query, order=(cost,)), "ORDER BY f_annual_cost DESC"),
        "sort by a code list": (_with(query, order=(Order("duty_station"),)), "ORDER BY f_duty_station"),
        "filter": (_with(query, conditions=(holds,)), "AND f_functional_title LIKE '%payroll%'"),
        "search in the list": (_with(query, search="payroll 0042"), ""),
    }  # fmt: skip
    print("\nfirst page and count of one list, CPU ms: service / plain SQL")
    total_ours = total_peer = 0.0
    for name, (ours_query, tail) in asked.items():
        ours = median_ms(lambda q=ours_query: _shown(workspace, q), runs)
        peer = median_ms(lambda t=tail: _plain(database, t), runs)
        total_ours, total_peer = total_ours + ours, total_peer + peer
        print(f"  {name:22} {ours:8.2f} {peer:8.2f}")
    for name, work in {
        "whole order (all uids)": lambda: _forgetful(workspace, _with(query, order=(title,))),
        "changed this round": lambda: workspace.records.count(
            query.with_condition(Condition(operation=Operation.CHANGED))
        ),
        "groups by entity": lambda: workspace.records.groups(query, "entity"),
        "filter menu": lambda: workspace.records.distinct(query, "duty_station"),
    }.items():
        print(f"  {name:22} {median_ms(work, runs):8.2f}")


def _with(query: GridQuery, **more: object) -> GridQuery:
    from dataclasses import replace

    return replace(query, **more)


def _shown(workspace: Workspace, query: GridQuery) -> None:
    workspace.records.page(query, 0, FIRST)
    workspace.records.count(query)


def _forgetful(workspace: Workspace, query: GridQuery) -> None:
    workspace.records.uids(_with(query, search=""))
    workspace.records.uids(GridQuery(sheet="data_centres", round=ROUND))  # forgets the other order


def _plain(database: sqlite3.Connection, tail: str) -> None:
    where = f"FROM rec_staff WHERE round = '{ROUND}' "
    database.execute(f"SELECT * {where} {tail} LIMIT 256").fetchall()
    database.execute(f"SELECT count(*) {where} {tail if tail.startswith('AND') else ''}").fetchall()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    versions("SQLAlchemy", "PySide6_Essentials")
    print(f"SQLite {sqlite3.sqlite_version}, {options.records} records a round")
    with tempfile.TemporaryDirectory() as name:
        path = big_store(
            Path(name), rounds=options.rounds, staff=options.records * 7 // 10,
            systems=options.records * 3 // 10,
        )  # fmt: skip
        with (
            Workspace.open(path, clock=clock, who="benchmark") as workspace,
            contextlib.closing(sqlite3.connect(path)) as database,
        ):
            start = time.process_time()
            workspace.records._texts.refresh(ROUND)
            print(f"index of the round made in {time.process_time() - start:.1f} s of CPU time")
            search(workspace, database, options.runs)
            lists(workspace, database, options.runs)
        window(path, options.runs)


if __name__ == "__main__":
    sys.exit(main())
