"""A workbook prepared once for each language: everything but what differs between entities.

XlsxWriter writes it, with slots where entities differ; its parts are then taken apart at the slots.
Filling them in takes a tenth of the time that writing the whole workbook would take.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from inventory_app.domain.fields import Catalogue
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.grid import column_letters
from inventory_app.formats.excel.workbook_check import CheckPage
from inventory_app.formats.excel.workbook_data import DataSheet
from inventory_app.formats.excel.workbook_front import FrontPage
from inventory_app.formats.excel.workbook_guide import write_instructions, write_submission
from inventory_app.formats.excel.workbook_hidden import ListsSheet, write_identity, write_issued
from inventory_app.formats.excel.workbook_layout import (
    FIRST_ROW,
    HEADING_ROW,
    KEY_ROW,
    UID_COLUMN,
    SheetLayout,
    absolute,
    all_tabs,
    quoted,
    sheet_layouts,
)
from inventory_app.formats.excel.workbook_page import prepare
from inventory_app.formats.excel.workbook_rows import RowWriter
from inventory_app.formats.excel.workbook_styles import Styles
from inventory_app.texts import Translator, translator

ROWS = "rows."  # begins the name of the slot for the rows of a sheet
ISSUED_ROWS = "issued.rows"
_RETIRED_ON = "retired_on"
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # XlsxWriter wants no zone
_NUMBER_RESULT = re.compile(' t="str">(<f>[^<]*</f><v>\ue000#)')
_SAMPLES = re.compile(rf'<row r="({FIRST_ROW + 1}|{FIRST_ROW + 2})".*?</row>')
_CELL = re.compile(r'<c r="([A-Z]+)[0-9]+" s="([0-9]+)"')
_SHARED = re.compile(r"<si><t(?: [^>]*)?>([^<]*)</t></si>")
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the package: texts with the names of slots between them."""

    name: str
    pieces: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> bytes:
        """Return the part with all slots filled in."""
        if len(self.pieces) == 1:
            return self.pieces[0].encode()
        pieces = list(self.pieces)
        pieces[1::2] = [values[name] for name in self.pieces[1::2]]
        return "".join(pieces).encode()


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """Everything that the workbooks of one catalogue in one language have in common."""

    catalogue: Catalogue
    language: str
    layouts: tuple[SheetLayout, ...]
    parts: tuple[Part, ...]
    rows: Mapping[str, RowWriter]
    first_issued_row: int


_prepared: list[Skeleton] = []
_MOST_PREPARED = 12


def skeleton_for(catalogue: Catalogue, language: str) -> Skeleton:
    """Return the prepared workbook, which is kept for the next one."""
    for skeleton in _prepared:
        if skeleton.catalogue is catalogue and skeleton.language == language:
            return skeleton
    skeleton = _Builder(catalogue, translator(language)).build()
    _prepared.append(skeleton)
    del _prepared[:-_MOST_PREPARED]
    return skeleton


