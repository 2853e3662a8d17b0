"""What this program is, and what can be done from the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from inventory_app import __version__
from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import ScrollPage, button, label, row

KeyGroup = tuple[str, Sequence[tuple[str, str]]]


class AboutDialog(QDialog):
    """Name, version, licences."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        _ = context.words
        self.setWindowTitle(_("About this program"))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(10)
        box.addWidget(label(_("ICT Inventory"), "page-title"))
        box.addWidget(label(_("Version {version}, with Qt {qt}", version=__version__,
                              qt=qVersion()), "muted"))  # fmt: skip
        box.addWidget(label(_("Made to answer General Assembly resolution 63/262: a comprehensive "
                              "inventory of ICT capacities, with the method and the benchmarks "
                              "behind every figure."), wrap=True))  # fmt: skip
        box.addWidget(label(_("Qt is used under the GNU LGPL 3; its libraries can be replaced. "
                              "Fonts: Noto, under the SIL Open Font Licence. Icons: Lucide, "
                              "under the ISC licence."), "caption", wrap=True))  # fmt: skip
        box.addLayout(row(1, button(context, _("Close"), self.reject)))
        self.setMinimumWidth(context.theme.px(420))


class KeysDialog(QDialog):
    """All shortcuts: *groups* of texts and keys, each with a title; all texts are message ids."""

    def __init__(self, parent: QWidget, context: Context, groups: Sequence[KeyGroup]) -> None:
        super().__init__(parent)
        _ = context.words
        self.setWindowTitle(_("Keyboard shortcuts"))
        page = ScrollPage()
        page.column.setContentsMargins(0, 0, 0, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(2, 1)  # keeps the keys away from the scroll bar
        for title, keys in groups:
            if grid.rowCount() > 1:
                grid.setRowMinimumHeight(grid.rowCount(), context.theme.px(8))
            grid.addWidget(label(_(title).replace("&", ""), "card-title"), grid.rowCount(), 0)
            for text, key in keys:
                line = grid.rowCount()
                grid.addWidget(label(_(text)), line, 0)
                grid.addWidget(label(key, "muted"), line, 1)
        page.column.addLayout(grid)
        page.column.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        box.addWidget(label(_("Keyboard shortcuts"), "page-title"))
        box.addWidget(page)
        box.addLayout(row(1, button(context, _("Close"), self.reject)))
        self.resize(context.theme.px(520), context.theme.px(600))
