"""Savings of earlier rounds, added to those of a round: B02 is cumulative.

Each round asks what was saved in its last twelve months, so rounds less than a year apart would
count months twice: of those only the later one counts. What was spent so far is cumulative as it
is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.figures import USABLE, Figure
from inventory_app.domain.indicator_definitions import default_indicators
from inventory_app.domain.indicator_inputs import fields_read
from inventory_app.domain.indicator_shapes import IndicatorDefinition
from inventory_app.domain.indicators import compute_all
from inventory_app.domain.reasons import Reason
from inventory_app.services.round_answers import together
from inventory_app.services.round_contents import RoundContents, read_round
from inventory_app.store.database import Database

SAVING = "B02"
_ADDED_UP = ("gross", "added_run")
_YEAR = 360  # days; rounds are held on about the same day


def with_earlier_savings(
    database: Database,
    catalogue: Catalogue,
    contents: RoundContents,
    definitions: Sequence[IndicatorDefinition],
    figures: Mapping[tuple[str, str], Figure],
) -> dict[tuple[str, str], Figure]:
    """Return the figures of B02 with what earlier rounds saved, as far as they reported it.

    Only those whose figure of this round can be used; nothing without an earlier round.
    """
    definition = next((each for each in definitions if each.id == SAVING), None)
    if definition is None or contents.round.previous not in contents.rounds:
        return {}
    found = {
        entity: figure
        for (entity, name), figure in figures.items()
        if name == SAVING and "gross" in figure.parts and _usable(figure)
    }
    if not found:
        return {}
    for earlier in _earlier(database, catalogue, contents, definition, list(found)):
        for entity, figure in earlier.items():
            found[entity] = _added(found[entity], figure.parts)
    why = Reason.CUMULATED
    return {
        (entity, SAVING): replace(figure, reasons=(*figure.reasons, why))
        for entity, figure in found.items()
    }


def _usable(figure: Figure) -> bool:
    return figure.entering in USABLE


def _earlier(
    database: Database,
    catalogue: Catalogue,
    contents: RoundContents,
    definition: IndicatorDefinition,
    entities: Sequence[str],
) -> list[dict[str, Figure]]:
    """Return the usable figures of each earlier round that is a year before the one after it."""
    found = []
    fields = fields_read([definition], default_indicators(), catalogue)
    last, code, seen = contents.round.as_of, contents.round.previous, set[str]()
    while code is not None and code in contents.rounds and code not in seen:
        seen.add(code)
        shown = contents.rounds[code]
        code = shown.previous
        if (last - shown.as_of).days < _YEAR:
            continue
        last = shown.as_of
        then = read_round(database, catalogue, shown.code, sheets=definition.sheets, fields=fields)
        wanted = [each for each in entities if each in then.asked and then.asked[each].answered]
        inputs, answers = together(then, wanted)
        figures = zip(wanted, compute_all(definition, list(inputs.values()), answers), strict=True)
        found.append({each: figure for each, figure in figures if _usable(figure)})
    return found


def _added(figure: Figure, earlier: Mapping[str, Decimal]) -> Figure:
    """Return *figure* with the savings and running costs of an earlier round."""
    if not earlier:
        return figure
    parts = dict(figure.parts)
    for name in _ADDED_UP:
        parts[name] = parts[name] + earlier.get(name, Decimal(0))
    net = parts["gross"] - parts["implementation"] - parts["added_run"]
    value = None if figure.value is None else net
    return replace(figure, numerator=net, value=value, parts=parts)
