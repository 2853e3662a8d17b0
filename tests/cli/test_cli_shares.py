"""Cost sharing on the command line: the resolution, a scheme of one's own, a split."""

from __future__ import annotations

import json

import pytest

RESOLUTION = "A/RES/63/262"


def test_without_a_file_the_resolution_is_taken_in(run, store):
    empty = run("share", "list", store)
    assert empty.out == "There are no cost-sharing schemes in this store yet.\n"
    dry = run("share", "add", store, "--dry-run", "--json").json
    assert (dry["outcome"], dry["dry_run"]) == ("new", True)
    taken = run("share", "add", store)
    assert taken.out == "“A/RES/63/262”: new; 18 identities hold to the cent.\n"
    assert "unchanged" in run("share", "add", store).out
    [listed] = run("share", "list", store, "--json").json["schemes"]
    assert (listed["approved"], listed["noted"], listed["holds"]) == (
        "31645500.00", "149400.00", True,
    )  # fmt: skip
    assert "31,645,500" in run("share", "list", store).out


def test_the_report_proves_every_identity(run, store):
    run("share", "add", store)
    document = run("share", "report", store, RESOLUTION, "--json").json
    assert all(proof["holds"] and proof["sum"] == proof["must_be"] for proof in document["proofs"])
    assert document["by_fund"] == [
        {"fund": "RB", "period": "BIENNIUM_2008_2009", "amount": "15326400.00"},
        {"fund": "PKSA", "period": "PK_2008_2009", "amount": "8479100.00"},
        {"fund": "XB", "period": "BIENNIUM_2008_2009", "amount": "7840000.00"},
    ]
    said = run("share", "report", store, RESOLUTION).out
    assert "5,110,000 \N{MINUS SIGN} 2,346,000" in said
    assert "Noted, and not among it: 149,400" in said
    assert "second performance report: 12,980,400 (II.20, III.4/RB, IV.21/RB, IV.23/RB)" in said


def test_the_resolution_is_shown_in_the_language_of_the_reader(run, store, monkeypatch):
    run("share", "add", store)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "第63/262号决议" in run("share", "report", store, RESOLUTION).out


def test_a_report_can_be_taken_in_again(run, store, tmp_path):
    run("share", "add", store)
    document = run("share", "report", store, RESOLUTION, "--json").json
    for name in ("approved", "noted", "by_fund", "by_status", "proofs"):
        del document[name]
    file = tmp_path / "scheme.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert run("share", "add", store, file, "--json").json["outcome"] == "unchanged"


def test_what_is_off_by_a_cent_is_refused(run, store, tmp_path):
    file = tmp_path / "own.csv"
    file.write_text(
        "scheme.id,scheme.title,scheme.periods.Y.start,scheme.periods.Y.end,tranche.id,"
        "tranche.title,tranche.amount,line.id,line.fund,line.period,line.amount,line.status\n"
        "OWN,Own,2026-01-01,2026-12-31,T,Site,3,a,RB,Y,1.33,appropriated\n"
        "OWN,,,,T,,,b,XB,Y,1.66,approved\n",
        encoding="utf-8",
    )
    result = run("share", "add", store, file)
    assert result.status == 3
    assert "“OWN”, T: 2.99 is not 3.00." in result.err
    file.write_text(file.read_text("utf-8").replace("1.66", "1.67"), encoding="utf-8")
    assert run("share", "add", store, file).status == 0
    shares = run("share", "report", store, "OWN").out
    assert "≈ 44.33" in shares  # 133 of 300 never ends
    assert "100.00" not in shares


def test_a_scheme_is_removed_and_brought_back(run, store):
    run("share", "add", store)
    assert run("share", "remove", store, RESOLUTION).status == 0
    assert run("share", "report", store, RESOLUTION).status == 3
    run("undo", store)
    assert run("share", "report", store, RESOLUTION).status == 0


def test_a_hundred_in_three(run):
    result = run("share", "split", "100", "A=1", "B=1", "C=1", "--json").json
    assert [part["amount"] for part in result["shares"]] == ["33.34", "33.33", "33.33"]
    assert result["shares"][0]["residue_cents"] == "2/3"
    said = run("share", "split", "100", "A=1", "B=1", "C=1").out
    assert "33.34" in said
    assert "0.67" in said


def test_instalments_end_where_one_split_ends(run):
    result = run("share", "split", "12", "A=1", "B=1", "C=1", "--instalments", "12", "--json").json
    assert len(result["instalments"]) == 12
    paid = [sum(round(float(row[name]) * 100) for row in result["instalments"]) for name in "ABC"]
    assert paid == [400, 400, 400]
    said = run("share", "split", "12", "A=1", "B=1", "C=1", "--instalments", "12").out
    assert said.splitlines()[-1].split() == ["12", "0.33", "0.33", "0.34", "12.00"]


def test_webster_takes_nothing_back(run):
    arguments = ("share", "split", "0.11", "A=6", "B=6", "C=2", "--instalments", "11", "--json")
    for method, least in (("hamilton", "-0.01"), ("webster", "0.00")):
        rows = run(*arguments, "--method", method).json["instalments"]
        assert min((row["C"] for row in rows), key=float) == least


@pytest.mark.parametrize(
    "weights", [("RB",), ("RB=x",), ("=1",), ("RB=1", "RB=2"), ("RB=0", "XB=0"), ("RB=-1",)]
)
def test_a_weight_that_is_none_is_refused(run, weights):
    result = run("share", "split", "100", *weights)
    assert (result.status, "no source with a weight" in result.err) == (3, True)
