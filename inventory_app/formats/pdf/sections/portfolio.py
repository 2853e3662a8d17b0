"""Systems, data centres and server rooms."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from inventory_app.domain.charts import Bar
from inventory_app.formats.pdf.bar_rows import BarRows
from inventory_app.formats.pdf.blocks import Block, Columns, Space
from inventory_app.formats.pdf.cards import Fact, Facts
from inventory_app.formats.pdf.excerpt import first_rows, if_room
from inventory_app.formats.pdf.paragraph import NOTE, Paragraph
from inventory_app.formats.pdf.sections.frame import Frame
from inventory_app.formats.pdf.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inventory_app.domain.summaries import CountRow, DataCentres, Figure, Systems

SIDE_BY_SIDE = 14  # bars; longer charts take the whole width


def systems_section(frame: Frame, number: int, systems: Systems) -> list[Block]:
    """Return the section on systems and applications."""
    _ = frame.words.translate
    title = _("Systems and applications")
    if absence := frame.absence(systems.standing):
        return frame.section(number, title, (), [absence])
    notes = (
        _(
            "Systems and applications that the entity owns or runs. Retired systems are counted "
            "by status only. The recovery time is the objective, not a test result."
        ),
        frame.basis(systems.basis),
        _joined(frame, systems.reported, systems.total),
    )
    return frame.section(number, title, notes, _systems(frame, systems))


def _joined(frame: Frame, reported: Figure | None, total: Figure) -> str:
    """Say how many were reported, where those that are the same count once."""
    if reported is None:
        return ""
    return frame.words.translate(
        "{reported} reported, {joined} after joining those that are the same",
        reported=frame.words.figure(reported),
        joined=frame.words.figure(total),
    )


def _systems(frame: Frame, systems: Systems) -> list[Block]:
    _ = frame.words.translate
    words = frame.words
    blocks: list[Block] = [_facts(frame, systems)]
    charts = [
        (title, rows)
        for title, rows in (
            (_("By status"), systems.by_status),
            (_("By scope"), systems.by_scope),
            (_("By type of hosting"), systems.by_hosting),
            (_("By criticality"), systems.by_criticality),
        )
        if rows
    ]
    for number in range(0, len(charts), 2):
        pair = _pair(frame, charts[number : number + 2])
        blocks += [if_room(pair)] if number == 0 and len(pair) == 1 else pair
    if systems.most_used:
        columns = (
            Column(title=_("Systems with most users"), share=32),
            Column(title=_("Function"), share=20),
            Column(title=_("Hosting"), share=16),
            Column(title=_("Criticality"), share=14),
            Column(title=_("Users"), share=10, numeric=True),
            Column(title=_("Recovery time, hours"), share=12, numeric=True),
        )
        rows = [
            [
                Cell(text=row.name),
                Cell(text=row.function_label),
                Cell(text=row.hosting_label),
                Cell(text=row.criticality_label),
                words.cell(row.users),
                words.cell(row.rto_hours),
            ]
            for row in systems.most_used
        ]
        table = Table(columns, rows, words.language, size=7.2)
        blocks += [Space(4), first_rows(table, 3)]
    return blocks


def _facts(frame: Frame, systems: Systems) -> Facts:
    _ = frame.words.translate
    figures = (
        (_("Systems in total"), systems.total),
        (_("Must have a recovery test"), systems.recovery_test_due),
        (_("Of these without a recovery test"), systems.without_recovery_test),
    )
    return Facts(
        tuple(
            Fact(label=label, text=frame.words.figure(figure), missing=figure.value is None)
            for label, figure in figures
        ),
        frame.words.language,
    )


def _pair(frame: Frame, pair: Sequence[tuple[str, Sequence[CountRow]]]) -> list[Block]:
    """Return two charts side by side, or one after the other if one is long."""
    if any(len(rows) > SIDE_BY_SIDE for _title, rows in pair):
        return [
            block for title, rows in pair for block in frame.captioned(title, _counts(frame, rows))
        ]
    stacks = [tuple(frame.captioned(title, _counts(frame, rows))) for title, rows in pair]
    return [Columns((stacks[0], stacks[1] if len(stacks) == 2 else ()), (1, 1))]


def _counts(frame: Frame, rows: Sequence[CountRow]) -> BarRows:
    return BarRows(
        rows=[
            Bar(
                label=row.label,
                parts=(Decimal(row.count),),
                texts=(frame.words.number(row.count),),
            )
            for row in rows
        ],
        language=frame.words.language,
        label_width=130,
        text_widths=(30,),
    )


def data_centres_section(frame: Frame, number: int, centres: DataCentres) -> list[Block]:
    """Return the section on data centres and server rooms."""
    _ = frame.words.translate
    title = _("Data centres and server rooms")
    if absence := frame.absence(centres.standing):
        return frame.section(number, title, (), [absence])
    notes = (
        _(
            "Area in square metres. Servers are physical machines; virtual systems are guest "
            "operating systems. PUE is the energy of the room divided by that of its ICT."
        ),
        frame.basis(centres.basis),
        _joined(frame, centres.reported, centres.total),
    )
    return frame.section(number, title, notes, _centres(frame, centres))


def _centres(frame: Frame, centres: DataCentres) -> list[Block]:
    _, words = frame.words.translate, frame.words
    columns = (
        Column(title=_("Name"), share=20),
        Column(title=_("City"), share=12),
        Column(title=_("Role"), share=11),
        Column(title=_("Class"), share=11),
        Column(title=_("Area, m²"), share=8.5, numeric=True),
        Column(title=_("Racks"), share=8, numeric=True),
        Column(title=_("Servers"), share=8.5, numeric=True),
        Column(title=_("Virtual systems"), share=9, numeric=True),
        Column(title=_("PUE"), share=8, numeric=True),
        Column(title=_("Closing stage"), share=12),
    )
    rows = [
        [
            Cell(text=row.name),
            Cell(text=row.city),
            Cell(text=row.role_label),
            Cell(text=row.class_label),
            words.cell(row.area_m2),
            words.cell(row.racks),
            words.cell(row.servers),
            words.cell(row.virtual_os),
            words.cell(row.pue, 2),
            Cell(text=row.stage_label),
        ]
        for row in centres.rows
    ]
    table = Table(columns, rows, words.language, size=7.0)
    return [first_rows(table, 5, lambda shown: _number_listed(frame, centres, shown))]


def _number_listed(frame: Frame, centres: DataCentres, listed: int) -> Paragraph | None:
    """Say how many rooms the list leaves out, if it does."""
    _, words, total = frame.words.translate, frame.words, centres.total.value
    if total is not None and listed >= total:
        return None
    text = _(
        "Listed here: {listed}. In total: {total}.",
        listed=words.number(listed),
        total=words.figure(centres.total),
    )
    return frame.paragraph(text, NOTE)
