"""The part of a summary on cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from inventory_app.domain.charts import PART_PATTERNS, Bar, Part
from inventory_app.domain.documents import Block, ChartBlock, Figures, KeyFigure
from inventory_app.domain.plots import BarPlot, StackPlot
from inventory_app.domain.summaries import CostRow, Costs, Figure, figure
from inventory_app.domain.values import combined
from inventory_app.services.documents.capacity_parts import in_words
from inventory_app.services.documents.frame import Frame, Section

_MOST = len(PART_PATTERNS)  # parts of one bar that can be told apart without colour


def costs_section(frame: Frame, costs: Costs) -> Section:
    """Return the section on cost."""
    _ = frame.translate
    title = _("ICT cost")
    if absence := frame.absence(costs.standing):
        return Section(title=title, anchor="costs", blocks=(absence,))
    period = KeyFigure(label=_("Period"), text=costs.period)
    total = frame.key(_("Total, USD"), costs.total, 0, "C02", part="numerator")
    blocks: list[Block] = [
        *frame.notes(
            _(
                "United States dollars, rounded to whole dollars; sums are made before rounding. "
                "Unreported amounts are left out, not counted as zero."
            ),
            frame.basis(costs.basis),
        ),
        Figures(figures=(total, period) if costs.period else (total,)),
    ]
    if costs.by_fund:
        caption = _("By source of funds")
        blocks += [_shares(frame, caption, costs.by_fund), _amounts(frame, "", costs.by_fund)]
    if costs.by_element:
        blocks.append(_amounts(frame, _("By cost element"), costs.by_element))
    if costs.by_tower:
        blocks.append(_amounts(frame, _("By function"), costs.by_tower))
    if costs.by_change:
        blocks.append(_shares(frame, _("Run, grow, transform"), costs.by_change))
    return Section(title=title, anchor="costs", blocks=tuple(blocks))


def _amounts(frame: Frame, caption: str, rows: Sequence[CostRow]) -> ChartBlock:
    words = frame.words
    plot = BarPlot(
        rows=tuple(
            Bar(label=row.label, parts=(row.amount.value,), texts=(words.figure(row.amount),))
            for row in rows
        ),
        label_width=180, text_widths=(90,),
    )  # fmt: skip
    texts = [(row.label, words.figure(row.amount)) for row in rows]
    return ChartBlock(caption=caption, plot=plot, words=in_words(frame, caption, texts))


def _shares(frame: Frame, caption: str, rows: Sequence[CostRow]) -> ChartBlock:
    """Return one bar for all of the known amounts; the smallest are put together as one part."""
    words = frame.words
    parts = tuple(
        Part(label=row.label, value=row.amount.value or Decimal(0), text=words.figure(row.amount))
        for row in few(frame, rows)
    )
    return ChartBlock(
        caption=caption, plot=StackPlot(parts=parts, columns=2, text_width=76),
        words=in_words(frame, caption, [(part.label, part.text) for part in parts]),
    )  # fmt: skip


def few(frame: Frame, rows: Sequence[CostRow]) -> list[CostRow]:
    """Return at most four rows: the largest, and all the others as one."""
    if len(rows) <= _MOST:
        return list(rows)
    by_size = sorted(rows, key=lambda row: -(row.amount.value or Decimal(0)))
    others = [row.amount for row in by_size[_MOST - 1 :]]
    label = frame.translate("All others")
    return [*by_size[: _MOST - 1], CostRow(label=label, amount=_sum(others))]


def _sum(figures: Sequence[Figure]) -> Figure:
    known = [each for each in figures if each.value is not None]
    if not known:
        return figures[0]
    total = sum((each.value or Decimal(0) for each in known), Decimal(0))
    return figure(total, combined(each.state for each in known))
