"""Opening a round: what it is called, when, from which one it goes on, and its rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from inventory_app.domain.entities import Entity
from inventory_app.domain.rounds import Round, RoundParameters
from inventory_app.gui.context import Context
from inventory_app.gui.dialogs.round_day import DayField
from inventory_app.gui.dialogs.round_sheets import SheetChoice
from inventory_app.gui.kit.widgets import button, label, repolish, row

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")
_YEAR = re.compile(r"(.*?)(\d{4})(.*)")


@dataclass(frozen=True, kw_only=True)
class RoundWish:
    """What was chosen; `previous` is None for a round that goes on from nothing."""

    code: str
    as_of: date
    deadline: date
    previous: str | None
    parameters: RoundParameters


class NewRoundDialog(QDialog):
    """A form that says beside each field what is wrong with it, while it is typed."""

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        rounds: Mapping[str, Round],
        entities: Sequence[Entity],
        today: date,
        sheets: Mapping[str, Sequence[str]],
    ) -> None:
        """Take the *rounds* there are, and by their codes the *sheets* that one after them asks."""
        super().__init__(parent)
        self._sheets = sheets
        self._context, self._rounds, self._entities = context, rounds, entities
        _ = context.words
        self.setWindowTitle(_("Open a round"))
        self.setMinimumWidth(context.theme.px(480))
        last = next(reversed(list(rounds.values())), None)
        self.code = QLineEdit(_next_code(last, rounds, today))
        first = _a_year_later(last.as_of) if last else today
        after = last.deadline - last.as_of if last else timedelta(days=60)
        self.as_of = DayField(context, _("As of"), first)
        self.deadline = DayField(context, _("Deadline"), first + after)
        self.previous = QComboBox()
        for code in reversed(list(rounds)):
            self.previous.addItem(_("Round {round}", round=code), code)
        if not rounds:
            self.previous.addItem(_("Nothing: this is the first round"), None)
            self.previous.setEnabled(False)
        rules = last.parameters if last else RoundParameters()
        self.dedicated = _share_field(int(rules.dedicated_from))
        self.non_dedicated = _share_field(int(rules.non_dedicated_from))
        self.sheets = SheetChoice(context.store.catalogue, context.language)
        self._choose_sheets()
        self.problems: dict[str, QLabel] = {}
        self.summary = label("", "muted", wrap=True)
        self.open_button = button(context, _("Open the round"), self.accept, kind="primary",
                                  icon="calendar")  # fmt: skip
        self._build()
        self.code.textChanged.connect(self._look)
        for field in (self.as_of, self.deadline):
            field.edited.connect(self._look)
        for share in (self.dedicated, self.non_dedicated):
            share.valueChanged.connect(self._look)
        self.previous.currentIndexChanged.connect(self._choose_sheets)
        self.previous.currentIndexChanged.connect(self._look)
        self.sheets.changed.connect(self._look)
        self._look()
        self.code.selectAll()
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        context, _ = self._context, self._context.words
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 18)
        box.setSpacing(12)
        box.addWidget(label(_("Open a round"), "page-title"))
        text = _("A round is one cycle of asking. Its definitions and rules stay as they are now.")
        box.addWidget(label(text, "muted", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._add(grid, 0, 0, "code", _("Code"), self.code,
                  _("Stands in the name of every workbook, such as 2027."))  # fmt: skip
        self._add(grid, 0, 1, "previous", _("Carry forward from"), self.previous,
                  _("What is known is put into the workbooks, to be confirmed."))  # fmt: skip
        self._add(grid, 4, 0, "as_of", _("As of"), self.as_of, _("The day all answers are about."))
        self._add(grid, 4, 1, "deadline", _("Deadline"), self.deadline,
                  _("The last day to send the workbook back."))  # fmt: skip
        self._add(grid, 8, 0, "dedicated", _("Dedicated from"), self.dedicated,
                  _("Share of working time from which a post counts as dedicated."))  # fmt: skip
        self._add(grid, 8, 1, "non_dedicated", _("Non-dedicated from"), self.non_dedicated,
                  _("Share from which non-dedicated duties are listed at all."))  # fmt: skip
        grid.addWidget(self._sheet_choice(), 12, 0, 1, 2)
        box.addLayout(grid)
        box.addWidget(self.summary)
        box.addStretch(1)
        cancel = button(context, _("Cancel"), self.reject)
        box.addLayout(row(1, cancel, self.open_button))

    def _add(
        self, grid: QGridLayout, line: int, column: int, name: str, text: str, field: QWidget,
        hint: str,
    ) -> None:  # fmt: skip
        title = label(text, "label")
        title.setBuddy(field)
        field.setAccessibleName(text)
        field.setAccessibleDescription(hint)
        problem = label("", "error", wrap=True)
        problem.hide()
        self.problems[name] = problem
        for number, each in enumerate((title, field, problem, label(hint, "caption", wrap=True))):
            grid.addWidget(each, line + number, column, Qt.AlignmentFlag.AlignTop)
        grid.setRowMinimumHeight(line + 3, self._context.theme.px(34))

    def _sheet_choice(self) -> QWidget:
        """Return the boxes for the sheets with their title, problem and hint."""
        _ = self._context.words
        whole = QWidget()
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        text = _("Sheets")
        self.sheets.setAccessibleName(text)
        problem = self.problems["sheets"] = label("", "error", wrap=True)
        problem.hide()
        hint = _("What is left out is neither due nor missing in this round; what is known stays.")
        for each in (
            label(text, "label"), self.sheets, problem, label(hint, "caption", wrap=True),
        ):  # fmt: skip
            box.addWidget(each)
        return whole

    def _choose_sheets(self) -> None:
        """Tick what the round that is carried forward asks."""
        every = self._context.store.catalogue.sheets
        self.sheets.choose(self._sheets.get(self.previous.currentData(), tuple(every)))

    # -- what is typed -------------------------------------------------------------------------

    def wish(self) -> RoundWish:
        """Return what was chosen."""
        return RoundWish(
            code=self.code.text().strip(), as_of=self.as_of.day,
            deadline=self.deadline.day, previous=self.previous.currentData(),
            parameters=RoundParameters(
                dedicated_from=Decimal(self.dedicated.value()),
                non_dedicated_from=Decimal(self.non_dedicated.value()),
                sheets=self.sheets.chosen(),
            ),
        )  # fmt: skip

    def _wrong(self) -> dict[str, str]:
        """Return what is wrong, by field."""
        _, wish = self._context.words, self.wish()
        wrong: dict[str, str] = {}
        if not wish.code:
            wrong["code"] = _("Give the round a code.")
        elif not _CODE.fullmatch(wish.code):
            wrong["code"] = _("Use up to 20 letters, digits, points, hyphens or underscores.")
        elif wish.code in self._rounds:
            wrong["code"] = _("There is a round “{code}” already.", code=wish.code)
        if wish.deadline < wish.as_of:
            wrong["deadline"] = _("The deadline lies before the as-of date.")
        if wish.parameters.non_dedicated_from >= wish.parameters.dedicated_from:
            wrong["non_dedicated"] = _("This must be lower than the share for dedicated posts.")
        if not wish.parameters.sheets:
            wrong["sheets"] = _("Choose at least one sheet.")
        return wrong

    def _look(self) -> None:
        _, wrong = self._context.words, self._wrong()
        for name, problem in self.problems.items():
            problem.setText(wrong.get(name, ""))
            problem.setVisible(name in wrong)
        self.code.setProperty("error", "code" in wrong)
        repolish(self.code)
        self.open_button.setEnabled(not wrong)
        as_of = self.as_of.day
        asked = sum(entity.is_asked(as_of) for entity in self._entities)
        self.summary.setText(
            _.plural("{n} entity will be asked.", "{n} entities will be asked.", asked)
        )

    def accept(self) -> None:
        """Close, if nothing is wrong."""
        if not self._wrong():
            super().accept()


def _next_code(last: Round | None, rounds: Mapping[str, Round], today: date) -> str:
    """Return a code that is likely to be wanted: that of the last round, a year later."""
    if last is None:
        return str(today.year)
    found = _YEAR.fullmatch(last.code)
    if found is None:
        return ""
    code = f"{found[1]}{int(found[2]) + 1}{found[3]}"
    return "" if code in rounds else code


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _share_field(percent: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(1, 100)
    made.setSuffix(" %")
    made.lineEdit().setTextMargins(8, 0, 4, 0)
    made.setValue(percent)
    return made
