"""Where the tables of a returned workbook are: found by their marks, not by place or name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import is_uid
from inventory_app.domain.words import folded
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.book import Book, Cell, SheetCells
from inventory_app.formats.excel.grid import cell_name
from inventory_app.formats.excel.return_issued import fields_by_key
from inventory_app.formats.excel.return_marks import MARKED_ROWS, Mark, Place, named_place
from inventory_app.formats.excel.workbook_layout import heading
from inventory_app.texts import Translator

_TABLE_MARKS = (marks.SHEET, marks.CODE, marks.HEADINGS)
_HIDDEN = (marks.IDENTITY_TAB, marks.LISTS_TAB, marks.ISSUED_TAB)


@dataclass(frozen=True, kw_only=True)
class Table:
    """One data sheet of a return. Rows and columns are counted from 1.

    Records stand below *head*. `uid_columns` are where uids stand, the best one first.
    """

    sheet: Sheet
    page: SheetCells
    head: int
    uid_columns: tuple[int, ...]
    columns: Mapping[int, Field]
    language: Translator
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def headings(self) -> Mapping[str, Field]:
        """The fields by what stands above their columns, folded for comparison."""
        return _headings(self.sheet, self.language)

    def is_heading(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row holds the headings once more."""
        return _is_heading(cells, self.columns, self.headings)


def find_tables(
    book: Book, marked: Sequence[Mark], catalogue: Catalogue, _: Translator
) -> tuple[list[Table], list[Finding]]:
    """Return the table of each sheet that came back, and what is odd about the tabs."""
    claims: dict[str, list[SheetCells]] = {}
    for mark in marked:
        name = mark.text.partition(":")[2]
        if mark.text.startswith(_TABLE_MARKS) and mark.place.page not in claims.get(name, ()):
            claims.setdefault(name, []).append(mark.place.page)
    ours = {id(mark.place.page) for mark in marked}
    findings = [
        Finding(code="L-SHEET-EXTRA", tab=page.name, found=page.name)
        for page in book.sheets
        if page.rows and id(page) not in ours and page.name not in _HIDDEN
    ]
    tables = []
    for sheet in catalogue:
        pages = claims.get(sheet.name) or _named_pages(book, sheet)
        if not pages:
            continue
        page = next((page for page in pages if page.state == "visible"), pages[0])
        of_page = [mark for mark in marked if mark.place.page is page]
        table = _table(book, sheet, page, of_page, _)
        if len(pages) > 1:
            found = Finding(code="L-SHEET-TWICE", sheet=sheet.name, tab=page.name,
                            found=sheet.label(_.language.code))  # fmt: skip
            table.findings.append(found)
        tables.append(table)
    return tables, findings


def _named_pages(book: Book, sheet: Sheet) -> list[SheetCells]:
    """Return the page that the defined names of *sheet* lead to, where all marks are gone."""
    for field_ in sheet.asked:
        place = named_place(book, marks.name_of_column(sheet.name, field_.name))
        if place and place.page.rows:
            return [place.page]
    return []


def _table(
    book: Book, sheet: Sheet, page: SheetCells, marked: Sequence[Mark], _: Translator
) -> Table:
    findings: list[Finding] = []
    first: dict[str, Place] = {}
    for mark in marked:
        first.setdefault(mark.text, mark.place)
    key = first.get(marks.SHEET + sheet.name)
    code = first.get(marks.CODE + sheet.name)
    head = first.get(marks.HEADINGS + sheet.name)
    keyed = key or code
    if keyed:
        fields = fields_by_key(sheet)
        keys = [(at, fields.get(cell.raw.strip())) for at, cell in page.rows[keyed.row].items()]
    elif head:
        names = _headings(sheet, _)
        keys = [(at, names.get(folded(cell.raw))) for at, cell in page.rows[head.row].items()]
    else:
        keys = list(_named_columns(book, sheet, page))
    place = keyed or head
    columns = _once(keys, sheet, page, place.row if place else 1, findings)
    uids = key or head
    return Table(
        sheet=sheet,
        page=page,
        head=place.row if place else _head(page, columns, _headings(sheet, _)),
        uid_columns=tuple(found.column for found in (uids, code) if found)
        or _uid_columns(sheet, page),
        columns=columns,
        language=_,
        findings=findings,
    )


def _headings(sheet: Sheet, _: Translator) -> dict[str, Field]:
    plain = {folded(each.label(_.language.code)): each for each in sheet.asked}
    return plain | {folded(heading(each, _)): each for each in sheet.asked}


def _uid_columns(sheet: Sheet, page: SheetCells) -> tuple[int, ...]:
    """Return the columns that hold uids of *sheet*, where no mark tells."""
    prefix = f"{sheet.prefix}-"
    return tuple(
        dict.fromkeys(
            column
            for cells in page.rows.values()
            for column, cell in cells.items()
            if cell.raw.startswith(prefix) and is_uid(cell.raw.strip())
        )
    )


def _named_columns(
    book: Book, sheet: Sheet, page: SheetCells
) -> Iterator[tuple[int, Field | None]]:
    for each in sheet.asked:
        place = named_place(book, marks.name_of_column(sheet.name, each.name))
        if place and place.page is page:
            yield place.column, each


def _once(
    keys: Iterable[tuple[int, Field | None]],
    sheet: Sheet,
    page: SheetCells,
    row: int,
    findings: list[Finding],
) -> dict[int, Field]:
    """Return the columns of known fields, the first one of each."""
    columns: dict[int, Field] = {}
    taken: set[str] = set()
    for column, each in keys:
        if each is None:
            continue
        if each.name in taken:
            findings.append(
                Finding(code="L-COLUMN-TWICE", sheet=sheet.name, field=each.name, tab=page.name,
                        cell=cell_name(row, column))
            )  # fmt: skip
            continue
        taken.add(each.name)
        columns[column] = each
    return columns


def _head(page: SheetCells, columns: Mapping[int, Field], headings: Mapping[str, Field]) -> int:
    """Return the row of headings of a table without marks, 0 if it has none."""
    for row in islice(page.rows, MARKED_ROWS):
        if _is_heading(page.rows[row], columns, headings):
            return row
    return 0


def _is_heading(
    cells: Mapping[int, Cell], columns: Mapping[int, Field], headings: Mapping[str, Field]
) -> bool:
    """Return whether most of *cells* under *columns* hold the name of a column."""
    texts = [
        cell.raw for column, cell in cells.items() if column in columns and cell.kind == "text"
    ]
    return len(texts) > 1 and sum(folded(text) in headings for text in texts) * 2 > len(texts)
