"""The panel beside a list: the form of what is selected, its links and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QTabBar, QWidget

from inventory_app.domain.merging import Answer
from inventory_app.gui.context import Context
from inventory_app.gui.forms.history_list import FieldHistoryDialog, HistoryList
from inventory_app.gui.forms.record_form import RecordForm
from inventory_app.gui.forms.record_links import LinksList
from inventory_app.gui.kit.widgets import (
    Card,
    EmptyState,
    button,
    column,
    label,
    pill,
    row,
    set_pill,
    tool,
)
from inventory_app.gui.models.choices import Choice
from inventory_app.gui.models.records_columns import STANDINGS
from inventory_app.gui.views.inventory_reading import (
    OneRecord,
    PastOfRecord,
    SeveralRecords,
    choices_for,
    read_one,
    read_past,
    read_several,
)

_ANSWERS, _LINKS, _HISTORY = range(3)


class RecordDetail(Card):
    """Shows and edits one record, or several at once.

    `edited` says records, field and answer; `acted` an action of the page by name; `stepped` asks
    for the next record or the one before.
    """

    edited = Signal(object, str, object)
    acted = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        _ = context.words
        self.context = context
        self.sheet = ""
        self.uids: tuple[str, ...] = ()
        self._in_form: tuple[str, ...] = ()  # what the form shows while the next is being read
        self.one: OneRecord | None = None
        self.drafts: dict[str, dict[str, str]] = {}
        self._focus = ""
        self._round = ""
        self.forms: dict[str, RecordForm] = {}
        self._pasts: dict[str, HistoryList] = {}
        self.name = label("", "card-title", wrap=True)
        self.entity, self.standing = pill("", "info"), pill("", "info")
        self.code = label("", "caption")
        self.before = tool(context, "chevron-up", _("Previous record (Ctrl+Up)"),
                           lambda: self.stepped.emit(-1))  # fmt: skip
        self.after = tool(context, "chevron-down", _("Next record (Ctrl+Down)"),
                          lambda: self.stepped.emit(1))  # fmt: skip
        self.finding = tool(context, "triangle-alert", _("Next finding (F8)"), self.next_finding)
        self.close_button = tool(context, "x", _("Close the form (Escape)"), self.closed.emit)
        self.confirm = button(context, _("Confirm as unchanged"),
                              partial(self.acted.emit, "confirm"), icon="check")  # fmt: skip
        self.more = tool(context, "ellipsis", _("More to do with this record"))
        self.more.clicked.connect(self._offer)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Parts of the record"))
        for text in (_("Answers"), _("Links"), _("History")):
            self.tabs.addTab(text)
        self.tabs.currentChanged.connect(self._turn)
        self.links = LinksList(context, context.store.catalogue)
        self.parts = QStackedWidget()
        self.answers, self.past = QStackedWidget(), QStackedWidget()
        for each in (self.answers, self.links, self.past):
            self.parts.addWidget(each)
        self.nothing = EmptyState(
            context, "list", _("No record is selected"), _("Select one in the list to see it here.")
        )
        self.inner = QWidget()
        self._build()
        self.show_nothing()

    def _build(self) -> None:
        head = row(self.entity, 1, spacing=2)
        for each in (self.finding, self.before, self.after, self.more, self.close_button):
            head.addWidget(each)
        named = column(self.name, row(self.code, self.standing, 1), spacing=4)
        whole = column(head, named, self.confirm, self.tabs, spacing=8)
        whole.addWidget(self.parts, 1)
        self.inner.setLayout(whole)
        self.body.addWidget(self.inner)
        self.body.addWidget(self.nothing)

    # -- what the page calls -------------------------------------------------------------------

    def show_nothing(self) -> None:
        """Show that nothing is selected."""
        self.leave()
        self.uids, self.one = (), None
        self.inner.hide()
        self.nothing.show()

    def show_records(
        self, sheet: str, uids: tuple[str, ...], round_code: str, *, focus: str = ""
    ) -> None:
        """Show one record or several; what was typed into others is kept first."""
        if not uids:
            self.show_nothing()
            return
        if (sheet, uids) != (self.sheet, self._in_form):
            self.leave()
            self._in_form = self._in_form if sheet == self.sheet else ()
        self._focus = focus or self._focus
        self.sheet, self.uids, self._round = sheet, uids, round_code
        store = self.context.store
        if len(uids) == 1:
            work = partial(read_one, store, sheet, uids[0], round_code)
            self.context.read("record", work, partial(self._show_one, uids))
        else:
            several = partial(read_several, store, sheet, uids, round_code)
            self.context.read("record", several, partial(self._show_several, uids))

    def read_again(self) -> None:
        """Read what is shown anew; what is being typed stays."""
        self.show_records(self.sheet, self.uids, self._round)

    def leave(self) -> None:
        """Say what is being typed, and keep what could not be understood."""
        form = self.form
        if form is None or not form.key:
            return
        form.commit()
        left = form.drafts()
        key = self._key(form.key)
        if left:
            self.drafts[key] = left
        else:
            self.drafts.pop(key, None)

    @property
    def form(self) -> RecordForm | None:
        """The form that is shown."""
        return self.forms.get(self.sheet)

    def focus_form(self, field: str = "") -> None:
        """Go to a field of the form, or to the first one."""
        form = self.form
        self.tabs.setCurrentIndex(_ANSWERS)
        if form is None or form.key == "" or not self.uids:
            self._focus = field or "*"
            return
        form.focus_field(field if field in form.rows else form.first_field())

    def next_finding(self) -> None:
        """Go to the next field with a finding."""
        self.tabs.setCurrentIndex(_ANSWERS)
        form = self.form
        if form is None or not form.next_finding():
            self.context.say(self.context.words("Nothing to correct in this record."), "good")

    # -- showing -------------------------------------------------------------------------------

    def _show_one(self, uids: tuple[str, ...], one: OneRecord) -> None:
        if uids != self.uids:
            return
        _, view = self.context.words, one.view
        self.one = one
        self.name.setText(view.title)
        set_pill(self.entity, view.record.entity, "info")
        self.entity.setToolTip(_("Entity"))
        standing = "new" if view.is_new and view.record.standing == "reported" else (
            view.record.standing)  # fmt: skip
        text = _("new") if standing == "new" else _(STANDINGS.get(standing, standing))
        set_pill(self.standing, text, "warn" if standing == "carried" else "good")
        self.standing.show()
        self.entity.show()
        self.code.setText(view.record.uid)
        self.code.show()
        self.tabs.setTabVisible(_LINKS, True)
        self.tabs.setTabVisible(_HISTORY, True)
        links = len(one.links.outbound) + len(one.links.inbound) + one.links.hidden[0]
        self.tabs.setTabText(_LINKS, _("Links ({n})", n=_.number(links)) if links else _("Links"))
        self.links.show_links(self.sheet, one.links, self._round)
        self.finding.setVisible(any(each.field for each in view.findings))
        self._buttons(editable=view.editable, unconfirmed=not view.confirmed)
        self._fill(one)
        if self.tabs.currentIndex() == _HISTORY:
            self._turn(_HISTORY)

    def _show_several(self, uids: tuple[str, ...], several: SeveralRecords) -> None:
        if uids != self.uids:
            return
        _ = self.context.words
        self.one = None
        self.name.setText(_.plural("{n} record together", "{n} records together", len(uids)))
        set_pill(self.standing, _("a change applies to all of them"), "info")
        self.entity.hide()
        self.code.hide()
        self.tabs.setCurrentIndex(_ANSWERS)
        self.tabs.setTabVisible(_LINKS, False)
        self.tabs.setTabVisible(_HISTORY, False)
        self.finding.hide()
        self._buttons(editable=several.editable, unconfirmed=several.unconfirmed)
        self._fill(several)

    def _buttons(self, *, editable: bool, unconfirmed: bool) -> None:
        self.confirm.setVisible(editable and unconfirmed)
        self.more.setVisible(editable)

    def _fill(self, found: OneRecord | SeveralRecords) -> None:
        if self.sheet not in self.forms:
            self._make_form()
        form, shown = self.forms[self.sheet], found.shown()
        self._in_form = self.uids
        self.answers.setCurrentWidget(form)
        again = form.key == shown.key
        form.show_record(shown)
        drafts = self.drafts.get(self._key(shown.key))
        if drafts and not again:
            form.put_drafts(drafts)
        if not again:
            form.page.verticalScrollBar().setValue(0)
        self.inner.show()
        self.nothing.hide()
        if self._focus:
            wanted, self._focus = self._focus, ""
            form.focus_field(wanted if wanted in form.rows else form.first_field())

    def _make_form(self) -> None:
        store = self.context.store
        sheet = store.catalogue[self.sheet]
        form = RecordForm(self.context, store.catalogue, sheet, choices=self._choices)
        form.edited.connect(self._edited)
        form.history_wanted.connect(self.show_history)
        self.forms[self.sheet] = form
        self.answers.addWidget(form)
        past = HistoryList(self.context, store.catalogue, sheet)
        self._pasts[self.sheet] = past
        self.past.addWidget(past)

    def _key(self, key: str) -> str:
        return f"{self.sheet} {key}"

    def _choices(self, to: str) -> Sequence[Choice]:
        entity = self.one.view.record.entity if self.one is not None else None
        return choices_for(self.context.store, to, self._round, entity, self.uids)

    def _edited(self, field: str, answer: Answer) -> None:
        if self._in_form:
            self.edited.emit(self._in_form, field, answer)

    def _turn(self, part: int) -> None:
        self.parts.setCurrentIndex(part)
        if part == _HISTORY and len(self.uids) == 1:
            work = partial(
                read_past, self.context.store, self.sheet, self.uids[0], self._round, None
            )
            self.context.read("record history", work, partial(self._show_past, self.uids))

    def _show_past(self, uids: tuple[str, ...], past: PastOfRecord) -> None:
        shown = self._pasts.get(self.sheet)
        if uids == self.uids and shown is not None:
            shown.show_changes(past.changes, past.titles, with_field=True)
            self.past.setCurrentWidget(shown)

    def show_history(self, field: str) -> None:
        """Show what happened to one field of the record that is shown."""
        if len(self.uids) != 1:
            return
        work = partial(read_past, self.context.store, self.sheet, self.uids[0], self._round, field)
        self.context.read("field history", work, partial(self._open_history, self.uids, field))

    def _open_history(self, uids: tuple[str, ...], field: str, past: PastOfRecord) -> None:
        if uids == self.uids:
            sheet = self.context.store.catalogue[self.sheet]
            self.context.dialogs.run(FieldHistoryDialog(
                self, self.context, sheet, field, self.name.text(), past.changes, past.titles
            ))  # fmt: skip

    # -- more to do ----------------------------------------------------------------------------

    def menu(self) -> QMenu:
        """Return what else can be done with what is selected."""
        _, menu = self.context.words, QMenu(self)
        for name, text, icon in (
            ("confirm", _("Confirm as unchanged"), "check"),
            ("duplicate", _("Duplicate"), "copy"),
            ("retire", _("Retire…"), "archive"),
            *([("ask", _("Ask the entity…"), "message-circle-question")] if self.one else []),
        ):
            action = menu.addAction(self.context.icon(icon), text)
            action.triggered.connect(partial(self._act, name))
        return menu

    def _act(self, name: str, _checked: bool = False) -> None:
        self.acted.emit(name)

    def _offer(self) -> None:
        menu = self.menu()
        menu.exec(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        menu.deleteLater()

    def keep(self) -> Mapping[str, Mapping[str, str]]:
        """Return what was typed and could not be understood, by record."""
        self.leave()
        return self.drafts


__all__ = ["RecordDetail"]
