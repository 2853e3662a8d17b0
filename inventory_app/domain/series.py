"""An indicator across rounds: where the series breaks, and values restated over a break."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from inventory_app.domain.definition_changes import changed_aspects
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.rounds import RoundParameters

Why: TypeAlias = Literal["definition", "field", "field-new", "threshold", "sheet"]

# Parts of a definition that decide what a value is; labels, places and references do not.
_DECIDING = (
    "factor", "direction", "missing", "zero", "floor", "numerator", "denominator", "each",
    "applies_texts", "nothing", "enough", "minimum", "maximum", "formula", "extras", "inputs",
    "parameters", "subject",
)  # fmt: skip
# What changes of how a field is asked change what an answer means.
_WEIGHTY = frozenset({"kind", "unit", "answers", "condition", "meaning"})
_SHARES = ("dedicated_from", "non_dedicated_from")
_OF_SHARES = "staff"


@dataclass(frozen=True, kw_only=True)
class Bridge:
    """How the values of an indicator before `round` compare with those from there on.

    Multiplied by `factor` they are what the new definition would have given, for a `reason` that
    somebody can check, such as a round that was counted both ways.
    """

    indicator: str
    round: str
    factor: Decimal
    reason: str

    @property
    def id(self) -> str:
        """The name under which it is kept: one for an indicator and a round."""
        return f"{self.indicator}:{self.round}"


@dataclass(frozen=True, kw_only=True)
class Break:
    """One reason why a value and the one before it do not say the same.

    `what` is the field (sheet.field), the sheet, or the threshold that changed.
    """

    why: Why
    what: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The rules of one round: its catalogue, its indicators, and its parameters.

    `indicators` and `catalogue` are None where the program cannot read any more what the round
    was opened with.
    """

    code: str
    parameters: RoundParameters
    catalogue: Catalogue | None
    indicators: Mapping[str, IndicatorDefinition] | None = None


@dataclass(frozen=True, kw_only=True)
class Point:
    """One round of a series.

    `breaks` say why it cannot be compared with the point before it. `restated` is the value in
    the terms of the last round, None where it is in them already or no bridge leads there.
    """

    round: str
    figure: Figure
    breaks: tuple[Break, ...] = ()
    restated: Decimal | None = None
    factor: Decimal | None = None

    @property
    def comparable(self) -> Decimal | None:
        """The value in the terms of the last round as far as bridges lead there."""
        return self.figure.value if self.restated is None else self.restated


def breaks_between(
    definition: IndicatorDefinition,
    fields: Mapping[str, Iterable[str]],
    before: Asked,
    now: Asked,
) -> tuple[Break, ...]:
    """Return why figures of two rounds are not made alike; *fields* are those it is made of.

    A voluntary question that becomes required, and other bounds, change who answers and not what
    an answer means: they break nothing.
    """
    found = [*_of_definition(definition, before, now)]
    for name in {**before.parameters.thresholds, **now.parameters.thresholds}:
        indicator, _dot, parameter = name.partition(".")
        usual = definition.parameters.get(parameter)
        if indicator == definition.id and before.parameters.thresholds.get(
            name, usual
        ) != now.parameters.thresholds.get(name, usual):
            found.append(Break(why="threshold", what=name))
    if _OF_SHARES in fields:
        found += [
            Break(why="threshold", what=name)
            for name in _SHARES
            if getattr(before.parameters, name) != getattr(now.parameters, name)
        ]
    for sheet, names in fields.items():
        if before.parameters.asks(sheet) != now.parameters.asks(sheet):
            found.append(Break(why="sheet", what=sheet))
        elif before.catalogue is not None and now.catalogue is not None:
            found += _of_fields(before.catalogue, now.catalogue, sheet, names)
    return tuple(found)


def _of_definition(definition: IndicatorDefinition, before: Asked, now: Asked) -> tuple[Break, ...]:
    old = (before.indicators or {}).get(definition.id)
    new = (now.indicators or {}).get(definition.id)
    if old is None or new is None:
        return ()
    changed = any(getattr(old, name) != getattr(new, name) for name in _DECIDING)
    return (Break(why="definition", what=definition.id),) if changed else ()


def _of_fields(before: Catalogue, now: Catalogue, sheet: str, names: Iterable[str]) -> list[Break]:
    if sheet not in before.sheets or sheet not in now.sheets:
        return [] if sheet not in now.sheets else [Break(why="sheet", what=sheet)]
    found = []
    for name in sorted(names):
        new, old = now[sheet].fields.get(name), before[sheet].fields.get(name)
        if new is None:
            continue
        if old is None:
            found.append(Break(why="field-new", what=f"{sheet}.{name}"))
        elif _WEIGHTY.intersection(changed_aspects(old, new)):
            found.append(Break(why="field", what=f"{sheet}.{name}"))
    return found


def series(
    figures: Sequence[tuple[Asked, Figure]],
    definition: IndicatorDefinition,
    fields: Mapping[str, Iterable[str]],
    bridges: Iterable[Bridge] = (),
) -> tuple[Point, ...]:
    """Return the rounds of one indicator side by side, oldest first.

    A value is restated by the product of the bridges after it, if each break between it and the
    last round has one; a bridge where nothing broke is followed as well, as somebody gave it.
    """
    factors = {each.round: each.factor for each in bridges if each.indicator == definition.id}
    points = []
    for place, (asked, figure) in enumerate(figures):
        breaks = breaks_between(definition, fields, figures[place - 1][0], asked) if place else ()
        points.append(Point(round=asked.code, figure=figure, breaks=breaks))
    restated: list[Point] = []
    factor: Decimal | None = Decimal(1)
    over = False  # whether there is a bridge between the point and the last round
    for point in reversed(points):
        value = point.figure.value
        if over and factor is not None and value is not None:
            point = replace(point, restated=value * factor, factor=factor)  # noqa: PLW2901
        restated.append(point)
        given = factors.get(point.round)
        over = over or given is not None
        if factor is not None and given is not None:
            factor *= given
        elif point.breaks:
            factor = None
    return tuple(reversed(restated))


def is_bridged(points: Sequence[Point], place: int) -> bool:
    """Return whether the break at *place* has been bridged: the value before it is restated."""
    return place > 0 and points[place - 1].restated is not None
