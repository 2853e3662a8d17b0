"""Series and what moved them, in words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from inventory_app.domain.fields import Catalogue
from inventory_app.domain.movements import Kind, Move
from inventory_app.domain.series import Break
from inventory_app.texts import N_, Translator

BREAKS = {
    "definition": N_("The definition of the indicator has changed."),
    "field": N_("The question “{field}” has changed."),
    "field-new": N_("The question “{field}” is new."),
    "threshold": N_("The threshold “{name}” of the round has changed."),
    "sheet": N_("The sheet “{sheet}” is not asked in both rounds."),
}
KINDS: Mapping[Kind, str] = {
    "added": N_("new"),
    "gone": N_("gone"),
    "changed": N_("changed"),
    "same": N_("same answers, later day or other rules"),
    "rules": N_("belongs to no record"),
    "together": N_("further records together"),
}


def break_text(found: Break, catalogue: Catalogue, _: Translator) -> str:
    """Return why a series breaks, as a sentence."""
    sheet, _dot, name = found.what.partition(".")
    field = sheet_label = found.what
    if found.why in ("field", "field-new", "sheet") and sheet in catalogue.sheets:
        sheet_label = catalogue[sheet].label(_.language.code)
        known = catalogue[sheet].fields.get(name)
        field = known.label(_.language.code) if known else found.what
    return _(BREAKS[found.why], field=field, name=found.what, sheet=sheet_label)


def fields_text(move: Move, catalogue: Catalogue, _: Translator) -> str:
    """Return the names of the answers that a changed record changed."""
    if move.sheet not in catalogue.sheets:
        return ""
    fields = catalogue[move.sheet].fields
    known = (fields[name].label(_.language.code) for name in move.fields if name in fields)
    return _(", ").join(known)


def exact(number: Fraction) -> Decimal:
    """Return a fraction as a decimal of 28 digits."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def signed(number: Decimal, places: int, _: Translator) -> str:
    """Return a change with its sign."""
    text = _.number(number, places)
    return _("+{number}", number=text) if number > 0 else text
