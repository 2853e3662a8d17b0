"""ICT cost by source of funds, by element, and by what it is spent for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from inventory_app.domain.chart_words import said
from inventory_app.domain.charts import Bar, Part, stacked_bar
from inventory_app.formats.pdf.bar_rows import BarRows
from inventory_app.formats.pdf.blocks import Block, Columns, Drawn, Space
from inventory_app.formats.pdf.cards import Fact, Facts
from inventory_app.formats.pdf.sections.frame import CONTENT_WIDTH, Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.domain.summaries import CostRow, Costs

SIDE_BY_SIDE = 20
GAP = 20.0


def costs_section(frame: Frame, number: int, costs: Costs) -> list[Block]:
    """Return the section on cost."""
    _ = frame.words.translate
    title = _("ICT cost")
    if absence := frame.absence(costs.standing):
        return frame.section(number, title, (), [absence])
    notes = (
        _(
            "United States dollars, rounded to whole dollars; sums are made before rounding. "
            "Unreported amounts are left out, not counted as zero."
        ),
        frame.basis(costs.basis),
    )
    return frame.section(number, title, notes, _content(frame, costs))


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
            ),
            words.language,
        )
    ]
    funds = (_("By source of funds"), costs.by_fund)
    elements = (_("By cost element"), costs.by_element)
    if max(len(costs.by_fund), len(costs.by_element)) > SIDE_BY_SIDE:
        for title, rows in (funds, elements):
            if rows:
                blocks += frame.captioned(title, _amounts(frame, rows, 160))
        return [*blocks, *_changes(frame, costs.by_change, CONTENT_WIDTH)]
    half = (CONTENT_WIDTH - GAP) / 2
    stacks = [
        frame.captioned(title, _amounts(frame, rows, 112))
        for title, rows in (elements, funds)
        if rows
    ]
    changes = _changes(frame, costs.by_change, half)
    if len(stacks) == 2:
        stacks[1] += changes  # funds are few: there is room beneath them
    elif changes:
        stacks.append(changes)
    if stacks:
        both = (*map(tuple, stacks), ())[:2]
        blocks.append(Columns(both, (1, 1), GAP))
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
        text_widths=(66,),
    )


def _changes(frame: Frame, rows: Sequence[CostRow], width: float) -> list[Block]:
    """Return one bar for the known amounts; the key holds all of them."""
    _ = frame.words.translate
    if not rows:
        return []
    parts = [
        Part(
            label=row.label,
            value=row.amount.value or Decimal(0),
            text=frame.words.figure(row.amount),
        )
        for row in rows
    ]
    chart = stacked_bar(
        parts,
        width=width,
        columns=1 if width < CONTENT_WIDTH else max(1, min(4, len(parts))),
        text_width=66,
        right_to_left=frame.right_to_left,
    )
    caption = _("Run, grow, transform")
    words = said(_, caption, [(part.label, part.text) for part in parts])
    return [*frame.captioned(caption, Drawn(chart, words)), Space(6)]
