"""Where the program's own files are: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def resources() -> Path:
    """Return the folder `resources` that belongs to this program."""
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def catalogue() -> Path:
    """Return the folder of the field catalogue."""
    return resources() / "catalogue"


def texts() -> Path:
    """Return the folder of the translated program texts."""
    return resources() / "texts"


def fonts() -> Path:
    """Return the folder of the bundled fonts."""
    return resources() / "fonts"
