"""Figures: an indicator computed for somebody, with everything needed to believe it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeAlias

from inventory_app.domain.checks import judged
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.indicator_definitions import IndicatorDefinition
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import ValueState, combined

USABLE = frozenset({ValueState.OK, ValueState.NE})
ENOUGH = Decimal("0.95")  # rules M-B and W01
ZERO = Decimal(0)

Parts: TypeAlias = "Mapping[str, Decimal]"


class Coverage(NamedTuple):
    """How many records (of an entity) or units (of a roll-up) were counted, of those listed."""

    counted: int
    listed: int


UNCOUNTED = Coverage(0, 0)


class Source(NamedTuple):
    """One answer that a figure was computed from."""

    sheet: str
    uid: str
    field: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One indicator of one entity, of one record of it, or of a group of entities.

    `value` is numerator / denominator x factor, unrounded; a plain sum has no denominator. It is
    None unless the state is OK or NE. `ranked` says whether it enters peer statistics: only `OK`
    values do, and none below a floor (Z-4). `reasons` stand with the weightiest first. `parts`
    are figures shown beside the value, `users` the users served by the entity.
    """

    indicator: str
    entity: str
    record: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    factor: Decimal = Decimal(1)
    state: ValueState = ValueState.NR
    reasons: tuple[Reason, ...] = ()
    coverage: Coverage = UNCOUNTED
    parts: Parts = field(default_factory=dict)
    ranked: bool = False
    inputs: tuple[Source, ...] = ()
    users: Decimal | None = None
    users_share: Decimal | None = None

    @property
    def reason(self) -> str:
        """The code of the weightiest reason, empty if there is nothing to say."""
        return self.reasons[0] if self.reasons else ""


@dataclass(frozen=True, kw_only=True)
class EntityInputs:
    """What an entity reported in one round, by sheet, and the rules of that round.

    `last_totals` holds the last confirmed totals that rule M-B measures the reported items
    against, where there are any: "ict_cost" and "cost_lines" in USD a year, "it_load_kw". `wrong`
    names the answers with a blocking finding, by uid, where somebody has checked them already.
    """

    entity: str
    as_of: date
    records: Mapping[str, tuple[Record, ...]]
    declarations: Mapping[str, Declaration]
    catalogue: Catalogue
    last_totals: Parts = field(default_factory=dict)
    parameters: RoundParameters = field(default_factory=RoundParameters)
    wrong: Mapping[str, frozenset[str]] | None = None

    def reported(self, sheet: str) -> bool:
        """Return whether the entity listed records or said that there is nothing to report."""
        declared = self.declarations.get(sheet)
        return bool(self.records.get(sheet)) or (declared is not None and declared.nothing)

    def counting(self, sheet: str) -> tuple[Record, ...]:
        """Return the records that enter totals: valid, and not gone on the day of the round.

        Values that fail a validity rule have the state ERR.
        """
        return self._judged.get(sheet, ())

    @cached_property
    def _judged(self) -> dict[str, tuple[Record, ...]]:
        return {
            sheet.name: tuple(
                self._judge(sheet, record)
                for record in self.records.get(sheet.name, ())
                if record.counts and not _gone(record, self.as_of)
            )
            for sheet in self.catalogue
        }

    def _judge(self, sheet: Sheet, record: Record) -> Record:
        if self.wrong is None:
            return judged(sheet, record, self.parameters)
        wrong = self.wrong.get(record.uid)
        if not wrong:
            return record
        return replace(record, states={**record.states, **dict.fromkeys(wrong, ValueState.ERR)})


def _gone(record: Record, as_of: date) -> bool:
    on = record["retired_on"]
    return isinstance(on, date) and on <= as_of


@dataclass(frozen=True, kw_only=True)
class Term:
    """A numerator or a denominator before it is divided; `value` may be known but not usable."""

    value: Decimal | None = None
    state: ValueState = ValueState.OK
    reasons: tuple[Reason, ...] = ()
    sources: tuple[Source, ...] = ()
    coverage: Coverage = UNCOUNTED

    @property
    def usable(self) -> Decimal | None:
        """The value if its state lets it be used."""
        return self.value if self.state in USABLE else None


NOT_REPORTED = Term(state=ValueState.NR, reasons=(Reason.NOT_REPORTED,))

_WHY = {
    ValueState.NR: Reason.MISSING,
    ValueState.SUP: Reason.MISSING,
    ValueState.ERR: Reason.INVALID,
    ValueState.NE: Reason.ESTIMATED,
}


def number(record: Record, name: str) -> Decimal | None:
    """Return the number in field *name*, None if there is none."""
    value = record[name]
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    return None


def state_from(record: Record, *names: str) -> ValueState:
    """Return the state of what is computed from the fields *names* of a record."""
    return combined(record.state(name) for name in names)


def sum_strictly(records: Iterable[Record], name: str) -> Term:
    """Return the sum of field *name*, by rule M-A: one answer missing, and there is no sum.

    Records to which the field does not apply (NA) are left out; if it applies to none of them,
    neither does the sum.
    """
    every = tuple(records)
    asked = [record for record in every if record.state(name) is not ValueState.NA]
    if every and not asked:
        return Term(state=ValueState.NA)
    states = [record.state(name) for record in asked]
    return Term(
        value=sum((number(record, name) or ZERO for record in asked), ZERO),
        state=combined(states),
        sources=tuple(Source(record.sheet, record.uid, name) for record in asked),
        coverage=Coverage(sum(state in USABLE for state in states), len(states)),
    )


