"""What the steps of filling in a survey workbook have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from inventory_app.errors import UserError
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.domain.survey_files import SheetProgress
    from inventory_app.gui.context import Context
    from inventory_app.gui.models.survey_session import SurveySession
    from inventory_app.texts import Translator

FILLED = N_("{filled} of {due} required answers")
BRIEF = N_("{filled} of {due}")


class SurveyStep(QWidget):
    """One step. `changed` says that the workbook is not as it was; `wanted` names a place.

    A place is a step, a row and a field; the last two may be "".
    """

    changed = Signal()
    wanted = Signal(str, str, str)

    def __init__(self, context: Context, session: SurveySession) -> None:
        super().__init__()
        self.context, self.session = context, session

    def show_all(self) -> None:
        """Show everything as it stands now."""

    def show_checked(self) -> None:
        """Show what the last check found; what is being typed stays."""

    def commit(self) -> None:
        """Take what is being typed."""

    def edit(self, work: Callable[[], object]) -> bool:
        """Do *work* on the workbook; say why where it cannot be done, and return whether it was."""
        try:
            work()
        except UserError as error:
            self.context.tasks.trouble.emit(error)
            self.show_all()
            return False
        self.changed.emit()
        return True


def progress_bar(name: str) -> QProgressBar:
    """Return a bar that says how far a sheet is."""
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setAccessibleName(name)
    return bar


def show_progress(bar: QProgressBar, progress: SheetProgress | None) -> None:
    """Let *bar* show how many of the required answers are given."""
    due = progress.due if progress is not None else 0
    bar.setRange(0, max(due, 1))
    done = progress is not None and (progress.nothing or progress.filled == due)
    bar.setValue(max(due, 1) if done else progress.filled if progress is not None else 0)


def progress_text(progress: SheetProgress | None, _: Translator, *, brief: bool = False) -> str:
    """Return how far a sheet is, in words; *brief* where a heading says what is counted."""
    if progress is None:
        return ""
    if progress.nothing:
        return _("Nothing to report")
    if not progress.records:
        return _("No records yet")
    text = BRIEF if brief else FILLED
    return _(text, filled=_.number(progress.filled), due=_.number(progress.due))
