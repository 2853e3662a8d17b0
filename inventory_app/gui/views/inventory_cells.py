"""How the cells of a list are drawn, and the table that draws them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from inventory_app.gui.context import Context
from inventory_app.gui.delegates import PillDelegate
from inventory_app.gui.models.records import TONE, RecordsModel

_Index = QModelIndex | QPersistentModelIndex
_ROW, _HEADINGS = 36, 52


class CellDelegate(QStyledItemDelegate):
    """Draws a cell as the style does, and a frame around the one the keyboard is in."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._frame = context.theme.colour("accent")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        super().paint(painter, option, index)
        frame(painter, option, self._frame)


class StateDelegate(PillDelegate):
    """Draws the state of a record as a pill, with the same frame."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, TONE, parent)
        self._frame = context.theme.colour("accent")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        super().paint(painter, option, index)
        frame(painter, option, self._frame)


def frame(painter: QPainter, option: QStyleOptionViewItem, colour: QColor) -> None:
    """Draw a frame if the keyboard is in the cell of *option*."""
    if not option.state & QStyle.StateFlag.State_HasFocus:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -2), 4, 4)
    painter.restore()


class RecordsTable(QTableView):
    """A table of records. Enter and F2 open the form, Escape leaves it; it knows its own width."""

    opened = Signal()
    resized = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the form of the record at Enter and F2."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say that there is other room."""
        super().resizeEvent(event)
        self.resized.emit()


def records_table(context: Context, model: RecordsModel, name: str) -> RecordsTable:
    """Return the table over *model*; columns can be moved, sorted and made wider."""
    view = RecordsTable()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    view.setItemDelegate(CellDelegate(context, view))
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
    view.verticalHeader().setDefaultSectionSize(context.theme.px(_ROW))
    head = view.horizontalHeader()
    head.setHighlightSections(False)
    head.setMinimumSectionSize(context.theme.px(56))
    head.setFixedHeight(context.theme.px(_HEADINGS))
    head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    head.setSectionsMovable(True)
    head.setSectionsClickable(True)
    head.setStretchLastSection(False)
    head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    return view
