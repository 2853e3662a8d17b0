"""Whether many values of one field are all as the field allows, judged at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from inventory_app.domain.field_types import (
    EARLIEST,
    LATEST,
    LONGEST_REFERENCE,
    Code,
    Codes,
    Day,
    DecimalNumber,
    FieldType,
    Reference,
    Text,
    YesNo,
)


def sound(kind: FieldType, given: Collection[Any]) -> bool:
    """Return whether all of *given* are right for a field; a doubt is looked at one by one."""
    try:
        return _looks_sound(kind, given)
    except TypeError:
        return False


def _looks_sound(kind: FieldType, given: Collection[Any]) -> bool:
    match kind:
        case DecimalNumber():
            sound = _within(kind, given)
        case Codes():
            sound = _known(kind, {code for each in given for code in each})
        case Code():
            sound = _known(kind, set(given))
        case Text():
            sound = max(map(len, given)) <= kind.max_length
        case Reference():
            sound = max(map(len, given)) <= LONGEST_REFERENCE
        case Day():
            sound = bool(min(given) >= EARLIEST and max(given) < LATEST)
        case _:
            sound = isinstance(kind, YesNo)
    return sound


def _within(kind: DecimalNumber, given: Collection[Any]) -> bool:
    low, high = kind.minimum, kind.maximum
    return (low is None or min(given) >= low) and (high is None or max(given) <= high)


def _known(kind: Code, codes: Iterable[str]) -> bool:
    return kind.list is not None and set(codes) <= kind.list.codes.keys()
