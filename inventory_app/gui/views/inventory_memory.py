"""What the inventory page remembers, as plain data and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker

from inventory_app.gui.views.inventory_state import ListState

if TYPE_CHECKING:
    from inventory_app.gui.views.inventory import InventoryPage


@dataclass(frozen=True, kw_only=True)
class Banned:
    """The records that another page asked for, why, and how the sheet was shown before."""

    sheet: str
    entities: tuple[str, ...] | None
    only: tuple[str, ...] | None
    title: str
    before: ListState


def state_of(page: InventoryPage) -> dict[str, Any]:
    """Return what to remember of *page*."""
    catalogue = page.context.store.catalogue
    state: dict[str, Any] = {
        "sheet": page.sheet,
        "scope": list(page.tree.scope),
        "uid": page.records.current_uid,
        "tree": page.tree_wanted,
        "detail": page.detail_wanted,
        "sizes": page.body.sizes(),
        "drafts": {key: dict(each) for key, each in page.detail.keep().items()},
        "lists": {name: each.plain(catalogue[name]) for name, each in page.lists.items()},
    }
    if page.targets.banned is not None:
        each = page.targets.banned
        state["banned"] = {
            "sheet": each.sheet, "title": each.title,
            "before": each.before.plain(catalogue[each.sheet]),
            "entities": None if each.entities is None else list(each.entities),
            "only": None if each.only is None else list(each.only),
        }  # fmt: skip
    return state


def read_state(page: InventoryPage, state: Mapping[str, Any]) -> str:
    """Let *page* look as it was remembered; return the record that was selected."""
    catalogue = page.context.store.catalogue
    lists = _mapping(state.get("lists"))
    page.lists = {
        name: ListState.read(_mapping(each), catalogue[name])
        for name, each in lists.items() if name in catalogue.sheets
    }  # fmt: skip
    with QSignalBlocker(page.tabs):
        page.show_sheet(str(state.get("sheet") or ""))
    scope = state.get("scope")
    if isinstance(scope, list) and len(scope) == 2:
        page.tree.mark(str(scope[0]), str(scope[1]))
    page.tree_wanted = state.get("tree") is not False
    page.detail_wanted = state.get("detail") is not False
    sizes = state.get("sizes")
    if isinstance(sizes, list) and len(sizes) == page.body.count() and any(sizes):
        page.body.setSizes([int(size) for size in sizes])
    drafts = _mapping(state.get("drafts"))
    page.detail.drafts = {
        str(key): {str(n): str(t) for n, t in _mapping(each).items()}
        for key, each in drafts.items()
    }  # fmt: skip
    banned = _mapping(state.get("banned"))
    if str(banned.get("sheet")) in catalogue.sheets:
        sheet = str(banned["sheet"])
        page.targets.banned = Banned(
            sheet=sheet, title=str(banned.get("title") or ""),
            before=ListState.read(_mapping(banned.get("before")), catalogue[sheet]),
            entities=_texts(banned.get("entities")), only=_texts(banned.get("only")),
        )  # fmt: skip
    page.adapt()
    return str(state.get("uid") or "")


def _mapping(kept: Any) -> Mapping[str, Any]:
    return kept if isinstance(kept, Mapping) else {}


def _texts(kept: Any) -> tuple[str, ...] | None:
    return tuple(str(each) for each in kept) if isinstance(kept, list) else None
