"""Benefits in files: read strictly, computed where measured, written as they are read."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app.domain.benefit_entries import benefit_entry, read_benefits
from inventory_app.domain.benefits import (
    Baseline,
    Benefit,
    BenefitClass,
    BenefitPeriod,
    Evidence,
    Fate,
    Item,
    PostRelease,
    Status,
    checked,
)
from inventory_app.domain.savings import measured
from inventory_app.errors import Refused, UserError

D = Decimal
ENTRY = {
    "id": "GVA-2",
    "title": "Close room GVA-2",
    "class": "cashable",
    "status": "realised",
    "owner": "A. Owner",
    "measure": "Run cost of the room",
    "cost_line": "CO-1",
    "contract": "PO 77",
    "baseline": {
        "amount": "160000", "start": date(2025, 1, 1), "end": "2025-12-31",
        "frozen_on": "2026-02-01", "scope": "Room GVA-2; its cooling",
        "evidence": "Accounts 2025", "evidence_dated": "2026-01-15",
        "items": [{"name": "racks", "volume": 20, "cost": D("160000")}],
    },
    "posts": [{"post": "30012345", "fate": "redeployed", "to": "UNOG/ICTS"}],
    "periods": [
        {"start": "2026-01-01", "end": "2026-12-31", "planned": "50000",
         "items": [{"name": "racks", "volume": 10, "cost": "60000.50"}]},
    ],
}  # fmt: skip


def read(entry):
    [benefit] = read_benefits({"benefits": [entry]}, "b.json")
    return benefit


def changed(*path, **values):
    entry = copy.deepcopy(ENTRY)
    place = entry
    for part in path:
        place = place[part]
    for key, value in values.items():
        if value is None:
            del place[key]
        else:
            place[key.replace("kind", "class")] = value
    return entry


def test_an_entry_becomes_a_benefit():
    benefit = read(ENTRY)
    assert (benefit.kind, benefit.status) == (BenefitClass.CASHABLE, Status.REALISED)
    assert benefit.baseline.scope == ("Room GVA-2", "its cooling")
    assert benefit.baseline.evidence.dated == date(2026, 1, 15)
    assert benefit.posts == (PostRelease(post="30012345", fate=Fate.REDEPLOYED, to="UNOG/ICTS"),)
    checked([benefit])


def test_what_was_measured_need_not_be_stated():
    # 10 racks at 8,000 would have cost 80,000; half the racks is no saving.
    [period] = read(ENTRY).periods
    assert period.realised == D("19999.50")
    assert read(changed("periods", 0, realised="19999.5")).periods == (period,)
    with pytest.raises(UserError) as refused:
        read(changed("periods", 0, realised="100000"))
    assert refused.value.code == "E-BENEFIT-GROSS"


def test_what_the_baseline_does_not_price_is_named():
    items = [{"name": "cloud", "volume": 1, "cost": 1}]
    with pytest.raises(UserError) as refused:
        read(changed("periods", 0, items=items))
    assert refused.value.code == "E-BENEFIT-NO-UNIT-COST"


def test_little_is_enough_for_an_idea():
    benefit = read({"id": "X", "title": "Perhaps", "class": "NON-CASHABLE"})
    assert benefit == Benefit(id="X", title="Perhaps", kind=BenefitClass.NON_CASHABLE)
    assert read_benefits({}, "b.json") == ()


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (changed(id=None), "id is missing"),
        (changed(kind="profit"), "class is not one of CASHABLE, AVOIDANCE, NON_CASHABLE"),
        (changed(saving=1), "saving is not known"),
        (changed("baseline", amount="-1"), "amount is not a number"),
        (changed("baseline", cost=1), "baseline: cost is not known"),
        (changed("periods", 0, start=None), "start is missing"),
        (changed("periods", 0, planned=0.5), "planned is not a number"),
        (changed("periods", 0, planned="1,000"), "planned is not a number"),
        (changed("periods", 0, planned="0.001"), "planned is not a number"),
        (changed("periods", 0, implementation="-5"), "implementation is not a number"),
        (changed("periods", 0, price_index="0.0000001"), "price_index is not a number"),
        (changed("posts", 0, fate="lost"), "fate is not one of"),
        (changed(owner=7), "owner is not a text"),
    ],
)
def test_what_is_not_understood_is_named_with_its_place(entry, text):
    with pytest.raises(Refused) as refused:
        read(entry)
    assert text in str(refused.value)
    assert str(refused.value).startswith("b.json, benefits")


def test_a_refused_period_is_called_by_its_day():
    with pytest.raises(Refused, match="benefits GVA-2, periods 2026-01-01: planned"):
        read(changed("periods", 0, planned="much"))


TEXTS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
BLANK = st.just("") | TEXTS
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
MONEY = st.decimals(-(10**6), 10**6, places=2)
COSTS = st.decimals(0, 10**6, places=2)
EVIDENCE = st.builds(
    Evidence, reference=BLANK, dated=st.none() | DAYS, reviewed_by=BLANK,
    reviewed_on=st.none() | DAYS,
)  # fmt: skip
ITEMS = st.lists(
    st.builds(Item, name=TEXTS, volume=st.decimals(0, 9999, places=3), cost=COSTS), max_size=2
).map(tuple)
PERIODS = st.builds(
    BenefitPeriod, start=DAYS, end=DAYS.map(lambda day: day + timedelta(days=30)),
    planned=st.none() | MONEY, forecast=st.none() | MONEY, realised=st.none() | MONEY,
    implementation=COSTS, added_run=COSTS, price_index=st.decimals("0.5", 2, places=6),
    evidence=EVIDENCE,
)  # fmt: skip
BENEFITS = st.builds(
    Benefit, id=TEXTS, title=TEXTS, kind=st.sampled_from(BenefitClass),
    status=st.sampled_from(Status), initiative=BLANK, entity=BLANK, owner=BLANK, measure=BLANK,
    cost_line=BLANK, contract=BLANK,
    baseline=st.builds(
        Baseline, amount=st.none() | COSTS, start=st.none() | DAYS, end=st.none() | DAYS,
        frozen_on=st.none() | DAYS, scope=st.lists(TEXTS, max_size=2).map(tuple),
        evidence=EVIDENCE, items=ITEMS,
    ),
    posts=st.lists(
        st.builds(PostRelease, post=TEXTS, fate=st.none() | st.sampled_from(Fate), to=BLANK),
        max_size=2,
    ).map(tuple),
    periods=st.lists(PERIODS, max_size=2).map(tuple),
)  # fmt: skip


@given(BENEFITS)
def test_a_benefit_is_written_as_it_is_read(benefit):
    assert read_benefits({"benefits": [benefit_entry(benefit)]}, "x") == (benefit,)


def test_the_documented_example_is_read_and_proven():
    page = (Path(__file__).parents[2] / "docs" / "benefits.md").read_text("utf-8")
    example = tomllib.loads(page.split("```toml\n")[1].split("```")[0], parse_float=Decimal)
    [benefit] = read_benefits(example, "docs")
    checked([replace(benefit, status=Status.VERIFIED)])
    [period] = benefit.periods
    found = measured(benefit, period)
    shown = (found.volume, found.mix, found.price, found.gross)
    for amount in shown:
        assert f"| {'−' if amount < 0 else ''}{abs(amount):,.2f} |" in page  # noqa: RUF001
    assert sum(shown) == found.baseline - found.actual == D("99999.50")
