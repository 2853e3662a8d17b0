"""Rows of the audit log read back, and described for a reader."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from inventory_app.domain.changes import ChangeSet, Image, RowChange
from inventory_app.domain.field_types import ParseError
from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.histories import ChangedField, ChangedRow, Kind
from inventory_app.domain.merging import Answer
from inventory_app.domain.undoing import ANSWER, STATES, Place, states_in
from inventory_app.domain.values import Value, ValueState
from inventory_app.languages import LANGUAGES
from inventory_app.store.schema import RECORD_PREFIX, Schema

BATCH = 500  # keys in one query
_SHARED = frozenset({"id", "uid", "entity", "round", STATES})
_CODE_LISTS = {
    "peer_type": "entity_types", "type": "entity_types", "duty_station": "duty_stations",
    "mandate_area": "areas", "funds": "funds", "fund": "funds",
}  # fmt: skip
_INNER = frozenset({
    "id", "round", "return_id", "issue", "sha256", "counts", "report", "sequence", "params",
    "source", "held", "sent_in", "titles", "at", "who",
})  # fmt: skip


def head_of(row: Mapping[str, Any]) -> ChangeSet:
    """Return the change set of a line of the log, without its rows."""
    return ChangeSet(
        number=row["number"], label=row["label"], params=row["params"], rows=(), who=row["who"],
        at=datetime.fromisoformat(row["at"]), origin=row["origin"], undoes=row["undoes"],
    )  # fmt: skip


def heads(connection: Connection, schema: Schema, numbers: Iterable[int]) -> dict[int, ChangeSet]:
    """Return change sets by number, without their rows."""
    table = schema["change_set"]
    found: dict[int, ChangeSet] = {}
    for some in batches(sorted(set(numbers))):
        for row in connection.execute(select(table).where(table.c.number.in_(some))):
            found[row.number] = head_of(dict(row._mapping))  # noqa: SLF001 - SQLAlchemy's public name
    return found


def row_change(row: Row[Any]) -> RowChange:
    """Return one row of the log."""
    return RowChange(
        table=row.table_name,
        key=row.row_key,
        before=None if row.before is None else json.loads(row.before),
        after=None if row.after is None else json.loads(row.after),
    )


def rows_of(connection: Connection, schema: Schema, number: int) -> tuple[RowChange, ...]:
    """Return the rows of a change set in the order in which they were written."""
    table = schema["row_change"]
    query = select(table).where(table.c.change_set == number).order_by(table.c.id)
    return tuple(row_change(row) for row in connection.execute(query))


def batches(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Yield *keys* in parts that fit into one query."""
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


def current_rows(
    connection: Connection, schema: Schema, places: Iterable[Place]
) -> dict[Place, dict[str, Any]]:
    """Return the rows that are there now, by table and key."""
    keys: dict[str, list[str]] = defaultdict(list)
    for place in places:
        keys[place[0]].append(place[1])
    found: dict[Place, dict[str, Any]] = {}
    for name, wanted in keys.items():
        table = schema.by_name[name]
        column = next(iter(table.primary_key.columns))
        for some in batches(wanted):
            for row in connection.execute(select(table).where(column.in_(some))):
                values = dict(row._mapping)  # noqa: SLF001
                found[name, values[column.name]] = values
    return found


def described(
    schema: Schema, changes: Sequence[RowChange], current: Mapping[Place, Mapping[str, Any]]
) -> tuple[ChangedRow, ...]:
    """Return *changes* for a reader; *current* gives the names of records that are still there."""
    return tuple(
        _described(schema, change, current.get((change.table, change.key), {}))
        for change in changes
    )


def _described(schema: Schema, change: RowChange, now: Mapping[str, Any]) -> ChangedRow:
    image: Image = change.after or change.before or {}
    kind: Kind = "changed"
    if change.before is None or change.after is None:
        kind = "added" if change.before is None else "removed"

    def known(name: str) -> str:
        return str(now.get(name) or image.get(name) or "")

    name = change.table.removeprefix(RECORD_PREFIX)
    sheet = schema.catalogue.sheets.get(name) if change.table.startswith(RECORD_PREFIX) else None
    if sheet is None:
        return ChangedRow(
            table=change.table, key=change.key, kind=kind, round=known("round"),
            entity=change.key if change.table == "entity" else known("entity"),
            title=known("file_name") or change.key, fields=_columns(change, schema.catalogue),
        )  # fmt: skip
    return ChangedRow(
        table=change.table, key=change.key, kind=kind, sheet=sheet.name,
        round=known("round"), entity=known("entity"), uid=change.key.partition("/")[2],
        title=_title(sheet, image, now) or change.key.partition("/")[2],
        fields=tuple(_answers(sheet, change)),
    )  # fmt: skip


def _title(sheet: Sheet, image: Image, now: Mapping[str, Any]) -> str:
    values: dict[str, Value] = {}
    for name in sheet.title:
        column = ANSWER + name
        there = now.get(column)
        values[name] = _value(sheet.fields[name], image, column) if there is None else there
    return sheet.title_of(values)


def _value(asked: Field, image: Image | None, column: str) -> Value:
    kept = (image or {}).get(column)
    if not isinstance(kept, str):
        return kept if isinstance(kept, bool | int) else None
    try:
        return asked.type.parse(kept)
    except ParseError:
        return kept


def _answers(sheet: Sheet, change: RowChange) -> Iterable[ChangedField]:
    old, new = change.before or {}, change.after or {}
    was, now = states_in(old), states_in(new)
    for asked in sheet:
        column = ANSWER + asked.name
        if column not in old and column not in new and was.get(asked.name) == now.get(asked.name):
            continue
        before = Answer(_value(asked, old, column), _state(was.get(asked.name)))
        after = Answer(_value(asked, new, column), _state(now.get(asked.name)))
        if before != after:
            yield ChangedField(name=asked.name, before=before, after=after, asked=asked)
    for name in sorted({*old, *new} - _SHARED):
        if not name.startswith(ANSWER) and change.before is not None and change.after is not None:
            yield ChangedField(
                name=name, before=Answer(_plain(old.get(name)), None),
                after=Answer(_plain(new.get(name)), None),
            )  # fmt: skip


def _state(code: str | None) -> ValueState | None:
    return ValueState(code) if code else None


def _columns(change: RowChange, catalogue: Catalogue) -> tuple[ChangedField, ...]:
    old, new = change.before or {}, change.after or {}
    return tuple(
        ChangedField(
            name=name, before=Answer(_plain(old.get(name)), None),
            after=Answer(_plain(new.get(name)), None), labels=_labels(name, catalogue),
        )
        for name in {**old, **new}
        if name not in _INNER and old.get(name) != new.get(name)
    )  # fmt: skip


def _labels(name: str, catalogue: Catalogue) -> Mapping[str, Mapping[str, str]]:
    """Return what the codes of a column are called, by code and language."""
    if name == "sheet":
        return {sheet.name: sheet.labels for sheet in catalogue}
    if name == "language":
        return {code: dict.fromkeys(LANGUAGES, each.name) for code, each in LANGUAGES.items()}
    codes = catalogue.code_lists.get(_CODE_LISTS.get(name, ""))
    return {} if codes is None else {code: each.labels for code, each in codes.codes.items()}


def _plain(kept: object) -> Value:
    if kept is None or isinstance(kept, bool | int | str):
        return kept
    if isinstance(kept, list):
        return "; ".join("" if each is None else str(each) for each in kept)
    return json.dumps(kept, ensure_ascii=False)
