"""Read a survey workbook that came back: whole, by its marks, without guessing.

Sheets, columns and rows are found wherever they stand now. What cannot be understood becomes a
finding that names sheet and cell, what was found and what was expected; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Declaration
from inventory_app.domain.words import YES, folded
from inventory_app.domain.workbooks import Identity, Return, ReturnedSheet
from inventory_app.errors import Refused
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.book import Book
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.excel.return_cells import cell_readers
from inventory_app.formats.excel.return_identity import read_identity
from inventory_app.formats.excel.return_issued import IssuedContent, read_issued
from inventory_app.formats.excel.return_marks import Mark, marks_of, named_place
from inventory_app.formats.excel.return_needless import is_needless
from inventory_app.formats.excel.return_references import References
from inventory_app.formats.excel.return_rows import TableReader
from inventory_app.formats.excel.return_tables import Table, find_tables
from inventory_app.formats.excel.workbook_layout import data_tabs
from inventory_app.texts import Translator, translator

__all__ = ["read_identity", "read_return"]


def read_return(data: bytes, catalogue: Catalogue) -> Return:
    """Return everything that the returned workbook *data* says.

    Raises `Refused` for a file that is no sound workbook, is no survey workbook
    (`F-NOT-SURVEY`), contradicts itself about round, entity or issue (`F-IDENTITY`), or whose
    sheets this program does not know (`F-CATALOGUE-UNKNOWN`).
    """
    book = read_book(data, is_needless=is_needless)
    marked = [mark for page in book.sheets for mark in marks_of(page)]
    identity, findings = read_identity(book, marked)
    _ = translator(identity.language)
    issued = read_issued(marked, catalogue)
    tables, about_tabs = find_tables(book, marked, catalogue, _)
    if not tables:
        raise Refused(
            "F-CATALOGUE-UNKNOWN",
            "The workbook has none of the sheets that this program knows.",
            "It may belong to another version of the program, or its sheets were deleted.",
        )
    declarations, filled_by = _declarations(book, marked)
    cells = cell_readers(catalogue, identity.language, book.date1904)
    readers = {}
    for table in tables:
        sent = issued.records.get(table.sheet.name, {})
        readers[table.sheet.name] = TableReader(table, sent, cells)
        readers[table.sheet.name].read()
    rows = {name: reader.rows for name, reader in readers.items()}
    references = References(catalogue, identity.language, rows, issued.records)
    sheets: dict[str, ReturnedSheet] = {}
    findings += [*issued.findings, *about_tabs, *_absent(catalogue, identity, issued, tables, _)]
    for table in tables:
        name = table.sheet.name
        unresolved = references.resolve(table)
        declared = declarations.get(name, Declaration(sheet=name))
        sheets[name] = ReturnedSheet(
            sheet=name,
            tab=table.page.name,
            fields=frozenset(field.name for field in table.columns.values()),
            rows=tuple(row.returned() for row in rows[name]),
            declaration=declared,
        )
        findings += [*table.findings, *readers[name].findings, *unresolved]
        findings += _contradictions(table, declared, readers[name])
    return Return(
        identity=identity,
        sheets=sheets,
        issued={sheet.name: issued.records.get(sheet.name, {}) for sheet in catalogue},
        findings=tuple(findings),
        filled_by=filled_by,
    )


def _absent(
    catalogue: Catalogue,
    identity: Identity,
    issued: IssuedContent,
    tables: list[Table],
    _: Translator,
) -> Iterator[Finding]:
    """Yield what was issued but is not there, and tabs that have another name now."""
    found = {table.sheet.name: table for table in tables}
    tabs = data_tabs(catalogue, _)
    for sheet in catalogue:
        table = found.get(sheet.name)
        asked = _asked(sheet, catalogue, identity, issued)
        if table is None:
            if asked:
                yield Finding(
                    code="L-SHEET-ABSENT", sheet=sheet.name, found=sheet.label(_.language.code)
                )
            continue
        tab, expected = table.page.name, tabs[sheet.name]
        if folded(tab) != folded(expected) and identity.catalogue == catalogue.version:
            yield Finding(
                code="L-SHEET-RENAMED", sheet=sheet.name, tab=tab, found=tab, expected=expected
            )
        present = {field.name for field in table.columns.values()}
        for field in sheet:
            if field.name in asked and field.name not in present:
                yield Finding(code="L-COLUMN-ABSENT", sheet=sheet.name, field=field.name, tab=tab)


def _asked(
    sheet: Sheet, catalogue: Catalogue, identity: Identity, issued: IssuedContent
) -> frozenset[str]:
    """Return the fields that the workbook asked on *sheet*, as far as is known."""
    if sheet.name in issued.fields:
        return issued.fields[sheet.name]
    if issued.fields or identity.catalogue != catalogue.version:
        return frozenset()
    return frozenset(field.name for field in sheet.asked)


def _contradictions(table: Table, declared: Declaration, reader: TableReader) -> Iterator[Finding]:
    answered = sum(not row.is_blank for row in reader.rows)
    if declared.nothing and answered:
        yield Finding(
            code="L-NOTHING-BUT-ROWS",
            sheet=table.sheet.name,
            tab=table.page.name,
            found=str(answered),
        )


def _declarations(book: Book, marked: Sequence[Mark]) -> tuple[dict[str, Declaration], str]:
    """Return what the front page declares of each sheet, and who filled in the workbook."""
    said = dict(_front(book, marked))
    sheets = {key.partition(":")[2] for key in said} - {""}
    declarations = {
        sheet: Declaration(
            sheet=sheet,
            nothing=folded(said.get(marks.NOTHING + sheet, "")) in YES,
            unchanged=folded(said.get(marks.UNCHANGED + sheet, "")) in YES,
        )
        for sheet in sheets
    }
    return declarations, said.get(marks.FILLED_BY, "")


def _front(book: Book, marked: Sequence[Mark]) -> Iterator[tuple[str, str]]:
    """Yield the inputs of the front page by their marks: by defined name, then as they stand."""
    for prefix, mark in (
        (marks.name_of_nothing(""), marks.NOTHING),
        (marks.name_of_unchanged(""), marks.UNCHANGED),
    ):
        for name in [name for name in book.names if name.startswith(prefix)]:
            yield mark + name.removeprefix(prefix), _named(book, name)
    yield marks.FILLED_BY, _named(book, marks.NAME_FILLED_BY)
    for found in marked:
        if found.text.startswith((marks.NOTHING, marks.UNCHANGED, marks.FILLED_BY)):
            yield found.text, found.place.answer()


def _named(book: Book, name: str) -> str:
    place = named_place(book, name)
    cell = place.cell() if place else None
    return cell.raw.strip() if cell else ""
