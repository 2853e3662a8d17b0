"""The document on the whole Secretariat, and the one on a group of its entities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory_app.domain.documents import (
    Block,
    Contents,
    Document,
    Figures,
    Heading,
    Items,
    KeyFigure,
    PageBreak,
)
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.overviews import Overview
from inventory_app.domain.summaries import ReturnStatus, SecretariatSummary
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.documents.capacity_parts import (
    capacity_cards,
    data_centres_section,
    systems_section,
    workforce_section,
)
from inventory_app.services.documents.cost_parts import costs_section, few
from inventory_app.services.documents.frame import Frame, Section, numbered
from inventory_app.services.documents.indicator_parts import heat_section, indicators_section
from inventory_app.services.documents.methodology import methodology_section, rules
from inventory_app.services.documents.time_parts import over_time_section
from inventory_app.services.documents.trust_parts import (
    answers_section,
    coverage_section,
    entities_section,
    missing_section,
    reading_section,
    silent_section,
)
from inventory_app.services.side_by_side import Trend

SECRETARIAT, GROUP = "secretariat-summary", "group-summary"


@dataclass(frozen=True, kw_only=True)
class Whole:
    """What a document on many entities is made from.

    `loads` are rooms with load and capacity in kW; `overview` has figures over time and the round
    before, and is None where there is none; `trend` has the series of indicators.
    """

    summary: SecretariatSummary
    assessment: Assessment
    entities: Sequence[str]
    loads: Sequence[tuple[str, Decimal, Decimal]] = ()
    overview: Overview | None = None
    trend: Trend | None = None
    catalogue: Catalogue | None = None


def secretariat_document(frame: Frame, whole: Whole) -> Document:
    """Return the document on the whole Secretariat, with its annexes."""
    _ = frame.translate
    sections = [
        *_capacity(frame, whole),
        *_over_time(frame, whole),
        indicators_section(frame, whole.summary.indicators, of_a_group=True),
        *_by_entity(frame, whole),
        missing_section(frame, whole.summary.gaps, whole.summary.coverage),
        reading_section(frame, rules(frame).texts),
        methodology_section(frame, whole.assessment),
    ]
    blocks = (
        *_executive(frame, whole.summary), Contents(title=_("Contents"), depth=1), PageBreak(),
        *numbered(frame, sections),
    )  # fmt: skip
    return frame.document(SECRETARIAT, _("ICT capacities of all entities"), blocks)


def group_document(frame: Frame, whole: Whole) -> Document:
    """Return the capability summary of a group of entities."""
    _ = frame.translate
    sections = [
        *_capacity(frame, whole),
        indicators_section(frame, whole.summary.indicators, of_a_group=True),
        *_by_entity(frame, whole),
        missing_section(frame, whole.summary.gaps, whole.summary.coverage),
        reading_section(frame),
    ]
    blocks = (
        *_executive(frame, whole.summary), Contents(title=_("Contents"), depth=1),
        *numbered(frame, sections),
    )  # fmt: skip
    kind = _("ICT capability summary of a group of entities")
    return frame.document(GROUP, kind, blocks)


def _capacity(frame: Frame, whole: Whole) -> list[Section]:
    summary = whole.summary
    return [
        answers_section(frame, summary.responses),
        coverage_section(frame, summary.coverage),
        silent_section(frame, summary.entities),
        workforce_section(frame, summary.workforce),
        systems_section(frame, summary.systems),
        data_centres_section(frame, summary.data_centres, whole.loads),
        costs_section(frame, summary.costs),
    ]


def _over_time(frame: Frame, whole: Whole) -> Iterator[Section]:
    if whole.overview is not None and whole.catalogue is not None:
        yield over_time_section(frame, whole.overview, whole.trend, whole.catalogue)


def _by_entity(frame: Frame, whole: Whole) -> Iterator[Section]:
    if (found := heat_section(frame, whole.assessment, whole.entities)) is not None:
        yield found
    yield entities_section(frame, whole.summary.entities)


# -- the first page --------------------------------------------------------------------------------


def _executive(frame: Frame, summary: SecretariatSummary) -> list[Block]:
    _ = frame.translate
    messages = tuple(_messages(frame, summary))
    heading = Heading(text=_("In brief"), level=2, anchor="brief")
    return [cards(frame, summary), heading, Items(texts=messages)]


def cards(frame: Frame, summary: SecretariatSummary) -> Figures:
    """Return the figures that a reader sees first."""
    figures = (_answers_card(frame, summary), *capacity_cards(frame, summary))
    return Figures(cards=True, figures=figures)


def _answers_card(frame: Frame, summary: SecretariatSummary) -> KeyFigure:
    _, words = frame.translate, frame.words
    answered = [each for each in summary.entities if each.status != ReturnStatus.NOT_ANSWERED]
    late = sum(each.status == ReturnStatus.LATE for each in answered)
    return KeyFigure(
        label=_("Entities that have answered"), text=words.number(len(answered)),
        remark=_("of {asked} asked, {late} of them late",
                 asked=words.number(len(summary.entities)), late=words.number(late)),
    )  # fmt: skip


def _messages(frame: Frame, summary: SecretariatSummary) -> Iterator[str]:
    """Yield what to know for who reads nothing else; nothing is said of what is unknown."""
    _, words = frame.translate, frame.words
    silent = sum(each.status == ReturnStatus.NOT_ANSWERED for each in summary.entities)
    asked = len(summary.entities)
    yield _(
        "{answered} of {asked} entities have answered; {share} of the mandatory fields that are "
        "due are filled in.",
        answered=words.number(asked - silent), asked=words.number(asked),
        share=words.completeness(summary.coverage.completeness),
    )  # fmt: skip
    workforce, systems, costs = summary.workforce, summary.systems, summary.costs
    if workforce.fte_total.value is not None:
        yield _(
            "ICT personnel amount to {total} full-time equivalents, {dedicated} of them dedicated "
            "and {other} non-dedicated.",
            total=words.figure(workforce.fte_total, 1),
            dedicated=words.figure(workforce.fte_dedicated, 1),
            other=words.figure(workforce.fte_non_dedicated, 1),
        )
    if systems.total.value is not None and systems.recovery_test_due.value is not None:
        yield _(
            "{systems} systems and applications are in use or being built; {untested} of {due} "
            "critical ones had no recovery test in the last twelve months.",
            systems=words.figure(systems.total), due=words.figure(systems.recovery_test_due),
            untested=words.figure(systems.without_recovery_test),
        )  # fmt: skip
    if summary.data_centres.total.value is not None:
        yield _(
            "{rooms} data centres and server rooms are in use.",
            rooms=words.figure(summary.data_centres.total),
        )
    if costs.total.value is not None:
        yield _("ICT costs {total} US dollars a year.", total=words.figure(costs.total))
        if costs.by_fund:
            largest = max(few(frame, costs.by_fund), key=lambda row: row.amount.value or Decimal(0))
            yield _(
                "The largest source of funds is: {fund} ({amount} US dollars).",
                fund=largest.label, amount=words.figure(largest.amount),
            )  # fmt: skip
    findings = summary.coverage.findings
    if findings.blocks or summary.coverage.open_conflicts:
        yield _(
            "{blocks} findings block figures, and {conflicts} conflicts between versions are not "
            "yet decided.",
            blocks=words.number(findings.blocks),
            conflicts=words.number(summary.coverage.open_conflicts),
        )
