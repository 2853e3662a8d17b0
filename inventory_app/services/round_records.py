"""The records of a round that was read as columns, made for whoever asks for single ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from inventory_app.domain.records import Record
from inventory_app.store.answer_columns import StoredSheet


class RecordsInTime(Mapping[str, Mapping[str, tuple[Record, ...]]]):
    """Records by entity and sheet, made when they are wanted."""

    def __init__(self, sheets: Mapping[str, StoredSheet]) -> None:
        self._sheets = sheets

    @cached_property
    def _entities(self) -> frozenset[str]:
        return frozenset().union(*(stored.entities for stored in self._sheets.values()))

    @cached_property
    def rows(self) -> dict[str, dict[str, list[int]]]:
        """The rows of each entity on each sheet."""
        found: dict[str, dict[str, list[int]]] = {}
        for name, stored in self._sheets.items():
            for row, entity in enumerate(stored.entities):
                found.setdefault(entity, {}).setdefault(name, []).append(row)
        return found

    def __getitem__(self, entity: str) -> Mapping[str, tuple[Record, ...]]:
        if entity not in self._entities:
            raise KeyError(entity)
        return _OfEntity(self, entity)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._entities))

    def __len__(self) -> int:
        return len(self._entities)

    def made(self, entity: str, sheet: str) -> tuple[Record, ...]:
        """Return the records of an entity on a sheet; raise `KeyError` where there are none."""
        return tuple(map(self._sheets[sheet].record, self.rows[entity][sheet]))


class _OfEntity(Mapping[str, tuple[Record, ...]]):
    """The records of one entity by sheet."""

    def __init__(self, every: RecordsInTime, entity: str) -> None:
        self._every, self._entity = every, entity
        self._made: dict[str, tuple[Record, ...]] = {}

    def __getitem__(self, sheet: str) -> tuple[Record, ...]:
        if sheet not in self._made:
            self._made[sheet] = self._every.made(self._entity, sheet)
        return self._made[sheet]

    def __iter__(self) -> Iterator[str]:
        return iter(self._every.rows[self._entity])

    def __len__(self) -> int:
        return len(self._every.rows[self._entity])

    def __contains__(self, sheet: object) -> bool:
        return sheet in self._every.rows[self._entity]
