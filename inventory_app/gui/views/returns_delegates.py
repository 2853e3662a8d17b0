"""How cells of the register are drawn: a bar for completeness, counts with a mark each."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inventory_app.gui.context import Context
from inventory_app.gui.kit.two_lines import REMARK
from inventory_app.gui.theme import LABEL

_PAD, _GAP, _MARK = 9, 10, 16
_Index = QModelIndex | QPersistentModelIndex


class _Drawn(QStyledItemDelegate):
    """Draws the ground of a cell as the style does, and leaves the rest to `draw`."""

    def __init__(self, context: Context, role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._theme, self._role = context, context.theme, role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the cell."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(LABEL))
        right = option.direction == Qt.LayoutDirection.RightToLeft
        self.draw(painter, option.rect.adjusted(_PAD, 0, -_PAD, 0), text, index, right=right)
        painter.restore()

    def draw(
        self, painter: QPainter, room: QRect, text: str, index: _Index, *, right: bool
    ) -> None:
        """Draw what is in the cell."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a line; the width is the view's business."""
        return QSize(self._theme.px(80), super().sizeHint(option, index).height())


class BarDelegate(_Drawn):
    """Draws a share between 0 and 1 as a bar with its figure beside it."""

    def draw(
        self, painter: QPainter, room: QRect, text: str, index: _Index, *, right: bool
    ) -> None:
        """Draw the bar where the reader starts, then the figure."""
        share = index.data(self._role)
        if share is None:
            painter.setPen(self._theme.colour("faint"))
            painter.drawText(room, _side(right), "—")
            return
        metrics = painter.fontMetrics()
        width = metrics.horizontalAdvance("100 %") + 4
        bar = QRectF(room.left(), room.center().y() - 2.5, max(room.width() - width - 6, 12), 6)
        words = QRect(room.right() + 1 - width, room.top(), width, room.height())
        if right:
            bar.moveRight(room.right())
            words.moveLeft(room.left())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(bar, 3, 3)
        filled = QRectF(bar)
        filled.setWidth(bar.width() * share)
        if right:
            filled.moveRight(bar.right())
        painter.setBrush(self._theme.colour("accent"))
        painter.drawRoundedRect(filled, 3, 3)
        painter.setPen(self._theme.colour("text"))
        painter.drawText(words, _side(not right), text)


class CountsDelegate(_Drawn):
    """Draws counts, each with the mark of what it counts."""

    def draw(
        self, painter: QPainter, room: QRect, text: str, index: _Index, *, right: bool
    ) -> None:
        """Draw mark and number one after the other, from where the reader starts."""
        del text
        words, side = self._context.words, self._theme.px(15)
        metrics = painter.fontMetrics()
        at = 0
        for icon, tone, count in index.data(self._role) or ():
            number = words.number(count)
            width = side + 4 + metrics.horizontalAdvance(number)
            if at and at + width > room.width():
                break
            left = room.right() + 1 - at - side if right else room.left() + at
            mark = QRect(left, room.center().y() - side // 2, side, side)
            self._context.icon(icon, tone).paint(painter, mark)
            painter.setPen(self._theme.colour("text"))
            place = QRect(left + side + 4, room.top(), width, room.height())
            if right:
                place.moveRight(left - 4)
            painter.drawText(place, _side(right), number)
            at += width + _GAP


class WholeTextDelegate(QStyledItemDelegate):
    """Draws a mark, a sentence and its remark in as many lines as they take."""

    def __init__(self, context: Context, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._theme, self._view = context.theme, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground as the style does, then the mark and both texts."""
        self.initStyleOption(option, index)
        text, icon, option.text = option.text, QIcon(option.icon), ""
        option.icon = QIcon()
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        right = option.direction == Qt.LayoutDirection.RightToLeft
        room, side = option.rect.adjusted(_PAD, 5, -_PAD, -5), self._theme.px(_MARK)
        left = room.right() + 1 - side if right else room.left()
        icon.paint(painter, QRect(left, room.top() + 2, side, side))
        if right:
            room.setRight(room.right() - side - _GAP)
        else:
            room.setLeft(room.left() + side + _GAP)
        flags = _side(right) & ~Qt.AlignmentFlag.AlignVCenter
        flags |= Qt.AlignmentFlag.AlignTop
        wrap = Qt.TextFlag.TextWordWrap
        painter.save()
        for part, small in ((text, False), (str(index.data(REMARK) or ""), True)):
            painter.setFont(self._theme.font(LABEL) if small else self._theme.font())
            painter.setPen(self._theme.colour("muted" if small else "text"))
            painter.drawText(room, flags | wrap, part)
            room.setTop(room.top() + self._height(part, room.width(), small=small) + 1)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height that both texts take at the width of the view."""
        del option
        room = self._view.viewport().width() - 2 * _PAD - self._theme.px(_MARK) - _GAP
        text, remark = str(index.data() or ""), str(index.data(REMARK) or "")
        height = self._height(text, room, small=False) + self._height(remark, room, small=True)
        return QSize(80, height + 12)

    def _height(self, text: str, width: int, *, small: bool) -> int:
        if not text:
            return 0
        metrics = QFontMetrics(self._theme.font(LABEL) if small else self._theme.font())
        box = QRect(0, 0, max(width, 40), 10_000)
        return metrics.boundingRect(box, Qt.TextFlag.TextWordWrap, text).height()


def _side(right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
