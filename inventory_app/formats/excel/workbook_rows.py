"""The rows of a data sheet as XML: known records in grey, empty ones with a code to be used."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from inventory_app.domain.answer_words import estimate_text, state_words
from inventory_app.domain.field_types import (
    Code,
    Codes,
    DecimalNumber,
    FieldType,
    Reference,
    YesNo,
)
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import Value, ValueState
from inventory_app.formats.excel.workbook_hidden import BETWEEN
from inventory_app.formats.excel.workbook_layout import (
    CODE_COLUMN,
    FIRST_ROW,
    UID_COLUMN,
    SheetLayout,
    text_width,
)
from inventory_app.formats.excel.workbook_rules import EMPTY, ROW_SIGN, owed, owed_formula
from inventory_app.formats.excel.workbook_tally import FaultCounter, Tally
from inventory_app.formats.excel.workbook_words import cell_writer
from inventory_app.formats.excel.workbook_xml import escaped, text_content
from inventory_app.formats.spreadsheet.grid import column_letters

_HEIGHT = "28.5"  # points: room for two lines
_LINE_HEIGHT, _MOST_LINES = 13.5, 6
_PADDING = 2.0  # characters of a column that its text does not use
_TAGS = len(text_content(""))
_NOTHING: Mapping[str, str] = MappingProxyType({})


class _Cells(NamedTuple):
    """How the answers to one field are written. `content` is all that follows the style.

    `estimate` gives the content for an estimated number, None for other kinds of answers; `line`
    is how many characters stand on a line.
    """

    name: str
    begin: str
    style: str
    new: str
    states: Mapping[ValueState, str]
    content: Callable[[Value], str]
    estimate: Callable[[Value], str] | None
    line: float


@dataclass(frozen=True, kw_only=True)
class Written:
    """What all rows of a workbook need to know.

    `names` are the words for records by uid, `unread` what was not understood, by uid and field;
    `known` are the uids that were issued, None for all of them.
    """

    names: Mapping[str, str]
    unread: Mapping[str, Mapping[str, str]]
    known: frozenset[str] | None
    parameters: RoundParameters


class RowWriter:
    """Writes the rows of one data sheet, in the styles that the prepared workbook has."""

    def __init__(
        self,
        layout: SheetLayout,
        language: str,
        styles: Sequence[Mapping[str, str]],
        texts: Mapping[str, int],
        counter: FaultCounter,
    ) -> None:
        """Take the styles of the sample rows by column, and the places of shared texts."""
        self._layout = layout
        self._counter = counter
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
                f'" s="{spare[column.letters]}"',
                {
                    state: self._shared(word)
                    for state, word in state_words(column.field.type, language).items()
                },
                self._content(column.field.type, language),
                _estimate(column.field.type, language),
                max(column.width - _PADDING, 1.0),
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
        self, records: Sequence[Record], spare: Sequence[str], written: Written
    ) -> tuple[str, Tally]:
        """Return the rows, and what they lack."""
        tally = Tally()
        numbered = list(enumerate(records, start=FIRST_ROW + 1))
        rows = [
            row
            for number, record in numbered
            for row in self._record(number, record, written, tally)
        ]
        self._counter.count_doubles(numbered, tally)
        for number, uid in enumerate(spare, start=FIRST_ROW + 1 + len(records)):
            rows.append(self._start(number, uid, self._spare))
            rows.append(self._end(number, EMPTY, ""))
        return "".join(rows), tally

    def _start(self, number: int, uid: str, style: str, height: str = _HEIGHT) -> str:
        content = text_content(uid)
        return (
            f'<row r="{number}" ht="{height}" customHeight="1">'
            f'<c r="A{number}"{self._uid}{content}<c r="B{number}"{style}{content}'
        )

    def _end(self, number: int, owes: int, name: str) -> str:
        cells = f"{self._owed}{owes}</v></c>"
        if self._name:
            cells += f"{self._name}{escaped(name)}</v></c>"
        return cells.replace("\n", str(number)) + "</row>"

    def _record(self, number: int, record: Record, written: Written, tally: Tally) -> Iterator[str]:
        names, values, states = written.names, record.values, record.states
        unread = written.unread.get(record.uid) or _NOTHING
        is_known = written.known is None or record.uid in written.known
        shown: set[str] = set()
        cells: list[tuple[str, str, float]] = []
        for name, begin, style, new, words, content, estimate, line in self._cells:
            value = values.get(name)
            if name in unread:
                cell = text_content(unread[name])
            elif value is None:
                cell = words.get(states[name], "") if name in states else ""
            elif name in self._references:
                cell = text_content(names.get(str(value), str(value)))
            elif estimate is not None and states.get(name) is ValueState.NE:
                cell = estimate(value)
            else:
                cell = content(value)
            if cell:
                shown.add(name)
                cells.append((f"{begin}{number}{style if is_known else new}", cell, line))
        look = self._known if is_known else self._spare
        yield self._start(number, record.uid, look, _height(cells))
        yield from (before + cell for before, cell, _line in cells)
        owes = owed(values, shown=bool(shown))
        yield self._end(number, owes, names.get(record.uid, ""))
        if shown:
            tally.started += 1
            for each in self._layout.sheet.due(values):
                tally.due[each.name] += 1
                if each.name not in shown:
                    tally.lacks(each.name, number)
            self._counter.count(number, record, unread, written.parameters, tally)


def _height(cells: Sequence[tuple[str, str, float]]) -> str:
    """Return the height of a row: every one has room for two lines, a few have more."""
    lines = max(
        ((text_width(cell) - _TAGS) / line for _, cell, line in cells if len(cell) > line + _TAGS),
        default=0.0,
    )
    if lines <= 2:
        return _HEIGHT
    return f"{_LINE_HEIGHT * min(math.ceil(lines), _MOST_LINES) + 1.5:g}"


def _estimate(kind: FieldType, language: str) -> Callable[[Value], str] | None:
    if not isinstance(kind, DecimalNumber):
        return None
    return lambda value: text_content(estimate_text(kind, value, language))
