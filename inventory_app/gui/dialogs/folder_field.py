"""A folder that must be given: typed, or chosen in the dialog of the system."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import button, label, row


class FolderField(QWidget):
    """`edited` comes with each change. The folder used last for *purpose* stands there first."""

    edited = Signal()

    def __init__(self, context: Context, purpose: str) -> None:
        super().__init__()
        self._context = context
        _ = context.words
        self.line = QLineEdit(str(context.folder(purpose)))
        self.line.setAccessibleName(_("Folder"))
        self.line.textChanged.connect(self._look)
        choose = button(context, _("Choose…"), self.choose, icon="folder-open")
        title = label(_("Folder"), "label")
        title.setBuddy(self.line)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        line = row(self.line, choose)
        line.setStretch(0, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(title)
        box.addLayout(line)
        box.addWidget(self.problem)

    @property
    def folder(self) -> Path:
        """The folder as it stands there."""
        return Path(self.line.text().strip()).expanduser()

    @property
    def wrong(self) -> str:
        """What is wrong with the folder, "" if nothing is."""
        _, text = self._context.words, self.line.text().strip()
        if not text:
            return _("Choose a folder for the workbooks.")
        if self.folder.is_file():
            return _("This is a file; choose a folder.")
        return ""

    def choose(self) -> None:
        """Ask for a folder."""
        _ = self._context.words
        found = self._context.dialogs.choose_folder(_("Folder"), Path(self.line.text()))
        if found is not None:
            self.line.setText(str(found))

    def _look(self) -> None:
        self.problem.setText(self.wrong)
        self.problem.setVisible(bool(self.wrong))
        self.edited.emit()
