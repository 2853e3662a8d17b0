"""Saying that a record exists no longer, and since when."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from inventory_app.domain.fields import Field
from inventory_app.domain.merging import Answer
from inventory_app.gui.context import Context
from inventory_app.gui.forms.editor_lists import editor_for
from inventory_app.gui.kit.widgets import button, label, row

_WIDTH = 460


class RetireDialog(QDialog):
    """Asks for the day; `day` is what was said once the dialog is accepted."""

    def __init__(
        self, parent: QWidget, context: Context, title: str, asked: Field, day: date | None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.day = day
        _ = context.words
        self.setWindowTitle(_("Retire a record"))
        self.setMinimumWidth(context.theme.px(_WIDTH))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(10)
        box.addWidget(label(_("Retire “{title}”", title=title), "card-title", wrap=True))
        text = _("It stays in the workbook and is marked as retired from this day on. "
                 "Nothing is deleted, and you can undo it.")  # fmt: skip
        box.addWidget(label(text, "muted", wrap=True))
        name = label(asked.label(context.language), "label")
        box.addWidget(name)
        self.editor = editor_for(context, asked)
        self.editor.show_answer(Answer(day, None))
        self.editor.edited.connect(self._said)
        self.editor.refused.connect(lambda _problem, _text: self._said(Answer(None, None)))
        name.setBuddy(self.editor)
        box.addWidget(self.editor)
        self.problem = label("", "error", wrap=True)
        box.addWidget(self.problem)
        self.problem.hide()
        box.addSpacing(6)
        self.retire = button(context, _("Retire"), self.accept, kind="primary", icon="archive")
        self.retire.setDefault(True)
        self.cancel = button(context, _("Cancel"), self.reject)
        box.addLayout(row(1, self.cancel, self.retire))
        self.editor.setFocus()

    def accept(self) -> None:
        """Accept a day, or say that one is needed."""
        self.editor.commit()
        if self.day is not None:
            super().accept()
            return
        self.problem.setText(self._context.words("Type the day, for example 2026-06-30."))
        self.problem.show()
        self.editor.setFocus()

    def _said(self, answer: Answer) -> None:
        self.day = answer.value if isinstance(answer.value, date) else None
        self.problem.setVisible(False)
