"""What an export adds for headquarters: the whole history, and the returned files byte for byte."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection, select

from inventory_app.domain.profiles import Profile
from inventory_app.errors import UserError
from inventory_app.store.database import Database
from inventory_app.store.schema import SCHEMA_VERSION, Schema
from inventory_app.texts import N_

STORE, HISTORY, ORIGINALS = "store", "history", "originals"  # the members of the document


def refuse_history(target: Path, profile: Profile, *, folder: bool) -> None:
    """Raise `UserError` where an export cannot hold the history: it would tell everything."""
    if folder or profile is not Profile.FULL:
        raise UserError(
            "E-EXPORT-HISTORY",
            N_("“{path}” cannot hold the history: only a .json file with everything in it can."),
            N_("Name a file that ends in .json, and leave --profile out."),
            path=target,
        )


def store_object(database: Database) -> dict[str, object]:
    """Return by what a store is known, without the key that seals its workbooks."""
    return {"id": database.setting("store") or "", "schema": SCHEMA_VERSION}


def change_objects(connection: Connection, schema: Schema) -> Iterator[Mapping[str, object]]:
    """Yield every change set, the oldest first, with the rows that it wrote.

    Each row is its table, its key, and what was kept of it before and after: the very texts that
    the hash of the change set was made of.
    """
    heads, rows = schema["change_set"], schema["row_change"]
    written = select(rows.c.table_name, rows.c.row_key, rows.c.before, rows.c.after)
    for head in connection.execute(select(heads).order_by(heads.c.number)):
        images = connection.execute(
            written.where(rows.c.change_set == head.number).order_by(rows.c.id)
        )
        yield {**head._mapping, "rows": [list(image) for image in images]}  # noqa: SLF001


def original_objects(connection: Connection, schema: Schema) -> Iterator[Mapping[str, object]]:
    """Yield every kept file."""
    table = schema["original"]
    for sha256 in connection.scalars(select(table.c.sha256).order_by(table.c.sha256)).all():
        kept = connection.execute(select(table).where(table.c.sha256 == sha256)).one()
        yield {
            "sha256": sha256, "file_name": kept.file_name,
            "data": b64encode(kept.data).decode("ascii"),
        }  # fmt: skip
