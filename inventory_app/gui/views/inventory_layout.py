"""Where the parts of the inventory page stand, and which of them there is room for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from inventory_app.gui.context import Context
from inventory_app.gui.kit.widgets import (
    Banner,
    EmptyState,
    PageHeader,
    button,
    column,
    row,
    tool,
)
from inventory_app.gui.views.inventory_detail import RecordDetail
from inventory_app.gui.views.inventory_filters import FilterBar
from inventory_app.gui.views.inventory_list import RecordsList
from inventory_app.gui.views.inventory_tree import EntityTree
from inventory_app.gui.views.page import Page

_TREE, _LIST, _FORM = 206, 480, 302
_ROOM_FOR_TREE, _ROOM_FOR_BOTH = 880, 700
_GAP = 12


class InventoryLayout(Page):
    """Header, sheets, and three parts side by side: tree, list and form."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        _ = context.words
        self.tree_wanted = self.detail_wanted = True
        self._opened = False  # at small widths the form stands in place of the list
        self.header = PageHeader(_("Inventory"))
        self.import_button = button(context, _("Import a list…"), icon="upload")
        self.add_button = button(context, _("Add record"), kind="primary", icon="plus")
        self.header.buttons.addWidget(self.import_button)
        self.header.buttons.addWidget(self.add_button)
        self.tree_button = tool(context, "network", _("Show or hide the entities"), self.turn_tree)
        self.tree_button.setCheckable(True)
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Sheets"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setIconSize(QSize(16, 16))
        for sheet in context.store.catalogue:
            at = self.tabs.addTab(sheet.label(context.language))
            self.tabs.setTabData(at, sheet.name)
            self.tabs.setTabToolTip(at, sheet.help.get(context.language, ""))
        self.banner = Banner(context, closable=False)
        self.over = Banner(context, closable=False)
        self.tree = EntityTree(context)
        self.filters = FilterBar(context)
        self.records = RecordsList(context)
        self.detail = RecordDetail(context)
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self._build()

    def _build(self) -> None:
        px = self.context.theme.px
        self.tree.setMinimumWidth(px(130))
        self.records.setMinimumWidth(px(240))
        self.detail.setMinimumWidth(px(270))
        self.body.setHandleWidth(_GAP)
        self.body.setChildrenCollapsible(False)
        middle = QWidget()
        middle.setLayout(column(self.filters, self.records, spacing=10))
        self.middle = middle
        for at, (part, stretch) in enumerate(((self.tree, 0), (middle, 1), (self.detail, 0))):
            self.body.addWidget(part)
            self.body.setStretchFactor(at, stretch)
        self.body.setSizes([px(_TREE), px(_LIST), px(_FORM)])
        self.content = QWidget()
        sheets = row(spacing=4)
        sheets.addWidget(self.tree_button)
        sheets.addWidget(self.tabs, 1)
        inner = column(sheets, self.banner, self.over, spacing=8)
        inner.addWidget(self.body, 1)
        self.content.setLayout(inner)
        self.whole = QStackedWidget()
        self.whole.addWidget(self.content)
        self.whole.addWidget(self._no_round())
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 16)
        box.setSpacing(8)
        box.addWidget(self.header)
        box.addWidget(self.whole, 1)

    def _no_round(self) -> QWidget:
        _, context = self.context.words, self.context
        return EmptyState(
            context, "boxes", _("No round has been opened yet."),
            _("Records belong to a round. Open one, then import lists or send out workbooks."),
            button(context, _("Go to rounds and returns"), lambda: context.go("returns"),
                   kind="primary", icon="arrow-right"),
        )  # fmt: skip

    def show_round(self, *, has_round: bool) -> None:
        """Show the lists, or that there is no round."""
        self.whole.setCurrentIndex(0 if has_round else 1)
        for each in (self.add_button, self.import_button):
            each.setVisible(has_round)
        _ = self.context.words
        self.header.say(_("Round {round}", round=self.context.round) if has_round else "")

    def show_counts(self, by_sheet: Mapping[str, int]) -> None:
        """Show on the tabs how many records each sheet has."""
        _, catalogue = self.context.words, self.context.store.catalogue
        for at in range(self.tabs.count()):
            name = str(self.tabs.tabData(at))
            text = _("{sheet} ({n})", sheet=catalogue[name].label(self.context.language),
                     n=_.number(by_sheet.get(name, 0)))  # fmt: skip
            if self.tabs.tabText(at) != text:
                self.tabs.setTabText(at, text)

    def say_over(self, newest: str) -> None:
        """Say that the round is over and cannot be changed; "" takes that away."""
        _ = self.context.words
        if newest:
            text = _("The round {round} is over: its records can be seen, not changed. "
                     "Changes are made in {newest}.", round=self.context.round,
                     newest=newest)  # fmt: skip
            self.over.show_text(text, "info")
        else:
            self.over.hide()

    # -- room ----------------------------------------------------------------------------------

    @property
    def narrow(self) -> bool:
        """Whether list and form have no room side by side."""
        return self.width() < self.context.theme.px(_ROOM_FOR_BOTH)

    def adapt(self) -> None:
        """Show the parts that are wanted and have room."""
        wide = self.width() >= self.context.theme.px(_ROOM_FOR_TREE)
        self.tree.setVisible(self.tree_wanted and wide)
        self.tree_button.setChecked(self.tree_wanted)
        self.tree_button.setEnabled(wide)
        alone = self.narrow and self._opened and self.detail_wanted
        self.detail.setVisible(self.detail_wanted and (not self.narrow or alone))
        self.middle.setVisible(not alone)

    def turn_tree(self) -> None:
        """Show the entities, or put them away."""
        self.tree_wanted = not self.tree_wanted
        self.adapt()

    def show_detail(self, *, opened: bool = False) -> None:
        """Show the form."""
        self.detail_wanted = True
        self._opened = self._opened or (opened and self.narrow)
        self.adapt()

    def hide_detail(self) -> None:
        """Put the form away; at small widths the list comes back."""
        if not self.narrow:
            self.detail_wanted = False
        self._opened = False
        self.adapt()
