"""What stands in a cell for a value: the words of one language, numbers and days as themselves.

The words for yes, no and the two states are those that every reader understands in every
language; they are data of the format and not up to a translation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from inventory_app.domain.field_types import Code, Day, DecimalNumber, FieldType, Percent, YesNo
from inventory_app.domain.values import Value, ValueState


@dataclass(frozen=True, kw_only=True)
class Words:
    """The answers that are the same in every workbook of one language."""

    yes: str
    no: str
    unknown: str
    not_applicable: str

    @property
    def states(self) -> dict[ValueState, str]:
        """The words that say why there is no value."""
        return {ValueState.NR: self.unknown, ValueState.NA: self.not_applicable}


_WORDS = {
    "ar": Words(yes="نعم", no="لا", unknown="غير معروف", not_applicable="لا ينطبق"),
    "zh": Words(yes="是", no="否", unknown="不详", not_applicable="不适用"),
    "en": Words(yes="Yes", no="No", unknown="unknown", not_applicable="not applicable"),
    "fr": Words(yes="Oui", no="Non", unknown="inconnu", not_applicable="sans objet"),
    "ru": Words(yes="Да", no="Нет", unknown="неизвестно", not_applicable="не применимо"),
    "es": Words(yes="Sí", no="No", unknown="desconocido", not_applicable="no aplica"),
}

_FIRST_SERIAL_DAY = date(1900, 1, 1)
_LEAP_DAY_SERIAL = 60  # 29 February 1900, which never was
_EPOCH = date(1899, 12, 31)
_EXACT_DIGITS = 15  # what every spreadsheet program keeps of a number


def words(language: str) -> Words:
    """Return the answers common to all workbooks in *language*."""
    return _WORDS[language]


def state_words(kind: FieldType, language: str) -> dict[ValueState, str]:
    """Return the words for the states that a cell of *kind* can express.

    Where a code list has the word as a label of its own, the word is that code and no state.
    """
    offered = _WORDS[language].states
    if isinstance(kind, Code) and kind.list is not None:
        recognise = kind.list.recognise
        return {state: word for state, word in offered.items() if recognise(word) is None}
    return offered


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
        common = _WORDS[language]
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


def day_serial(day: date) -> str | float:
    """Return *day* as spreadsheets count days; the ISO form of a day before 1900."""
    if day < _FIRST_SERIAL_DAY:
        return day.isoformat()
    serial = (day - _EPOCH).days
    return float(serial + (serial >= _LEAP_DAY_SERIAL))
