"""Somebody who fills in an issued workbook with another program, and the habits people have.

Plays the part for the demonstration and for tests: opens the issued file with openpyxl, finds the
columns by their keys as a person finds them by their headings, types, pastes, sorts, renames and
saves. The same work on the same file gives the same bytes.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

from openpyxl import load_workbook
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.answer_words import words
from inventory_app.domain.field_types import Day, Percent
from inventory_app.domain.values import Value, ValueState
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.workbook_words import cell_value

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from inventory_app.domain.fields import Sheet

_SAVED_AT = (2026, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_TAGS_WITHIN = 12  # rows from the top in which the tags stand
_PASTED = Font(name="Times New Roman", size=12, color="FF1F3864")


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """The record of another row, named by its key; people type the code that stands beside it."""

    sheet: str
    key: str


@dataclass(frozen=True)
class Typed:
    """Exactly what somebody types into a cell, right or wrong."""

    what: str | float | bool


Written: TypeAlias = Value | ValueState | Pointer | Typed
Cells: TypeAlias = Mapping[str, Written]
Rows: TypeAlias = Mapping[str, Cells]


@dataclass(frozen=True, kw_only=True)
class SheetWork:
    """What is done on one sheet; rows are known by their key.

    `rows` are typed where the key stands or on the next spare line; `inserted` on lines pushed in
    at the top; `pasted` below the table with a format of their own and without codes; `copied`
    maps a new key to the known row that is copied, code and all, before its cells are typed.
    """

    rows: Rows = field(default_factory=dict)
    inserted: Rows = field(default_factory=dict)
    pasted: Rows = field(default_factory=dict)
    copied: Mapping[str, tuple[str, Cells]] = field(default_factory=dict)
    sorted_by: str = ""
    renamed: str = ""
    nothing: bool = False
    unchanged: bool = False


@dataclass(frozen=True, kw_only=True)
class Work:
    """What one person does with one workbook."""

    language: str
    filled_by: str = ""
    sheets: Mapping[str, SheetWork] = field(default_factory=dict)


def respond(issued: Path, target: Path, work: Work) -> Path:
    """Do *work* in a copy of *issued* and save it as *target*; return *target*."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what it drops on saving
        book = load_workbook(issued)
    pages = {page.sheet.name: page for page in _pages(book, work.language)}
    for name, what in work.sheets.items():
        pages[name].type_rows(what)
    for name, what in work.sheets.items():
        pages[name].point(what, pages)
    for name, what in work.sheets.items():
        if what.sorted_by:
            pages[name].sort(what.sorted_by)
        for ticked, place in (
            (what.nothing, marks.name_of_nothing(name)),
            (what.unchanged, marks.name_of_unchanged(name)),
        ):
            if ticked:
                _named_cell(book, place).value = words(work.language).yes
        if what.renamed:
            _rename(book, pages[name].tab, what.renamed)
    if work.filled_by:
        _named_cell(book, marks.NAME_FILLED_BY).value = work.filled_by
    target.parent.mkdir(parents=True, exist_ok=True)
    with _SteadyArchive(target) as archive:
        ExcelWriter(book, archive).save()
    return target


