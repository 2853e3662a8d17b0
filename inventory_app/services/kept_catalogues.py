"""The definitions that earlier rounds were opened with, as the store keeps them."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, select

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.catalogue import CatalogueError
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.indicator_definitions import FOLDER as INDICATORS
from inventory_app.domain.indicator_definitions import load_indicators
from inventory_app.domain.indicator_shapes import Indicators
from inventory_app.store.schema import Schema

Kept = TypeVar("Kept")
_FILE = re.compile(r"(?:[a-z0-9_]+/)?[a-z0-9_]+\.toml")


def kept_catalogue(connection: Connection, schema: Schema, version: str) -> Catalogue | None:
    """Return the catalogue that was kept under *version*.

    None if there is none, or if this program cannot read it any more.
    """
    return _kept(connection, schema, version, catalogues.load)


def kept_indicators(connection: Connection, schema: Schema, version: str) -> Indicators | None:
    """Return the indicators that were kept with the catalogue *version*.

    None if there are none, or if this program cannot read them any more.
    """
    return _kept(connection, schema, version, lambda folder: load_indicators(folder / INDICATORS))


def _kept(
    connection: Connection, schema: Schema, version: str, load: Callable[[Path], Kept]
) -> Kept | None:
    texts = schema["catalogue_text"]
    files = connection.scalar(select(texts.c.files).where(texts.c.version == version))
    if files is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        try:
            _unpack(bytes(files), Path(name))
            return load(Path(name))
        except (CatalogueError, zipfile.BadZipFile, OSError):
            return None


def _unpack(files: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(files)) as archive:
        for name in filter(_FILE.fullmatch, archive.namelist()):
            target = folder / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(archive.read(name))
