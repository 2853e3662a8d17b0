"""Sentences about changes that several views share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from inventory_app.gui.kit.widgets import Tone
from inventory_app.texts import N_, Translator

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from inventory_app.domain.changes import ChangeSet
    from inventory_app.domain.fields import Catalogue
    from inventory_app.domain.histories import ChangedRow
    from inventory_app.domain.indicator_definitions import IndicatorDefinition

# How a change came about, by the origin that the log keeps.
ORIGINS: Mapping[str, tuple[str, Tone]] = {
    "typed": (N_("by hand"), "info"),
    "pasted": (N_("pasted"), "info"),
    "merged": (N_("merged"), "good"),
    "imported": (N_("imported"), "good"),
    "undone": (N_("undone"), "warn"),
    "redone": (N_("redone"), "warn"),
}


def change_text(changes: ChangeSet, words: Translator, catalogue: Catalogue) -> str:
    """Return what a change set did, as a reader knows sheets and fields."""
    params = {name: apart(str(value), words) for name, value in changes.params.items()}
    sheet = catalogue.sheets.get(str(changes.params.get("sheet", "")))
    if sheet is not None:
        params["sheet"] = sheet.label(words.language.code)
        field = sheet.fields.get(str(changes.params.get("field", "")))
        if field is not None:
            params["field"] = field.label(words.language.code)
    return words(changes.label, **params)


def origin_text(origin: str, words: Translator) -> str:
    """Return the word for how a change came about."""
    return words(ORIGINS[origin][0]) if origin in ORIGINS else origin


def row_kind(row: ChangedRow, words: Translator, catalogue: Catalogue) -> str:
    """Return what kind of thing a changed row is: a sheet of the catalogue, a return, a round."""
    sheet = catalogue.sheets.get(row.sheet)
    if sheet is not None:
        return sheet.label(words.language.code)
    from inventory_app.domain.histories import TABLES  # noqa: PLC0415 - after the first paint

    return words(TABLES.get(row.table, row.table))


def moment(at: datetime, words: Translator) -> str:
    """Return day and time where the reader is."""
    here = at.astimezone()
    text = words("{date}, {time}", date=words.date(here.date()), time=f"{here:%H:%M}")
    return apart(text, words)


def apart(text: str, words: Translator) -> str:
    """Return *text* so that its direction does not disturb the sentence around it.

    A name in Latin letters between Arabic words would pull figures beside it to the wrong side.
    """
    return f"\u2068{text}\u2069" if words.language.right_to_left and text else text


def value_text(value: Decimal | None, definition: IndicatorDefinition, words: Translator) -> str:
    """Return the value of an indicator with its decimals; "" where there is none."""
    return "" if value is None else words.number(value, definition.places)
