"""Shares of things counted against how many were counted, between limits of chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from inventory_app.domain.marks import Chart, Dot, Line, Mark, Poly, Text, mirrored
from inventory_app.domain.peer_charts import nice_ticks

HEIGHT = 190.0
_TOP, _BOTTOM, _LEFT, _RIGHT = 10.0, 34.0, 46.0, 14.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """One unit: its share and limits in the unit of the indicator, and how many were counted."""

    n: int
    value: Decimal
    inner: tuple[Decimal, Decimal]
    outer: tuple[Decimal, Decimal]
    own: bool = False


def funnel_chart(
    units: Sequence[Unit],
    rate: Decimal,
    *,
    width: float,
    tick_text: Callable[[Decimal], str],
    below: str,
    right_to_left: bool = False,
) -> Chart:
    """Draw each unit at its number (logarithmic) and share, the rate of all and its limits.

    Full lines: the 95 per cent limits; thin ones: 99.8 per cent. Filled dot: the unit that is
    marked. *below* names what is counted along the axis.
    """
    if not units:
        return Chart(width=width, height=0, marks=())
    ordered = sorted(units, key=lambda unit: unit.n)
    known = [x for unit in units for x in (unit.value, *unit.outer)]
    ticks = nice_ticks(min(known), max(known))
    smallest, largest = ordered[0].n, ordered[-1].n
    wide = math.log(largest) - math.log(smallest)
    room, high = width - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM

    def across(n: int) -> float:
        part = (math.log(n) - math.log(smallest)) / wide if wide else 0.5
        return _LEFT + 8 + (room - 16) * part

    def up(value: Decimal) -> float:
        return _TOP + high * (1 - float((value - ticks[0]) / (ticks[-1] - ticks[0])))

    marks: list[Mark] = list(_axis(ticks, up, width, tick_text))
    marks.extend(
        Text(x=across(n) - 30, y=HEIGHT - _BOTTOM + 4, width=60, height=12,
             text=tick_text(Decimal(n)), size=7, align="center", ink="muted")
        for n in dict.fromkeys((smallest, largest))
    )  # fmt: skip
    marks.append(Text(x=_LEFT, y=HEIGHT - 16, width=room, height=12, text=below, size=7,
                      align="center", ink="muted"))  # fmt: skip
    marks.append(Line(x1=_LEFT, y1=up(rate), x2=width - _RIGHT, y2=up(rate), ink="text",
                      thickness=1))  # fmt: skip
    for place in (0, 1):
        for kind, thickness in (("inner", 1.25), ("outer", 0.5)):
            marks.extend(
                Line(x1=across(a.n), y1=up(getattr(a, kind)[place]), x2=across(b.n),
                     y2=up(getattr(b, kind)[place]), ink="muted", thickness=thickness)
                for a, b in pairwise(ordered)
            )  # fmt: skip
    in_order = sorted(units, key=lambda unit: unit.own)
    marks.extend(_dot(unit, across(unit.n), up(unit.value)) for unit in in_order)
    chart = Chart(width=width, height=HEIGHT, marks=tuple(marks))
    return mirrored(chart) if right_to_left else chart


def _dot(unit: Unit, x: float, y: float) -> Mark:
    if unit.own:
        return Dot(x=x, y=y, radius=4.4, fill="accent", ring="paper")
    if unit.inner[0] <= unit.value <= unit.inner[1]:
        return Dot(x=x, y=y, radius=2.6, fill="paper", ring="muted")
    points = ((x, y - 3.6), (x + 3.6, y), (x, y + 3.6), (x - 3.6, y))
    return Poly(points=points, fill="warn", stroke="warn", thickness=0.5)


def _axis(
    ticks: Sequence[Decimal],
    up: Callable[[Decimal], float],
    width: float,
    tick_text: Callable[[Decimal], str],
) -> Iterator[Mark]:
    for tick in ticks:
        y = up(tick)
        yield Line(x1=_LEFT, y1=y, x2=width - _RIGHT, y2=y, ink="line", thickness=0.5)
        yield Text(x=0, y=y - 6, width=_LEFT - 6, height=12, text=tick_text(tick), size=7,
                   align="right", ink="muted")  # fmt: skip
