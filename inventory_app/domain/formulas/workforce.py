"""Formulas of the people who work on ICT (resolution 63/262, I.10(d))."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from inventory_app.domain.adding_up import merged
from inventory_app.domain.columns import NA, OK, USABLE, Answers
from inventory_app.domain.figures import (
    ENOUGH,
    NOT_REPORTED,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Source,
    Sources,
    Term,
    changed,
    explained,
    figure_of,
    quotient,
)
from inventory_app.domain.figures import (
    USABLE as USABLE_STATES,
)
from inventory_app.domain.formulas.common import HUNDRED
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.known_codes import UNOCCUPIED
from inventory_app.domain.listed import Listed, listed, strictly
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState

_ALL_STAFF, _ICT_SHARE = "all_staff_fte", "ict_share_of_staff"
_BESIDE = ("contract_share", "months_in_period")  # full time all year where they are blank


def listed_persons(answers: Answers) -> Listed:
    """Return the staff records with somebody at work: vacant posts are no workforce."""

    def make() -> Listed:
        staff = listed(answers, "staff")
        pairs = zip(staff.values("occupancy"), staff.stands("ict_time_share"), strict=True)
        return staff.where(post not in UNOCCUPIED and stand != NA for post, stand in pairs)

    return answers.once("persons", make)


def persons(inputs: EntityInputs) -> tuple[Record, ...]:
    """Return the staff records of an entity with somebody at work."""
    every = inputs.judged("staff")
    return tuple(every[row] for row in listed_persons(inputs.answers).rows)


def users_of(answers: Answers) -> list[Term]:
    """Return the users that the units of each entity serve (rule M-A over the units).

    Whoever is served by two units counts twice: the units report numbers, not names.
    """
    return strictly(answers, "units", "users_served")


def active_users(inputs: EntityInputs) -> Term:
    """Return the users that the units of one entity serve, as `users_of` does of all."""
    return users_of(inputs.answers)[0]


class _Workforce:
    """The persons whose answers can be used with their FTE, of those listed."""

    def __init__(self, people: Listed) -> None:
        self.people = people
        fte, stands = people.values("fte"), self._stands()
        self.fte = [
            each if each is not None and stand <= USABLE else None
            for each, stand in zip(fte, stands, strict=True)
        ]
        self.stands = [
            OK if each is None else stand for each, stand in zip(self.fte, stands, strict=True)
        ]

    def _stands(self) -> Sequence[int]:
        """Return how the FTE of each person stands: blanks that mean "full" are no doubt."""
        people = self.people
        every = [people.stands("ict_time_share")]
        for name in _BESIDE:
            if people.columns.given(name):
                pairs = zip(people.values(name), people.stands(name), strict=True)
                every.append([OK if value is None else stand for value, stand in pairs])
        return every[0] if len(every) == 1 else list(map(max, *every))

    @cached_property
    def terms(self) -> list[Term]:
        """The FTE of the persons counted, for each entity.

        An entity is NR if fewer than 95 per cent of the persons listed have what is needed.
        """
        return list(self._terms())

    def _terms(self) -> Iterator[Term]:
        states = self.people.combined(self.stands)
        for span, state in zip(self.people.spans, states, strict=True):
            counted = [fte for fte in self.fte[span] if fte is not None]
            n, every = len(counted), span.stop - span.start
            enough = n >= every * ENOUGH
            partly = (Reason.PARTIAL,) if n < every else ()
            yield Term(
                value=sum(counted, ZERO),
                state=state if enough else ValueState.NR,
                reasons=partly if enough else (Reason.BELOW_COVERAGE,),
                sources=Sources(partial(self._sources, span)),
                coverage=Coverage(n, every),
            )

    def _sources(self, span: slice) -> Iterator[Source]:
        for uid, fte in zip(self.people.uids[span], self.fte[span], strict=True):
            if fte is not None:
                yield Source("staff", uid, "fte")


def _workforce(answers: Answers) -> _Workforce:
    return answers.once("workforce", lambda: _Workforce(listed_persons(answers)))


def _terms(answers: Answers) -> list[Term]:
    """Return the FTE of each entity, not reported where nothing was."""
    pairs = zip(_workforce(answers).terms, answers.reported("staff"), strict=True)
    return [term if reported else NOT_REPORTED for term, reported in pairs]


def workforce_fte(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """W01: sum of time share x months / 12 over the persons; headcount and the two parts beside."""
    force = _workforce(answers)
    return [
        figure_of(
            indicator=definition.id,
            entity=entity,
            numerator=total.usable,
            value=total.usable,
            state=total.state,
            reasons=explained(total.state, total.reasons),
            coverage=total.coverage,
            parts=_parts(force, owner) if total.usable is not None else {},
            ranked=total.state is ValueState.OK,
            inputs=total.sources,
        )
        for owner, (entity, total) in enumerate(zip(answers.entities, _terms(answers), strict=True))
    ]


def _parts(force: _Workforce, owner: int) -> dict[str, Decimal]:
    """Return headcount and FTE by dedication; "undeclared" only where somebody is."""
    people, span = force.people, force.people.spans[owner]
    parts: dict[str, Any] = {
        "dedicated": ZERO, "non_dedicated": ZERO, "headcount": ZERO + span.stop - span.start
    }  # fmt: skip
    for fte, declared, known in zip(
        force.fte[span],
        people.values("dedication")[span],
        people.usable("dedication")[span],
        strict=True,
    ):
        if fte is not None:
            name = str(declared).lower() if known else "undeclared"
            parts[name] = parts.get(name, ZERO) + fte
    return parts


def users_per_fte(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """W03: active users / ICT FTE; entities that serve nobody are excluded.

    Parts, for the variant W03b: "all_staff_fte" and "ict_share_of_staff", ICT FTE / all-staff FTE
    x 100, where every unit reports the staff of the part that it serves (rule M-A).
    """
    found = []
    every = strictly(answers, "units", _ALL_STAFF)
    for entity, users, fte, staff in zip(
        answers.entities, users_of(answers), _terms(answers), every, strict=True
    ):
        served = users
        if users.usable == 0:
            served = Term(state=ValueState.NA, reasons=(Reason.NO_USERS,), coverage=users.coverage)
        figure = quotient(definition, entity, served, fte, coverage=fte.coverage)
        if staff.usable and figure.state in USABLE_STATES:
            figure = _with_share(changed(figure, parts={_ALL_STAFF: staff.usable}))
        found.append(figure)
    return found


def _with_share(figure: Figure) -> Figure:
    """Return W03 with the share of its ICT FTE in the FTE of all staff, which is a part of it."""
    staff, ict = figure.parts.get(_ALL_STAFF), figure.denominator
    if not staff or ict is None:
        return changed(figure, parts={})
    return changed(figure, parts={_ALL_STAFF: staff, _ICT_SHARE: ict * HUNDRED / staff})


def users_per_fte_of(figures: Sequence[Figure]) -> Figure:
    """Return the total of W03; the ICT share only where all who are counted know all their staff.

    Otherwise it would stand for fewer entities than the coverage beside it says.
    """
    total = merged(figures)
    counted = (figure for figure in figures if figure.entering in USABLE_STATES)
    if all(_ALL_STAFF in figure.parts for figure in counted):
        return _with_share(total)
    return changed(total, parts={})
