"""The overview of a round, the register and undo in a store of the largest comfortable size.

    python benchmarks/overview.py [--rounds 3]

150 entities, 30,000 staff lines and 10,000 systems a round. Told are wall and CPU seconds.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from big_store import big_store
from material import clock, cpu_seconds, timed, versions

from inventory_app.workspace import Workspace

_T = TypeVar("_T")


def told(title: str, work: Callable[[], _T]) -> _T:
    found: list[_T] = []
    timing = timed(lambda: found.append(work()))
    print(f"{title}: {timing.wall:.3f} s wall, {timing.cpu:.3f} s CPU", flush=True)
    return found[0]


def edit(workspace: Workspace, code: str) -> None:
    table = workspace.database.schema.records["staff"]
    with workspace.database.reading() as connection:
        row = connection.execute(table.select().where(table.c.round == code).limit(1)).one()
    with workspace.database.writing("Edit") as transaction:
        change = (row.id, {"f_remarks": row.f_remarks}, {"f_remarks": "changed"})
        transaction.change(table, [change])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    versions("SQLAlchemy")
    with tempfile.TemporaryDirectory() as folder:
        path = big_store(Path(folder), rounds=options.rounds)
        code, before = "2026", cpu_seconds()
        with Workspace.open(path, clock=clock, who="benchmark") as workspace:
            told("overview, nothing kept yet", lambda: workspace.overviews.of(code))
            told("all earlier rounds for the trends", workspace.overviews.catch_up)
            told("overview again", lambda: workspace.overviews.of(code))
            edit(workspace, code)
            told("overview after an edit", lambda: workspace.overviews.of(code))
            told("register", lambda: workspace.register.of(code))
        with Workspace.open(path, clock=clock, who="benchmark") as workspace:
            told("overview, program started anew", lambda: workspace.overviews.of(code))
            told("label for Undo", workspace.history.next_undo)
            told("undo of an edit", workspace.history.undo)
            told(
                "opening a round of 40,300 records",
                lambda: workspace.rounds.open(
                    "2027", as_of=date(2027, 6, 30), deadline=date(2027, 9, 30)
                ),
            )
            told("undo of that", workspace.history.undo)
            told("history, filtered", lambda: workspace.history.entries("round", entity="E001"))
        print(f"{cpu_seconds() - before:.1f} s CPU in all")


if __name__ == "__main__":
    main()
