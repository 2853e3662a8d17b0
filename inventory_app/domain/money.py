"""Exact splits of whole amounts: cents are never lost and never made (indicator rules, 6.1-6.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Literal, TypeAlias

Weight: TypeAlias = int | Decimal | Fraction
Method: TypeAlias = Literal["hamilton", "webster"]

CENTS = 100
_WEIGHT = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+|\d+\s*/\s*\d+)\s*(%?)\s*", re.ASCII)


def weight(text: str) -> Fraction:
    """Return the weight that *text* stands for: “15”, “25.55”, “80 %” or “1/3”, exactly.

    Raises `ValueError` for anything else, a negative number and a fraction of 0 among them.
    """
    match = _WEIGHT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no weight")
    try:
        number = Fraction(match[1].replace(" ", ""))
    except ZeroDivisionError as error:
        raise ValueError(f"{text!r} is no weight") from error
    return number / 100 if match[2] else number


def largest_remainder(total: int, weights: Sequence[Weight]) -> list[int]:
    """Split *total* in proportion to *weights* (Hamilton's method, over exact fractions).

    Every share is its quota rounded down; what is left goes one by one to the largest fractional
    parts, on a tie to the larger weight, then to the one that comes first. A negative total is
    split as its opposite. A larger total can give somebody less. Raises `TypeError` for binary
    floats, which hold no exact weight, and `ValueError` for a negative weight or if all weights
    are zero.
    """
    exact, whole = _exact(weights)
    quotas = [abs(total) * weight / whole for weight in exact]
    shares = [int(quota) for quota in quotas]
    left = abs(total) - sum(shares)
    first = sorted(
        range(len(exact)), key=lambda i: (shares[i] - quotas[i], -exact[i], i)
    )  # the largest fractional part comes first
    for i in first[:left]:
        shares[i] += 1
    return [-share for share in shares] if total < 0 else shares


def webster(total: int, weights: Sequence[Weight]) -> list[int]:
    """Split *total* so that a larger one never gives anybody less (Webster's, Sainte-Laguë's).

    Every whole in turn goes to the largest weight / (2 x share + 1); ties and errors as in
    `largest_remainder`. A share can be more than 1 away from its quota.
    """
    exact, whole = _exact(weights)
    wanted = abs(total)
    # Quotas rounded half up are such a split of their own sum; from there one by one.
    shares = [int(wanted * weight / whole + Fraction(1, 2)) for weight in exact]
    while sum(shares) < wanted:
        shares[min(range(len(exact)), key=lambda i: _claim(exact, i, shares[i] + 1))] += 1
    while sum(shares) > wanted:
        held = [i for i, share in enumerate(shares) if share]
        shares[max(held, key=lambda i: _claim(exact, i, shares[i]))] -= 1
    return [-share for share in shares] if total < 0 else shares


def _claim(exact: Sequence[Fraction], i: int, whole: int) -> tuple[Fraction, Fraction, int]:
    """Return where the claim of weight *i* to its whole number *whole* stands among all claims."""
    return -exact[i] / (2 * whole - 1), -exact[i], i


def _exact(weights: Sequence[Weight]) -> tuple[list[Fraction], Fraction]:
    if any(isinstance(weight, float) for weight in weights):
        raise TypeError("weights are whole numbers, decimals or fractions, never floats")
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact, Fraction(0))
    if whole <= 0 or min(exact) < 0:
        raise ValueError("weights cannot be negative or all zero")
    return exact, whole


_METHODS = {"hamilton": largest_remainder, "webster": webster}


def instalments(
    amounts: Sequence[int], weights: Sequence[Weight], method: Method = "hamilton"
) -> list[list[int]]:
    """Split each of *amounts*, so that what was charged to date is always the split of its sum.

    Splitting month by month would favour the first at every tie. By Hamilton's method a source
    can be charged -1 in one instalment, to put right what it was charged before: a line of
    adjustment. By Webster's that does not happen. Errors as in `largest_remainder`.
    """
    split_all = _METHODS[method]
    to_date = [split_all(total, weights) for total in accumulate(amounts, initial=0)]
    return [[now - before for before, now in zip(*both, strict=True)] for both in pairwise(to_date)]


@dataclass(frozen=True, kw_only=True)
class Share:
    """What one source pays, in the smallest unit, and by how much that is off its exact share."""

    source: str
    amount: int
    quota: Fraction

    @property
    def residue(self) -> Fraction:
        """What rounding made this source pay more than its exact share, or less."""
        return self.amount - self.quota


def shared(
    total: int,
    weights: Mapping[str, Weight],
    *,
    step: int = 1,
    residue_to: str | None = None,
    method: Method = "hamilton",
) -> tuple[Share, ...]:
    """Split *total* among named sources in whole multiples of *step*, and show the residues.

    Budget documents round to hundreds of dollars: `step` is then 10,000 cents. What is left below
    a step goes to the source *residue_to*. Raises `ValueError` if there is something left and
    nobody to take it, and for a step below 1; otherwise as `largest_remainder`.
    """
    if step < 1:
        raise ValueError("a step is a whole amount")
    exact, whole = _exact(list(weights.values()))
    steps, left = divmod(abs(total), step)
    if left and residue_to not in weights:
        raise ValueError(f"{left} is left below a step of {step}, and no source takes it")
    sign = -1 if total < 0 else 1
    parts = _METHODS[method](steps, exact)
    return tuple(
        Share(
            source=name,
            amount=sign * (part * step + (left if name == residue_to else 0)),
            quota=total * weight / whole,
        )
        for name, part, weight in zip(weights, parts, exact, strict=True)
    )


def cents(amount: Decimal) -> int:
    """Return *amount* as whole cents; raise `ValueError` if it is no whole number of them."""
    exact = amount * CENTS
    if exact != exact.to_integral_value():
        raise ValueError(f"{amount} has fractions of a cent")
    return int(exact)
