"""What other pages point to: a record, the records behind a figure, an entity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker

from inventory_app.gui.kit.widgets import button
from inventory_app.gui.targets import EntityTarget, ListTarget, RecordTarget
from inventory_app.gui.views.inventory_memory import Banned
from inventory_app.gui.views.inventory_state import ListState
from inventory_app.gui.views.inventory_tree import NONE

if TYPE_CHECKING:
    from inventory_app.gui.views.inventory import InventoryPage


class Targets:
    """Shows on the inventory page what another page asked for, and says why."""

    def __init__(self, page: InventoryPage) -> None:
        self._page = page
        self.banned: Banned | None = None

    def show(self, target: object) -> None:
        """Show *target*, in the round that it names."""
        page = self._page
        round_code = getattr(target, "round", "")
        look = getattr(page.window(), "look_at_round", None)
        if round_code and round_code != page.context.round and callable(look):
            look(round_code)
        if isinstance(target, RecordTarget):
            self._show_record(target)
        elif isinstance(target, ListTarget):
            self._show_list(target)
        elif isinstance(target, EntityTarget):
            self.leave()
            page.tree.mark("entity", target.entity)
            page.read_list()

    def leave(self) -> None:
        """Leave what another page asked for, and show the sheet as before."""
        page = self._page
        if self.banned is not None:
            page.lists[self.banned.sheet] = self.banned.before
            self.banned = None
            page.banner.hide()
            if page.tree.scope == NONE:
                page.tree.mark("all", "")

    def show_all(self) -> None:
        """Show all records again."""
        self.leave()
        self._page.read_list()

    def show_banner(self) -> None:
        """Say why these records are shown."""
        page = self._page
        if self.banned is not None:
            _ = page.context.words
            text = self.banned.title or _("Another page asked for these records.")
            clear = button(page.context, _("Show all"), self.show_all, kind="flat")
            page.banner.show_text(text, "info", clear)

    def _show_record(self, target: RecordTarget) -> None:
        page = self._page
        self.leave()
        page.tree.mark("all", "")
        page.lists[target.sheet] = replace(
            page.lists.get(target.sheet, ListState()), conditions=(), search=""
        )
        self._turn_to(target.sheet)
        page.want(target.uid, target.field)
        page.read_list()

    def _show_list(self, target: ListTarget) -> None:
        page = self._page
        self.leave()
        before = page.lists.get(target.sheet, ListState())
        self.banned = Banned(
            sheet=target.sheet, entities=target.entities, only=target.only, title=target.title,
            before=before,
        )  # fmt: skip
        page.lists[target.sheet] = replace(
            before, conditions=target.conditions, search=target.search
        )
        page.tree.mark(*(NONE if target.entities or target.only else ("all", "")))
        self.show_banner()
        self._turn_to(target.sheet)
        page.read_list()

    def _turn_to(self, sheet: str) -> None:
        page = self._page
        if sheet != page.sheet:
            page.detail.leave()
            with QSignalBlocker(page.tabs):
                page.show_sheet(sheet)
            page.records.model.clear()
