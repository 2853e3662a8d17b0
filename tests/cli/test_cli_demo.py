"""The invented round, from the command line."""

from __future__ import annotations

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
