"""The part of a summary on indicators: the figures of the assessment, beside their peers."""

from __future__ import annotations

from collections.abc import Mapping

from inventory_app.domain.figures import USABLE
from inventory_app.domain.figures import Figure as Computed
from inventory_app.domain.indicator_definitions import IndicatorDefinition
from inventory_app.domain.indicators import compute
from inventory_app.domain.peers import NEVER_POOLED, Comparison, compare
from inventory_app.domain.summaries import Figure, IndicatorRow, PeerBand, figure
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.assessment_words import (
    NOT_ANSWERED,
    UNCOVERED,
    brief_total_coverage,
    comparison_text,
    coverage_text,
    group_label,
    reasons_text,
)
from inventory_app.services.round_contents import RoundContents
from inventory_app.services.summaries_subject import Reader, shown

COMPLETENESS = "G04"  # of records that nobody confirmed it says nothing


def indicators_of(
    contents: RoundContents, assessment: Assessment, entity: str, reader: Reader
) -> tuple[IndicatorRow, ...]:
    """Return a row for each indicator of an entity."""
    _ = reader.translate
    asked = contents.asked[entity]
    rows = []
    for each in assessment.definitions:
        computed = assessment.figures[entity, each.id]
        comparison = assessment.comparisons[entity, each.id]
        limits = comparison_text(each, comparison, _) if asked.answered else ""
        note = (
            reasons_text(computed, asked, _)
            if asked.answered
            else _known_before(contents, each, entity, reader)
        )
        rows.append(
            _row(
                assessment, each, computed, reader,
                coverage=coverage_text(computed, _), peers=_band(reader, comparison), note=note,
                limits=limits,
            )
        )  # fmt: skip
    return tuple(rows)


def _known_before(
    contents: RoundContents, definition: IndicatorDefinition, entity: str, reader: Reader
) -> str:
    """Say what the records carried from earlier rounds would give; it enters no figure."""
    _ = reader.translate
    before = compute(definition, contents.inputs[entity])
    if before.value is None or definition.id == COMPLETENESS:
        return _(NOT_ANSWERED)
    return _(
        "Known before, not confirmed: {value}.", value=_.number(before.value, definition.places)
    )


def indicators_of_all(assessment: Assessment, reader: Reader) -> tuple[IndicatorRow, ...]:
    """Return a row for each indicator of all entities, with how they are distributed."""
    _ = reader.translate
    covered = assessment.speaks_for(assessment.asked)
    every = dict.fromkeys(assessment.asked if covered else (), ())
    rows = []
    for each in assessment.definitions:
        total = assessment.totals[each.id]
        figures = {entity: assessment.figures[entity, each.id] for entity in assessment.asked}
        rows.append(
            _row(
                assessment, each, total, reader,
                coverage=brief_total_coverage(total, _),
                peers=_distribution(reader, each, total, figures, every),
                note=reasons_text(total, None, _),
                limits="" if covered else _(UNCOVERED),
            )
        )  # fmt: skip
    return tuple(rows)


def _distribution(
    reader: Reader,
    definition: IndicatorDefinition,
    total: Computed,
    figures: Mapping[str, Computed],
    groups: Mapping[str, tuple[str, ...]],
) -> PeerBand | None:
    """Return how entities are distributed; a sum over them stands on no scale with its parts."""
    is_sum = total.value is not None and total.denominator is None
    if is_sum or definition.id in NEVER_POOLED or not groups:
        return None
    return _band(reader, compare(definition, next(iter(groups)), figures, groups))


def _band(reader: Reader, comparison: Comparison) -> PeerBand | None:
    if comparison.median is None:
        return None
    return PeerBand(
        group_label=group_label(reader.catalogue, comparison.group, reader.translate),
        n=comparison.n,
        minimum=comparison.minimum,
        q1=comparison.q1,
        median=comparison.median,
        q3=comparison.q3,
        maximum=comparison.maximum,
    )


def _row(
    assessment: Assessment,
    definition: IndicatorDefinition,
    computed: Computed,
    reader: Reader,
    *,
    coverage: str,
    peers: PeerBand | None,
    note: str,
    limits: str = "",
) -> IndicatorRow:
    numerator, denominator = _terms(computed)
    return IndicatorRow(
        id=definition.id,
        name=definition.label(reader.language),
        group_label=assessment.indicators.group_label(definition.id, reader.language),
        unit_label=assessment.indicators.unit_label(definition.id, reader.language),
        definition=definition.definition(reader.language),
        value=shown(computed),
        numerator=numerator,
        denominator=denominator,
        coverage=coverage,
        peers=peers,
        direction=definition.direction,
        places=definition.places,
        note=note,
        comparison=limits,
    )


def _terms(computed: Computed) -> tuple[Figure, Figure]:
    """Return numerator and denominator; a plain sum such as W01 has neither."""
    if computed.denominator is None and computed.state in USABLE:
        return Figure(), Figure()
    return figure(computed.numerator), figure(computed.denominator)
