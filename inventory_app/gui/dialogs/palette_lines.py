"""How the lines of the command palette are drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.models.palette import ITEM, Matches, PaletteItem
from inventory_app.gui.theme import BODY, CAPTION

_PAD, _ICON, _GAP = 10, 18, 12
_HEADING, _ONE_LINE, _TWO_LINES = 30, 36, 48


class PaletteDelegate(QStyledItemDelegate):
    """Draws headings small, items with icon, title, remark and shortcut, matches in bold."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._theme = context.theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of a line."""
        line = index.data(ITEM)
        height = _HEADING
        if isinstance(line, PaletteItem):
            height = _TWO_LINES if line.remark else _ONE_LINE
        return QSize(option.rect.width(), self._theme.px(height))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a line."""
        line, box = index.data(ITEM), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, PaletteItem):
            if option.state & QStyle.StateFlag.State_Selected:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._theme.colour("accent_soft"))
                painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 8, 8)
            self._item(painter, box.adjusted(_PAD, 0, -_PAD, 0), option.direction, line)
        else:
            place = box.adjusted(_PAD, 6, -_PAD, 0)
            self._text(painter, place, option.direction, str(line), (), small=True)
        painter.restore()

    def _item(
        self, painter: QPainter, box: QRect, side: Qt.LayoutDirection, item: PaletteItem
    ) -> None:
        used = _ICON + _GAP
        if item.icon:
            place = QRect(box.left(), box.center().y() - _ICON // 2 + 1, _ICON, _ICON)
            shown = QStyle.visualRect(side, box, place)
            self._context.icon(item.icon, "muted").paint(painter, shown)
        text = QRect(box.left() + used, box.top(), box.width() - used, box.height())
        if item.shortcut:
            painter.setFont(self._theme.font(CAPTION))
            width = painter.fontMetrics().horizontalAdvance(item.shortcut) + 4
            place = QRect(text.right() - width, text.top(), width, text.height())
            painter.setPen(self._theme.colour("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextForceLeftToRight
            painter.drawText(QStyle.visualRect(side, box, place), flags, item.shortcut)
            text.setWidth(text.width() - width - _GAP)
        upper, lower = QRect(text), QRect(text)
        if item.remark:
            upper.setBottom(text.center().y() + 2)
            lower.setTop(text.center().y() - 1)
            place = QStyle.visualRect(side, box, lower)
            self._text(painter, place, side, item.remark, item.remark_matches, small=True)
        place = QStyle.visualRect(side, box, upper)
        self._text(painter, place, side, item.title, item.matches)

    def _text(
        self, painter: QPainter, box: QRect, side: Qt.LayoutDirection, text: str,
        matches: Matches, *, small: bool = False,
    ) -> None:  # fmt: skip
        """Draw one line of *text*, cut at the end if need be, with the matches in bold."""
        font = self._theme.font(CAPTION if small else BODY)
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setTextDirection(side)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setAlignment(
            QStyle.visualAlignment(side, Qt.AlignmentFlag.AlignLeft)
            | Qt.AlignmentFlag.AlignAbsolute
        )
        layout.setTextOption(option)
        layout.setFormats([self._bold(start, end) for start, end in matches])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(box.width())
        layout.endLayout()
        painter.setPen(QColor(self._theme.colour("muted" if small else "text")))
        painter.setClipRect(box)
        at = box.topLeft()
        at.setY(round(box.top() + (box.height() - line.height()) / 2))
        layout.draw(painter, at)
        painter.setClipping(False)

    def _bold(self, start: int, end: int) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start, made.length = start, end - start
        looks = QTextCharFormat()
        looks.setFontWeight(QFont.Weight.DemiBold)
        looks.setForeground(self._theme.colour("accent"))
        made.format = looks
        return made
