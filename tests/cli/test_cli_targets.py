"""Commands on targets, rounds side by side, what moved a figure, frozen groups, outliers."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "services"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    from answered_store import answered_store

    with answered_store(tmp_path_factory.mktemp("store")) as workspace:
        return workspace.database.path


@pytest.fixture
def answered(built, tmp_path):
    """Return a store of nine entities, the rounds 2025 and 2026 (answered_store)."""
    return Path(shutil.copy(built, tmp_path / "s.ictinv"))


def test_targets_are_set_listed_shown_beside_the_figure_and_removed(run, answered):
    assert "no targets" in run("targets", "list", answered).out
    line = ("C02", "550", "--by", "2026-12-31", "--for", "OAH/M", "--source", "Board paper 7")
    assert run("targets", "add", answered, *line).out == "Set: C02:OAH/M:policy:2026-12-31.\n"
    assert run("targets", "add", answered, "C02", "500", "--by", "2027-12-31", "--own").status == 0
    listed = run("targets", "list", answered)
    assert "Board paper 7" in listed.out
    shown = run("assess", answered, "2026", "--indicator", "C02", "--entity", "BRAVO")
    assert "Policy target 550 by 31 December 2026 (-150, met)" in shown.out
    assert "Own target 500 by 31 December 2027 (-100, met)" in shown.out
    assert run("targets", "remove", answered, "C02:ALL:own:2027-12-31").status == 0
    found = run("targets", "list", answered, "--json").json
    assert [(each["whom"], each["value"]) for each in found["targets"]] == [("OAH/M", 550)]
    assert run("undo", answered).status == 0
    assert "Own target" in run("targets", "list", answered).out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("add", "C99", "5", "--by", "2026-12-31"), "E-INDICATOR"),
        (("add", "C02", "5", "--by", "2026-12-31", "--for", "NOBODY"), "E-TARGET-WHOM"),
        (("add", "C02", "5", "--by", "2026-12-31", "--to", "4"), "E-TARGET-BAND"),
        (("bridge", "C02", "1999", "1.1", "--reason", "x"), "E-ROUND"),
        (("bridge", "C02", "2026", "0", "--reason", "x"), "E-BRIDGE"),
        (("remove", "nothing"), "E-TARGET"),
    ],
)
def test_what_cannot_be_is_refused(run, answered, arguments, code):
    action, *rest = arguments
    result = run("targets", action, answered, *rest, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, code)


def test_rounds_stand_side_by_side_with_restated_values(run, answered, tmp_path):
    shown = run("assess", answered, "2026", "--trend", "--indicator", "C02", "--entity", "HOTEL")
    head = next(line for line in shown.out.splitlines() if line.startswith("Indicator"))
    assert head.split()[-3:] == ["2025", "2026", "Change"]
    assert "200" in shown.out  # 50,000 dollars for 250 users
    run("targets", "bridge", answered, "C02", "2026", "1.5", "--reason", "counted both ways")
    assert "300*" in run("assess", answered, "2026", "--trend", "--indicator", "C02",
                         "--entity", "HOTEL").out  # fmt: skip
    out = tmp_path / "trend.csv"
    run("assess", answered, "2026", "--trend", "--indicator", "C02", "--out", out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Entity"] == "HOTEL"]
    assert [(row["Round"], row["Value"], row["Restated value"]) for row in rows] == [
        ("2025", "200", "300"), ("2026", "", ""),
    ]  # fmt: skip
    found = run("assess", answered, "2026", "--trend", "--indicator", "C02", "--json").json
    assert {each["entity"] for each in found["series"]} >= {None, "HOTEL"}
    file = tmp_path / "trend.json"
    run("assess", answered, "2026", "--trend", "--indicator", "C02", "--out", file)
    assert json.loads(file.read_text("utf-8")) == found, "the file says what is printed"


def test_what_moved_a_figure_is_said_for_one_entity_or_all(run, answered):
    found = run("assess", answered, "2026", "--moved", "C02", "--json").json
    assert found["entity"] is None
    assert round(sum(each["value"] for each in found["moves"]), 6) == round(found["change"], 6)
    assert sum(each["numerator"] for each in found["moves"]) == pytest.approx(
        found["numerator_now"] - found["numerator_before"]
    )
    shown = run("assess", answered, "2026", "--moved", "C02", "--entity", "HOTEL")
    assert "no figure to compare" in shown.out
    both = run("assess", answered, "2026", "--moved", "C02", "--entity", "HOTEL", "--entity",
               "ALPHA", "--json")  # fmt: skip
    assert both.json["error"]["code"] == "E-MOVED"
    public = run("assess", answered, "2026", "--trend", "--profile", "public", "--json")
    assert public.json["error"]["code"] == "E-TREND-PROFILE"


def test_groups_are_frozen_once(run, answered):
    first = run("round", "freeze", answered, "2026", "--json").json
    assert first["groups"]["ALPHA"] == ["OAH", "M"]
    assert "ALPHA" in first["changed"]
    assert "fixed so already" in run("round", "freeze", answered, "2026").out


def test_outliers_are_asked_about_with_the_other_questions(run, answered, tmp_path):
    result = run("query", answered, "2026", "--outliers", "--out", tmp_path / "q", "--json").json
    assert len(result["files"]) == len({entity for entity, _ in result["outliers"]})


def test_what_leaves_the_house_shows_no_single_unit(run, answered, tmp_path):
    out = tmp_path / "public.csv"
    run("assess", answered, "2026", "--indicator", "C02", "--profile", "public", "--out", out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        alpha = next(row for row in csv.DictReader(file) if row["Entity"] == "ALPHA")
    assert alpha["Median: 95 % from"] == ""
    assert alpha["Robust z"] == ""
    assert alpha["Peers: first quartile"] in ("", "500")
