"""What is filled in, put on top of what is known now instead of what was known at its issue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Record
from inventory_app.domain.values import States, Value, Values, ValueState
from inventory_app.domain.workbooks import Issued
from inventory_app.services.carrying import Carried, CarriedRow

_NOTHING = Answer(None, None)
_NO_ROW = CarriedRow(uid="", values={}, states={})


def rebased(what: Carried, ours: Mapping[str, tuple[Record, ...]], catalogue: Catalogue) -> Carried:
    """Return *what* as if it had been filled into a workbook issued with *ours*.

    An answer that was not changed since the issue shows what is ours now. One that was changed
    stays, and its side "as issued" stays what it was: so merging finds the same updates and the
    same conflicts as with the old workbook. Records that are ours and not in the old workbook are
    added; rows that were deleted from it are there again.
    """
    rows: dict[str, tuple[CarriedRow, ...]] = {}
    issued: dict[str, Mapping[str, Issued]] = {}
    for name, carried in what.rows.items():
        sheet, was = catalogue[name], what.issued.get(name, {})
        said = {row.uid: row for row in carried}
        mine = {record.uid: record for record in ours.get(name, ())}
        based: dict[str, Issued] = {}
        shown: list[CarriedRow] = []
        for uid, record in mine.items():
            row, base = _row(sheet, said.get(uid, _NO_ROW), was.get(uid), record)
            shown.append(row)
            if base.values or base.states:
                based[uid] = base
        for row in carried:
            if row.uid not in mine:
                shown.append(row)
                if row.uid in was:
                    based[row.uid] = was[row.uid]
        rows[name] = tuple(sorted(shown, key=lambda row, known=based: row.uid not in known))  # type: ignore[misc]
        issued[name] = based
    return replace(what, rows=rows, issued=issued)


def _row(
    sheet: Sheet, said: CarriedRow, was: Issued | None, record: Record
) -> tuple[CarriedRow, Issued]:
    """Return the row to show, and what counts as issued in it."""
    answers: dict[str, Answer] = {}
    base: dict[str, Answer] = {}
    for field in sheet.asked:
        name = field.name
        ours = Answer(record.values.get(name), record.states.get(name))
        theirs = Answer(said.values.get(name), said.states.get(name))
        sent = Answer(was.values.get(name), was.states.get(name)) if was else _NOTHING
        is_typed = name in said.unread or (said.uid and theirs not in (ours, sent))
        answers[name] = theirs if is_typed else ours
        base[name] = sent if is_typed else ours
    values, states = _apart(answers)
    row = CarriedRow(uid=record.uid, values=values, states=states, unread=said.unread)
    known, standing = _apart(base)
    return row, Issued(values=known, states=standing)


def _apart(answers: Mapping[str, Answer]) -> tuple[Values, States]:
    return dict(_values(answers)), dict(_states(answers))


def _values(answers: Mapping[str, Answer]) -> Iterator[tuple[str, Value]]:
    return ((name, said.value) for name, said in answers.items() if said.value is not None)


def _states(answers: Mapping[str, Answer]) -> Iterator[tuple[str, ValueState]]:
    return ((name, said.state) for name, said in answers.items() if said.state is not None)
