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
    amounts: Sequence[Any]
    stands: Sequence[int]


def rows_of(term: RecordTerm, answers: Answers, definition: IndicatorDefinition) -> Rows:
    """Return what *term* gives for each row of its scope; no rows if its sheet is not asked."""
    columns = answers.columns(term.scope.sheet)
    vectors = Vectors(columns, answers.as_of, definition.parameters)
    rows = vectors.scope(term.scope)
    if term.amount is None:
        amounts, stands = [1] * len(rows), [OK] * len(rows)
    else:
        every, standing = vectors.amounts(term.amount)
        amounts, stands = [every[row] for row in rows], [standing[row] for row in rows]
    if term.where:
        truths, standing = vectors.all_of(term.where)
        for place, row in enumerate(rows):
            truth, stand = truths[row], standing[row]
            if truth:
                stands[place] = max(stand, stands[place])
            else:
                amounts[place], stands[place] = 0, stand
    return Rows(columns, rows, amounts, stands)


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
        owners = above.columns.owners
        amounts, stands = above.amounts, above.stands
        if below is not None:
            stands = [max(a, b) for a, b in zip(above.stands, below.stands, strict=True)]
        lower = amounts if below is None else below.amounts
        for row, amount, under, stand in zip(above.rows, amounts, lower, stands, strict=True):
            owner = owners[row]
            self.every[owner] += 1
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
