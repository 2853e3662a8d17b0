"""The invented round, from the command line."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("arguments", "code"), [(("--entities", 1), "E-DEMO-ENTITIES"), ((), "E-DEMO-FOLDER")]
)
def test_what_cannot_be_made_is_refused_and_changes_nothing(run, tmp_path, arguments, code):
    (tmp_path / "somebody's work").touch()
    before = sorted(tmp_path.iterdir())
    result = run("demo", tmp_path, *arguments, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, code)
    assert sorted(path for path in tmp_path.iterdir() if path.name != "state") == before


def test_a_small_demonstration_is_made_as_told(run, tmp_path):
    folder = tmp_path / "demo"
    result = run("demo", folder, "--entities", 8, "--seed", 7, "--json")
    assert result.status == 0
    assert (result.json["entities"], result.json["unexpected"]) == (8, [])
    assert set(result.json["counts"]) == {
        "new", "changed", "unchanged", "conflicting", "missing", "rejected",
    }  # fmt: skip
    assert json.loads((folder / "demonstration.json").read_text("utf-8"))
    assert run("verify", folder / "demonstration.ictinv").status == 0
    shown = run("merge", folder / "demonstration.ictinv", folder / "2026" / "returned")
    assert shown.status == 1
    assert "Nothing came in" in shown.out
