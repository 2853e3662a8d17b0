"""What stood in a cell, and what was made of it."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from inventory_app.domain.values import Value, ValueState

RawKind = Literal["text", "number", "bool", "date", "error"]


class Raw(NamedTuple):
    """One cell as it came: a kind, the text as written, and what its format said.

    `text` of a number is the literal digits with a point; of a date the ISO day; of an error the
    error itself. `percent` says that the cell showed the number times 100 with a % sign.
    """

    kind: RawKind
    text: str
    percent: bool = False
    formula: bool = False


class Reading(NamedTuple):
    """What a field made of a cell: a value with its state, or the code of a problem."""

    value: Value
    state: ValueState | None = None
    problem: str | None = None
    repair: str | None = None


BLANK = Reading(None)


def unreadable(problem: str) -> Reading:
    """Return the reading of a cell that is kept as the text it was, with a finding."""
    return Reading(None, None, problem)


def iso(value: date) -> str:
    """Return the ISO 8601 form of a day."""
    return value.isoformat()
