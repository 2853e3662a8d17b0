"""What support services cost as a plan: read strictly from a file, charged by either method.

Indicator rules, 6.4. A plan names service centres, whose cost goes to whoever uses them, and
services, which are paid for. It says of each centre whether its cost is handed on by what causes it
or by a declared spread: only the first is traced (C05).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from inventory_app.domain.allocation import (
    Allocated,
    AssignedCost,
    Assignment,
    Traceability,
    Use,
    in_cents,
    reciprocal,
    step_down,
    traceability,
    unit_cost,
)
from inventory_app.domain.entries import Entry
from inventory_app.domain.money import CENTS, cents
from inventory_app.errors import UserError
from inventory_app.texts import N_

_FINEST = 6  # decimals of a quantity
_SPREAD = "\0"  # whoever is charged what is spread, while only the traced part is followed
_ZERO = Decimal(0)
_USES = ("uses", "by", "quantity")


class Method(StrEnum):
    """How centres that serve each other are charged."""

    RECIPROCAL = "reciprocal"
    STEP_DOWN = "step-down"


class HandedOn(StrEnum):
    """How the cost of a centre goes to its users."""

    DRIVER = "DRIVER"
    SPREAD = "SPREAD"


@dataclass(frozen=True, kw_only=True)
class Centre:
    """A service centre, or, without `uses`, a service that is paid for.

    `cost` is what it costs by itself, in cents. `uses` says who uses how much of a centre, in any
    measure; `quantity` how many units of a service there are.
    """

    id: str
    label: str
    cost: int
    uses: Mapping[str, Decimal] = field(default_factory=dict)
    handed_on: HandedOn = HandedOn.DRIVER
    quantity: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Centres and services of one organisation and period."""

    title: str
    currency: str
    centres: tuple[Centre, ...]

    @property
    def serving(self) -> tuple[Centre, ...]:
        """The service centres."""
        return tuple(each for each in self.centres if each.uses)

    @property
    def services(self) -> tuple[Centre, ...]:
        """The services that are paid for."""
        return tuple(each for each in self.centres if not each.uses)


@dataclass(frozen=True, kw_only=True)
class ServiceCost:
    """A service in whole cents: its own cost, what was charged to it, and the exact unit cost."""

    service: Centre
    charged: int
    unit_cost: Fraction | None

    @property
    def full(self) -> int:
        """Own cost and what was charged."""
        return self.service.cost + self.charged


@dataclass(frozen=True, kw_only=True)
class Charged:
    """A plan that was charged: the full cost of each centre, exact, and of each service."""

    plan: Plan
    method: Method
    centres: Mapping[str, Fraction]
    services: tuple[ServiceCost, ...]
    traced: Traceability


def read_plan(content: object, place: str) -> Plan:
    """Return the plan that *content* describes; raise `Refused` for what is not understood."""
    entry = Entry(place, content)
    plan = Plan(
        title=entry.text("title", ""),
        currency=entry.text("currency", "USD"),
        centres=tuple(_centre(each) for each in entry.entries("centres", "id")),
    )
    entry.end()
    _check(plan, place)
    return plan


def _centre(entry: Entry) -> Centre:
    name = entry.text("id")
    uses: dict[str, Decimal] = {}
    for each in entry.entries(_USES[0], _USES[1]):
        who, amount = each.text(_USES[1]), each.needed_number(_USES[2], _FINEST, least=_ZERO)
        each.end()
        if amount:
            uses[who] = uses.get(who, _ZERO) + amount
    found = Centre(
        id=name,
        label=entry.text("title", name),
        cost=cents(entry.needed_number("cost", least=_ZERO)),
        uses=uses,
        handed_on=entry.code("handed_on", HandedOn, HandedOn.DRIVER),
        quantity=entry.number("quantity", _FINEST, least=_ZERO),
        unit=entry.text("unit", ""),
    )
    entry.end()
    return found


def _check(plan: Plan, place: str) -> None:
    names = [each.id for each in plan.centres]
    for each in plan.serving:
        if unknown := [name for name in each.uses if name not in names]:
            raise UserError(
                "E-ALLOCATION",
                N_("{place}, {centre}: there is no centre or service “{name}” to use it."),
                N_("Correct the file and try again; nothing has been taken in."),
                place=place, centre=each.id, name=unknown[0],
            )  # fmt: skip
    if not plan.services or len(set(names)) < len(names):
        raise UserError(
            "E-ALLOCATION",
            N_("{place}: every centre needs an id of its own, and one at least no “uses”."),
            N_("Describe at least one service: whatever is paid for and serves no other."),
            place=place,
        )


def charge(plan: Plan, method: Method, order: Sequence[str] = ()) -> Charged:
    """Charge the centres of a plan to its services, to the cent.

    *order* is that of the step-down method; left out, whoever serves other centres most goes
    first. Raises `UserError` for an order that is not of all centres, and where the cost of a
    centre reaches no service.
    """
    serving = [each.id for each in plan.serving]
    if order and sorted(order) != sorted(serving):
        raise UserError(
            "E-ALLOCATION-ORDER",
            N_("The order names every service centre once."),
            N_("The service centres are: {centres}."),
            centres=", ".join(serving),
        )
    direct = {each.id: each.cost for each in plan.centres}
    found = _allocated(direct, {each.id: each.uses for each in plan.serving}, method, order)
    whole = in_cents(found.users)
    services = tuple(
        ServiceCost(
            service=each,
            charged=whole[each.id] - each.cost,
            unit_cost=None
            if each.quantity is None
            else unit_cost([found.users[each.id] / CENTS], each.quantity),
        )
        for each in plan.services
    )
    return Charged(
        plan=plan, method=method, centres=found.services, services=services,
        traced=_traced(plan, method, order or tuple(found.services)),
    )  # fmt: skip


def _allocated(
    direct: Mapping[str, int], use: Use, method: Method, order: Sequence[str]
) -> Allocated:
    try:
        if method is Method.RECIPROCAL:
            return reciprocal(direct, use)
        return step_down(direct, use, order)
    except ValueError as error:
        raise UserError(
            "E-ALLOCATION-CIRCLE",
            N_("The cost of some service centres reaches no service: they serve only each other."),
            N_("Say who else uses them, or charge them in another order."),
        ) from error


def _traced(plan: Plan, method: Method, order: Sequence[str]) -> Traceability:
    """Return how much of all cost came to a service directly or by causes only (C05).

    What goes through one centre that spreads its cost is not traced, whoever it came from.
    """
    direct = {each.id: each.cost for each in plan.centres}
    use = {
        each.id: each.uses if each.handed_on is HandedOn.DRIVER else {_SPREAD: Decimal(1)}
        for each in plan.serving
    }
    spread = Fraction(0)
    if any(each.handed_on is HandedOn.SPREAD for each in plan.serving):
        found = _allocated(direct, use, method, [name for name in order if name in use])
        spread = found.users[_SPREAD]
    own = sum(each.cost for each in plan.services)
    every = sum(direct.values())
    lines = (
        (Assignment.DIRECT, Fraction(own)),
        (Assignment.DRIVER, every - own - spread),
        (Assignment.SPREAD, spread),
    )
    return traceability(
        AssignedCost(amount=Decimal(amount.numerator) / amount.denominator / CENTS, assignment=way)
        for way, amount in lines
    )
