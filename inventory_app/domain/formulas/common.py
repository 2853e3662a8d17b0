"""What the formulas of several subjects share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from inventory_app.domain.columns import NE, Answers
from inventory_app.domain.declared_counts import conservative_figure
from inventory_app.domain.figures import NOT_REPORTED, Figure, Source, quotient
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.known_codes import CRITICAL, IN_USE, NOT_RUNNING
from inventory_app.domain.listed import Listed, listed
from inventory_app.domain.values import ValueState

HUNDRED = Decimal(100)


def not_reported(definition: IndicatorDefinition, entity: str) -> Figure:
    """Return the figure of whoever did not report a sheet that it needs."""
    return quotient(definition, entity, NOT_REPORTED, NOT_REPORTED)


def judged(
    definition: IndicatorDefinition,
    answers: Answers,
    sheets: Sequence[str],
    records: Listed,
    truths: Sequence[bool | None],
    *names: str,
    sources: Callable[[int], Sequence[Source]] | None = None,
) -> list[Figure]:
    """Return by rule M-C how many *records* meet something, for each entity.

    *truths* say so of each, None where nobody knows; *names* are the fields that decide, on
    *sheets*. *sources* gives the answers of an entity where those fields are not all.
    """
    reported = answers.reported(*sheets)
    states = _estimates(records, truths, names)
    found = []
    for owner, (entity, span) in enumerate(zip(answers.entities, records.spans, strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        here = truths[span]
        counts = here.count(True), here.count(None), len(here)
        told = sources(owner) if sources else records.sources(owner, *names)
        found.append(conservative_figure(definition, entity, counts, states[owner], told))
    return found


def _estimates(
    records: Listed, truths: Sequence[bool | None], names: Sequence[str]
) -> list[ValueState]:
    """Return for each entity whether an estimate decided something."""
    states = [ValueState.OK] * len(records.spans)
    doubtful = [name for name in names if not records.columns.is_firm(name)]
    if not doubtful:
        return states
    estimated = [
        truth is not None and NE in stands
        for truth, *stands in zip(truths, *map(records.stands, doubtful), strict=True)
    ]
    for owner, span in enumerate(records.spans):
        if any(estimated[span]):
            states[owner] = ValueState.NE
    return states


def in_use(answers: Answers) -> Listed:
    """Return the systems in use."""

    def make() -> Listed:
        systems = listed(answers, "systems")
        return systems.where(status in IN_USE for status in systems.values("status"))

    return answers.once("systems in use", make)


def critical(answers: Answers) -> Listed:
    """Return the critical systems, tiers 1 and 2, that may be running."""

    def make() -> Listed:
        systems = listed(answers, "systems")
        pairs = zip(systems.values("criticality"), systems.values("status"), strict=True)
        return systems.where(tier in CRITICAL and at not in NOT_RUNNING for tier, at in pairs)

    return answers.once("critical systems", make)
