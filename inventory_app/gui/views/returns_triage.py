"""Returns that wait: what each is, what it would bring, why not; merging those that are ready."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inventory_app.gui.context import Context
from inventory_app.gui.delegates import PillDelegate
from inventory_app.gui.kit.flow import FlowLayout
from inventory_app.gui.kit.tables import select_row, table
from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import (
    Banner,
    Card,
    ElidedLabel,
    EmptyState,
    ScrollPage,
    button,
    row,
)
from inventory_app.gui.models.triage import Desk, Line
from inventory_app.gui.models.triage_table import FILE, FIRST_COUNT, GROUP, TONE, TriageModel
from inventory_app.gui.models.triage_words import GROUPS
from inventory_app.gui.theme import LABEL
from inventory_app.gui.views.returns_drop import DropZone
from inventory_app.gui.views.returns_file import FileDetail
from inventory_app.gui.views.returns_head import Head, Resizes, fold

_ROW, _FILE, _GROUP = 50, 150, 128


# Which counts are shown first where there is no room for all: conflicting, new, changed …
_COUNTS_FIRST = tuple(FIRST_COUNT + n for n in (3, 0, 1, 5, 4, 2))


class TriageView(ScrollPage):
    """A table of files with a panel beside it; the desk does the work."""

    back = Signal()
    review = Signal(tuple)  # the SHA-256 of the files to go through, the first one first
    files_wanted = Signal()
    folder_wanted = Signal()
    dropped = Signal(tuple)

    def __init__(self, context: Context, desk: Desk) -> None:
        super().__init__()
        self.context, self.desk = context, desk
        self._chip = "all"
        self._selected = ""
        box = self.column
        box.setContentsMargins(28, 22, 28, 20)
        box.setSpacing(12)
        box.addWidget(self._head())
        self.banner = Banner(context)
        self.banner.closed.connect(partial(desk.tell, None))
        box.addWidget(self.banner)
        self.progress = _ProgressLine(context)
        box.addWidget(self.progress)
        self.drop = DropZone(context, wide=True)
        self.drop.dropped.connect(self.dropped)
        self.drop.files_wanted.connect(self.files_wanted)
        self.drop.folder_wanted.connect(self.folder_wanted)
        box.addWidget(self.drop)
        box.addWidget(self._chips())
        box.addWidget(self._lists(), 1)
        desk.changed.connect(self.show_lines)
        desk.progressed.connect(self._show_work)
        desk.noticed.connect(self._show_notice)
        self.show_lines()
        self._show_work()
        self._show_notice()

    # -- what it is made of --------------------------------------------------------------------

    def _head(self) -> QWidget:
        context, _ = self.context, self.context.words
        self.header = Head(context, _("Returns to merge"), _("Back to the register"))
        self.header.back.connect(self.back)
        self.review_button = button(context, _("Review"), self._review_all, icon="scale")
        self.apply_button = button(
            context, _("Apply the ready ones"), self._apply_ready, kind="primary", icon="check"
        )
        self.header.add_buttons(self.review_button, self.apply_button)
        return self.header

    def _chips(self) -> QWidget:
        context, _ = self.context, self.context.words
        self.chips = QButtonGroup(self)
        self.chip_of: dict[str, QPushButton] = {}
        holder = QWidget()
        flow = FlowLayout(spacing=6)
        for number, name in enumerate(("all", *GROUPS)):
            chip = button(context, "", kind="chip")
            self.chips.addButton(chip, number)
            self.chip_of[name] = chip
            flow.addWidget(chip)
        self.chip_of["all"].setChecked(True)
        self.chips.idClicked.connect(lambda number: self.choose(("all", *GROUPS)[number]))
        self.clear = button(context, _("Clear the list"), self.desk.clear, kind="flat", icon="x")
        flow.addWidget(self.clear)
        holder.setLayout(flow)
        return holder

    def _lists(self) -> QWidget:
        context, _ = self.context, self.context.words
        self.model = TriageModel(context, self)
        self.table = table(context, self.model, _("Returns to merge"))
        head = self.table.horizontalHeader()
        head.setSortIndicator(GROUP, Qt.SortOrder.AscendingOrder)
        head.setSectionResizeMode(FILE, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(context.theme.px(40))
        head.resizeSection(GROUP, context.theme.px(_GROUP))
        Resizes(self.table.viewport(), self._fit_columns)
        self.table.verticalHeader().setDefaultSectionSize(context.theme.px(_ROW))
        self.table.setItemDelegateForColumn(FILE, TwoLineDelegate(context, self.table))
        self.table.setItemDelegateForColumn(GROUP, PillDelegate(context, TONE, self.table))
        self.table.selectionModel().selectionChanged.connect(lambda *_a: self._select())
        self.table.activated.connect(lambda _index: self._open())
        card = Card(margin=2)
        card.body.addWidget(self.table)
        card.setMinimumWidth(220)
        self.detail = FileDetail(context)
        self.detail.setMinimumWidth(context.theme.px(230))
        self.detail.review.connect(lambda sha: self.review.emit((sha,)))
        self.detail.apply.connect(lambda line: self.desk.apply([line]))
        self.detail.accept.connect(self.desk.accept)
        self.detail.remove.connect(lambda line: self.desk.remove([line.file.path]))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(14)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(card)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setSizes([716, 266])
        self.lists = QStackedWidget()
        policies = QSizePolicy.Policy  # the list takes what is left, however long it is
        self.lists.setSizePolicy(policies.Expanding, policies.Ignored)
        self.lists.addWidget(self.splitter)
        self.lists.addWidget(
            EmptyState(
                context, "inbox", _("No returns here"),
                _("Drop the files that came back, or the whole folder. Each one is looked at and "
                  "sorted; nothing is written before you apply it."),
                button(context, _("Choose files…"), self.files_wanted.emit, kind="primary"),
                button(context, _("Choose a folder…"), self.folder_wanted.emit),
            )
        )  # fmt: skip
        return self.lists

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel below the list where there is little room beside it."""
        super().resizeEvent(event)
        fold(self.splitter, self.context.theme, self.viewport().width())

    def _fit_columns(self) -> None:
        head, px = self.table.horizontalHeader(), self.context.theme.px
        left = self.table.viewport().width() - px(_FILE) - px(_GROUP)
        metrics = QFontMetrics(self.context.theme.font(LABEL, bold=True))
        shown = set()
        for column in _COUNTS_FIRST:
            text = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            width = metrics.horizontalAdvance(text) + px(28)
            left -= width
            if left < 0:
                break
            shown.add(column)
            head.resizeSection(column, width)
        for column in _COUNTS_FIRST:
            if self.table.isColumnHidden(column) == (column in shown):
                self.table.setColumnHidden(column, column not in shown)

    # -- what is shown -------------------------------------------------------------------------

    def show_names(self, names: Mapping[str, str]) -> None:
        """Know the entities by their names."""
        self.model.names = dict(names)
        self.detail.names = dict(names)
        self.show_lines()

    def choose(self, chip: str) -> None:
        """Show the files of one group, or all."""
        self._chip = chip if chip in self.chip_of else "all"
        self.chip_of[self._chip].setChecked(True)
        self.show_lines()

    def show_lines(self) -> None:
        """Show the files that lie on the desk; the selection stays."""
        lines, _ = self.desk.lines, self.context.words
        if self._chip != "all" and not self.desk.group(self._chip):
            self._chip = "all"
            self.chip_of["all"].setChecked(True)
        shown = lines if self._chip == "all" else self.desk.group(self._chip)
        head = self.table.horizontalHeader()
        with QSignalBlocker(self.table.selectionModel()):
            self.model.show_lines(shown)
            if head.sortIndicatorSection() != GROUP:
                self.model.sort(head.sortIndicatorSection(), head.sortIndicatorOrder())
        for name, chip in self.chip_of.items():
            count = len(lines) if name == "all" else len(self.desk.group(name))
            text = _("All") if name == "all" else _(GROUPS[name][0])
            chip.setText(_("{what}  {n}", what=text, n=_.number(count)))
            chip.setVisible(bool(count))
        self.clear.setVisible(bool(lines))
        self.header.say(_.plural("{n} file", "{n} files", len(lines)) if lines else "")
        self.lists.setCurrentIndex(0 if lines else 1)
        self.drop.setVisible(bool(lines))
        self._show_buttons()
        places = [n for n in range(len(shown)) if str(shown[n].file.path) == self._selected]
        if shown:
            at = self.model.place_of(shown[places[0]].file.path) if places else 0
            select_row(self.table, max(at, 0))
        self._select()

    def _show_buttons(self) -> None:
        _ = self.context.words
        ready, decide = self.desk.group("ready"), self.desk.group("decide")
        busy = self.desk.work is not None
        self.apply_button.setText(
            _.plural("Apply the ready one", "Apply the {n} ready ones", len(ready))
            if ready
            else _("Apply the ready ones")
        )
        self.apply_button.setEnabled(bool(ready) and not busy)
        self.review_button.setVisible(bool(decide))
        self.review_button.setText(_("Review {n}…", n=_.number(len(decide))))
        self.detail.set_busy(busy)

    def _show_work(self) -> None:
        self.progress.show_work(self.desk)
        self._show_buttons()

    def _show_notice(self) -> None:
        notice = self.desk.notice
        if notice is None:
            self.banner.hide()
        else:
            self.banner.show_text(notice.text(self.context.words), notice.tone)

    def _select(self) -> None:
        line = self._current()
        if line is not None:
            self._selected = str(line.file.path)
        self.detail.show_line(line)

    def _current(self) -> Line | None:
        rows = self.table.selectionModel().selectedRows()
        return self.model.line_at(rows[0]) if rows else None

    # -- what can be done ----------------------------------------------------------------------

    def _open(self) -> None:
        line = self._current()
        if line is not None and line.waits:
            self.review.emit((line.file.sha256,))

    def _apply_ready(self) -> None:
        ready = self.desk.group("ready")
        if ready:
            self.desk.apply(ready)

    def _review_all(self) -> None:
        self.review.emit(tuple(line.file.sha256 for line in self.desk.group("decide")))

    def state(self) -> Mapping[str, Any]:
        """Return which files are shown."""
        return {"chip": self._chip, "selected": self._selected, "sizes": self.splitter.sizes()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show the same files again."""
        self._selected = str(state.get("selected") or "")
        sizes = state.get("sizes")
        if isinstance(sizes, list) and len(sizes) == 2 and all(sizes):
            self.splitter.setSizes([int(size) for size in sizes])
        self.choose(str(state.get("chip") or "all"))


class _ProgressLine(QFrame):
    """What is being done now, how far it is, and a way to stop it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        _ = context.words
        self.setProperty("banner", "info")
        self.text = ElidedLabel("")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.stop = button(context, _("Cancel"), kind="flat", icon="x")
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 6, 8, 10)
        line = row(self.text, self.stop)
        line.setStretch(0, 1)
        box.addLayout(line)
        box.addWidget(self.bar)
        self.stop.clicked.connect(self._stop)
        self._desk: Desk | None = None
        self.hide()

    def show_work(self, desk: Desk) -> None:
        """Show what the desk does."""
        self._desk, work, _ = desk, desk.work, self._context.words
        self.setVisible(work is not None)
        if work is None:
            self.stop.setEnabled(True)
            return
        self.bar.setRange(0, max(work.total, 0))
        self.bar.setValue(work.done)
        text = work.label
        if work.total:
            text = _("{what}: {done} of {total}", what=work.label, done=_.number(work.done),
                     total=_.number(work.total))  # fmt: skip
        self.text.set_text(_("{what} · {now}", what=text, now=work.what) if work.what else text)

    def _stop(self) -> None:
        if self._desk is not None and self._desk.work is not None:
            self._desk.work.cancel()
            self.stop.setEnabled(False)
