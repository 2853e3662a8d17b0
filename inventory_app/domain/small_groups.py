"""Which figures of a round would tell on a few, in all its tables at once.

What one table leaves out must not be found in another one: the tables of persons by function, by
grade and by contract have the same totals, those of cost too, and the totals of entities stand in
the indicators. So the pattern is made once for a round, and every output of it uses the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from inventory_app.domain.disclosure import (
    COST_MINIMUM,
    WORKFORCE_MINIMUM,
    Cell,
    Key,
    protect_line,
    protect_table,
)

Cells: TypeAlias = Mapping[tuple[str, str], Cell]
Whom: TypeAlias = "str | tuple[str, ...] | None"  # an entity, some of them, or all


@dataclass(frozen=True, kw_only=True)
class SmallGroups:
    """What is left out, by the field that tables are broken down by, or by indicator.

    Keys of tables are (entity, code); None stands for all entities, or for all codes. Those of
    indicators are entities; None stands for the total. `split` is what is left out of the tables
    of dedicated and of non-dedicated personnel, of which one may be small where both together
    are not.
    """

    people: Mapping[str, frozenset[Key]]
    split: Mapping[str, frozenset[Key]]
    cost: Mapping[str, frozenset[Key]]
    indicators: Mapping[str, frozenset[str | None]]

    def hides_people(self, whom: Whom, field: str = "", code: str | None = None) -> bool:
        """Return whether the persons with an answer to *field* are left out, or their total."""
        return _hides(self.people, whom, field, code)

    def hides_split(self, whom: Whom, field: str = "", code: str | None = None) -> bool:
        """Return whether it is left out how many of these persons are dedicated."""
        return self.hides_people(whom, field, code) or _hides(self.split, whom, field, code)

    def hides_cost(self, whom: Whom, field: str = "", code: str | None = None) -> bool:
        """Return whether the cost under an answer to *field* is left out, or the total."""
        return _hides(self.cost, whom, field, code)

    def hides_indicator(self, whom: Whom, indicator: str) -> bool:
        """Return whether the figure of an indicator is left out."""
        return _among(self.indicators.get(indicator, frozenset()), whom)


def _hides(tables: Mapping[str, frozenset[Key]], whom: Whom, field: str, code: str | None) -> bool:
    chosen = [tables.get(field, frozenset())] if field else tables.values()
    return any(_among({row for row, column in hidden if column == code}, whom) for hidden in chosen)


def _among(hidden: Collection[str | None], whom: Whom) -> bool:
    """Return whether a figure is left out; of some entities, where that of any of them is.

    Then it is no more than the sum of what is shown, however groups overlap.
    """
    if whom is None or isinstance(whom, str):
        return whom in hidden
    return any(each in hidden for each in whom)


def protect_tables(tables: Mapping[str, Cells], minimum: int) -> dict[str, frozenset[Key]]:
    """Return what to leave out of *tables* that are broken down differently but add up alike.

    A total that one of them leaves out is left out of all, and there protected once more.
    """
    shared: frozenset[Key] = frozenset()
    while True:
        hidden = {
            name: protect_table(cells, minimum=minimum, also=shared)
            for name, cells in tables.items()
        }
        found = frozenset(key for keys in hidden.values() for key in keys if key[1] is None)
        if found <= shared:
            return hidden
        shared |= found


@dataclass(frozen=True, kw_only=True)
class Weight:
    """The figure of one entity for an indicator: its numerator, and how many stand behind it."""

    value: Decimal
    behind: int


def protect_indicator(
    weights: Mapping[str, Weight], minimum: int, also: Iterable[str | None] = ()
) -> frozenset[str | None]:
    """Return the entities whose figure to leave out, None for the total of all.

    *also* are left out because their records are, whatever this indicator says.
    """
    forced = set(also)
    cells = {
        entity: Cell(
            value=each.value,
            contributors=min(each.behind, minimum - 1) if entity in forced else each.behind,
        )
        for entity, each in weights.items()
    }
    return protect_line(cells, minimum=minimum) | (forced & {None, *weights})


def small_groups(
    people: Mapping[str, Cells],
    sides: Iterable[Mapping[str, Cells]],
    cost: Mapping[str, Cells],
    by_people: Mapping[str, Mapping[str, Weight]],
    by_cost: Mapping[str, Mapping[str, Weight]],
) -> SmallGroups:
    """Return what a round leaves out.

    *people* and *cost* are tables by the field that they are broken down by, *sides* those of the
    dedicated and of the non-dedicated persons alone; *by_people* and *by_cost* are the figures of
    the indicators that are made of people, or of money.
    """
    persons = protect_tables(people, WORKFORCE_MINIMUM)
    split: dict[str, frozenset[Key]] = {}
    for side in sides:
        for field, keys in protect_tables(side, WORKFORCE_MINIMUM).items():
            split[field] = split.get(field, frozenset()) | keys
    money = protect_tables(cost, COST_MINIMUM)
    no_people = {row for keys in persons.values() for row, column in keys if column is None}
    no_money = {row for keys in money.values() for row, column in keys if column is None}
    found: dict[str, frozenset[str | None]] = {}
    for figures, minimum, also in (
        (by_cost, COST_MINIMUM, no_money), (by_people, WORKFORCE_MINIMUM, no_people),
    ):  # fmt: skip
        for indicator, weights in figures.items():
            more = protect_indicator(weights, minimum, also)
            found[indicator] = found.get(indicator, frozenset()) | more
    return SmallGroups(people=persons, split=split, cost=money, indicators=found)
