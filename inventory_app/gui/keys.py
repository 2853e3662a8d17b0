"""What can be done from the keyboard, by menu and by page."""

from __future__ import annotations

from inventory_app.gui.actions import ACTIONS
from inventory_app.gui.menu_bar import MENUS
from inventory_app.gui.views.page import PAGES
from inventory_app.gui.views.review_keys import KEYS
from inventory_app.texts import N_

_OF_LISTS = (
    (N_("next record"), "Ctrl+Down"), (N_("previous record"), "Ctrl+Up"),
    (N_("next finding"), "F8"),
)  # fmt: skip


def key_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what the keyboard can do: a title, then texts with their keys; all are message ids."""
    found = []
    for menu, title in MENUS.items():
        keys = [(spec.text, spec.shortcut) for spec in ACTIONS if spec.menu == menu]
        if menu == "go":
            pages = (spec for spec in PAGES if spec.in_navigation)
            keys += [(spec.text, f"Ctrl+{number}") for number, spec in enumerate(pages, start=1)]
        found.append((title, [(text, key) for text, key in keys if key]))
    found.append((N_("Inventory"), list(_OF_LISTS)))
    found.append((N_("Keys of the review"), [(key.text, key.cap) for key in KEYS]))
    return found
