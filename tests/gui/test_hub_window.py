"""The store of a regional hub on the page of returns: sorted, applied and traced like a return."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from test_returns_files import answer, correct, drop_on, filled, issued

from inventory_app.workspace import Workspace


@pytest.fixture
def hub(window, tmp_path):
    """Return the store of a hub that has merged one return and corrected an answer."""
    store = window.context.store
    book = issued(store, tmp_path / "out", "GOLF")["GOLF"]
    back = filled(book, tmp_path / "back" / "GOLF.xlsx", units={"U0": {"reports_to": "Registry"}})
    path = tmp_path / "geneva.ictinv"
    store.safekeeping.backup(path)
    with Workspace.open(path, who="anna") as made:
        made.returns.merge([back])
        correct(made, "GOLF", approved_posts=77)
    return path


@pytest.fixture
def foreign(window, tmp_path):
    """Return a workbook that a copy of the store with a name of its own issued."""
    path = tmp_path / "elsewhere.ictinv"
    window.context.store.safekeeping.backup(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET value = 'another' WHERE key = 'store'")
        connection.commit()
    with Workspace.open(path, who="anna") as made:
        book = issued(made, tmp_path / "out", "GOLF")["GOLF"]
    return filled(book, tmp_path / "back" / "GOLF.xlsx", units={"U0": {"reports_to": "Registry"}})


def test_a_store_that_is_dropped_on_the_page_is_merged_in_parts(window, settle, hub):
    store = window.context.store
    window.show_page("returns")
    settle(window)
    page = window.current
    drop_on(page.triage.drop, hub)
    settle(window)
    assert [(line.file.path.name, line.group) for line in page.desk.lines] == [
        ("GOLF.xlsx", "ready"), ("geneva_GOLF_corrections.json", "ready"),
    ]  # fmt: skip
    page.triage._selected = str(page.desk.lines[1].file.path)
    page.triage.show_lines()
    assert page.triage.detail.place.text() == f"In the store {hub}"
    page.triage.apply_button.click()
    settle(window)
    assert [line.group for line in page.desk.lines] == ["done", "done"]
    assert (answer(store, "GOLF", "reports_to"), answer(store, "GOLF", "approved_posts")) == (
        "Registry", 77,
    )  # fmt: skip


def test_an_export_with_its_history_is_merged_like_the_store(window, settle, hub):
    export = hub.with_suffix(".json")
    with Workspace.open(hub, who="anna") as made:
        made.exports.write(export, history=True)
    window.show_page("returns")
    settle(window)
    page = window.current
    window.commands.take_files([export])
    settle(window)
    assert [(line.file.path.name, line.group) for line in page.desk.lines] == [
        ("GOLF.xlsx", "ready"), ("geneva_GOLF_corrections.json", "ready"),
    ]  # fmt: skip
    page.triage._selected = str(page.desk.lines[1].file.path)
    page.triage.show_lines()
    assert page.triage.detail.place.text() == f"In the store {export}"
    page.triage.apply_button.click()
    settle(window)
    assert answer(window.context.store, "GOLF", "approved_posts") == 77


def test_a_workbook_of_another_store_is_taken_in_once_somebody_says_so(window, settle, foreign):
    window.show_page("returns")
    settle(window)
    page = window.current
    drop_on(page.triage.drop, foreign)
    settle(window)
    [line] = page.desk.lines
    assert line.group == "unknown-issue"
    page.triage._selected = str(line.file.path)
    page.triage.show_lines()
    assert page.triage.detail.accept_button.isVisible()
    page.triage.detail.accept_button.click()
    settle(window)
    [line] = page.desk.lines
    assert line.group == "ready"
    assert not page.triage.detail.accept_button.isVisible()
    assert "L-ELSEWHERE" in {each.code for each in line.file.findings}
    page.triage.apply_button.click()
    settle(window)
    assert answer(window.context.store, "GOLF", "reports_to") == "Registry"


def test_a_store_that_is_dropped_elsewhere_is_opened(window, settle, hub):
    window.show_page("overview")
    window.commands.take_files([hub])
    settle(window)
    assert window.context.store.database.path == hub
