"""The rows of a survey workbook while it is edited, and the steps that lead back and forth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from inventory_app.domain.answer_words import is_sayable
from inventory_app.domain.derivations import derive
from inventory_app.domain.fields import Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import Declaration
from inventory_app.domain.row_matching import matched
from inventory_app.domain.survey_files import Step, SurveyRow
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.workbooks import Issued, Return, ReturnedRow
from inventory_app.errors import UserError
from inventory_app.formats.excel.answer_book import AnswerBook, AnswerTable
from inventory_app.formats.excel.answer_cells import Written
from inventory_app.texts import N_


@dataclass(frozen=True, kw_only=True)
class EditedRow:
    """A row and what is to be written into those of its cells that were edited."""

    row: SurveyRow
    written: Mapping[str, Written] = field(default_factory=dict)


@dataclass(kw_only=True)
class Edits:
    """What one step changed: before and after."""

    step: Step
    rows: dict[tuple[str, str], tuple[EditedRow | None, EditedRow | None]] = field(
        default_factory=dict
    )
    declared: dict[str, tuple[Declaration, Declaration]] = field(default_factory=dict)
    filled_by: tuple[str, str] | None = None

    def __bool__(self) -> bool:
        return bool(self.rows or self.declared or self.filled_by)


class SurveyState:
    """Everything that can be edited, and its history."""

    def __init__(self, book: AnswerBook) -> None:
        """Begin with what the workbook says."""
        content = book.content
        self.rows: dict[str, dict[str, EditedRow]] = {
            name: {row.uid: EditedRow(row=row) for row in _opened(book, name)}
            for name in content.sheets
        }
        self.opened = {
            name: {uid: each.row for uid, each in rows.items()} for name, rows in self.rows.items()
        }
        self.declared = {name: sheet.declaration for name, sheet in content.sheets.items()}
        self.filled_by = content.filled_by
        self.done: list[Edits] = []
        self.undone: list[Edits] = []
        self.revision = 0

    def take(self, edits: Edits) -> None:
        """Make *edits*, which nobody has made yet, and remember how to take them back."""
        if edits:
            self._make(edits, 1)
            self.done.append(edits)
            self.undone.clear()

    def undo(self) -> Edits | None:
        """Take back the last step."""
        if not self.done:
            return None
        edits = self.done.pop()
        self._make(edits, 0)
        self.undone.append(edits)
        return edits

    def redo(self) -> Edits | None:
        """Make the step again that was taken back last."""
        if not self.undone:
            return None
        edits = self.undone.pop()
        self._make(edits, 1)
        self.done.append(edits)
        return edits

    def join(self, first: int, step: Step) -> None:
        """Make one step of all those from the *first* on."""
        parts = self.done[first:]
        if not parts:
            return
        whole = Edits(step=step)
        for each in parts:
            for key, (before, after) in each.rows.items():
                whole.rows[key] = whole.rows.get(key, (before, None))[0], after
            for name, (was, now) in each.declared.items():
                whole.declared[name] = whole.declared.get(name, (was, now))[0], now
            if each.filled_by:
                whole.filled_by = (whole.filled_by or each.filled_by)[0], each.filled_by[1]
        self.done[first:] = [whole]

    def _make(self, edits: Edits, side: int) -> None:
        self.revision += 1
        for (sheet, uid), row in edits.rows.items():
            if (new := row[side]) is None:
                self.rows[sheet].pop(uid, None)
            else:
                self.rows[sheet][uid] = new
        for sheet, declared in edits.declared.items():
            self.declared[sheet] = declared[side]
        if edits.filled_by:
            self.filled_by = edits.filled_by[side]


def _opened(book: AnswerBook, name: str) -> Iterator[SurveyRow]:
    """Yield the rows of a sheet in their order, each with the uid of its record."""
    content, table = book.content, book.tables[name]
    answered, issued = content.sheets[name], content.issued.get(name, {})
    issue, unused = content.identity.issue, list[Finding]()
    uids = {row.row: uid for uid, row in matched(table.sheet, answered, issued, {}, issue, unused)}
    for row in answered.rows:
        uid = uids.get(row.row, f"@{row.row}")
        unread = {each: book.raw[name, row.row, each] for each in row.unreadable}
        known = issued.get(uid)
        yield SurveyRow(
            uid=uid, row=row.row, values=with_derived(table.sheet, row.values), states=row.states,
            unread=unread, cells=places(table, row.row), issued=known, written=row.uid,
        )  # fmt: skip


def places(table: AnswerTable, number: int) -> dict[str, str]:
    """Return the cells of a row by field."""
    return {name: table.cell(number, name) for name in table.columns}


def with_derived(sheet: Sheet, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return *values*, those that hold something, with computed fields computed again."""
    asked: dict[str, Value] = {
        name: value
        for name, value in values.items()
        if value is not None and not sheet.fields[name].derived
    }
    derived = derive(sheet, asked)
    return asked | {name: value for name, value in derived.items() if value is not None}


