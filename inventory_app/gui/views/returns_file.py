"""One file that was dropped: whose it is, what it would bring or why it is not taken."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory_app.domain.reviews import TriageFile
from inventory_app.gui.context import Context
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import (
    Banner,
    Card,
    EmptyState,
    Tone,
    button,
    label,
    pill,
    set_pill,
    tool,
)
from inventory_app.gui.models.triage import Line
from inventory_app.gui.models.triage_words import GROUPS
from inventory_app.gui.targets import EntityTarget
from inventory_app.gui.views.returns_counts import CountPills, FindingsList
from inventory_app.gui.views.returns_report import undo_merge
from inventory_app.gui.wording import apart

_ELSEWHERE = "F-UNKNOWN-ISSUE"


class FileDetail(Card):
    """The panel beside the list of files."""

    review = Signal(str)
    apply = Signal(object)
    remove = Signal(object)
    accept = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        _ = context.words
        self.names: dict[str, str] = {}
        self._line: Line | None = None
        self._busy = False
        self.none = EmptyState(context, "file-spreadsheet", _("No file is selected"),
                               _("Select a file to see what is in it."))  # fmt: skip
        self.inner = QWidget()
        self.name = label("", "card-title", wrap=True)
        self.group = pill("", "info")
        self.entity = label("", wrap=True)
        self.place = label("", "caption", wrap=True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reason = Banner(context, closable=False)
        self.counts = CountPills()
        self.findings = FindingsList(context)
        self.fine = label(_("Nothing was found that needs attention."), "muted", wrap=True)
        self.apply_button = button(context, _("Apply"), self._apply, icon="check")
        self.review_button = button(context, _("Review…"), self._review, icon="scale")
        self.undo_button = button(context, _("Undo this merge…"), self._undo, icon="undo-2")
        self.open_button = button(context, _("Register"), self._open, icon="inbox",
                                  tip=_("Show the entity in the register"))  # fmt: skip
        self.accept_button = button(context, _("Take it in all the same"), self._accept,
                                    tip=_("Another store issued it; whether its hidden marks are"
                                          " genuine cannot be checked"))  # fmt: skip
        self.remove_button = button(context, _("Remove"), self._remove, kind="flat", icon="x",
                                    tip=_("Take the file off this list"))  # fmt: skip
        box = QVBoxLayout(self.inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.name)
        box.addLayout(FlowLayout((self.group,), spacing=6))
        box.addWidget(self.entity)
        box.addWidget(self.reason)
        box.addWidget(self.counts)
        box.addWidget(self.fine)
        box.addWidget(self.findings, 1)
        self.rest = QWidget()
        box.addWidget(self.rest, 1)
        box.addWidget(self.place)
        box.addLayout(
            FlowLayout(
                (self.apply_button, self.review_button, self.open_button, self.undo_button,
                 self.accept_button, self.remove_button),
                spacing=6,
            )
        )  # fmt: skip
        for each in (self.none.title, self.none.text):
            each.setFixedWidth(context.theme.px(190))
        self.body.addWidget(self.inner)
        self.body.addWidget(self.none)
        self.show_line(None)

    def show_line(self, line: Line | None) -> None:
        """Show a file, or nothing."""
        self._line = line
        self.inner.setVisible(line is not None)
        self.none.setVisible(line is None)
        if line is None:
            return
        file, _ = line.file, self._context.words
        self.name.setText(apart(file.path.name, _))
        set_pill(self.group, _(GROUPS[line.group][0]), GROUPS[line.group][1])
        self.entity.setText(self._whose(file))
        self.entity.setVisible(bool(file.entity))
        self.place.setText(self._where(file.path))
        if file.reason is None:
            self.reason.hide()
        else:
            params = {
                name: apart(value, _) if isinstance(value, str) else value
                for name, value in file.reason.params.items()
            }
            text = _(file.reason.message, **params)
            fix = _(file.reason.suggestion, **params)
            tone: Tone = "info" if line.group == "already-merged" else "bad"
            more = tool(
                self._context, "circle-help", _("What can I do?"),
                partial(self._context.signals.explain.emit, file.reason.code),
            )  # fmt: skip
            self.reason.show_text(_("{what} {fix}", what=text, fix=fix), tone, more)
        self.counts.setVisible(file.reason is None)
        self.counts.show_counts(line.counts, _)
        findings = file.findings if line.merged is None else line.merged.findings
        self.findings.show_findings(findings)
        self.fine.setVisible(file.reason is None and not findings)
        self.rest.setVisible(not findings)
        self._show_buttons(line)

    def _where(self, path: Path) -> str:
        _ = self._context.words
        if path.parent.parent.suffix in (".ictinv", ".json"):
            return _("In the store {path}", path=apart(str(path.parent.parent), _))
        return _("In the folder {path}", path=apart(str(path.parent), _))

    def _whose(self, file: TriageFile) -> str:
        _ = self._context.words
        if not file.entity:
            return ""
        name = self.names.get(file.entity, file.entity)
        said = _("{name} ({code})", name=name, code=file.entity)
        if file.saved:
            said = _("{entity}. Decisions are saved: {n} left.", entity=said,
                     n=_.number(file.undecided))  # fmt: skip
        return said

    def set_busy(self, busy: bool) -> None:
        """Switch off what cannot be done while something is being done."""
        self._busy = busy
        if self._line is not None:
            self._show_buttons(self._line)

    def _show_buttons(self, line: Line) -> None:
        _ = self._context.words
        open_conflicts = line.merged is not None and bool(line.merged.conflicts)
        self.apply_button.setVisible(line.waits)
        self.apply_button.setText(
            _("Apply") if line.group == "ready" else _("Apply, leave conflicts open")
        )
        self.apply_button.setEnabled(not self._busy)
        self.review_button.setVisible(line.waits or open_conflicts)
        self.review_button.setEnabled(not self._busy)
        self.undo_button.setVisible(line.merged is not None)
        self.undo_button.setEnabled(not self._busy)
        self.open_button.setVisible(
            bool(line.file.entity) and line.group in ("done", "already-merged")
        )
        reason = line.file.reason
        self.accept_button.setVisible(reason is not None and reason.code == _ELSEWHERE)
        self.accept_button.setEnabled(not self._busy)
        self.remove_button.setVisible(line.merged is None)
        self.remove_button.setEnabled(not self._busy)

    # -- what can be done ----------------------------------------------------------------------

    def _apply(self) -> None:
        if self._line is not None:
            self.apply.emit(self._line)

    def _review(self) -> None:
        if self._line is not None:
            self.review.emit(self._line.file.sha256)

    def _accept(self) -> None:
        if self._line is not None:
            self.accept.emit(self._line)

    def _remove(self) -> None:
        if self._line is not None:
            self.remove.emit(self._line)

    def _open(self) -> None:
        if self._line is not None and self._line.file.entity:
            target = EntityTarget(entity=self._line.file.entity, round=self._line.file.round or "")
            self._context.go("returns", target)

    def _undo(self) -> None:
        line, context = self._line, self._context
        if line is None or not line.file.entity:
            return
        store, sha, code = context.store, line.file.sha256, line.file.round or context.round
        context.read(
            "merge number",
            lambda: [
                report.number
                for report in store.register.reports(code, line.file.entity)
                if report.sha256 == sha and report.stands
            ],
            self._undo_number,
        )

    def _undo_number(self, numbers: list[int]) -> None:
        _ = self._context.words
        if numbers:
            undo_merge(self._context, self, numbers[0])
        else:
            self._context.say(_("This merge was taken back already."), "info")
