"""Computed fields: named functions that declare the fields they use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from inventory_app.domain.values import Value, Values

if TYPE_CHECKING:
    from inventory_app.domain.fields import Sheet

_OPEX = tuple(
    "opex_" + pool
    for pool in (
        "internal_labour", "external_labour", "outside_services", "software", "hardware",
        "facilities_power", "telecom", "other", "internal_services",
    )
)  # fmt: skip
_CAPEX = tuple(
    "capex_" + pool
    for pool in (
        "labour_internal", "labour_external", "hardware", "software", "services", "facilities",
        "telecom",
    )
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Derivation:
    """One computed field: its function and the fields that the function reads."""

    name: str
    uses: tuple[str, ...]
    compute: Callable[[Sheet, Values], Value]


DERIVATIONS: dict[str, Derivation] = {}


def _derivation(
    *uses: str,
) -> Callable[[Callable[[Sheet, Values], Value]], Callable[[Sheet, Values], Value]]:
    def register(function: Callable[[Sheet, Values], Value]) -> Callable[[Sheet, Values], Value]:
        name = function.__name__
        DERIVATIONS[name] = Derivation(name=name, uses=uses, compute=function)
        return function

    return register


def derive(sheet: Sheet, values: Values) -> dict[str, Value]:
    """Return the computed fields of a record with *values*, None where an input is missing."""
    known = dict(values)
    derived: dict[str, Value] = {}
    for field in sheet:
        if field.derived:
            known[field.name] = derived[field.name] = DERIVATIONS[field.derived].compute(
                sheet, known
            )
    return derived


def _number(values: Values, name: str, default: Decimal | None = None) -> Decimal | None:
    value = values.get(name)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    return default


@_derivation("contract_share", "ict_time_share", "months_in_period")
def fte(_sheet: Sheet, values: Values) -> Value:
    """Contract share x ICT time share x months worked / 12, in FTE (indicator W01).

    Whoever leaves contract share or months blank works full time all year; a blank time share is
    never guessed.
    """
    share = _number(values, "ict_time_share")
    contract = _number(values, "contract_share", Decimal(100))
    months = _number(values, "months_in_period", Decimal(12))
    if share is None or contract is None or months is None:
        return None
    exact = share * contract * months / (Decimal(100) * 100 * 12)
    return exact.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


@_derivation("grade", "personnel_type")
def category(sheet: Sheet, values: Values) -> Value:
    """Return the staff category of a grade; without a grade, that of the personnel type."""
    grades = getattr(sheet.fields["grade"].type, "list", None)
    by_grade = grades.attribute(values.get("grade"), "category") if grades else None
    if by_grade:
        return str(by_grade)
    personnel = values.get("personnel_type")
    if personnel is None or personnel in ("STAFF", "JPO"):
        return None
    return "UNV" if personnel == "UNV" else "NON_STAFF"


@_derivation("annual_cost", "ict_time_share")
def ict_cost(_sheet: Sheet, values: Values) -> Value:
    """Annual cost x ICT time share: the only part that enters ICT totals, in USD."""
    cost, share = _number(values, "annual_cost"), _number(values, "ict_time_share")
    if cost is None or share is None:
        return None
    return (cost * share / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _sum(values: Values, names: tuple[str, ...]) -> Decimal | None:
    known = [number for name in names if (number := _number(values, name)) is not None]
    return sum(known, Decimal(0)) if known else None


@_derivation(*_OPEX, "run_cost")
def opex_total(_sheet: Sheet, values: Values) -> Value:
    """Sum of the nine operating cost pools; the stated run cost where no pool is known, in USD."""
    pools = _sum(values, _OPEX)
    return _number(values, "run_cost") if pools is None else pools


@_derivation("opex_total", *_CAPEX)
def tco_total(_sheet: Sheet, values: Values) -> Value:
    """Operating plus capital cost of one year, in USD; unknown while either is unknown."""
    opex, capex = _number(values, "opex_total"), _sum(values, _CAPEX)
    if opex is None:
        return None
    return opex + (capex or 0)


@_derivation("energy_total_kwh", "energy_it_kwh", "avg_electricity", "avg_it_electricity")
def pue(_sheet: Sheet, values: Values) -> Value:
    """Facility energy / IT energy of one period (ISO/IEC 30134-2); mean load as fall-back."""
    for total, it in (
        ("energy_total_kwh", "energy_it_kwh"),
        ("avg_electricity", "avg_it_electricity"),
    ):
        numerator, denominator = _number(values, total), _number(values, it)
        if numerator is not None and denominator is not None and denominator > 0:
            return (numerator / denominator).quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
    return None
