"""New processes that never hear Ctrl+C, from their first moment on: it is the parent's to act on.

A process that only begins to ignore it once it runs can be ended while it starts, and its parent
would wait for ever to hand it the first job.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType

__all__ = ["CONTEXT"]


class _Process(SpawnProcess):
    def start(self) -> None:
        with _unheard(), _without_main():
            super().start()


class _Context(SpawnContext):
    Process = _Process


CONTEXT = _Context()  # what multiprocessing calls a context; a fork would copy open databases


@contextmanager
def _without_main() -> Iterator[None]:
    """Let new processes begin without the module that this one was started with.

    They would import it first, and with it much that they never need; what they are to do is
    always in a module with a name of its own.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep Ctrl+C waiting in this process; one that is started meanwhile never gets it."""
    if sys.platform == "win32":
        yield  # there a new process is told apart by no mask; it ignores Ctrl+C when it runs
        return
    resource_tracker.ensure_running()  # or it would be begun within and lift the mask again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
