"""What an entity reported last time, beside what its peers reported: for its front page.

Nobody else is named, and of a small group nothing is shown that would tell on one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from inventory_app.domain.disclosure import published_quartile
from inventory_app.domain.distributions import FOR_QUARTILES, quartiles
from inventory_app.domain.peers import Group
from inventory_app.domain.standings import COST, DATA_CENTRES, SYSTEMS, EntityStanding
from inventory_app.domain.values import ValueState

FTE, USERS_PER_FTE, COST_PER_USER = "W01", "W03", "C02"  # indicators, by their codes
KEY_FIGURES = (FTE, SYSTEMS, DATA_CENTRES, COST, USERS_PER_FTE, COST_PER_USER)


@dataclass(frozen=True, kw_only=True)
class Band:
    """The middle of *n* comparable entities, as it may be shown."""

    n: int
    q1: Decimal
    median: Decimal
    q3: Decimal


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """One figure of the entity in the last round; without a band there were too few peers."""

    name: str
    value: Decimal | None
    state: ValueState
    band: Band | None = None


@dataclass(frozen=True, kw_only=True)
class LastRound:
    """The key figures of one entity in the last round, and whom it is compared with."""

    round: str
    group: Group
    answered: bool
    figures: tuple[KeyFigure, ...]

    def as_text(self) -> dict[str, Any]:
        """Return the figures as they travel in a workbook."""
        return {
            "round": self.round, "group": list(self.group), "answered": self.answered,
            "figures": [
                [
                    each.name, None if each.value is None else str(each.value), each.state.value,
                    [each.band.n, str(each.band.q1), str(each.band.median), str(each.band.q3)]
                    if each.band
                    else None,
                ]
                for each in self.figures
            ],
        }  # fmt: skip

    @classmethod
    def from_text(cls, kept: Mapping[str, Any]) -> LastRound:
        """Return the figures that travelled as *kept*; raise `ValueError` or `LookupError`."""
        return cls(
            round=str(kept["round"]),
            group=tuple(map(str, kept["group"])),
            answered=bool(kept["answered"]),
            figures=tuple(
                KeyFigure(
                    name=str(name),
                    value=None if value is None else Decimal(value),
                    state=ValueState(state),
                    band=_band(*band) if band else None,
                )
                for name, value, state, band in kept["figures"]
            ),
        )


def _band(n: int, q1: str, median: str, q3: str) -> Band:
    return Band(n=int(n), q1=Decimal(q1), median=Decimal(median), q3=Decimal(q3))


def last_round(
    round_code: str,
    entity: str,
    standing: Mapping[str, EntityStanding],
    groups: Mapping[str, Group],
    uncovered: frozenset[Group] = frozenset(),
) -> LastRound:
    """Return the key figures of *entity*, and their spread in its group or the next wider one.

    *groups* are type and size of each entity asked in that round. Counts and sums are never
    compared beyond one type of entity. Only what was reported enters, no estimates. Of groups
    that are *uncovered* nothing is shown: too few of their users have answered.
    """
    asked = groups.get(entity, ())
    mine = standing.get(entity)
    group = _group(asked, standing, groups)
    said = {} if group in uncovered else standing
    peers = [each for code, each in said.items() if groups.get(code, ())[: len(group)] == group]
    return LastRound(
        round=round_code,
        group=group,
        answered=mine is not None and mine.answered,
        figures=tuple(_figure(name, mine, peers) for name in KEY_FIGURES),
    )


def _group(
    asked: Group, standing: Mapping[str, EntityStanding], groups: Mapping[str, Group]
) -> Group:
    """Return type and size of an entity, or its type alone where too few of its size answered."""
    answered = [groups[code] for code, each in standing.items() if each.answered and code in groups]
    alike = sum(group == asked for group in answered)
    return asked if len(asked) < 2 or alike >= FOR_QUARTILES else asked[:1]


def _figure(name: str, mine: EntityStanding | None, peers: Sequence[EntityStanding]) -> KeyFigure:
    value, state = _said(name, mine) if mine else (None, ValueState.NR)
    known = [_said(name, each) for each in peers if _is_ranked(name, each)]
    reported = [given for given, how in known if given is not None and how is ValueState.OK]
    return KeyFigure(name=name, value=value, state=state, band=_spread(reported))


def _said(name: str, of: EntityStanding) -> tuple[Decimal | None, ValueState]:
    figure = of.figures.get(name) if name not in of.amounts else of.amounts[name]
    return (figure.value, figure.state) if figure and of.answered else (None, ValueState.NR)


def _is_ranked(name: str, of: EntityStanding) -> bool:
    """Return whether a value may be compared: one below the floor of its indicator may not."""
    return name in of.amounts or name not in of.figures or of.figures[name].ranked


def _spread(values: Sequence[Decimal]) -> Band | None:
    """Return the quartiles as they may be shown, None for fewer than five values."""
    n = len(values)
    if n < FOR_QUARTILES:
        return None
    shown = [published_quartile(value, n) for value in quartiles(values)]
    q1, median, q3 = (value for value in shown if value is not None)
    return Band(n=n, q1=q1, median=median, q3=q3)
