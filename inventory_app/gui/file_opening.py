"""A double click on macOS: an event, at the start too, where other systems give an argument."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent


class FileOpening(QObject):
    """Hears which file is to be opened. What comes before anybody can open it is kept."""

    def __init__(self, application: QObject) -> None:
        super().__init__(application)
        self._kept: Path | None = None
        self._opens: Callable[[Path], None] | None = None
        application.installEventFilter(self)

    def begin(self, opens: Callable[[Path], None]) -> Path | None:
        """Open files with *opens* from now on; return the last one that was asked for before."""
        self._opens = opens
        kept, self._kept = self._kept, None
        return kept

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the file of the event, whatever it is sent to."""
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        if self._opens is None:
            self._kept = Path(event.file())
        else:
            self._opens(Path(event.file()))
        return True
