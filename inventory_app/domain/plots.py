"""Charts as descriptions: data that knows how it is drawn at any width, on paper and on screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inventory_app.domain.change_charts import Change, before_after
from inventory_app.domain.charts import (
    Band,
    Bar,
    Part,
    band_key,
    bars,
    peer_band,
    stacked_bar,
)
from inventory_app.domain.map_charts import Axes, HeatRow, Place, capacity_map, heat_key, heat_map
from inventory_app.domain.marks import Chart, Dot, Line, Mark, Pattern, Poly
from inventory_app.domain.trend_charts import Point, trend

_LABELS = 0.42  # at most so much of the width is given to labels
_GAP = 4.0


@dataclass(frozen=True, kw_only=True, slots=True)
class BarPlot:
    """Bars of one or more parts on one scale; see `charts.bars`. Widths in points."""

    rows: tuple[Bar, ...]
    label_width: float = 150
    text_widths: tuple[float, ...] = (60,)
    titles: tuple[str, ...] = ()
    legend: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ("solid",)

    def drawn(self, width: float, *, right_to_left: bool = False) -> Chart:
        """Return the bars at *width*."""
        return bars(
            self.rows, width=width, label_width=min(self.label_width, width * _LABELS),
            text_widths=self.text_widths, titles=self.titles, legend=self.legend,
            patterns=self.patterns, right_to_left=right_to_left,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class StackPlot:
    """One bar that is all of a whole, with a key that holds the numbers: at most four parts."""

    parts: tuple[Part, ...]
    columns: int = 2
    text_width: float = 60

    def drawn(self, width: float, *, right_to_left: bool = False) -> Chart:
        """Return the bar and its key at *width*."""
        return stacked_bar(self.parts, width=width, columns=self.columns,
                           text_width=self.text_width, right_to_left=right_to_left)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class BandKey:
    """What is drawn of a value among its peers, in words; see `BandPlot`."""

    texts: tuple[str, str, str, str, str]

    def drawn(self, width: float, *, right_to_left: bool = False) -> Chart:
        """Return the key at *width*."""
        return band_key(self.texts, width=width, right_to_left=right_to_left)


@dataclass(frozen=True, kw_only=True, slots=True)
class BandPlot:
    """Values among their peers, one row for each, with the key of the marks; see `Band`."""

    bands: tuple[Band, ...]
    key: tuple[str, str, str, str, str]
    label_width: float = 190
    text_width: float = 78

    def drawn(self, width: float, *, right_to_left: bool = False) -> Chart:
        """Return the key and the rows at *width*."""
        key = band_key(self.key, width=width, right_to_left=right_to_left)
        rows = peer_band(
            self.bands, width=width, row_height=14.5, text_width=self.text_width,
            label_width=min(self.label_width, width * _LABELS), right_to_left=right_to_left,
        )  # fmt: skip
        return beneath(key, rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendPlot:
    """A figure across rounds, broken where there is none."""

    points: tuple[Point, ...]

    def drawn(self, width: float, *, right_to_left: bool = False) -> Chart:
        """Return the line at *width*."""
        return trend(self.points, width=width, right_to_left=right_to_left)


@dataclass(frozen=True, kw_only=True, slots=True)
class HeatPlot:
    """Entities by indicators, shaded by quarters; `key` names the quarters, lowest first."""

    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    key: tuple[str, str, str, str]
    label_width: float = 130

    def drawn(self, width: float, *, right_to_left: bool = False) -> Chart:
        """Return the key and the table at *width*."""
        key = heat_key(self.key, width=width, right_to_left=right_to_left)
        rows = heat_map(self.columns, self.rows, width=width, right_to_left=right_to_left,
                        label_width=min(self.label_width, width * _LABELS))  # fmt: skip
        return beneath(key, rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class CapacityPlot:
    """Rooms by capacity and load."""

    places: tuple[Place, ...]
    axes: Axes

    def drawn(self, width: float, *, right_to_left: bool = False) -> Chart:
        """Return the map at *width*."""
        return capacity_map(self.places, self.axes, width=width, right_to_left=right_to_left)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangePlot:
    """Amounts before and after; `key` names the two."""

    rows: tuple[Change, ...]
    key: tuple[str, str]
    one_scale: bool = True
    label_width: float = 150
    text_width: float = 66

    def drawn(self, width: float, *, right_to_left: bool = False) -> Chart:
        """Return the arrows at *width*."""
        return before_after(
            self.rows, width=width, label_width=min(self.label_width, width * _LABELS),
            text_width=self.text_width, key=self.key, one_scale=self.one_scale,
            right_to_left=right_to_left,
        )  # fmt: skip


def beneath(above: Chart, below: Chart) -> Chart:
    """Return two charts of the same width as one, the second a little beneath the first."""
    by = above.height + _GAP
    marks = (*above.marks, *(_lowered(mark, by) for mark in below.marks))
    return Chart(width=above.width, height=by + below.height, marks=marks)


def _lowered(mark: Mark, by: float) -> Mark:
    match mark:
        case Line():
            return replace(mark, y1=mark.y1 + by, y2=mark.y2 + by)
        case Poly():
            return replace(mark, points=tuple((x, y + by) for x, y in mark.points))
        case Dot():
            return replace(mark, y=mark.y + by)
        case _:
            return replace(mark, y=mark.y + by)
