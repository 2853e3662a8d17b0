"""The name under which a list with its filter and columns is kept."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import button, label, row


class SaveViewDialog(QDialog):
    """Asks for a name; `name` is what was given."""

    def __init__(self, parent: QWidget, context: Context, taken: Collection[str]) -> None:
        super().__init__(parent)
        _ = context.words
        self._taken, self._words = frozenset(taken), _
        self.setWindowTitle(_("Save this view"))
        self.resize(context.theme.px(440), 0)
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Name of the view"))
        self.field.setMaxLength(60)
        self.field.textChanged.connect(lambda _text: self._say())
        self.note = label("", "caption", wrap=True)
        self.save = button(context, _("Save"), self.accept, kind="primary", icon="bookmark")
        self.save.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        box.addWidget(label(_("Save this view"), "page-title"))
        box.addWidget(label(_("Filter, columns, order and entities are kept under a name on this "
                              "computer; the records are looked up anew each time."),
                            "muted", wrap=True))  # fmt: skip
        box.addWidget(self.field)
        box.addWidget(self.note)
        box.addLayout(row(1, button(context, _("Cancel"), self.reject), self.save))
        self._say()

    @property
    def name(self) -> str:
        """The name that was given."""
        return " ".join(self.field.text().split())

    def _say(self) -> None:
        self.save.setEnabled(bool(self.name))
        _, again = self._words, self.name in self._taken
        self.note.setText(_("A view of this name exists; it will be replaced.") if again else "")
