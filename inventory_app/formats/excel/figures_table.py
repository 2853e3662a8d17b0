"""A table of figures as a workbook: figures, their definitions, how they were made.

Texts are always written as texts and numbers as numbers, never through the call that takes text
beginning with `=` for a formula.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import xlsxwriter

from inventory_app.formats.excel.workbook_styles import (
    BLUE,
    INK,
    KNOWN,
    LINE,
    PALE_BLUE,
    PAPER,
    QUIET,
    Styles,
)
from inventory_app.languages import Language

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Kind: TypeAlias = Literal["text", "value", "number", "count", "percentile"]
Cell: TypeAlias = str | Decimal | None

TITLE_ROW, SUBTITLE_ROW, HEADING_ROW = 0, 1, 3
LINE_HEIGHT = 13.5  # points
FIRST_WIDE = 0x2E80  # from here on a character is about as wide as two
_FORMATS: dict[Kind, str] = {"number": "#,##0.##", "count": "#,##0", "percentile": "0"}
_WHOLE = "#,##0"  # a trailing decimal mark is what "#,##0.##" makes of a whole number


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its heading, its width in characters, and what stands in it.

    A "value" has the decimals of its line, a "number" up to two.
    """

    heading: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: a cell for each column; `places` are the decimals of its values."""

    cells: tuple[Cell, ...]
    places: int = 0
    faint: bool = False
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class FiguresTable:
    """All that the workbook says, in the language of its reader.

    With `more_tab` a second tab of figures stands behind the first, so that each can be printed.
    """

    language: Language
    title: str
    subtitle: str
    author: str
    created: date
    figures_tab: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    definitions_tab: str
    definition_columns: tuple[Column, ...]
    definition_lines: tuple[Line, ...]
    notes_title: str
    notes: tuple[str, ...] = ()
    more_tab: str = ""
    more_columns: tuple[Column, ...] = ()
    more_lines: tuple[Line, ...] = ()


def write_figures_table(table: FiguresTable, target: Path) -> None:
    """Write *table* as an .xlsx workbook; the same table always gives the same bytes.

    Raises OSError if *target* cannot be written.
    """
    data = io.BytesIO()  # xlsxwriter has errors of its own for a file that cannot be written
    book = xlsxwriter.Workbook(data, {"strings_to_formulas": False, "in_memory": True})
    book.set_properties(
        {
            "title": table.title,
            "subject": table.subtitle,
            "author": table.author,
            "created": datetime.combine(table.created, time()),
        }
    )
    styles = Styles(book, table.language)
    tabs = [(table.figures_tab, table.columns, table.lines)]
    if table.more_tab:
        tabs.append((table.more_tab, table.more_columns, table.more_lines))
    for tab, columns, lines in tabs:
        figures = _page(book, table, tab, styles)
        _grid(figures, styles, columns, lines)
        figures.freeze_panes(HEADING_ROW + 1, 2)
        last = HEADING_ROW + max(len(lines), 1)
        figures.autofilter(HEADING_ROW, 0, last, len(columns) - 1)
    definitions = _page(book, table, table.definitions_tab, styles)
    _grid(definitions, styles, table.definition_columns, table.definition_lines)
    definitions.freeze_panes(HEADING_ROW + 1, 0)
    _notes(definitions, styles, table)
    book.close()
    target.write_bytes(data.getvalue())


def _page(book: Any, table: FiguresTable, tab: str, styles: Styles) -> Worksheet:
    page: Worksheet = book.add_worksheet(tab)
    if table.language.right_to_left:
        page.right_to_left()
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADING_ROW)
    page.set_footer(f"&L{_footed(table.title)}&R&P / &N")
    page.set_row(TITLE_ROW, 26)
    page.write_string(TITLE_ROW, 0, table.title, styles(bold=True, font_size=16, align="start"))
    page.write_string(SUBTITLE_ROW, 0, table.subtitle, styles(font_color=QUIET, align="start"))
    return page


def _footed(text: str) -> str:
    return text.replace("&", "&&")[:200]


def _grid(
    page: Worksheet, styles: Styles, columns: Sequence[Column], lines: Sequence[Line]
) -> None:
    page.set_row(HEADING_ROW, 32)
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width)
        heading = styles(
            bold=True, font_color=PAPER, bg_color=BLUE, text_wrap=True, border=1,
            border_color=LINE, align="end" if column.kind != "text" else "start",
            indent=1 if column.kind == "text" else 0,
        )  # fmt: skip
        page.write_string(HEADING_ROW, place, column.heading, heading)
    for row, line in enumerate(lines, HEADING_ROW + 1):
        page.set_row(row, _height(columns, line))
        for place, (column, cell) in enumerate(zip(columns, line.cells, strict=True)):
            _write(page, row, place, cell, _style(styles, column, line, cell))


def _write(page: Worksheet, row: int, place: int, cell: Cell, style: Format) -> None:
    if cell is None or cell == "":
        page.write_blank(row, place, None, style)
    elif isinstance(cell, str):
        page.write_string(row, place, cell, style)
    else:
        page.write_number(row, place, float(cell), style)


def _style(styles: Styles, column: Column, line: Line, cell: Cell) -> Format:
    properties: dict[str, Any] = {
        "border": 1,
        "border_color": LINE,
        "bg_color": PALE_BLUE if line.strong else (KNOWN if line.faint else PAPER),
        "font_color": QUIET if line.faint else INK,
        "align": "start" if column.kind == "text" else "end",
    }
    if line.strong:
        properties["bold"] = True
    if column.kind == "text":
        properties["text_wrap"] = True
        properties["indent"] = 1
    elif isinstance(cell, Decimal):
        properties["num_format"] = _number_format(column.kind, line.places, cell)
    return styles(**properties)


def _number_format(kind: Kind, places: int, cell: Decimal) -> str:
    if kind == "value":
        return _WHOLE + ("." + "0" * places if places else "")
    if kind == "number":
        return _WHOLE if cell == cell.to_integral_value() else _FORMATS[kind]
    return _FORMATS[kind]


def _notes(page: Worksheet, styles: Styles, table: FiguresTable) -> None:
    """Write the notes below the definitions, each across the width of the table."""
    row = HEADING_ROW + len(table.definition_lines) + 2
    last = len(table.definition_columns) - 1
    page.write_string(row, 0, table.notes_title, styles(bold=True, font_size=12, align="start"))
    width = sum(column.width for column in table.definition_columns)
    style = styles(text_wrap=True, valign="top", align="start")
    for number, note in enumerate(table.notes, row + 1):
        page.merge_range(number, 0, number, last, "", style)
        page.write_string(number, 0, note, style)
        page.set_row(number, LINE_HEIGHT * _lines(note, width))


def _height(columns: Sequence[Column], line: Line) -> float:
    """Return the height of a row in points: not every program finds it by itself."""
    pairs = zip(columns, line.cells, strict=True)
    texts = [_lines(cell, column.width) for column, cell in pairs if isinstance(cell, str)]
    return LINE_HEIGHT * max(texts, default=1) + 2


def _lines(text: str, width: float) -> int:
    """Return about how many lines *text* takes in a column of *width* characters."""
    wide = sum(ord(ch) >= FIRST_WIDE for ch in text)
    room = max(width - 3, 4)  # words do not fill a line to its end
    return math.ceil((len(text) + wide) / room) or 1
