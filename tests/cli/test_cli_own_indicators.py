"""Commands on the indicators of an organisation's own."""

from __future__ import annotations

import pytest

from inventory_app.languages import CODES

TEXTS = "\n".join(
    f'{key}.{code} = "Posts {code}"' for key in ("label", "definition") for code in CODES
)
OWN = f"""[indicators.X07]
group = "workforce"
unit = "ratio"
direction = "C"
missing = "M-A"
zero = "Z-1"
peers = "P-1"
clauses = []
places = 2
numerator = {{ of = "units", sum = "encumbered_posts" }}
denominator = {{ of = "units", sum = "approved_posts" }}
{TEXTS}
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN, "utf-8")
    return path


def test_one_of_ones_own_is_added_listed_shown_and_removed(run, answered, own):
    assert "no indicators of your own" in run("indicators", answered, "list").out
    assert "Added: X07." in run("indicators", answered, "add", own).out
    assert "already" in run("indicators", answered, "add", own).out
    assert "Posts en (own)" in run("indicators", answered, "list").out
    shown = run("assess", answered, "2026", "--indicator", "X07")
    assert "Posts en (own)" in shown.out
    listed = run("indicators", answered, "list", "--json").json["indicators"]
    assert [each["indicator"] for each in listed] == ["X07"]
    assert run("indicators", answered, "remove", "X07").out == "Removed: X07.\n"
    assert run("undo", answered).status == 0
    assert "X07" in run("indicators", answered, "list").out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["add"], "E-OWN-WHAT"),
        (["remove"], "E-OWN-WHAT"),
        (["remove", "X99"], "E-OWN-INDICATOR"),
    ],
)
def test_what_cannot_be_done_is_refused(run, answered, arguments, code):
    result = run("indicators", answered, *arguments, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, code)


def test_a_file_that_is_wrong_is_refused_with_the_place(run, answered, own):
    own.write_text(OWN.replace("approved_posts", "approved_post"), "utf-8")
    result = run("indicators", answered, "add", own, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-CATALOGUE")
    assert "approved_post" in result.json["error"]["message"]
