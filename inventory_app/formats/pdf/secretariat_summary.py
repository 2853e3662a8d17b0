"""The summary of many entities: who has answered, what they have together, how they differ."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from inventory_app.domain.summaries import ReturnStatus
from inventory_app.formats.pdf import opening, page
from inventory_app.formats.pdf.cards import Card
from inventory_app.formats.pdf.sections.costs import costs_section
from inventory_app.formats.pdf.sections.coverage import coverage_section
from inventory_app.formats.pdf.sections.frame import Frame
from inventory_app.formats.pdf.sections.gaps import gaps_section, reading_section
from inventory_app.formats.pdf.sections.indicators import indicators_section
from inventory_app.formats.pdf.sections.portfolio import data_centres_section, systems_section
from inventory_app.formats.pdf.sections.responses import (
    entities_section,
    outstanding_section,
    responses_section,
)
from inventory_app.formats.pdf.sections.workforce import workforce_section
from inventory_app.formats.pdf.wording import Words

if TYPE_CHECKING:
    from pathlib import Path

    from inventory_app.domain.summaries import SecretariatSummary
    from inventory_app.formats.pdf.blocks import Block


def write_secretariat_summary(summary: SecretariatSummary, target: Path | IO[bytes]) -> None:
    """Write the summary of many entities as a PDF file, in the language of its head.

    The same summary always gives the same bytes. Raises OSError if *target* cannot be written.
    """
    frame = Frame(head=summary.head, words=Words(summary.head.language))
    title = frame.words.translate(
        "ICT capacities of all entities: {group}", group=summary.head.entity_name
    )
    page.write(opening.printed_document(frame, title), _blocks(frame, summary), target)


def _blocks(frame: Frame, summary: SecretariatSummary) -> list[Block]:
    _ = frame.words.translate
    cards = (
        _answers_card(frame, summary),
        *opening.capacity_cards(
            frame,
            summary.workforce,
            summary.systems,
            summary.data_centres.total,
            summary.costs,
        ),
    )
    return [
        *opening.title_blocks(frame, summary.head.entity_name, _("ICT capacities of all entities")),
        opening.cards_block(frame, cards),
        *responses_section(frame, 1, summary.responses),
        *coverage_section(frame, 2, summary.coverage),
        *outstanding_section(frame, 3, summary.entities),
        *workforce_section(frame, 4, summary.workforce),
        *systems_section(frame, 5, summary.systems),
        *data_centres_section(frame, 6, summary.data_centres),
        *costs_section(frame, 7, summary.costs),
        *indicators_section(frame, 8, summary.indicators, of_a_group=True),
        *entities_section(frame, 9, summary.entities),
        *gaps_section(frame, 10, summary.gaps, summary.coverage),
        *reading_section(frame, 11),
    ]


def _answers_card(frame: Frame, summary: SecretariatSummary) -> Card:
    _, words = frame.words.translate, frame.words
    answered = [each for each in summary.entities if each.status != ReturnStatus.NOT_ANSWERED]
    late = [each for each in answered if each.status == ReturnStatus.LATE]
    return Card(
        label=_("Entities that have answered"),
        text=words.number(len(answered)),
        remark=_(
            "of {asked} asked, {late} of them late",
            asked=words.number(len(summary.entities)),
            late=words.number(len(late)),
        ),
    )
