"""The form of one record of a survey workbook: what is known, what was typed, what is wrong."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel

from inventory_app.domain.fields import Sheet
from inventory_app.domain.findings import Finding
from inventory_app.gui.forms.field_row import FieldRow, Shown
from inventory_app.gui.forms.record_form import RecordForm
from inventory_app.gui.models.choices import Choice
from inventory_app.gui.models.survey_session import former, is_known

if TYPE_CHECKING:
    from inventory_app.domain.survey_files import SurveyRow
    from inventory_app.gui.context import Context
    from inventory_app.gui.models.survey_session import SurveySession


class SurveyForm(RecordForm):
    """The fields that the workbook has columns for.

    What could not be understood stays in its field and is said by `typed`; a field that says what
    was sent carries a mark.
    """

    typed = Signal(str, str)

    def __init__(self, context: Context, session: SurveySession, sheet: str) -> None:
        self._session = session
        definition = _with_columns(session.sheet(sheet), session.survey.sheet(sheet).fields)
        super().__init__(
            context, session.catalogue, definition, choices=self._choices, with_history=False
        )
        self.setAccessibleName(definition.label(context.language))
        self.marks: dict[str, QLabel] = {}
        known = context.icon("clock", "faint").pixmap(QSize(13, 13))
        said = context.words("Known: please confirm, or correct it")
        for name, each in self.rows.items():
            if each.editor is not None:
                each.editor.refused.connect(partial(self._typed, name))
                self.marks[name] = _add_mark(each, known, said)

    def show_row(self, row: SurveyRow, findings: Sequence[Finding]) -> None:
        """Show a row as it stands now."""
        before = {name: former(row, name) for name in self.rows}
        self.show_record(
            Shown(
                values={**row.values, **row.unread},
                states=row.states,
                findings=findings,
                key=row.uid,
                titles=self._session.titles(self.sheet.name),
                former={name: said for name, said in before.items() if said is not None},
            )
        )
        for name, mark in self.marks.items():
            mark.setVisible(is_known(row, name))

    def show_only_findings(self, findings: Sequence[Finding]) -> None:
        """Show what is said of the fields, and leave alone what is being typed."""
        for name, each in self.rows.items():
            mine = [finding for finding in findings if finding.field == name]
            each.show_findings(mine, self._session.catalogue)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out first, so that the columns are counted by the width that the fields will have."""
        box = self.layout()
        if box is not None:
            box.setGeometry(self.rect())
        super().resizeEvent(event)

    def _choices(self, sheet: str) -> Sequence[Choice]:
        return [Choice(uid, title) for uid, title in self._session.choices(sheet)]

    def _typed(self, name: str, _problem: str, text: str) -> None:
        self.typed.emit(name, text)


def _with_columns(sheet: Sheet, columns: frozenset[str]) -> Sheet:
    """Return *sheet* without the fields that the workbook cannot hold."""
    fields = {name: each for name, each in sheet.fields.items() if name in columns or each.derived}
    return dataclasses.replace(sheet, fields=fields)


def _add_mark(line: FieldRow, known: QPixmap, said: str) -> QLabel:
    """Put a small mark beside the name of a field: it says what was sent."""
    mark = QLabel()
    mark.setPixmap(known)
    mark.setToolTip(said)
    mark.setAccessibleName(said)
    mark.hide()
    box = line.layout()
    first = box.itemAt(0) if box is not None else None
    head = first.layout() if first is not None else None
    if isinstance(head, QHBoxLayout):
        head.insertWidget(1, mark)
    return mark
