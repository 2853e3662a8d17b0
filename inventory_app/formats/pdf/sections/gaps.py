"""What is missing and what to do about it; how to read the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inventory_app.formats.pdf.blocks import Block
from inventory_app.formats.pdf.paragraph import NOTE
from inventory_app.formats.pdf.tables import Cell, Column, Table
from inventory_app.formats.pdf.wording import STRENGTHS

if TYPE_CHECKING:
    from inventory_app.domain.summaries import Gaps
    from inventory_app.formats.pdf.sections.frame import Frame


def gaps_section(frame: Frame, number: int, gaps: Gaps) -> list[Block]:
    """Return the section on what is missing."""
    _, words = frame.words.translate, frame.words
    title = _("What is missing")
    if not gaps.rows:
        text = (
            _("Nothing: all mandatory fields are filled in and no finding is open.")
            if not gaps.total
            else _("Missing or doubtful values: {total}.", total=words.number(gaps.total))
        )
        return frame.section(number, title, (), [frame.paragraph(text)])
    columns = (
        Column(title=_("Part of the inventory"), share=16),
        Column(title=_("Record"), share=22),
        Column(title=_("Field"), share=18),
        Column(title=_("What to do"), share=30),
        Column(title=_("Strength"), share=14),
    )
    rows = [
        [
            Cell(text=row.sheet),
            Cell(text=row.record),
            Cell(text=row.field),
            Cell(text=row.action),
            Cell(
                text=_(STRENGTHS.get(row.strength, row.strength)), bold=row.strength == "blocks"
            ),
        ]
        for row in gaps.rows
    ]
    notes = [
        _(
            "Shown: {shown} of {total}, the most serious first.",
            shown=words.number(len(gaps.rows)),
            total=words.number(max(gaps.total, len(gaps.rows))),
        )
    ]
    return frame.section(number, title, notes, [Table(columns, rows, words.language)])


def reading_section(frame: Frame, number: int) -> list[Block]:
    """Return the section that explains words and rules."""
    _ = frame.words.translate
    texts = [
        _("≈ marks a figure that is estimated or rests on estimates."),
        _("“not reported”: the field is still blank; the value is not known and is not zero."),
        _("“not applicable”: the question does not arise, or nothing is there to divide by."),
        _("“fails a check”: the value contradicts another one and is not used."),
        _("“withheld”: the group is so small that the figure would show a single entity."),
        *frame.head.parameters,
    ]
    paragraphs: list[Block] = [frame.paragraph(text, NOTE) for text in texts]
    return frame.section(number, _("How to read this document"), (), paragraphs)
