"""Keeps what searching and the overview rest on as new as the store, while nobody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from inventory_app.gui.context import Context

_PAUSE = 2_500  # milliseconds without a change


class Upkeep(QObject):
    """Refreshes the indices of the round that is looked at, after a pause."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._refresh)
        for signal in (
            context.signals.changed, context.signals.store_changed, context.signals.round_changed,
        ):  # fmt: skip
            signal.connect(self._timer.start)

    def _refresh(self) -> None:
        context = self._context
        if context.workspace is None or not context.round:
            return
        if context.tasks.current is not None:  # a merge or the like: after it
            self._timer.start()
            return
        store, code = context.workspace, context.round
        context.tasks.quietly(lambda progress: store.records.refresh_index(code, progress))
