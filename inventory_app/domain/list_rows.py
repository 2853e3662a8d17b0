"""Rows of a list read through a map: what could not be understood is kept as the text it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from inventory_app.domain.field_types import DecimalNumber, FieldType, Text
from inventory_app.domain.fields import Field, Sheet
from inventory_app.domain.list_maps import ANY_OTHER, ListMap, Source
from inventory_app.domain.lists import ImportLine, Table, TableRow
from inventory_app.domain.readings import Raw, Reading
from inventory_app.domain.transforms import TRANSFORMS
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.words import folded
from inventory_app.errors import UserError
from inventory_app.texts import N_

REMARKS = "remarks"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One row as fields: `entity` and `name` as written; only what the row says is in `values`.

    `kept` holds the texts that no field could take, each as “field: text”. `refused` is set for a
    row that cannot be taken at all.
    """

    line: int
    entity: str
    name: str
    values: dict[str, Value]
    states: dict[str, ValueState]
    kept: tuple[str, ...]
    lines: tuple[ImportLine, ...]
    refused: ImportLine | None = None


class _Column(NamedTuple):
    field: Field
    source: Source
    cells: tuple[int, ...]


class RowReader:
    """Reads the rows of one list through one map."""

    def __init__(self, table: Table, mapping: ListMap, sheet: Sheet) -> None:
        """Find the columns; raise `UserError` if the map names one that is absent or doubled."""
        self._typed = table.typed
        self._language = mapping.language
        self._headings = table.headings
        self._columns = [
            _Column(
                sheet.fields[name], source, tuple(self._find(column) for column in source.columns)
            )
            for name, source in mapping.columns.items()
        ]
        entity = mapping.entity
        self._whose = entity.value or ""
        self._entity = None if entity.column is None else self._find(entity.column)
        self._name = None if entity.name is None else self._find(entity.name)
        self._left = frozenset(folded(heading) for heading in mapping.leave)

    def read(self, row: TableRow) -> ListRow:
        """Return what *row* says; never raises for what a cell holds."""
        values: dict[str, Value] = {}
        states: dict[str, ValueState] = {}
        kept: list[str] = []
        lines: list[ImportLine] = []
        for column in self._columns:
            raw, reading = self._reading(column, row)
            name = column.field.name
            if reading.problem is not None and raw is not None:
                kept.append(f"{name}: {raw.text.strip()}")
                lines.append(_about(row.line, reading.problem, column.field, raw, ""))
            if reading.value is not None:
                values[name] = reading.value
            if reading.state is not None:
                states[name] = reading.state
            lines += self._notices(row.line, column, raw, reading)
        if row.short:
            lines.append(ImportLine(line=row.line, code="I-ROW-SHORT"))
        return ListRow(
            line=row.line,
            entity=self._whose or _text_of(row, self._entity),
            name=_text_of(row, self._name),
            values=values,
            states=states,
            kept=tuple(kept),
            lines=(*lines, *self._strays(row)),
            refused=self._refusal(row),
        )

    def unused(self, rows: Sequence[TableRow]) -> list[str]:
        """Return the headings of columns that hold something but that the map does not take."""
        used = {at for column in self._columns for at in column.cells}
        used |= {at for at in (self._entity, self._name) if at is not None}
        return [
            heading or f"#{at + 1}"
            for at, heading in enumerate(self._headings)
            if at not in used
            and folded(heading) not in self._left
            and any(row.cells[at] is not None for row in rows)
        ]

    def _find(self, column: str) -> int:
        wanted = folded(column)
        found = [at for at, heading in enumerate(self._headings) if folded(heading) == wanted]
        if len(found) == 1:
            return found[0]
        message = (
            N_("The list has two columns “{column}”.")
            if found
            else N_("The list has no column “{column}”, which the map names.")
        )
        raise UserError(
            "E-LIST-HEADING",
            message,
            N_("The columns of the list are: {columns}."),
            column=column,
            columns=", ".join(filter(None, self._headings)),
        )

    def _reading(self, column: _Column, row: TableRow) -> tuple[Raw | None, Reading]:
        """Return the cell, as far as there is one, and what its field makes of it."""
        source = column.source
        if not source.columns:
            return None, Reading(source.constant)
        raw = self._raw(column, row)
        if raw is None:
            return None, Reading(source.default)
        word = folded(raw.text)
        if word in source.codes or ANY_OTHER in source.codes:
            value = source.codes.get(word, source.codes.get(ANY_OTHER))
            return raw, Reading(source.default if value is None else value)
        return raw, column.field.type.read(raw, self._language)

    @staticmethod
    def _raw(column: _Column, row: TableRow) -> Raw | None:
        source = column.source
        cells = [row.cells[at] for at in column.cells]
        if len(cells) == 1 and not source.labels:
            raw = cells[0]
            if raw is None or not source.transforms:
                return raw
            text = _transformed(raw.text, source)
            return raw._replace(kind="text", text=text) if text.strip() else None
        texts = [_transformed(cell.text, source).strip() if cell else "" for cell in cells]
        if source.labels:
            texts = [
                f"{label}: {text}" if text else ""
                for label, text in zip(source.labels, texts, strict=True)
            ]
        joined = source.join.join(filter(None, texts))
        return Raw("text", joined) if joined else None

    def _notices(
        self, line: int, column: _Column, raw: Raw | None, reading: Reading
    ) -> list[ImportLine]:
        if raw is None:
            return []
        field = column.field
        lines = [
            _about(line, code, field, raw, _limit(field.type, code))
            for code in field.type.problems(reading.value)
        ]
        # In a text file every number is typed as text; only in a workbook is that worth a word.
        if reading.repair and self._typed and not column.source.transforms:
            lines.append(_about(line, reading.repair, field, raw, field.type.format(reading.value)))
        if raw.formula:
            lines.append(_about(line, "L-FORMULA", field, raw, ""))
        return lines

    def _strays(self, row: TableRow) -> list[ImportLine]:
        """Beside a list in a workbook there may be notes; in a text they mean a shifted row."""
        if not self._typed:
            return []
        return [
            ImportLine(line=row.line, code="L-STRAY", params={"found": text}) for text in row.beyond
        ]

    def _refusal(self, row: TableRow) -> ImportLine | None:
        if not row.beyond or self._typed:
            return None
        return ImportLine(
            line=row.line, code="I-ROW-LONG", refused=True, params={"found": row.beyond[0]}
        )


def _text_of(row: TableRow, column: int | None) -> str:
    raw = None if column is None else row.cells[column]
    return "" if raw is None else " ".join(raw.text.split())


def _transformed(text: str, source: Source) -> str:
    for name in source.transforms:
        text = TRANSFORMS[name](text)
    return text


def _limit(kind: FieldType, code: str) -> str:
    """Return the bound that a value broke."""
    if code == "V-TOO-LONG":
        return str(kind.max_length if isinstance(kind, Text) else 255)
    if isinstance(kind, DecimalNumber) and code in ("V-BELOW", "V-ABOVE"):
        return kind.format(kind.minimum if code == "V-BELOW" else kind.maximum)
    return ""


def _about(line: int, code: str, field: Field, raw: Raw, expected: str) -> ImportLine:
    return ImportLine(
        line=line,
        code=code,
        params={"field": field.name, "found": raw.text.strip(), "expected": expected},
    )
