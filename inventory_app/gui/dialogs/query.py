"""A question to an entity about one field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import button, label, row

_LONGEST = 1000


class QueryDialog(QDialog):
    """What is asked, beside the answers that it is about.

    Where *fields* are given, one of them is to be chosen: each has its name, its label and the
    answer that is held.
    """

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        *,
        entity: str,
        about: str,
        answers: tuple[tuple[str, str], ...] = (),
        question: str = "",
        fields: Sequence[tuple[str, str, str]] = (),
        field: str = "",
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
        self._held = {name: text for name, _label, text in fields}
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Question about"))
        for name, text, _held in fields:
            self.choice.addItem(text, name)
        if fields:
            self.choice.setCurrentIndex(max(self.choice.findData(field), 0))
            self.choice.currentIndexChanged.connect(lambda _n: self._show_held())
            form.addRow(label(_("Question about"), "label"), self.choice)
            self.held = label("", wrap=True)
            form.addRow(label(_("What we hold"), "label"), self.held)
            self._none = _("no answer")
            self._show_held()
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

    @property
    def field(self) -> str:
        """The field that was chosen, "" where there was no choice."""
        return str(self.choice.currentData() or "")

    def _show_held(self) -> None:
        self.held.setText(self._held.get(self.field) or self._none)

    def _look(self) -> None:
        self.ask_button.setEnabled(bool(self.question))

    def accept(self) -> None:
        """Close, if something is asked."""
        if self.question:
            super().accept()
