"""The list of records: table, what is under it, and what it says while it is empty."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from inventory_app.domain.fields import Sheet
from inventory_app.domain.grids import SHARED, GridQuery, Order
from inventory_app.gui.context import Context
from inventory_app.gui.kit.tables import select_row
from inventory_app.gui.kit.widgets import Card, EmptyState, button
from inventory_app.gui.models.records import RecordsModel
from inventory_app.gui.models.records_columns import STATUS, width_of
from inventory_app.gui.theme import LABEL
from inventory_app.gui.views.inventory_cells import StateDelegate, records_table
from inventory_app.gui.views.inventory_state import ListState
from inventory_app.gui.views.inventory_totals import Totals

_LEAST_FIRST, _GOOD_FIRST, _MOST_WISHED = (
    150,
    240,
    230,
)  # pixels: the first column never gets narrower
_SMALLEST = 3  # columns that stay, however narrow the list is
_SAMPLE = 30  # rows whose texts decide how wide a column is at first
_LEAST, _WIDEST, _SIDES = 58, 150, 28


class RecordsList(Card):
    """The table with its totals. What the user wants is said by signals; the page decides."""

    selection_changed = Signal()
    opened = Signal()
    sorted_by = Signal(object)  # tuple of Order
    columns_moved = Signal(object)  # tuple of names
    widths_changed = Signal(object)  # mapping of name to width
    filter_wanted = Signal(str)
    menu_wanted = Signal(QPoint)
    add_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(margin=2)
        _ = context.words
        self.context = context
        self.state = ListState()
        self._sheet: Sheet | None = None
        self.model = RecordsModel(context, self)
        self.table = records_table(context, self.model, _("Records"))
        self.table.opened.connect(self.opened)
        self.table.doubleClicked.connect(lambda _index: self.opened.emit())
        self.table.resized.connect(self._fit)
        self.table.customContextMenuRequested.connect(
            lambda place: self.menu_wanted.emit(self.table.viewport().mapToGlobal(place))
        )
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.head = self.table.horizontalHeader()
        self.head.sectionClicked.connect(self._sort)
        self.head.sectionMoved.connect(self._moved)
        self.head.sectionResized.connect(self._resized)
        self.head.customContextMenuRequested.connect(self._head_menu)
        self._settling = QTimer(self)  # one notice after all columns were made wider
        self._settling.setSingleShot(True)
        self._settling.setInterval(200)
        self._settling.timeout.connect(self._keep_widths)
        self._fitting = self._anew = False
        self._usual_widths: dict[str, int] = {}
        self._wishes: dict[str, int] = {}
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self._no_fit())
        self.lists.addWidget(self._no_record())
        self.totals = Totals(context)
        self.body.setSpacing(0)
        self.body.addWidget(self.lists, 1)
        self.body.addWidget(self.totals)

    def _no_fit(self) -> QWidget:
        _ = self.context.words
        return EmptyState(
            self.context, "filter", _("No record fits"),
            _("Take a filter off, search for something else, or choose other entities."),
            button(self.context, _("Show all records"), self.clear_wanted.emit),
        )  # fmt: skip

    def _no_record(self) -> QWidget:
        _ = self.context.words
        return EmptyState(
            self.context, "boxes", _("There are no records here yet"),
            _("Merge returns, import a list that exists already, or add the first record."),
            button(self.context, _("Add record"), self.add_wanted.emit, kind="primary",
                   icon="plus"),
        )  # fmt: skip

    # -- what is shown -------------------------------------------------------------------------

    def show_list(
        self, sheet: Sheet, query: GridQuery, state: ListState, *, find: str = "", far: bool = True
    ) -> None:
        """Show the records of *query*; the model says when they are there."""
        self._sheet, self.state = sheet, state
        self.table.setAccessibleName(sheet.label(self.context.language))
        self.model.show(query, find=find, far=far)

    def settle(self, at: int, *, narrowed: bool) -> None:
        """Arrange columns and selection once another list is there; *at* is a row or -1."""
        total, self._anew = self.model.total, False
        self.lists.setCurrentIndex(0 if total else 1 if narrowed else 2)
        self._arrange()
        if total:
            row = max(at, 0)
            with QSignalBlocker(self.table.selectionModel()):
                select_row(self.table, row)
            self.table.viewport().update()
        self._selected()

    def _arrange(self) -> None:
        """Give columns their widths, delegates and the arrow of the order."""
        sheet = self._sheet
        if sheet is None:
            return
        self._fitting = True
        for at in range(self.head.count()):  # moved columns stand where the model has them
            self.head.moveSection(self.head.visualIndex(at), at)
        for at, name in enumerate(self.model.columns):
            self._usual_widths[name] = self._fitting_width(sheet, name, at)
            self.head.resizeSection(at, self._usual(at))
            delegate = StateDelegate(self.context, self.table) if name == STATUS else None
            self.table.setItemDelegateForColumn(at, delegate)  # type: ignore[arg-type] # None takes it away
        self._fitting = False
        self._fit()

    def _fitting_width(self, sheet: Sheet, name: str, at: int) -> int:
        """Return a width for what the first rows hold and a heading of at most two lines."""
        theme = self.context.theme
        most = theme.px(width_of(sheet, name, first=at == 0))
        if name == STATUS or at == 0:
            return most
        texts = [
            self.model.data(self.model.index(row, at))
            for row in range(min(_SAMPLE, self.model.total))
        ]
        metrics = self.table.fontMetrics()
        wish = max((metrics.horizontalAdvance(str(text)) for text in texts), default=0)
        self._wishes[name] = min(wish + theme.px(_SIDES), theme.px(_MOST_WISHED))
        cells = min(wish, most)
        heading = str(self.model.headerData(at, Qt.Orientation.Horizontal))
        width = max(min(cells + theme.px(_SIDES), most), theme.px(_LEAST))
        bold = QFontMetrics(theme.font(LABEL, bold=True))
        while width < theme.px(_WIDEST) and not _in_two_lines(
            bold, heading, width - theme.px(_SIDES - 8)
        ):
            width += theme.px(6)
        return width

    def _fit(self) -> None:
        """Let the first column take the room that is left; usual columns that lack room hide."""
        columns = self.model.columns
        if not columns or self._fitting:
            return
        self._fitting = True
        room, theme = self.table.viewport().width(), self.context.theme
        widths = [self._usual(at) for at in range(len(columns))]
        least = theme.px(_LEAST_FIRST)
        shown = list(range(1, len(columns)))
        if not self.state.columns:
            while len(shown) + 1 > _SMALLEST and least + sum(widths[at] for at in shown) > room:
                del shown[-2]  # the state of the record stays
        spare = room - theme.px(_GOOD_FIRST) - sum(widths[at] for at in shown)
        for at in range(1, len(columns)):
            self.head.setSectionHidden(at, at not in shown)
            if at in shown and columns[at] not in self.state.widths:
                more = max(0, min(self._wishes.get(columns[at], 0) - widths[at], spare))
                spare -= more
                self.head.resizeSection(at, widths[at] + more)
        rest = room - sum(self.head.sectionSize(at) for at in shown)
        if columns[0] not in self.state.widths or rest > self.state.widths[columns[0]]:
            self.head.resizeSection(0, max(rest, least))
        self._fitting = False

    def _usual(self, at: int) -> int:
        name = self.model.columns[at]
        return self.state.widths.get(name) or self._usual_widths.get(name, 0)

    @property
    def visible_columns(self) -> tuple[str, ...]:
        """The fields shown, in the order in which they stand, without the state."""
        order = sorted(range(self.head.count()), key=self.head.visualIndex)
        return tuple(
            self.model.columns[at] for at in order
            if at < len(self.model.columns) and not self.head.isSectionHidden(at)
            and self.model.columns[at] != STATUS
        )  # fmt: skip

    # -- selection -----------------------------------------------------------------------------

    def selected(self) -> tuple[str, ...]:
        """Return the selected records in the order of the list."""
        ranges = sorted(self._ranges())
        found: dict[str, None] = {}
        for first, last in ranges:
            found |= dict.fromkeys(self.model.uids(first, last))
        return tuple(found)

    def selected_count(self) -> int:
        """Return how many rows are selected, without asking which."""
        rows = set(self._ranges())
        return sum(last - first + 1 for first, last in rows)

    def _ranges(self) -> list[tuple[int, int]]:
        selection = self.table.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        return [(each.top(), each.bottom()) for each in ranges if each.isValid()]

    @property
    def current_field(self) -> str:
        """The field of the cell the keyboard is in; "" for the state."""
        index = self.table.currentIndex()
        if not index.isValid() or index.column() >= len(self.model.columns):
            return ""
        name = self.model.columns[index.column()]
        return "" if name == STATUS else name

    @property
    def current_uid(self) -> str:
        """The record of the cell the keyboard is in."""
        index = self.table.currentIndex()
        return self.model.uid(index.row()) if index.isValid() else ""

    @property
    def place(self) -> str:
        """The record that is to be found again when the list is read anew."""
        return "" if self._anew else self.current_uid

    def forget_place(self) -> None:
        """Begin at the top when the list is read anew: somebody sorted it to see what is first."""
        self._anew = True

    def step(self, by: int) -> None:
        """Select the next record, or the one before."""
        row = self.table.currentIndex().row() + by
        if 0 <= row < self.model.total:
            index = self.model.index(row, max(self.table.currentIndex().column(), 0))
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(index)

    def select_all(self) -> None:
        """Select every record of the list."""
        self.model.complete()
        if self.model.total and self.model.columns:
            self.table.selectAll()

    def _selected(self, *_ranges: object) -> None:
        self.selection_changed.emit()

    # -- headings ------------------------------------------------------------------------------

    def _sort(self, column: int) -> None:
        """Sort by a column: upwards, downwards, then as usual again."""
        if column >= len(self.model.columns) or self.model.columns[column] == STATUS:
            return
        name = self.model.columns[column]
        now = next((each for each in self.state.order if each.field == name), None)
        if now is None:
            self.sorted_by.emit((Order(name),))
        else:
            self.sorted_by.emit(() if now.descending else (Order(name, descending=True),))

    def _moved(self, *_places: int) -> None:
        if not self._fitting:
            order = sorted(range(self.head.count()), key=self.head.visualIndex)
            self.columns_moved.emit(tuple(
                self.model.columns[at] for at in order if self.model.columns[at] != STATUS
            ))  # fmt: skip

    def _resized(self, column: int, before: int, now: int) -> None:
        if not self._fitting and before and now and column < len(self.model.columns):
            self._settling.start()

    def _keep_widths(self) -> None:
        self.widths_changed.emit({
            name: self.head.sectionSize(at) for at, name in enumerate(self.model.columns)
            if not self.head.isSectionHidden(at)
        })  # fmt: skip

    def _head_menu(self, place: QPoint) -> None:
        column = self.head.logicalIndexAt(place)
        if not 0 <= column < len(self.model.columns):
            return
        name = self.model.columns[column]
        if name != STATUS:
            menu = self.head_menu(name)
            menu.exec(self.head.mapToGlobal(place))
            menu.deleteLater()

    def head_menu(self, name: str) -> QMenu:
        """Return what can be done with a column."""
        _, menu = self.context.words, QMenu(self)
        for text, order in (
            (_("Sort upwards"), (Order(name),)),
            (_("Sort downwards"), (Order(name, descending=True),)),
            (_("Usual order"), ()),
        ):
            menu.addAction(text).triggered.connect(partial(self._emit_order, order))
        menu.addSeparator()
        menu.addAction(self.context.icon("filter"), _("Filter by this column…")).triggered.connect(
            lambda _checked=False: self.filter_wanted.emit(name)
        )
        if self._sheet is not None and (name in self._sheet.fields or name in SHARED):
            hide = menu.addAction(_("Hide this column"))
            hide.setEnabled(len(self.model.columns) > 2)
            hide.triggered.connect(lambda _checked=False: self.columns_moved.emit(
                tuple(each for each in self.model.columns if each not in (name, STATUS))
            ))  # fmt: skip
        return menu

    def _emit_order(self, order: Sequence[Order], _checked: bool = False) -> None:
        self.sorted_by.emit(tuple(order))


def _in_two_lines(metrics: QFontMetrics, text: str, width: int) -> bool:
    flags = int(Qt.TextFlag.TextWordWrap)
    box = metrics.boundingRect(QRect(0, 0, width, 1_000), flags, text)
    return box.width() <= width and box.height() <= 2 * metrics.lineSpacing() + 1
