"""The bar of menus, which are empty until after the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from inventory_app.texts import N_

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QMenu

    from inventory_app.texts import Translator

Menu = Literal["file", "edit", "view", "go", "help"]
MENUS: dict[Menu, str] = {
    "file": N_("&File"), "edit": N_("&Edit"), "view": N_("&View"), "go": N_("&Go"),
    "help": N_("&Help"),
}  # fmt: skip


def make_menus(window: QMainWindow, words: Translator) -> dict[Menu, QMenu]:
    """Give *window* its menus anew, by name and empty."""
    bar = window.menuBar()
    bar.clear()
    return {name: bar.addMenu(words(text)) for name, text in MENUS.items()}
