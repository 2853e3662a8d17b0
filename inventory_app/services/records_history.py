"""What happened to the answers of one record: when, by whom, and from which cell of which file."""

from __future__ import annotations

import json
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.hub_returns import Correction
from inventory_app.domain.merging import Answer
from inventory_app.domain.record_views import FieldChange
from inventory_app.domain.values import Value, ValueState
from inventory_app.domain.workbooks import Return, ReturnedRow
from inventory_app.services.reading import read_bytes
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.store.schema import RECORD_PREFIX, from_text

_MOST_FILES = 8  # kept originals that stay read
Image = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Step:
    """One change of one row: the whole row before and after, and the line of the log."""

    head: Any
    round: str
    before: Image
    after: Image
    carried: bool


class RecordHistory:
    """The histories of the records of one store."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue
        self._read: OrderedDict[str, Return | None] = OrderedDict()
        self._corrected: dict[str, dict[tuple[str, str, str], Correction]] = {}

    def history(
        self, sheet: str, uid: str, field: str | None = None, *, cells: bool = True
    ) -> tuple[FieldChange, ...]:
        """Return the changes of one field of a record, or of all that are asked, newest first.

        A record that is carried into the next round unchanged is no change. With *cells* the
        kept originals are read to say from which cell a merged answer came.
        """
        kind = self._catalogue[sheet]
        names = [field] if field else [each.name for each in kind.asked]
        with self._database.reading() as connection:
            steps = list(self._steps(connection, sheet, uid))
            numbers = [step.head.number for step in steps]
            files = self._files(connection, numbers)
            undone = self._undone(connection)
        changes: list[FieldChange] = []
        for step in steps:
            if not step.carried:
                found = self._changes(kind, step, names, files.get(step.head.number), undone)
                changes += self._with_cells(kind, uid, step, found) if cells else found
        return tuple(reversed(changes))

    def _steps(self, connection: Connection, sheet: str, uid: str) -> Iterator[_Step]:
        schema = self._database.schema
        heads, rows = schema["change_set"], schema["row_change"]
        keys = {queries.record_id(code, uid): code for code in queries.rounds(connection, schema)}
        query = (
            select(
                rows.c.row_key, rows.c.before, rows.c.after, heads.c.number, heads.c.at,
                heads.c.who, heads.c.origin, heads.c.label, heads.c.params,
            )
            .join(heads, heads.c.number == rows.c.change_set)
            .where(rows.c.table_name == RECORD_PREFIX + sheet, rows.c.row_key.in_(keys))
            .order_by(rows.c.id)
        )  # fmt: skip
        now: dict[str, Image] = defaultdict(dict)
        for row in connection.execute(query):
            old = {**now[row.row_key], **(json.loads(row.before) if row.before else {})}
            new = {**old, **json.loads(row.after)} if row.after else {}
            now[row.row_key] = new
            yield _Step(
                head=row, round=keys[row.row_key], before=old if row.before else {}, after=new,
                carried=row.before is None and new.get("standing") == "carried",
            )  # fmt: skip

    def _files(self, connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return the name and SHA-256 of the return that each change set merged."""
        rows = self._database.schema["row_change"]
        query = select(rows.c.change_set, rows.c.after).where(
            rows.c.change_set.in_(numbers),
            rows.c.table_name == "returned",
            rows.c.after.is_not(None),
        )
        found: dict[int, tuple[str, str]] = {}
        for row in connection.execute(query):
            image = json.loads(row.after)
            if "sha256" in image:
                found[row.change_set] = (image.get("file_name", ""), image["sha256"])
        return found

    def _undone(self, connection: Connection) -> frozenset[int]:
        """Return the change sets that are taken back, and not brought again since."""
        heads = self._database.schema["change_set"]
        query = select(heads.c.number, heads.c.undoes).where(heads.c.undoes.is_not(None))
        pairs = [(row.number, row.undoes) for row in connection.execute(query)]
        gone: set[int] = set()
        for number, undoes in sorted(pairs, reverse=True):
            if number not in gone:
                gone.add(undoes)
        return frozenset(gone)

    def _changes(
        self,
        sheet: Sheet,
        step: _Step,
        names: Sequence[str],
        file: tuple[str, str] | None,
        undone: frozenset[int],
    ) -> list[FieldChange]:
        head = step.head
        file_name, sha256 = file or (str(head.params.get("file", "")), "")
        made = []
        for name in names:
            before, after = (
                self._answer(sheet, name, step.before),
                self._answer(sheet, name, step.after),
            )
            if before != after:
                made.append(
                    FieldChange(
                        number=head.number, at=datetime.fromisoformat(head.at), who=head.who,
                        origin=head.origin, label=head.label, params=head.params,
                        round=step.round, field=name, before=before, after=after,
                        file=file_name, sha256=sha256, undone=head.number in undone,
                        **_through(head.params),
                    )
                )  # fmt: skip
        return made

    def _answer(self, sheet: Sheet, name: str, image: Image) -> Answer:
        column = self._database.schema.records[sheet.name].c["f_" + name]
        value: Value = from_text(column, image.get("f_" + name))  # type: ignore[assignment]  # a field's own value
        state = (image.get("states") or {}).get(name)
        return Answer(value, ValueState(state) if state else None)

    def _with_cells(
        self, sheet: Sheet, uid: str, step: _Step, changes: Sequence[FieldChange]
    ) -> list[FieldChange]:
        if not changes or not changes[0].sha256:
            return list(changes)
        content = self._content(changes[0].sha256, changes[0].file)
        if content is not None and content.certain:
            corrected = self._corrected[changes[0].sha256]
            return [_by_hub(each, corrected.get((sheet.name, uid, each.field))) for each in changes]
        returned = content.sheets.get(sheet.name) if content else None
        if returned is None:
            return list(changes)
        row = self._row(sheet, returned.rows, uid, step)
        if row is None:
            return [replace(change, tab=returned.tab) for change in changes]
        return [
            replace(change, tab=returned.tab, cell=row.cells.get(change.field, ""))
            for change in changes
        ]

    def _row(
        self, sheet: Sheet, rows: Sequence[ReturnedRow], uid: str, step: _Step
    ) -> ReturnedRow | None:
        """Return the row of a return that speaks of a record: by its code, or by what it says."""
        by_uid = [row for row in rows if row.uid == uid]
        if by_uid:
            return by_uid[0]
        alike = [
            row
            for row in rows
            if row.values
            and all(
                self._answer(sheet, name, step.after).value == value
                for name, value in row.values.items()
            )
        ]
        return alike[0] if len(alike) == 1 else None

    def _content(self, sha256: str, file_name: str) -> Return | None:
        """Return what a kept original holds; the last few stay read."""
        from inventory_app.formats.corrections import read_corrections  # noqa: PLC0415

        if sha256 in self._read:
            self._read.move_to_end(sha256)
            return self._read[sha256]
        originals = self._database.schema["original"]
        with self._database.reading() as connection:
            data = connection.scalar(select(originals.c.data).where(originals.c.sha256 == sha256))
        read = None if data is None else read_bytes(Path(file_name), bytes(data), self._catalogue)
        self._read[sha256] = None if read is None else read.content
        if read is not None and read.content is not None and read.content.certain:
            made = read_corrections(read.data, self._catalogue).made
            self._corrected[sha256] = {each.place: each for each in made}
        while len(self._read) > _MOST_FILES:
            self._read.popitem(last=False)
        return self._read[sha256]


def _through(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the log says of the hub that a change came through."""
    if "hub" not in params:
        return {}
    return {
        "hub": str(params["hub"]), "hub_who": str(params["hub_who"]),
        "hub_at": datetime.fromisoformat(str(params["hub_at"])),
    }  # fmt: skip


def _by_hub(change: FieldChange, made: Correction | None) -> FieldChange:
    """Return a change with who made it at the hub, and the cell that it corrects."""
    if made is None:
        return change
    at = datetime.fromisoformat(made.at) if made.at else change.hub_at
    return replace(
        change, hub_who=made.who, hub_at=at, file=made.file, tab=made.tab, cell=made.cell,
        corrected=True,
    )  # fmt: skip
