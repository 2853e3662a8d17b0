"""Summaries as the readers of a profile may see them.

What is left out of a figure has the state SUP and is printed as “withheld”; what cannot say so,
such as the number of records of a sheet of people, is left out with its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from inventory_app.domain.disclosure import published_quartile
from inventory_app.domain.profiles import HIDDEN, Profile
from inventory_app.domain.small_groups import Whom
from inventory_app.domain.summaries import (
    Basis,
    CapabilitySummary,
    CostRow,
    Costs,
    Coverage,
    EntityRow,
    Figure,
    Gaps,
    IndicatorRow,
    PeerBand,
    ReturnStatus,
    SecretariatSummary,
    SummaryHead,
    Systems,
    Workforce,
    WorkforceRow,
)
from inventory_app.domain.values import ValueState
from inventory_app.services.assessment_words import NOT_ANSWERED
from inventory_app.services.redactions import Redaction
from inventory_app.texts import Translator, translator

SUP = Figure(state=ValueState.SUP)
_Summary = TypeVar("_Summary", CapabilitySummary, SecretariatSummary)


def redacted(
    summary: _Summary, redaction: Redaction, entities: tuple[str, ...] | None = None
) -> _Summary:
    """Return *summary* without what the readers must not see, and with a note that it was so.

    *entities* are those that a summary of a group is about.
    """
    if redaction.profile is Profile.FULL:
        return summary
    _ = translator(summary.head.language)
    headed = replace(summary, head=_head(summary.head, redaction, _))
    if not redaction.is_public:
        return headed
    whom: Whom = summary.head.entity_code or entities
    silent = summary.coverage.status is ReturnStatus.NOT_ANSWERED
    return replace(
        headed,
        coverage=_coverage(summary.coverage, redaction, whom, silent=silent),
        workforce=_workforce(summary.workforce, redaction, whom),
        systems=_systems(summary.systems, redaction),
        costs=_costs(summary.costs, redaction, whom),
        indicators=tuple(
            _indicator(row, redaction, whom, _(NOT_ANSWERED) if silent else "")
            for row in summary.indicators
        ),
        gaps=Gaps(total=summary.gaps.total),
    )


def redacted_whole(
    summary: SecretariatSummary, redaction: Redaction, entities: tuple[str, ...] | None = None
) -> SecretariatSummary:
    """Return the summary of all, its table of entities too, without what must not be seen.

    *entities* are those that a summary of a group is about.
    """
    made = redacted(summary, redaction, entities)
    if not redaction.is_public:
        return made
    return replace(made, entities=tuple(_entity(row, redaction) for row in made.entities))


def redacted_head(head: SummaryHead, redaction: Redaction) -> SummaryHead:
    """Return the head of a document for the readers: for whom it is, and what is withheld."""
    if redaction.profile is Profile.FULL:
        return head
    return _head(head, redaction, translator(head.language))


def _head(head: SummaryHead, redaction: Redaction, _: Translator) -> SummaryHead:
    notes = redaction.notes(_)
    return replace(head, profile=redaction.profile.value, parameters=(*notes, *head.parameters))


def _coverage(coverage: Coverage, redaction: Redaction, whom: Whom, *, silent: bool) -> Coverage:
    """Return *coverage* without the sheets of people where those are few, and with them another.

    A single row that is left out could be computed from the others and the completeness of all.
    """
    if not silent and not redaction.groups.hides_people(whom):
        return coverage
    catalogue = redaction.contents.catalogue
    people = {sheet.name for sheet in catalogue if sheet.sensitivity in HIDDEN[redaction.profile]}
    others = [each for each in coverage.sheets if each.sheet not in people and each.records]
    smallest = min(others, key=lambda each: (each.completeness.due, each.sheet), default=None)
    kept = (each for each in coverage.sheets if each.sheet not in people and each is not smallest)
    return replace(coverage, sheets=tuple(kept))


def _workforce(workforce: Workforce, redaction: Redaction, whom: Whom) -> Workforce:
    groups = redaction.groups
    hidden = groups.hides_people(whom)
    split = groups.hides_split(whom)

    def rows(field: str, listed: Sequence[WorkforceRow]) -> tuple[WorkforceRow, ...]:
        return tuple(
            _row(
                row,
                split=split or groups.hides_split(whom, field, row.code),
                whole=hidden or groups.hides_people(whom, field, row.code),
            )
            for row in listed
        )

    return replace(
        workforce,
        basis=Basis() if hidden else workforce.basis,
        fte_total=_kept(workforce.fte_total, hidden=hidden),
        fte_dedicated=_kept(workforce.fte_dedicated, hidden=split),
        fte_non_dedicated=_kept(workforce.fte_non_dedicated, hidden=split),
        headcount=_kept(workforce.headcount, hidden=hidden),
        vacant_posts=_kept(workforce.vacant_posts, hidden=hidden),
        ict_cost=_kept(workforce.ict_cost, hidden=hidden),
        by_function=rows("ict_function", workforce.by_function),
        by_grade=rows("category", workforce.by_grade),
        by_personnel_type=rows("personnel_type", workforce.by_personnel_type),
    )


def _row(row: WorkforceRow, *, split: bool, whole: bool) -> WorkforceRow:
    return replace(
        row,
        fte_dedicated=_kept(row.fte_dedicated, hidden=split),
        fte_non_dedicated=_kept(row.fte_non_dedicated, hidden=split),
        persons=_kept(row.persons, hidden=whole),
    )


def _systems(systems: Systems, redaction: Redaction) -> Systems:
    if "recovery" not in HIDDEN[redaction.profile]:
        return systems
    return replace(
        systems,
        without_recovery_test=SUP,
        recovery_test_due=SUP,
        most_used=tuple(replace(row, rto_hours=SUP) for row in systems.most_used),
    )


def _costs(costs: Costs, redaction: Redaction, whom: Whom) -> Costs:
    groups = redaction.groups
    hidden = groups.hides_cost(whom)

    def rows(field: str, listed: Sequence[CostRow]) -> tuple[CostRow, ...]:
        return tuple(
            replace(
                row,
                amount=_kept(row.amount, hidden=hidden or groups.hides_cost(whom, field, row.code)),
            )
            for row in listed
        )

    return replace(
        costs,
        total=_kept(costs.total, hidden=hidden),
        by_fund=rows("fund_code", costs.by_fund),
        by_element=rows("cost_element", costs.by_element),
        by_change=rows("run_change", costs.by_change),
        by_tower=rows("service_tower", costs.by_tower),
    )


def _indicator(row: IndicatorRow, redaction: Redaction, whom: Whom, silent: str) -> IndicatorRow:
    if redaction.hides(row.id, whom):
        return replace(
            row, value=SUP, numerator=SUP, denominator=SUP, coverage="", peers=None, note=silent,
            comparison="",
        )  # fmt: skip
    return replace(row, peers=_band(row.peers), note=silent or row.note)


def _band(band: PeerBand | None) -> PeerBand | None:
    if band is None:
        return None

    return replace(
        band,
        minimum=None,
        maximum=None,
        q1=None if band.q1 is None else published_quartile(band.q1, band.n),
        median=None if band.median is None else published_quartile(band.median, band.n),
        q3=None if band.q3 is None else published_quartile(band.q3, band.n),
    )


def _entity(row: EntityRow, redaction: Redaction) -> EntityRow:
    groups = redaction.groups
    split = groups.hides_split(row.code)
    return replace(
        row,
        fte_dedicated=_kept(row.fte_dedicated, hidden=split),
        fte_non_dedicated=_kept(row.fte_non_dedicated, hidden=split),
        cost=_kept(row.cost, hidden=groups.hides_cost(row.code)),
    )


def _kept(figure: Figure, *, hidden: bool) -> Figure:
    """Return *figure*, or that it is withheld; what there is not cannot be withheld."""
    return SUP if hidden and figure.value is not None else figure
