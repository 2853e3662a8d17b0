"""Choosing which sheets of the catalogue a round asks."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from inventory_app.domain.fields import Catalogue

_COLUMNS = 3


class SheetChoice(QWidget):
    """One box for each sheet, in the order of the catalogue."""

    changed = Signal()

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        super().__init__()
        self.boxes = {sheet.name: QCheckBox(sheet.label(language)) for sheet in catalogue}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        for number, (name, box) in enumerate(self.boxes.items()):
            box.setToolTip(catalogue[name].help[language])
            box.toggled.connect(self.changed)
            line, column = divmod(number, _COLUMNS)
            grid.addWidget(box, line, column, Qt.AlignmentFlag.AlignLeading)
            grid.setColumnStretch(column, 1)

    def choose(self, names: Iterable[str]) -> None:
        """Tick the boxes of *names* and no others."""
        wanted = set(names)
        for name, box in self.boxes.items():
            box.setChecked(name in wanted)

    def chosen(self) -> tuple[str, ...]:
        """Return the names of the sheets that are ticked."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())
