"""One chart of each kind, for tests on paper and on screen."""

from __future__ import annotations

from decimal import Decimal

from inventory_app.domain.change_charts import Change
from inventory_app.domain.charts import Band, Bar, Part
from inventory_app.domain.map_charts import Axes, HeatCell, HeatRow, Place, Tick
from inventory_app.domain.plots import (
    BandPlot,
    BarPlot,
    CapacityPlot,
    ChangePlot,
    HeatPlot,
    StackPlot,
    TrendPlot,
)
from inventory_app.domain.trend_charts import Point

D = Decimal


def ticks(*values: int) -> tuple[Tick, ...]:
    return tuple(Tick(value=D(each), text=str(each)) for each in values)


PLOTS = {
    "bars": BarPlot(
        rows=(
            Bar(label="Networks", parts=(D(12), D(5)), texts=("12.0", "5.0")),
            Bar(label="Service desk", parts=(D(30), None), texts=("30.0", "not reported")),
        ),
        text_widths=(50, 60), legend=("Dedicated", "Non-dedicated"), patterns=("solid", "hatched"),
    ),
    "stack": StackPlot(
        parts=(
            Part(label="Regular budget", value=D(600), text="600"),
            Part(label="Support account", value=D(300), text="300"),
            Part(label="Extrabudgetary", value=D(100), text="100"),
        )
    ),
    "band": BandPlot(
        bands=(
            Band(label="C02 Cost", text="21,391", value=D(21), minimum=D(10), q1=D(14),
                 median=D(18), q3=D(26), maximum=D(40), target=D(15)),
            Band(label="No peers", text="not reported", note="no peers"),
        ),
        key=("this value", "median", "middle half", "range", "target"),
    ),
    "trend": TrendPlot(
        points=(
            Point(label="2023", value=D(10), text="10", note="8 of 9"),
            Point(label="2024", value=None, text="not reported"),
            Point(label="2025", value=D(14), text="14", firm=False),
            Point(label="2026", value=D(9), text="9"),
        )
    ),
    "heat": HeatPlot(
        columns=("W03", "C02"),
        rows=(
            HeatRow(label="ECA", cells=(HeatCell(text="12", quarter=0), HeatCell(text="–"))),  # noqa: RUF001
            HeatRow(label="OICT", cells=(HeatCell(text="40", quarter=3),
                                         HeatCell(text="7", quarter=2))),
        ),
        key=("lowest", "second", "third", "highest"),
    ),
    "capacity": CapacityPlot(
        places=(
            Place(mark="1", load=D(30), capacity=D(40)),
            Place(mark="2", load=D(12), capacity=D(10)),
        ),
        axes=Axes(across="Capacity, kW", up="Load, kW", full="load = capacity",
                  ticks_across=ticks(0, 20, 40), ticks_up=ticks(0, 20, 40)),
    ),
    "change": ChangePlot(
        rows=(
            Change(label="Systems", before=D(289), after=D(311), before_text="289",
                   after_text="311"),
            Change(label="Rooms", before=D(42), after=None, before_text="42",
                   after_text="not reported"),
        ),
        key=("2025", "2026"),
    ),
}  # fmt: skip
