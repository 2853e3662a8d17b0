"""The steps of filling in a workbook: a list at the side, or one line where there is no room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QListView, QVBoxLayout, QWidget

from inventory_app.domain.findings import Strength
from inventory_app.gui.kit.two_lines import REMARK, TwoLineDelegate
from inventory_app.gui.kit.widgets import Card, row, tool
from inventory_app.gui.models.survey_lists import MARKS
from inventory_app.gui.models.survey_session import CHECK, START, SurveySession
from inventory_app.gui.views.survey_step import progress_text

if TYPE_CHECKING:
    from inventory_app.gui.context import Context

_WIDTH = 214
_NAME = int(Qt.ItemDataRole.UserRole) + 4


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """One step: its name, how far it is, and the mark in front of it."""

    name: str
    text: str
    remark: str
    icon: tuple[str, str]


class StepList(QWidget):
    """`chosen` says which step the reader wants, `moved` how many steps further."""

    chosen = Signal(str)
    moved = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        _ = context.words
        self.card = Card(margin=8)
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoLineDelegate(context, self.list))
        self.list.setAccessibleName(_("Steps"))
        self.list.setIconSize(QSize(18, 18))
        self.list.setSpacing(1)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.card.body.addWidget(self.list)
        self.combo = QComboBox()
        self.combo.setAccessibleName(_("Steps"))
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.activated.connect(self._choose_in_combo)
        self.back = tool(context, "chevron-left", _("Back"), lambda: self.moved.emit(-1))
        self.next = tool(context, "chevron-right", _("Next"), lambda: self.moved.emit(1))
        self.line = QWidget()
        line = row(self.back, self.combo, self.next, spacing=4)
        line.setStretch(1, 1)
        self.line.setLayout(line)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.card)
        box.addWidget(self.line)
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show one line instead of a list, or the list again."""
        self.card.setVisible(not narrow)
        self.line.setVisible(narrow)
        width = self._context.theme.px(_WIDTH)
        self.setMinimumWidth(0 if narrow else width)
        self.setMaximumWidth(16_777_215 if narrow else width)

    def show_steps(self, lines: Sequence[StepLine], current: str) -> None:
        """Show the steps and mark the current one."""
        context = self._context
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        while self.model.rowCount() > len(lines):
            self.model.removeRow(self.model.rowCount() - 1)
        self.combo.clear()
        for number, line in enumerate(lines):
            if number == self.model.rowCount():
                made = QStandardItem()
                made.setEditable(False)
                self.model.appendRow(made)
            item = self.model.item(number)
            item.setText(line.text)
            item.setData(line.name, _NAME)
            item.setData(line.remark, REMARK)
            item.setData(line.remark, Qt.ItemDataRole.AccessibleDescriptionRole)
            item.setToolTip(line.remark)
            item.setIcon(context.icon(*line.icon))
            self.combo.addItem(context.icon(*line.icon), line.text, line.name)
            if line.name == current:
                self.list.setCurrentIndex(self.model.index(number, 0))
                self.combo.setCurrentIndex(number)
        selection.blockSignals(False)
        self.list.viewport().update()
        self.back.setEnabled(self.combo.currentIndex() > 0)
        self.next.setEnabled(self.combo.currentIndex() + 1 < self.combo.count())

    def _choose(self) -> None:
        name = self.list.currentIndex().data(_NAME)
        if name:
            self.chosen.emit(name)

    def _choose_in_combo(self, number: int) -> None:
        self.chosen.emit(self.combo.itemData(number))


def step_names(session: SurveySession) -> list[str]:
    """Return the steps in their order."""
    return [START, *session.survey.sheets, CHECK]


def step_text(context: Context, session: SurveySession, name: str) -> str:
    """Return what a step is called."""
    _ = context.words
    if name == START:
        return _("Start")
    if name == CHECK:
        return _("Check and send")
    return session.sheet(name).label(context.language)


def step_line(context: Context, session: SurveySession, name: str) -> StepLine:
    """Return a step with how far it is."""
    _ = context.words
    text = step_text(context, session, name)
    found = [each.strength for each in session.findings]
    if name == START:
        who = session.survey.filled_by
        icon = ("circle-check", "good") if who else ("circle-dashed", "muted")
        return StepLine(name=name, text=text, remark=who or _("Who fills it in"), icon=icon)
    if name == CHECK:
        blocking = found.count(Strength.BLOCKS)
        remark = _.plural("{n} still to correct", "{n} still to correct", blocking)
        icon = ("send", "muted") if blocking else ("circle-check", "good")
        return StepLine(name=name, text=text, remark=remark if blocking else _("Complete"),
                        icon=icon)  # fmt: skip
    progress = session.progress.get(name)
    mine = [each.strength for each in session.of_sheet(name)]
    strongest = next((each for each in Strength if each in mine), None)
    if progress is not None and not progress.nothing and not progress.records:
        icon = ("circle-dashed", "muted")
    else:
        icon = MARKS[strongest]
    remark = progress_text(progress, _, brief=True)
    if progress is not None and progress.due and not progress.nothing and mine:
        said = _.plural("{n} finding", "{n} findings", len(mine))
        remark = f"{remark} · {said}"
    return StepLine(name=name, text=text, remark=remark, icon=icon)
