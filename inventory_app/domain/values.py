"""What an answer can be: a value, and its standing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = str | int | Decimal | date | bool | tuple[str, ...] | None
Values: TypeAlias = Mapping[str, Value]


class ValueState(StrEnum):
    """Standing of an answer (indicator rules, section 2.2). A reported zero is `OK`.

    `NQ` is no answer at all: the round did not ask. Only figures can be, never records.
    """

    OK = "OK"
    NE = "NE"
    NR = "NR"
    NA = "NA"
    ERR = "ERR"
    SUP = "SUP"
    NQ = "NQ"


States: TypeAlias = Mapping[str, ValueState]


class DataQuality(StrEnum):
    """How the figures of a record were obtained."""

    MEASURED = "MEASURED"
    RECORDS = "RECORDS"
    ESTIMATED = "ESTIMATED"
    UNKNOWN = "UNKNOWN"


WEIGHT = {
    ValueState.OK: 0,
    ValueState.NE: 1,
    ValueState.NA: 2,
    ValueState.SUP: 3,
    ValueState.NR: 4,
    ValueState.ERR: 5,
    ValueState.NQ: 6,
}
BY_WEIGHT = tuple(sorted(WEIGHT, key=WEIGHT.__getitem__))


def combined(states: Iterable[ValueState]) -> ValueState:
    """Return the state of something derived from inputs with *states*: the worst one travels."""
    worst = ValueState.OK
    for state in states:
        if state is not worst and WEIGHT[state] > WEIGHT[worst]:
            worst = state
    return worst


def state_of(values: Values, states: States, name: str) -> ValueState:
    """Return the standing of field *name* of a record.

    A state written beside the value wins; a blank is `NR`; a value in a record whose data quality
    is ESTIMATED is `NE`, one whose quality is UNKNOWN is `NR` for calculation.
    """
    if states and name in states:
        return states[name]
    if values.get(name) is None:
        return ValueState.NR
    quality = values.get("data_quality")
    if quality is None:
        return ValueState.OK
    if quality == DataQuality.ESTIMATED:
        return ValueState.NE
    if quality == DataQuality.UNKNOWN:
        return ValueState.NR
    return ValueState.OK
