"""From what an OpenDocument cell stores to its value."""

from __future__ import annotations

import re
from datetime import date

from inventory_app.formats.opendocument.cell_styles import CellStyles
from inventory_app.formats.opendocument.names import (
    BOOLEAN_VALUE,
    CALC_VALUE_TYPE,
    DATE_VALUE,
    FORMULA,
    STRING_VALUE,
    TABLE_STYLE,
    TIME_VALUE,
    VALUE,
    VALUE_TYPE,
)
from inventory_app.formats.spreadsheet import limits
from inventory_app.formats.spreadsheet.book import (
    BLANK,
    UNCALCULATED,
    Cell,
    calculated,
    new_cell,
)
from inventory_app.formats.spreadsheet.day_serials import day_serial
from inventory_app.formats.spreadsheet.limits import Allowance
from inventory_app.formats.spreadsheet.markup import Attributes
from inventory_app.formats.spreadsheet.stored_numbers import finite

_STORED_IN = {
    "float": VALUE,
    "percentage": VALUE,
    "currency": VALUE,
    "date": DATE_VALUE,
    "time": TIME_VALUE,
    "boolean": BOOLEAN_VALUE,
}
_BOOLS = {"true": "1", "1": "1", "false": "0", "0": "0"}
# LibreOffice makes formulas of the yes/no values of Excel, with numbers as their results.
_BOOL_FORMULAS = {"of:=TRUE()": "true", "of:=FALSE()": "false"}

# What a cell shows of an error: `#REF!`, `#DIV/0!`, `#NOM ?`, `#N/A`; not `#12`, `#one` or `###`.
_ERROR = re.compile(r"#[^#]{1,20}[!?]|#N/?[A-Z]{1,2}").fullmatch
_ERROR_NUMBER = re.compile(r"[^\d:]+:\s?5[0-9]{2}").fullmatch  # of a formula: `Err:502`
_PERCENT_SIGN = re.compile("[%\u066a\ufe6a\uff05]").search

_DATE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9](?:\.[0-9]{1,12})?))?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
).fullmatch
_FAR_DATE = re.compile(r"-?[0-9]{4,9}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]{5,20})?").fullmatch
_DURATION = re.compile(
    r"(-?)P(?:([0-9]{1,9})D)?"
    r"(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:[.,][0-9]{1,12})?)S)?)?"
).fullmatch
_SECONDS = 86_400
_EXACT_LENGTH = 17  # characters that a number needs; Gnumeric writes more, of wider numbers
_KEPT = 20_000


class Values:
    """The values of the cells of one workbook; equal ones are one object."""

    def __init__(self, styles: CellStyles, allowance: Allowance) -> None:
        self.allowance = allowance
        self._styles = styles
        self._texts: dict[str, Cell] = {}
        self._typed: dict[tuple[str, str, bool], Cell] = {}

    def cell(self, stored: Attributes, shown: str | None) -> Cell | None:
        """Return the cell with the attributes *stored* that shows a text, None if it is empty.

        *shown* is None where it has no paragraph of text at all. Raises LookupError for a value
        that is not of the type it is said to be, Refused for a text that is too long.
        """
        kind = stored.get(VALUE_TYPE, "")
        if kind in ("", "string"):
            cell = self._text(kind, stored, shown)
        else:
            cell = self._value(kind, stored, shown)
        if FORMULA in stored:
            return calculated(cell)
        return None if cell is BLANK else cell

    def _text(self, kind: str, stored: Attributes, shown: str | None) -> Cell:
        text = stored.get(STRING_VALUE) if kind else None
        if stored.get(CALC_VALUE_TYPE) == "error":
            return _error(shown or text or "")
        if text is None:
            text = shown
        if text is None:
            return UNCALCULATED if FORMULA in stored else BLANK
        if FORMULA in stored and _ERROR(text):
            return _error(text)
        self.allowance.take_text(len(text))
        cell = self._texts.get(text)
        if cell is None:
            cell = Cell("text", text, text) if text else BLANK
            if len(self._texts) < _KEPT:
                self._texts[text] = cell
        return cell

    def _value(self, kind: str, stored: Attributes, shown: str | None) -> Cell:
        value = stored.get(_STORED_IN[kind])
        if not value:
            return UNCALCULATED  # Gnumeric leaves out a day that it cannot write
        formula = stored.get(FORMULA, "")
        if shown and self._shows_error(shown, value, formula):
            return _error(shown)
        if kind == "float" and formula in _BOOL_FORMULAS:
            kind, value = "boolean", _BOOL_FORMULAS[formula]
        is_percent = kind == "percentage" or (kind == "float" and self._is_percent(stored, shown))
        key = kind, value, is_percent
        cell = self._typed.get(key)
        if cell is None:
            cell = _typed(*key)
            if len(self._typed) < _KEPT:
                self._typed[key] = cell
        return cell

    def _is_percent(self, stored: Attributes, shown: str | None) -> bool:
        """Return whether a plain number is shown as a percentage, as Gnumeric does it."""
        if shown and not _PERCENT_SIGN(shown):
            return False
        share = self._styles.is_percent(stored.get(TABLE_STYLE, ""))
        return bool(shown) if share is None else share

    @staticmethod
    def _shows_error(shown: str, value: str, formula: str) -> bool:
        """Return whether a number is there only for an error: Excel and OpenOffice write 0."""
        if shown.startswith("#"):
            return _ERROR(shown) is not None
        return bool(formula) and value == "0" and _ERROR_NUMBER(shown) is not None


def _error(text: str) -> Cell:
    text = text.strip()[: limits.NUMBER]
    return Cell("error", text, text) if text else UNCALCULATED


def _typed(kind: str, value: str, is_percent: bool) -> Cell:
    if kind == "date":
        return _date(value)
    if kind == "time":
        return _number(_days(value))
    if kind == "boolean":
        raw = _BOOLS[value]
        return Cell("bool", raw == "1", raw)
    number, digits = finite(value)
    if len(digits) > _EXACT_LENGTH and "." in digits:
        digits = repr(number)
    return new_cell(("number", number, digits, False, False, is_percent))


def _number(number: float, *, is_date: bool = False) -> Cell:
    digits = str(int(number)) if number.is_integer() else f"{number:.15g}"
    return Cell("number", number, digits, is_date=is_date)


def _date(written: str) -> Cell:
    """Return a day as workbooks of Excel hold it, one that these cannot hold as its text."""
    parts = _DATE(written)
    try:
        serial = day_serial(date.fromisoformat(parts[1] if parts else ""))
    except ValueError:
        if _FAR_DATE(written) is None:
            raise LookupError(written) from None
        return Cell("text", written, written)
    if parts is None or isinstance(serial, str):
        return Cell("date_text", written, written)
    hours, minutes, seconds = (float(part or 0) for part in parts.groups()[1:])
    return _number(serial + (hours * 3600 + minutes * 60 + seconds) / _SECONDS, is_date=True)


def _days(duration: str) -> float:
    """Return a time of day or a length of time in days."""
    parts = _DURATION(duration)
    if parts is None or not any(parts.groups()[1:]):
        raise LookupError(duration)
    sign, days, hours, minutes, seconds = parts.groups()
    length = (
        float(days or 0)
        + (
            float(hours or 0) * 3600
            + float(minutes or 0) * 60
            + float((seconds or "0").replace(",", "."))
        )
        / _SECONDS
    )
    return -length if sign else length
