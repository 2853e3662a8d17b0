"""Taking in somebody's own list."""

from __future__ import annotations

import pytest

LIST = """entity,unit_code,name,approved_posts
ALPHA,ICTS,ICT Service,12
BT,IT,IT Unit,3
NOBODY,X,Unit X,1
ALPHA,HELP,Help Desk,many
"""


@pytest.fixture
def their_list(tmp_path):
    file = tmp_path / "their list.csv"
    file.write_text(LIST, encoding="utf-8")
    return file


def test_rows_come_in_and_those_that_cannot_are_named(run, store, their_list):
    result = run("import", store, "units", their_list, "--round", "2026", "--json")
    document = result.json
    assert result.status == 1
    assert [document[name] for name in ("read", "added", "changed", "unchanged", "refused")] == [
        4, 3, 0, 0, 1,
    ]  # fmt: skip
    [refused] = [line for line in document["lines"] if line["refused"]]
    assert (refused["line"], refused["code"]) == (4, "I-ENTITY-UNKNOWN")
    assert "NOBODY" in refused["text"]
    assert (document["sheet"], document["round"], document["map"]) == ("units", "2026", "")
    assert (document["map_from"], document["dry_run"]) == ("headings", False)
    entities = run("round", "status", store, "2026", "--json").json["entities"]
    statuses = {each["entity"]: each["status"] for each in entities}
    assert statuses == {"ALPHA": "imported", "BETA": "imported", "GAMMA": "asked"}


def test_the_same_list_again_changes_nothing(run, store, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("entity,unit_code,name\nALPHA,ICTS,ICT Service\n", encoding="utf-8")
    assert run("import", store, "units", file, "--round", "2026").status == 0
    result = run("import", store, "units", file, "--round", "2026", "--json")
    assert (result.status, result.json["unchanged"], result.json["added"]) == (0, 1, 0)


def test_a_trial_says_the_same_and_changes_nothing(run, store, their_list):
    before = run("log", store, "--json").json
    result = run("import", store, "units", their_list, "--round", "2026", "--dry-run")
    assert result.status == 1
    assert "Rows that were refused: I-ENTITY-UNKNOWN (1)" in result.out
    assert "line 4: " in result.out
    assert "This was a trial" in result.out
    assert run("log", store, "--json").json == before


def test_an_import_is_one_step_that_undo_takes_back(run, store, their_list):
    run("import", store, "units", their_list, "--round", "2026")
    assert "Import their list.csv into units, round 2026" in run("undo", store).out
    assert run("round", "status", store, "--json").json["totals"]["imported"] == 0


def test_a_list_of_which_nothing_came_in_is_no_success(run, store, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("entity,unit_code,name\nNOBODY,X,Unit\n", encoding="utf-8")
    result = run("import", store, "units", file, "--round", "2026")
    assert result.status == 1
    assert "Nothing came in" in result.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["rooms", "{list}", "--round", "2026"], "E-SHEET"),
        (["units", "{list}", "--round", "1999"], "E-ROUND"),
        (["units", "{list}", "--round", "2026", "--map", "none.toml"], "E-MAP-FILE"),
    ],
)
def test_what_cannot_be_imported_is_refused(run, store, their_list, arguments, code):
    line = [each.replace("{list}", str(their_list)) for each in arguments]
    result = run("import", store, *line, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, code)


def test_a_list_that_is_not_there_is_refused(run, store, tmp_path):
    result = run("import", store, "units", tmp_path / "none.csv", "--round", "2026", "--json")
    assert result.status == 3
    assert "none.csv" in result.json["error"]["message"]
