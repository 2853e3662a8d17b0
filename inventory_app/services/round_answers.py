"""The answers of a round as columns, checked once for all entities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from inventory_app.domain.columns import Answers, of_records
from inventory_app.domain.figures import EntityInputs
from inventory_app.domain.quick_checks import wrong_answers
from inventory_app.domain.records import Record
from inventory_app.services.round_contents import RoundContents


def together(
    contents: RoundContents, entities: Sequence[str]
) -> tuple[dict[str, EntityInputs], Answers]:
    """Return what *entities* reported, each by itself and all as columns, in the same order.

    Whoever's answers have been checked already is not checked again.
    """
    unchecked = {code for code in entities if contents.inputs[code].wrong is None}
    wrong: dict[str, frozenset[str]] = {}
    for code in entities:
        wrong.update(contents.inputs[code].wrong or {})
    sheets, parameters = {}, contents.round.parameters
    for sheet in contents.catalogue:
        records: list[Record] = []
        owners: list[int] = []
        doubtful: list[Record] = []
        for number, code in enumerate(entities):
            listed = contents.records.get(code, {}).get(sheet.name, ())
            records += listed
            owners += [number] * len(listed)
            if code in unchecked:
                doubtful += listed
        if doubtful and parameters.asks(sheet.name):
            fields = None if contents.fields is None else contents.fields[sheet.name]
            wrong.update(wrong_answers(sheet, doubtful, parameters, fields))
        sheets[sheet.name] = of_records(sheet, records, tuple(entities), owners, wrong)
    inputs = {code: replace(contents.inputs[code], wrong=wrong) for code in entities}
    answers = Answers(
        entities=tuple(entities),
        as_of=contents.round.as_of,
        catalogue=contents.catalogue,
        parameters=parameters,
        sheets=sheets,
        declarations=contents.declarations,
        last_totals={code: each.last_totals for code, each in inputs.items()},
    )
    return inputs, answers
