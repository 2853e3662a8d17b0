"""Benefits: the ladder of evidence, what is refused, what a saving is, and what came of plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.benefits import (
    Baseline,
    Benefit,
    BenefitClass,
    BenefitPeriod,
    Evidence,
    Fate,
    Item,
    PostRelease,
    Register,
    Status,
    checked,
    missing_for,
    refuse_unproven,
)
from inventory_app.domain.realisation import (
    after_haircut,
    by_class,
    cashable_share,
    curves,
    evidence_coverage,
    forecast_bias,
    haircut,
    planned_a_year,
    realisation,
    slip_in_months,
)
from inventory_app.domain.savings import (
    effects,
    measured,
    net_realised,
    net_saving,
    refuse_other_gross,
)
from inventory_app.errors import UserError

D = Decimal
REVIEWED = Evidence(
    reference="IMIS 2026-114", dated=date(2027, 1, 20), reviewed_by="B. Auditor",
    reviewed_on=date(2027, 2, 1),
)  # fmt: skip
BASELINE = Baseline(
    amount=D(500_000), start=date(2025, 1, 1), end=date(2025, 12, 31),
    frozen_on=date(2026, 2, 1), scope=("Room GVA-2",),
    evidence=Evidence(reference="Audited accounts 2025", dated=date(2026, 1, 15)),
)  # fmt: skip


def year(number=2026, **changes):
    given_ = {"planned": D(120_000), "realised": D(100_000), "evidence": REVIEWED, **changes}
    return BenefitPeriod(start=date(number, 1, 1), end=date(number, 12, 31), **given_)


def benefit(name="GVA-2", *, kind="CASHABLE", status="VERIFIED", periods=(), **changes):
    complete = {
        "title": "Close room GVA-2", "initiative": "Consolidation", "owner": "A. Owner",
        "measure": "Electricity and maintenance", "cost_line": "CO-1", "contract": "PO 77",
        "baseline": BASELINE,
    }  # fmt: skip
    return Benefit(
        id=name, kind=BenefitClass(kind), status=Status(status),
        periods=tuple(periods) or (year(),), **{**complete, **changes},
    )  # fmt: skip


def refusal(*benefits):
    with pytest.raises(UserError) as refused:
        checked(benefits)
    return refused.value


# The ladder.


def test_a_complete_benefit_is_taken():
    register = checked([benefit()])
    assert register.problems == ()
    assert register.by_id["GVA-2"].has_evidence


def test_an_idea_needs_nothing():
    idea = Benefit(id="X", title="Perhaps", kind=BenefitClass.AVOIDANCE)
    refuse_unproven(idea)
    assert missing_for(idea, Status.PLANNED) == ("owner", "measure", "planned")
    assert missing_for(idea, Status.CONTRACTED)[3:] == ("contract", "cost_line")


def test_time_saved_needs_no_line_of_cost():
    saved = benefit(kind="NON_CASHABLE", cost_line="", status="CONTRACTED",
                    periods=[year(realised=None)])  # fmt: skip
    refuse_unproven(saved)


@pytest.mark.parametrize(
    ("status", "changes", "missing"),
    [
        ("PLANNED", {"owner": ""}, "owner"),
        ("PLANNED", {"measure": ""}, "measure"),
        ("CONTRACTED", {"contract": ""}, "contract"),
        ("CONTRACTED", {"cost_line": ""}, "cost_line"),
        ("REALISED", {"contract": ""}, "contract"),
        ("VERIFIED", {"measure": ""}, "measure"),
    ],
)
def test_each_rung_needs_what_the_rungs_below_need(status, changes, missing):
    error = refusal(benefit(status=status, **changes, periods=[
        year(realised=D(1) if status in ("REALISED", "VERIFIED") else None)]))  # fmt: skip
    assert (error.code, error.params["missing"]) == ("E-BENEFIT-STATUS", missing)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"amount": None}, "baseline.amount"),
        ({"start": None}, "baseline.start"),
        ({"end": None}, "baseline.end"),
        ({"frozen_on": None}, "baseline.frozen_on"),
        ({"scope": ()}, "baseline.scope"),
        ({"evidence": Evidence(dated=date(2026, 1, 15))}, "baseline.evidence"),
        ({"evidence": Evidence(reference="Somewhere")}, "baseline.evidence_dated"),
    ],
)
@pytest.mark.parametrize("status", ["REALISED", "VERIFIED"])
def test_a_realised_saving_without_a_dated_evidenced_baseline_is_refused(status, changes, missing):
    error = refusal(benefit(status=status, baseline=replace(BASELINE, **changes)))
    assert (error.code, error.params["missing"]) == ("E-BENEFIT-BASELINE", missing)
    assert missing in str(error)


def test_all_that_the_baseline_lacks_is_named_at_once():
    error = refusal(benefit(baseline=Baseline()))
    assert error.params["missing"].split(", ") == [
        "baseline.amount", "baseline.start", "baseline.end", "baseline.frozen_on",
        "baseline.scope", "baseline.evidence", "baseline.evidence_dated",
    ]  # fmt: skip


def test_the_status_does_not_hide_a_realised_amount():
    assert refusal(benefit(status="PLANNED", baseline=Baseline())).code == "E-BENEFIT-BASELINE"
    assert refusal(benefit(status="PLANNED")).code == "E-BENEFIT-STATUS"


def test_a_zero_baseline_is_a_baseline():
    refuse_unproven(benefit(baseline=replace(BASELINE, amount=D(0))))


@pytest.mark.parametrize(
    "changes", [{"end": date(2026, 1, 1), "frozen_on": date(2026, 2, 1)},
                {"frozen_on": date(2025, 12, 31)}],
)  # fmt: skip
def test_a_baseline_is_before_the_change_and_frozen_after_its_end(changes):
    late = benefit(baseline=replace(BASELINE, **changes))
    assert refusal(late).code == "E-BENEFIT-BASELINE-LATE"


def test_verified_needs_evidence_with_a_date_and_a_reviewer():
    error = refusal(benefit(periods=[year(evidence=Evidence())]))
    assert error.params["missing"].split(", ") == [
        "2026-01-01.evidence", "2026-01-01.evidence_dated", "2026-01-01.reviewed_by",
    ]  # fmt: skip
    refuse_unproven(benefit(status="REALISED", periods=[year(evidence=Evidence())]))


@pytest.mark.parametrize("status", ["REALISED", "VERIFIED"])
def test_nobody_reviews_his_own_benefit(status):
    own = replace(REVIEWED, reviewed_by="a. OWNER")
    error = refusal(benefit(status=status, periods=[year(evidence=own)]))
    assert (error.code, error.params["start"]) == ("E-BENEFIT-REVIEWER", date(2026, 1, 1))


def test_a_post_counts_when_it_is_gone_or_redeployed_by_name():
    for post in (PostRelease(post="30012345"), PostRelease(post="30012345", fate=Fate.REDEPLOYED)):
        error = refusal(benefit(posts=(post,)))
        assert error.params["missing"] == "posts.30012345"
    for post in (
        PostRelease(post="30012345", fate=Fate.ABOLISHED),
        PostRelease(post="30012345", fate=Fate.REDEPLOYED, to="UNOG/ICTS"),
    ):
        refuse_unproven(benefit(posts=(post,)))


# Periods and double counting.


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ((2026, 1, 1), (2026, 12, 31), True),
        ((2026, 1, 1), (2027, 1, 1), False),
        ((2026, 1, 1), (2025, 12, 31), False),
        ((2028, 2, 29), (2029, 2, 27), True),
        ((2028, 2, 29), (2029, 2, 28), False),
    ],
)
def test_savings_are_annual(start, end, fits):
    period = replace(year(), start=date(*start), end=date(*end))
    if fits:
        refuse_unproven(benefit(periods=[period]))
    else:
        assert refusal(benefit(periods=[period])).code == "E-BENEFIT-PERIOD"


def test_a_price_index_of_nothing_is_refused():
    assert refusal(benefit(periods=[year(price_index=D(0))])).code == "E-BENEFIT-PERIOD"


def test_two_periods_of_a_benefit_have_no_day_in_common():
    half = replace(year(), start=date(2026, 7, 1), end=date(2027, 6, 30))
    error = refusal(benefit(periods=[year(), half]))
    assert (error.code, error.params["start"]) == ("E-BENEFIT-OVERLAP", date(2026, 7, 1))


def test_one_line_of_cost_is_saved_once():
    other = benefit("Contract", periods=[replace(year(), start=date(2026, 12, 31),
                                                 end=date(2027, 6, 30))])  # fmt: skip
    error = refusal(benefit(), other)
    assert error.code == "E-BENEFIT-DOUBLE"
    assert error.params == {
        "one": "GVA-2", "two": "Contract", "line": "CO-1", "start": date(2026, 12, 31),
    }  # fmt: skip
    checked([benefit(), replace(other, cost_line="CO-2")])
    checked([benefit(), benefit("Next", periods=[year(2027)])])


def test_ids_are_unique():
    error = refusal(benefit(), benefit(cost_line="CO-2"))
    assert error.code == "E-BENEFIT-TWICE"


def test_a_register_tells_all_its_problems():
    register = Register(benefits=(benefit(owner=""), benefit("B", baseline=Baseline())))
    assert [problem.code for problem in register.problems] == [
        "E-BENEFIT-STATUS", "E-BENEFIT-BASELINE", "E-BENEFIT-DOUBLE",
    ]  # fmt: skip


# Savings.


def test_gross_less_what_it_took_is_net():
    found = net_saving(
        [year(realised=D(2_400_000), implementation=D(800_000), added_run=D(100_000))]
    )
    assert found.net == 1_500_000


def test_savings_are_in_the_prices_of_the_baseline():
    found = net_saving([year(realised=D(110), implementation=D(22), price_index=D("1.1"))])
    assert (found.gross, found.implementation, found.net) == (100, 20, 80)


def test_only_cashable_benefits_are_net_savings_and_costs_count_without_any_success():
    register = Register(
        benefits=(
            benefit(periods=[year(implementation=D(30_000)), year(2027, realised=D(1))]),
            benefit("A", kind="AVOIDANCE", cost_line="CO-2"),
            benefit("P", cost_line="CO-3", status="PLANNED",
                    periods=[year(realised=None, implementation=D(5_000))]),
        )
    )  # fmt: skip
    found = net_realised(register, date(2026, 12, 31))
    assert (found.gross, found.net) == (100_000, 65_000)


BEFORE = (
    Item(name="large", volume=D(100), cost=D(100_000)),
    Item(name="small", volume=D(300), cost=D(60_000)),
)


def test_falling_demand_is_no_efficiency():
    half = tuple(replace(item, volume=item.volume / 2, cost=item.cost / 2) for item in BEFORE)
    found = effects(BEFORE, half, D(1))
    assert (found.volume, found.mix, found.price, found.gross) == (80_000, 0, 0, 0)


def test_volume_mix_price_and_saving_stand_apart():
    now = (
        Item(name="large", volume=D(40), cost=D(36_000)),
        Item(name="small", volume=D(160), cost=D(30_000)),
    )
    found = effects(BEFORE, now, D("1.05"))
    # 200 instead of 400; at old unit costs 40 x 1000 + 160 x 200 = 72,000 instead of 80,000.
    assert (found.baseline, found.actual) == (160_000, 66_000)
    assert (found.volume, found.mix, found.price) == (80_000, 8_000, -3_600)
    assert found.gross == D("9600")  # 75,600 - 66,000


def test_what_has_no_unit_cost_in_the_baseline_saves_nothing():
    with pytest.raises(ValueError, match="no unit cost of cloud"):
        effects(BEFORE, (Item(name="cloud", volume=D(1), cost=D(1)),), D(1))
    one = benefit(
        baseline=replace(BASELINE, items=BEFORE),
        periods=[year(items=(Item(name="cloud", volume=D(1), cost=D(1)),))],
    )
    with pytest.raises(UserError) as refused:
        refuse_other_gross(one)
    assert refused.value.code == "E-BENEFIT-NO-UNIT-COST"


def test_a_stated_saving_is_the_measured_one():
    now = (Item(name="large", volume=D(100), cost=D("90000.01")),)
    right = benefit(
        baseline=replace(BASELINE, items=BEFORE), periods=[year(realised=D("9999.99"), items=now)]
    )
    refuse_other_gross(right)
    assert measured(right, right.periods[0]).gross == D("9999.99")
    wrong = replace(right, periods=(year(realised=D(10_000), items=now),))
    with pytest.raises(UserError) as refused:
        refuse_other_gross(wrong)
    assert refused.value.code == "E-BENEFIT-GROSS"
    assert refused.value.params["measured"] == D("9999.99")
    assert measured(benefit(), year()) is None


NUMBER = st.integers(0, 10**6).map(Decimal)


@given(
    st.lists(st.tuples(st.integers(1, 1000), NUMBER), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 1000), NUMBER), min_size=4, max_size=4),
    st.decimals("0.5", "2", places=3),
)
def test_the_effects_add_up_to_the_whole_difference(before, now, index):
    items = tuple(Item(name=str(i), volume=D(v), cost=c) for i, (v, c) in enumerate(before))
    later = tuple(
        Item(name=str(i), volume=D(v), cost=c) for i, (v, c) in enumerate(now[: len(before)])
    )
    found = effects(items, later, index)
    parts = found.volume + found.mix + found.price + found.gross
    assert abs(found.baseline - found.actual - parts) < D("1e-12")


# Realisation.

END = date(2026, 12, 31)


def test_the_realisation_ratio():
    register = [benefit(periods=[year(planned=D(1_600_000), realised=D(1_200_000))])]
    assert realisation(register, END).every.percent == 75


def test_without_reviewed_evidence_nothing_is_realised():
    unproven = [
        benefit("A", status="REALISED", periods=[year(evidence=Evidence(reference="Mail"))]),
        benefit("B", cost_line="CO-2"),
    ]
    found = realisation(unproven, END).every
    assert (found.numerator, found.denominator) == (100_000, 240_000)


def test_what_nobody_planned_is_emergent_and_in_no_ratio():
    found = realisation([benefit(), benefit("E", periods=[year(planned=D(0))])], END)
    assert found.emergent[BenefitClass.CASHABLE] == 100_000
    assert found.every == (100_000, 120_000)
    assert realisation([], END).every.percent is None


def test_only_periods_that_have_ended_count():
    one = benefit(periods=[year(), year(2027, realised=None)])
    assert realisation([one], date(2027, 12, 30)).every.denominator == 120_000
    assert realisation([one], date(2027, 12, 31)).every.denominator == 240_000


def test_the_three_classes_stand_apart():
    every = [benefit(str(i), kind=kind, cost_line=str(i)) for i, kind in enumerate(BenefitClass)]
    assert by_class(every, END) == dict.fromkeys(BenefitClass, D(100_000))
    assert {each.denominator for each in realisation(every, END).by_class.values()} == {120_000}


def test_the_cashable_share():
    amounts = {BenefitClass.CASHABLE: D(900_000), BenefitClass.AVOIDANCE: D(200_000),
               BenefitClass.NON_CASHABLE: D(100_000)}  # fmt: skip
    assert cashable_share(amounts).percent == 75
    assert cashable_share({**amounts, BenefitClass.AVOIDANCE: None}) is None
    assert cashable_share(dict.fromkeys(BenefitClass, D(0))).percent is None


def test_evidence_coverage():
    bare = Benefit(id="X", title="Idea", kind=BenefitClass.CASHABLE)
    assert evidence_coverage([benefit()] * 18 + [bare] * 6).percent == 75
    undated = replace(BASELINE, evidence=Evidence(reference="Somewhere"))
    assert not benefit(baseline=undated, periods=[year(evidence=Evidence())]).has_evidence
    assert benefit(baseline=undated).has_evidence  # by that of the period


def test_curves_grow_day_by_day():
    one = benefit(periods=[year(forecast=D(73_000)), year(2027, realised=None)])
    first, half, end, next_year = curves(
        [one], [date(2025, 12, 31), date(2026, 1, 5), END, date(2027, 12, 31)]
    )
    assert (first.planned, first.forecast, first.verified) == (0, 0, 0)
    assert half.forecast == 1_000
    assert (end.planned, end.forecast, end.verified) == (120_000, 73_000, 100_000)
    assert next_year.forecast == 193_000  # the plan, where nothing was forecast


def test_a_delay_of_three_months_is_three_months():
    late = benefit(periods=[year(planned=D(1_200), realised=D(900))])
    assert slip_in_months([late], END) == 3
    assert planned_a_year([late]) == 1_200
    ahead = benefit(periods=[year(planned=D(1_200), realised=D(1_500))])
    assert slip_in_months([ahead], END) == -3
    assert slip_in_months([], END) is None


def test_the_plan_of_a_year_is_the_plan_at_its_highest():
    half = BenefitPeriod(start=date(2026, 7, 1), end=END, planned=D(600))
    other = BenefitPeriod(start=date(2026, 10, 1), end=date(2027, 9, 30), planned=D(500))
    assert planned_a_year([benefit(periods=[half]), benefit(periods=[other])]) == 1_700


def test_optimism_is_taken_off_the_next_forecast():
    history = benefit(periods=[
        year(2026, forecast=D(100_000), realised=D(70_000)),
        year(2027, forecast=D(100_000), realised=D(90_000)),
        year(2028, forecast=D(100_000), realised=None, planned=D(150_000)),
    ])  # fmt: skip
    today = date(2028, 3, 1)
    assert forecast_bias([history], "a. owner", today) == D("-0.2")
    assert forecast_bias([history], "Nobody", today) is None
    assert after_haircut(Register(benefits=(history,)), today) == {"GVA-2": 80_000}


def test_modesty_adds_nothing():
    assert haircut(D("0.3")) == 0
    assert haircut(None) == 0
    assert haircut(D("-1.5")) == 1


def test_what_was_forecast_and_never_reported_did_not_come():
    silent = benefit(status="PLANNED", periods=[year(forecast=D(10), realised=None)])
    assert forecast_bias([silent], "A. Owner", END) == -1
    assert forecast_bias([silent], "A. Owner", date(2026, 12, 30)) is None


@given(st.integers(1, 400), st.integers(0, 800))
def test_curves_never_fall_and_end_at_the_whole(length, later):
    start = date(2026, 1, 1)
    period = BenefitPeriod(start=start, end=start + timedelta(days=length - 1), planned=D(1_000))
    days = [start + timedelta(days=each) for each in (later // 2, later)]
    one, two = curves([benefit(periods=[period])], days)
    assert 0 <= one.planned <= two.planned <= 1_000
    assert (two.planned == 1_000) == (days[1] >= period.end)
