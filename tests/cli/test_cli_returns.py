"""Commands on workbooks that came back."""

from __future__ import annotations

import hashlib
import json

import pytest

COUNTS = ["new", "changed", "unchanged", "conflicting", "missing", "rejected"]


def test_check_needs_no_store_and_names_cells(run, returned, fill, workbook, unit):
    bad = fill(workbook("BETA")).type("units", **unit | {"approved_posts": "many"})
    path = bad.save(returned / "beta.xlsx")
    result = run("check", path, "--json")
    assert result.status == 1
    [file] = result.json["files"]
    assert (file["entity"], file["round"], file["language"]) == ("BETA", "2026", "en")
    assert file["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    [finding] = [each for each in file["findings"] if each["code"] == "V-NUMBER"]
    assert list(finding) == [
        "code", "sheet", "cell", "found", "expected", "text", "fix", "strength", "tab", "uid",
        "field",
    ]  # fmt: skip
    assert (finding["sheet"], finding["field"], finding["found"]) == (
        "units", "approved_posts", "many",
    )  # fmt: skip
    assert finding["strength"] == "blocks"
    assert finding["cell"]
    assert "approved_posts" not in finding["text"]
    assert "many" in finding["text"]
    shown = run("check", path).out
    assert finding["cell"] in shown
    assert finding["fix"] in shown


def test_check_names_what_is_no_workbook_and_goes_on(run, returned):
    (returned / "notes.txt").write_text("not a workbook")
    result = run("check", returned / "notes.txt", returned / "alpha.xlsx", "--json")
    assert result.status == 1
    notes, alpha = result.json["files"]
    assert (notes["status"], alpha["status"]) == ("unreadable", "checked")
    assert set(notes["reason"]) == {"code", "message", "suggestion"}
    assert "reason" not in alpha


def test_merge_takes_in_a_folder_and_says_what_came(run, store, returned):
    result = run("merge", store, returned, "--json")
    assert result.status == 0
    assert list(result.json) == ["files", "backup", "dry_run", "cancelled"]
    [file] = result.json["files"]
    assert list(file) == [
        "path", "sha256", "entity", "round", "status", "counts", "findings", "conflicts",
    ]  # fmt: skip
    assert (file["entity"], file["round"], file["status"]) == ("ALPHA", "2026", "merged")
    assert list(file["counts"]) == COUNTS
    assert file["counts"]["new"] == 1
    assert file["path"] == str(returned / "alpha.xlsx")


def test_merge_shows_a_table_and_what_to_do_next(run, store, returned):
    (returned / "贝塔.txt").write_text("not a workbook")
    result = run("merge", store, returned)
    assert result.status == 1
    lines = result.out.splitlines()
    assert lines[0].split() == ["Return", "Entity", "Status", *COUNTS]
    assert lines[1].split() == ["alpha.xlsx", "ALPHA", "merged", "1", "0", "0", "0", "0", "0"]
    assert lines[3].split() == ["Total", "1", "0", "0", "0", "0", "0"]
    assert "1 file was not taken in:" in result.out
    assert "贝塔.txt: " in result.out
    assert "1 file came in." in result.out
    assert "backups" in result.out
    assert "merge them again" in result.out


def test_a_trial_changes_nothing(run, store, returned):
    before = run("log", store).out
    result = run("merge", store, returned, "--dry-run", "--json")
    assert (result.status, result.json["dry_run"], result.json["backup"]) == (0, True, None)
    assert result.json["files"][0]["counts"]["new"] == 1
    assert run("log", store).out == before
    assert "trial" in run("merge", store, returned, "--dry-run").out


def test_nothing_that_came_in_is_never_a_success(run, store, returned, tmp_path):
    (tmp_path / "empty").mkdir()
    for paths in ([tmp_path / "empty"], [tmp_path / "none"], [tmp_path / "empty", tmp_path / "no"]):
        result = run("merge", store, *paths)
        assert result.status == 1
        assert "Nothing came in" in result.out
    assert "empty” holds no files" in run("merge", store, tmp_path / "empty").err
    assert "Nothing came in" in run("merge", store, tmp_path / "empty", "--json").err
    assert "none" in run("merge", store, tmp_path / "none").out
    run("merge", store, returned)
    again = run("merge", store, returned)
    assert again.status == 1
    assert "merged before" in again.out
    assert "Nothing came in" in again.out


def test_a_file_merged_before_does_not_disturb_what_is_new(run, store, returned, fill, workbook):
    run("merge", store, returned)
    fill(workbook("BETA")).type("units", unit_code="B", name="Unit").save(returned / "beta.xlsx")
    result = run("merge", store, returned, "--json")
    statuses = [file["status"] for file in result.json["files"]]
    assert statuses == ["already-merged", "merged"]
    assert result.status == 0


def test_lock_files_and_hidden_files_are_passed_over_and_all_others_handed_over(
    run, store, returned
):
    (returned / "~$alpha.xlsx").write_bytes(b"lock")
    (returned / ".hidden.xlsx").write_bytes(b"hidden")
    (returned / ".git").mkdir()
    (returned / ".git" / "x.xlsx").write_bytes(b"hidden")
    deeper = returned / "by mail" / "more"
    deeper.mkdir(parents=True)
    (deeper / "letter.docx").write_bytes(b"PK")
    result = run("merge", store, returned, returned / "alpha.xlsx", "--json")
    paths = [file["path"] for file in result.json["files"]]
    assert paths == [str(returned / "alpha.xlsx"), str(deeper / "letter.docx")]
    assert result.json["files"][1]["status"] == "unreadable"
    assert result.status == 1


@pytest.fixture
def conflicting(run, store, answered, fill, tmp_path):
    """Return two returns of ALPHA that change one field to two values."""
    run("issue", store, "2026", "--out", tmp_path / "again", "--entity", "ALPHA")
    [second] = (tmp_path / "again").iterdir()
    one = fill(second).type("units", approved_posts=13).save(tmp_path / "one.xlsx")
    other = fill(second).type("units", approved_posts=14).save(tmp_path / "other.xlsx")
    return one, other


def posts(run, store, tmp_path):
    run("export", store, "--out", tmp_path / "e.json")
    everything = json.loads((tmp_path / "e.json").read_text("utf-8"))
    return everything["records"]["units"][0]["values"]["approved_posts"]


def test_conflicts_stay_open_until_they_are_decided(run, store, conflicting, tmp_path):
    one, other = conflicting
    assert run("merge", store, one).status == 0
    result = run("merge", store, other, "--json")
    assert result.status == 1
    [file] = result.json["files"]
    assert file["status"] == "conflicts"
    [conflict] = file["conflicts"]
    sides = [conflict[side]["value"] for side in ("issued", "ours", "theirs")]
    assert (conflict["field"], sides) == ("approved_posts", [12, 13, 14])
    assert posts(run, store, tmp_path) == 13
    status = run("round", "status", store, "--json")
    assert (status.status, status.json["totals"]["conflicts"]) == (1, 1)
    assert run("merge", store, other, "--resolve", "theirs").status == 0
    assert posts(run, store, tmp_path) == 14
    assert run("round", "status", store, "--json").json["totals"]["conflicts"] == 0


def test_a_conflict_is_shown_with_its_three_sides(run, store, conflicting):
    one, other = conflicting
    run("merge", store, one)
    result = run("merge", store, other)
    assert "1 conflict is open" in result.out
    [line] = [line for line in result.out.splitlines() if line.split()[-3:] == ["12", "13", "14"]]
    assert line.startswith("ALPHA")
    assert "--resolve ours or theirs" in result.out


def test_a_workbook_of_another_store_is_refused_by_name(run, returned, tmp_path, entity_list):
    other = tmp_path / "other.ictinv"
    run("init", other, "--entities", entity_list)
    run("round", "open", other, "2026", "--as-of", "2026-12-31", "--deadline", "2099-12-31")
    result = run("merge", other, returned, "--json")
    [file] = result.json["files"]
    assert (result.status, file["status"]) == (1, "unknown-issue")
    assert file["reason"]["code"] == "F-UNKNOWN-ISSUE"


def test_restore_says_which_returns_are_newer_than_the_backup(run, store, returned, tmp_path):
    run("backup", store, "--out", tmp_path / "old.ictinv")
    run("merge", store, returned)
    result = run("restore", tmp_path / "old.ictinv", store)
    assert result.status == 1
    assert "newer than the backup" in result.out
    assert "alpha.xlsx  ALPHA" in result.out
    assert run("merge", store, returned).status == 0


def test_a_long_file_name_does_not_push_the_figures_off_the_screen(run, store, returned):
    [file] = returned.iterdir()
    name = "answers " * 25 + ".xlsx"
    file.rename(returned / name)
    result = run("merge", store, returned)
    assert result.status in (0, 1)
    assert "answers answers" in result.out
    assert max(map(len, result.out.splitlines()[:3])) < 140
