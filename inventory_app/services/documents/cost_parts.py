"""The part of a summary on cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from inventory_app.domain.charts import PART_PATTERNS, Bar, Part
from inventory_app.domain.documents import (
    Block,
    ChartBlock,
    Excerpt,
    Figures,
    KeyFigure,
    SideBySide,
)
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
    blocks += _closely(frame, costs) if frame.most_pages else _at_length(frame, costs)
    return Section(title=title, anchor="costs", blocks=tuple(blocks))


def _at_length(frame: Frame, costs: Costs) -> Iterator[Block]:
    _ = frame.translate
    if costs.by_fund:
        yield _shares(frame, _("By source of funds"), costs.by_fund)
        yield _amounts(frame, "", costs.by_fund)
    if costs.by_element:
        yield _amounts(frame, _("By cost element"), costs.by_element)
    if costs.by_tower:
        yield _amounts(frame, _("By function"), costs.by_tower)
    if costs.by_change:
        yield _shares(frame, _("Run, grow, transform"), costs.by_change)


def _closely(frame: Frame, costs: Costs) -> Iterator[Block]:
    """Yield the same in two columns; funds are few, so there is room beneath them."""
    _ = frame.translate
    elements = [_half(frame, _("By cost element"), costs.by_element)] if costs.by_element else []
    others = [_half(frame, _("By source of funds"), costs.by_fund)] if costs.by_fund else []
    if costs.by_change:
        others.append(_shares(frame, _("Run, grow, transform"), costs.by_change, columns=1))
    if not elements and len(others) > 1:
        elements = [others.pop(0)]
    if elements or others:
        yield SideBySide(stacks=(tuple(elements), tuple(others)))
    if costs.by_tower:
        yield Excerpt(of=_amounts(frame, _("By function"), costs.by_tower), fewest=0)


def _half(frame: Frame, caption: str, rows: Sequence[CostRow]) -> ChartBlock:
    """Return amounts for half the width of a page."""
    return _amounts(frame, caption, rows, label_width=112, text_width=66)


def _amounts(
    frame: Frame,
    caption: str,
    rows: Sequence[CostRow],
    label_width: float = 180,
    text_width: float = 90,
) -> ChartBlock:
    words = frame.words
    plot = BarPlot(
        rows=tuple(
            Bar(label=row.label, parts=(row.amount.value,), texts=(words.figure(row.amount),))
            for row in rows
        ),
        label_width=label_width, text_widths=(text_width,),
    )  # fmt: skip
    texts = [(row.label, words.figure(row.amount)) for row in rows]
    return ChartBlock(caption=caption, plot=plot, words=in_words(frame, caption, texts))


def _shares(frame: Frame, caption: str, rows: Sequence[CostRow], columns: int = 2) -> ChartBlock:
    """Return one bar for all of the known amounts; the smallest are put together as one part."""
    words = frame.words
    parts = tuple(
        Part(label=row.label, value=row.amount.value or Decimal(0), text=words.figure(row.amount))
        for row in few(frame, rows)
    )
    return ChartBlock(
        caption=caption, plot=StackPlot(parts=parts, columns=columns, text_width=76),
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
