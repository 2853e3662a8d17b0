"""How long work reports progress and learns that it should stop."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):  # noqa: N818 - not an error: the user asked for it
    """Raised inside long work when the user asked to stop."""


class Progress(Protocol):
    """What long work tells its caller, once for each step."""

    def step(self, done: int, total: int, what: str = "") -> None:
        """Report that *done* of *total* steps are finished; raise `Cancelled` to stop."""


class NoProgress:
    """Progress that nobody watches."""

    def step(self, done: int, total: int, what: str = "") -> None:
        """Do nothing."""
