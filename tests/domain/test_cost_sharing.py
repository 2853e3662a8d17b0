"""Cost sharing: the figures of resolution 63/262 to the dollar, and what a scheme is refused for."""

from __future__ import annotations

import copy
import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory_app import paths
from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.cost_sharing import (
    FundingStatus,
    Identity,
    Line,
    Scheme,
    Selection,
    Span,
    Tranche,
    checked,
    prove,
)
from inventory_app.domain.money import largest_remainder, weight
from inventory_app.domain.scheme_entries import (
    amount_text,
    known_codes,
    read_scheme,
    resolution,
    scheme_entry,
)
from inventory_app.errors import Refused, UserError
from inventory_app.languages import CODES
from inventory_app.texts import translator

MILLION = 1_000_000_00


def dollars(cents):
    assert cents % 100 == 0
    return cents // 100


# The resolution.


@pytest.mark.parametrize(
    ("name", "amount", "status"),
    [
        ("II.18/RB", 5_110_000, "APPROVED"),
        ("II.19", 2_346_000, "OFFSET"),
        ("II.20", 2_764_000, "ABSORBED"),
        ("II.21", 7_050_000, "COMMITMENT_AUTHORITY"),
        ("II.22", 7_840_000, "APPROVED"),
        ("III.4/RB", 2_000_000, "ABSORBED"),
        ("IV.20/UNLB", 149_400, "NOTED"),
        ("IV.21/RB", 5_716_400, "ABSORBED"),
        ("IV.22", 1_429_100, "COMMITMENT_AUTHORITY"),
        ("IV.23/RB", 2_500_000, "ABSORBED"),
    ],
)
def test_every_figure_of_the_resolution_stands_with_its_authority(name, amount, status):
    line = resolution().lines[name]
    assert (dollars(line.amount), line.status) == (amount, status)


def test_all_identities_hold_to_the_cent():
    proofs = {proof.id: proof for proof in prove(resolution())}
    assert all(proof.holds for proof in proofs.values())
    expected = {
        "II.18": 20_000_000, "II.18/RB": 5_110_000, "IV.21": 7_145_500,
        "identity 1": 20_000_000, "identity 2": 5_110_000, "identity 3": 7_145_500,
        "identity 4": 2_764_000, "identity 5": 31_645_500, "identity 5, with noted": 31_794_900,
        "identity 6, regular budget": 15_326_400, "identity 6, support account": 8_479_100,
        "identity 6, extrabudgetary": 7_840_000, "identity 6": 31_645_500,
        "identity 7": 12_980_400, "identity 7, with interest": 15_326_400,
    }  # fmt: skip
    assert {name: dollars(proofs[name].left) for name in expected} == expected


def test_the_exact_shares_of_the_enterprise_system():
    tranche = resolution().tranches[0]
    shares = {name: share * 100 for name, share in tranche.shares.items()}
    assert shares == {
        "II.18/RB": Fraction("25.55"), "II.21": Fraction("35.25"), "II.22": Fraction("39.2"),
    }  # fmt: skip
    assert [dollars(part) for part in largest_remainder(
        20 * MILLION, [weight("25.55"), weight("35.25"), weight("39.20")]
    )] == [5_110_000, 7_050_000, 7_840_000]  # fmt: skip


def test_shares_that_repeat_for_ever_are_kept_as_amounts():
    interest = Fraction(2_346_000, 5_110_000) * 100
    assert round(Decimal(interest.numerator) / interest.denominator, 6) == Decimal("45.909980")
    assert 10**9 % interest.denominator  # no number of decimals is enough


def test_the_data_centre_is_shared_eighty_to_twenty():
    shares = {tranche.id: tranche.shares for tranche in resolution().tranches}["IV.21"]
    assert list(shares.values()) == [Fraction(4, 5), Fraction(1, 5)]


