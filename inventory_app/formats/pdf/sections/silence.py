"""What is said of an entity that has not answered: no figure of this round, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inventory_app.domain.summaries import ReturnStatus, Standing
from inventory_app.formats.pdf.blocks import Block
from inventory_app.formats.pdf.cards import Card

if TYPE_CHECKING:
    from inventory_app.domain.summaries import CapabilitySummary
    from inventory_app.formats.pdf.sections.frame import Frame


def is_silent(summary: CapabilitySummary) -> bool:
    """Return whether nothing at all was reported."""
    parts = (summary.workforce, summary.systems, summary.data_centres, summary.costs)
    return summary.coverage.status == ReturnStatus.NOT_ANSWERED and all(
        part.standing in (Standing.NOT_REPORTED, Standing.NOT_ASKED) for part in parts
    )


def silence_cards(frame: Frame, summary: CapabilitySummary) -> tuple[Card, ...]:
    """Return cards on what is outstanding, in place of figures that nobody reported."""
    _, words, head = frame.words.translate, frame.words, frame.head
    late = (head.printed_on - head.deadline).days
    known = sum(sheet.records for sheet in summary.coverage.sheets)
    asked = sum(sheet.standing != Standing.NOT_ASKED for sheet in summary.coverage.sheets)
    return (
        unanswered_card(frame),
        Card(
            label=_("Days since the deadline") if late > 0 else _("Days until the deadline"),
            text=words.number(abs(late)),
        ),
        Card(
            label=_("Records known before this round"),
            text=words.number(known),
            remark=_("not confirmed, in no figure") if known else "",
        ),
        Card(
            label=_("Mandatory fields to fill in"),
            text=words.number(summary.coverage.completeness.due),
            remark=_("in the records known"),
        )
        if known
        else Card(label=_("Parts to report"), text=words.number(asked)),
    )


def unanswered_card(frame: Frame) -> Card:
    """Return the card on completeness of a workbook that has not come back."""
    _ = frame.words.translate
    return Card(label=_("Completeness"), text=frame.words.percent(0), remark=_("no answer yet"))


def silence_section(frame: Frame, number: int) -> list[Block]:
    """Return the one section that stands for all parts that were not reported."""
    _ = frame.words.translate
    text = _("Not reported: none of these parts has been filled in, so there is no figure on them.")
    title = _("Personnel, systems, data centres and cost")
    return frame.section(number, title, (), [frame.paragraph(text)])
