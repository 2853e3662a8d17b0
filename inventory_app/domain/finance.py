"""Return on investment (indicator rules, 5.2): exact on decimals, undefined where it must be.

Flows are amounts a year, the first of them now; real flows go with a real rate. Rates are shares:
0.035 is 3.5 per cent. Nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise, zip_longest
from typing import Literal, NamedTuple, TypeAlias

Flows: TypeAlias = Sequence[Decimal]
Undefined: TypeAlias = Literal["NO-CHANGE", "SEVERAL-CHANGES"]

_ZERO, _ONE = Decimal(0), Decimal(1)
_DIGITS = 50  # while a root is searched
_CLOSE = Decimal("1e-30")
_SURE = Decimal("1e-42")  # far below what is asked, far above what is lost in so many digits
_STEPS = 30


def npv(rate: Decimal, flows: Flows) -> Decimal:
    """Return the net present value: sum of flow / (1 + rate)^t, t = 0 for the first.

    Raises `ValueError` for a rate of -100 per cent or less, `TypeError` for binary floats.
    """
    return sum(discounted(rate, flows), _ZERO)


def discounted(rate: Decimal, flows: Flows) -> list[Decimal]:
    """Return the present value of each flow."""
    _refuse_floats(rate, *flows)
    if rate <= -1:
        raise ValueError("a rate is more than -100 per cent")
    return [flow / (1 + rate) ** t for t, flow in enumerate(flows)]


def _refuse_floats(*numbers: Decimal) -> None:
    if any(isinstance(number, float) for number in numbers):
        raise TypeError("amounts and rates are decimals, never binary floats")


def sign_changes(flows: Flows) -> int:
    """Return how often the flows change between paying and receiving; years of nothing are none."""
    signs = [flow > 0 for flow in flows if flow]
    return sum(one != two for one, two in pairwise(signs))


def irr(flows: Flows) -> Decimal | None:
    """Return the rate at which the net present value is 0, None unless there is exactly one.

    With one change of sign the discount factor that solves it is the only positive root (Descartes'
    rule of signs). With none there is no root, with several the roots contradict each other.
    """
    _refuse_floats(*flows)
    if sign_changes(flows) != 1:
        return None
    first = next(t for t, flow in enumerate(flows) if flow)
    rest = list(flows[first:])
    with localcontext() as context:
        context.prec = _DIGITS
        factor = _root(rest)
        rate = 1 / factor - 1
    return +rate


def _root(flows: Flows) -> Decimal:
    """Return the positive discount factor at which the flows are worth nothing, by bisection."""
    paid_first = flows[0] < 0

    def worth_it(factor: Decimal) -> bool:
        worth = _ZERO
        for flow in reversed(flows):
            worth = worth * factor + flow
        return (worth > 0) == paid_first and worth != 0

    low, high = _ONE, _ONE
    while worth_it(low):
        low /= 2
    while not worth_it(high):
        high *= 2
    near = _newton(flows, high)
    sure = near > 0 and worth_it(near + near * _SURE) and not worth_it(near - near * _SURE)
    while high - low > high * _CLOSE:
        middle = (low + high) / 2
        if sure and abs(middle - near) > near * _SURE:
            is_beyond = middle > near
        else:
            is_beyond = worth_it(middle)
        low, high = (low, middle) if is_beyond else (middle, high)
    return high


def _newton(flows: Flows, start: Decimal) -> Decimal:
    """Return where the flows are worth nothing, most likely: bisection is quicker that knows it."""
    factor = start
    for _ in range(_STEPS):
        worth = slope = _ZERO
        for flow in reversed(flows):
            slope = slope * factor + worth
            worth = worth * factor + flow
        if not slope:
            break
        step = worth / slope
        factor -= step
        if abs(step) <= abs(factor) * _SURE:
            break
    return factor


def mirr(flows: Flows, finance: Decimal, reinvest: Decimal) -> Decimal | None:
    """Return the modified internal rate of return, None without a cost, a gain and a second year.

    Costs are discounted at the rate *finance*, gains invested again at the rate *reinvest*.
    """
    gains, costs = parted(flows)
    paid = npv(finance, costs)
    earned = npv(reinvest, gains)
    periods = len(flows) - 1
    if not paid or not earned or periods < 1:
        return None
    return (earned / paid) ** (_ONE / periods) * (1 + reinvest) - 1


def parted(flows: Flows) -> tuple[list[Decimal], list[Decimal]]:
    """Return the gains and the costs in *flows*, both as positive amounts or 0."""
    return [max(flow, _ZERO) for flow in flows], [max(-flow, _ZERO) for flow in flows]


@dataclass(frozen=True, kw_only=True)
class InternalReturn:
    """The internal rate of return where there is one; if not, why, and the modified rate.

    `mirr` is computed with one rate for costs and gains; it belongs beside the word "undefined".
    """

    irr: Decimal | None
    mirr: Decimal | None
    undefined: Undefined | None


def internal_return(flows: Flows, rate: Decimal) -> InternalReturn:
    """Return the internal rate of return of *flows*, or what can be said instead."""
    changes = sign_changes(flows)
    undefined: Undefined | None = None
    if changes != 1:
        undefined = "NO-CHANGE" if not changes else "SEVERAL-CHANGES"
    return InternalReturn(irr=irr(flows), mirr=mirr(flows, rate, rate), undefined=undefined)


def payback(flows: Flows) -> Decimal | None:
    """Return after how many years the money is back and stays back, interpolated in the year.

    The flow of a year comes evenly until its end. 0 if nothing was ever owed, None if it never
    comes back.
    """
    _refuse_floats(*flows)
    sums = list(accumulate(flows))
    owed = [t for t, total in enumerate(sums) if total < 0]
    if not owed:
        return _ZERO
    last = owed[-1]
    if last == len(sums) - 1:
        return None
    return last + -sums[last] / flows[last + 1]


def discounted_payback(rate: Decimal, flows: Flows) -> Decimal | None:
    """Return the payback of the present values of *flows*."""
    return payback(discounted(rate, flows))


def benefit_cost_ratio(rate: Decimal, benefits: Flows, costs: Flows) -> Decimal | None:
    """Return present benefits / present costs, None if nothing is paid."""
    paid = npv(rate, costs)
    return npv(rate, benefits) / paid if paid else None


class Roi(NamedTuple):
    """(Benefits - costs) / costs, all present values, and the years that it looks ahead."""

    value: Decimal
    horizon: int


def return_on_investment(rate: Decimal, benefits: Flows, costs: Flows) -> Roi | None:
    """Return the return on investment with its horizon, None if nothing is paid."""
    ratio = benefit_cost_ratio(rate, benefits, costs)
    return None if ratio is None else Roi(ratio - 1, max(len(benefits), len(costs)) - 1)


def annuity_factor(rate: Decimal, years: int) -> Decimal:
    """Return the part of an amount to pay each of *years* years: rate / (1 - (1 + rate)^-years).

    Raises `ValueError` for less than one year or a rate of -100 per cent or less.
    """
    _refuse_floats(rate)
    if years < 1 or rate <= -1:
        raise ValueError("an annuity has a year or more, and a rate of more than -100 per cent")
    return rate / (1 - (1 + rate) ** -years) if rate else _ONE / years


def switching_value(rate: Decimal, benefits: Flows, costs: Flows) -> Decimal | None:
    """Return the share of the benefits whose loss makes the net present value 0.

    Negative if costs are larger already; None without benefits.
    """
    earned = npv(rate, benefits)
    return 1 - npv(rate, costs) / earned if earned else None


@dataclass(frozen=True, kw_only=True)
class Appraisal:
    """What an initiative is worth at a rate; `horizon` in years belongs beside every figure."""

    rate: Decimal
    horizon: int
    npv: Decimal
    internal: InternalReturn
    payback: Decimal | None
    discounted_payback: Decimal | None
    benefit_cost_ratio: Decimal | None
    roi: Decimal | None
    switching_value: Decimal | None


def appraise(rate: Decimal, benefits: Flows, costs: Flows) -> Appraisal:
    """Return all figures of *benefits* and *costs* by year, both positive, the first year now.

    Raises `ValueError` for a year that is missing altogether or a negative amount.
    """
    if not benefits and not costs:
        raise ValueError("there is no year to appraise")
    if min((*benefits, *costs)) < 0:
        raise ValueError("benefits and costs are both positive")
    flows = [gain - cost for gain, cost in zip_longest(benefits, costs, fillvalue=_ZERO)]
    roi = return_on_investment(rate, benefits, costs)
    return Appraisal(
        rate=rate,
        horizon=len(flows) - 1,
        npv=npv(rate, flows),
        internal=internal_return(flows, rate),
        payback=payback(flows),
        discounted_payback=discounted_payback(rate, flows),
        benefit_cost_ratio=benefit_cost_ratio(rate, benefits, costs),
        roi=None if roi is None else roi.value,
        switching_value=switching_value(rate, benefits, costs),
    )
