"""What a figure was computed from: terms, records, and where each answer came from."""

from __future__ import annotations

import pytest


def test_a_figure_is_taken_apart_down_to_the_cell_of_the_workbook(run, answered):
    document = run(
        "assess", answered, "2026", "--explain", "W05", "--entity", "ALPHA", "--json"
    ).json
    assert (document["indicator"], document["entity"], document["own"]) == ("W05", "ALPHA", False)
    assert document["denominator"] is not None
    answers = [answer for record in document["records"] for answer in record["answers"]]
    posts = {answer["field"]: answer for answer in answers if answer["field"] == "approved_posts"}
    origin = posts["approved_posts"]["origin"]
    assert origin["file"].endswith(".xlsx")
    assert origin["tab"]
    assert origin["cell"][0].isalpha()
    assert origin["cell"][-1].isdigit()
    assert origin["kind"] == "merged"


def test_it_is_shown_to_a_person_in_words(run, answered):
    result = run("assess", answered, "2026", "--explain", "w05", "--entity", "alpha")
    assert (result.status, result.err) == (0, "")
    assert "W05  ICT post vacancy rate" in result.out
    assert ".xlsx, " in result.out
    assert ", cell " in result.out
    assert "Numerator" in result.out


def test_a_figure_that_nobody_reported_has_no_records(run, answered):
    result = run("assess", answered, "2026", "--explain", "V01", "--entity", "ALPHA")
    assert "No record stands behind this figure." in result.out
    assert "not reported" in result.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--explain", "W05"], "E-EXPLAIN"),
        (["--explain", "W05", "--entity", "ALPHA", "--entity", "BETA"], "E-EXPLAIN"),
        (["--explain", "W05", "--entity", "ALPHA", "--out", "x.csv"], "E-EXPLAIN"),
        (["--explain", "Z99", "--entity", "ALPHA"], "E-INDICATOR"),
        (["--explain", "W05", "--entity", "NOBODY"], "E-ENTITY"),
    ],
)
def test_what_cannot_be_explained_is_refused(run, answered, arguments, code):
    result = run("assess", answered, "2026", *arguments, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, code)
