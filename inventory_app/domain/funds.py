"""Sources of funds: up to three funds pay for one post or cost line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from inventory_app.domain.money import CENTS, cents, largest_remainder
from inventory_app.domain.values import Values

FUND_FIELDS = (
    ("fund_code", "fund_share"),
    ("fund_code_2", "fund_share_2"),
    ("fund_code_3", "fund_share_3"),
)
WHOLE = Decimal(100)


def stated_shares(values: Values) -> tuple[tuple[str | None, Decimal | None], ...]:
    """Return fund and share in per cent as they were answered, only where there is either."""
    pairs = []
    for code_field, share_field in FUND_FIELDS:
        code, share = values.get(code_field), values.get(share_field)
        pair = (
            code if isinstance(code, str) else None,
            Decimal(share) if isinstance(share, Decimal | int) else None,
        )
        if pair != (None, None):
            pairs.append(pair)
    return tuple(pairs)


def fund_shares(values: Values) -> tuple[tuple[str, Decimal], ...]:
    """Return the funds of a record with their shares in per cent; a single fund pays all.

    Empty where they are not known: no fund, a fund or a share alone, or shares that do not add
    up to 100. Findings say so to the respondent; whoever adds up by fund keeps such an amount
    under "fund not known".
    """
    pairs = stated_shares(values)
    if len(pairs) == 1 and pairs[0][1] is None:
        pairs = ((pairs[0][0], WHOLE),)
    known = tuple((code, share) for code, share in pairs if code is not None and share is not None)
    if len(known) < len(pairs) or sum(share for _, share in known) != WHOLE:
        return ()
    return known


def split(amount: Decimal, shares: Sequence[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """Return what each fund pays of *amount*, exact to the cent (indicator rules, 6.1).

    The parts add up to *amount*; a fund that stands twice gets both parts. Raises `ValueError`
    for fractions of a cent, for a negative share or if all shares are zero.
    """
    parts: dict[str, Decimal] = {}
    pieces = largest_remainder(cents(amount), [share for _, share in shares])
    for (code, _), piece in zip(shares, pieces, strict=True):
        parts[code] = parts.get(code, Decimal(0)) + Decimal(piece) / CENTS
    return parts
