"""What stands in a cell for a value: the words of one language, numbers and days as themselves.

The words for yes, no and the two states are those that every reader understands in every
language; they are data of the format and not up to a translation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from inventory_app.domain.answer_words import words
from inventory_app.domain.field_types import Code, Day, DecimalNumber, FieldType, Percent, YesNo
from inventory_app.domain.values import Value
from inventory_app.formats.spreadsheet.day_serials import day_serial

_EXACT_DIGITS = 15  # what every spreadsheet program keeps of a number


def cell_writer(kind: FieldType, language: str) -> Callable[[Value], str | float]:
    """Return the function that gives what a cell holds for a value of *kind*.

    That is a number, a serial day or the text to be shown. A number with more digits than a
    spreadsheet program keeps is its canonical text.
    """
    if isinstance(kind, Percent):
        return partial(_number, percent=True)
    if isinstance(kind, DecimalNumber):
        return _number
    if isinstance(kind, Day):
        return lambda value: day_serial(value) if isinstance(value, date) else ""
    if isinstance(kind, YesNo):
        common = words(language)
        return lambda value: common.yes if value else common.no
    if isinstance(kind, Code) and kind.list is not None:
        labels = {code: kind.list.label(code, language) for code in kind.list.codes}
        return partial(_labels, labels)
    return kind.format


def cell_value(kind: FieldType, value: Value, language: str) -> str | float:
    """Return what a cell holds for *value*; see `cell_writer`."""
    return cell_writer(kind, language)(value)


def _labels(labels: Mapping[str, str], value: Value) -> str:
    if isinstance(value, tuple):
        return "; ".join(labels.get(code, code) for code in value)
    code = str(value)
    return labels.get(code, code)


def _number(value: Value, *, percent: bool = False) -> str | float:
    if isinstance(value, Decimal):
        if len(value.as_tuple().digits) > _EXACT_DIGITS:
            return f"{value:f}"
        return float(value / 100 if percent else value)
    if not isinstance(value, int):
        return ""
    return float(value) if abs(value) < 10**_EXACT_DIGITS else str(value)
