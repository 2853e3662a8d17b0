"""From what is stored in a cell to its value."""

from __future__ import annotations

from inventory_app.formats.excel.text_items import unescaped
from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.book import (
    BLANK,
    UNCALCULATED,
    Cell,
    Kind,
    calculated,
    new_cell,
)
from inventory_app.formats.spreadsheet.stored_numbers import PLAIN, NumberFormat, finite

_INDEX_DIGITS = 7
_BOOLS = {"1": True, "true": True, "0": False, "false": False}
_AS_WRITTEN: dict[str, Kind] = {"e": "error", "d": "date_text"}
_KEPT = 20_000


class SharedTexts(dict[str, Cell]):
    """The cells that hold a shared string, by its index as written; made when first met.

    Raises LookupError for an index that points to no text.
    """

    def __init__(self, strings: list[str]) -> None:
        self.strings = strings

    def __missing__(self, written: str) -> Cell:
        index = written.strip()
        if not (index.isascii() and index.isdigit() and len(index) <= _INDEX_DIGITS):
            raise LookupError(written)
        text = self.strings[int(index)]  # an IndexError is a LookupError
        cell = new_cell(("text", text, text, False, False, False)) if text else BLANK
        if len(self) < _KEPT:
            self[written] = cell
        return cell


class Numbers(dict[tuple[str, str], Cell]):
    """The cells that hold a number, by its digits and its style; made when first met.

    Raises LookupError for what is no number, or none that is finite.
    """

    def __init__(self, formats: dict[str, NumberFormat]) -> None:
        self._formats = formats

    def __missing__(self, written: tuple[str, str]) -> Cell:
        digits, style = written
        number, digits = finite(digits)
        cell = new_cell(("number", number, digits, False, *self._formats.get(style, PLAIN)))
        if len(self) < _KEPT:
            self[written] = cell
        return cell


class Results(dict[tuple[str, str | None, str], Cell]):
    """The cells that a formula has filled, by kind, stored value and style; made when first met.

    Raises LookupError for a value that is not of its kind, Refused for a text that is too long.
    """

    def __init__(self, texts: SharedTexts, numbers: Numbers, allowance: limits.Allowance) -> None:
        self._texts = texts
        self._numbers = numbers
        self._allowance = allowance

    def __missing__(self, stored: tuple[str, str | None, str]) -> Cell:
        kind, value, style = stored
        if value and kind == "s":
            cell = self._texts[value]
        elif value and kind == "n":
            cell = self._numbers[value, style]
        else:
            cell = other(kind, value, self._allowance, UNCALCULATED)
        cell = calculated(cell)
        if len(self) < _KEPT:
            self[stored] = cell
        return cell


class Values:
    """What the sheets of a workbook share."""

    def __init__(
        self, *, texts: SharedTexts, numbers: Numbers, allowance: limits.Allowance
    ) -> None:
        self.texts = texts
        self.numbers = numbers
        self.results = Results(texts, numbers, allowance)
        self.allowance = allowance


def other(kind: str, value: str | None, allowance: limits.Allowance, without: Cell = BLANK) -> Cell:
    """Return the cell with a stored *value* that is neither a number nor a shared string.

    The value is None where none is stored: the cell is then the one *without*. Raises LookupError
    for a value that is not of its *kind*, Refused for a text that is too long.
    """
    if value is not None and kind in ("str", "inlineStr"):
        text = unescaped(value) if kind == "str" else value
        allowance.take_text(len(text))
        return new_cell(("text", text, text, False, False, False)) if text else BLANK
    if not value:
        return UNCALCULATED if kind == "e" else without
    value = value.strip()
    if len(value) > limits.NUMBER:
        raise LookupError(value)
    if kind == "b":
        return Cell("bool", _BOOLS[value], value)
    return Cell(_AS_WRITTEN[kind], value, value)
