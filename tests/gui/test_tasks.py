"""Work beside the window: results, errors, cancel, progress, and reads of which the latest wins."""

from __future__ import annotations

import threading
import time
from functools import partial

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from inventory_app.errors import UserError
from inventory_app.gui.tasks import TaskRunner


@pytest.fixture
def tasks(qapp):
    runner = TaskRunner()
    yield runner
    runner.close()


def until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        QApplication.processEvents()
        assert time.monotonic() < end
        time.sleep(0.002)


def test_the_result_comes_back_in_the_thread_of_the_window(tasks):
    threads, got = [], []

    def work(_progress):
        threads.append(threading.get_ident())
        return 42

    tasks.run("Counting", work, then=lambda result: got.append((result, threading.get_ident())))
    until(lambda: got and not tasks.busy)
    assert got == [(42, threading.get_ident())]
    assert threads != [threading.get_ident()]


def test_an_error_goes_to_who_asked_or_to_all(tasks):
    mine, all_ = [], []
    tasks.trouble.connect(all_.append)

    def fail(_progress):
        raise UserError("E-X", "No")

    tasks.run("Failing", fail, otherwise=mine.append)
    until(lambda: not tasks.busy)
    tasks.run("Failing", fail)
    until(lambda: not tasks.busy and all_)
    assert [error.code for error in mine + all_] == ["E-X", "E-X"]


def test_only_one_task_runs_at_a_time(tasks):
    gate = threading.Event()
    first = tasks.run("First", lambda _p: gate.wait(10))
    assert first is not None
    assert tasks.run("Second", lambda _p: None) is None
    gate.set()
    until(lambda: not tasks.busy)
    assert tasks.run("Third", lambda _p: None) is not None
    until(lambda: not tasks.busy)


def test_cancel_stops_at_the_next_step_and_says_so(tasks):
    stopped, done, steps = [], [], []

    def work(progress):
        for n in range(100_000):
            progress.step(n, 100_000)
            steps.append(n)
            time.sleep(0.001)

    task = tasks.run("Long", work, then=done.append, stopped=lambda: stopped.append(True))
    until(lambda: len(steps) > 3)
    task.cancel()
    until(lambda: not tasks.busy)
    assert stopped == [True]
    assert done == []
    assert len(steps) < 5_000


def test_progress_is_told_seldom_but_the_last_step_always(tasks):
    told = []

    def work(progress):
        for n in range(1, 2001):
            progress.step(n, 2000, f"row {n}")

    def begun(task):
        task.progressed.connect(lambda *what: told.append(what))

    tasks.run("Reading", work, begun=begun)
    until(lambda: not tasks.busy)
    QTest.qWait(10)
    assert told[-1] == (2000, 2000, "row 2000")
    assert len(told) < 100


def test_of_reads_of_one_kind_only_the_latest_answers(tasks):
    got, gate = [], threading.Event()
    tasks.read("list", lambda: gate.wait(10) and "first", got.append)
    tasks.read("list", lambda: "second", got.append)
    tasks.read("other", lambda: "other", got.append)
    tasks.read("list", lambda: "third", got.append)
    gate.set()
    until(lambda: not tasks.busy)
    assert sorted(got) == ["other", "third"]


def test_a_read_that_is_forgotten_does_not_answer(tasks):
    got = []
    tasks.read("list", lambda: "x", got.append)
    tasks.forget("list")
    until(lambda: not tasks.busy)
    assert got == []


def test_an_answer_for_a_page_that_is_gone_is_dropped(tasks):
    got, gate = [], threading.Event()

    class Asking(QObject):
        def take(self, answer):
            got.append(answer)

    gone, there = Asking(), Asking()
    tasks.read("list", lambda: gate.wait(5), gone.take)
    tasks.read("one more", lambda: gate.wait(5), got.append, owner=gone)
    tasks.read("other", lambda: gate.wait(5), partial(there.take))
    delete(gone)
    gate.set()
    until(lambda: not tasks.busy)
    assert got == [True]


def test_closing_waits_for_what_runs_and_drops_what_waits(tasks):
    got, ran = [], []

    def work(progress):
        while True:
            progress.step(0, 0)
            time.sleep(0.001)

    tasks.run("Endless", work)
    tasks.quietly(work)
    tasks.read("list", lambda: ran.append(1), got.append)
    tasks.close()
    until(lambda: tasks.current is None)
    assert got == []


def test_unseen_work_fails_unseen_but_in_the_log(tasks, caplog):
    def fail(_progress):
        raise ValueError("nobody waits for this")

    tasks.quietly(fail)
    until(lambda: "nobody waits for this" in caplog.text)
    assert not tasks.busy


def test_the_status_line_shows_what_is_done_now_and_stops_it(window, settle):
    context = window.context
    gate = threading.Event()

    def work(progress):
        progress.step(3, 12, "ALPHA")
        gate.wait(10)
        progress.step(4, 12)

    context.tasks.run("Merging", work, changes_data=True)
    until(lambda: window.status.step.toolTip().endswith("ALPHA"))
    assert window.status.step.toolTip() == "Merging: 3 of 12 · ALPHA"
    assert window.status.bar.value() == 3
    assert not window.actions_by_id["import"].isEnabled()
    bar = window.status.bar.geometry()
    assert not bar.intersects(window.status.step.geometry())
    assert not bar.intersects(window.status.cancel.geometry())
    window.status.cancel.click()
    assert window.status.step.toolTip() == "Stopping…"
    gate.set()
    settle(window)
    assert not window.status.bar.isVisible()
    assert window.actions_by_id["import"].isEnabled()


def test_what_follows_a_task_may_be_a_task(tasks):
    done = []

    def follow(_result):
        assert tasks.run("At once", lambda _progress: None) is None
        tasks.afterwards(lambda: tasks.run("Second", lambda _progress: 2, then=done.append))

    tasks.run("First", lambda _progress: 1, then=follow)
    until(lambda: done)
    assert done == [2]
    tasks.afterwards(lambda: done.append(3))
    until(lambda: 3 in done)


def test_a_mistake_is_shown_once_with_its_details_and_the_window_goes_on(make_window, settle):
    window = make_window()

    def wrong():
        raise ZeroDivisionError("oops")

    for _time in range(2):
        window.context.read("x", wrong, print)
        settle(window)
    [(title, _text, details)] = window.context.dialogs.told
    assert "mistake in the program" in title
    assert "ZeroDivisionError: oops" in details
    window.context.dialogs.told.clear()
    window.show_page("settings")
    assert window.page == "settings"
