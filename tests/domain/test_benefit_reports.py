"""The register in figures: flows by year, initiatives together, classes apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from inventory_app.domain.benefit_reports import appraisals, benefit_report, yearly_flows
from inventory_app.domain.benefits import (
    Baseline,
    Benefit,
    BenefitClass,
    BenefitPeriod,
    Evidence,
    Item,
    Register,
    Status,
)
from inventory_app.domain.scenarios import Assumptions

D = Decimal


def period(year, **amounts):
    return BenefitPeriod(
        start=date(year, 1, 1), end=date(year, 12, 31),
        **{name: D(amount) for name, amount in amounts.items()},
    )  # fmt: skip


def benefit(name, *periods, kind="CASHABLE", initiative="I", owner="A. Owner"):
    return Benefit(
        id=name, title=name, kind=BenefitClass(kind), initiative=initiative, owner=owner,
        periods=periods,
    )  # fmt: skip


def test_flows_are_what_came_else_the_forecast_else_the_plan():
    one = benefit(
        "A",
        period(2026, planned=0, implementation=1000),
        period(2027, planned=500, forecast=400, realised=300),
        period(2028, planned=500, forecast=400, added_run=50),
        period(2030, planned=500),
    )
    gains, costs = yearly_flows([one])
    assert gains == [0, 300, 400, 0, 500]
    assert costs == [1000, 0, 50, 0, 0]


def test_flows_are_in_prices_of_the_baseline_and_losses_are_costs():
    inflated = benefit("A", period(2026, planned=110, implementation=55, price_index="1.1"))
    losing = benefit("B", period(2026, planned=100, realised=-20))
    assert yearly_flows([inflated, losing]) == ([100], [70])


def test_time_saved_pays_nothing_back():
    assert yearly_flows([benefit("A", period(2026, planned=9), kind="NON_CASHABLE")]) == ([], [])


def test_benefits_of_one_initiative_are_appraised_together():
    cost = benefit("A", period(2026, planned=0, implementation=1_000_000))
    gains = benefit("B", *(period(year, planned=300_000) for year in range(2027, 2032)))
    other = benefit("C", period(2026, planned=5), initiative="Other")
    idle = benefit("D", initiative="Idle")
    found = appraisals(
        Register(benefits=(cost, gains, other, idle)), D("0.035"), Assumptions(shortfall=D("0.1"))
    )
    assert list(found) == ["I", "Other"]
    worth = found["I"].central
    assert round(worth.npv, 4) == D("354515.7126")
    assert round(worth.internal.irr, 6) == D("0.152382")
    assert (round(worth.payback, 6), worth.horizon) == (D("3.333333"), 5)
    assert round(found["I"].switching_value, 4) == D("0.2617")
    assert round(found["I"].low.npv, 4) == D("219064.1414")
    assert round(found["I"].high.npv - worth.npv, 4) == round(worth.npv - found["I"].low.npv, 4)


def test_a_register_of_nothing_has_no_ratios():
    found = benefit_report(Register(), date(2026, 12, 31))
    assert (found.realised.every.percent, found.net.net, found.lines) == (None, 0, ())
    assert found.cashable.percent is None
    assert [each.slip for each in found.classes] == [None, None, None]


def test_every_owner_has_one_line():
    found = benefit_report(
        Register(
            benefits=(
                benefit("A", period(2026, forecast=100, realised=80)),
                benefit("B", period(2026, forecast=100, realised=80)),
                benefit("C", period(2027, planned=10), owner="C. Owner"),
            )
        ),
        date(2026, 12, 31),
    )
    assert [(each.owner, each.bias, each.haircut) for each in found.owners] == [
        ("A. Owner", D("-0.2"), D("0.2")), ("C. Owner", None, 0),
    ]  # fmt: skip
    assert found.lines[2].expected == 10


def test_the_three_curves_of_a_class_are_shown_to_the_end_of_the_plan():
    one = benefit(
        "A", period(2026, planned=100, forecast=80, realised=60), period(2027, planned=50)
    )
    idea = benefit_report(Register(benefits=(one,)), date(2026, 12, 31)).classes[0]
    assert {each.planned for each in idea.curve} == {0}, "an idea promises nothing yet"
    one = replace(one, status=Status.PLANNED)
    cash, avoided, _ = benefit_report(Register(benefits=(one,)), date(2026, 12, 31)).classes
    assert [(each.at.year, each.planned, each.forecast, each.verified) for each in cash.curve] == [
        (2026, 100, 80, 0), (2027, 150, 130, 0),
    ]  # fmt: skip
    assert {each.planned for each in avoided.curve} == {0}, "classes are never added up"


def test_nothing_is_verified_of_a_period_that_has_not_ended():
    proof = Evidence(reference="Accounts", dated=date(2027, 1, 5), reviewed_by="B. Auditor")
    came = replace(period(2026, planned=100, realised=60), evidence=proof)
    baseline = Baseline(
        amount=D(500), start=date(2025, 1, 1), end=date(2025, 12, 31), scope=("All",),
        frozen_on=date(2026, 1, 1), evidence=Evidence(reference="Accounts", dated=date(2025, 12, 31)),
    )  # fmt: skip
    one = replace(benefit("A", came), baseline=baseline, status=Status.VERIFIED)
    register = Register(benefits=(one,))
    for day, verified in ((date(2026, 6, 30), 0), (date(2026, 12, 31), 60)):
        cash = benefit_report(register, day).classes[0]
        assert (cash.curve[-1].verified, cash.ratio.numerator) == (verified, verified)


def test_a_curve_of_many_periods_is_shown_by_year():
    months = [
        BenefitPeriod(start=date(2026 + n // 12, n % 12 + 1, 1),
                      end=date(2026 + n // 12, n % 12 + 1, 28), planned=D(1))
        for n in range(24)
    ]  # fmt: skip
    one = replace(benefit("A", *months), status=Status.PLANNED)
    cash = benefit_report(Register(benefits=(one,)), date(2026, 7, 1)).classes[0]
    assert [each.at for each in cash.curve] == [
        date(2026, 7, 1), date(2026, 12, 31), date(2027, 12, 31),
    ]  # fmt: skip
    assert [each.planned for each in cash.curve][1:] == [12, 24]


def test_what_was_measured_is_told_apart_and_adds_up():
    racks = {"name": "racks"}
    before = Baseline(
        amount=D(160_000), start=date(2025, 1, 1), end=date(2025, 12, 31),
        items=(Item(**racks, volume=D(20), cost=D(160_000)),),
    )  # fmt: skip
    now = replace(
        period(2026, price_index="1.05"), items=(Item(**racks, volume=D(10), cost=D("60000.50")),)
    )
    register = Register(benefits=(replace(benefit("A", now), baseline=before),))
    [line] = benefit_report(register, date(2026, 12, 31)).effects
    of = line.effects
    assert (of.volume, of.mix, of.price, of.gross) == (80_000, 0, -4000, D("23999.50"))
    assert of.baseline - of.actual == of.volume + of.mix + of.price + of.gross
    assert benefit_report(register, date(2026, 6, 30)).effects == (), "it has not ended"


@pytest.mark.parametrize("rate", ["-1", "-1.5"])
def test_a_rate_that_takes_everything_is_refused(rate):
    register = Register(benefits=(benefit("A", period(2026, planned=5)),))
    with pytest.raises(ValueError, match="100 per cent"):
        appraisals(register, D(rate), Assumptions())
