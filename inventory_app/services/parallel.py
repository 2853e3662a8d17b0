"""Two processes for work that takes them: spawned, and deaf to Ctrl+C, which is the parent's."""

from __future__ import annotations

import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

PROCESSES = 2


def pool() -> ProcessPoolExecutor:
    """Return a pool of two spawned processes; a fork would copy open databases and locks."""
    return ProcessPoolExecutor(
        PROCESSES, mp_context=get_context("spawn"), initializer=_leave_interrupts
    )


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
