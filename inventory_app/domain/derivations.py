"""Computed fields: named functions that declare the fields they use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
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

_GOOD_SCORE = 3  # of 5


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


def _ratio(values: Values, part: str, whole: str, factor: int = 1) -> Value:
    """Return *part* / *whole* x *factor* to the hundredth, None while one is unknown or none."""
    numerator, denominator = _number(values, part), _number(values, whole)
    if numerator is None or denominator is None or denominator <= 0:
        return None
    return (numerator * factor / denominator).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@_derivation("business_value", "technical_fit")
def time_quadrant(_sheet: Sheet, values: Values) -> Value:
    """Quadrant of indicator S03: a score of 3 or more is good."""
    value, fit = _number(values, "business_value"), _number(values, "technical_fit")
    if value is None or fit is None:
        return None
    if value >= _GOOD_SCORE:
        return "INVEST" if fit >= _GOOD_SCORE else "MIGRATE"
    return "TOLERATE" if fit >= _GOOD_SCORE else "ELIMINATE"


@_derivation("contacts_first_resolved", "contacts_resolvable")
def first_contact_share(_sheet: Sheet, values: Values) -> Value:
    """Contacts solved at once / contacts that the desk could solve, in per cent (V02)."""
    return _ratio(values, "contacts_first_resolved", "contacts_resolvable", 100)


@_derivation("incidents_in_sla", "incidents_closed")
def sla_share(_sheet: Sheet, values: Values) -> Value:
    """Incidents closed within the agreed time / incidents closed, in per cent (V01)."""
    return _ratio(values, "incidents_in_sla", "incidents_closed", 100)


@_derivation("annual_cost", "contacts_received")
def cost_per_contact(_sheet: Sheet, values: Values) -> Value:
    """Cost of a desk / contacts, in USD (V03)."""
    return _ratio(values, "annual_cost", "contacts_received")


@_derivation("monthly_cost", "bandwidth_down_mbps")
def cost_per_mbps(_sheet: Sheet, values: Values) -> Value:
    """Monthly cost of a link / its capacity to the site, in USD for each Mbit/s."""
    return _ratio(values, "monthly_cost", "bandwidth_down_mbps")


@_derivation("quantity", "unit_price")
def replacement_value(_sheet: Sheet, values: Values) -> Value:
    """Return number of devices x price of one, in USD."""
    quantity, price = _number(values, "quantity"), _number(values, "unit_price")
    return None if quantity is None or price is None else quantity * price


@_derivation("ceiling", "spent_to_date")
def remaining(_sheet: Sheet, values: Values) -> Value:
    """Return what a contract may still cost, in USD; below nothing where it was overspent."""
    ceiling, spent = _number(values, "ceiling"), _number(values, "spent_to_date")
    return None if ceiling is None or spent is None else ceiling - spent


@_derivation("baseline_end", "actual_end", "forecast_end")
def delay_days(_sheet: Sheet, values: Values) -> Value:
    """Days from the approved to the actual or expected end of a project; early is below 0."""
    approved, ended = values.get("baseline_end"), values.get("actual_end")
    end = values.get("forecast_end") if ended is None else ended
    if not isinstance(approved, date) or not isinstance(end, date):
        return None
    return (end - approved).days


@_derivation("approved_budget", "phase", "spent", "forecast_cost")
def cost_variance(_sheet: Sheet, values: Values) -> Value:
    """Return (final or expected cost - approved budget) / budget, in per cent (G03)."""
    cost = _number(values, "spent" if values.get("phase") == "COMPLETED" else "forecast_cost")
    budget = _number(values, "approved_budget")
    if cost is None or budget is None or budget <= 0:
        return None
    return ((cost - budget) * 100 / budget).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
