"""Stores of other versions of the program: an older one is brought up to date, a newer refused."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, select

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


def second_version(path):
    """Make a store with the structure of version 2, with an issue and an open query."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = create_engine(f"sqlite:///{first_version(path)}")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.exec_driver_sql("UPDATE meta SET value = '2' WHERE key = 'schema_version'")
        connection.exec_driver_sql(
            "INSERT INTO issue VALUES ('i', '2026', 'A', 1, 'en', '2026-07-01T12:00:00+00:00',"
            " 'x', 'a.xlsx', 'f')"
        )
        connection.exec_driver_sql(
            "INSERT INTO query (id, round, entity, sheet, uid, field, question, status, opened_by,"
            " opened_at) VALUES ('q', '2026', 'A', 'units', 'UN-1', 'name', 'Is it?', 'open',"
            " 'me', '2026-07-02T12:00:00+00:00')"
        )
        connection.commit()
    engine.dispose()
    return path


def test_queries_of_the_second_version_are_still_asked(tmp_path):
    path = second_version(tmp_path / "old.ictinv")
    assert "sent_in" not in columns(path, "query")
    with Workspace.open(path, clock=clock, who="tester") as workspace:
        unit = Record(sheet="units", uid="UN-1", entity="A", round="2026", values={"name": "ICT"})
        with workspace.database.writing("Add") as transaction:
            table = workspace.database.schema.records["units"]
            transaction.add(table, [record_row(unit, round_code="2026", standing="imported")])
        [query] = workspace.register.queries("2026")
        assert (query.question, query.status, query.held, query.code) == (
            "Is it?", "open", None, "",
        )  # fmt: skip
        row = workspace.register.of("2026").row("A")
        assert (row.issued.number, row.queries, row.participation.issues) == (1, 1, 1)
        [file] = workspace.query_workbooks.write("2026", tmp_path / "out").files
        assert (file.number, file.questions) == (2, 1)
        [query] = workspace.register.queries("2026")
        assert (query.status, query.held.value) == ("sent", "ICT")
        workspace.history.undo()
        assert workspace.register.queries("2026")[0].status == "open"
    [backup] = (tmp_path / "backups").iterdir()
    assert "sent_in" not in columns(backup, "query")


def test_decisions_on_duplicates_can_be_kept_in_a_store_of_an_older_version(tmp_path):
    path = first_version(tmp_path / "old.ictinv")
    assert columns(path, "duplicate") == set()
    uids = ["SY-1", "SY-2"]
    with Workspace.open(path, clock=clock, who="tester") as workspace:
        assert workspace.duplicates.decisions() == ()
        table = workspace.database.schema.records["systems"]
        with workspace.database.writing("Add") as transaction:
            for uid in uids:
                system = Record(
                    sheet="systems", uid=uid, entity="A", round="2026", values={"name": "Umoja"}
                )
                row = record_row(system, round_code="2026", standing="imported")
                transaction.add(table, [row])
        joined = workspace.duplicates.join("2026", uids, {"vendor": "SY-2"})
    with Workspace.open(path, clock=clock, who="tester") as again:
        assert again.duplicates.decisions() == (joined,)
        again.history.undo()
        assert again.duplicates.decisions() == ()


def five_sheets():
    """Return the catalogue as it was before desks, networks, devices, contracts and projects."""
    later = {"service_desks", "networks", "devices", "contracts", "projects"}
    gained = {"in_baseline", "bia_approved_on", "maturity_basis", "months_vacant", "contract"}
    sheets = {
        sheet.name: replace(
            sheet,
            fields={name: field for name, field in sheet.fields.items() if name not in gained},
        )
        for sheet in CATALOGUE
        if sheet.name not in later
    }
    return replace(CATALOGUE, version="five", sheets=sheets)


def test_a_store_of_five_sheets_gains_the_other_tables_and_columns_and_keeps_its_records(tmp_path):
    path = tmp_path / "five.ictinv"
    unit = Record(
        sheet="units", uid="UN-1", entity="A", round="2026", values={"unit_code": "X", "name": "Y"}
    )
    old = Database.create(path, five_sheets(), who="x", clock=clock)
    with old.writing("Add") as transaction:
        row = record_row(unit, round_code="2026", standing="imported")
        transaction.add(old.schema.records["units"], [row])
    old.close()
    assert columns(path, "rec_projects") == set()
    assert "f_maturity_basis" not in columns(path, "rec_units")
    desk = Record(
        sheet="service_desks", uid="SD-1", entity="A", round="2026",
        values={"desk_code": "SD", "contacts_received": 7200},
    )  # fmt: skip
    database = Database.open(path, CATALOGUE, who="x", clock=clock)
    table = database.schema.records["service_desks"]
    with database.writing("Add") as transaction:
        transaction.add(table, [record_row(desk, round_code="2026", standing="imported")])
    with database.reading() as connection:
        kept = connection.execute(select(database.schema.records["units"])).mappings().one()
        added = connection.execute(select(table)).mappings().one()
    database.close()
    assert (kept["uid"], kept["f_name"], kept["f_maturity_basis"]) == ("UN-1", "Y", None)
    assert (added["f_desk_code"], added["f_contacts_received"]) == ("SD", 7200)
    for name, each in Schema(CATALOGUE).records.items():
        assert columns(path, each.name) == set(each.columns.keys()), name
    [backup] = (tmp_path / "backups").iterdir()
    assert columns(backup, "rec_projects") == set()


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
