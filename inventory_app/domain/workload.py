"""How long a workbook takes to fill in: an estimate that does not promise too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.records import Record

_READING = 10.0  # minutes: front page, instructions, saving and sending
_CONFIRMING = 0.01  # minutes for each known answer that is looked over
_ANSWERING = 0.25  # minutes for each answer that is looked up and typed

# Rows of an entity about which nothing is known. About 4,200 ICT workers (GA/AB/3972), 2,000
# applications and 130 help desks (GA/AB/4134) in some 100 entities are 40, 20 and 1 for the average
# one; most have less.
_LARGE: Mapping[str, int] = MappingProxyType({
    "units": 3, "staff": 20, "systems": 15, "data_centres": 2, "service_desks": 1, "networks": 6,
    "devices": 8, "contracts": 8, "projects": 5, "costs": 15,
})  # fmt: skip
_SMALL: Mapping[str, int] = MappingProxyType({
    "units": 1, "staff": 4, "systems": 4, "data_centres": 1, "service_desks": 1, "networks": 1,
    "devices": 4, "contracts": 2, "projects": 1, "costs": 6,
})  # fmt: skip
_LARGE_TYPES = frozenset(
    ("HQ_DEPT", "OAH", "REG_COMM", "PKO", "PKO_SUPPORT", "PROGRAMME", "TRIBUNAL")
)
_OTHER_ROWS = 3


@dataclass(frozen=True, kw_only=True)
class Workload:
    """How many minutes it takes; with *at_least*, what must be typed is only guessed at."""

    minutes: float
    at_least: bool


def workload(
    catalogue: Catalogue, known: Mapping[str, Sequence[Record]], entity_type: str
) -> Workload:
    """Return how long an entity of this type needs for what is asked.

    Known rows are looked over. A sheet without any is filled in with as many rows as such an
    entity usually has, of which only the answers that every row owes are counted.
    """
    usual = _LARGE if entity_type in _LARGE_TYPES else _SMALL
    minutes, at_least = _READING, False
    for sheet in catalogue:
        rows = len(known.get(sheet.name, ()))
        if rows:
            minutes += rows * len(sheet.asked) * _CONFIRMING
        else:
            minutes += usual.get(sheet.name, _OTHER_ROWS) * _always_owed(sheet) * _ANSWERING
            at_least = True
    return Workload(minutes=minutes, at_least=at_least)


def _always_owed(sheet: Sheet) -> int:
    return sum(field.when is None for field in sheet.required)
