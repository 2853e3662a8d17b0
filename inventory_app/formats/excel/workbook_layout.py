"""Where everything stands in a survey workbook. Rows and columns are counted from 0 here.

A data sheet has a title row, a row of section bands, the hidden row of column keys, the headings
and then one row for each record and spare record. Column A, hidden, holds the uids; column B shows
them; the fields follow, and after them one hidden column that says what each row still owes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from inventory_app.domain.field_types import (
    Code,
    Codes,
    Day,
    DecimalNumber,
    FieldType,
    Integer,
    LongText,
    Percent,
    Reference,
    Text,
    YesNo,
)
from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.units import UNITS
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.workbook_slots import last_row_slot
from inventory_app.formats.spreadsheet.grid import cell_name, column_letters
from inventory_app.texts import N_, Translator

TITLE_ROW, BAND_ROW, KEY_ROW, HEADING_ROW, FIRST_ROW = range(5)
UID_COLUMN, CODE_COLUMN, FIRST_COLUMN = range(3)
CODE_WIDTH = 15.0

FRONT_TAB = N_("Front")
INSTRUCTIONS_TAB = N_("Instructions")
CHECK_TAB = N_("Check")
CHECK_PAGE = "check"  # as its mark says
SUBMIT_TAB = N_("How to submit")
RECORD_CODE = N_("Record code")
LEGEND = (N_("Please fill in"), N_("Known: please check"), N_("Required, still empty"))

_TAB_LENGTH = 31
_NOT_IN_TABS = re.compile(r"[\[\]:*?/\\]")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]"
)
_LEVELS = {"required": 0, "recommended": 1, "optional": 2}
_SPARE = {
    "staff": 15, "units": 5, "systems": 10, "data_centres": 4, "service_desks": 3, "networks": 8,
    "devices": 10, "contracts": 8, "projects": 6, "costs": 12,
}  # fmt: skip
_SPARE_OTHERWISE = 10
_SPARE_SHARE = 0.3


def spare_rows(sheet: str, known: int) -> int:
    """Return how many empty rows a sheet gets that is issued with *known* records.

    A protected sheet cannot grow in the middle, so there is room for what is usually added: at
    least a handful that depends on the sheet, and three rows for ten known ones.
    """
    return max(_SPARE.get(sheet, _SPARE_OTHERWISE), math.ceil(known * _SPARE_SHARE))


def heading(field: Field, _: Translator) -> str:
    """Return what stands above the column of *field*: label, unit and the mark of a duty."""
    text = field.label(_.language.code)
    unit = _(UNITS.get(field.unit or "", ""))
    if unit and unit.casefold() not in text.casefold() and not text.endswith((")", "）")):  # noqa: RUF001
        text = _("{label} ({unit})", label=text, unit=unit)
    if field.level != "required":
        return text
    return f"{text}\N{NO-BREAK SPACE}(*)" if field.when else f"{text}\N{NO-BREAK SPACE}*"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a data sheet."""

    field: Field
    index: int
    heading: str
    width: float

    @property
    def letters(self) -> str:
        """The letters of the column."""
        return column_letters(self.index + 1)


