"""A store that may only be read: the title says so, and what would change it is switched off."""

from __future__ import annotations

import shutil

from inventory_app.store.database import Database
from inventory_app.workspace import Workspace


def test_the_title_says_so_and_only_looking_is_possible(window, settle, tmp_path):
    store = window.context.store
    (tmp_path / "copy").mkdir()
    copy = shutil.copy(store.database.path, tmp_path / "copy" / "s.ictinv")
    database = Database(
        store.database.path, store.catalogue, who="tester", clock=store.database.clock, copy=copy
    )
    window.attach(Workspace(database, store.catalogue, tokens=store.tokens))
    settle(window)
    assert "(read-only)" in window.windowTitle()
    window.update_actions()
    enabled = {name: action.isEnabled() for name, action in window.menus.actions.items()}
    assert not any(enabled[name] for name in ("round", "issue", "merge", "import", "undo", "add"))
    assert all(enabled[name] for name in ("export", "print", "backup", "close"))
    for page in ("overview", "returns", "inventory"):
        window.show_page(page)
        settle(window)
    window.attach(None)
    assert not copy.exists()
