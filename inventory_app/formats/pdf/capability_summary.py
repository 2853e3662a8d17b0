"""The capability summary of one entity: what it has, how it compares, how sure we are."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from inventory_app.domain.summaries import ReturnStatus
from inventory_app.formats.pdf import opening, page
from inventory_app.formats.pdf.excerpt import excerpts, fit
from inventory_app.formats.pdf.sections.costs import costs_section
from inventory_app.formats.pdf.sections.coverage import coverage_section
from inventory_app.formats.pdf.sections.frame import Frame
from inventory_app.formats.pdf.sections.gaps import gaps_section, reading_section
from inventory_app.formats.pdf.sections.indicators import indicators_section
from inventory_app.formats.pdf.sections.portfolio import data_centres_section, systems_section
from inventory_app.formats.pdf.sections.silence import (
    is_silent,
    silence_cards,
    silence_section,
    unanswered_card,
)
from inventory_app.formats.pdf.sections.workforce import workforce_section
from inventory_app.formats.pdf.wording import Words

if TYPE_CHECKING:
    from pathlib import Path

    from inventory_app.domain.summaries import CapabilitySummary
    from inventory_app.formats.pdf.blocks import Block
    from inventory_app.formats.pdf.cards import Card


MOST_PAGES = 4


def write_capability_summary(summary: CapabilitySummary, target: Path | IO[bytes]) -> None:
    """Write the summary of an entity as a PDF file, in the language of its head.

    The same summary always gives the same bytes. Raises OSError if *target* cannot be written.
    """
    frame = Frame(head=summary.head, words=Words(summary.head.language))
    _ = frame.words.translate
    title = _("{kind}: {title}", kind=_("ICT capability summary"), title=summary.head.entity_name)
    document = opening.printed_document(frame, title)
    blocks = _blocks(frame, summary)
    fit(list(excerpts(blocks)), lambda: page.count(document, blocks), MOST_PAGES)
    page.write(document, blocks, target)


def _blocks(frame: Frame, summary: CapabilitySummary) -> list[Block]:
    _ = frame.words.translate
    silent = is_silent(summary)
    parts = _outstanding(frame, summary) if silent else _reported(frame, summary)
    cards = silence_cards(frame, summary) if silent else _cards(frame, summary)
    return [
        *opening.title_blocks(frame, summary.head.entity_name, _("ICT capability summary")),
        opening.cards_block(frame, cards),
        *parts,
    ]


def _reported(frame: Frame, summary: CapabilitySummary) -> list[Block]:
    return [
        *coverage_section(frame, 1, summary.coverage),
        *workforce_section(frame, 2, summary.workforce),
        *systems_section(frame, 3, summary.systems),
        *data_centres_section(frame, 4, summary.data_centres),
        *costs_section(frame, 5, summary.costs),
        *indicators_section(frame, 6, summary.indicators),
        *gaps_section(frame, 7, summary.gaps, summary.coverage),
        *reading_section(frame, 8),
    ]


def _outstanding(frame: Frame, summary: CapabilitySummary) -> list[Block]:
    """Return the sections on an entity that has not answered: what to ask for comes first."""
    return [
        *coverage_section(frame, 1, summary.coverage),
        *gaps_section(frame, 2, summary.gaps, summary.coverage),
        *silence_section(frame, 3),
        *indicators_section(frame, 4, summary.indicators),
        *reading_section(frame, 5),
    ]


def _cards(frame: Frame, summary: CapabilitySummary) -> tuple[Card, ...]:
    unanswered = summary.coverage.status == ReturnStatus.NOT_ANSWERED
    completeness = (
        unanswered_card(frame)
        if unanswered
        else opening.completeness_card(frame, summary.coverage.completeness)
    )
    return (
        completeness,
        *opening.capacity_cards(
            frame,
            summary.workforce,
            summary.systems,
            summary.data_centres.total,
            summary.costs,
        ),
    )