class _Page:
    """One data sheet as a person sees it: headings, known rows, spare rows."""

    def __init__(self, tab: Worksheet, sheet: Sheet, key_row: int, language: str) -> None:
        self.tab, self.sheet, self.language = tab, sheet, language
        self.first = key_row + 2
        self.columns: dict[str, int] = {
            str(cell.value): cell.column
            for cell in tab[key_row][1:]
            if isinstance(cell.value, str) and cell.value in sheet.fields
        }
        self._key = self.columns[sheet.key[0]]
        self.rows: dict[str, int] = {}
        self._spare: list[int] = []
        for row in range(self.first, tab.max_row + 1):
            known = tab.cell(row, self._key).value
            if known not in (None, ""):
                self.rows[str(known)] = row
            elif tab.cell(row, 1).value:
                self._spare.append(row)
        used = [*self.rows.values(), *self._spare]
        self._below = max(used, default=self.first - 1) + 1
        self._last = max(self.columns.values())
        self._looks = _looks(tab)

    def type_rows(self, what: SheetWork) -> None:
        """Type everything but the codes of other rows."""
        if what.inserted or what.pasted or what.copied:
            self.tab.protection.disable()
        if what.inserted:
            self._insert(what.inserted)
        for key, cells in what.rows.items():
            self._type(self._line(key), cells)
        for key, (source, cells) in what.copied.items():
            line = self._next_below(key)
            for column in range(1, self._last + 1):
                self._cell(line, column).value = self.tab.cell(self.rows[source], column).value
            self._type(line, cells)
        for key, cells in what.pasted.items():
            self._type(self._next_below(key), cells, pasted=True)

    def point(self, what: SheetWork, pages: Mapping[str, _Page]) -> None:
        """Type the codes of other rows, now that all rows have their lines."""
        typed = (what.inserted, what.rows, what.pasted)
        for key, cells in (item for rows in typed for item in rows.items()):
            for name, value in cells.items():
                if isinstance(value, Pointer) and name in self.columns:
                    code = pages[value.sheet].code(value.key)
                    if code:
                        self._cell(self.rows[key], self.columns[name]).value = code

    def code(self, key: str) -> str:
        """Return the code that stands beside the row with *key*, empty if there is none."""
        line = self.rows.get(key)
        return str(self.tab.cell(line, 2).value or "") if line else ""

    def sort(self, by: str) -> None:
        """Sort the filled lines, whole, by one column."""
        lines = sorted(self.rows.values())
        columns = range(1, self._last + 1)
        held = [[self.tab.cell(line, column).value for column in columns] for line in lines]
        held.sort(key=lambda values: str(values[self.columns[by] - 1] or ""))
        for line, values in zip(lines, held, strict=True):
            for column, value in enumerate(values, start=1):
                self._cell(line, column).value = value
            self.rows[str(values[self._key - 1])] = line

    def _line(self, key: str) -> int:
        if key in self.rows:
            return self.rows[key]
        if not self._spare:
            return self._next_below(key)
        self.rows[key] = self._spare.pop(0)
        return self.rows[key]

    def _next_below(self, key: str) -> int:
        self.rows[key] = self._below
        self._below += 1
        return self.rows[key]

    def _insert(self, rows: Rows) -> None:
        count = len(rows)
        self.tab.insert_rows(self.first, count)
        self.rows = {key: line + count for key, line in self.rows.items()}
        self._spare = [line + count for line in self._spare]
        self._below += count
        for line, (key, cells) in enumerate(rows.items(), start=self.first):
            self.rows[key] = line
            self._type(line, cells)

    def _type(self, line: int, cells: Cells, *, pasted: bool = False) -> None:
        for name, value in cells.items():
            if isinstance(value, Pointer) or name not in self.columns:
                continue
            if pasted:
                cell: Any = self.tab.cell(line, self.columns[name])
                cell.font = _PASTED
            else:
                cell = self._cell(line, self.columns[name])
            cell.value = self._typed(name, value, pasted=pasted)

    def _cell(self, line: int, column: int) -> Any:
        """Return a cell to type into; an untouched one looks as its column does."""
        cell: Any = self.tab.cell(line, column)
        if not cell.has_style and column in self._looks:
            cell._style = copy(self._looks[column])  # noqa: SLF001 - openpyxl has no other way
        return cell

    def _typed(self, name: str, value: Written, *, pasted: bool) -> str | float | date | None:
        if isinstance(value, Typed):
            return value.what
        if value is None or isinstance(value, Pointer):
            return None
        if isinstance(value, ValueState):
            return words(self.language).states[value]
        kind = self.sheet.fields[name].type
        if isinstance(kind, Day) and isinstance(value, date):
            return value
        if isinstance(kind, Percent) and isinstance(value, Decimal) and pasted:
            return float(value)  # a cell from elsewhere does not show a percent sign
        typed = cell_value(kind, value, self.language)
        return int(typed) if isinstance(typed, float) and typed.is_integer() else typed


def _pages(book: Workbook, language: str) -> Iterator[_Page]:
    catalogue = catalogues.default()
    for tab in book.worksheets:
        for row in range(1, min(tab.max_row, _TAGS_WITHIN) + 1):
            tag = tab.cell(row, 1).value
            if isinstance(tag, str) and tag.startswith(marks.SHEET):
                yield _Page(tab, catalogue[tag.removeprefix(marks.SHEET)], row, language)
                break


def _looks(tab: Worksheet) -> dict[int, Any]:
    """Return the look of the untouched cells of each column."""
    dimensions: Any = tab.column_dimensions
    return {
        column: held._style  # noqa: SLF001 - openpyxl has no other way
        for held in dimensions.values()
        if held.min and held.max
        for column in range(held.min, held.max + 1)
    }


def _named_cell(book: Workbook, name: str) -> Any:
    tab, place = next(iter(book.defined_names[name].destinations))
    return book[tab][place.replace("$", "")]


def _rename(book: Workbook, tab: Worksheet, title: str) -> None:
    """Rename a tab; what refers to it follows, as it does in a spreadsheet program."""
    old, new = f"'{tab.title}'!", f"'{title}'!"
    tab.title = title
    for defined in book.defined_names.values():
        defined.attr_text = defined.attr_text.replace(old, new)
    for other in book.worksheets:
        for rule in other.data_validations.dataValidation:
            for part in ("formula1", "formula2"):
                if (formula := getattr(rule, part)) and old in formula:
                    setattr(rule, part, formula.replace(old, new))
        for cells in other.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str) and cell.value.startswith("=") and old in cell.value:
                    cell.value = cell.value.replace(old, new)


class _SteadyArchive(zipfile.ZipFile):
    """A package whose bytes do not depend on the day of writing."""

    def __init__(self, target: Path) -> None:
        super().__init__(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = zipfile.ZIP_DEFLATED,
        compresslevel: int | None = 1,
    ) -> None:
        name = str(getattr(zinfo_or_arcname, "filename", zinfo_or_arcname))
        content = data.encode() if isinstance(data, str) else bytes(data)
        if name == "docProps/core.xml":
            content = _MODIFIED.sub(rb"\g<1>2026-01-01T00:00:00Z", content)
        steady = zipfile.ZipInfo(name, _SAVED_AT)
        super().writestr(steady, content, compress_type, compresslevel)

    def write(
        self,
        filename: str | PathLike[str],
        arcname: str | PathLike[str] | None = None,
        compress_type: int | None = zipfile.ZIP_DEFLATED,
        compresslevel: int | None = 1,
    ) -> None:
        with open(filename, "rb") as source:  # noqa: PTH123 - a temporary file of openpyxl
            content = source.read()
        self.writestr(str(arcname or filename), content, compress_type, compresslevel)
