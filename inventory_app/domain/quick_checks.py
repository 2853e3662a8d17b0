"""Which answers cannot be right, found for many records at once.

The same as `checks.judged` says of each record: a whole column is looked at first, and its values
one by one only where something in it is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from inventory_app.domain.fields import Sheet
from inventory_app.domain.findings import KINDS, Strength
from inventory_app.domain.record_rules import RULES, Case
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.sound_values import sound


def wrong_answers(
    sheet: Sheet,
    records: Sequence[Record],
    parameters: RoundParameters,
    fields: Collection[str] | None = None,
) -> dict[str, frozenset[str]]:
    """Return the fields of each record that fail a validity rule, by uid.

    With *fields* only those are judged, which have been read with all that rules compare them with.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for uid, name in _by_field(sheet, records, fields):
        found[uid].add(name)
    for uid, name in _by_rule(sheet, records, parameters, fields):
        found[uid].add(name)
    return {uid: frozenset(names) for uid, names in found.items()}


def _by_field(
    sheet: Sheet, records: Sequence[Record], fields: Collection[str] | None
) -> Iterator[tuple[str, str]]:
    for asked in sheet.asked:
        name, kind = asked.name, asked.type
        if fields is not None and name not in fields:
            continue
        values = [record.values.get(name) for record in records]
        given = [value for value in values if value is not None]
        if not given or sound(kind, given):
            continue
        for record, value in zip(records, values, strict=True):
            if value is not None and any(_blocks(code) for code in kind.problems(value)):
                yield record.uid, name


def _by_rule(
    sheet: Sheet,
    records: Sequence[Record],
    parameters: RoundParameters,
    fields: Collection[str] | None,
) -> Iterator[tuple[str, str]]:
    for rule in RULES:
        if not rule.fits(sheet) or (fields is not None and not set(fields) & set(rule.uses)):
            continue
        if all(record.values.get(name) is None for name in rule.uses for record in records):
            continue
        for record in records:
            for problem in rule.check(Case(sheet=sheet, record=record, parameters=parameters)):
                if _blocks(problem.code):
                    yield record.uid, problem.field


def _blocks(code: str) -> bool:
    return KINDS[code].strength is Strength.BLOCKS
