"""The hidden sheets: which workbook this is, the lists to choose from, what was issued."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from inventory_app.domain.answer_words import SHORT, state_words, words
from inventory_app.domain.field_types import Code, FieldType, Reference, YesNo
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.records import Record
from inventory_app.domain.values import Value
from inventory_app.domain.workbooks import FORMAT, FORMAT_VERSION, Identity
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.workbook_layout import SheetLayout, quoted
from inventory_app.formats.excel.workbook_words import cell_writer
from inventory_app.formats.spreadsheet.grid import column_letters

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CELL_LENGTH = 30_000
IDENTITY_PARTS = ("store", "round", "entity", "issue", "number", "language", "catalogue", "tag")
BETWEEN = " · "


def write_identity(page: Worksheet, more: Mapping[str, str]) -> None:
    """Write who this workbook is, each part as text, and *more* that the reader is to know."""
    page.write_string(0, 0, FORMAT)
    page.write_string(0, 1, str(FORMAT_VERSION))
    parts = {name: slots.slot(f"identity.{name}") for name in IDENTITY_PARTS}
    for row, (name, text) in enumerate({**parts, **more}.items(), start=1):
        page.write_string(row, 0, name)
        page.write_string(row, 1, text)
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

    def write(self, catalogue: Catalogue, layouts: Sequence[SheetLayout]) -> None:
        """Write every list that a field uses."""
        kinds = [column.field.type for layout in layouts for column in layout.columns]
        self.write_lists(catalogue, kinds)
        for layout in layouts:
            if layout.is_referred_to:
                self.sources[f"={layout.sheet.name}"] = f"={layout.cells(layout.name_column)}"
        for sheet in unasked_references(layouts):
            self.sources[f"={sheet}"] = f"={marks.name_of_records(sheet)}"
            place = f"{quoted(marks.ISSUED_TAB)}!$C$"
            first, last = (slots.slot(f"names.{sheet}.{end}") for end in ("first", "last"))
            self.names[marks.name_of_records(sheet)] = f"={place}{first}:$C${last}"

    def write_lists(self, catalogue: Catalogue, kinds: Sequence[FieldType]) -> None:
        """Write the lists that fields of *kinds* use, and the two words for yes and no."""
        for used in sorted({kind.codes for kind in kinds if isinstance(kind, Code)}):
            code_list = catalogue.code_lists[used]
            entries = [(code, code_list.label(code, self._language)) for code in code_list.codes]
            others = _others(Code(codes=used, list=code_list), self._language)
            self.names[marks.name_of_list(used)] = self._write(used, entries, others)
        common = words(self._language)
        entries = [("yes", common.yes), ("no", common.no)]
        self._write("=yes_no", entries, [])
        self._write("=answers", entries, _others(YesNo(), self._language))
        self.names["list_yes_no"] = self.sources["=yes_no"]

    def write_records(self, sheet: str, names: Mapping[str, str]) -> None:
        """Write the names of the records of *sheet*, by uid, for the fields that refer to them."""
        self._write(f"={sheet}", list(names.items()), [])

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
        return f"={quoted(self._tab)}!${letters}$2:${letters}${max(rows, 1) + 1}"


def _others(kind: FieldType, language: str) -> list[tuple[str, str]]:
    """Return what a list offers beside its answers: the words for states, then their signs."""
    offered = state_words(kind, language)
    signs = [(f"#{state}", SHORT[state]) for state in offered]
    return [*((f"#{state}", word) for state, word in offered.items()), *signs]


def unasked_references(layouts: Sequence[SheetLayout]) -> tuple[str, ...]:
    """Return the sheets that answers can name although the workbook does not have them."""
    there = {layout.sheet.name for layout in layouts}
    kinds = [column.field.type for layout in layouts for column in layout.columns]
    named = dict.fromkeys(kind.to for kind in kinds if isinstance(kind, Reference))
    return tuple(sheet for sheet in named if sheet not in there)


def record_names(
    records: Mapping[str, Sequence[Record]], catalogue: Catalogue, language: str
) -> dict[str, str]:
    """Return by uid how a cell names another record: its code and the words it is known by."""
    return {
        record.uid: BETWEEN.join((record.uid, *_title(catalogue[sheet], record, language)))
        for sheet, of_sheet in records.items()
        for record in of_sheet
    }


def _title(sheet: Sheet, record: Record, language: str) -> Iterator[str]:
    for name in sheet.title:
        kind, value = sheet.fields[name].type, record.values.get(name)
        if value is not None:
            is_word = isinstance(kind, Code | YesNo)
            yield str(cell_writer(kind, language)(value)) if is_word else kind.format(value)


def write_issued(page: Worksheet, catalogue: Catalogue) -> int:
    """Write the beginning of the sheet of issued records; return the row after it."""
    page.write_string(0, 0, marks.ISSUED)
    for row, sheet in enumerate(catalogue, start=1):
        page.write_string(row, 0, sheet.name)
        page.write_string(row, 1, marks.ISSUED_FIELDS)
        page.write_string(row, 2, ";".join(field.name for field in sheet.asked))
    return len(catalogue.sheets) + 1


def issued_rows(
    catalogue: Catalogue, records: Mapping[str, Sequence[Record]]
) -> Iterator[tuple[str, ...]]:
    """Yield for each record the texts of its row: sheet, uid and its answers in pieces."""
    for sheet in catalogue:
        asked = [(field.name, field.type.format) for field in sheet.asked]
        for record in records.get(sheet.name, ()):
            yield sheet.name, record.uid, *_pieces(_issued(asked, record))


def _issued(asked: Sequence[tuple[str, Callable[[Value], str]]], record: Record) -> str:
    given, known = record.values, record.states
    values = {name: text(given[name]) for name, text in asked if given.get(name) is not None}
    states = {name: str(known[name]) for name, _ in asked if name in known}
    return json.dumps({"v": values, "s": states}, ensure_ascii=False, separators=(",", ":"))


def _pieces(text: str) -> Iterator[str]:
    """Yield *text* in pieces that fit into a cell, which counts rare characters twice."""
    while text:
        length = CELL_LENGTH if text.isascii() or max(text) < "\U00010000" else CELL_LENGTH // 2
        yield text[:length]
        text = text[length:]
