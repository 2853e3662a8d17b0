"""What is made of one cell: its value or state, or a finding with what was found and expected."""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation
from typing import NamedTuple

from inventory_app.domain.answer_words import is_usual_word, usual_words
from inventory_app.domain.field_types import Code, Codes, Day, DecimalNumber, Percent, Text, YesNo
from inventory_app.domain.fields import Catalogue, Field
from inventory_app.domain.readings import Raw, Reading
from inventory_app.domain.values import Value, ValueState
from inventory_app.formats.spreadsheet.book import NO_STORED_VALUE, Cell
from inventory_app.formats.spreadsheet.day_serials import serial_to_date

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FOUND_LENGTH = 200
_SHOWN_LABELS = 6
_MOST_SEEN = 250  # cells of one field that are remembered: more than any list has codes
_MOST_KEPT = 12
_SURE = Context(prec=15)  # spreadsheets keep no more digits
_CALENDARS_APART = 1462  # days from the beginning of the 1900 calendar to that of 1904


class Read(NamedTuple):
    """What one cell gives. `codes` are the findings it makes, each with its expectation.

    A `doubtful` one may have lost its format: it may say what was issued in its place.
    """

    value: Value
    state: ValueState | None
    readable: bool
    codes: tuple[tuple[str, str], ...]
    found: str
    doubtful: bool = False


class CellReader:
    """Reads the cells of one field; equal cells, which most are, are read once."""

    def __init__(self, field: Field, language: str, date1904: bool) -> None:
        self.field = field
        self._language = language
        self._date1904 = date1904
        self._seen: dict[Cell, Read] = {}
        kind = field.type
        self._list = kind.list if isinstance(kind, Code) else None
        self._takes_several = isinstance(kind, Codes)
        self._is_listed = isinstance(kind, Code | YesNo)
        self._is_share = isinstance(kind, Percent)
        self._is_number = isinstance(kind, DecimalNumber)
        self._is_text = isinstance(kind, Text)
        self._in_other_calendar = date1904 and isinstance(kind, Day)

    def read(self, cell: Cell) -> Read:
        """Return what *cell* gives."""
        read = self._seen.get(cell)
        if read is None:
            if len(self._seen) == _MOST_SEEN:
                self._seen.clear()
            read = self._seen[cell] = self._read(cell)
        return read

    def _read(self, cell: Cell) -> Read:
        raw = self._raw(cell)
        value, state, problem, repair = self._reading(raw)
        codes: list[str] = []
        if problem:
            codes.append(problem)
        elif value is not None:
            codes += self.field.type.problems(value)
        readable = not codes
        if repair:
            codes.append(repair)
        elif readable and self._is_foreign(raw, value, state):
            codes.append("P-WORD")
        elif readable and self._is_rounded(raw, value):
            codes.append("P-ROUNDED")
        if cell.formula and cell.kind not in ("bool", "error"):
            codes.append("L-FORMULA")
        if raw.kind == "text" and not raw.text.isascii() and _DIRECTION.search(raw.text):
            codes.append("L-BIDI")
        doubtful = self._may_have_lost_format(raw)
        if not readable:
            told = self._told(codes, None, None)
            return Read(None, None, False, told, _found(cell, raw), doubtful)
        if codes:
            told = self._told(codes, value, state)
            return Read(value, state, True, told, _found(cell, raw), doubtful)
        return Read(value, state, True, (), _found(cell, raw) if doubtful else "", doubtful)

    def says(self, cell: Cell, sent: Value) -> bool:
        """Return whether a doubtful *cell* holds *sent* without its format.

        A share of 50 is then 0.5, the text “0042” the number 42.
        """
        try:
            number = Decimal(cell.raw)
            wanted = Decimal(sent) if isinstance(sent, str | Decimal) else None
        except InvalidOperation:
            return False
        if wanted is None or not wanted.is_finite():
            return False
        return number * (100 if self._is_share else 1) == wanted

    def _may_have_lost_format(self, raw: Raw) -> bool:
        """Return whether the cell is a number that the format issued with it would change."""
        return raw.kind == "number" and (self._is_text or (self._is_share and not raw.percent))

    def _is_foreign(self, raw: Raw, value: Value, state: ValueState | None) -> bool:
        """Return whether the answer is a word that this workbook would not write itself."""
        if raw.kind == "bool" or (state is None and not self._is_listed):
            return False
        return not is_usual_word(self.field.type, raw.text, value, state, self._language)

    def _is_rounded(self, raw: Raw, value: Value) -> bool:
        """Return whether a number had more decimals than are kept, as far as a float is sure."""
        if raw.kind != "number" or not self._is_number:
            return False
        shown = _SURE.plus(Decimal(raw.text) * (100 if raw.percent else 1))
        return isinstance(value, Decimal) and shown != value

    def _reading(self, raw: Raw) -> Reading:
        """Return the reading; a label of the field's own list comes before the general words."""
        if raw.kind == "text" and self._list is not None:
            code = self._list.recognise(raw.text)
            if code is not None:
                return Reading((code,) if self._takes_several else code)
        if raw.kind == "number" and self._is_share and not raw.percent:
            return self._share(raw)
        if raw.kind == "number" and self._in_other_calendar:
            raw = raw._replace(text=_in_calendar_of_1900(raw.text))
        return self.field.type.read(raw, self._language)

    def _share(self, raw: Raw) -> Reading:
        """Read a share that shows no percent sign: 50 is one, 0.5 can be 50 % or half of one."""
        reading = self.field.type.read(raw, self._language)
        plain = reading.value
        if isinstance(plain, Decimal) and 0 < plain <= 1:
            return Reading(None, None, "V-SHARE-AMBIGUOUS")
        return reading

    def _told(
        self, codes: list[str], value: Value, state: ValueState | None
    ) -> tuple[tuple[str, str], ...]:
        """Return *codes* with what was expected; a repair says what was understood."""
        understood = usual_words(self.field.type, value, state, self._language)
        return tuple(
            (code, understood if code[:2] == "P-" else self._expected(code)) for code in codes
        )

    def _raw(self, cell: Cell) -> Raw:
        if cell.kind == "number":
            if cell.is_date:
                day = serial_to_date(float(cell.value), self._date1904)
                if day is not None:
                    return Raw("date", day.isoformat(), False, cell.formula)
            return Raw("number", cell.raw, cell.is_percent, cell.formula)
        if cell.kind == "bool":
            return Raw("bool", "TRUE" if cell.value else "FALSE", False, cell.formula)
        if cell.kind == "date_text":
            return Raw("date", cell.raw[:10], False, cell.formula)
        return Raw(cell.kind, cell.raw, False, cell.formula)

    def _expected(self, code: str) -> str:
        """Return what belongs into the cell, short."""
        kind = self.field.type
        if code == "V-CODE" and isinstance(kind, Code) and kind.list is not None:
            labels = [entry.labels[self._language] for entry in kind.list.codes.values()]
            more = "; …" if len(labels) > _SHOWN_LABELS else ""
            return "; ".join(labels[:_SHOWN_LABELS]) + more
        if code == "V-TOO-LONG":
            return str(kind.max_length if isinstance(kind, Text) else 255)
        if isinstance(kind, DecimalNumber):
            bound = {"V-BELOW": kind.minimum, "V-ABOVE": kind.maximum}.get(code)
            return "" if bound is None else f"{bound:f}"
        return ""


