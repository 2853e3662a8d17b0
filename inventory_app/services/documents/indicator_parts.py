"""Indicators in a document: beside their peers with all their numbers, and by entity."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from inventory_app.domain.charts import Band
from inventory_app.domain.distributions import FOR_QUARTILES, quartiles
from inventory_app.domain.documents import (
    Block,
    Cell,
    ChartBlock,
    Column,
    Heading,
    Paragraph,
    Table,
)
from inventory_app.domain.figures import USABLE
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.map_charts import HeatCell, HeatRow
from inventory_app.domain.passports import indicator_anchor
from inventory_app.domain.peers import NEVER_POOLED
from inventory_app.domain.plots import BandPlot, HeatPlot
from inventory_app.domain.summaries import IndicatorRow, PeerBand
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.assessment_words import UNCOVERED
from inventory_app.services.documents.capacity_parts import in_words
from inventory_app.services.documents.frame import Frame, Section, number_column
from inventory_app.services.summaries_subject import shown

MAPPED = ("W02", "W03", "C02", "C03", "S01", "S04", "D01", "R01", "K02", "G04")
ROWS_OF_A_MAP = 60  # on a page of their own
_BEFORE_PEERS = 5  # columns of numbers that are not of peers


def indicators_section(
    frame: Frame, rows: Sequence[IndicatorRow], *, of_a_group: bool = False
) -> Section:
    """Return the section on indicators: a chart for each group of them, its numbers beneath.

    What several of them remark is said once, at the end.
    """
    _ = frame.translate
    title = _("Indicators")
    if not rows:
        text = Paragraph(text=_("No indicator has been computed for this round."))
        return Section(title=title, anchor="indicators", blocks=(text,))
    notes = frame.notes(
        _(
            "Each value is numerator ÷ denominator of all that reported both; entities are not "
            "ranked. The band shows how the entities are distributed."
        )
        if of_a_group
        else _(
            "Each value is numerator ÷ denominator and stands beside entities of the same kind "
            "and size. Small groups show less or nothing; entities are not ranked."
        ),
        _("As of {date}", date=frame.words.date(frame.head.as_of)),
        *(dict.fromkeys(row.comparison for row in rows if row.comparison) if of_a_group else ()),
    )
    told = list(dict.fromkeys(row.note for row in rows if row.note))
    marks = {note: frame.words.number(number) for number, note in enumerate(told, start=1)}
    blocks: list[Block] = [*notes]
    for label, group in groupby(rows, key=lambda row: row.group_label):
        some = list(group)
        if label:
            blocks.append(Heading(text=label, level=2, anchor=f"group-{some[0].id}"))
        numbers = _numbers(frame, some, marks, of_a_group=of_a_group)
        bands = [row for row in some if _has_band(row)]
        blocks.append(_bands(frame, label, bands, numbers) if bands else numbers)
    blocks += frame.notes(*(_("({mark}) {text}", mark=marks[note], text=note) for note in told))
    return Section(title=title, anchor="indicators", blocks=tuple(blocks))


def _has_band(row: IndicatorRow) -> bool:
    return row.peers is not None or (row.target is not None and row.value.value is not None)


def _bands(frame: Frame, label: str, rows: Sequence[IndicatorRow], numbers: Table) -> ChartBlock:
    _, words = frame.translate, frame.words
    key = (
        _("this value"), _("median"), _("middle half (Q1 to Q3)"), _("lowest to highest"),
        _("target"),
    )  # fmt: skip
    texts = [
        (_("{id} {name}", id=row.id, name=row.name), words.figure(row.value, row.places))
        for row in rows
    ]
    bands = tuple(band_of(row, name, text) for row, (name, text) in zip(rows, texts, strict=True))
    return ChartBlock(
        plot=BandPlot(bands=bands, key=key), numbers=numbers, words=in_words(frame, label, texts)
    )


def band_of(row: IndicatorRow, label: str, text: str) -> Band:
    """Return one value among its peers, as far as there are any."""
    peers = row.peers or PeerBand(group_label="", n=0)
    return Band(
        label=label, text=text, value=row.value.value, target=row.target, minimum=peers.minimum,
        q1=peers.q1, median=peers.median, q3=peers.q3, maximum=peers.maximum,
    )  # fmt: skip


def _numbers(
    frame: Frame, rows: Sequence[IndicatorRow], marks: Mapping[str, str], *, of_a_group: bool
) -> Table:
    """Return the numbers of a chart of bands; *marks* stand for remarks that follow once."""
    _ = frame.translate
    coverage = _("Entities; share of users") if of_a_group else _("Coverage")
    columns = [
        Column(title=_("Indicator"), weight=40), number_column(_("Value"), 9),
        Column(title=_("Unit"), weight=16), number_column(_("Numerator ÷ denominator"), 21),
        number_column(coverage, 15), number_column(_("n"), 4), number_column(_("lowest"), 6),
        number_column(_("Q1"), 6), number_column(_("median"), 6), number_column(_("Q3"), 6),
        number_column(_("highest"), 6),
    ]  # fmt: skip
    cells = [_number_row(frame, row, marks.get(row.note, "")) for row in rows]
    if not any(row.peers for row in rows):  # nothing would stand under the names of the band
        columns, cells = columns[:_BEFORE_PEERS], [row[:_BEFORE_PEERS] for row in cells]
    return Table(columns=tuple(columns), rows=tuple(cells), small=True)


def _number_row(frame: Frame, row: IndicatorRow, mark: str) -> tuple[Cell, ...]:
    _, words = frame.translate, frame.words
    name = _("{id} {name}", id=row.id, name=row.name)
    if mark:
        name = _("{name} ({mark})", name=name, mark=mark)
    terms = ""
    if row.numerator.value is not None or row.denominator.value is not None:
        terms = _(
            "{numerator} ÷ {denominator}",
            numerator=words.exact(row.numerator), denominator=words.exact(row.denominator),
        )  # fmt: skip
    peers = row.peers or PeerBand(group_label="", n=0)
    known = row.value.value is not None
    numbers = (peers.minimum, peers.q1, peers.median, peers.q3, peers.maximum)
    return (
        Cell(text=name, link=indicator_anchor(row.id)),
        frame.cell(row.value, row.places, row.id), Cell(text=row.unit_label if known else ""),
        Cell(text=terms), Cell(text=row.coverage.replace(" %", "\u00a0%")),
        Cell(text=words.number(peers.n) if row.peers else ""),
        *(Cell(text="" if each is None else words.number(each, row.places)) for each in numbers),
    )  # fmt: skip


def heat_section(frame: Frame, assessment: Assessment, entities: Sequence[str]) -> Section | None:
    """Return entities by some indicators, each shaded by its quarter; None without any value.

    Only figures that were reported by at least five entities are shaded; none where less than
    70 per cent of the users have answered, and none that are not compared across all entities.
    """
    _ = frame.translate
    covered = assessment.speaks_for(entities)
    chosen = [
        each
        for each in assessment.definitions
        if each.id in MAPPED
        and any(assessment.figures[code, each.id].state in USABLE for code in entities)
    ]
    if not chosen or not entities:
        return None
    among = entities if covered else ()
    rows = [_heat_row(frame, assessment, code, chosen, among) for code in sorted(entities)]
    key = (_("lowest quarter"), _("second quarter"), _("third quarter"), _("highest quarter"))
    columns = tuple(each.id for each in chosen)
    caption = _("Entities by indicator")
    names = [(each.id, each.label(frame.head.language)) for each in chosen]
    notes = frame.notes(
        _(
            "Shades say in which quarter of all reported values one lies, not whether it is good; "
            "with fewer than five values nothing is shaded. Entities are not ranked."
        ),
        *(() if covered else (_(UNCOVERED),)),
        in_words(frame, _("Indicators"), names),
    )
    charts = tuple(
        ChartBlock(
            plot=HeatPlot(columns=columns, rows=tuple(rows[at : at + ROWS_OF_A_MAP]), key=key,
                          label_width=120),
            words=in_words(frame, caption, names),
        )
        for at in range(0, len(rows), ROWS_OF_A_MAP)
    )  # fmt: skip
    return Section(title=caption, anchor="heat-map", blocks=(*notes, *charts))


def _heat_row(
    frame: Frame,
    assessment: Assessment,
    code: str,
    chosen: Sequence[IndicatorDefinition],
    entities: Sequence[str],
) -> HeatRow:
    cells = []
    for each in chosen:
        figure = shown(assessment.figures[code, each.id])
        text = "–" if figure.value is None else frame.words.figure(figure, each.places)  # noqa: RUF001
        values = [
            value
            for other in (() if each.id in NEVER_POOLED else entities)
            if assessment.figures[other, each.id].state in USABLE
            and (value := assessment.figures[other, each.id].value) is not None
        ]
        cells.append(HeatCell(text=text, quarter=quarter(figure.value, values)))
    return HeatRow(label=code, cells=tuple(cells))


def quarter(value: Decimal | None, values: Sequence[Decimal]) -> int | None:
    """Return in which quarter of *values* one lies, 0 lowest; None where they are too few."""
    if value is None or len(values) < FOR_QUARTILES:
        return None
    return bisect_right(quartiles(values), value) if value > min(values) else 0
