"""Many values at a glance: entities by indicators, and loads against capacities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory_app.domain.marks import (
    Align,
    Chart,
    Dot,
    Ink,
    Line,
    Mark,
    Rect,
    Text,
    mirrored,
)

HEAD_HEIGHT = 22.0
ROW_HEIGHT = 9.8
MAP_HEIGHT = 196.0
_SHADES: tuple[Ink, ...] = ("paper", "soft", "accent_soft", "accent")
_LEFT, _BOTTOM, _TOP, _RIGHT = 46.0, 34.0, 8.0, 14.0
_APART = 9.0  # points between two dots that are told apart by their numbers
_INKS: tuple[tuple[Ink, Ink], tuple[Ink, Ink]] = (("accent", "paper"), ("paper", "bad"))


@dataclass(frozen=True, kw_only=True, slots=True)
class HeatCell:
    """One value as printed; `quarter` (0 lowest to 3 highest) shades it, None leaves it plain."""

    text: str
    quarter: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HeatRow:
    """One entity and its cells, one for each column."""

    label: str
    cells: tuple[HeatCell, ...]


def heat_map(
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    *,
    width: float,
    label_width: float,
    right_to_left: bool = False,
) -> Chart:
    """Draw a table of shaded cells, each with its number, so that it is read without colour."""
    step = (width - label_width) / max(1, len(columns))
    marks: list[Mark] = []
    for number, title in enumerate(columns):
        x = label_width + number * step
        marks.append(
            Text(x=x + 1, y=0, width=step - 2, height=HEAD_HEIGHT - 4, text=title, size=6.6,
                 align="center", ink="muted", lines=2)
        )  # fmt: skip
    for place, row in enumerate(rows):
        top = HEAD_HEIGHT + place * ROW_HEIGHT
        marks.append(Text(x=0, y=top, width=label_width - 6, height=ROW_HEIGHT, text=row.label,
                          size=7))  # fmt: skip
        for number, cell in enumerate(row.cells):
            marks.extend(_cell(cell, label_width + number * step, top, step))
    height = HEAD_HEIGHT + ROW_HEIGHT * len(rows)
    chart = Chart(width=width, height=height, marks=tuple(marks))
    return mirrored(chart) if right_to_left else chart


def _cell(cell: HeatCell, x: float, y: float, width: float) -> Iterator[Mark]:
    shaded = cell.quarter is not None
    fill: Ink = _SHADES[cell.quarter] if cell.quarter is not None else "paper"
    yield Rect(x=x + 0.5, y=y + 0.5, width=width - 1, height=ROW_HEIGHT - 1, fill=fill,
               stroke="line")  # fmt: skip
    ink: Ink = "paper" if fill == "accent" else "text" if shaded else "muted"
    yield Text(x=x + 1, y=y, width=width - 2, height=ROW_HEIGHT, text=cell.text, size=6.6,
               align="center", ink=ink, bold=fill == "accent")  # fmt: skip


def heat_key(texts: tuple[str, str, str, str], *, width: float, right_to_left: bool) -> Chart:
    """Explain the shades of `heat_map`, from the lowest quarter to the highest."""
    step = width / len(texts)
    marks: list[Mark] = []
    for number, (text, shade) in enumerate(zip(texts, _SHADES, strict=True)):
        x = number * step
        marks.append(Rect(x=x, y=3, width=14, height=9, fill=shade, stroke="muted"))
        marks.append(Text(x=x + 19, y=0, width=step - 23, height=15, text=text, size=7, ink="muted",
                          lines=1))  # fmt: skip
    chart = Chart(width=width, height=18, marks=tuple(marks))
    return mirrored(chart) if right_to_left else chart


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A round number on an axis, and how it is printed."""

    value: Decimal
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One room: `mark` is its number in the table beneath; both amounts in the same unit."""

    mark: str
    load: Decimal
    capacity: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Axes:
    """What stands along the axes of `capacity_map`, which share one unit.

    `across` and `up` name the axes, `full` the line on which the load is all of the capacity.
    """

    across: str
    up: str
    full: str
    ticks_across: tuple[Tick, ...]
    ticks_up: tuple[Tick, ...]


def capacity_map(
    places: Sequence[Place], axes: Axes, *, width: float, right_to_left: bool = False
) -> Chart:
    """Draw rooms by capacity (across) and load (up), with the line of full use.

    A room above the line has a ring. Where dots are close only the first has its number beside it;
    the table beneath the chart has the others.
    """
    scale = _Scale(axes, width)
    marks: list[Mark] = [*_grid(axes, scale, width), *_full_line(axes, scale)]
    taken: list[tuple[float, float]] = []
    for place in places:
        x, y = scale.at(place.capacity, place.load)
        over = place.load > place.capacity
        fill, ring = _INKS[over]
        marks.append(Dot(x=x, y=y, radius=3.4, fill=fill, ring=ring))
        if not any(abs(x - a) < _APART and abs(y - b) < _APART for a, b in taken):
            marks.append(Text(x=x - 12, y=y - 12, width=24, height=8, text=place.mark, size=6.4,
                              align="center"))  # fmt: skip
            taken.append((x, y))
    chart = Chart(width=width, height=MAP_HEIGHT, marks=tuple(marks))
    return mirrored(chart) if right_to_left else chart


class _Scale:
    """Where amounts stand on the chart."""

    def __init__(self, axes: Axes, width: float) -> None:
        self.most = axes.ticks_across[-1].value, axes.ticks_up[-1].value
        self.room = width - _LEFT - _RIGHT, MAP_HEIGHT - _TOP - _BOTTOM

    def at(self, capacity: Decimal, load: Decimal) -> tuple[float, float]:
        """Return the place of a room."""
        x = _LEFT + self.room[0] * float(capacity / self.most[0])
        return x, _TOP + self.room[1] * (1 - float(load / self.most[1]))


def _grid(axes: Axes, scale: _Scale, width: float) -> Iterator[Mark]:
    zero = Decimal(0)
    right, bottom = scale.at(scale.most[0], zero)
    left, top = scale.at(zero, scale.most[1])
    for tick in axes.ticks_across:
        x, _y = scale.at(tick.value, zero)
        yield Line(x1=x, y1=top, x2=x, y2=bottom, ink="line", thickness=0.5)
        yield _axis_text(x - 30, bottom + 3, 60, tick.text, "center")
    for tick in axes.ticks_up:
        _x, y = scale.at(zero, tick.value)
        yield Line(x1=left, y1=y, x2=right, y2=y, ink="line", thickness=0.5)
        yield _axis_text(0, y - 5, _LEFT - 5, tick.text, "right")
    yield _axis_text(_LEFT, bottom + 15, width - _LEFT - _RIGHT, axes.across, "right")
    yield _axis_text(_LEFT + 4, top + 1, 200, axes.up, "left")


def _axis_text(x: float, y: float, width: float, text: str, align: Align) -> Text:
    return Text(x=x, y=y, width=width, height=11, text=text, size=7, align=align, ink="muted")


def _full_line(axes: Axes, scale: _Scale) -> Iterator[Mark]:
    """Draw the line of full use as dashes, up to the edge of the chart."""
    most = min(scale.most)
    x1, y1 = scale.at(Decimal(0), Decimal(0))
    x2, y2 = scale.at(most, most)
    dashes = 24
    for number in range(dashes):
        start, end = number / dashes, (number + 0.6) / dashes
        yield Line(x1=x1 + (x2 - x1) * start, y1=y1 + (y2 - y1) * start,
                   x2=x1 + (x2 - x1) * end, y2=y1 + (y2 - y1) * end, ink="warn",
                   thickness=1)  # fmt: skip
    yield Text(x=(x1 + x2) / 2 + 8, y=(y1 + y2) / 2 + 2, width=140, height=10, text=axes.full,
               size=7, ink="warn")  # fmt: skip
