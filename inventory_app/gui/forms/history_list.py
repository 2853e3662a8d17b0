"""What happened to a field or a whole record: who, when, before and after, from which cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.merging import Answer
from inventory_app.domain.record_views import FieldChange
from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import (
    EmptyState,
    ScrollPage,
    button,
    column,
    empty,
    label,
    pill,
    row,
)
from inventory_app.gui.targets import ChangeTarget
from inventory_app.gui.wording import ORIGINS, apart, moment

MOST = 100  # changes that are listed; the page “History” has the rest


class HistoryList(ScrollPage):
    """Changes, newest first, each with a button that shows it in the history of the store."""

    def __init__(self, context: Context, catalogue: Catalogue, sheet: Sheet) -> None:
        super().__init__()
        self._context, self._catalogue, self._sheet = context, catalogue, sheet
        self.column.setContentsMargins(2, 2, 12, 2)
        self.column.setSpacing(8)
        self.count = 0

    def show_changes(
        self,
        changes: Sequence[FieldChange],
        titles: Mapping[str, str],
        *,
        with_field: bool,
    ) -> None:
        """Show *changes*; *titles* say what records are called that references name."""
        _ = self._context.words
        empty(self.column)
        self.count = len(changes)
        if not changes:
            nothing = _("Nothing was changed here since the record was made.")
            self.column.addWidget(EmptyState(self._context, "history", nothing))
        for number, each in enumerate(changes[:MOST]):
            if number:
                line = QFrame()
                line.setProperty("separator", True)
                self.column.addWidget(line)
            self.column.addWidget(self._entry(each, titles, with_field=with_field))
        if len(changes) > MOST:
            more = _("The latest {n} changes are listed.", n=_.number(MOST))
            self.column.addWidget(label(more, "caption"))
        self.column.addStretch(1)

    def _entry(self, each: FieldChange, titles: Mapping[str, str], *, with_field: bool) -> QWidget:
        context, _ = self._context, self._context.words
        made = QWidget()
        box = QVBoxLayout(made)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        field = self._sheet.fields[each.field]
        before, after = self._text(each.field, each.before, titles), self._text(
            each.field, each.after, titles)  # fmt: skip
        change = _("{before} → {after}", before=apart(before, _), after=apart(after, _))
        head = row(spacing=8)
        if with_field:
            head.addWidget(label(field.label(context.language), "strong", wrap=True), 1)
        else:
            head.addWidget(label(change, "strong", wrap=True), 1)
        word, tone = ORIGINS.get(each.origin, (each.origin, "info"))
        head.addWidget(pill(_(word), tone), 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(head)
        if with_field:
            box.addWidget(label(change, wrap=True))
        said = _("{who} · {when} · round {round}", who=apart(each.who, _), when=moment(each.at, _),
                 round=each.round)  # fmt: skip
        box.addWidget(label(said, "caption", wrap=True))
        for where in (self._where(each), self._through(each)):
            if where:
                box.addWidget(label(where, "caption", wrap=True))
        if each.undone:
            box.addWidget(label(_("Taken back later."), "warn"))
        open_ = button(context, _("Change {n}", n=_.number(each.number)),
                       lambda: self._open(each.number), kind="flat", icon="arrow-right",
                       tip=_("Show this change in the history of the inventory"))  # fmt: skip
        box.addLayout(row(open_, 1))
        return made

    def _where(self, each: FieldChange) -> str:
        _ = self._context.words
        file = apart(each.file, _)
        if each.corrected and each.cell:
            return _("Instead of “{file}”, sheet “{tab}”, cell {cell}", file=file,
                     tab=apart(each.tab, _), cell=each.cell)  # fmt: skip
        if each.file and each.cell:
            return _("From “{file}”, sheet “{tab}”, cell {cell}", file=file, tab=apart(each.tab, _),
                     cell=each.cell)  # fmt: skip
        return _("From “{file}”", file=file) if each.file else ""

    def _through(self, each: FieldChange) -> str:
        _ = self._context.words
        if not each.hub or each.hub_at is None:
            return ""
        return _("Through the hub “{hub}”: {who} · {when}", hub=apart(each.hub, _),
                 who=apart(each.hub_who, _), when=moment(each.hub_at, _))  # fmt: skip

    def _text(self, name: str, answer: Answer, titles: Mapping[str, str]) -> str:
        _, kind = self._context.words, self._sheet.fields[name].type
        if isinstance(kind, Reference) and str(answer.value) in titles:
            return titles[str(answer.value)]
        return answer_text(kind, answer.value, answer.state, _) or _("no answer")

    def _open(self, number: int) -> None:
        window = self.window()
        if isinstance(window, QDialog):
            window.accept()
        self._context.go("history", ChangeTarget(number=number))


class FieldHistoryDialog(QDialog):
    """The history of one field of one record."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        sheet: Sheet,
        field: str,
        title: str,
        changes: Sequence[FieldChange],
        titles: Mapping[str, str],
    ) -> None:
        super().__init__(parent)
        _ = context.words
        name = sheet.fields[field].label(context.language)
        self.setWindowTitle(_("History of “{field}”", field=name))
        self.resize(context.theme.px(520), context.theme.px(460))
        self.list = HistoryList(context, context.store.catalogue, sheet)
        self.list.show_changes(changes, titles, with_field=False)
        close = button(context, _("Close"), self.accept, kind="primary")
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        box.addLayout(column(label(_("History of “{field}”", field=name), "page-title", wrap=True),
                             label(title, "muted", wrap=True), spacing=2))  # fmt: skip
        box.addWidget(self.list, 1)
        box.addLayout(row(1, close))
        close.setFocus()


__all__ = ["FieldHistoryDialog", "HistoryList"]
