"""The capability summary of one entity: what it has, how it compares, how sure we are."""

from __future__ import annotations

from dataclasses import replace
from typing import IO, TYPE_CHECKING

from inventory_app.formats.pdf import opening, page
from inventory_app.formats.pdf.sections.costs import costs_section
from inventory_app.formats.pdf.sections.coverage import coverage_section
from inventory_app.formats.pdf.sections.frame import Frame
from inventory_app.formats.pdf.sections.gaps import gaps_section, reading_section
from inventory_app.formats.pdf.sections.indicators import indicators_section
from inventory_app.formats.pdf.sections.portfolio import data_centres_section, systems_section
from inventory_app.formats.pdf.sections.workforce import workforce_section
from inventory_app.formats.pdf.wording import Words

if TYPE_CHECKING:
    from pathlib import Path

    from inventory_app.domain.summaries import CapabilitySummary
    from inventory_app.formats.pdf.blocks import Block


MOST_PAGES = 4
# Rows of the lists of systems, rooms and gaps: the first that fits is printed.
LENGTHS = ((10, 20, 12), (6, 12, 8), (4, 8, 5), (3, 5, 3), (0, 4, 3), (0, 3, 1), (0, 3, 0))
SHORTEST = LENGTHS[-1]


def write_capability_summary(summary: CapabilitySummary, target: Path | IO[bytes]) -> None:
    """Write the summary of an entity as a PDF file, in the language of its head.

    The same summary always gives the same bytes. Raises OSError if *target* cannot be written.
    """
    frame = Frame(head=summary.head, words=Words(summary.head.language))
    title = frame.words.translate(
        "ICT capability summary: {entity}", entity=summary.head.entity_name
    )
    document = opening.printed_document(frame, title)
    page.write(document, _fitted(frame, document, summary), target)


def _fitted(
    frame: Frame, document: page.PrintedDocument, summary: CapabilitySummary
) -> list[Block]:
    """Return the blocks with the longest lists that fit; with whole lists where nothing fits."""
    for systems, rooms, gaps in LENGTHS:
        blocks = _blocks(frame, _shortened(summary, systems, rooms, gaps))
        if page.count(document, blocks) <= MOST_PAGES:
            return blocks
    return _blocks(frame, summary)


def _shortened(
    summary: CapabilitySummary, systems: int, rooms: int, gaps: int
) -> CapabilitySummary:
    """Return *summary* with shorter lists; what is left out is counted where the list stands."""
    return replace(
        summary,
        systems=replace(
            summary.systems,
            most_used=summary.systems.most_used[:systems],
            by_status=() if (systems, rooms, gaps) == SHORTEST else summary.systems.by_status,
            by_scope=() if (systems, rooms, gaps) == SHORTEST else summary.systems.by_scope,
        ),
        data_centres=replace(summary.data_centres, rows=summary.data_centres.rows[:rooms]),
        gaps=replace(summary.gaps, rows=summary.gaps.rows[:gaps]),
    )


def _blocks(frame: Frame, summary: CapabilitySummary) -> list[Block]:
    _ = frame.words.translate
    cards = (
        opening.completeness_card(frame, summary.coverage.completeness),
        *opening.capacity_cards(
            frame,
            summary.workforce,
            summary.systems,
            summary.data_centres.total,
            summary.costs,
        ),
    )
    return [
        *opening.title_blocks(frame, summary.head.entity_name, _("ICT capability summary")),
        opening.cards_block(cards),
        *coverage_section(frame, 1, summary.coverage),
        *workforce_section(frame, 2, summary.workforce),
        *systems_section(frame, 3, summary.systems),
        *data_centres_section(frame, 4, summary.data_centres),
        *costs_section(frame, 5, summary.costs),
        *indicators_section(frame, 6, summary.indicators),
        *gaps_section(frame, 7, summary.gaps, summary.coverage),
        *reading_section(frame, 8),
    ]
