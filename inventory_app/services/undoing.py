"""Taking a change back: everything that nobody changed later, and naming what stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Table, and_, func, select

from inventory_app.domain.changes import ChangeSet, Image, RowChange
from inventory_app.domain.derivations import derive
from inventory_app.domain.fields import Sheet
from inventory_app.domain.undoing import (
    ANSWER,
    STATES,
    Claims,
    Place,
    Step,
    claims_of,
    composed,
    part_of,
    parts_of,
    states_in,
)
from inventory_app.errors import UserError
from inventory_app.services.history_rows import batches, current_rows, heads, row_change, rows_of
from inventory_app.store.recorder import Transaction
from inventory_app.store.schema import RECORD_PREFIX, Schema, from_text
from inventory_app.texts import N_

_STANDING = ".standing"
# Tables whose rows others name, in a column that is called like the table.
_PARENTS = ("round", "entity", "benefit", "share_scheme", "share_tranche")


@dataclass(frozen=True, kw_only=True)
class Restoring:
    """The parts of one row that come back."""

    row: RowChange
    parts: frozenset[str]
    whole: bool  # nothing of the row stays as it is


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """One part of a row that change `by` wrote later."""

    row: RowChange
    part: str
    by: int


@dataclass(frozen=True, kw_only=True)
class Undoing:
    """What taking back `changes` restores and what stays."""

    changes: ChangeSet
    restored: tuple[Restoring, ...]
    blocked: tuple[Blocked, ...]
    tables: tuple[str, ...]  # those that the change wrote
    refusal: UserError | None = None


def plan_undo(connection: Connection, schema: Schema, number: int) -> Undoing:
    """Find out what taking back change *number* would do.

    Raises `UserError` if there is no such change. What was done by taking back an undo belongs to
    the change that came back: that one is taken back.
    """
    changes, step = _target(connection, schema, number)
    changes = replace(changes, rows=rows_of(connection, schema, changes.number))
    rows = composed(changes.rows)
    claims = claims_of(_log(connection, schema, changes.number, step))
    restored: list[Restoring] = []
    blocked: list[Blocked] = []
    for place, row in rows.items():
        _judge(schema, step, row, claims.get(place), restored, blocked)
    refusal = _nothing(changes, rows, restored, blocked)
    refusal = refusal or _needed(connection, schema, changes, restored, blocked)
    return Undoing(
        changes=changes,
        restored=tuple(restored),
        blocked=tuple(blocked),
        tables=tuple(dict.fromkeys(table for table, _ in rows)),
        refusal=refusal,
    )


def _target(connection: Connection, schema: Schema, number: int) -> tuple[ChangeSet, Step]:
    changes = heads(connection, schema, [number]).get(number)
    if changes is None:
        raise UserError(
            "E-NO-CHANGE",
            N_("There is no change {number} in the history of this store."),
            N_("See “ict-inventory log” for what was done."),
            number=number,
        )
    if changes.undoes is None:
        return changes, Step(number)
    before = heads(connection, schema, [changes.undoes]).get(changes.undoes)
    if before is not None and before.undoes is not None:
        return _target(connection, schema, before.undoes)
    return changes, Step(number, changes.undoes)


def _log(
    connection: Connection, schema: Schema, number: int, step: Step
) -> list[tuple[Step, list[RowChange]]]:
    """Return what happened to those rows of change *number* that were written again later.

    It begins with the change that it is all about.
    """
    table, again = schema["row_change"], schema["row_change"].alias()
    later = select(again.c.id).where(
        again.c.row_key == table.c.row_key,
        again.c.table_name == table.c.table_name,
        again.c.change_set > number,
    )
    keys = (
        select(table.c.table_name, table.c.row_key)
        .where(table.c.change_set == number, later.exists())
        .distinct()
        .subquery()
    )
    log = schema["row_change"].alias()
    query = (
        select(log)
        .join(
            keys,
            and_(log.c.row_key == keys.c.row_key, log.c.table_name == keys.c.table_name),
        )
        .where(log.c.change_set >= (number if step.undoes is None else step.undoes))
        .order_by(log.c.id)
    )
    by_set: dict[int, list[RowChange]] = {}
    for row in connection.execute(query):
        by_set.setdefault(row.change_set, []).append(row_change(row))
    steps = steps_of(connection, schema, by_set)
    return [(steps[each], rows) for each, rows in by_set.items()]


def steps_of(connection: Connection, schema: Schema, numbers: Iterable[int]) -> dict[int, Step]:
    """Return what each change set is: a change, the undo of one, or the undo of an undo."""
    found = heads(connection, schema, numbers)
    undone = {each.undoes for each in found.values() if each.undoes is not None}
    before = heads(connection, schema, undone)
    steps = {}
    for number, changes in found.items():
        steps[number] = Step(number)
        if changes.undoes is not None:
            about = before.get(changes.undoes)
            redoes = about is not None and about.undoes is not None
            steps[number] = (
                Step(number, about.undoes, about.number)
                if redoes and about is not None
                else Step(number, changes.undoes)
            )
    return steps


def _judge(
    schema: Schema,
    step: Step,
    row: RowChange,
    claims: Claims | None,
    restored: list[Restoring],
    blocked: list[Blocked],
) -> None:
    """Sort the parts of one row into those that come back and those that stay.

    Without *claims* nobody wrote the row later.
    """
    sheet = _sheet(schema, row.table)
    back: set[str] = set()
    stays: list[Blocked] = []
    for part in parts_of(row):
        if sheet is not None and part in sheet.fields and sheet.fields[part].derived:
            continue  # computed again from what comes back
        by = step.number if claims is None else claims.holder(step, part)
        if by == step.number:
            back.add(part)
        elif by is not None:
            stays.append(Blocked(row=row, part=part, by=by))
    if (
        _STANDING in back
        and sheet is not None
        and (stays or (claims is not None and claims.newest() > step.number))
    ):
        back.discard(_STANDING)  # what stays in the row was answered in this round
    if back:
        restored.append(Restoring(row=row, parts=frozenset(back), whole=not stays))
    blocked += stays if sheet is None else [each for each in stays if each.part != _STANDING]


def _nothing(
    changes: ChangeSet,
    rows: Mapping[Place, RowChange],
    restored: Sequence[Restoring],
    blocked: Sequence[Blocked],
) -> UserError | None:
    if restored or not any(parts_of(row) for row in rows.values()):
        return None
    if blocked:
        return UserError(
            "E-UNDO-CHANGED-LATER",
            N_("Nothing of change {number} can be taken back: all of it was changed later."),
            N_("Take back the later changes first."),
            number=changes.number,
        )
    return UserError(
        "E-UNDONE-ALREADY",
        N_("Change {number} has been taken back already."),
        N_("Nothing to do."),
        number=changes.number,
    )


def _needed(
    connection: Connection,
    schema: Schema,
    changes: ChangeSet,
    restored: Sequence[Restoring],
    blocked: Sequence[Blocked],
) -> UserError | None:
    """Refuse where rows would be left that speak of a round, entity or workbook that is gone."""
    gone: dict[str, set[str]] = {}
    for each in restored:
        if each.row.before is None:
            gone.setdefault(each.row.table, set()).add(each.row.key)
    for name in ("issue", *_PARENTS):
        for key in gone.get(name, ()):
            if blocked or _is_named(connection, schema, name, key, gone):
                return _in_use(changes, _called(connection, schema, name, key))
    for name in _PARENTS:
        wanted = {
            str(each.row.before[name])
            for each in restored
            if each.row.before is not None and each.row.after is None and name in each.row.before
        }
        returning = {each.row.key for each in restored if each.row.table == name}
        for key in wanted - returning:
            if _was_removed(connection, schema, name, key):
                return _in_use(changes, _called(connection, schema, name, key))
    return None


def _called(connection: Connection, schema: Schema, name: str, key: str) -> str:
    """Return what people call a row: a workbook by its file; rounds and entities by their codes."""
    table = schema[name]
    column = next((table.columns[n] for n in ("file_name", "title") if n in table.columns), None)
    called = None if column is None else connection.scalar(select(column).where(table.c.id == key))
    return str(called or key)


def _in_use(changes: ChangeSet, key: str) -> UserError:
    return UserError(
        "E-UNDO-NEEDED",
        N_("Change {number} cannot be taken back: later changes need “{what}”."),
        N_("Take back the later changes first."),
        number=changes.number,
        what=key,
    )


def _is_named(
    connection: Connection, schema: Schema, name: str, key: str, gone: Mapping[str, set[str]]
) -> bool:
    for table in schema.by_name.values():
        if name not in table.columns or table.name == name:
            continue
        column = table.columns[name]
        total = connection.scalar(select(func.count()).select_from(table).where(column == key))
        if not total:
            continue
        going = _count(connection, table, column == key, gone.get(table.name, set()))
        if total > going:
            return True
    rounds = schema["round"]
    if name != "round":
        return False
    query = select(rounds.c.id).where(rounds.c.previous == key)
    return bool(set(connection.scalars(query)) - gone.get("round", set()))


def _count(connection: Connection, table: Table, condition: Any, keys: set[str]) -> int:
    column = next(iter(table.primary_key.columns))
    query = select(func.count()).select_from(table).where(condition)
    return sum(
        connection.scalar(query.where(column.in_(some))) or 0 for some in batches(sorted(keys))
    )


def _was_removed(connection: Connection, schema: Schema, name: str, key: str) -> bool:
    table, log = schema[name], schema["row_change"]
    if connection.scalar(select(table.c.id).where(table.c.id == key)) is not None:
        return False
    query = select(log.c.id).where(log.c.row_key == key, log.c.table_name == name).limit(1)
    return connection.scalar(query) is not None


def write_undo(transaction: Transaction, undoing: Undoing) -> None:
    """Write what *undoing* restores: rows come back, go, or get their answers back."""
    schema = transaction.schema
    rows = [each.row for each in undoing.restored]
    current = current_rows(
        transaction.connection, schema, [(row.table, row.key) for row in rows if row.after]
    )
    for name in dict.fromkeys(row.table for row in rows):
        table = schema.by_name[name]
        mine = [each for each in undoing.restored if each.row.table == name]
        gone = [current[name, each.row.key] for each in mine if each.row.before is None]
        transaction.remove(table, gone)
        back = [each.row for each in mine if each.row.after is None]
        transaction.add(table, [_whole(table, row) for row in back])
        transaction.change(
            table,
            [
                (each.row.key, *_parts_back(schema, table, each, current[name, each.row.key]))
                for each in mine
                if each.row.before is not None and each.row.after is not None
            ],
        )
    if not transaction.rows:  # a change that changed nothing is taken back by a line of the log
        line = RowChange(table=undoing.tables[0], key="", before=None, after=None)
        transaction.rows.append(line)


def _whole(table: Table, row: RowChange) -> dict[str, Any]:
    key = next(iter(table.primary_key.columns)).name
    values = {
        name: from_text(table.columns[name], kept) for name, kept in (row.before or {}).items()
    }
    return {**values, key: row.key}


def _parts_back(
    schema: Schema, table: Table, each: Restoring, current: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return some columns of a row as they are and as they were, computed ones among them."""
    old: Image = each.row.before or {}
    now: dict[str, Any] = {}
    for column in {**old, **(each.row.after or {})}:
        if column == STATES:
            states = _states_back(each, current.get(STATES) or {})
            if states != (current.get(STATES) or {}):
                now[STATES] = states or None
        elif part_of(column) in each.parts:
            now[column] = from_text(table.columns[column], old.get(column))
    sheet = _sheet(schema, table.name)
    if sheet is not None:
        now |= _derived_back(sheet, table, each, current, now)
    return {column: current.get(column) for column in now}, now


