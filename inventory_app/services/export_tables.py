"""Benefits and cost sharing in an export: the objects of JSON, and rows that can be read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from inventory_app.domain.benefit_entries import benefit_entry
from inventory_app.domain.benefits import Register
from inventory_app.domain.cost_sharing import Scheme
from inventory_app.domain.scheme_entries import scheme_entry

_EVIDENCE = ("evidence", "evidence_dated", "reviewed_by", "reviewed_on")
_BENEFIT = (
    "id", "title", "class", "status", "initiative", "entity", "owner", "measure", "cost_line",
    "contract",
)  # fmt: skip
_BASELINE = ("amount", "start", "end", "frozen_on", "scope", *_EVIDENCE)
_PERIOD = (
    "start", "end", "planned", "forecast", "realised", "implementation", "added_run",
    "price_index", *_EVIDENCE,
)  # fmt: skip
_AMOUNTS = frozenset({"planned", "forecast", "realised"})
BENEFIT_COLUMNS = (
    *(f"benefit.{name}" for name in _BENEFIT),
    *(f"benefit.baseline.{name}" for name in _BASELINE),
    *(f"period.{name}" for name in _PERIOD),
)
_TRANCHE = ("id", "paragraph", "title", "amount", "status")
_LINE = ("id", "paragraph", "fund", "period", "amount", "status", "part_of", "reported")
SHARE_COLUMNS = (
    "scheme.id", "scheme.title", "scheme.source", "scheme.currency",
    *(f"tranche.{name}" for name in _TRANCHE),
    *(f"line.{name}" for name in _LINE),
    "line.period_start", "line.period_end",
)  # fmt: skip


def benefit_objects(register: Register) -> Iterator[dict[str, Any]]:
    """Yield each benefit as `benefits add` reads it."""
    yield from map(benefit_entry, register.benefits)


def benefit_rows(objects: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    """Yield a row for each period of each benefit; one without a period has one row."""
    for entry in objects:
        head = [
            *(entry[name] for name in _BENEFIT),
            *(entry["baseline"][name] for name in _BASELINE),
        ]
        periods: list[dict[str, Any]] = entry["periods"] or [{}]
        for period in periods:
            yield [*head, *(_number(name, period.get(name)) for name in _PERIOD)]


def _number(name: str, value: object) -> object:
    """Return an amount as a number: as a text it would get an apostrophe where it is negative."""
    return Decimal(value) if name in _AMOUNTS and isinstance(value, str) else value


def scheme_objects(schemes: Mapping[str, Scheme]) -> Iterator[dict[str, Any]]:
    """Yield each scheme as `share add` reads it."""
    yield from map(scheme_entry, schemes.values())


def scheme_rows(schemes: Mapping[str, Scheme]) -> Iterator[list[Any]]:
    """Yield a row for each line of each scheme."""
    for entry in scheme_objects(schemes):
        head = [entry["id"], entry["title"]["en"], entry["source"], entry["currency"]]
        for tranche in entry["tranches"]:
            for line in tranche["lines"]:
                span = entry["periods"][line["period"]]
                yield [
                    *head,
                    *(tranche["title"]["en"] if name == "title" else tranche[name]
                      for name in _TRANCHE),
                    *(line[name] for name in _LINE),
                    span["start"], span["end"],
                ]  # fmt: skip
