"""Parts that views are made of: lists that are not cut, tiles in line, rows of one height."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QListView, QPushButton, QVBoxLayout, QWidget

from inventory_app.gui.dialogs_port import lay_out_lists
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.tiles import Tiles
from inventory_app.gui.kit.widgets import FigureCard
from inventory_app.gui.kit.wrapped import WrappedDelegate

LONG = "Share of the personnel that works on information and communications technology"


def listed(parent, *texts):
    """Return a list with *texts*, made before it has its style, as dialogs make theirs."""
    view = QListView(parent)
    view.setProperty("airy", True)
    model = QStandardItemModel(view)
    for text in texts:
        model.appendRow(QStandardItem(text))
    view.setModel(model)
    view.setCurrentIndex(model.index(0, 0))
    return view


def test_rows_of_a_dialog_are_as_high_as_the_style_wants(window, qtbot):
    dialog = QDialog(window)
    view = listed(dialog, "one", "two", "three")
    QVBoxLayout(dialog).addWidget(view)
    lay_out_lists(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    heights = {view.visualRect(view.model().index(row, 0)).height() for row in range(3)}
    assert len(heights) == 1
    assert heights.pop() >= 26
    dialog.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_long_name_takes_several_lines(make_window, settle, language):
    window = make_window(language)
    dialog = QDialog(window)
    view = listed(dialog, "short", LONG)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setItemDelegate(WrappedDelegate(view))
    QVBoxLayout(dialog).addWidget(view)
    dialog.resize(260, 300)
    dialog.show()
    settle(window)
    short, long = (view.visualRect(view.model().index(row, 0)).height() for row in (0, 1))
    line = view.fontMetrics().height()
    assert long >= short + 2 * line
    dialog.close()


def test_figures_of_tiles_stand_in_one_line(window, settle):
    dialog = QDialog(window)
    tiles = Tiles(150)
    cards = [FigureCard(window.context, name, "gauge") for name in ("Systems", LONG, "Cost")]
    for card in cards:
        tiles.add(card)
        card.show_figure("12", "3 more", note="From 4 of 5 entities.")
    QVBoxLayout(dialog).addWidget(tiles)
    for width in (700, 540, 900):
        dialog.resize(QSize(width, 300))
        dialog.show()
        settle(window)
        tops = {card.figure.mapTo(tiles, QPoint(0, 0)).y() for card in cards}
        assert len(tops) == 1, width
    dialog.close()


def test_lines_of_a_flow_have_a_distance_of_their_own(window, settle):
    dialog = QDialog(window)
    inner = QWidget()
    flow = FlowLayout([QPushButton("wide enough") for _ in range(4)], spacing=20, line_spacing=2)
    inner.setLayout(flow)
    QVBoxLayout(dialog).addWidget(inner)
    dialog.resize(260, 300)
    dialog.show()
    settle(window)
    places = [flow.itemAt(at).geometry() for at in range(4)]
    below = next(place for place in places if place.top() > places[0].top())
    assert below.top() - places[0].bottom() - 1 == 2
    dialog.close()
