"""Totals that must agree: the same thing added up in two ways (conventions for all sheets).

A total holds for every catalogue that has its sheets and fields. It is computed here, for checks,
and by formulas in the survey workbook, for whoever fills it in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.funds import FUND_FIELDS, WHOLE, stated_shares
from inventory_app.domain.known_codes import UNOCCUPIED
from inventory_app.domain.records import Record
from inventory_app.texts import N_

Measure: TypeAlias = Literal["sum", "at_work", "by_fund", "with"]
_ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Side:
    """One way to add up: a *measure* of the numbers in a field.

    "sum" takes the numbers of all records that count, "at_work" those of persons at work, "by_fund"
    what the funds of a record pay of it, and "with" those of the records that answer *other*.
    """

    sheet: str
    field: str
    measure: Measure
    other: str = ""
    label: str

    @property
    def uses(self) -> tuple[str, ...]:
        """The fields of the sheet that it is computed from."""
        more = {
            "sum": (),
            "at_work": ("occupancy",),
            "by_fund": tuple(name for pair in FUND_FIELDS for name in pair),
            "with": (self.other,),
        }
        return (self.field, *more[self.measure])


@dataclass(frozen=True, kw_only=True)
class ControlTotal:
    """Two sides that must agree, up to a *tolerance*: a share of the larger, or an amount."""

    name: str
    label: str
    first: Side
    second: Side
    tolerance: Decimal
    relative: bool
    places: int

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both ways to add up."""
        return self.first, self.second

    def agree(self, first: Decimal, second: Decimal) -> bool:
        """Return whether two totals are the same for this purpose."""
        allowed = self.tolerance * (max(first, second) if self.relative else 1)
        return abs(first - second) <= allowed


@dataclass(frozen=True, kw_only=True)
class Added:
    """What one side comes to: over how many records, and how many of them lack their answer."""

    total: Decimal
    listed: int
    unknown: int


FTE_OF_UNITS = ControlTotal(
    name="fte",
    label=N_("ICT personnel in full-time equivalents"),
    first=Side(sheet="staff", field="fte", measure="at_work", label=N_("persons at work")),
    second=Side(sheet="units", field="ict_staff_fte", measure="sum", label=N_("stated by units")),
    tolerance=Decimal("0.01"),
    relative=True,
    places=2,
)
COST_BY_FUND = ControlTotal(
    name="cost",
    label=N_("ICT cost in USD"),
    first=Side(sheet="costs", field="amount", measure="by_fund", label=N_("by source of funds")),
    second=Side(
        sheet="costs", field="amount", measure="with", other="cost_element",
        label=N_("by cost element"),
    ),
    tolerance=Decimal("0.01"),
    relative=False,
    places=2,
)  # fmt: skip
CONTROL_TOTALS = (FTE_OF_UNITS, COST_BY_FUND)


def totals_of(catalogue: Catalogue) -> Iterator[ControlTotal]:
    """Yield the totals of which *catalogue* has all the fields."""
    for total in CONTROL_TOTALS:
        if all(
            side.sheet in catalogue.sheets
            and all(name in catalogue[side.sheet].fields for name in side.uses)
            for side in total.sides
        ):
            yield total


def added(side: Side, records: Mapping[str, Iterable[Record]]) -> Added:
    """Add up one side over the records that count."""
    total, listed, unknown = _ZERO, 0, 0
    for record in records.get(side.sheet, ()):
        if not record.counts or not _concerns(side, record):
            continue
        listed += 1
        number = _number(record, side.field)
        if number is None:
            unknown += 1
        else:
            total += number * _part(side, record)
    return Added(total=total, listed=listed, unknown=unknown)


def _concerns(side: Side, record: Record) -> bool:
    return side.measure != "at_work" or record["occupancy"] not in UNOCCUPIED


def _part(side: Side, record: Record) -> Decimal:
    """Return how much of a number enters the total: a share of one."""
    if side.measure == "with":
        return Decimal(record[side.other] is not None)
    if side.measure != "by_fund":
        return Decimal(1)
    pairs = stated_shares(record.values)
    if len(pairs) == 1 and pairs[0][0] is not None and pairs[0][1] is None:
        return Decimal(1)  # a single fund pays all
    return sum((share or _ZERO for code, share in pairs if code is not None), _ZERO) / WHOLE


def _number(record: Record, name: str) -> Decimal | None:
    value = record[name]
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    return None
