"""Counting once what was joined: in every total over entities, never in an entity's own figures.

In the inputs of an entity for totals, one record stands for all that are joined with it, with the
answers that were chosen; the others are left out, wherever they are. Users and staff of joined
records are added up. Amounts of money that differ are shares of the entities and are added up as
well; the same amount reported twice is one. Of rooms with a provider among them the provider
counts, and nothing of its tenants is added.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from inventory_app.domain.derivations import derive
from inventory_app.domain.duplicates.decisions import ADDED_UP, Decided
from inventory_app.domain.field_types import Money
from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.figures import USABLE, EntityInputs
from inventory_app.domain.grids import can_be_added_up
from inventory_app.domain.merging import Answer
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.values import Value, Values, ValueState, combined

# Users and staff of joined records add up.
ALWAYS_ADDED = frozenset(
    ("users_active", "users_active_month", "users_registered", "fte", "fte_cost")
)
_OF_THE_RECORD = frozenset(
    ("record_status", "data_quality", "as_of_date", "retired_on", "evidence_ref", "remarks")
)
JOINED_SHEETS = frozenset({"systems", "data_centres"})
_MONEY_SHEETS = frozenset({"systems"})
_POSITION, _PROVIDER = "shared_service_position", "PROVIDER"


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """What totals see of one entity: `dropped` records count elsewhere, others stand for several.

    `instead` are those by uid, `partners` the other entities that they stand for.
    """

    dropped: frozenset[str] = frozenset()
    instead: Mapping[str, Record] = field(default_factory=dict)
    partners: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def signature(self) -> str:
        """A short text that changes whenever the adjustment does."""
        said = [*sorted(self.dropped)]
        for uid, record in sorted(self.instead.items()):
            said += [uid, *sorted(self.partners.get(uid, ()))]
            said += [repr(sorted(record.values.items())), repr(sorted(record.states.items()))]
        return hashlib.blake2b("\x1f".join(said).encode(), digest_size=12).hexdigest()


def can_be_added(asked: Field) -> bool:
    """Whether the answers to a field can be added up, and not only chosen from."""
    return can_be_added_up(asked) and not asked.derived


def in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return records with the one that stands for them first: who provides a room to the others."""
    return tuple(sorted(records, key=lambda each: each[_POSITION] != _PROVIDER))


@dataclass(frozen=True, kw_only=True)
class Joining:
    """Records of one join, the one that stands for them first, and what was chosen."""

    sheet: Sheet
    members: tuple[Record, ...]
    choices: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def hosted(self) -> bool:
        """Whether the first provides a room to the others."""
        return self.members[0][_POSITION] == _PROVIDER

    @cached_property
    def shares(self) -> bool:
        """Whether the amounts of money are shares of the members: then one of them differs."""
        return self.sheet.name in _MONEY_SHEETS and any(
            len({each[asked.name] for each in self.members if each[asked.name] is not None}) > 1
            for asked in self._money
        )

    @cached_property
    def _money(self) -> tuple[Field, ...]:
        """The amounts, computed totals among them: some give a cost whole, others its parts."""
        return tuple(each for each in self.sheet if isinstance(each.type, Money))

    def choice(self, name: str) -> str:
        """Return whose answer to a field stands: a uid, or `ADDED_UP`.

        Without a choice, that of the first who gave one, or the sum of what belongs to each.
        """
        chosen = self.choices.get(name)
        if chosen == ADDED_UP and can_be_added(self.sheet.fields[name]):
            return ADDED_UP
        if chosen is not None and any(each.uid == chosen for each in self.members):
            return chosen
        first = self.members[0]
        if name in _OF_THE_RECORD or self.hosted:
            return first.uid
        told = [each for each in self.members if each.state(name) in USABLE]
        if len(told) > 1 and self._adds(name):
            return ADDED_UP
        answered = [*told, *(each for each in self.members if name in each.states)]
        return answered[0].uid if answered else first.uid

    def _adds(self, name: str) -> bool:
        is_money = isinstance(self.sheet.fields[name].type, Money)
        return name in ALWAYS_ADDED or (self.shares and is_money)

    def answer(self, name: str) -> Answer:
        """Return the answer that stands for all."""
        choice = self.choice(name)
        if choice == ADDED_UP:
            return _added(name, self.members)
        record = next(each for each in self.members if each.uid == choice)
        value = record[name]
        said = value is not None or name in record.states
        return Answer(value, record.state(name) if said else None)

    def record(self) -> Record:
        """Return the record that stands for all in totals, under the uid of the first."""
        answers = {each.name: self.answer(each.name) for each in self.sheet if not each.derived}
        values = {name: each.value for name, each in answers.items() if each.value is not None}
        states = {name: each.state for name, each in answers.items() if each.state is not None}
        values |= {n: value for n, value in self._derived(values).items() if value is not None}
        return replace(self.members[0], values=values, states=states)

    def _derived(self, values: Values) -> dict[str, Value]:
        """Return the computed answers; of costs that are shares, the wholes are added up."""
        derived = derive(self.sheet, values)
        chosen = self.choices.keys() & {each.name for each in self._money}
        if self.shares and not self.hosted and not chosen:
            for name in derived:
                if isinstance(self.sheet.fields[name].type, Money):
                    derived[name] = _added(name, self.members).value
        return derived


