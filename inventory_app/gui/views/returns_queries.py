"""What was asked back: the queries of one entity, and sending those of a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.registers import QUERY_STATES, Query, Register
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.query_workbooks import QueryWorkbooksDialog
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import Tone, button, column, empty, label, pill, row
from inventory_app.gui.models.register_rows import day
from inventory_app.gui.models.triage import Desk
from inventory_app.gui.models.triage_words import Notice
from inventory_app.gui.wording import apart
from inventory_app.texts import N_, Translator

if TYPE_CHECKING:
    from inventory_app.progress import Progress
    from inventory_app.services.asking_findings import AskedAbout
    from inventory_app.services.query_workbooks import QueryIssue

_STATES: dict[str, tuple[str, Tone]] = {
    "open": (N_("open"), "warn"),
    "sent": (N_("sent"), "info"),
    "answered": (N_("answered"), "good"),
    "closed": (N_("closed"), "info"),
    "withdrawn": (N_("withdrawn"), "info"),
}
_SHOWN = 20


class QueriesList(QWidget):
    """The queries of one entity with their states: those that wait for somebody come first."""

    close_wanted = Signal(str)
    withdraw_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(6)

    def show_queries(self, queries: Sequence[Query]) -> None:
        """Show other queries."""
        _ = self._context.words
        empty(self.box)
        if not queries:
            text = _("Nothing has been asked back. A query is opened while reviewing a return, "
                     "from a record, or about findings.")  # fmt: skip
            self.box.addWidget(label(text, "muted", wrap=True))
            return
        counts = Counter(query.status for query in queries)
        pills = [
            pill(_("{n} {state}", n=_.number(counts[state]), state=_(_STATES[state][0])),
                 _STATES[state][1])
            for state in QUERY_STATES
            if counts[state]
        ]  # fmt: skip
        self.box.addLayout(FlowLayout(pills, spacing=6))
        order = ("answered", "open", "sent", "closed", "withdrawn")
        ranked = sorted(queries, key=lambda each: order.index(each.status))
        for query in ranked[:_SHOWN]:
            self.box.addLayout(self._lines(query))
        if len(ranked) > _SHOWN:
            more = len(ranked) - _SHOWN
            self.box.addWidget(label(_.plural("and {n} more", "and {n} more", more), "caption"))

    def _lines(self, query: Query) -> QVBoxLayout:
        context, _ = self._context, self._context.words
        catalogue = context.store.catalogue
        sheet = catalogue.sheets.get(query.sheet)
        field = sheet.fields.get(query.field) if sheet else None
        about = field.label(_.language.code) if field else query.field
        text, tone = _STATES[query.status]
        head = FlowLayout((pill(_(text), tone), label(about, "label")), spacing=6)
        lines = column(head, label(query.text(catalogue, _), wrap=True), spacing=2)
        if query.answer is not None and field is not None:
            said = answer_text(field.type, query.answer.value, query.answer.state, _)
            lines.addWidget(label(_("Answer: {text}", text=said), wrap=True))
        if query.remark:
            lines.addWidget(label(_("Remark: {text}", text=query.remark), "muted", wrap=True))
        lines.addWidget(label(_when(query, _), "caption", wrap=True))
        if query.status not in ("closed", "withdrawn"):
            buttons = [
                button(context, _("Withdraw"), partial(self.withdraw_wanted.emit, query.id),
                       kind="flat", icon="x")
            ]  # fmt: skip
            if query.status == "answered":
                accept = button(context, _("Accept the answer"),
                                partial(self.close_wanted.emit, query.id), kind="flat",
                                icon="check")  # fmt: skip
                buttons.insert(0, accept)
            lines.addLayout(row(*buttons, 1))
        return lines


def _when(query: Query, _: Translator) -> str:
    """Return what happened to a query, and when."""

    def told(at: datetime | None, who: str, text: str, named: str) -> str:
        if at is None:
            return ""
        return _(named, when=day(at, _), who=who) if who else _(text, when=day(at, _))

    settled = N_("closed on {when}") if query.status == "closed" else N_("withdrawn on {when}")
    by = (
        N_("closed on {when} by {who}")
        if query.status == "closed"
        else N_("withdrawn on {when} by {who}")
    )
    parts = (
        told(query.opened_at, query.opened_by, N_("opened on {when}"),
             N_("opened on {when} by {who}")),
        told(query.sent_at, query.sent_by, N_("sent on {when}"), N_("sent on {when} by {who}")),
        told(query.answered_at, query.answered_by, N_("answered on {when}"),
             N_("answered on {when} by {who}")),
        told(query.settled_at, query.settled_by, settled, by),
    )  # fmt: skip
    return _("; ").join(part for part in parts if part)


class _Written(NamedTuple):
    about: AskedAbout | None
    issue: QueryIssue


def ask_for_query_workbooks(
    parent: QWidget, context: Context, desk: Desk, chosen: Collection[str] = ()
) -> None:
    """Ask what goes out, and write the query workbooks."""
    store, code = context.store, context.round
    if not code:
        return

    def show(found: tuple[Register, date]) -> None:
        register, today = found
        dialog = QueryWorkbooksDialog(parent.window(), context, register, today, chosen)
        if not context.dialogs.run(dialog):
            return
        wish, _ = dialog.wish(), context.words
        context.settings.use_folder("queries", wish.folder)

        def work(progress: Progress) -> _Written:
            service, about = store.query_workbooks, None
            if wish.findings:
                about = service.ask_about_findings(
                    code, wish.entities, comments=wish.comments, progress=progress
                )
            issue = service.write(
                code, wish.folder, entities=wish.entities, due=wish.due, again=wish.again,
                asked_by=context.settings.name, progress=progress,
            )  # fmt: skip
            return _Written(about, issue)

        started = context.tasks.run(
            _("Writing query workbooks"), work, changes_data=True,
            then=lambda written: desk.tell(_notice(written)),
        )  # fmt: skip
        if started is None:
            context.say(_("Something else is being done; try again when it has ended."), "warn")

    context.read(
        "query choices",
        lambda: (store.register.of(code), store.database.clock().date()),
        show,
        owner=parent,
    )


def _notice(written: _Written) -> Notice:
    files = written.issue.files

    def text(_: Translator) -> str:
        if not files:
            return _("Nobody has an open query: nothing was written.")
        said = _.plural(
            "{n} query workbook was written to {folder}; answers are due by {due}.",
            "{n} query workbooks were written to {folder}; answers are due by {due}.",
            len(files), folder=apart(str(files[0].path.parent), _), due=_.date(written.issue.due),
        )  # fmt: skip
        left = written.about.left_out if written.about else 0
        if left:
            more = _.plural(
                "{n} finding is about no single answer; ask about it in your message.",
                "{n} findings are about no single answer; ask about them in your message.",
                left,
            )
            said = _("{what} {more}", what=said, more=more)
        return said

    good = files and not written.issue.cancelled
    folder = files[0].path.parent if files else None
    return Notice(tone="good" if good else "warn", text=text, folder=folder)
