"""Writing query workbooks: what is asked about, by when, into which folder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QVBoxLayout, QWidget

from inventory_app.domain.registers import Register, RegisterRow
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.folder_field import FolderField
from inventory_app.gui.dialogs.round_day import DayField
from inventory_app.gui.kit.widgets import button, column, label, row

_DAYS = 14


@dataclass(frozen=True, kw_only=True)
class QueryWish:
    """What was chosen; `entities` is None for all of them."""

    entities: tuple[str, ...] | None
    findings: bool
    comments: bool
    again: bool
    due: date
    folder: Path


class QueryWorkbooksDialog(QDialog):
    """What goes out, with a sentence that says how much that is."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        register: Register,
        today: date,
        chosen: Collection[str] = (),
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._chosen = tuple(chosen)
        self._rows: Sequence[RegisterRow] = [
            each for each in register.rows if not chosen or each.entity.code in chosen
        ]
        _ = context.words
        self.setWindowTitle(_("Write query workbooks"))
        self.setMinimumWidth(context.theme.px(520))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        title = _("Query workbooks of round {round}", round=register.round.code)
        box.addWidget(label(title, "page-title", wrap=True))
        about = _("Each entity gets one workbook with only the disputed cells open, in its own "
                  "language. What comes back is merged like every return.")  # fmt: skip
        box.addWidget(label(about, "muted", wrap=True))
        box.addLayout(self._what())
        self.day = DayField(context, _("Answers are due by"), today + timedelta(days=_DAYS))
        self.day.show_day(today + timedelta(days=_DAYS), earliest=today)
        due = label(_("Answers are due by"), "label")
        due.setBuddy(self.day)
        box.addLayout(column(due, self.day, spacing=4))
        self.place = FolderField(context, "queries")
        self.place.edited.connect(self._look)
        box.addWidget(self.place)
        self.summary = label("", "muted", wrap=True)
        box.addWidget(self.summary)
        self.write_button = button(context, _("Write"), self.accept, kind="primary", icon="send")
        box.addLayout(row(1, button(context, _("Cancel"), self.reject), self.write_button))
        self._look()

    def _what(self) -> QVBoxLayout:
        _, count = self._context.words, self._count
        self.findings = QCheckBox(
            _("Ask about findings that block ({n})", n=_.number(count("blocks")))
        )
        self.comments = QCheckBox(
            _("Ask about findings that need a comment ({n})", n=_.number(count("comment")))
        )
        self.again = QCheckBox(
            _("Remind those who have not answered ({n})", n=_.number(len(self._reminded())))
        )
        self.findings.setEnabled(bool(count("blocks")))
        self.comments.setEnabled(bool(count("comment")))
        self.again.setEnabled(bool(self._reminded()))
        for each in (self.findings, self.comments, self.again):
            each.toggled.connect(lambda _on: self._look())
        return column(
            label(_("What is asked, beside the open queries"), "card-title"),
            self.findings, self.comments, self.again, spacing=4,
        )  # fmt: skip

    def _count(self, strength: str) -> int:
        return sum(each.findings.get(strength, 0) for each in self._rows)

    def _waiting(self) -> list[RegisterRow]:
        return [each for each in self._rows if each.query_states.get("open")]

    def _reminded(self) -> list[RegisterRow]:
        return [
            each
            for each in self._rows
            if each.query_states.get("sent") and not each.query_states.get("open")
        ]

    def wish(self) -> QueryWish:
        """Return what was chosen; what needs a comment includes what blocks."""
        return QueryWish(
            entities=self._chosen or None,
            findings=self.findings.isChecked() or self.comments.isChecked(),
            comments=self.comments.isChecked(), again=self.again.isChecked(), due=self.day.day,
            folder=self.place.folder,
        )  # fmt: skip

    def _look(self) -> None:
        _, wish = self._context.words, self.wish()
        rows = self._waiting() + (self._reminded() if wish.again else [])
        count = sum(
            each.query_states.get("open", 0) + each.query_states.get("sent", 0) for each in rows
        )
        said = _.plural("{n} query waits to be sent.", "{n} queries wait to be sent.", count)
        if wish.findings:
            more = _("Questions about findings are added; nothing is asked twice.")
            said = _("{what} {more}", what=said, more=more)
        self.summary.setText(said)
        can = bool(count or wish.findings) and not self.place.wrong
        self.write_button.setEnabled(can)

    def accept(self) -> None:
        """Close, if there is something to write."""
        if self.write_button.isEnabled():
            super().accept()
