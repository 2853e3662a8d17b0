"""What an output may say: everything, what concerns the house, or what anybody may read.

Why a field is not for everybody stands with the field in the catalogue (`sensitivity`). Here is
decided who is kept from what, and every output asks here. What is kept back has the state SUP: it
is printed as “withheld”, never as a blank and never as 0. Small groups are the business of
`small_groups`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from inventory_app.domain.disclosure import published_quartile
from inventory_app.domain.entities import Entity
from inventory_app.domain.fields import Catalogue, Field, Sensitivity, Sheet
from inventory_app.domain.indicator_shapes import IndicatorDefinition, Indicators
from inventory_app.domain.peers import Comparison
from inventory_app.domain.profiles import HIDDEN, Profile
from inventory_app.domain.records import Record
from inventory_app.domain.values import ValueState

SENSITIVE_GROUPS: Mapping[str, Sensitivity] = {"recovery": "recovery"}  # whatever they read
OPEN_INDICATORS = frozenset({"G01"})  # a mean over eight areas tells of none of them


def kind_of(field: Field) -> Sensitivity | None:
    """Return why a field is not for everybody; money is `cost` where nothing else is said."""
    if field.sensitivity is None and field.type.name == "money":
        return "cost"
    return field.sensitivity


def hides(profile: Profile, field: Field) -> bool:
    """Return whether the answers to *field* are withheld."""
    return kind_of(field) in HIDDEN[profile]


def hides_records(profile: Profile, sheet: Sheet) -> bool:
    """Return whether single records of *sheet* are withheld, as each of them is a person."""
    return sheet.sensitivity in HIDDEN[profile]


def hidden_fields(profile: Profile, sheet: Sheet) -> frozenset[str]:
    """Return the fields of *sheet* whose answers are withheld."""
    return frozenset(field.name for field in sheet if hides(profile, field))


def redacted_record(profile: Profile, sheet: Sheet, record: Record) -> Record | None:
    """Return *record* without what is withheld, which has the state SUP; None for all of it."""
    if hides_records(profile, sheet):
        return None
    hidden = hidden_fields(profile, sheet)
    if not hidden:
        return record
    kept = {name: value for name, value in record.values.items() if name not in hidden}
    states = {name: state for name, state in record.states.items() if name not in hidden}
    states |= {name: ValueState.SUP for name in sheet.fields if name in hidden}
    return replace(record, values=kept, states=states)


def redacted_records(
    profile: Profile, sheet: Sheet, records: Iterable[Record]
) -> tuple[Record, ...]:
    """Return *records* without what is withheld."""
    shown = (redacted_record(profile, sheet, record) for record in records)
    return tuple(record for record in shown if record is not None)


def redacted_entity(profile: Profile, entity: Entity) -> Entity:
    """Return *entity* without who answers for it and how to reach them."""
    if "person" not in HIDDEN[profile]:
        return entity
    return replace(entity, focal_point="", contact="", extra={})


def redacted_benefit(profile: Profile, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a benefit as it is exported, without who owns and who reviewed it, and its notes."""
    hidden = {
        name for kind, names in _OF_BENEFITS.items() if kind in HIDDEN[profile] for name in names
    }

    def shown(value: object) -> object:
        if isinstance(value, Mapping):
            return {k: None if k in hidden else shown(v) for k, v in value.items()}
        return [shown(each) for each in value] if isinstance(value, list) else value

    return {k: None if k in hidden else shown(v) for k, v in entry.items()}


_OF_BENEFITS: Mapping[Sensitivity, tuple[str, ...]] = {
    "person": ("owner", "reviewed_by"),
    "note": ("evidence", "contract", "scope"),
}


def kinds_read(
    definition: IndicatorDefinition, indicators: Indicators, catalogue: Catalogue
) -> frozenset[Sensitivity]:
    """Return what an indicator is computed from, itself or through others, that is sensitive.

    Whoever counts the records of a sheet of people reads `people`.
    """
    if definition.id in OPEN_INDICATORS:
        return frozenset()
    found: set[Sensitivity] = set()
    if group := SENSITIVE_GROUPS.get(definition.group):
        found.add(group)
    for sheet, name in definition.reads:
        fields = catalogue[sheet].fields if sheet in catalogue.sheets else {}
        if name in fields and (kind := kind_of(fields[name])) is not None:
            found.add(kind)
    for sheet in definition.sheets:
        if sheet in catalogue.sheets and (whole := catalogue[sheet].sensitivity) is not None:
            found.add(whole)
    for other in definition.needs:
        if other in indicators.definitions:
            found |= kinds_read(indicators[other], indicators, catalogue)
    return frozenset(found)


def withheld_entirely(profile: Profile, kinds: frozenset[Sensitivity]) -> bool:
    """Return whether an indicator that reads *kinds* is withheld whatever its groups."""
    return bool(kinds & HIDDEN[profile] & {"recovery", "security"})


def published_comparison(comparison: Comparison) -> Comparison:
    """Return *comparison* as anybody may see it: no value that is the value of a unit."""
    n = comparison.n

    def quartile(value: Any) -> Any:
        return None if value is None else published_quartile(value, n)

    return replace(
        comparison, minimum=None, maximum=None,
        q1=quartile(comparison.q1), median=quartile(comparison.median), q3=quartile(comparison.q3),
    )  # fmt: skip


def without_comparison(comparison: Comparison) -> Comparison:
    """Return *comparison* without any figure."""
    return replace(
        comparison, minimum=None, q1=None, median=None, q3=None, maximum=None, percentile=None
    )
