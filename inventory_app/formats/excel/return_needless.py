"""Which sheets of a return need not be parsed: the hidden lists to choose from.

They are a quarter of all cells and answer nothing. A sheet is passed over only if it has their
name, is hidden, and is seen to hold no mark of ours; in any doubt it is read like every other one.
"""

from __future__ import annotations

import re

from inventory_app.domain.workbooks import FORMAT
from inventory_app.formats.excel import workbook_marks as marks

_MARKS = (
    marks.SHEET, marks.CODE, marks.TITLE, marks.BANDS, marks.HEADINGS, marks.PAGE, marks.END,
    marks.NOTHING, marks.UNCHANGED, marks.FILLED_BY, marks.WORKBOOK_CODE, marks.QUERIES,
    marks.ISSUED, FORMAT,
)  # fmt: skip
_SHARED = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")? t="s"><v>([0-9]+)</v></c>').findall
_TAGS = 2  # each value has
_MAY_BE_MARK = re.compile(f"\\s*(?:#|{FORMAT})").match


def is_needless(name: str, state: str, content: bytes | bytearray, strings: list[str]) -> bool:
    """Tell whether a sheet with these *content* and shared *strings* is the one of the lists."""
    if name != marks.LISTS_TAB or state == "visible":
        return False
    shared = _SHARED(content)
    others = content.count(b"v>") != _TAGS * len(shared) or content.count(b"<v") != len(shared)
    if others or b"is>" in content or b"<sheetData>" not in content:
        return False
    try:
        texts = [strings[int(index)] for index in set(shared)]
    except IndexError:
        return False  # it is damaged, and to be refused for that
    return not any(text.strip().startswith(_MARKS) for text in texts if _MAY_BE_MARK(text))
