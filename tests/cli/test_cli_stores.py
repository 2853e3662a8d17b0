"""Commands on a whole store, on real files."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest


def test_init_makes_a_store_with_the_entities_of_the_program(run, tmp_path):
    result = run("init", tmp_path / "new.ictinv", "--json")
    assert result.status == 0
    assert result.json["entities"] > 100
    assert Path(result.json["store"]).is_file()
    assert result.err == ""


def test_init_takes_a_list_of_ones_own(run, tmp_path, entity_list):
    result = run("init", tmp_path / "new.ictinv", "--entities", entity_list)
    assert (result.status, result.err) == (0, "")
    assert "3 entities" in result.out


def test_init_never_replaces_a_file(run, store):
    before = store.read_bytes()
    result = run("init", store)
    assert (result.status, result.out) == (3, "")
    assert result.err.count("\n") == 1
    assert "exists already. Choose another name" in result.err
    assert store.read_bytes() == before


def test_a_list_that_is_not_there_is_refused_by_name(run, tmp_path):
    result = run("init", tmp_path / "new.ictinv", "--entities", tmp_path / "none.toml", "--json")
    assert result.status == 3
    assert result.json["error"]["code"] == "E-NO-FILE"
    assert "none.toml" in result.json["error"]["message"]
    assert "none.toml" in result.err
    assert not (tmp_path / "new.ictinv").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["round", "status"], ["undo"], ["log"], ["verify"], ["backup"],
        ["export", "--out", "x.json"],
    ],
)  # fmt: skip
def test_a_store_that_is_not_there_is_refused(run, tmp_path, arguments):
    missing = tmp_path / "none.ictinv"
    place = 2 if arguments[0] == "round" else 1
    line = [*arguments[:place], missing, *arguments[place:]]
    result = run(*line, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-NO-STORE")
    assert list(tmp_path.glob("*.ictinv")) == []


def test_something_else_is_not_taken_for_a_store(run, tmp_path):
    other = tmp_path / "other.ictinv"
    other.write_text("a text")
    result = run("verify", other)
    assert result.status == 3
    assert "not a store of this program" in result.err


def test_backup_makes_a_dated_copy_beside_the_store(run, store):
    made = Path(run("backup", store, "--json").json["backup"])
    assert made.parent == store.parent / "backups"
    assert run("verify", made).status == 0


def test_backup_goes_where_it_is_told_and_replaces_nothing(run, store, tmp_path):
    target = tmp_path / "new folder" / "copy.ictinv"
    assert run("backup", store, "--out", target).status == 0
    before = target.read_bytes()
    for place in (target, store):
        result = run("backup", store, "--out", place, "--json")
        assert (result.status, result.json["error"]["code"]) == (3, "E-EXISTS")
    assert target.read_bytes() == before


def test_backup_into_a_folder_gets_a_dated_name(run, store, tmp_path):
    (tmp_path / "safe").mkdir()
    made = Path(run("backup", store, "--out", tmp_path / "safe", "--json").json["backup"])
    assert made.parent == tmp_path / "safe"
    assert made.name.startswith("s_")
    assert made.is_file()


def test_verify_finds_nothing_in_a_sound_store(run, store):
    assert run("verify", store, "--json").json == {
        "store": str(store), "sound": True, "doubts": [],
    }  # fmt: skip
    result = run("verify", store)
    assert (result.status, result.out.count("\n")) == (0, 1)


def test_verify_names_what_another_program_changed(run, store):
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE entity SET duty_station = 'MOON' WHERE id = 'BETA'")
    result = run("verify", store)
    assert result.status == 1
    assert "S-ROW-CHANGED  BETA in entity" in result.out
    document = run("verify", store, "--json").json
    assert (document["sound"], document["doubts"][0]["code"]) == (False, "S-ROW-CHANGED")


def test_restore_takes_the_place_of_the_store_and_keeps_what_was_there(run, store, tmp_path):
    run("backup", store, "--out", tmp_path / "old.ictinv")
    run("round", "open", store, "2027", "--as-of", "2027-12-31", "--deadline", "2028-12-31")
    result = run("restore", tmp_path / "old.ictinv", store, "--json")
    assert result.status == 0
    assert result.json["newer_returns"] == []
    aside = Path(result.json["set_aside"])
    assert [each["number"] for each in run("log", aside, "--json").json["changes"]] == [3, 2, 1]
    assert [each["number"] for each in run("log", store, "--json").json["changes"]] == [2, 1]
    assert run("verify", store).status == 0
    assert [each.name for each in tmp_path.glob(".*")] == []


def test_restore_makes_a_store_where_there_is_none(run, store, tmp_path):
    result = run("restore", store, tmp_path / "new.ictinv", "--json")
    assert (result.status, result.json["set_aside"]) == (0, None)
    assert run("verify", tmp_path / "new.ictinv").status == 0


def test_restore_refuses_a_backup_that_was_tampered_with(run, store, tmp_path):
    bad = Path(shutil.copy(store, tmp_path / "bad.ictinv"))
    with closing(sqlite3.connect(bad)) as connection, connection:
        connection.execute("UPDATE entity SET duty_station = 'MOON' WHERE id = 'BETA'")
    before = store.read_bytes()
    result = run("restore", bad, store, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-BACKUP-DOUBTFUL")
    assert store.read_bytes() == before


def test_restore_refuses_a_backup_that_is_none(run, store, tmp_path):
    (tmp_path / "bad.ictinv").write_bytes(store.read_bytes()[:5000])
    before = store.read_bytes()
    assert run("restore", tmp_path / "bad.ictinv", store).status == 3
    assert run("restore", tmp_path / "none.ictinv", store).status == 3
    assert run("restore", store, store, "--json").json["error"]["code"] == "E-SAME-FILE"
    nowhere = tmp_path / "none" / "s.ictinv"
    assert run("restore", store, nowhere, "--json").json["error"]["code"] == "E-NO-FOLDER"
    assert store.read_bytes() == before


def test_restore_replaces_a_damaged_store_and_says_that_it_could_not_be_read(run, store, tmp_path):
    run("backup", store, "--out", tmp_path / "old.ictinv")
    ruin = b"SQLite format 3\0" + bytes(4000)
    store.write_bytes(ruin)
    result = run("restore", tmp_path / "old.ictinv", store, "--json")
    assert (result.status, result.json["newer_returns"]) == (1, None)
    assert Path(result.json["set_aside"]).read_bytes() == ruin
    assert run("verify", store).status == 0


def test_a_store_that_is_being_written_is_not_replaced(run, store, tmp_path, monkeypatch):
    monkeypatch.setattr("inventory_app.store.database.BUSY_SECONDS", 0.1)
    run("backup", store, "--out", tmp_path / "old.ictinv")
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = run("restore", tmp_path / "old.ictinv", store, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-LOCKED")
    assert run("verify", store).status == 0


def test_a_folder_that_cannot_be_written_is_refused_by_name(run, store, tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = run("export", store, "--out", tmp_path / "file" / "x.json", "--json")
    assert result.status == 3
    assert "x.json" in result.json["error"]["message"]
    assert run("backup", store, "--out", tmp_path / "file" / "x.ictinv").status == 3


def test_init_names_a_folder_that_is_not_there(run, tmp_path):
    result = run("init", tmp_path / "nowhere" / "s.ictinv", "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-NO-FOLDER")
    assert list(tmp_path.glob("nowhere")) == []


def _set_schema_version(store, text):
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (text,))
        connection.commit()


def test_a_newer_store_is_refused_by_its_own_name_and_left_alone(run, store, tmp_path):
    _set_schema_version(store, "99")
    before = store.read_bytes()
    result = run("undo", store, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-STORE-NEWER")
    assert list(tmp_path.glob("*.ictinv*")) == [store]
    result = run("restore", store, tmp_path / "other.ictinv", "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-STORE-NEWER")
    assert f"“{store}”" in result.err
    assert store.read_bytes() == before
    assert not (tmp_path / "other.ictinv").exists()


def test_a_store_without_sense_in_its_settings_is_called_damaged(run, store):
    _set_schema_version(store, "latest")
    assert run("verify", store, "--json").json["error"]["code"] == "E-DAMAGED"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("DROP TABLE meta")
        connection.commit()
    result = run("verify", store, "--json")
    assert (result.status, result.json["error"]["code"]) == (3, "E-DAMAGED")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_is_refused_instead_of_waited_for(run, store, tmp_path):
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    for arguments in (["check", pipe], ["merge", store, pipe]):
        result = run(*arguments, "--json")
        assert result.status == 1
        assert result.json["files"][0]["reason"]["code"] == "F-UNREACHABLE"
    for arguments in (
        ["import", store, "units", pipe, "--round", "2026"],
        ["import", store, "units", store, "--round", "2026", "--map", pipe],
        ["init", tmp_path / "new.ictinv", "--entities", pipe],
    ):
        assert run(*arguments).status == 3
    assert not (tmp_path / "new.ictinv").exists()


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE original SET data = x'00'", "S-ROW-CHANGED"),
        ("DELETE FROM change_set WHERE number = (SELECT max(number) FROM change_set)", "S-LOG-GAP"),
        ("UPDATE meta SET value = '00' WHERE key = 'signing_key'", "S-KEY-CHANGED"),
    ],
)
def test_verify_names_altered_originals_and_a_cut_log(run, answered, statement, code):
    with closing(sqlite3.connect(answered)) as connection:
        assert connection.execute(statement).rowcount == 1
        connection.commit()
    result = run("verify", answered, "--json")
    assert (result.status, [doubt["code"] for doubt in result.json["doubts"]]) == (1, [code])
