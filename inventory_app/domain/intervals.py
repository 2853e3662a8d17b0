"""How sure a figure is: intervals, and which units can be told apart (indicator rules, 4.2-4.4)."""

from __future__ import annotations

import hashlib
import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from inventory_app.domain.distributions import between, is_indicative, position
from inventory_app.domain.indicator_definitions import Direction

K = TypeVar("K")

RESAMPLES = 2_000
_Z = Decimal("1.959963984540054")  # the normal quantile of 97.5 per cent
_INNER = (0.025, 0.975)  # 95 per cent
_OUTER = (0.001, 0.999)  # 99.8 per cent
_TAIL = Fraction(1, 40)
_NIL = 1e-20
_QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


class Interval(NamedTuple):
    """From where to where."""

    low: Decimal
    high: Decimal


def wilson(successes: int, n: int, *, scale: Decimal = Decimal(100)) -> Interval:
    """Return the 95 per cent Wilson interval of *successes* out of *n*, by default in per cent.

    Raises `ValueError` if there is nothing to count or more was found than there is.
    """
    if not 0 <= successes <= n or not n:
        raise ValueError(f"{successes} of {n} is no proportion")
    z2, share = _Z * _Z, Decimal(successes) / n
    middle = share + z2 / (2 * n)
    half = _Z * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt()
    width = 1 + z2 / n
    low = Decimal(0) if successes == 0 else (middle - half) / width
    high = Decimal(1) if successes == n else (middle + half) / width
    return Interval(low * scale, high * scale)


@dataclass(frozen=True, kw_only=True)
class Bootstrap:
    """The 95 per cent percentile intervals of the quartiles of *n* values, and how they were made.

    `seed` belongs beside them wherever they are kept: with it they can be made again.
    """

    q1: Interval
    median: Interval
    q3: Interval
    n: int
    seed: int
    resamples: int
    indicative: bool


def seed_of(round_code: str) -> int:
    """Return the seed of a round, the same on every computer and in every year."""
    return int.from_bytes(hashlib.sha256(round_code.encode()).digest()[:4])


def bootstrap(values: Sequence[Decimal], *, seed: int, resamples: int = RESAMPLES) -> Bootstrap:
    """Draw *values* again and again with replacement, and see where their quartiles fall.

    Chance only decides which of the ordered values are drawn; all else is exact. Raises
    `ValueError` for no values.
    """
    if not values or resamples < 1:
        raise ValueError("there is nothing to draw from")
    ordered = sorted(values)
    q1, median, q3 = (
        _interval(ordered, drawn, part)
        for drawn, (_, part) in zip(
            _drawn(len(ordered), seed, resamples),
            (position(len(ordered), p) for p in _QUARTERS),
            strict=True,
        )
    )
    return Bootstrap(
        q1=q1, median=median, q3=q3, n=len(ordered), seed=seed, resamples=resamples,
        indicative=is_indicative(len(ordered)),
    )  # fmt: skip


Pairs = Mapping[tuple[int, int], int]


@lru_cache(maxsize=256)
def _drawn(n: int, seed: int, resamples: int) -> tuple[Pairs, ...]:
    """Return between which two of *n* ordered values each quartile fell, and how often.

    Only `random.Random.random` is used: its numbers are the same in every version of Python.
    """
    draw = random.Random(seed).random  # noqa: S311 - statistics, not secrets
    places = [position(n, p)[0] for p in _QUARTERS]
    counts: tuple[Counter[tuple[int, int]], ...] = (Counter(), Counter(), Counter())
    for _ in range(resamples):
        sample = sorted(int(draw() * n) for _ in range(n))
        for place, count in zip(places, counts, strict=True):
            count[sample[place], sample[min(place + 1, n - 1)]] += 1
    return counts


def _interval(ordered: Sequence[Decimal], drawn: Pairs, part: Fraction) -> Interval:
    found = sorted(
        (between(ordered[a], ordered[b], part), times) for (a, b), times in drawn.items()
    )
    upto = list(accumulate(times for _, times in found))

    def at(place: int) -> Decimal:
        return next(value for (value, _), last in zip(found, upto, strict=True) if place < last)

    def quantile(p: Fraction) -> Decimal:
        after, rest = position(upto[-1], p)
        return between(at(after), at(min(after + 1, upto[-1] - 1)), rest)

    return Interval(quantile(_TAIL), quantile(1 - _TAIL))


class Counted(NamedTuple):
    """So many of so many."""

    successes: int
    n: int


