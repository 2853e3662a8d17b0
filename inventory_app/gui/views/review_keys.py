"""The keys of the review: what each does, on any keyboard, and a line that shows them."""
# ruff: noqa: RUF001 - the letters of other keyboards are what this is about

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import label, row
from inventory_app.gui.theme import Theme
from inventory_app.gui.views.review_frames import KeyCap
from inventory_app.texts import N_, Translator

Command = Literal[
    "next", "previous", "next-record", "previous-record", "issued", "ours", "theirs", "own",
    "query", "undo",
]  # fmt: skip


class Key(NamedTuple):
    """A command, the letter that a keyboard shows, and what it does in words."""

    command: Command
    cap: str
    text: str


KEYS: tuple[Key, ...] = (
    Key("next", "J", N_("next field")),
    Key("previous", "K", N_("previous field")),
    Key("next-record", "⇧J", N_("next record")),
    Key("previous-record", "⇧K", N_("previous record")),
    Key("issued", "1", N_("as issued")),
    Key("ours", "2", N_("ours")),
    Key("theirs", "3", N_("as returned")),
    Key("own", "E", N_("own value")),
    Key("query", "Q", N_("ask the entity")),
    Key("undo", "U", N_("undo the decision")),
)
# The same keys on Russian and Arabic keyboards, where another letter stands in their place.
_LETTERS: dict[str, Command] = {
    **dict.fromkeys("jоت", "next"),
    **dict.fromkeys("kлن", "previous"),
    **dict.fromkeys("eуث", "own"),
    **dict.fromkeys("qйض", "query"),
    **dict.fromkeys("uгع", "undo"),
    **dict.fromkeys("1١", "issued"),
    **dict.fromkeys("2٢", "ours"),
    **dict.fromkeys("3٣", "theirs"),
    "ـ": "next-record",  # what the Arabic keyboard types with the shift key
    "،": "previous-record",
}  # fmt: skip
_SHIFTED: dict[Command, Command] = {"next": "next-record", "previous": "previous-record"}


def command_of(event: QKeyEvent) -> Command | None:
    """Return what a key asks for, None for any other key."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return None
    command = _LETTERS.get(event.text().lower())
    if command is None:
        return None
    if modifiers == Qt.KeyboardModifier.ShiftModifier:
        return _SHIFTED.get(command, command if command in _SHIFTED.values() else None)
    return command


class KeyLegend(QFrame):
    """All keys in a line, each as a cap with what it does."""

    def __init__(self, theme: Theme, words: Translator) -> None:
        super().__init__()
        _ = words
        self.setAccessibleName(_("Keys of the review"))
        flow = FlowLayout(spacing=12)
        for key in KEYS:
            cap = KeyCap(theme, key.cap)
            each = QWidget()
            line = row(cap, label(_(key.text), "caption"), spacing=5)
            each.setLayout(line)
            flow.addWidget(each)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 0, 2, 0)
        box.addLayout(flow)
