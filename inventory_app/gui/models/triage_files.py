"""Which files were dropped: folders stand for the files in them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

_PASSED_OVER = ("~$", ".")  # lock files of spreadsheet programs, and hidden files


def files_in(dropped: Iterable[Path]) -> tuple[Path, ...]:
    """Return every file that *dropped* stands for, each once, folders with all that is in them.

    Files of another kind and paths that are not there are among them, to be refused by name.
    """
    found: dict[Path, None] = {}
    for path in dropped:
        for file in _walked(path) if path.is_dir() else (path,):
            found.setdefault(file.absolute())
    return tuple(found)


def _walked(folder: Path) -> list[Path]:
    files: list[Path] = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(_PASSED_OVER)]
        files += [Path(place, name) for name in names if not name.startswith(_PASSED_OVER)]
    return sorted(files)
