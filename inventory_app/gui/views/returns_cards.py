"""The cards above the register: answered, outstanding, overdue, and where returns are dropped."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory_app.domain.registers import Register
from inventory_app.gui.context import Context
from inventory_app.gui.kit.tiles import Tiles
from inventory_app.gui.kit.widgets import FigureCard
from inventory_app.gui.views.returns_drop import DropZone


class RegisterCards(QWidget):
    """Each card shows the entities behind its figure when it is chosen."""

    chosen = Signal(str)  # the filter of the register

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        _ = context.words
        self.tiles = Tiles(context.theme.px(190))
        self.answered = self._card(_("Answered"), "circle-check", "answered")
        self.outstanding = self._card(_("Outstanding"), "clock", "outstanding")
        self.approved = self._card(_("Approved"), "check", "approved")
        self.drop = DropZone(context)
        self.tiles.add(self.drop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.tiles)

    def _card(self, title: str, icon: str, chip: str) -> FigureCard:
        card = FigureCard(self._context, title, icon)
        card.clicked.connect(partial(self.chosen.emit, chip))
        self.tiles.add(card)
        return card

    def show_register(self, register: Register) -> None:
        """Show the figures of a round."""
        _, rows = self._context.words, register.rows
        answered = [each for each in rows if each.participation.answered]
        late = sum(each.participation.status == "late" for each in rows)
        overdue = sum(each.overdue for each in rows)
        approved = sum(each.approved for each in rows)
        whole = _.number(len(rows))
        self.answered.show_figure(
            _("{part} of {whole}", part=_.number(len(answered)), whole=whole),
            _.plural("{n} late", "{n} late", late) if late else "", "warn",
        )  # fmt: skip
        self.outstanding.show_figure(
            _.number(len(rows) - len(answered)),
            _.plural("{n} past the deadline", "{n} past the deadline", overdue) if overdue else "",
            "bad",
        )  # fmt: skip
        open_ = sum(each.conflicts for each in rows)
        self.approved.show_figure(
            _("{part} of {whole}", part=_.number(approved), whole=_.number(len(answered))),
            _.plural("{n} open conflict", "{n} open conflicts", open_) if open_ else "", "warn",
        )  # fmt: skip
