"""Who is missing among the peers, and whether they may be spoken for (indicator rules, 4.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from inventory_app.domain.distributions import quantile

ENOUGH = Decimal(70)  # per cent of the users of a group; below, no benchmark is published
_HALF = Decimal("0.5")
_ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Response:
    """One unit that was asked: what is known of it, and what came back.

    `covariates` are known of those that did not answer too, such as type, size and region.
    `received` is the day of the answer, None where there is none; `value` that of an indicator.
    """

    unit: str
    covariates: Mapping[str, str] = field(default_factory=dict)
    users: Decimal | None = None
    received: date | None = None
    value: Decimal | None = None

    @property
    def answered(self) -> bool:
        """Whether an answer came."""
        return self.received is not None


@dataclass(frozen=True, kw_only=True)
class ResponseRow:
    """How many of a kind were asked and answered, by units and by users; `covariate` "" is all.

    `users_unknown` units have no known number of users and are not in the sums of users.
    """

    covariate: str
    category: str
    asked: int
    answered: int
    users_asked: Decimal
    users_answered: Decimal
    users_unknown: int

    @property
    def rate(self) -> Decimal | None:
        """Answers in per cent of the units asked."""
        return _percent(Decimal(self.answered), Decimal(self.asked))

    @property
    def users_rate(self) -> Decimal | None:
        """Users of the units that answered, in per cent of all users; None if nobody has any."""
        return _percent(self.users_answered, self.users_asked)

    @property
    def enough(self) -> bool:
        """Whether a benchmark of this group may be published: 70 per cent of the users.

        Of the units, where no users are known.
        """
        covered = self.rate if self.users_rate is None else self.users_rate
        return covered is not None and covered >= ENOUGH


@dataclass(frozen=True, kw_only=True)
class EarlyLate:
    """The value among those who answered early and late: late ones resemble who never answers."""

    early: int
    late: int
    median_early: Decimal
    median_late: Decimal
    divided_after: date

    @property
    def difference(self) -> Decimal:
        """By how much the late median is above the early one."""
        return self.median_late - self.median_early


def response_table(responses: Sequence[Response]) -> tuple[ResponseRow, ...]:
    """Return the response of all units, then by each category of each covariate.

    A unit of which a covariate is not known stands under the category "".
    """
    names = dict.fromkeys(name for each in responses for name in each.covariates)
    rows = [_row("", "", responses)]
    for name in names:
        by_category: dict[str, list[Response]] = {}
        for each in responses:
            by_category.setdefault(each.covariates.get(name, ""), []).append(each)
        rows += [_row(name, category, by_category[category]) for category in sorted(by_category)]
    return tuple(rows)


def _row(covariate: str, category: str, responses: Sequence[Response]) -> ResponseRow:
    return ResponseRow(
        covariate=covariate,
        category=category,
        asked=len(responses),
        answered=sum(each.answered for each in responses),
        users_asked=_users(responses),
        users_answered=_users(each for each in responses if each.answered),
        users_unknown=sum(each.users is None for each in responses),
    )


def _users(responses: Iterable[Response]) -> Decimal:
    return sum((each.users or _ZERO for each in responses), _ZERO)


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return part * 100 / whole if whole else None


def benchmark_allowed(responses: Sequence[Response]) -> bool:
    """Return whether a group that was asked covers enough users to publish its benchmark."""
    return _row("", "", responses).enough


def early_and_late(responses: Iterable[Response]) -> EarlyLate | None:
    """Compare the first half of the answers that have a value with the others.

    Answers of one day stay together, on the side where the halves are more even. None if all came
    on one day.
    """
    came = sorted((each.received, each.value) for each in responses
                  if each.received is not None and each.value is not None)  # fmt: skip
    days = sorted({day for day, _ in came})
    if len(days) < 2:
        return None
    divided = min(
        days[:-1], key=lambda last: abs(2 * sum(day <= last for day, _ in came) - len(came))
    )
    early = [value for day, value in came if day <= divided]
    late = [value for day, value in came if day > divided]
    return EarlyLate(
        early=len(early), late=len(late), median_early=quantile(early, _HALF),
        median_late=quantile(late, _HALF), divided_after=divided,
    )  # fmt: skip
