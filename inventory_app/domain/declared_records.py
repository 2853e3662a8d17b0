"""Declared indicators of which every record has a figure, and an entity the sum of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from inventory_app.domain.adding_up import merged
from inventory_app.domain.columns import NA, NR, USABLE, Answers
from inventory_app.domain.declared_rows import (
    Sums,
    rows_of,
    sources_in,
    sources_of_row,
    worse,
)
from inventory_app.domain.figures import (
    NOT_REPORTED,
    Coverage,
    Figure,
    Sources,
    Term,
    explained,
    limited,
    quotient,
    with_interval,
    without_value,
)
from inventory_app.domain.indicator_shapes import IndicatorDefinition, RecordTerm
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import BY_WEIGHT, ValueState
from inventory_app.domain.vectors import Vectors


def declared_records(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """Return a figure for each record where a definition says `each`; none otherwise."""
    if not definition.each:
        return []
    return [figure for pair in _pairs(definition, answers) for figure in pair.figures()]


@dataclass(frozen=True)
class _Pair:
    """The two terms of a definition over the records of one scope."""

    definition: IndicatorDefinition
    answers: Answers
    terms: tuple[RecordTerm, RecordTerm]

    def add_to(self, sums: Sums) -> None:
        """Add the records to *sums*: those that have both terms, a divisor and a possible value."""
        above, below = (rows_of(term, self.answers, self.definition) for term in self.terms)
        applies, of = self._applies(), self.definition
        limits = of.minimum is not None or of.maximum is not None
        stands = worse(above.stands, below.stands)
        if applies is not None:
            stands = [
                (stand if applies[row] else max(stand, NR)) if applies[row] is not False else NA
                for row, stand in zip(above.rows, stands, strict=True)
            ]
        for owner, span in enumerate(above.spans):
            for up, lo, stand in zip(
                above.amounts[span], below.amounts[span], stands[span], strict=True
            ):
                if stand == NA or (stand <= USABLE and not lo and not up):
                    continue
                sums.listed[owner] += 1
                if stand > USABLE or not lo or (limits and not _possible(of, up, lo)):
                    continue
                sums.counted[owner] += 1
                sums.above[owner] += up
                sums.below[owner] += lo
                if stand:
                    sums.worst[owner] = max(sums.worst[owner], stand)

    def figures(self, owner: int | None = None) -> Iterator[Figure]:
        """Yield a figure for each record of the scope, or only for those of one entity."""
        above, below = (rows_of(term, self.answers, self.definition) for term in self.terms)
        applies = self._applies()
        columns = above.columns
        for row, up, su, lo, sl in zip(
            above.rows, above.amounts, above.stands, below.amounts, below.stands, strict=True
        ):
            if owner is not None and columns.owners[row] != owner:
                continue
            entity = self.answers.entities[columns.owners[row]]
            if applies is not None and applies[row] is False:
                why = Reason(self.definition.nothing)
                yield without_value(self.definition, entity, ValueState.NA, why, columns.uids[row])
                continue
            sources = Sources(partial(sources_of_row, self.terms, columns, row))
            unsure = applies is not None and applies[row] is None
            state = BY_WEIGHT[max(su, NR) if unsure else su]
            figure = quotient(
                self.definition, entity,
                Term(value=_number(up), state=state, sources=sources, coverage=Coverage(1, 1)),
                Term(value=_number(lo), state=BY_WEIGHT[sl]), record=columns.uids[row],
            )  # fmt: skip
            yield limited(self.definition, figure)

    def _applies(self) -> Sequence[bool | None] | None:
        if not self.definition.applies:
            return None
        columns = self.answers.columns(self.terms[0].scope.sheet)
        vectors = Vectors(columns, self.answers.as_of, self.definition.parameters)
        return vectors.all_of(self.definition.applies)[0]


def _possible(of: IndicatorDefinition, above: Any, below: Any) -> bool:
    """Return whether a value lies within what it can be."""
    value = above * of.factor / below
    return (of.minimum is None or value >= of.minimum) and (
        of.maximum is None or value <= of.maximum
    )


def _number(amount: Any) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def _pairs(definition: IndicatorDefinition, answers: Answers) -> list[_Pair]:
    return [
        _Pair(definition, answers, (above, below))
        for above, below in zip(definition.numerator, definition.denominator, strict=True)
        if isinstance(above, RecordTerm) and isinstance(below, RecordTerm)
    ]


def of_each(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """Return the figure of each entity from those of its records, as `merged` adds them up.

    Where a record has both terms they are added up as they stand; only entities none of whose
    records have both are looked at record by record, for the reasons.
    """
    pairs = _pairs(definition, answers)
    sums = Sums(len(answers.entities))
    for pair in pairs:
        pair.add_to(sums)
    reported = [answers.reported(sheet) for sheet in _sheets(definition)]
    result = []
    for owner, entity in enumerate(answers.entities):
        if not all(each[owner] for each in reported):
            result.append(quotient(definition, entity, NOT_REPORTED, NOT_REPORTED))
        elif sums.counted[owner]:
            result.append(_of_counted(definition, answers, sums, owner, pairs))
        else:
            every = [figure for pair in pairs for figure in pair.figures(owner)]
            why = Reason(definition.nothing)
            nothing = without_value(definition, entity, ValueState.NA, why)
            result.append(merged(every) if every else nothing)
    return result


def _of_counted(
    definition: IndicatorDefinition,
    answers: Answers,
    sums: Sums,
    owner: int,
    pairs: Sequence[_Pair],
) -> Figure:
    """Return the figure of an entity of which at least one record has both terms."""
    above, below = Decimal(sums.above[owner]), Decimal(sums.below[owner])
    state, coverage = BY_WEIGHT[sums.worst[owner]], sums.coverage(owner)
    why = {Reason.PARTIAL} if coverage.counted < coverage.listed else set()
    terms = [term for pair in pairs for term in pair.terms]
    figure = Figure(
        indicator=definition.id, entity=answers.entities[owner], numerator=above,
        denominator=below, value=above * definition.factor / below, factor=definition.factor,
        state=state, reasons=explained(state, why), coverage=coverage,
        ranked=state is ValueState.OK, inputs=Sources(partial(sources_in, terms, answers, owner)),
    )  # fmt: skip
    return with_interval(definition, figure)


def _sheets(definition: IndicatorDefinition) -> tuple[str, ...]:
    terms = (term for term in definition.numerator if isinstance(term, RecordTerm))
    return tuple(dict.fromkeys(term.scope.sheet for term in terms))
