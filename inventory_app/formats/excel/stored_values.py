"""From what is stored in a cell to its value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import repeat

from inventory_app.formats.excel import limits
from inventory_app.formats.excel.book import NO_STORED_VALUE, Cell, Kind
from inventory_app.formats.excel.number_formats import PLAIN, NumberFormat
from inventory_app.formats.excel.text_items import unescaped

BLANK = Cell("text", "", "")
UNCALCULATED = Cell("error", NO_STORED_VALUE, "")

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?").fullmatch
_INFINITE = float("inf")
_INDEX_DIGITS = 7
_BOOLS = {"1": True, "true": True, "0": False, "false": False}
_AS_WRITTEN: dict[str, Kind] = {"e": "error", "d": "date_text"}
_KEPT = 20_000
_new_cell = partial(tuple.__new__, Cell)  # what Cell() does, without unpacking its arguments


class SharedTexts(dict[str, Cell]):
    """The cells that hold a shared string, by its index as written.

    The first are made all at once, the others when met. Raises LookupError for an index that
    points to no text.
    """

    def __init__(self, strings: list[str]) -> None:
        self._strings = strings
        first = strings[:_KEPT]
        no = repeat(False)
        cells = map(_new_cell, zip(repeat("text"), first, first, no, no, no, strict=False))
        self.update(zip(map(str, range(len(first))), cells, strict=True))
        for index, text in enumerate(first):
            if not text:
                self[str(index)] = BLANK

    def __missing__(self, written: str) -> Cell:
        index = written.strip()
        if not (index.isascii() and index.isdigit() and len(index) <= _INDEX_DIGITS):
            raise LookupError(written)
        text = self._strings[int(index)]  # an IndexError is a LookupError
        return Cell("text", text, text) if text else BLANK


class Numbers(dict[tuple[str, str], Cell]):
    """The cells that hold a number, by its digits and its style; made when first met.

    Raises LookupError for what is no number, or none that is finite.
    """

    def __init__(self, formats: dict[str, NumberFormat]) -> None:
        self._formats = formats

    def __missing__(self, written: tuple[str, str]) -> Cell:
        digits, style = written
        if not _NUMBER(digits):
            digits = digits.strip()
            if not _NUMBER(digits):
                raise LookupError(digits)
        number = float(digits)
        if abs(number) == _INFINITE or len(digits) > limits.NUMBER:
            raise LookupError(digits)
        cell: Cell = _new_cell(("number", number, digits, False, *self._formats.get(style, PLAIN)))
        if len(self) < _KEPT:
            self[written] = cell
        return cell


@dataclass(frozen=True, kw_only=True, slots=True)
class Values:
    """What the sheets of a workbook share."""

    texts: SharedTexts
    numbers: Numbers
    allowance: limits.Allowance

    def other(self, kind: str, value: str | None, formula: bool) -> Cell:
        """Return the cell with a stored *value* that is neither a number nor a shared string.

        The value is None where none is stored. Raises LookupError for a value that is not of its
        *kind*, Refused for a text that is too long.
        """
        if value is not None and kind in ("str", "inlineStr"):
            text = unescaped(value) if kind == "str" else value
            self.allowance.take_text(len(text))
            return Cell("text", text, text) if text else BLANK
        if not value:
            return UNCALCULATED if formula or kind == "e" else BLANK
        value = value.strip()
        if len(value) > limits.NUMBER:
            raise LookupError(value)
        if kind == "b":
            return Cell("bool", _BOOLS[value], value)
        return Cell(_AS_WRITTEN[kind], value, value)
