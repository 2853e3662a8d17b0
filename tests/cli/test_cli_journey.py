"""One round from beginning to end, as the user guide tells it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DATES = ("--as-of", "2026-12-31", "--deadline", "2099-12-31")


def test_a_round_from_beginning_to_end(run, tmp_path, entity_list, fill, unit):
    store, returned = tmp_path / "s.ictinv", tmp_path / "returned"
    assert run("init", store, "--entities", entity_list).status == 0
    assert run("round", "open", store, "2026", *DATES).status == 0
    issued = run("issue", store, "2026", "--out", tmp_path / "to-send", "--json").json["files"]
    paths = {file["entity"]: Path(file["path"]) for file in issued}
    fill(paths["ALPHA"]).type("units", **unit).save(returned / "alpha.xlsx")
    fill(paths["BETA"]).type("units", **unit | {"users_served": 40}).save(returned / "beta.xlsx")
    assert len(run("check", *sorted(returned.iterdir()), "--json").json["files"]) == 2

    trial = run("merge", store, returned, "--dry-run", "--json").json
    merged = run("merge", store, returned, "--json")
    assert merged.status == 0
    assert [file["counts"] for file in merged.json["files"]] == [
        file["counts"] for file in trial["files"]
    ]
    assert Path(merged.json["backup"]).is_file()
    totals = run("round", "status", store, "2026", "--json").json["totals"]
    assert (totals["asked"], totals["answered"], totals["outstanding"]) == (3, 2, 1)

    figures = run("assess", store, "2026", "--indicator", "G04", "--json").json
    assert figures["totals"][0]["coverage"] == {"counted": 2, "listed": 3}
    printed = run("print", store, "2026", "--all", "--out", tmp_path / "pdf", "--json").json
    assert len(printed["files"]) == 3
    assert run("export", store, "--out", tmp_path / "e.json").status == 0
    assert len(records(tmp_path)["units"]) == 2

    undone = run("undo", store, "--json").json["undone"]
    assert undone["label"] == "Merge the return of BETA (beta.xlsx)"
    assert run("export", store, "--out", tmp_path / "e.json").status == 0
    assert [each["entity"] for each in records(tmp_path)["units"]] == ["ALPHA"]
    labels = [each["label"] for each in run("log", store, "--json").json["changes"]]
    assert labels == [
        "Undo change 5", "Merge the return of BETA (beta.xlsx)",
        "Merge the return of ALPHA (alpha.xlsx)", "Issue 3 workbooks of round 2026",
        "Open round 2026", "Add 3 entities",
    ]  # fmt: skip

    backup = run("backup", store, "--json").json["backup"]
    assert run("restore", backup, store).status == 0
    assert run("verify", store, "--json").json["sound"] is True
    assert run("merge", store, returned / "beta.xlsx").status == 0


def records(folder):
    return json.loads((folder / "e.json").read_text("utf-8"))["records"]


def test_the_next_round_carries_forward_what_was_known(run, store, returned, tmp_path):
    run("merge", store, returned)
    opened = run("round", "open", store, "2027", "--as-of", "2027-12-31", "--deadline",
                 "2099-12-31", "--from", "2026", "--json")  # fmt: skip
    assert opened.json["round"]["previous"] == "2026"
    run("export", store, "--out", tmp_path / "e.json")
    carried = [each for each in records(tmp_path)["units"] if each["round"] == "2027"]
    assert [(each["entity"], each["standing"]) for each in carried] == [("ALPHA", "carried")]
    status = run("round", "status", store, "2027", "--json").json["entities"][0]
    assert (status["status"], status["due"], status["findings"]) == ("asked", 0, [])


@pytest.mark.parametrize("program", [[sys.executable, "-m", "inventory_app"], ["ict-inventory"]])
def test_the_program_itself_starts_and_ends_as_documented(tmp_path, entity_list, program):
    def ended(*arguments):
        done = subprocess.run(
            [*program, *map(str, arguments)],
            capture_output=True,
            check=False,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}"
                                       f"{os.environ['PATH']}"},
        )  # fmt: skip
        return done.returncode

    store = tmp_path / "s.ictinv"
    (tmp_path / "empty").mkdir()
    assert ended("init", store, "--entities", entity_list) == 0
    assert ended("merge", store, tmp_path / "empty", "--json") == 1
    assert ended() == 2
    assert ended("init", store, "--json") == 3
