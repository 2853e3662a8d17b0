"""Stores and workbooks of every earlier version of the program, as it left them.

`scripts/keep-version` made the files; versions 3 and 4 never left the house and are made from the
store of version 2 by their own migrations.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from inventory_app.domain.grids import GridQuery
from inventory_app.domain.merging import Answer
from inventory_app.store import migrations
from inventory_app.store.schema import SCHEMA_VERSION
from inventory_app.workspace import Workspace

KEPT = Path(__file__).parents[1] / "reference" / "upgrade"
FOLDERS = sorted(folder.name for folder in KEPT.iterdir())
VERSIONS = {name: (name, None) for name in FOLDERS} | {
    "schema-3": ("schema-2", "0003"),
    "schema-4": ("schema-2", "0004"),
}


def unpacked(name, target):
    target.write_bytes(gzip.decompress((KEPT / name / "store.ictinv.gz").read_bytes()))
    return target


def migrated(store, revision):
    """Bring *store* to *revision*, as the program of that time did."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = create_engine(f"sqlite:///{store}")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        version = str(int(revision))
        connection.exec_driver_sql(
            f"UPDATE meta SET value = '{version}' WHERE key = 'schema_version'"
        )
        connection.commit()
    engine.dispose()


def schema_of(store):
    connection = sqlite3.connect(store)
    try:
        [[version]] = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'")
    finally:
        connection.close()
    return int(version)


@pytest.fixture(params=sorted(VERSIONS))
def old(request, tmp_path):
    """Return a store of an earlier version, and its number."""
    folder, revision = VERSIONS[request.param]
    store = unpacked(folder, tmp_path / "old.ictinv")
    if revision:
        migrated(store, revision)
    return store, int(request.param.removeprefix("schema-"))


def systems(run, store, target):
    assert run("export", store, "--out", target).status == 0
    kept = json.loads(target.read_text("utf-8"))["records"]["systems"]
    return {record["values"]["name"]: record for record in kept}


def test_a_store_is_kept_of_every_version_that_there_was():
    assert {int(name.removeprefix("schema-")) for name in VERSIONS} >= set(range(1, SCHEMA_VERSION))
    assert max(int(name.removeprefix("schema-")) for name in VERSIONS) <= SCHEMA_VERSION


def test_a_store_of_an_earlier_version_opens_after_a_backup_and_is_sound(run, old, tmp_path):
    store, version = old
    assert schema_of(store) == version
    before = store.read_bytes()
    assert run("verify", store).status == 0
    assert schema_of(store) == SCHEMA_VERSION
    if version < SCHEMA_VERSION:
        [backup] = (tmp_path / "backups").iterdir()
        assert "before-upgrade" in backup.name
        assert schema_of(backup) == version
        assert len(backup.read_bytes()) >= len(before) // 2


def test_what_was_reported_is_still_there(run, old, tmp_path):
    store, _ = old
    kept = systems(run, store, tmp_path / "all.json")
    assert set(kept) == {"Payroll", "Rooms", "Courrier"}
    assert Decimal(kept["Payroll"]["values"]["run_cost"]) == Decimal("1300.75")
    assert kept["Rooms"]["values"]["run_cost"] == "0.00", "zero is an answer"
    assert "users_active" not in kept["Rooms"]["values"], "and nothing is none"
    log = json.loads(run("log", store, "--json").out)
    labels = [each["label"] for each in log["changes"]]
    assert any("returned.xlsx" in label for label in labels)
    status = json.loads(run("round", "status", store, "--json").out)
    assert {row["entity"] for row in status["entities"]} == {"ONE", "TWO"}


@pytest.mark.parametrize("name", FOLDERS)
def test_a_workbook_of_an_earlier_version_is_read_and_merged(run, name, tmp_path):
    store, later = unpacked(name, tmp_path / "old.ictinv"), KEPT / name / "later.xlsx"
    checked = json.loads(run("check", later, "--json").out)
    [file] = checked["files"]
    assert (file["entity"], file["round"], file["status"]) == ("ONE", "2026", "checked")
    merged = run("merge", store, later, "--json")
    [file] = json.loads(merged.out)["files"]
    assert "reason" not in file
    kept = systems(run, store, tmp_path / "all.json")
    assert Decimal(kept["Payroll"]["values"]["run_cost"]) == Decimal("1300.75"), "both changed it"
    run("merge", store, later, "--resolve", "theirs")
    kept = systems(run, store, tmp_path / "all.json")
    assert Decimal(kept["Payroll"]["values"]["run_cost"]) == Decimal("1400.25")
    assert run("verify", store).status == 0


@pytest.mark.parametrize("name", FOLDERS)
def test_a_workbook_without_a_question_of_today_leaves_its_answer_alone(run, name, tmp_path):
    store, later = unpacked(name, tmp_path / "old.ictinv"), KEPT / name / "later.xlsx"
    query = GridQuery(sheet="units", round="2026", entities=("ONE",))
    with Workspace.open(store, who="tester") as workspace:
        [uid] = workspace.records.uids(query)
        given = {"all_staff_fte": Answer(Decimal("240.50"), None)}
        workspace.records.change("units", "2026", [uid], given)
    merged = json.loads(run("merge", store, later, "--resolve", "theirs", "--json").out)
    assert "reason" not in merged["files"][0]
    with Workspace.open(store, who="tester") as workspace:
        unit = workspace.records.get("units", uid, "2026").record
    assert unit.values["all_staff_fte"] == Decimal("240.50")
    assert unit.values["users_served"] == 120