def _states_back(each: Restoring, current: Mapping[str, str]) -> dict[str, str]:
    states, before = dict(current), states_in(each.row.before or {})
    for name in {*before, *states_in(each.row.after or {})} & each.parts:
        states.pop(name, None)
        if name in before:
            states[name] = before[name]
    return states


def _derived_back(
    sheet: Sheet,
    table: Table,
    each: Restoring,
    current: Mapping[str, Any],
    now: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the computed answers that change, computed again where they were right before."""
    found: dict[str, Any] = {}
    if _computed(sheet, current, current):
        for name, value in derive(sheet, _answers({**current, **now})).items():
            if current.get(ANSWER + name) != value:
                found[ANSWER + name] = value
    elif each.whole:
        for column, kept in (each.row.before or {}).items():
            field = sheet.fields.get(column.removeprefix(ANSWER))
            if column.startswith(ANSWER) and field is not None and field.derived:
                found[column] = from_text(table.columns[column], kept)
    return found


def _computed(sheet: Sheet, current: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    return all(
        told.get(ANSWER + name) == value for name, value in derive(sheet, _answers(current)).items()
    )


def _answers(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        column.removeprefix(ANSWER): value
        for column, value in row.items()
        if column.startswith(ANSWER) and value is not None
    }


def _sheet(schema: Schema, table: str) -> Sheet | None:
    if not table.startswith(RECORD_PREFIX):
        return None
    return schema.catalogue.sheets.get(table.removeprefix(RECORD_PREFIX))
