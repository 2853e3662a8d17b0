"""The dialogs that a person answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from inventory_app.gui.dialogs_port import lay_out_lists

if TYPE_CHECKING:
    from inventory_app.gui.context import Context
    from inventory_app.gui.dialogs_port import Question

_CODE = re.compile(r"[A-Z]-[A-Z][A-Z-]+")


class RealDialogs:
    """The dialogs of the desktop."""

    def __init__(
        self, parent: QWidget, context: Context, explain: Callable[[str], None] | None = None
    ) -> None:
        self._parent = parent
        self._context = context
        self.explain = explain

    def open_files(self, title: str, folder: Path, kinds: str) -> tuple[Path, ...]:
        """Return the files chosen."""
        names, _ = QFileDialog.getOpenFileNames(self._parent, title, str(folder), kinds)
        return tuple(Path(name) for name in names)

    def save_file(self, title: str, suggested: Path, kinds: str) -> Path | None:
        """Return where to save."""
        name, _ = QFileDialog.getSaveFileName(self._parent, title, str(suggested), kinds)
        return Path(name) if name else None

    def choose_folder(self, title: str, folder: Path) -> Path | None:
        """Return the folder chosen."""
        name = QFileDialog.getExistingDirectory(self._parent, title, str(folder))
        return Path(name) if name else None

    def ask(self, question: Question) -> int:
        """Return the number of the choice."""
        box = self._box(question.title, question.text, question.details)
        box.setIcon(QMessageBox.Icon.Question)
        roles = QMessageBox.ButtonRole
        buttons = [
            box.addButton(text, roles.AcceptRole if not number else roles.ActionRole)
            for number, text in enumerate(question.choices)
        ]
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        cancel.setText(self._context.words("Cancel"))
        box.setDefaultButton(buttons[0])
        box.exec()
        clicked = box.clickedButton()
        return next((n for n, button in enumerate(buttons) if button is clicked), -1)

    def tell(self, title: str, text: str, details: str = "") -> None:
        """Show something that must be seen; where *details* are a code, offer its explanation."""
        box = self._box(title, text, details)
        close = box.addButton(QMessageBox.StandardButton.Close)
        close.setText(self._context.words("Close"))
        if self.explain is None or not _CODE.fullmatch(details):
            box.exec()
            return
        more = box.addButton(
            self._context.words("What can I do?"), QMessageBox.ButtonRole.ActionRole
        )
        more.setToolTip(self._context.words("Show {code} in the user guide", code=details))
        box.setDefaultButton(close)
        box.exec()
        if box.clickedButton() is more:
            self.explain(details)

    def run(self, dialog: QDialog) -> bool:
        """Show *dialog*."""
        lay_out_lists(dialog)
        return dialog.exec() == QDialog.DialogCode.Accepted

    def _box(self, title: str, text: str, details: str) -> QMessageBox:
        box = QMessageBox(self._parent)
        box.setWindowTitle(title)
        box.setText(title)
        box.setInformativeText(text)
        if details:
            box.setDetailedText(details)
        return box
