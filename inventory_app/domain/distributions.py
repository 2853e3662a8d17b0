"""How values are distributed: quantiles, ranks, outliers (indicator rules, 4.1 to 4.3).

Values are decimals and stay decimals, unrounded. Spreadsheets disagree about quantiles, so their
type is printed wherever one stands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from inventory_app.domain.indicator_definitions import Direction
from inventory_app.texts import Translator

Detail: TypeAlias = Literal["quartiles", "median", "none"]
Yardstick: TypeAlias = Literal["MAD", "IQR"]
K = TypeVar("K")

QUANTILE_TYPE = 7  # of Hyndman and Fan
FOR_QUARTILES = 5
FOR_MEDIAN = 3
FIRM = 10  # with fewer values a distribution is only indicative (4.3)
OUTLYING = Decimal("3.5")
_ZERO = Decimal(0)
_QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
_TENTHS = (Fraction(1, 10), Fraction(9, 10))
# What makes the two yardsticks comparable with a standard deviation, if values are normal.
_OF_MAD, _OF_IQR = Decimal("1.4826"), Decimal("1.349")


def detail_for(n: int) -> Detail:
    """Return what *n* values may show: quartiles and ranks, median and range, or nothing (2.5)."""
    if n >= FOR_QUARTILES:
        return "quartiles"
    return "median" if n >= FOR_MEDIAN else "none"


def is_indicative(n: int) -> bool:
    """Return whether a distribution of *n* values must be called indicative (4.3)."""
    return n < FIRM


def position(n: int, p: Decimal | Fraction) -> tuple[int, Fraction]:
    """Return where the quantile *p* of *n* ordered values stands: after which, and how far on."""
    at = (n - 1) * Fraction(p)
    whole = math.floor(at)
    return whole, at - whole


def between(low: Decimal, high: Decimal, part: Fraction) -> Decimal:
    """Return the value that is *part* of the way from *low* to *high*, itself if it is either."""
    if not part or low == high:
        return low
    return low + (high - low) * part.numerator / part.denominator


def quantile(values: Sequence[Decimal], p: Decimal | Fraction) -> Decimal:
    """Return the quantile *p* (0 to 1) of *values* in any order, type 7 of Hyndman and Fan.

    Raises `ValueError` for no values or another *p*.
    """
    if not values or not 0 <= p <= 1:
        raise ValueError("a quantile needs a value and a share from 0 to 1")
    ordered = sorted(values)
    after, part = position(len(ordered), p)
    return between(ordered[after], ordered[min(after + 1, len(ordered) - 1)], part)


def quartiles(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return Q1, median and Q3 of one value or more, type 7 of Hyndman and Fan."""
    ordered = sorted(values)
    q1, median, q3 = (quantile(ordered, p) for p in _QUARTERS)
    return q1, median, q3


def lower_median(levels: Sequence[int]) -> int:
    """Return the median of a scale that has no values between its levels: the lower of two."""
    return sorted(levels)[(len(levels) - 1) // 2]


def percentile(value: Decimal, values: Sequence[Decimal], direction: Direction) -> Decimal | None:
    """Return the mid-rank of *value*, itself among *values*, from worst (0) to best (100).

    None for directions without a better and a worse.
    """
    if direction not in ("H", "L"):
        return None
    worse = sum(other < value if direction == "H" else other > value for other in values)
    equal = sum(other == value for other in values)
    return (worse + Decimal(equal) / 2) * 100 / len(values)


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """How *n* values are distributed, as far as their number allows it to be said."""

    n: int
    p10: Decimal | None = None
    q1: Decimal | None = None
    median: Decimal | None = None
    q3: Decimal | None = None
    p90: Decimal | None = None


def distribution(values: Sequence[Decimal]) -> Distribution:
    """Return P10, Q1, median, Q3 and P90 of *values* (rule 2.1): of three or four the median."""
    n = len(values)
    detail = detail_for(n)
    if detail == "none":
        return Distribution(n=n)
    q1, median, q3 = quartiles(values)
    if detail == "median":
        return Distribution(n=n, median=median)
    p10, p90 = (quantile(values, tenth) for tenth in _TENTHS)
    return Distribution(n=n, p10=p10, q1=q1, median=median, q3=q3, p90=p90)


def dispersion(values: Sequence[Decimal]) -> Decimal | None:
    """Return (P75 - P25) / P50 of *values* (C07), None if the median is 0."""
    q1, median, q3 = quartiles(values)
    return (q3 - q1) / median if median else None


def median_absolute_deviation(values: Sequence[Decimal]) -> Decimal:
    """Return the median distance of *values* from their median."""
    centre = quantile(values, _QUARTERS[1])
    return quantile([abs(value - centre) for value in values], _QUARTERS[1])


class RobustZ(NamedTuple):
    """How many typical distances a value is from the median, and what "typical" was."""

    z: Decimal
    yardstick: Yardstick


def robust_z(value: Decimal, values: Sequence[Decimal]) -> RobustZ | None:
    """Return (value - median) / (1.4826 x MAD), itself among *values*.

    Where more than half of the values are alike, IQR / 1.349 takes the place; where that is 0
    too, there is no yardstick and nothing to return.
    """
    centre = quantile(values, _QUARTERS[1])
    spread = median_absolute_deviation(values)
    if spread:
        return RobustZ((value - centre) / (_OF_MAD * spread), "MAD")
    q1, _, q3 = quartiles(values)
    if q3 > q1:
        return RobustZ((value - centre) * _OF_IQR / (q3 - q1), "IQR")
    return None


@dataclass(frozen=True, kw_only=True)
class Outlier(Generic[K]):
    """A value so far from the others that its entity is asked about it. It is never left out."""

    name: K
    value: Decimal
    median: Decimal
    z: Decimal
    yardstick: Yardstick

    def question(self, _: Translator) -> str:
        """Return the text of the data-quality query."""
        return _(
            "The value {value} is far from those of comparable entities: their median is "
            "{median}. Please confirm it, or correct the answers that it was computed from.",
            value=_.number(self.value, 2),
            median=_.number(self.median, 2),
        )


def outliers(values: Mapping[K, Decimal]) -> tuple[Outlier[K], ...]:
    """Return the values whose robust z is beyond 3.5 on either side, the farthest first."""
    every = tuple(values.values())
    if not every:
        return ()
    centre = quantile(every, _QUARTERS[1])
    found = [
        Outlier(name=name, value=value, median=centre, z=score.z, yardstick=score.yardstick)
        for name, value in values.items()
        if (score := robust_z(value, every)) is not None and abs(score.z) > OUTLYING
    ]
    return tuple(sorted(found, key=lambda outlier: -abs(outlier.z)))
