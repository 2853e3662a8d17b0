"""Two processes for work that takes them: spawned, and deaf to Ctrl+C, which is the parent's.

`pool` is for work that cannot end its process. `in_processes` is for work on what strangers sent:
a job that ends its process, or hangs it, costs nobody else anything.
"""

from __future__ import annotations

import gc
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import connection
from typing import Any, Generic, TypeAlias, TypeVar

from inventory_app.services.spawning import CONTEXT

PROCESSES = 2
Job = TypeVar("Job")
Result = TypeVar("Result")
_Pipe: TypeAlias = "connection.Connection[Any, Any]"

_AHEAD = 8  # jobs begun before their turn: their results wait in memory
_AT_HAND = 2  # jobs given to one process, so that it never waits for the next
_READY = "ready"
_FEW_COLLECTIONS = (100_000, 10, 10)
_WAIT_TO_END = 5.0


def pool() -> ProcessPoolExecutor:
    """Return a pool of two spawned processes; a fork would copy open databases and locks."""
    return ProcessPoolExecutor(PROCESSES, mp_context=CONTEXT, initializer=_begin)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*_FEW_COLLECTIONS)


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look for unreachable objects less often than usual, and only among new ones.

    Reading workbooks makes hundreds of thousands of objects that refer to each other in no ring,
    and would spend a sixth of its time on looking through them.
    """
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_FEW_COLLECTIONS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def in_processes(
    work: Callable[[Job], Result], jobs: Sequence[Job], *, seconds: float
) -> Generator[Result | None, None, None]:
    """Yield what *work* makes of each job, in their order; work and results are pickled.

    A job that ends its process, or takes it longer than *seconds*, is begun once more in a process
    of its own while nothing else runs: it may have suffered from another one, as when memory runs
    out. None stands for a job that did so twice. What *work* raises is raised here. All processes
    have ended when the iterator has, whether it was used up or closed.
    """
    crew = _Crew(work, jobs, seconds)
    try:
        for number in range(len(jobs)):
            yield crew.result(number)
    finally:
        crew.end()


class _Crew(Generic[Job, Result]):
    """The processes, what is left to do, and the results whose turn has not come."""

    def __init__(self, work: Callable[[Job], Result], jobs: Sequence[Job], seconds: float) -> None:
        self._work = work
        self._seconds = seconds
        self._left = deque(enumerate(jobs))
        self._results: dict[int, Result | None] = {}
        self._doubtful: set[int] = set()
        self._workers: list[_Worker[Job, Result]] = []

    def result(self, number: int) -> Result | None:
        """Return the result of one job, which is the next that was not asked for."""
        while True:
            self._give_out(number + _AHEAD)
            if number in self._results:
                return self._results.pop(number)
            self._listen()

    def end(self) -> None:
        """End all processes, whatever they are doing."""
        while self._workers:
            self._workers.pop().end()

    def _give_out(self, before: int) -> None:
        """Give the jobs numbered below *before* to processes, the least busy one first.

        A doubtful job gets a new process and the machine for itself.
        """
        while self._left and self._left[0][0] < before:
            busy = [worker for worker in self._workers if worker.jobs]
            doubtful = self._left[0][0] in self._doubtful
            if busy and (doubtful or busy[0].jobs[0][0] in self._doubtful):
                return
            if doubtful:
                self.end()
            if len(self._workers) < min(PROCESSES, len(self._left)):
                self._workers.append(_Worker(self._work))
            worker = min(self._workers, key=lambda each: len(each.jobs))
            if len(worker.jobs) == _AT_HAND:
                return
            worker.give(self._left.popleft())

    def _listen(self) -> None:
        """Wait until a process tells something, ends or takes too long."""
        busy = [worker for worker in self._workers if worker.jobs]
        latest = min(worker.since for worker in busy) + self._seconds
        ready = connection.wait([worker.pipe for worker in busy], max(latest - time.monotonic(), 0))
        for worker in busy:
            if worker.pipe in ready:
                self._hear(worker)
            elif not ready and worker.since + self._seconds <= time.monotonic():
                self._lose(worker)

    def _hear(self, worker: _Worker[Job, Result]) -> None:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker)
            return
        worker.since = time.monotonic()
        if answer == _READY:
            worker.ready = True
            return
        result, error = answer
        if error is not None:
            raise error
        number, _ = worker.jobs.popleft()
        self._results[number] = result

    def _lose(self, worker: _Worker[Job, Result]) -> None:
        """End a process: the job that it was at has one chance more, the others begin again."""
        worker.end()
        self._workers.remove(worker)
        if not worker.ready:
            raise ChildProcessError(f"a process for {self._work} could not be started")
        number, _ = worker.jobs[0]
        if number in self._doubtful:
            self._results[number] = None
            worker.jobs.popleft()
        self._doubtful.add(number)
        self._left.extendleft(reversed(worker.jobs))


class _Worker(Generic[Job, Result]):
    """One spawned process and the jobs that it has, the one that it is at first.

    `since` is when it began that job, as far as is known, in seconds of the monotonic clock.
    """

    def __init__(self, work: Callable[[Job], Result]) -> None:
        self.pipe, theirs = CONTEXT.Pipe()
        self.jobs: deque[tuple[int, Job]] = deque()
        self.since = time.monotonic()
        self.ready = False
        self._process = CONTEXT.Process(target=_serve, args=(theirs, work), daemon=True)
        self._process.start()
        theirs.close()  # so that the end of the process is the end of the pipe

    def give(self, job: tuple[int, Job]) -> None:
        """Give it one job more."""
        if not self.jobs:
            self.since = time.monotonic()
        self.jobs.append(job)
        with suppress(OSError):  # it has ended: that is noticed when its answer is awaited
            self.pipe.send(job[1])

    def end(self) -> None:
        """Kill the process: it holds nothing that anyone else needs."""
        self.pipe.close()
        self._process.kill()
        self._process.join(_WAIT_TO_END)


def _serve(pipe: _Pipe, work: Callable[[Any], Any]) -> None:
    """Do one job after the other until nobody asks any more."""
    _begin()
    has_loaded = False
    with suppress(EOFError, BrokenPipeError):  # the parent is gone, or has stopped asking
        pipe.send(_READY)
        while True:
            job = pipe.recv()
            try:
                answer: tuple[Any, Exception | None] = work(job), None
            except MemoryError:
                return  # as if it had been ended for it
            except Exception as error:  # noqa: BLE001 - whatever it is, the parent raises it
                error.add_note(traceback.format_exc())
                answer = None, error
            if not has_loaded:
                has_loaded = True
                gc.freeze()  # what the first job has loaded stays
            pipe.send(answer)
