"""Formulas of cost accounting: what is traced, what a service costs, and what prices differ by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from inventory_app.domain.annual_costs import COSTS, Lines, lines_of
from inventory_app.domain.columns import NR, OK, Answers
from inventory_app.domain.columns import USABLE as OF_USE
from inventory_app.domain.distributions import dispersion
from inventory_app.domain.figures import (
    NOT_REPORTED,
    USABLE,
    ZERO,
    Coverage,
    Figure,
    Parts,
    Term,
    covers,
    explained,
    figure_of,
    quotient,
    without_value,
)
from inventory_app.domain.formulas.common import HUNDRED, not_reported
from inventory_app.domain.formulas.cost import part_of
from inventory_app.domain.formulas.rooms import listed_rooms
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.listed import listed, told_by
from inventory_app.domain.reasons import Reason
from inventory_app.domain.values import BY_WEIGHT, ValueState, combined

TRACED = frozenset({"DIRECT", "DRIVER"})
FEWEST_BUYERS = 5
MAILBOX = "MAILBOX"
_GB_A_TB = Decimal(1000)
_MONTHS = Decimal(12)
_PRICE = "price:"
_SPREAD = "spread:"
_UNIT_COST = "unit_cost:"
_METHOD, _SERVICE, _SHARE = "assignment_method", "standard_service", "service_share"


def cost_traceability(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """C05: cost assigned directly or by what causes it / cost of all lines (rule M-A).

    What is spread by a rule of thumb or not assigned at all is not traced. Parts hold the amounts
    by way of assignment.
    """
    reported = answers.reported(COSTS)
    return [
        _traced(definition, entity, lines) if reported[owner] else not_reported(definition, entity)
        for owner, (entity, lines) in enumerate(
            zip(answers.entities, lines_of(answers), strict=True)
        )
    ]


def _traced(definition: IndicatorDefinition, entity: str, lines: Lines) -> Figure:
    stands = lines.taken(lines.costs.stands(_METHOD))
    state = BY_WEIGHT[max([*stands, NR if lines.missing else OK])]
    ways = {way for way in lines.taken(lines.costs.values(_METHOD)) if way is not None}
    parts = {way.lower(): lines.where(_METHOD, {way}) for way in sorted(ways)}
    traced = sum((parts[way.lower()] for way in sorted(ways) if way in TRACED), ZERO)
    whole = lines.term(lines.total, _METHOD)
    upper = part_of(lines.term(traced), lines.total)
    return quotient(
        definition,
        entity,
        Term(value=upper.value, state=combined((upper.state, state)), reasons=upper.reasons,
             coverage=Coverage(sum(stand <= OF_USE for stand in stands), lines.listed)),
        Term(value=whole.value, state=combined((whole.state, state)), reasons=whole.reasons,
             sources=whole.sources),
        parts=parts,
    )  # fmt: skip


def standard_service_cost(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """C06: cost of the lines of a standard service x their share in it / its quantity.

    The value is that of a mailbox a year; parts "unit_cost:SERVICE" hold the other services that
    have both cost and quantity. A line without a share is all for its service.
    """
    reported, services = answers.reported(COSTS), _Services(answers)
    return [
        services.figure(definition, owner) if reported[owner] else not_reported(definition, entity)
        for owner, entity in enumerate(answers.entities)
    ]


class _Services:
    """What the standard services of each entity cost a year, and how much of them there was."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.lines = answers, lines_of(answers)
        self.costs = listed(answers, COSTS)
        self.named = self.costs.usable(_SERVICE)
        self.shares = [
            share / HUNDRED if sure and share is not None else None
            for share, sure in zip(
                self.costs.values(_SHARE), self.costs.usable(_SHARE), strict=True
            )
        ]
        self._quantities: dict[str, list[Term]] = {}

    def figure(self, definition: IndicatorDefinition, owner: int) -> Figure:
        """Return the figure of an entity that reported its costs."""
        entity, costs = self.answers.entities[owner], self._costs(owner)
        if MAILBOX not in costs:
            return without_value(definition, entity, ValueState.NA, Reason.UNASSIGNED)
        cost = costs[MAILBOX]
        missing = cost.coverage.listed - cost.coverage.counted
        enough = covers(cost.value or ZERO, missing, self.answers.last(owner).get(definition.id))
        why = (Reason.BELOW_COVERAGE,) if not enough else ((Reason.PARTIAL,) if missing else ())
        above = Term(
            value=cost.value, state=cost.state if enough else ValueState.NR, sources=cost.sources,
            reasons=(*cost.reasons, *why), coverage=cost.coverage,
        )  # fmt: skip
        below, parts = self._quantity(owner, MAILBOX), self._others(owner, costs)
        return quotient(definition, entity, above, below, parts=parts)

    def _costs(self, owner: int) -> dict[str, Term]:
        """Return what each standard service costs a year, from the lines that name it."""
        lines, span = self.lines[owner], self.costs.spans[owner]
        known = dict(zip(lines.places, zip(lines.annual, lines.stands, strict=True), strict=True))
        codes, stands = self.costs.values(_SERVICE), self.costs.stands(_SERVICE)
        places: dict[str, list[int]] = defaultdict(list)
        for place in range(span.start, span.stop):
            if self.named[place]:
                places[str(codes[place])].append(place)
        return {
            service: self._cost(every, [(p, *known[p], stands[p]) for p in every if p in known])
            for service, every in places.items()
        }

    def _cost(self, every: Sequence[int], counted: Sequence[tuple[int, Decimal, int, int]]) -> Term:
        """Return the cost of the lines at some places; *counted* are those that are known."""
        amount, worst = ZERO, OK
        for place, annual, stand, on_service in counted:
            share = self.shares[place]
            amount += annual if share is None else annual * share
            worst = max(worst, stand, on_service)
        rows = [self.costs.rows[place] for place in every]
        sources = told_by(self.costs.columns, rows, "amount", _SERVICE, _SHARE)
        return Term(
            value=amount, state=BY_WEIGHT[worst], sources=sources,
            coverage=Coverage(len(counted), len(every)),
        )  # fmt: skip

    def _others(self, owner: int, costs: Mapping[str, Term]) -> dict[str, Decimal]:
        found = {}
        for service, cost in sorted(costs.items()):
            whole = cost.coverage.counted == cost.coverage.listed
            if service != MAILBOX and cost.usable is not None and whole:
                quantity = self._quantity(owner, service).usable
                if quantity:
                    found[_UNIT_COST + service] = cost.usable / quantity
        return found

    def _quantity(self, owner: int, service: str) -> Term:
        if service not in self._quantities:
            self._quantities[service] = _quantities(self.answers, service)
        return self._quantities[service][owner]


