"""What charts are made of: plain marks in points, with y pointing down.

Inks are names, so that a theme or a printed page can choose the colours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Ink: TypeAlias = Literal[
    "text", "muted", "line", "accent", "accent_soft", "soft", "paper", "warn", "good", "bad"
]
Align: TypeAlias = Literal["left", "center", "right"]
Pattern: TypeAlias = Literal["solid", "hatched", "soft", "empty"]

TEXT_SIZE = 8.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Rect:
    """A rectangle, filled, outlined or both; `radius` rounds its corners."""

    x: float
    y: float
    width: float
    height: float
    fill: Ink | None = None
    stroke: Ink | None = None
    radius: float = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A straight line; `thickness` in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink = "line"
    thickness: float = 0.75


@dataclass(frozen=True, kw_only=True, slots=True)
class Poly:
    """A closed polygon."""

    points: tuple[tuple[float, float], ...]
    fill: Ink | None = None
    stroke: Ink | None = None
    thickness: float = 0.75


@dataclass(frozen=True, kw_only=True, slots=True)
class Dot:
    """A filled circle, with a ring around it that sets it off from what lies beneath."""

    x: float
    y: float
    radius: float
    fill: Ink
    ring: Ink | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """Text centred vertically in a box; what is too long takes `lines` lines, then is cut."""

    x: float
    y: float
    width: float
    height: float
    text: str
    size: float = TEXT_SIZE
    bold: bool = False
    align: Align = "left"
    ink: Ink = "text"
    lines: int = 1


Mark: TypeAlias = Rect | Line | Poly | Dot | Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """What to draw, in the order of drawing."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def mirrored(chart: Chart) -> Chart:
    """Return *chart* for a reader who starts at the right."""
    across = chart.width
    return replace(chart, marks=tuple(_mirrored(mark, across) for mark in chart.marks))


_OTHER_SIDE: dict[Align, Align] = {"left": "right", "right": "left", "center": "center"}


def _mirrored(mark: Mark, across: float) -> Mark:
    match mark:
        case Text():
            align = _OTHER_SIDE[mark.align]
            return replace(mark, x=across - mark.x - mark.width, align=align)
        case Rect():
            return replace(mark, x=across - mark.x - mark.width)
        case Line():
            return replace(mark, x1=across - mark.x1, x2=across - mark.x2)
        case Poly():
            return replace(mark, points=tuple((across - x, y) for x, y in mark.points))
        case Dot():
            return replace(mark, x=across - mark.x)


def patterned(x: float, y: float, width: float, height: float, pattern: Pattern) -> list[Mark]:
    """Return a box that can be told from one of another pattern without colour."""
    box = {"x": x, "y": y, "width": width, "height": height}
    match pattern:
        case "solid":
            return [Rect(**box, fill="accent", stroke="accent")]
        case "soft":
            return [Rect(**box, fill="accent_soft", stroke="muted")]
        case "empty":
            return [Rect(**box, fill="paper", stroke="muted")]
        case "hatched":
            return [Rect(**box, fill="paper", stroke="accent"), *_hatching(**box)]


def _hatching(x: float, y: float, width: float, height: float) -> Iterator[Line]:
    """Draw rising diagonals four points apart, cut at the edges of the box."""
    offset = 3.0
    while offset < width + height:
        low = (x + max(0.0, offset - height), y + min(offset, height))
        high = (x + min(offset, width), y + max(0.0, offset - width))
        yield Line(x1=low[0], y1=low[1], x2=high[0], y2=high[1], ink="accent", thickness=0.9)
        offset += 4.0
