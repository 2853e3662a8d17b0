"""The data sheets: known answers in grey, room for new ones in white."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from inventory_app.domain.field_types import Reference
from inventory_app.domain.records import Record
from inventory_app.domain.values import Value, ValueState
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.grid import column_letters
from inventory_app.formats.excel.workbook_layout import (
    BAND_ROW,
    CODE_COLUMN,
    CODE_WIDTH,
    FIRST_COLUMN,
    FIRST_ROW,
    HEADING_ROW,
    KEY_ROW,
    TITLE_ROW,
    UID_COLUMN,
    Column,
    SheetLayout,
    text_lines,
    text_width,
)
from inventory_app.formats.excel.workbook_page import merged, plain_text
from inventory_app.formats.excel.workbook_rules import (
    EMPTY,
    ROW_SIGN,
    CellRules,
    Sources,
    owed,
    owed_formula,
)
from inventory_app.formats.excel.workbook_styles import (
    AMBER,
    AMBER_INK,
    BANDS,
    BLUE,
    FAINT,
    INK,
    KNOWN,
    LINE,
    NAVY,
    PAPER,
    QUIET,
    SKY,
    Styles,
)
from inventory_app.formats.excel.workbook_words import cell_writer, state_words
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

ROW_HEIGHT = 28.5
_TITLE_WIDTH = 90.0
_LABEL_AGAIN = 7  # columns after which a wide section says its name again
_PRINTED_WIDTH = 230.0  # characters that stay legible on one page


@dataclass(kw_only=True)
class Tally:
    """What the Check sheet counts on one sheet, as it stands when the workbook is issued."""

    started: int = 0
    due: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)


class Cells(NamedTuple):
    """How the answers to one field are written: their look, and their words."""

    name: str
    column: int
    known: Format
    words: Mapping[ValueState, str]
    value: Callable[[Value], str | float]


class DataSheet:
    """Writes one data sheet."""

    def __init__(
        self,
        page: Worksheet,
        layout: SheetLayout,
        styles: Styles,
        _: Translator,
        names: Mapping[str, str],
    ) -> None:
        """Take the *page* to write; *names* are the words for records that answers refer to."""
        self._page = page
        self._layout = layout
        self._styles = styles
        self._ = _
        self._language = _.language.code
        self._names = names
        self._owed_formula = owed_formula(layout, _.language.code)

    def write(
        self, records: Sequence[Record], spare: Sequence[str], entity: str, sources: Sources
    ) -> Tally:
        """Write everything and return what the sheet still lacks."""
        self._set_columns()
        self._write_head(entity)
        self._write_codes(records, spare)
        tally = self._write_records(records)
        for row in range(FIRST_ROW + len(records), self._layout.last_row + 1):
            self._write_owed(row, EMPTY)
        CellRules(self._page, self._layout, self._styles, self._, sources).add()
        self._set_page()
        return tally

    def _set_columns(self) -> None:
        page, styles = self._page, self._styles
        page.set_column(UID_COLUMN, UID_COLUMN, 4, None, {"hidden": True})
        page.set_column(CODE_COLUMN, CODE_COLUMN, CODE_WIDTH)
        for column in self._layout.columns:
            look = styles.answer(column.field.type, known=False)
            page.set_column(column.index, column.index, column.width, look)
        owed_column = self._layout.owed_column
        page.set_column(owed_column, owed_column, 4, None, {"hidden": True})

    def _write_head(self, entity: str) -> None:
        page, sheet = self._page, self._layout.sheet
        for row, mark in (
            (TITLE_ROW, marks.TITLE),
            (BAND_ROW, marks.BANDS),
            (KEY_ROW, marks.SHEET),
            (HEADING_ROW, marks.HEADINGS),
        ):
            page.write_string(row, UID_COLUMN, mark + sheet.name)
        self._write_title(entity)
        self._write_keys()
        page.set_row(BAND_ROW, 20, self._styles(bg_color=PAPER))
        lines = max(text_lines(c.heading, c.width * 0.86) for c in self._layout.columns)
        page.set_row(HEADING_ROW, 14 * min(lines, 6) + 12, self._styles(bg_color=PAPER))
        code = self._styles(
            bold=True, bg_color=NAVY, font_color=PAPER, text_wrap=True, align="center"
        )
        page.write_blank(BAND_ROW, CODE_COLUMN, None, code)
        page.write_string(HEADING_ROW, CODE_COLUMN, self._("Record code"), code)
        for number, (section, columns) in enumerate(self._layout.sections()):
            self._write_section(sheet.sections[section][self._language], columns, number)

    def _write_title(self, entity: str) -> None:
        """Write what the sheet is about across the first columns, and the meaning of colours."""
        page, styles, _ = self._page, self._styles, self._
        page.set_row(TITLE_ROW, 50, styles(bg_color=NAVY))
        sheet = self._layout.sheet
        middle = self._layout.frozen_columns - 1  # so that pages further right show the name only
        last = self._column_at(middle + 1, _TITLE_WIDTH)
        name = styles(bold=True, font_size=18, font_color=PAPER, bg_color=NAVY, align="start",
                      indent=1)  # fmt: skip
        about = styles(font_size=9, font_color=SKY, bg_color=NAVY, align="start", text_wrap=True)
        merged(page, TITLE_ROW, (CODE_COLUMN, middle), sheet.label(self._language), name)
        text = f"{entity}\n{sheet.help[self._language]}"
        merged(page, TITLE_ROW, (middle + 1, last), text, about)
        legend = (
            (_("Please fill in"), PAPER, INK),
            (_("Known: please check"), KNOWN, INK),
            (_("Required, still empty"), AMBER, AMBER_INK),
        )
        for offset, (text, colour, ink) in enumerate(legend, start=last + 2):
            look = styles(
                bg_color=colour, font_color=ink, font_size=9, text_wrap=True, align="center",
                border=2, border_color=NAVY,
            )  # fmt: skip
            if offset < self._layout.owed_column:
                page.write_string(TITLE_ROW, offset, text, look)

    def _column_at(self, first: int, width: float) -> int:
        """Return the column up to which those from *first* on are *width* characters wide."""
        widths = [0.0, CODE_WIDTH, *(column.width for column in self._layout.columns)]
        last = first
        while sum(widths[first : last + 1]) < width and last < len(widths) - 2:
            last += 1
        return last

    def _write_keys(self) -> None:
        page, sheet = self._page, self._layout.sheet
        page.set_row(KEY_ROW, None, None, {"hidden": True})
        plain = self._styles()
        page.write_string(KEY_ROW, CODE_COLUMN, marks.CODE + sheet.name, plain)
        for column in self._layout.columns:
            page.write_string(KEY_ROW, column.index, column.field.name, plain)
        for row in (KEY_ROW, HEADING_ROW):
            page.write_string(row, self._layout.owed_column, marks.COMPUTED + "owed", plain)

    def _write_section(self, label: str, columns: Sequence[Column], number: int) -> None:
        page, styles = self._page, self._styles
        colours = BANDS[number % len(BANDS)]
        width = sum(column.width for column in columns)
        fits = text_width(label) * 1.1 <= width
        band = styles(
            bold=True, font_color=PAPER, bg_color=colours.strong, align="start",
            font_size=10 if fits else 8, text_wrap=not fits,
        )  # fmt: skip
        for place, column in enumerate(columns):
            if place % _LABEL_AGAIN == 0 and (place == 0 or place < len(columns) - 2):
                page.write_string(BAND_ROW, column.index, label, band)
            else:
                page.write_blank(BAND_ROW, column.index, None, band)
            required = column.field.level == "required"
            page.write_string(
                HEADING_ROW,
                column.index,
                column.heading,
                styles(
                    bold=required,
                    font_color=INK if required else QUIET,
                    text_wrap=True,
                    bg_color=colours.pale,
                    border=1,
                    border_color=LINE,
                    bottom=2,
                    bottom_color=colours.strong,
                    align="center",
                ),
            )

    def _write_codes(self, records: Sequence[Record], spare: Sequence[str]) -> None:
        page = self._page
        hidden = self._styles(locked=False)
        look = {
            "locked": False, "font_name": "Consolas", "font_size": 8, "align": "center",
            "bg_color": KNOWN, "border": 1, "border_color": LINE,
        }  # fmt: skip
        known, waiting = (
            self._styles(**look, font_color=QUIET),
            self._styles(**look, font_color=FAINT),
        )
        row = FIRST_ROW
        for uids, shown in (([r.uid for r in records], known), (spare, waiting)):
            for uid in uids:
                page.set_row(row, ROW_HEIGHT)
                page.write_string(row, UID_COLUMN, uid, hidden)
                page.write_string(row, CODE_COLUMN, uid, shown)
                row += 1

    def _write_records(self, records: Sequence[Record]) -> Tally:
        tally = Tally()
        cells = [self._cells(column) for column in self._layout.columns]
        for row, record in enumerate(records, start=FIRST_ROW):
            shown = self._write_record(row, record, cells)
            owes = owed(record.values, shown=bool(shown))
            self._write_owed(row, owes)
            tally.started += bool(shown)
            if shown:
                due = [field.name for field in self._layout.sheet.due(record.values)]
                tally.due.update(due)
                tally.missing.update(name for name in due if name not in shown)
        return tally

    def _write_record(self, row: int, record: Record, cells: Sequence[Cells]) -> set[str]:
        """Write one record and return the fields that show something."""
        values, states = record.values, record.states
        number, text = self._page.write_number, self._page.write_string
        shown = set()
        for name, index, known, words, convert in cells:
            value = values.get(name)
            if value is None:
                word = words.get(states[name]) if name in states else None
                if word is None:
                    continue
                text(row, index, word, known)
            else:
                content = convert(value)
                if isinstance(content, float):
                    number(row, index, content, known)
                elif content:
                    text(row, index, plain_text(content), known)
                else:
                    continue
            shown.add(name)
        return shown

    def _cells(self, column: Column) -> Cells:
        kind, language = column.field.type, self._language
        convert = cell_writer(kind, language)
        if isinstance(kind, Reference):
            names = self._names

            def convert(value: Value) -> str | float:
                return names.get(str(value), str(value))

        return Cells(
            column.field.name,
            column.index,
            self._styles.answer(kind, known=True),
            state_words(kind, language),
            convert,
        )

    def _write_owed(self, row: int, owes: int) -> None:
        formula = self._owed_formula.replace(ROW_SIGN, str(row + 1))
        self._page.write_formula(row, self._layout.owed_column, formula, None, owes)

    def _set_page(self) -> None:
        page, layout = self._page, self._layout
        page.freeze_panes(FIRST_ROW, layout.frozen_columns)
        page.autofilter(HEADING_ROW, UID_COLUMN, layout.last_row, layout.owed_column - 1)
        page.set_selection(FIRST_ROW, FIRST_COLUMN, FIRST_ROW, FIRST_COLUMN)
        page.set_zoom(90)
        page.set_tab_color(BLUE)
        end = column_letters(layout.owed_column + 1)
        page.ignore_errors({"number_stored_as_text": f"A1:{end}{layout.last_row + 1}"})
        width = CODE_WIDTH + sum(column.width for column in layout.columns)
        page.fit_to_pages(max(1, round(width / _PRINTED_WIDTH)), 0)
        page.repeat_rows(TITLE_ROW, HEADING_ROW)
        page.repeat_columns(CODE_COLUMN, layout.frozen_columns - 1)
        page.print_area(TITLE_ROW, CODE_COLUMN, layout.last_row, layout.owed_column - 1)
