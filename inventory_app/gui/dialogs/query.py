"""A question to an entity about one field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QPlainTextEdit, QVBoxLayout, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import button, label, row

_LONGEST = 1000


class QueryDialog(QDialog):
    """What is asked, beside the answers that it is about."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        *,
        entity: str,
        about: str,
        answers: tuple[tuple[str, str], ...],
        question: str = "",
    ) -> None:
        super().__init__(parent)
        _ = context.words
        self.setWindowTitle(_("Ask the entity"))
        self.setMinimumWidth(context.theme.px(460))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(10)
        box.addWidget(label(about, "page-title", wrap=True))
        box.addWidget(label(entity, "muted", wrap=True))
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(4)
        for name, text in answers:
            form.addRow(label(name, "label"), label(text or _("no answer"), wrap=True))
        box.addLayout(form)
        self.text = QPlainTextEdit(question)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Question"))
        self.text.setPlaceholderText(_("Say in one sentence what is to be explained or corrected."))
        self.text.setMinimumHeight(context.theme.px(90))
        title = label(_("Question"), "label")
        title.setBuddy(self.text)
        box.addWidget(title)
        box.addWidget(self.text, 1)
        note = _("The value that stands now stays until the entity has answered.")
        box.addWidget(label(note, "caption", wrap=True))
        self.ask_button = button(context, _("Ask"), self.accept, kind="primary", icon="send")
        box.addLayout(row(1, button(context, _("Cancel"), self.reject), self.ask_button))
        self.text.textChanged.connect(self._look)
        self._look()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def question(self) -> str:
        """What was typed."""
        return self.text.toPlainText().strip()[:_LONGEST]

    def _look(self) -> None:
        self.ask_button.setEnabled(bool(self.question))

    def accept(self) -> None:
        """Close, if something is asked."""
        if self.question:
            super().accept()
