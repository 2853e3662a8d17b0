"""What was done to this inventory, by whom and when; any change can be taken back from here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QItemSelection, QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inventory_app.gui.context import Context
from inventory_app.gui.delegates import PillDelegate
from inventory_app.gui.kit.tables import select_row, table
from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import (
    Card,
    EmptyState,
    PageHeader,
    button,
    row,
    search_box,
)
from inventory_app.gui.models.history import TONE, HistoryFilter, HistoryModel
from inventory_app.gui.targets import ChangeTarget, EntityTarget
from inventory_app.gui.views.history_detail import ChangeDetail
from inventory_app.gui.views.page import Page
from inventory_app.gui.wording import ORIGINS
from inventory_app.workspace import Workspace

_ROW = 50
_PAUSE = 150  # milliseconds without a key before the list is read


class HistoryPage(Page):
    """The list of changes with filters, and beside it what the selected one did."""

    name: ClassVar[str] = "history"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        _ = context.words
        self._selected = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._read)
        self.header = PageHeader(_("History"))
        self.model = HistoryModel(context, self)
        self.model.shown.connect(self._shown)
        self.table = table(context, self.model, _("Changes"))
        self.table.setSortingEnabled(False)
        self.table.setItemDelegateForColumn(1, PillDelegate(context, TONE, self.table))
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(1, context.theme.px(110))
        rows = self.table.verticalHeader()
        rows.setDefaultSectionSize(context.theme.px(_ROW))
        self.table.setItemDelegateForColumn(0, TwoLineDelegate(context, self.table))
        self.table.selectionModel().selectionChanged.connect(self._select)
        self.detail = ChangeDetail(context)
        self.detail.setMinimumWidth(260)
        self.list_card = Card(margin=2)
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self._nothing())
        self.list_card.body.addWidget(self.lists)
        self.list_card.setMinimumWidth(220)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(14)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.list_card)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([600, 400])
        box = QVBoxLayout(self)
        box.setContentsMargins(28, 22, 28, 20)
        box.setSpacing(14)
        box.addWidget(self.header)
        box.addLayout(self._filters())
        box.addWidget(self.splitter, 1)

    def _filters(self) -> Any:
        _ = self.context.words
        self.search = search_box(self.context, _("Search changes"))
        self.search.setMinimumWidth(120)
        self.origin = self._choice(_("How"), _("All ways"))
        for code, (text, _tone) in ORIGINS.items():
            self.origin.addItem(_(text), code)
        self.who = self._choice(_("Who"), _("Everybody"))
        self.entity = self._choice(_("Entity"), _("All entities"))
        self.entity.setEditable(True)
        self.entity.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.entity.model(), self.entity)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = completer.popup()
        if popup is not None:
            popup.setAccessibleName(_("Entity"))
        self.entity.setCompleter(completer)
        line = self.entity.lineEdit()
        if line is not None:
            line.setAccessibleName(_("Entity"))
            line.editingFinished.connect(self._entity_typed)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.clear = button(self.context, _("Show all"), self.clear_filter, kind="flat", icon="x")
        return row(self.search, self.origin, self.who, self.entity, self.clear)

    def _choice(self, name: str, every: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setToolTip(name)
        made.addItem(every, "")
        made.setMinimumContentsLength(9)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.currentIndexChanged.connect(lambda _n: self._pause.start(0))
        return made

    def _nothing(self) -> QWidget:
        _ = self.context.words
        self.empty = EmptyState(
            self.context, "history", _("No change fits"),
            _("Search for something else, or show all changes."),
            button(self.context, _("Show all"), self.clear_filter),
        )  # fmt: skip
        return self.empty

    # -- reading -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read who and what there is to filter by, then the list."""
        store = self.context.store
        self.context.read("history filters", partial(self._people, store), self._offer)
        self._read()

    def _people(self, store: Workspace) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
        language = self.context.language
        entities = [(e.code, e.name(language)) for e in store.entities.all().values()]
        return store.history.authors(), sorted(entities, key=lambda each: each[1].casefold())

    def _offer(self, found: tuple[tuple[str, ...], list[tuple[str, str]]]) -> None:
        _ = self.context.words
        authors, entities = found
        wanted = self.context.states.get("history", {})
        _fill(self.who, [(who, who) for who in authors], str(wanted.get("who") or ""))
        names = [(code, _("{name} ({code})", name=name, code=code)) for code, name in entities]
        _fill(self.entity, names, str(wanted.get("entity") or ""))

    def _read(self) -> None:
        self.model.show(self.wanted)

    @property
    def wanted(self) -> HistoryFilter:
        """The filter as it is set."""
        return HistoryFilter(
            text=self.search.text().strip(), who=self.who.currentData() or "",
            origin=self.origin.currentData() or "", entity=self.entity.currentData() or "",
        )  # fmt: skip

    def clear_filter(self) -> None:
        """Show all changes."""
        self.search.clear()
        for choice in (self.origin, self.who, self.entity):
            choice.setCurrentIndex(0)

    def _entity_typed(self) -> None:
        """Take a typed entity if there is one; else show again what is chosen."""
        found = self.entity.findText(self.entity.currentText(), Qt.MatchFlag.MatchFixedString)
        self.entity.setCurrentIndex(found if found >= 0 else self.entity.currentIndex())
        if not self.entity.currentText():
            self.entity.setCurrentIndex(0)
        self.entity.setEditText(self.entity.itemText(self.entity.currentIndex()))

    def _shown(self) -> None:
        _, total = self.context.words, self.model.rowCount()
        if self.wanted.narrows:
            self.header.say(_.plural("{n} change fits", "{n} changes fit", total))
        else:
            self.header.say(_.plural("{n} change, and nothing of it is ever lost",
                                     "{n} changes, and nothing of it is ever lost",
                                     total))  # fmt: skip
        self.clear.setVisible(self.wanted.narrows)
        self.lists.setCurrentIndex(0 if total else 1)
        if not total:
            self.detail.show_entry(None)
            return
        at = self.model.row_of(self._selected)
        select_row(self.table, max(at, 0))
        self._select()

    def _select(self, *_changes: QItemSelection) -> None:
        rows = self.table.selectionModel().selectedRows()
        entry = self.model.entry(rows[0].row()) if rows else None
        if entry is not None:
            self._selected = entry.changes.number
            self.detail.show_entry(entry)

    # -- the window ----------------------------------------------------------------------------

    def start_search(self) -> None:
        """Go to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_target(self, target: object) -> None:
        """Show one change, or the changes of one entity."""
        if isinstance(target, ChangeTarget):
            self._selected = target.number
            self.clear_filter()
            self._read()
        elif isinstance(target, EntityTarget):
            self.context.states["history"] = {**self.state(), "entity": target.entity}
            place = self.entity.findData(target.entity)
            self.entity.setCurrentIndex(max(place, 0))

    def state(self) -> Mapping[str, Any]:
        """Return filter and selection."""
        wanted = self.wanted
        return {
            "text": wanted.text, "who": wanted.who, "origin": wanted.origin,
            "entity": wanted.entity, "selected": self._selected, "sizes": self.splitter.sizes(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Set the filter again; people and entities follow when they are known."""
        self.search.setText(str(state.get("text") or ""))
        self.origin.setCurrentIndex(max(self.origin.findData(state.get("origin") or ""), 0))
        selected = state.get("selected")
        self._selected = selected if isinstance(selected, int) else 0
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2:
            self.splitter.setSizes([int(size) for size in sizes])


def _fill(choice: QComboBox, items: list[tuple[str, str]], wanted: str) -> None:
    """Offer *items* after the first entry; what is chosen, or *wanted*, stays chosen."""
    chosen = choice.currentData() or wanted
    with QSignalBlocker(choice):
        while choice.count() > 1:
            choice.removeItem(1)
        for code, text in items:
            choice.addItem(text, code)
    choice.setCurrentIndex(max(choice.findData(chosen), 0))
