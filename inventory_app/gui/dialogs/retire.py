"""On which day records ceased to exist; what that means is said before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QDialog, QVBoxLayout, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import button, label, row
from inventory_app.gui.wording import apart

_NAMED = 6


class RetireDialog(QDialog):
    """Asks for the day; *as_of* is the day that the round describes."""

    def __init__(
        self, parent: QWidget, context: Context, titles: Sequence[str], count: int, as_of: date
    ) -> None:
        super().__init__(parent)
        _ = context.words
        self._words, self._as_of = _, as_of
        title = _.plural("Retire {n} record", "Retire {n} records", count)
        self.setWindowTitle(title)
        self.resize(context.theme.px(480), 0)
        self.day_field = QDateEdit()
        self.day_field.setCalendarPopup(True)
        self.day_field.setAccessibleName(_("Retired on"))
        self.day_field.setDate(QDate(as_of.year, as_of.month, as_of.day))
        self.day_field.dateChanged.connect(lambda _day: self._say())
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
        box.addLayout(row(self.day_field, 1))
        box.addWidget(self.effect)
        box.addLayout(row(1, button(context, _("Cancel"), self.reject), self.retire))
        self._say()

    @property
    def day(self) -> date:
        """The day that was chosen."""
        chosen = self.day_field.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _say(self) -> None:
        _, as_of = self._words, self._words.date(self._as_of)
        if self.day <= self._as_of:
            text = _("Nothing is deleted. The round describes {day}: from this round on the "
                     "records are closed and enter no totals. Undo brings them back.",
                     day=as_of)  # fmt: skip
        else:
            text = _("Nothing is deleted. The round describes {day}, when the records were still "
                     "there: they are counted in this round. Undo takes the day away.",
                     day=as_of)  # fmt: skip
        self.effect.setText(text)
