"""The keys of the page on duplicates: what each does on any keyboard, and a line of them."""
# ruff: noqa: RUF001 - the letters of other keyboards are what this is about

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import label, row
from inventory_app.gui.theme import Theme
from inventory_app.gui.views.review_frames import KeyCap
from inventory_app.texts import N_, Translator


class Key(NamedTuple):
    """What a keyboard shows on a key, and what the key does in words."""

    cap: str
    text: str


KEYS: tuple[Key, ...] = (
    Key("J", N_("next suggestion")),
    Key("K", N_("previous suggestion")),
    Key("1…9", N_("this record's answer stands")),
    Key("+", N_("the answers are added up")),
    Key("X", N_("leave the record out")),
    Key("Ctrl+Enter", N_("join")),
    Key("N", N_("not the same")),
)
# The same keys on Russian and Arabic keyboards, where another letter stands in their place.
_LETTERS: dict[str, str] = {
    **dict.fromkeys("jоت", "next"),
    **dict.fromkeys("kлن", "previous"),
    **dict.fromkeys("xчء", "leave-out"),
    **dict.fromkeys("nтى", "different"),
    **dict.fromkeys("+=", "add"),
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


def command_of(event: QKeyEvent) -> str | None:
    """Return what a key asks for: a command, or the number of a record; None for any other."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if enter and modifiers == Qt.KeyboardModifier.ControlModifier:
        return "join"
    text = event.text().lower()
    if modifiers not in _PLAIN or not text:
        return None
    if text.isdigit() and int(text):
        return str(int(text))
    return _LETTERS.get(text)


class KeyCatcher(QObject):
    """Hands the keys of some lists to the page before the lists take them for a search."""

    def __init__(self, do: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._do = do

    def watch(self, *widgets: QWidget) -> None:
        """Look at the keys of *widgets*."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Do what a key asks for."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            command = command_of(event)
            if command is not None:
                self._do(command)
                return True
        return super().eventFilter(watched, event)


class KeyLegend(QFrame):
    """All keys in a line, each as a cap with what it does."""

    def __init__(self, theme: Theme, words: Translator) -> None:
        super().__init__()
        _ = words
        self.setAccessibleName(_("Keys of the page on duplicates"))
        flow = FlowLayout(spacing=12)
        for key in KEYS:
            each = QWidget()
            each.setLayout(row(KeyCap(theme, key.cap), label(_(key.text), "caption"), spacing=5))
            flow.addWidget(each)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 0, 2, 0)
        box.addLayout(flow)
