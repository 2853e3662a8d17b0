"""What the Check sheet counts, as it stands when a workbook is written.

Formulas count again when the file is opened; until then these results are shown, and they are all
that a program without formulas ever shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from inventory_app.domain.field_types import Code, Codes, Day, DecimalNumber, FieldType, Text
from inventory_app.domain.record_rules import RULES, Case
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.words import folded
from inventory_app.formats.excel.workbook_faults import Fault
from inventory_app.formats.excel.workbook_layout import Column, SheetLayout
from inventory_app.formats.excel.workbook_misfits import Misfit, has_list

_ENDED = ("INVALID", "DUPLICATE")


@dataclass(kw_only=True)
class Tally:
    """The counts of one sheet.

    `first_missing` holds the row of the first empty cell by field; `faults` and `first_fault`
    count what is wrong by its key, and name the first cell.
    """

    started: int = 0
    due: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    first_missing: dict[str, int] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    first_fault: dict[str, str] = field(default_factory=dict)

    def lacks(self, name: str, row: int) -> None:
        """Count an answer that is due and not given."""
        self.missing[name] += 1
        self.first_missing.setdefault(name, row)

    def fails(self, key: str, cell: str) -> None:
        """Count something that is wrong."""
        self.faults[key] += 1
        self.first_fault.setdefault(key, cell)


class FaultCounter:
    """Counts in records what the formulas count in their rows."""

    def __init__(
        self, layout: SheetLayout, faults: Sequence[Fault], misfits: Sequence[Misfit]
    ) -> None:
        self._sheet = layout.sheet
        self._rules = [rule for rule in RULES if rule.fits(layout.sheet)]
        self._faults = {place: fault for fault in faults for place in fault.codes}
        self._misfits = {code: each.key for each in misfits for code in each.codes}
        self._twice = next((fault for fault in faults if fault.key == "twice"), None)
        self._columns = {column.field.name: column for column in layout.columns}
        self._judged = [
            (column.field.name, column, column.field.type.problems)
            for column in layout.columns
            if _can_misfit(column.field.type)
        ]

    def count(
        self,
        row: int,
        record: Record,
        unread: Mapping[str, str],
        parameters: RoundParameters,
        tally: Tally,
    ) -> None:
        """Count what is wrong in the record of a *row*; *unread* is what was not understood."""
        if record["record_status"] in _ENDED:
            return
        shown = _as_formulas_see(record, self._columns)
        for fault in self._found(shown, parameters):
            tally.fails(fault.key, f"{fault.columns[0].letters}{row}")
        values = shown.values
        misfits: list[tuple[int, str]] = []
        for name, column, problems in self._judged:
            value = values.get(name)
            if value is not None:
                misfits += self._misfitting(column, value, problems)
        for name in unread:
            key = _key_of_unread(self._columns[name].field.type)
            misfits += [(self._columns[name].index, key)] if key else []
        for index, key in sorted(misfits):
            letters = next(c.letters for c in self._columns.values() if c.index == index)
            tally.fails(key, f"{letters}{row}")

    def count_doubles(self, rows: Sequence[tuple[int, Record]], tally: Tally) -> None:
        """Count the rows that share their key with another one."""
        if self._twice is None:
            return
        keys: dict[int, tuple[str, ...]] = {}
        for row, record in rows:
            texts = [self._sheet.fields[n].type.format(record[n]) for n in self._sheet.key]
            if record.counts and all(texts):
                keys[row] = tuple(map(folded, texts))
        often = Counter(keys.values())
        for row, key in keys.items():
            if often[key] > 1:
                tally.fails(self._twice.key, f"{self._twice.columns[0].letters}{row}")

    def _found(self, record: Record, parameters: RoundParameters) -> list[Fault]:
        """Return the rules that a record fails, each once."""
        case = Case(sheet=self._sheet, record=record, parameters=parameters)
        found = {
            fault.key: fault
            for rule in self._rules
            for each in rule.check(case)
            if (fault := self._faults.get((each.code, each.field))) is not None
        }
        return list(found.values())

    def _misfitting(
        self, column: Column, value: Value, problems: Callable[[Value], Iterator[str]]
    ) -> Iterator[tuple[int, str]]:
        for code in problems(value):
            if code in self._misfits:
                yield column.index, self._misfits[code]


def _can_misfit(kind: FieldType) -> bool:
    if isinstance(kind, DecimalNumber):
        return kind.minimum is not None or kind.maximum is not None
    return isinstance(kind, Day | Text) or (isinstance(kind, Code) and not isinstance(kind, Codes))


def _key_of_unread(kind: FieldType) -> str:
    if isinstance(kind, DecimalNumber | Day):
        return "words"
    return "lists" if has_list(kind) else ""


def _as_formulas_see(record: Record, columns: Mapping[str, Column]) -> Record:
    """Return *record* without estimates: a formula sees ~120 as a text."""
    estimates = {
        name
        for name, state in record.states.items()
        if state is ValueState.NE
        and name in columns
        and isinstance(columns[name].field.type, DecimalNumber)
    }
    if not estimates:
        return record
    values = {name: value for name, value in record.values.items() if name not in estimates}
    return replace(record, values=values)
