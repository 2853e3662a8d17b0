"""Who takes part in the demonstration, what each has, and what each sends back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from inventory_app.domain.entities import Entity, read_entities
from inventory_app.errors import UserError
from inventory_app.services.demonstration_habits import Habit
from inventory_app.services.demonstration_people import Profile, profile
from inventory_app.services.demonstration_story import (
    Correction,
    Forgotten,
    Part,
    cast,
    choose,
    first_round,
    forgets,
    second_round,
    without,
)
from inventory_app.services.demonstration_years import Estate, asked_first, first_year, next_year
from inventory_app.texts import N_

FEWEST = 8
SILENT_AT_FIRST = 4  # beyond the fewest, one entity in so many does not answer the first round


@dataclass(frozen=True, kw_only=True)
class Actor:
    """One entity: what it has in two years, what it never tells, and how it answers."""

    who: Profile
    years: tuple[Estate, Estate]
    forgotten: Forgotten
    answers_first: bool
    habit: Habit

    def told(self, year: int) -> Estate:
        """Return what the entity tells of a year, 0 or 1."""
        told = without(self.years[year], self.forgotten)
        return told if year else asked_first(told)


@dataclass(frozen=True, kw_only=True)
class Actors:
    """Everybody who takes part, by entity."""

    by_code: Mapping[str, Actor]

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities, as the store knows them."""
        return tuple(actor.who.entity for actor in self.by_code.values())

    @property
    def silent(self) -> tuple[str, ...]:
        """The entities that never answer the second round."""
        return tuple(c for c, actor in self.by_code.items() if actor.habit is Habit.SILENT)

    def first_answers(self, issued: Mapping[str, str]) -> list[Part]:
        """Return what comes back in the first round; *issued* are file names by entity."""
        return [
            first_round(actor.who, actor.told(0), issued[code])
            for code, actor in self.by_code.items()
            if actor.answers_first
        ]

    def answers(self, issued: Mapping[str, str]) -> tuple[list[Part], list[Correction]]:
        """Return what comes back in the second round, and what headquarters corrects before."""
        parts: list[Part] = []
        corrections: list[Correction] = []
        for code, actor in self.by_code.items():
            before = actor.told(0) if actor.answers_first else None
            sent, correction = second_round(
                actor.who, actor.habit, before, actor.told(1), issued[code]
            )
            parts += sent
            corrections += [correction] if correction else []
        return parts, corrections


def assemble(count: int, seed: int, days: tuple[date, date]) -> Actors:
    """Return *count* entities of the seed list with two years of their life.

    Raises `UserError` if there are not so many, or if they are too few for a story.
    """
    every = read_entities()
    most = len(choose(every, len(every), days))
    if not FEWEST <= count <= most:
        raise UserError(
            "E-DEMO-ENTITIES",
            N_("The demonstration cannot be made with {count} entities."),
            N_("Choose a number from {fewest} to {most}."),
            count=count,
            fewest=FEWEST,
            most=most,
        )
    chosen = choose(every, count, days)
    silent = (count - FEWEST) // SILENT_AT_FIRST
    first = frozenset(entity.code for entity in chosen[: count - silent])
    habits = cast(chosen, first, seed)
    return Actors(
        by_code={
            entity.code: _actor(
                profile(entity, days[0], seed),
                days[1],
                answers_first=entity.code in first,
                habit=habits[entity.code],
            )
            for entity in chosen
        }
    )


def _actor(who: Profile, later: date, *, answers_first: bool, habit: Habit) -> Actor:
    before = first_year(who)
    after = next_year(who, before, later)
    return Actor(
        who=who,
        years=(before, after),
        forgotten=forgets(who, before, after),
        answers_first=answers_first,
        habit=habit,
    )
