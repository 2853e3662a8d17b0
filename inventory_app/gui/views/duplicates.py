"""Duplicates: what several entities reported and is one thing, suggested with reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.duplicates.grounds import LEVELS, Level
from inventory_app.domain.duplicates.suggesting import SHEETS
from inventory_app.errors import UserError
from inventory_app.gui.context import Context
from inventory_app.gui.delegates import PillDelegate
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.tables import select_row, table
from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import Card, EmptyState, PageHeader, search_box
from inventory_app.gui.models.duplicates import TONE, DuplicatesModel, Entry, entries
from inventory_app.gui.views.duplicates_detail import DuplicateDetail, sides_of
from inventory_app.gui.views.duplicates_keys import KeyCatcher, KeyLegend, command_of
from inventory_app.gui.views.page import Page
from inventory_app.services.duplicates import Found
from inventory_app.texts import N_

_LEAST: Mapping[Level, str] = {
    Level.CERTAIN: N_("Certain only"), Level.LIKELY: N_("Certain and likely"),
    Level.POSSIBLE: N_("Certain, likely and possible"),
}  # fmt: skip
_SHOWN: Mapping[str, str] = {"open": N_("Suggestions"), "decided": N_("Decided")}
_ROW, _PILL, _LOW = 50, 112, 560  # pixels


class DuplicatesPage(Page):
    """The suggestions on one side, the records of one of them side by side on the other."""

    name: ClassVar[str] = "duplicates"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        _ = context.words
        self.found: Found | None = None
        self._selected = ""
        self.header = PageHeader(_("Duplicates"))
        self.model = DuplicatesModel(_, self)
        self.table = table(context, self.model, _("What may be the same"))
        self.table.setSortingEnabled(False)
        self.table.setItemDelegateForColumn(0, TwoLineDelegate(context, self.table))
        self.table.setItemDelegateForColumn(1, PillDelegate(context, TONE, self.table))
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(1, context.theme.px(_PILL))
        self.table.verticalHeader().setDefaultSectionSize(context.theme.px(_ROW))
        self.table.selectionModel().selectionChanged.connect(lambda *_a: self._select())
        self.empty = EmptyState(context, "link", "", "")
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.empty)
        side = Card(margin=2)
        side.body.addWidget(self.lists)
        side.setMinimumWidth(200)
        self.detail = DuplicateDetail(context)
        self.detail.setMinimumWidth(260)
        self.detail.join_wanted.connect(self.join)
        self.detail.different_wanted.connect(self.different)
        self.detail.revoke_wanted.connect(self.revoke)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(14)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(side)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([330, 670])
        self.legend = KeyLegend(context.theme, _)
        self._keys = KeyCatcher(self.do, self)
        self._keys.watch(self.table, self.detail.table, self.detail.reasons)
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 22, 28, 20)
        box.setSpacing(12)
        box.addWidget(self.header)
        box.addWidget(self._filters())
        box.addWidget(self.splitter, 1)
        box.addWidget(self.legend)

    def _filters(self) -> QWidget:
        _ = self.context.words
        self.search = search_box(self.context, _("Search duplicates"))
        self.search.setMinimumWidth(self.context.theme.px(160))
        self.search.textChanged.connect(lambda _text: self._list())
        self.sheet = self._choice(_("Sheet"), self.refresh)
        self.shown = self._choice(_("Suggestions or decisions"), self._list)
        for name, text in _SHOWN.items():
            self.shown.addItem(_(text), name)
        self.least = self._choice(_("How sure at least"), self._list)
        for level in LEVELS:
            self.least.addItem(_(_LEAST[level]), level.value)
        self.least.setCurrentIndex(len(LEVELS) - 1)
        for name in SHEETS:
            self.sheet.addItem(self.context.store.catalogue[name].label(_.language.code), name)
        holder = QWidget()
        flow = FlowLayout(spacing=8)
        for each in (self.search, self.sheet, self.shown, self.least):
            flow.addWidget(each)
        holder.setLayout(flow)
        return holder

    def _choice(self, name: str, chosen: Callable[[], None]) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.activated.connect(lambda _n: chosen())
        return made

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look for duplicates in the background."""
        context = self.context
        if not context.round:
            self.found = None
            self._list()
            return
        store, code, sheet = context.store, context.round, str(self.sheet.currentData())
        self.header.say(context.words("Looking for what was reported more than once"))
        context.read("duplicates", partial(store.duplicates.find, code, sheet), self._show)

    def _show(self, found: Found) -> None:
        self.found = found
        self._list()

    def _list(self) -> None:
        found, _ = self.found, self.context.words
        row = self.model.row_of(self._selected)
        with QSignalBlocker(self.table.selectionModel()):
            self.model.show_entries(() if found is None else entries(
                found, _, shown=self.shown.currentData(), search=self.search.text(),
                least=Level(self.least.currentData()),
            ))  # fmt: skip
        self.least.setVisible(self.shown.currentData() == "open")
        self.model.show_decisions(self.shown.currentData() == "decided")
        self._say()
        count = self.model.rowCount()
        self.lists.setCurrentIndex(0 if count else 1)
        if not count:
            self._say_why_nothing()
            self.detail.show_entry(None, None)
            return
        at = self.model.row_of(self._selected)
        select_row(self.table, at if at >= 0 else max(0, min(row, count - 1)))
        self._select()

    def _say(self) -> None:
        found, _ = self.found, self.context.words
        if found is None:
            self.header.say("")
            return
        counts = {level: sum(s.level is level for s in found.suggestions) for level in LEVELS}
        self.header.say(
            _("Round {round} · {certain} certain, {likely} likely, {possible} possible · "
              "{decided} decided · {records} records compared",
              round=found.round, decided=_.number(len(found.decisions)),
              records=_.number(found.compared),
              **{level.value: _.number(count) for level, count in counts.items()})
        )  # fmt: skip

    def _say_why_nothing(self) -> None:
        found, _ = self.found, self.context.words
        if not self.context.round:
            self.empty.title.setText(_("No round has been opened yet."))
            self.empty.text.setText(
                _("A round is one cycle of asking. Open one, then send a workbook to each entity.")
            )
        elif self.shown.currentData() == "decided":
            self.empty.title.setText(_("Nothing has been decided yet."))
            self.empty.text.setText(
                _("Decisions hold in every round, and each can be revoked here.")
            )
        elif self.search.text() or (found is not None and found.suggestions):
            self.empty.title.setText(_("Nothing fits"))
            self.empty.text.setText(_("Search for something else, or show what is less sure."))
        else:
            self.empty.title.setText(_("Nothing seems to be reported twice."))
            self.empty.text.setText(
                _("What several entities report and may be one thing is suggested here.")
            )

    def _select(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        entry = self.model.entry(rows[0].row()) if rows else None
        if entry is not None:
            self._selected = entry.id
            self.detail.show_entry(self.found, entry)

    # -- deciding ------------------------------------------------------------------------------

    def join(self) -> None:
        """Join the records that are not left out; of a join, keep other choices."""
        entry, _ = self.detail.entry, self.context.words
        if entry is None or not self.detail.join.isEnabled() or not self.detail.join.isVisible():
            return
        uids, choices = self.detail.model.included, dict(self.detail.model.choices)
        code, service = self.context.round, self.context.store.duplicates
        if self._done(entry, lambda: service.join(code, uids, choices)):
            self.context.say(
                _.plural("{n} record counts as one from now on.",
                         "{n} records count as one from now on.", len(uids))
            )  # fmt: skip

    def different(self) -> None:
        """Note that the sides of a suggestion are not the same."""
        entry, _ = self.detail.entry, self.context.words
        if entry is None or entry.suggestion is None:
            return
        sides = sides_of(entry.suggestion, self.detail.model.included)
        code, service = self.context.round, self.context.store.duplicates
        if len(sides) > 1 and self._done(entry, lambda: service.different(code, sides)):
            self.context.say(_("Noted: they are not the same, and will not be suggested again."))

    def revoke(self) -> None:
        """Take a decision back."""
        entry, _ = self.detail.entry, self.context.words
        if entry is None or entry.decided is None:
            return
        service, number = self.context.store.duplicates, entry.decided.id
        if self._done(entry, lambda: service.revoke(number)):
            self.context.say(_("The decision was revoked. Undo brings it back."))

    def _done(self, entry: Entry, work: Callable[[], object]) -> bool:
        """Write a decision unless something else is being written; return whether it was."""
        context, _ = self.context, self.context.words
        task = context.tasks.current
        if task is not None and task.changes_data:
            context.say(_("Something else is being done; try again when it has ended."), "warn")
            return False
        row = self.model.row_of(entry.id)
        after = self.model.entry(row + 1) or self.model.entry(row - 1)
        try:
            work()
        except UserError as error:
            context.tasks.trouble.emit(error)
            return False
        kept = self.shown.currentData() == "decided" and entry.decided is not None
        self._selected = entry.id if kept or after is None else after.id
        return True

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key asks for."""
        command = command_of(event)
        if command is None:
            super().keyPressEvent(event)
        else:
            self.do(command)

    def do(self, command: str) -> None:
        """Do what a key stands for."""
        if command.isdigit():
            self.detail.choose(int(command))
            return
        what: Mapping[str, Callable[[], None]] = {
            "next": partial(self._step, 1), "previous": partial(self._step, -1),
            "add": self.detail.add_up, "leave-out": self.detail.leave_out,
            "join": self.join, "different": self.different,
        }  # fmt: skip
        what[command]()

    def _step(self, by: int) -> None:
        """Go to the next line (1) or the one before (-1); stay at the ends."""
        rows = self.model.rowCount()
        if rows:
            at = self.table.currentIndex().row() + by
            select_row(self.table, max(0, min(rows - 1, at)))

    # -- the window ----------------------------------------------------------------------------

    def start_search(self) -> None:
        """Go to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the records all the room where there is little of it."""
        super().resizeEvent(event)
        self.legend.setVisible(self.height() >= self.context.theme.px(_LOW))

    def state(self) -> Mapping[str, Any]:
        """Return what is shown."""
        return {
            "sheet": self.sheet.currentData(), "shown": self.shown.currentData(),
            "least": self.least.currentData(), "search": self.search.text(),
            "selected": self._selected, "sizes": self.splitter.sizes(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show the same again."""
        for name, choice in (("sheet", self.sheet), ("shown", self.shown), ("least", self.least)):
            at = choice.findData(state.get(name))
            if at >= 0:
                choice.setCurrentIndex(at)
        with QSignalBlocker(self.search):
            self.search.setText(str(state.get("search") or ""))
        self._selected = str(state.get("selected") or "")
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and all(sizes):
            self.splitter.setSizes([int(size) for size in sizes])
