"""Stores of other versions of the program: an older one is brought up to date, a newer refused."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.records import Record
from inventory_app.errors import StoreRefused
from inventory_app.services.rounds import record_row
from inventory_app.store import migrations
from inventory_app.store.database import APPLICATION_ID, Database
from inventory_app.store.schema import SCHEMA_VERSION, Schema
from inventory_app.workspace import Workspace

CATALOGUE = catalogues.default()


def clock():
    return datetime(2026, 7, 1, 12, tzinfo=UTC)


def first_version(path):
    """Make a store with the structure of version 1, by its own migration."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for table in Schema(CATALOGUE).records.values():
            indices, table.indexes = table.indexes, set()  # version 1 had none
            table.create(connection)
            table.indexes = indices
        connection.exec_driver_sql(
            "INSERT INTO meta VALUES ('schema_version', '1'), ('catalogue', ?),"
            " ('store', 'abc'), ('signing_key', '00')",
            (CATALOGUE.version,),
        )
        connection.exec_driver_sql(
            "INSERT INTO entity (id, type, language, scope, names) VALUES"
            """ ('A', 'OAH', 'en', 'secretariat', '{"en": "A"}')"""
        )
        connection.exec_driver_sql(
            "INSERT INTO round (id, as_of, deadline, opened_at, catalogue_version, parameters,"
            " sequence) VALUES ('2026', '2026-06-30', '2026-09-30', 'x', 'x', '{}', 1)"
        )
        connection.exec_driver_sql(
            "INSERT INTO participation VALUES ('2026/A', '2026', 'A', 'en', 'OAH')"
        )
        connection.commit()
    engine.dispose()
    return path


def columns(path, table):
    with sqlite3.connect(path) as connection:
        return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def indices(path, table):
    with sqlite3.connect(path) as connection:
        return {row[1] for row in connection.execute(f"PRAGMA index_list({table})")}


def test_a_store_of_the_first_version_is_brought_up_to_date_after_a_backup(tmp_path):
    path = first_version(tmp_path / "old.ictinv")
    assert columns(path, "query") == set()
    with Workspace.open(path, clock=clock, who="tester") as workspace:
        assert workspace.database.setting("schema_version") == str(SCHEMA_VERSION)
        [row] = workspace.register.of("2026").rows
        assert (row.entity.code, row.approved, row.deadline) == ("A", False, date(2026, 9, 30))
        unit = Record(sheet="units", uid="UN-1", entity="A", round="2026", values={"name": "ICT"})
        with workspace.database.writing("Add") as transaction:
            table = workspace.database.schema.records["units"]
            transaction.add(table, [record_row(unit, round_code="2026", standing="imported")])
        workspace.register.approve("2026", ["A"])
        assert workspace.register.of("2026").row("A").approved
        assert workspace.reviews.remembered() == ()
    [backup] = (tmp_path / "backups").iterdir()
    assert "before-upgrade" in backup.name
    assert columns(backup, "query") == set()
    assert "approved_at" not in columns(backup, "participation")


def test_an_upgraded_store_is_built_as_a_new_one_is(tmp_path):
    old = first_version(tmp_path / "old.ictinv")
    Database.open(old, CATALOGUE, who="x", clock=clock).close()
    Database.create(tmp_path / "new.ictinv", CATALOGUE, who="x", clock=clock).close()
    for table in Schema(CATALOGUE).by_name:
        assert columns(old, table) == columns(tmp_path / "new.ictinv", table), table
        assert indices(old, table) == indices(tmp_path / "new.ictinv", table), table


def test_the_tables_of_the_program_are_those_of_the_migrations(tmp_path):
    Database.create(tmp_path / "new.ictinv", CATALOGUE, who="x", clock=clock).close()
    for name, table in Schema(CATALOGUE).by_name.items():
        assert columns(tmp_path / "new.ictinv", name) == set(table.columns.keys()), name


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(tmp_path):
    path = first_version(tmp_path / "old.ictinv")
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE query (x)")  # stands in the way
    before = columns(path, "participation")
    with pytest.raises(StoreRefused):
        Database.open(path, CATALOGUE, who="x", clock=clock)
    assert columns(path, "participation") == before
    with sqlite3.connect(path) as connection:
        kept = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    assert kept == ("1",)


def test_a_store_of_a_newer_version_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "new.ictinv"
    Database.create(path, CATALOGUE, who="x", clock=clock).close()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "UPDATE meta SET value = ? WHERE key = 'schema_version'", (str(SCHEMA_VERSION + 1),)
        )
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreRefused) as refused:
        Database.open(path, CATALOGUE, who="x", clock=clock)
    assert refused.value.code == "E-STORE-NEWER"
    assert path.read_bytes() == before
