"""What a stored number means: a plain number, a date or a share of a hundred.

A workbook stores dates as days since an epoch; only the number format of the cell tells them
from other numbers (ECMA-376 part 1, sections 18.8.30 and 18.17.4).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inventory_app.formats.spreadsheet.stored_numbers import PLAIN, NumberFormat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inventory_app.formats.spreadsheet.markup import Element

NUMBER_FORMAT = "styleSheet/numFmts/numFmt"
CELL_FORMAT = "styleSheet/cellXfs/xf"

# Built-in formats of a time without a day (18 to 21, 45 to 47 and others) are left out.
_BUILT_IN_DATES = frozenset(
    (14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59), *range(71, 75), 77, 81)
)
_BUILT_IN_PERCENTS = frozenset((9, 10, 67, 68))
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', re.DOTALL)


def number_format(code: str) -> NumberFormat:
    """Return what the format *code*, such as `yyyy-mm-dd` or `0.0%`, makes of a number.

    A format that shows hours or seconds without a day is no date.
    """
    code = code.lower()
    bare = _LITERAL.sub("", code).partition(";")[0].replace("general", "")
    has_time = "h" in bare or "s" in bare or _ELAPSED.search(code) is not None
    is_date = "y" in bare or "d" in bare or ("m" in bare and not has_time)
    return NumberFormat(is_date=is_date, is_percent="%" in bare)


def cell_formats(styles: Iterable[Element]) -> dict[str, NumberFormat]:
    """Return the number format of each cell style, keyed by its index as cells write it.

    *styles* are the `NUMBER_FORMAT` and `CELL_FORMAT` elements of the styles part.
    """
    formats: dict[str, NumberFormat] = {
        str(i): NumberFormat(i in _BUILT_IN_DATES, i in _BUILT_IN_PERCENTS)
        for i in _BUILT_IN_DATES | _BUILT_IN_PERCENTS
    }
    of_cells: dict[str, NumberFormat] = {}
    for element in styles:
        key = element.attributes.get("numFmtId", "0")
        if element.path == NUMBER_FORMAT:
            formats[key] = number_format(element.attributes.get("formatCode", ""))
        else:
            of_cells[str(len(of_cells))] = formats.get(key, PLAIN)
    return of_cells
