"""Lists with two lines an item: a name, and a smaller remark under it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
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

REMARK = int(Qt.ItemDataRole.UserRole) + 1
_PAD = 6


class TwoLineDelegate(QStyledItemDelegate):
    """Draws the text of an item and its remark under it, with the mark that the item has."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = context.theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw ground, mark and focus as the style does, then both lines."""
        self.initStyleOption(option, index)
        text, remark = option.text, str(index.data(REMARK) or "")
        style = option.widget.style() if option.widget else QApplication.style()
        place = style.subElementRect(
            QStyle.SubElement.SE_ItemViewItemText, option, option.widget
        ).adjusted(4, 0, -4, 0)
        option.text = ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        self._draw(painter, place, text, remark, option)
        painter.restore()

    def _draw(
        self, painter: QPainter, place: QRect, text: str, remark: str, option: QStyleOptionViewItem
    ) -> None:
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        side |= Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        upper, lower = QRect(place), QRect(place)
        if remark:
            middle = place.center().y() + 2
            upper.setBottom(middle)
            lower.setTop(middle - 1)
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("text"))
        metrics = painter.fontMetrics()
        painter.drawText(upper, side, metrics.elidedText(text, elide, upper.width()))
        if remark:
            painter.setFont(self._theme.font(CAPTION))
            painter.setPen(self._theme.colour("muted"))
            metrics = painter.fontMetrics()
            painter.drawText(lower, side, metrics.elidedText(remark, elide, lower.width()))

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return room for both lines."""
        size = super().sizeHint(option, index)
        theme = self._theme
        both = 1.5 * (theme.font().pixelSize() + theme.font(CAPTION).pixelSize())
        return QSize(
            min(size.width(), 80), round(both) + 2 * _PAD
        )  # long names are cut, not scrolled to
