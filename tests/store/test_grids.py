"""Lists are asked for in SQL that another database understands as well."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.dialects import postgresql

from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.fields import Sheet
from inventory_app.domain.grids import (
    OF_RECORDS,
    Condition,
    GridQuery,
    Operation,
    Order,
    operations,
)
from inventory_app.store import grids
from inventory_app.store.grid_conditions import SearchIndex, Source
from inventory_app.store.schema import Schema

CATALOGUE = catalogues.default()
SCHEMA = Schema(CATALOGUE)
VALUES = {
    "text": "a", "long_text": "a", "integer": 1, "decimal": Decimal(1), "money": Decimal(1),
    "percent": Decimal(1), "date": date(2026, 1, 1), "yes_no": True, "code": "A", "codes": ("A",),
    "reference": "a",
}  # fmt: skip


def conditions(sheet: Sheet):
    yield from (Condition(operation=operation) for operation in OF_RECORDS)
    for field in sheet:
        value = VALUES[field.type.name]
        for operation in operations(field.type):
            values = {
                Operation.BETWEEN: (value, None),
                Operation.STATE: ("NA",),
                Operation.CONTAINS: ("a",),
            }.get(operation, (value,))
            yield Condition(operation=operation, field=field.name, values=values)


@pytest.mark.parametrize("sheet", list(CATALOGUE), ids=lambda sheet: sheet.name)
def test_every_condition_and_order_can_be_asked_of_postgresql(sheet):
    source = Source(
        schema=SCHEMA, sheet=sheet, round="2026", previous="2025", texts=SearchIndex(index=None)
    )
    query = GridQuery(
        sheet=sheet.name,
        round="2026",
        conditions=tuple(conditions(sheet)),
        order=tuple(Order(field.name) for field in sheet),
        search="two words",
    )
    asked = str(grids.ordered(source, query).compile(dialect=postgresql.dialect()))
    assert "MATCH" not in asked
    assert "json_extract" not in asked.lower()
    assert asked.count("NULLS LAST") == len(sheet.fields)
