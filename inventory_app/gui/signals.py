"""The one bridge from the store to the views, and between views."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class AppSignals(QObject):
    """Announcements in the thread of the window; views look at what concerns them."""

    changed = Signal(object)  # ChangeSet, after it was committed
    store_changed = Signal()  # another store is open, or none
    round_changed = Signal(str)  # another round is looked at
    look_changed = Signal()  # language, theme or size of text, in the settings
    trends_ready = Signal()  # earlier rounds have been computed, from whatever thread
    go = Signal(object)  # Destination
    explain = Signal(str)  # the code of an error: what the guide says of it is wanted
    said = Signal(str, str)  # kind (good, warn, bad, info) and a sentence for the status bar
