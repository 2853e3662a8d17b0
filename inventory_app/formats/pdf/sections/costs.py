"""ICT cost by source of funds, by element, and by what it is spent for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from inventory_app.domain.charts import Bar, Part, stacked_bar
from inventory_app.formats.pdf.bar_rows import BarRows
from inventory_app.formats.pdf.blocks import Block, Columns, Drawn, Space
from inventory_app.formats.pdf.cards import Fact, Facts
from inventory_app.formats.pdf.sections.frame import CONTENT_WIDTH, Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.domain.summaries import CostRow, Costs

SIDE_BY_SIDE = 20


def costs_section(frame: Frame, number: int, costs: Costs) -> list[Block]:
    """Return the section on cost."""
    _ = frame.words.translate
    notes = (
        _(
            "United States dollars, rounded to whole dollars; sums are made before rounding. "
            "Unreported amounts are left out, not counted as zero."
        ),
        frame.basis(costs.basis),
    )
    absence = frame.absence(costs.standing)
    content: list[Block] = [absence] if absence else _content(frame, costs)
    return frame.section(number, _("ICT cost"), notes, content)


def _content(frame: Frame, costs: Costs) -> list[Block]:
    _, words = frame.words.translate, frame.words
    blocks: list[Block] = [
        Facts(
            (
                Fact(
                    label=_("Total, USD"),
                    text=words.figure(costs.total),
                    missing=costs.total.value is None,
                ),
                *([Fact(label=_("Period"), text=costs.period)] if costs.period else []),
            )
        )
    ]
    charts = [
        (title, rows)
        for title, rows in (
            (_("By source of funds"), costs.by_fund),
            (_("By cost element"), costs.by_element),
        )
        if rows
    ]
    if len(charts) == 2 and all(len(rows) <= SIDE_BY_SIDE for _title, rows in charts):
        stacks = tuple(
            (frame.small_heading(title), _amounts(frame, rows, 100)) for title, rows in charts
        )
        blocks.append(Columns(stacks, (1, 1)))
    else:
        for title, rows in charts:
            blocks += frame.captioned(title, _amounts(frame, rows, 160))
    if costs.by_change:
        blocks += frame.captioned(_("Run, grow, transform"), *_changes(frame, costs.by_change))
    return blocks


def _amounts(frame: Frame, rows: Sequence[CostRow], label_width: float) -> BarRows:
    return BarRows(
        rows=[
            Bar(
                label=row.label,
                parts=(row.amount.value,),
                texts=(frame.words.figure(row.amount),),
            )
            for row in rows
        ],
        language=frame.words.language,
        label_width=label_width,
        text_widths=(70,),
    )


def _changes(frame: Frame, rows: Sequence[CostRow]) -> list[Block]:
    """Return one bar for the known amounts; the key holds all of them."""
    parts = [
        Part(
            label=row.label,
            value=row.amount.value or Decimal(0),
            text=frame.words.figure(row.amount),
        )
        for row in rows
    ]
    columns = max(1, min(4, len(parts)))
    chart = stacked_bar(
        parts,
        width=CONTENT_WIDTH,
        columns=columns,
        text_width=66,
        right_to_left=frame.right_to_left,
    )
    return [Drawn(chart), Space(6)]
