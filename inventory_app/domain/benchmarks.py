"""What a group of peers says of one indicator, and where a value stands among them (section 4).

Nothing is ranked that cannot be told apart: of a proportion of counts only what lies outside the
binomial limits of its size has a place, all others share one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from inventory_app.domain.distributions import (
    FOR_QUARTILES,
    Outlier,
    RobustZ,
    outliers,
    robust_z,
)
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_shapes import IndicatorDefinition, RecordTerm
from inventory_app.domain.intervals import (
    Bootstrap,
    Counted,
    Funnel,
    Interval,
    Placing,
    Standing,
    bootstrap,
    funnel,
    wilson,
)
from inventory_app.domain.peers import Comparison, Group, Peer, entity_group
from inventory_app.domain.response_bias import Response, benchmark_allowed
from inventory_app.domain.values import ValueState

_SOME_DAY = date(2000, 1, 1)  # of an answer, where only counts that there is one
_HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """The distribution of one indicator in one group, with how sure it is.

    `spread` are the intervals of its quartiles, None below five values; `funnel` the limits of a
    proportion of counts, None for other indicators and below three values. `scores` are the
    robust z of each value; `asked_about` those so far out that their entity is asked.
    """

    group: Group
    values: Mapping[str, Decimal]
    spread: Bootstrap | None = None
    funnel: Funnel[str] | None = None
    scores: Mapping[str, RobustZ] = field(default_factory=dict)
    asked_about: Mapping[str, Outlier[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where one value stands: the interval of a proportion, and its place among peers.

    `percentile` is None where the value cannot be told apart from the others (`apart` is False),
    and where there is none for another reason. `apart` is None where nothing says.
    """

    interval: Interval | None = None
    percentile: Decimal | None = None
    placing: Placing | None = None
    apart: bool | None = None
    score: RobustZ | None = None
    outlier: Outlier[str] | None = None


def is_proportion(definition: IndicatorDefinition) -> bool:
    """Return whether an indicator is a share of things counted, of which chance has a part.

    Of those that are declared it is a count of some records among all of them; of the others
    those that say so by asking for an interval.
    """
    if definition.interval:
        return True
    terms = (*definition.numerator, *definition.denominator)
    if len(terms) != 2 or definition.each or definition.factor != _HUNDRED:
        return False
    above, below = terms
    return (
        isinstance(above, RecordTerm)
        and isinstance(below, RecordTerm)
        and above.amount is None
        and below.amount is None
        and above.scope.sheet == below.scope.sheet
    )


def counted(definition: IndicatorDefinition, figure: Figure) -> Counted | None:
    """Return so many of so many where *figure* is a proportion of counts, otherwise None."""
    above, below = figure.numerator, figure.denominator
    if figure.value is None or above is None or not below or not is_proportion(definition):
        return None
    if above != int(above) or below != int(below) or not 0 <= above <= below:
        return None
    return Counted(int(above), int(below))


def benchmark(
    definition: IndicatorDefinition,
    group: Group,
    figures: Mapping[str, Figure],
    groups: Mapping[str, Group],
    seed: int,
) -> Benchmark:
    """Return what the members of *group* and of the groups in it say; only ranked values enter."""
    members = {
        name: figure
        for name, figure in figures.items()
        if figure.ranked
        and figure.state is ValueState.OK
        and figure.value is not None
        and name in groups
        and groups[name][: len(group)] == group
    }
    values = {name: each.value for name, each in members.items() if each.value is not None}
    every = tuple(values.values())
    if len(every) < FOR_QUARTILES:
        return Benchmark(group=group, values=values, funnel=_funnel(definition, members))
    found = {name: robust_z(value, every) for name, value in values.items()}
    return Benchmark(
        group=group,
        values=values,
        spread=bootstrap(every, seed=seed),
        funnel=_funnel(definition, members),
        scores={name: score for name, score in found.items() if score is not None},
        asked_about={each.name: each for each in outliers(values)},
    )


def _funnel(definition: IndicatorDefinition, members: Mapping[str, Figure]) -> Funnel[str] | None:
    units = {
        name: unit
        for name, figure in members.items()
        if (unit := counted(definition, figure)) is not None
    }
    if len(units) < len(members) or len(units) < 3:
        return None
    return funnel(units, definition.direction)


def place(
    definition: IndicatorDefinition,
    name: str,
    figure: Figure,
    comparison: Comparison,
    among: Benchmark | None,
) -> Place:
    """Return where the figure of *name* stands; of one that is not ranked only its interval."""
    unit = counted(definition, figure)
    interval = None if unit is None else wilson(*unit, scale=definition.factor)
    if among is None or name not in among.values:
        return Place(interval=interval)
    placing = None if among.funnel is None else among.funnel.places.get(name)
    apart = None if placing is None else placing.standing is not Standing.SAME
    return Place(
        interval=interval,
        percentile=None if apart is False else comparison.percentile,
        placing=placing,
        apart=apart,
        score=among.scores.get(name),
        outlier=among.asked_about.get(name),
    )


def uncovered(peers: Mapping[str, Peer], answered: Mapping[str, bool]) -> frozenset[Group]:
    """Return the groups of which less than 70 per cent of the users have answered (rule 4.6).

    Of units where no users are known. No benchmark of them is published.
    """
    members: dict[Group, list[Response]] = {}
    for name, peer in peers.items():
        response = Response(
            unit=name, users=peer.users, received=_SOME_DAY if answered[name] else None
        )
        group = entity_group(peer)
        for length in range(len(group) + 1):
            members.setdefault(group[:length], []).append(response)
    return frozenset(
        group for group, responses in members.items() if not benchmark_allowed(responses)
    )
