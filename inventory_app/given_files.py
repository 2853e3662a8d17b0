"""Which files were given to a command or dropped on the window: folders stand for theirs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_PASSED_OVER = ("~$", ".")  # lock files of spreadsheet programs, and hidden files


def expanded(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return every file that *paths* stand for, each once, folders with all that is in them.

    Files of another kind are among them, so that they are refused by name; so are a path that is
    not there and a folder that may not be read.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files_in(path) if path.is_dir() else [path]:
            found.setdefault(_resolved(file), file)
    return tuple(found.values())


def _files_in(folder: Path) -> list[Path]:
    files: list[Path] = []

    def unreadable(error: OSError) -> None:
        files.append(Path(error.filename))

    for place, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(_PASSED_OVER)]
        files += [Path(place, name) for name in names if not name.startswith(_PASSED_OVER)]
    return sorted(files)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        return path.absolute()
