"""Rules that compare the answers of one record with each other.

A rule names the fields it uses and runs on every sheet that has them all. It yields what it
found; the words are chosen later, in the reader's language.
"""
# ruff: noqa: D401 - the docstring of a rule says what should hold

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import TypeAlias

from inventory_app.domain.fields import Sheet
from inventory_app.domain.funds import FUND_FIELDS, WHOLE, stated_shares
from inventory_app.domain.known_codes import IN_USE
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import Value


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a rule found: `found` and `expected` are canonical texts, `params` field names."""

    code: str
    field: str
    found: str = ""
    expected: str = ""
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A record under examination, with what its round and its sheet say."""

    sheet: Sheet
    record: Record
    parameters: RoundParameters

    def __getitem__(self, name: str) -> Value:
        return self.record[name]

    def number(self, name: str) -> Decimal | None:
        """Return the number in field *name*, None if there is none."""
        value = self.record[name]
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return Decimal(value)
        return None

    def text(self, name: str) -> str:
        """Return the canonical text of field *name*."""
        return self.sheet.fields[name].type.format(self.record[name])

    def silent(self, name: str) -> bool:
        """Return whether nothing was said: no value, and neither unknown nor not applicable."""
        return self.record[name] is None and name not in self.record.states


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule and the fields that it uses."""

    uses: tuple[str, ...]
    check: Callable[[Case], Iterator[Found]]

    def fits(self, sheet: Sheet) -> bool:
        """Return whether *sheet* has all the fields."""
        return all(name in sheet.fields for name in self.uses)


RULES: list[Rule] = []
_Check: TypeAlias = Callable[[Case], Iterator[Found]]


def _rule(*uses: str) -> Callable[[_Check], _Check]:
    def register(check: _Check) -> _Check:
        RULES.append(Rule(uses=uses, check=check))
        return check

    return register


def plain(number: Decimal) -> str:
    """Return the canonical text of a computed number."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@_rule(*(name for pair in FUND_FIELDS for name in pair))
def fund_shares_are_whole(case: Case) -> Iterator[Found]:
    """Every fund has its share, no fund stands twice, and the shares add up to 100."""
    pairs = stated_shares(case.record.values)
    codes = [code for code, _ in pairs if code is not None]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield Found(code="R-FUND-TWICE", field="fund_code", found=code)
    alone = list(_alone(case, several=len(pairs) > 1))
    for name in alone:
        yield Found(code="R-SHARE-ALONE", field=name)
    shares = [share for _, share in pairs if share is not None]
    if not alone and shares and len(shares) == len(pairs) and sum(shares) != WHOLE:
        total = plain(sum(shares, Decimal(0)))
        yield Found(code="R-SHARES", field="fund_share", found=total, expected="100")


def _alone(case: Case, *, several: bool) -> Iterator[str]:
    """Yield the fields that are lacking beside their fund or share."""
    for code, share in FUND_FIELDS:
        if case[share] is not None and case.silent(code):
            yield code
        if case[code] is not None and case.silent(share) and several:
            yield share


@_rule("dedication", "ict_time_share", "ict_unit")
def dedication_agrees_with_time(case: Case) -> Iterator[Found]:
    """A person in an ICT unit, or from the threshold of the round, is dedicated; others are not."""
    share = case.number("ict_time_share")
    if share is None:
        return
    upper, lower = case.parameters.dedicated_from, case.parameters.non_dedicated_from
    name, found = "dedication", case.text("ict_time_share")
    if case["dedication"] == "DEDICATED":
        if share < upper and case["ict_unit"] is None:
            yield Found(code="R-DEDICATED", field=name, found=found, expected=plain(upper))
    elif case["dedication"] == "NON_DEDICATED":
        if share >= upper:
            yield Found(code="R-NON-DEDICATED", field=name, found=found, expected=plain(upper))
        elif share < lower:
            yield Found(
                code="R-BELOW-THRESHOLD",
                field="ict_time_share",
                found=found,
                expected=plain(lower),
            )


@_rule("rto_h", "mtd_h")
def recovery_within_tolerance(case: Case) -> Iterator[Found]:
    """A recovery objective beyond the tolerable outage protects nothing."""
    objective, tolerable = case.number("rto_h"), case.number("mtd_h")
    if objective is not None and tolerable is not None and objective > tolerable:
        yield Found(
            code="R-RTO-MTD",
            field="rto_h",
            found=case.text("rto_h"),
            expected=case.text("mtd_h"),
        )


PERIODS = (
    ("period_start", "period_end"),
    ("contract_start", "contract_end"),
    ("lease_start", "lease_end"),
    ("production_year", "retired_year"),
    ("start_date", "baseline_end"),
    ("start_date", "actual_end"),
)


def _period_rule(start: str, end: str) -> None:
    @_rule(start, end)
    def check(case: Case) -> Iterator[Found]:
        """What ends has begun before."""
        first, last = case[start], case[end]
        days = isinstance(first, date) and isinstance(last, date) and last < first
        years = isinstance(first, int) and isinstance(last, int) and last < first
        if days or years:
            yield Found(code="R-PERIOD", field=end, found=case.text(end), expected=case.text(start))


for _pair in PERIODS:
    _period_rule(*_pair)


