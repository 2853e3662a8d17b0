"""The columns of the Check sheet, and how its cells are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from inventory_app.formats.excel.workbook_layout import SheetLayout, address, quoted
from inventory_app.formats.excel.workbook_page import height, merged, ruled
from inventory_app.formats.excel.workbook_rules import literal
from inventory_app.formats.excel.workbook_slots import slot
from inventory_app.formats.excel.workbook_styles import BLUE, NAVY, PAPER, Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Margin, sheet or question, rows, answers due, answers missing and the first of them, what is
# wrong and the first of that, share, status, margin; then hidden cells that formulas need.
NAME, ROWS, DUE, MISSING, GAP, WRONG, FAULT, SHARE, STATUS = range(1, 10)
GAP_AT, FAULT_AT, PLACE = range(11, 14)
WIDTHS = (2.5, 48, 12, 15.5, 12, 13, 13, 14.5, 14, 27, 2.5)


class CheckCells:
    """Writes cells of the Check sheet."""

    def __init__(self, page: Worksheet, styles: Styles) -> None:
        self.page = page
        self.styles = styles

    def heads(self, row: int, texts: Sequence[str], wide: Sequence[int] = ()) -> None:
        """Write the headings of a table; those in *wide* columns take the next one, too."""
        look = {"bold": True, "font_color": PAPER, "bg_color": NAVY, "text_wrap": True}
        start = self.styles(**look, align="start", indent=1)
        centre = self.styles(**look, align="center")
        wanted = (
            height(text, width - 3) for text, width in zip(texts, WIDTHS[NAME:], strict=False)
        )
        self.page.set_row(row, max(22.0, *wanted))
        for column, text in enumerate(texts, start=NAME):
            if column in wide:
                merged(self.page, row, (column, column + 1), text, centre)
            elif text:
                self.page.write_string(row, column, text, start if column == NAME else centre)
            elif column - 1 not in wide:
                self.page.write_blank(row, column, None, centre)

    def array(self, row: int, column: int, formula: str, value: str, look: object = None) -> None:
        """Write a formula that goes through whole columns, which older programs must be told."""
        look = look or self.styles()
        self.page.write_array_formula(row, column, row, column, formula, look, value)

    def way(self, row: int, shown: int, hidden: int, formula: str, name: tuple[str, ...]) -> None:
        """Write the place of a cell as a link; *formula* gives it as a link does."""
        key = ".".join(name)
        self.array(row, hidden, formula, slot(f"{key}.at"))
        place = address(row, hidden)
        cell = f'MID({place},FIND("!",{place})+1,9)'
        link = ruled(self.styles, align="center", font_color=BLUE, underline=1)
        formula = f'=IF({place}="","",HYPERLINK({place},{cell}))'
        self.page.write_formula(row, shown, formula, link, slot(key))


def way_to(layout: SheetLayout, cell: str) -> str:
    """Return what a link to *cell* of a data sheet says."""
    return f"#{quoted(layout.tab)}!{cell}"


def way_formula(layout: SheetLayout, cell: str) -> str:
    """Return the formula for a link to the cell that the formula *cell* names."""
    return f'"#{literal(quoted(layout.tab))}!"&{cell}'
