"""Which sheet of a returned workbook holds which table: by marks, by names, by headings.

A sheet that was copied is read once. A copy that says nothing but what was issued is passed over;
where two copies were worked on, the original is read and what differs on the other one is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.words import folded
from inventory_app.domain.workbooks import Issued
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.return_cells import CellReaders, cell_readers
from inventory_app.formats.excel.return_issued import read_issued
from inventory_app.formats.excel.return_marks import MARKED_ROWS, Mark, named_place
from inventory_app.formats.excel.return_rows import ReadRow, TableReader
from inventory_app.formats.excel.return_tables import Table, headings_of, row_of_keys, table_on
from inventory_app.formats.excel.workbook_hidden import BETWEEN
from inventory_app.formats.spreadsheet.book import Book, SheetCells
from inventory_app.texts import Translator

_TABLE_MARKS = (marks.SHEET, marks.CODE, marks.HEADINGS)
_HIDDEN = (marks.IDENTITY_TAB, marks.LISTS_TAB, marks.ISSUED_TAB)
_MOST = 100  # values of a copy that are told one by one
_LENGTH = 200


def find_tables(
    book: Book,
    marked: Sequence[Mark],
    catalogue: Catalogue,
    _: Translator,
    *,
    is_current: bool = True,
) -> tuple[list[Table], list[Finding]]:
    """Return the table of each sheet that came back, and what is odd about the tabs.

    *is_current* says whether the workbook was issued with this *catalogue*.
    """
    claims: dict[str, list[SheetCells]] = {}
    for mark in marked:
        name = mark.text.partition(":")[2]
        pages = claims.setdefault(name, [])
        if mark.text.startswith(_TABLE_MARKS) and mark.place.page not in pages:
            pages.append(mark.place.page)
    taken = {id(mark.place.page) for mark in marked}
    tables: list[Table] = []
    for sheet in catalogue:
        pages = claims.get(sheet.name) or _named_pages(book, sheet, taken)
        found = [
            table_on(
                book, sheet, page, [mark for mark in marked if mark.place.page is page], _,
                is_current=is_current,
            )
            for page in pages or _pages_with_headings(book, sheet, taken, _)
        ]  # fmt: skip
        if not claims.get(sheet.name):
            for table in found:
                table.findings.append(
                    _about(table, "L-SHEET-UNMARKED", sheet.label(_.language.code))
                )
        taken |= {id(table.page) for table in found}
        if len(found) > 1:
            readers = cell_readers(catalogue, _.language.code, book.date1904)
            tables.append(_Copies(book, marked, catalogue, readers).chosen(found))
        else:
            tables += found
    extra = [
        Finding(code="L-SHEET-EXTRA", tab=page.name, found=page.name)
        for page in book.sheets
        if page.rows and id(page) not in taken and page.name not in _HIDDEN
    ]
    return tables, extra


def _about(table: Table, code: str, expected: str) -> Finding:
    name = table.page.name
    return Finding(code=code, sheet=table.sheet.name, tab=name, found=name, expected=expected)


def _named_pages(book: Book, sheet: Sheet, taken: set[int]) -> list[SheetCells]:
    """Return the page that the defined names of *sheet* lead to, where all marks are gone."""
    for field in sheet.asked:
        place = named_place(book, marks.name_of_column(sheet.name, field.name))
        if place and place.page.rows and id(place.page) not in taken:
            return [place.page]
    return []


def _pages_with_headings(
    book: Book, sheet: Sheet, taken: set[int], _: Translator
) -> list[SheetCells]:
    """Return the first page that has most headings or keys of *sheet* in one row: pasted anew."""
    headings = headings_of(sheet, _)
    for page in book.sheets:
        if id(page) in taken:
            continue
        if row_of_keys(sheet, page):
            return [page]
        for cells in islice(page.rows.values(), MARKED_ROWS):
            known = {headings[word].name for cell in cells.values()
                     if (word := folded(cell.raw)) in headings}  # fmt: skip
            if len(known) * 2 > len(sheet.asked):
                return [page]
    return []


class _Copies:
    """Chooses among the copies of one sheet."""

    def __init__(
        self, book: Book, marked: Sequence[Mark], catalogue: Catalogue, readers: CellReaders
    ) -> None:
        self._book = book
        self._readers = readers
        self._records = read_issued(marked, catalogue).records

    def chosen(self, tables: Sequence[Table]) -> Table:
        """Return the table to be read, with findings about the others."""
        sheet = tables[0].sheet
        issued = self._records.get(sheet.name, {})
        rows = {table.page.name: self._rows(table, issued) for table in tables}
        worked_on = [table for table in tables if _says_more(table, rows[table.page.name], issued)]
        table = worked_on[0] if len(worked_on) == 1 else self._original(worked_on or tables)
        label = sheet.label(table.language.language.code)
        table.findings.append(
            Finding(
                code="L-SHEET-TWICE", sheet=sheet.name, tab=table.page.name, found=label,
                expected=table.page.name,
            )
        )  # fmt: skip
        for other in worked_on:
            if other is not table:
                theirs, read = rows[other.page.name], rows[table.page.name]
                told = list(_left_behind(other, theirs, read, issued))
                table.findings.extend(told[:_MOST])
                if len(told) > _MOST:
                    table.findings.append(_more(other, len(told) - _MOST))
        return table

    def _rows(self, table: Table, issued: Mapping[str, Issued]) -> list[ReadRow]:
        reader = TableReader(table, issued, self._readers)
        reader.read()
        return reader.rows

    def _original(self, tables: Sequence[Table]) -> Table:
        """Return the table to which the names lead, as copying leaves them, or a visible one."""
        for table in tables:
            for field in table.columns.values():
                place = named_place(self._book, marks.name_of_column(table.sheet.name, field.name))
                if place and place.page is table.page:
                    return table
        return next((table for table in tables if table.page.state == "visible"), tables[0])


def _says_more(table: Table, rows: Sequence[ReadRow], issued: Mapping[str, Issued]) -> bool:
    """Return whether *rows* hold anything that was not issued in their place."""
    return any(_said(table, row, issued) for row in rows)


def _said(table: Table, row: ReadRow, issued: Mapping[str, Issued]) -> list[str]:
    """Return the fields of a row whose answers were not issued."""
    sent = issued.get(row.uid or "")
    fields = {field.name: field for field in table.columns.values()}
    said = [*row.unreadable]
    for name, value in row.values.items():
        known = sent.values.get(name) if sent else None
        plain = value
        if isinstance(fields[name].type, Reference) and isinstance(value, str):
            plain = value.split(BETWEEN.strip(), 1)[0].strip()
        if known not in (value, plain):
            said.append(name)
    said += [
        name for name, state in row.states.items() if not sent or sent.states.get(name) != state
    ]
    return said


def _left_behind(
    table: Table, rows: Sequence[ReadRow], read: Sequence[ReadRow], issued: Mapping[str, Issued]
) -> Iterator[Finding]:
    """Yield the news on a copy that is not, in the same row, on the sheet that is read."""
    columns = {field.name: column for column, field in table.columns.items()}
    by_uid = {row.uid: row for row in read if row.uid}
    for row in rows:
        twin = by_uid.get(row.uid or "") or _same(row, read)
        for name in _said(table, row, issued):
            cell = row.cells.get(name, f"{row.number}:{row.number}")
            if twin is None or _answer(row, name) != _answer(twin, name) or name in row.unreadable:
                held = table.page.rows[row.number].get(columns[name])
                raw = held.raw.strip() if held else ""
                yield Finding(
                    code="L-COPY", sheet=table.sheet.name, uid=row.uid or "", field=name,
                    tab=table.page.name, cell=cell, found=raw[:_LENGTH],
                )  # fmt: skip


def _same(row: ReadRow, others: Sequence[ReadRow]) -> ReadRow | None:
    return next((o for o in others if (o.values, o.states) == (row.values, row.states)), None)


def _answer(row: ReadRow, name: str) -> tuple[object, object]:
    return row.values.get(name), row.states.get(name)


def _more(table: Table, count: int) -> Finding:
    return Finding(
        code="L-STRAY-MORE", sheet=table.sheet.name, tab=table.page.name, found=str(count)
    )
