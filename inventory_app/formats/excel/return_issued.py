"""What was sent, as the returned workbook itself carries it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.workbooks import Issued
from inventory_app.formats.excel import workbook_marks as marks
from inventory_app.formats.excel.return_marks import Mark
from inventory_app.formats.spreadsheet.book import Cell

_STATES = {str(state): state for state in ValueState}


@dataclass(frozen=True, kw_only=True)
class IssuedContent:
    """The records as sent, by sheet and uid, and the fields that each sheet asked."""

    records: dict[str, dict[str, Issued]] = field(default_factory=dict)
    fields: dict[str, frozenset[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def fields_by_key(sheet: Sheet) -> dict[str, Field]:
    """Return the fields of *sheet* by every name that they have had; computed ones are left out."""
    known = [field for field in sheet if not field.derived]
    former = {field.renamed_from: field for field in known if field.renamed_from}
    return former | {field.name: field for field in known}


def read_issued(marked: Sequence[Mark], catalogue: Catalogue) -> IssuedContent:
    """Return what was sent; *marked* are the marks of the workbook.

    A record that cannot be read is left out, with a finding: its row is then compared with ours.
    """
    content = IssuedContent()
    lines = _lines(marked)
    if lines is None:
        content.findings.append(Finding(code="L-ISSUED-LOST"))
        return content
    readers = {sheet.name: _RecordReader(sheet) for sheet in catalogue}
    damaged = False
    for sheet, uid, text in lines:
        reader = readers.get(sheet)
        if reader is None:
            continue
        if uid == marks.ISSUED_FIELDS:
            known = (reader.fields.get(name) for name in text.split(";"))
            content.fields[sheet] = frozenset(field.name for field in known if field)
        elif uid == marks.ISSUED_NAME:
            continue
        elif uid and (record := reader.read(text)) is not None:
            content.records.setdefault(sheet, {})[uid] = record
        else:
            damaged = True
    if damaged:
        content.findings.append(Finding(code="L-ISSUED-LOST"))
    return content


def _lines(marked: Sequence[Mark]) -> list[tuple[str, str, str]] | None:
    """Return sheet, uid and text of each line of the hidden sheet, None if it is gone."""
    for mark in marked:
        if mark.text == marks.ISSUED:
            place = mark.place
            return [
                _line(cells, place.column)
                for row, cells in place.page.rows.items()
                if row > place.row
            ]
    return None


def _line(cells: Mapping[int, Cell], first: int) -> tuple[str, str, str]:
    sheet, uid = cells.get(first), cells.get(first + 1)
    texts = [cell.raw for column, cell in cells.items() if column > first + 1]
    text = texts[0] if len(texts) == 1 else "".join(texts)
    return sheet.raw.strip() if sheet else "", uid.raw.strip() if uid else "", text


class _RecordReader:
    """Reads the records of one sheet; equal texts of a field are read once."""

    def __init__(self, sheet: Sheet) -> None:
        self.fields = fields_by_key(sheet)
        self._seen: dict[str, dict[str, Value]] = {field.name: {} for field in sheet}

    def read(self, text: str) -> Issued | None:
        """Return the record, None if it cannot be read."""
        try:
            stored: dict[str, dict[str, str]] = json.loads(text)
            values = {}
            for name, written in stored["v"].items():
                field = self.fields.get(name)
                if field is not None:
                    values[field.name] = self._value(field, written)
            states = {
                self.fields[name].name: _STATES[state]
                for name, state in stored["s"].items()
                if name in self.fields
            }
        except (ValueError, LookupError, TypeError, AttributeError):
            return None
        return Issued(values=values, states=states)

    def _value(self, field: Field, written: str) -> Value:
        seen = self._seen[field.name]
        if written not in seen:
            seen[written] = field.type.parse(written)
        return seen[written]
