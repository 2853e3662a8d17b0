"""A survey workbook as it is filled in: what it says, and where each answer is to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.records import is_uid
from inventory_app.domain.survey_files import SurveyFacts
from inventory_app.domain.workbooks import Return
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.answer_cells import AnswerCells
from inventory_app.formats.excel.answer_facts import read_facts
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.excel.markup import MAIN_NAMESPACES
from inventory_app.formats.excel.number_formats import (
    CELL_FORMAT,
    NUMBER_FORMAT,
    cell_formats,
)
from inventory_app.formats.excel.package import OFFICE_RELATIONSHIPS, Package
from inventory_app.formats.excel.return_cells import cell_readers
from inventory_app.formats.excel.return_identity import read_particulars
from inventory_app.formats.excel.return_marks import Mark, Place, marks_of, named_place
from inventory_app.formats.excel.return_pages import find_tables
from inventory_app.formats.excel.return_tables import Table
from inventory_app.formats.excel.returns import read_return
from inventory_app.formats.excel.workbook_slots import RESERVE
from inventory_app.formats.spreadsheet.book import Book, Cell
from inventory_app.formats.spreadsheet.grid import COLUMN_NUMBERS, column_letters
from inventory_app.formats.spreadsheet.markup import elements
from inventory_app.formats.spreadsheet.stored_numbers import NumberFormat
from inventory_app.formats.spreadsheet.zip_parts import ZipParts
from inventory_app.texts import translator

_SHEET = "workbook/sheets/sheet"
_RANGE = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


@dataclass(frozen=True, kw_only=True)
class AnswerTable:
    """One data sheet. Rows and columns are counted from 1.

    `spare` are the empty rows that have a uid of their own. `end` is the last row with a uid,
    `last` the last one that belongs to the table, `like` the one that new rows are to look like;
    `stray` are the rows below that hold something else. `computed` are the columns of formulas
    that nobody answers.
    """

    sheet: Sheet
    table: Table
    part: str
    columns: Mapping[str, int]
    computed: frozenset[int]
    spare: tuple[tuple[int, str], ...]
    uids: frozenset[str]
    end: int
    last: int
    like: int
    stray: tuple[int, ...]

    @property
    def tab(self) -> str:
        """The name of the tab."""
        return self.table.page.name

    @property
    def uid_columns(self) -> tuple[int, ...]:
        """The columns in which the uid of a row stands."""
        return self.table.uid_columns

    @property
    def limit(self) -> int:
        """The last row that can be put below the table.

        Up to here drop-down lists work, and what stands further below is not drawn into the table.
        """
        room = [row - 1 - RESERVE for row in self.stray]
        return min([self.like + RESERVE, *room])

    def cell(self, row: int, field: str) -> str:
        """Return the name of the cell of *field*, such as C7."""
        return f"{column_letters(self.columns[field])}{row}"

    def is_covered(self, row: int, field: str) -> bool:
        """Return whether merging has hidden the cell of *field*."""
        column = self.columns[field]
        return any(
            left <= column <= right and top <= row <= bottom and (row, column) != (top, left)
            for left, top, right, bottom in self._merged
        )

    @cached_property
    def _merged(self) -> tuple[tuple[int, int, int, int], ...]:
        found = filter(None, map(_RANGE.fullmatch, self.table.page.merged))
        return tuple(
            (COLUMN_NUMBERS[m[1]], int(m[2]), COLUMN_NUMBERS[m[3]], int(m[4])) for m in found
        )


@dataclass(frozen=True, kw_only=True)
class AnswerBook:
    """A workbook with the places of all answers. `raw` is what stands in cells not understood.

    `particulars` are what stands with its identity.
    """

    data: bytes
    catalogue: Catalogue
    content: Return
    facts: SurveyFacts
    particulars: Mapping[str, str]
    tables: Mapping[str, AnswerTable]
    inputs: Mapping[str, tuple[str, int, int]]
    raw: Mapping[tuple[str, int, str], str]
    computed_parts: frozenset[str]
    parts: Mapping[str, str]
    package: Package
    formats: Mapping[str, NumberFormat]
    date1904: bool
    cells: AnswerCells


def read_answers(data: bytes, catalogue: Catalogue) -> AnswerBook:
    """Return the survey workbook *data*; raises `Refused` as `read_return` does."""
    content = read_return(data, catalogue)
    language = content.identity.language
    package = Package(ZipParts(data))
    book = read_book(data)
    marked = [mark for page in book.sheets for mark in marks_of(page)]
    parts = _parts(package)
    found, _ = find_tables(book, marked, catalogue, translator(language))
    tables = {table.sheet.name: _table(table, content, parts) for table in found}
    pages = {mark.place.page.name for mark in marked if mark.text.startswith(marks.PAGE)}
    return AnswerBook(
        data=data,
        catalogue=catalogue,
        content=content,
        facts=read_facts(marked, translator(language)),
        particulars=read_particulars(marked),
        tables=tables,
        inputs=dict(_inputs(book, marked, parts)),
        raw=dict(_raw(content, tables)),
        computed_parts=frozenset(parts[name] for name in pages - {t.tab for t in tables.values()}),
        parts=parts,
        package=package,
        formats=_formats(package),
        date1904=book.date1904,
        cells=AnswerCells(cell_readers(catalogue, language, book.date1904)),
    )


def _parts(package: Package) -> dict[str, str]:
    """Return the part of each tab."""
    links = package.relationships(package.workbook)
    sheets = elements(
        package.read(package.workbook),
        package.workbook,
        namespaces=MAIN_NAMESPACES,
        paths=(_SHEET,),
    )
    parts = {}
    for sheet in sheets:
        ids = (sheet.attributes.get(f"{namespace} id") for namespace in OFFICE_RELATIONSHIPS)
        parts[sheet.attributes["name"]] = links[next(filter(None, ids))].target
    return parts


def _formats(package: Package) -> dict[str, NumberFormat]:
    """Return the number formats of the cell styles."""
    links = package.relationships(package.workbook).values()
    part = next((link.target for link in links if link.kind == "styles"), None)
    if part is None:
        return {}
    paths = (NUMBER_FORMAT, CELL_FORMAT)
    return cell_formats(elements(package.read(part), part, namespaces=MAIN_NAMESPACES, paths=paths))


def _table(table: Table, content: Return, parts: Mapping[str, str]) -> AnswerTable:
    name = table.sheet.name
    returned = content.sheets[name].rows
    taken = {row.row for row in returned}
    uids: dict[int, str] = {}
    for number, cells in table.page.rows.items():
        uid = _uid(table, cells) if number > table.head else None
        if uid is not None:
            uids[number] = uid
    used = {uids[number] for number in taken if number in uids} | set(content.issued.get(name, ()))
    spare: dict[str, int] = {}
    for number, uid in uids.items():
        if number not in taken and uid not in used:
            spare.setdefault(uid, number)
    known = max([*uids, *taken], default=table.head)
    inside = [number for number in table.page.rows if number <= max(uids, default=known) + RESERVE]
    keys = table.page.rows.get(table.head, {})
    return AnswerTable(
        sheet=table.sheet,
        table=table,
        part=parts[table.page.name],
        columns={field.name: column for column, field in table.columns.items()},
        computed=frozenset(
            column for column, cell in keys.items() if cell.raw.startswith(marks.COMPUTED)
        ),
        spare=tuple((number, uid) for uid, number in spare.items()),
        uids=frozenset(uids.values()),
        end=max(uids, default=known),
        last=max([known, *inside]),
        like=known,
        stray=tuple(number for number in table.page.rows if number > max([known, *inside])),
    )


def _uid(table: Table, cells: Mapping[int, Cell]) -> str | None:
    """Return the uid of a spare row: a sound one of this sheet."""
    for column in table.uid_columns:
        text = cells[column].raw.strip() if column in cells else ""
        if text.startswith(table.sheet.prefix + "-") and is_uid(text):
            return text
    return None


def _inputs(
    book: Book, marked: Sequence[Mark], parts: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Yield the cells of the front page that are answered: by name, then by the mark beside."""
    names = {marks.NAME_FILLED_BY: marks.FILLED_BY}
    for name in book.names:
        for prefix, mark in (
            (marks.name_of_nothing(""), marks.NOTHING),
            (marks.name_of_unchanged(""), marks.UNCHANGED),
        ):
            if name.startswith(prefix):
                names[name] = mark + name.removeprefix(prefix)
    for name, mark in names.items():
        place = named_place(book, name)
        if place is not None:
            yield mark, _place(place, 0, parts)
    for found in marked:
        if found.text.startswith((marks.NOTHING, marks.UNCHANGED, marks.FILLED_BY)):
            yield found.text, _place(found.place, 1, parts)


def _place(place: Place, right: int, parts: Mapping[str, str]) -> tuple[str, int, int]:
    return parts[place.page.name], place.row, place.column + right


def _raw(
    content: Return, tables: Mapping[str, AnswerTable]
) -> Iterator[tuple[tuple[str, int, str], str]]:
    """Yield what stands in the cells that could not be understood, whole."""
    for name, answered in content.sheets.items():
        table = tables[name]
        for row in answered.rows:
            for field in row.unreadable:
                cell = table.table.page.rows[row.row][table.columns[field]]
                text = str(cell.value) if cell.kind == "error" else cell.raw
                yield (name, row.row, field), text
