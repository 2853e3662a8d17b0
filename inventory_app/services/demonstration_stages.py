"""Stages of long work: one progress over all of them, and how long each took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from inventory_app.formats.excel.respondent import Work, respond
from inventory_app.progress import Progress
from inventory_app.services.parallel import pool

PARALLEL_FROM = 16  # fewer workbooks are filled in before a second process has started
Job: TypeAlias = tuple[Path, Path, Work]


class Stages:
    """Divides one progress, counted in parts of 100, among stages."""

    def __init__(self, progress: Progress, clock: Callable[[], float] = time.perf_counter) -> None:
        self._progress = progress
        self._clock = clock
        self._done = 0
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str, share: int, what: str) -> Iterator[Progress]:
        """Give the progress of one stage that takes *share* of 100 parts, and time it."""
        begun = self._clock()
        self._progress.step(self._done, 100, what)
        yield _Part(self._progress, self._done, share, what)
        self._done += share
        self.seconds[name] = self.seconds.get(name, 0.0) + self._clock() - begun
        self._progress.step(self._done, 100, what)


class _Part:
    def __init__(self, whole: Progress, begun: int, share: int, what: str) -> None:
        self._whole, self._begun, self._share, self._what = whole, begun, share, what

    def step(self, done: int, total: int, what: str = "") -> None:
        """Report a step of this stage as parts of the whole."""
        part = self._share * done // total if total else 0
        shown = f"{self._what}: {what}" if what else self._what
        self._whole.step(self._begun + part, 100, shown)


def play(jobs: Sequence[Job], progress: Progress) -> None:
    """Let respondents fill in workbooks, two at a time where that pays."""
    if len(jobs) < PARALLEL_FROM:
        for done, job in enumerate(jobs):
            progress.step(done, len(jobs), job[1].name)
            respond(*job)
        return
    with pool() as workers:
        waiting = [workers.submit(respond, *job) for job in jobs]
        try:
            for done, future in enumerate(waiting):
                progress.step(done, len(jobs), future.result().name)
        except BaseException:
            workers.shutdown(cancel_futures=True)
            raise
