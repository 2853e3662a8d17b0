"""What is missing and what to do about it; how to read the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inventory_app.domain.summaries import ReturnStatus
from inventory_app.formats.pdf.blocks import Columns
from inventory_app.formats.pdf.excerpt import first_rows
from inventory_app.formats.pdf.paragraph import NOTE, Paragraph, TextStyle
from inventory_app.formats.pdf.sections.frame import CONTENT_WIDTH
from inventory_app.formats.pdf.tables import Cell, Column, Table
from inventory_app.formats.pdf.wording import STRENGTHS

if TYPE_CHECKING:
    from inventory_app.domain.summaries import Coverage, Gaps
    from inventory_app.formats.pdf.blocks import Block
    from inventory_app.formats.pdf.sections.frame import Frame

EXPLANATION = TextStyle(size=6.8, ink="muted", leading=1.28, after=1)
GAP = 20.0
IN_COLUMNS = 20  # sentences; more than that may need several pages


def gaps_section(frame: Frame, number: int, gaps: Gaps, coverage: Coverage) -> list[Block]:
    """Return the section on what is missing; it never says “nothing” of an unanswered workbook."""
    _, words = frame.words.translate, frame.words
    title = _("What is missing")
    if not gaps.rows:
        return frame.section(number, title, (), [frame.paragraph(_instead(frame, gaps, coverage))])
    silent = coverage.status == ReturnStatus.NOT_ANSWERED
    table = Table(*_table(frame, gaps, with_strength=not silent), words.language)
    return frame.section(
        number, title, (), [first_rows(table, 3, lambda shown: _shown(frame, gaps, shown))]
    )


def _table(
    frame: Frame, gaps: Gaps, *, with_strength: bool
) -> tuple[list[Column], list[list[Cell]]]:
    """Return columns and rows; a column in which nothing would stand is left out."""
    _ = frame.words.translate
    columns = (
        Column(title=_("Part of the inventory"), share=16),
        Column(title=_("Record"), share=23),
        Column(title=_("Field"), share=17),
        Column(title=_("What to do"), share=29),
        Column(title=_("Strength"), share=15),
    )
    rows = [
        [
            Cell(text=row.sheet),
            Cell(text=row.record),
            Cell(text=row.field),
            Cell(text=row.action),
            Cell(
                text=_(STRENGTHS.get(row.strength, row.strength)) if with_strength else "",
                bold=row.strength == "blocks",
            ),
        ]
        for row in gaps.rows
    ]
    filled = [place for place in range(len(columns)) if any(row[place].text for row in rows)]
    kept = filled or range(len(columns))
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]


def _shown(frame: Frame, gaps: Gaps, shown: int) -> Paragraph:
    _, words = frame.words.translate, frame.words
    total = words.number(max(gaps.total, len(gaps.rows)))
    if not shown:
        return frame.paragraph(_("Missing or doubtful values: {total}.", total=total))
    text = _(
        "Shown: {shown} of {total}, the most serious first.",
        shown=words.number(shown),
        total=total,
    )
    return frame.paragraph(text, NOTE)


def _instead(frame: Frame, gaps: Gaps, coverage: Coverage) -> str:
    """Return what is said when there are no rows to show."""
    _ = frame.words.translate
    whole, findings = coverage.completeness, coverage.findings
    if gaps.total:
        return _("Missing or doubtful values: {total}.", total=frame.words.number(gaps.total))
    if coverage.status == ReturnStatus.NOT_ANSWERED:
        return _("Everything: the entity has not answered.")
    if 0 < whole.due <= whole.filled and not (findings.blocks or findings.comment):
        return _("Nothing: all mandatory fields are filled in and no finding asks for an answer.")
    return _("No list of single values has been made.")


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
    paragraphs = [frame.paragraph(text, EXPLANATION) for text in texts]
    room = (CONTENT_WIDTH - GAP) / 2
    heights = [paragraph.height(room) for paragraph in paragraphs]
    middle = min(
        range(1, len(paragraphs) + 1),
        key=lambda place: max(sum(heights[:place]), sum(heights[place:])),
    )
    columns = Columns((tuple(paragraphs[:middle]), tuple(paragraphs[middle:])), (1, 1), GAP)
    content: list[Block] = [columns] if len(texts) <= IN_COLUMNS else [*paragraphs]
    return frame.section(number, _("How to read this document"), (), content)
