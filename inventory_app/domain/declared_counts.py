"""Declared indicators that count records, by rule M-C: what is not known is unfavourable."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from inventory_app.domain.columns import OK, Answers, slices
from inventory_app.domain.declared_rows import sources_in
from inventory_app.domain.figures import (
    NOT_REPORTED,
    Coverage,
    Figure,
    Source,
    Sources,
    Term,
    changed,
    quotient,
)
from inventory_app.domain.indicator_shapes import IndicatorDefinition, RecordTerm
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import BY_WEIGHT, ValueState
from inventory_app.domain.vectors import Vectors

UNDETERMINED, OPTIMISTIC = "undetermined", "optimistic"


def conservative(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """Count by rule M-C: what is not known counts as the less favourable answer."""
    [term], _ = definition.numerator, definition.denominator
    assert isinstance(term, RecordTerm)  # noqa: S101 - the definition was checked for it
    columns = answers.columns(term.scope.sheet)
    vectors = Vectors(columns, answers.as_of, definition.parameters)
    truths, stands = vectors.all_of(term.where)
    rows, spans = vectors.scope(term.scope), vectors.spans(term.scope)
    if definition.applies:
        applies = vectors.all_of(definition.applies)[0]
        rows = [row for row in rows if applies[row] is not False]
        spans = slices([columns.owners[row] for row in rows], len(answers.entities))
    told, sound = [truths[row] for row in rows], not any(stands)
    reported = answers.reported(term.scope.sheet)
    found = []
    for owner, entity in enumerate(answers.entities):
        if not reported[owner]:
            found.append(quotient(definition, entity, NOT_REPORTED, NOT_REPORTED))
            continue
        here, worst = told[spans[owner]], OK
        counts = here.count(True), here.count(None), len(here)
        if not sound:
            pairs = zip(here, rows[spans[owner]], strict=True)
            worst = max((stands[r] for truth, r in pairs if truth is not None), default=OK)
        sources = Sources(partial(sources_in, [term], answers, owner))
        state = BY_WEIGHT[worst]
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
    lower = definition.direction == "L"
    parts = {UNDETERMINED: Decimal(unknown)}
    figure = quotient(
        definition, entity,
        Term(value=Decimal(met + unknown if lower else met), state=state, sources=sources),
        Term(value=Decimal(listed)),
        coverage=Coverage(listed - unknown, listed),
        reasons=(Reason.UNKNOWN_COUNTED,) if unknown else (),
        parts=parts,
    )  # fmt: skip
    return with_bounds(definition, figure)


def with_bounds(definition: IndicatorDefinition, figure: Figure) -> Figure:
    """Return a figure by rule M-C with the value it would have at best."""
    above, below = figure.numerator, figure.denominator
    if figure.value is None or above is None or not below or UNDETERMINED not in figure.parts:
        return figure
    unknown = figure.parts[UNDETERMINED]
    best = above - unknown if definition.direction == "L" else above + unknown
    return changed(figure, parts={**figure.parts, OPTIMISTIC: best * definition.factor / below})
