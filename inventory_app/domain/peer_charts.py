"""Values of many entities on one scale, a row for each peer group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from inventory_app.domain.marks import Chart, Dot, Line, Mark, Poly, Rect, Text, mirrored

ROW = 30.0
AXIS = 16.0
_INSET = 8.0
_FEWEST_TICKS = 3
_MOST_TICKS = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Strip:
    """One group: its name, a remark under it, the values, and what its size allows to be said.

    `own` is the value that is marked, if it is in this group, and `interval` how sure it is, from
    where to where. Quartiles are None for groups too
    small to have any.
    """

    label: str
    remark: str = ""
    values: tuple[Decimal, ...] = ()
    own: Decimal | None = None
    q1: Decimal | None = None
    median: Decimal | None = None
    q3: Decimal | None = None
    interval: tuple[Decimal, Decimal] | None = None


def nice_ticks(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Return three to seven round numbers from at most *low* to at least *high*."""
    if high <= low:
        high = low + 1
    step = Decimal(10) ** ((high - low) / 4).adjusted()
    for times in (1, 2, 5, 10, 20, 50):
        wide = step * times
        first = (low / wide).to_integral_value(ROUND_FLOOR)
        last = (high / wide).to_integral_value(ROUND_CEILING)
        if last - first < _MOST_TICKS:
            last = max(last, first + _FEWEST_TICKS - 1)
            return tuple(wide * number for number in range(int(first), int(last) + 1))
    return (low, (low + high) / 2, high)


def strips(
    rows: Sequence[Strip],
    *,
    width: float,
    label_width: float,
    tick_text: Callable[[Decimal], str],
    target: Decimal | None = None,
    right_to_left: bool = False,
) -> Chart:
    """Draw each group as dots over its middle half and median, all on one scale.

    Filled dot: the value that is marked, with a line for its interval. Open dots: the others.
    Box: the middle half. Tick: the median. Dashed line and open triangle: the target.
    """
    known = [value for row in rows for value in row.values]
    known += [value for value in (target,) if value is not None]
    known += [value for row in rows for value in row.interval or ()]
    height = ROW * len(rows) + AXIS
    if not known:
        return Chart(width=width, height=height, marks=())
    ticks = nice_ticks(min(known), max(known))
    left, room = label_width + _INSET, width - label_width - 2 * _INSET
    span = ticks[-1] - ticks[0]

    def at(value: Decimal) -> float:
        return left + room * float((value - ticks[0]) / span)

    bottom = ROW * len(rows)
    marks: list[Mark] = list(_axis(ticks, at, bottom, tick_text))
    if target is not None:
        marks.extend(_target(at(target), bottom))
    for number, row in enumerate(rows):
        marks.extend(_row(row, number * ROW, label_width, at))
    chart = Chart(width=width, height=height, marks=tuple(marks))
    return mirrored(chart) if right_to_left else chart


def _axis(
    ticks: Sequence[Decimal],
    at: Callable[[Decimal], float],
    bottom: float,
    tick_text: Callable[[Decimal], str],
) -> Iterator[Mark]:
    for tick in ticks:
        x = at(tick)
        yield Line(x1=x, y1=0, x2=x, y2=bottom, ink="line", thickness=0.5)
        yield Text(x=x - 34, y=bottom + 2, width=68, height=AXIS - 2, text=tick_text(tick), size=7,
                   align="center", ink="muted")  # fmt: skip


def _target(x: float, bottom: float) -> Iterator[Mark]:
    y = 0.0
    while y < bottom:
        yield Line(x1=x, y1=y, x2=x, y2=min(y + 4, bottom), ink="warn", thickness=1)
        y += 7
    points = ((x, 6.0), (x - 3.5, 0.0), (x + 3.5, 0.0))
    yield Poly(points=points, fill="paper", stroke="warn", thickness=1)


def _row(
    row: Strip, top: float, label_width: float, at: Callable[[Decimal], float]
) -> Iterator[Mark]:
    middle = top + ROW / 2
    high = 13.0 if row.remark else ROW
    yield Text(x=0, y=top + (3 if row.remark else 0), width=label_width, height=high,
               text=row.label, size=8)  # fmt: skip
    if row.remark:
        yield Text(x=0, y=top + 15, width=label_width, height=11, text=row.remark, size=6.5,
                   ink="muted")  # fmt: skip
    if row.values:
        low, up = at(min(row.values)), at(max(row.values))
        yield Line(x1=low, y1=middle, x2=up, y2=middle, ink="muted", thickness=0.75)
    if row.q1 is not None and row.q3 is not None:
        low, up = at(row.q1), at(row.q3)
        yield Rect(x=low, y=middle - 7, width=max(up - low, 1.0), height=14, fill="accent_soft",
                   stroke="muted")  # fmt: skip
    for value in sorted(row.values):
        yield Dot(x=at(value), y=middle, radius=2.2, fill="paper", ring="muted")
    if row.median is not None:
        x = at(row.median)
        yield Line(x1=x, y1=middle - 9, x2=x, y2=middle + 9, ink="text", thickness=1.5)
    if row.own is not None:
        if row.interval is not None:
            low, up = (at(value) for value in row.interval)
            yield Line(x1=low, y1=middle, x2=up, y2=middle, ink="accent", thickness=2)
        yield Dot(x=at(row.own), y=middle, radius=4.2, fill="accent", ring="paper")
