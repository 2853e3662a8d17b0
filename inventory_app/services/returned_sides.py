"""What was issued and what came back, from the returns as they are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.merging import Answer
from inventory_app.domain.reviews import FieldPlace
from inventory_app.domain.row_matching import matched
from inventory_app.domain.workbooks import Return, ReturnedRow
from inventory_app.services.reading import read_bytes
from inventory_app.store import queries
from inventory_app.store.database import Database


class Sides(NamedTuple):
    """What a return says of one field, None where it is not known, and which return it is.

    A text that was not understood is `theirs` as it was typed.
    """

    issued: Answer | None = None
    theirs: Answer | str | None = None
    return_id: str = ""


class _Read(NamedTuple):
    content: Return
    rows: Mapping[tuple[str, str], ReturnedRow]


class ReturnedSides:
    """The returns of a round, read again where something is asked about them."""

    def __init__(self, database: Database, catalogue: Catalogue, round_code: str) -> None:
        self._database = database
        self._catalogue = catalogue
        with database.reading() as connection:
            every = queries.returns(connection, database.schema, round_code)
        self._returns: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in reversed(every):
            self._returns[row["entity"]].append(row)
        self._read: dict[str, _Read | None] = {}

    def of(self, entity: str, place: FieldPlace) -> Sides:
        """Return what the newest return that speaks of a field says of it."""
        for kept in self._returns.get(entity, ()):
            read = self._opened(kept)
            if read is None:
                continue
            sheet = read.content.sheets.get(place.sheet)
            row = read.rows.get((place.sheet, place.uid))
            if row is None or sheet is None or place.field not in sheet.fields:
                continue
            issued = read.content.issued.get(place.sheet, {}).get(place.uid)
            return Sides(
                None if issued is None
                else Answer(issued.values.get(place.field), issued.states.get(place.field)),
                _theirs(read.content, row, place.field),
                str(kept["id"]),
            )  # fmt: skip
        return Sides()

    def _opened(self, kept: Mapping[str, Any]) -> _Read | None:
        key = str(kept["id"])
        if key not in self._read:
            self._read[key] = self._opened_now(str(kept["sha256"]), str(kept["file_name"]))
        return self._read[key]

    def _opened_now(self, sha256: str, name: str) -> _Read | None:
        table = self._database.schema["original"]
        with self._database.reading() as connection:
            data = connection.scalar(select(table.c.data).where(table.c.sha256 == sha256))
        if data is None:
            return None
        content = read_bytes(Path(name), bytes(data), self._catalogue).content
        return None if content is None else _Read(content, dict(_rows(self._catalogue, content)))


def _rows(catalogue: Catalogue, content: Return) -> Iterator[tuple[tuple[str, str], ReturnedRow]]:
    for name, sheet in content.sheets.items():
        issued = content.issued.get(name, {})
        rows = matched(catalogue[name], sheet, issued, {}, content.identity.issue, [])
        yield from (((name, uid), row) for uid, row in rows)


def _theirs(content: Return, row: ReturnedRow, name: str) -> Answer | str | None:
    if name not in row.unreadable:
        return Answer(row.values.get(name), row.states.get(name))
    cell = row.cells.get(name, "")
    typed = (each.found for each in content.findings if each.cell == cell and each.field == name)
    return next((text for text in typed if text), None)
