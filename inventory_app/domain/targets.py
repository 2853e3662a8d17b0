"""Targets: what an indicator should be, for whom, and from which day on.

A target is set by policy for all, or by the organisation for itself; for one entity, for a group
of peers or for everybody. The narrowest one that is meant for an entity holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from inventory_app.domain.indicator_shapes import Direction
from inventory_app.domain.peers import Group
from inventory_app.texts import N_

Verdict: TypeAlias = Literal["met", "missed", "context"]

EVERYBODY = ""
ZERO = Decimal(0)


class TargetKind(StrEnum):
    """Who set a target."""

    POLICY = "policy"
    OWN = "own"


KINDS = {TargetKind.POLICY: N_("Policy target"), TargetKind.OWN: N_("Own target")}


@dataclass(frozen=True, kw_only=True)
class Target:
    """What an indicator should be on the day `due`, in the unit of the indicator.

    `whom` is the code of an entity, a group such as "PKO" or "PKO/M", or "" for everybody and for
    the value of all together. With `upper` it is a band from `value` to there.
    """

    indicator: str
    whom: str
    kind: TargetKind
    value: Decimal
    due: date
    upper: Decimal | None = None
    source: str = ""

    @property
    def id(self) -> str:
        """The name under which it is kept: one target of a kind for a day and somebody."""
        return ":".join((self.indicator, self.whom or "ALL", self.kind, self.due.isoformat()))


@dataclass(frozen=True, kw_only=True)
class Distance:
    """How far a value is from a target, in the unit of the indicator, and whether it is met.

    `gap` is value - target: of a band, 0 inside and the distance to its nearer end outside. An
    indicator for context is not judged.
    """

    target: Target
    gap: Decimal
    verdict: Verdict


def distance(value: Decimal, target: Target, direction: Direction) -> Distance:
    """Return how far *value* is from *target*; "T" and "C" are met only inside or on it."""
    upper = target.value if target.upper is None else target.upper
    gap = max(value - upper, ZERO) + min(value - target.value, ZERO)
    if direction == "C":
        return Distance(target=target, gap=gap, verdict="context")
    met = gap >= 0 if direction == "H" else gap <= 0 if direction == "L" else not gap
    return Distance(target=target, gap=gap, verdict="met" if met else "missed")


def whom_of(group: Group) -> str:
    """Return how a group of peers is written in a target."""
    return "/".join(group)


def holding(
    targets: Iterable[Target],
    indicator: str,
    as_of: date,
    *,
    entity: str = "",
    group: Group = (),
) -> tuple[Target, ...]:
    """Return the targets that hold for somebody on a day: one of each kind, policy first.

    Of those for the entity, its group, wider groups and everybody the narrowest holds; of several
    days the next one, or the last where all have passed. Without an entity, those for all.
    """
    wanted = [entity] if entity else []
    wanted += [whom_of(group[:length]) for length in range(len(group), 0, -1)]
    wanted.append(EVERYBODY)
    mine = [each for each in targets if each.indicator == indicator and each.whom in wanted]
    found = []
    for kind in TargetKind:
        of_kind = [each for each in mine if each.kind is kind]
        for whom in wanted:
            if narrowest := [each for each in of_kind if each.whom == whom]:
                found.append(_on(narrowest, as_of))
                break
    return tuple(found)


def _on(targets: Sequence[Target], as_of: date) -> Target:
    ordered = sorted(targets, key=lambda each: each.due)
    return next((each for each in ordered if each.due >= as_of), ordered[-1])
