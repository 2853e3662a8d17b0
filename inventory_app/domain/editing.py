"""Changing records by hand: what a record is after it, and under which words that is undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from inventory_app.domain.derivations import derive
from inventory_app.domain.field_types import (
    Codes,
    Day,
    DecimalNumber,
    FieldType,
    Integer,
    ParseError,
    YesNo,
)
from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Record
from inventory_app.domain.values import Value, ValueState
from inventory_app.errors import UserError
from inventory_app.texts import N_

# States that stand in place of a value, never beside one.
INSTEAD = frozenset({ValueState.NA, ValueState.NR, ValueState.SUP})
_ENDED = ("INVALID", "DUPLICATE")


def answer_of(record: Record, name: str) -> Answer:
    """Return the answer of *record* to field *name* with the state written beside it."""
    return Answer(record.values.get(name), record.states.get(name))


def python_type(kind: FieldType) -> type | tuple[type, ...]:
    """Return the Python type of the values of *kind*."""
    for family, plain in _TYPES:
        if isinstance(kind, family):
            return plain
    return str


_TYPES: tuple[tuple[type[FieldType], type | tuple[type, ...]], ...] = (
    (Codes, tuple),
    (Integer, int),
    (DecimalNumber, (Decimal, int)),
    (Day, date),
    (YesNo, bool),
)


def kept(field: Field, answer: Answer) -> Answer:
    """Return *answer* as the store keeps it: rounded to the places of its field.

    Raises `TypeError` for a value of another Python type or a state that says why there is no
    value beside one, `ValueError` for a computed field, `UserError` for a number too large to be
    kept exactly. What a value may be beyond that is judged by checks and never refused here.
    """
    if field.derived:
        raise ValueError(f"{field.name} is computed")
    value, state = answer
    if value is None:
        return Answer(None, state)
    wanted = python_type(field.type)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise TypeError(f"{field.name} takes {wanted}, not {value!r}")
    if state in INSTEAD:
        raise TypeError(f"{field.name} cannot be {state} and hold {value!r}")
    try:
        return Answer(field.type.parse(field.type.format(value)), state)
    except ParseError as error:
        raise UserError(
            "V-NUMBER-SIZE",
            N_("“{found}” in “{field}” is too large a number."),
            N_("Check the number of digits."),
            found=value,
            field=field.name,
        ) from error


def edited(sheet: Sheet, record: Record, answers: Mapping[str, Answer]) -> Record:
    """Return *record* with new answers, computed fields computed again.

    A record that was only carried forward becomes a reported one. If nothing differs, the same
    object is returned.
    """
    values, states = dict(record.values), dict(record.states)
    changed = False
    for name, answer in answers.items():
        value, state = kept(sheet.fields[name], answer)
        if (value, state) == answer_of(record, name):
            continue
        changed = True
        _put(values, name, value)
        _put(states, name, state)
    if not changed:
        return record
    for name, value in derive(sheet, values).items():
        _put(values, name, value)
    standing = "reported" if record.standing == "carried" else record.standing
    return replace(record, values=values, states=states, standing=standing)


def _put(answers: dict[str, object] | dict[str, Value] | dict[str, ValueState], name: str,
         value: object) -> None:  # fmt: skip
    if value is None:
        answers.pop(name, None)
    else:
        answers[name] = value  # type: ignore[assignment]  # one of three kinds of dictionaries


def confirmed(record: Record) -> Record:
    """Return *record* as known and confirmed for its round."""
    return replace(record, standing="reported") if record.standing == "carried" else record


def retirement(record: Record, on: date, as_of: date) -> dict[str, Answer]:
    """Return the answers that retire *record* on a day.

    One that ended by the as-of date of the round is closed and leaves all totals; one that ends
    later is still there on that date and stays as it is, with the day beside it.
    """
    answers = {"retired_on": Answer(on, None)}
    if on <= as_of and record["record_status"] not in _ENDED:
        answers["record_status"] = Answer("CLOSED", None)
    return answers


def copied(sheet: Sheet, record: Record) -> dict[str, Answer]:
    """Return the answers for a new record like *record*.

    What tells records apart and what ended the old one is left for the user to fill in.
    """
    left = {*sheet.key, "retired_on", "record_status"}
    names = dict.fromkeys((*record.values, *record.states))
    return {
        name: answer_of(record, name)
        for name in names
        if name in sheet.fields and name not in left and not sheet.fields[name].derived
    }


def several(records: Iterable[Record], name: str) -> Answer | None:
    """Return the answer that all *records* share, None if they differ."""
    found = {answer_of(record, name) for record in records}
    return found.pop() if len(found) == 1 else None
