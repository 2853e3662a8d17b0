"""The filter row over a list: search, quick filters, conditions as chips, columns, named views."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from inventory_app.domain.fields import Sheet
from inventory_app.domain.grids import SHARED, Operation
from inventory_app.gui.context import Context
from inventory_app.gui.inventory_words import OF_RECORDS, condition_text, field_label
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.widgets import button, empty, row, search_box, tool
from inventory_app.gui.views.inventory_state import ListState, NamedView
from inventory_app.texts import N_

QUICK: Mapping[Operation, str] = {
    Operation.CHANGED: N_("Changed"), Operation.STALE: N_("Not confirmed"),
    Operation.FINDINGS: N_("Findings"), Operation.CONFLICTS: N_("Conflicts"),
}  # fmt: skip
_MORE = (Operation.ACTIVE, Operation.INACTIVE, Operation.RETIRED)
_PAUSE = 160  # milliseconds without a key before the list is read


class FilterBar(QWidget):
    """What narrows the list. It says what is wanted; the page decides and shows it again."""

    searched = Signal(str)
    toggled = Signal(object)  # Operation
    field_wanted = Signal(str)  # a field to filter by
    empty_wanted = Signal(str)  # a field that is to be empty
    removed = Signal(object)  # Condition
    cleared = Signal()
    columns_wanted = Signal()
    views_opened = Signal()
    view_chosen = Signal(object)  # NamedView, or None for everything
    view_saved = Signal()
    view_dropped = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        _ = context.words
        self.context = context
        self._sheet: Sheet | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self.search = search_box(context, _("Search these records"))
        self._pause.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.setMinimumWidth(context.theme.px(150))
        self.search.textEdited.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(lambda: self._pause.start(0))
        self.quick = {
            operation: button(context, _(short), partial(self.toggled.emit, operation),
                              kind="chip", tip=_(OF_RECORDS[operation]))
            for operation, short in QUICK.items()
        }  # fmt: skip
        self.empty = button(context, _("Is empty…"), kind="chip")
        self.empty.setCheckable(False)
        self.empty.setToolTip(_("Records in which a field is empty"))
        self.filter = button(context, _("Filter"), icon="filter")
        self.columns = tool(context, "columns-3", _("Columns"), self.columns_wanted.emit)
        self.views = tool(context, "bookmark", _("Named views"))
        self.views.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for each, fill in (
            (self.empty, self._fill_empty), (self.filter, self._fill_filter),
            (self.views, self._fill_views),
        ):  # fmt: skip
            menu = QMenu(each)
            menu.setToolTipsVisible(True)
            menu.aboutToShow.connect(partial(fill, menu))
            each.setMenu(menu)
        self._views: tuple[NamedView, ...] = ()
        self._counts: Mapping[str, int] = {}
        self.chips: list[QPushButton] = []
        self._quick_row = FlowLayout((*self.quick.values(), self.empty), spacing=6)
        self._chip_row = FlowLayout(spacing=6)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        top = row(spacing=6)
        top.addWidget(self.search, 1)
        for each in (self.filter, self.columns, self.views):
            top.addWidget(each)
        box.addLayout(top)
        box.addLayout(self._quick_row)
        self._holder = QWidget()
        self._holder.setLayout(self._chip_row)
        box.addWidget(self._holder)

    def show_state(self, sheet: Sheet, state: ListState, titles: Mapping[str, str]) -> None:
        """Show the filter as it is set."""
        self._sheet = sheet
        if self.search.text() != state.search and not self._pause.isActive():
            self.search.setText(state.search)
        active = {each.operation for each in state.conditions}
        for operation, chip in self.quick.items():
            chip.setChecked(operation in active)
        empty(self._chip_row)
        self.chips = []
        for condition in state.conditions:
            if condition.operation in QUICK and not condition.values:
                continue
            text = condition_text(condition, sheet, self.context.words, titles)
            self._chip(text, partial(self.removed.emit, condition))
        if state.conditions:
            clear = button(self.context, self.context.words("Clear all"), self.cleared.emit,
                           kind="flat")  # fmt: skip
            self._chip_row.addWidget(clear)
        self._holder.setVisible(bool(self._chip_row.count()))
        self._chip_row.invalidate()
        self.updateGeometry()

    def show_views(self, views: Sequence[NamedView], counts: Mapping[str, int]) -> None:
        """Offer *views*, with how many records each shows where that is known."""
        self._views, self._counts = tuple(views), counts
        menu = self.views.menu()
        if menu is not None and menu.isVisible():
            self._fill_list(menu)

    def _chip(self, text: str, remove: Callable[[], object]) -> None:
        context = self.context
        chip = button(context, text, remove, kind="chip", tip=context.words("Take this filter off"))
        chip.setChecked(True)
        chip.setIcon(context.icon("x", "accent"))
        chip.setAccessibleDescription(context.words("Take this filter off"))
        self.chips.append(chip)
        self._chip_row.addWidget(chip)

    def _fields(self) -> list[tuple[str, str]]:
        sheet, _ = self._sheet, self.context.words
        if sheet is None:
            return []
        return [(field.name, field.label(_.language.code)) for field in sheet if not field.retired]

    def _by_section(self, menu: QMenu, chosen: object) -> None:
        """Add the fields of the sheet, each section in a menu of its own."""
        sheet, language = self._sheet, self.context.language
        if sheet is None:
            return
        for name, labels in sheet.sections.items():
            fields = [each for each in sheet if each.section == name and not each.retired]
            if fields:
                inner = menu.addMenu(labels[language])
                for each in fields:
                    action = inner.addAction(each.label(language))
                    action.setData(each.name)
                    action.triggered.connect(partial(_emit, chosen, each.name))

    def _fill_empty(self, menu: QMenu) -> None:
        menu.clear()
        self._by_section(menu, self.empty_wanted)

    def _fill_filter(self, menu: QMenu) -> None:
        _, sheet = self.context.words, self._sheet
        menu.clear()
        for operation in _MORE:
            action = menu.addAction(_(OF_RECORDS[operation]))
            action.triggered.connect(partial(_emit, self.toggled, operation))
        menu.addSeparator()
        if sheet is not None:
            for name in SHARED:
                action = menu.addAction(field_label(sheet, name, _))
                action.setData(name)
                action.triggered.connect(partial(_emit, self.field_wanted, name))
        menu.addSeparator()
        self._by_section(menu, self.field_wanted)

    def _fill_views(self, menu: QMenu) -> None:
        self.views_opened.emit()
        self._fill_list(menu)

    def _fill_list(self, menu: QMenu) -> None:
        _ = self.context.words
        menu.clear()
        menu.addAction(_("All records, usual columns")).triggered.connect(
            partial(_emit, self.view_chosen, None)
        )
        if self._views:
            menu.addSeparator()
        for view in self._views:
            count = self._counts.get(view.name)
            text = view.name if count is None else _(
                "{name} ({n})", name=view.name, n=_.number(count))  # fmt: skip
            menu.addAction(text).triggered.connect(partial(_emit, self.view_chosen, view))
        menu.addSeparator()
        menu.addAction(self.context.icon("plus"), _("Save this view…")).triggered.connect(
            lambda _checked=False: self.view_saved.emit()
        )
        if self._views:
            drop = menu.addMenu(self.context.icon("trash-2"), _("Delete a view"))
            for view in self._views:
                drop.addAction(view.name).triggered.connect(
                    partial(_emit, self.view_dropped, view.name)
                )


def _emit(signal: object, value: object, _checked: bool = False) -> None:
    signal.emit(value)  # type: ignore[attr-defined] # a bound signal


__all__ = ["QUICK", "FilterBar"]
