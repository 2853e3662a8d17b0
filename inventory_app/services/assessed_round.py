"""The indicators of one round, computed: plain values, and how they were made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from inventory_app.domain.benchmarks import Benchmark, Place, benchmark, is_proportion, place
from inventory_app.domain.distributions import Distribution, distribution
from inventory_app.domain.entities import Entity
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_definitions import IndicatorDefinition, Indicators
from inventory_app.domain.peers import NEVER_POOLED, Comparison, Group
from inventory_app.domain.response_bias import (
    EarlyLate,
    Response,
    benchmark_allowed,
    early_and_late,
)
from inventory_app.domain.rounds import Participation, Round
from inventory_app.domain.targets import Distance, Target, distance, holding
from inventory_app.domain.values import ValueState
from inventory_app.texts import N_

METHOD_NOTES = (
    N_(
        "Each value is numerator ÷ denominator. The value of the whole Secretariat is the sum of "
        "numerators ÷ the sum of denominators over the entities that reported both; ratios are "
        "never averaged."
    ),
    N_(
        "Coverage: how many records (of an entity) or entities (of the whole Secretariat) were "
        "counted, of those listed. Entities that have not answered are listed, not counted; their "
        "users are those known from an earlier round."
    ),
    N_(
        "A missing answer makes a figure “not reported”, an estimate makes it “estimated”; nothing "
        "missing is counted as zero. Records carried over from an earlier round are no answer."
    ),
    N_(
        "Peers are entities of the same type and size by users of this round: below 150, 150 to "
        "999, 1,000 and more. Only reported values enter, no estimates. From five values on there "
        "are quartiles and a percentile, with three or four the median only; with fewer the next "
        "wider group is used. Of a group of which less than 70 per cent of the users have answered "
        "nothing is said."
    ),
    N_(
        "Quartiles are Hyndman-Fan type 7. The percentile is a mid-rank: the values that are "
        "worse and half of the equal ones, itself included, in per cent of all values, from worst "
        "(0) to best (100). Shares of things counted carry a 95 per cent Wilson interval; those "
        "inside the binomial limits around the rate of their group cannot be told apart and have "
        "no percentile."
    ),
    N_(
        "A value more than 3.5 robust standard deviations from the median of its group (1.4826 "
        "times the median distance from it; IQR ÷ 1.349 where that is 0) is to be confirmed by its "
        "entity. It is never left out."
    ),
    N_(
        "0 ÷ 0 is “not applicable”. A division of something by zero “fails a check” and enters no "
        "statistics. Values are computed exactly and rounded half up for display only."
    ),
    N_(
        "Systems and rooms that were joined because several entities reported the same one count "
        "once in the value of the whole Secretariat, and their users are added up; of a room that "
        "one entity provides to others the provider counts. The figures of an entity count what "
        "it reported."
    ),
)


NOT_FROZEN = N_(
    "The sizes of entities are not fixed in this round yet: corrections can move an entity to "
    "another group of peers. “round freeze” fixes them."
)


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The indicators of one round.

    `figures` and `comparisons` are kept by entity and indicator, `totals` by indicator. Totals
    are always those of every entity asked, whatever `entities` were chosen to be shown. `counted`
    are the figures as they enter the totals, where joined records count once. `notes`
    are message ids: how the figures were made. `everybody` are the figures of all entities asked
    and `groups` their groups among peers: what `benchmark` and `place` look at. `seed` is that of
    the draws by which the intervals of quartiles are found. `targets` are those of the store,
    `responses` who was asked and who answered.
    """

    round: Round
    computed_on: date
    indicators: Indicators
    definitions: tuple[IndicatorDefinition, ...]
    entities: Mapping[str, Entity]
    asked: Mapping[str, Participation]
    figures: Mapping[tuple[str, str], Figure]
    totals: Mapping[str, Figure]
    comparisons: Mapping[tuple[str, str], Comparison]
    counted: Mapping[tuple[str, str], Figure] = field(default_factory=dict)
    notes: tuple[str, ...] = METHOD_NOTES
    everybody: Mapping[tuple[str, str], Figure] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    seed: int = 0
    targets: tuple[Target, ...] = ()
    responses: tuple[Response, ...] = ()
    _benchmarks: dict[tuple[str, Group], Benchmark] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def benchmark(self, indicator: str, group: Group) -> Benchmark:
        """Return what a group of peers says of an indicator; computed when it is asked for."""
        key = indicator, group
        if key not in self._benchmarks:
            figures = {
                entity: self.everybody[entity, indicator]
                for entity in self.groups
                if (entity, indicator) in self.everybody
            }
            self._benchmarks[key] = benchmark(
                self.indicators[indicator], group, figures, self.groups, self.seed
            )
        return self._benchmarks[key]

    def among(self, indicator: str, entity: str) -> Benchmark | None:
        """Return the benchmark that an entity is held against, None where there is none."""
        compared = self.comparisons[entity, indicator]
        if compared.median is None or not self.everybody:
            return None
        return self.benchmark(indicator, compared.group)

    def place(self, indicator: str, entity: str) -> Place:
        """Return where an entity stands among its peers; nowhere where nobody may know."""
        if not self.everybody:
            return Place()
        return place(
            self.indicators[indicator], entity, self.figures[entity, indicator],
            self.comparisons[entity, indicator], self.among(indicator, entity),
        )  # fmt: skip

    def percentile(self, indicator: str, entity: str) -> Decimal | None:
        """Return the rank of a value that can be told apart from those of its peers."""
        if self.everybody:
            return self.place(indicator, entity).percentile
        if is_proportion(self.indicators[indicator]):  # who can be told apart is not known here
            return None
        return self.comparisons[entity, indicator].percentile

    @property
    def is_frozen(self) -> bool:
        """Whether the sizes of all entities whose users are known are fixed in the round."""
        known = {each.unit for each in self.responses if each.users is not None}
        return all(each.peer_size for code, each in self.asked.items() if code in known)

    def speaks_for(self, entities: Collection[str]) -> bool:
        """Return whether enough of *entities* answered to show how they are distributed.

        At least 70 per cent of their users (rule 4.6); true where nobody noted who answered.
        """
        chosen = [each for each in self.responses if each.unit in entities]
        return not self.responses or benchmark_allowed(chosen)

    def distribution(self, indicator: str) -> Distribution | None:
        """Return how the values of all entities are distributed (rule 2.1).

        Only those that may be ranked enter. None where nobody may know the values of others, where
        too few have answered, and for what is never compared across types or climates.
        """
        everybody = indicator not in NEVER_POOLED and self.speaks_for(self.groups)
        if not self.everybody or not everybody:
            return None
        figures = (self.everybody[entity, indicator] for entity in self.groups)
        return distribution(
            [
                each.value
                for each in figures
                if each.value is not None and each.ranked and each.state is ValueState.OK
            ]
        )

    def early_and_late(self, indicator: str) -> EarlyLate | None:
        """Compare those who answered early with those who answered late (rule 4.6).

        None where all answers came on one day, and where nobody may know the values of others.
        """
        if not self.everybody:
            return None
        return early_and_late(
            replace(each, value=figure.value)
            for each in self.responses
            if (figure := self.everybody[each.unit, indicator]).ranked
        )

    def distances(self, indicator: str, entity: str = "") -> tuple[Distance, ...]:
        """Return how far an entity, or all together, are from the targets that hold for them."""
        definition = self.indicators[indicator]
        shown = self.figures[entity, indicator] if entity else self.totals.get(indicator)
        if shown is None or shown.value is None:
            return ()
        held = self.held(indicator, entity)
        return tuple(distance(shown.value, each, definition.direction) for each in held)

    def held(self, indicator: str, entity: str = "") -> tuple[Target, ...]:
        """Return the targets that hold for an entity, or for all together."""
        group = self.groups.get(entity, ()) if entity else ()
        return holding(self.targets, indicator, self.round.as_of, entity=entity, group=group)

    def of(self, entity: str) -> dict[str, Figure]:
        """Return the figures of an entity by indicator."""
        return {each.id: self.figures[entity, each.id] for each in self.definitions}
