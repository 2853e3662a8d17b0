"""How completely the records of a sheet are filled in, by entity (indicator G04).

The same as `checks.completeness` says of the records of one entity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inventory_app.domain.columns import SheetColumns
from inventory_app.domain.fields import Field, When
from inventory_app.domain.listed import Listed
from inventory_app.domain.values import Value, ValueState

_OWES_NOTHING = frozenset({"INVALID", "DUPLICATE"})
_FILLS_NOTHING = frozenset({ValueState.NR, ValueState.ERR, ValueState.SUP})


def filled_and_due(columns: SheetColumns) -> tuple[list[int], list[int]]:
    """Return for each entity how many required fields are validly filled, and how many are due.

    "Not applicable" counts as filled. "Unknown" is an answer, but fills nothing; nor does a value
    that its field does not allow.
    """
    sheet, n = columns.sheet, len(columns.entities)
    kept, kept_open = _kept(columns)
    always = sheet.closed_needs | set(sheet.key)
    filled, due = [0] * n, [0] * n
    for field in sheet.required if len(columns) else ():
        here = kept if field.name in always else kept_open
        owing, flags = here.counts, _filled(columns, field, here)
        if field.when is not None:
            owed = _owed(here, field.when)
            owing = here.numbers(owed)
            flags = None if flags is None and all(owed) else _both(flags, owed)
        done = owing if flags is None else here.numbers(flags)
        due = [a + b for a, b in zip(due, owing, strict=True)]
        filled = [a + b for a, b in zip(filled, done, strict=True)]
    return filled, due


def _kept(columns: SheetColumns) -> tuple[Listed, Listed]:
    """Return the records that owe something, and those that owe all of it."""
    every = Listed(columns, range(len(columns)))
    kept = every.where(status not in _OWES_NOTHING for status in every.values("record_status"))
    return kept, kept.where(status != "CLOSED" for status in kept.values("record_status"))


def _owed(records: Listed, when: When) -> Sequence[bool]:
    """Return whether each of *records* owes a field that is due under a condition."""
    values = records.values(when.field)
    truths: Mapping[Value, bool] = {v: when.holds({when.field: v}) for v in {*values}}
    return list(map(truths.__getitem__, values))


def _both(flags: Sequence[bool] | None, owed: Sequence[bool]) -> Sequence[bool]:
    return owed if flags is None else [a and b for a, b in zip(flags, owed, strict=True)]


def _filled(columns: SheetColumns, field: Field, records: Listed) -> Sequence[bool] | None:
    """Return which of *records* fill a field, None where all do."""
    full = not columns.stated and not columns.has_blanks(field.name)
    if full and columns.is_sound(field.name):
        return None
    values = records.values(field.name)
    if not columns.is_sound(field.name):
        return [_is_filled(columns, field, row) for row in records.rows]
    flags = [value is not None for value in values]
    if columns.stated:
        for at, row in enumerate(records.rows):
            if row in columns.stated:
                flags[at] = _is_filled(columns, field, row)
    return flags


def _is_filled(columns: SheetColumns, field: Field, row: int) -> bool:
    state = columns.stated.get(row, {}).get(field.name)
    if state in _FILLS_NOTHING:
        return False
    value = columns.column(field.name)[row]
    if value is None:
        return state is ValueState.NA
    return next(field.type.problems(value), None) is None
