"""Charts as plain data: values in, marks out.

The same marks are drawn on the screen and on paper. Every difference also shows in black and white,
by darkness, hatching or shape. Whoever calls has formatted the numbers already. Everything is laid
out from left to right and mirrored as a whole for languages written the other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from inventory_app.domain.marks import (
    Chart,
    Dot,
    Line,
    Mark,
    Pattern,
    Poly,
    Rect,
    Text,
    mirrored,
    patterned,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def _finished(width: float, height: float, marks: Sequence[Mark], *, right_to_left: bool) -> Chart:
    chart = Chart(width=width, height=height, marks=tuple(marks))
    return mirrored(chart) if right_to_left else chart


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """One value among its peers; whatever is None is left out.

    `text` is the value as printed, `note` what stands where the band would be if there is
    neither a value nor a peer (“no peers”).
    """

    label: str = ""
    value: Decimal | None = None
    text: str = ""
    minimum: Decimal | None = None
    q1: Decimal | None = None
    median: Decimal | None = None
    q3: Decimal | None = None
    maximum: Decimal | None = None
    target: Decimal | None = None
    note: str = ""


def peer_band(
    bands: Sequence[Band],
    *,
    width: float,
    row_height: float = 26,
    label_width: float = 0,
    text_width: float = 0,
    right_to_left: bool = False,
) -> Chart:
    """Draw one row for each of *bands*, each on its own scale.

    Thin line: smallest to largest peer. Box: the middle half. Tick: median. Dot: own value.
    Open triangle: target.
    """
    marks: list[Mark] = []
    room = width - label_width - text_width
    for number, band in enumerate(bands):
        top = number * row_height
        if label_width:
            marks.append(_label(band.label, top, label_width, row_height))
        marks.extend(_band(band, label_width, top, room, row_height))
        if text_width:
            start = width - text_width + 6
            marks.append(_number(band.text, start, top, text_width - 6, row_height))
    return _finished(width, row_height * len(bands), marks, right_to_left=right_to_left)


def _band(band: Band, left: float, top: float, width: float, height: float) -> Iterator[Mark]:
    peers = (band.minimum, band.q1, band.median, band.q3, band.maximum)
    known = [value for value in (*peers, band.value, band.target) if value is not None]
    if not known or (band.value is None and all(value is None for value in peers)):
        yield Text(x=left, y=top, width=width, height=height, text=band.note, ink="muted", lines=2)
        return
    lowest, span = min(known), max(known) - min(known)
    inner = width - 12  # half a dot and a hair on both sides
    middle = top + height / 2

    def at(value: Decimal) -> float:
        share = float((value - lowest) / span) if span else 0.5
        return left + 6 + inner * share

    yield Line(x1=left, y1=middle, x2=left + width, y2=middle, ink="line", thickness=0.5)
    if band.minimum is not None and band.maximum is not None:
        low, high = at(band.minimum), at(band.maximum)
        yield Line(x1=low, y1=middle, x2=high, y2=middle, ink="muted", thickness=1)
        for end in (low, high):
            yield Line(x1=end, y1=middle - 3, x2=end, y2=middle + 3, ink="muted", thickness=1)
    if band.q1 is not None and band.q3 is not None:
        low, high = at(band.q1), at(band.q3)
        box = max(high - low, 1.0)
        yield Rect(x=low, y=middle - 5, width=box, height=10, fill="accent_soft", stroke="muted")
    if band.median is not None:
        tick = at(band.median)
        yield Line(x1=tick, y1=middle - 7, x2=tick, y2=middle + 7, ink="text", thickness=1.5)
    if band.target is not None:
        yield _triangle(at(band.target), middle - 5.5)
    if band.value is not None:
        yield Dot(x=at(band.value), y=middle, radius=3.6, fill="accent", ring="paper")


def _triangle(tip: float, bottom: float) -> Poly:
    points = ((tip, bottom), (tip - 3.2, bottom - 5.5), (tip + 3.2, bottom - 5.5))
    return Poly(points=points, fill="paper", stroke="warn", thickness=1)


def band_key(
    texts: tuple[str, str, str, str, str], *, width: float, right_to_left: bool = False
) -> Chart:
    """Explain the marks of `peer_band`: own value, median, middle half, range, target."""
    height, step = 18.0, width / len(texts)
    marks: list[Mark] = []
    for number, text in enumerate(texts):
        left = number * step
        marks.extend(_key_mark(number, left, height / 2))
        marks.append(
            Text(
                x=left + 19,
                y=0,
                width=step - 23,
                height=height,
                text=text,
                size=7,
                ink="muted",
                lines=2,
            )
        )
    return _finished(width, height, marks, right_to_left=right_to_left)


def _key_mark(number: int, left: float, middle: float) -> Iterator[Mark]:
    x = left + 7
    match number:
        case 0:
            yield Dot(x=x, y=middle, radius=3.6, fill="accent", ring="paper")
        case 1:
            yield Line(x1=x, y1=middle - 6, x2=x, y2=middle + 6, ink="text", thickness=1.5)
        case 2:
            box = {"x": left + 1, "y": middle - 4, "width": 12.0, "height": 8.0}
            yield Rect(**box, fill="accent_soft", stroke="muted")
        case 3:
            yield Line(x1=left, y1=middle, x2=left + 14, y2=middle, ink="muted", thickness=1)
            for end in (left, left + 14):
                yield Line(x1=end, y1=middle - 3, x2=end, y2=middle + 3, ink="muted", thickness=1)
        case _:
            yield _triangle(x, middle + 3)


TITLE_HEIGHT = 19.0
ROW_HEIGHT = 12.5
LABEL_GAP = 8.0
MOST_LINES, TWO_LINES = 4, 26.0  # of a label; how high a row for more than two has to be


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar of one or more parts; a part that is None is not drawn.

    `texts` are the numbers printed in the columns after the bar; a missing number is a word.
    """

    label: str
    parts: tuple[Decimal | None, ...]
    texts: tuple[str, ...]