def test_what_was_only_noted_stands_apart():
    scheme = resolution()
    assert (dollars(scheme.approved_total), dollars(scheme.noted_total)) == (31_645_500, 149_400)
    assert all(fund != "UNLB" for fund, _ in scheme.by_fund())


def test_funds_are_added_by_period_and_authorities_too():
    scheme = resolution()
    assert scheme.by_fund() == {
        ("RB", "BIENNIUM_2008_2009"): 15_326_400_00, ("PKSA", "PK_2008_2009"): 8_479_100_00,
        ("XB", "BIENNIUM_2008_2009"): 7_840_000_00,
    }  # fmt: skip
    by_status = scheme.by_status()
    assert by_status[FundingStatus.ABSORBED, "BIENNIUM_2008_2009"] == 12_980_400_00
    assert by_status[FundingStatus.OFFSET, "BIENNIUM_2008_2009"] == 2_346_000_00
    assert sum(by_status.values()) == scheme.approved_total


def test_what_is_absorbed_is_reported_again():
    assert {line.id for line in resolution().lines.values() if line.reported} == {
        "II.20", "III.4/RB", "IV.21/RB", "IV.23/RB",
    }  # fmt: skip


def test_the_resolution_speaks_six_languages_and_knows_its_funds():
    scheme = resolution()
    for labels in (scheme.labels, *(tranche.labels for tranche in scheme.tranches)):
        assert set(labels) == set(CODES)
        assert len(set(labels.values())) == 6
    known_codes(scheme, catalogues.default().code_lists["funds"].codes)
    spans = catalogues.default().code_lists["budget_periods"].codes
    for name, span in scheme.periods.items():
        attributes = spans[name].attributes
        assert (span.start.isoformat(), span.end.isoformat()) == (
            attributes["start"], attributes["end"],
        )  # fmt: skip


def content():
    file = paths.cost_sharing() / "resolution-63-262.toml"
    return tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)


def _amounts():
    found = content()
    places = [("tranches", i) for i in range(len(found["tranches"]))]
    return places + [
        (i, j) for i, tranche in enumerate(found["tranches"]) for j in range(len(tranche["lines"]))
    ]


@pytest.mark.parametrize("place", _amounts())
@pytest.mark.parametrize("change", [1, -1, Decimal("0.01")])
def test_no_figure_can_be_off_by_a_cent(place, change):
    changed = content()
    first, second = place
    tranches = changed["tranches"]
    entry = tranches[second] if first == "tranches" else tranches[first]["lines"][second]
    entry["amount"] += change
    with pytest.raises(UserError) as refused:
        read_scheme(changed, "x")
    assert refused.value.code == "E-SHARE-IDENTITY"


def test_a_scheme_is_written_as_it_is_read():
    assert read_scheme(scheme_entry(resolution()), "x") == resolution()


# Schemes in general.

SPANS = {"Y1": Span(date(2026, 1, 1), date(2026, 12, 31)),
         "Y2": Span(date(2027, 1, 1), date(2027, 12, 31))}  # fmt: skip


def line(name, amount, **changes):
    given_ = {"paragraph": "", "fund": "RB", "period": "Y1", "status": FundingStatus.APPROPRIATED}
    return Line(id=name, amount=amount, **{**given_, **changes})


def scheme(*lines, total=None, identities=(), status=FundingStatus.APPROVED):
    own = sum(each.amount for each in lines if not each.part_of)
    tranche = Tranche(
        id="T", paragraph="", labels={}, status=status, lines=lines,
        amount=own if total is None else total,
    )  # fmt: skip
    return Scheme(
        id="S", labels={}, source="", periods=SPANS, tranches=(tranche,),
        identities=tuple(identities),
    )  # fmt: skip


def refusal(found):
    with pytest.raises(UserError) as refused:
        checked(found)
    return refused.value


def test_lines_make_up_their_tranche():
    checked(scheme(line("a", 60), line("b", 40)))
    error = refusal(scheme(line("a", 60), line("b", 40), total=10001))
    assert str(error) == "“S”, T: 1.00 is not 100.01."


