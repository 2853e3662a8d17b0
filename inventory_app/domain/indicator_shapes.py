"""What an indicator definition holds: how it is named, read, computed and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import Literal, TypeAlias

from inventory_app.domain.expressions import Condition, Expression, fields_of

Direction = Literal["H", "L", "T", "C"]
MissingRule = Literal["M-A", "M-B", "M-C"]
PeerScheme = Literal["P-1", "P-2", "P-3", "P-4", "P-5"]
Subject = Literal["entity", "secretariat"]
Taken = Literal["numerator", "denominator"]

OWN_PREFIX = "X"  # indicators of an organisation's own begin with it
EVERY_SHEET = "*"  # with the field "required": all that is due on any sheet


@dataclass(frozen=True, kw_only=True)
class PublishedValue:
    """A figure published elsewhere: context with a date and a source, never a target."""

    value: Decimal
    unit: str
    year: str
    source: str
    note: str


@dataclass(frozen=True, kw_only=True)
class DeclaredBridge:
    """By what values before a round are multiplied to be what the new definition would give."""

    round: str
    factor: Decimal
    reason: str


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The records of a sheet that an indicator looks at.

    What is not known meets no condition but "is not". With `ever` also records count that have
    closed or left since.
    """

    name: str
    sheet: str
    conditions: tuple[Condition, ...] = ()
    ever: bool = False
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RecordTerm:
    """A count of records, or a sum over them; `where` says which of the scope count."""

    scope: Scope
    amount: Expression | None = None
    where: tuple[Condition, ...] = ()
    text: str = ""
    where_texts: tuple[str, ...] = ()

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """The fields of the sheet that the term itself reads, without those of its scope."""
        trees = (*self.where, *(() if self.amount is None else (self.amount,)))
        return tuple(dict.fromkeys(chain.from_iterable(map(fields_of, trees))))


@dataclass(frozen=True, kw_only=True)
class IndicatorTerm:
    """The numerator or denominator of another indicator."""

    indicator: str
    take: Taken


TermDefinition: TypeAlias = "RecordTerm | IndicatorTerm"


@dataclass(frozen=True, kw_only=True)
class Example:
    """A worked example: what is given, and what comes out of it."""

    value: Decimal
    given: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    parts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class IndicatorDefinition:
    """One indicator: how it is to be read, computed and compared, and which rules hold for it.

    `direction` is H (higher is better), L (lower), T (a target band) or C (context only);
    `floor` the denominator below which a value is shown but not ranked (rule Z-4). It is computed
    from `numerator` and `denominator`, or by the function `formula`, which reads `inputs`;
    `beside` are fields that only parts beside the value are made of.
    """

    id: str
    group: str
    unit: str
    factor: Decimal
    direction: Direction
    missing: MissingRule
    zero: frozenset[str]
    peers: PeerScheme
    floor: Decimal | None
    clauses: tuple[str, ...]
    places: int
    references: tuple[PublishedValue, ...]
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    numerator: tuple[TermDefinition, ...] = ()
    denominator: tuple[TermDefinition, ...] = ()
    each: bool = False
    applies: tuple[Condition, ...] = ()
    applies_texts: tuple[str, ...] = ()
    nothing: str = "NOT-IN-USE"
    enough: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    interval: bool = False
    formula: str = ""
    extras: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    beside: tuple[tuple[str, str], ...] = ()
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    subject: Subject = "entity"
    example: Example | None = None
    bridges: tuple[DeclaredBridge, ...] = ()

    @property
    def own(self) -> bool:
        """Whether it is an indicator of the organisation's own, not one of the program."""
        return self.id.startswith(OWN_PREFIX)

    @cached_property
    def reads(self) -> tuple[tuple[str, str], ...]:
        """The sheets and fields that it is computed from, without those of other indicators."""
        return tuple(dict.fromkeys([*self._declared(), *self.inputs, *self.beside]))

    def _declared(self) -> Iterator[tuple[str, str]]:
        for term in (*self.numerator, *self.denominator):
            if isinstance(term, RecordTerm):
                trees = (*term.scope.conditions, *self.applies)
                yield from ((term.scope.sheet, name) for tree in trees for name in fields_of(tree))
                yield from ((term.scope.sheet, name) for name in term.reads)

    @property
    def needs(self) -> tuple[str, ...]:
        """The indicators whose terms it takes."""
        terms = (*self.numerator, *self.denominator)
        return tuple(t.indicator for t in terms if isinstance(t, IndicatorTerm))

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The sheets that it is computed from."""
        counted = (
            term.scope.sheet
            for term in (*self.numerator, *self.denominator)
            if isinstance(term, RecordTerm)
        )
        return tuple(dict.fromkeys([*counted, *(sheet for sheet, _ in self.reads)]))

    def label(self, language: str) -> str:
        """Return the name for a reader of *language*."""
        return self.labels[language]

    def definition(self, language: str) -> str:
        """Return the definition in words for a reader of *language*."""
        return self.definitions[language]


@dataclass(frozen=True, kw_only=True)
class Indicators:
    """All indicators in their order, with the names of their groups and units."""

    version: str
    definitions: Mapping[str, IndicatorDefinition]
    groups: Mapping[str, Mapping[str, str]]
    units: Mapping[str, Mapping[str, str]]
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    factors: Mapping[str, Decimal] = field(default_factory=dict)

    def __iter__(self) -> Iterator[IndicatorDefinition]:
        return iter(self.definitions.values())

    def __getitem__(self, indicator: str) -> IndicatorDefinition:
        return self.definitions[indicator]

    def group_label(self, indicator: str, language: str) -> str:
        """Return the name of the group of *indicator* for a reader of *language*."""
        return self.groups[self.definitions[indicator].group][language]

    def unit_label(self, indicator: str, language: str) -> str:
        """Return the unit of *indicator* for a reader of *language*."""
        return self.units[self.definitions[indicator].unit][language]

    def with_own(self, own: Iterable[Indicators]) -> Indicators:
        """Return these indicators and those of *own*, which stand after them."""
        every = list(own)
        if not every:
            return self
        return replace(
            self,
            version="+".join([self.version, *(each.version for each in every)]),
            definitions={
                **self.definitions, **{d.id: d for each in every for d in each},
            },
            groups={**self.groups, **{k: v for each in every for k, v in each.groups.items()}},
            units={**self.units, **{k: v for each in every for k, v in each.units.items()}},
        )  # fmt: skip
