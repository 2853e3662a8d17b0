"""Indicators that are declared: terms over the records of many entities, by the rules on states.

Each rule on missing answers (indicator rules, 2.3) has its own way of adding up; all of them walk
once over the rows of a scope, whatever the number of entities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, TypeAlias

from inventory_app.domain.columns import Answers
from inventory_app.domain.declared_counts import conservative
from inventory_app.domain.declared_records import of_each
from inventory_app.domain.declared_rows import Sums, rows_of, sources_in
from inventory_app.domain.figures import (
    NOT_REPORTED,
    Coverage,
    Figure,
    Sources,
    Term,
    covers,
    explained,
    limited,
    quotient,
)
from inventory_app.domain.indicator_shapes import IndicatorDefinition, RecordTerm
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import BY_WEIGHT, ValueState

Others: TypeAlias = "Callable[[str], Sequence[Figure]]"


def declared_figures(
    definition: IndicatorDefinition, answers: Answers, others: Others
) -> list[Figure]:
    """Return the figure of each entity by the terms of *definition*, in the order of *answers*.

    *others* gives the figures of another indicator for the same entities.
    """
    if definition.each:
        return of_each(definition, answers)
    if definition.missing == "M-C":
        return conservative(definition, answers)
    return _added(definition, answers, others)


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
    sums = Sums(len(answers.entities))
    [above], below = definition.numerator, definition.denominator
    assert isinstance(above, RecordTerm)  # noqa: S101 - for the type checker; see `_is_joint`
    lower = below[0] if below else None
    sums.add(
        rows_of(above, answers, definition),
        rows_of(lower, answers, definition) if isinstance(lower, RecordTerm) else None,
    )
    reported = answers.reported(above.scope.sheet)
    terms = [above, lower] if isinstance(lower, RecordTerm) else [above]
    for owner, entity in enumerate(answers.entities):
        if not reported[owner]:
            yield NOT_REPORTED, NOT_REPORTED if below else None
            continue
        made = _judged_sum(definition, sums, owner, answers.last_totals.get(entity, {}))
        sources = Sources(partial(sources_in, terms, answers, owner))
        yield (
            made._replace(value=Decimal(sums.above[owner]), sources=sources),
            made._replace(value=Decimal(sums.below[owner]), reasons=()) if below else None,
        )


def _judged_sum(
    definition: IndicatorDefinition, sums: Sums, owner: int, last: Any, key: str = ""
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
    sums = Sums(len(answers.entities))
    sums.add(rows_of(term, answers, definition))
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
        sources = Sources(partial(sources_in, [term], answers, owner))
        found.append(made._replace(value=Decimal(sums.above[owner]), sources=sources))
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
