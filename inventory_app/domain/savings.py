"""What a saving is: less than it would have cost, after what it took (indicator rules, 5.1).

    gross = counterfactual - actual, counterfactual = baseline unit cost x volume now x price index
    net   = gross - implementation - added running cost

What came from needing less, from prices and from using other things is told apart, so that falling
demand is never booked as efficiency. Effects of exchange rates and inflation belong into the price
index before anything is called a saving.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from inventory_app.domain.benefits import Benefit, BenefitClass, BenefitPeriod, Item, Register
from inventory_app.errors import UserError
from inventory_app.texts import N_

_CENT = Decimal("0.01")
_ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Effects:
    """Why the cost of a year differs from the baseline; below 0 where it made things dearer.

    baseline - actual = volume + mix + price + gross. `volume`: less was needed; `mix`: other things
    were used; `price`: prices fell; `gross`: the same for less, which alone is a saving.
    """

    baseline: Decimal
    actual: Decimal
    volume: Decimal
    mix: Decimal
    price: Decimal
    gross: Decimal


def effects(before: Sequence[Item], now: Sequence[Item], price_index: Decimal) -> Effects:
    """Return why *now* costs something else than *before*, both for a year.

    *price_index* is the price level now against the baseline. Raises `ValueError` for a thing that
    is paid now and has no unit cost in the baseline: nobody knows what it would have cost.
    """
    unit = {item.name: _unit_cost(item) for item in before if item.volume}
    if new := [item.name for item in now if item.volume and item.name not in unit]:
        raise ValueError(f"the baseline has no unit cost of {', '.join(new)}")
    cost_before = sum((Fraction(item.cost) for item in before), Fraction(0))
    cost_now = sum((Fraction(item.cost) for item in now), Fraction(0))
    volume_before = sum((Fraction(item.volume) for item in before), Fraction(0))
    volume_now = sum((Fraction(item.volume) for item in now), Fraction(0))
    same_mix = cost_before * volume_now / volume_before if volume_before else Fraction(0)
    old_prices = sum(
        (Fraction(item.volume) * unit[item.name] for item in now if item.volume), Fraction(0)
    )
    counterfactual = old_prices * Fraction(price_index)
    return Effects(
        baseline=_decimal(cost_before),
        actual=_decimal(cost_now),
        volume=_decimal(cost_before - same_mix),
        mix=_decimal(same_mix - old_prices),
        price=_decimal(old_prices - counterfactual),
        gross=_decimal(counterfactual - cost_now),
    )


def _unit_cost(item: Item) -> Fraction:
    return Fraction(item.cost) / Fraction(item.volume)


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / exact.denominator


def measured(benefit: Benefit, period: BenefitPeriod) -> Effects | None:
    """Return the effects in a period of *benefit*, None where nothing was measured."""
    if not period.items or not benefit.baseline.items:
        return None
    return effects(benefit.baseline.items, period.items, period.price_index)


def refuse_other_gross(benefit: Benefit) -> None:
    """Raise `UserError` where a realised amount is not the gross saving that was measured."""
    for period in benefit.periods:
        try:
            found = measured(benefit, period)
        except ValueError as error:
            raise UserError(
                "E-BENEFIT-NO-UNIT-COST",
                N_("“{benefit}”, {start}: {reason}."),
                N_("Add what is missing to the items of the baseline."),
                benefit=benefit.id,
                start=period.start,
                reason=str(error),
            ) from error
        if found is None or period.realised is None:
            continue
        gross = in_cents(found.gross)
        if period.realised != gross:
            raise UserError(
                "E-BENEFIT-GROSS",
                N_(
                    "“{benefit}”, {start}: {stated} is stated as realised, but what was measured "
                    "makes {measured}."
                ),
                N_("Leave the realised amount out, or correct the items."),
                benefit=benefit.id,
                start=period.start,
                stated=period.realised,
                measured=gross,
            )


def in_cents(amount: Decimal) -> Decimal:
    """Return *amount* rounded half up to the cent."""
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True)
class NetSaving:
    """Cumulated cashable savings and what they took, in the prices of the baseline (B02)."""

    gross: Decimal
    implementation: Decimal
    added_run: Decimal

    @property
    def net(self) -> Decimal:
        """Gross - implementation - added running cost."""
        return self.gross - self.implementation - self.added_run


def net_saving(periods: Iterable[BenefitPeriod]) -> NetSaving:
    """Add up *periods* in constant prices; a realised amount that nobody gave adds nothing.

    What was spent counts whether or not anything came of it.
    """
    every = tuple(periods)
    return NetSaving(
        gross=sum(((each.realised or _ZERO) / each.price_index for each in every), _ZERO),
        implementation=sum((each.implementation / each.price_index for each in every), _ZERO),
        added_run=sum((each.added_run / each.price_index for each in every), _ZERO),
    )


def net_realised(register: Register, as_of: date) -> NetSaving:
    """Return the net saving of all cashable benefits in periods that ended by *as_of* (B02)."""
    return net_saving(
        period
        for benefit in register.benefits
        if benefit.kind is BenefitClass.CASHABLE
        for period in benefit.periods
        if period.end <= as_of
    )
