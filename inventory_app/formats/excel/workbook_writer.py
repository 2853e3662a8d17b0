"""Write a survey workbook: everything that an entity needs to answer, in one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.workbooks import Workbook
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.grid import column_letters
from inventory_app.formats.excel.workbook_check import CheckPage
from inventory_app.formats.excel.workbook_data import DataSheet
from inventory_app.formats.excel.workbook_front import FrontPage
from inventory_app.formats.excel.workbook_guide import write_instructions, write_submission
from inventory_app.formats.excel.workbook_hidden import (
    ListsSheet,
    property_text,
    record_names,
    write_identity,
    write_issued,
)
from inventory_app.formats.excel.workbook_layout import (
    HEADING_ROW,
    KEY_ROW,
    UID_COLUMN,
    SheetLayout,
    absolute,
    all_tabs,
    quoted,
    sheet_layout,
    spare_rows,
)
from inventory_app.formats.excel.workbook_page import prepare
from inventory_app.formats.excel.workbook_styles import Styles
from inventory_app.texts import translator

__all__ = ["spare_rows", "write_workbook"]

_RETIRED_ON = "retired_on"


def write_workbook(workbook: Workbook, catalogue: Catalogue, path: Path) -> None:
    """Write *workbook* to *path* in its language. Equal workbooks give equal files.

    What is typed text stays text, whatever it looks like. Raises `OSError` if the file cannot be
    written, and `UserError` for a language that the program does not have.
    """
    _Writer(workbook, catalogue).write(path)


class _PlainFormulas(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A page whose formulas use no function newer than the file format.

    XlsxWriter looks for 70 such functions in every formula and every list of choices, which takes
    a third of the time that a workbook takes.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


class _Writer:
    def __init__(self, workbook: Workbook, catalogue: Catalogue) -> None:
        self._workbook = workbook
        self._catalogue = catalogue
        self._ = translator(workbook.identity.language)

    def write(self, path: Path) -> None:
        font = {"font_name": self._.language.sheet_font, "font_size": 10}
        options = {"in_memory": True, "default_format_properties": font}
        self._book = xlsxwriter.Workbook(path, options)
        try:
            self._write()
        finally:
            self._book.close()

    def _write(self) -> None:
        workbook, book, _ = self._workbook, self._book, self._
        styles = Styles(book, _.language)
        front, instructions, *tabs, check, submit = all_tabs(self._catalogue, _)
        layouts = [
            sheet_layout(sheet, tab, self._rows(sheet.name), _)
            for sheet, tab in zip(self._catalogue, tabs, strict=True)
        ]
        pages = {tab: self._page(tab) for tab in (front, instructions, *tabs, check, submit)}
        identity, lists_page, issued = (
            self._hidden(tab) for tab in (marks.IDENTITY_TAB, marks.LISTS_TAB, marks.ISSUED_TAB)
        )
        names = record_names(workbook.records, self._catalogue, _.language.code)
        lists = ListsSheet(lists_page, marks.LISTS_TAB, _.language.code)
        lists.write(self._catalogue, layouts, workbook.records, names)
        tallies = {
            layout.sheet.name: DataSheet(pages[layout.tab], layout, styles, _, names).write(
                workbook.records.get(layout.sheet.name, ()),
                workbook.spare.get(layout.sheet.name, ()),
                workbook.entity_name,
                lists.sources,
            )
            for layout in layouts
        }
        checks = CheckPage(pages[check], check, styles, _, layouts, tallies)
        first = FrontPage(pages[front], front, styles, _, workbook)
        first.write(layouts, checks.statuses, lists.sources["=yes_no"])
        checks.write(first.inputs)
        write_instructions(pages[instructions], styles, _, workbook, self._retired_on())
        write_submission(pages[submit], styles, _, workbook)
        write_identity(identity, workbook.identity)
        write_issued(issued, self._catalogue, workbook)
        self._define(layouts, {**lists.names, **first.inputs})
        self._describe()

    def _rows(self, sheet: str) -> int:
        return sum(len(of.get(sheet, ())) for of in (self._workbook.records, self._workbook.spare))

    def _retired_on(self) -> str:
        """Return the label of the field that is filled in instead of deleting a row."""
        labels = (
            sheet.fields[_RETIRED_ON].label(self._.language.code)
            for sheet in self._catalogue
            if _RETIRED_ON in sheet.fields
        )
        return next(labels, self._("Retired on"))

    def _page(self, tab: str) -> Worksheet:
        page = self._book.add_worksheet(tab, _PlainFormulas)
        prepare(page, self._workbook, self._)
        return page

    def _hidden(self, tab: str) -> Worksheet:
        page = self._book.add_worksheet(tab, _PlainFormulas)
        page.hide()
        page.protect()
        return page

    def _define(self, layouts: Sequence[SheetLayout], cells: Mapping[str, str]) -> None:
        define = self._book.define_name
        for name, place in cells.items():
            define(name, f"={place.removeprefix('=')}")
        for layout in layouts:
            sheet, tab = layout.sheet.name, quoted(layout.tab)
            first = f"{tab}!${column_letters(UID_COLUMN + 1)}${HEADING_ROW + 1}"
            last = f"${column_letters(layout.owed_column)}${layout.last_row + 1}"
            define(marks.name_of_rows(sheet), f"={first}:{last}")
            for column in layout.columns:
                place = absolute(layout.tab, KEY_ROW, column.index)
                define(marks.name_of_column(sheet, column.field.name), f"={place}")

    def _describe(self) -> None:
        workbook, _, book = self._workbook, self._, self._book
        identity = workbook.identity
        issued = datetime.combine(workbook.issued_on, time())
        book.set_properties(
            {
                "title": _("ICT inventory {round}", round=identity.round),
                "subject": workbook.entity_name,
                "author": workbook.organisation,
                "company": workbook.organisation,
                "keywords": identity.code,
                "created": issued,
            }
        )
        book.set_custom_property(marks.PROPERTY, property_text(identity), "text")
        book.set_size(2400, 1500)
