"""Formulas of cost accounting: what is traced, what a service costs, and what prices differ by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from inventory_app.domain.distributions import dispersion
from inventory_app.domain.figures import (
    NOT_REPORTED,
    USABLE,
    ZERO,
    Coverage,
    EntityInputs,
    Figure,
    Parts,
    Term,
    covers,
    explained,
    number,
    quotient,
    sum_strictly,
    without_value,
)
from inventory_app.domain.formulas.common import HUNDRED, not_reported, sources_of, usable
from inventory_app.domain.formulas.cost import annual_lines, part_of
from inventory_app.domain.formulas.rooms import open_rooms
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState, combined

TRACED = frozenset({"DIRECT", "DRIVER"})
FEWEST_BUYERS = 5
MAILBOX = "MAILBOX"
_GB_A_TB = Decimal(1000)
_MONTHS = Decimal(12)
_PRICE = "price:"
_SPREAD = "spread:"
_UNIT_COST = "unit_cost:"


def cost_traceability(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """C05: cost assigned directly or by what causes it / cost of all lines (rule M-A).

    What is spread by a rule of thumb or not assigned at all is not traced. Parts hold the amounts
    by way of assignment.
    """
    if not inputs.reported("costs"):
        return not_reported(definition, inputs)
    lines = annual_lines(inputs)
    states = [item.record.state("assignment_method") for item in lines.items]
    state = combined([*states, *([ValueState.NR] if lines.missing else [])])
    traced = lines.where("assignment_method", TRACED)
    ways = {str(item.record["assignment_method"]) for item in lines.items}
    figure_parts = {
        code.lower(): lines.where("assignment_method", frozenset({code}))
        for code in sorted(ways - {"None"})
    }
    whole = lines.term(lines.total, "assignment_method")
    upper = part_of(lines.term(traced), lines.total)
    return quotient(
        definition,
        inputs.entity,
        Term(value=upper.value, state=combined((upper.state, state)), reasons=upper.reasons,
             coverage=Coverage(sum(s in USABLE for s in states), lines.listed)),
        Term(value=whole.value, state=combined((whole.state, state)), reasons=whole.reasons,
             sources=whole.sources),
        parts=figure_parts,
    )  # fmt: skip


def standard_service_cost(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """C06: cost of the lines of a standard service x their share in it / its quantity.

    The value is that of a mailbox a year; parts "unit_cost:SERVICE" hold the other services that
    have both cost and quantity. A line without a share is all for its service.
    """
    if not inputs.reported("costs"):
        return not_reported(definition, inputs)
    costs = _service_costs(inputs)
    if MAILBOX not in costs:
        return without_value(definition, inputs.entity, ValueState.NA, Reason.UNASSIGNED)
    cost = costs[MAILBOX]
    missing = cost.coverage.listed - cost.coverage.counted
    enough = covers(cost.value or ZERO, missing, inputs.last_totals.get(definition.id))
    why = (Reason.BELOW_COVERAGE,) if not enough else ((Reason.PARTIAL,) if missing else ())
    above = Term(
        value=cost.value, state=cost.state if enough else ValueState.NR, sources=cost.sources,
        reasons=(*cost.reasons, *why), coverage=cost.coverage,
    )  # fmt: skip
    return quotient(
        definition, inputs.entity, above, _quantity(inputs, MAILBOX),
        parts=_other_services(inputs, costs),
    )  # fmt: skip


def _service_costs(inputs: EntityInputs) -> dict[str, Term]:
    """Return what each standard service costs a year, from the lines that name it."""
    known = {item.record.uid: item for item in annual_lines(inputs).items}
    by_service: dict[str, list[Record]] = defaultdict(list)
    for record in inputs.counting("costs"):
        if usable(record, "standard_service"):
            by_service[str(record["standard_service"])].append(record)
    found = {}
    for service, records in by_service.items():
        counted = [known[record.uid] for record in records if record.uid in known]
        shares = [_share(item.record) for item in counted]
        amounts = [
            item.annual * share for item, share in zip(counted, shares, strict=True) if share
        ]
        states = [combined((item.state, item.record.state("standard_service"))) for item in counted]
        found[service] = Term(
            value=sum(amounts, ZERO), state=combined(states),
            sources=sources_of(records, "amount", "standard_service", "service_share"),
            coverage=Coverage(len(counted), len(records)),
        )  # fmt: skip
    return found


def _share(record: Record) -> Decimal:
    share = number(record, "service_share") if usable(record, "service_share") else None
    return Decimal(1) if share is None else share / HUNDRED


def _other_services(inputs: EntityInputs, costs: Mapping[str, Term]) -> dict[str, Decimal]:
    found = {}
    for service, cost in sorted(costs.items()):
        quantity = _quantity(inputs, service).usable
        whole = cost.coverage.counted == cost.coverage.listed
        if service != MAILBOX and cost.usable is not None and quantity and whole:
            found[_UNIT_COST + service] = cost.usable / quantity
    return found


def _quantity(inputs: EntityInputs, service: str) -> Term:
    """Return how much of a standard service there was in the year."""
    sheet, names, factor = _QUANTITIES[service]
    if not inputs.reported(sheet):
        return NOT_REPORTED
    rooms = sheet == "data_centres"
    records = open_rooms(inputs) if rooms else inputs.counting(sheet)
    terms = [sum_strictly(records, name) for name in names]
    return Term(
        value=sum((term.value or ZERO for term in terms), ZERO) * factor,
        state=combined(term.state for term in terms),
        sources=sources_of(records, *names), coverage=terms[0].coverage,
    )  # fmt: skip


_QUANTITIES: dict[str, tuple[str, tuple[str, ...], Decimal]] = {
    MAILBOX: ("units", ("mailboxes",), Decimal(1)),
    "SEAT": ("units", ("seats_supported",), Decimal(1)),
    "TICKET": ("service_desks", ("incidents_closed", "requests_closed"), Decimal(1)),
    "VM_MONTH": ("data_centres", ("virtual_os",), _MONTHS),
    "GB_MONTH": ("data_centres", ("storage_used",), _MONTHS * _GB_A_TB),
}


def price_dispersion(definition: IndicatorDefinition, inputs: EntityInputs) -> Figure:
    """C07: the unit prices that the entity paid; what they differ by is known of the whole only.

    Parts "price:ITEM:uid" hold the prices for the total; see `dispersion_of_items`.
    """
    if not inputs.reported("costs"):
        return not_reported(definition, inputs)
    bought = [line for line in inputs.counting("costs") if usable(line, "commodity")]
    if not bought:
        return without_value(definition, inputs.entity, ValueState.NA, Reason.NO_ACTIVITY)
    states = [combined((line.state("commodity"), line.state("unit_price"))) for line in bought]
    state = combined(states)
    prices = {
        f"{_PRICE}{line['commodity']}:{line.uid}": number(line, "unit_price") or ZERO
        for line in bought
    }
    return Figure(
        indicator=definition.id, entity=inputs.entity, factor=definition.factor, state=state,
        reasons=explained(state, ()), parts=prices if state in USABLE else {},
        coverage=Coverage(sum(each in USABLE for each in states), len(states)),
        inputs=sources_of(bought, "commodity", "unit_price"),
    )  # fmt: skip


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
