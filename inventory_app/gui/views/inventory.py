"""The inventory: entities as a tree, records as lists, and the form of what is selected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication

from inventory_app.domain.changes import ChangeSet
from inventory_app.domain.grids import GridQuery
from inventory_app.domain.merging import Answer
from inventory_app.gui.context import Context
from inventory_app.gui.models.records_columns import STATUS
from inventory_app.gui.views.inventory_actions import RecordActions
from inventory_app.gui.views.inventory_asking import ListQuestions
from inventory_app.gui.views.inventory_layout import InventoryLayout
from inventory_app.gui.views.inventory_memory import read_state, state_of
from inventory_app.gui.views.inventory_scope import Around, read_around
from inventory_app.gui.views.inventory_state import ListState, NamedView, NamedViews
from inventory_app.gui.views.inventory_targets import Targets
from inventory_app.gui.views.inventory_tree import NONE, read_leaves

_TABLE = "rec_{sheet}"  # the table of a sheet, as change sets name it
_MOST_READ_AGAIN = 2_000
_PAUSE = 30  # milliseconds that a row stays selected before its form is read


class InventoryPage(InventoryLayout):
    """Lists of records beside the form of what is selected."""

    name: ClassVar[str] = "inventory"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.lists: dict[str, ListState] = {}
        self.targets = Targets(self)
        self.editable = True
        self._wanted = ""  # the record to select once the list is there
        self._focus = ""
        self._open = False
        self.around: Around | None = None
        self.actions_ = RecordActions(self)
        self.questions = ListQuestions(self)
        self.named = NamedViews(context.settings, context.store.catalogue)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._show_selected)
        self._connect()

    def _connect(self) -> None:
        records, detail = self.records, self.detail
        self.tabs.currentChanged.connect(self._turn)
        self.tree.chosen.connect(self._choose_entities)
        self.add_button.clicked.connect(lambda _checked=False: self.add_record())
        self.import_button.clicked.connect(lambda _checked=False: self.import_list())
        records.model.shown.connect(self._shown)
        records.model.counted.connect(self._say_count)
        records.selection_changed.connect(self._selection)
        records.opened.connect(self.open_form)
        records.sorted_by.connect(lambda order: self.use(replace(self.list_state, order=order)))
        records.columns_moved.connect(lambda c: self.use(replace(self.list_state, columns=c)))
        records.widths_changed.connect(self._keep_widths)
        records.filter_wanted.connect(self.questions.ask_field)
        records.menu_wanted.connect(self.actions_.show_menu)
        records.add_wanted.connect(self.add_record)
        records.clear_wanted.connect(self.clear_filter)
        records.totals.grouped.connect(self.questions.group)
        records.totals.group_chosen.connect(self.questions.open_group)
        self.questions.connect_to(self.filters)
        detail.edited.connect(lambda uids, field, answer: self.change(uids, {field: answer}))
        detail.acted.connect(self._act)
        detail.stepped.connect(self.step)
        detail.closed.connect(self.close_form)
        for keys, do in (
            ("Ctrl+Down", partial(self.step, 1)), ("Ctrl+Up", partial(self.step, -1)),
            ("F8", self.next_finding),
        ):  # fmt: skip
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def sheet(self) -> str:
        """The sheet that is shown."""
        return str(self.tabs.tabData(self.tabs.currentIndex()) or "")

    @property
    def list_state(self) -> ListState:
        """How the sheet is shown."""
        return self.lists.get(self.sheet, ListState())

    @property
    def single_entity(self) -> str:
        """The only entity that is looked at, "" if there are several."""
        codes = self._entities()
        return codes[0] if codes is not None and len(codes) == 1 else ""

    @property
    def current_entity(self) -> str:
        """The entity of the record that is shown, if one is."""
        one = self.detail.one
        return one.view.record.entity if one is not None else ""

    def _entities(self) -> tuple[str, ...] | None:
        if self.targets.banned is not None and self.targets.banned.entities is not None:
            return self.targets.banned.entities
        return self.tree.codes

    def query(self) -> GridQuery:
        """Return what the list shows."""
        sheet, state = self.context.store.catalogue[self.sheet], self.list_state
        return GridQuery(
            sheet=self.sheet, round=self.context.round,
            columns=state.shown(sheet, one_entity=bool(self.single_entity)),
            entities=self._entities(), conditions=state.conditions, search=state.search,
            order=state.order, only=self.targets.banned.only if self.targets.banned else None,
            language=self.context.language,
        )  # fmt: skip

    def use(self, state: ListState) -> None:
        """Show the sheet in another way; what is selected stays so where the order does."""
        before = self.list_state
        same = all(
            getattr(before, name) == getattr(state, name)
            for name in ("conditions", "search", "order")
        )
        self.lists[self.sheet] = state
        if before.order != state.order:
            self.records.forget_place()
        self.read_list(far=same)

    def chosen(self) -> tuple[str, ...]:
        """Return the selected records."""
        return self.records.selected()

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read entities, list and form anew."""
        context, _ = self.context, self.context.words
        self.show_round(has_round=bool(context.round))
        if not context.round:
            return
        dims = {"gone": _("no longer exists"), "not asked": _("not asked in this round")}
        work = partial(read_leaves, context.store, context.round, context.language, dims)
        context.read("inventory entities", work, self._show_entities)

    def _show_entities(self, leaves: Any) -> None:
        self.tree.show_entities(leaves)
        known = self.tree.model.index_of(*self.tree.scope).isValid()
        if not known and self.tree.scope != NONE and not self.tree.model.searched:
            self.tree.mark("all", "")
        self.read_list()

    def read_list(self, *, far: bool = True) -> None:
        """Read the list anew; what is selected stays so, with *far* on whatever page it stands."""
        if not self.context.round or not self.tree.model.leaves:
            return
        sheet, state = self.context.store.catalogue[self.sheet], self.list_state
        self.filters.show_state(sheet, state, self.questions.titles)
        self.records.totals.show_sheet(sheet, state.group)
        find = self._wanted or self.records.place
        self.records.show_list(sheet, self.query(), state, find=find,
                               far=far or bool(self._wanted))  # fmt: skip
        self.read_totals()

    def read_totals(self) -> None:
        """Read what stands around the list: how many of how many, sums, counts."""
        query = self.query()
        query = replace(query, columns=tuple(n for n in query.columns if n != STATUS))
        work = partial(read_around, self.context.store, query, self.list_state.group)
        self.context.read("inventory totals", work, self._show_around)

    def _show_around(self, around: Around) -> None:
        self.around = around
        self.tree.model.show_counts(around.by_entity)
        self.editable = self.context.round == around.newest
        self.add_button.setEnabled(self.editable)
        self.show_counts(around.by_sheet)
        self.say_over("" if self.editable else around.newest)
        self.records.totals.show_total(around.total)
        if self.list_state.group:
            self.records.totals.show_groups(around.groups, around.titles)
        self._say_count()

    def _say_count(self) -> None:
        if not self.records.model.is_counted:
            return
        total = self.records.model.total
        of = max(self.around.of if self.around else total, total)
        self.records.totals.say_count(total, of, self.records.selected_count())

    def _shown(self, at: int) -> None:
        found, self._wanted = bool(self._wanted) and at >= 0, ""
        narrowed = (
            self.list_state.narrows or self.targets.banned is not None or bool(self._entities())
        )
        self.records.settle(at, narrowed=narrowed)
        if found or self._focus:
            self.open_form()

    def _selection(self) -> None:
        self._say_count()
        self._pause.start()

    def _show_selected(self) -> None:
        uids = self.chosen() if self.records.model.total else ()
        focus, self._focus = self._focus, ""
        if uids and self.records.model.query is not None:
            self.detail.show_records(self.sheet, uids, self.context.round, focus=focus)
        else:
            self.detail.show_nothing()
        self.announce()

    def announce(self) -> None:
        """Let the window switch its actions on and off."""
        update = getattr(self.window(), "update_actions", None)
        if callable(update):
            update()

    # -- what the user does --------------------------------------------------------------------

    def change(self, uids: tuple[str, ...], answers: Mapping[str, Answer]) -> None:
        """Give records new answers."""
        self.actions_.change(uids, answers)

    def show_sheet(self, sheet: str) -> None:
        """Show another sheet."""
        self._wanted = ""
        for at in range(self.tabs.count()):
            if self.tabs.tabData(at) == sheet:
                self.tabs.setCurrentIndex(at)

    def _turn(self, _at: int) -> None:
        self.detail.leave()
        if self.targets.banned is not None and self.targets.banned.sheet != self.sheet:
            self.targets.leave()
        self.records.model.clear()
        self.read_list()

    def _choose_entities(self, _kind: str, _key: str) -> None:
        self.targets.leave()
        self.read_list()

    def clear_filter(self) -> None:
        """Show all records of all entities."""
        self.targets.leave()
        self.tree.mark("all", "")
        self.use(replace(self.list_state, conditions=(), search=""))

    def _keep_widths(self, widths: Mapping[str, int]) -> None:
        state = replace(self.list_state, widths={**self.list_state.widths, **widths})
        self.lists[self.sheet] = self.records.state = state

    def show_view(self, view: NamedView | None) -> None:
        """Show a named view, or everything in the usual columns."""
        self.targets.leave()
        if view is None:
            self.tree.mark("all", "")
            self.use(ListState())
            return
        self.lists[view.sheet] = view.state
        self.tree.mark(*view.scope)
        if view.sheet == self.sheet:
            self.read_list()
        else:
            self.show_sheet(view.sheet)

    def show_added(self, uid: str, *, focus: bool = True) -> None:
        """Show a record that was added, whatever the filter says."""
        self.want(uid, "*" if focus else "")
        self.use(replace(self.list_state, conditions=(), search=""))

    def open_form(self) -> None:
        """Show the form and go to the field of the keyboard's column."""
        self.show_detail(opened=True)
        if not self._focus:
            self.detail.focus_form(self.records.current_field)

    def close_form(self) -> None:
        """Put the form away; the list has the room."""
        self.detail.leave()
        self.hide_detail()
        self.records.table.setFocus()

    def step(self, by: int) -> None:
        """Show the next record, or the one before; the field that has the focus is kept."""
        form = self.detail.form
        focused = form.focused_field if form is not None else ""
        self.detail.leave()
        self._focus = focused
        self.records.step(by)

    def next_finding(self) -> None:
        """Go to the next field with a finding."""
        self.show_detail(opened=True)
        self.detail.next_finding()

    def _act(self, name: str) -> None:
        {
            "confirm": self.actions_.confirm, "retire": self.actions_.retire,
            "ask": self.actions_.ask,
            "duplicate": self.actions_.duplicate,
        }[name]()  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the form with Escape, then put it away."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        focus = QApplication.focusWidget()
        if focus is not None and self.detail.isAncestorOf(focus) and not self.narrow:
            self.detail.leave()
            self.records.table.setFocus()
        else:
            self.close_form()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        self.adapt()

    # -- what the window calls -----------------------------------------------------------------

    def start_search(self) -> None:
        """Go to the search field."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def add_record(self) -> None:
        """Add a record."""
        self.actions_.add()

    def retire_records(self) -> None:
        """Retire what is selected."""
        self.actions_.retire()

    def confirm_records(self) -> None:
        """Confirm what is selected."""
        self.actions_.confirm()

    def fill_down(self) -> None:
        """Fill the first answer down."""
        self.actions_.fill_down()

    def copy(self) -> None:
        """Copy the selected rows."""
        self.actions_.copy()

    def paste(self) -> None:
        """Paste a block of cells."""
        self.actions_.paste()

    def select_all(self) -> None:
        """Select all rows."""
        self.records.select_all()

    def import_list(self) -> None:
        """Take in a list that exists already."""
        self.actions_.import_list()

    def can(self, action: str) -> bool:
        """Return whether an action on records is possible now."""
        if action == "add":
            return self.editable and bool(self.context.round)
        return self.editable and self.records.selected_count() > 0

    def store_changed(self, changes: ChangeSet) -> None:
        """Read what is shown anew; rows stay in their places where only answers changed."""
        table = _TABLE.format(sheet=self.sheet)
        mine = [row for row in changes.rows if row.table == table]
        others = len(mine) < len(changes.rows) and not mine
        in_place = all(row.before is not None and row.after is not None for row in mine)
        model = self.records.model
        if mine and in_place and len(mine) <= _MOST_READ_AGAIN and model.pinned:
            model.read_again()
            self.read_totals()
            if self.detail.uids:
                self.detail.read_again()
        elif others and all(row.table.startswith("rec_") for row in changes.rows):
            self.read_totals()
        else:
            self.refresh()

    def show_target(self, target: object) -> None:
        """Show a record, a list behind a figure, or the records of an entity."""
        self.targets.show(target)

    def want(self, uid: str, field: str = "") -> None:
        """Select a record, and go to a field of it, once the list is there."""
        self._wanted, self._focus, self._open = uid, field, True

    def state(self) -> Mapping[str, Any]:
        """Return sheet, entities, lists, selection, sizes and what is being typed."""
        return state_of(self)

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up what was remembered."""
        self._wanted = read_state(self, state)
        self._focus = ""
        self.targets.show_banner()


__all__ = ["InventoryPage"]
