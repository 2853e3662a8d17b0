"""Indicators of an organisation's own, kept in its store beside those of the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.indicator_checks import prove
from inventory_app.domain.indicator_definitions import default_indicators, read_own
from inventory_app.domain.indicator_shapes import IndicatorDefinition, Indicators
from inventory_app.errors import UserError
from inventory_app.store.database import Database
from inventory_app.store.schema import Schema
from inventory_app.texts import N_, translator

TABLE = "own_indicator"
COLUMNS = ("id", "file_name", "text")
OWN = N_("{name} (own)")  # how they are told from those of the program wherever they are shown


@dataclass(frozen=True, kw_only=True)
class Added:
    """What a file brought: the ids of indicators that are new, and of those that it changed."""

    new: tuple[str, ...]
    changed: tuple[str, ...]


class OwnIndicators:
    """The organisation's own indicators of one store."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def all(self) -> tuple[IndicatorDefinition, ...]:
        """Return them in the order of their ids."""
        with self._database.reading() as connection:
            found = indicators_in(connection, self._database.schema)
        return tuple(each for each in found if each.own)

    def add(self, file: Path) -> Added:
        """Take in the indicators of *file*, all or none; one that is there is replaced.

        Raises `CatalogueError` for a file that is wrong, with the place, and OSError for one that
        cannot be read. A file that says the same changes nothing.
        """
        data = file.read_bytes()
        own = read_own(data, file.name, default_indicators())
        prove(own, self._catalogue)
        text = data.decode("utf-8")
        table = self._database.schema[TABLE]
        with self._database.reading() as connection:
            seen = self._database.newest_change(connection)
            there = {row["id"]: row for row in kept(connection, self._database.schema)}
        new = [name for name in own.definitions if name not in there]
        changed = [
            name for name in own.definitions if name in there and there[name]["text"] != text
        ]
        if new or changed:
            names = ", ".join(sorted([*new, *changed]))
            with self._database.writing(
                N_("Add own indicators: {indicators}"), origin="imported", seen=seen,
                indicators=names, file=file.name,
            ) as transaction:  # fmt: skip
                transaction.add(
                    table, [{"id": name, "file_name": file.name, "text": text} for name in new]
                )
                after = {"file_name": file.name, "text": text}
                transaction.change(
                    table,
                    [(name, {key: there[name][key] for key in after}, after) for name in changed],
                )
        return Added(new=tuple(new), changed=tuple(changed))

    def remove(self, name: str) -> str:
        """Take the indicator *name* away and return its id; undo brings it back.

        Raises `UserError` if the organisation has none of that name.
        """
        schema = self._database.schema
        wanted = name.strip().upper()
        with self._database.reading() as connection:
            seen = self._database.newest_change(connection)
            rows = {row["id"]: row for row in kept(connection, schema)}
        if wanted not in rows:
            raise UserError(
                "E-OWN-INDICATOR",
                N_("There is no indicator “{name}” of your own in this store."),
                N_("Those of your own are: {indicators}."),
                name=name,
                indicators=", ".join(rows) or "-",
            )
        with self._database.writing(
            N_("Remove own indicator {indicator}"), seen=seen, indicator=wanted
        ) as transaction:
            transaction.remove(schema[TABLE], [rows[wanted]])
        return wanted


def indicators_in(connection: Connection, schema: Schema) -> Indicators:
    """Return the indicators of the program and those that a store carries, which come last."""
    rows = kept(connection, schema)
    return _with(tuple((row["id"], row["file_name"], row["text"]) for row in rows))


@lru_cache(maxsize=8)
def _with(rows: tuple[tuple[str, str, str], ...]) -> Indicators:
    return default_indicators().with_own([_one(*row) for row in rows])


def _one(name: str, file_name: str, text: str) -> Indicators:
    """Return one indicator of a kept file, marked as the organisation's own in each language."""
    found = read_own(text.encode(), file_name, default_indicators())
    definition = found[name]
    labels = {code: translator(code)(OWN, name=told) for code, told in definition.labels.items()}
    return replace(found, definitions={name: replace(definition, labels=labels)})


def kept(connection: Connection, schema: Schema) -> Sequence[dict[str, Any]]:
    """Return the indicators of a store as they are kept: id, file, and its whole text."""
    table = schema[TABLE]
    rows = connection.execute(select(table).order_by(table.c.id))
    return [dict(row._mapping) for row in rows]  # noqa: SLF001
