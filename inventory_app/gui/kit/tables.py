"""Tables: no grid, one line under each row, rows that are easy to hit."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from inventory_app.gui.context import Context

ROW_HEIGHT = 38


def table(
    context: Context, model: QAbstractItemModel, name: str, *, several: bool = False
) -> QTableView:
    """Return a table over *model* that can be sorted; *name* is said to who cannot see it."""
    view = QTableView()
    view.setModel(model)
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setAlternatingRowColors(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    mode = QAbstractItemView.SelectionMode
    view.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setSortingEnabled(True)
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(context.theme.px(ROW_HEIGHT))
    head = view.horizontalHeader()
    head.setHighlightSections(False)
    head.setMinimumSectionSize(context.theme.px(56))
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setTextElideMode(Qt.TextElideMode.ElideRight)
    head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return view


def select_row(view: QTableView, row: int) -> None:
    """Select *row* and bring it into sight; `QTableView.selectRow` does nothing right to left."""
    index = view.model().index(row, 0)
    flags = QItemSelectionModel.SelectionFlag
    view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
    view.scrollTo(index)
