"""Records that may be one side by side: a row for each field, and whose answer stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.duplicates.decisions import ADDED_UP
from inventory_app.domain.duplicates.joining import Joining, can_be_added, in_order
from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Record
from inventory_app.gui.context import Context
from inventory_app.gui.wording import apart

FIELD, STANDS, FIRST = 0, 1, 2  # columns: the field, what stands in totals, then the records
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ComparisonModel(QAbstractTableModel):
    """Fields by records. What is chosen here is not written before somebody says “Join”."""

    chosen = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = context.words
        self._sheet: Sheet | None = None
        self._records: tuple[Record, ...] = ()
        self._fields: tuple[Field, ...] = ()
        self._joining: Joining | None = None
        self._left_out: set[str] = set()
        self._only_differing = True
        self._apart = False
        self._names: Mapping[str, str] = {}
        self.choices: dict[str, str] = {}

    def show_records(
        self,
        sheet: Sheet | None,
        records: Sequence[Record],
        choices: Mapping[str, str],
        *,
        apart: bool = False,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Show other records, with what was chosen of them before; *apart* none stands for all.

        *names* are what other records are called that these name, by uid.
        """
        self.beginResetModel()
        self._names = names or {}
        self._apart = apart
        self._sheet, self._records = sheet, in_order(records)
        self.choices, self._left_out = dict(choices), set()
        self._lay_out()
        self.endResetModel()

    def show_differing(self, only: bool) -> None:
        """Show only the fields whose answers differ, or all that have one."""
        self.beginResetModel()
        self._only_differing = only
        self._lay_out()
        self.endResetModel()

    @property
    def included(self) -> tuple[str, ...]:
        """The uids of the records that are not left out, the one that stands for them first."""
        return tuple(each.uid for each in self._records if each.uid not in self._left_out)

    def record_at(self, column: int) -> Record | None:
        """Return the record of a column, None for the columns before them."""
        number = column - FIRST
        return self._records[number] if 0 <= number < len(self._records) else None

    def field_at(self, row: int) -> Field | None:
        """Return the field of a row."""
        return self._fields[row] if 0 <= row < len(self._fields) else None

    def choose(self, row: int, number: int) -> bool:
        """Let the answer of record *number*, from 1 on, stand for a field; return if it can be."""
        asked, record = self.field_at(row), self.record_at(FIRST + number - 1)
        if asked is None or asked.derived or record is None or record.uid in self._left_out:
            return False
        return self._take(row, asked.name, record.uid)

    def add_up(self, row: int) -> bool:
        """Let the sum of the answers stand for a field; return if that means something."""
        asked = self.field_at(row)
        if asked is None or not can_be_added(asked):
            return False
        return self._take(row, asked.name, ADDED_UP)

    def leave_out(self, column: int) -> bool:
        """Leave a record out, or take it in again; two must be left. Return if it was done."""
        record = self.record_at(column)
        if record is None:
            return False
        left = self._left_out ^ {record.uid}
        if len(self._records) - len(left) < 2:
            return False
        self._left_out = left
        self._refresh()
        return True

    def is_left_out(self, column: int) -> bool:
        """Whether the record of a column is left out."""
        record = self.record_at(column)
        return record is not None and record.uid in self._left_out

    def _take(self, row: int, name: str, choice: str) -> bool:
        self.choices[name] = choice
        self._joining = self._made()
        last = self.index(row, self.columnCount() - 1)
        self.dataChanged.emit(self.index(row, 0), last)
        self.chosen.emit()
        return True

    def _refresh(self) -> None:
        self._joining = self._made()
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        self.chosen.emit()

    def _lay_out(self) -> None:
        self._joining = self._made()
        sheet = self._sheet
        self._fields = () if sheet is None else tuple(
            each for each in sheet if self._is_shown(sheet, each)
        )  # fmt: skip

    def _is_shown(self, sheet: Sheet, asked: Field) -> bool:
        said = {self._answer(record, asked.name) for record in self._records}
        if said == {Answer(None, None)} or asked.retired:
            return False
        return asked.name in sheet.key or len(said) > 1 or not self._only_differing

    def _made(self) -> Joining | None:
        members = tuple(each for each in self._records if each.uid not in self._left_out)
        if self._sheet is None or not members or self._apart:
            return None
        return Joining(sheet=self._sheet, members=members, choices=self.choices)

    def _answer(self, record: Record, name: str) -> Answer:
        return Answer(record[name], record.states.get(name))

    def _stands(self, asked: Field) -> str:
        """Return what would stand for a field in totals."""
        if self._joining is None:
            return ""
        if asked.derived:
            return self._text(asked, Answer(self._joining.record()[asked.name], None))
        return self._text(asked, self._joining.answer(asked.name))

    def _text(self, asked: Field, answer: Answer) -> str:
        if isinstance(asked.type, Reference) and str(answer.value) in self._names:
            return self._names[str(answer.value)]
        return answer_text(asked.type, answer.value, answer.state, self._words)

    def _is_chosen(self, asked: Field, record: Record) -> bool:
        if self._joining is None or asked.derived or record.uid in self._left_out:
            return False
        choice = self._joining.choice(asked.name)
        return choice in (record.uid, ADDED_UP) and record[asked.name] is not None

    # -- what Qt calls -------------------------------------------------------------------------

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many fields are shown."""
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else FIRST + len(self._records)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column: a record by its number and whose it is."""
        if orientation != Qt.Orientation.Horizontal or role not in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole,
        ):  # fmt: skip
            return None
        _ = self._words
        record = self.record_at(section)
        if record is None:
            return _("Field") if section == FIELD else _("Stands in totals")
        if role == Qt.ItemDataRole.ToolTipRole:
            return record.uid
        number, entity = _.number(section - FIRST + 1), apart(record.entity, _)
        if record.uid in self._left_out:
            return _("{n}: {entity}, left out", n=number, entity=entity)
        return _("{n}: {entity}", n=number, entity=entity)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a view asks about a cell; what stands is bold, with a mark and a ground."""
        asked = self.field_at(index.row()) if index.isValid() else None
        if asked is None:
            return None
        column = index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._shown(asked, column)
        record = self.record_at(column)
        if record is None:
            return self._look_of_field(asked, column, role)
        return self._look(asked, record, role)

    def _shown(self, asked: Field, column: int) -> str:
        if column == FIELD:
            return asked.label(self._words.language.code)
        if column == STANDS:
            return self._stands(asked)
        record = self.record_at(column)
        return "" if record is None else self._text(asked, self._answer(record, asked.name))

    def _look_of_field(self, asked: Field, column: int, role: int) -> Any:
        theme, _ = self._context.theme, self._words
        if role == Qt.ItemDataRole.FontRole and column == STANDS:
            return theme.font(bold=True)
        if role == Qt.ItemDataRole.ForegroundRole and column == FIELD:
            return theme.colour("muted")
        if role == Qt.ItemDataRole.AccessibleTextRole and column == STANDS:
            return _("{field}, stands in totals: {text}",
                     field=asked.label(_.language.code), text=self._stands(asked))  # fmt: skip
        return None

    def _look(self, asked: Field, record: Record, role: int) -> Any:
        theme, _ = self._context.theme, self._words
        chosen = self._is_chosen(asked, record)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = self._text(asked, self._answer(record, asked.name)) or _("no answer")
            said = _("{field}, {side}: {text}", field=asked.label(_.language.code),
                     side=record.entity, text=text)  # fmt: skip
            return _("{what}, stands", what=said) if chosen else said
        if role == Qt.ItemDataRole.ForegroundRole and record.uid in self._left_out:
            return theme.colour("faint")
        if not chosen:
            return None
        looks: dict[int, Any] = {
            Qt.ItemDataRole.DecorationRole: self._context.icon("check", "accent"),
            Qt.ItemDataRole.BackgroundRole: theme.colour("accent_soft"),
            Qt.ItemDataRole.FontRole: theme.font(bold=True),
        }
        return looks.get(role)
