"""Cards of equal width in as many columns as the window has room for."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from inventory_app.gui.kit.widgets import CARD_MARGIN, GAP, FigureCard

_BESIDE = 28  # pixels that the icon and the line around a card take from the name


class Tiles(QWidget):
    """A grid whose number of columns follows its width; no tile gets narrower than *narrowest*."""

    def __init__(self, narrowest: int) -> None:
        super().__init__()
        self._narrowest = narrowest
        self._tiles: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)

    def add(self, tile: QWidget) -> None:
        """Add a tile at the end."""
        tile.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        tile.setMinimumWidth(min(self._narrowest, 120))
        self._tiles.append(tile)
        self._columns = 0
        self._lay_out()
        self._level()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out anew where another number of columns fits."""
        super().resizeEvent(event)
        self._lay_out()
        self._level()

    def _level(self) -> None:
        """Give all names of figures the same height, so that the figures stand in one line."""
        names = [tile.name for tile in self._tiles if isinstance(tile, FigureCard)]
        if not names or not self._columns:
            return
        tile = (self.width() - (self._columns - 1) * GAP) // self._columns
        room = max(tile - 2 * CARD_MARGIN - _BESIDE, 40)
        for name in names:
            name.ensurePolished()
        tallest = max(name.heightForWidth(room) for name in names)
        for name in names:
            name.setMinimumHeight(tallest)

    def _lay_out(self) -> None:
        fitting = max(1, (self.width() + GAP) // (self._narrowest + GAP))
        count = len(self._tiles)
        rows = -(-count // min(fitting, count)) if count else 1
        columns = -(-count // rows) if count else 1  # rows of equal length where that is possible
        if columns == self._columns:
            return
        for number in range(max(self._grid.columnCount(), columns)):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        self._columns = columns
        for number, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, number // columns, number % columns)
