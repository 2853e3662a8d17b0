"""A list without a map: headings that are names or labels of fields say what they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.list_maps import EntitySource, ListMap, Source
from inventory_app.domain.words import folded
from inventory_app.errors import UserError
from inventory_app.languages import CODES as LANGUAGE_CODES
from inventory_app.texts import N_

# What the program calls an entity, and the names of the column in its own tables.
_ENTITY = frozenset(
    folded(word)
    for word in (
        "entity", "entity code", "entity_code", "الكيان", "رمز الكيان", "实体", "实体代码",
        "entité", "code de l'entité", "структура", "код структуры", "entidad",
        "código de la entidad",
    )
)  # fmt: skip


def map_of_headings(headings: Sequence[str], sheet: Sheet) -> ListMap:
    """Return the map that the headings of a list speak for themselves.

    A heading is taken if it is the name of a field, or its label in one language. Numbers are
    read as in the language that most labels are in. Raises `UserError` where no column is a
    field, or where those are missing by which the entity or the record is known.
    """
    fields = _by_word(sheet)
    columns: dict[str, Source] = {}
    languages: Counter[str] = Counter(dict.fromkeys(("en", *LANGUAGE_CODES), 0))
    entity: str | None = None
    for heading in headings:
        word = folded(heading)
        if word in _ENTITY:
            entity = entity or heading
        found = fields.get(word)
        if found is None or found.name in columns:
            continue
        columns[found.name] = Source(columns=(heading,))
        languages.update(code for code, label in found.labels.items() if folded(label) == word)
    _refuse_unknown(sheet, columns, entity)
    return ListMap(
        sheet=sheet.name,
        key=sheet.key,
        columns=columns,
        entity=EntitySource(column=entity),
        language=languages.most_common(1)[0][0],
    )


def _by_word(sheet: Sheet) -> dict[str, Field | None]:
    """Return the field for each heading; None for a word that is a label of two fields."""
    words: dict[str, Field | None] = {}
    for asked in sheet.asked:
        for label in {folded(label) for label in asked.labels.values()}:
            words[label] = None if label in words else asked
    return words | {folded(asked.name): asked for asked in sheet.asked}


def _refuse_unknown(sheet: Sheet, columns: dict[str, Source], entity: str | None) -> None:
    advice = N_("Write a map that says which column is which field, and name it with --map.")
    if not columns:
        raise UserError(
            "E-LIST-COLUMNS",
            N_("No heading of the list is the name of a field of “{sheet}”."),
            advice,
            sheet=sheet.name,
        )
    if entity is None:
        raise UserError(
            "E-LIST-ENTITY", N_("The list has no column “entity” that says whose a row is."), advice
        )
    for name in sheet.key:
        if name not in columns:
            raise UserError(
                "E-LIST-KEY",
                N_("The list has no column “{field}”, by which records are known."),
                advice,
                field=name,
            )
