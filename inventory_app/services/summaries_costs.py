"""The part of a summary on cost: the total is the numerator of indicator C02, split without loss.

Amounts are split between funds to the cent before anything is added or converted to a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from inventory_app.domain.figures import USABLE, number, state_from
from inventory_app.domain.formulas.cost import annual_lines
from inventory_app.domain.formulas.workforce import persons
from inventory_app.domain.funds import fund_shares, split
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.summaries import CostRow, Costs, Figure, Standing, figure
from inventory_app.domain.values import ValueState, combined
from inventory_app.services.summaries_subject import (
    ZERO,
    Member,
    Reader,
    Subject,
    added,
    summed,
)

COSTS = "costs"
_STAFF, _UNKNOWN = _SPECIAL = ("=", "")  # neither can be a code of a list

Keys: TypeAlias = "Callable[[_Amount], dict[str, Decimal]]"


@dataclass(frozen=True, kw_only=True)
class _Amount:
    """What one cost line, or one person of the staff sheet, costs in a year.

    `stated` is the amount as it was reported, `annual` the same for twelve months.
    """

    record: Record
    stated: Decimal | None
    annual: Decimal | None
    state: ValueState

    @property
    def is_staff(self) -> bool:
        return self.record.sheet != COSTS

    def a_year(self, part: Decimal) -> Decimal:
        """Return the amount a year that *part* of the stated amount makes."""
        if not self.stated or self.annual is None or self.annual == self.stated:
            return part
        return part * self.annual / self.stated


def costs(subject: Subject, reader: Reader) -> Costs:
    """Return the part on cost of one entity or of many, in USD a year."""
    standing = subject.standing(COSTS)
    basis = subject.basis(COSTS)
    amounts = [amount for member in _members(subject) for amount in _amounts(member)]
    total = total_cost(subject)
    if not amounts and standing is not Standing.REPORTED:
        return Costs(standing=standing, basis=basis, total=total)
    _, partial = reader.translate, total.value is not None
    return Costs(
        standing=Standing.REPORTED,  # staff cost may be all there is
        basis=basis,
        period=_period(subject, reader, amounts),
        total=total,
        by_fund=_rows(reader, "fund_code", amounts, _by_fund, partial=partial),
        by_element=_rows(reader, "cost_element", amounts, _whole("cost_element"), partial=partial),
        by_change=_rows(reader, "run_change", amounts, _whole("run_change"), partial=partial),
        by_tower=_rows(reader, "service_tower", amounts, _whole("service_tower"), partial=partial),
    )


COST_FIELDS = ("fund_code", "cost_element", "run_change", "service_tower")


def amounts_by_entity(members: Mapping[str, Member]) -> dict[str, list[_Amount]]:
    """Return the amounts that make up the cost of each entity; of those that know theirs."""
    return {
        entity: [each for each in _amounts(member) if each.state in USABLE and each.annual]
        for entity, member in members.items()
        if member.figures["C02"].numerator is not None
    }


def parts_of(field: str, amounts: Iterable[_Amount]) -> dict[str, list[Decimal]]:
    """Return what each amount brings to the rows of the table by *field*, by code."""
    keys = _by_fund if field == "fund_code" else _whole(field)
    found: dict[str, list[Decimal]] = defaultdict(list)
    for amount in amounts:
        for code, part in keys(amount).items():
            found[code].append(part)
    return found


def _members(subject: Subject) -> tuple[Member, ...]:
    """Return whose cost is in the total: among many entities, those that know theirs."""
    reporting = subject.reporting(COSTS)
    if not subject.is_group:
        return reporting
    return tuple(each for each in reporting if each.figures["C02"].numerator is not None)


def total_cost(subject: Subject) -> Figure:
    """Return the ICT cost in USD a year."""
    if not subject.parameters.asks(COSTS):
        return figure(None, ValueState.NQ)
    return added(_total(member) for member in _members(subject))


def _total(member: Member) -> Figure:
    """Return the total ICT cost of an entity: the numerator of C02, whatever becomes of C02."""
    cost = member.figures["C02"]
    if cost.numerator is None:
        return figure(None, ValueState.NR if cost.state in USABLE else cost.state)
    known = [amount.state for amount in _amounts(member) if amount.state in USABLE]
    return figure(cost.numerator, combined(known))


def _amounts(member: Member) -> list[_Amount]:
    """Return what is in the total: the cost lines, and the staff where C02 added them."""
    annual = {item.record.uid: item for item in annual_lines(member.inputs).items}
    amounts = [
        _Amount(
            record=line,
            stated=number(line, "amount"),
            annual=annual[line.uid].annual if line.uid in annual else None,
            state=annual[line.uid].state if line.uid in annual else ValueState.NR,
        )
        for line in member.inputs.counting(COSTS)
        if line.state("amount") is not ValueState.NA
    ]
    if Reason.STAFF_COST_ADDED in member.figures["C02"].reasons:
        amounts += [
            _Amount(
                record=person,
                stated=number(person, "ict_cost"),
                annual=number(person, "ict_cost"),
                state=state_from(person, "annual_cost", "ict_time_share"),
            )
            for person in persons(member.inputs)
            if person.state("annual_cost") is not ValueState.NA
        ]
    return amounts


def _by_fund(amount: _Amount) -> dict[str, Decimal]:
    """Return what each fund pays in a year, exact to the cent of the stated amount."""
    shares = fund_shares(amount.record.values)
    if not shares:
        return {_UNKNOWN: amount.annual or ZERO}
    if amount.stated is None:
        return {code: ZERO for code, _ in shares}
    return {code: amount.a_year(part) for code, part in split(amount.stated, shares).items()}


def _whole(field: str) -> Keys:
    """Return a function that puts a whole amount under its answer to *field*."""

    def keys(amount: _Amount) -> dict[str, Decimal]:
        code = _STAFF if amount.is_staff else amount.record[field]
        return {code if isinstance(code, str) else _UNKNOWN: amount.annual or ZERO}

    return keys


def _rows(
    reader: Reader, field: str, amounts: Iterable[_Amount], keys: Keys, *, partial: bool
) -> tuple[CostRow, ...]:
    """Return the sums by the answers to *field*.

    If the total holds without a missing amount (rule M-B, *partial*), its parts do too, so that
    they add up to it; otherwise a row with an amount missing has no sum.
    """
    found: dict[str, list[tuple[Decimal | None, ValueState]]] = defaultdict(list)
    for amount in amounts:
        for code, part in keys(amount).items():
            found[code].append((part, amount.state))
    _ = reader.translate
    labels = {code: reader.stated(COSTS, field, code) for code in reader.codes(COSTS, field)}
    labels |= {code: code for code in found if code not in (*labels, *_SPECIAL)}
    labels |= {_STAFF: _("Personnel of the staff sheet")}
    labels |= {_UNKNOWN: _("Fund not known") if field == "fund_code" else _("Not stated")}
    return tuple(
        CostRow(label=label, code=code, amount=_sum(found[code], partial=partial))
        for code, label in labels.items()
        if code in found
    )


def _sum(amounts: Sequence[tuple[Decimal | None, ValueState]], *, partial: bool) -> Figure:
    known = [each for each in amounts if each[1] in USABLE]
    return summed(known if partial and known else amounts)


def _period(subject: Subject, reader: Reader, amounts: Sequence[_Amount]) -> str:
    """Say which time the amounts cover."""
    periods = {
        (start, end)
        for amount in amounts
        if not amount.is_staff
        and amount.annual is not None
        and isinstance(start := amount.record["period_start"], date)
        and isinstance(end := amount.record["period_end"], date)
    }
    if not periods:
        return ""
    _ = reader.translate
    first, last = min(start for start, _end in periods), max(end for _start, end in periods)
    years = str(first.year) if first.year == last.year else f"{first.year}\u2013{last.year}"
    if any(Reason.ANNUALISED in member.figures["C02"].reasons for member in subject.members):
        return _("converted to twelve months, {years}", years=years)
    if len(periods) > 1:
        return _("twelve months in {years}", years=years)
    return _("{start} to {end}", start=_.date(first), end=_.date(last))
