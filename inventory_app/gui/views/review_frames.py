"""Boxes of the review that draw themselves.

There are hundreds of them in a long record: drawing one costs nothing until it is seen, while a
style sheet looks at each. And the sheet of the window need not know the review.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel

from inventory_app.gui.theme import LABEL, Theme


class Box(QFrame):
    """A frame with a ground and a border in colours of the theme; either may be missing."""

    def __init__(
        self, theme: Theme, *, radius: float = 8, ground: str = "", border: str = ""
    ) -> None:
        super().__init__()
        self._theme, self._radius = theme, radius
        self._ground, self._border, self._width = ground, border, 1.0
        self._hovered = False
        self.hover = ""

    def set_look(self, ground: str, border: str, width: float = 1.0) -> None:
        """Change ground and border; names of colours, empty for none."""
        if (ground, border, width) != (self._ground, self._border, self._width):
            self._ground, self._border, self._width = ground, border, width
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and border."""
        super().paintEvent(event)
        border = self.hover if self.hover and self._hovered and self._width < 2 else self._border
        half = self._width / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(
            self._theme.colour(self._ground) if self._ground else Qt.BrushStyle.NoBrush
        )
        pen = QPen(self._theme.colour(border), self._width) if border else Qt.PenStyle.NoPen
        painter.setPen(pen)
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, self._radius, self._radius)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Look as what can be chosen."""
        self._hover(on=True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Look as usual again."""
        self._hover(on=False)
        super().leaveEvent(event)

    def _hover(self, *, on: bool) -> None:
        if self.hover:
            self._hovered = on
            self.update()


class KeyCap(QLabel):
    """A letter as it stands on a key."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(text)
        self._theme = theme
        self.setFont(theme.font(LABEL - 1, bold=True))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(5, 1, 5, 1)
        self.setMinimumWidth(theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap, then the letter."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("field"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
        super().paintEvent(event)
