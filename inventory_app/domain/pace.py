"""How long work will still take, judged by the steps it has taken."""

from __future__ import annotations

import math

from inventory_app.texts import Translator

_SOONEST = 2.0  # seconds of work before anything is said: the first steps start processes
_LEAST = 5.0  # seconds left that are worth a word
_MINUTE = 60


class Pace:
    """The pace of one piece of work; another total begins anew."""

    def __init__(self) -> None:
        self._total = 0
        self._first = self._begun = 0.0
        self._last = 0

    def left(self, done: int, total: int, now: float) -> float | None:
        """Return how many seconds are left after *done* of *total* steps at *now*.

        None while that cannot be told yet, and where it is not worth a word.
        """
        if total != self._total or done < self._last:
            self._total, self._first, self._begun = total, done, now
        self._last = done
        taken, elapsed = done - self._first, now - self._begun
        if taken <= 0 or elapsed < _SOONEST:
            return None
        seconds = elapsed / taken * (total - done)
        return seconds if seconds >= _LEAST else None


def words_left(seconds: float, _: Translator) -> str:
    """Return a rough time that is left as words: five seconds, or a minute, more or less."""
    if seconds < _MINUTE:
        n = math.ceil(seconds / 5) * 5
        time = _.plural("about {n} second", "about {n} seconds", n)
    else:
        n = round(seconds / _MINUTE)
        time = _.plural("about {n} minute", "about {n} minutes", n)
    return _("{time} left", time=time)