def bars(
    rows: Sequence[Bar],
    *,
    width: float,
    label_width: float,
    text_widths: Sequence[float],
    titles: Sequence[str] = (),
    patterns: Sequence[Pattern] = ("solid",),
    legend: Sequence[str] = (),
    row_heights: Sequence[float] = (),
    longest: Decimal | None = None,
    right_to_left: bool = False,
) -> Chart:
    """Draw horizontal bars with labels before and numbers after them, on one common scale.

    The parts of a bar follow each other in *patterns*, which *legend* names. *titles* head the
    number columns. *longest* is the length of the scale, unless it is the longest of *rows*.
    *row_heights* make room for labels of more than one line; without them all rows are alike.
    """
    marks: list[Mark] = []
    room = width - label_width - sum(text_widths)
    scale = longest_of(rows) if longest is None else longest
    top = 0.0
    if titles or legend:
        marks.extend(_titles(titles, width - sum(text_widths), text_widths))
        marks.extend(_legend(legend, patterns, width - sum(text_widths)))
        top = TITLE_HEIGHT
    for row, row_height in zip(rows, row_heights or [ROW_HEIGHT] * len(rows), strict=True):
        marks.append(_label(row.label, top, label_width, row_height))
        area = Rect(x=label_width, y=top, width=room, height=row_height)
        marks.extend(_bar(row, area, scale, patterns))
        left = width - sum(text_widths)
        for text, text_width in zip(row.texts, text_widths, strict=False):
            marks.append(_number(text, left + 4, top, text_width - 4, row_height))
            left += text_width
        top += row_height
    return _finished(width, top, marks, right_to_left=right_to_left)


