"""ICT personnel: dedicated and non-dedicated, by function, grade and type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inventory_app.domain.charts import Bar
from inventory_app.formats.pdf.bar_rows import BarRows
from inventory_app.formats.pdf.blocks import Block, Columns, Space
from inventory_app.formats.pdf.cards import Fact, Facts
from inventory_app.formats.pdf.sections.frame import Frame
from inventory_app.formats.pdf.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.domain.summaries import Figure, Workforce, WorkforceRow

SIDE_BY_SIDE = 15  # rows; longer tables follow each other and may be divided
FTE_PLACES = 1


def workforce_section(frame: Frame, number: int, workforce: Workforce) -> list[Block]:
    """Return the section on personnel."""
    _ = frame.words.translate
    title = _("ICT personnel")
    if absence := frame.absence(workforce.standing):
        return frame.section(number, title, (), [absence])
    notes = (
        _(
            "Full-time equivalents (FTE): months of service times the share of working time spent "
            "on ICT. Dedicated personnel have ICT as their main function. "
            "Vacant posts are not counted."
        ),
        frame.basis(workforce.basis),
    )
    return frame.section(number, title, notes, _content(frame, workforce))


def _content(frame: Frame, workforce: Workforce) -> list[Block]:
    _ = frame.words.translate
    blocks: list[Block] = [_facts(frame, workforce)]
    if workforce.by_function:
        blocks += _functions(frame, workforce.by_function)
    tables = [
        (title, rows)
        for title, rows in (
            (_("By grade"), workforce.by_grade),
            (_("By type of contract"), workforce.by_personnel_type),
        )
        if rows
    ]
    if len(tables) == 2 and all(len(rows) <= SIDE_BY_SIDE for _title, rows in tables):
        stacks = tuple((_table(frame, title, rows),) for title, rows in tables)
        blocks += [Space(4), Columns(stacks, (1, 1))]
    else:
        blocks += [_table(frame, title, rows) for title, rows in tables]
    return blocks


def _facts(frame: Frame, workforce: Workforce) -> Facts:
    _ = frame.words.translate

    def fact(label: str, figure: Figure, places: int = 0) -> Fact:
        text = frame.words.figure(figure, places)
        return Fact(label=label, text=text, missing=figure.value is None)

    return Facts(
        (
            fact(_("FTE in total"), workforce.fte_total, FTE_PLACES),
            fact(_("FTE dedicated"), workforce.fte_dedicated, FTE_PLACES),
            fact(_("FTE non-dedicated"), workforce.fte_non_dedicated, FTE_PLACES),
            fact(_("Persons"), workforce.headcount),
            fact(_("Vacant posts"), workforce.vacant_posts),
            fact(_("Cost of ICT work, USD"), workforce.ict_cost),
        ),
        frame.words.language,
    )


def _functions(frame: Frame, rows: Sequence[WorkforceRow]) -> list[Block]:
    _ = frame.words.translate
    chart = BarRows(
        rows=[
            Bar(
                label=row.label,
                parts=(row.fte_dedicated.value, row.fte_non_dedicated.value),
                texts=(
                    frame.words.figure(row.fte_dedicated, FTE_PLACES),
                    frame.words.figure(row.fte_non_dedicated, FTE_PLACES),
                    frame.words.figure(row.persons),
                ),
            )
            for row in rows
        ],
        language=frame.words.language,
        label_width=170,
        text_widths=(58, 62, 48),
        titles=(_("FTE dedicated"), _("non-dedicated"), _("persons")),
        legend=(_("Dedicated"), _("Non-dedicated")),
        patterns=("solid", "hatched"),
    )
    return frame.captioned(_("By function"), chart)


def _table(frame: Frame, title: str, rows: Sequence[WorkforceRow]) -> Table:
    _ = frame.words.translate
    columns = (
        Column(title=title, share=40),
        Column(title=_("FTE dedicated"), share=20, numeric=True),
        Column(title=_("FTE non-dedicated"), share=22, numeric=True),
        Column(title=_("Persons"), share=18, numeric=True),
    )
    cells = [
        [
            Cell(text=row.label),
            frame.words.cell(row.fte_dedicated, FTE_PLACES),
            frame.words.cell(row.fte_non_dedicated, FTE_PLACES),
            frame.words.cell(row.persons),
        ]
        for row in rows
    ]
    return Table(columns, cells, frame.words.language, size=7.2)
