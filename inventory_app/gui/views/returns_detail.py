"""One entity of the register: whom to ask, what went out, what came back, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from inventory_app.domain.registers import KeptReport, Query, RegisterRow
from inventory_app.gui.context import Context
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import (
    Card,
    EmptyState,
    ScrollPage,
    button,
    column,
    empty,
    label,
    pill,
    row,
    set_pill,
    tool,
)
from inventory_app.gui.models import register_rows as rows
from inventory_app.gui.targets import EntityTarget
from inventory_app.gui.views.returns_contact import ContactForm
from inventory_app.gui.views.returns_queries import QueriesList
from inventory_app.gui.views.returns_report import ReportPanel
from inventory_app.gui.wording import apart


class EntityDetail(Card):
    """The panel beside the register."""

    approve = Signal(tuple)
    withdraw = Signal(tuple)
    issue = Signal(tuple)
    review_conflicts = Signal(tuple)
    query = Signal(tuple)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(margin=2)
        self._context = context
        _ = context.words
        self.row: RegisterRow | None = None
        self.usual: date | None = None
        self.page = ScrollPage()
        self.page.column.setContentsMargins(16, 12, 14, 14)
        self.page.column.setSpacing(12)
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = EmptyState(
            context, "inbox", _("One entity at a time"),
            _("Select a single entity to see its contact, returns and open questions."),
        )  # fmt: skip
        for each in (self.none.title, self.none.text):
            each.setFixedWidth(context.theme.px(210))
        self.body.addWidget(self.page)
        self.body.addWidget(self.none)
        self._build()
        self.show_row(None)

    def _build(self) -> None:
        context, _ = self._context, self._context.words
        self.name = label("", "card-title", wrap=True)
        self.state = pill("", "info")
        self.approved = pill("", "good")
        self.code = label("", "caption")
        shut = tool(context, "x", _("Close the panel"), self.closed.emit)
        head = row(self.name, shut)
        head.setStretch(0, 1)
        head.setAlignment(shut, Qt.AlignmentFlag.AlignTop)
        pills = FlowLayout((self.state, self.approved, self.code), spacing=6)
        self.page.column.addLayout(column(head, pills, spacing=4))
        self.approve_button = button(context, _("Approve"), self._approve, icon="check")
        self.records_button = button(context, _("Records"), partial(self._go, "inventory"),
                                     icon="boxes")  # fmt: skip
        self.summary_button = button(context, _("Summary"), partial(self._go, "reports"),
                                     icon="file-text")  # fmt: skip
        self.issue_button = button(context, _("Issue…"), self._issue, icon="send",
                                   tip=_("Issue a workbook to this entity"))  # fmt: skip
        self.page.column.addLayout(
            FlowLayout(
                (self.approve_button, self.records_button, self.summary_button, self.issue_button),
                spacing=6,
            )
        )
        self.conflicts = self._conflicts()
        self.page.column.addWidget(self.conflicts)
        self.contact = ContactForm(context)
        self._section(_("Contact"), self.contact)
        self.issued = label("", wrap=True)
        self._section(_("Workbook"), self.issued)
        self.returns = self._list(_("Returns"))
        self.queries = QueriesList(context)
        self.queries.close_wanted.connect(self._close)
        self.queries.withdraw_wanted.connect(self._withdraw)
        self.query_button = button(context, _("Write query workbook…"), self._query, icon="send")
        self._section(_("Queries"), self.queries, self.query_button)
        self.page.column.addStretch(1)

    def _conflicts(self) -> QWidget:
        context, _ = self._context, self._context.words
        frame = QFrame()
        frame.setProperty("banner", "warn")
        self.conflict_text = label("", wrap=True)
        self.review_button = button(context, _("Review"), self._review, icon="scale")
        box = QVBoxLayout(frame)
        box.setContentsMargins(12, 8, 12, 8)
        box.addWidget(self.conflict_text)
        box.addLayout(row(self.review_button, 1))
        return frame

    def _section(self, title: str, *widgets: QWidget) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        line = QFrame()
        line.setProperty("separator", True)
        box.addWidget(line)
        box.addWidget(label(title, "card-title"))
        for each in widgets:
            box.addWidget(each)
        self.page.column.addWidget(holder)
        return holder

    def _list(self, title: str) -> QVBoxLayout:
        holder = QWidget()
        box = column(spacing=4)
        holder.setLayout(box)
        self._section(title, holder)
        return box

    # -- what is shown -------------------------------------------------------------------------

    def show_row(self, shown: RegisterRow | None) -> None:
        """Show an entity, or what to do to see one."""
        before = self.row.entity.code if self.row else ""
        self.row = shown
        self.page.setVisible(shown is not None)
        self.none.setVisible(shown is None)
        if shown is None or self.usual is None:
            self._context.tasks.forget("register detail")
            return
        _ = self._context.words
        self.name.setText(shown.entity.name(_.language.code))
        self.code.setText(shown.entity.code)
        set_pill(self.state, rows.standing_text(shown, _), rows.STATES[rows.standing(shown)][1])
        self.approved.setVisible(shown.approved)
        self.approved.setText(_("approved"))
        self.approved.setToolTip(rows.approved_text(shown, _))
        self.approve_button.setText(_("Withdraw approval") if shown.approved else _("Approve"))
        self.approve_button.setEnabled(shown.approved or shown.participation.answered)
        self.conflicts.setVisible(bool(shown.conflicts))
        self.conflict_text.setText(
            _.plural("{n} conflict that nobody has decided.",
                     "{n} conflicts that nobody has decided.", shown.conflicts)
        )  # fmt: skip
        self.contact.show_row(shown, self.usual)
        self.issued.setText(self._issued_text(shown))
        if before != shown.entity.code:
            self.page.verticalScrollBar().setValue(0)
            self._show_returns(())
            self._show_queries(())
        self._read(shown.entity.code)

    def _issued_text(self, shown: RegisterRow) -> str:
        _ = self._context.words
        if shown.issued is None:
            return _("No workbook has been issued to this entity yet.")
        text, when = rows.workbook_text(shown, _)
        return _("{workbook}, issued on {when}: {file}", workbook=text, when=when,
                 file=apart(shown.issued.file_name, _))  # fmt: skip

    def _read(self, entity: str) -> None:
        store, code = self._context.store, self._context.round
        self._context.read(
            "register detail",
            lambda: (store.register.reports(code, entity), store.register.queries(code, entity)),
            self._show_read,
        )

    def _show_read(self, found: tuple[Sequence[KeptReport], Sequence[Query]]) -> None:
        self._show_returns(found[0])
        self._show_queries(found[1])

    def _show_returns(self, reports: Sequence[KeptReport]) -> None:
        _ = self._context.words
        empty(self.returns)
        self.panels = [ReportPanel(self._context, each) for each in reports]
        for number, panel in enumerate(self.panels):
            if number:
                line = QFrame()
                line.setProperty("separator", True)
                self.returns.addWidget(line)
            self.returns.addWidget(panel)
        if not self.panels:
            self.returns.addWidget(label(_("Nothing has come back yet."), "muted", wrap=True))

    def _show_queries(self, queries: Sequence[Query]) -> None:
        self.queries.show_queries(queries)
        waits = any(each.status in ("open", "sent") for each in queries)
        self.query_button.setVisible(waits)

    # -- what can be done ----------------------------------------------------------------------

    def _approve(self) -> None:
        if self.row is not None:
            signal = self.withdraw if self.row.approved else self.approve
            signal.emit((self.row.entity.code,))

    def _issue(self) -> None:
        if self.row is not None:
            self.issue.emit((self.row.entity.code,))

    def _review(self) -> None:
        if self.row is not None:
            self.review_conflicts.emit((self.row.entity.code,))

    def _go(self, page: str) -> None:
        if self.row is not None:
            target = EntityTarget(entity=self.row.entity.code, round=self._context.round)
            self._context.go(page, target)

    def _close(self, query: str) -> None:
        _ = self._context.words
        self._context.store.register.close_queries([query])
        self._context.say(_("The query is closed."))

    def _withdraw(self, query: str) -> None:
        _ = self._context.words
        self._context.store.register.withdraw_queries([query])
        self._context.say(_("The query is withdrawn."))

    def _query(self) -> None:
        if self.row is not None:
            self.query.emit((self.row.entity.code,))
