"""The register with its cards and messages: where the page of rounds and returns begins."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inventory_app.domain.registers import Register
from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import (
    Banner,
    EmptyState,
    ScrollPage,
    button,
)
from inventory_app.gui.views.returns_cards import RegisterCards
from inventory_app.gui.views.returns_head import Head
from inventory_app.gui.views.returns_register import RegisterView


class RegisterHome(ScrollPage):
    """Scrolls where the window is too low for all of it."""

    round_wanted = Signal()
    issue_wanted = Signal()
    query_wanted = Signal()
    triage_wanted = Signal()
    files_wanted = Signal()
    folder_wanted = Signal()
    dropped = Signal(tuple)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        _ = context.words
        self.column.setContentsMargins(28, 22, 28, 20)
        self.column.setSpacing(12)
        self.header = Head(context, _("Rounds and returns"))
        self.round_button = button(context, _("Open a round…"), self.round_wanted.emit,
                                   icon="calendar")  # fmt: skip
        self.issue_button = button(context, _("Issue workbooks…"), self.issue_wanted.emit,
                                   icon="send")  # fmt: skip
        self.merge_button = button(context, _("Merge returns…"), self.files_wanted.emit,
                                   kind="primary", icon="inbox")  # fmt: skip
        self.query_button = button(context, _("Write query workbooks…"), self.query_wanted.emit,
                                   icon="message-circle-question")  # fmt: skip
        self.header.add_buttons(
            self.round_button, self.issue_button, self.query_button, self.merge_button
        )
        self.notice = Banner(context)
        self.waiting = Banner(context, closable=False)
        self.hint = Banner(context, closable=False)
        self.cards = RegisterCards(context)
        self.list = RegisterView(context)
        self.cards.chosen.connect(self.list.choose)
        self.cards.drop.dropped.connect(self.dropped)
        self.cards.drop.files_wanted.connect(self.files_wanted)
        self.cards.drop.folder_wanted.connect(self.folder_wanted)
        self.nothing = EmptyState(
            context, "calendar", _("No round has been opened yet."),
            _("A round is one cycle of asking. Open one, then send a workbook to each entity."),
            button(context, _("Open a round…"), self.round_wanted.emit, kind="primary",
                   icon="calendar"),
        )  # fmt: skip
        self.content = QWidget()
        box = QVBoxLayout(self.content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.cards)
        box.addWidget(self.list, 1)
        self.column.addWidget(self.header)
        for banner in (self.notice, self.waiting, self.hint):
            self.column.addWidget(banner)
        self.column.addWidget(self.nothing, 1)
        self.column.addWidget(self.content, 1)
        self.nothing.hide()
        self.content.hide()

    def show_nothing(self) -> None:
        """Say that there is no round yet."""
        self.nothing.show()
        self.content.hide()
        self.hint.hide()
        for each in (self.round_button, self.issue_button, self.query_button, self.merge_button):
            each.hide()

    def show_register(self, register: Register) -> None:
        """Show the register of a round."""
        _, shown = self.context.words, register.round
        self.nothing.hide()
        self.content.show()
        for each in (self.round_button, self.issue_button, self.merge_button):
            each.show()
        answered = any(each.participation.answered or each.queries for each in register.rows)
        self.query_button.setVisible(answered)
        self.header.say(
            _("Round {round} · as of {as_of} · answers due by {deadline}", round=shown.code,
              as_of=_.date(shown.as_of), deadline=_.date(shown.deadline))
        )  # fmt: skip
        self.cards.show_register(register)
        self.list.detail.usual = shown.deadline
        self.list.show_register(register)
        if any(each.issued or each.participation.answered for each in register.rows):
            self.hint.hide()
        else:
            issue = button(self.context, _("Issue workbooks…"), self.issue_wanted.emit,
                           kind="flat", icon="send")  # fmt: skip
            self.hint.show_text(
                _("No workbook of this round has gone out yet. Issue one to each entity."), "info",
                issue,
            )  # fmt: skip

    def show_waiting(self, files: int, decide: int, ready: int) -> None:
        """Say which returns still wait to be merged."""
        _ = self.context.words
        if not decide + ready:
            self.waiting.hide()
            return
        del files
        said = []
        if ready:
            said.append(_.plural("{n} return is ready to be merged.",
                                 "{n} returns are ready to be merged.", ready))  # fmt: skip
        if decide:
            said.append(_.plural("{n} return needs decisions.", "{n} returns need decisions.",
                                 decide))  # fmt: skip
        show = button(self.context, _("Show them"), self.triage_wanted.emit, kind="flat",
                      icon="inbox")  # fmt: skip
        self.waiting.show_text(" ".join(said), "info", show)

    def sizeHint(self) -> QSize:
        """Return a usual size; the content scrolls."""
        return QSize(720, 560)
