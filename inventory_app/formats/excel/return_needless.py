"""Which sheets of a return need not be parsed: the hidden lists to choose from, the Check sheet.

They are more than half of all cells and answer nothing. A sheet is passed over only if it is seen
to be one of them, to hold no other mark of ours, and on the Check sheet nothing below its last
line; in any doubt it is read like every other one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from inventory_app.domain.workbooks import FORMAT
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.workbook_layout import CHECK_PAGE

_MARKS = (
    marks.SHEET, marks.CODE, marks.TITLE, marks.BANDS, marks.HEADINGS, marks.PAGE, marks.END,
    marks.NOTHING, marks.UNCHANGED, marks.FILLED_BY, marks.WORKBOOK_CODE, marks.QUERIES,
    marks.ISSUED, FORMAT,
)  # fmt: skip
_SHARED = re.compile(rb'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")? t="s"><v>([0-9]+)</v></c>')
_CHECK = marks.PAGE + CHECK_PAGE
_NAMES = marks.name_of_rows("").removesuffix("_rows")  # begins all names that lead to answers
_OF_KIND = b't="s"'
_TAGS = 2  # each value has
_MAY_BE_MARK = re.compile(f"\\s*(?:#|{FORMAT})").match
_MARK_AS_RESULT = re.compile(f"<v>\\s*(?:{'|'.join(map(re.escape, _MARKS))})".encode()).search


def is_needless(
    name: str,
    state: str,
    content: bytes | bytearray,
    strings: list[str],
    names: Mapping[str, str],
) -> bool:
    """Tell whether a sheet with these *content* and shared *strings* is one of those.

    *names* are the defined names of the workbook.
    """
    try:
        if name == marks.LISTS_TAB and state != "visible":
            return _holds_lists(content, strings)
        return _is_check(content, strings) and not _is_named(name, names)
    except IndexError:
        return False  # it is damaged, and to be refused for that


def _holds_lists(content: bytes | bytearray, strings: list[str]) -> bool:
    shared = _SHARED.findall(content)
    others = content.count(b"v>") != _TAGS * len(shared) or content.count(b"<v") != len(shared)
    if others or b"is>" in content or b"<sheetData>" not in content:
        return False
    return not any(_marks_among({strings[int(index)] for index in set(shared)}))


def _is_check(content: bytes | bytearray, strings: list[str]) -> bool:
    """Tell whether this is the Check sheet, with nothing below its end."""
    first = _SHARED.search(content)
    if first is None or strings[int(first[1])] != _CHECK:
        return False
    shared = _SHARED.findall(content)
    texts = {index: strings[int(index)] for index in set(shared)}
    if sorted(_marks_among(texts.values())) != [marks.END, _CHECK]:
        return False
    index = next(index for index, text in texts.items() if text == marks.END)
    end = content.find(b"<v>%s</v>" % index) + 1
    return (
        content.find(b"<v", end) < 0
        and b"is>" not in content
        and len(shared) == content.count(_OF_KIND)
        and not _MARK_AS_RESULT(content)
    )


def _marks_among(texts: Iterable[str]) -> Iterator[str]:
    return (text for text in texts if _MAY_BE_MARK(text) and text.strip().startswith(_MARKS))


def _is_named(tab: str, names: Mapping[str, str]) -> bool:
    """Tell whether one of our names leads to a sheet: an answer may have been moved there."""
    quoted = tab.replace("'", "''")
    return any(quoted in place and name.startswith(_NAMES) for name, place in names.items())
