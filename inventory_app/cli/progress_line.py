"""How long work shows on a terminal, and how Ctrl+C stops it between two steps."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from inventory_app.cli.tables import display_width, shortened, visible
from inventory_app.domain.pace import Pace, words_left
from inventory_app.progress import Cancelled
from inventory_app.texts import Translator

_REDRAW_SECONDS = 0.05
_SPARSE_SECONDS = 10.0


class ProgressLine:
    """One line that is rewritten on a terminal; elsewhere a new line every ten seconds."""

    def __init__(
        self, stream: TextIO | None, words: Translator, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._words = words
        self._clock = clock
        self._live = stream is not None and stream.isatty()
        self._next = 0.0 if self._live else clock() + _SPARSE_SECONDS
        self._shown = 0
        self._pace = Pace()
        self.stopping = False

    def step(self, done: int, total: int, what: str = "") -> None:
        """Show where the work stands; raise `Cancelled` if the user asked to stop."""
        if self.stopping:
            raise Cancelled
        now = self._clock()
        left = self._pace.left(done, total, now)
        if now < self._next and not (self._live and done == total):
            return
        self._next = now + (_REDRAW_SECONDS if self._live else _SPARSE_SECONDS)
        _ = self._words
        counted = _("{done} of {total}  {what}", done=done, total=total, what="").rstrip()
        if left is not None:
            counted = f"{counted} · {words_left(left, _)}"
        line = f"{counted}  {visible(what)}".rstrip()
        if self._live:
            self._redraw(line)
        else:
            self._write(line + "\n")

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self.stopping = True
        self.clear()
        _ = self._words
        self._write(_("Stopping after this step; press Ctrl+C again to stop at once.") + "\n")

    def clear(self) -> None:
        """Take the line off the terminal."""
        if self._shown:
            self._write("\r" + " " * self._shown + "\r")
            self._shown = 0

    def _redraw(self, line: str) -> None:
        line = shortened(line, shutil.get_terminal_size().columns - 1)
        width = display_width(line)
        self._write("\r" + line + " " * (self._shown - width))
        self._shown = width

    def _write(self, text: str) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._stream = None  # nobody looks any more; the work goes on


@contextmanager
def interruptible(line: ProgressLine) -> Iterator[ProgressLine]:
    """Let the first Ctrl+C stop the work at its next step and the second one at once."""

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        if line.stopping:
            raise KeyboardInterrupt
        line.stop()

    try:
        before = signal.signal(signal.SIGINT, interrupted)
    except ValueError:  # not in the main thread: whoever called us has a way of their own
        before = None
    try:
        yield line
    finally:
        line.clear()
        if before is not None:
            signal.signal(signal.SIGINT, before)
