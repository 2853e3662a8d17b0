"""The register of benefits in a document: what was planned, what is proven, what is expected."""

from __future__ import annotations

from collections.abc import Iterator

from inventory_app.domain.benefit_reports import BenefitReport
from inventory_app.domain.change_charts import Change
from inventory_app.domain.documents import (
    Block,
    Cell,
    ChartBlock,
    Column,
    Figures,
    KeyFigure,
    Table,
)
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.plots import ChangePlot
from inventory_app.services.documents.capacity_parts import in_words
from inventory_app.services.documents.frame import Frame, number_column


def gains(frame: Frame, found: BenefitReport, catalogue: Catalogue, *, lines: bool) -> list[Block]:
    """Return the register in figures, by kind, and with *lines* benefit by benefit."""
    blocks: list[Block] = [*_gain_figures(frame, found), _classes(frame, found, catalogue)]
    if lines:
        blocks += [_benefit_table(frame, found), *_curves(frame, found, catalogue)]
    return blocks


def _gain_figures(frame: Frame, found: BenefitReport) -> list[Block]:
    _, words = frame.translate, frame.words
    every = found.realised.every
    note = _(
        "Benefits in periods that ended by {day}; only what is proven counts as verified.",
        day=words.date(found.as_of),
    )
    figures = (
        (_("Planned"), words.number(every.denominator)),
        (_("Verified"), words.number(every.numerator)),
        (_("Net realised saving, USD"), words.number(found.net.net)),
        (_("Benefits in the register"), words.number(len(found.lines))),
    )
    keys = tuple(KeyFigure(label=label, text=text) for label, text in figures)
    return [*frame.notes(note), Figures(figures=keys)]


def _classes(frame: Frame, found: BenefitReport, catalogue: Catalogue) -> ChartBlock:
    _, words = frame.translate, frame.words
    labels = catalogue.code_lists["benefit_types"]
    rows = tuple(
        Change(
            label=labels.label(each.kind.value, frame.head.language),
            before=each.ratio.denominator, after=each.ratio.numerator,
            before_text=words.number(each.ratio.denominator),
            after_text=words.number(each.ratio.numerator),
        )
        for each in found.classes
    )  # fmt: skip
    caption = _("Planned and verified, by kind of benefit")
    return ChartBlock(
        caption=caption, plot=ChangePlot(rows=rows, key=(_("Planned"), _("Verified"))),
        words=in_words(
            frame, caption, [(row.label, f"{row.before_text} → {row.after_text}") for row in rows]
        ),
    )  # fmt: skip


def _curves(frame: Frame, found: BenefitReport, catalogue: Catalogue) -> Iterator[Table]:
    """Yield what was planned, forecast and verified to each day, a kind of benefit at a time."""
    _, words = frame.translate, frame.words
    labels = catalogue.code_lists["benefit_types"]
    columns = (
        Column(title=_("Day"), weight=20), number_column(_("Planned"), 20),
        number_column(_("Forecast"), 20), number_column(_("Verified"), 20),
    )  # fmt: skip
    for each in found.classes:
        if each.has_curve:
            rows = tuple(
                (
                    Cell(text=words.date(point.at)), Cell(text=words.number(point.planned)),
                    Cell(text=words.number(point.forecast)),
                    Cell(text=words.number(point.verified) if point.at <= found.as_of else ""),
                )
                for point in each.curve
            )  # fmt: skip
            kind = labels.label(each.kind.value, frame.head.language)
            caption = _("{kind}, to date", kind=kind)
            yield Table(columns=columns, rows=rows, caption=caption, small=True)


def _benefit_table(frame: Frame, found: BenefitReport) -> Table:
    _, words = frame.translate, frame.words
    columns = (
        Column(title=_("Benefit"), weight=14), Column(title=_("Title"), weight=38),
        number_column(_("Planned"), 12), number_column(_("Realised"), 12),
        number_column(_("Verified"), 12), number_column(_("Still expected"), 12),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(text=each.benefit.id), Cell(text=each.benefit.title),
            *(Cell(text=words.number(value))
              for value in (each.planned, each.realised, each.verified, each.expected)),
        )
        for each in found.lines
    )  # fmt: skip
    return Table(columns=columns, rows=rows, small=True)
