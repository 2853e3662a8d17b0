"""The rules of the cells of a data sheet: what they accept, and how what is wrong is coloured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from inventory_app.domain.field_types import Day, DecimalNumber
from inventory_app.formats.excel.workbook_faults import Fault
from inventory_app.formats.excel.workbook_layout import (
    CODE_COLUMN,
    FIRST_ROW,
    UID_COLUMN,
    Column,
    SheetLayout,
)
from inventory_app.formats.excel.workbook_misfits import Misfit
from inventory_app.formats.excel.workbook_rules import (
    MESSAGE_LENGTH,
    TITLE_LENGTH,
    CellOffers,
    Sources,
    clipped,
    least_owed,
    literal,
    one_of,
    states,
)
from inventory_app.formats.excel.workbook_slots import RESERVE
from inventory_app.formats.excel.workbook_styles import AMBER, RED, RED_INK, Styles
from inventory_app.formats.spreadsheet.grid import column_letters
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


class CellRules:
    """Gives the columns of one data sheet their lists, bounds, messages and colours."""

    def __init__(
        self, page: Worksheet, layout: SheetLayout, styles: Styles, _: Translator, sources: Sources
    ) -> None:
        self._page = page
        self._layout = layout
        self._styles = styles
        self._ = _
        self._language = _.language.code
        self._offers = CellOffers(_, sources)
        self._last = layout.last_row + RESERVE

    def add(self, faults: Sequence[Fault], misfits: Sequence[Misfit]) -> None:
        """Add everything to the sheet; *faults* and *misfits* are coloured."""
        for column in self._layout.columns:
            options = self._offers.options(column.field, f"{column.letters}{FIRST_ROW + 1}")
            self._page.data_validation(FIRST_ROW, column.index, self._last, column.index, options)
        self._keep_codes()
        self._colour_missing()
        self._colour_misplaced()
        look = self._styles.bare(bg_color=RED, font_color=RED_INK)
        for misfit in misfits:
            for columns, test in misfit.tests:
                formula = f"={test(f'{columns[0].letters}{FIRST_ROW + 1}')}"
                self._colour(columns, formula, look)
        for fault in faults:
            self._colour(fault.columns, fault.in_row(self._layout), look)

    def _keep_codes(self) -> None:
        """Refuse typing over record codes; they are not locked, so that rows can be sorted."""
        _ = self._
        self._page.data_validation(
            FIRST_ROW,
            UID_COLUMN,
            self._layout.last_row,
            CODE_COLUMN,
            {
                "validate": "custom",
                "value": "=FALSE",
                "ignore_blank": False,
                "input_title": clipped(_("Record code"), TITLE_LENGTH),
                "input_message": clipped(
                    _("This code belongs to the row and stays as it is. It names the record."),
                    MESSAGE_LENGTH,
                ),
                "error_title": clipped(_("Record code"), TITLE_LENGTH),
                "error_message": clipped(_("Record codes cannot be changed."), MESSAGE_LENGTH),
            },
        )

    def _colour_missing(self) -> None:
        """Colour what is required, empty and in a row that has been started."""
        groups: dict[str, list[Column]] = {}
        for column in self._layout.columns:
            field = column.field
            if field.level != "required":
                continue
            limit = f">={least_owed(self._layout, field)}"
            tests = f"${column_letters(self._layout.owed_column + 1)}{FIRST_ROW + 1}{limit}"
            if field.when:
                other = self._layout.by_name[field.when.field]
                cell = f"${other.letters}{FIRST_ROW + 1}"
                tests += "," + one_of(cell, other.field, field.when.codes, self._language)
            groups.setdefault(tests, []).append(column)
        look = self._styles.bare(bg_color=AMBER)
        for tests, columns in groups.items():
            cell = f"{columns[0].letters}{FIRST_ROW + 1}"
            self._colour(columns, f"=AND(ISBLANK({cell}),{tests})", look)

    def _colour_misplaced(self) -> None:
        """Colour text where a number or a date belongs: it was pasted past the rules."""
        columns = [c for c in self._layout.columns if isinstance(c.field.type, DecimalNumber | Day)]
        if columns:
            cell = f"{columns[0].letters}{FIRST_ROW + 1}"
            others = ",".join(f'{cell}<>"{literal(word)}"' for word in states(self._language))
            look = self._styles.bare(bg_color=RED, font_color=RED_INK)
            numbers = [c for c in columns if isinstance(c.field.type, DecimalNumber)]
            days = [c for c in columns if c not in numbers]
            for some, test in ((numbers, f'{others},LEFT({cell})<>"~"'), (days, others)):
                if some:
                    here = f"{some[0].letters}{FIRST_ROW + 1}"
                    formula = f"=AND(ISTEXT({cell}),{test})".replace(cell, here)
                    self._colour(some, formula, look)

    def _colour(self, columns: Sequence[Column], formula: str, look: object) -> None:
        last = self._layout.last_row + 1
        ranges = " ".join(f"{c.letters}{FIRST_ROW + 1}:{c.letters}{last}" for c in columns)
        first = end = columns[0].index  # where the formula is at home
        options = {"type": "formula", "criteria": formula, "format": look, "multi_range": ranges}
        self._page.conditional_format(FIRST_ROW, first, self._layout.last_row, end, options)
