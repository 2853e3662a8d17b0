"""Which answers indicators are computed from: so much of a round has to be read, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from inventory_app.domain.derivations import DERIVATIONS
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.indicator_shapes import EVERY_SHEET, IndicatorDefinition, Indicators
from inventory_app.domain.record_rules import RULES

_ALWAYS = ("record_status", "data_quality", "retired_on")
_USERS = ("units", "users_served")


def fields_read(
    definitions: Iterable[IndicatorDefinition], indicators: Indicators, catalogue: Catalogue
) -> dict[str, frozenset[str]]:
    """Return the fields of each sheet that *definitions* are computed from.

    With them those of the indicators whose terms they take, what computed fields are made of, and
    what every record is judged by.
    """
    found = {sheet.name: set(_ALWAYS) for sheet in catalogue}
    found[_USERS[0]].add(_USERS[1])
    waiting, seen = list(definitions), set[str]()
    while waiting:
        each = waiting.pop()
        if each.id in seen:
            continue
        seen.add(each.id)
        waiting += (indicators[name] for name in each.needs)
        for name, field in each.reads:
            if name == EVERY_SHEET:
                _add_required(catalogue, found)
            else:
                found[name].add(field)
    return {sheet.name: frozenset(_with_parts(sheet, found[sheet.name])) for sheet in catalogue}


def _add_required(catalogue: Catalogue, found: Mapping[str, set[str]]) -> None:
    for sheet in catalogue:
        for field in sheet.required:
            found[sheet.name].add(field.name)
            if field.when is not None:
                found[sheet.name].add(field.when.field)


def _with_parts(sheet: Sheet, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = [name for name in names if name in sheet.fields]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            derived = sheet.fields[name].derived
            waiting += DERIVATIONS[derived].uses if derived else ()
    return found


def with_rules(sheet: Sheet, fields: frozenset[str]) -> frozenset[str]:
    """Return *fields* and those that the rules on them compare them with."""
    uses = (rule.uses for rule in RULES if rule.fits(sheet) and fields.intersection(rule.uses))
    return fields.union(*uses)
