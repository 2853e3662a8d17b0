"""Which answers cannot be right, found for many records at once.

The same as `checks.judged` says of each record: a whole column is looked at first, and its values
one by one only where something in it is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from inventory_app.domain.field_types import (
    EARLIEST,
    LATEST,
    Code,
    Codes,
    Day,
    DecimalNumber,
    FieldType,
    Text,
    YesNo,
)
from inventory_app.domain.fields import Sheet
from inventory_app.domain.findings import KINDS, Strength
from inventory_app.domain.record_rules import RULES, Case
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import RoundParameters


def wrong_answers(
    sheet: Sheet, records: Sequence[Record], parameters: RoundParameters
) -> dict[str, frozenset[str]]:
    """Return the fields of each record that fail a validity rule, by uid."""
    found: dict[str, set[str]] = defaultdict(set)
    for asked in sheet.asked:
        name, kind = asked.name, asked.type
        values = [record.values.get(name) for record in records]
        given = [value for value in values if value is not None]
        if not given or _sound(kind, given):
            continue
        for record, value in zip(records, values, strict=True):
            if value is not None and any(_blocks(code) for code in kind.problems(value)):
                found[record.uid].add(name)
    for rule in RULES:
        if not rule.fits(sheet):
            continue
        for record in records:
            for problem in rule.check(Case(sheet=sheet, record=record, parameters=parameters)):
                if _blocks(problem.code):
                    found[record.uid].add(problem.field)
    return {uid: frozenset(names) for uid, names in found.items()}


def _blocks(code: str) -> bool:
    return KINDS[code].strength is Strength.BLOCKS


def _sound(kind: FieldType, given: Sequence[Any]) -> bool:
    """Return whether all of *given* are right for a field; a doubt is looked at one by one."""
    try:
        return _looks_sound(kind, given)
    except TypeError:
        return False


def _looks_sound(kind: FieldType, given: Sequence[Any]) -> bool:
    match kind:
        case DecimalNumber():
            sound = _within(kind, given)
        case Codes():
            sound = _known(kind, {code for each in given for code in each})
        case Code():
            sound = _known(kind, set(given))
        case Text():
            sound = max(map(len, given)) <= kind.max_length
        case Day():
            sound = bool(min(given) >= EARLIEST and max(given) < LATEST)
        case _:
            sound = isinstance(kind, YesNo)
    return sound


def _within(kind: DecimalNumber, given: Sequence[Any]) -> bool:
    low, high = kind.minimum, kind.maximum
    return (low is None or min(given) >= low) and (high is None or max(given) <= high)


def _known(kind: Code, codes: Iterable[str]) -> bool:
    return kind.list is not None and set(codes) <= kind.list.codes.keys()
