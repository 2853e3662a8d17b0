"""The top of each view of this page: title at one side, buttons at the other or below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSplitter, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import ElidedLabel, column, label, row, tool
from inventory_app.gui.theme import Theme

_NARROW = 660
_FOLDED, _LOW, _HIGH = 620, 290, 640
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
        self.back_button = tool(context, "chevron-left", back, self.back.emit)
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

    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than the title needs: the buttons give way."""
        return QSize(self._context.theme.px(160), super().minimumSizeHint().height())

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


def fold(splitter: QSplitter, theme: Theme, width: int) -> None:
    """Put a panel beside its list, or below it in a narrow window; both get room to be used."""
    narrow = width < theme.px(_FOLDED)
    orientation = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
    if splitter.orientation() != orientation:
        splitter.setOrientation(orientation)
    splitter.setMinimumHeight(theme.px(_HIGH if narrow else _LOW))


class Resizes(QObject):
    """Calls back when a widget gets another size; it belongs to that widget."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the events of the widget."""
        if event.type() == QEvent.Type.Resize:
            self._then()
        return super().eventFilter(watched, event)
