"""Indicators: each value beside its peers, with everything needed to believe it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from string import ascii_lowercase
from typing import TYPE_CHECKING

from inventory_app.domain.chart_words import said
from inventory_app.domain.charts import Band, band_key, peer_band
from inventory_app.domain.marks import Line
from inventory_app.formats.pdf.blocks import Block, Drawn, Space, Together, Whole
from inventory_app.formats.pdf.cards import boxed
from inventory_app.formats.pdf.excerpt import Excerpt
from inventory_app.formats.pdf.paragraph import NOTE, Paragraph, TextStyle
from inventory_app.formats.pdf.sections.frame import CONTENT_WIDTH, Frame
from inventory_app.texts import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inventory_app.domain.summaries import IndicatorRow, PeerBand
    from inventory_app.formats.pdf.drawing import Area, Pen

NAME_WIDTH, VALUE_WIDTH, GAP = 242.0, 72.0, 10.0
BAND_WIDTH = CONTENT_WIDTH - NAME_WIDTH - VALUE_WIDTH - 2 * GAP

OFTEN = 3  # rows that share a remark before it becomes a footnote
CHART_HEIGHT, NUMBERS_HEIGHT = 15.0, 17.0
FEW = 20  # so many rows are printed whether they have a value or not
FEWEST = 9  # rows printed however short room is

NAME = TextStyle(size=8.5, bold=True, leading=1.3, after=1)
DETAIL = TextStyle(size=6.8, ink="muted", leading=1.27, after=0.5)

DIRECTIONS: dict[str, str] = {
    "H": N_("Higher is better."),
    "L": N_("Lower is better."),
    "T": N_("Should lie close to the target."),
    "C": N_("For context only, never scored."),
}


def indicators_section(frame: Frame, number: int, rows: Sequence[IndicatorRow]) -> list[Block]:
    """Return the section on indicators."""
    _ = frame.words.translate
    title = _("Indicators")
    if not rows:
        text = _("No indicator has been computed for this round.")
        return frame.section(number, title, (), [frame.paragraph(text)])
    notes = (
        _(
            "Each value is numerator ÷ denominator and stands beside entities of the same kind "
            "and size. Small groups show less or nothing; entities are not ranked."
        ),
        _("As of {date}", date=frame.words.date(frame.head.as_of)),
    )
    told = _told(rows)
    shared = _shared(told)
    explained = [
        _("({mark}) {text}", mark=mark, text=frame.words.sentences(text))
        for text, mark in shared.items()
    ]
    opening = Together((*(frame.paragraph(text, NOTE) for text in explained), _key(frame)))
    brief = len(told) > FEW
    blocks = [_block(frame, row, shared, brief=brief) for row in told]
    places = _by_turns(told)

    def printed(count: int) -> list[Block]:
        chosen = sorted(places[:count])
        rows_shown = _Rows(tuple(blocks[place] for place in chosen))
        return [*_left_out(frame, len(rows), count), rows_shown]

    listed = Excerpt(printed, len(told), FEWEST)
    return frame.section(number, title, notes, [opening, listed, Space(4)])


def _told(rows: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """Return the rows worth printing: all if they are few, else those with a value.

    Without any value, as of somebody who has not answered, what most rows remark says nothing.
    """
    if len(rows) <= FEW:
        return list(rows)
    known = [row for row in rows if row.value.value is not None]
    if known:
        return known
    notes = Counter(row.note for row in rows)
    return [row for row in rows if row.note and notes[row.note] * 2 <= len(rows)]


def _by_turns(rows: Sequence[IndicatorRow]) -> list[int]:
    """Return the places of *rows* in the order in which they are printed where room is short.

    The first of every group comes first, then the second of each, so that no group is lost.
    """
    turns: Counter[str] = Counter()
    found = []
    for place, row in enumerate(rows):
        found.append((turns[row.group_label], place))
        turns[row.group_label] += 1
    return [place for _turn, place in sorted(found)]


def _left_out(frame: Frame, total: int, printed: int) -> list[Block]:
    """Return how many indicators are not printed, in words; nothing if all are."""
    if printed == total:
        return []
    _ = frame.words.translate
    text = _.plural(
        "Printed here: {shown} of {n} indicator. The tables hold the others, and why some have "
        "no value.",
        "Printed here: {shown} of {n} indicators. The tables hold the others, and why some have "
        "no value.",
        total,
        shown=frame.words.number(printed),
    )
    return [frame.paragraph(text, NOTE)]


def _shared(rows: Sequence[IndicatorRow]) -> dict[str, str]:
    """Return the remarks that so many rows share that they are said only once."""
    counts = Counter(
        text for row in rows if row.peers for text in (row.comparison, row.note) if text
    )
    often = [text for text, count in counts.items() if count >= OFTEN]
    return dict(zip(often, ascii_lowercase, strict=False))


def _key(frame: Frame) -> Drawn:
    _ = frame.words.translate
    texts = (
        _("this value"),
        _("median"),
        _("middle half (Q1 to Q3)"),
        _("lowest to highest"),
        _("target"),
    )
    return Drawn(band_key(texts, width=CONTENT_WIDTH, right_to_left=frame.right_to_left))


@dataclass(frozen=True)
class _Indicator(Whole):
    """One indicator in three columns: what it is, its value, its band with the numbers."""

    about: tuple[Paragraph, ...]
    value: tuple[Paragraph, ...]
    band: Band | None
    numbers: tuple[tuple[str, str], ...]
    words: str
    remarks: tuple[Paragraph, ...]

    def height(self, width: float) -> float:  # noqa: ARG002 - laid out for the whole page
        """Return the height of the tallest column."""
        return self._height

    @cached_property
    def _height(self) -> float:
        about = sum(paragraph.height(NAME_WIDTH) for paragraph in self.about)
        value = sum(paragraph.height(VALUE_WIDTH) for paragraph in self.value)
        remarks = sum(paragraph.height(BAND_WIDTH) for paragraph in self.remarks)
        chart = 0.0 if self.band is None else CHART_HEIGHT
        numbers = NUMBERS_HEIGHT if self.numbers else 0.0
        return max(about, value, chart + numbers + remarks) + 6

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw a thin line, then the three columns."""
        right = area.x + area.width
        pen.line(Line(x1=area.x, y1=y + 1, x2=right, y2=y + 1, ink="line", thickness=0.4))
        y += 4
        _stack(pen, area.part(0, NAME_WIDTH), y, self.about)
        _stack(pen, area.part(NAME_WIDTH + GAP, VALUE_WIDTH), y, self.value)
        column = area.part(NAME_WIDTH + VALUE_WIDTH + 2 * GAP, BAND_WIDTH)
        if self.band is not None:
            chart = peer_band(
                [self.band],
                width=BAND_WIDTH,
                row_height=CHART_HEIGHT,
                right_to_left=area.right_to_left,
            )
            pen.chart(chart, column.x, y, self.words)
            y += CHART_HEIGHT
        if self.numbers:
            self._numbers(pen, column, y)
            y += NUMBERS_HEIGHT
        _stack(pen, column, y, self.remarks)

    def _numbers(self, pen: Pen, column: Area, y: float) -> None:
        step = column.width / len(self.numbers)
        for number, (label, text) in enumerate(self.numbers):
            part = column.part(number * step, step)
            pen.box_of_text(
                replace(boxed(part, y, 8, label, size=6.2), align="center", ink="muted")
            )
            pen.box_of_text(replace(boxed(part, y + 7, 9, text, size=7.5), align="center"))


