"""Lists whose items take as many lines as they need; nothing is cut."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

_ACROSS, _ABOVE, _LONGEST = 10, 6, 1000


class WrappedDelegate(QStyledItemDelegate):
    """Draws the text of an item in lines of the width of the list."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw ground and focus as the style does, then all lines."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft)
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.text().color())
        place = option.rect.adjusted(_ACROSS, 0, -_ACROSS, 0)
        mark = _mark(option)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            place.setRight(place.right() - mark)
        else:
            place.setLeft(place.left() + mark)
        painter.drawText(place, flags | Qt.TextFlag.TextWordWrap, text)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height that the lines take."""
        self.initStyleOption(option, index)
        bar = self._view.verticalScrollBar().sizeHint().width()  # it may come later
        wide = self._view.contentsRect().width() - bar - 2 * _ACROSS - _mark(option)
        room = QRect(0, 0, max(wide, 40), _LONGEST)
        lines = QFontMetrics(option.font).boundingRect(
            room, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft, option.text
        )
        return QSize(min(lines.width(), 80), lines.height() + 2 * _ABOVE)


def _mark(option: QStyleOptionViewItem) -> int:
    """Return the room that the mark of an item takes."""
    return 0 if option.icon.isNull() else option.decorationSize.width() + _ACROSS // 2
