"""The indicators of one round, computed: plain values, and how they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inventory_app.domain.entities import Entity
from inventory_app.domain.figures import Figure
from inventory_app.domain.indicator_definitions import IndicatorDefinition, Indicators
from inventory_app.domain.peers import Comparison
from inventory_app.domain.rounds import Participation, Round
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
        "wider group is used."
    ),
    N_(
        "Quartiles are Hyndman-Fan type 7. The percentile is a mid-rank: the values that are "
        "worse and half of the equal ones, itself included, in per cent of all values, from worst "
        "(0) to best (100). Entities are not ranked."
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


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The indicators of one round.

    `figures` and `comparisons` are kept by entity and indicator, `totals` by indicator. Totals
    are always those of every entity asked, whatever `entities` were chosen to be shown. `counted`
    are the figures as they enter the totals, where joined records count once. `notes`
    are message ids: how the figures were made.
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

    def of(self, entity: str) -> dict[str, Figure]:
        """Return the figures of an entity by indicator."""
        return {each.id: self.figures[entity, each.id] for each in self.definitions}
