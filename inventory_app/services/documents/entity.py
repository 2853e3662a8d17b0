"""The capability summary of one entity, as a document that can be edited."""

from __future__ import annotations

from inventory_app.domain.documents import Document, Figures
from inventory_app.domain.summaries import CapabilitySummary, ReturnStatus
from inventory_app.services.documents.capacity_parts import (
    data_centres_section,
    systems_section,
    workforce_section,
)
from inventory_app.services.documents.cost_parts import costs_section
from inventory_app.services.documents.frame import Frame, numbered
from inventory_app.services.documents.indicator_parts import indicators_section
from inventory_app.services.documents.trust_parts import (
    coverage_section,
    missing_section,
    reading_section,
)

NAME = "capability-summary"


def entity_document(frame: Frame, summary: CapabilitySummary) -> Document:
    """Return the summary of an entity; one that has not answered says so first."""
    _ = frame.translate
    coverage = coverage_section(frame, summary.coverage)
    missing = missing_section(frame, summary.gaps, summary.coverage)
    indicators = indicators_section(frame, summary.indicators)
    if summary.coverage.status is ReturnStatus.NOT_ANSWERED:
        sections = [coverage, missing, indicators, reading_section(frame)]
    else:
        sections = [
            coverage,
            workforce_section(frame, summary.workforce),
            systems_section(frame, summary.systems),
            data_centres_section(frame, summary.data_centres),
            costs_section(frame, summary.costs),
            indicators,
            missing,
            reading_section(frame),
        ]
    blocks = (_cards(frame, summary), *numbered(frame, sections))
    return frame.document(NAME, _("ICT capability summary"), blocks)


def _cards(frame: Frame, summary: CapabilitySummary) -> Figures:
    _ = frame.translate
    return Figures(
        cards=True,
        figures=(
            frame.key(_("ICT personnel (FTE)"), summary.workforce.fte_total, 1, "W01"),
            frame.key(_("Systems and applications"), summary.systems.total),
            frame.key(_("Data centres and server rooms"), summary.data_centres.total),
            frame.key(_("ICT cost, USD"), summary.costs.total, 0, "C02", part="numerator",
                      remark=summary.costs.period),
        ),
    )  # fmt: skip
