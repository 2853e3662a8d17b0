"""The rows of one table of a return: every cell read, none dropped without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inventory_app.domain.answer_words import state_words
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import is_uid
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.workbooks import Issued, ReturnedRow
from inventory_app.formats.excel.book import Cell
from inventory_app.formats.excel.grid import COLUMN_NUMBERS, cell_name, column_letters
from inventory_app.formats.excel.return_cells import CellReaders
from inventory_app.formats.excel.return_marks import is_mark
from inventory_app.formats.excel.return_tables import Table
from inventory_app.formats.excel.workbook_slots import RESERVE

_MOST_STRAY = 10  # findings of one sheet; the rest is in the original that is kept
_RANGE = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


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


class TableReader:
    """Reads the rows of one table."""

    def __init__(self, table: Table, issued: Mapping[str, Issued], readers: CellReaders) -> None:
        """Take the *table*, what was *issued* on it by uid, and the *readers* of cells."""
        self._table = table
        self._issued = issued
        self._columns = {
            column: (each.name, column_letters(column), readers.reader(table.sheet.name, each).read)
            for column, each in table.columns.items()
        }
        self._language = readers.language
        self._fields = {each.name: each for each in table.columns.values()}
        self._covered = frozenset(_covered(table))
        self.findings: list[Finding] = []
        self.rows: list[ReadRow] = []
        self._stray = 0

    def read(self) -> None:
        """Read all rows: `rows` holds those with answers or an issued record."""
        table, page = self._table, self._table.page
        uids = {n: uid for n, cells in page.rows.items() if (uid := self._uid(cells))}
        last_known = max(uids, default=table.head)
        for number, cells in page.rows.items():
            if number <= table.head:
                if number < table.head:
                    self._check_above(number, cells)
                continue
            uid = uids.get(number)
            if uid is None:
                if any(is_mark(cells[at]) for at in table.uid_columns if at in cells):
                    continue
                if number > last_known + RESERVE:
                    self._note_stray(number, cells)
                    continue
                if table.is_heading(cells):
                    continue
            row = self._read_row(uid, number, cells)
            if not row.is_blank or uid in self._issued:
                self.rows.append(row)
        self._note_merged()

    def _uid(self, cells: Mapping[int, Cell]) -> str | None:
        """Return the uid of a row: a sound one of this sheet, or nothing."""
        prefix = self._table.sheet.prefix + "-"
        for column in self._table.uid_columns:
            cell = cells.get(column)
            if cell is not None and cell.raw.startswith(prefix):
                text = cell.raw.strip()
                if text in self._issued or is_uid(text):
                    return text
        return None

    def _read_row(self, uid: str | None, number: int, cells: Mapping[int, Cell]) -> ReadRow:
        row = ReadRow(uid=uid, number=number, values={}, states={}, cells={}, unreadable=set())
        columns = self._columns
        extra: list[int] = []
        for at, cell in cells.items():
            column = columns.get(at)
            if column is None:
                extra.append(at)
                continue
            name, letters, read = column
            value, state, readable, codes, found = read(cell)
            if value is None and state is None and readable:
                continue
            if self._covered and (number, at) in self._covered:
                continue
            place = row.cells[name] = f"{letters}{number}"
            if not readable:
                row.unreadable.add(name)
            elif value is None and state is not None:
                row.states[name] = state
            else:
                row.values[name] = value
            for code, expected in codes:
                self._note(code, row, name, place, found, expected)
        self._check_extra(row, cells, extra)
        self._keep_states(row)
        return row

    def _keep_states(self, row: ReadRow) -> None:
        """Give back the standing of answers that came back as sent: no cell could express it."""
        sent = self._issued.get(row.uid or "")
        if sent is None or not sent.states or row.is_blank:
            return
        for name, state in sent.states.items():
            if name in row.states or name in row.unreadable or name not in self._fields:
                continue
            value = sent.values.get(name)
            if row.values.get(name) != value:
                continue
            if value is not None or state not in state_words(
                self._fields[name].type, self._language
            ):
                row.states[name] = state

    def _note(
        self, code: str, row: ReadRow, name: str, place: str, found: str, expected: str
    ) -> None:
        self.findings.append(
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

    def _check_above(self, number: int, cells: Mapping[int, Cell]) -> None:
        """Report what was written into rows that were put above the table."""
        if not any(is_mark(cell) for cell in cells.values()):
            self._note_stray(number, cells)

    def _check_extra(self, row: ReadRow, cells: Mapping[int, Cell], extra: list[int]) -> None:
        """Report answers outside the columns of the table."""
        known = self._table.uid_columns
        keys = self._table.page.rows.get(self._table.head, {})
        for at in extra:
            key = keys.get(at)
            if at in known or (key is not None and key.raw.startswith(("=", "#"))):
                continue
            if cells[at].raw.strip() != row.uid:
                self._note_stray(row.number, {at: cells[at]})

    def _note_stray(self, number: int, cells: Mapping[int, Cell]) -> None:
        for column, cell in cells.items():
            if not cell.raw.strip():
                continue
            self._stray += 1
            if self._stray <= _MOST_STRAY:
                self.findings.append(
                    Finding(
                        code="L-STRAY",
                        sheet=self._table.sheet.name,
                        tab=self._table.page.name,
                        cell=cell_name(number, column),
                        found=cell.raw.strip()[:200],
                    )
                )

    def _note_merged(self) -> None:
        for written, corners in _merged(self._table):
            self.findings.append(
                Finding(
                    code="L-MERGED",
                    sheet=self._table.sheet.name,
                    tab=self._table.page.name,
                    cell=cell_name(corners[1], corners[0]),
                    found=written,
                )
            )


def _merged(table: Table) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """Yield the merged ranges over answers: as written, and left, top, right, bottom."""
    for written in table.page.merged:
        match = _RANGE.fullmatch(written)
        if match is None:
            continue
        left, right = COLUMN_NUMBERS[match[1]], COLUMN_NUMBERS[match[3]]
        top, bottom = int(match[2]), int(match[4])
        if bottom > table.head and any(left <= column <= right for column in table.columns):
            yield written, (left, top, right, bottom)


def _covered(table: Table) -> Iterator[tuple[int, int]]:
    """Yield the cells that merging has hidden, by row and column."""
    for _, (left, top, right, bottom) in _merged(table):
        rows = [number for number in table.page.rows if top <= number <= bottom]
        for number in rows:
            for column in table.page.rows[number]:
                if left <= column <= right and (number, column) != (top, left):
                    yield number, column
