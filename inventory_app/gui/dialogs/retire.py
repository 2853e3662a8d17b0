"""On which day records ceased to exist; what that means is said before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from inventory_app.domain.fields import Field
from inventory_app.domain.merging import Answer
from inventory_app.gui.context import Context
from inventory_app.gui.forms.editor_lists import editor_for
from inventory_app.gui.kit.widgets import button, label, row
from inventory_app.gui.wording import apart

_NAMED = 6


class RetireDialog(QDialog):
    """Asks for the day; *as_of* is the day that the round describes."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        field: Field,
        titles: Sequence[str],
        count: int,
        as_of: date,
    ) -> None:
        super().__init__(parent)
        _ = context.words
        self._words, self._as_of = _, as_of
        title = _.plural("Retire {n} record", "Retire {n} records", count)
        self.setWindowTitle(title)
        self.resize(context.theme.px(480), 0)
        self.day: date | None = as_of
        self.editor = editor_for(context, field)
        self.editor.show_answer(Answer(as_of, None))
        self.editor.more.hide()
        self.editor.edited.connect(self._take)
        self.editor.refused.connect(lambda *_said: self._take(Answer(None, None)))
        self.effect = label("", "muted", wrap=True)
        named = [apart(each, _) for each in titles[:_NAMED]]
        if count > len(named):
            rest = count - len(named)
            named.append(_.plural("and {n} more record", "and {n} more records", rest))
        self.retire = button(context, title, self.accept, kind="primary", icon="archive")
        self.retire.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        box.addWidget(label(title, "page-title", wrap=True))
        box.addWidget(label("\n".join(named), wrap=True))
        box.addWidget(label(_("On which day did this cease to exist or to be used?"), "label",
                            wrap=True))  # fmt: skip
        box.addLayout(row(self.editor))
        box.addWidget(self.effect)
        box.addLayout(row(1, button(context, _("Cancel"), self.reject), self.retire))
        self._say()

    def _take(self, answer: Answer) -> None:
        self.day = answer.value if isinstance(answer.value, date) else None
        self._say()

    def _say(self) -> None:
        _, as_of = self._words, self._words.date(self._as_of)
        self.retire.setEnabled(self.day is not None)
        if self.day is None:
            text = _("Type a day, for example {day}.", day=as_of)
        elif self.day <= self._as_of:
            text = _("Nothing is deleted. The round describes {day}: from this round on the "
                     "records are closed and enter no totals. Undo brings them back.",
                     day=as_of)  # fmt: skip
        else:
            text = _("Nothing is deleted. The round describes {day}, when the records were still "
                     "there: they are counted in this round. Undo takes the day away.",
                     day=as_of)  # fmt: skip
        self.effect.setText(text)
