"""Bridges that a definition declares: how values from before it changed are restated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from inventory_app.domain.catalogue import CatalogueError, needed, only_keys
from inventory_app.domain.indicator_shapes import DeclaredBridge

_FACTOR = re.compile(r"\d{1,6}(\.\d{1,9})?", re.ASCII)
_KEYS = ("round", "factor", "reason_en")


def bridges_declared(entry: Mapping[str, Any], place: str) -> tuple[DeclaredBridge, ...]:
    """Return the bridges in *entry*, the table of an indicator.

    Raises `CatalogueError` for a factor that is not above zero, for a round that has two of them,
    and for one without a reason that somebody can check.
    """
    where = f"{place}, bridges"
    found: dict[str, DeclaredBridge] = {}
    for each in needed({"bridges": [], **entry}, "bridges", list, place):
        if not isinstance(each, dict):
            raise CatalogueError(where, "a bridge has round, factor and reason_en")
        only_keys(each, _KEYS, where)
        name, factor, reason = (needed(each, key, str, where).strip() for key in _KEYS)
        if not _FACTOR.fullmatch(factor) or not Decimal(factor):
            raise CatalogueError(where, f"factor is not a number above zero: {factor}")
        if not name or not reason or name in found:
            raise CatalogueError(where, "each has a round of its own, and a reason")
        found[name] = DeclaredBridge(round=name, factor=Decimal(factor), reason=reason)
    return tuple(found.values())
