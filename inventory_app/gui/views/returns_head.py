"""The top of each view of this page: title at one side, buttons at the other or below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import ElidedLabel, column, label, row, tool

_NARROW = 660
_ASKED = Qt.WidgetAttribute.WA_WState_ExplicitShowHide  # shown or hidden by somebody


class Head(QWidget):
    """Title, subtitle and buttons. The buttons go below the title where there is little room.

    With *back* a button with that name leads to where the reader came from.
    """

    back = Signal()

    def __init__(self, context: Context, title: str, back: str = "") -> None:
        super().__init__()
        self._context = context
        self._narrow: bool | None = None
        self.title = ElidedLabel(title, "page-title")
        self.title.setMinimumWidth(80)
        self.subtitle = label("", "muted", wrap=True)
        self.subtitle.hide()
        self._buttons: list[QPushButton] = []
        self.words = column(self.title, self.subtitle, spacing=2)
        self._line, self._flow = QWidget(), QWidget()
        self.line = row()
        self._line.setLayout(self.line)
        self.flow = FlowLayout()
        self._flow.setLayout(self.flow)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(10)
        self._box.addLayout(self.words, 1)
        self._box.addWidget(self._line, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addWidget(self._flow)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        right = context.words.language.right_to_left
        icon = "chevron-right" if right else "chevron-left"
        self.back_button = tool(context, icon, back, self.back.emit)
        outer.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        self.back_button.setVisible(bool(back))
        outer.addLayout(self._box, 1)

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Add buttons after those that are there."""
        self._buttons += buttons
        self._put(narrow=bool(self._narrow))

    def say(self, subtitle: str) -> None:
        """Show *subtitle* under the title."""
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons where there is room for them."""
        super().resizeEvent(event)
        narrow = self.width() < self._context.theme.px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._put(narrow=narrow)

    def _put(self, *, narrow: bool) -> None:
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        layout = self.flow if narrow else self.line
        for each in self._buttons:
            hidden = each.isHidden() and each.testAttribute(_ASKED)
            layout.addWidget(each)
            each.setVisible(not hidden)
        self._line.setVisible(not narrow)
        self._flow.setVisible(narrow)
