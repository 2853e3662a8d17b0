"""Benefits on the command line: from a file to a report, and back by undo."""

from __future__ import annotations

import pytest

REGISTER = """
[[benefits]]
id = "ROOM"
title = "Close room 2"
class = "CASHABLE"
status = "REALISED"
initiative = "Consolidation"
entity = "ALPHA"
owner = "A. Owner"
measure = "Run cost of the room"
cost_line = "CO-1"
contract = "PO 77"
baseline = {amount = 500000, start = 2025-01-01, end = 2025-12-31, frozen_on = 2026-02-01, \
scope = ["Room 2"], evidence = "Accounts 2025", evidence_dated = 2026-01-15}

[[benefits.periods]]
start = 2026-01-01
end = 2026-12-31
planned = 1600000
forecast = 1500000
realised = 1200000
implementation = 800000
added_run = 100000

[[benefits.periods]]
start = 2027-01-01
end = 2027-12-31
planned = 1600000

[[benefits]]
id = "MAIL"
title = "Fewer mailboxes"
class = "AVOIDANCE"
"""
YEAR = ("2026-01-01", "2026-12-31")
PROOF = ("--evidence", "Accounts 2026", "--dated", "2027-02-01", "--reviewed-by", "B. Auditor")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "register.toml"
    path.write_text(REGISTER, encoding="utf-8")
    return path


@pytest.fixture
def filled(run, store, file):
    assert run("benefits", "add", store, file).status == 0
    return store


def test_an_empty_register_says_so(run, store):
    result = run("benefits", "list", store)
    assert (result.status, result.out) == (0, "There are no benefits in this store yet.\n")
    assert run("benefits", "report", store, "--json").json["B01"]["percent"] is None


def test_a_file_is_taken_in_listed_and_taken_back(run, store, file):
    dry = run("benefits", "add", store, file, "--dry-run")
    assert "Nothing has been changed." in dry.out
    assert run("benefits", "list", store, "--json").json["benefits"] == []
    taken = run("benefits", "add", store, file, "--json").json
    assert (taken["new"], taken["changed"], taken["unchanged"]) == (["ROOM", "MAIL"], [], [])
    listed = run("benefits", "list", store).out
    assert "Close room 2" in listed
    assert "3,200,000.00" in listed
    assert run("undo", store).status == 0
    assert run("benefits", "list", store, "--json").json["benefits"] == []


def test_a_list_as_json_can_be_taken_in_again(run, filled, tmp_path):
    document = run("benefits", "list", filled, "--json")
    file = tmp_path / "again.json"
    file.write_text(document.out.replace('"problems": []', '"x": ""'), encoding="utf-8")
    assert run("benefits", "add", filled, file, "--json").json["unchanged"] == ["MAIL", "ROOM"]


def test_what_is_unproven_is_refused_and_says_what_is_missing(run, store, file):
    file.write_text(REGISTER.replace('evidence = "Accounts 2025", ', ""), encoding="utf-8")
    result = run("benefits", "add", store, file)
    assert result.status == 3
    assert "its baseline lacks baseline.evidence." in result.err
    assert run("benefits", "list", store, "--json").json["benefits"] == []


def test_a_missing_file_is_refused(run, store, tmp_path):
    result = run("benefits", "add", store, tmp_path / "none.toml")
    assert result.status == 3
    assert "none.toml" in result.err


def test_nothing_counts_until_somebody_else_has_reviewed_it(run, filled):
    before = run("benefits", "report", filled, "--as-of", "2026-12-31", "--json").json
    assert (before["B01"]["numerator"], before["B01"]["denominator"]) == ("0.00", "1600000.00")
    own = run("benefits", "record", filled, "ROOM", *YEAR, *PROOF[:-1], "a. owner")
    assert own.status == 3
    assert "cannot review it" in own.err
    done = run("benefits", "record", filled, "ROOM", *YEAR, *PROOF, "--status", "verified")
    assert (done.status, done.out) == (0, "Recorded “ROOM”, 2026-01-01 to 2026-12-31: verified.\n")
    after = run("benefits", "report", filled, "--as-of", "2026-12-31", "--json").json
    assert after["B01"]["percent"] == 75
    assert (after["B02"]["net"], after["B03"]["percent"], after["B06"]["percent"]) == (
        "300000.00", 100, 50,
    )  # fmt: skip
    [owner] = after["owners"]
    assert (owner["bias"], owner["haircut"]) == (-0.2, 0.2)
    [mail, room] = after["benefits"]
    assert (room["verified"], room["expected"]) == ("1200000.00", "1280000.00")
    assert mail["planned"] == "0.00"
    assert after["classes"][0]["slip_months"] == 3