class _PlainFormulas(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A page whose formulas use no function newer than the file format.

    XlsxWriter looks for 70 such functions in every formula and every rule of a cell, which takes a
    third of the time that a workbook takes.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002
        return formula.removeprefix("=")


class _Builder:
    def __init__(self, catalogue: Catalogue, _: Translator) -> None:
        self._catalogue = catalogue
        self._ = _
        self._layouts = sheet_layouts(catalogue, _)
        self._tabs: list[str] = []
        self._first_issued_row = 0

    def build(self) -> Skeleton:
        font = {"font_name": self._.language.sheet_font, "font_size": 10}
        options = {"in_memory": True, "default_format_properties": font}
        target = io.BytesIO()
        self._book = xlsxwriter.Workbook(target, options)
        try:
            self._write()
        finally:
            self._book.close()
        with zipfile.ZipFile(target) as package:
            parts = {name: package.read(name).decode() for name in package.namelist()}
        return self._taken_apart(parts)

    def _write(self) -> None:
        _ = self._
        styles = Styles(self._book, _.language)
        front, instructions, *tabs, check, submit = all_tabs(self._catalogue, _)
        pages = {tab: self._page(tab) for tab in (front, instructions, *tabs, check, submit)}
        identity, lists_page, issued = (
            self._hidden(tab) for tab in (marks.IDENTITY_TAB, marks.LISTS_TAB, marks.ISSUED_TAB)
        )
        lists = ListsSheet(lists_page, marks.LISTS_TAB, _.language.code)
        lists.write(self._catalogue, self._layouts)
        for layout in self._layouts:
            DataSheet(pages[layout.tab], layout, styles, _).write(lists.sources)
        checks = CheckPage(pages[check], check, styles, _, self._layouts)
        first = FrontPage(pages[front], front, styles, _)
        first.write(self._layouts, checks.statuses, lists.sources["=yes_no"])
        checks.write(first.inputs)
        write_instructions(pages[instructions], styles, _, self._retired_on())
        write_submission(pages[submit], styles, _)
        write_identity(identity)
        self._first_issued_row = write_issued(issued, self._catalogue)
        self._define({**lists.names, **first.inputs})
        self._describe()

    def _retired_on(self) -> str:
        """Return the label of the field that is filled in instead of deleting a row."""
        labels = (
            sheet.fields[_RETIRED_ON].label(self._.language.code)
            for sheet in self._catalogue
            if _RETIRED_ON in sheet.fields
        )
        return next(labels, self._("Retired on"))

    def _page(self, tab: str) -> Any:
        page = self._book.add_worksheet(tab, _PlainFormulas)
        self._tabs.append(tab)
        prepare(page, self._)
        return page

    def _hidden(self, tab: str) -> Any:
        page = self._book.add_worksheet(tab, _PlainFormulas)
        self._tabs.append(tab)
        page.hide()
        page.protect()
        return page

    def _define(self, cells: Mapping[str, str]) -> None:
        define = self._book.define_name
        for name, place in cells.items():
            define(name, f"={place.removeprefix('=')}")
        for layout in self._layouts:
            sheet, tab = layout.sheet.name, quoted(layout.tab)
            first = f"{tab}!${column_letters(UID_COLUMN + 1)}${HEADING_ROW + 1}"
            last = f"${column_letters(layout.owed_column)}${layout.last_row + 1}"
            define(marks.name_of_rows(sheet), f"={first}:{last}")
            for column in layout.columns:
                place = absolute(layout.tab, KEY_ROW, column.index)
                define(marks.name_of_column(sheet, column.field.name), f"={place}")

    def _describe(self) -> None:
        _, book = self._, self._book
        book.set_properties(
            {
                "title": _("ICT inventory {round}", round=slots.ROUND),
                "subject": slots.ENTITY,
                "author": slots.ORGANISATION,
                "company": slots.ORGANISATION,
                "keywords": slots.CODE,
                "created": _CREATED,
            }
        )
        book.set_custom_property(marks.PROPERTY, slots.PROPERTY, "text")
        book.set_size(2400, 1500)

    def _taken_apart(self, parts: dict[str, str]) -> Skeleton:
        texts = _shared_texts(parts["xl/sharedStrings.xml"])
        rows: dict[str, RowWriter] = {}
        for layout in self._layouts:
            name = self._part(layout.tab)
            xml, styles = _without_samples(parts[name])
            rows[layout.sheet.name] = RowWriter(layout, self._.language.code, styles, texts)
            last = column_letters(layout.name_column + 1)
            place = slots.slot(slots.last_row_name(layout.number))
            xml = _DIMENSION.sub(f'<dimension ref="A1:{last}{place}"/>', xml)
            parts[name] = _with_rows(xml, ROWS + layout.sheet.name)
        issued = self._part(marks.ISSUED_TAB)
        xml = _DIMENSION.sub(f'<dimension ref="A1:{slots.slot("issued.corner")}"/>', parts[issued])
        parts[issued] = _with_rows(xml, ISSUED_ROWS)
        core = "docProps/core.xml"
        parts[core] = parts[core].replace(slots.CREATED, slots.slot("created"))
        return Skeleton(
            catalogue=self._catalogue,
            language=self._.language.code,
            layouts=tuple(self._layouts),
            parts=tuple(_part(name, xml) for name, xml in parts.items()),
            rows=rows,
            first_issued_row=self._first_issued_row,
        )

    def _part(self, tab: str) -> str:
        return f"xl/worksheets/sheet{self._tabs.index(tab) + 1}.xml"


def _part(name: str, xml: str) -> Part:
    """Return the part, split at its slots."""
    xml = slots.with_row_slots(_NUMBER_RESULT.sub(r">\1", xml))
    return Part(name=name, pieces=tuple(slots.SLOT.split(xml)))


def _shared_texts(xml: str) -> dict[str, int]:
    """Return the places of the shared texts that stand there as they are."""
    found = _SHARED.findall(xml)
    if len(found) != xml.count("<si>"):
        return {}
    return {text: place for place, text in enumerate(found) if "&" not in text and "_x" not in text}


def _without_samples(xml: str) -> tuple[str, Sequence[dict[str, str]]]:
    """Return the sheet without its sample rows, and the styles in them by column."""
    samples = [dict(_CELL.findall(row[0])) for row in _SAMPLES.finditer(xml)]
    return _SAMPLES.sub("", xml), samples


def _with_rows(xml: str, name: str) -> str:
    """Return the sheet with a slot at the end of its rows."""
    return xml.replace("</sheetData>", f"{slots.slot(name)}</sheetData>")
