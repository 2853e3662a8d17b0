"""A figure across rounds, and shares of a whole in one bar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory_app.domain.marks import (
    Chart,
    Dot,
    Ink,
    Line,
    Mark,
    Pattern,
    Text,
    mirrored,
    patterned,
)

HEIGHT = 130.0
_TOP, _BOTTOM, _SIDE = 22.0, 30.0, 30.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A figure in one round; `firm` is False for an estimate. A round without one has no value."""

    label: str
    value: Decimal | None
    text: str
    note: str = ""
    firm: bool = True


def trend(points: Sequence[Point], *, width: float, right_to_left: bool = False) -> Chart:
    """Draw a line through the rounds, oldest first, broken where there is no figure.

    The scale begins at zero unless a figure is negative. Filled dot: reported. Open: estimated.
    Under each round stand its name and what the figure rests on.
    """
    known = [point.value for point in points if point.value is not None]
    low = min([*known, Decimal(0)])
    high = max([*known, Decimal(0)]) or Decimal(1)
    room = HEIGHT - _TOP - _BOTTOM
    step = (width - 2 * _SIDE) / max(1, len(points) - 1)

    def place(number: int, value: Decimal) -> tuple[float, float]:
        x = _SIDE + step * number if len(points) > 1 else width / 2
        return x, _TOP + room * (1 - float((value - low) / (high - low)))

    marks: list[Mark] = [
        Line(x1=0, y1=_TOP + room, x2=width, y2=_TOP + room, ink="line"),
        Line(x1=0, y1=_TOP + room / 2, x2=width, y2=_TOP + room / 2, ink="line", thickness=0.5),
    ]
    before: tuple[float, float] | None = None
    for number, point in enumerate(points):
        at = None if point.value is None else place(number, point.value)
        if at is not None and before is not None:
            marks.append(Line(x1=before[0], y1=before[1], x2=at[0], y2=at[1], ink="accent",
                              thickness=1.75))  # fmt: skip
        before = at
    for number, point in enumerate(points):
        marks.extend(_point(point, place(number, point.value or Decimal(0)), step or width))
    chart = Chart(width=width, height=HEIGHT, marks=tuple(marks))
    return mirrored(chart) if right_to_left else chart


def _point(point: Point, at: tuple[float, float], step: float) -> Iterator[Mark]:
    x, y = at
    wide = max(min(step, 90.0), 44.0)
    if point.value is not None:
        inks: tuple[Ink, Ink] = ("accent", "paper") if point.firm else ("paper", "accent")
        yield Dot(x=x, y=y, radius=3.6, fill=inks[0], ring=inks[1])
    text_y = y - 16 if point.value is not None else HEIGHT - _BOTTOM - 16
    yield Text(x=x - wide / 2, y=text_y, width=wide, height=12, text=point.text, size=7.5,
               bold=point.value is not None, align="center",
               ink="text" if point.value is not None else "muted")  # fmt: skip
    yield Text(x=x - wide / 2, y=HEIGHT - _BOTTOM + 4, width=wide, height=12, text=point.label,
               size=7.5, align="center", ink="muted")  # fmt: skip
    if point.note:
        yield Text(x=x - wide / 2, y=HEIGHT - _BOTTOM + 16, width=wide, height=10,
                   text=point.note, size=6.5, align="center", ink="muted")  # fmt: skip


def shares(
    parts: Sequence[tuple[int, Pattern]], *, width: float, right_to_left: bool = False
) -> Chart:
    """Draw how a whole is divided, in one bar; patterns tell the parts apart without colour."""
    whole = sum(count for count, _pattern in parts)
    marks: list[Mark] = []
    x = 0.0
    for count, pattern in parts:
        wide = width * count / whole if whole else 0.0
        if wide:
            marks.extend(patterned(x, 0.5, wide, 12, pattern))
        x += wide
    chart = Chart(width=width, height=13, marks=tuple(marks))
    return mirrored(chart) if right_to_left else chart
