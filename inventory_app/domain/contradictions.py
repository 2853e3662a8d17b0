"""Returns of one entity that contradict each other: what stands until somebody decides.

Not what came first, or totals would depend on the order in which mail is opened. The smaller
number, the earlier day, the text that comes first stands; the other one is the conflict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from inventory_app.domain.field_types import FieldType
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.merging import Answer, Conflict, MergePlan, Update, with_updates


class Claim(NamedTuple):
    """Which return an answer came with, by its id, and from which cell."""

    return_id: str
    cell: str


def in_any_order(
    plan: MergePlan, catalogue: Catalogue, claimed: Callable[[Conflict], Claim | None]
) -> MergePlan:
    """Return *plan* as it would stand had its return come before all others.

    *claimed* says by which return the answer that stands was given, None where it is a correction
    or a decision: these stay. Where the answer of the return at hand comes first, it stands from
    now on, and the one that stood is in conflict with it.
    """
    conflicts: list[Conflict] = []
    updates: dict[tuple[str, str], list[Update]] = {}
    for conflict in plan.conflicts:
        kind = catalogue[conflict.sheet].fields[conflict.field].type
        claim = claimed(conflict) if comes_first(kind, conflict.theirs, conflict.ours) else None
        if claim is None:
            conflicts.append(conflict)
            continue
        update = Update(conflict.field, conflict.ours, conflict.theirs, conflict.cell)
        updates.setdefault((conflict.sheet, conflict.uid), []).append(update)
        conflicts.append(
            conflict._replace(
                ours=conflict.theirs, theirs=conflict.ours,
                cell=claim.cell, return_id=claim.return_id,
            )
        )  # fmt: skip
    if not updates:
        return plan
    return replace(with_updates(plan, updates), conflicts=tuple(conflicts))


def comes_first(kind: FieldType, one: Answer, other: Answer) -> bool:
    """Return whether *one* answer stands where a return says one and another return the *other*.

    A value comes before a state without one; between equal values the states decide by name.
    """
    return _place(kind, one) < _place(kind, other)


def _place(kind: FieldType, answer: Answer) -> tuple[bool, Decimal, str, str]:
    value, state = answer
    number = Decimal(0)
    if isinstance(value, Decimal | int):
        number = Decimal(value)
    elif isinstance(value, date):
        number = Decimal(value.toordinal())
    return value is None, number, kind.format(value), state.value if state else ""
