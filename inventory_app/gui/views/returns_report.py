"""The kept report of one return: what it brought, what was found, its file, and taking it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from inventory_app import paths
from inventory_app.domain.histories import UndoPlan
from inventory_app.domain.registers import KeptReport
from inventory_app.errors import UserError
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.undo_plan import UndoPlanDialog
from inventory_app.gui.dialogs_port import kinds
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import ElidedLabel, button, label, pill, row
from inventory_app.gui.views.returns_counts import CountPills, FindingsList
from inventory_app.gui.wording import apart, change_text, moment
from inventory_app.texts import N_

if TYPE_CHECKING:
    from inventory_app.gui.kit.widgets import Tone

WORKBOOKS = (N_("Survey workbooks"), paths.WORKBOOK_ENDINGS)
RETURNS = (
    N_("Survey workbooks, stores of regional hubs"),
    (*paths.WORKBOOK_ENDINGS, ".ictinv", ".json"),
)


class ReportPanel(QFrame):
    """One return in the panel of its entity."""

    gone = Signal()

    def __init__(self, context: Context, report: KeptReport) -> None:
        super().__init__()
        self._context, self.report = context, report
        _ = context.words
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 8)
        box.setSpacing(5)
        box.addWidget(ElidedLabel(apart(report.file_name, _), "strong"))
        box.addLayout(FlowLayout(self._pills(), spacing=5))
        by = _("filled in by {who}", who=apart(report.filled_by, _)) if report.filled_by else ""
        came = _("Came in on {when}", when=moment(report.received_at, _))
        if by:
            came = _("{came}, {by}", came=came, by=by)
        box.addWidget(label(came, "caption", wrap=True))
        counts = CountPills()
        counts.show_counts(report.counts, _)
        box.addWidget(counts)
        self.findings_button = button(
            context, _.plural("{n} finding…", "{n} findings…", len(report.findings)),
            self.show_findings, kind="flat", icon="list",
        )  # fmt: skip
        self.save_button = button(context, _("Save the file as…"), self.save_original,
                                  kind="flat", icon="download")  # fmt: skip
        self.undo_button = button(context, _("Undo this merge…"), self.undo_merge, kind="flat",
                                  icon="undo-2")  # fmt: skip
        box.addLayout(
            FlowLayout((self.findings_button, self.save_button, self.undo_button), spacing=2)
        )

        self.findings_button.setVisible(bool(report.findings))
        self.undo_button.setVisible(report.stands)

    def _pills(self) -> list[QWidget]:
        _, report = self._context.words, self.report
        if not report.stands:
            return [pill(_("taken back"), "warn")]
        on_time = report.on_time
        made: list[QWidget] = [pill(_("on time"), "good") if on_time else pill(_("late"), "warn")]
        if report.status == "conflicts":
            made.append(pill(_("merged with conflicts"), "bad"))
        return made

    def show_findings(self) -> None:
        """Show the whole report."""
        self._context.dialogs.run(ReportDialog(self, self._context, self.report))

    def save_original(self) -> None:
        """Save the file as it came."""
        save_original(self._context, self.report)

    def undo_merge(self) -> None:
        """Show what taking the merge back would do, then do it."""
        undo_merge(self._context, self, self.report.number)


class ReportDialog(QDialog):
    """What was found in a return, where, and how to mend it."""

    def __init__(self, parent: QWidget, context: Context, report: KeptReport) -> None:
        super().__init__(parent)
        _ = context.words
        self.setWindowTitle(_("Report of a return"))
        self.resize(context.theme.px(640), context.theme.px(560))
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(10)
        box.addWidget(label(apart(report.file_name, _), "page-title", wrap=True))
        counts = CountPills()
        counts.show_counts(report.counts, _)
        box.addWidget(counts)
        self.findings = FindingsList(context)
        box.addWidget(self.findings, 1)
        self.findings.show_findings(report.findings)
        save = button(context, _("Save the file as…"), partial(save_original, context, report),
                      icon="download")  # fmt: skip
        self.close_button = button(context, _("Close"), self.accept, kind="primary")
        box.addLayout(row(save, 1, self.close_button))


def save_original(context: Context, report: KeptReport) -> None:
    """Ask where, and save the file of a return byte for byte as it came."""
    _ = context.words
    target = context.dialogs.save_file(
        _("Save the file as it came"), context.folder("originals") / report.file_name,
        kinds(_, WORKBOOKS),
    )  # fmt: skip
    if target is None:
        return
    context.settings.use_folder("originals", target.parent)
    store = context.store

    def written(data: bytes | None) -> None:
        try:
            with paths.replacing(target) as part:
                part.write_bytes(data or b"")
        except UserError as error:
            context.tasks.trouble.emit(error)
            return
        context.say(_("Saved as it came: {path}", path=apart(str(target), _)))

    context.read("original file", partial(store.returns.original, report.sha256), written)


def undo_merge(context: Context, parent: QWidget, number: int) -> None:
    """Show what taking back the merge *number* restores and what stays, then do it if wanted."""
    store = context.store

    def decide(plan: UndoPlan) -> None:
        _ = context.words
        if not context.dialogs.run(UndoPlanDialog(parent.window(), context, plan)):
            return
        what = change_text(plan.changes, _, store.catalogue)
        said = _("Undone: {what}", what=what)
        kept = plan.kept
        if kept:
            stays = _.plural("{n} part stays as it was changed later.",
                             "{n} parts stay as they were changed later.", kept)  # fmt: skip
            said = _("{done} {more}", done=said, more=stays)
        tone: Tone = "warn" if kept else "good"
        started = context.tasks.run(
            _("Undoing"), lambda _progress: store.history.undo(plan.number),
            then=lambda _done: context.say(said, tone), changes_data=True,
        )  # fmt: skip
        if started is None:
            context.say(_("Something else is being done; try again when it has ended."), "warn")

    context.read("undo plan", partial(store.history.undo_plan, number), decide, owner=parent)
