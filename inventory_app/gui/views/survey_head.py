"""Above the steps of a survey workbook: whose it is, until when, whether it is saved, notices."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import (
    Banner,
    ElidedLabel,
    Tone,
    button,
    column,
    pill,
    row,
    set_pill,
)
from inventory_app.gui.wording import apart
from inventory_app.languages import LANGUAGES

if TYPE_CHECKING:
    from inventory_app.gui.context import Context
    from inventory_app.gui.models.survey_session import SurveySession
    from inventory_app.texts import Translator

_SOON = 7  # days left that deserve attention


class SurveyHead(QWidget):
    """Title, deadline, state of saving, and what the reader should know about the file."""

    save_wanted = Signal()
    language_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._session: SurveySession | None = None
        _ = context.words
        self.title, self.subtitle = ElidedLabel("", "page-title"), ElidedLabel("", "muted")
        self.save = button(context, _("Save"), self.save_wanted.emit, kind="primary", icon="save",
                           tip=_("Save the workbook (Ctrl+S)"))  # fmt: skip
        self.deadline, self.state = pill("", "info"), pill("", "good")
        self.language, self.elsewhere = Banner(context), Banner(context)
        self.language.closed.connect(partial(self._close_notice, "language"))
        self.elsewhere.closed.connect(partial(self._close_notice, "elsewhere"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        first = row(spacing=16)
        first.addLayout(column(self.title, self.subtitle, spacing=2), 1)
        first.addWidget(self.save)
        box.addLayout(first)
        box.addLayout(FlowLayout([self.deadline, self.state]))
        box.addWidget(self.language)
        box.addWidget(self.elsewhere)

    def show_session(self, session: SurveySession) -> None:
        """Show whose workbook this is, and what should be known about the file."""
        self._session = session
        _, facts = self._context.words, session.survey.facts
        self.title.set_text(facts.entity_name or session.survey.identity.entity)
        self._show_deadline(facts.deadline)
        self._offer_language(session)
        self._warn_of_others(session)
        self.show_state(session)

    def show_state(self, session: SurveySession) -> None:
        """Show which file it is and whether everything is saved in it."""
        _ = self._context.words
        self.subtitle.set_text(
            _("Survey of round {round} · {file}", round=session.survey.identity.round,
              file=apart(session.survey.path.name, _))
        )  # fmt: skip
        changed = session.survey.is_changed
        set_pill(self.state, _("Not saved") if changed else _("Saved"),
                 "warn" if changed else "good")  # fmt: skip
        self.state.setVisible(changed or session.saved_here)
        self.save.setEnabled(changed)

    def _show_deadline(self, deadline: date | None) -> None:
        self.deadline.setVisible(deadline is not None)
        if deadline is not None:
            set_pill(
                self.deadline,
                *due(deadline, datetime.now().astimezone().date(), self._context.words),
            )

    def _offer_language(self, session: SurveySession) -> None:
        """Offer to show the window in the language of the workbook."""
        context, _ = self._context, self._context.words
        code = session.survey.identity.language
        if code == context.language or "language" in session.closed_notices:
            self.language.hide()
            return
        name = LANGUAGES[code].name
        switch = button(context, _("Show the window in {language}", language=apart(name, _)),
                        partial(self.language_wanted.emit, code), icon="globe")  # fmt: skip
        text = _("This workbook is in another language: {language}. It can be filled in in either.",
                 language=apart(name, _))  # fmt: skip
        self.language.show_text(text, "info", switch)

    def _warn_of_others(self, session: SurveySession) -> None:
        _ = self._context.words
        who = session.survey.opened_elsewhere()
        if who is None or "elsewhere" in session.closed_notices:
            self.elsewhere.hide()
            return
        self.elsewhere.show_text(
            _("The file is open in a spreadsheet program ({who}). Close it there before you save "
              "here.", who=apart(who, _)),
            "warn",
        )  # fmt: skip

    def _close_notice(self, name: str) -> None:
        if self._session is not None:
            self._session.closed_notices.add(name)


def due(deadline: date, today: date, _: Translator) -> tuple[str, Tone]:
    """Return how many days are left or lost, and how serious that is."""
    days, day = (deadline - today).days, _.date(deadline)
    if days < 0:
        late = _.plural("Was due on {day}, {n} day ago", "Was due on {day}, {n} days ago", -days,
                        day=day)  # fmt: skip
        return late, "bad"
    if days == 0:
        return _("Due today"), "warn"
    left = _.plural("Due on {day}, {n} day left", "Due on {day}, {n} days left", days, day=day)
    return left, "warn" if days <= _SOON else "info"
