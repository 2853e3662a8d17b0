"""What stands on a data sheet but in no answer: notes, headings typed over, merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from inventory_app.domain.fields import Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.words import folded
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.return_marks import is_mark
from inventory_app.formats.excel.return_tables import Table
from inventory_app.formats.excel.workbook_layout import heading
from inventory_app.formats.spreadsheet.book import Cell
from inventory_app.formats.spreadsheet.grid import COLUMN_NUMBERS, cell_name

_MOST = 40  # findings of one sheet; how many more there are is said in one
_LENGTH = 200
_RANGE = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")
_OWN_ROWS = (marks.TITLE, marks.BANDS, marks.SHEET, marks.CODE, marks.HEADINGS)


class _OwnTexts(NamedTuple):
    """What is issued above the answers of a sheet in one language: as written, and folded."""

    sheet: Sheet
    exact: frozenset[str]
    words: frozenset[str]
    labels: tuple[str, ...]
    help: str


_kept: dict[tuple[int, str], _OwnTexts] = {}
_MOST_KEPT = 200


def _own_texts(table: Table) -> _OwnTexts:
    """Return the texts above the answers of a table, kept from one return to the next."""
    sheet, _ = table.sheet, table.language
    language = _.language.code
    own = _kept.get((id(sheet), language))
    if own is None or own.sheet is not sheet:
        sections = [labels[language] for labels in sheet.sections.values()]
        exact = frozenset((*sections, *(heading(each, _) for each in sheet.asked)))
        own = _OwnTexts(
            sheet=sheet,
            exact=exact,
            words=frozenset(map(folded, exact)) | table.titles,
            labels=tuple(folded(each.label(language)) for each in sheet),
            help=folded(sheet.help[language]),
        )
        if len(_kept) == _MOST_KEPT:
            _kept.clear()
        _kept[id(sheet), language] = own
    return own


class Strays:
    """Collects what was not read on one sheet, with a finding for each of the first ones."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._count = 0
        self._found: list[Finding] = []

    @property
    def findings(self) -> list[Finding]:
        """All findings, the last of which says how many more there would be."""
        more = self._count - len(self._found)
        if not more:
            return self._found
        return [*self._found, self._finding("L-STRAY-MORE", "", str(more))]

    def note(self, number: int, cells: Mapping[int, Cell]) -> None:
        """Note the cells of a row that hold something."""
        for column, cell in cells.items():
            text = cell.raw.strip()  # of a formula that nobody has calculated there is none
            if text:
                self._note("L-STRAY", cell_name(number, column), text)

    def check_head(self, number: int, cells: Mapping[int, Cell]) -> None:
        """Note what stands in a row of titles or headings that was not issued there."""
        table = self._table
        own = [at for at, cell in cells.items() if is_own_mark(cell)]
        mark = cells[own[0]].raw.strip() if own else ""
        if not mark and table.is_heading(cells):
            self.check_heading_again(number, cells)
            return
        if mark.startswith((marks.SHEET, marks.CODE)) or number == table.head:
            return  # keys of columns: what is no key there was looked at when they were found
        if mark and not table.is_current:
            return
        for at, cell in cells.items():
            text = cell.raw.strip()
            field = table.columns.get(at)
            if at in own or not text or self._is_issued(mark, text, cell):
                continue
            is_heading = field is not None and mark.startswith(marks.HEADINGS)
            name = field.name if field and is_heading else ""
            self._note("L-HEADING" if is_heading else "L-STRAY", cell_name(number, at), text, name)

    def check_heading_again(self, number: int, cells: Mapping[int, Cell]) -> None:
        """Note what stands between headings in a row that holds them, which nothing marks."""
        table = self._table
        known = table.headings.keys() | table.titles
        others = {
            at: cell
            for at, cell in cells.items()
            if folded(cell.raw) not in known and not cell.raw.startswith(("=", "#"))
        }
        self.note(number, others)

    def _is_issued(self, mark: str, text: str, cell: Cell) -> bool:
        """Return whether a text in a row of titles or headings was issued there."""
        if cell.kind != "text":
            return False
        own = _own_texts(self._table)
        if text in own.exact:
            return True
        word = folded(text)
        if mark.startswith(marks.HEADINGS):
            return word in own.words or word.startswith(("=", *own.labels))
        return word in own.words or word.endswith(own.help)

    def _note(self, code: str, cell: str, text: str, field: str = "") -> None:
        self._count += 1
        if len(self._found) < _MOST:
            self._found.append(self._finding(code, cell, text[:_LENGTH], field))

    def _finding(self, code: str, cell: str, found: str, field: str = "") -> Finding:
        table = self._table
        return Finding(
            code=code, sheet=table.sheet.name, field=field, tab=table.page.name, cell=cell,
            found=found,
        )  # fmt: skip


def is_own_mark(cell: Cell) -> bool:
    """Return whether *cell* holds one of the marks of the rows above the answers."""
    return is_mark(cell) and cell.raw.strip().startswith(_OWN_ROWS)


def merged(table: Table) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """Yield the merged ranges over answers: as written, and left, top, right, bottom."""
    for written in table.page.merged:
        match = _RANGE.fullmatch(written)
        if match is None:
            continue
        left, right = COLUMN_NUMBERS[match[1]], COLUMN_NUMBERS[match[3]]
        top, bottom = int(match[2]), int(match[4])
        if bottom > table.head and any(left <= column <= right for column in table.columns):
            yield written, (left, top, right, bottom)


def covered(table: Table) -> Iterator[tuple[int, int]]:
    """Yield the cells that merging has hidden, by row and column."""
    for _, (left, top, right, bottom) in merged(table):
        rows = [number for number in table.page.rows if top <= number <= bottom]
        for number in rows:
            for column in table.page.rows[number]:
                if left <= column <= right and (number, column) != (top, left):
                    yield number, column
