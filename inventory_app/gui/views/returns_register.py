"""The register of a round: cards, filters, the table of entities, and what is done with several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.registers import Register, RegisterRow
from inventory_app.gui.context import Context
from inventory_app.gui.delegates import PillDelegate
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.tables import select_row, table
from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import (
    Banner,
    Card,
    EmptyState,
    button,
    label,
    row,
    search_box,
)
from inventory_app.gui.models import register as columns
from inventory_app.gui.models.register import RegisterModel
from inventory_app.gui.models.register_rows import CHIPS
from inventory_app.gui.targets import RegisterTarget
from inventory_app.gui.views.returns_delegates import BarDelegate, CountsDelegate
from inventory_app.gui.views.returns_detail import EntityDetail
from inventory_app.gui.views.returns_head import Resizes, fold

_PAUSE = 120  # milliseconds without a key before the list is searched
_WIDTHS = {
    columns.ENTITY: 176, columns.STATE: 114, columns.COMPLETE: 106, columns.FINDINGS: 112,
    columns.OPEN: 78, columns.WORKBOOK: 136, columns.RETURNED: 128, columns.APPROVED: 96,
}  # fmt: skip
# Which columns go first where there is no room; the panel beside the list says the same.
_GO_FIRST = (columns.WORKBOOK, columns.RETURNED, columns.APPROVED, columns.OPEN, columns.FINDINGS)
_ROW = 48


class RegisterView(QWidget):
    """List with a detail panel. What is asked of the store is done by the page."""

    approve = Signal(tuple)
    withdraw = Signal(tuple)
    issue = Signal(tuple)
    print_summaries = Signal(tuple)
    review_conflicts = Signal(tuple)
    query = Signal(tuple)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._chip = "all"
        self._only: RegisterTarget | None = None
        self._selected = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._narrow)
        self.model = RegisterModel(context, self)
        self.banner = Banner(context)
        self.banner.closed.connect(partial(self.show_only, None))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(self.banner)
        box.addLayout(self._filters())
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(14)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._list())
        self.detail = EntityDetail(context)
        self.detail.setMinimumWidth(context.theme.px(250))
        self.detail.approve.connect(self.approve)
        self.detail.withdraw.connect(self.withdraw)
        self.detail.issue.connect(self.issue)
        self.detail.review_conflicts.connect(self.review_conflicts)
        self.detail.query.connect(self.query)
        self.detail.closed.connect(partial(self.show_detail, False))
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setSizes([640, 350])
        policies = QSizePolicy.Policy  # the list takes what is left, however long it is
        self.splitter.setSizePolicy(policies.Expanding, policies.Ignored)
        box.addWidget(self.splitter, 1)

    # -- what it is made of --------------------------------------------------------------------

    def _filters(self) -> Any:
        _ = self.context.words
        self.search = search_box(self.context, _("Search entities"))
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(self.context.theme.px(280))
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.chips = QButtonGroup(self)
        self.chip_of: dict[str, QPushButton] = {}
        flow = FlowLayout(spacing=6)
        for number, (name, (text, _fits)) in enumerate(CHIPS.items()):
            chip = button(self.context, _(text), kind="chip")
            self.chips.addButton(chip, number)
            self.chip_of[name] = chip
            flow.addWidget(chip)
        self.chip_of["all"].setChecked(True)
        self.chips.idClicked.connect(lambda number: self.choose(tuple(CHIPS)[number]))
        self.more = button(self.context, _("Details"), partial(self.show_detail, True),
                           kind="flat", icon="list")  # fmt: skip
        self.more.hide()
        self.holder = QWidget()
        self.holder.setLayout(flow)
        line = row(self.holder, self.more, self.search, spacing=10)
        line.setStretch(0, 1)
        line.setAlignment(self.search, Qt.AlignmentFlag.AlignTop)
        line.setAlignment(self.more, Qt.AlignmentFlag.AlignTop)
        return line

    def _list(self) -> QWidget:
        context, _ = self.context, self.context.words
        self.table = table(context, self.model, _("Entities of the round"), several=True)
        head = self.table.horizontalHeader()
        head.setSortIndicator(columns.ENTITY, Qt.SortOrder.AscendingOrder)
        head.setSectionsMovable(False)
        for column, width in _WIDTHS.items():
            head.resizeSection(column, context.theme.px(width))
        head.setSectionResizeMode(columns.ENTITY, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultSectionSize(context.theme.px(_ROW))
        two = TwoLineDelegate(context, self.table)
        for column in (columns.ENTITY, columns.WORKBOOK, columns.RETURNED):
            self.table.setItemDelegateForColumn(column, two)
        pills = PillDelegate(context, columns.TONE, self.table)
        for column in (columns.STATE, columns.APPROVED):
            self.table.setItemDelegateForColumn(column, pills)
        bar = BarDelegate(context, columns.SHARE, self.table)
        self.table.setItemDelegateForColumn(columns.COMPLETE, bar)
        counts = CountsDelegate(context, columns.COUNTS, self.table)
        for column in (columns.FINDINGS, columns.OPEN):
            self.table.setItemDelegateForColumn(column, counts)
        self.table.selectionModel().selectionChanged.connect(lambda *_a: self._select())
        self.table.doubleClicked.connect(lambda _index: self.show_detail(True))
        self.table.activated.connect(lambda _index: self.show_detail(True))
        Resizes(self.table.viewport(), self._fit_columns)
        self.nothing = EmptyState(
            context, "search", _("No entity fits"),
            _("Search for something else, or show all entities of the round."),
            button(context, _("Show all"), self.show_all),
        )  # fmt: skip
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.nothing)
        card = Card(margin=2)
        card.body.addWidget(self.lists, 1)
        card.body.addWidget(self._several())
        card.setMinimumWidth(240)
        return card

    def _several(self) -> QWidget:
        """Return the line of what can be done with the entities that are selected."""
        context, _ = self.context, self.context.words
        self.chosen = label("", "strong")
        self.chosen.setMinimumHeight(context.theme.px(34))
        self.approve_button = button(
            context, _("Approve"), lambda: self.approve.emit(self.selected), icon="check"
        )
        self.withdraw_button = button(
            context, _("Withdraw approval"), lambda: self.withdraw.emit(self.selected)
        )
        self.issue_button = button(
            context,
            _("Issue…"),
            lambda: self.issue.emit(self.selected),
            icon="send",
            tip=_("Issue workbooks to these entities"),
        )
        self.print_button = button(
            context, _("Print…"), lambda: self.print_summaries.emit(self.selected),
            icon="printer",
            tip=_("Print the summaries of these entities"),
        )  # fmt: skip
        self.several = QWidget()
        outer = QVBoxLayout(self.several)
        outer.setContentsMargins(10, 4, 10, 8)
        flow = FlowLayout(
            (self.chosen, self.approve_button, self.withdraw_button, self.issue_button,
             self.print_button)
        )  # fmt: skip
        outer.addLayout(flow)
        self.several.hide()
        return self.several

    # -- what is shown -------------------------------------------------------------------------

    def show_register(self, register: Register) -> None:
        """Show a register; filter, order and selection stay."""
        with QSignalBlocker(self.table.selectionModel()):
            self.model.show_register(register)
        self._show_chips()
        self._after_fit()

    def choose(self, chip: str) -> None:
        """Show the entities that a filter lets through."""
        self._chip = chip if chip in CHIPS else "all"
        self.chip_of[self._chip].setChecked(True)
        self._narrow()

    def show_only(self, target: RegisterTarget | None) -> None:
        """Show some entities and say why; all of them with None."""
        self._only = target
        if target is None:
            self.banner.hide()
        else:
            _ = self.context.words
            count = _.plural("{n} entity", "{n} entities", len(target.entities))
            text = _("{why}: {count}", why=target.title, count=count) if target.title else count
            every = button(self.context, _("Show all"), partial(self.show_only, None), kind="flat")
            self.banner.show_text(text, "info", every)
            with QSignalBlocker(self.search):
                self.search.clear()
            self._chip = "all"
            self.chip_of["all"].setChecked(True)
        self._narrow()

    def show_all(self) -> None:
        """Take every filter away."""
        self.search.clear()
        self._only = None
        self.banner.hide()
        self.choose("all")

    def show_entity(self, entity: str) -> None:
        """Show one entity in the list and beside it."""
        self._selected = entity
        if self.model.place_of(entity) < 0:
            self.show_all()
        self.show_detail(True)
        self._keep_selection()

    def _narrow(self) -> None:
        self._pause.stop()
        only = self._only.entities if self._only else None
        with QSignalBlocker(self.table.selectionModel()):
            self.model.narrow(self._chip, self.search.text(), only)
        self._show_chips()
        self._after_fit()

    def _after_fit(self) -> None:
        self.lists.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._keep_selection()

    def _show_chips(self) -> None:
        _ = self.context.words
        for name, count in self.model.counts().items():
            text = _(CHIPS[name][0])
            self.chip_of[name].setText(_("{what}  {n}", what=text, n=_.number(count)))
            shown = name in ("all", self._chip) or (bool(count) and name != "answered")
            self.chip_of[name].setVisible(shown)
        self.holder.updateGeometry()

    def _keep_selection(self) -> None:
        place = self.model.place_of(self._selected)
        if self.model.rowCount():
            select_row(self.table, max(place, 0))
        self._select()

    def _select(self) -> None:
        rows = self.selected_rows
        _ = self.context.words
        if len(rows) == 1:
            self._selected = rows[0].entity.code
        self.detail.show_row(rows[0] if len(rows) == 1 else None)
        self.several.setVisible(len(rows) > 1)
        if len(rows) > 1:
            self.chosen.setText(_.plural("{n} selected", "{n} selected", len(rows)))
            approved = [each.approved for each in rows]
            answered = [each.participation.answered for each in rows]
            self.approve_button.setEnabled(
                any(a and not b for a, b in zip(answered, approved, strict=True))
            )
            self.withdraw_button.setEnabled(any(approved))

    @property
    def selected_rows(self) -> Sequence[RegisterRow]:
        """The rows that are selected."""
        indexes = self.table.selectionModel().selectedRows()
        found = (self.model.row_at(index) for index in sorted(indexes, key=lambda i: i.row()))
        return [each for each in found if each is not None]

    @property
    def selected(self) -> tuple[str, ...]:
        """The entities that are selected."""
        return tuple(each.entity.code for each in self.selected_rows)

    # -- size, clipboard, state ----------------------------------------------------------------

    def show_detail(self, shown: bool) -> None:
        """Show the panel beside the list, or give its room to the list."""
        self.detail.setVisible(shown)
        self.more.setVisible(not shown)
        QTimer.singleShot(0, self, self._fit_columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel below the list where there is little room beside it."""
        super().resizeEvent(event)
        fold(self.splitter, self.context.theme, self.width())

    def _fit_columns(self) -> None:
        px = self.context.theme.px
        room = self.table.viewport().width()
        hidden: set[int] = set()
        for column in _GO_FIRST:
            if sum(px(w) for c, w in _WIDTHS.items() if c not in hidden) <= room:
                break
            hidden.add(column)
        for column in _GO_FIRST:
            if self.table.isColumnHidden(column) != (column in hidden):
                self.table.setColumnHidden(column, column in hidden)

    def copy(self) -> None:
        """Copy the selected lines, with headings, as a spreadsheet takes them."""
        shown = [c for c in range(self.model.columnCount()) if not self.table.isColumnHidden(c)]
        horizontal = Qt.Orientation.Horizontal
        lines = [[str(self.model.headerData(c, horizontal)) for c in shown]]
        lines += [
            [str(self.model.index(index.row(), c).data() or "") for c in shown]
            for index in self.table.selectionModel().selectedRows()
        ]
        if len(lines) > 1:
            QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def state(self) -> Mapping[str, Any]:
        """Return filter, order, selection and sizes."""
        head = self.table.horizontalHeader()
        down = head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return {
            "chip": self._chip, "text": self.search.text(), "selected": self._selected,
            "sort": head.sortIndicatorSection(), "down": down,
            "only": list(self._only.entities) if self._only else None,
            "why": self._only.title if self._only else None,
            "detail": not self.detail.isHidden(), "sizes": self.splitter.sizes(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up filter, order, selection and sizes."""
        only = state.get("only")
        if isinstance(only, list):
            target = RegisterTarget(
                entities=tuple(map(str, only)), title=str(state.get("why") or "")
            )
            self.show_only(target)
        with QSignalBlocker(self.search):
            self.search.setText(str(state.get("text") or ""))
        self._selected = str(state.get("selected") or "")
        column, down = state.get("sort"), bool(state.get("down"))
        if isinstance(column, int) and 0 <= column < self.model.columnCount():
            orders = Qt.SortOrder
            order = orders.DescendingOrder if down else orders.AscendingOrder
            self.table.sortByColumn(column, order)
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and all(sizes):
            self.splitter.setSizes([int(size) for size in sizes])
        self.show_detail(bool(state.get("detail", True)))
        self.choose(str(state.get("chip") or "all"))
