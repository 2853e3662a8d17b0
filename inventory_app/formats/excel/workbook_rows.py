"""The rows of a data sheet as XML: known records in grey, empty ones with a code to be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from inventory_app.domain.answer_words import state_words
from inventory_app.domain.field_types import Code, Codes, FieldType, Reference, YesNo
from inventory_app.domain.records import Record
from inventory_app.domain.values import Value, ValueState
from inventory_app.formats.excel.grid import column_letters
from inventory_app.formats.excel.workbook_hidden import BETWEEN
from inventory_app.formats.excel.workbook_layout import (
    CODE_COLUMN,
    FIRST_ROW,
    UID_COLUMN,
    SheetLayout,
)
from inventory_app.formats.excel.workbook_rules import EMPTY, ROW_SIGN, owed, owed_formula
from inventory_app.formats.excel.workbook_words import cell_writer
from inventory_app.formats.excel.workbook_xml import escaped, text_content

_HEIGHT = "28.5"


@dataclass(kw_only=True)
class Tally:
    """What the Check sheet counts on one sheet, as it stands when the workbook is issued."""

    started: int = 0
    due: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)


class _Cells(NamedTuple):
    """How the answers to one field are written. `content` is all that follows the style."""

    name: str
    begin: str
    style: str
    states: Mapping[ValueState, str]
    content: Callable[[Value], str]


class RowWriter:
    """Writes the rows of one data sheet, in the styles that the prepared workbook has."""

    def __init__(
        self,
        layout: SheetLayout,
        language: str,
        styles: Sequence[Mapping[str, str]],
        texts: Mapping[str, int],
    ) -> None:
        """Take the styles of the sample rows by column, and the places of shared texts."""
        self._layout = layout
        self._texts = texts
        known, spare = styles
        code = column_letters(CODE_COLUMN + 1)
        self._uid = f' s="{known[column_letters(UID_COLUMN + 1)]}"'
        self._known, self._spare = f' s="{known[code]}"', f' s="{spare[code]}"'
        self._references = {
            column.field.name
            for column in layout.columns
            if isinstance(column.field.type, Reference)
        }
        self._cells = [
            _Cells(
                column.field.name,
                f'<c r="{column.letters}',
                f'" s="{known[column.letters]}"',
                {
                    state: self._shared(word)
                    for state, word in state_words(column.field.type, language).items()
                },
                self._content(column.field.type, language),
            )
            for column in layout.columns
        ]
        letters = column_letters(layout.owed_column + 1)
        formula = escaped(owed_formula(layout, language).removeprefix("=").replace(ROW_SIGN, "\n"))
        self._owed = f'<c r="{letters}\n"><f>{formula}</f><v>'
        self._name = self._name_cell() if layout.is_referred_to else ""

    def _shared(self, text: str) -> str:
        place = self._texts.get(text)
        return text_content(text) if place is None else f' t="s"><v>{place}</v></c>'

    def _content(self, kind: FieldType, language: str) -> Callable[[Value], str]:
        write = cell_writer(kind, language)

        def content(value: Value) -> str:
            written = write(value)
            if isinstance(written, float):
                return f"><v>{written:.15G}</v></c>"
            return text_content(written) if written else ""

        if isinstance(kind, Codes) or not isinstance(kind, Code | YesNo):
            return content
        seen: dict[Value, str] = {}

        def remembered(value: Value) -> str:
            if value not in seen:
                seen[value] = self._shared(str(write(value)))
            return seen[value]

        return remembered

    def _name_cell(self) -> str:
        """Return the formula cell with code and title, for the lists of other sheets."""
        layout = self._layout
        titles = [layout.by_name[n].letters for n in layout.sheet.title if n in layout.by_name]
        blank = "*".join(f'({letters}\n="")' for letters in titles)
        parts = ",".join(
            f'IF({letters}\n="","",CONCATENATE("{BETWEEN}",{letters}\n))' for letters in titles
        )
        code = column_letters(CODE_COLUMN + 1)
        formula = f'IF({blank},"",CONCATENATE({code}\n,{parts}))'
        letters = column_letters(layout.name_column + 1)
        return f'<c r="{letters}\n" t="str"><f>{escaped(formula)}</f><v>'

    def write(
        self, records: Sequence[Record], spare: Sequence[str], names: Mapping[str, str]
    ) -> tuple[str, Tally]:
        """Return the rows, and what they lack; *names* are the words for records by uid."""
        tally = Tally()
        rows = [
            row
            for number, record in enumerate(records, start=FIRST_ROW + 1)
            for row in self._record(number, record, names, tally)
        ]
        for number, uid in enumerate(spare, start=FIRST_ROW + 1 + len(records)):
            rows.append(self._start(number, uid, self._spare))
            rows.append(self._end(number, EMPTY, ""))
        return "".join(rows), tally

    def _start(self, number: int, uid: str, style: str) -> str:
        content = text_content(uid)
        return (
            f'<row r="{number}" ht="{_HEIGHT}" customHeight="1">'
            f'<c r="A{number}"{self._uid}{content}<c r="B{number}"{style}{content}'
        )

    def _end(self, number: int, owes: int, name: str) -> str:
        cells = f"{self._owed}{owes}</v></c>"
        if self._name:
            cells += f"{self._name}{escaped(name)}</v></c>"
        return cells.replace("\n", str(number)) + "</row>"

    def _record(
        self, number: int, record: Record, names: Mapping[str, str], tally: Tally
    ) -> Iterator[str]:
        values, states = record.values, record.states
        shown: set[str] = set()
        yield self._start(number, record.uid, self._known)
        for name, begin, style, words, content in self._cells:
            value = values.get(name)
            if value is None:
                cell = words.get(states[name], "") if name in states else ""
            elif name in self._references:
                cell = text_content(names.get(str(value), str(value)))
            else:
                cell = content(value)
            if cell:
                shown.add(name)
                yield f"{begin}{number}{style}{cell}"
        owes = owed(values, shown=bool(shown))
        yield self._end(number, owes, names.get(record.uid, ""))
        if shown:
            tally.started += 1
            due = [each.name for each in self._layout.sheet.due(values)]
            tally.due.update(due)
            tally.missing.update(name for name in due if name not in shown)