def test_a_line_is_covered_to_the_cent():
    checked(scheme(line("a", 60), line("b", 40, part_of="a"), line("c", 20, part_of="a")))
    error = refusal(scheme(line("a", 60), line("b", 40, part_of="a")))
    assert error.params["identity"] == "a"


def test_nothing_is_covered_from_another_period():
    found = scheme(line("a", 60), line("b", 60, part_of="a", period="Y2"))
    error = refusal(found)
    assert (error.code, error.params["name"]) == ("E-SHARE-UNSOUND", "b")
    assert "another period" in str(error)


def test_equal_amounts_of_two_periods_stay_two_amounts():
    found = scheme(line("a", 60), line("b", 40, period="Y2"))
    assert found.by_fund() == {("RB", "Y1"): 60, ("RB", "Y2"): 40}
    statuses = {period: amount for (_, period), amount in found.by_status().items()}
    assert statuses == {"Y1": 60, "Y2": 40}


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ((line("a", -1), line("b", 1)), "negative"),
        ((line("a", 1), line("a", 1)), "twice"),
        ((line("T", 1),), "twice"),
        ((line("a", 1, period="Y9"),), "not defined"),
        ((line("a", 1, part_of="z"),), "its own tranche"),
        ((line("a", 1, part_of="a"),), "its own tranche"),
        ((line("a", 1), line("b", 1, part_of="a"), line("c", 1, part_of="b")), "its own tranche"),
        ((), "no lines"),
    ],
)
def test_an_unsound_scheme_is_refused(lines, text):
    error = refusal(scheme(*lines))
    assert error.code == "E-SHARE-UNSOUND"
    assert text in str(error)


def test_the_id_of_a_scheme_ends_before_a_hash():
    error = refusal(replace(scheme(line("a", 1)), id="S#1"))
    assert str(error) == "The id “S#1” cannot hold “#”."


def test_an_identity_may_not_lead_to_itself_or_to_nothing():
    one = Identity(id="one", plus=("two",), equals=1)
    two = Identity(id="two", plus=("one",), equals=1)
    for identities in ([one], [one, two], [Identity(id="i", plus=("a",), equals="i")]):
        assert refusal(scheme(line("a", 1), identities=identities)).code == "E-SHARE-NAME"
    twice = [Identity(id="a", plus=("a",), equals=1)]
    assert refusal(scheme(line("a", 1), identities=twice)).code == "E-SHARE-UNSOUND"


def test_an_identity_that_does_not_hold_is_named():
    found = scheme(line("a", 60), identities=[Identity(id="i", plus=("a",), equals=61)])
    error = refusal(found)
    assert (error.params["identity"], error.params["left"]) == ("i", "0.60")


def test_what_an_identity_selects_must_be_the_same_amount():
    lines = (line("a", 60), line("b", 40, fund="XB"))
    right = Identity(id="i", plus=("a",), equals=60, selection=Selection(fund="RB"))
    checked(scheme(*lines, identities=[right]))
    wrong = replace(right, selection=Selection(fund="XB"))
    assert refusal(scheme(*lines, identities=[wrong])).params["left"] == "0.40"


def test_percentages_that_do_not_give_the_amounts_are_refused():
    shares = {"a": Fraction(60), "b": Fraction(40)}
    one = Identity(id="i", plus=("a", "b"), equals="T", shares=shares)
    checked(scheme(line("a", 60), line("b", 40), identities=[one]))
    assert refusal(scheme(line("a", 61), line("b", 39), identities=[one])).params["identity"] == "i"


def test_a_scheme_that_is_only_noted_approves_nothing():
    found = scheme(line("a", 60), status=FundingStatus.NOTED)
    assert (found.approved_total, found.noted_total, found.by_fund()) == (0, 60, {})


def test_an_unknown_fund_is_refused():
    with pytest.raises(Refused, match="no fund “RB”"):
        known_codes(scheme(line("a", 1)), {"XB": None})


