"""Opening and saving the survey workbook: questions, refusals, and the copy for a crash."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from inventory_app.errors import UserError
from inventory_app.gui.dialogs_port import Question, kinds
from inventory_app.gui.models.survey_recovery import RecoveryCopy, take_up
from inventory_app.gui.models.survey_session import SurveySession, keep, same_file, session_of
from inventory_app.gui.wording import apart, moment
from inventory_app.services.survey_files import SurveyFile
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.gui.context import Context
    from inventory_app.progress import Progress

KIND = (N_("Survey workbooks"), (".xlsx",))
_COPY_EVERY = 4000  # milliseconds between copies for the case of a crash
_ELSEWHERE = ("E-FILE-CHANGED", "E-FILE-OPEN", "E-FILE-READ-ONLY", "E-CANNOT-WRITE", "E-DISK-FULL")


class SurveySaving(QObject):
    """Opens and saves for one page. `busy` is True while the workbook must not be changed."""

    opened = Signal()
    refused = Signal(object)  # UserError, where no other workbook is open
    saved = Signal()
    busy = Signal(bool)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self._copied: tuple[int, ...] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_COPY_EVERY)
        self._timer.timeout.connect(self.copy_unsaved)
        self._timer.start()

    # -- opening -------------------------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open *path* in the background, unless it is open or another one must stay."""
        context, _ = self.context, self.context.words
        session = session_of(context)
        if session is not None and same_file(session.survey.path, path):
            self.opened.emit()
            return
        if not self.may_leave():
            return
        started = context.tasks.run(
            _("Opening {name}", name=path.name), partial(_open, path),
            then=self._opened, otherwise=self._refused,
        )  # fmt: skip
        if started is None:
            context.say(_("Something else is under way; try again when it is done."), "warn")

    def _opened(self, session: SurveySession) -> None:
        keep(self.context, session)
        context, _ = self.context, self.context.words
        self._take_up(session)
        session.check_now()
        context.say(_("Opened: {name}", name=apart(session.survey.path.name, _)), "info")
        self.opened.emit()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, UserError) and session_of(self.context) is None:
            self.refused.emit(error)
        else:
            self.context.tasks.trouble.emit(error)

    def _take_up(self, session: SurveySession) -> None:
        """Offer answers that were typed before a crash."""
        copy = session.recovery
        if not copy.exists():
            return
        context, _ = self.context, self.context.words
        try:
            unsaved = SurveyFile.open(copy.file)
            ours = unsaved.identity == session.survey.identity
        except UserError as error:
            logging.getLogger(__name__).warning("recovery copy put aside: %s", error)
            ours = False
        if not ours:
            copy.put_aside()
            return
        if _says(unsaved) == _says(session.survey):
            copy.drop()
            return
        answer = context.dialogs.ask(
            Question(
                title=_("There are answers that were not saved."),
                text=_("The program ended before “{name}” was saved. What was typed until "
                       "{moment} was kept apart.", name=session.survey.path.name,
                       moment=moment(copy.made_at(), _)),
                choices=(_("Take them up again"), _("Leave them out")),
            )
        )  # fmt: skip
        if answer == 0:
            for refusal in take_up(session.survey, unsaved)[:1]:
                context.tasks.trouble.emit(refusal)
        elif answer == 1:
            copy.drop()

    # -- saving --------------------------------------------------------------------------------

    def save(self, target: Path | None = None, *, force: bool = False) -> None:
        """Save in the background; the page must not be changed meanwhile."""
        context, _ = self.context, self.context.words
        session = session_of(context)
        if session is None:
            return
        self.busy.emit(True)
        started = context.tasks.run(
            _("Saving {name}", name=(target or session.survey.path).name),
            lambda _progress: session.survey.save(target, force=force),
            then=self._saved, otherwise=self._not_saved, changes_data=True,
        )  # fmt: skip
        if started is None:
            self.busy.emit(False)
            context.say(_("Something else is under way; try again when it is done."), "warn")

    def save_as(self) -> None:
        """Ask where to save."""
        target = self._ask_where()
        if target is not None:
            self.save(target)

    def save_now(self) -> bool:
        """Save and wait; return whether the workbook is saved."""
        session = session_of(self.context)
        if session is None:
            return True
        target: Path | None = None
        force = False
        while True:
            try:
                self._saved(session.survey.save(target, force=force))
            except UserError as error:
                choice = self._ask_about(error)
                if choice in ("force", "again"):
                    force = choice == "force"
                elif choice == "elsewhere":
                    target = self._ask_where()
                    if target is None:
                        return False
                else:
                    return False
            else:
                return True

    def _saved(self, path: Path) -> None:
        session, context = session_of(self.context), self.context
        if session is None:
            return
        session.recovery.drop()
        session.recovery = RecoveryCopy(path)
        session.recovery.drop()
        session.saved_here = True
        self._copied = None
        context.settings.use_folder("workbooks", path.parent)
        context.say(context.words("Saved: {path}", path=f"\u2066{path}\u2069"))
        self.busy.emit(False)
        self.saved.emit()

    def _not_saved(self, error: BaseException) -> None:
        self.busy.emit(False)
        if not isinstance(error, UserError):
            self.context.tasks.trouble.emit(error)
            return
        choice = self._ask_about(error)
        if choice in ("force", "again"):
            QTimer.singleShot(0, self, lambda: self.save(force=choice == "force"))
        elif choice == "elsewhere":
            QTimer.singleShot(0, self, self.save_as)

    def _ask_about(self, error: UserError) -> str:
        """Say why it was not saved; return "elsewhere", "force", "again", or "" for nothing."""
        _ = self.context.words
        if error.code not in _ELSEWHERE:
            self.context.tasks.trouble.emit(error)
            return ""
        choices, texts = ["elsewhere"], [_("Save under another name…")]
        if error.code == "E-FILE-CHANGED":
            choices.append("force")
            texts.append(_("Replace the file"))
        elif error.code in ("E-FILE-OPEN", "E-CANNOT-WRITE", "E-DISK-FULL"):
            choices.append("again")
            texts.append(_("Try again"))
        answer = self.context.dialogs.ask(
            Question(
                title=_(error.message, **error.params), text=_(error.suggestion, **error.params),
                choices=tuple(texts), details=error.code,
            )
        )  # fmt: skip
        return choices[answer] if 0 <= answer < len(choices) else ""

    def _ask_where(self) -> Path | None:
        session, _ = session_of(self.context), self.context.words
        if session is None:
            return None
        target = self.context.dialogs.save_file(
            _("Save the workbook as"), session.survey.path, kinds(_, KIND)
        )
        if target is None:
            return None
        return (
            target if target.suffix.lower() == ".xlsx" else target.with_name(f"{target.name}.xlsx")
        )

    # -- leaving -------------------------------------------------------------------------------

    def may_leave(self) -> bool:
        """Return whether nothing is lost when the workbook goes; ask if something would be."""
        session, _ = session_of(self.context), self.context.words
        if session is None or not session.survey.is_changed:
            return True
        answer = self.context.dialogs.ask(
            Question(
                title=_("Save “{name}”?", name=session.survey.path.name),
                text=_("There are answers that are not saved yet."),
                choices=(_("Save"), _("Discard")),
            )
        )
        if answer == 0:
            return self.save_now()
        if answer == 1:
            session.recovery.drop()
            self._copied = _revision(session.survey)
            return True
        return False

    # -- the case of a crash -------------------------------------------------------------------

    def copy_unsaved(self) -> None:
        """Keep a copy of what is not saved, if anything was typed since the last copy."""
        session = session_of(self.context)
        if session is None:
            return
        survey, recovery = session.survey, session.recovery
        if not survey.is_changed:
            if self._copied is not None:
                self._copied = None
                recovery.drop()
            return
        revision = _revision(survey)
        if revision != self._copied:
            self._copied = revision
            self.context.tasks.quietly(partial(_copy, survey, recovery, recovery.turn, self._again))

    def _again(self) -> None:
        """Try again at the next turn; called from the background."""
        self._copied = (0,)


def _says(survey: SurveyFile) -> tuple[object, ...]:
    """Return everything that can be typed into a workbook."""
    content = survey.content()
    return content.sheets, content.filled_by


def _revision(survey: SurveyFile) -> tuple[int, ...]:
    """Return what differs after every step, and after taking one back."""
    return id(survey.undo_step), id(survey.redo_step)


def _open(path: Path, _progress: Progress) -> SurveySession:
    survey = SurveyFile.open(path)
    session = SurveySession(survey=survey, recovery=RecoveryCopy(path))
    session.check_now()
    return session


def _copy(
    survey: SurveyFile,
    recovery: RecoveryCopy,
    turn: int,
    again: Callable[[], None],
    _progress: Progress,
) -> None:
    """Write the copy; what is typed meanwhile makes it fail, and it is written a little later."""
    try:
        recovery.write(survey.packed(), turn)
    except (UserError, RuntimeError, KeyError):
        again()
