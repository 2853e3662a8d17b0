"""One record of a survey workbook: its name, how well it stands, what can be done, its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inventory_app.gui.kit.widgets import (
    ElidedLabel,
    Tone,
    column,
    label,
    pill,
    row,
    set_pill,
    tool,
)
from inventory_app.gui.models.survey_lists import STANDINGS
from inventory_app.gui.models.survey_session import Standing, standing
from inventory_app.gui.views.survey_form import SurveyForm
from inventory_app.services.survey_files import RETIRED_ON

if TYPE_CHECKING:
    from inventory_app.domain.findings import Finding
    from inventory_app.domain.survey_files import SurveyRow
    from inventory_app.gui.context import Context
    from inventory_app.gui.models.survey_session import SurveySession

_TONES: Mapping[Standing, Tone] = {
    "known": "info", "changed": "good", "new": "good", "retired": "warn",
}  # fmt: skip


class RecordDetail(QWidget):
    """Shows the row that is chosen in its sheet; says what is answered and what is to be done."""

    edited = Signal(str, object)
    typed = Signal(str, str)
    moved = Signal(int)
    list_wanted = Signal()
    duplicate_wanted = Signal()
    retire_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, context: Context, session: SurveySession, sheet: str) -> None:
        super().__init__()
        self._context, self._session, self._sheet = context, session, sheet
        _ = context.words
        self._form: SurveyForm | None = None
        self.title = ElidedLabel("", "card-title")
        self.to_list = tool(context, "list", _("All records"), self.list_wanted.emit)
        self.to_list.hide()
        self.mark, self.missing = pill("", "info"), pill("", "bad")
        self.position = label("", "caption")
        self.back = tool(context, "chevron-up", _("Previous record (Alt+Page Up)"),
                         lambda: self.moved.emit(-1))  # fmt: skip
        self.next = tool(context, "chevron-down", _("Next record (Alt+Page Down)"),
                         lambda: self.moved.emit(1))  # fmt: skip
        self.duplicate = tool(context, "copy", _("Duplicate this record"),
                              self.duplicate_wanted.emit)  # fmt: skip
        self.retire = tool(context, "archive", _("Retire this record…"), self.retire_wanted.emit)
        self.remove = tool(context, "trash-2", _("Remove this record"), self.remove_wanted.emit)
        tools = row(self.back, self.next, self.duplicate, self.retire, self.remove, spacing=2)
        head = row(self.to_list, self.title, tools)
        head.setStretch(1, 1)
        box = column(head, row(self.mark, self.missing, 1, self.position), spacing=6)
        self._box = box
        self.setLayout(box)

    @property
    def form(self) -> SurveyForm:
        """The form. It is made when the rest is in its place: moving it about would take long."""
        if self._form is None:
            self._form = SurveyForm(self._context, self._session, self._sheet)
            self._form.edited.connect(self.edited)
            self._form.typed.connect(self.typed)
            self._box.addWidget(self._form, 1)
        return self._form

    def show_row(self, shown: SurveyRow, position: tuple[int, int]) -> None:
        """Show a row."""
        self.show_head(shown, position)
        self.form.show_row(shown, self._findings(shown))

    def show_checked(self, shown: SurveyRow, position: tuple[int, int]) -> None:
        """Show what the last check found; what is being typed stays."""
        self.show_head(shown, position)
        self.form.show_only_findings(self._findings(shown))

    def show_head(self, shown: SurveyRow, position: tuple[int, int]) -> None:
        """Show name, standing and what is missing."""
        _ = self._context.words
        self.title.set_text(self._session.title(self._sheet, shown) or _("(no name yet)"))
        kind = standing(shown)
        set_pill(self.mark, _(STANDINGS[kind]), _TONES[kind])
        missing = self._session.missing(shown, self._sheet)
        text = _.plural("{n} answer missing", "{n} answers missing", missing)
        set_pill(self.missing, text, "bad")
        self.missing.setVisible(bool(missing))
        at, of = position
        self.position.setText(_("{part} of {whole}", part=_.number(at), whole=_.number(of))
                              if at else "")  # fmt: skip
        self.back.setEnabled(at > 1)
        self.next.setEnabled(at < of)
        self.remove.setVisible(shown.issued is None)
        self.retire.setVisible(RETIRED_ON in shown.cells)

    def commit(self) -> None:
        """Take what is being typed."""
        if self._form is not None:
            self._form.commit()

    def focus_field(self, name: str) -> None:
        """Put the focus on a field, or on the first one."""
        form = self.form
        form.focus_field(name if name in form.rows else form.first_field())

    def _findings(self, shown: SurveyRow) -> list[Finding]:
        return list(self._session.by_record.get((self._sheet, shown.uid), ()))
