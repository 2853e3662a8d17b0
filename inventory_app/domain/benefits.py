"""Benefits: what was promised, what came of it, and how anybody knows (indicator rules, 5.1).

Amounts are US dollars. Planned, forecast and realised benefits are gross; what it took to get
them, once and every year, stands beside them. Nothing becomes a saving by being written down: the
ladder of `Status` has a rung for each piece of evidence, and `refuse_unproven` guards it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, partial
from itertools import combinations

from inventory_app.errors import UserError
from inventory_app.texts import N_, Translator


class BenefitClass(StrEnum):
    """What kind of benefit; the three are never added without saying so."""

    CASHABLE = "CASHABLE"  # spending below the projected level, for the same objective
    AVOIDANCE = "AVOIDANCE"  # done now, so that less is spent later
    NON_CASHABLE = "NON_CASHABLE"  # such as time saved, at a value


class Status(StrEnum):
    """How far a benefit has come; each step needs all that the steps before it need."""

    IDEA = "IDEA"
    PLANNED = "PLANNED"
    CONTRACTED = "CONTRACTED"
    REALISED = "REALISED"
    VERIFIED = "VERIFIED"

    def reached(self, other: Status) -> bool:
        """Return whether this is *other* or beyond it."""
        return _LADDER.index(self) >= _LADDER.index(other)

    def text(self, _: Translator) -> str:
        """Return the word for a reader."""
        return _(_STATUSES[self])


_LADDER = tuple(Status)
_STATUSES = {
    Status.IDEA: N_("idea"),
    Status.PLANNED: N_("planned"),
    Status.CONTRACTED: N_("contracted"),
    Status.REALISED: N_("realised"),
    Status.VERIFIED: N_("verified"),
}


class Fate(StrEnum):
    """What became of a post that is no longer needed."""

    ABOLISHED = "ABOLISHED"
    REDEPLOYED = "REDEPLOYED"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What proves an amount: where it is, from when it is, and who looked at it."""

    reference: str = ""
    dated: date | None = None
    reviewed_by: str = ""
    reviewed_on: date | None = None


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, kw_only=True)
class Item:
    """One kind of thing that is paid for: how much of it, and what all of it cost in a year."""

    name: str
    volume: Decimal
    cost: Decimal


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """What was spent before: the last full audited period, frozen, with its scope."""

    amount: Decimal | None = None
    start: date | None = None
    end: date | None = None
    frozen_on: date | None = None
    scope: tuple[str, ...] = ()
    evidence: Evidence = NO_EVIDENCE
    items: tuple[Item, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """What it lacks to prove a saving, by the names of the fields."""
        parts = {
            "baseline.amount": self.amount is not None,
            "baseline.start": self.start,
            "baseline.end": self.end,
            "baseline.frozen_on": self.frozen_on,
            "baseline.scope": self.scope,
            "baseline.evidence": self.evidence.reference,
            "baseline.evidence_dated": self.evidence.dated,
        }
        return tuple(name for name, there in parts.items() if not there)


NO_BASELINE = Baseline()


@dataclass(frozen=True, kw_only=True)
class BenefitPeriod:
    """A benefit in one period of at most a year; None is an amount that nobody has given.

    `price_index` is the price level against the baseline. `items` say what was paid in the period
    where that is measured.
    """

    start: date
    end: date
    planned: Decimal | None = None
    forecast: Decimal | None = None
    realised: Decimal | None = None
    implementation: Decimal = Decimal(0)
    added_run: Decimal = Decimal(0)
    price_index: Decimal = Decimal(1)
    evidence: Evidence = NO_EVIDENCE
    items: tuple[Item, ...] = ()

    def overlaps(self, other: BenefitPeriod) -> bool:
        """Return whether both have a day in common."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, kw_only=True)
class PostRelease:
    """A post that a benefit makes unnecessary; it counts once it is gone or has another use."""

    post: str
    fate: Fate | None = None
    to: str = ""  # the unit or post to which it was redeployed

    @property
    def settled(self) -> bool:
        """Whether it was abolished, or redeployed to a place with a name."""
        return self.fate is Fate.ABOLISHED or (self.fate is Fate.REDEPLOYED and bool(self.to))


@dataclass(frozen=True, kw_only=True)
class Benefit:
    """One benefit of one initiative; `cost_line` is the line of cost in which it shows."""

    id: str
    title: str
    kind: BenefitClass
    status: Status = Status.IDEA
    initiative: str = ""
    entity: str = ""
    owner: str = ""
    measure: str = ""
    cost_line: str = ""
    contract: str = ""
    baseline: Baseline = NO_BASELINE
    posts: tuple[PostRelease, ...] = ()
    periods: tuple[BenefitPeriod, ...] = ()

    @property
    def in_money(self) -> bool:
        """Whether it shows in a line of cost: time saved at a value does not."""
        return self.kind is not BenefitClass.NON_CASHABLE

    def verified(self, period: BenefitPeriod) -> bool:
        """Return whether what came of a period is proven: evidence that somebody else reviewed."""
        evidence = period.evidence
        return (
            period.realised is not None
            and bool(evidence.reference and evidence.dated and evidence.reviewed_by)
            and evidence.reviewed_by.casefold() != self.owner.casefold()
            and not self.baseline.missing
        )

    @property
    def has_evidence(self) -> bool:
        """Whether it has an owner, a measure, a baseline, and evidence with a date (B06)."""
        dated = any(
            evidence.reference and evidence.dated
            for evidence in (self.baseline.evidence, *(each.evidence for each in self.periods))
        )
        there = self.baseline.amount is not None and self.baseline.end is not None
        return bool(self.owner and self.measure and there and dated)


def missing_for(benefit: Benefit, status: Status) -> tuple[str, ...]:
    """Return what *benefit* lacks to be of *status*, by the names of the fields."""
    return tuple(name for rung, name in _missing(benefit) if status.reached(rung))


def _missing(benefit: Benefit) -> Iterator[tuple[Status, str]]:
    needed = (
        (Status.PLANNED, "owner", bool(benefit.owner)),
        (Status.PLANNED, "measure", bool(benefit.measure)),
        (Status.PLANNED, "planned", any(each.planned is not None for each in benefit.periods)),
        (Status.CONTRACTED, "contract", bool(benefit.contract)),
        (Status.CONTRACTED, "cost_line", bool(benefit.cost_line) or not benefit.in_money),
        *((Status.REALISED, name, False) for name in benefit.baseline.missing),
        (Status.REALISED, "realised", any(each.realised is not None for each in benefit.periods)),
        *((Status.REALISED, f"posts.{post.post}", post.settled) for post in benefit.posts),
    )
    yield from ((rung, name) for rung, name, there in needed if not there)
    for each in benefit.periods:
        if each.realised is not None:
            yield from _unproven(benefit, each)


def _unproven(benefit: Benefit, period: BenefitPeriod) -> Iterator[tuple[Status, str]]:
    day, evidence = period.start.isoformat(), period.evidence
    if not evidence.reference:
        yield Status.VERIFIED, f"{day}.evidence"
    if evidence.dated is None:
        yield Status.VERIFIED, f"{day}.evidence_dated"
    if not evidence.reviewed_by or evidence.reviewed_by.casefold() == benefit.owner.casefold():
        yield Status.VERIFIED, f"{day}.reviewed_by"


def refuse_unproven(benefit: Benefit) -> None:
    """Raise `UserError` unless *benefit* has all that its status and its amounts need.

    A realised amount without a dated, evidenced baseline is refused whatever the status says.
    """
    _refuse_periods(benefit)
    _refuse_without_baseline(benefit)
    _refuse_own_review(benefit)
    missing = missing_for(benefit, benefit.status)
    if missing:
        raise UserError(
            "E-BENEFIT-STATUS",
            N_("The benefit “{benefit}” cannot be {status}: {missing} is missing."),
            N_("Give what is missing, or a status further down: {ladder}."),
            benefit=benefit.id,
            status=benefit.status.value,
            missing=", ".join(missing),
            ladder=", ".join(_LADDER),
        )
    if not benefit.status.reached(Status.REALISED) and any(
        each.realised is not None for each in benefit.periods
    ):
        raise UserError(
            "E-BENEFIT-STATUS",
            N_("The benefit “{benefit}” has realised amounts, but its status is {status}."),
            N_("Make the status REALISED or VERIFIED, or leave the realised amounts out."),
            benefit=benefit.id,
            status=benefit.status.value,
        )


def _refuse_without_baseline(benefit: Benefit) -> None:
    realised = [each for each in benefit.periods if each.realised is not None]
    if not realised and not benefit.status.reached(Status.REALISED):
        return
    if missing := benefit.baseline.missing:
        raise UserError(
            "E-BENEFIT-BASELINE",
            N_("The benefit “{benefit}” cannot be realised: its baseline lacks {missing}."),
            N_(
                "Give the cost of the last full audited period, its first and last day, the day it "
                "was frozen, its scope, and evidence with a date."
            ),
            benefit=benefit.id,
            missing=", ".join(missing),
        )
    end, frozen = benefit.baseline.end, benefit.baseline.frozen_on
    early = [each for each in realised if end is not None and each.start <= end]
    if early or (end is not None and frozen is not None and frozen <= end):
        raise UserError(
            "E-BENEFIT-BASELINE-LATE",
            N_(
                "The baseline of “{benefit}” must have ended before it was frozen and before the "
                "first period with a realised amount."
            ),
            N_("Take the last full period before the change as baseline."),
            benefit=benefit.id,
        )


def _refuse_own_review(benefit: Benefit) -> None:
    for each in benefit.periods:
        reviewer = each.evidence.reviewed_by
        if reviewer and benefit.owner and reviewer.casefold() == benefit.owner.casefold():
            raise UserError(
                "E-BENEFIT-REVIEWER",
                N_("“{benefit}”, {start}: {owner} owns the benefit and cannot review it."),
                N_("Name somebody else as reviewer."),
                benefit=benefit.id,
                start=each.start,
                owner=benefit.owner,
            )


def _refuse_periods(benefit: Benefit) -> None:
    for each in benefit.periods:
        if not each.start <= each.end < _year_after(each.start) or each.price_index <= 0:
            raise UserError(
                "E-BENEFIT-PERIOD",
                N_("“{benefit}”: {start} to {end} is no period of at most a year."),
                N_("Benefits are annual: give each year a period with its first and last day."),
                benefit=benefit.id,
                start=each.start,
                end=each.end,
            )
    for one, two in combinations(benefit.periods, 2):
        if one.overlaps(two):
            raise UserError(
                "E-BENEFIT-OVERLAP",
                N_("“{benefit}” has two periods for {start}."),
                N_("Give each day to one period only."),
                benefit=benefit.id,
                start=max(one.start, two.start),
            )


def _year_after(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if leap_day else day.day)


@dataclass(frozen=True, kw_only=True)
class Register:
    """All benefits of a store, as they are; `checked` makes one that is sound."""

    benefits: tuple[Benefit, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Benefit]:
        """The benefits by their id."""
        return {benefit.id: benefit for benefit in self.benefits}

    @cached_property
    def problems(self) -> tuple[UserError, ...]:
        """What is unproven, one problem a benefit, and what is counted twice.

        Nothing that is written has any, but taking back a change can leave some behind.
        """
        checks = [partial(refuse_unproven, benefit) for benefit in self.benefits]
        found = []
        for check in (*checks, partial(_refuse_twice, self.benefits)):
            try:
                check()
            except UserError as error:
                found.append(error)
        return tuple(found)


def checked(benefits: Iterable[Benefit]) -> Register:
    """Return the register of *benefits*; raise `UserError` for the first of its problems."""
    register = Register(benefits=tuple(benefits))
    for error in register.problems:
        raise error
    return register


def _refuse_twice(benefits: Iterable[Benefit]) -> None:
    """Raise `UserError` where two benefits claim one line of cost in one period, or share an id."""
    claims: dict[str, list[tuple[Benefit, BenefitPeriod]]] = {}
    seen: set[str] = set()
    for benefit in benefits:
        if benefit.id in seen:
            raise UserError(
                "E-BENEFIT-TWICE",
                N_("There are two benefits with the id “{benefit}”."),
                N_("Give each benefit an id of its own."),
                benefit=benefit.id,
            )
        seen.add(benefit.id)
        for period in benefit.periods if benefit.cost_line else ():
            for other, theirs in claims.setdefault(benefit.cost_line, []):
                if other.id != benefit.id and period.overlaps(theirs):
                    raise UserError(
                        "E-BENEFIT-DOUBLE",
                        N_("“{one}” and “{two}” both save on cost line {line} from {start}."),
                        N_("Keep the saving with one of them, or name another cost line."),
                        one=other.id,
                        two=benefit.id,
                        line=benefit.cost_line,
                        start=max(period.start, theirs.start),
                    )
            claims[benefit.cost_line].append((benefit, period))
