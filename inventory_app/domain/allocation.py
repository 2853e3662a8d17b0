"""What support services really cost: from centres that serve each other to a price for a unit.

Indicator rules, 6.4. Preferred in this order: booked directly, by what causes the cost, by a
declared spread. Resolution 63/262, VI.3 keeps cost accounting to support services: the objects
that get a price here are services, never substantive work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from inventory_app.domain.money import Weight

Use: TypeAlias = Mapping[str, Mapping[str, Weight]]  # centre -> who uses it -> how much of it


@dataclass(frozen=True, kw_only=True)
class Allocated:
    """The cost of every centre: of service centres with what others serve them, of users in full.

    The amounts of the users add up to all direct costs.
    """

    services: Mapping[str, Fraction]
    users: Mapping[str, Fraction]


def reciprocal(direct: Mapping[str, Weight], use: Use) -> Allocated:
    """Charge service centres that serve each other: solve (I - A')c = d exactly.

    *direct* is what each centre and user costs by itself; *use* says of each service centre how
    much of its output goes to whom (any measure: hours, seats, shares). Whoever is not a key of
    *use* is a user. Raises `ValueError` for a centre that serves only itself or a closed circle,
    that serves nobody, or uses less than nothing.
    """
    shares = _shares(use)
    centres = list(shares)
    lines = [
        [
            *(
                Fraction(int(other == centre)) - shares[other].get(centre, Fraction(0))
                for other in centres
            ),
            Fraction(direct.get(centre, 0)),
        ]
        for centre in centres
    ]
    costs = dict(zip(centres, _solved(lines), strict=True))
    return Allocated(services=costs, users=_charged(direct, shares, costs))


def step_down(direct: Mapping[str, Weight], use: Use, order: Sequence[str] = ()) -> Allocated:
    """Charge service centres one after the other; who is charged out is charged no more.

    *order* names the centres; left out, who serves other centres most goes first. Simpler than
    `reciprocal` and not exact, because services back to an earlier centre are left out. Raises
    `ValueError` as that does, and for an order that is not of all centres.
    """
    shares = _shares(use)
    chosen = list(order) or sorted(shares, key=lambda centre: -_to_centres(shares, centre))
    if sorted(chosen) != sorted(shares):
        raise ValueError("the order names every service centre once")
    costs = {name: Fraction(amount) for name, amount in direct.items()}
    services: dict[str, Fraction] = {}
    for centre in chosen:
        services[centre] = costs.pop(centre, Fraction(0))
        served = {name: part for name, part in shares[centre].items() if name not in services}
        whole = sum(served.values(), Fraction(0))
        if not whole:
            raise ValueError(f"{centre} serves nobody that is still to be charged")
        for name, part in served.items():
            costs[name] = costs.get(name, Fraction(0)) + services[centre] * part / whole
    return Allocated(services=services, users=costs)


def _to_centres(shares: Mapping[str, Mapping[str, Fraction]], centre: str) -> Fraction:
    return sum((p for name, p in shares[centre].items() if name in shares), Fraction(0))


def _shares(use: Use) -> dict[str, dict[str, Fraction]]:
    """Return who uses which part of each centre; what a centre uses itself is left out."""
    found = {}
    for centre, users in use.items():
        if any(isinstance(amount, float) for amount in users.values()):
            raise TypeError("quantities are whole numbers, decimals or fractions, never floats")
        amounts = {name: Fraction(amount) for name, amount in users.items() if name != centre}
        whole = sum(amounts.values(), Fraction(0))
        if whole <= 0 or min(amounts.values()) < 0:
            raise ValueError(f"{centre} serves nobody, or somebody less than nothing")
        found[centre] = {name: amount / whole for name, amount in amounts.items()}
    return found


def _charged(
    direct: Mapping[str, Weight],
    shares: Mapping[str, Mapping[str, Fraction]],
    costs: Mapping[str, Fraction],
) -> dict[str, Fraction]:
    users = {name: Fraction(amount) for name, amount in direct.items() if name not in shares}
    for centre, parts in shares.items():
        for name, part in parts.items():
            if name not in shares:
                users[name] = users.get(name, Fraction(0)) + costs[centre] * part
    return users


def _solved(lines: list[list[Fraction]]) -> list[Fraction]:
    """Return the solution of equations, each ending with its right side (Gauss and Jordan)."""
    for column in range(len(lines)):
        at = next((i for i in range(column, len(lines)) if lines[i][column]), None)
        if at is None:
            raise ValueError("some centres serve only each other")
        lines[column], lines[at] = lines[at], lines[column]
        pivot = lines[column]
        pivot[:] = [value / pivot[column] for value in pivot]
        for i, line in enumerate(lines):
            if i != column and line[column]:
                factor = line[column]
                line[:] = [one - factor * two for one, two in zip(line, pivot, strict=True)]
    return [line[-1] for line in lines]


def in_cents(amounts: Mapping[str, Fraction]) -> dict[str, int]:
    """Return exact *amounts* of cents as whole cents that add up to the same.

    Each is rounded down; the cents that are left go to the largest parts that were cut off, on a
    tie to the larger amount, then to the first (6.1). Raises `ValueError` if the sum is no whole
    number.
    """
    whole = sum(amounts.values(), Fraction(0))
    if whole.denominator != 1:
        raise ValueError("the amounts do not add up to whole cents")
    found = {name: amount.__floor__() for name, amount in amounts.items()}
    left = int(whole) - sum(found.values())
    first = sorted(amounts, key=lambda name: (found[name] - amounts[name], -amounts[name]))
    for name in first[:left]:
        found[name] += 1
    return found


def service_cost(activities: Mapping[str, Weight], shares: Mapping[str, Weight]) -> Fraction:
    """Return what a service costs: the sum of activity cost x share of its driver (C06).

    Activities of which the service uses nothing may be left out of *shares*. Raises `ValueError`
    for a share that is not from 0 to 1, or of an activity that nobody knows.
    """
    if any(isinstance(each, float) for each in (*activities.values(), *shares.values())):
        raise TypeError("amounts and shares are whole numbers, decimals or fractions, never floats")
    unknown = shares.keys() - activities.keys()
    if unknown or any(not 0 <= share <= 1 for share in shares.values()):
        raise ValueError("a share is from 0 to 1, and of an activity that has a cost")
    return sum(
        (Fraction(activities[name]) * Fraction(share) for name, share in shares.items()),
        Fraction(0),
    )


def unit_cost(pools: Iterable[Weight], quantity: Weight) -> Fraction | None:
    """Return the cost of one unit of a service: all *pools* / *quantity* (C06); None for none."""
    if not quantity:
        return None
    return sum((Fraction(pool) for pool in pools), Fraction(0)) / Fraction(quantity)


class Assignment(StrEnum):
    """How a cost came to a service or system; only the first two are traced."""

    DIRECT = "DIRECT"
    DRIVER = "DRIVER"
    SPREAD = "SPREAD"
    NONE = "NONE"


@dataclass(frozen=True, kw_only=True)
class AssignedCost:
    """A cost line; `support` is False for substantive work, which cost accounting leaves alone."""

    amount: Decimal
    assignment: Assignment
    support: bool = True


@dataclass(frozen=True, kw_only=True)
class Traceability:
    """ICT cost by how it came to its service (C05). `outside` is substantive work, not counted."""

    direct: Decimal
    driver: Decimal
    spread: Decimal
    none: Decimal
    outside: Decimal

    @property
    def traced(self) -> Decimal:
        """What was booked directly or by its cause: the numerator."""
        return self.direct + self.driver

    @property
    def total(self) -> Decimal:
        """All cost of support services: the denominator."""
        return self.traced + self.spread + self.none

    @property
    def percent(self) -> Decimal | None:
        """The traced share, None if there is no cost."""
        return self.traced * 100 / self.total if self.total else None


def traceability(lines: Iterable[AssignedCost]) -> Traceability:
    """Return how much of the ICT cost is traced to services and systems (C05)."""
    sums = dict.fromkeys(Assignment, Decimal(0))
    outside = Decimal(0)
    for line in lines:
        if line.support:
            sums[line.assignment] += line.amount
        else:
            outside += line.amount
    return Traceability(
        direct=sums[Assignment.DIRECT], driver=sums[Assignment.DRIVER],
        spread=sums[Assignment.SPREAD], none=sums[Assignment.NONE], outside=outside,
    )  # fmt: skip