def covers(reported: Decimal, missing: int, last_total: Decimal | None) -> bool:
    """Return whether reported items are enough for rule M-B.

    They are if they make 95 per cent of the last confirmed total. Without such a total nobody
    can say how much a missing item weighs: then none may be missing.
    """
    return missing == 0 if last_total is None else reported >= last_total * ENOUGH


def quotient(
    definition: IndicatorDefinition,
    entity: str,
    numerator: Term,
    denominator: Term,
    *,
    coverage: Coverage | None = None,
    parts: Parts | None = None,
    reasons: Iterable[Reason] = (),
    record: str = "",
) -> Figure:
    """Divide, by the rules on states (2.2) and zeros (2.4).

    The worst state of the two terms travels; 0 / 0 is NA (Z-1), x / 0 is ERR (Z-2), and a
    denominator below the floor gives a value that is not ranked (Z-4).
    """
    above, below = numerator.usable, denominator.usable
    state = combined((numerator.state, denominator.state))
    why = {*numerator.reasons, *denominator.reasons, *reasons}
    value = None
    if state in USABLE and above is not None and below is not None:
        if below:
            value = above * definition.factor / below
        else:
            state = ValueState.ERR if above else ValueState.NA
            why.add(Reason.ZERO_DENOMINATOR if above else Reason.NO_ACTIVITY)
    floor = definition.floor
    floored = value is not None and below is not None and floor is not None and below < floor
    if floored:
        why.add(Reason.BELOW_FLOOR)
    return Figure(
        indicator=definition.id,
        entity=entity,
        record=record,
        numerator=above,
        denominator=below,
        value=value,
        factor=definition.factor,
        state=state,
        reasons=explained(state, why),
        coverage=coverage or numerator.coverage,
        parts=parts or {},
        ranked=state is ValueState.OK and not floored,
        inputs=tuple(dict.fromkeys(numerator.sources + denominator.sources)),
    )


def without_value(
    definition: IndicatorDefinition,
    entity: str,
    state: ValueState,
    reason: Reason,
    record: str = "",
) -> Figure:
    """Return a figure that there cannot be, with its reason."""
    return Figure(
        indicator=definition.id,
        entity=entity,
        record=record,
        factor=definition.factor,
        state=state,
        reasons=(reason,),
    )


def explained(state: ValueState, why: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return *why* with the weightiest first; a state without a reason gets its own."""
    reasons = set(why)
    order = list(Reason)
    unexplained = all(order.index(each) >= order.index(Reason.BELOW_FLOOR) for each in reasons)
    if state in _WHY and (unexplained or state is ValueState.NE):
        reasons.add(_WHY[state])
    return tuple(sorted(reasons, key=order.index))


def merged(figures: Sequence[Figure]) -> Figure:
    """Return the sum of numerators / sum of denominators over the figures that have both.

    Ratios are never averaged (2.1). What does not apply (NA) is not listed; what is missing or
    wrong is listed but not counted. `parts` are added up. Raises `ValueError` for no figures.
    """
    if not figures:
        raise ValueError("nothing to add up")
    listed = [figure for figure in figures if figure.state is not ValueState.NA]
    counted = [figure for figure in listed if figure.state in USABLE]
    first = figures[0]
    entities = {figure.entity for figure in figures}
    state = combined(figure.state for figure in counted or listed or figures)
    above = sum((figure.numerator or ZERO for figure in counted), ZERO) if counted else None
    below = _sum_below(counted)
    why = {Reason.PARTIAL} if counted and len(counted) < len(listed) else set()
    for figure in counted or listed or figures:
        why.update(figure.reasons)
    why.discard(Reason.BELOW_FLOOR)
    return Figure(
        indicator=first.indicator,
        entity=first.entity if len(entities) == 1 else "",
        numerator=above,
        denominator=below,
        value=_value(above, below, first.factor) if counted else None,
        factor=first.factor,
        state=state,
        reasons=explained(state, why),
        coverage=Coverage(len(counted), len(listed)),
        parts=added_parts(counted),
        ranked=state is ValueState.OK,
        inputs=tuple(dict.fromkeys(source for figure in counted for source in figure.inputs)),
        users=sum((figure.users or ZERO for figure in counted), ZERO) if counted else None,
        users_share=_users_share(counted, listed),
    )


def _sum_below(counted: Sequence[Figure]) -> Decimal | None:
    known = [figure.denominator for figure in counted if figure.denominator is not None]
    return sum(known, ZERO) if known else None


def _value(above: Decimal | None, below: Decimal | None, factor: Decimal) -> Decimal | None:
    if above is None or below is None:
        return above  # a plain sum
    return above * factor / below if below else None


def added_parts(figures: Iterable[Figure]) -> dict[str, Decimal]:
    """Return the parts of *figures*, added up by name."""
    parts: dict[str, Decimal] = {}
    for figure in figures:
        for name, value in figure.parts.items():
            parts[name] = parts.get(name, ZERO) + value
    return parts


def _users_share(counted: Sequence[Figure], listed: Sequence[Figure]) -> Decimal | None:
    """Return the percentage of users in the counted units, of the users of all that say."""
    every = sum((figure.users or ZERO for figure in listed), ZERO)
    here = sum((figure.users or ZERO for figure in counted), ZERO)
    return here / every * 100 if every else None