def pinned(row: EditedRow) -> EditedRow:
    """Return a row that carries its uid from now on, whatever is typed into it."""
    if not row.row.is_clear or row.row.written == row.row.uid:
        return row
    return replace(row, row=replace(row.row, written=row.row.uid))


def edited(
    before: EditedRow, table: AnswerTable, language: str, sent: Issued | None,
    written: Mapping[str, Written],
) -> EditedRow:  # fmt: skip
    """Return a row with some of its cells *written* anew; *sent* is what was issued in it.

    Raises `UserError` for a cell that merging has hidden.
    """
    row = before.row
    for name in written:
        if table.is_covered(row.row, name):
            raise UserError(
                "E-CELL-MERGED",
                N_("Cell {cell} is merged with others and cannot be answered."),
                N_("Unmerge the cells in a spreadsheet program first."),
                cell=row.cells[name],
            )
    values, unread = dict(row.values), dict(row.unread)
    states = {
        name: state
        for name, state in row.states.items()
        if is_sayable(table.sheet.fields[name].type, values.get(name), state, language)
    }
    for name, cell in written.items():
        for held in (values, states, unread):
            held.pop(name, None)
        if not cell.read.readable:
            unread[name] = cell.raw
        else:
            if cell.read.state is not None:
                states[name] = cell.read.state
            if cell.read.value is not None:
                values[name] = cell.read.value
    whole = with_derived(table.sheet, values)
    asked = {name: value for name, value in whole.items() if name in table.columns}
    if asked or states or unread:
        states |= dict(_kept_states(asked, states, unread, table, language, sent))
    new = replace(row, values=whole, states=states, unread=unread)
    return EditedRow(row=new, written={**before.written, **written})


def _kept_states(
    values: Mapping[str, Value],
    states: Mapping[str, ValueState],
    unread: Mapping[str, str],
    table: AnswerTable,
    language: str,
    sent: Issued | None,
) -> Iterator[tuple[str, ValueState]]:
    """Yield the standing of answers that are as they were sent, which no cell can express."""
    for name, state in sent.states.items() if sent else ():
        if name in states or name in unread or name not in table.columns:
            continue
        value = values.get(name)
        as_sent = value == (sent.values.get(name) if sent else None)
        if as_sent and not is_sayable(table.sheet.fields[name].type, value, state, language):
            yield name, state


def returned(row: SurveyRow, fields: frozenset[str]) -> ReturnedRow:
    """Return the row as the reader would."""
    values = {
        name: value for name, value in row.values.items() if name in fields and value is not None
    }
    answered = {*values, *row.states, *row.unread}
    return ReturnedRow(
        uid=row.written,
        row=row.row,
        values=values,
        states={name: state for name, state in row.states.items() if name in fields},
        cells={name: row.cells[name] for name in answered if name in row.cells},
        unreadable=frozenset(row.unread),
    )


def differences(one: Return, other: Return) -> Iterator[str]:
    """Yield where two readings of a workbook differ in what they say: nothing if they agree."""
    if (one.identity, one.issued, one.filled_by) != (other.identity, other.issued, other.filled_by):
        yield "workbook"
    for name in sorted({*one.sheets, *other.sheets}):
        if name not in one.sheets or name not in other.sheets:
            yield name
            continue
        mine, theirs = one.sheets[name], other.sheets[name]
        if (mine.declaration, mine.fields) != (theirs.declaration, theirs.fields):
            yield name
        rows = {row.row: row for row in mine.rows}, {row.row: row for row in theirs.rows}
        for number in sorted({*rows[0], *rows[1]}):
            first, second = rows[0].get(number), rows[1].get(number)
            if first is None or second is None:
                yield f"{name} {number}"
                continue
            for part in ("uid", "values", "states", "unreadable"):
                if getattr(first, part) != getattr(second, part):
                    yield f"{name} {number} {part}"
