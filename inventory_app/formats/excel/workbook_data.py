"""The data sheets: known answers in grey, room for new ones in white."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.workbook_cell_rules import CellRules
from inventory_app.formats.excel.workbook_faults import Fault
from inventory_app.formats.excel.workbook_layout import (
    BAND_ROW,
    CODE_COLUMN,
    CODE_WIDTH,
    FIRST_COLUMN,
    FIRST_ROW,
    HEADING_ROW,
    KEY_ROW,
    LEGEND,
    TITLE_ROW,
    UID_COLUMN,
    Column,
    SheetLayout,
    text_lines,
    text_width,
)
from inventory_app.formats.excel.workbook_misfits import Misfit
from inventory_app.formats.excel.workbook_page import merged
from inventory_app.formats.excel.workbook_rules import Sources
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
from inventory_app.formats.spreadsheet.grid import column_letters
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TITLE_WIDTH = 90.0
_LABEL_AGAIN = 7  # columns after which a wide section says its name again
_PRINTED_WIDTH = 230.0  # characters that stay legible on one page


class DataSheet:
    """Writes one data sheet."""

    def __init__(
        self,
        page: Worksheet,
        layout: SheetLayout,
        styles: Styles,
        _: Translator,
    ) -> None:
        self._page = page
        self._layout = layout
        self._styles = styles
        self._ = _
        self._language = _.language.code

    def write(self, sources: Sources, faults: Sequence[Fault], misfits: Sequence[Misfit]) -> None:
        """Write everything but the records, and sample rows that tell the styles of cells."""
        self._set_columns()
        self._write_head()
        self._write_samples()
        CellRules(self._page, self._layout, self._styles, self._, sources).add(faults, misfits)
        self._set_page()

    def _set_columns(self) -> None:
        page, styles = self._page, self._styles
        page.set_column(UID_COLUMN, UID_COLUMN, 4, None, {"hidden": True})
        page.set_column(CODE_COLUMN, CODE_COLUMN, CODE_WIDTH)
        for column in self._layout.columns:
            look = styles.answer(column.field.type, known=False)
            page.set_column(column.index, column.index, column.width, look)
        first, last = self._layout.owed_column, self._layout.name_column
        page.set_column(first, last, 4, None, {"hidden": True})

    def _write_head(self) -> None:
        page, sheet = self._page, self._layout.sheet
        for row, mark in (
            (TITLE_ROW, marks.TITLE),
            (BAND_ROW, marks.BANDS),
            (KEY_ROW, marks.SHEET),
            (HEADING_ROW, marks.HEADINGS),
        ):
            page.write_string(row, UID_COLUMN, mark + sheet.name)
        self._write_title()
        self._write_keys()
        page.set_row(BAND_ROW, 20, self._styles(bg_color=PAPER))
        lines = max(text_lines(c.heading, c.width * 0.8) for c in self._layout.columns)
        page.set_row(HEADING_ROW, 14 * min(lines, 6) + 12, self._styles(bg_color=PAPER))
        code = self._styles(
            bold=True, bg_color=NAVY, font_color=PAPER, text_wrap=True, align="center"
        )
        page.write_blank(BAND_ROW, CODE_COLUMN, None, code)
        page.write_string(HEADING_ROW, CODE_COLUMN, self._("Record code"), code)
        for number, (section, columns) in enumerate(self._layout.sections()):
            self._write_section(sheet.sections[section][self._language], columns, number)

    def _write_title(self) -> None:
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
        text = f"{slots.ENTITY}\n{sheet.help[self._language]}"
        merged(page, TITLE_ROW, (middle + 1, last), text, about)
        legend = (
            (_(LEGEND[0]), PAPER, INK),
            (_(LEGEND[1]), KNOWN, INK),
            (_(LEGEND[2]), AMBER, AMBER_INK),
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
            page.write_string(row, self._layout.name_column, marks.COMPUTED + "name", plain)

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

    def _write_samples(self) -> None:
        """Write the looks of a known row, and of a new one in the next row."""
        page, styles = self._page, self._styles
        look = {
            "locked": False, "font_name": "Consolas", "font_size": 8, "align": "center",
            "bg_color": KNOWN, "border": 1, "border_color": LINE,
        }  # fmt: skip
        page.write_blank(FIRST_ROW, UID_COLUMN, None, styles(locked=False))
        page.write_blank(FIRST_ROW, CODE_COLUMN, None, styles(**look, font_color=QUIET))
        page.write_blank(FIRST_ROW + 1, CODE_COLUMN, None, styles(**look, font_color=FAINT))
        for row, known in ((FIRST_ROW, True), (FIRST_ROW + 1, False)):
            for column in self._layout.columns:
                answer = styles.answer(column.field.type, known=known)
                page.write_blank(row, column.index, None, answer)

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
