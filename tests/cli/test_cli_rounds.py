"""Commands on a round."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from inventory_app.domain.catalogue import default
from inventory_app.domain.intervals import seed_of

DATES = ("--as-of", "2027-12-31", "--deadline", "2099-12-31")


def test_opening_a_round_says_who_is_asked_and_what_comes_next(run, store):
    result = run("round", "open", store, "2027", *DATES)
    assert (result.status, result.err) == (0, "")
    assert "Round 2027 is open: 3 entities are asked about 2027-12-31, until 2099-12-31." in (
        result.out
    )
    assert "round 2026 is carried forward" in result.out
    assert f"ict-inventory issue {store} 2027" in result.out


def test_opening_a_round_fixes_the_thresholds(run, store):
    line = ("--dedicated-from", 60, "--non-dedicated-from", 0, "--json", "--set",
            "R05.least_km=150")  # fmt: skip
    document = run("round", "open", store, "2027", *DATES, *line).json
    assert document["asked"] == 3
    assert document["round"]["parameters"] == {
        "dedicated_from": 60, "non_dedicated_from": 0, "sheets": list(default().sheets),
        "thresholds": {"R05.least_km": 150}, "seed": seed_of("2027"),
    }  # fmt: skip
    assert (document["round"]["previous"], document["round"]["as_of"]) == ("2026", "2027-12-31")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("2026", *DATES), "E-ROUND-EXISTS"),
        (("../x", *DATES), "E-ROUND-CODE"),
        (("2027", *DATES, "--from", "1999"), "E-ROUND"),
        (("2027", "--as-of", "2027-12-31", "--deadline", "2027-01-01"), "E-ROUND-DATES"),
        (("2027", *DATES, "--set", "R05.least_km=far"), "E-THRESHOLD-NUMBER"),
        (("2027", *DATES, "--set", "R05.least=1"), "E-THRESHOLD-NAME"),
        (("2027", *DATES, "--dedicated-from", "5", "--non-dedicated-from", "6"), "E-THRESHOLDS"),
    ],
)
def test_a_round_that_cannot_be_is_refused(run, store, arguments, code):
    result = run("round", "open", store, *arguments, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, code)
    assert "{" not in result.err
    newest, _first = run("log", store, "--json").json["changes"]
    assert newest["label"] == "Open round 2026"


def test_status_says_who_has_not_answered(run, store, issued):
    result = run("round", "status", store)
    assert result.status == 0
    assert "ALPHA   issued" in result.out
    assert "3 asked, 0 answered (0 late), 0 imported, 3 outstanding." in result.out


def test_status_says_who_answered_and_what_was_found(run, store, returned):
    assert run("merge", store, returned).status == 0
    result = run("round", "status", store, "2026", "--json")
    alpha, beta, _gamma = result.json["entities"]
    assert (alpha["entity"], alpha["status"], alpha["on_time"]) == ("ALPHA", "answered", True)
    assert (alpha["returns"], alpha["issues"]) == (1, 1)
    assert 0 < alpha["filled"] <= alpha["due"]
    assert sum(alpha["by_strength"].values()) == len(alpha["findings"]) > 0
    assert (beta["status"], beta["on_time"], beta["due"]) == ("issued", None, 0)
    assert result.json["totals"]["answered"] == 1
    blocks = alpha["by_strength"]["blocks"]
    assert result.status == (1 if blocks else 0)
    assert "ALPHA   answered" in run("round", "status", store).out


def test_an_unknown_round_is_refused_with_those_there_are(run, store):
    result = run("round", "status", store, "1999")
    assert result.status == 3
    assert "The rounds are: 2026." in result.err


def test_issue_writes_one_workbook_for_each_entity_in_its_language(run, store, tmp_path):
    result = run("issue", store, "2026", "--out", tmp_path / "to-send", "--json")
    assert result.status == 0
    files = result.json["files"]
    assert [(file["entity"], file["language"], file["number"]) for file in files] == [
        ("ALPHA", "en", 1), ("BETA", "zh", 1), ("GAMMA", "ar", 1),
    ]  # fmt: skip
    for file in files:
        assert hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest() == file["sha256"]
    assert result.json["cancelled"] is False


def test_issue_writes_only_who_is_named_also_by_another_name(run, store, tmp_path):
    line = ("--entity", "bt", "--entity", "ALPHA", "--language", "fr")
    result = run("issue", store, "2026", "--out", tmp_path / "out", *line)
    assert result.status == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["2026_ALPHA_fr_1.xlsx", "2026_BETA_fr_1.xlsx"]
    assert "Wrote 2 workbooks of round 2026" in result.out


def test_issue_refuses_an_entity_that_is_not_asked(run, store, tmp_path):
    result = run("issue", store, "2026", "--out", tmp_path / "out", "--entity", "X", "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-NOT-ASKED")
    assert not (tmp_path / "out").exists()


def test_issue_refuses_a_folder_that_cannot_be_made(run, store, tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = run("issue", store, "2026", "--out", tmp_path / "file" / "out")
    assert result.status == 3
    assert "Traceback" not in result.err
    assert run("round", "status", store, "--json").json["entities"][0]["status"] == "asked"