def _quantities(answers: Answers, service: str) -> list[Term]:
    """Return how much of a standard service each entity had in the year."""
    sheet, names, factor = _QUANTITIES[service]
    reported, rooms = answers.reported(sheet), sheet == "data_centres"
    records = listed_rooms(answers) if rooms else listed(answers, sheet)
    return [
        Term(
            value=sum((term.value or ZERO for term in terms), ZERO) * factor,
            state=combined(term.state for term in terms),
            sources=records.sources(owner, *names), coverage=terms[0].coverage,
        )
        if reported[owner]
        else NOT_REPORTED
        for owner, terms in enumerate(zip(*map(records.strict, names), strict=True))
    ]  # fmt: skip


_QUANTITIES: dict[str, tuple[str, tuple[str, ...], Decimal]] = {
    MAILBOX: ("units", ("mailboxes",), Decimal(1)),
    "SEAT": ("units", ("seats_supported",), Decimal(1)),
    "TICKET": ("service_desks", ("incidents_closed", "requests_closed"), Decimal(1)),
    "VM_MONTH": ("data_centres", ("virtual_os",), _MONTHS),
    "GB_MONTH": ("data_centres", ("storage_used",), _MONTHS * _GB_A_TB),
}


def price_dispersion(definition: IndicatorDefinition, answers: Answers) -> list[Figure]:
    """C07: the unit prices that the entity paid; what they differ by is known of the whole only.

    Parts "price:ITEM:uid" hold the prices for the total; see `dispersion_of_items`. Prices under
    other terms of delivery include other things and are not compared: there ITEM is "ITEM/TERMS".
    """
    reported, costs = answers.reported(COSTS), listed(answers, COSTS)
    bought = costs.where(costs.usable("commodity"))
    names = ("commodity", "unit_price")
    states, known = bought.heaviest(*names), bought.numbers(bought.usable(*names))
    prices, uids = bought.amounts(names[1]), bought.uids
    pairs = zip(bought.values(names[0]), bought.values("delivery_terms"), strict=True)
    items = [f"{item}/{terms}" if terms else str(item) for item, terms in pairs]
    found = []
    for owner, (entity, span) in enumerate(zip(answers.entities, bought.spans, strict=True)):
        if not reported[owner]:
            found.append(not_reported(definition, entity))
            continue
        if not bought.counts[owner]:
            found.append(without_value(definition, entity, ValueState.NA, Reason.NO_ACTIVITY))
            continue
        state = states[owner]
        told = zip(items[span], uids[span], prices[span], strict=True)
        paid = {f"{_PRICE}{item}:{uid}": price for item, uid, price in told}
        figure = figure_of(
            indicator=definition.id, entity=entity, factor=definition.factor, state=state,
            reasons=explained(state, ()), parts=paid if state in USABLE else {},
            coverage=Coverage(known[owner], bought.counts[owner]),
            inputs=bought.sources(owner, *names, "delivery_terms"),
        )  # fmt: skip
        found.append(figure)
    return found


def dispersion_of_items(
    parts: Sequence[tuple[str, Parts]],
) -> tuple[str, Decimal | None, dict[str, Decimal]]:
    """Return by how much the prices of items differ, from those that each entity paid.

    Items count that five entities or more have bought. Returned are the item that most of them
    buy, its dispersion (P75 - P25) / P50, and "spread:ITEM" for every item; "" and None without
    any item, None for a median of zero.
    """
    prices: dict[str, list[Decimal]] = defaultdict(list)
    buyers: dict[str, set[str]] = defaultdict(set)
    for entity, of in parts:
        for name, price in of.items():
            if name.startswith(_PRICE):
                item = name.removeprefix(_PRICE).partition(":")[0]
                prices[item].append(price)
                buyers[item].add(entity)
    wide = {item: len(of) for item, of in buyers.items() if len(of) >= FEWEST_BUYERS}
    if not wide:
        return "", None, {}
    spreads = {item: dispersion(prices[item]) for item in sorted(wide)}
    most = Counter(wide)
    first = min(wide, key=lambda item: (-most[item], -len(prices[item]), item))
    known = {_SPREAD + item: spread for item, spread in spreads.items() if spread is not None}
    return first, spreads[first], known