class CellReaders:
    """The readers of all fields for workbooks of one language, kept from one return to the next."""

    def __init__(self, catalogue: Catalogue, language: str, date1904: bool) -> None:
        self.catalogue = catalogue
        self.language = language
        self.date1904 = date1904
        self._readers: dict[tuple[str, str], CellReader] = {}

    def reader(self, sheet: str, field: Field) -> CellReader:
        """Return the reader of one field."""
        key = (sheet, field.name)
        if key not in self._readers:
            self._readers[key] = CellReader(field, self.language, self.date1904)
        return self._readers[key]


_kept: list[CellReaders] = []


def cell_readers(catalogue: Catalogue, language: str, date1904: bool) -> CellReaders:
    """Return the readers for workbooks of *catalogue* in *language*."""
    for readers in _kept:
        if (
            readers.catalogue is catalogue
            and readers.language == language
            and readers.date1904 == date1904
        ):
            return readers
    readers = CellReaders(catalogue, language, date1904)
    _kept.append(readers)
    del _kept[:-_MOST_KEPT]
    return readers


def _in_calendar_of_1900(serial: str) -> str:
    try:
        return str(Decimal(serial) + _CALENDARS_APART)
    except InvalidOperation:
        return serial


def _found(cell: Cell, raw: Raw) -> str:
    if cell.value == NO_STORED_VALUE:
        return NO_STORED_VALUE
    text = raw.text.strip() if raw.kind == "text" else raw.text
    if raw.percent:
        text = f"{(Decimal(raw.text) * 100).normalize():f}%"
    return text if len(text) <= _FOUND_LENGTH else text[:_FOUND_LENGTH] + "…"