def test_every_status_has_a_word():
    words = [status.text(translator("en")) for status in FundingStatus]
    assert len(set(words)) == len(FundingStatus)


@given(st.lists(st.tuples(st.integers(0, 10**12), st.sampled_from(["Y1", "Y2"])), min_size=1))
def test_whatever_the_lines_their_sums_are_whole(lines):
    found = scheme(*(line(str(i), cents, period=when) for i, (cents, when) in enumerate(lines)))
    checked(found)
    assert sum(found.by_fund().values()) == found.approved_total
    assert sum(found.by_status().values()) == found.approved_total
    if found.approved_total:
        assert sum(found.tranches[0].shares.values()) == 1


@given(st.integers(0, 10**14))
def test_amounts_are_written_exactly(cents):
    assert Decimal(amount_text(cents)) * 100 == cents


# Entries that are not understood.


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda c: c.update(colour="red"), "colour is not known"),
        (lambda c: c.pop("id"), "id is missing"),
        (lambda c: c.pop("title"), "six languages"),
        (lambda c: c["tranches"][0].update(amount="20 million"), "is not a number"),
        (lambda c: c["tranches"][0].update(amount=0.5), "is not a number"),
        (lambda c: c["tranches"][0].update(amount=True), "is not a number"),
        (lambda c: c["tranches"][0].pop("amount"), "amount is missing"),
        (lambda c: c["tranches"][0].update(amount=Decimal("0.001")), "is not a number"),
        (lambda c: c["tranches"][0].update(status="PROMISED"), "is not one of"),
        (lambda c: c["tranches"][0].update(title={"en": "x", "de": "y"}), "six languages"),
        (lambda c: c["tranches"][0]["lines"][0].update(reported="maybe"), "true nor false"),
        (lambda c: c["tranches"][0].update(lines="none"), "list of tables"),
        (lambda c: c["tranches"][0].update(lines=[1]), "is not a table"),
        (lambda c: c["periods"]["PK_2008_2009"].update(start=date(2010, 1, 1)), "before it starts"),
        (lambda c: c["periods"]["PK_2008_2009"].update(end="soon"), "is not a day"),
        (lambda c: c["periods"]["PK_2008_2009"].pop("end"), "end is missing"),
        (lambda c: c.update(periods=[]), "II.18/RB” is not defined"),
        (lambda c: c["identities"][0].pop("equals"), "equals is missing"),
        (lambda c: c["identities"][0].update(shares={"II.21": "half"}), "a share is a number"),
        (lambda c: c["identities"][0].update(shares={"II.21": "0"}), "shares are all 0"),
        (lambda c: c["identities"][0].update(plus=[1]), "list of texts"),
        (lambda c: c["identities"][4].update(selection={"year": 1}), "year is not known"),
    ],
)
def test_what_is_not_understood_is_named(change, text):
    changed = copy.deepcopy(content())
    change(changed)
    with pytest.raises(UserError) as refused:
        read_scheme(changed, "my.toml")
    assert text in str(refused.value)


def test_a_scheme_is_a_table():
    with pytest.raises(Refused, match="is not a table of keys"):
        read_scheme([], "my.toml")


def test_the_documented_identities_are_those_that_are_proven():
    page = (Path(__file__).parents[2] / "docs" / "cost-sharing.md").read_text("utf-8")
    rows = page.split("## Resolution 63/262")[1].split("|---|---|---:|\n")[1].splitlines()
    documented = [tuple(cell.strip() for cell in row.strip("|").split("|"))[1:] for row in rows]
    proven = []
    for proof in prove(resolution()):
        if proof.id.startswith("identity"):
            amounts = [f"{dollars(amount):,}".replace("-", "\N{MINUS SIGN} ")
                       for _, amount in proof.terms]  # fmt: skip
            text = " + ".join(amounts).replace("+ \N{MINUS SIGN}", "\N{MINUS SIGN}")
            proven.append((text, f"{dollars(proof.right):,}"))
    assert documented == proven
