"""Exact splits of whole amounts: cents are never lost and never made."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

CENTS = 100


def largest_remainder(total: int, weights: Sequence[int | Decimal | Fraction]) -> list[int]:
    """Split *total* in proportion to *weights* (Hamilton's method, over exact fractions).

    Every share is its quota rounded down; what is left goes one by one to the largest fractional
    parts, on a tie to the larger weight, then to the one that comes first. A negative total is
    split as its opposite. Raises `TypeError` for binary floats, which hold no exact weight, and
    `ValueError` for a negative weight or if all weights are zero.
    """
    if any(isinstance(weight, float) for weight in weights):
        raise TypeError("weights are whole numbers, decimals or fractions, never floats")
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact, Fraction(0))
    if whole <= 0 or min(exact) < 0:
        raise ValueError("weights cannot be negative or all zero")
    quotas = [abs(total) * weight / whole for weight in exact]
    shares = [int(quota) for quota in quotas]
    left = abs(total) - sum(shares)
    first = sorted(
        range(len(exact)), key=lambda i: (shares[i] - quotas[i], -exact[i], i)
    )  # the largest fractional part comes first
    for i in first[:left]:
        shares[i] += 1
    return [-share for share in shares] if total < 0 else shares


def cents(amount: Decimal) -> int:
    """Return *amount* as whole cents; raise `ValueError` if it is no whole number of them."""
    exact = amount * CENTS
    if exact != exact.to_integral_value():
        raise ValueError(f"{amount} has fractions of a cent")
    return int(exact)
