"""What a list shows: which records, which of their answers, in which order, and added up how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Self

from inventory_app.domain.field_types import (
    Code,
    Codes,
    Day,
    DecimalNumber,
    FieldType,
    Percent,
    YesNo,
)
from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.values import States, Value, ValueState
from inventory_app.texts import N_

# What every record has beside its answers; a list may show, sort, filter and group by it.
ENTITY, STANDING, UID = "entity", "standing", "uid"
SHARED = (ENTITY, STANDING, UID)
SHARED_LABELS = {ENTITY: N_("Entity"), STANDING: N_("Standing"), UID: N_("Record code")}

# Units of which a sum means something; years, hours of recovery or scores are never added up.
_ADDED_UP = frozenset(
    {"usd", "fte", "persons", "users", "count", "servers", "racks", "kwh", "kw", "tb", "m2"}
)


class Operation(StrEnum):
    """What a condition asks: of one field, or of the record as a whole."""

    CONTAINS = "contains"
    IS = "is"
    IS_NOT = "is not"
    ANY_OF = "any of"
    BETWEEN = "between"
    EMPTY = "empty"
    NOT_EMPTY = "not empty"
    STATE = "state"
    CHANGED = "changed"
    STALE = "stale"
    FINDINGS = "findings"
    CONFLICTS = "conflicts"
    RETIRED = "retired"
    INACTIVE = "inactive"
    ACTIVE = "active"


# The conditions that come first in a filter menu; they are tied to no field.
OF_RECORDS = (
    Operation.CHANGED, Operation.STALE, Operation.FINDINGS, Operation.CONFLICTS,
    Operation.RETIRED, Operation.INACTIVE, Operation.ACTIVE,
)  # fmt: skip
_OF_ANY = (Operation.EMPTY, Operation.NOT_EMPTY, Operation.STATE)


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One condition on records.

    `values` are: the text for `contains`; one value for `is` and `is not`; codes, texts or
    yes and no for `any of`; both ends, each a value or None for open, for `between`; value states
    for `state`; strengths of findings (none means any) for `findings`. Values have the Python
    type of their field.
    """

    operation: Operation
    field: str = ""
    values: tuple[Value, ...] = ()


class Order(NamedTuple):
    """One field by which records are sorted; empty answers come last either way."""

    field: str
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class GridQuery:
    """Which records of one sheet and round a list shows, and in which order.

    `columns` are names of fields, or of what all records share. `entities` and `only` (uids)
    narrow the list where they are given; an empty tuple shows nothing. `search` is looked for in
    all texts, and in codes by their labels in `language`, as the list shows them. Without an
    `order` records stand by entity; ties are in the order of their codes.
    """

    sheet: str
    round: str
    columns: tuple[str, ...] = ()
    entities: tuple[str, ...] | None = None
    conditions: tuple[Condition, ...] = ()
    search: str = ""
    order: tuple[Order, ...] = ()
    only: tuple[str, ...] | None = None
    language: str = "en"

    def with_condition(self, *more: Condition) -> Self:
        """Return this query narrowed by *more* conditions."""
        return replace(self, conditions=(*self.conditions, *more))

    def without(self, field: str) -> Self:
        """Return this query without its conditions on *field*."""
        kept = tuple(each for each in self.conditions if each.field != field)
        return replace(self, conditions=kept)


class GridRow(NamedTuple):
    """One row of a list: `values` stand in the order of the query's columns.

    `states` holds the states written beside answers of the record, of all its fields.
    """

    uid: str
    entity: str
    standing: str
    values: tuple[Value, ...]
    states: States


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that occurs in a list and how often; None stands for no answer."""

    value: Value
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum over the records of a group that hold a value; `value` is None if none does."""

    value: Decimal | None
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The records of a list that share a value, with the sums of what can be added up."""

    value: Value
    count: int
    totals: Mapping[str, Total]


def operations(kind: FieldType | None) -> tuple[Operation, ...]:
    """Return the operations that a filter menu offers for a field of *kind*, None for shared."""
    if kind is None:
        return (Operation.IS, Operation.IS_NOT, Operation.ANY_OF, Operation.CONTAINS)
    if isinstance(kind, Codes):
        return (Operation.ANY_OF, Operation.IS_NOT, *_OF_ANY)
    if isinstance(kind, Code | YesNo):
        return (Operation.ANY_OF, Operation.IS, Operation.IS_NOT, *_OF_ANY)
    if isinstance(kind, DecimalNumber | Day):
        return (Operation.BETWEEN, Operation.IS, Operation.IS_NOT, *_OF_ANY)
    return (Operation.CONTAINS, Operation.IS, Operation.IS_NOT, Operation.ANY_OF, *_OF_ANY)


def can_be_added_up(field: Field) -> bool:
    """Return whether a sum of *field* over records means something."""
    if not isinstance(field.type, DecimalNumber) or isinstance(field.type, Percent):
        return False
    return field.unit in _ADDED_UP


def summed(sheet: Sheet, columns: tuple[str, ...]) -> tuple[Field, ...]:
    """Return the fields of a list that are added up: those shown, full-time posts and cost.

    Where the list shows no amount of money, the one that stands for the cost of the sheet is
    added: what people ask of any group first is how many, how much work and how much money.
    """
    wanted = dict.fromkeys((*columns, *_ALWAYS))
    fields = [sheet.fields[name] for name in wanted if name in sheet.fields]
    return tuple(field for field in fields if can_be_added_up(field))


_ALWAYS = ("fte", "ict_staff_fte", "ict_cost", "tco_total", "amount", "budget_total", "fte_cost")


def check(query: GridQuery, sheet: Sheet) -> None:
    """Raise `ValueError` for a query that names what *sheet* does not have."""
    named = [*query.columns, *(order.field for order in query.order)]
    named += [each.field for each in query.conditions if each.operation not in OF_RECORDS]
    for name in named:
        if name not in sheet.fields and name not in SHARED:
            raise ValueError(f"the sheet {sheet.name} has no field {name!r}")
    for each in query.conditions:
        if each.operation is Operation.BETWEEN and len(each.values) != 2:
            raise ValueError("“between” takes two values")
        if each.operation is Operation.STATE:
            for value in each.values:
                ValueState(str(value))


def value_of(text: str, sheet: Sheet, name: str) -> Value:
    """Return the value with canonical form *text*, as saved views keep conditions."""
    return text if name in SHARED else sheet.fields[name].type.parse(text)


def text_of(value: Value, sheet: Sheet, name: str) -> str:
    """Return the canonical text of *value*; `value_of` reads it back."""
    if name in SHARED or name not in sheet.fields:
        return value.isoformat() if isinstance(value, date) else str(value or "")
    return sheet.fields[name].type.format(value)
