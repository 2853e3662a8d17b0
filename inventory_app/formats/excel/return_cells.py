"""What is made of one cell: its value or state, or a finding with what was found and expected."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from inventory_app.domain.field_types import Code, Codes, DecimalNumber, Text
from inventory_app.domain.fields import Catalogue, Field
from inventory_app.domain.readings import Raw, Reading
from inventory_app.domain.values import Value, ValueState
from inventory_app.formats.excel.book import NO_STORED_VALUE, Cell
from inventory_app.formats.excel.number_formats import serial_to_date

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_FOUND_LENGTH = 200
_SHOWN_LABELS = 6
_MOST_SEEN = 2_000  # cells of one field that are remembered
_MOST_KEPT = 12


class Read(NamedTuple):
    """What one cell gives. `codes` are the findings it makes, each with its expectation."""

    value: Value
    state: ValueState | None
    readable: bool
    codes: tuple[tuple[str, str], ...]
    found: str


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
        if cell.formula and cell.kind not in ("bool", "error"):
            codes.append("L-FORMULA")
        if raw.kind == "text" and not raw.text.isascii() and _DIRECTION.search(raw.text):
            codes.append("L-BIDI")
        if not readable:
            return Read(None, None, False, self._told(codes, None), _found(cell, raw))
        if codes:
            return Read(value, state, True, self._told(codes, value), _found(cell, raw))
        return Read(value, state, True, (), "")

    def _reading(self, raw: Raw) -> Reading:
        """Return the reading; a label of the field's own list comes before the general words."""
        if raw.kind == "text" and self._list is not None:
            code = self._list.recognise(raw.text)
            if code is not None:
                return Reading((code,) if self._takes_several else code)
        return self.field.type.read(raw, self._language)

    def _told(self, codes: list[str], value: Value) -> tuple[tuple[str, str], ...]:
        """Return *codes* with what was expected; a repair says what was understood."""
        return tuple(
            (code, self.field.type.format(value) if code[:2] == "P-" else self._expected(code))
            for code in codes
        )

    def _raw(self, cell: Cell) -> Raw:
        if cell.kind == "number":
            if cell.is_date:
                day = serial_to_date(float(cell.value), self._date1904)
                if day is not None:
                    return Raw("date", day.isoformat(), False, cell.formula)
            return Raw("number", cell.raw, cell.is_percent, cell.formula)
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


def _found(cell: Cell, raw: Raw) -> str:
    if cell.value == NO_STORED_VALUE:
        return NO_STORED_VALUE
    text = raw.text
    if raw.percent:
        text = f"{(Decimal(raw.text) * 100).normalize():f}%"
    return text if len(text) <= _FOUND_LENGTH else text[:_FOUND_LENGTH] + "…"
