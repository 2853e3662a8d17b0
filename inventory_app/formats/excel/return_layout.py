"""How a returned workbook differs in its shape from the one that was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.words import folded
from inventory_app.domain.workbooks import Identity, Issued
from inventory_app.formats.excel.return_issued import IssuedContent
from inventory_app.formats.excel.return_rows import ReadRow
from inventory_app.formats.excel.return_tables import Table
from inventory_app.formats.excel.workbook_layout import data_tabs, ordered_fields
from inventory_app.formats.spreadsheet.book import Book
from inventory_app.texts import Translator


def differences(
    book: Book,
    tables: Sequence[Table],
    catalogue: Catalogue,
    identity: Identity,
    issued: IssuedContent,
    _: Translator,
) -> Iterator[Finding]:
    """Yield what was issued but is not there, and sheets that have another name, place or state."""
    found = {table.sheet.name: table for table in tables}
    tabs = data_tabs(catalogue, _)
    is_current = identity.catalogue == catalogue.version
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
        if issued.fields and not asked and any(row > table.head for row in table.page.rows):
            yield Finding(code="L-SHEET-UNASKED", sheet=sheet.name, tab=tab, found=tab)
        if folded(tab) != folded(expected) and is_current:
            yield Finding(
                code="L-SHEET-RENAMED", sheet=sheet.name, tab=tab, found=tab, expected=expected
            )
        if table.page.state != "visible":
            yield Finding(code="L-SHEET-HIDDEN", sheet=sheet.name, tab=tab, found=tab)
        present = {field.name for field in table.columns.values()}
        for field in sheet:
            if field.name in asked and field.name not in present:
                yield Finding(code="L-COLUMN-ABSENT", sheet=sheet.name, field=field.name, tab=tab)
        if is_current and not _in_order(table):
            yield Finding(code="L-COLUMNS-MOVED", sheet=sheet.name, tab=tab)
    yield from _moved_sheets(book, found, catalogue)


def about_rows(
    table: Table, rows: Sequence[ReadRow], issued: Mapping[str, Issued]
) -> Iterator[Finding]:
    """Yield whether the rows of a table stand in another order, and how many are hidden."""
    name, tab = table.sheet.name, table.page.name
    places = {uid: place for place, uid in enumerate(issued)}
    order = list(dict.fromkeys(places[row.uid] for row in rows if row.uid in places))
    if order != sorted(order):
        yield Finding(code="L-ROWS-MOVED", sheet=name, tab=tab)
    hidden = [row.number for row in rows if row.number in table.page.hidden_rows]
    if hidden:
        yield Finding(
            code="L-ROWS-HIDDEN", sheet=name, tab=tab, cell=f"{hidden[0]}:{hidden[-1]}",
            found=str(len(hidden)),
        )  # fmt: skip


def _asked(
    sheet: Sheet, catalogue: Catalogue, identity: Identity, issued: IssuedContent
) -> frozenset[str]:
    """Return the fields that the workbook asked on *sheet*, as far as is known."""
    if sheet.name in issued.fields:
        return issued.fields[sheet.name]
    if issued.fields or identity.catalogue != catalogue.version:
        return frozenset()
    return frozenset(field.name for field in sheet.asked)


def _in_order(table: Table) -> bool:
    places = {field.name: place for place, field in enumerate(ordered_fields(table.sheet))}
    order = [places.get(field.name, -1) for _at, field in sorted(table.columns.items())]
    return order == sorted(order)


def _moved_sheets(
    book: Book, found: Mapping[str, Table], catalogue: Catalogue
) -> Iterator[Finding]:
    tabs = [page.name for page in book.sheets]
    order = [
        table.page.name
        for sheet in catalogue
        if (table := found.get(sheet.name))
        and not any(each.code == "L-SHEET-TWICE" for each in table.findings)
    ]
    now = sorted(order, key=tabs.index)
    if order != now:
        yield Finding(code="L-SHEETS-MOVED", found=", ".join(now))