# A part and the fields that its whole is made of; the first of these must be known, the others
# count as none where they are blank: hardly any room has a mainframe, and few say "0".
PARTS = (
    ("customer_floor_area", ("gross_floor_area",)),
    ("active_rack_count", ("rack_count",)),
    ("storage_used", ("storage_total",)),
    ("power_capacity_it", ("power_capacity_total",)),
    ("virtual_hosts", ("total_servers", "total_mainframes")),
    ("underutilized_servers", ("total_servers",)),
    ("downtime_hours", ("planned_hours",)),
    ("servers_monitored", ("total_servers", "total_mainframes")),
    ("production_servers_monitored", ("servers_monitored",)),
    ("servers_benchmarked", ("total_servers",)),
    ("renewable_kwh", ("energy_total_kwh",)),
    ("energy_reused_kwh", ("energy_total_kwh",)),
    ("energy_cooling_kwh", ("energy_total_kwh",)),
    ("restores_successful", ("restore_tests",)),
    ("contacts_resolvable", ("contacts_received",)),
    ("contacts_first_resolved", ("contacts_resolvable",)),
    ("incidents_in_sla", ("incidents_closed",)),
    ("personnel_cost", ("annual_cost",)),
    ("survey_responses", ("survey_invited",)),
    ("survey_satisfied", ("survey_responses",)),
    ("in_use", ("quantity",)),
    ("managed_centrally", ("quantity",)),
    ("encrypted_devices", ("quantity",)),
    ("unsupported", ("quantity",)),
    ("net_value", ("gross_value",)),
)


def _part_rule(part: str, whole: tuple[str, ...]) -> None:
    @_rule(part, *whole)
    def check(case: Case) -> Iterator[Found]:
        """No part is larger than its whole."""
        number = case.number(part)
        if number is None or case.number(whole[0]) is None:
            return
        most = sum((case.number(name) or Decimal(0) for name in whole), Decimal(0))
        if number > most:
            yield Found(code="R-PART", field=part, found=case.text(part), expected=plain(most))


for _entry in PARTS:
    _part_rule(*_entry)


ENERGY = (("energy_total_kwh", "energy_it_kwh"), ("avg_electricity", "avg_it_electricity"))


@_rule("energy_total_kwh", "energy_it_kwh", "avg_electricity", "avg_it_electricity")
def equipment_uses_less_than_the_room(case: Case) -> Iterator[Found]:
    """All energy of a room / energy of its ICT equipment cannot be below 1."""
    for whole, it in ENERGY:
        all_of_it, part = case.number(whole), case.number(it)
        if all_of_it is not None and part is not None and part > all_of_it:
            ratio = (all_of_it / part).quantize(Decimal("0.001"), rounding=ROUND_DOWN)
            yield Found(code="R-PUE", field=it, found=plain(ratio), expected="1")


# Answers that seldom rightly exceed another one; where they do, an explanation is due.
ORDERED = (
    ("resolution_median_h", "resolution_p90_h"),
    ("committed_mbps", "bandwidth_down_mbps"),
    ("licences_used", "licences"),
    ("spent_to_date", "ceiling"),
)


def _order_rule(lower: str, upper: str) -> None:
    @_rule(lower, upper)
    def check(case: Case) -> Iterator[Found]:
        """The first is not above the second."""
        low, high = case.number(lower), case.number(upper)
        if low is not None and high is not None and low > high:
            yield Found(
                code="R-ORDER",
                field=lower,
                found=case.text(lower),
                expected=case.text(upper),
                params={"other": upper},
            )


for _pair in ORDERED:
    _order_rule(*_pair)


TOGETHER = (("closing_year", "closing_quarter"), ("latitude", "longitude"))


def _together_rule(*names: str) -> None:
    @_rule(*names)
    def check(case: Case) -> Iterator[Found]:
        """One of two is of no use; a field that is due is reported as missing instead."""
        for name, other in (names, names[::-1]):
            due = case.sheet.fields[name].is_due(case.record.values)
            if case.silent(name) and case[other] is not None and not due:
                yield Found(code="R-TOGETHER", field=name, params={"other": other})


for _names in TOGETHER:
    _together_rule(*_names)


SERVERS = ("windows_servers", "unix_servers", "linux_servers", "hpc_nodes", "other_servers")


TOTALS = (
    ("total_servers", SERVERS),
    ("quantity", ("age_under_3", "age_3_to_5", "age_over_5")),
)


def _total_rule(name: str, parts: tuple[str, ...]) -> None:
    @_rule(name, *parts)
    def check(case: Case) -> Iterator[Found]:
        """The total is the sum of its parts, or at least not below those that are known."""
        total = case.number(name)
        known = [number for part in parts if (number := case.number(part)) is not None]
        added = sum(known, Decimal(0))
        complete = len(known) == len(parts)
        if total is not None and (added > total or (complete and added != total)):
            yield Found(code="R-TOTAL", field=name, found=case.text(name), expected=plain(added))


for _name, _parts in TOTALS:
    _total_rule(_name, _parts)


@_rule("status", "users_active", "opex_total")
def what_runs_is_used(case: Case) -> Iterator[Found]:
    """A system that costs something and that nobody uses may be retired."""
    cost = case.number("opex_total")
    if case["status"] in IN_USE and case.number("users_active") == 0 and cost:
        yield Found(code="R-ZERO-USERS", field="users_active", found="0")
