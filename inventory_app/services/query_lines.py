"""From queries to the lines of a query workbook, in the words of its reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from inventory_app.domain.answer_texts import answer_text
from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Field
from inventory_app.domain.merging import Answer
from inventory_app.domain.query_books import QueryLine
from inventory_app.domain.records import Record, Records
from inventory_app.domain.registers import Query
from inventory_app.texts import Translator


def is_there(catalogue: Catalogue, records: Records, query: Query) -> bool:
    """Return whether the record and the field that *query* is about still exist."""
    sheet = catalogue.sheets.get(query.sheet)
    asked = sheet is not None and query.field in {field.name for field in sheet.asked}
    return asked and any(record.uid == query.uid for record in records.get(query.sheet, ()))


def lines_of(
    catalogue: Catalogue, waiting: Iterable[Query], records: Records, _: Translator
) -> tuple[QueryLine, ...]:
    """Return one line for each cell, in the order of sheets, records and fields.

    All that *waiting* is about must be there.
    """
    cells: dict[tuple[str, str, str], list[Query]] = defaultdict(list)
    for query in waiting:
        cells[query.sheet, query.uid, query.field].append(query)
    words = _Words(catalogue, records, _)
    return tuple(sorted((words.line(asked) for asked in cells.values()), key=words.place))


@dataclass(frozen=True)
class _Words:
    """What everything is called for one reader."""

    catalogue: Catalogue
    records: Records
    language: Translator

    def line(self, asked: Sequence[Query]) -> QueryLine:
        newest = asked[-1]
        record = self._record(newest.sheet, newest.uid)
        sheet = self.catalogue[newest.sheet]
        field = sheet.fields[newest.field]
        texts = (each.text(self.catalogue, self.language) for each in asked)
        return QueryLine(
            ids=tuple(each.id for each in asked), sheet=newest.sheet, uid=newest.uid,
            field=newest.field, title=sheet.title_of(record.values) or newest.uid,
            held=Answer(record[field.name], record.states.get(field.name)),
            questions=tuple(dict.fromkeys(texts)),
            issued=self._side(field, newest.issued), returned=self._side(field, newest.theirs),
        )  # fmt: skip

    def place(self, line: QueryLine) -> tuple[int, str, str, int]:
        """Return what the lines are sorted by."""
        sheet = self.catalogue[line.sheet]
        fields = [field.name for field in sheet]
        return sheet.order, line.title.casefold(), line.uid, fields.index(line.field)

    def _record(self, sheet: str, uid: str) -> Record:
        return next(record for record in self.records[sheet] if record.uid == uid)

    def _side(self, field: Field, side: Answer | str | None) -> str:
        if side is None or isinstance(side, str):
            return side or ""
        if isinstance(field.type, Reference):
            for record in self.records.get(field.type.to, ()):
                if record.uid == side.value:
                    return self.catalogue[record.sheet].title_of(record.values) or record.uid
        return answer_text(field.type, side.value, side.state, self.language)


def referred_to(
    catalogue: Catalogue, waiting: Iterable[Query], records: Records
) -> dict[str, tuple[Record, ...]]:
    """Return by sheet the records that an answer may name, with what they are called."""
    kinds = [catalogue[each.sheet].fields[each.field].type for each in waiting]
    found = {}
    for name in sorted({kind.to for kind in kinds if isinstance(kind, Reference)}):
        sheet = catalogue[name]
        named = {*sheet.title, *sheet.key}
        found[name] = tuple(
            replace(
                record, values={n: v for n, v in record.values.items() if n in named}, states={}
            )
            for record in records.get(name, ())
        )
    return found
