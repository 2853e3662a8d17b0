"""The figures around a list, read in the background: how many, of how many, added up to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from inventory_app.domain.field_types import Reference
from inventory_app.domain.grids import (
    ENTITY,
    Condition,
    GridQuery,
    Group,
    Operation,
)
from inventory_app.workspace import Workspace

_MOST_GROUPS = 500


@dataclass(frozen=True, kw_only=True)
class Around:
    """`of` records there are in the scope; `by_entity` and `by_sheet` count all of the round."""

    of: int
    total: Group | None
    groups: tuple[Group, ...]
    titles: Mapping[str, str]
    by_entity: Mapping[str, int]
    by_sheet: Mapping[str, int]
    newest: str


def read_around(store: Workspace, query: GridQuery, by: str) -> Around:
    """Return what stands around the list of *query*, grouped by a field unless *by* is ""."""
    records = store.records
    whole = GridQuery(
        sheet=query.sheet, round=query.round, entities=query.entities, only=query.only
    )
    counted = query.with_condition(Condition(operation=Operation.ACTIVE))
    total = records.groups(counted, None)
    groups = records.groups(counted, by)[:_MOST_GROUPS] if by else ()
    sheets = list(store.catalogue)
    counts = records.counts([
        replace(whole, sheet=each.name, only=None) for each in sheets
    ])  # fmt: skip
    every = records.groups(GridQuery(sheet=query.sheet, round=query.round), ENTITY)
    return Around(
        of=records.count(whole),
        total=total[0] if total else None,
        groups=groups,
        titles=_titles(store, query, by, groups),
        by_entity={str(group.value): group.count for group in every},
        by_sheet={each.name: count for each, count in zip(sheets, counts, strict=True)},
        newest=list(store.rounds.all())[-1],
    )


def _titles(
    store: Workspace, query: GridQuery, by: str, groups: tuple[Group, ...]
) -> dict[str, str]:
    field = store.catalogue[query.sheet].fields.get(by)
    if field is None or not isinstance(field.type, Reference):
        return {}
    uids = tuple(str(group.value) for group in groups if group.value is not None)
    return store.records.titles(field.type.to, query.round, uids)
