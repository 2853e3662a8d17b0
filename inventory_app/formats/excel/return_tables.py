"""Where the tables of a returned workbook are: found by their marks, not by place or name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import is_uid
from inventory_app.domain.words import folded
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.return_issued import fields_by_key
from inventory_app.formats.excel.return_marks import MARKED_ROWS, Mark, Place, named_place
from inventory_app.formats.excel.workbook_layout import LEGEND, RECORD_CODE, heading
from inventory_app.formats.spreadsheet.book import Book, Cell, SheetCells
from inventory_app.formats.spreadsheet.grid import cell_name
from inventory_app.texts import Translator


@dataclass(frozen=True, kw_only=True)
class Table:
    """One data sheet of a return. Rows and columns are counted from 1.

    Records stand below *head*. `uid_columns` are where uids stand, the best one first. `copies`
    leads from a column that stands there twice to the one that is read. `is_current` says whether
    the workbook was issued with this catalogue, so that its headings are known.
    """

    sheet: Sheet
    page: SheetCells
    head: int
    uid_columns: tuple[int, ...]
    columns: Mapping[int, Field]
    language: Translator
    copies: Mapping[int, int] = field(default_factory=dict)
    is_current: bool = True
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def headings(self) -> Mapping[str, Field]:
        """The fields by what stands above their columns, folded for comparison."""
        return headings_of(self.sheet, self.language)

    @cached_property
    def titles(self) -> frozenset[str]:
        """The texts above the headings, folded for comparison; sections are not among them."""
        _ = self.language
        texts = (self.sheet.label(_.language.code), *(_(text) for text in (*LEGEND, RECORD_CODE)))
        return frozenset(map(folded, texts))

    def is_heading(self, cells: Mapping[int, Cell]) -> bool:
        """Return whether a row holds the headings once more."""
        return _is_heading(cells, self.columns, self.headings)


def table_on(
    book: Book,
    sheet: Sheet,
    page: SheetCells,
    marked: Sequence[Mark],
    _: Translator,
    *,
    is_current: bool = True,
) -> Table:
    """Return the table of *sheet* on *page*, whose marks are *marked*."""
    findings: list[Finding] = []
    first: dict[str, Place] = {}
    for mark in marked:
        first.setdefault(mark.text, mark.place)
    key = first.get(marks.SHEET + sheet.name)
    code = first.get(marks.CODE + sheet.name)
    head = first.get(marks.HEADINGS + sheet.name)
    keyed = key or code
    if keyed is None and (row := row_of_keys(sheet, page)):
        keyed = Place(page=page, row=row, column=0)
    if keyed:
        fields = fields_by_key(sheet)
        keys = [(at, fields.get(cell.raw.strip())) for at, cell in page.rows[keyed.row].items()]
    elif head:
        keys = _by_headings(sheet, page, head.row, _)
    else:
        keys = list(_named_columns(book, sheet, page)) or _by_any_headings(sheet, page, _)
    place = keyed or head
    at = place.row if place else 1
    columns, copies = _once(keys, sheet, page, at, findings)
    if keyed and len(columns) < len(sheet.asked):
        lost = _by_headings(sheet, page, head.row if head else keyed.row + 1, _)
        lost += _named_columns(book, sheet, page)
        _take_lost(lost, columns, sheet, page, at, findings)
    uids = key or head
    return Table(
        sheet=sheet,
        page=page,
        head=place.row if place else _head(page, columns, headings_of(sheet, _)),
        uid_columns=tuple(found.column for found in (uids, code) if found)
        or _uid_columns(sheet, page),
        columns=dict(sorted(columns.items())),
        language=_,
        findings=findings,
        copies=copies,
        is_current=is_current,
    )


def row_of_keys(sheet: Sheet, page: SheetCells) -> int:
    """Return the row that holds most keys of the columns of *sheet*, 0 where none does."""
    for row in islice(page.rows, MARKED_ROWS):
        known = sum(cell.raw.strip() in sheet.fields for cell in page.rows[row].values())
        if known * 2 > len(sheet.asked):
            return row
    return 0


def _by_headings(
    sheet: Sheet, page: SheetCells, row: int, _: Translator
) -> list[tuple[int, Field | None]]:
    names = headings_of(sheet, _)
    return [(at, names.get(folded(cell.raw))) for at, cell in page.rows.get(row, {}).items()]


def _by_any_headings(
    sheet: Sheet, page: SheetCells, _: Translator
) -> list[tuple[int, Field | None]]:
    """Return the columns by the row that holds most headings, where neither mark nor name tells."""
    rows = [_by_headings(sheet, page, row, _) for row in islice(page.rows, MARKED_ROWS)]
    return max(rows, key=lambda keys: sum(each is not None for _at, each in keys), default=[])


def _take_lost(
    found: Iterable[tuple[int, Field | None]],
    columns: dict[int, Field],
    sheet: Sheet,
    page: SheetCells,
    row: int,
    findings: list[Finding],
) -> None:
    """Add the columns whose keys were lost but whose headings or names tell what they are."""
    for at, each in found:
        known = {field.name for field in columns.values()}
        if each is None or at in columns or each.name in known:
            continue
        if (key := page.rows[row].get(at)) and key.raw.startswith(("=", "#")):
            continue
        columns[at] = each
        findings.append(
            Finding(code="L-COLUMN-RECOGNISED", sheet=sheet.name, field=each.name, tab=page.name,
                    cell=cell_name(row, at))
        )  # fmt: skip


def headings_of(sheet: Sheet, _: Translator) -> dict[str, Field]:
    """Return the fields of *sheet* by what may stand above their columns, folded."""
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
) -> tuple[dict[int, Field], dict[int, int]]:
    """Return the columns of known fields, the first one of each, and which are copies of which."""
    columns: dict[int, Field] = {}
    taken: dict[str, int] = {}
    copies: dict[int, int] = {}
    for column, each in keys:
        if each is None:
            continue
        if each.name in taken:
            findings.append(
                Finding(code="L-COLUMN-TWICE", sheet=sheet.name, field=each.name, tab=page.name,
                        cell=cell_name(row, column))
            )  # fmt: skip
            copies[column] = taken[each.name]
            continue
        taken[each.name] = column
        columns[column] = each
    return columns, copies


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