def test_the_report_in_words(run, filled):
    run("benefits", "record", filled, "ROOM", *YEAR, *PROOF)
    said = run("benefits", "report", filled, "--as-of", "2026-12-31").out
    assert "Benefits in periods that ended by 2026-12-31" in said
    assert "B01 · benefit realisation, all classes, %: 75.0" in said
    assert "A. Owner" in said
    assert "Net present value" not in said


def test_evidence_is_completed_and_not_replaced(run, filled):
    run("benefits", "record", filled, "ROOM", *YEAR, "--evidence", "Accounts 2026")
    run("benefits", "record", filled, "ROOM", *YEAR, "--dated", "2027-02-01")
    [_, room] = run("benefits", "list", filled, "--json").json["benefits"]
    assert (room["periods"][0]["evidence"], room["periods"][0]["evidence_dated"]) == (
        "Accounts 2026", "2027-02-01",
    )  # fmt: skip


def test_recording_nothing_is_refused(run, filled):
    assert "nothing to record" in run("benefits", "record", filled, "ROOM", *YEAR).err
    unknown = run("benefits", "record", filled, "NONE", *YEAR, "--planned", "1")
    assert (unknown.status, "“NONE”" in unknown.err) == (3, True)


def test_initiatives_are_appraised_in_three_cases(run, filled):
    arguments = ("benefits", "report", filled, "--rate", "3.5", "--shortfall", "20", "--delay", "1")
    [worth] = run(*arguments, "--json").json["appraisals"]
    assert worth["initiative"] == "Consolidation"
    assert worth["low"]["npv"] < worth["central"]["npv"] < worth["high"]["npv"]
    # 300,000 now and 1,600,000 in a year.
    assert worth["central"]["npv"] == pytest.approx(300_000 + 1_600_000 / 1.035)
    assert (worth["central"]["irr"], worth["central"]["irr_undefined"]) == (None, "NO-CHANGE")
    said = run(*arguments).out
    assert "What initiatives are worth at a real rate of 3.5 per cent" in said
    assert "There is no internal rate: money flows only one way." in said


def test_two_rates_that_would_do_are_none(run, store, file):
    periods = "".join(
        f'[[benefits.periods]]\nstart = {year}-01-01\nend = {year}-12-31\nplanned = "{gain}"\n'
        f'implementation = "{cost}"\n\n'
        for year, gain, cost in ((2026, 0, 1000), (2027, 2300, 0), (2028, 0, 1320))
    )
    entry = '[[benefits]]\nid = "X"\ntitle = "Twice"\nclass = "cashable"\n'
    file.write_text(f"{entry}\n{periods}", encoding="utf-8")
    run("benefits", "add", store, file)
    said = run("benefits", "report", store, "--rate", "3.5").out
    assert "There is no internal rate: more than one would do." in said
    assert "The modified rate is 3.27 %." in said


@pytest.mark.parametrize("more", [("--rate", "-100"), ("--rate", "3", "--shortfall", "-20")])
def test_an_appraisal_that_cannot_be_is_refused(run, filled, more):
    result = run("benefits", "report", filled, *more)
    assert (result.status, "cannot be appraised" in result.err) == (3, True)


def test_removing_says_how_to_bring_it_back(run, filled):
    assert "“ict-inventory undo” brings it back" in run("benefits", "remove", filled, "MAIL").out
    assert run("undo", filled).status == 0
    assert len(run("benefits", "list", filled, "--json").json["benefits"]) == 2


def test_what_an_undo_leaves_unproven_needs_attention(run, filled):
    from inventory_app.workspace import Workspace

    run("benefits", "record", filled, "ROOM", *YEAR, *PROOF)
    run("benefits", "record", filled, "ROOM", *YEAR, "--status", "verified")
    with Workspace.open(filled) as workspace:
        newest = workspace.history.last(1)[0].number
        workspace.history.undo(newest - 1)
    for command in ("list", "report"):
        result = run("benefits", command, filled)
        assert result.status == 1
        assert "“ROOM” cannot be VERIFIED" in result.err
    assert run("benefits", "list", filled, "--json").json["problems"][0]["code"] == (
        "E-BENEFIT-STATUS"
    )
