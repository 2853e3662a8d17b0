"""Formulas of posts: how many stand empty, and whether the skills they require are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from inventory_app.domain import figures
from inventory_app.domain.columns import NA, OK, USABLE, Answers
from inventory_app.domain.declared_counts import conservative_figure
from inventory_app.domain.figures import (
    ZERO,
    Coverage,
    Figure,
    Source,
    Sources,
    Term,
    quotient,
    without_value,
)
from inventory_app.domain.formulas.common import not_reported
from inventory_app.domain.formulas.workforce import listed_persons
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.listed import Listed, listed
from inventory_app.domain.reasons import Reason
from inventory_app.domain.skill_matching import Able, filled
from inventory_app.domain.values import ValueState, combined

POSTS = frozenset({"ESTABLISHED", "TEMPORARY", "POSITION"})
MONTHS = Decimal(12)
HIGHEST = Decimal(7)  # level of a skill
_FILLED = frozenset({"ENCUMBERED", "LOANED_OUT"})
_OF_POSTS = ("occupancy", "months_vacant", "months_authorised")
_APPROVED, _ENCUMBERED = "approved_posts", "encumbered_posts"
_SKILLS = (("assessed_skill", "assessed_level"), ("second_skill", "second_level"))
_SLOT = ("required_skill", "required_level")


def vacancy_rate(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """W05: post-months vacant / post-months authorised, of the posts in the period.

    A post is authorised all year unless it says otherwise; one that is encumbered was not vacant
    unless it says so. Where the months of a vacant post are not known, the posts of the units
    stand in, approved less encumbered.
    """
    reported, units = answers.reported("staff"), answers.reported("units")
    found = []
    for owner, by_posts in enumerate(_by_posts(definition, answers)):
        figure = by_posts if reported[owner] else not_reported(definition, answers.entities[owner])
        if figure.state not in figures.USABLE and units[owner]:
            figure = _by_units(definition, answers, owner, figure)
        found.append(figure)
    return found


def _by_units(
    definition: IndicatorDefinition, answers: Answers, owner: int, by_posts: Figure
) -> Figure:
    """Return the figure of an entity by the posts of its units where they can stand in."""
    units = listed(answers, "units")
    approved, encumbered = units.strict(_APPROVED)[owner], units.strict(_ENCUMBERED)[owner]
    figure = quotient(
        definition,
        answers.entities[owner],
        Term(
            value=((approved.value or ZERO) - (encumbered.value or ZERO)) * MONTHS,
            state=combined((approved.state, encumbered.state)),
            sources=units.sources(owner, _APPROVED, _ENCUMBERED),
            coverage=approved.coverage,
        ),
        Term(value=(approved.value or ZERO) * MONTHS, state=approved.state),
        reasons=(Reason.POSTS_COUNTED,),
    )
    usual = by_posts.state in (ValueState.NA, ValueState.ERR)
    return figure if figure.state in figures.USABLE and not usual else by_posts


def _by_posts(definition: IndicatorDefinition, answers: Answers) -> Iterator[Figure]:
    posts = answers.once("posts", lambda: _posts(answers))
    authorised, sure = _months(posts, "months_authorised", [MONTHS] * len(posts))
    usual = [ZERO if each in _FILLED else None for each in posts.values("occupancy")]
    vacant, known = _months(posts, "months_vacant", usual)
    both = [a <= USABLE and b <= USABLE for a, b in zip(known, sure, strict=True)]
    above, below = posts.sums(vacant), posts.sums(authorised)
    states, under = posts.combined(known), posts.combined(sure)
    for owner, counted in enumerate(posts.numbers(both)):
        sources = posts.sources(owner, *_OF_POSTS)
        coverage = Coverage(counted, posts.counts[owner])
        yield quotient(
            definition,
            answers.entities[owner],
            Term(value=above[owner], state=states[owner], sources=sources, coverage=coverage),
            Term(value=below[owner], state=under[owner]),
        )


def _posts(answers: Answers) -> Listed:
    staff = listed(answers, "staff")
    return staff.where(each in POSTS for each in staff.values("post_type"))


def _months(
    posts: Listed, name: str, usual: Sequence[Decimal | None]
) -> tuple[Sequence[Any], Sequence[int]]:
    """Return the months that posts state, else what is usual, and how they stand."""
    taken = [
        silent and months is not None
        for silent, months in zip(posts.silent(name), usual, strict=True)
    ]
    amounts = [
        months if instead else amount
        for instead, months, amount in zip(taken, usual, posts.amounts(name), strict=True)
    ]
    stands = posts.stands(name)
    return amounts, [OK if instead else s for instead, s in zip(taken, stands, strict=True)]


def skill_coverage(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """W06: slots filled / slots required, a person filling one slot (largest matching).

    A slot is a skill at a level that a post requires; it takes a person with that skill at that
    level or a higher one. Posts of units with an approved skill profile count. By rule M-C
    somebody who was not assessed fills nothing, and at best any slot.
    """
    reported = answers.reported("units", "staff")
    staff, units = listed(answers, "staff"), listed(answers, "units")
    approved = _approved(units)
    places = [
        unit in approved[owner]
        for owner, span in enumerate(staff.spans)
        for unit in map(str, staff.values("ict_unit")[span])
    ]
    posts = staff.where(places)
    slots = posts.where(posts.usable("required_skill"))
    here = {row for row, kept in zip(staff.rows, places, strict=True) if kept}
    everybody = listed_persons(answers)
    people = everybody.where(row in here for row in everybody.rows)
    needed, able, states = _slots(slots), _able(people), slots.heaviest("required_skill")
    found = []
    for owner, entity in enumerate(answers.entities):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
        elif not approved[owner]:
            found.append(without_value(definition, entity, ValueState.NA, Reason.NO_PROFILE))
        else:
            wanted, there = needed[slots.spans[owner]], able[people.spans[owner]]
            counts = (*_matched(wanted, there), slots.counts[owner])
            sources = Sources(partial(_sources, slots, people, owner))
            found.append(conservative_figure(definition, entity, counts, states[owner], sources))
    return found


def _approved(units: Listed) -> list[set[str]]:
    """Return by which names posts may refer to the units with an approved skill profile."""
    approved = units.values("skill_profile_approved")
    names = list(zip(approved, units.uids, units.values("unit_code"), strict=True))
    return [
        {str(name) for yes, *called in names[span] if yes is True for name in called}
        for span in units.spans
    ]


def _slots(slots: Listed) -> list[tuple[str, Any]]:
    """Return skill and level of each slot, None for a level that nobody knows."""
    skill, level = _SLOT
    return [
        (str(code), (known or None) if usable else None)
        for code, known, usable in zip(
            slots.values(skill), slots.values(level), slots.usable(level), strict=True
        )
    ]


def _able(people: Listed) -> list[tuple[tuple[str, Any], ...] | None]:
    """Return the skills of each person with their levels, None for one whom nobody assessed.

    A level that is not known is None. Somebody to whom a skill does not apply has none.
    """
    first, second = (_skill(people, *names) for names in _SKILLS)
    na = [NA in pair for pair in zip(*_standings(people), strict=True)]
    return [
        tuple(pair for pair in pairs if pair is not None) if any(pairs) else (() if no else None)
        for *pairs, no in zip(first, second, na, strict=True)
    ]


def _standings(people: Listed) -> list[Sequence[int]]:
    return [people.stands(skill) for skill, _ in _SKILLS]


def _skill(people: Listed, skill: str, level: str) -> list[tuple[str, Any] | None]:
    return [
        (str(code), known if sure else None) if usable else None
        for code, usable, known, sure in zip(
            people.values(skill), people.usable(skill),
            people.values(level), people.usable(level), strict=True,
        )
    ]  # fmt: skip


def _matched(
    slots: Sequence[tuple[str, Any]], people: Sequence[tuple[tuple[str, Any], ...] | None]
) -> tuple[int, int]:
    """Return how many slots are filled, and how many more could be at best."""
    unknown = any(level is None for _, level in slots) or any(
        able is None or any(level is None for _, level in able) for able in people
    )
    needed = [(skill, HIGHEST + 1 if level is None else level) for skill, level in slots]
    sure = filled(needed, [_levels(able or (), ZERO) for able in people])
    if not unknown:
        return sure, 0
    hoped = [(skill, ZERO if level is None else level) for skill, level in slots]
    best = filled(hoped, [None if able is None else _levels(able, HIGHEST) for able in people])
    return sure, max(best, sure) - sure


def _levels(able: Sequence[tuple[str, Any]], unknown: Decimal) -> Able:
    levels: dict[str, Any] = {}
    for skill, level in able:
        known = unknown if level is None else level
        levels[skill] = max(levels.get(skill, ZERO), known)
    return levels


def _sources(slots: Listed, people: Listed, owner: int) -> Iterator[Source]:
    names = (*_SLOT, *(name for pair in _SKILLS for name in pair))
    yield from slots.sources(owner, *names)
    yield from people.sources(owner, *names)
