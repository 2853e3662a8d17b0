"""Plans of support cost: centres charged to services to the cent, and what of it is traced."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inventory_app.domain.allocation_plans import Method, charge, read_plan
from inventory_app.errors import UserError


def centre(name, cost, uses=None, **more):
    used = [{"by": who, "quantity": str(many)} for who, many in (uses or {}).items()]
    return {"id": name, "cost": str(cost), "uses": used, **more}


def plan(*centres):
    return read_plan({"centres": list(centres)}, "plan.toml")


TEXTBOOK = (
    centre("maintenance", 6_300_000, {"information": 1600, "machining": 2400, "assembly": 4000}),
    centre("information", 1_452_150, {"maintenance": 200, "machining": 1600, "assembly": 200}),
    centre("machining", 4_000_000, quantity="1500", unit="part"),
    centre("assembly", 2_000_000),
)


def test_the_published_cases_come_out_of_a_plan():
    two = plan(
        centre("A", 1200, {"M": 1, "P": 5}), centre("M", 2400, {"A": 1, "P": 4}), centre("P", 0)
    )
    found = charge(two, Method.RECIPROCAL)
    assert [round(float(found.centres[name]) / 100, 2) for name in "AM"] == [1737.93, 2689.66]
    found = charge(plan(*TEXTBOOK), Method.RECIPROCAL)
    assert found.centres == {"maintenance": 657_675_000, "information": 276_750_000}
    assert [each.full for each in found.services] == [818_702_500, 556_512_500]
    assert found.services[0].unit_cost == Fraction(8_187_025, 1500)


def test_the_documented_plan_gives_the_documented_amounts():
    guide = (Path(__file__).parents[2] / "docs" / "cost-sharing.md").read_text("utf-8")
    written = guide.partition("```toml\n")[2].partition("```")[0]
    found = charge(read_plan(tomllib.loads(written, parse_float=Decimal), "guide"),
                   Method.RECIPROCAL)  # fmt: skip
    for amount in found.centres.values():
        assert f"{Decimal(amount.numerator) / amount.denominator / 100:,.2f}" in guide
    assert found.services[0].full == 360_000


def test_stepping_down_follows_the_order_that_is_given():
    first = charge(plan(*TEXTBOOK), Method.STEP_DOWN, ("maintenance", "information"))
    assert [each.full for each in first.services] == [830_080_000, 545_135_000]
    other = charge(plan(*TEXTBOOK), Method.STEP_DOWN, ("information", "maintenance"))
    assert other.services != first.services
    with pytest.raises(UserError, match="every service centre once"):
        charge(plan(*TEXTBOOK), Method.STEP_DOWN, ("maintenance",))


def test_what_goes_through_a_spread_is_not_traced():
    spreading = {**TEXTBOOK[1], "handed_on": "spread"}
    found = charge(plan(TEXTBOOK[0], spreading, *TEXTBOOK[2:]), Method.STEP_DOWN,
                   ("maintenance", "information")).traced  # fmt: skip
    assert (found.direct, found.spread) == (6_000_000, 2_712_150)
    assert found.total == 13_752_150
    assert charge(plan(*TEXTBOOK), Method.RECIPROCAL).traced.percent == 100


@pytest.mark.parametrize(
    ("centres", "said"),
    [
        ([centre("A", 1, {"B": 1})], "“B”"),
        ([centre("A", 1, {"P": 1}), centre("A", 2), centre("P", 1)], "id of its own"),
        ([centre("A", 1, {"A": 1})], "no “uses”"),
        ([{"id": "A", "uses": []}], "cost is missing"),
        ([{"id": "A", "cost": "1", "uses": [{"by": "P"}]}], "quantity is missing"),
        ([centre("A", "-1")], "cost is not a number"),
        ([centre("A", 1, price=4)], "price is not known here"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_by_name(centres, said):
    with pytest.raises(UserError) as refused:
        plan(*centres)
    assert said in str(refused.value)


def test_centres_that_only_serve_each_other_are_refused():
    circle = plan(centre("A", 1, {"B": 1}), centre("B", 1, {"A": 1}), centre("P", 1))
    for method in Method:
        with pytest.raises(UserError, match="only each other"):
            charge(circle, method)


PARTS = st.lists(st.integers(1, 30), min_size=6, max_size=6)


@settings(max_examples=25)
@given(st.lists(st.decimals(0, 10**6, places=2), min_size=4, max_size=4), PARTS,
       st.sampled_from(["DRIVER", "SPREAD"]), st.integers(2, 50))  # fmt: skip
def test_all_cost_arrives_whatever_the_measure(costs, parts, way, times):
    def made(factor):
        one = dict(zip(("B", "P", "Q"), (each * factor for each in parts[:3]), strict=True))
        two = dict(zip(("A", "P", "Q"), parts[3:], strict=True))
        return plan(centre("A", costs[0], one, handed_on=way), centre("B", costs[1], two),
                    centre("P", costs[2]), centre("Q", costs[3]))  # fmt: skip

    for method in Method:
        found = charge(made(1), method, ("A", "B"))
        assert sum(each.full for each in found.services) == sum(costs) * 100
        assert abs(found.traced.total - sum(costs)) < Decimal("1e-15")
        spread = found.traced.spread
        assert spread == 0 if way == "DRIVER" else spread > 0 or not costs[0]  # only A spreads
        again = charge(made(times), method, ("A", "B"))
        assert [each.full for each in again.services] == [each.full for each in found.services]
