"""What this program is, and what can be done from the keyboard."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from inventory_app.gui.actions import ACTIONS, MENUS
from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import ScrollPage, label


def own_version() -> str:
    """Return the version of the program."""
    try:
        return version("ict-inventory")
    except PackageNotFoundError:
        return ""


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
        box.addWidget(label(_("Version {version}, with Qt {qt}", version=own_version(),
                              qt=qVersion()), "muted"))  # fmt: skip
        box.addWidget(label(_("Made to answer General Assembly resolution 63/262: a comprehensive "
                              "inventory of ICT capacities, with the method and the benchmarks "
                              "behind every figure."), wrap=True))  # fmt: skip
        box.addWidget(label(_("Qt is used under the GNU LGPL 3; its libraries can be replaced. "
                              "Fonts: Noto, under the SIL Open Font Licence. Icons: Lucide, "
                              "under the ISC licence."), "caption", wrap=True))  # fmt: skip
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box.addWidget(buttons)
        self.setMinimumWidth(420)


class KeysDialog(QDialog):
    """All shortcuts, by menu."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent)
        _ = context.words
        self.setWindowTitle(_("Keyboard shortcuts"))
        page = ScrollPage()
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(6)
        line = 0
        for menu, title in MENUS.items():
            specs = [spec for spec in ACTIONS if spec.menu == menu and spec.shortcut]
            if not specs:
                continue
            grid.addWidget(label(_(title).replace("&", ""), "card-title"), line, 0)
            for spec in specs:
                line += 1
                grid.addWidget(label(_(spec.text)), line, 0)
                grid.addWidget(label(spec.shortcut, "muted"), line, 1)
            line += 1
        page.column.addLayout(grid)
        page.column.addStretch(1)
        box = QVBoxLayout(self)
        box.addWidget(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box.addWidget(buttons)
        self.resize(520, 560)