def _added(name: str, members: Iterable[Record]) -> Answer:
    """Return the sum of what is known; where somebody said nothing it is an estimate."""
    asked = [each for each in members if each.state(name) is not ValueState.NA]
    told = [each for each in asked if each.state(name) in USABLE]
    if not told:
        return Answer(None, None if asked else ValueState.NA)
    numbers = [value for each in told if isinstance(value := each[name], int | Decimal)]
    state = combined(each.state(name) for each in told)
    return Answer(sum(numbers), state if len(told) == len(asked) else ValueState.NE)


def adjustments(
    catalogue: Catalogue, decisions: Iterable[Decided], inputs: Mapping[str, EntityInputs]
) -> dict[str, Adjustment]:
    """Return what joins change for totals, by entity; entities that they leave alone are not there.

    *inputs* are those of the entities that have answered; of their records only joined ones are
    looked at.
    """
    joins = [each for each in decisions if each.kind == "join" and each.sheet in catalogue.sheets]
    there: dict[str, dict[str, Record]] = defaultdict(dict)
    for name in {each.sheet for each in joins}:
        for of_entity in inputs.values():
            there[name] |= {record.uid: record for record in of_entity.counting(name)}
    dropped: dict[str, set[str]] = defaultdict(set)
    instead: dict[str, dict[str, Record]] = defaultdict(dict)
    partners: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    for join in joins:
        found = there[join.sheet]
        members = in_order(found[uid] for uid in join.uids if uid in found)
        if len(members) < 2:
            continue
        joining = Joining(sheet=catalogue[join.sheet], members=members, choices=join.choices)
        record = joining.record()
        instead[record.entity][record.uid] = record
        others = frozenset(each.entity for each in members) - {record.entity}
        partners[record.entity][record.uid] = others
        for other in members[1:]:
            dropped[other.entity].add(other.uid)
    return {
        entity: Adjustment(
            dropped=frozenset(dropped[entity]), instead=instead[entity], partners=partners[entity]
        )
        for entity in sorted({*dropped, *instead})
    }


def once(
    inputs: EntityInputs, adjustment: Adjustment, sheets: Container[str] = JOINED_SHEETS
) -> EntityInputs:
    """Return the inputs of an entity for totals: joined records of *sheets* counted once.

    A sheet of which nothing is left was reported all the same.
    """
    records: dict[str, tuple[Record, ...]] = {}
    declarations = dict(inputs.declarations)
    for sheet in inputs.catalogue:
        records[sheet.name] = inputs.counting(sheet.name)
        if sheet.name in sheets:
            records[sheet.name] = tuple(
                adjustment.instead.get(record.uid, record)
                for record in records[sheet.name]
                if record.uid not in adjustment.dropped
            )
        if not records[sheet.name] and inputs.reported(sheet.name):
            declarations[sheet.name] = Declaration(sheet=sheet.name, nothing=True)
    return replace(inputs, records=records, declarations=declarations, wrong={})