def _legend(texts: Sequence[str], patterns: Sequence[Pattern], room: float) -> Iterator[Mark]:
    step = min(130.0, room / max(1, len(texts)))
    for number, (text, pattern) in enumerate(zip(texts, patterns, strict=False)):
        left = number * step
        yield from patterned(left, 5, 11, 8, pattern)
        yield Text(x=left + 16, y=3, width=step - 20, height=12, text=text, size=7.5, ink="muted")


def longest_of(rows: Sequence[Bar]) -> Decimal:
    """Return the length of the longest of *rows*."""
    return max((_length(row) for row in rows), default=Decimal(0))


def _length(row: Bar) -> Decimal:
    return sum((max(part, Decimal(0)) for part in row.parts if part is not None), Decimal(0))


def _bar(row: Bar, area: Rect, longest: Decimal, patterns: Sequence[Pattern]) -> Iterator[Mark]:
    height = 7.5
    left, top = area.x, area.y + (area.height - height) / 2
    bottom = area.y + area.height - 1.5
    yield Line(x1=left, y1=area.y + 1.5, x2=left, y2=bottom, ink="muted")
    if not longest:
        return
    for part, pattern in zip(row.parts, patterns, strict=False):
        length = area.width * float(max(part or Decimal(0), Decimal(0)) / longest)
        if length > 0:
            yield from patterned(left, top, length, height, pattern)
        left += length


def _titles(texts: Sequence[str], left: float, widths: Sequence[float]) -> Iterator[Mark]:
    for text, width in zip(texts, widths, strict=False):
        yield Text(
            x=left + 4,
            y=0,
            width=width - 4,
            height=17,
            text=text,
            size=7,
            align="right",
            ink="muted",
            lines=2,
        )
        left += width


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a whole: what it is, how much, and that number as printed."""

    label: str
    value: Decimal
    text: str


PART_PATTERNS: tuple[Pattern, ...] = ("solid", "hatched", "soft", "empty")


def stacked_bar(
    parts: Sequence[Part],
    *,
    width: float,
    columns: int = 2,
    text_width: float = 36,
    right_to_left: bool = False,
) -> Chart:
    """Draw one bar that is 100 % long, with a key beneath that holds the numbers.

    At most four parts can be told apart without colour.
    """
    marks: list[Mark] = []
    total = sum((part.value for part in parts), Decimal(0))
    left = 0.0
    for part, pattern in zip(parts, PART_PATTERNS, strict=False):
        length = width * float(part.value / total) if total else 0.0
        if length > 0:
            marks.extend(patterned(left, 0, length, 12, pattern))
        left += length
    if not total:
        marks.append(Rect(x=0, y=0, width=width, height=12, stroke="line"))
    step = width / columns
    room = step - 12 - text_width - 17
    row = 13.0 if all(_about(part.label) <= room for part in parts) else 20.0
    for number, (part, pattern) in enumerate(zip(parts, PART_PATTERNS, strict=False)):
        x, y = number % columns * step, 17 + number // columns * row
        end = x + step - (12 if (number + 1) % columns else 0)
        room = end - text_width - x - 17
        marks.extend(patterned(x, y + row / 2 - 3.5, 9, 7, pattern))
        marks.append(Text(x=x + 13, y=y, width=room, height=row, text=part.label, ink="muted",
                          lines=2))  # fmt: skip
        marks.append(_number(part.text, end - text_width, y, text_width, row))
    rows = -(-min(len(parts), len(PART_PATTERNS)) // columns)
    return _finished(width, 17 + row * rows, marks, right_to_left=right_to_left)


def _about(text: str) -> float:
    """Return about how wide *text* is: whoever draws it knows, and has no say in the rows."""
    return sum(8.0 if character >= "\u2e80" else 4.3 for character in text)


def _label(text: str, top: float, width: float, height: float) -> Text:
    lines = MOST_LINES if height > TWO_LINES else 2
    return Text(x=0, y=top, width=width - LABEL_GAP, height=height, text=text, lines=lines)


def _number(text: str, left: float, top: float, width: float, height: float) -> Text:
    return Text(x=left, y=top, width=width, height=height, text=text, align="right", lines=2)
