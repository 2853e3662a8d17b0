"""The answers of a round as columns, checked once for all entities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from inventory_app.domain.columns import Answers, SheetColumns, SheetsInTime, of_records
from inventory_app.domain.fields import Sheet
from inventory_app.domain.figures import EntityInputs
from inventory_app.domain.quick_checks import with_wrong, wrong_answers
from inventory_app.domain.records import Record
from inventory_app.services.round_contents import RoundContents
from inventory_app.store.answer_columns import StoredSheet


def together(
    contents: RoundContents, entities: Sequence[str]
) -> tuple[dict[str, EntityInputs], Answers]:
    """Return what *entities* reported, each by itself and all as columns, in the same order.

    Whoever's answers have been checked already is not checked again.
    """
    columns = _Columns(contents, tuple(entities))
    wrong: Mapping[str, frozenset[str]] | None = None
    if contents.sheets is None:
        wrong = columns.checked()
    answers = Answers(
        entities=tuple(entities),
        as_of=contents.round.as_of,
        catalogue=contents.catalogue,
        parameters=contents.round.parameters,
        sheets=SheetsInTime(contents.catalogue.sheets, columns.of),
        declarations=contents.declarations,
        last_totals={code: contents.inputs[code].last_totals for code in entities},
    )
    inputs = {code: contents.inputs[code] for code in entities}
    if wrong is not None:
        inputs = {code: replace(each, wrong=wrong) for code, each in inputs.items()}
    return inputs, answers


class _Columns:
    """Sheets as columns of some entities, from records or as they were stored."""

    def __init__(self, contents: RoundContents, entities: Sequence[str]) -> None:
        self._contents, self._entities = contents, entities
        self._wrong: dict[str, frozenset[str]] = {}
        for code in entities:
            self._wrong.update(contents.inputs[code].wrong or {})

    def checked(self) -> Mapping[str, frozenset[str]]:
        """Return the answers that cannot be right, by uid; nobody is checked twice."""
        contents = self._contents
        unchecked = {code for code in self._entities if contents.inputs[code].wrong is None}
        for sheet in contents.catalogue:
            doubtful: list[Record] = []
            for code in unchecked if contents.round.parameters.asks(sheet.name) else ():
                doubtful += contents.records.get(code, {}).get(sheet.name, ())
            if doubtful:
                of, fields = contents.round.parameters, self._fields(sheet)
                self._wrong.update(wrong_answers(sheet, doubtful, of, fields))
        return self._wrong

    def of(self, name: str) -> SheetColumns:
        """Return one sheet."""
        sheet = self._contents.catalogue[name]
        if self._contents.sheets is None or name not in self._contents.sheets:
            return self._of_records(sheet)
        stored = _stored_columns(sheet, self._contents.sheets[name], self._entities)
        if not self._contents.round.parameters.asks(name):
            return stored
        return with_wrong(stored, self._contents.round.parameters, self._fields(sheet))

    def _of_records(self, sheet: Sheet) -> SheetColumns:
        records: list[Record] = []
        owners: list[int] = []
        for number, code in enumerate(self._entities):
            listed = self._contents.records.get(code, {}).get(sheet.name, ())
            records += listed
            owners += [number] * len(listed)
        return of_records(sheet, records, self._entities, owners, self._wrong)

    def _fields(self, sheet: Sheet) -> frozenset[str] | None:
        fields = self._contents.fields
        return None if fields is None else fields[sheet.name]


def _stored_columns(sheet: Sheet, stored: StoredSheet, entities: Sequence[str]) -> SheetColumns:
    """Return a sheet as it was stored as columns: only the records of *entities*, in that order."""
    numbers = {code: number for number, code in enumerate(entities)}
    owners = [numbers.get(code, -1) for code in stored.entities]
    rows: Sequence[int] = range(len(owners))
    if -1 in owners or owners != sorted(owners):
        rows = sorted((row for row in rows if owners[row] >= 0), key=owners.__getitem__)
        owners = [owners[row] for row in rows]
    every = len(rows) == len(stored.uids)
    return SheetColumns(
        sheet=sheet,
        uids=stored.uids if every else [stored.uids[row] for row in rows],
        owners=owners,
        entities=tuple(entities),
        round=stored.round,
        read=stored.column if every else lambda name: [stored.column(name)[row] for row in rows],
        stated={at: stored.stated(row) for at, row in enumerate(rows) if stored.states[row]},
        wrong={},
        record=lambda at: stored.record(rows[at]),
        different=stored.different if every else None,
    )
