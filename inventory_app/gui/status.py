"""The line at the bottom: the last result, which stays, and what is being done now."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar

from inventory_app.domain.pace import Pace, words_left
from inventory_app.gui.kit.widgets import ElidedLabel, button

if TYPE_CHECKING:
    from inventory_app.gui.context import Context
    from inventory_app.gui.tasks import Task

_ICONS = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert", "info": "info"}

_PATIENCE = 400  # milliseconds


class Status(QStatusBar):
    """Shows the last sentence, and a running task with its step and a way to cancel it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._task: Task | None = None
        self._pace = Pace()
        self._reading = False
        self._patience = QTimer(self)  # short reads are not worth a word
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._show_reading)
        self._mark = QLabel()
        self.text = ElidedLabel("", "muted")
        self.step = ElidedLabel("", "muted")
        self.step.setMinimumWidth(280)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(160)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(context.words("Progress"))
        self.cancel = button(context, context.words("Cancel"), self._cancel, kind="flat", icon="x")
        self.setSizeGripEnabled(False)
        self.setContentsMargins(12, 0, 12, 0)
        self.addWidget(self._mark)
        self.addWidget(self.text, 1)
        self.addPermanentWidget(self.step, 1)  # without a share of the room it would get none
        for each in (self.bar, self.cancel):
            self.addPermanentWidget(each)
        self.show_task(None)

    def say(self, kind: str, text: str) -> None:
        """Show a sentence until the next one."""
        self._mark.setPixmap(self._context.icon(_ICONS.get(kind, "info"), kind).pixmap(16, 16))
        self.text.set_text(text)

    def show_task(self, task: Task | None) -> None:
        """Show what is being done, or nothing."""
        self._task = task
        self._pace = Pace()
        for each in (self.step, self.bar, self.cancel):
            each.setVisible(task is not None)
        if task is not None:
            self.bar.setRange(0, 0)
            self.step.set_text(task.label)
            self.cancel.setEnabled(True)
            task.progressed.connect(self._progress)

    def show_reading(self, reading: bool) -> None:
        """Say that something is being read, once it takes longer than a moment."""
        self._reading = reading
        if reading and not self._patience.isActive():
            self._patience.start()
        elif not reading:
            self._patience.stop()
            if self._task is None:
                self.show_task(None)

    def _show_reading(self) -> None:
        if self._reading and self._task is None:
            self.bar.setRange(0, 0)
            self.step.set_text(self._context.words("Reading…"))
            self.step.show()
            self.bar.show()

    def _progress(self, done: int, total: int, what: str) -> None:
        self.bar.setRange(0, max(total, 0))
        self.bar.setValue(done)
        if self._task is None:
            return
        _ = self._context.words
        if total:
            counted = _("{what}: {done} of {total}", what=self._task.label, done=_.number(done),
                        total=_.number(total))  # fmt: skip
        else:
            counted = self._task.label
        left = self._pace.left(done, total, time.monotonic())
        parts = (counted, "" if left is None else words_left(left, _), what)
        self.step.set_text(" · ".join(part for part in parts if part))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel.setEnabled(False)
            self.step.set_text(self._context.words("Stopping…"))
