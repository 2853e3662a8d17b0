"""Read a survey workbook that came back: whole, by its marks, without guessing.

Sheets, columns and rows are found wherever they stand now. What cannot be understood becomes a
finding that names sheet and cell, what was found and what was expected; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Declaration
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.workbooks import Identity, Return, ReturnedSheet
from inventory_app.errors import Refused
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.cells import read_book
from inventory_app.formats.excel.return_cells import CellReaders, cell_readers
from inventory_app.formats.excel.return_front import read_front
from inventory_app.formats.excel.return_identity import read_identity, read_particulars
from inventory_app.formats.excel.return_issued import IssuedContent, read_issued
from inventory_app.formats.excel.return_layout import about_rows, differences
from inventory_app.formats.excel.return_marks import Mark, marks_of
from inventory_app.formats.excel.return_needless import is_needless
from inventory_app.formats.excel.return_pages import find_tables
from inventory_app.formats.excel.return_queries import ReadQueries, queries_place, read_queries
from inventory_app.formats.excel.return_references import References
from inventory_app.formats.excel.return_rows import TableReader
from inventory_app.formats.excel.return_tables import Table
from inventory_app.texts import N_, translator

__all__ = ["read_identity", "read_return"]


def read_return(data: bytes, catalogue: Catalogue) -> Return:
    """Return everything that the returned workbook *data* says.

    Raises `Refused` for a file that is no sound workbook, is no survey workbook
    (`F-NOT-SURVEY`), contradicts itself about round, entity or issue (`F-IDENTITY`), whose
    sheets this program does not know (`F-CATALOGUE-UNKNOWN`), or is a query workbook without its
    questions (`F-NO-QUESTIONS`).
    """
    book = read_book(data, is_needless=is_needless)
    marked = [mark for page in book.sheets for mark in marks_of(page)]
    identity, findings = read_identity(book, marked)
    _ = translator(identity.language)
    issued = read_issued(marked, catalogue)
    particulars = read_particulars(marked)
    front = read_front(book, marked)
    cells = cell_readers(catalogue, identity.language, book.date1904)
    if particulars.get(marks.KIND) == marks.KIND_QUERY:
        answers = _queries(marked, identity, issued, cells, catalogue)
        return Return(
            identity=identity, sheets=answers.sheets, issued=answers.issued,
            findings=(*findings, *issued.findings, *answers.findings), filled_by=front.filled_by,
            queries=answers.queries,
        )  # fmt: skip
    is_current = identity.catalogue == catalogue.version
    tables, about_tabs = find_tables(book, marked, catalogue, _, is_current=is_current)
    if not tables:
        raise Refused(
            "F-CATALOGUE-UNKNOWN",
            "The workbook has none of the sheets that this program knows.",
            "It may belong to another version of the program, or its sheets were deleted.",
        )
    readers = {}
    for table in tables:
        sent = issued.records.get(table.sheet.name, {})
        readers[table.sheet.name] = TableReader(table, sent, cells)
        readers[table.sheet.name].read()
    rows = {name: reader.rows for name, reader in readers.items()}
    references = References(catalogue, identity.language, rows, issued.records)
    sheets: dict[str, ReturnedSheet] = {}
    findings += [*issued.findings, *front.findings, *about_tabs]
    findings += differences(book, tables, catalogue, identity, issued, _)
    for table in tables:
        name = table.sheet.name
        unresolved = references.resolve(table)
        declared = front.declarations.get(name, Declaration(sheet=name))
        sheets[name] = ReturnedSheet(
            sheet=name,
            tab=table.page.name,
            fields=frozenset(field.name for field in table.columns.values()),
            rows=tuple(row.returned() for row in rows[name]),
            declaration=declared,
        )
        findings += [*table.findings, *readers[name].findings, *unresolved]
        findings += about_rows(table, rows[name], issued.records.get(name, {}))
        findings += _contradictions(table, declared, readers[name])
    return Return(
        identity=identity,
        sheets=sheets,
        issued={sheet.name: issued.records.get(sheet.name, {}) for sheet in catalogue},
        findings=tuple(findings),
        filled_by=front.filled_by,
        parameters=_parameters(particulars, issued, catalogue),
    )


def _parameters(
    particulars: Mapping[str, str], issued: IssuedContent, catalogue: Catalogue
) -> RoundParameters:
    """Return the rules that were in force when the workbook was issued, the usual ones otherwise.

    What the workbook does not ask was not asked in the round.
    """
    asked = tuple(name for name in catalogue.sheets if name in issued.fields)
    sheets = asked if 0 < len(asked) < len(catalogue.sheets) else None
    try:
        high, low = (
            Decimal(particulars[name]) for name in (marks.DEDICATED_FROM, marks.NON_DEDICATED_FROM)
        )
    except (LookupError, InvalidOperation):
        return RoundParameters(sheets=sheets)
    if not (high.is_finite() and low.is_finite()):
        return RoundParameters(sheets=sheets)
    return RoundParameters(dedicated_from=high, non_dedicated_from=low, sheets=sheets)


def _queries(
    marked: Sequence[Mark],
    identity: Identity,
    issued: IssuedContent,
    cells: CellReaders,
    catalogue: Catalogue,
) -> ReadQueries:
    """Read the questions of a query workbook; raise `Refused` where their sheet is gone."""
    place = queries_place(marked)
    if place is None:
        raise Refused(
            "F-NO-QUESTIONS",
            N_("This is a query workbook, but its sheet of questions has been removed."),
            N_("Ask for the workbook as it was sent, filled in without copying sheets over."),
        )
    references = References(catalogue, identity.language, {}, issued.records)
    return read_queries(place, issued, cells, catalogue, references)


def _contradictions(table: Table, declared: Declaration, reader: TableReader) -> Iterator[Finding]:
    answered = sum(not row.is_blank for row in reader.rows)
    if declared.nothing and answered:
        yield Finding(
            code="L-NOTHING-BUT-ROWS",
            sheet=table.sheet.name,
            tab=table.page.name,
            found=str(answered),
        )
