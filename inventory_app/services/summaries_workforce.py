"""The part of a summary on ICT personnel, dedicated and non-dedicated (resolution 63/262, I.10 d).

The totals are those of indicator W01. A row follows the same rule: it has a number if 95 per cent
of its persons gave what is needed, and none is guessed for the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from inventory_app.domain.figures import USABLE, number, state_from
from inventory_app.domain.formulas.workforce import persons
from inventory_app.domain.records import Record
from inventory_app.domain.summaries import Figure, Standing, Workforce, WorkforceRow, figure
from inventory_app.domain.values import ValueState, combined
from inventory_app.services.summaries_subject import (
    ZERO,
    Member,
    Reader,
    Subject,
    added,
    enough,
    part_of,
    shown,
    summed,
)

STAFF = "staff"


def workforce(subject: Subject, reader: Reader) -> Workforce:
    """Return the part on personnel of one entity or of many."""
    total = subject.figures["W01"]
    counted = subject.counted("W01")
    standing = subject.standing(STAFF)
    basis = subject.basis(STAFF)
    if standing is not Standing.REPORTED:
        return Workforce(
            standing=standing,
            basis=basis,
            fte_total=shown(total),
            fte_dedicated=part_of(total, "dedicated"),
            fte_non_dedicated=part_of(total, "non_dedicated"),
            headcount=part_of(total, "headcount"),
        )
    listed = [person for member in counted for person in persons(member.inputs)]
    table = _Table(reader, listed, frozenset(s.uid for s in total.inputs if s.field == "fte"))
    return Workforce(
        standing=standing,
        basis=basis,
        fte_total=shown(total),
        fte_dedicated=part_of(total, "dedicated"),
        fte_non_dedicated=part_of(total, "non_dedicated"),
        headcount=figure(len(listed)),
        vacant_posts=_vacant(counted),
        ict_cost=added(_cost(member) for member in counted),
        by_function=table.rows("ict_function"),
        by_grade=table.rows("category"),
        by_personnel_type=table.rows("personnel_type"),
    )


class _Table:
    """Persons by one of their answers; *counted* are the uids whose FTE is in the total."""

    def __init__(self, reader: Reader, listed: Sequence[Record], counted: frozenset[str]) -> None:
        self._reader = reader
        self._listed = listed
        self._counted = counted

    def rows(self, field: str) -> tuple[WorkforceRow, ...]:
        """Return a row for each code of *field* that somebody has; "not stated" comes last."""
        groups: dict[str, list[Record]] = defaultdict(list)
        for person in self._listed:
            code = person[field]
            groups[code if isinstance(code, str) else ""].append(person)
        order = [code for code in self._reader.codes(STAFF, field) if code in groups]
        unknown = [code for code in groups if code and code not in order]
        return tuple(
            replace(self._row(self._label(field, code), groups[code]), code=code)
            for code in (*order, *unknown, "")
            if code in groups
        )

    def _label(self, field: str, code: str) -> str:
        return (
            self._reader.label(STAFF, field, code) if code else self._reader.translate("Not stated")
        )

    def _row(self, label: str, listed: Sequence[Record]) -> WorkforceRow:
        return WorkforceRow(
            label=label,
            fte_dedicated=self._fte(listed, "DEDICATED"),
            fte_non_dedicated=self._fte(listed, "NON_DEDICATED"),
            persons=figure(len(listed)),
        )

    def _fte(self, listed: Sequence[Record], dedication: str) -> Figure:
        counted = [
            person
            for person in listed
            if person.uid in self._counted and isinstance(person["dedication"], str)
        ]
        if not enough(len(counted), len(listed)):
            return figure(None, ValueState.NR)
        chosen = [person for person in counted if person["dedication"] == dedication]
        total = sum((number(person, "fte") or ZERO for person in chosen), ZERO)
        return figure(total, combined(_state(person) for person in chosen))


def _state(person: Record) -> ValueState:
    """Return the state of an FTE that can be used: reported, or estimated."""
    state = state_from(person, "ict_time_share", "fte")
    return state if state in USABLE else ValueState.NE


def _vacant(members: Sequence[Member]) -> Figure:
    """Return the number of vacant posts, if nearly all posts say whether they are vacant."""
    posts = [post for member in members for post in member.inputs.counting(STAFF)]
    said = [post for post in posts if post["occupancy"] is not None]
    if not enough(len(said), len(posts)):
        return figure(None, ValueState.NR)
    return figure(sum(post["occupancy"] == "VACANT" for post in said))


def _cost(member: Member) -> Figure:
    """Return the ICT part of the annual cost of all persons, in USD (rule M-A)."""
    listed = [
        person
        for person in persons(member.inputs)
        if person.state("annual_cost") is not ValueState.NA
    ]
    amounts: list[tuple[Decimal | None, ValueState]] = [
        (number(person, "ict_cost"), state_from(person, "annual_cost", "ict_time_share"))
        for person in listed
    ]
    return summed(amounts)
