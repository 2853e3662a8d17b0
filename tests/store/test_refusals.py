"""What is said when SQLite cannot go on."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from inventory_app.store.refusals import refusal


@pytest.mark.parametrize(("free", "code"), [(4096, "E-DISK-FULL"), (1 << 30, "E-STORE")])
def test_a_failure_on_a_full_disk_is_called_that(tmp_path, monkeypatch, free, code):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free))
    store = tmp_path / "s.ictinv"
    assert refusal(store, sqlite3.OperationalError("disk I/O error")).code == code