@dataclass(frozen=True)
class _Rows:
    """Indicators one beneath the other, divided between two of them."""

    rows: tuple[_Indicator, ...]

    def height(self, width: float) -> float:
        """Return the height of all."""
        return sum(row.height(width) for row in self.rows)

    def head(self, width: float) -> float:
        """Return the height of the first."""
        return self.rows[0].height(width) if self.rows else 0

    def lead(self) -> float:
        """Return 0: there is nothing to leave out."""
        return 0

    def tail(self) -> float:
        """Return 0: there is nothing that may fall off."""
        return 0

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        """Divide after the last indicator that fits."""
        used = 0.0
        for place, row in enumerate(self.rows):
            used += row.height(width)
            if used > available:
                return (_Rows(self.rows[:place]), _Rows(self.rows[place:])) if place else None
        return None

    def paint(self, pen: Pen, area: Area, y: float) -> None:
        """Draw one beneath the other."""
        for row in self.rows:
            row.paint(pen, area, y)
            y += row.height(area.width)


def _stack(pen: Pen, column: Area, y: float, paragraphs: Sequence[Paragraph]) -> None:
    for paragraph in paragraphs:
        paragraph.paint(pen, column, y)
        y += paragraph.height(column.width)


def _block(
    frame: Frame, row: IndicatorRow, shared: Mapping[str, str], *, brief: bool
) -> _Indicator:
    numbers = _numbers(frame, row.peers, row.places) if row.peers else ()
    return _Indicator(
        about=_about(frame, row, brief=brief),
        value=_value(frame, row),
        band=_band(row),
        numbers=numbers,
        words=_words(frame, row, numbers),
        remarks=_remarks(frame, row, shared),
    )


