"""The register of benefits at one date: what each promised, what came, and what is still worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from inventory_app.domain.benefits import (
    Benefit,
    BenefitClass,
    BenefitPeriod,
    Register,
    Status,
)
from inventory_app.domain.realisation import (
    CurvePoint,
    Ratio,
    Realised,
    after_haircut,
    by_class,
    cashable_share,
    curves,
    evidence_coverage,
    forecast_bias,
    forecast_of,
    haircut,
    realisation,
    slip_in_months,
    to_date,
)
from inventory_app.domain.savings import Effects, NetSaving, measured, net_realised
from inventory_app.domain.scenarios import Assumptions, Cases, cases

_ZERO = Decimal(0)
_MOST_DAYS = 12  # of a curve; beyond, it is shown at the ends of years


@dataclass(frozen=True, kw_only=True)
class BenefitLine:
    """One benefit to date; `expected` is what is forecast after it, less the owner's haircut."""

    benefit: Benefit
    planned: Decimal
    realised: Decimal
    verified: Decimal
    expected: Decimal


@dataclass(frozen=True, kw_only=True)
class ClassLine:
    """One class of benefits to date; `curve` goes on to the end of what is planned."""

    kind: BenefitClass
    ratio: Ratio
    emergent: Decimal
    slip: Decimal | None
    curve: tuple[CurvePoint, ...] = ()

    @property
    def has_curve(self) -> bool:
        """Whether anything was planned, forecast or verified at all."""
        return any(point.planned or point.forecast or point.verified for point in self.curve)


@dataclass(frozen=True, kw_only=True)
class OwnerLine:
    """How well an owner has forecast, and what is taken off the next forecast for it."""

    owner: str
    bias: Decimal | None
    haircut: Decimal


@dataclass(frozen=True, kw_only=True)
class MeasuredLine:
    """Why a period of a benefit cost something else than its baseline: only a part is a saving."""

    benefit: Benefit
    period: BenefitPeriod
    effects: Effects


@dataclass(frozen=True, kw_only=True)
class BenefitReport:
    """The register at `as_of`. `cashable` (B03) counts verified benefits."""

    as_of: date
    lines: tuple[BenefitLine, ...]
    classes: tuple[ClassLine, ...]
    realised: Realised
    net: NetSaving
    cashable: Ratio | None
    evidence: Ratio
    owners: tuple[OwnerLine, ...]
    effects: tuple[MeasuredLine, ...] = ()


def benefit_report(register: Register, as_of: date) -> BenefitReport:
    """Return *register* in figures, up to *as_of*; only periods that have ended count."""
    every = register.benefits
    found = realisation(every, as_of)
    ahead = after_haircut(register, as_of)
    days = _days(every, as_of)
    return BenefitReport(
        as_of=as_of,
        lines=tuple(_line(benefit, as_of, ahead[benefit.id]) for benefit in every),
        classes=tuple(
            ClassLine(
                kind=kind,
                ratio=found.by_class[kind],
                emergent=found.emergent[kind],
                slip=slip_in_months([each for each in every if each.kind is kind], as_of),
                curve=_curve([each for each in every if each.kind is kind], days, as_of),
            )
            for kind in BenefitClass
        ),
        realised=found,
        net=net_realised(register, as_of),
        cashable=cashable_share(dict(by_class(every, as_of))),
        evidence=evidence_coverage(every),
        owners=tuple(
            OwnerLine(owner=owner, bias=bias, haircut=haircut(bias))
            for owner, bias in sorted(_biases(every, as_of).items())
        ),
        effects=tuple(
            MeasuredLine(benefit=benefit, period=period, effects=told)
            for benefit in every
            for period in benefit.periods
            if period.end <= as_of and (told := measured(benefit, period)) is not None
        ),
    )


def _curve(
    benefits: Sequence[Benefit], days: Sequence[date], as_of: date
) -> tuple[CurvePoint, ...]:
    """Return the curves of a class: an idea promises nothing yet.

    Verified is only what came in periods that have ended.
    """
    promised = [each for each in benefits if each.status.reached(Status.PLANNED)]
    ended = [
        replace(each, periods=tuple(period for period in each.periods if period.end <= as_of))
        for each in benefits
    ]
    pairs = zip(curves(promised, days), curves(ended, days), strict=True)
    return tuple(replace(point, verified=proven.verified) for point, proven in pairs)


def _days(benefits: Sequence[Benefit], as_of: date) -> list[date]:
    """Return the days at which a curve is looked at: the ends of periods, and *as_of*."""
    ends = {period.end for benefit in benefits for period in benefit.periods}
    if len(ends) > _MOST_DAYS:
        ends = {date(end.year, 12, 31) for end in ends}
    return sorted(ends | {as_of}) if ends else []


def _line(benefit: Benefit, as_of: date, expected: Decimal) -> BenefitLine:
    planned, verified = to_date(benefit, as_of)
    ended = (each for each in benefit.periods if each.end <= as_of)
    return BenefitLine(
        benefit=benefit,
        planned=planned,
        realised=sum((each.realised or _ZERO for each in ended), _ZERO),
        verified=verified,
        expected=expected,
    )


def _biases(benefits: Sequence[Benefit], as_of: date) -> dict[str, Decimal | None]:
    owners = {benefit.owner for benefit in benefits if benefit.owner}
    return {owner: forecast_bias(benefits, owner, as_of) for owner in owners}


def yearly_flows(benefits: Sequence[Benefit]) -> tuple[list[Decimal], list[Decimal]]:
    """Return benefits and costs by year in the prices of the baseline, the first year first.

    What came where it is known, else the forecast, else the plan. A period belongs to the year in
    which it starts. Time saved at a value is left out: it pays nothing back. Losses are costs.
    """
    periods = [each for benefit in benefits if benefit.in_money for each in benefit.periods]
    if not periods:
        return [], []
    first = min(each.start.year for each in periods)
    years = max(each.start.year for each in periods) - first + 1
    gains, costs = [_ZERO] * years, [_ZERO] * years
    for each in periods:
        gain = forecast_of(each) if each.realised is None else each.realised
        spent = each.implementation + each.added_run
        gains[each.start.year - first] += max(gain, _ZERO) / each.price_index
        costs[each.start.year - first] += (spent + max(-gain, _ZERO)) / each.price_index
    return gains, costs


def appraisals(register: Register, rate: Decimal, low: Assumptions) -> dict[str, Cases]:
    """Return what each initiative is worth at the real *rate*, by its name.

    The case *low* is as given, the high case the opposite of its shortfall and overrun. Initiatives
    without any amount are left out.
    """
    named: dict[str, list[Benefit]] = {}
    for benefit in register.benefits:
        named.setdefault(benefit.initiative, []).append(benefit)
    high = Assumptions(shortfall=-low.shortfall, overrun=-low.overrun)
    found: dict[str, Cases] = {}
    for initiative, benefits in sorted(named.items()):
        gains, costs = yearly_flows(benefits)
        if any(gains) or any(costs):
            found[initiative] = cases(rate, gains, costs, low=low, high=high)
    return found
