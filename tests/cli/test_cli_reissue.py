"""Choosing the sheets of a round, and writing a workbook again, on the command line."""

from __future__ import annotations

import json

import pytest

from inventory_app.domain.catalogue import default
from inventory_app.formats.excel.returns import read_return

DATES = ("--as-of", "2027-12-31", "--deadline", "2099-12-31")


def test_a_round_asks_only_the_sheets_that_are_named(run, store):
    result = run("round", "open", store, "2027", *DATES, "--sheets", "costs, units")
    assert result.status == 0
    assert "Not asked in this round: Staff" in result.out
    shown = run("round", "status", store, "2027", "--json").json["round"]
    assert shown["parameters"]["sheets"] == ["units", "costs"]
    again = run("round", "open", store, "2028", *DATES, "--json").json["round"]
    assert again["parameters"]["sheets"] == ["units", "costs"]
    every = run("round", "open", store, "2029", *DATES, "--sheets", "all", "--json").json["round"]
    assert every["parameters"]["sheets"] == list(default().sheets)


@pytest.mark.parametrize("sheets", ["units,nothing", ""])
def test_a_sheet_that_there_is_not_is_refused(run, store, sheets):
    result = run("round", "open", store, "2027", *DATES, "--sheets", sheets)
    assert result.status == 3
    assert "The sheets are: units, staff" in result.err


@pytest.fixture
def issued(run, store, tmp_path):
    run("round", "open", store, "2027", *DATES, "--sheets", "units")
    entity = run("round", "status", store, "2027", "--json").json["entities"][0]["entity"]
    out = tmp_path / "out"
    line = ("--entity", entity, "--language", "en", "--out", out, "--json")
    (file,) = run("issue", store, "2027", *line).json["files"]
    return store, file["path"]


def test_a_workbook_is_written_again_in_another_language(run, issued, tmp_path):
    target = tmp_path / "fr.xlsx"
    result = run("reissue", issued[1], "--language", "fr", "--out", target)
    assert result.status == 0
    assert f"Wrote “{target}” in Français" in result.out
    identity = read_return(target.read_bytes(), default()).identity
    assert (identity.language, identity.signed_in) == ("fr", "en")
    refused = run("reissue", issued[1], "--language", "fr", "--out", target)
    assert (refused.status, "is there already" in refused.err) == (3, True)


def test_with_the_store_it_gets_a_new_number(run, issued, tmp_path):
    store, path = issued
    line = ("--language", "ru", "--out", tmp_path, "--store", store, "--json")
    document = run("reissue", path, *line).json
    assert (document["number"], document["language"], document["left"]) == (2, "ru", [])
    assert json.dumps(document)


def test_what_is_no_survey_workbook_is_refused(run, store, tmp_path):
    result = run("reissue", store, "--language", "fr", "--out", tmp_path / "x.xlsx")
    assert result.status == 3
    assert not (tmp_path / "x.xlsx").exists()
