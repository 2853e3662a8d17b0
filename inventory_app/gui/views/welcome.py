"""The first page: try the demonstration, begin an inventory, fill in a survey workbook."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import (
    Card,
    PageHeader,
    ScrollPage,
    button,
    column,
    empty,
    label,
    picture,
    row,
)
from inventory_app.gui.targets import Destination
from inventory_app.gui.views.page import Page
from inventory_app.texts import N_

_CHOICES = (
    ("play", N_("Open the demonstration"),
     N_("Sixty real entities, two rounds, invented answers: look at everything, break nothing."),
     "demo"),
    ("file-plus", N_("New inventory"),
     N_("For headquarters: begin a store with the entities of the Secretariat."), "new"),
    ("folder-open", N_("Open inventory"), N_("A store that ends in .ictinv."), "open"),
    ("file-spreadsheet", N_("Open a survey workbook"),
     N_("For focal points: fill in the workbook you were sent, with checks while you type."),
     "open-workbook"),
)  # fmt: skip


class WelcomePage(Page):
    """What to do first, and the stores opened last."""

    name: ClassVar[str] = "welcome"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        _ = context.words
        page = ScrollPage()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        page.column.addWidget(
            PageHeader(
                _("Welcome"),
                _("One place for the ICT staff, systems, data centres and costs of all entities."),
            )
        )
        grid = QGridLayout()
        grid.setSpacing(14)
        for number, (icon, title, text, action) in enumerate(_CHOICES):
            grid.addWidget(self._choice(icon, _(title), _(text), action), number // 2, number % 2)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        page.column.addLayout(grid)
        guide = button(context, _("User guide"), self._trigger("guide"), kind="link",
                       icon="book-open", tip="F1")  # fmt: skip
        page.column.addLayout(row(guide, 1))
        self.recent = Card(_("Opened recently"))
        page.column.addWidget(self.recent)
        page.column.addStretch(1)

    def _choice(self, icon: str, title: str, text: str, action: str) -> Card:
        card = Card(clickable=True)
        card.setAccessibleName(title)
        card.setAccessibleDescription(text)
        mark = picture(self.context, icon, "accent", 28)
        words = column(label(title, "card-title"), label(text, "muted", wrap=True), 1, spacing=4)
        line = row(column(mark, 1), spacing=14)
        line.addLayout(words, 1)
        card.body.addLayout(line)
        card.clicked.connect(self._trigger(action))
        return card

    def _trigger(self, action: str) -> Callable[[], None]:
        def trigger() -> None:
            found = getattr(self.window(), "actions_by_id", {}).get(action)
            if found is not None:
                found.trigger()

        return trigger

    def refresh(self) -> None:
        """Show the stores opened last that are still there."""
        context, _ = self.context, self.context.words
        empty(self.recent.body)
        stores = [store for store in context.settings.recent if store.is_file()]
        self.recent.setVisible(bool(stores))
        for store in stores:
            name = button(context, store.stem, partial(self._open, store), kind="link",
                          icon="database", tip=str(store))  # fmt: skip
            line = row(name, label(str(store.parent), "caption"), 1)
            self.recent.body.addLayout(line)

    def _open(self, store: Path) -> None:
        self.context.signals.go.emit(Destination(page="welcome", target=store))

    def show_target(self, target: object) -> None:
        """Open a store of the list."""
        commands = getattr(self.window(), "commands", None)
        if isinstance(target, Path) and commands is not None:
            commands.open_store(target)
