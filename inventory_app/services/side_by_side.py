"""Indicators of several rounds side by side, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inventory_app.domain.entities import Entity
from inventory_app.domain.indicator_shapes import IndicatorDefinition, Indicators
from inventory_app.domain.rounds import Round
from inventory_app.domain.series import Bridge, Point

ALL = ""  # stands for all entities together


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Series of indicators over the rounds that led to `round`, oldest first.

    `series` are kept by entity ("" for all together) and indicator.
    """

    round: Round
    rounds: tuple[Round, ...]
    indicators: Indicators
    definitions: tuple[IndicatorDefinition, ...]
    entities: Mapping[str, Entity]
    series: Mapping[tuple[str, str], tuple[Point, ...]]
    bridges: tuple[Bridge, ...] = ()


def document(found: Trend) -> dict[str, object]:
    """Return a trend as programs read it."""
    return {
        "round": found.round.code,
        "rounds": [each.code for each in found.rounds],
        "series": [
            {
                "entity": entity or None, "indicator": indicator,
                "points": [_point(point) for point in points],
            }
            for (entity, indicator), points in found.series.items()
        ],
    }  # fmt: skip


def _point(point: Point) -> dict[str, object]:
    figure = point.figure
    return {
        "round": point.round, "value": figure.value, "state": figure.state.value,
        "numerator": figure.numerator, "denominator": figure.denominator,
        "breaks": [{"why": each.why, "what": each.what} for each in point.breaks],
        "restated": point.restated, "factor": point.factor,
    }  # fmt: skip
