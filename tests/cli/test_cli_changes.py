"""The log, and taking back."""

from __future__ import annotations

import re

from inventory_app.domain.merging import Answer
from inventory_app.workspace import Workspace


def test_the_log_says_number_time_name_label_and_size_newest_first(run, store):
    lines = run("log", store).out.splitlines()
    assert re.split(r"  +", lines[0]) == ["No.", "Time", "Who", "What", "Rows"]
    assert re.match(r"  2  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*Open round 2026 +\d+$", lines[1])
    assert re.match(r"  1  .*Add 3 entities +3$", lines[2])


def test_the_log_is_as_long_as_asked(run, store):
    document = run("log", store, "--limit", 1, "--json").json
    [change] = document["changes"]
    assert (change["number"], change["label"], change["rows"]) == (2, "Open round 2026", 4)
    assert (change["origin"], change["undoes"], change["undone_by"]) == ("typed", None, None)


def test_undo_says_what_it_took_back_and_the_log_shows_both(run, store):
    result = run("undo", store)
    assert result.status == 0
    assert result.out.startswith("Taken back: change 2, “Open round 2026”, by ")
    assert result.out.rstrip().endswith("4 rows.")
    newest, undone, first = run("log", store, "--json").json["changes"]
    assert (newest["number"], newest["undoes"], newest["label"]) == (3, 2, "Undo change 2")
    assert (undone["undone_by"], first["undone_by"]) == (3, None)
    assert "taken back by 3" in run("log", store).out


def test_one_change_among_many_is_taken_back_and_what_stays_is_named(run, store):
    with Workspace.open(store, who="anna") as made:
        uid = made.records.add("units", "2026", "ALPHA", {"unit_code": Answer("U1", None)})
        for value, name in ((10, "reports_to"), (20, "users_served")):
            changed = {"users_served": Answer(value, None), name: Answer(value, None)}
            if name == "reports_to":
                changed[name] = Answer("Director", None)
            made.records.change("units", "2026", [uid], changed)
    before = run("log", store, "--json").json
    tried = run("undo", store, "--change", 4, "--dry-run")
    assert tried.out.splitlines()[:2] == ["1 row comes back", "1 part stays as it is"]
    assert run("log", store, "--json").json == before
    result = run("undo", store, "--change", 4)
    assert result.status == 0
    assert result.out.startswith("Taken back: change 4, ")
    [stays] = [line for line in result.out.splitlines() if line.startswith("  ")]
    assert re.fullmatch(
        r"  Units: U1, Active users served\. Changed later by: change 5, .*, anna", stays
    )
    with Workspace.open(store) as made:
        values = made.records.get("units", uid, "2026").record.values
    assert (values["users_served"], values.get("reports_to")) == (20, None)
    assert run("undo", store, "--change", 99, "--json").json["error"]["code"] == "E-NO-CHANGE"


def test_undo_goes_on_to_what_was_done_before(run, store):
    assert run("undo", store, "--json").json["undone"]["number"] == 2
    assert run("undo", store, "--json").json["undone"]["number"] == 1
    result = run("undo", store, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-NOTHING-TO-UNDO")


def test_labels_are_in_the_language_of_the_reader(run, store, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert run("log", store, "--json").status == 0
