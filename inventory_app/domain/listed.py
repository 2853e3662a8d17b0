"""The records that a formula looks at: columns of answers, and where those of each entity stand.

A formula computes the figures of all entities together. What it needs of single answers it takes
from columns, and what it needs of an entity from a slice of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, TypeVar

from inventory_app.domain.columns import NA, OK, USABLE, Answers, SheetColumns, slices
from inventory_app.domain.figures import NOT_REPORTED, ZERO, Coverage, Source, Sources, Term
from inventory_app.domain.values import BY_WEIGHT, Value, ValueState

_T = TypeVar("_T")


class Listed:
    """Records of one sheet, those of an entity one after the other.

    Columns have one entry for each record; `spans` are the slices of the entities, in the order
    of `Answers.entities`. Columns and what is made of them are made once.
    """

    def __init__(self, columns: SheetColumns, rows: Sequence[int]) -> None:
        self.columns = columns
        self.rows = rows
        self._every = len(rows) == len(columns)
        self._memory: dict[Any, Any] = {}

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def spans(self) -> list[slice]:
        """Where the records of each entity stand."""
        owners = self.columns.owners
        here = owners if self._every else [owners[row] for row in self.rows]
        return slices(here, len(self.columns.entities))

    @cached_property
    def counts(self) -> list[int]:
        """How many records each entity has."""
        return [span.stop - span.start for span in self.spans]

    def once(self, key: object, make: Callable[[], _T]) -> _T:
        """Return what *make* gives; asked again under the same *key*, it is not made again."""
        if key not in self._memory:
            self._memory[key] = make()
        found: _T = self._memory[key]
        return found

    def values(self, name: str) -> Sequence[Any]:
        """Return the answers to a field, None where there is none."""
        column = self.columns.column(name)
        return column if self._every else self.once(name, lambda: [column[r] for r in self.rows])

    @cached_property
    def uids(self) -> Sequence[str]:
        """The uids of the records."""
        return self.columns.uids if self._every else [self.columns.uids[r] for r in self.rows]

    def amounts(self, name: str) -> Sequence[Any]:
        """Return the numbers in a field, zero where there is none."""
        return self.once(("amounts", name), lambda: [v or ZERO for v in self.values(name)])

    def stands(self, *names: str) -> Sequence[int]:
        """Return how the answers to *names* stand; the heaviest standing travels."""
        return self.once(("stands", names), lambda: self._stands(names))

    def _stands(self, names: Sequence[str]) -> Sequence[int]:
        doubtful = [each for each in map(self._standing, names) if each is not None]
        if not doubtful:
            return [OK] * len(self.rows)
        return doubtful[0] if len(doubtful) == 1 else list(map(max, *doubtful))

    def _standing(self, name: str) -> Sequence[int] | None:
        """Return how the answers to one field stand, None where all are sound."""
        if self.columns.is_firm(name):
            return None
        column = self.columns.standing(name)
        return column if self._every else [column[row] for row in self.rows]

    def usable(self, *names: str) -> Sequence[bool]:
        """Return whether the answers to all of *names* can be used."""
        return self.once(("usable", names), lambda: self._usable(names))

    def _usable(self, names: Sequence[str]) -> Sequence[bool]:
        if all(map(self.columns.is_firm, names)):
            return [True] * len(self.rows)
        return [stand <= USABLE for stand in self.stands(*names)]

    def silent(self, name: str) -> Sequence[bool]:
        """Return where nothing was said: no value, and no standing beside it."""
        of = self.columns
        stated, wrong = of.stated, of.wrong
        return [
            value is None and name not in stated.get(row, ()) and name not in wrong.get(row, ())
            for row, value in zip(self.rows, self.values(name), strict=True)
        ]

    def heaviest(self, *names: str) -> list[ValueState]:
        """Return for each entity the state that travels from the answers to *names*."""
        return self.once(("heaviest", names), lambda: self.combined(self.stands(*names)))

    def combined(self, stands: Sequence[int]) -> list[ValueState]:
        """Return for each entity the state that travels from a column of standings."""
        if not any(stands):
            return [ValueState.OK] * len(self.spans)
        return [BY_WEIGHT[max(stands[span], default=OK)] for span in self.spans]

    def sums(self, amounts: Sequence[Any]) -> list[Decimal]:
        """Return for each entity the sum of a column without blanks."""
        return [sum(amounts[span], ZERO) for span in self.spans]

    def total(self, name: str) -> list[Decimal]:
        """Return for each entity the sum of the numbers in a field."""
        return self.once(("total", name), lambda: self.sums(self.amounts(name)))

    def numbers(self, truths: Sequence[bool]) -> list[int]:
        """Return for each entity how many of a column hold."""
        return [truths[span].count(True) for span in self.spans]

    def where(self, keep: Iterable[bool]) -> Listed:
        """Return the records for which *keep* holds, which has one entry for each."""
        rows = [row for row, kept in zip(self.rows, keep, strict=True) if kept]
        return self if len(rows) == len(self.rows) else Listed(self.columns, rows)

    def sources(self, owner: int, *names: str) -> Sources:
        """Return the answers of an entity to the fields *names*, looked up when wanted."""
        return Sources(partial(self._sources, self.spans[owner], names))

    def _sources(self, span: slice, names: Sequence[str]) -> Iterator[Source]:
        return _told_by(self.columns, self.rows[span], names)

    def strict(self, name: str) -> list[Term]:
        """Return for each entity the sum of a field by rule M-A: one answer missing, and none.

        Records to which the field does not apply (NA) are left out; if it applies to none of them,
        neither does the sum.
        """
        return self.once(("strict", name), lambda: list(self._strict(name)))

    def _strict(self, name: str) -> Iterator[Term]:
        firm, amounts = self.columns.is_firm(name), self.amounts(name)
        stands = self.stands(name)
        for owner, span in enumerate(self.spans):
            here, n = amounts[span], span.stop - span.start
            if firm or not any(told := stands[span]):
                yield Term(
                    value=sum(here, ZERO),
                    sources=self.sources(owner, name), coverage=Coverage(n, n),
                )  # fmt: skip
                continue
            asked = [(a, s) for a, s in zip(here, told, strict=True) if s != NA]
            if not asked:
                yield Term(state=ValueState.NA)
                continue
            yield Term(
                value=sum((a for a, _ in asked), ZERO),
                state=BY_WEIGHT[max(s for _, s in asked)],
                sources=Sources(partial(self._asked, span, name)),
                coverage=Coverage(sum(s <= USABLE for _, s in asked), len(asked)),
            )

    def _asked(self, span: slice, name: str) -> Iterator[Source]:
        for uid, stand in zip(self.uids[span], self.stands(name)[span], strict=True):
            if stand != NA:
                yield Source(self.columns.sheet.name, uid, name)


def told_by(columns: SheetColumns, rows: Sequence[int], *names: str) -> Sources:
    """Return the answers of some rows to the fields *names*, looked up when wanted."""
    return Sources(partial(_told_by, columns, rows, names))


def _told_by(columns: SheetColumns, rows: Sequence[int], names: Sequence[str]) -> Iterator[Source]:
    for row in rows:
        for name in names:
            yield Source(columns.sheet.name, columns.uids[row], name)


def listed(answers: Answers, sheet: str, *, ever: bool = False) -> Listed:
    """Return the records of a sheet that enter totals; with *ever* also what closed or left."""

    def make() -> Listed:
        columns = answers.columns(sheet)
        return Listed(columns, columns.counting(answers.as_of, ever=ever))

    return answers.once(("listed", sheet, ever), make)


def strictly(answers: Answers, sheet: str, name: str) -> list[Term]:
    """Return for each entity the sum of a field by rule M-A, not reported where nothing was."""
    terms = listed(answers, sheet).strict(name)
    return [
        term if reported else NOT_REPORTED
        for term, reported in zip(terms, answers.reported(sheet), strict=True)
    ]


class Told:
    """One record among columns, read as a record is: where few of them are looked at."""

    __slots__ = ("_columns", "_row", "uid")

    def __init__(self, columns: SheetColumns, row: int) -> None:
        self._columns, self._row = columns, row
        self.uid = columns.uids[row]

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return self._columns.sheet.name

    def __getitem__(self, name: str) -> Value:
        return self._columns.column(name)[self._row]

    def state(self, name: str) -> ValueState:
        """Return the standing of the answer to field *name*."""
        return BY_WEIGHT[self._columns.standing(name)[self._row]]
