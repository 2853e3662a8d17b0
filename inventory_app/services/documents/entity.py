"""The capability summary of one entity: what it has, how it compares, how sure we are."""

from __future__ import annotations

from inventory_app.domain.documents import Document, Figures, KeyFigure, Paragraph
from inventory_app.domain.figure_words import FigureWords
from inventory_app.domain.summaries import CapabilitySummary, ReturnStatus, Standing
from inventory_app.services.documents.capacity_parts import (
    capacity_cards,
    data_centres_section,
    systems_section,
    workforce_section,
)
from inventory_app.services.documents.cost_parts import costs_section
from inventory_app.services.documents.frame import Frame, Section, numbered
from inventory_app.services.documents.indicator_parts import indicators_section
from inventory_app.services.documents.trust_parts import (
    coverage_section,
    missing_section,
    reading_section,
)

NAME = "capability-summary"
MOST_PAGES = 4


def entity_document(summary: CapabilitySummary) -> Document:
    """Return the summary of an entity, in the language of its head.

    Of one that has not answered, what to ask for comes first.
    """
    head = summary.head
    frame = Frame(head=head, words=FigureWords(head.language), most_pages=MOST_PAGES)
    coverage = coverage_section(frame, summary.coverage)
    missing = missing_section(frame, summary.gaps, summary.coverage)
    indicators = indicators_section(frame, summary.indicators)
    reading = reading_section(frame)
    if _is_silent(summary):
        cards = _outstanding(frame, summary)
        sections = [coverage, missing, _silence(frame), indicators, reading]
    else:
        cards = (_completeness(frame, summary), *capacity_cards(frame, summary))
        sections = [
            coverage,
            workforce_section(frame, summary.workforce),
            systems_section(frame, summary.systems),
            data_centres_section(frame, summary.data_centres),
            costs_section(frame, summary.costs),
            indicators,
            missing,
            reading,
        ]
    blocks = (Figures(cards=True, figures=cards), *numbered(frame, sections))
    return frame.document(NAME, frame.translate("ICT capability summary"), blocks)


def _is_silent(summary: CapabilitySummary) -> bool:
    """Return whether nothing at all was reported."""
    parts = (summary.workforce, summary.systems, summary.data_centres, summary.costs)
    return summary.coverage.status == ReturnStatus.NOT_ANSWERED and all(
        part.standing in (Standing.NOT_REPORTED, Standing.NOT_ASKED) for part in parts
    )


def _completeness(frame: Frame, summary: CapabilitySummary) -> KeyFigure:
    """Return the card that says how much has been filled in."""
    _, words, coverage = frame.translate, frame.words, summary.coverage
    if coverage.status == ReturnStatus.NOT_ANSWERED:
        return KeyFigure(label=_("Completeness"), text=words.percent(0), remark=_("no answer yet"))
    whole = coverage.completeness
    return KeyFigure(
        label=_("Completeness"), text=words.completeness(whole), worded=whole.due <= 0,
        remark=_("{filled} of {due} mandatory fields", filled=words.number(whole.filled),
                 due=words.number(whole.due)),
    )  # fmt: skip


def _outstanding(frame: Frame, summary: CapabilitySummary) -> tuple[KeyFigure, ...]:
    """Return cards on what is outstanding, in place of figures that nobody reported."""
    _, words, head = frame.translate, frame.words, frame.head
    sheets = summary.coverage.sheets
    late = (head.printed_on - head.deadline).days
    known = sum(sheet.records for sheet in sheets)
    asked = sum(sheet.standing != Standing.NOT_ASKED for sheet in sheets)
    return (
        _completeness(frame, summary),
        KeyFigure(
            label=_("Days since the deadline") if late > 0 else _("Days until the deadline"),
            text=words.number(abs(late)),
        ),
        KeyFigure(
            label=_("Records known before this round"), text=words.number(known),
            remark=_("not confirmed, in no figure") if known else "",
        ),
        KeyFigure(
            label=_("Mandatory fields to fill in"),
            text=words.number(summary.coverage.completeness.due),
            remark=_("in the records known"),
        )
        if known
        else KeyFigure(label=_("Parts to report"), text=words.number(asked)),
    )  # fmt: skip


def _silence(frame: Frame) -> Section:
    """Return the one section that stands for all parts that were not reported."""
    _ = frame.translate
    text = _("Not reported: none of these parts has been filled in, so there is no figure on them.")
    title = _("Personnel, systems, data centres and cost")
    return Section(title=title, anchor="silence", blocks=(Paragraph(text=text),))
