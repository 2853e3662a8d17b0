"""What the terms of declared indicators give, row by row, and added up by entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from inventory_app.domain.columns import NA, OK, USABLE, Answers, SheetColumns
from inventory_app.domain.expressions import fields_of
from inventory_app.domain.figures import Coverage, Source
from inventory_app.domain.indicator_shapes import IndicatorDefinition, RecordTerm
from inventory_app.domain.vectors import Vectors


@dataclass(frozen=True, slots=True)
class Rows:
    """What a term gives for each row of its scope: an amount, and how it stands."""

    columns: SheetColumns
    rows: Sequence[int]
    spans: Sequence[slice]
    amounts: Sequence[Any]
    stands: Sequence[int]


def rows_of(term: RecordTerm, answers: Answers, definition: IndicatorDefinition) -> Rows:
    """Return what *term* gives for each row of its scope; no rows if its sheet is not asked."""
    columns = answers.columns(term.scope.sheet)
    parts = term.scope.conditions, term.scope.ever, term.amount, term.where
    key = "rows", parts, tuple(definition.parameters.items()), answers.as_of
    if key not in columns.memory:
        vectors = Vectors(columns, answers.as_of, definition.parameters)
        columns.memory[key] = _rows_of(term, columns, vectors)
    found: Rows = columns.memory[key]
    return found


def _rows_of(term: RecordTerm, columns: SheetColumns, vectors: Vectors) -> Rows:
    rows = vectors.scope(term.scope)
    amounts, stands = [1] * len(rows), [OK] * len(rows)
    if term.amount is not None:
        every, standing = vectors.amounts(term.amount)
        amounts = [every[row] for row in rows]
        if any(standing):
            stands = [standing[row] for row in rows]
    if term.where:
        truths, standing = vectors.all_of(term.where)
        doubtful = any(standing)
        for place, row in enumerate(rows):
            if not truths[row]:
                amounts[place], stands[place] = 0, standing[row]
            elif doubtful:
                stands[place] = max(standing[row], stands[place])
    return Rows(columns, rows, vectors.spans(term.scope), amounts, stands)


def worse(some: Sequence[int], others: Sequence[int]) -> Sequence[int]:
    """Return the heavier of two standings in each row."""
    if not any(others):
        return some
    return list(map(max, some, others)) if any(some) else others


class Sums:
    """Sums by entity: amounts above and below, and how many records were counted of those listed.

    `worst` is the worst standing of the records counted, `heaviest` that of those listed.
    """

    def __init__(self, entities: int) -> None:
        self.above: list[Any] = [0] * entities
        self.below: list[Any] = [0] * entities
        self.counted = [0] * entities
        self.listed = [0] * entities
        self.every = [0] * entities
        self.worst = [OK] * entities
        self.heaviest = [OK] * entities

    def add(self, above: Rows, below: Rows | None = None) -> None:
        """Add the rows of a scope; with *below* a record counts that has both amounts."""
        stands = above.stands if below is None else worse(above.stands, below.stands)
        lower = above if below is None else below
        sound = not any(stands)
        for owner, span in enumerate(above.spans):
            n = span.stop - span.start
            self.every[owner] += n
            amounts, under = above.amounts[span], lower.amounts[span]
            if sound or not any(here := stands[span]):
                self.listed[owner] += n
                self.counted[owner] += n
                self.above[owner] += sum(amounts)
                self.below[owner] += sum(under)
            else:
                self._add_doubtful(owner, zip(amounts, under, here, strict=True))

    def _add_doubtful(self, owner: int, rows: Iterable[tuple[Any, Any, int]]) -> None:
        for amount, under, stand in rows:
            if stand == NA:
                continue
            self.listed[owner] += 1
            self.heaviest[owner] = max(self.heaviest[owner], stand)
            if stand <= USABLE:
                self.counted[owner] += 1
                self.above[owner] += amount
                self.below[owner] += under
                self.worst[owner] = max(self.worst[owner], stand)

    def coverage(self, owner: int) -> Coverage:
        """Return how many records of an entity were counted."""
        return Coverage(self.counted[owner], self.listed[owner])

    def inapplicable(self, owner: int) -> bool:
        """Return whether there are records, and the question applies to none of them."""
        return bool(self.every[owner]) and not self.listed[owner]


def sources_in(terms: Iterable[RecordTerm], answers: Answers, owner: int) -> Iterator[Source]:
    """Yield the answers of an entity that *terms* read."""
    for term in terms:
        columns = answers.columns(term.scope.sheet)
        for row in Vectors(columns, answers.as_of, {}).scope(term.scope):
            if columns.owners[row] == owner:
                yield from sources_of_row((term,), columns, row)


def sources_of_row(
    terms: Iterable[RecordTerm], columns: SheetColumns, row: int
) -> Iterator[Source]:
    """Yield the answers of one record that *terms* read, or those that bring it into the scope."""
    for term in terms:
        scope = (name for tree in term.scope.conditions for name in fields_of(tree))
        for name in term.reads or tuple(scope) or columns.sheet.key[:1]:
            yield Source(columns.sheet.name, columns.uids[row], name)
