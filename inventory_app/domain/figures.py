"""Figures: an indicator computed for somebody, with everything needed to believe it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar, overload

from inventory_app.domain.checks import judged
from inventory_app.domain.columns import Answers, SheetColumns, SheetsInTime, of_records
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.intervals import wilson
from inventory_app.domain.quick_checks import wrong_answers
from inventory_app.domain.reasons import Reason
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.values import Value, ValueState, combined

USABLE = frozenset({ValueState.OK, ValueState.NE})
ENOUGH = Decimal("0.95")  # rules M-B and W01
ZERO = Decimal(0)

Parts: TypeAlias = "Mapping[str, Decimal]"
_T = TypeVar("_T")


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


class Sources(Sequence[Source]):
    """The answers behind a figure, looked up when somebody asks for them."""

    def __init__(self, find: Callable[[], Iterable[Source]]) -> None:
        self._find = find

    @cached_property
    def _found(self) -> tuple[Source, ...]:
        return tuple(dict.fromkeys(self._find()))

    @overload
    def __getitem__(self, place: int) -> Source: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Source, ...]: ...

    def __getitem__(self, place: int | slice) -> Source | tuple[Source, ...]:
        return self._found[place]

    def __len__(self) -> int:
        return len(self._found)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._found == tuple(other)

    def __hash__(self) -> int:
        return hash(self._found)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One indicator of one entity, of one record of it, or of a group of entities.

    `value` is numerator / denominator x factor, unrounded; a plain sum has no denominator. It is
    None unless the state is OK or NE. `ranked` says whether it enters peer statistics: only `OK`
    values do, and none below a floor (Z-4). `reasons` stand with the weightiest first. `parts`
    are figures shown beside the value, `users` the users served by the entity. `enters` is the
    state with which the figure enters a total where that is another one: an indicator of the whole
    Secretariat does not apply to an entity (NA), and yet is made of what entities reported.
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
    inputs: Sequence[Source] = ()
    users: Decimal | None = None
    users_share: Decimal | None = None
    enters: ValueState | None = None

    @property
    def entering(self) -> ValueState:
        """The state with which the figure enters a total."""
        return self.enters or self.state

    def of_users(self, users: Decimal | None) -> Figure:
        """Return the same figure with its users, quicker than `replace`: there are thousands."""
        return changed(self, users=users)

    @property
    def reason(self) -> str:
        """The code of the weightiest reason, empty if there is nothing to say."""
        return self.reasons[0] if self.reasons else ""


@dataclass(frozen=True, kw_only=True)
class EntityInputs:
    """What an entity reported in one round, by sheet, and the rules of that round.

    `last_totals` holds the last confirmed totals that rule M-B measures the reported items
    against, where there are any: "ict_cost" and "cost_lines" in USD a year, "it_load_kw", and
    under the code of an indicator those of its terms. `wrong` names the answers with a blocking
    finding, by uid, where somebody has checked them already.
    """

    entity: str
    as_of: date
    records: Mapping[str, tuple[Record, ...]]
    declarations: Mapping[str, Declaration]
    catalogue: Catalogue
    last_totals: Parts = field(default_factory=dict)
    parameters: RoundParameters = field(default_factory=RoundParameters)
    wrong: Mapping[str, frozenset[str]] | None = None
    _memory: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, key: object, make: Callable[[], _T]) -> _T:
        """Return what *make* gives; asked again under the same *key*, it is not made again."""
        if key not in self._memory:
            self._memory[key] = make()
        found: _T = self._memory[key]
        return found

    def reported(self, sheet: str) -> bool:
        """Return whether the entity listed records or said that there is nothing to report.

        A sheet that the round does not ask is not reported, whatever is known of it.
        """
        if not self.parameters.asks(sheet):
            return False
        declared = self.declarations.get(sheet)
        return bool(self.records.get(sheet)) or (declared is not None and declared.nothing)

    def counting(self, sheet: str) -> tuple[Record, ...]:
        """Return the records that enter totals: asked, valid, not gone on the day of the round.

        Values that fail a validity rule have the state ERR.
        """
        return self.once(("counting", sheet), lambda: self._counting(sheet))

    def _counting(self, sheet: str) -> tuple[Record, ...]:
        return tuple(
            record
            for record in self.judged(sheet)
            if record.counts and not _gone(record, self.as_of)
        )

    def ever(self, sheet: str) -> tuple[Record, ...]:
        """Return the records that enter totals and those that have closed or left since."""
        return tuple(
            record
            for record in self.judged(sheet)
            if record.counts or record["record_status"] == "CLOSED"
        )

    def judged(self, sheet: str) -> tuple[Record, ...]:
        """Return all records of a sheet that is asked, as `answers` holds them as columns."""
        if sheet not in self.catalogue.sheets or not self.parameters.asks(sheet):
            return ()
        kind = self.catalogue[sheet]
        return self.once(
            ("judged", sheet),
            lambda: tuple(self._judge(kind, record) for record in self.records.get(sheet, ())),
        )

    def _judge(self, sheet: Sheet, record: Record) -> Record:
        if self.wrong is None:
            return judged(sheet, record, self.parameters)
        wrong = self.wrong.get(record.uid)
        if not wrong:
            return record
        return replace(record, states={**record.states, **dict.fromkeys(wrong, ValueState.ERR)})

    def _columns(self, name: str) -> SheetColumns:
        """Return a sheet as columns, with the answers on it that cannot be right."""
        sheet, listed, wrong = self.catalogue[name], self.records.get(name, ()), self.wrong
        if wrong is None and self.parameters.asks(name):
            wrong = wrong_answers(sheet, listed, self.parameters)
        return of_records(sheet, listed, (self.entity,), wrong=wrong)

    @cached_property
    def answers(self) -> Answers:
        """The same as columns."""
        return Answers(
            entities=(self.entity,),
            as_of=self.as_of,
            catalogue=self.catalogue,
            parameters=self.parameters,
            sheets=SheetsInTime(self.catalogue.sheets, self._columns),
            declarations={self.entity: self.declarations},
            last_totals={self.entity: self.last_totals},
        )


def figure_of(**given: Any) -> Figure:
    """Return a figure of what is *given*, quicker than its class does: there are thousands."""
    made = object.__new__(Figure)
    given.setdefault("parts", {})
    object.__setattr__(made, "__dict__", given)
    return made


def changed(figure: Figure, **given: Any) -> Figure:
    """Return a figure with what is *given* changed, quicker than `replace`."""
    made = object.__new__(Figure)
    object.__setattr__(made, "__dict__", figure.__dict__ | given)
    return made


def _gone(record: Record, as_of: date) -> bool:
    on = record["retired_on"]
    return isinstance(on, date) and on <= as_of


class Answering(Protocol):
    """Whatever gives the answers of one record, and how they stand."""

    @property
    def sheet(self) -> str:
        """The name of its sheet."""

    @property
    def uid(self) -> str:
        """Its uid."""

    def __getitem__(self, name: str) -> Value: ...

    def state(self, name: str) -> ValueState:
        """Return the standing of the answer to field *name*."""


class Term(NamedTuple):
    """A numerator or a denominator before it is divided; `value` may be known but not usable."""

    value: Decimal | None = None
    state: ValueState = ValueState.OK
    reasons: tuple[Reason, ...] = ()
    sources: Sequence[Source] = ()
    coverage: Coverage = UNCOUNTED

    @property
    def usable(self) -> Decimal | None:
        """The value if its state lets it be used."""
        return self.value if self.state in USABLE else None


NOT_REPORTED = Term(state=ValueState.NR, reasons=(Reason.NOT_REPORTED,))

_ORDER = {reason: place for place, reason in enumerate(Reason)}
_WHY = {
    ValueState.NR: Reason.MISSING,
    ValueState.SUP: Reason.MISSING,
    ValueState.ERR: Reason.INVALID,
    ValueState.NE: Reason.ESTIMATED,
}


def number(record: Answering, name: str) -> Decimal | None:
    """Return the number in field *name*, None if there is none."""
    value = record[name]
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    return None


def state_from(record: Answering, *names: str) -> ValueState:
    """Return the state of what is computed from the fields *names* of a record."""
    return combined(record.state(name) for name in names)


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
    reasons: Collection[Reason] = (),
    record: str = "",
) -> Figure:
    """Divide, by the rules on states (2.2) and zeros (2.4).

    The worst state of the two terms travels; 0 / 0 is NA (Z-1), x / 0 is ERR (Z-2), and a
    denominator below the floor gives a value that is not ranked (Z-4).
    """
    above, below = numerator.usable, denominator.usable
    state, other = numerator.state, denominator.state
    if state is not other:
        state = combined((state, other))
    why: set[Reason] = set()
    if numerator.reasons or denominator.reasons or reasons:
        why.update(numerator.reasons, denominator.reasons, reasons)
    value = None
    if state in USABLE and above is not None and below is not None:
        if below:
            value = above * definition.factor / below
        else:
            state = ValueState.ERR if above else ValueState.NA
            why.add(Reason.ZERO_DENOMINATOR if above else Reason.NO_ACTIVITY)
    floor = definition.floor
    floored = floor is not None and value is not None and below is not None and below < floor
    if floored:
        why.add(Reason.BELOW_FLOOR)
    return figure_of(
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
        parts={} if parts is None else parts,
        ranked=state is ValueState.OK and not floored,
        inputs=joined(numerator.sources, denominator.sources),
    )


_NOTHING: Sequence[Source] = ()


def joined(*parts: Sequence[Source]) -> Sequence[Source]:
    """Return the sources of several parts, each once."""
    given = [part for part in parts if part is not _NOTHING]
    if len(given) == 1:
        return given[0]
    if not given:
        return _NOTHING
    return Sources(lambda: [source for part in given for source in part])


def limited(definition: IndicatorDefinition, figure: Figure) -> Figure:
    """Return *figure* held against what the value can be; proportions get their interval.

    A value outside is an error (2.3); the interval is Wilson's at 95 per cent (4.2).
    """
    value = figure.value
    if value is None:
        return figure
    low, high = definition.minimum, definition.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return replace(
            figure, value=None, state=ValueState.ERR, reasons=(Reason.OUT_OF_RANGE,), ranked=False
        )
    return with_interval(definition, figure)


def with_interval(definition: IndicatorDefinition, figure: Figure) -> Figure:
    """Return *figure* with the interval of a proportion of counts, where its definition asks."""
    if not definition.interval:
        return figure
    above, below = figure.numerator, figure.denominator
    if figure.value is None or above is None or not below:
        return figure
    if not 0 <= above <= below:
        return figure
    found = wilson(int(above), int(below), scale=definition.factor)
    parts = {"interval_low": found.low, "interval_high": found.high}
    return changed(figure, parts={**figure.parts, **parts})


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


def explained(state: ValueState, why: Collection[Reason]) -> tuple[Reason, ...]:
    """Return *why* with the weightiest first; a state without a reason gets its own."""
    if state is ValueState.OK and not why:
        return ()
    reasons = set(why)
    if state is ValueState.OK and len(reasons) < 2:
        return tuple(reasons)
    unexplained = all(_ORDER[each] >= _ORDER[Reason.BELOW_FLOOR] for each in reasons)
    if state in _WHY and (unexplained or state is ValueState.NE):
        reasons.add(_WHY[state])
    return tuple(sorted(reasons, key=_ORDER.__getitem__))
