"""A figure across rounds, and shares of a whole in one bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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

HEIGHT, LOWEST = 130.0, 92.0
_TOP, _BOTTOM, _SIDE = 22.0, 30.0, 30.0
_SLOPE = 0.6  # of its width a chart is high at most: a narrow one is lower


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A figure in one round; `firm` is False for an estimate. A round without one has no value.

    With `broken` it cannot be compared with the one before it. `restated` is the value in the
    terms of the last round where that is another one.
    """

    label: str
    value: Decimal | None
    text: str
    note: str = ""
    firm: bool = True
    broken: bool = False
    restated: Decimal | None = None


def trend(points: Sequence[Point], *, width: float, right_to_left: bool = False) -> Chart:
    """Draw a line through the rounds, oldest first, broken where there is no figure.

    The scale begins at zero unless a figure is negative. Filled dot: reported. Open: estimated.
    A dashed line stands where what is measured has changed; small dots are restated values. Under
    each round stand its name and what the figure rests on.
    """
    known = [x for point in points for x in (point.value, point.restated) if x is not None]
    low = min([*known, Decimal(0)])
    high = max([*known, Decimal(0)]) or Decimal(1)
    height = min(HEIGHT, max(LOWEST, width * _SLOPE))
    room = height - _TOP - _BOTTOM
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
        if point.broken and number:
            marks.extend(_break(_SIDE + step * (number - 0.5), _TOP, _TOP + room))
        if at is not None and before is not None and not point.broken:
            marks.append(Line(x1=before[0], y1=before[1], x2=at[0], y2=at[1], ink="accent",
                              thickness=1.75))  # fmt: skip
        before = at
    marks.extend(_restated(points, place))
    for number, point in enumerate(points):
        marks.extend(_point(point, place(number, point.value or Decimal(0)), step or width,
                            height - _BOTTOM))  # fmt: skip
    chart = Chart(width=width, height=height, marks=tuple(marks))
    return mirrored(chart) if right_to_left else chart


def _break(x: float, top: float, bottom: float) -> Iterator[Mark]:
    y = top
    while y < bottom:
        yield Line(x1=x, y1=y, x2=x, y2=min(y + 4, bottom), ink="warn", thickness=1)
        y += 7


def _restated(
    points: Sequence[Point], place: Callable[[int, Decimal], tuple[float, float]]
) -> Iterator[Mark]:
    """Draw the restated values, and a thin line through them to the first that needs none."""
    before: tuple[float, float] | None = None
    for number, point in enumerate(points):
        value = point.value if point.restated is None else point.restated
        at = None if value is None else place(number, value)
        if before is not None and at is not None:
            yield Line(x1=before[0], y1=before[1], x2=at[0], y2=at[1], ink="muted", thickness=0.75)
        before = at if point.restated is not None else None
        if point.restated is not None and at is not None:
            yield Dot(x=at[0], y=at[1], radius=2.2, fill="paper", ring="muted")


def _point(point: Point, at: tuple[float, float], step: float, bottom: float) -> Iterator[Mark]:
    x, y = at
    wide = max(min(step, 90.0), 44.0)
    if point.value is not None:
        inks: tuple[Ink, Ink] = ("accent", "paper") if point.firm else ("paper", "accent")
        yield Dot(x=x, y=y, radius=3.6, fill=inks[0], ring=inks[1])
    text_y = y - 16 if point.value is not None else bottom - 16
    yield Text(x=x - wide / 2, y=text_y, width=wide, height=12, text=point.text, size=7.5,
               bold=point.value is not None, align="center",
               ink="text" if point.value is not None else "muted")  # fmt: skip
    yield Text(x=x - wide / 2, y=bottom + 4, width=wide, height=12, text=point.label,
               size=7.5, align="center", ink="muted")  # fmt: skip
    if point.note:
        yield Text(x=x - wide / 2, y=bottom + 16, width=wide, height=10,
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
