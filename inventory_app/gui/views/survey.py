"""One survey workbook as forms, for the person who fills it in. No store is needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from inventory_app.gui.forms.field_row import FieldRow
from inventory_app.gui.kit.widgets import PAGE_MARGIN, EmptyState, button, column, empty, row
from inventory_app.gui.models.survey_session import CHECK, START, SurveySession, session_of
from inventory_app.gui.views.page import Page
from inventory_app.gui.views.survey_check import CheckStep
from inventory_app.gui.views.survey_head import SurveyHead
from inventory_app.gui.views.survey_saving import SurveySaving
from inventory_app.gui.views.survey_sheet import SheetStep
from inventory_app.gui.views.survey_start import StartStep
from inventory_app.gui.views.survey_step import SurveyStep
from inventory_app.gui.views.survey_steps import StepList, step_line, step_names, step_text
from inventory_app.services.checking import Checked, checked

if TYPE_CHECKING:
    from inventory_app.errors import UserError
    from inventory_app.gui.context import Context

_NARROW = 840
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
        self.head = SurveyHead(context)
        self.head.save_wanted.connect(self.save)
        self.head.language_wanted.connect(self._switch_language)
        self.list = StepList(context)
        self.list.chosen.connect(self.show_step)
        self.list.moved.connect(self._move)
        self.stack = QStackedWidget()
        self.back = button(context, _("Back"), partial(self._move, -1), icon="chevron-left")
        self.forward = button(context, "", partial(self._move, 1), icon="chevron-right")
        right_to_left = context.words.language.right_to_left  # the arrow stands at the far end
        self.forward.setLayoutDirection(
            Qt.LayoutDirection.LeftToRight if right_to_left else Qt.LayoutDirection.RightToLeft
        )
        self.body = QWidget()
        self.body_box = row(spacing=16)
        right = column(spacing=10)
        right.addWidget(self.stack, 1)
        self.foot = QWidget()
        self.foot.setLayout(row(self.back, 1, self.forward))
        right.addWidget(self.foot)
        self.body_box.addWidget(self.list)
        self.body_box.addLayout(right, 1)
        self.body.setLayout(self.body_box)
        work = QWidget()
        box = QVBoxLayout(work)
        box.setContentsMargins(PAGE_MARGIN, 18, PAGE_MARGIN, 14)
        box.setSpacing(10)
        box.addWidget(self.head)
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

    def showEvent(self, event: QShowEvent) -> None:
        """Check what was typed while the page was out of sight."""
        super().showEvent(event)
        self._quiet.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the steps above the form where there is no room beside it."""
        super().resizeEvent(event)
        narrow = self.width() < self.context.theme.px(_NARROW)
        self.list.set_narrow(narrow=narrow)
        self.foot.setHidden(narrow)
        self.body_box.setDirection(
            self.body_box.Direction.TopToBottom if narrow else self.body_box.Direction.LeftToRight
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
            if isinstance(self.step, StartStep):
                self.step.who.setFocus()
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
        self.head.show_session(session)
        self.views.setCurrentIndex(1)
        if session.step not in step_names(session):
            session.step = START
        self.show_step(session.step)
        self._quiet.start()

    def _switch_language(self, code: str) -> None:
        self.commit()
        self.context.settings.language = code
        self.context.settings.save()
        self.context.signals.look_changed.emit()

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
        if isinstance(step, SheetStep):
            if uid:
                step.choose(uid, field)
            elif step.isAncestorOf(QApplication.focusWidget() or self):
                step.records.list.setFocus()  # not the tick above it, which a blank would set
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
        self.head.show_state(session)

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
        if session is None or not self.isVisible():
            return
        content, catalogue = session.survey.content(), session.catalogue

        def found(result: Checked) -> None:
            if self.session is session:
                session.take_checked(result)
                self._show_around()
                if self.step is not None:
                    self.step.show_checked()

        self.context.read("survey-check", lambda: checked(content, catalogue), found,
                          owner=self)  # fmt: skip

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
        self._show_around()
        if self.step is not None:
            self.step.show_checked()
        self._update_actions()

    def next_undo(self) -> str:
        """Return what undo would take back, in words."""
        return self._step_text("undo_step")

    def next_redo(self) -> str:
        """Return what redo would make again, in words."""
        return self._step_text("redo_step")

    def undo(self) -> None:
        """Take back the last step and show where it was."""
        self._step_back_or_forth("undo")

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        self._step_back_or_forth("redo")

    def _step_text(self, which: str) -> str:
        step = getattr(self.session.survey, which) if self.session is not None else None
        return self.context.words(step.label, **step.params) if step is not None else ""

    def _step_back_or_forth(self, which: str) -> None:
        session = self.session
        if session is None:
            return
        self.commit()
        before = session.rows()
        step = getattr(session.survey, which)()
        if step is None:
            return
        sheet, uid = session.first_difference(before)
        _ = self.context.words
        what = _(step.label, **step.params)
        said = _("Undone: {what}", what=what) if which == "undo" else _("Done again: {what}",
                                                                        what=what)  # fmt: skip
        self.context.say(said)
        self.show_step(sheet or session.step, uid)
        self._changed()

    def can(self, action: str) -> bool:
        """Return whether the action is possible in the step that is shown."""
        if self.session is None:
            return False
        if action == "save":
            return self.session.survey.is_changed
        sheet = self.step
        if action in ("add", "retire", "confirm"):
            has_row = isinstance(sheet, SheetStep) and sheet.row() is not None
            return isinstance(sheet, SheetStep) and (action == "add" or has_row)
        return action == "save-as"

    def add_record(self) -> None:
        """Add a record to the sheet that is shown."""
        if isinstance(self.step, SheetStep):
            self.step.add_record()

    def retire_records(self) -> None:
        """Retire the record that is shown."""
        if isinstance(self.step, SheetStep):
            self.step.retire_records()

    def confirm_records(self) -> None:
        """Declare that everything in the sheet is unchanged."""
        if isinstance(self.step, SheetStep):
            self.step.confirm_records()

    def paste(self) -> None:
        """Add the records of a block from a spreadsheet."""
        if isinstance(self.step, SheetStep):
            self.step.paste()

    def start_search(self) -> None:
        """Search in the list of records."""
        if isinstance(self.step, SheetStep):
            self.step.start_search()

    # -- what survives another language ----------------------------------------------------------

    def state(self) -> Mapping[str, Any]:
        """Take what is being typed; the workbook itself stays open beside the page."""
        self.commit()
        focus = QApplication.focusWidget()
        line = focus
        while line is not None and not isinstance(line, FieldRow):
            line = line.parentWidget()
        inside = line is not None and self.isAncestorOf(line)
        return {"field": line.field.name if inside and line is not None else ""}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put the focus where it was."""
        name = state.get("field")
        if isinstance(self.step, SheetStep) and isinstance(name, str) and name:
            self.step.detail.focus_field(name)

    def may_leave(self) -> bool:
        """Ask if something is not saved."""
        self.commit()
        return self.saving.may_leave()
