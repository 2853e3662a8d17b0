"""How one entity stands in one round: complete or not, findings, and its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from inventory_app.domain.figures import ZERO, Coverage, Figure
from inventory_app.domain.indicator_shapes import Indicators
from inventory_app.domain.indicators import roll_up
from inventory_app.domain.reasons import Reason
from inventory_app.domain.summaries import Figure as Amount
from inventory_app.domain.summaries import figure as amount
from inventory_app.domain.values import ValueState, combined

FTE_DEDICATED, FTE_NON_DEDICATED = "fte_dedicated", "fte_non_dedicated"
SYSTEMS, DATA_CENTRES, COST = "systems", "data_centres", "cost"
AMOUNTS = (FTE_DEDICATED, FTE_NON_DEDICATED, SYSTEMS, DATA_CENTRES, COST)
# Figures with these reasons may depend on what an earlier round reported (rule M-B, B02).
_LEANING = frozenset({Reason.BELOW_COVERAGE, Reason.PARTIAL, Reason.CUMULATED})


@dataclass(frozen=True, kw_only=True)
class CountedOnce:
    """What of an entity enters totals where records of it are joined with those of others.

    `signature` says from which joins and answers it was computed.
    """

    signature: str
    amounts: Mapping[str, Amount]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, kw_only=True)
class EntityStanding:
    """One entity in one round.

    `answered` is False where all its records are only carried forward: then there are no findings
    and no amounts. `findings` are counted by strength. `amounts` are the figures of the overview,
    by name; `figures` the indicators, without the answers that they were computed from. `counted`
    takes their place in totals, where there is one.
    """

    entity: str
    answered: bool
    filled: int
    due: int
    findings: Mapping[str, int]
    amounts: Mapping[str, Amount]
    figures: Mapping[str, Figure]
    counted: CountedOnce | None = None

    @property
    def for_totals(self) -> EntityStanding:
        """The standing with the figures that enter totals."""
        if self.counted is None:
            return self
        return replace(self, amounts=self.counted.amounts, figures=self.counted.figures)

    @property
    def leans(self) -> bool:
        """Whether a figure may depend on an earlier round."""
        return any(_LEANING.intersection(each.reasons) for each in self.figures.values())

    def as_text(self) -> dict[str, Any]:
        """Return the standing as it is kept."""
        kept = {
            "answered": self.answered, "filled": self.filled, "due": self.due,
            "findings": dict(self.findings),
            **_numbers_text(self.amounts, self.figures),
        }  # fmt: skip
        if self.counted is not None:
            once = _numbers_text(self.counted.amounts, self.counted.figures)
            kept["counted"] = {"signature": self.counted.signature, **once}
        return kept

    @classmethod
    def from_text(cls, entity: str, kept: Mapping[str, Any]) -> EntityStanding:
        """Return the standing that was kept as *kept*."""
        return cls(
            entity=entity, answered=kept["answered"], filled=kept["filled"], due=kept["due"],
            findings=kept["findings"], amounts=_amounts(kept), figures=_figures(entity, kept),
            counted=_counted(entity, kept.get("counted")),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Total:
    """A figure of a round added up over those who reported it, of those asked."""

    value: Decimal | None
    state: ValueState
    coverage: Coverage


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The figures of a round added up: those of the overview and the indicators, by name."""

    by_name: Mapping[str, Total]

    def as_text(self) -> dict[str, Any]:
        """Return the totals as they are kept."""
        return {
            name: [_text(each.value), each.state.value, *each.coverage]
            for name, each in self.by_name.items()
        }

    @classmethod
    def from_text(cls, kept: Mapping[str, Any]) -> Totals:
        """Return the totals that were kept as *kept*."""
        return cls(
            by_name={
                name: Total(
                    value=_number(value),
                    state=ValueState(state),
                    coverage=Coverage(counted, listed),
                )
                for name, (value, state, counted, listed) in kept.items()
            }
        )


def added_up(
    standing: Mapping[str, EntityStanding], definitions: Indicators | None = None
) -> Totals:
    """Return the totals over everybody asked in a round; what was joined counts once.

    *definitions* are those with the thresholds of the round, by default those of the program.
    """
    standing = {code: each.for_totals for code, each in standing.items()}
    found: dict[str, Total] = {}
    for name in AMOUNTS:
        known = [
            each.amounts[name]
            for each in standing.values()
            if name in each.amounts and each.amounts[name].value is not None
        ]
        found[name] = Total(
            value=sum((each.value or ZERO for each in known), ZERO) if known else None,
            state=combined(each.state for each in known) if known else _unknown(name, standing),
            coverage=Coverage(len(known), len(standing)),
        )
    indicators = next((tuple(each.figures) for each in standing.values()), ())
    for name in indicators:
        definition = None if definitions is None else definitions.definitions.get(name)
        total = roll_up([each.figures[name] for each in standing.values()], definition)
        found[name] = Total(value=total.value, state=total.state, coverage=total.coverage)
    return Totals(by_name=found)


def _unknown(name: str, standing: Mapping[str, EntityStanding]) -> ValueState:
    """Return how a figure stands that nobody has: not reported, or not asked in the round."""
    states = {each.amounts[name].state for each in standing.values() if name in each.amounts}
    return ValueState.NQ if states == {ValueState.NQ} else ValueState.NR


def _numbers_text(amounts: Mapping[str, Amount], figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {
        "amounts": {name: [_text(each.value), each.state.value] for name, each in amounts.items()},
        "figures": {name: _figure_text(each) for name, each in figures.items()},
    }


def _amounts(kept: Mapping[str, Any]) -> dict[str, Amount]:
    return {
        name: amount(_number(value), ValueState(state))
        for name, (value, state) in kept["amounts"].items()
    }


def _figures(entity: str, kept: Mapping[str, Any]) -> dict[str, Figure]:
    return {name: _figure(entity, name, each) for name, each in kept["figures"].items()}


def _counted(entity: str, kept: Mapping[str, Any] | None) -> CountedOnce | None:
    if kept is None:
        return None
    return CountedOnce(
        signature=kept["signature"], amounts=_amounts(kept), figures=_figures(entity, kept)
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)


def _figure_text(figure: Figure) -> list[Any]:
    return [
        _text(figure.numerator), _text(figure.denominator), _text(figure.value),
        _text(figure.factor), figure.state.value, [reason.value for reason in figure.reasons],
        list(figure.coverage), {name: _text(part) for name, part in figure.parts.items()},
        figure.ranked, _text(figure.users), figure.enters.value if figure.enters else None,
    ]  # fmt: skip


def _figure(entity: str, indicator: str, kept: list[Any]) -> Figure:
    above, below, value, factor, state, reasons, coverage, parts, ranked, users, *more = kept
    enters = ValueState(more[0]) if more and more[0] else None
    return Figure(
        indicator=indicator, entity=entity, numerator=_number(above), denominator=_number(below),
        value=_number(value), factor=Decimal(factor), state=ValueState(state),
        reasons=tuple(Reason(reason) for reason in reasons), coverage=Coverage(*coverage),
        parts={name: Decimal(part) for name, part in parts.items()}, ranked=ranked,
        users=_number(users), enters=enters,
    )  # fmt: skip
