"""What the pages of a workbook have in common: banner, paper, footer, protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.workbook_layout import text_lines
from inventory_app.formats.excel.workbook_styles import BLUE, INK, LINE, NAVY, PAPER, SKY, Styles
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_LINE_HEIGHT = 14.5
_LATIN_ROOM = 1.2  # letters are narrower than the digits in which widths are counted
_FIRST_WIDER = "\u0250"
_ALLOWED = {
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}


def merged(page: Worksheet, row: int, columns: tuple[int, int], text: str, look: Format) -> None:
    """Write *text*, whatever it looks like, over the first to the last of *columns*."""
    if columns[0] < columns[1]:
        page.merge_range(row, columns[0], row, columns[1], "", look)
    if text:
        page.write_string(row, columns[0], text, look)
    else:
        page.write_blank(row, columns[0], None, look)


def prepare(page: Worksheet, _: Translator) -> None:
    """Give *page* its direction, paper, footer and protection (against accidents: no password)."""
    page.hide_gridlines(2)
    if _.language.right_to_left:
        page.right_to_left()
    page.set_landscape()
    page.set_paper(_A4)
    page.set_margins(left=0.4, right=0.4, top=0.45, bottom=0.65)
    # Words would be put in the wrong order beside a code where the language reads to the left.
    middle = f"{slots.CODE} · {slots.VERSION}"
    # A blank ends the size of the letters: what follows may begin with a digit.
    look = f'&"{_.language.sheet_font},Regular"&8 '
    entity = f"{slots.FOOTER_ENTITY} · {slots.ROUND}"
    page.set_footer(f"&L{look}{entity}&C{look}{middle}&R{look}&P / &N")
    page.protect("", _ALLOWED)


def banner(page: Worksheet, styles: Styles, last: int, name: str, texts: tuple[str, ...]) -> int:
    """Write the dark banner over columns 0 to *last* and return the row below it.

    *name* is what the page is called in the marks, *texts* are its title and further lines.
    """
    title, *lines = texts
    page.set_row(0, 10, styles(bg_color=NAVY))
    page.write_string(0, 0, marks.PAGE + name, styles(bg_color=NAVY, font_color=NAVY, font_size=6))
    page.set_row(1, 38, styles(bg_color=NAVY))
    look = {"bg_color": NAVY, "align": "start"}
    merged(page, 1, (1, last), title, styles(**look, bold=True, font_size=22, font_color=PAPER))
    row = 2
    for text in lines:
        page.set_row(row, 22, styles(bg_color=NAVY))
        size = 13 if row == 2 else 11
        merged(page, row, (1, last), text, styles(**look, font_size=size, font_color=SKY))
        row += 1
    page.set_row(row, 8, styles(bg_color=NAVY))
    page.set_row(row + 1, 4, styles(bg_color=BLUE))
    page.set_row(row + 2, 12)
    return row + 3


def write_end(page: Worksheet, styles: Styles) -> None:
    """Write a mark below everything that stands on *page*, in the colour of the paper."""
    look = styles(font_color=PAPER, font_size=6)
    page.write_string((page.dim_rowmax or 0) + 1, 0, marks.END, look)


def subtitle(page: Worksheet, styles: Styles, row: int, last: int, text: str) -> int:
    """Write a heading with a rule below it over columns 1 to *last*; return the next row."""
    page.set_row(row, 24)
    look = styles(bold=True, font_size=13, font_color=BLUE, bottom=2, bottom_color=BLUE,
                  align="start", valign="bottom")  # fmt: skip
    merged(page, row, (1, last), text, look)
    page.set_row(row + 1, 6)
    return row + 2


def paragraph(
    page: Worksheet, styles: Styles, row: int, columns: tuple[int, int], width: float, text: str
) -> int:
    """Write running text over merged *columns* that are *width* characters wide together."""
    page.set_row(row, height(text, width, 10.5))
    look = styles(font_size=10.5, text_wrap=True, valign="top", align="start", font_color=INK)
    merged(page, row, columns, text, look)
    return row + 1


def height(text: str, width: float, size: float = 10) -> float:
    """Return the height in points that *text* needs in a column *width* characters wide."""
    latin = all(ch < _FIRST_WIDER for ch in text)
    room = width * 10 / size * (_LATIN_ROOM if latin else 1)
    return text_lines(text, room) * _LINE_HEIGHT * size / 10 + 7


def ruled(styles: Styles, **properties: object) -> Format:
    """Return the format of a line in a list: wrapped text over a thin rule."""
    common: dict[str, object] = {
        "text_wrap": True,
        "bottom": 1,
        "bottom_color": LINE,
        "align": "start",
    }
    return styles(**(common | properties))
