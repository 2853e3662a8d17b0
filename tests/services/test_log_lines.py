"""The audit log as a list."""

from __future__ import annotations

from datetime import date

import pytest

from inventory_app.services.log_lines import log_lines
from inventory_app.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "s.ictinv", who="tester") as made:
        yield made


def test_each_line_says_how_many_rows_and_who_took_it_back(workspace):
    entities = len(workspace.entities.all())
    workspace.rounds.open("2026", as_of=date(2026, 12, 31), deadline=date(2027, 2, 26))
    asked = len(workspace.rounds.status("2026").entities)
    workspace.history.undo()
    lines = [(each.changes.number, each.rows, each.undone_by)
             for each in log_lines(workspace.database)]  # fmt: skip
    assert lines == [(3, asked + 1, None), (2, asked + 1, 3), (1, entities, None)]
    assert {each.changes.who for each in log_lines(workspace.database)} == {"tester"}


def test_the_limit_counts_from_the_newest(workspace):
    workspace.rounds.open("2026", as_of=date(2026, 12, 31), deadline=date(2027, 2, 26))
    [line] = log_lines(workspace.database, limit=1)
    assert line.changes.number == 2
