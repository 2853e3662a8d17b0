"""Putting a backup in place: nothing lost, nothing half done."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from inventory_app.errors import StoreRefused, UserError
from inventory_app.services.restoring import restore_backup
from inventory_app.workspace import Workspace


def clock():
    return datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "s.ictinv"
    with Workspace.create(path, clock=clock, who="tester") as made:
        made.rounds.open("2026", as_of=date(2026, 12, 31), deadline=date(2027, 2, 26))
        made.safekeeping.backup(tmp_path / "old.ictinv")
        with made.database.writing("Take in") as transaction:
            transaction.add(
                made.database.schema["returned"],
                [
                    {
                        "id": code, "sha256": code * 8, "file_name": f"{code}.xlsx",
                        "entity": code, "round": "2026", "issue": "i",
                        "received_at": "2026-11-23T08:00:00+00:00", "on_time": True,
                        "status": "merged", "counts": {}, "report": [],
                    }
                    for code in ("UNOG", "ECA")
                ],
            )  # fmt: skip
    return path


def test_returns_that_the_backup_does_not_know_are_named(store, tmp_path):
    done = restore_backup(tmp_path / "old.ictinv", store, clock=clock)
    assert done.newer is not None
    assert sorted((each.entity, each.file_name, each.round) for each in done.newer) == [
        ("ECA", "ECA.xlsx", "2026"), ("UNOG", "UNOG.xlsx", "2026"),
    ]  # fmt: skip
    assert done.set_aside == tmp_path / "backups" / "s_20261123T083000_before-restore.ictinv"
    with Workspace.open(done.set_aside) as aside:
        assert len(aside.history.last()) == 3
        assert aside.safekeeping.verify() == []
    with Workspace.open(store) as restored:
        assert len(restored.history.last()) == 2


def test_a_backup_that_knows_them_all_leaves_nothing_to_say(store, tmp_path):
    with Workspace.open(store) as opened:
        opened.safekeeping.backup(tmp_path / "new.ictinv")
    assert restore_backup(tmp_path / "new.ictinv", store, clock=clock).newer == ()


def test_the_backup_itself_is_left_as_it_is(store, tmp_path):
    backup = tmp_path / "old.ictinv"
    before = backup.read_bytes()
    restore_backup(backup, store, clock=clock)
    assert backup.read_bytes() == before
    assert not backup.with_name("old.ictinv-wal").exists()


def test_a_store_in_write_ahead_mode_is_set_aside_whole(store, tmp_path):
    with Workspace.open(store) as opened:
        opened.rounds.open("2027", as_of=date(2027, 12, 31), deadline=date(2028, 2, 26))
        wal = store.with_name(store.name + "-wal")
        copy = store.read_bytes(), wal.read_bytes()
    store.write_bytes(copy[0])
    wal.write_bytes(copy[1])  # as after the power failed: the last change is in the log only
    done = restore_backup(tmp_path / "old.ictinv", store, clock=clock)
    assert done.set_aside is not None
    with Workspace.open(done.set_aside) as aside:
        assert list(aside.rounds.all()) == ["2026", "2027"]
    assert not wal.exists()
    with Workspace.open(store) as restored:
        assert list(restored.rounds.all()) == ["2026"]


def test_what_cannot_be_put_in_place_brings_the_old_store_back(store, tmp_path, monkeypatch):
    before = store.read_bytes()
    replace = Path.replace

    def full(self, target):
        if self.parent.name.startswith(".restore-") and Path(target) == store:
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UserError) as refused:
        restore_backup(tmp_path / "old.ictinv", store, clock=clock)
    assert (refused.value.code, refused.value.params["path"]) == ("E-DISK-FULL", store)
    assert store.read_bytes() == before


def test_a_folder_is_not_replaced(store, tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="is a folder"):
        restore_backup(store, tmp_path / "folder", clock=clock)


def test_a_backup_that_is_not_there_is_refused(store, tmp_path):
    before = store.read_bytes()
    with pytest.raises(StoreRefused):
        restore_backup(tmp_path / "none.ictinv", store, clock=clock)
    assert store.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
