"""Low, central and high: what a promise is worth if it comes late, small or dear (rules, 5.2)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from inventory_app.domain.finance import Appraisal, Flows, appraise

_ZERO, _ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """How a case differs from the plan.

    `delay` is in years and may be a part of one; `shortfall` is the share of the benefits that
    does not come, `overrun` the share by which costs grow. Below 0 both are better than planned.
    Raises `ValueError` for a delay into the past, or more than all that falls short or is saved.
    """

    delay: Decimal = _ZERO
    shortfall: Decimal = _ZERO
    overrun: Decimal = _ZERO

    def __post_init__(self) -> None:
        if self.delay < 0 or self.shortfall > 1 or self.overrun < -1:
            raise ValueError("a case cannot be earlier than the plan, nor lose more than all")


@dataclass(frozen=True, kw_only=True)
class Cases:
    """The three cases that are always shown together; all have the horizon of the plan."""

    low: Appraisal
    central: Appraisal
    high: Appraisal

    @property
    def switching_value(self) -> Decimal | None:
        """The share of the planned benefits whose loss makes the net present value 0."""
        return self.central.switching_value


def cases(
    rate: Decimal, benefits: Flows, costs: Flows, *, low: Assumptions, high: Assumptions
) -> Cases:
    """Appraise the plan, and what becomes of it in the case *low* and in the case *high*.

    What a delay moves beyond the last year of the plan is lost. Raises `ValueError` if the case
    called low is worth more than the plan, or the one called high less.
    """
    years = max(len(benefits), len(costs))
    found = Cases(
        low=_appraised(rate, benefits, costs, low, years),
        central=_appraised(rate, benefits, costs, Assumptions(), years),
        high=_appraised(rate, benefits, costs, high, years),
    )
    if not found.low.npv <= found.central.npv <= found.high.npv:
        raise ValueError("the low case must not be better than the plan, nor the high case worse")
    return found


def _appraised(
    rate: Decimal, benefits: Flows, costs: Flows, case: Assumptions, years: int
) -> Appraisal:
    return appraise(
        rate,
        [gain * (1 - case.shortfall) for gain in delayed(benefits, case.delay, years)],
        [cost * (1 + case.overrun) for cost in (*costs, *[_ZERO] * (years - len(costs)))],
    )


def delayed(flows: Flows, delay: Decimal, years: int) -> list[Decimal]:
    """Return *flows* by year as they come *delay* years later, only the first *years* of them.

    A part of a year moves that part of each flow into the year after.
    """
    whole = math.floor(delay)
    part = delay - whole
    return [
        _at(flows, t - whole) * (_ONE - part) + _at(flows, t - whole - 1) * part
        for t in range(years)
    ]


def _at(flows: Sequence[Decimal], t: int) -> Decimal:
    return flows[t] if 0 <= t < len(flows) else _ZERO
