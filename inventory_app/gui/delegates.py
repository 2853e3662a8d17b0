"""How cells of tables are drawn: states as words on a soft ground."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inventory_app.gui.context import Context
from inventory_app.gui.theme import CAPTION

_PAD = 9


class PillDelegate(QStyledItemDelegate):
    """Draws the text of a cell as a pill in the tone that the model gives under *tone_role*."""

    def __init__(self, context: Context, tone_role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = context.theme
        self._role = tone_role

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the ground as the style does, then the pill."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        tone = str(index.data(self._role) or "info")
        if not text:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(CAPTION, bold=True))
        metrics = painter.fontMetrics()
        room = option.rect.width() - 2 * _PAD
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room - 2 * _PAD, 10))
        width = metrics.horizontalAdvance(text) + 2 * _PAD
        height = metrics.height() + 4
        left = option.rect.left() + _PAD
        if option.direction == Qt.LayoutDirection.RightToLeft:
            left = option.rect.right() - _PAD - width
        box = QRectF(left, option.rect.center().y() - height / 2 + 0.5, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(f"{tone}_soft"))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(self._theme.colour(tone))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return room for the text and its ground."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + 2 * _PAD, size.height())
