"""The rows of one table of a return: every cell read, none dropped without a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeGuard

from inventory_app.domain.answer_words import is_sayable
from inventory_app.domain.field_types import Day, Text
from inventory_app.domain.fields import Field
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import is_uid
from inventory_app.domain.row_matching import natural_key
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.workbooks import Issued, ReturnedRow
from inventory_app.formats.excel.return_cells import CellReader, CellReaders, Read
from inventory_app.formats.excel.return_strays import Strays, covered, is_own_mark, merged
from inventory_app.formats.excel.return_tables import Table
from inventory_app.formats.excel.workbook_slots import RESERVE
from inventory_app.formats.spreadsheet.book import Cell
from inventory_app.formats.spreadsheet.grid import cell_name, column_letters

_NUMBERS = (Decimal, int)
_CALENDARS_APART = 1462  # days between the two calendars of spreadsheets


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """One row as read; its parts may still change while references are resolved."""

    uid: str | None
    number: int
    values: dict[str, Value]
    states: dict[str, ValueState]
    cells: dict[str, str]
    unreadable: set[str]

    @property
    def is_blank(self) -> bool:
        """Whether no field was answered."""
        return not (self.values or self.states or self.unreadable)

    def returned(self) -> ReturnedRow:
        """Return the row as the rest of the program sees it."""
        return ReturnedRow(
            uid=self.uid,
            row=self.number,
            values=self.values,
            states=self.states,
            cells=self.cells,
            unreadable=frozenset(self.unreadable),
        )


def is_total(row: ReadRow, others: Sequence[ReadRow], fields: Mapping[str, Field]) -> bool:
    """Return whether *row* holds nothing but sums of at least two of the *others*, and texts."""
    if row.states or row.unreadable:
        return False
    numbers = {}
    for name, value in row.values.items():
        if _is_number(value):
            numbers[name] = value
        elif not isinstance(fields[name].type, Text):
            return False
    if not numbers:
        return False
    for name, value in numbers.items():
        summed = [n for each in others if _is_number(n := each.values.get(name))]
        if len(summed) < 2 or sum(summed, Decimal(0)) != value:
            return False
    return True


def _is_number(value: Value) -> TypeGuard[Decimal | int]:
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def _take(row: ReadRow, name: str, made: Read) -> None:
    """Put what a cell says into its row."""
    if not made.readable:
        row.unreadable.add(name)
        return
    if made.value is not None:
        row.values[name] = made.value
    if made.state is not None:
        row.states[name] = made.state


class _Doubt(NamedTuple):
    """A cell that may have lost its format, and what it says by itself."""

    name: str
    cell: Cell
    reader: CellReader
    made: Read


class TableReader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, issued: Mapping[str, Issued], readers: CellReaders) -> None:
        """Take the *table*, what was *issued* on it by uid, and the *readers* of cells."""
        self._table = table
        self._issued = issued
        self._prefix = table.sheet.prefix + "-"
        self._readers = {
            column: readers.reader(table.sheet.name, each) for column, each in table.columns.items()
        }
        self._columns = {
            column: (each.name, column_letters(column), self._readers[column].read)
            for column, each in table.columns.items()
        }
        self._language = readers.language
        self._fields = {each.name: each for each in table.columns.values()}
        self._days = [each.name for each in self._fields.values() if isinstance(each.type, Day)]
        self._covered = frozenset(covered(table))
        self._found: list[Finding] = []
        self._strays = Strays(table)
        self.rows: list[ReadRow] = []

    @property
    def findings(self) -> list[Finding]:
        """What is to be said of the cells and rows that were read."""
        return [*self._found, *self._strays.findings]

    def read(self) -> None:
        """Read all rows: `rows` holds those with answers or an issued record.

        What stands below the table belongs to it as long as no more rows lie between than those in
        which its drop-down lists work.
        """
        table, page = self._table, self._table.page
        uids = {n: uid for n, cells in page.rows.items() if (uid := self._uid(cells))}
        last = max(uids, default=table.head)
        for number, cells in page.rows.items():
            if number <= table.head:
                self._strays.check_head(number, cells)
                continue
            uid = uids.get(number)
            if uid is None:
                if any(is_own_mark(cells[at]) for at in table.uid_columns if at in cells):
                    self._strays.check_head(number, cells)
                    continue
                if number > last + RESERVE:
                    self._strays.note(number, cells)
                    continue
                if table.is_heading(cells):
                    self._strays.check_heading_again(number, cells)
                    continue
            row = self._read_row(uid, number, cells)
            if not row.is_blank or uid in self._issued:
                self.rows.append(row)
                last = max(last, number)
        self._set_totals_aside()
        self._note_merged()

    def _uid(self, cells: Mapping[int, Cell]) -> str | None:
        """Return the uid of a row: a sound one of this sheet, or nothing."""
        for column in self._table.uid_columns:
            uid = self._sound_uid(cells.get(column))
            if uid is not None:
                return uid
        return None

    def _sound_uid(self, cell: Cell | None) -> str | None:
        if cell is None or not cell.raw.startswith(self._prefix):
            return None
        text = cell.raw.strip()
        return text if text in self._issued or is_uid(text) else None

    def _read_row(self, uid: str | None, number: int, cells: Mapping[int, Cell]) -> ReadRow:
        row = ReadRow(uid=uid, number=number, values={}, states={}, cells={}, unreadable=set())
        columns = self._columns
        extra: list[int] = []
        doubts: list[_Doubt] = []
        for at, cell in cells.items():
            column = columns.get(at)
            if column is None:
                extra.append(at)
                continue
            name, letters, read = column
            made = read(cell)
            value, state, readable, codes, found, doubtful = made
            if value is None and state is None and readable:
                continue
            if self._covered and (number, at) in self._covered:
                continue
            place = row.cells[name] = f"{letters}{number}"
            if doubtful:
                doubts.append(_Doubt(name, cell, self._readers[at], made))
                continue
            _take(row, name, made)
            for code, expected in codes:
                self._note(code, row, name, place, found, expected)
        if doubts:
            self._take_doubtful(row, doubts)
        row = self._of_one_code(row, cells)
        if extra:
            self._check_extra(row, cells, extra)
        sent = self._issued.get(row.uid or "")
        if sent is not None:
            self._keep_states(row, sent)
            self._check_calendar(row, sent)
        return row

    def _take_doubtful(self, row: ReadRow, doubts: Sequence[_Doubt]) -> None:
        """Take the cells that may have lost their format: as issued, if they can mean that."""
        sent = self._same_record(row, doubts)
        for name, cell, reader, made in doubts:
            read = made
            value = sent.values.get(name) if sent else None
            if value is not None and value != made.value and reader.says(cell, value):
                codes = (("P-AS-ISSUED", reader.field.type.format(value)),)
                read = Read(value, None, True, codes, made.found)
            if not read.readable:
                row.unreadable.add(name)
            elif read.value is not None:
                row.values[name] = read.value
            for code, expected in read.codes:
                self._note(code, row, name, row.cells[name], read.found, expected)

    def _same_record(self, row: ReadRow, doubts: Sequence[_Doubt]) -> Issued | None:
        """Return what was issued of the record that the row names, whatever code stands beside."""
        plain = row.values | {each.name: each.made.value for each in doubts}
        known = self._issued.get(row.uid or "")
        doubted = {each.name: each for each in doubts}
        if known is not None and all(
            plain.get(name) == (wanted := known.values.get(name))
            or (name in doubted and doubted[name].reader.says(doubted[name].cell, wanted))
            for name in self._table.sheet.key
        ):
            return known
        return self._issued_by_key.get(natural_key(self._table.sheet, plain))

    @cached_property
    def _issued_by_key(self) -> Mapping[tuple[str, ...] | None, Issued]:
        """The records by what people know them by, where that is theirs alone."""
        by_key: dict[tuple[str, ...] | None, list[Issued]] = {}
        for known in self._issued.values():
            by_key.setdefault(natural_key(self._table.sheet, known.values), []).append(known)
        return {key: same[0] for key, same in by_key.items() if key and len(same) == 1}

    def _of_one_code(self, row: ReadRow, cells: Mapping[int, Cell]) -> ReadRow:
        """Return *row* with the uid that fits where two stand in it.

        What moved its answers did not always move its codes.
        """
        codes = {cell.raw for at in self._table.uid_columns if (cell := cells.get(at))}
        if len(codes) < 2:
            return row
        sound = (self._sound_uid(cells.get(at)) for at in self._table.uid_columns)
        uids = dict.fromkeys(uid for uid in sound if uid is not None)
        if len(uids) < 2:
            return row
        key = natural_key(self._table.sheet, row.values)
        fitting = [
            uid
            for uid in uids
            if key and uid in self._issued
            and natural_key(self._table.sheet, self._issued[uid].values) == key
        ]  # fmt: skip
        uid = fitting[0] if len(fitting) == 1 else row.uid
        self._found.append(
            Finding(
                code="L-CODES-DIFFER", sheet=self._table.sheet.name, uid=uid or "",
                tab=self._table.page.name, cell=f"{row.number}:{row.number}",
                found=" / ".join(uids), expected=uid or "",
            )
        )  # fmt: skip
        return ReadRow(
            uid=uid, number=row.number, values=row.values, states=row.states, cells=row.cells,
            unreadable=row.unreadable,
        )  # fmt: skip

    def _keep_states(self, row: ReadRow, sent: Issued) -> None:
        """Give back the standing of answers that came back as sent: no cell could express it."""
        if not sent.states or row.is_blank:
            return
        for name, state in sent.states.items():
            if name in row.states or name in row.unreadable or name not in self._fields:
                continue
            value = sent.values.get(name)
            if row.values.get(name) != value:
                continue
            if not is_sayable(self._fields[name].type, value, state, self._language):
                row.states[name] = state

    def _check_calendar(self, row: ReadRow, sent: Issued) -> None:
        """Tell of days that a paste between the two calendars of spreadsheets has shifted."""
        for name in self._days:
            now, was = row.values.get(name), sent.values.get(name)
            if now == was or not (isinstance(now, date) and isinstance(was, date)):
                continue
            if abs((now - was).days) == _CALENDARS_APART:
                self._note(
                    "P-DATE-CALENDAR", row, name, row.cells[name], now.isoformat(), was.isoformat()
                )

    def _note(
        self, code: str, row: ReadRow, name: str, place: str, found: str, expected: str
    ) -> None:
        self._found.append(
            Finding(
                code=code,
                sheet=self._table.sheet.name,
                uid=row.uid or "",
                field=name,
                tab=self._table.page.name,
                cell=place,
                found=found,
                expected=expected,
            )
        )

    def _check_extra(self, row: ReadRow, cells: Mapping[int, Cell], extra: list[int]) -> None:
        """Report answers outside the columns of the table."""
        table = self._table
        keys = table.page.rows.get(table.head, {})
        for at in extra:
            key = keys.get(at)
            if at in table.uid_columns or (key is not None and key.raw.startswith(("=", "#"))):
                continue
            read = table.copies.get(at)
            if read is not None and cells.get(read) == cells[at]:
                continue  # a copy of a column that says the same
            if cells[at].raw.strip() != row.uid:
                self._strays.note(row.number, {at: cells[at]})

    def _set_totals_aside(self) -> None:
        """Take a row that only adds up the others out of the rows, and tell what stands in it."""
        for row in [row for row in self.rows if row.uid not in self._issued]:
            if is_total(row, [each for each in self.rows if each is not row], self._fields):
                self.rows.remove(row)
                for name, place in row.cells.items():
                    found = self._fields[name].type.format(row.values[name])
                    self._note("L-TOTALS", row, name, place, found, "")

    def _note_merged(self) -> None:
        for written, corners in merged(self._table):
            self._found.append(
                Finding(
                    code="L-MERGED",
                    sheet=self._table.sheet.name,
                    tab=self._table.page.name,
                    cell=cell_name(corners[1], corners[0]),
                    found=written,
                )
            )
