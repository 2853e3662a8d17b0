"""Read a query workbook that came back: its lines by their codes, wherever they stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from inventory_app.domain.answer_words import state_words
from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Field
from inventory_app.domain.findings import Finding
from inventory_app.domain.query_books import QUERY_PREFIX, line_code
from inventory_app.domain.records import Declaration, is_uid
from inventory_app.domain.values import States, Value, Values, ValueState
from inventory_app.domain.words import YES, folded
from inventory_app.domain.workbooks import Issued, ReturnedQuery, ReturnedRow, ReturnedSheet
from inventory_app.formats.excel.query_page import (
    ANSWER,
    CODE,
    CONFIRMED,
    IDS,
    KEYS,
    PLACE,
    REMARK,
    UID,
)
from inventory_app.formats.excel.return_cells import CellReaders
from inventory_app.formats.excel.return_issued import IssuedContent
from inventory_app.formats.excel.return_marks import Mark, Place, is_mark
from inventory_app.formats.excel.return_references import References
from inventory_app.formats.spreadsheet.book import Cell
from inventory_app.formats.spreadsheet.grid import cell_name

_SAID = (ANSWER, CONFIRMED, REMARK)


@dataclass(frozen=True, kw_only=True)
class ReadQueries:
    """The lines of a query workbook, and their answers as rows of the sheets asked about."""

    queries: tuple[ReturnedQuery, ...]
    sheets: Mapping[str, ReturnedSheet]
    issued: Mapping[str, Mapping[str, Issued]]
    findings: list[Finding]


class _Line(NamedTuple):
    query: ReturnedQuery
    row: int
    unreadable: bool


@dataclass
class _Answers:
    """What was said of one record."""

    row: int
    values: dict[str, Value] = field(default_factory=dict)
    states: dict[str, ValueState] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)


def queries_place(marked: Sequence[Mark]) -> Place | None:
    """Return where the table of questions begins; None in a workbook without one."""
    return next((mark.place for mark in marked if mark.text == KEYS[CODE]), None)


def read_queries(
    place: Place,
    issued: IssuedContent,
    cells: CellReaders,
    catalogue: Catalogue,
    references: References,
) -> ReadQueries:
    """Read the lines of the table that begins at *place*.

    A line that was left blank says nothing. One whose code does not fit its cell any more is not
    read, and of a line that stands there twice with different answers neither copy is.
    """
    reader = _Reader(place, issued, cells, catalogue, references)
    lines = reader.lines()
    return ReadQueries(
        queries=tuple(line.query for line in lines),
        sheets=_sheets(place.page.name, lines),
        issued=_sent(issued, lines),
        findings=reader.findings,
    )


class _Reader:
    def __init__(
        self,
        place: Place,
        issued: IssuedContent,
        cells: CellReaders,
        catalogue: Catalogue,
        references: References,
    ) -> None:
        self._page, self._head = place.page, place.row
        self._issued = issued
        self._cells = cells
        self._catalogue = catalogue
        self._references = references
        self._columns = self._keyed(place)
        self.findings: list[Finding] = []

    def _keyed(self, place: Place) -> dict[int, int]:
        """Return where each column stands now."""
        keys = {key: column for column, key in KEYS.items()}
        found = {
            keys[cell.raw.strip()]: at
            for at, cell in place.page.rows[place.row].items()
            if cell.raw.strip() in keys
        }
        return {**found, CODE: place.column}

    def lines(self) -> list[_Line]:
        """Return the lines, each once."""
        found: dict[str, _Line] = {}
        dropped: set[str] = set()
        for number, cells in self._page.rows.items():
            code = self._code(number, cells)
            if code is None or number <= self._head:
                continue
            line = self._line(number, cells)
            first = found.get(code)
            if first is None:
                found[code] = line
            elif _said(first) == _said(line):
                self._about_row("L-ROW-REPEATED", line)
            elif code not in dropped:
                dropped.add(code)
                self._about_row("L-ROW-UNCLEAR", line)
        return [line for code, line in found.items() if code not in dropped]

    def _code(self, number: int, cells: Mapping[int, Cell]) -> str | None:
        """Return the code of a line; None, with a finding if need be, where it has none."""
        code, ids, uid, place = (self._text(cells, c) for c in (CODE, IDS, UID, PLACE))
        sheet, _, name = place.partition("/")
        known = self._catalogue.sheets.get(sheet)
        if (
            code.startswith(f"{QUERY_PREFIX}-")
            and known is not None
            and name in known.fields
            and code == line_code(ids.split(), sheet, uid, name)
        ):
            return code
        if number <= self._head or code.startswith("#"):
            return None
        for column in _SAID:
            if self._text(cells, column):
                self.findings.append(
                    Finding(code="L-QUERY-ROW", tab=self._page.name, cell=f"{number}:{number}")
                )
                break
        return None

    def _text(self, cells: Mapping[int, Cell], column: int) -> str:
        cell = cells.get(self._columns.get(column, 0))
        return "" if cell is None or (column in _SAID and is_mark(cell)) else cell.raw.strip()

    def _line(self, number: int, cells: Mapping[int, Cell]) -> _Line:
        sheet, _, name = self._text(cells, PLACE).partition("/")
        query = ReturnedQuery(
            ids=tuple(self._text(cells, IDS).split()),
            sheet=sheet,
            uid=self._text(cells, UID),
            field=name,
            remark=self._text(cells, REMARK),
            tab=self._page.name,
            cell=cell_name(number, self._columns.get(ANSWER, 1)),
        )
        asked = self._catalogue[sheet].fields[name]
        said, readable = self._answer(query, asked, cells.get(self._columns.get(ANSWER, 0)))
        if readable and folded(self._text(cells, CONFIRMED)) in YES:
            said, readable = self._confirmed(said)
        return _Line(said, number, not readable)

    def _answer(
        self, query: ReturnedQuery, asked: Field, cell: Cell | None
    ) -> tuple[ReturnedQuery, bool]:
        """Return the line with what was typed, and whether that was understood."""
        if cell is None:
            return query, True
        reader = self._cells.reader(query.sheet, asked)
        read = reader.read(cell)
        sent = self._was(query)
        value, state, readable = read.value, read.state, read.readable
        if read.doubtful and sent and reader.says(cell, sent.values.get(asked.name)):
            value, state, readable = sent.values.get(asked.name), None, True
        else:
            for code, expected in read.codes:
                self._note(code, query, read.found, expected)
        if not readable or (value is None and state is None):
            return query, readable
        if isinstance(asked.type, Reference) and isinstance(value, str) and not is_uid(value):
            typed, value = value, self._references.uid(asked, value)
            if value == typed and (sent is None or sent.values.get(asked.name) != typed):
                self._note("L-REFERENCE", query, typed, "")
        if sent is not None and state is None and value == sent.values.get(asked.name):
            state = self._standing(asked, value, sent)
        return replace(query, value=value, state=state, given=True), True

    def _standing(self, asked: Field, value: Value, sent: Issued) -> ValueState | None:
        """Return the standing of an answer that is as it was sent: no cell could express it."""
        state = sent.states.get(asked.name)
        words = state_words(asked.type, self._cells.language)
        return state if value is not None or state not in words else None

    def _confirmed(self, said: ReturnedQuery) -> tuple[ReturnedQuery, bool]:
        """Return the line with what was confirmed, and whether that can be taken."""
        sent = self._was(said)
        value = sent.values.get(said.field) if sent else None
        state = sent.states.get(said.field) if sent else None
        if value is None and state is None:
            if not said.given:
                self._note("L-QUERY-NOTHING", said, "", "")
            return said, True
        if said.given and (said.value, said.state) != (value, state):
            self._note("L-QUERY-BOTH", said, "", "")
            return replace(said, value=None, state=None, given=False), False
        return replace(said, value=value, state=state, given=True), True

    def _was(self, query: ReturnedQuery) -> Issued | None:
        return self._issued.records.get(query.sheet, {}).get(query.uid)

    def _note(self, code: str, query: ReturnedQuery, found: str, expected: str) -> None:
        self.findings.append(
            Finding(
                code=code, sheet=query.sheet, uid=query.uid, field=query.field,
                tab=self._page.name, cell=query.cell, found=found, expected=expected,
            )
        )  # fmt: skip

    def _about_row(self, code: str, line: _Line) -> None:
        self.findings.append(
            Finding(
                code=code, sheet=line.query.sheet, uid=line.query.uid, tab=self._page.name,
                cell=f"{line.row}:{line.row}", found=line.query.uid,
            )
        )  # fmt: skip


def _said(line: _Line) -> tuple[object, ...]:
    query = line.query
    return query.value, query.state, query.given, query.remark, line.unreadable


def _sheets(tab: str, lines: list[_Line]) -> dict[str, ReturnedSheet]:
    """Return the answers as rows of the sheets that they belong to, one for each record."""
    found: dict[str, dict[str, _Answers]] = defaultdict(dict)
    for line in lines:
        query = line.query
        if not query.given and not line.unreadable:
            continue
        row = found[query.sheet].setdefault(query.uid, _Answers(row=line.row))
        row.cells[query.field] = query.cell
        if line.unreadable:
            row.unreadable.add(query.field)
        elif query.value is not None:
            row.values[query.field] = query.value
        if query.state is not None:
            row.states[query.field] = query.state
    return {
        sheet: ReturnedSheet(
            sheet=sheet,
            tab=tab,
            fields=frozenset(name for row in rows.values() for name in row.cells),
            rows=tuple(
                ReturnedRow(
                    uid=uid, row=row.row, values=row.values, states=row.states, cells=row.cells,
                    unreadable=frozenset(row.unreadable),
                )
                for uid, row in rows.items()
            ),
            declaration=Declaration(sheet=sheet),
        )
        for sheet, rows in found.items()
    }  # fmt: skip


def _sent(issued: IssuedContent, lines: list[_Line]) -> dict[str, dict[str, Issued]]:
    """Return what was held of the answers that were given, by sheet and uid."""
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in lines:
        if line.query.given or line.unreadable:
            asked[line.query.sheet, line.query.uid].add(line.query.field)
    found: dict[str, dict[str, Issued]] = defaultdict(dict)
    for (sheet, uid), names in asked.items():
        known = issued.records.get(sheet, {}).get(uid)
        if known is not None:
            values: Values = {n: v for n, v in known.values.items() if n in names}
            states: States = {n: s for n, s in known.states.items() if n in names}
            found[sheet][uid] = Issued(values=values, states=states)
    return found
