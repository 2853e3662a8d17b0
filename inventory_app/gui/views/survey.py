"""One survey workbook as forms, for the person who fills it in. No store is needed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from inventory_app.gui.kit.widgets import (
    PAGE_MARGIN,
    Banner,
    EmptyState,
    PageHeader,
    button,
    column,
    empty,
    pill,
    row,
    set_pill,
)
from inventory_app.gui.models.survey_session import CHECK, START, SurveySession, session_of
from inventory_app.gui.views.page import Page
from inventory_app.gui.views.survey_check import CheckStep
from inventory_app.gui.views.survey_saving import SurveySaving
from inventory_app.gui.views.survey_sheet import SheetStep
from inventory_app.gui.views.survey_start import StartStep
from inventory_app.gui.views.survey_step import SurveyStep
from inventory_app.gui.views.survey_steps import StepList
from inventory_app.gui.wording import apart
from inventory_app.languages import LANGUAGES
from inventory_app.services.survey_checks import Checked, checked

if TYPE_CHECKING:
    from inventory_app.errors import UserError
    from inventory_app.gui.context import Context

_QUIET = 250  # milliseconds without a change before everything is checked again


class SurveyPage(Page):
    """The open workbook in steps: start, one for each sheet, check and send."""

    name: ClassVar[str] = "survey"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.session: SurveySession | None = None
        self.steps: dict[str, SurveyStep] = {}
        self.saving = SurveySaving(context, self)
        self.saving.opened.connect(self._opened)
        self.saving.refused.connect(self._refused)
        self.saving.saved.connect(self._saved)
        self.saving.busy.connect(self._set_busy)
        self._focus: QWidget | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET)
        self._quiet.timeout.connect(self._check)
        self.nothing = QVBoxLayout()
        self._build()
        self._show_nothing()
        self._show_session()

    # -- the frame -----------------------------------------------------------------------------

    def _build(self) -> None:
        context, _ = self.context, self.context.words
        self.header = PageHeader("", "")
        self.header.title.setWordWrap(True)
        self.deadline = pill("", "info")
        self.unsaved = pill("", "good")
        self.save_button = button(context, _("Save"), self.save, kind="primary", icon="save",
                                  tip=_("Save the workbook (Ctrl+S)"))  # fmt: skip
        self.header.buttons.addWidget(self.save_button)
        self.language = Banner(context)
        self.language.closed.connect(partial(self._close_notice, "language"))
        self.elsewhere = Banner(context)
        self.elsewhere.closed.connect(partial(self._close_notice, "elsewhere"))
        self.list = StepList(context)
        self.list.chosen.connect(self.show_step)
        self.stack = QStackedWidget()
        self.back = button(context, _("Back"), partial(self._move, -1), icon="chevron-left")
        self.forward = button(context, "", partial(self._move, 1), icon="chevron-right")
        self.body = QWidget()
        self.body_box = row(spacing=16)
        right = column(spacing=10)
        right.addWidget(self.stack, 1)
        right.addLayout(row(self.back, 1, self.forward))
        self.body_box.addWidget(self.list)
        self.body_box.addLayout(right, 1)
        self.body.setLayout(self.body_box)
        work = QWidget()
        box = QVBoxLayout(work)
        box.setContentsMargins(PAGE_MARGIN, 18, PAGE_MARGIN, 14)
        box.setSpacing(10)
        box.addWidget(self.header)
        box.addLayout(row(self.deadline, self.unsaved, 1))
        box.addWidget(self.language)
        box.addWidget(self.elsewhere)
        box.addWidget(self.body, 1)
        start = QWidget()
        start.setLayout(self.nothing)
        self.views = QStackedWidget()
        self.views.addWidget(start)
        self.views.addWidget(work)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.views)
        for keys, move in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._move, move))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the steps above the form where there is no room beside it."""
        super().resizeEvent(event)
        self.list.set_narrow(self.width() < self.context.theme.px(840))
        self.body_box.setDirection(
            self.body_box.Direction.TopToBottom
            if self.list.narrow
            else self.body_box.Direction.LeftToRight
        )

    def _show_nothing(self, error: UserError | None = None) -> None:
        """Say that no workbook is open, or why one was refused."""
        context, _ = self.context, self.context.words
        empty(self.nothing)
        opener = button(context, _("Open survey workbook…"), self._choose_workbook,
                        kind="primary", icon="folder-open")  # fmt: skip
        if error is None:
            shown = EmptyState(
                context, "file-spreadsheet", _("No survey workbook is open."),
                _("Open the workbook you were sent, or drop it on this window."), opener,
            )  # fmt: skip
        else:
            shown = EmptyState(
                context, "circle-alert", _(error.message, **error.params),
                _("{suggestion} (Code {code})", suggestion=_(error.suggestion, **error.params),
                  code=error.code),
                opener,
            )  # fmt: skip
        self.nothing.addWidget(shown)
        self.views.setCurrentIndex(0)

    def _choose_workbook(self) -> None:
        commands = getattr(self.window(), "commands", None)
        if commands is not None:
            commands.choose_workbook()

    # -- opening -------------------------------------------------------------------------------

    def open_workbook(self, path: Path) -> None:
        """Open a workbook, unless one with unsaved answers must stay."""
        self.commit()
        self.saving.open(path)

    def _refused(self, error: UserError) -> None:
        self._show_nothing(error)
        _ = self.context.words
        self.context.say(_(error.message, **error.params), "bad")

    def _opened(self) -> None:
        if session_of(self.context) is not self.session:
            self._show_session()
        self._update_actions()

    def _show_session(self) -> None:
        """Show the workbook that is open in this window, if any."""
        self.session = session = session_of(self.context)
        for step in self.steps.values():
            self.stack.removeWidget(step)
            step.hide()
            step.deleteLater()
        self.steps.clear()
        if session is None:
            return
        facts, _ = session.survey.facts, self.context.words
        self.header.title.setText(facts.entity_name or session.survey.identity.entity)
        self.header.say(
            _("Survey workbook {file} · round {round}", round=session.survey.identity.round,
              file=apart(session.survey.path.name, _))
        )  # fmt: skip
        self._show_deadline(facts.deadline)
        self._offer_language()
        self._warn_of_others()
        self.views.setCurrentIndex(1)
        if session.step not in step_names(session):
            session.step = START
        self.show_step(session.step)

    def _show_deadline(self, deadline: date | None) -> None:
        self.deadline.setVisible(deadline is not None)
        if deadline is None:
            return
        _ = self.context.words
        days = (deadline - date.today()).days
        when = _.date(deadline)
        if days < 0:
            text = _.plural("Due {day}: {n} day late", "Due {day}: {n} days late", -days, day=when)
        elif days == 0:
            text = _("Due today")
        else:
            text = _.plural("Due {day}: {n} day left", "Due {day}: {n} days left", days, day=when)
        set_pill(self.deadline, text, "bad" if days < 0 else "warn" if days <= _SOON else "info")

    def _offer_language(self) -> None:
        """Offer to show the window in the language of the workbook."""
        context, _ = self.context, self.context.words
        session = self.session
        code = session.survey.identity.language if session is not None else context.language
        if session is None or code == context.language or "language" in session.closed_notices:
            self.language.hide()
            return
        name = LANGUAGES[code].name
        switch = button(context, _("Show the window in {language}", language=name),
                        partial(self._switch_language, code), icon="globe")  # fmt: skip
        text = _("This workbook is in another language: {language}. You can fill it in in either.",
                 language=name)  # fmt: skip
        self.language.show_text(text, "info", switch)

    def _switch_language(self, code: str) -> None:
        self.commit()
        self.context.settings.language = code
        self.context.settings.save()
        self.context.signals.look_changed.emit()

    def _warn_of_others(self) -> None:
        session, _ = self.session, self.context.words
        who = session.survey.opened_elsewhere() if session is not None else None
        if session is None or who is None or "elsewhere" in session.closed_notices:
            self.elsewhere.hide()
            return
        self.elsewhere.show_text(
            _("The file is open in a spreadsheet program ({who}). Close it there before you save "
              "here.", who=apart(who, _)),
            "warn",
        )  # fmt: skip

    def _close_notice(self, name: str) -> None:
        if self.session is not None:
            self.session.closed_notices.add(name)

    # -- steps ---------------------------------------------------------------------------------

    def show_step(self, name: str, uid: str = "", field: str = "") -> None:
        """Show a step, and in it a record and a field if they are named."""
        session = self.session
        if session is None:
            return
        self.commit()
        session.step = name
        if name not in self.steps:
            self._add_step(name, session)
        step = self.steps[name]
        if uid and isinstance(step, SheetStep):
            step.place.uid = uid
        step.show_all()
        self.stack.setCurrentWidget(step)
        if uid and isinstance(step, SheetStep):
            step.choose(uid, field)
        self._show_around()
        self._update_actions()

    def _add_step(self, name: str, session: SurveySession) -> None:
        step: SurveyStep
        if name == START:
            step = StartStep(self.context, session)
        elif name == CHECK:
            step = CheckStep(self.context, session)
            step.save_wanted.connect(self.save)
        else:
            step = SheetStep(self.context, session, name)
        step.changed.connect(self._changed)
        step.wanted.connect(self.show_step)
        self.steps[name] = step
        self.stack.addWidget(step)

    def _move(self, by: int) -> None:
        if self.session is None:
            return
        names = step_names(self.session)
        at = names.index(self.session.step) + by
        if 0 <= at < len(names):
            self.show_step(names[at])

    def _show_around(self) -> None:
        """Show steps, and whether everything is saved."""
        session, context = self.session, self.context
        if session is None:
            return
        _ = context.words
        names = step_names(session)
        lines = [step_line(context, session, name) for name in names]
        self.list.show_steps(lines, session.step)
        at = names.index(session.step)
        self.back.setVisible(at > 0)
        self.forward.setVisible(at + 1 < len(names))
        if at + 1 < len(names):
            following = step_text(context, session, names[at + 1])
            self.forward.setText(_("Next: {step}", step=following))
        changed = session.survey.is_changed
        set_pill(self.unsaved, _("Not saved") if changed else _("Saved"),
                 "warn" if changed else "good")  # fmt: skip
        self.unsaved.setVisible(changed or session.saved_here)
        self.save_button.setEnabled(changed)

    @property
    def step(self) -> SurveyStep | None:
        """The step that is shown."""
        return self.steps.get(self.session.step) if self.session is not None else None

    # -- changes -------------------------------------------------------------------------------

    def _changed(self) -> None:
        """Show that something is not saved, and check again after a moment of quiet."""
        self._quiet.start()
        self._show_around()
        self._update_actions()

    def _check(self) -> None:
        session = self.session
        if session is None:
            return
        content, catalogue = session.survey.content(), session.catalogue

        def found(result: Checked) -> None:
            if self.session is session:
                session.take_checked(result)
                self._show_around()
                if self.step is not None:
                    self.step.show_checked()

        self.context.read("survey-check", lambda: checked(content, catalogue), found)

    def commit(self) -> None:
        """Take what is being typed."""
        if self.step is not None:
            self.step.commit()

    def _set_busy(self, busy: bool) -> None:
        """Keep the workbook as it is while it is being saved."""
        if busy:
            self._focus = QApplication.focusWidget()
        self.body.setEnabled(not busy)
        if not busy and self._focus is not None and self.isAncestorOf(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _update_actions(self) -> None:
        update = getattr(self.window(), "update_actions", None)
        if callable(update):
            update()

    # -- what the menus do ---------------------------------------------------------------------

    def save(self) -> None:
        """Save the workbook where it is."""
        self.commit()
        self.saving.save()

    def save_as(self) -> None:
        """Save the workbook somewhere else."""
        self.commit()
        self.saving.save_as()

    def _saved(self) -> None:
        self._show_session_name()
        self._show_around()
        if self.step is not None:
            self.step.show_checked()
        self._update_actions()
