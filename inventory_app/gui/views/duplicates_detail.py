"""One suggestion or decision in full: the records side by side, the reasons, and what to decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QListView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.duplicates.decisions import Decided
from inventory_app.domain.duplicates.grounds import TEXTS
from inventory_app.domain.duplicates.suggesting import Suggestion, Told
from inventory_app.gui.context import Context
from inventory_app.gui.kit.tables import table
from inventory_app.gui.kit.widgets import Card, button, label, pill, row, set_pill
from inventory_app.gui.kit.wrapped import WrappedDelegate
from inventory_app.gui.models.comparison import FIRST, STANDS, ComparisonModel
from inventory_app.gui.models.duplicates import Entry
from inventory_app.gui.wording import apart
from inventory_app.services.duplicates import Found

_REASONS, _FIELD, _RECORD = 146, 150, 150  # pixels


class DuplicateDetail(Card):
    """The panel beside the list; the page decides."""

    join_wanted = Signal()
    different_wanted = Signal()
    revoke_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        _, px = context.words, context.theme.px
        self.entry: Entry | None = None
        self.what = label("", "card-title", wrap=True)
        self.level = pill("", "info")
        self.about = label("", "muted", wrap=True)
        self.reasons = QListView()
        self.reasons.setAccessibleName(_("What speaks for and against it"))
        self.reasons.setModel(QStandardItemModel(self))
        self.reasons.setItemDelegate(WrappedDelegate(self.reasons))
        self.reasons.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.reasons.setResizeMode(QListView.ResizeMode.Adjust)
        self.reasons.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reasons.setMaximumHeight(px(_REASONS))
        self.reasons.setIconSize(QSize(px(15), px(15)))
        self.differing = QCheckBox(_("Only what differs"))
        self.differing.setChecked(True)
        self.model = ComparisonModel(context, self)
        self.table = self._table()
        self.differing.toggled.connect(self.model.show_differing)
        self.model.chosen.connect(self._show_buttons)
        self.model.modelReset.connect(self._begin)
        self.leave = button(context, _("Leave out"), self.leave_out)
        self.different = button(context, _("Not the same"), self.different_wanted.emit, icon="x")
        self.revoke = button(context, _("Revoke"), self.revoke_wanted.emit, kind="danger")
        self.join = button(context, _("Join"), self.join_wanted.emit, kind="primary", icon="link")
        self._lay_out()
        self.show_entry(None, None)

    def _table(self) -> QTableView:
        context = self._context
        made = table(context, self.model, context.words("Records side by side"))
        made.setSortingEnabled(False)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        made.setMinimumHeight(context.theme.px(110))
        made.horizontalHeader().setDefaultSectionSize(context.theme.px(_RECORD))
        made.selectionModel().currentChanged.connect(lambda *_a: self._show_buttons())
        made.activated.connect(lambda index: self.choose(index.column() - FIRST + 1))
        made.setToolTip(context.words("Enter or a double click: this answer stands"))
        return made

    def _lay_out(self) -> None:
        self.inner = QWidget()
        box = QVBoxLayout(self.inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.what)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.level)
        line.addWidget(self.about, 1)
        box.addLayout(line)
        box.addWidget(self.reasons)
        box.addWidget(self.differing)
        box.addWidget(self.table, 1)
        box.addLayout(row(self.leave, 1, self.different, self.revoke, self.join))
        self.body.addWidget(self.inner)

    # -- what is shown -------------------------------------------------------------------------

    def show_entry(self, found: Found | None, entry: Entry | None) -> None:
        """Show a suggestion or a decision, or nothing."""
        self.entry = entry
        self.inner.setVisible(entry is not None)
        if found is None or entry is None:
            self.model.show_records(None, (), {})
            return
        _ = self._context.words
        self.what.setText(entry.title)
        set_pill(self.level, entry.pill, entry.tone)
        self.about.setText(self._about(found, entry))
        told = () if entry.suggestion is None else entry.suggestion.told()
        self._show_reasons(told)
        choices = entry.decided.choices if entry.decided is not None else {}
        apart_ = entry.decided is not None and entry.decided.kind == "different"
        records = [found.records[uid] for uid in entry.uids]
        self.model.show_records(found.sheet, records, choices, apart=apart_, names=found.names)
        self.table.setColumnHidden(STANDS, apart_)
        self._show_buttons()

    def _about(self, found: Found, entry: Entry) -> str:
        _ = self._context.words
        if entry.decided is None:
            entities = {found.records[uid].entity for uid in entry.uids}
            return _.plural(
                "{n} record of {entities} entities", "{n} records of {entities} entities",
                len(entry.uids), entities=_.number(len(entities)),
            )  # fmt: skip
        return self._about_decision(found, entry.decided, entry.remark)

    def _about_decision(self, found: Found, decided: Decided, remark: str) -> str:
        _ = self._context.words
        gone = [uid for uid in decided.uids if uid not in found.records]
        if not gone:
            return remark
        names = _(", ").join(apart(decided.titles[uid].title, _) for uid in gone[:3])
        return _.plural(
            "{remark}. {n} record is not in round {round}: {names}",
            "{remark}. {n} records are not in round {round}: {names}",
            len(gone), remark=remark, round=apart(found.round, _), names=names,
        )  # fmt: skip

    def _show_reasons(self, told: Sequence[Told]) -> None:
        model = self.reasons.model()
        assert isinstance(model, QStandardItemModel)  # noqa: S101 - made above
        model.clear()
        for each in told:
            model.appendRow(self._reason(each))
        self.reasons.setVisible(bool(told))

    def _reason(self, told: Told) -> QStandardItem:
        _, speaks_for = self._context.words, told.ground.speaks_for
        params = {name: apart(value, _) for name, value in told.ground.params.items()}
        text = told.said(_(TEXTS[told.ground.code], **params), _)
        icon = ("circle-check", "good") if speaks_for else ("circle-alert", "bad")
        item = QStandardItem(self._context.icon(*icon), text)
        side = _("for: {text}", text=text) if speaks_for else _("against: {text}", text=text)
        item.setAccessibleText(side)
        item.setEditable(False)
        return item

    def _begin(self) -> None:
        """Go to the first field; records have room for what they say."""
        px, head = self._context.theme.px, self.table.horizontalHeader()
        for number in range(self.model.columnCount()):
            head.resizeSection(number, px(_FIELD if number < FIRST else _RECORD))
        self._widen()
        if self.model.rowCount():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.table.selectionModel().setCurrentIndex(self.model.index(0, FIRST), flags)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give two records all the room there is."""
        super().resizeEvent(event)
        self._widen()

    def _widen(self) -> None:
        head = self.table.horizontalHeader()
        few = FIRST < self.model.columnCount() <= FIRST + 2
        room = self.table.viewport().width() // max(self.model.columnCount(), 1)
        mode = QHeaderView.ResizeMode
        fits = few and room >= self._context.theme.px(_RECORD) * 0.7
        head.setSectionResizeMode(mode.Stretch if fits else mode.Interactive)

    def _show_buttons(self) -> None:
        _, entry = self._context.words, self.entry
        if entry is None:
            return
        column = self.table.currentIndex().column()
        decided, many = entry.decided, len(entry.uids) > 2
        self.leave.setVisible(decided is None and many)
        self.leave.setEnabled(column >= FIRST)
        out = self.model.is_left_out(column)
        self.leave.setText(_("Take in again") if out else _("Leave out"))
        self.different.setVisible(decided is None)
        self.revoke.setVisible(decided is not None)
        joined = decided is not None and decided.kind == "join"
        self.join.setVisible(decided is None or (joined and len(entry.uids) > 1))
        self.join.setText(_("Keep the choices") if joined else _("Join"))
        changed = decided is None or self.model.choices != decided.choices
        self.join.setEnabled(changed)

    # -- choosing ------------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """Let the answer of record *number* stand for the field that is looked at."""
        if self._chooses():
            self.model.choose(self.table.currentIndex().row(), number)

    def add_up(self) -> None:
        """Let the sum stand for the field that is looked at."""
        index = self.table.currentIndex()
        if self._chooses() and not self.model.add_up(index.row()):
            self._context.say(self._context.words("These answers cannot be added up."), "warn")

    def leave_out(self) -> None:
        """Leave the record that is looked at out, or take it in again."""
        _, column = self._context.words, self.table.currentIndex().column()
        if self.entry is None or self.entry.decided is not None or column < FIRST:
            return
        if not self.model.leave_out(column):
            self._context.say(_("Two records at least must be left."), "warn")
        self._show_buttons()

    def _chooses(self) -> bool:
        """Whether there is something to choose: not where things were said to be different."""
        decided = self.entry.decided if self.entry is not None else None
        return self.entry is not None and (decided is None or decided.kind == "join")


def sides_of(suggestion: Suggestion, included: Sequence[str]) -> list[list[str]]:
    """Return the sides of a suggestion without what was left out."""
    sides = ([uid for uid in side if uid in included] for side in suggestion.sides)
    return [side for side in sides if side]
