"""One window for one store: who has it open, said to whoever comes second."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QLockFile


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who has a store open, on which computer, since when (“” if that is not known)."""

    who: str
    computer: str
    since: str


class StoreLock:
    """A lock file beside the store; one that a crashed program left does not count."""

    def __init__(self, store: Path) -> None:
        self._lock = QLockFile(str(store.with_name(f".{store.name}.lock")))
        self._lock.setStaleLockTime(0)  # only a dead process makes a lock stale, however old
        self._who = store.with_name(f".{store.name}.who")

    def take(self) -> Holder | None:
        """Take the lock; return who has it if that is somebody else.

        A folder in which no file can be made gives no lock; opening the store will say so.
        """
        if self._lock.tryLock(100):
            import socket  # noqa: PLC0415 - after the window

            from inventory_app.workspace import user  # noqa: PLC0415 - after the window

            words = {
                "who": user(), "computer": socket.gethostname(),
                "since": datetime.now(UTC).isoformat(timespec="minutes"),
            }  # fmt: skip
            with suppress(OSError):
                self._who.write_text(json.dumps(words), encoding="utf-8")
            return None
        if self._lock.error() != QLockFile.LockError.LockFailedError:
            return None
        try:
            words = json.loads(self._who.read_text(encoding="utf-8"))
            return Holder(**{name: str(words[name]) for name in ("who", "computer", "since")})
        except (OSError, ValueError, KeyError, TypeError):
            return Holder(who="", computer="", since="")

    def release(self) -> None:
        """Give the lock back."""
        if self._lock.isLocked():
            with suppress(OSError):
                self._who.unlink()
            self._lock.unlock()