def _about(frame: Frame, row: IndicatorRow, *, brief: bool) -> tuple[Paragraph, ...]:
    """Return the name with the definition; *brief* leaves the definition to the tables."""
    _ = frame.words.translate
    name = _("{id} {name}", id=row.id, name=row.name)
    paragraphs = [frame.paragraph(name, NAME, at_most=3)]
    direction = _(DIRECTIONS[row.direction]) if row.direction in DIRECTIONS else ""
    if told := frame.words.sentences("" if brief else row.definition, direction):
        paragraphs.append(frame.paragraph(told, DETAIL, at_most=8))
    return tuple(paragraphs)


def _value(frame: Frame, row: IndicatorRow) -> tuple[Paragraph, ...]:
    _, words = frame.words.translate, frame.words
    missing = row.value.value is None
    style = TextStyle(
        size=8.5 if missing else 12,
        bold=not missing,
        ink="muted" if missing else "text",
        leading=1.3,
        after=0,
        side="end",
    )
    small = replace(DETAIL, side="end")
    paragraphs = [frame.paragraph(words.figure(row.value, row.places), style, at_most=2)]
    if row.unit_label and not missing:
        paragraphs.append(frame.paragraph(row.unit_label, small, at_most=2))
    if row.numerator.value is not None or row.denominator.value is not None:
        text = _(
            "{numerator} ÷ {denominator}",
            numerator=words.exact(row.numerator),
            denominator=words.exact(row.denominator),
        )
        paragraphs.append(frame.paragraph(text, small, at_most=2))
    if row.target is not None:
        target = _("Target: {target}", target=words.number(row.target, row.places))
        paragraphs.append(frame.paragraph(target, small, at_most=2))
    if row.coverage:
        coverage = _("Coverage: {coverage}", coverage=row.coverage)
        paragraphs.append(frame.paragraph(coverage, small, at_most=3))
    return tuple(paragraphs)


def _band(row: IndicatorRow) -> Band | None:
    """Return the band; without anything to compare a value with there is none."""
    peers = row.peers
    if peers is None and (row.target is None or row.value.value is None):
        return None
    return Band(
        value=row.value.value,
        minimum=peers.minimum if peers else None,
        q1=peers.q1 if peers else None,
        median=peers.median if peers else None,
        q3=peers.q3 if peers else None,
        maximum=peers.maximum if peers else None,
        target=row.target,
    )


def _numbers(frame: Frame, peers: PeerBand, places: int) -> tuple[tuple[str, str], ...]:
    """Return the numbers of the band with their names; those not known are left out."""
    _ = frame.words.translate
    found = (
        (_("lowest"), peers.minimum),
        (_("Q1"), peers.q1),
        (_("median"), peers.median),
        (_("Q3"), peers.q3),
        (_("highest"), peers.maximum),
    )
    return tuple(
        (label, frame.words.number(value, places)) for label, value in found if value is not None
    )


def _words(frame: Frame, row: IndicatorRow, numbers: Sequence[tuple[str, str]]) -> str:
    """Return what the band shows: the value, its target, and its peers."""
    _, words = frame.words.translate, frame.words
    own = [(_("this value"), words.figure(row.value, row.places))]
    if row.target is not None:
        own.append((_("target"), words.number(row.target, row.places)))
    return said(_, row.name, [*own, *numbers])


def _remarks(frame: Frame, row: IndicatorRow, shared: Mapping[str, str]) -> tuple[Paragraph, ...]:
    _, words = frame.words.translate, frame.words
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
    told = words.sentences(*texts) or ("" if row.peers else _("no peers to compare with"))
    return (frame.paragraph(told, DETAIL, at_most=5),) if told else ()
