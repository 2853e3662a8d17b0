"""Texts and cells as XML, for what is filled into a prepared workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inventory_app.formats.spreadsheet.grid import column_letters

_MARKUP = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}


def escaped(text: str) -> str:
    """Return *text* for an element of a workbook.

    What XML cannot hold is written `_xHHHH_` as the format wants it, and so is the underscore of a
    text that merely looks like that (ECMA-376 part 1, 22.9.2.19).
    """
    return _MARKUP.sub(_reference, text)


def _reference(match: re.Match[str]) -> str:
    sign = match[0]
    return _NAMED.get(sign) or f"_x{ord(sign):04X}_"


def text_content(text: str) -> str:
    """Return what follows the style of a cell that holds *text*, whatever it looks like."""
    keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f' t="inlineStr"><is><t{keep}>{escaped(text)}</t></is></c>'


def text_row(number: int, texts: Sequence[str]) -> str:
    """Return a row of cells without a style that hold *texts*, from column A on."""
    cells = "".join(
        f'<c r="{column_letters(column)}{number}"{text_content(text)}'
        for column, text in enumerate(texts, start=1)
    )
    return f'<row r="{number}">{cells}</row>'
