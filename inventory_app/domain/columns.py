"""The answers of many entities in one round, as columns: what whole rounds are computed from.

Standings are small numbers here, the weights of `values`: the largest of several travels, and up
to `USABLE` an answer can be used.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

from inventory_app.domain.derivations import DERIVATIONS
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.sound_values import sound
from inventory_app.domain.values import WEIGHT, DataQuality, Value, ValueState

OK, NE, NA, NR, ERR = (WEIGHT[ValueState[name]] for name in ("OK", "NE", "NA", "NR", "ERR"))
USABLE = NE  # the heaviest standing of an answer that can be used
_T = TypeVar("_T")
Different: TypeAlias = tuple[Collection[Value], bool]
_BY_QUALITY = {DataQuality.ESTIMATED: NE, DataQuality.UNKNOWN: NR}
_LEFT = frozenset({None, "VALID"})
_EVER = _LEFT | {"CLOSED"}


@dataclass(frozen=True, kw_only=True)
class SheetColumns:
    """The records of one sheet; those of an entity follow each other.

    `owners` holds the number of the entity of each row, `stated` the standings written beside
    answers and `wrong` the answers that cannot be right, both by row. `memory` is for whoever
    computes: what was made of these columns before. `record` gives single records, `different` the
    answers to a field each once and whether there are blanks, where somebody knows that already.
    """

    sheet: Sheet
    uids: Sequence[str]
    owners: Sequence[int]
    entities: Sequence[str]
    round: str
    read: Callable[[str], Sequence[Value]]
    stated: Mapping[int, Mapping[str, ValueState]]
    wrong: Mapping[int, frozenset[str]]
    record: Callable[[int], Record]
    different: Callable[[str], Different] | None = None
    memory: dict[Any, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.uids)

    def column(self, name: str) -> Sequence[Value]:
        """Return the answers to field *name*, None where there is none."""
        key = "column", name
        if key not in self.memory:
            self.memory[key] = self.read(name)
        found: Sequence[Value] = self.memory[key]
        return found

    def given(self, name: str) -> Collection[Value]:
        """Return the answers that there are to field *name*, each once."""
        return self._different(name)[0]

    def has_blanks(self, name: str) -> bool:
        """Return whether somebody did not answer field *name*."""
        return self._different(name)[1]

    def _different(self, name: str) -> Different:
        if self.different is not None:
            return self.different(name)
        key = "different", name
        if key not in self.memory:
            every = set(self.column(name))
            self.memory[key] = every - {None}, None in every
        found: Different = self.memory[key]
        return found

    def standing(self, name: str) -> list[int]:
        """Return how the answers to field *name* stand."""
        key = "standing", name
        if key not in self.memory:
            self.memory[key] = self._standing(name)
        found: list[int] = self.memory[key]
        return found

    def is_firm(self, name: str) -> bool:
        """Return whether every answer to field *name* stands as well as can be."""
        key = "firm", name
        if key not in self.memory:
            unknown = self.has_blanks(name)
            self.memory[key] = not (unknown if self._is_plain else any(self.standing(name)))
        found: bool = self.memory[key]
        return found

    def is_sound(self, name: str) -> bool:
        """Return whether all answers to field *name* are as the field allows."""
        key = "sound", name
        if key not in self.memory:
            given = self.given(name)
            self.memory[key] = not given or sound(self.sheet.fields[name].type, given)
        found: bool = self.memory[key]
        return found

    def _standing(self, name: str) -> list[int]:
        if self._is_plain and not self.has_blanks(name):
            return [OK] * len(self)
        values = self.column(name)
        base = self._quality
        if base is None:
            found = [NR if value is None else OK for value in values]
        else:
            found = [NR if v is None else q for v, q in zip(values, base, strict=True)]
        derived = self.sheet.fields[name].derived
        uses = DERIVATIONS[derived].uses if derived else ()
        for row in self._odd:
            found[row] = self._odd_standing(row, name, uses, found[row])
        return found

    def _odd_standing(self, row: int, name: str, uses: Iterable[str], usual: int) -> int:
        """Return how an answer stands in a row with standings of its own."""
        if name in self.wrong.get(row, ()):
            return ERR
        stated = self.stated.get(row, {})
        if name in stated:
            return WEIGHT[stated[name]]
        given = self.column(name)[row] is not None
        told = [
            self.standing(use)[row]
            for use in uses
            if (self.column(use)[row] is not None if given else use in stated)
        ]
        found = max(told, default=usual)
        return found if given or found > USABLE else NR  # an estimate of nothing is no answer

    @cached_property
    def _is_plain(self) -> bool:
        """Whether every answer stands well that is there."""
        return self._quality is None and not self._odd

    @cached_property
    def _odd(self) -> tuple[int, ...]:
        return tuple(sorted({*self.stated, *self.wrong}))

    @cached_property
    def _quality(self) -> list[int] | None:
        """How the answers of each row stand by its quality, None where all are as good."""
        column = self.column("data_quality")
        if _BY_QUALITY.keys().isdisjoint(self.given("data_quality")):
            return None
        return [_BY_QUALITY.get(value, OK) for value in column]  # type: ignore[call-overload]  # codes

    def counting(self, as_of: date, *, ever: bool = False) -> list[int]:
        """Return the rows that enter totals, or with *ever* also what has closed or left since."""
        key = "counting", as_of, ever
        if key not in self.memory:
            allowed = _EVER if ever else _LEFT
            self.memory[key] = [
                row
                for row, (status, left) in enumerate(
                    zip(self.column("record_status"), self.column("retired_on"), strict=True)
                )
                if status in allowed and (ever or not isinstance(left, date) or left > as_of)
            ]
        found: list[int] = self.memory[key]
        return found


def slices(owners: Sequence[int], entities: int) -> list[slice]:
    """Return where the rows of each entity stand, from the ascending numbers of their entities."""
    bounds = [bisect_left(owners, number) for number in range(entities + 1)]
    return [slice(first, after) for first, after in pairwise(bounds)]


def of_records(
    sheet: Sheet,
    records: Sequence[Record],
    entities: Sequence[str],
    owners: Sequence[int] | None = None,
    wrong: Mapping[str, frozenset[str]] | None = None,
) -> SheetColumns:
    """Return *records*, which stand together by entity, as columns.

    *owners* are the numbers of their entities, by default the first for all. *wrong* holds answers
    that cannot be right, by uid.
    """
    wrong = wrong or {}
    return SheetColumns(
        sheet=sheet,
        uids=[record.uid for record in records],
        owners=owners or [0] * len(records),
        entities=entities,
        round=records[0].round if records else "",
        read=lambda name: [record.values.get(name) for record in records],
        record=records.__getitem__,
        stated={row: record.states for row, record in enumerate(records) if record.states},
        wrong={
            row: wrong[record.uid]
            for row, record in enumerate(records if wrong else ())
            if record.uid in wrong
        },
    )


class SheetsInTime(Mapping[str, SheetColumns]):
    """Sheets as columns, each made when somebody asks for it."""

    def __init__(self, names: Iterable[str], make: Callable[[str], SheetColumns]) -> None:
        self._names, self._make = tuple(names), make
        self._made: dict[str, SheetColumns] = {}

    def __getitem__(self, name: str) -> SheetColumns:
        if name not in self._made:
            if name not in self._names:
                raise KeyError(name)
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What *entities* reported in one round, by sheet; `last_totals` are those of rule M-B."""

    entities: Sequence[str]
    as_of: date
    catalogue: Catalogue
    parameters: RoundParameters
    sheets: Mapping[str, SheetColumns]
    declarations: Mapping[str, Mapping[str, Declaration]]
    last_totals: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    memory: dict[Any, Any] = field(default_factory=dict)

    def once(self, key: object, make: Callable[[], _T]) -> _T:
        """Return what *make* gives; asked again under the same *key*, it is not made again."""
        if key not in self.memory:
            self.memory[key] = make()
        found: _T = self.memory[key]
        return found

    def reported(self, *sheets: str) -> list[bool]:
        """Return for each entity whether it listed records or said that there are none.

        That is so for all of *sheets*.
        """
        return self.once(("reported", sheets), lambda: self._all_reported(sheets))

    def _all_reported(self, sheets: Iterable[str]) -> list[bool]:
        each = [list(self._reported(sheet)) for sheet in sheets]
        return each[0] if len(each) == 1 else [all(of) for of in zip(*each, strict=True)]

    def last(self, owner: int) -> Mapping[str, Any]:
        """Return the last confirmed totals of an entity, by its number."""
        return self.last_totals.get(self.entities[owner], {})

    def _reported(self, sheet: str) -> Iterator[bool]:
        asked = self.parameters.asks(sheet)
        listed = set(self.sheets[sheet].owners) if sheet in self.sheets else ()
        for number, entity in enumerate(self.entities):
            declared = self.declarations.get(entity, {}).get(sheet)
            yield asked and (number in listed or (declared is not None and declared.nothing))

    def columns(self, sheet: str) -> SheetColumns:
        """Return the records of *sheet*; none if it is not asked.

        Raises `KeyError` for a sheet that the catalogue does not have.
        """
        if sheet in self.sheets and self.parameters.asks(sheet):
            return self.sheets[sheet]
        return of_records(self.catalogue[sheet], (), self.entities)

    @cached_property
    def wrong(self) -> Mapping[str, frozenset[str]]:
        """The answers that cannot be right, by uid."""
        found: dict[str, frozenset[str]] = defaultdict(frozenset)
        for columns in self.sheets.values():
            for row, names in columns.wrong.items():
                found[columns.uids[row]] |= names
        return dict(found)
