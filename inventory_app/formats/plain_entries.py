"""Files of plain entries: TOML, JSON, or CSV with a row for each entry of the last level."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from inventory_app import paths
from inventory_app.errors import Refused
from inventory_app.formats.delimited_text import read_delimited
from inventory_app.texts import N_

_MOST_BYTES = 10_000_000


class Level(NamedTuple):
    """One level of a CSV file: the prefix of its columns, its key, and its list above."""

    prefix: str
    key: str
    list: str = ""


def read_entries(file: Path, levels: Sequence[Level]) -> dict[str, Any]:
    """Return what *file* holds, numbers exact; its name says in which form.

    In a CSV file the columns are `prefix.key`; rows alike in the key of a level belong together,
    and what they say twice of it must be the same. Raises `Refused` for another form, for a file
    that cannot be read, and OSError where there is none.
    """
    if paths.file_size(file) > _MOST_BYTES:
        raise _refused(file, N_("“{file}” is too large for a list of entries."))
    data = file.read_bytes()
    ending = file.suffix.lower()
    if ending == ".csv":
        return _from_rows(file, data, levels)
    try:
        if ending == ".toml":
            content = tomllib.loads(data.decode("utf-8"), parse_float=Decimal)
        elif ending == ".json":
            content = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
        else:
            raise _refused(file, N_("“{file}” is neither a .toml, .json nor .csv file."))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _refused(file, N_("“{file}” cannot be read: {reason}."), str(error)) from error
    if not isinstance(content, dict):
        raise _refused(file, N_("“{file}” is not a table of keys and values."))
    return content


def _from_rows(file: Path, data: bytes, levels: Sequence[Level]) -> dict[str, Any]:
    lines = read_delimited(data).lines
    headings = [heading.strip() for heading in lines[0].cells] if lines else []
    if len(set(headings)) < len(headings):
        raise _refused(file, N_("“{file}” has two columns with the same heading."))
    rows = []
    for line in lines[1:]:
        if len(line.cells) > len(headings):
            raise _refused(
                file, N_("“{file}”, line {reason}: more cells than headings."), str(line.number)
            )
        cells = dict(zip(headings, line.cells, strict=False))
        rows.append({name: text.strip() for name, text in cells.items() if text.strip()})
    prefixes = tuple(f"{level.prefix}." for level in levels)
    if strange := [heading for heading in headings if not heading.startswith(prefixes)]:
        raise _refused(file, N_("“{file}”: column “{reason}” is not known."), ", ".join(strange))
    return _nested(file, rows, levels)


def _nested(
    file: Path, rows: Sequence[Mapping[str, str]], levels: Sequence[Level]
) -> dict[str, Any]:
    """Return the entries of the first of *levels*; of one without a list there is only one."""
    level, below = levels[0], levels[1:]
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        if any(name.startswith(f"{level.prefix}.") for name in row) or not below:
            groups.setdefault(row.get(f"{level.prefix}.{level.key}", ""), []).append(row)
        elif row:
            raise _refused(
                file, N_("“{file}”: a row has no “{reason}”."), f"{level.prefix}.{level.key}"
            )
    found = [_one(file, group, level, below) for group in groups.values()]
    if level.list:
        return {level.list: found}
    if len(found) != 1:
        raise _refused(file, N_("“{file}” must describe one “{reason}”."), level.prefix)
    return found[0]


def _one(
    file: Path, rows: Sequence[Mapping[str, str]], level: Level, below: Sequence[Level]
) -> dict[str, Any]:
    own: dict[str, str] = {}
    for row in rows:
        for name, text in row.items():
            if name.startswith(f"{level.prefix}.") and own.setdefault(name, text) != text:
                raise _refused(
                    file,
                    N_("“{file}” says two things of {reason}."),
                    f"{own.get(f'{level.prefix}.{level.key}', level.prefix)}, {name}",
                )
    entry: dict[str, Any] = {}
    for name, text in own.items():
        *above, key = name.removeprefix(f"{level.prefix}.").split(".")
        place = entry
        for part in above:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise _refused(file, N_("“{file}”: column “{reason}” is not known."), name)
        if isinstance(place.setdefault(key, text), dict):
            raise _refused(file, N_("“{file}”: column “{reason}” is not known."), name)
    if below:
        last = f"{below[0].prefix}."
        under = [row for row in rows if any(name.startswith(last) for name in row)]
        entry |= _nested(file, under, below)
    return entry


def _refused(file: Path, message: str, reason: str = "") -> Refused:
    return Refused(
        "E-ENTRIES-FILE",
        message,
        N_("Correct the file and try again; nothing has been taken in."),
        file=file.name,
        reason=reason,
    )
