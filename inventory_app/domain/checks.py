"""Checks: what is missing, wrong or doubtful in the records of an entity, as findings.

The labels of fields are filled in by whoever shows a finding: `Finding.field` and the entry
"other" of its parameters are field names, `found` and `expected` canonical texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from inventory_app.domain.control_totals import FTE_OF_UNITS, added
from inventory_app.domain.field_types import Code, DecimalNumber, FieldType, Text
from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.findings import KINDS, Finding, Strength
from inventory_app.domain.record_rules import RULES, Case, Found, plain
from inventory_app.domain.records import Declaration, Record, Records
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.sound_values import sound
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.words import folded

# States that answer a question without a value.
_ANSWERS = frozenset({ValueState.NA, ValueState.NR, ValueState.SUP})
_MOST_CODES = 10


def check_record(sheet: Sheet, record: Record, parameters: RoundParameters) -> Iterator[Finding]:
    """Yield what is wrong in one record.

    An invalid or duplicate one owes nothing, nor does one on a sheet that the round does not ask.
    """
    if record["record_status"] in ("INVALID", "DUPLICATE") or not parameters.asks(sheet.name):
        return
    for field in sheet.due(record.values):
        if record[field.name] is None and record.states.get(field.name) not in _ANSWERS:
            yield _finding(record, Found(code="R-MISSING", field=field.name))
    for found in _invalid(sheet, record, parameters):
        yield _finding(record, found)


def _invalid(sheet: Sheet, record: Record, parameters: RoundParameters) -> Iterator[Found]:
    """Yield the values that their fields do not allow, and those that contradict each other."""
    for field in sheet.asked:
        value = record[field.name]
        if value is not None:
            yield from _problems(field, value)
    case = Case(sheet=sheet, record=record, parameters=parameters)
    for rule in RULES:
        if rule.fits(sheet):
            yield from rule.check(case)


def judged(sheet: Sheet, record: Record, parameters: RoundParameters) -> Record:
    """Return *record* with the state ERR beside every value that a blocking finding names.

    A value that fails a validity rule is no input for a calculation (indicator rules, 2.2).
    """
    wrong = {
        found.field: ValueState.ERR
        for found in _invalid(sheet, record, parameters)
        if KINDS[found.code].strength is Strength.BLOCKS
    }
    return replace(record, states={**record.states, **wrong}) if wrong else record


def _finding(record: Record, found: Found) -> Finding:
    return Finding(
        code=found.code,
        sheet=record.sheet,
        uid=record.uid,
        field=found.field,
        found=found.found,
        expected=found.expected,
        params=found.params,
    )


def _problems(field: Field, value: Value) -> Iterator[Found]:
    for code in field.type.problems(value):
        yield Found(
            code=code,
            field=field.name,
            found=field.type.format(value),
            expected=_allowed(field.type, code),
        )


def _allowed(kind: FieldType, problem: str) -> str:
    """Return what would have been right: a bound, a length, or the first codes of the list."""
    allowed: object = ""
    if isinstance(kind, DecimalNumber):
        bound = kind.minimum if problem == "V-BELOW" else kind.maximum
        allowed = "" if bound is None else plain(bound)
    elif isinstance(kind, Text):
        allowed = kind.max_length
    elif isinstance(kind, Code) and kind.list is not None:
        codes = list(kind.list.codes)
        allowed = ";".join(codes[:_MOST_CODES]) + (";…" if len(codes) > _MOST_CODES else "")
    return str(allowed)


def every_finding(
    catalogue: Catalogue,
    records: Records,
    declared: Mapping[str, Declaration],
    parameters: RoundParameters,
) -> list[Finding]:
    """Return the findings on an entity's records: each record, then the sheets together.

    Nothing is said of sheets that the round does not ask.
    """
    found: list[Finding] = []
    for sheet in catalogue:
        for record in records.get(sheet.name, ()):
            found += check_record(sheet, record, parameters)
    return [*found, *check_entity(catalogue, records, declared, parameters)]


def check_entity(
    catalogue: Catalogue,
    records: Records,
    declarations: Mapping[str, Declaration],
    parameters: RoundParameters,
) -> Iterator[Finding]:
    """Yield what is wrong between the records of one entity, on the sheets that are asked."""
    for sheet in catalogue:
        if not parameters.asks(sheet.name):
            continue
        listed = records.get(sheet.name, ())
        declared = declarations.get(sheet.name)
        if not listed and not (declared and declared.nothing):
            yield Finding(code="R-EMPTY-SHEET", sheet=sheet.name)
        yield from _double_keys(sheet, [record for record in listed if record.counts])
    asked = {name: listed for name, listed in records.items() if parameters.asks(name)}
    yield from _fte_of_units(asked)
    yield from _total_expenditures(catalogue, asked)


def _double_keys(sheet: Sheet, records: Iterable[Record]) -> Iterator[Finding]:
    """Yield every record after the first with the same natural key; blank keys are not compared."""
    seen: set[tuple[str, ...]] = set()
    for record in records:
        texts = [sheet.fields[name].type.format(record[name]) for name in sheet.key]
        key = tuple(folded(text) for text in texts)
        if key in seen:
            found = Found(code="R-DOUBLE-KEY", field=sheet.key[0], found=" · ".join(texts))
            yield _finding(record, found)
        elif all(key):
            seen.add(key)


def _fte_of_units(records: Records) -> Iterator[Finding]:
    """Yield if staff and units disagree by more than 1 per cent; both must be complete."""
    listed, stated = (added(side, records) for side in FTE_OF_UNITS.sides)
    complete = all(side.listed and not side.unknown for side in (listed, stated))
    if complete and not FTE_OF_UNITS.agree(listed.total, stated.total):
        yield Finding(
            code="R-FTE-UNITS",
            sheet="units",
            field="ict_staff_fte",
            found=plain(listed.total),
            expected=plain(stated.total),
        )


def _total_expenditures(catalogue: Catalogue, records: Records) -> Iterator[Finding]:
    """Yield for each period whose lines give different total expenditures."""
    if "costs" not in catalogue.sheets:
        return
    field = catalogue["costs"].fields["total_expenditure"]
    periods: dict[tuple[Value, Value], dict[str, Record]] = defaultdict(dict)
    for record in records.get("costs", ()):
        if record.counts and record[field.name] is not None:
            text = field.type.format(record[field.name])
            periods[record["period_start"], record["period_end"]].setdefault(text, record)
    for totals in periods.values():
        if len(totals) > 1:
            found = Found(code="R-TOTAL-EXPENDITURE", field=field.name, found="; ".join(totals))
            yield _finding(list(totals.values())[1], found)


def completeness(sheet: Sheet, records: Iterable[Record]) -> tuple[int, int]:
    """Return how many required fields are validly filled, and how many are due.

    "Not applicable" counts as filled. "Unknown" is an answer, but fills nothing; nor does a value
    that its field does not allow.
    """
    kept = [r for r in records if r.values.get("record_status") not in ("INVALID", "DUPLICATE")]
    kept_open = [record for record in kept if record.values.get("record_status") != "CLOSED"]
    always = sheet.closed_needs | set(sheet.key)
    filled = due = 0
    for field in sheet.required:
        owing = kept if field.name in always else kept_open
        if field.when is not None:
            owing = [record for record in owing if field.is_due(record.values)]
        due += len(owing)
        filled += _filled(field, owing)
    return filled, due


def _filled(field: Field, records: Sequence[Record]) -> int:
    """Return how many of *records* fill a field; values of a column are judged at once."""
    plain = [record.values.get(field.name) for record in records if not record.states]
    given = [value for value in plain if value is not None]
    odd = [record for record in records if record.states]
    if given and not sound(field.type, given):
        return sum(_is_filled(field, record) for record in records)
    return len(given) + sum(_is_filled(field, record) for record in odd)


def _is_filled(field: Field, record: Record) -> bool:
    state = record.states.get(field.name)
    if state in (ValueState.NR, ValueState.ERR, ValueState.SUP):
        return False
    value = record[field.name]
    if value is None:
        return state is ValueState.NA
    return next(field.type.problems(value), None) is None
