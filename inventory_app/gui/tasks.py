"""Long work off the thread of the window: one task at a time, and small reads beside it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from inventory_app.progress import Cancelled, NoProgress, Progress

Work = Callable[[Progress], Any]
_BETWEEN_STEPS = 0.05  # seconds: progress is announced at most twenty times a second


class Task(QObject):
    """One piece of work. It lives in the thread of the window; only its work runs elsewhere.

    It ends in exactly one of `succeeded`, `failed` and `cancelled`, then `finished`.
    """

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, label: str, work: Work, *, changes_data: bool, parent: QObject) -> None:
        super().__init__(parent)
        self.label = label
        self.changes_data = changes_data
        self._work = work
        self._stop = threading.Event()
        self._told = 0.0

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def step(self, done: int, total: int, what: str = "") -> None:
        """Take a report of progress; called in the worker's thread."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= total or now - self._told >= _BETWEEN_STEPS:
            self._told = now
            self.progressed.emit(done, total, what)

    def run(self) -> None:
        """Do the work; called in the worker's thread."""
        try:
            result = self._work(self)
        except Cancelled:
            self.cancelled.emit()
        except BaseException as error:  # noqa: BLE001 - handed to the thread of the window
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        self.finished.emit()


class _Job(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        work = self._work
        del self._work  # Qt deletes its half only: ours would keep a closed store for ever
        work()


class _Unseen:
    """Progress that is not shown but can be stopped."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def step(self, done: int, total: int, what: str = "") -> None:  # noqa: ARG002
        if self._stop.is_set():
            raise Cancelled


@dataclass(frozen=True)
class _Answer:
    key: str
    number: int
    then: Callable[[Any], None]
    owner: QObject | None
    result: Any
    error: BaseException | None


class TaskRunner(QObject):
    """Runs one task at a time, and reads that are answered in order, the latest of a kind only."""

    started = Signal(object)
    ended = Signal(object)
    trouble = Signal(object)  # an error nobody handled
    reading = Signal(bool)  # whether somebody waits for a read
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._reads, self._quiet = (QThreadPool(self) for _ in range(3))
        for pool in (self._tasks, self._reads, self._quiet):
            pool.setMaxThreadCount(1)
            pool.setExpiryTimeout(-1)
        self.current: Task | None = None
        self._stop = threading.Event()
        self._numbers: dict[str, int] = {}
        self._waiting = 0
        self._afterwards: list[Callable[[], None]] = []
        self._answered.connect(self._answer)

    @property
    def busy(self) -> bool:
        """Whether a task or a read is under way."""
        return self.current is not None or self._waiting > 0

    def run(
        self,
        label: str,
        work: Work,
        *,
        then: Callable[[Any], None] | None = None,
        otherwise: Callable[[BaseException], None] | None = None,
        stopped: Callable[[], None] | None = None,
        begun: Callable[[Task], None] | None = None,
        changes_data: bool = False,
    ) -> Task | None:
        """Start *work* under *label*, or return None while another task is running.

        *then* gets the result, *otherwise* the error (else it is shown), both in this thread.
        *begun* gets the task first: a signal that is connected later can be missed.
        """
        if self.current is not None:
            return None
        task = Task(label, work, changes_data=changes_data, parent=self)
        self.current = task
        task.failed.connect(otherwise or self.trouble.emit)
        if then is not None:
            task.succeeded.connect(then)
        if stopped is not None:
            task.cancelled.connect(stopped)
        task.finished.connect(self._end)
        if begun is not None:
            begun(task)
        self.started.emit(task)
        self._tasks.start(_Job(task.run))
        return task

    def afterwards(self, deed: Callable[[], None]) -> None:
        """Do *deed*, which may start a task, once the one that is running has ended."""
        if self.current is None:
            deed()
        else:
            self._afterwards.append(deed)

    def read(
        self,
        key: str,
        work: Callable[[], Any],
        then: Callable[[Any], None],
        *,
        owner: QObject | None = None,
    ) -> None:
        """Do *work* in the background and give *then* its result, unless *key* was asked again.

        The answer is dropped too if who asked is deleted by then: *owner*, by default the object
        whose method *then* is.
        """
        if owner is None:
            owner = _owner(then)
        number = self._numbers[key] = self._numbers.get(key, 0) + 1
        self._waiting += 1
        self.reading.emit(True)

        def job() -> None:
            if self._numbers.get(key) != number:
                answer = _Answer(key, number, then, owner, None, Cancelled())
            else:
                try:
                    answer = _Answer(key, number, then, owner, work(), None)
                except BaseException as error:  # noqa: BLE001 - handed to the window's thread
                    answer = _Answer(key, number, then, owner, None, error)
            self._answered.emit(answer)

        self._reads.start(_Job(job))

    def quietly(self, work: Work) -> None:
        """Do *work* when there is time for it, unseen; it stops when the store is closed.

        For what makes later reads quicker. Its result is dropped, its errors go to the log.
        """
        self._stop.clear()

        def job() -> None:
            try:
                work(_Unseen(self._stop))
            except Cancelled:
                pass
            except Exception:
                logging.getLogger(__name__).warning("unseen work failed", exc_info=True)

        self._quiet.start(_Job(job))

    def forget(self, key: str) -> None:
        """Drop the answer to the read *key* that is under way, if any."""
        self._numbers[key] = self._numbers.get(key, 0) + 1

    def forget_all(self) -> None:
        """Drop the answers to all reads that are under way: who asked is about to be made anew."""
        for key in self._numbers:
            self._numbers[key] += 1

    def close(self) -> None:
        """Stop what is running and wait for it."""
        self.forget_all()
        self._stop.set()
        self._quiet.clear()
        if self.current is not None:
            self.current.cancel()
        self._reads.clear()
        for pool in (self._tasks, self._reads, self._quiet):
            pool.waitForDone(20_000)

    def _end(self) -> None:
        task, self.current = self.current, None
        self.ended.emit(task)
        if task is not None:
            task.deleteLater()
        deeds, self._afterwards = self._afterwards, []
        for deed in deeds:
            deed()

    def _answer(self, answer: _Answer) -> None:
        self._waiting -= 1
        if not self._waiting:
            self.reading.emit(False)
        if self._numbers.get(answer.key) != answer.number or isinstance(answer.error, Cancelled):
            return
        if answer.error is not None:
            logging.getLogger(__name__).warning("a read failed", exc_info=answer.error)
            self.trouble.emit(answer.error)
            return
        if answer.owner is None or isValid(answer.owner):
            answer.then(answer.result)


def _owner(then: Callable[[Any], None]) -> QObject | None:
    """Return the page or widget that wants an answer, None if it is not a method of one."""
    inner: Any = then
    while isinstance(inner, partial):
        inner = inner.func
    owner = getattr(inner, "__self__", None)
    return owner if isinstance(owner, QObject) else None


__all__ = ["NoProgress", "Task", "TaskRunner"]
