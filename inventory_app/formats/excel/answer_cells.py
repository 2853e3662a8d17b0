"""What is written into a cell for an answer, and what the reader will make of it.

Every answer is read back the way a returned workbook is read, before anything is written. So a
form shows what headquarters will see, and what it cannot understand is kept as it was typed.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from inventory_app.domain.answer_words import estimate_text, is_sayable, state_words
from inventory_app.domain.field_types import Day, FieldType, Percent, Reference, Text
from inventory_app.domain.fields import Field
from inventory_app.domain.values import Value, ValueState
from inventory_app.errors import UserError
from inventory_app.formats.excel.return_cells import CellReader, CellReaders, Read
from inventory_app.formats.excel.workbook_words import cell_value
from inventory_app.formats.spreadsheet.book import Cell
from inventory_app.formats.spreadsheet.day_serials import day_serial
from inventory_app.texts import N_

CELL_LENGTH = 32_767  # UTF-16 units that a cell holds
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")
_HALVES = re.compile("[\ud800-\udfff]")

Content: TypeAlias = str | Decimal | date
"""A text, a number as its field counts it, or a day; the empty text leaves the cell empty."""


class Share(Decimal):
    """A share from 0 to 100: it stands in a cell that shows a percent sign, and nothing else does.

    A number in such a cell, and 0.5 outside one, can mean two things to who reads it.
    """


class Written(NamedTuple):
    """What stands in a cell, and what the reader makes of it."""

    content: Content
    read: Read

    @property
    def raw(self) -> str:
        """The content as text."""
        return self.content if isinstance(self.content, str) else f"{self.content}"


BLANK = Written("", Read(None, None, True, (), ""))


class AnswerCells:
    """Gives the cells for the answers of a workbook in one language."""

    def __init__(self, readers: CellReaders) -> None:
        self._readers = readers
        self._language = readers.language

    def of_value(
        self, sheet: str, field: Field, value: Value, state: ValueState | None, name: str = ""
    ) -> Written:
        """Return the cell for *value*, or for the *state* that says why there is none.

        An estimated number is a text with its mark; no other state can stand beside a value.
        *name* is how a cell names the record that a reference leads to. Raises `UserError` for a
        state that this field cannot express and for a text that fits into no cell.
        """
        kind = field.type
        if value is None:
            return self._of_state(sheet, field, state)
        if state is not None and is_sayable(kind, value, state, self._language):
            return self._of_text(sheet, field, estimate_text(kind, value, self._language))
        if isinstance(value, str) and isinstance(kind, Reference):
            written = self._of_text(sheet, field, clean(name or value))
            return written._replace(read=written.read._replace(value=value)) if name else written
        written = self._of_content(sheet, field, self._content(kind, value))
        if written.read.value != value and not isinstance(written.content, date):
            plain = self._of_text(sheet, field, kind.format(value))
            return plain if plain.read.value == value else written
        return written

    def of_text(self, sheet: str, field: Field, text: str) -> Written:
        """Return the cell for what somebody typed or pasted: as what it means, if it is clear."""
        typed = clean(text)
        if not typed.strip():
            return BLANK
        written = self._of_text(sheet, field, typed)
        read = written.read
        if not read.readable or isinstance(field.type, Reference):
            return written
        if read.value is None:
            return self._of_state(sheet, field, read.state)
        return self.of_value(sheet, field, read.value, read.state)

    def _of_state(self, sheet: str, field: Field, state: ValueState | None) -> Written:
        if state is None:
            return BLANK
        word = state_words(field.type, self._language).get(state)
        if word is None:
            raise UserError(
                "E-NO-WORD-FOR-STATE",
                N_("“{field}” has no such answer in a workbook."),
                N_("Choose an answer from its list."),
                field=field.label(self._language),
            )
        return self._of_text(sheet, field, word)

    def _content(self, kind: FieldType, value: Value) -> Content:
        """Return a number or a day where the cell is to hold one, otherwise the text to show."""
        text = cell_value(kind, value, self._language)
        if isinstance(text, str):
            return clean(text)
        if isinstance(kind, Day) and isinstance(value, date):
            return value
        return Share(str(value)) if isinstance(kind, Percent) else Decimal(str(value))

    def _of_content(self, sheet: str, field: Field, content: Content) -> Written:
        if isinstance(content, str):
            return self._of_text(sheet, field, content)
        return Written(content, self._reader(sheet, field).read(_stored(field.type, content)))

    def _of_text(self, sheet: str, field: Field, text: str) -> Written:
        if len(text.encode("utf-16-le")) // 2 > CELL_LENGTH:
            raise UserError(
                "E-TOO-LONG-FOR-CELL",
                N_("The text in “{field}” is longer than a cell can hold ({n} characters)."),
                N_("Shorten it."),
                field=field.label(self._language),
                n=CELL_LENGTH,
            )
        read = self._reader(sheet, field).read(Cell("text", text, text))
        if isinstance(field.type, Text) and isinstance(read.value, str):
            return Written(read.value, read)  # without the blanks that the reader passes over
        return Written(text, read)

    def _reader(self, sheet: str, field: Field) -> CellReader:
        return self._readers.reader(sheet, field)


def clean(text: str) -> str:
    """Return *text* without what no cell keeps: control characters, halves of characters."""
    plain = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", plain)


def digits(number: Decimal) -> str:
    """Return a number as a cell stores it: no more digits than every program keeps."""
    return f"{float(number):.15G}"


def _stored(kind: FieldType, content: Decimal | date) -> Cell:
    """Return the cell as it will come back."""
    if isinstance(content, date):
        serial = day_serial(content)
        return Cell("number", serial, f"{serial:.15G}", is_date=True)
    if isinstance(kind, Percent):
        text = digits(content / 100)
        return Cell("number", float(text), text, is_percent=True)
    text = digits(content)
    return Cell("number", float(text), text)
