"""Bringing a store up to date: Alembic for the structure, the catalogue for the answers."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Connection, Engine, delete, insert, inspect

from inventory_app.store.schema import SCHEMA_VERSION, Schema


def upgrade(engine: Engine, schema: Schema) -> None:
    """Run the structural migrations, then add the tables and columns that the catalogue needs.

    All in one transaction. Columns are only ever added: a retired field keeps its answers.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _answers(connection, schema)
            _remember(connection, schema)
            connection.exec_driver_sql("COMMIT")
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise


def _answers(connection: Connection, schema: Schema) -> None:
    there = inspect(connection)
    tables = set(there.get_table_names())
    operations = Operations(MigrationContext.configure(connection))
    for table in schema.records.values():
        if table.name not in tables:
            table.create(connection)
            continue
        known = {column["name"] for column in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                operations.add_column(table.name, Column(column.name, column.type))
        indexed = {index["name"] for index in there.get_indexes(table.name)}
        for index in table.indexes:
            if index.name not in indexed:
                index.create(connection)


def _remember(connection: Connection, schema: Schema) -> None:
    meta = schema["meta"]
    settings = {"schema_version": str(SCHEMA_VERSION), "catalogue": schema.catalogue.version}
    connection.execute(delete(meta).where(meta.c.key.in_(settings)))
    connection.execute(
        insert(meta), [{"key": key, "value": value} for key, value in settings.items()]
    )
