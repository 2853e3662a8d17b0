"""Formulas of posts: how many stand empty, and whether the skills they require are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory_app.domain.declared_counts import conservative_figure
from inventory_app.domain.figures import (
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Term,
    number,
    quotient,
    sum_strictly,
    without_value,
)
from inventory_app.domain.formulas.common import not_reported, sources_of, usable
from inventory_app.domain.formulas.workforce import persons
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

POSTS = frozenset({"ESTABLISHED", "TEMPORARY", "POSITION"})
MONTHS = Decimal(12)
_LOWEST, HIGHEST = Decimal(1), Decimal(7)  # levels of a skill
_FILLED = frozenset({"ENCUMBERED", "LOANED_OUT"})
_SKILLS = (("assessed_skill", "assessed_level"), ("second_skill", "second_level"))


def vacancy_rate(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """W05: post-months vacant / post-months authorised, of the posts in the period.

    A post is authorised all year unless it says otherwise; one that is encumbered was not vacant
    unless it says so. Where the months of a vacant post are not known, the posts of the units
    stand in, approved less encumbered.
    """
    by_posts = _by_posts(definition, inputs)
    if by_posts.state in USABLE or not inputs.reported("units"):
        return by_posts
    units = inputs.counting("units")
    approved = sum_strictly(units, "approved_posts")
    encumbered = sum_strictly(units, "encumbered_posts")
    figure = quotient(
        definition,
        inputs.entity,
        Term(
            value=((approved.value or ZERO) - (encumbered.value or ZERO)) * MONTHS,
            state=combined((approved.state, encumbered.state)),
            sources=sources_of(units, "approved_posts", "encumbered_posts"),
            coverage=approved.coverage,
        ),
        Term(value=(approved.value or ZERO) * MONTHS, state=approved.state),
        reasons=(Reason.POSTS_COUNTED,),
    )
    usual = by_posts.state in (ValueState.NA, ValueState.ERR)
    return figure if figure.state in USABLE and not usual else by_posts


def _by_posts(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    if not inputs.reported("staff"):
        return not_reported(definition, inputs)
    posts = [post for post in inputs.counting("staff") if post["post_type"] in POSTS]
    authorised = [_months(post, "months_authorised", MONTHS) for post in posts]
    vacant = [
        _months(post, "months_vacant", ZERO if post["occupancy"] in _FILLED else None)
        for post in posts
    ]
    known = [
        up.state in USABLE and lo.state in USABLE for up, lo in zip(vacant, authorised, strict=True)
    ]
    return quotient(
        definition,
        inputs.entity,
        Term(
            value=sum((term.value or ZERO for term in vacant), ZERO),
            state=combined(term.state for term in vacant),
            sources=sources_of(posts, "occupancy", "months_vacant", "months_authorised"),
            coverage=Coverage(sum(known), len(posts)),
        ),
        Term(
            value=sum((term.value or ZERO for term in authorised), ZERO),
            state=combined(term.state for term in authorised),
        ),
    )


def _months(post: Record, name: str, usual: Decimal | None) -> Term:
    """Return the months that a post states, else what is usual."""
    if post[name] is None and name not in post.states and usual is not None:
        return Term(value=usual)
    return Term(value=number(post, name), state=post.state(name))


@dataclass(frozen=True, kw_only=True)
class Able:
    """What one person can do: levels by skill; `anything` of whom nobody knows."""

    levels: dict[str, Decimal]
    anything: bool = False


def skill_coverage(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """W06: slots filled / slots required, a person filling one slot (largest matching).

    A slot is a skill at a level that a post requires; it takes a person with that skill at that
    level or a higher one. Posts of units with an approved skill profile count. By rule M-C
    somebody who was not assessed fills nothing, and at best any slot.
    """
    if not (inputs.reported("units") and inputs.reported("staff")):
        return not_reported(definition, inputs)
    approved = {
        str(name)
        for unit in inputs.counting("units")
        if unit["skill_profile_approved"] is True
        for name in (unit.uid, unit["unit_code"])
    }
    if not approved:
        return without_value(definition, inputs.entity, ValueState.NA, Reason.NO_PROFILE)
    posts = [post for post in inputs.counting("staff") if str(post["ict_unit"]) in approved]
    slots = [post for post in posts if usable(post, "required_skill")]
    people = [person for person in persons(inputs) if str(person["ict_unit"]) in approved]
    needed, able = _slots(slots, None), [_able(person, ZERO) for person in people]
    filled = matched(needed, able)
    hoped, perhaps = _slots(slots, ZERO), [_able(person, HIGHEST) for person in people]
    best = filled if (hoped, perhaps) == (needed, able) else matched(hoped, perhaps)
    state = combined(post.state("required_skill") for post in slots)
    names = ("required_skill", "required_level", *(name for pair in _SKILLS for name in pair))
    counts = filled, max(best, filled) - filled, len(slots)
    return conservative_figure(
        definition, inputs.entity, counts, state, sources_of([*slots, *people], *names)
    )


def _slots(posts: Sequence[Record], unknown: Decimal | None) -> list[tuple[str, Decimal]]:
    """Return skill and level of each slot; a level nobody knows is out of reach, or *unknown*."""
    beyond = HIGHEST + 1 if unknown is None else unknown
    return [
        (
            str(post["required_skill"]),
            (number(post, "required_level") or beyond)
            if usable(post, "required_level")
            else beyond,
        )
        for post in posts
    ]


def _able(person: Record, unknown: Decimal) -> Able:
    levels: dict[str, Decimal] = {}
    for skill, level in _SKILLS:
        if usable(person, skill):
            known = number(person, level) if usable(person, level) else None
            code = str(person[skill])
            levels[code] = max(levels.get(code, ZERO), unknown if known is None else known)
    blank = not levels and all(person.state(s) is not ValueState.NA for s, _ in _SKILLS)
    return Able(levels=levels, anything=blank and unknown == HIGHEST)


def _fits(slots: Sequence[tuple[str, Decimal]], people: Sequence[Able]) -> list[list[int]]:
    """Return for each slot the people who can fill it."""
    anybody = [place for place, able in enumerate(people) if able.anything]
    by_skill: dict[str, list[tuple[int, Decimal]]] = {}
    for place, able in enumerate(people):
        for skill, level in able.levels.items():
            by_skill.setdefault(skill, []).append((place, level))
    found: dict[tuple[str, Decimal], list[int]] = {}
    for skill, level in slots:
        if (skill, level) not in found:
            least = max(level, _LOWEST)
            found[skill, level] = anybody + [
                place for place, known in by_skill.get(skill, ()) if known >= least
            ]
    return [found[slot] for slot in slots]


def matched(slots: Sequence[tuple[str, Decimal]], people: Sequence[Able]) -> int:
    """Return how many slots can be filled at once, each by another person.

    A largest bipartite matching, found by augmenting paths.
    """
    fits = _fits(slots, people)
    holds: dict[int, int] = {}

    def place(slot: int, tried: set[int]) -> bool:
        free = next((person for person in fits[slot] if person not in holds), None)
        if free is not None:
            holds[free] = slot
            return True
        for person in fits[slot]:
            if person not in tried:
                tried.add(person)
                if person not in holds or place(holds[person], tried):
                    holds[person] = slot
                    return True
        return False

    return sum(place(slot, set()) for slot in range(len(slots)))
