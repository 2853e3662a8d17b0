"""How a summary opens: what it is about, and the figures that a reader sees first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inventory_app.domain.profiles import PROFILE_NAMES
from inventory_app.formats.pdf.blocks import Block
from inventory_app.formats.pdf.cards import Card, Cards, Fact, Facts
from inventory_app.formats.pdf.page import PrintedDocument
from inventory_app.formats.pdf.paragraph import EYEBROW, SUBTITLE, TITLE

if TYPE_CHECKING:
    from inventory_app.domain.summaries import Completeness, Costs, Figure, Systems, Workforce
    from inventory_app.formats.pdf.sections.frame import Frame


def title_blocks(frame: Frame, title: str, kind: str) -> list[Block]:
    """Return what stands above the first section: names, round and dates."""
    _, head = frame.words.translate, frame.head
    labels = (head.entity_code, head.entity_type_label, head.duty_station_label)
    above = "  ·  ".join(label for label in labels if label) or head.organisation
    facts = Facts(
        (
            Fact(label=_("Round"), text=head.round_code),
            Fact(label=_("As of"), text=frame.words.date(head.as_of)),
            Fact(label=_("Deadline"), text=frame.words.date(head.deadline)),
            Fact(label=_("Printed on"), text=frame.words.date(head.printed_on)),
            *_profile(frame),
        ),
        frame.words.language,
    )
    return [
        frame.paragraph(above, EYEBROW, at_most=2),
        frame.paragraph(title, TITLE, at_most=4),
        frame.paragraph(kind, SUBTITLE),
        facts,
    ]


def _profile(frame: Frame) -> tuple[Fact, ...]:
    """Return for whom the document is made, where something is withheld."""
    _, profile = frame.words.translate, frame.head.profile
    if not profile:
        return ()
    names = {each.value: name for each, name in PROFILE_NAMES.items()}
    return (Fact(label=_("Edition"), text=_(names[profile]) if profile in names else profile),)


def figure_card(
    frame: Frame, label: str, figure: Figure, places: int = 0, remark: str = ""
) -> Card:
    """Return a card for a figure that may be missing."""
    text = frame.words.figure(figure, places)
    return Card(label=label, text=text, remark=remark, worded=figure.value is None)


def completeness_card(frame: Frame, completeness: Completeness) -> Card:
    """Return the card that says how much has been filled in."""
    _, words = frame.words.translate, frame.words
    remark = _(
        "{filled} of {due} mandatory fields",
        filled=words.number(completeness.filled),
        due=words.number(completeness.due),
    )
    return Card(
        label=_("Completeness"),
        text=words.completeness(completeness),
        remark=remark,
        worded=completeness.due <= 0,
    )


def capacity_cards(
    frame: Frame, workforce: Workforce, systems: Systems, centres: Figure, costs: Costs
) -> tuple[Card, ...]:
    """Return the cards on personnel, systems, data centres and cost."""
    _, words = frame.words.translate, frame.words
    personnel = untested = ""
    if workforce.fte_total.value is not None:
        personnel = _(
            "{dedicated} dedicated, {other} non-dedicated",
            dedicated=words.figure(workforce.fte_dedicated, 1),
            other=words.figure(workforce.fte_non_dedicated, 1),
        )
    if systems.total.value is not None:
        untested = _(
            "without a recovery test: {count}", count=words.figure(systems.without_recovery_test)
        )
    return (
        figure_card(frame, _("ICT personnel (FTE)"), workforce.fte_total, 1, personnel),
        figure_card(frame, _("Systems and applications"), systems.total, 0, untested),
        figure_card(frame, _("Data centres and server rooms"), centres),
        figure_card(frame, _("ICT cost, USD"), costs.total, 0, costs.period),
    )


def cards_block(frame: Frame, cards: tuple[Card, ...]) -> Block:
    """Return the cards as one row."""
    return Cards(cards, frame.words.language)


def printed_document(frame: Frame, title: str) -> PrintedDocument:
    """Return what the pages and the properties of the file say about the document."""
    _, head = frame.words.translate, frame.head
    return PrintedDocument(
        title=title,
        subject=_(
            "Round {round}, as of {date}", round=head.round_code, date=frame.words.date(head.as_of)
        ),
        author=head.organisation,
        language=head.language,
        head_start=_(
            "{organisation}: {entity}", organisation=head.organisation, entity=head.entity_name
        ),
        head_end=_(
            "Round {round}, as of {date}", round=head.round_code, date=frame.words.date(head.as_of)
        ),
        foot="  ·  ".join((f"ICT Inventory {head.program_version}", frame.words.language.name)),
        printed_on=head.printed_on,
    )
