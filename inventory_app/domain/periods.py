"""How long a period is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias

Period: TypeAlias = tuple[date, date]

_DAYS_A_MONTH = Decimal("365.25") / 12


def months_of(period: Period) -> Decimal:
    """Return the months of *period*, its first and last day included.

    Whole calendar months count as such, whatever their days; the rest counts 365.25 / 12 days to
    the month.
    """
    start, after = period[0], period[1] + timedelta(days=1)
    if after.day == start.day:
        return Decimal((after.year - start.year) * 12 + after.month - start.month)
    return (after - start).days / _DAYS_A_MONTH
