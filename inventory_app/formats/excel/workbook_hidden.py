"""The hidden sheets: which workbook this is, the lists to choose from, what was issued."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from inventory_app.domain.field_types import Code
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.records import Record
from inventory_app.domain.workbooks import FORMAT, FORMAT_VERSION, Identity, Workbook
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.workbook_layout import (
    CODE_COLUMN,
    FIRST_ROW,
    SheetLayout,
    absolute,
    quoted,
)
from inventory_app.formats.excel.workbook_page import plain_text
from inventory_app.formats.excel.grid import column_letters
from inventory_app.formats.excel.workbook_words import cell_value, state_words, words

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CELL_LENGTH = 30_000
_BETWEEN = " · "


def write_identity(page: Worksheet, identity: Identity) -> None:
    """Write who this workbook is, each part as text."""
    lines = {FORMAT: str(FORMAT_VERSION)} | identity.parts() | {"tag": identity.tag}
    for row, (name, part) in enumerate(lines.items()):
        page.write_string(row, 0, name)
        page.write_string(row, 1, part)
    page.set_column(0, 1, 40)


def property_text(identity: Identity) -> str:
    """Return the text of the custom property that repeats the identity."""
    parts = (identity.round, identity.entity, identity.issue, str(identity.number), identity.tag)
    return "|".join(parts)


class ListsSheet:
    """Writes the lists, two columns each; `sources` are their ranges, `names` what to define."""

    def __init__(self, page: Worksheet, tab: str, language: str) -> None:
        self._page = page
        self._tab = tab
        self._language = language
        self._column = 0
        self.sources: dict[str, str] = {}
        self.names: dict[str, str] = {}

    def write(self, catalogue: Catalogue, layouts: Iterable[SheetLayout], names: Mapping[str, str]) -> None:
        """Write every list that a field uses; *names* are the words for the records known now."""
        layouts = list(layouts)
        kinds = [column.field.type for layout in layouts for column in layout.columns]
        for used in sorted({kind.codes for kind in kinds if isinstance(kind, Code)}):
            code_list = catalogue.code_lists[used]
            entries = [(code, code_list.label(code, self._language)) for code in code_list.codes]
            offered = state_words(Code(codes=used, list=code_list), self._language)
            others = [(f"#{state}", word) for state, word in offered.items()]
            self.names[marks.name_of_list(used)] = self._write(used, entries, others)
        common = words(self._language)
        self._write("=yes_no", [("yes", common.yes), ("no", common.no)], [])
        self.names["list_yes_no"] = self.sources["=yes_no"]
        referred = {getattr(kind, "to", None) for kind in kinds}
        for layout in layouts:
            if layout.sheet.name in referred:
                self._write_names(layout, names)

    def _write(
        self, name: str, entries: list[tuple[str, str]], others: list[tuple[str, str]]
    ) -> str:
        """Write one list; its drop-down has *others* too, the returned range only *entries*."""
        page, column = self._page, self._column
        page.write_string(0, column, name)
        for row, (code, label) in enumerate((*entries, *others), start=1):
            page.write_string(row, column, code)
            page.write_string(row, column + 1, label)
        self._column += 2
        self.sources[name] = self._range(column + 1, len(entries) + len(others))
        return self._range(column + 1, len(entries))

    def _range(self, column: int, rows: int) -> str:
        letters = column_letters(column + 1)
        return f"={quoted(self._tab)}!${letters}$2:${letters}${rows + 1}"

    def _write_names(self, layout: SheetLayout, names: Mapping[str, str]) -> None:
        """Write formulas that give code and title of each row of a sheet that others refer to."""
        page, column, tab = self._page, self._column, quoted(layout.tab)
        page.write_string(0, column, f"={layout.sheet.name}")
        titles = [layout.by_name[n].letters for n in layout.sheet.title if n in layout.by_name]
        code = column_letters(CODE_COLUMN + 1)
        for place in range(layout.rows):
            row = FIRST_ROW + place + 1
            blank = "*".join(f'({tab}!{letters}{row}="")' for letters in titles)
            parts = "&".join(
                f'IF({tab}!{letters}{row}="","","{_BETWEEN}"&{tab}!{letters}{row})'
                for letters in titles
            )
            formula = f'=IF({blank},"",{tab}!{code}{row}&{parts})'
            page.write_formula(place + 1, column, formula, None, names.get(str(place), ""))
        self._column += 1
