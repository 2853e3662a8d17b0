"""Charging support costs to services on the command line."""

from __future__ import annotations

import pytest

ROWS = """centre.id,centre.cost,centre.quantity,centre.unit,use.by,use.quantity
A,1200,,,M,1
A,,,,P,5
M,2400,,,A,1
M,,,,P,4
P,0,3,seat,,
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "plan.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_centres_are_charged_and_a_service_is_priced(run, file):
    said = run("share", "allocate", file)
    assert said.status == 0
    assert "1,737.93" in said.out
    assert "2,689.66" in said.out
    found = run("share", "allocate", file, "--json").json
    [service] = found["services"]
    assert (service["full_cost"], service["unit_cost"]) == ("3600.00", 1200)
    assert found["C05"]["percent"] == 100


def test_one_centre_after_the_other_gives_other_amounts(run, file):
    told = ("share", "allocate", file, "--method", "step-down", "--json")
    first, second = (run(*told, "--order", *order).json for order in ("AM", "MA"))
    assert first["centres"] != second["centres"]
    assert first["services"][0]["full_cost"] == second["services"][0]["full_cost"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [("A,1,,,Nobody,1\n", "E-ALLOCATION"), ("A,1,,,A,1\n", "E-ALLOCATION"),
     ("A,,,,P,1\n", "E-ENTRY"), ("A,1,,,,,9\n", "E-ENTRIES-FILE")],
)  # fmt: skip
def test_a_plan_that_is_wrong_is_refused(run, tmp_path, rows, code):
    file = tmp_path / "wrong.csv"
    file.write_text(ROWS.splitlines()[0] + "\n" + rows, encoding="utf-8")
    refused = run("share", "allocate", file)
    assert refused.status == 3
    assert f"[{code}]" in refused.err