@dataclass(frozen=True, kw_only=True)
class SheetLayout:
    """The places of one data sheet. *number* is its place in the order of the sheets."""

    sheet: Sheet
    tab: str
    number: int
    columns: tuple[Column, ...]
    is_referred_to: bool = False

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by the name of their field."""
        return {column.field.name: column for column in self.columns}

    @cached_property
    def owed_column(self) -> int:
        """The hidden column that says what a row owes."""
        return FIRST_COLUMN + len(self.columns)

    @property
    def name_column(self) -> int:
        """The hidden column with code and title of each record, if other sheets refer to it."""
        return self.owed_column + 1

    @property
    def last_row(self) -> int:
        """The slot for the last row of the table."""
        return last_row_slot(self.number) - 1

    @property
    def frozen_columns(self) -> int:
        """How many columns stay in view: those that name the record, if there is room."""
        titles = [self.by_name[name].index for name in self.sheet.title if name in self.by_name]
        last = max(titles, default=FIRST_COLUMN)
        width = sum(column.width for column in self.columns if column.index <= last)
        return (last if width <= 50 else FIRST_COLUMN) + 1

    def cells(self, column: int) -> str:
        """Return the cells of *column* of the table, seen from another sheet."""
        letters = column_letters(column + 1)
        return f"{quoted(self.tab)}!${letters}${FIRST_ROW + 1}:${letters}${self.last_row + 1}"

    def cell(self, row: int, column: int) -> str:
        """Return one cell, seen from another sheet."""
        return absolute(self.tab, row, column)

    def sections(self) -> Iterator[tuple[str, list[Column]]]:
        """Yield the sections in their order, each with its columns."""
        for section, columns in groupby(self.columns, key=lambda column: column.field.section):
            yield section, list(columns)


def sheet_layouts(catalogue: Catalogue, _: Translator) -> list[SheetLayout]:
    """Return the layouts of all sheets for a reader of the language of the translator."""
    kinds = [field.type for sheet in catalogue for field in sheet.asked]
    referred = {kind.to for kind in kinds if isinstance(kind, Reference)}
    tabs = data_tabs(catalogue, _)
    return [
        SheetLayout(
            sheet=sheet,
            tab=tabs[sheet.name],
            number=number,
            columns=_columns(sheet, _),
            is_referred_to=sheet.name in referred,
        )
        for number, sheet in enumerate(catalogue)
    ]


def _columns(sheet: Sheet, _: Translator) -> tuple[Column, ...]:
    columns = []
    for index, field in enumerate(ordered_fields(sheet), start=FIRST_COLUMN):
        text = heading(field, _)
        columns.append(
            Column(field=field, index=index, heading=text, width=_width(field.type, text, _))
        )
    return tuple(columns)


def ordered_fields(sheet: Sheet) -> list[Field]:
    """Return the asked fields by section; in each, what names the record and is required first."""
    sections = list(sheet.sections)
    names = (*sheet.key, *sheet.title)

    def place(field: Field) -> tuple[int, int]:
        section = sections.index(field.section) if field.section in sections else len(sections)
        return section, -1 if field.name in names else _LEVELS[field.level]

    return sorted(sheet.asked, key=place)


def _width(kind: FieldType, text: str, _: Translator) -> float:
    """Return the width of a column in characters: enough for its values and its longest word."""
    longest = max(map(text_width, text.split()), default=0) * 1.15 + 2.5
    return min(40.0, max(_value_width(kind, _.language.code), longest, text_width(text) / 3 + 3))


def _value_width(kind: FieldType, language: str) -> float:
    fixed = (
        (LongText, 38.0), (Codes, 30.0), (Reference, 36.0), (YesNo, 9.0), (Day, 12.0),
        (Percent, 11.0), (Integer, 10.0), (DecimalNumber, 15.0),
    )  # fmt: skip
    for family, width in fixed:
        if isinstance(kind, family):
            return width
    if isinstance(kind, Code) and kind.list is not None:
        longest = max(text_width(entry.labels[language]) for entry in kind.list.codes.values())
        return max(12.0, min(26.0, longest * 0.8 + 5))
    return 14.0 if isinstance(kind, Text) and kind.max_length <= 40 else 24.0


def text_width(text: str) -> int:
    """Return about how many characters wide *text* is; Chinese characters are two wide."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def text_lines(text: str, width: float) -> int:
    """Return about how many lines *text* takes in a column *width* characters wide."""
    return sum(max(1, math.ceil(text_width(line) / width)) for line in text.split("\n"))


def tab_names(wanted: Iterable[str]) -> list[str]:
    """Return names that a spreadsheet takes for its tabs, each different from the others."""
    given: list[str] = []
    taken = {marks.IDENTITY_TAB, marks.LISTS_TAB, marks.ISSUED_TAB, "history"}
    for text in wanted:
        plain = _NOT_IN_TABS.sub(" ", text).strip(" '")[:_TAB_LENGTH].rstrip(" '") or "-"
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain[: _TAB_LENGTH - 3]} {number}"
        taken.add(name.casefold())
        given.append(name)
    return given


def all_tabs(catalogue: Catalogue, _: Translator) -> list[str]:
    """Return the names of all visible tabs in their order, for a reader of one language."""
    labels = [sheet.label(_.language.code) for sheet in catalogue]
    return tab_names([_(FRONT_TAB), _(INSTRUCTIONS_TAB), *labels, _(CHECK_TAB), _(SUBMIT_TAB)])


def data_tabs(catalogue: Catalogue, _: Translator) -> dict[str, str]:
    """Return the names of the tabs by sheet."""
    return dict(zip(catalogue.sheets, all_tabs(catalogue, _)[2:-2], strict=True))


def quoted(tab: str) -> str:
    """Return *tab* as formulas name it."""
    return "'" + tab.replace("'", "''") + "'"


def absolute(tab: str, row: int, column: int) -> str:
    """Return one cell as formulas and defined names write it."""
    return f"{quoted(tab)}!${column_letters(column + 1)}${row + 1}"


def address(row: int, column: int) -> str:
    """Return the name of a cell, such as C7."""
    return cell_name(row + 1, column + 1)
