"""Who has answered, who has not, and what each entity reported."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from inventory_app.domain.charts import Bar
from inventory_app.domain.summaries import ReturnStatus
from inventory_app.formats.pdf.bar_rows import BarRows
from inventory_app.formats.pdf.blocks import Block, Together
from inventory_app.formats.pdf.sections.frame import Frame
from inventory_app.formats.pdf.tables import Cell, Column, Table
from inventory_app.formats.pdf.wording import STATUSES, share_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.domain.summaries import EntityRow, ResponseRow


def responses_section(frame: Frame, number: int, rows: Sequence[ResponseRow]) -> list[Block]:
    """Return the section on answers by type of entity: bars with their numbers beside them."""
    _, words = frame.words.translate, frame.words
    notes = (
        _("Answered includes late answers and entities that confirmed that nothing has changed."),
        _("Deadline: {date}", date=frame.words.date(frame.head.deadline)),
    )
    bars = [
        _response_bar(frame, row.label, (row.asked, row.answered, row.late, row.outstanding))
        for row in rows
    ]
    columns = zip(*((r.asked, r.answered, r.late, r.outstanding) for r in rows), strict=True)
    totals = [sum(column) for column in columns] or [0, 0, 0, 0]
    chart = BarRows(
        rows=bars,
        language=frame.words.language,
        label_width=160,
        text_widths=(46, 54, 40, 62),
        titles=(_("asked"), _("answered"), _("late"), _("outstanding")),
        legend=(_("in time"), _("late"), _("outstanding")),
        patterns=("solid", "hatched", "empty"),
    )
    total = frame.paragraph(
        _(
            "In all: {asked} asked, {answered} answered, {late} of them late, "
            "{outstanding} outstanding.",
            asked=words.number(totals[0]),
            answered=words.number(totals[1]),
            late=words.number(totals[2]),
            outstanding=words.number(totals[3]),
        )
    )
    return frame.section(number, _("Answers"), notes, [Together((total, chart))])


def _response_bar(frame: Frame, label: str, counts: tuple[int, int, int, int]) -> Bar:
    _asked, answered, late, outstanding = counts
    parts = (Decimal(answered - late), Decimal(late), Decimal(outstanding))
    return Bar(label=label, parts=parts, texts=tuple(map(frame.words.number, counts)))


def outstanding_section(frame: Frame, number: int, rows: Sequence[EntityRow]) -> list[Block]:
    """Return the section that names the entities that have not answered."""
    _ = frame.words.translate
    title = _("Entities that have not answered")
    silent = [row for row in rows if row.status == ReturnStatus.NOT_ANSWERED]
    if not silent:
        return frame.section(number, title, (), [frame.paragraph(_("None: all have answered."))])
    columns = (
        Column(title=_("Code"), share=16),
        Column(title=_("Entity"), share=54),
        Column(title=_("Type"), share=30),
    )
    cells = [
        [Cell(text=row.code), Cell(text=row.name), Cell(text=row.type_label)] for row in silent
    ]
    notes = (_("Nothing about these entities is counted as zero; totals leave them out."),)
    return frame.section(number, title, notes, [Table(columns, cells, frame.words.language)])


def entities_section(frame: Frame, number: int, rows: Sequence[EntityRow]) -> list[Block]:
    """Return the table of all entities."""
    _, words = frame.words.translate, frame.words
    columns = (
        Column(title=_("Code"), share=12),
        Column(title=_("Entity"), share=30),
        Column(title=_("Type"), share=18),
        Column(title=_("Answer"), share=12),
        Column(title=_("Complete"), share=9, numeric=True),
        Column(title=_("FTE dedicated"), share=9, numeric=True),
        Column(title=_("FTE non-dedicated"), share=9.5, numeric=True),
        Column(title=_("Systems"), share=8.5, numeric=True),
        Column(title=_("Data centres"), share=8.5, numeric=True),
        Column(title=_("Cost, USD"), share=14, numeric=True),
    )
    cells = [
        [
            Cell(text=row.code),
            Cell(text=row.name),
            Cell(text=row.type_label),
            Cell(text=_(STATUSES[row.status]), bold=row.status == ReturnStatus.NOT_ANSWERED),
            Cell(
                text=words.completeness(
                    row.completeness, reported=row.status != ReturnStatus.NOT_ANSWERED
                ),
                ink="muted" if share_of(row.completeness) is None else "text",
            ),
            words.cell(row.fte_dedicated, 1),
            words.cell(row.fte_non_dedicated, 1),
            words.cell(row.systems),
            words.cell(row.data_centres),
            words.cell(row.cost),
        ]
        for row in rows
    ]
    notes = (_("As of {date}", date=frame.words.date(frame.head.as_of)),)
    table = Table(columns, cells, words.language, size=7.2)
    return frame.section(number, _("All entities"), notes, [table] if cells else [])
