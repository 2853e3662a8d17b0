"""Indicators that are declared: terms over the records of many entities, by the rules on states.

Each rule on missing answers (indicator rules, 2.3) has its own way of adding up; all of them walk
once over the rows of a scope, whatever the number of entities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from inventory_app.domain.adding_up import merged
from inventory_app.domain.columns import NA, NR, OK, USABLE, Answers, SheetColumns
from inventory_app.domain.expressions import fields_of
from inventory_app.domain.figures import (
    NOT_REPORTED,
    Coverage,
    Figure,
    Source,
    Sources,
    Term,
    covers,
    explained,
    limited,
    quotient,
    without_value,
)
from inventory_app.domain.indicator_shapes import IndicatorDefinition, RecordTerm
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import BY_WEIGHT, ValueState
from inventory_app.domain.vectors import Vectors

Others: TypeAlias = "Callable[[str], Sequence[Figure]]"
UNDETERMINED, OPTIMISTIC = "undetermined", "optimistic"


def declared_figures(
    definition: IndicatorDefinition, answers: Answers, others: Others
) -> list[Figure]:
    """Return the figure of each entity by the terms of *definition*, in the order of *answers*.

    *others* gives the figures of another indicator for the same entities.
    """
    if definition.each:
        return _of_each(definition, answers)
    if definition.missing == "M-C":
        return _conservative(definition, answers)
    return _added(definition, answers, others)


def declared_records(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """Return a figure for each record where a definition says `each`; none otherwise."""
    if not definition.each:
        return []
    return [figure for pair in _pairs(definition, answers) for figure in pair.figures()]


@dataclass(frozen=True, slots=True)
class _Rows:
    """What a term gives for each row of its scope: an amount, and how it stands."""

    columns: SheetColumns
    rows: Sequence[int]
    amounts: Sequence[Any]
    stands: Sequence[int]


def _rows(term: RecordTerm, answers: Answers, definition: IndicatorDefinition) -> _Rows:
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
    return _Rows(columns, rows, amounts, stands)


class _Sums:
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

    def add(self, above: _Rows, below: _Rows | None = None) -> None:
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


# Sums of an entity: rules M-A and M-B.


def _added(definition: IndicatorDefinition, answers: Answers, others: Others) -> list[Figure]:
    terms: Iterable[tuple[Term, Term | None]]
    joint = _is_joint(definition)
    if joint and (definition.enough is not None or definition.missing == "M-B"):
        terms = _together(definition, answers)
    else:
        below = definition.denominator
        uppers = _sum_terms(definition, definition.numerator, answers, others, "/numerator")
        none: list[Term | None] = [None] * len(uppers)
        lowers = _sum_terms(definition, below, answers, others, "") if below else none
        terms = zip(uppers, lowers, strict=True)
    return [
        _figure(definition, entity, above, lower)
        for entity, (above, lower) in zip(answers.entities, terms, strict=True)
    ]


def _is_joint(definition: IndicatorDefinition) -> bool:
    """Return whether both terms look at the same records, which then count for both or neither."""
    terms = (*definition.numerator, *definition.denominator)
    scopes = {term.scope if isinstance(term, RecordTerm) else None for term in terms}
    return None not in scopes and len(scopes) == 1


def _figure(
    definition: IndicatorDefinition, entity: str, above: Term, below: Term | None
) -> Figure:
    if below is not None:
        return limited(definition, quotient(definition, entity, above, below))
    value = above.usable
    return limited(
        definition,
        Figure(
            indicator=definition.id, entity=entity, numerator=value,
            value=None if value is None else value * definition.factor,
            factor=definition.factor, state=above.state,
            reasons=explained(above.state, above.reasons), coverage=above.coverage,
            ranked=above.state is ValueState.OK, inputs=above.sources,
        ),
    )  # fmt: skip


def _together(
    definition: IndicatorDefinition, answers: Answers
) -> Iterator[tuple[Term, Term | None]]:
    """Yield both terms of each entity over the records that have both."""
    sums = _Sums(len(answers.entities))
    [above], below = definition.numerator, definition.denominator
    assert isinstance(above, RecordTerm)  # noqa: S101 - for the type checker; see `_is_joint`
    lower = below[0] if below else None
    sums.add(
        _rows(above, answers, definition),
        _rows(lower, answers, definition) if isinstance(lower, RecordTerm) else None,
    )
    reported = answers.reported(above.scope.sheet)
    terms = [above, lower] if isinstance(lower, RecordTerm) else [above]
    for owner, entity in enumerate(answers.entities):
        if not reported[owner]:
            yield NOT_REPORTED, NOT_REPORTED if below else None
            continue
        made = _judged_sum(definition, sums, owner, answers.last_totals.get(entity, {}))
        sources = Sources(partial(_sources, terms, answers, owner))
        yield (
            replace(made, value=Decimal(sums.above[owner]), sources=sources),
            replace(made, value=Decimal(sums.below[owner]), reasons=()) if below else None,
        )


def _judged_sum(
    definition: IndicatorDefinition, sums: _Sums, owner: int, last: Any, key: str = ""
) -> Term:
    """Return the term of an entity without its value, judged by how much of it is known."""
    coverage = sums.coverage(owner)
    missing = coverage.listed - coverage.counted
    if sums.inapplicable(owner):
        return Term(state=ValueState.NA, coverage=coverage)
    if definition.enough is not None:
        enough = coverage.counted * 100 >= coverage.listed * definition.enough
    else:
        enough = covers(sums.below[owner], missing, last.get(definition.id + key))
    why: tuple[Reason, ...] = ()
    if not enough:
        lacking = missing and definition.enough is None
        why = (Reason.MISSING, Reason.BELOW_COVERAGE) if lacking else (Reason.BELOW_COVERAGE,)
    elif missing:
        why = (Reason.PARTIAL,)
    state = BY_WEIGHT[sums.worst[owner]] if enough else ValueState.NR
    return Term(state=state, reasons=why, coverage=coverage)


def _sum_terms(
    definition: IndicatorDefinition,
    terms: Sequence[Any],
    answers: Answers,
    others: Others,
    key: str,
) -> list[Term]:
    """Return a term for each entity: the sums over records, and those of other indicators."""
    made: list[list[Term]] = []
    for term in terms:
        if isinstance(term, RecordTerm):
            made.append(_record_terms(definition, term, answers, key))
        else:
            made.append([_taken(figure, term.take) for figure in others(term.indicator)])
    return made[0] if len(made) == 1 else [_plus(each) for each in zip(*made, strict=True)]


def _record_terms(
    definition: IndicatorDefinition, term: RecordTerm, answers: Answers, key: str
) -> list[Term]:
    sums = _Sums(len(answers.entities))
    sums.add(_rows(term, answers, definition))
    reported = answers.reported(term.scope.sheet)
    found = []
    for owner, entity in enumerate(answers.entities):
        if not reported[owner]:
            found.append(NOT_REPORTED)
            continue
        if definition.enough is not None or definition.missing == "M-B":
            last = answers.last_totals.get(entity, {})
            made = _judged_sum(definition, sums, owner, last, key)
        else:
            na = sums.inapplicable(owner)
            state = ValueState.NA if na else BY_WEIGHT[sums.heaviest[owner]]
            made = Term(state=state, coverage=sums.coverage(owner))
        sources = Sources(partial(_sources, [term], answers, owner))
        found.append(replace(made, value=Decimal(sums.above[owner]), sources=sources))
    return found


def _taken(figure: Figure, take: str) -> Term:
    """Return a term of another figure, with what is to be known about it."""
    value = figure.numerator if take == "numerator" else figure.denominator
    known = value is not None
    return Term(
        value=value, state=figure.state if not known or figure.value is not None else ValueState.OK,
        reasons=tuple(r for r in figure.reasons if r is not Reason.BELOW_FLOOR),
        sources=figure.inputs, coverage=figure.coverage,
    )  # fmt: skip


def _plus(terms: Sequence[Term]) -> Term:
    """Return the sum of terms; the worst state travels."""
    state = max((term.state for term in terms), key=BY_WEIGHT.index)
    return Term(
        value=sum((term.value or Decimal(0) for term in terms), Decimal(0)), state=state,
        reasons=tuple(reason for term in terms for reason in term.reasons),
        sources=Sources(lambda: [source for term in terms for source in term.sources]),
        coverage=Coverage(
            sum(term.coverage.counted for term in terms),
            sum(term.coverage.listed for term in terms),
        ),
    )  # fmt: skip


# Records that count: rule M-C.


def _conservative(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """Count by rule M-C: what is not known counts as the less favourable answer."""
    [term], _ = definition.numerator, definition.denominator
    assert isinstance(term, RecordTerm)  # noqa: S101 - the definition was checked for it
    columns = answers.columns(term.scope.sheet)
    vectors = Vectors(columns, answers.as_of, definition.parameters)
    truths, stands = vectors.all_of(term.where)
    n = len(answers.entities)
    listed, met, unknown, worst = [0] * n, [0] * n, [0] * n, [OK] * n
    applies = vectors.all_of(definition.applies)[0] if definition.applies else None
    for row in vectors.scope(term.scope):
        if applies is not None and applies[row] is False:
            continue
        owner, truth = columns.owners[row], truths[row]
        listed[owner] += 1
        if truth is None:
            unknown[owner] += 1
        else:
            met[owner] += truth
            worst[owner] = max(worst[owner], stands[row])
    reported = answers.reported(term.scope.sheet)
    found = []
    for owner, entity in enumerate(answers.entities):
        if not reported[owner]:
            found.append(quotient(definition, entity, NOT_REPORTED, NOT_REPORTED))
            continue
        counts = met[owner], unknown[owner], listed[owner]
        sources = Sources(partial(_sources, [term], answers, owner))
        state = BY_WEIGHT[worst[owner]]
        found.append(conservative_figure(definition, entity, counts, state, sources))
    return found


def conservative_figure(
    definition: IndicatorDefinition,
    entity: str,
    counts: tuple[int, int, int],
    state: ValueState,
    sources: Sequence[Source],
) -> Figure:
    """Return a figure by rule M-C from how many records meet it, are not known, are listed.

    What is not known enters the numerator where lower is better. The parts hold how many are not
    known, and the value if all of them were favourable.
    """
    met, unknown, listed = counts
    above = met + unknown if definition.direction == "L" else met
    figure = quotient(
        definition, entity,
        Term(value=Decimal(above), state=state, sources=sources),
        Term(value=Decimal(listed)),
        coverage=Coverage(listed - unknown, listed),
        reasons=(Reason.UNKNOWN_COUNTED,) if unknown else (),
    )  # fmt: skip
    return with_bounds(definition, replace(figure, parts={UNDETERMINED: Decimal(unknown)}))


def with_bounds(definition: IndicatorDefinition, figure: Figure) -> Figure:
    """Return a figure by rule M-C with the value it would have at best."""
    above, below = figure.numerator, figure.denominator
    if figure.value is None or above is None or not below or UNDETERMINED not in figure.parts:
        return figure
    unknown = figure.parts[UNDETERMINED]
    best = above - unknown if definition.direction == "L" else above + unknown
    return replace(figure, parts={**figure.parts, OPTIMISTIC: best * definition.factor / below})


# Records with a figure each.


@dataclass(frozen=True)
class _Pair:
    """The two terms of a definition over the records of one scope."""

    definition: IndicatorDefinition
    answers: Answers
    terms: tuple[RecordTerm, RecordTerm]

    def figures(self) -> Iterator[Figure]:
        """Yield a figure for each record of the scope."""
        above, below = (_rows(term, self.answers, self.definition) for term in self.terms)
        applies = self._applies()
        columns = above.columns
        for row, up, su, lo, sl in zip(
            above.rows, above.amounts, above.stands, below.amounts, below.stands, strict=True
        ):
            entity = self.answers.entities[columns.owners[row]]
            if applies is not None and applies[row] is False:
                why = Reason(self.definition.nothing)
                yield without_value(self.definition, entity, ValueState.NA, why, columns.uids[row])
                continue
            sources = Sources(partial(_of_row, self.terms, columns, row))
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


def _number(amount: Any) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def _pairs(definition: IndicatorDefinition, answers: Answers) -> list[_Pair]:
    return [
        _Pair(definition, answers, (above, below))
        for above, below in zip(definition.numerator, definition.denominator, strict=True)
        if isinstance(above, RecordTerm) and isinstance(below, RecordTerm)
    ]


def _of_each(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """Return the figure of each entity from those of its records."""
    found: dict[str, list[Figure]] = {entity: [] for entity in answers.entities}
    for figure in declared_records(definition, answers):
        found[figure.entity].append(figure)
    reported = [answers.reported(sheet) for sheet in _sheets(definition)]
    result = []
    for owner, entity in enumerate(answers.entities):
        if not all(each[owner] for each in reported):
            result.append(quotient(definition, entity, NOT_REPORTED, NOT_REPORTED))
        elif not found[entity]:
            why = Reason(definition.nothing)
            result.append(without_value(definition, entity, ValueState.NA, why))
        else:
            result.append(merged(found[entity]))
    return result


def _sheets(definition: IndicatorDefinition) -> tuple[str, ...]:
    terms = (term for term in definition.numerator if isinstance(term, RecordTerm))
    return tuple(dict.fromkeys(term.scope.sheet for term in terms))


# Where a figure comes from.


def _sources(terms: Iterable[RecordTerm], answers: Answers, owner: int) -> Iterator[Source]:
    for term in terms:
        columns = answers.columns(term.scope.sheet)
        for row in Vectors(columns, answers.as_of, {}).scope(term.scope):
            if columns.owners[row] == owner:
                yield from _of_row((term,), columns, row)


def _of_row(terms: Iterable[RecordTerm], columns: SheetColumns, row: int) -> Iterator[Source]:
    for term in terms:
        scope = (name for tree in term.scope.conditions for name in fields_of(tree))
        for name in term.reads or tuple(scope) or columns.sheet.key[:1]:
            yield Source(columns.sheet.name, columns.uids[row], name)
