"""Which answers cannot be right, found for many records at once.

The same as `checks.judged` says of each record: whole columns are looked at first, and records one
by one only where something in them may be wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from inventory_app.domain.columns import SheetColumns, of_records
from inventory_app.domain.fields import Sheet
from inventory_app.domain.findings import KINDS, Strength
from inventory_app.domain.funds import FUND_FIELDS
from inventory_app.domain.record_rules import (
    ENERGY,
    ORDERED,
    PARTS,
    PERIODS,
    RULES,
    TOGETHER,
    TOTALS,
    Case,
    Rule,
)
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import RoundParameters

# Tells from the columns of the fields that a rule uses which records it may find something in.
_Doubt: TypeAlias = "Callable[[Sequence[Sequence[Any]]], Iterable[bool]]"


def with_wrong(
    columns: SheetColumns,
    parameters: RoundParameters,
    fields: Collection[str] | None = None,
    known: Mapping[str, frozenset[str]] | None = None,
) -> SheetColumns:
    """Return *columns* with the answers that fail a validity rule.

    With *fields* only those are judged, which have been read with all that rules compare them
    with. *known* are answers of other records, which have been judged before, by uid.
    """
    wrong = wrong_rows(columns, parameters, fields)
    if known:
        here = (row for row, uid in enumerate(columns.uids) if uid in known)
        wrong |= {row: known[columns.uids[row]] | wrong.get(row, frozenset()) for row in here}
    return replace(columns, wrong=wrong, memory=dict(columns.memory)) if wrong else columns


def wrong_answers(
    sheet: Sheet,
    records: Sequence[Record],
    parameters: RoundParameters,
    fields: Collection[str] | None = None,
) -> dict[str, frozenset[str]]:
    """Return the fields of each record that fail a validity rule, by uid.

    With *fields* only those are judged, which have been read with all that rules compare them with.
    """
    if not records:
        return {}
    found = wrong_rows(of_records(sheet, records, ("",)), parameters, fields)
    return {records[row].uid: names for row, names in found.items()}


def wrong_rows(
    columns: SheetColumns, parameters: RoundParameters, fields: Collection[str] | None = None
) -> dict[int, frozenset[str]]:
    """Return the fields that fail a validity rule by row, as `wrong_answers` does by uid."""
    found: dict[int, set[str]] = defaultdict(set)
    for row, name in _by_field(columns, fields):
        found[row].add(name)
    for row, name in _by_rule(columns, parameters, fields):
        found[row].add(name)
    return {row: frozenset(names) for row, names in found.items()}


def _by_field(columns: SheetColumns, fields: Collection[str] | None) -> Iterator[tuple[int, str]]:
    for asked in columns.sheet.asked:
        name = asked.name
        if (fields is not None and name not in fields) or columns.is_sound(name):
            continue
        for row, value in enumerate(columns.column(name)):
            if value is not None and any(_blocks(code) for code in asked.type.problems(value)):
                yield row, name


def _by_rule(
    columns: SheetColumns, parameters: RoundParameters, fields: Collection[str] | None
) -> Iterator[tuple[int, str]]:
    for rule in RULES:
        if not rule.fits(columns.sheet) or (fields is not None and not {*fields} & {*rule.uses}):
            continue
        if not any(map(columns.given, rule.uses)):
            continue
        for row in _doubtful(rule, columns):
            record = columns.record(row)
            case = Case(sheet=columns.sheet, record=record, parameters=parameters)
            for problem in rule.check(case):
                if _blocks(problem.code):
                    yield row, problem.field


def _doubtful(rule: Rule, columns: SheetColumns) -> Iterator[int]:
    """Yield the rows in which a rule may find something."""
    doubt = _DOUBTS.get(rule.uses, _any_given)
    doubts = doubt([columns.column(name) for name in rule.uses])
    return (row for row, doubtful in enumerate(doubts) if doubtful)


def _blocks(code: str) -> bool:
    return KINDS[code].strength is Strength.BLOCKS


def _any_given(columns: Sequence[Sequence[Any]]) -> Iterable[bool]:
    return (any(value is not None for value in values) for values in zip(*columns, strict=True))


def _above(columns: Sequence[Sequence[Any]]) -> Iterable[bool]:
    """Tell where the first of two is larger than the second."""
    return (a is not None and b is not None and a > b for a, b in zip(*columns, strict=True))


def _part(columns: Sequence[Sequence[Any]]) -> Iterable[bool]:
    """Tell where the first is larger than the second, or something below zero is added to that."""
    part, whole, *others = columns
    above = _above((part, whole))
    if not others:
        return above
    less = (any(each is not None and each < 0 for each in row) for row in zip(*others, strict=True))
    return (a or b for a, b in zip(above, less, strict=True))


def _energy(columns: Sequence[Sequence[Any]]) -> Iterable[bool]:
    first, second = _above(columns[1::-1]), _above(columns[:1:-1])
    return (a or b for a, b in zip(first, second, strict=True))


def _one_of_two(columns: Sequence[Sequence[Any]]) -> Iterable[bool]:
    return ((a is None) is not (b is None) for a, b in zip(*columns, strict=True))


def _shares(columns: Sequence[Sequence[Any]]) -> Iterable[bool]:
    """Tell where there is more than one fund that pays for all."""
    _fund, *others = columns
    return (any(value is not None for value in values) for values in zip(*others, strict=True))


def _dedicated(columns: Sequence[Sequence[Any]]) -> Iterable[bool]:
    """Tell where dedicated personnel belongs to no ICT unit; of others nothing blocks."""
    return (code == "DEDICATED" and unit is None for code, _, unit in zip(*columns, strict=True))


def _total(columns: Sequence[Sequence[Any]]) -> Iterable[bool]:
    """Tell where there is a total with a part that is known."""
    return (
        total is not None and (total < 0 or any(part is not None for part in parts))
        for total, *parts in zip(*columns, strict=True)
    )


def _not_used(columns: Sequence[Sequence[Any]]) -> Iterable[bool]:
    return (users == 0 for users in columns[1])


_DOUBTS: dict[tuple[str, ...], _Doubt] = {
    tuple(name for pair in FUND_FIELDS for name in pair): _shares,
    ("dedication", "ict_time_share", "ict_unit"): _dedicated,
    ("rto_h", "mtd_h"): _above,
    tuple(name for pair in ENERGY for name in pair): _energy,
    ("status", "users_active", "opex_total"): _not_used,
    **dict.fromkeys(PERIODS, _above),
    **{(part, *whole): _part for part, whole in PARTS},
    **dict.fromkeys(ORDERED, _above),
    **{(name, *parts): _total for name, parts in TOTALS},
    **dict.fromkeys(TOGETHER, _one_of_two),
}
