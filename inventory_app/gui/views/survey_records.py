"""The list of the records of one sheet of a survey workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import QListView

from inventory_app.gui.kit.two_lines import TwoLineDelegate
from inventory_app.gui.kit.widgets import Card, button, label, row, search_box
from inventory_app.gui.models.survey_lists import UID, SurveyRecordsModel

if TYPE_CHECKING:
    from inventory_app.gui.context import Context
    from inventory_app.gui.models.survey_session import SurveySession


class RecordList(Card):
    """Search, “to complete”, the records, and a button that adds one."""

    chosen = Signal(str)
    entered = Signal()
    add_wanted = Signal()

    def __init__(self, context: Context, session: SurveySession, sheet: str) -> None:
        super().__init__(margin=12)
        self._context, self._session, self._sheet = context, session, sheet
        self.place = session.places[sheet]
        _ = context.words
        self.search = search_box(context, _("Search in this list"))
        self.search.setText(self.place.search)
        self.search.textChanged.connect(self._search)
        self.only_open = button(context, _("To complete"), kind="chip")
        self.only_open.setChecked(self.place.only_open)
        self.only_open.toggled.connect(self._show_only_open)
        self.count = label("", "caption")
        self.model = SurveyRecordsModel(context, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setIconSize(QSize(18, 18))
        self.list.setItemDelegate(TwoLineDelegate(context, self.list))
        name = session.sheet(sheet).label(context.language)
        self.list.setAccessibleName(_("Records of “{sheet}”", sheet=name))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.activated.connect(lambda _index: self.entered.emit())
        self.list.doubleClicked.connect(lambda _index: self.entered.emit())
        self.add = button(context, _("Add record"), self.add_wanted.emit, icon="plus")
        self.body.addWidget(self.search)
        self.body.addLayout(row(self.only_open, 1, self.count))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.add)
        self.setMinimumWidth(context.theme.px(190))

    def show_rows(self) -> None:
        """Show the records as they stand now, and keep the chosen one."""
        self._quietly_fill()
        rows = self._session.survey.sheet(self._sheet).rows
        if self.place.uid not in {each.uid for each in rows}:
            uids = [line.uid for line in self.model.lines]
            self.place.uid = uids[0] if uids else ""
            self._mark()
        _ = self._context.words
        self.count.setText(_("{part} of {whole}", part=_.number(self.model.rowCount()),
                             whole=_.number(len(rows))))  # fmt: skip

    def mark(self, uid: str) -> None:
        """Choose a record, and show all of them if it is not among those shown."""
        self.place.uid = uid
        if self.model.row_of(uid) < 0:
            self.search.clear()
            self.only_open.setChecked(False)
            self._quietly_fill()
        self._mark()

    def position(self) -> tuple[int, int]:
        """Return where the chosen record stands, from 1, of how many; 0 where it is not shown."""
        return self.model.row_of(self.place.uid) + 1, self.model.rowCount()

    def uid_beside(self, move: int) -> str:
        """Return the record that stands *move* further; "" where there is none."""
        at = self.model.row_of(self.place.uid) + move
        return self.model.lines[at].uid if 0 <= at < self.model.rowCount() else ""

    def _quietly_fill(self) -> None:
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        self.model.show_sheet(self._context, self._session, self._sheet)
        selection.blockSignals(False)
        self._mark()

    def _mark(self) -> None:
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        at = self.model.row_of(self.place.uid)
        if at >= 0:
            index = self.model.index(at)
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)
        else:
            selection.clear()
        selection.blockSignals(False)
        self.list.viewport().update()

    def _choose(self) -> None:
        uid = self.list.currentIndex().data(UID)
        if uid and uid != self.place.uid:
            self.chosen.emit(str(uid))

    def _search(self, text: str) -> None:
        self.place.search = text
        self._quietly_fill()
        self._follow()

    def _show_only_open(self, on: bool) -> None:
        self.place.only_open = on
        self._quietly_fill()
        self._follow()

    def _follow(self) -> None:
        """Choose the first record that is left where the chosen one is not shown any more."""
        _ = self._context.words
        if self.model.rowCount() and self.model.row_of(self.place.uid) < 0:
            self.chosen.emit(self.model.lines[0].uid)
        self.show_rows()
