"""The entities that need attention, the weightiest first, each with what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from inventory_app.gui.kit.widgets import Card, Tone, button, empty, label, picture, row
from inventory_app.gui.targets import RegisterTarget

if TYPE_CHECKING:
    from inventory_app.domain.overviews import Attention, Behind
    from inventory_app.gui.context import Context

_MOST = 12
_GRAVE = frozenset({"A-OVERDUE", "A-CONFLICTS", "A-BLOCKS"})


class AttentionCard(Card):
    """One line an entity; *opens* shows what is behind it."""

    def __init__(self, context: Context, opens: Callable[[Behind, str], None]) -> None:
        super().__init__(context.words("Needs attention"))
        self.context, self._open = context, opens

    def show_attention(self, attention: Sequence[Attention]) -> None:
        """Show the first dozen, and how many more there are."""
        context, _ = self.context, self.context.words
        empty(self.body)
        if not attention:
            good = label(_("Nothing needs attention in this round."), "muted", wrap=True)
            line = row(picture(context, "circle-check", "good"))
            line.addWidget(good, 1)
            self.body.addLayout(line)
            self.body.addStretch(1)
            return
        lines = QGridLayout()
        lines.setHorizontalSpacing(8)
        lines.setVerticalSpacing(6)
        lines.setColumnStretch(2, 1)
        for number, each in enumerate(attention[:_MOST]):
            for at, widget in enumerate(self._attention_line(each)):
                side = Qt.AlignmentFlag.AlignVCenter
                if at == 1:  # the name keeps its own width
                    side |= Qt.AlignmentFlag.AlignLeading
                lines.addWidget(widget, number, at, side)
        self.body.addLayout(lines)
        rest = tuple(dict.fromkeys(each.entity for each in attention[_MOST:]))
        if rest:
            text = _("{n} more entities", n=_.number(len(rest)))
            target = RegisterTarget(entities=rest, title=text)
            more = button(context, text, partial(context.go, "returns", target), kind="link")
            self.body.addLayout(row(more, 1))
        self.body.addStretch(1)

    def _attention_line(self, each: Attention) -> Sequence[QWidget]:
        context, _ = self.context, self.context.words
        tone: Tone = "bad" if each.code in _GRAVE else "warn"
        name = button(context, each.entity, partial(self._open, each.behind, each.sentence(_)),
                      kind="link", tip=_("Open what is behind this"))  # fmt: skip
        name.setAccessibleDescription(each.sentence(_))
        mark = picture(context, "circle-alert" if tone == "bad" else "triangle-alert", tone)
        return mark, name, label(each.sentence(_), wrap=True)
