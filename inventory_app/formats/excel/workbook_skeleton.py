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

from inventory_app.domain.control_totals import ControlTotal
from inventory_app.domain.fields import Catalogue
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.workbook_check import Checked, CheckPage
from inventory_app.formats.excel.workbook_data import DataSheet
from inventory_app.formats.excel.workbook_facts import FACT_PIECES
from inventory_app.formats.excel.workbook_faults import faults_of
from inventory_app.formats.excel.workbook_front import FrontPage
from inventory_app.formats.excel.workbook_guide import (
    Guided,
    write_instructions,
    write_submission,
)
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
from inventory_app.formats.excel.workbook_misfits import misfits_of
from inventory_app.formats.excel.workbook_news import News
from inventory_app.formats.excel.workbook_page import prepare, write_end
from inventory_app.formats.excel.workbook_rows import RowWriter
from inventory_app.formats.excel.workbook_styles import Styles
from inventory_app.formats.excel.workbook_tally import FaultCounter
from inventory_app.formats.excel.workbook_totals import totals_on
from inventory_app.formats.spreadsheet.grid import column_letters
from inventory_app.texts import translator

ROWS = "rows."  # begins the name of the slot for the rows of a sheet
ISSUED_ROWS = "issued.rows"
_RETIRED_ON = "retired_on"
_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # XlsxWriter wants no zone
_NUMBER_RESULT = re.compile(' t="str">(<f[^>]*>[^<]*</f><v>\ue000#)')
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
    """Everything that the workbooks of one shape have in common.

    `catalogue` has only the sheets that are asked.
    """

    catalogue: Catalogue
    language: str
    layouts: tuple[SheetLayout, ...]
    checked: tuple[Checked, ...]
    totals: tuple[ControlTotal, ...]
    parts: tuple[Part, ...]
    rows: Mapping[str, RowWriter]
    first_issued_row: int


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What makes workbooks alike but for their slots: all workbooks of a round in one language."""

    language: str
    asked: tuple[str, ...]
    news: News


_prepared: list[tuple[Catalogue, Shape, Skeleton]] = []
_MOST_PREPARED = 12


def skeleton_for(catalogue: Catalogue, shape: Shape) -> Skeleton:
    """Return the prepared workbook, which is kept for the next one."""
    for known, made, skeleton in _prepared:
        if known is catalogue and made == shape:
            return skeleton
    skeleton = _Builder(catalogue, shape).build()
    _prepared.append((catalogue, shape, skeleton))
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
    def __init__(self, catalogue: Catalogue, shape: Shape) -> None:
        self._whole = catalogue
        self._catalogue = catalogue.only(shape.asked)
        self._news = shape.news
        self._ = _ = translator(shape.language)
        self._layouts = sheet_layouts(self._catalogue, _)
        self._checked: tuple[Checked, ...] = ()
        self._totals = tuple(totals_on(self._catalogue, self._layouts))
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
        self._checked = tuple(
            Checked(
                layout=layout,
                faults=faults_of(layout, _),
                misfits=misfits_of(layout, _, lists.sources),
            )
            for layout in self._layouts
        )
        for each in self._checked:
            sheet = DataSheet(pages[each.layout.tab], each.layout, styles, _)
            sheet.write(lists.sources, each.faults, each.misfits)
        checks = CheckPage(pages[check], check, styles, _, self._checked, self._totals)
        first = FrontPage(pages[front], front, styles, _)
        first.write(self._layouts, checks.statuses, lists.sources["=yes_no"], self._unasked())
        first.write_news(self._news)
        checks.write(first.inputs)
        guided = Guided(retired_on=self._retired_on(), staff="staff" in self._catalogue.sheets)
        write_instructions(pages[instructions], styles, _, guided)
        write_submission(pages[submit], styles, _)
        for tab in (front, instructions, check, submit):
            write_end(pages[tab], styles)
        write_identity(
            identity,
            {
                marks.DEDICATED_FROM: slots.DEDICATED_FROM,
                marks.NON_DEDICATED_FROM: slots.NON_DEDICATED_FROM,
                marks.SHOWN_IN: _.language.code,
                **{f"{marks.FACTS}.{n}": slots.slot(f"facts.{n}") for n in range(FACT_PIECES)},
            },
        )
        self._first_issued_row = write_issued(issued, self._catalogue)
        self._inputs = first.inputs
        self._define({**lists.names, **first.inputs})
        self._describe()

    def _unasked(self) -> list[str]:
        """Return the names of the sheets that the round leaves out."""
        names = [name for name in self._whole.sheets if name not in self._catalogue.sheets]
        return [self._whole[name].label(self._.language.code) for name in names]

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
            checked = self._checked[layout.number]
            counter = FaultCounter(layout, checked.faults, checked.misfits)
            rows[layout.sheet.name] = RowWriter(
                layout, self._.language.code, styles, texts, counter
            )
            last = column_letters(layout.name_column + 1)
            place = slots.slot(slots.last_row_name(layout.number))
            xml = _DIMENSION.sub(f'<dimension ref="A1:{last}{place}"/>', xml)
            parts[name] = _with_rows(xml, ROWS + layout.sheet.name)
        issued = self._part(marks.ISSUED_TAB)
        xml = _DIMENSION.sub(f'<dimension ref="A1:{slots.slot("issued.corner")}"/>', parts[issued])
        parts[issued] = _with_rows(xml, ISSUED_ROWS)
        front = self._part(self._tabs[0])
        parts[front] = slots.with_inputs(parts[front], self._inputs)
        core = "docProps/core.xml"
        parts[core] = parts[core].replace(slots.CREATED, slots.slot("created"))
        return Skeleton(
            catalogue=self._catalogue,
            language=self._.language.code,
            layouts=tuple(self._layouts),
            checked=self._checked,
            totals=self._totals,
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
