"""Parts of front pages: the facts that a reader looks for first, and who sends the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel import workbook_slots as slots
from inventory_app.formats.excel.workbook_layout import absolute
from inventory_app.formats.excel.workbook_page import merged
from inventory_app.formats.excel.workbook_styles import (
    BLUE,
    FAINT,
    INK,
    KNOWN,
    LINE,
    PALE_BLUE,
    PAPER,
    QUIET,
    Styles,
)
from inventory_app.texts import Translator

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SENDER_LINES = 4  # that `write_sender` always writes
Card = tuple[int, int, str, str]  # the first and the last column, what it is, and its text


def write_cards(page: Worksheet, styles: Styles, row: int, cards: Sequence[Card]) -> int:
    """Write facts side by side, the first of them on blue; return the row after them."""
    page.set_row(row, 18)
    page.set_row(row + 1, 26)
    for number, (first, last, label, value) in enumerate(cards):
        ink = PAPER if number == 0 else BLUE
        box = {"bg_color": BLUE if number == 0 else PALE_BLUE, "align": "start", "indent": 1}
        above = styles(**box, font_size=9, font_color=PAPER if number == 0 else QUIET,
                       left=5, left_color=PAPER)  # fmt: skip
        below = styles(**box, bold=True, font_size=14, font_color=ink, valign="top",
                       left=5, left_color=PAPER)  # fmt: skip
        for at, text, look in ((row, label, above), (row + 1, value, below)):
            merged(page, at, (first, last), text, look)
    page.set_row(row + 2, 10)
    return row + 3


def write_sender(
    page: Worksheet,
    tab: str,
    styles: Styles,
    _: Translator,
    row: int,
    columns: tuple[tuple[int, int], int, tuple[int, int]],
    asked_by: str = "",
    more: Sequence[tuple[str, str]] = (),
) -> Mapping[str, str]:
    """Write who answers, whom to ask and the code to quote, from *row* on.

    *columns* are those of the labels, the one of the hidden marks, and those of the texts; *more*
    are further lines, each a label and a text.
    Returns the cells with a defined name, by that name.
    """
    labels, mark_column, texts = columns
    inputs: dict[str, str] = {}
    label = styles(font_color=QUIET, align="start", indent=1)
    locked = styles(bg_color=KNOWN, border=1, border_color=LINE, align="start", indent=1)
    field = styles(locked=False, border=1, border_color=FAINT, bg_color=PAPER, align="start",
                   indent=1, num_format="@")  # fmt: skip
    code = styles(bg_color=KNOWN, border=1, border_color=LINE, align="start", indent=1,
                  bold=True, font_name="Consolas", font_size=11)  # fmt: skip
    lines = [
        (_("Focal point"), slots.FOCAL_POINT, locked, "", ""),
        (_("Filled in by (name, telephone)"), "", field, marks.FILLED_BY, marks.NAME_FILLED_BY),
        (_("Questions and returns to"), slots.CONTACT, locked, "", ""),
        (
            _("Workbook code: please quote it when you write or call"),
            slots.CODE,
            code,
            marks.WORKBOOK_CODE,
            marks.NAME_CODE,
        ),
    ]
    if asked_by:
        lines.insert(0, (_("Asked by"), asked_by, locked, "", ""))
    lines += [(text, value, locked, "", "") for text, value in more]
    for at, (text, value, look, mark, name) in enumerate(lines, start=row):
        page.set_row(at, 24)
        merged(page, at, labels, text, label)
        merged(page, at, texts, value, look)
        if mark:
            page.write_string(at, mark_column, mark, styles(font_color=INK))
            inputs[name] = absolute(tab, at, texts[0])
    return inputs
