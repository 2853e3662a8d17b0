"""What was promised against what came: ratios, curves, delay and the optimism of owners (5.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from inventory_app.domain.benefits import Benefit, BenefitClass, BenefitPeriod, Register, Status
from inventory_app.domain.periods import months_of

_ZERO, _ONE = Decimal(0), Decimal(1)
_YEAR = 12
_Amount: TypeAlias = Callable[[Benefit, BenefitPeriod], Decimal]


class Ratio(NamedTuple):
    """Numerator and denominator: what an indicator keeps."""

    numerator: Decimal
    denominator: Decimal

    @property
    def percent(self) -> Decimal | None:
        """The ratio in per cent, None if the denominator is 0."""
        return self.numerator * 100 / self.denominator if self.denominator else None


@dataclass(frozen=True, kw_only=True)
class Realised:
    """Verified and planned benefits to one date, by class; `emergent` is what nobody planned."""

    by_class: Mapping[BenefitClass, Ratio]
    emergent: Mapping[BenefitClass, Decimal]

    @property
    def every(self) -> Ratio:
        """All three classes added, which only the ratio B01 may do."""
        return Ratio(
            sum((each.numerator for each in self.by_class.values()), _ZERO),
            sum((each.denominator for each in self.by_class.values()), _ZERO),
        )


def realisation(benefits: Iterable[Benefit], as_of: date) -> Realised:
    """Return what was verified against what was planned, in periods that ended by *as_of* (B01).

    What has no evidence that somebody else reviewed counts as nothing (M-C). A benefit with
    nothing planned to date is emergent: its amount stands apart, and is in no ratio.
    """
    ratios = dict.fromkeys(BenefitClass, Ratio(_ZERO, _ZERO))
    emergent = dict.fromkeys(BenefitClass, _ZERO)
    for benefit in benefits:
        planned, verified = to_date(benefit, as_of)
        if planned:
            before = ratios[benefit.kind]
            ratios[benefit.kind] = Ratio(before.numerator + verified, before.denominator + planned)
        else:
            emergent[benefit.kind] += verified
    return Realised(by_class=ratios, emergent=emergent)


def to_date(benefit: Benefit, as_of: date) -> tuple[Decimal, Decimal]:
    """Return what was planned and what was verified in periods that ended by *as_of*."""
    ended = [each for each in benefit.periods if each.end <= as_of]
    planned = sum((each.planned or _ZERO for each in ended), _ZERO)
    if not benefit.status.reached(Status.PLANNED):
        planned = _ZERO
    return planned, sum((_verified(benefit, each) for each in ended), _ZERO)


def _verified(benefit: Benefit, period: BenefitPeriod) -> Decimal:
    return (period.realised or _ZERO) if benefit.verified(period) else _ZERO


def by_class(benefits: Iterable[Benefit], as_of: date) -> dict[BenefitClass, Decimal]:
    """Return the verified benefits to date of each class, which are never added silently."""
    found = dict.fromkeys(BenefitClass, _ZERO)
    for benefit in benefits:
        found[benefit.kind] += to_date(benefit, as_of)[1]
    return found


def cashable_share(amounts: Mapping[BenefitClass, Decimal | None]) -> Ratio | None:
    """Return the cashable part of all three classes (B03); None if one is not known (M-A)."""
    known = [amounts.get(kind) for kind in BenefitClass]
    if None in known:
        return None
    total = sum((each for each in known if each is not None), _ZERO)
    return Ratio(amounts[BenefitClass.CASHABLE] or _ZERO, total)


def evidence_coverage(benefits: Iterable[Benefit]) -> Ratio:
    """Return the benefits with owner, measure, baseline and dated evidence, of all (B06)."""
    every = tuple(benefits)
    return Ratio(Decimal(sum(each.has_evidence for each in every)), Decimal(len(every)))


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """Amounts cumulated to the end of day `at`."""

    at: date
    planned: Decimal
    forecast: Decimal
    verified: Decimal


def curves(benefits: Iterable[Benefit], days: Sequence[date]) -> tuple[CurvePoint, ...]:
    """Return the three curves at *days*; the amount of a period comes evenly, day by day.

    Add up one class at a time. Where nothing was forecast the plan stands in its place.
    """
    every = tuple(benefits)
    return tuple(
        CurvePoint(
            at=day,
            planned=_sum(every, day, lambda _, period: period.planned or _ZERO),
            forecast=_sum(every, day, lambda _, period: forecast_of(period)),
            verified=_sum(every, day, _verified),
        )
        for day in days
    )


def forecast_of(period: BenefitPeriod) -> Decimal:
    """Return what is forecast for *period*: the plan, where nobody forecast anything else."""
    return (period.planned or _ZERO) if period.forecast is None else period.forecast


def _sum(benefits: Iterable[Benefit], day: date, amount: _Amount) -> Decimal:
    return sum(
        (
            amount(benefit, period) * _elapsed(period, day)
            for benefit in benefits
            for period in benefit.periods
        ),
        _ZERO,
    )


def _elapsed(period: BenefitPeriod, day: date) -> Decimal:
    if day >= period.end:
        return _ONE
    if day < period.start:
        return _ZERO
    return Decimal((day - period.start).days + 1) / ((period.end - period.start).days + 1)


def planned_a_year(benefits: Iterable[Benefit]) -> Decimal:
    """Return the planned benefit of a full year: that of all periods at its highest."""
    periods = [each for benefit in benefits for each in benefit.periods if each.planned]
    return max(
        (
            sum((_a_year(each) for each in periods if each.start <= day <= each.end), _ZERO)
            for day in {each.start for each in periods}
        ),
        default=_ZERO,
    )


def _a_year(period: BenefitPeriod) -> Decimal:
    return (period.planned or _ZERO) * _YEAR / months_of((period.start, period.end))


def slip_in_months(benefits: Iterable[Benefit], as_of: date) -> Decimal | None:
    """Return by how many months what was verified is behind the plan, None without a plan.

    The area between the yearly rates of both, in periods that ended by *as_of*, over the planned
    benefit of a year. Below 0 it is ahead. A lasting shortfall shows as a growing delay.
    """
    every = [each for each in benefits if each.status.reached(Status.PLANNED)]
    a_year = planned_a_year(every)
    if not a_year:
        return None
    sums = [to_date(each, as_of) for each in every]
    behind = sum((planned - verified for planned, verified in sums), _ZERO)
    return behind * _YEAR / a_year


def forecast_bias(benefits: Iterable[Benefit], owner: str, as_of: date) -> Decimal | None:
    """Return by what share *owner* forecast wrongly in periods that ended by *as_of*.

    Realised / forecast - 1: -0.2 means that a fifth of what was forecast did not come. What was
    forecast and never reported did not come. None where nothing was forecast.
    """
    pairs = [
        (period.realised or _ZERO, period.forecast)
        for benefit in benefits
        if benefit.owner.casefold() == owner.casefold()
        for period in benefit.periods
        if period.end <= as_of and period.forecast is not None
    ]
    forecast = sum((each for _, each in pairs), _ZERO)
    if not forecast:
        return None
    return sum((each for each, _ in pairs), _ZERO) / forecast - 1


def haircut(bias: Decimal | None) -> Decimal:
    """Return what share to take off the next forecast: the optimism shown so far, never less."""
    return _ZERO if bias is None else min(_ONE, max(_ZERO, -bias))


def after_haircut(benefits: Register, as_of: date) -> dict[str, Decimal]:
    """Return by id what is still forecast after *as_of*, less the haircut of each owner."""
    every = benefits.benefits
    cuts = {
        owner: haircut(forecast_bias(every, owner, as_of))
        for owner in {benefit.owner for benefit in every}
    }
    return {
        benefit.id: sum((forecast_of(each) for each in benefit.periods if each.end > as_of), _ZERO)
        * (1 - cuts[benefit.owner])
        for benefit in every
    }
