"""Indicators in a document: beside their peers with all their numbers, and by entity."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from string import ascii_lowercase
from typing import TypeAlias

from inventory_app.domain.charts import Band
from inventory_app.domain.comparisons import as_tables
from inventory_app.domain.distributions import FOR_QUARTILES, quartiles
from inventory_app.domain.documents import (
    Block,
    ChartBlock,
    Column,
    Compared,
    Comparison,
    Excerpt,
    Paragraph,
)
from inventory_app.domain.figures import USABLE
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.map_charts import HeatCell, HeatRow
from inventory_app.domain.passports import indicator_anchor
from inventory_app.domain.peers import NEVER_POOLED
from inventory_app.domain.plots import HeatPlot
from inventory_app.domain.summaries import IndicatorRow, PeerBand
from inventory_app.services.assessed_round import Assessment
from inventory_app.services.assessment_words import UNCOVERED
from inventory_app.services.documents.capacity_parts import in_words
from inventory_app.services.documents.frame import Frame, Section
from inventory_app.services.documents.methodology import DIRECTIONS
from inventory_app.services.summaries_subject import shown

MAPPED = ("W02", "W03", "C02", "C03", "S01", "S04", "D01", "R01", "K02", "G04")
ROWS_OF_A_MAP = 60  # on a page of their own
OFTEN = 3  # rows that share a remark before it is said once
FEW = 20  # so many rows are printed whether they have a value or not, with their definitions
FEWEST = 9  # rows printed however short room is
NO_PEERS = PeerBand(group_label="", n=0)
_WEIGHTS = (40, 9, 16, 21, 15, 9, 4, 6, 6, 6, 6, 6, 40)
_WITH_REMARKS = (26, 12, 14, 17, 13, 9, 4, 10.5, 10.5, 10.5, 10.5, 10.5, 30)
_Numbers: TypeAlias = tuple[str, str, str, str, str]


def indicators_section(
    frame: Frame, rows: Sequence[IndicatorRow], *, of_a_group: bool = False
) -> Section:
    """Return the section on indicators, each beside its peers.

    In a document of few pages the most important ones are printed. In that of a group what several
    of them remark is said once, at the end.
    """
    _ = frame.translate
    title = _("Indicators")
    if not rows:
        text = Paragraph(text=_("No indicator has been computed for this round."))
        return Section(title=title, anchor="indicators", blocks=(text,))
    blocks = _of_a_group(frame, rows) if of_a_group else _of_an_entity(frame, rows)
    return Section(title=title, anchor="indicators", blocks=tuple(blocks))


def _of_a_group(frame: Frame, rows: Sequence[IndicatorRow]) -> Iterator[Block]:
    _ = frame.translate
    yield from frame.notes(
        _(
            "Each value is numerator ÷ denominator of all that reported both; entities are not "
            "ranked. The band shows how the entities are distributed."
        ),
        _("As of {date}", date=frame.words.date(frame.head.as_of)),
        *dict.fromkeys(row.comparison for row in rows if row.comparison),
    )
    told = list(dict.fromkeys(row.note for row in rows if row.note))
    marks = {note: frame.words.number(number) for number, note in enumerate(told, start=1)}
    compared = tuple(
        _compared(
            frame, row, _numbers(frame, row), mark=marks.get(row.note, ""),
            peers=frame.words.number(row.peers.n) if row.peers else "",
        )
        for row in rows
    )  # fmt: skip
    columns = _columns(frame, _("Entities; share of users"), _WEIGHTS)
    yield from as_tables(Comparison(rows=compared, columns=columns, key=_key(frame)), _)
    yield from frame.notes(*(_("({mark}) {text}", mark=marks[note], text=note) for note in told))


def _of_an_entity(frame: Frame, rows: Sequence[IndicatorRow]) -> Iterator[Block]:
    """Yield the indicators of one entity with what they are and what is to be known of each."""
    _, words = frame.translate, frame.words
    yield from frame.notes(
        _(
            "Each value is numerator ÷ denominator and stands beside entities of the same kind "
            "and size. Small groups show less or nothing; entities are not ranked."
        ),
        _("As of {date}", date=words.date(frame.head.as_of)),
    )
    places = _told(rows)
    shared = _shared([rows[place] for place in places])
    for text, mark in shared.items():
        yield from frame.notes(_("({mark}) {text}", mark=mark, text=words.sentences(text)))
    brief = len(places) > FEW
    compared = tuple(_described(frame, row, shared, brief=brief) for row in rows)
    comparison = Comparison(
        rows=compared, columns=_columns(frame, _("Coverage"), _WITH_REMARKS), key=_key(frame),
        order=_by_turns(rows, places),
    )  # fmt: skip
    counts = range(len(places) + 1)
    notes = tuple(_left_out(frame, len(rows), count) for count in counts)
    yield Excerpt(of=comparison, fewest=FEWEST, notes=notes)


def _told(rows: Sequence[IndicatorRow]) -> list[int]:
    """Return the places of the rows worth printing: all if they are few, else those with a value.

    Without any value, as of somebody who has not answered, what most rows remark says nothing.
    """
    if len(rows) <= FEW:
        return list(range(len(rows)))
    known = [place for place, row in enumerate(rows) if row.value.value is not None]
    if known:
        return known
    notes = Counter(row.note for row in rows)
    return [
        place for place, row in enumerate(rows) if row.note and notes[row.note] * 2 <= len(rows)
    ]


def _by_turns(rows: Sequence[IndicatorRow], places: Sequence[int]) -> tuple[int, ...]:
    """Return *places* in the order in which their rows are printed where room is short.

    The first of every group comes first, then the second of each, so that no group is lost.
    """
    turns: Counter[str] = Counter()
    found = []
    for place in places:
        group = rows[place].group_label
        found.append((turns[group], place))
        turns[group] += 1
    return tuple(place for _turn, place in sorted(found))


def _left_out(frame: Frame, total: int, printed: int) -> str:
    """Say how many indicators are not printed; nothing if all are."""
    if printed == total:
        return ""
    return frame.translate.plural(
        "Printed here: {shown} of {n} indicator. The tables hold the others, and why some have "
        "no value.",
        "Printed here: {shown} of {n} indicators. The tables hold the others, and why some have "
        "no value.",
        total,
        shown=frame.words.number(printed),
    )


def _shared(rows: Sequence[IndicatorRow]) -> dict[str, str]:
    """Return the remarks that so many rows share that they are said only once, with their marks."""
    counts = Counter(
        text for row in rows if row.peers for text in (row.comparison, row.note) if text
    )
    often = [text for text, count in counts.items() if count >= OFTEN]
    return dict(zip(often, ascii_lowercase, strict=False))


def _described(
    frame: Frame, row: IndicatorRow, shared: Mapping[str, str], *, brief: bool
) -> Compared:
    """Return a row with what it is; *brief* leaves its definition to other documents."""
    _, words = frame.translate, frame.words
    numbers = _numbers(frame, row)
    direction = _(DIRECTIONS[row.direction]) if row.direction in DIRECTIONS else ""
    target = "" if row.target is None else words.number(row.target, row.places)
    told = ""
    if _has_band(row):
        names = (_("lowest"), _("Q1"), _("median"), _("Q3"), _("highest"))
        own = ((_("this value"), words.figure(row.value, row.places)), (_("target"), target))
        pairs = (*own, *zip(names, numbers, strict=True))
        told = in_words(frame, row.name, [(name, text) for name, text in pairs if text])
    return _compared(
        frame, row, numbers, target=target, remark=_remark(frame, row, shared), words=told,
        about=words.sentences("" if brief else row.definition, direction),
    )  # fmt: skip


def _remark(frame: Frame, row: IndicatorRow, shared: Mapping[str, str]) -> str:
    """Return whom a value is compared with and what limits that; *shared* is said elsewhere."""
    _, words = frame.translate, frame.words
    texts = []
    said = [text for text in (row.note, row.comparison) if text in shared] if row.peers else []
    mark = ",\u00a0".join(sorted(shared[text] for text in said))
    if row.peers:
        group, count = row.peers.group_label, words.number(row.peers.n)
        texts.append(
            _("n = {count}: {group} ({mark})", group=group, count=count, mark=mark)
            if mark
            else _("n = {count}: {group}", group=group, count=count)
        )
    texts += [text for text in (row.note, row.comparison) if text not in said]
    return words.sentences(*texts) or ("" if row.peers else _("no peers to compare with"))


def _compared(frame: Frame, row: IndicatorRow, numbers: _Numbers, **more: str) -> Compared:
    """Return what documents on one entity and on many have in common, and *more* texts."""
    _, words = frame.translate, frame.words
    name = _("{id} {name}", id=row.id, name=row.name)
    terms = ""
    if row.numerator.value is not None or row.denominator.value is not None:
        terms = _(
            "{numerator} ÷ {denominator}",
            numerator=words.exact(row.numerator), denominator=words.exact(row.denominator),
        )  # fmt: skip
    figure = frame.cell(row.value, row.places, row.id)
    return Compared(
        name=name, figure=figure, unit=row.unit_label if row.value.value is not None else "",
        terms=terms, coverage=row.coverage.replace(" %", "\u00a0%"), numbers=numbers,
        band=band_of(row, name, figure.text) if _has_band(row) else None,
        group=row.group_label, anchor=f"group-{row.id}", link=indicator_anchor(row.id), **more,
    )  # fmt: skip


def _numbers(frame: Frame, row: IndicatorRow) -> _Numbers:
    """Return lowest, Q1, median, Q3 and highest of the peers, as far as they are known."""
    if row.peers is None:
        return "", "", "", "", ""
    of = row.peers
    lowest, q1, median, q3, highest = (
        "" if each is None else frame.words.number(each, row.places)
        for each in (of.minimum, of.q1, of.median, of.q3, of.maximum)
    )
    return lowest, q1, median, q3, highest


def _columns(frame: Frame, coverage: str, weights: Sequence[float]) -> tuple[Column, ...]:
    _ = frame.translate
    texts = {0, 2, 12}  # all others are numbers
    titles = (
        _("Indicator"), _("Value"), _("Unit"), _("Numerator ÷ denominator"), coverage, _("Target"),
        _("n"), _("lowest"), _("Q1"), _("median"), _("Q3"), _("highest"), _("Remark"),
    )  # fmt: skip
    return tuple(
        Column(title=title, weight=weight, side="start" if place in texts else "end")
        for place, (title, weight) in enumerate(zip(titles, weights, strict=True))
    )


def _key(frame: Frame) -> tuple[str, str, str, str, str]:
    """Name the marks of a band."""
    _ = frame.translate
    return (
        _("this value"), _("median"), _("middle half (Q1 to Q3)"), _("lowest to highest"),
        _("target"),
    )  # fmt: skip


def _has_band(row: IndicatorRow) -> bool:
    return row.peers is not None or (row.target is not None and row.value.value is not None)


def band_of(row: IndicatorRow, label: str, text: str) -> Band:
    """Return one value among its peers, as far as there are any."""
    peers = row.peers or NO_PEERS
    return Band(
        label=label, text=text, value=row.value.value, target=row.target, minimum=peers.minimum,
        q1=peers.q1, median=peers.median, q3=peers.q3, maximum=peers.maximum,
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