class Standing(StrEnum):
    """Where a unit stands around the rate of its group.

    BETTER and WORSE lie outside the 95 per cent limits, with _FAR outside the 99.8 per cent
    limits; HIGHER and LOWER take their places where neither is better. SAME cannot be told apart.
    """

    BETTER_FAR = "BETTER_FAR"
    BETTER = "BETTER"
    HIGHER_FAR = "HIGHER_FAR"
    HIGHER = "HIGHER"
    SAME = "SAME"
    LOWER = "LOWER"
    LOWER_FAR = "LOWER_FAR"
    WORSE = "WORSE"
    WORSE_FAR = "WORSE_FAR"


_ABOVE = {
    "H": (Standing.BETTER, Standing.BETTER_FAR),
    "L": (Standing.WORSE, Standing.WORSE_FAR),
}
_BELOW = {
    "H": (Standing.WORSE, Standing.WORSE_FAR),
    "L": (Standing.BETTER, Standing.BETTER_FAR),
}
_HIGHER = (Standing.HIGHER, Standing.HIGHER_FAR)
_LOWER = (Standing.LOWER, Standing.LOWER_FAR)


@dataclass(frozen=True, kw_only=True)
class Placing:
    """One unit of a funnel: its share, the limits for its size (0 to 1), where it stands."""

    value: Fraction
    n: int
    inner: Interval
    outer: Interval
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class Funnel(Generic[K]):
    """The units of a group around its rate. Who is inside the limits cannot be told apart."""

    rate: Fraction
    places: Mapping[K, Placing]

    @property
    def ranked(self) -> tuple[tuple[K, ...], ...]:
        """The units in groups, best (or highest) first; those in one group share one place.

        All units inside the limits are one group: there is no league table among them.
        """
        return tuple(
            members
            for standing in Standing
            if (members := tuple(k for k, at in self.places.items() if at.standing is standing))
        )


def limits(rate: Fraction, sizes: Sequence[int]) -> list[tuple[Interval, Interval]]:
    """Return the exact binomial limits, 95 and 99.8 per cent, around *rate* for units of *sizes*.

    Shares from 0 to 1: the smallest whole count that reaches the probability, over the size.
    """
    found = [_counts_reaching((*_INNER, *_OUTER), n, float(rate)) for n in sizes]
    shares = [[Decimal(count) / n for count in row] for row, n in zip(found, sizes, strict=True)]
    return [(Interval(*row[:2]), Interval(*row[2:])) for row in shares]


def _counts_reaching(quantiles: Sequence[float], n: int, rate: float) -> list[int]:
    """Return for each quantile the smallest count out of *n* whose probability reaches it.

    Probabilities are taken relative to that of the mode, from which one follows from the next
    (k + 1 : k as (n - k) rate : (k + 1)(1 - rate)), so that none has to be computed by itself. What
    is less likely than 1e-20 of the mode adds nothing to a float.
    """
    if not 0 < rate < 1:
        return [round(n * rate)] * len(quantiles)
    odds = rate / (1 - rate)
    lowest = mode = min(n, int((n + 1) * rate))
    down: list[float] = []
    up = [1.0]
    while lowest > 0 and (weight := (down or up)[-1] * lowest / ((n - lowest + 1) * odds)) > _NIL:
        down.append(weight)
        lowest -= 1
    for k in range(mode, n):
        if (weight := up[-1] * (n - k) * odds / (k + 1)) < _NIL:
            break
        up.append(weight)
    reached = list(accumulate([*reversed(down), *up]))
    return [lowest + bisect_left(reached, quantile * reached[-1]) for quantile in quantiles]


def funnel(units: Mapping[K, Counted], direction: Direction) -> Funnel[K]:
    """Place every unit in a funnel around the rate of all of them (sum of successes / sum of n).

    Raises `ValueError` for no units, or a unit that is no proportion.
    """
    for unit in units.values():
        if not 0 <= unit.successes <= unit.n or not unit.n:
            raise ValueError(f"{unit.successes} of {unit.n} is no proportion")
    every = sum(unit.n for unit in units.values())
    if not every:
        raise ValueError("a funnel needs a unit")
    rate = Fraction(sum(unit.successes for unit in units.values()), every)
    bounds = limits(rate, [unit.n for unit in units.values()])
    return Funnel(
        rate=rate,
        places={
            name: Placing(
                value=Fraction(*unit), n=unit.n, inner=inner, outer=outer,
                standing=_standing(unit, inner, outer, direction),
            )
            for (name, unit), (inner, outer) in zip(units.items(), bounds, strict=True)
        },
    )  # fmt: skip


def _standing(unit: Counted, inner: Interval, outer: Interval, direction: Direction) -> Standing:
    value = Decimal(unit.successes) / unit.n  # rounded as the limits are
    if inner.low <= value <= inner.high:
        return Standing.SAME
    near, far = (
        _ABOVE.get(direction, _HIGHER) if value > inner.high else _BELOW.get(direction, _LOWER)
    )
    return near if outer.low <= value <= outer.high else far
