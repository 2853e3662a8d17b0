"""The one bridge from the store to the views, and between views."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where to go: a page, and what to show there (the page knows what it understands)."""

    page: str
    target: object = None


class AppSignals(QObject):
    """Announcements in the thread of the window; views look at what concerns them."""

    changed = Signal(object)  # ChangeSet, after it was committed
    store_changed = Signal()  # another store is open, or none
    round_changed = Signal(str)  # another round is looked at
    go = Signal(object)  # Destination
    said = Signal(str, str)  # kind (good, warn, bad, info) and a sentence for the status bar
