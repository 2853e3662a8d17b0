"""Answers that name another record: by its code, or by the words it is known by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.records import is_uid
from inventory_app.domain.values import Values
from inventory_app.domain.words import folded
from inventory_app.domain.workbooks import Issued
from inventory_app.formats.excel.return_rows import ReadRow
from inventory_app.formats.excel.return_tables import Table
from inventory_app.formats.excel.workbook_hidden import BETWEEN
from inventory_app.formats.excel.workbook_words import cell_value


class References:
    """Turns typed references into uids. What leads nowhere is kept as typed, with a finding."""

    def __init__(
        self,
        catalogue: Catalogue,
        language: str,
        rows: Mapping[str, Sequence[ReadRow]],
        issued: Mapping[str, Mapping[str, Issued]],
    ) -> None:
        self._catalogue = catalogue
        self._language = language
        self._rows = rows
        self._issued = issued
        self._names: dict[str, dict[str, set[str]]] = {}

    def resolve(self, table: Table) -> list[Finding]:
        """Resolve the references in the rows of *table*; return what is to be said of them."""
        references = [each for each in table.columns.values() if isinstance(each.type, Reference)]
        findings = []
        for field in references:
            for row in self._rows[table.sheet.name]:
                text = row.values.get(field.name)
                if isinstance(text, str) and not is_uid(text):
                    row.values[field.name] = uid = self.uid(field, text)
                    if uid == text and not self._was_sent(table.sheet.name, row, field, text):
                        findings.append(_unresolved(table, row, field, text))
        return findings

    def uid(self, field: Field, text: str) -> str:
        """Return the uid of the one record that *text* names, or *text* itself."""
        first = text.split(BETWEEN.strip(), 1)[0].strip()
        if is_uid(first):
            return first
        to = field.type.to if isinstance(field.type, Reference) else ""
        if to not in self._names:
            self._names[to] = self._names_of(to)
        uids = self._names[to].get(folded(text), set())
        return next(iter(uids)) if len(uids) == 1 else text

    def _was_sent(self, sheet: str, row: ReadRow, field: Field, text: str) -> bool:
        sent = self._issued.get(sheet, {}).get(row.uid or "")
        return sent is not None and sent.values.get(field.name) == text

    def _names_of(self, name: str) -> dict[str, set[str]]:
        """Return the uids that each name of a record of the sheet *name* stands for."""
        sheet = self._catalogue[name]
        known: dict[str, Values] = {
            uid: issued.values for uid, issued in self._issued.get(name, {}).items()
        }
        for row in self._rows.get(name, ()):
            if row.uid:
                known[row.uid] = {**known.get(row.uid, {}), **row.values}
        names: dict[str, set[str]] = {}
        for uid, values in known.items():
            for text in self._texts(sheet, values):
                names.setdefault(folded(text), set()).add(uid)
        return names

    def _texts(self, sheet: Sheet, values: Values) -> Iterator[str]:
        yield sheet.title_of(values)
        for fields in (sheet.title, sheet.key):
            shown = [
                str(cell_value(sheet.fields[name].type, value, self._language))
                for name in fields
                if (value := values.get(name)) is not None
            ]
            yield BETWEEN.join(shown)
            yield from shown


def _unresolved(table: Table, row: ReadRow, field: Field, text: str) -> Finding:
    return Finding(
        code="L-REFERENCE",
        sheet=table.sheet.name,
        uid=row.uid or "",
        field=field.name,
        tab=table.page.name,
        cell=row.cells[field.name],
        found=text,
    )
