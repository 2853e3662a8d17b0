"""Menus and shortcuts, made from the list of actions, switched on and off as things change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from inventory_app.gui.actions import ACTIONS, ActionSpec
from inventory_app.gui.views.page import PAGES, Page
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.gui.commands import Commands
    from inventory_app.gui.context import Context
    from inventory_app.gui.frame import Frame
    from inventory_app.gui.menu_bar import Menu

_UNDO = {"undo": (N_("Undo"), N_("Undo: {what}")), "redo": (N_("Redo"), N_("Redo: {what}"))}


class Menus:
    """All actions of one window, by id."""

    def __init__(
        self, window: QMainWindow, frame: Frame, commands: Commands, context: Context
    ) -> None:
        self._window, self._frame = window, frame
        self._commands, self._context = commands, context
        self.actions: dict[str, QAction] = {}

    def fill(self, menus: Mapping[Menu, QMenu]) -> None:
        """Make all actions anew in the language of the window, and put them into *menus*."""
        _ = self._context.words
        self.actions.clear()
        for old in list(self._window.actions()):
            self._window.removeAction(old)
        for spec in ACTIONS:
            if spec.separator_before:
                menus[spec.menu].addSeparator()
            made = self._made(spec.id, _(spec.text), spec.icon, spec.shortcut)
            made.triggered.connect(lambda _checked=False, spec=spec: self.do(spec))
            menus[spec.menu].addAction(made)
        for number, page in enumerate((p for p in PAGES if p.in_navigation), start=1):
            made = self._made(f"go-{page.name}", _(page.text), page.icon, f"Ctrl+{number}")
            made.triggered.connect(
                lambda _checked=False, name=page.name: self._frame.show_page(name)
            )
            menus["go"].addAction(made)
        for menu in menus.values():
            menu.aboutToShow.connect(self.update)
        self.update()

    def _made(self, name: str, text: str, icon: str, shortcut: str) -> QAction:
        made = QAction(text, self._window)
        if icon:
            made.setIcon(self._context.icon(icon, "muted"))
        if shortcut:
            made.setShortcut(QKeySequence(shortcut))
        self._window.addAction(made)
        self.actions[name] = made
        return made

    def do(self, spec: ActionSpec) -> None:
        """Do what *spec* says, in the page or in the window."""
        handler = self._handler(spec)
        if handler is not None:
            handler()
            self.update()

    def update(self) -> None:
        """Switch actions on and off, and name what undo and redo would do."""
        task, page = self._context.tasks.current, self._frame.current
        changing = task is not None and task.changes_data
        for spec in ACTIONS:
            possible = self._handler(spec) is not None
            store = self._context.workspace
            possible &= not (spec.needs_store and store is None)
            possible &= not (spec.changes_data and store is not None and store.database.read_only)
            possible &= not (spec.changes_data and changing)
            if spec.of_page and isinstance(page, Page):
                possible &= page.can(spec.id)
            self.actions[spec.id].setEnabled(possible)
        for which, (bare, named) in _UNDO.items():
            _, action = self._context.words, self.actions[which]
            what = self._commands.next_step(which)
            action.setText(_(named, what=what) if what else _(bare))
            action.setEnabled(action.isEnabled() and bool(what))

    def _handler(self, spec: ActionSpec) -> Callable[[], Any] | None:
        if spec.of_page:
            found = getattr(self._frame.current, spec.method, None)
        elif spec.method == "close":
            found = self._window.close
        else:
            found = getattr(self._commands, spec.method, None)
        return found if callable(found) else None
