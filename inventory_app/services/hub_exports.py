"""The export of a hub with its history: made into a store again, which is looked at like one."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DBAPIError

from inventory_app.domain.fields import Catalogue
from inventory_app.errors import StoreRefused
from inventory_app.formats.exact_json import exact_json
from inventory_app.paths import file_size
from inventory_app.services.export_history import HISTORY, ORIGINALS, STORE
from inventory_app.services.exports import FORMAT, record_object
from inventory_app.store import queries
from inventory_app.store.copies import LARGEST, unsound
from inventory_app.store.database import SUFFIX, Database
from inventory_app.store.recorder import insert_rows
from inventory_app.store.schema import SCHEMA_VERSION, Schema, from_text
from inventory_app.texts import N_

_BEGINNING = f'{{"format": {FORMAT},\n"{STORE}": {{'.encode()
_END = b"]}\n"  # no other line ends like this
_PART = re.compile(rb'"([a-z_]+)": [\[{]')
_LONGEST_LINE = 512 << 20  # bytes: ten times the returns of a large round in one change set
_decode = json.JSONDecoder().raw_decode
Images = dict[tuple[str, str], dict[str, Any] | None]


def is_export(path: Path) -> bool:
    """Whether a file is an export that holds the history, by its beginning."""
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as file:
                return file.read(len(_BEGINNING)) == _BEGINNING
    return False


def rebuilt(path: Path, folder: Path, catalogue: Catalogue, clock: Callable[[], datetime]) -> Path:
    """Make the store of an export again in *folder*, from its history alone; return its file.

    Raises `Refused` where the records that the export shows are not those of its history,
    `StoreRefused` where a newer program wrote it, and what a malformed file makes Python raise.
    The hashes of the history are not looked at here: verify what comes out.
    """
    if file_size(path) > LARGEST:
        raise unsound(path, "size")
    target = folder / f"export{SUFFIX}"
    database = Database.create(target, catalogue, who="", clock=clock)
    try:
        with database.keeping() as connection:
            _fill(path, connection, database.schema)
        with database.reading() as connection:
            if not _agrees(path, connection, database.schema):
                raise unsound(path, "S-ROW-CHANGED")
    except DBAPIError as error:
        raise unsound(path, type(error).__name__) from error
    finally:
        database.close()
    return target


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the line of each object with the member that it belongs to."""
    part, last = "", b""
    with path.open("rb") as file:
        while line := file.readline(_LONGEST_LINE):
            last = line
            found = _PART.match(line)
            if found:
                part = found[1].decode()
                if part == STORE:
                    yield part, line[found.end() - 1 :]
            elif line.startswith(b"{"):
                yield part, line
    if not last.endswith(_END):
        raise ValueError("cut off")


def _fill(path: Path, connection: Connection, schema: Schema) -> None:
    told: Images = {}
    for part, line in _lines(path):
        if part == STORE:
            _name(path, connection, schema, _read(line))
        elif part == HISTORY:
            _change(connection, schema, told, _read(line))
        elif part == ORIGINALS:
            kept = _read(line)
            row = {**kept, "data": b64decode(kept["data"], validate=True)}
            insert_rows(connection, schema["original"], [row])
    by_table: dict[str, list[dict[str, object]]] = defaultdict(list)
    for (name, _key), image in told.items():
        if image is not None:
            columns = schema.by_name[name].columns
            by_table[name].append({n: from_text(columns[n], kept) for n, kept in image.items()})
    for name, rows in by_table.items():
        insert_rows(connection, schema.by_name[name], rows)


def _read(line: bytes) -> dict[str, Any]:
    found = _decode(line.decode("utf-8"))[0]
    if not isinstance(found, dict):
        raise TypeError("not an object")
    return found


def _name(path: Path, connection: Connection, schema: Schema, store: Mapping[str, Any]) -> None:
    if store["schema"] > SCHEMA_VERSION:
        raise StoreRefused(
            "E-STORE-NEWER",
            N_("“{path}” was written by a newer version of this program."),
            N_("Install the newer version; nothing has been changed."),
            path=path,
        )
    connection.execute(insert(schema["meta"]), [{"key": "store", "value": str(store["id"])}])


def _change(connection: Connection, schema: Schema, told: Images, change: dict[str, Any]) -> None:
    """Write one change set as the log keeps it, and note what has become of each row."""
    rows, table = change.pop("rows"), schema["row_change"]
    connection.execute(insert(schema["change_set"]), [change])
    images = [
        {"change_set": change["number"], "table_name": t, "row_key": k, "before": b, "after": a}
        for t, k, b, a in rows
    ]
    if images:
        insert_rows(connection, table, images)
    for name, key, _before, after in rows:
        place = (name, key)
        told[place] = None if after is None else (told.get(place) or {}) | json.loads(after)


def _agrees(path: Path, connection: Connection, schema: Schema) -> bool:
    """Whether the records that the export shows are those that its history gives."""
    rounds = queries.rounds(connection, schema)
    shown = ((part, line) for part, line in _lines(path) if part in schema.records)
    for sheet in schema.catalogue:
        for code in rounds:
            found = queries.records(connection, schema, code, sheets=[sheet.name])
            for by_sheet in found.values():
                for record in by_sheet[sheet.name]:
                    part, line = next(shown, ("", b""))
                    text = exact_json(record_object(sheet, record))
                    same = line.startswith(text.encode()) or (
                        line and _read(line) == json.loads(text)
                    )
                    if part != sheet.name or not same:
                        return False
    return next(shown, None) is None
