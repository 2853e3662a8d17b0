"""The records that differ, with a choice of which differences are shown."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from inventory_app.domain.reviews import FieldPlace, ReviewRow
from inventory_app.gui.context import Context
from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import Card
from inventory_app.gui.models.review import SHOWN, Review
from inventory_app.gui.models.review_records import ReviewRecordsModel
from inventory_app.gui.views.review_keys import command_of
from inventory_app.gui.views.review_record import first_undecided


class RecordTree(QTreeView):
    """A tree in which letters are keys of the review, not a search."""

    commanded = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say what a key asks for."""
        command = command_of(event)
        if command is not None:
            self.commanded.emit(command)
            return
        super().keyPressEvent(event)


class RecordList(Card):
    """A tree of sheets and records. `places` are the fields that are shown.

    They are those that fitted when the choice was made: a field that has been decided since then
    stays in sight until it is made again.
    """

    record_chosen = Signal(str, str)
    shown_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(margin=8)
        self._context = context
        _ = context.words
        self._review: Review | None = None
        self.places: frozenset[FieldPlace] = frozenset()
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Which differences are shown"))
        for name, text in SHOWN.items():
            self.choice.addItem(_(text), name)
        self.choice.setMinimumContentsLength(8)
        self.choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.choice.activated.connect(lambda _n: self._choose())
        self.model = ReviewRecordsModel(context, self)
        self.tree = RecordTree()
        self.tree.setModel(self.model)
        self.tree.setAccessibleName(_("Records that differ"))
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(0)
        self.tree.setIconSize(QSize(16, 16))
        self.tree.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.header().setMinimumSectionSize(context.theme.px(48))
        self.tree.setItemDelegate(_RecordDelegate(context, self.tree))
        self.tree.selectionModel().currentChanged.connect(self._current)
        self.body.addWidget(self.choice)
        self.body.addWidget(self.tree, 1)
        self.setMinimumWidth(context.theme.px(170))

    @property
    def shown(self) -> str:
        """Which differences are shown."""
        return str(self.choice.currentData() or "all")

    def show_review(self, review: Review | None) -> None:
        """Show the records of a review."""
        self._review = review
        self._choose(tell=False)

    def choose(self, shown: str) -> None:
        """Choose which differences are shown."""
        self.choice.setCurrentIndex(max(self.choice.findData(shown), 0))
        self._choose()

    def _choose(self, *, tell: bool = True) -> None:
        self.places = self._review.places(self.shown) if self._review is not None else frozenset()
        with QSignalBlocker(self.tree.selectionModel()):
            self.model.show_review(self._review, self.places, bare=self.shown == "all")
        self.tree.expandAll()
        self._show_counts()
        if tell:
            self.shown_changed.emit()

    def refresh(self) -> None:
        """Show what is decided now."""
        self.model.tell_changed()
        self._show_counts()

    def _show_counts(self) -> None:
        _ = self._context.words
        for number, (name, text) in enumerate(SHOWN.items()):
            count = self._review.count(name) if self._review is not None else 0
            self.choice.setItemText(number, _("{what}: {n}", what=_(text), n=_.number(count)))

    # -- what is shown -------------------------------------------------------------------------

    def rows(self) -> tuple[ReviewRow, ...]:
        """Return the records that are shown."""
        return self.model.rows()

    def row_of(self, sheet: str, uid: str) -> ReviewRow | None:
        """Return a record that is shown."""
        return self.model.row_at(self.model.index_of(sheet, uid))

    def ordered(self) -> list[FieldPlace]:
        """Return the fields that are shown, in their order."""
        return [
            each.place for row in self.rows() for each in row.fields if each.place in self.places
        ]

    def first(self) -> FieldPlace | None:
        """Return the field to begin with: the first that somebody must decide."""
        if self._review is None:
            return None
        open_ = first_undecided(self._review, self.rows())
        return open_ if open_ in self.places else next(iter(self.ordered()), None)

    def mark(self, row: ReviewRow | None) -> None:
        """Mark a record without telling that it was chosen."""
        index = self.model.index_of(row.sheet, row.uid) if row is not None else QModelIndex()
        with QSignalBlocker(self.tree.selectionModel()):
            self.tree.setCurrentIndex(index)
        if index.isValid():
            self.tree.scrollTo(index)
        self.tree.viewport().update()

    def _current(self, index: QModelIndex) -> None:
        row = self.model.row_at(index)
        if row is not None:
            self.record_chosen.emit(row.sheet, row.uid)


class _RecordDelegate(TwoLineDelegate):
    """Records in two lines with their mark; sheets in bold."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a sheet as the style does."""
        if index.internalId():
            super().paint(painter, option, index)
        else:
            QStyledItemDelegate.paint(self, painter, option, index)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return room for two lines, for one where a sheet stands."""
        size = super().sizeHint(option, index)
        return size if index.internalId() else QSize(size.width(), round(size.height() * 0.72))
