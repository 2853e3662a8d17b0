"""Commands on the definitions of fields, code lists, indicators and entities."""

from __future__ import annotations

import argparse

from inventory_app import paths
from inventory_app.cli.output import Output
from inventory_app.domain import catalogue as catalogues
from inventory_app.domain.entities import read_entities
from inventory_app.domain.indicator_checks import prove
from inventory_app.domain.indicator_definitions import load_indicators
from inventory_app.domain.registered import EXTRAS, FORMULAS


def check(options: argparse.Namespace, out: Output) -> int:  # noqa: ARG001 - like all commands
    """Read every definition; what is wrong is refused by file and field."""
    _ = out.words
    catalogue = catalogues.load(paths.catalogue())
    indicators = load_indicators(paths.catalogue() / "indicators")
    prove(indicators, catalogue, FORMULAS, EXTRAS)
    counts = {
        "sheets": len(catalogue.sheets),
        "fields": sum(len(sheet.fields) for sheet in catalogue),
        "code_lists": len(catalogue.code_lists),
        "codes": sum(len(each.codes) for each in catalogue.code_lists.values()),
        "indicators": len(indicators.definitions),
        "entities": len(read_entities()),
    }
    out.document({"version": catalogue.version, **counts})
    out.say(
        _(
            "The definitions are sound: {sheets} sheets with {fields} fields, {code_lists} code"
            " lists with {codes} codes, {indicators} indicators, {entities} entities.",
            **{name: _.number(n) for name, n in counts.items()},
        )
    )
    return 0
