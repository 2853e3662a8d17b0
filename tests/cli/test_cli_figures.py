"""Computing indicators."""

from __future__ import annotations

import json
from decimal import Decimal

import openpyxl
import pytest


def test_figures_are_shown_for_all_and_by_entity(run, answered):
    result = run("assess", answered, "2026")
    assert (result.status, result.err) == (0, "")
    assert "All entities that were asked" in result.out
    assert "ALPHA  Office Alpha" in result.out
    assert "BETA  " not in result.out
    assert "Not answered in this round: BETA, GAMMA" in result.out
    [total, alpha] = [line for line in result.out.splitlines() if line.startswith("G04")]
    assert "1 of 3 entities" in total
    assert " reported " in alpha


def test_what_is_missing_is_not_zero(run, answered):
    result = run("assess", answered, "2026", "--entity", "ALPHA", "--indicator", "W01")
    [_total, alpha] = [line for line in result.out.splitlines() if line.startswith("W01")]
    assert "not reported" in alpha
    assert " 0 " not in alpha.split("not reported")[0]


def test_only_what_is_named_is_computed(run, answered):
    line = ("--entity", "alpha", "--entity", "bt", "--indicator", "G04", "--indicator", "W03")
    document = run("assess", answered, "2026", *line, "--json").json
    figures = [(each["entity"], each["indicator"]) for each in document["figures"]]
    assert figures == [("ALPHA", "W03"), ("ALPHA", "G04"), ("BETA", "W03"), ("BETA", "G04")]


def test_json_on_the_screen_and_in_a_file_are_the_same(run, answered, tmp_path):
    screen = run("assess", answered, "2026", "--json").out
    assert run("assess", answered, "2026", "--out", tmp_path / "f.json").status == 0
    file = (tmp_path / "f.json").read_text("utf-8")
    assert json.loads(screen, parse_float=Decimal) == json.loads(file, parse_float=Decimal)


@pytest.mark.parametrize("name", ["f.csv", "f.xlsx", "f.json"])
def test_figures_are_written_to_each_kind_of_file(run, answered, tmp_path, name):
    result = run("assess", answered, "2026", "--out", tmp_path / name, "--json")
    assert (result.status, result.json["file"]) == (0, str(tmp_path / name))
    data = (tmp_path / name).read_bytes()
    if name.endswith("xlsx"):
        book = openpyxl.load_workbook(tmp_path / name)
        assert len(book.sheetnames) >= 2
        book.close()
    else:
        assert "G04" in data.decode("utf-8-sig")
    assert "3 entities" in run("assess", answered, "2026", "--out", tmp_path / name).out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["1999"], "E-ROUND"),
        (["2026", "--entity", "NOBODY"], "E-ENTITY"),
        (["2026", "--indicator", "X99"], "E-INDICATOR"),
        (["2026", "--out", "figures.docx"], "E-ASSESSMENT-FORM"),
    ],
)
def test_what_cannot_be_computed_is_refused(run, answered, arguments, code):
    result = run("assess", answered, *arguments, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, code)


def test_figures_speak_the_language_of_the_reader(run, answered, monkeypatch):
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    document = run("assess", answered, "2026", "--indicator", "W01", "--json").json
    assert document["language"] == "fr"
