"""Cost lines as amounts of USD a year (resolution 63/262, I.10(e) and (f)).

Every amount becomes amount x 12 / months of its period. Periods of one fund that follow each other
share their months, so that the lines of two years give the average year and not twice the cost;
periods that overlap, such as those of two funds, are added.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from inventory_app.domain.columns import NA, OK, USABLE, Answers
from inventory_app.domain.figures import ZERO, Coverage, EntityInputs, Source, Sources, Term
from inventory_app.domain.listed import Listed, listed
from inventory_app.domain.periods import Period, months_of
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Record
from inventory_app.domain.values import BY_WEIGHT, ValueState

YEAR = Decimal(12)
COSTS = "costs"
_LINE = ("amount", "period_start", "period_end")
_FUND = "fund_code"


class Lines:
    """The cost lines of one entity whose amounts a year are known, and how many are not.

    `places` are their places among all *costs*, `annual` the amounts and `stands` how they stand.
    `converted` says whether an amount was for another span than twelve months.
    """

    def __init__(
        self,
        costs: Listed,
        lines: Sequence[tuple[int, Decimal, int]],
        missing: int,
        *,
        converted: bool,
    ) -> None:
        self.costs, self.missing, self.converted = costs, missing, converted
        self.places = [place for place, _, _ in lines]
        self.annual = [annual for _, annual, _ in lines]
        self.stands = [stand for _, _, stand in lines]

    def taken(self, column: Sequence[Any]) -> list[Any]:
        """Return the entries of a column of all costs that belong to these lines."""
        return [column[place] for place in self.places]

    def where(self, name: str, codes: Container[object] | None) -> Decimal:
        """Return what the lines cost whose *name* is one of *codes*, or any code at all."""
        usable, values = self.costs.usable(name), self.costs.values(name)
        chosen = (
            annual
            for place, annual in zip(self.places, self.annual, strict=True)
            if usable[place] and (codes is None or values[place] in codes)
        )
        return sum(chosen, ZERO)

    def running(self, projects: Collection[str]) -> Lines:
        """Return the lines that name one of *projects* and say that they run something."""
        named, change = self.costs.values("project"), self.costs.values("run_change")
        lines = [
            line
            for line in zip(self.places, self.annual, self.stands, strict=True)
            if change[line[0]] == "RUN" and str(named[line[0]]) in projects
        ]
        return Lines(self.costs, lines, 0, converted=False)

    @cached_property
    def total(self) -> Decimal:
        """What all lines cost together."""
        return sum(self.annual, ZERO)

    @property
    def state(self) -> ValueState:
        """The state that travels from all lines."""
        return BY_WEIGHT[max(self.stands, default=OK)]

    @property
    def listed(self) -> int:
        """How many lines should be known."""
        return len(self.places) + self.missing

    def term(self, value: Decimal, *more: str) -> Term:
        """Return *value*, computed from the lines and their fields *more*, as a term."""
        return Term(
            value=value,
            state=self.state,
            reasons=(Reason.ANNUALISED,) if self.converted else (),
            sources=self.sources(*_LINE, *more),
            coverage=Coverage(len(self.places), self.listed),
        )

    def sources(self, *names: str) -> Sources:
        """Return the answers to *names* of the lines, looked up when wanted."""
        return Sources(partial(self._sources, names))

    def _sources(self, names: Iterable[str]) -> Iterator[Source]:
        uids = self.costs.uids
        return (Source(COSTS, uids[place], name) for place in self.places for name in names)


def lines_of(answers: Answers) -> list[Lines]:
    """Return the cost lines of each entity, each converted to twelve months (USD a year).

    Lines of one fund whose periods follow each other share the months of all of them. Lines
    without a usable amount or period are only counted; those declared not applicable are left out.
    """
    return answers.once("annual lines", lambda: list(_lines_of(listed(answers, COSTS))))


def _lines_of(costs: Listed) -> Iterator[Lines]:
    columns = (
        costs.values(_FUND), costs.values("amount"), list(stated_periods(costs)),
        costs.stands(*_LINE), costs.stands("amount"),
    )  # fmt: skip
    months = _Months()
    for span in costs.spans:
        streams: dict[Any, list[tuple[int, Any, Period, int]]] = {}
        missing = 0
        for place, fund, amount, period, stand, on_amount in zip(
            range(span.start, span.stop), *(column[span] for column in columns), strict=True
        ):
            if stand <= USABLE and amount is not None and period is not None:
                streams.setdefault(fund, []).append((place, amount, period, stand))
            elif on_amount != NA:
                missing += 1
        lines: list[tuple[int, Decimal, int]] = []
        converted = False
        for stream in streams.values():
            shared = months.shared({period for _, _, period, _ in stream})
            converted = converted or any(months.of(period) != YEAR for period in shared)
            for place, amount, period, stand in stream:
                lines.append((place, _annual(amount, shared[period]), stand))
        yield Lines(costs, lines, missing, converted=converted)


def _annual(amount: Any, months: Decimal) -> Decimal:
    """Return an amount for some months as one for twelve, which most are."""
    return Decimal(amount) if months == YEAR else amount * YEAR / months


def stated_periods(costs: Listed) -> Iterator[Period | None]:
    """Yield the period of each line, None where it is not one."""
    for start, end in zip(costs.values("period_start"), costs.values("period_end"), strict=True):
        known = isinstance(start, date) and isinstance(end, date) and start <= end
        yield (start, end) if known else None


class _Months:
    """The months of periods, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[Period, Decimal] = {}
        self._shared: dict[frozenset[Period], dict[Period, Decimal]] = {}

    def of(self, period: Period) -> Decimal:
        """Return the months of a period."""
        if period not in self._known:
            self._known[period] = months_of(period)
        return self._known[period]

    def shared(self, periods: Iterable[Period]) -> dict[Period, Decimal]:
        """Return for each period of one fund the months of all that are in line with it."""
        key = frozenset(periods)
        if key not in self._shared:
            self._shared[key] = _months_shared(key, self.of)
        return self._shared[key]


def _months_shared(
    periods: Iterable[Period], months: Callable[[Period], Decimal]
) -> dict[Period, Decimal]:
    chains: list[list[Period]] = []
    for period in sorted(periods):
        free = (chain for chain in chains if chain[-1][1] < period[0])
        chain = next(free, None)
        if chain is None:
            chains.append([period])
        else:
            chain.append(period)
    return {period: sum(map(months, chain), ZERO) for chain in chains for period in chain}


@dataclass(frozen=True, kw_only=True)
class AnnualLine:
    """One cost line as an amount of USD a year."""

    record: Record
    annual: Decimal
    state: ValueState


@dataclass(frozen=True, kw_only=True)
class AnnualLines:
    """The cost lines whose amounts a year are known, and how many are not."""

    items: tuple[AnnualLine, ...]
    missing: int
    converted: bool


def annual_lines(inputs: EntityInputs) -> AnnualLines:
    """Return the cost lines of one entity with their records, as `lines_of` does of all."""
    [lines] = lines_of(inputs.answers)
    every, rows = inputs.judged(COSTS), lines.costs.rows
    items = tuple(
        AnnualLine(record=every[rows[place]], annual=annual, state=BY_WEIGHT[stand])
        for place, annual, stand in zip(lines.places, lines.annual, lines.stands, strict=True)
    )
    return AnnualLines(items=items, missing=lines.missing, converted=lines.converted)
