"""Targets of indicators and bridges over changed definitions, as a store keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table

from inventory_app.domain.catalogue import default
from inventory_app.domain.series import Bridge
from inventory_app.domain.targets import EVERYBODY, Target, TargetKind
from inventory_app.errors import UserError
from inventory_app.services.assessment_words import ENTITY_TYPES
from inventory_app.services.entities import resolve
from inventory_app.services.keyed_rows import rows_of_table, write_difference
from inventory_app.services.own_indicators import indicators_in
from inventory_app.services.rounds import known
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.store.schema import Schema
from inventory_app.texts import N_

TARGETS, BRIDGES = "target", "bridge"
TARGET_COLUMNS = ("id", "indicator", "kind", "whom", "value", "upper", "due", "source")
BRIDGE_COLUMNS = ("id", "indicator", "round", "factor", "reason")
_SIZES = ("S", "M", "L")
_FINEST = 6  # decimals that are kept of a target
_FINEST_FACTOR = 9


class Targets:
    """What the indicators of one store should be."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Target, ...]:
        """Return the targets, by indicator, for whom, and day."""
        with self._database.reading() as connection:
            return targets_in(connection, self._database.schema)

    def add(self, target: Target) -> Target:
        """Keep *target*, in place of one of the same kind, for the same day and the same whom.

        Raises `UserError` for an indicator, an entity or a group that is not there, and for a
        number that cannot be kept.
        """
        with self._database.reading() as connection:
            schema = self._database.schema
            seen = self._database.newest_change(connection)
            indicators = indicators_in(connection, schema)
            target = replace(
                target,
                indicator=_indicator(target.indicator, tuple(indicators.definitions)),
                whom=_whom(target.whom, connection, schema),
            )
            _check(target)
            before = rows_of_table(connection, schema[TARGETS], "id")
            was = [row for row in before if row["id"] == target.id]
        self._write(
            schema[TARGETS], was, [_row(target)], N_("Set target {target}"), seen, target.id
        )
        return target

    def remove(self, name: str) -> Target:
        """Take away the target called *name* and return it; undo brings it back.

        Raises `UserError` if there is none.
        """
        schema = self._database.schema
        with self._database.reading() as connection:
            seen = self._database.newest_change(connection)
            rows = {row["id"]: row for row in rows_of_table(connection, schema[TARGETS], "id")}
        row = _named(rows, name)
        self._write(schema[TARGETS], [row], [], N_("Remove target {target}"), seen, row["id"])
        return _target(row)

    def bridges(self) -> tuple[Bridge, ...]:
        """Return how values before changed definitions are restated."""
        with self._database.reading() as connection:
            return bridges_in(connection, self._database.schema)

    def add_bridge(self, bridge: Bridge) -> Bridge:
        """Keep how the values of an indicator before a round are to be restated.

        Raises `UserError` for an indicator or a round that is not there, for a factor that is not
        above zero, and where no reason is given.
        """
        schema = self._database.schema
        with self._database.reading() as connection:
            seen = self._database.newest_change(connection)
            names = tuple(indicators_in(connection, schema).definitions)
            bridge = replace(bridge, indicator=_indicator(bridge.indicator, names))
            known(queries.rounds(connection, schema), bridge.round)
            before = rows_of_table(connection, schema[BRIDGES], "id")
            was = [row for row in before if row["id"] == bridge.id]
        exact = bridge.factor == round(bridge.factor, _FINEST_FACTOR)
        if bridge.factor <= 0 or not exact or not bridge.reason.strip():
            raise UserError(
                "E-BRIDGE",
                N_("Values are restated by a factor above zero, for a reason."),
                N_("Give a factor with at most 9 decimals, and say where it comes from."),
            )
        row = {
            "id": bridge.id, "indicator": bridge.indicator, "round": bridge.round,
            "factor": bridge.factor, "reason": bridge.reason,
        }  # fmt: skip
        self._write(schema[BRIDGES], was, [row], N_("Restate values by {target}"), seen, bridge.id)
        return bridge

    def remove_bridge(self, name: str) -> Bridge:
        """Take away the bridge called *name* and return it; undo brings it back.

        Raises `UserError` if there is none.
        """
        schema = self._database.schema
        with self._database.reading() as connection:
            seen = self._database.newest_change(connection)
            rows = {row["id"]: row for row in rows_of_table(connection, schema[BRIDGES], "id")}
        row = _named(rows, name)
        self._write(
            schema[BRIDGES], [row], [], N_("No longer restate by {target}"), seen, row["id"]
        )
        return _bridge(row)

    def _write(
        self,
        table: Table,
        before: Sequence[Mapping[str, Any]],
        after: Sequence[Mapping[str, Any]],
        label: str,
        seen: int,
        name: str,
    ) -> None:
        if list(before) == list(after):
            return
        with self._database.writing(label, seen=seen, target=name) as transaction:
            write_difference(transaction, table, before, after)


def targets_in(connection: Connection, schema: Schema) -> tuple[Target, ...]:
    """Return the targets that a store keeps."""
    rows = rows_of_table(connection, schema[TARGETS], "indicator", "whom", "kind", "due")
    return tuple(_target(row) for row in rows)


def bridges_in(connection: Connection, schema: Schema) -> tuple[Bridge, ...]:
    """Return the bridges that a store keeps, and those that indicators declare.

    Where both speak of an indicator and a round, that of the store holds.
    """
    declared = (
        Bridge(indicator=each.id, round=of.round, factor=of.factor, reason=of.reason)
        for each in indicators_in(connection, schema)
        for of in each.bridges
    )
    found = {bridge.id: bridge for bridge in declared}
    for row in rows_of_table(connection, schema[BRIDGES], "id"):
        found[row["id"]] = _bridge(row)
    return tuple(found[name] for name in sorted(found))


def kept(connection: Connection, schema: Schema, table: str) -> list[dict[str, Any]]:
    """Return the targets or the bridges as they are kept, for an export."""
    return list(rows_of_table(connection, schema[table], "id"))


def _row(target: Target) -> dict[str, Any]:
    return {
        "id": target.id, "indicator": target.indicator, "kind": target.kind.value,
        "whom": target.whom, "value": target.value, "upper": target.upper, "due": target.due,
        "source": target.source,
    }  # fmt: skip


def _target(row: Mapping[str, Any]) -> Target:
    return Target(
        indicator=row["indicator"], whom=row["whom"], kind=TargetKind(row["kind"]),
        value=row["value"], upper=row["upper"], due=row["due"], source=row["source"] or "",
    )  # fmt: skip


def _bridge(row: Mapping[str, Any]) -> Bridge:
    return Bridge(
        indicator=row["indicator"], round=row["round"], factor=row["factor"], reason=row["reason"]
    )


def _indicator(name: str, known_names: Sequence[str]) -> str:
    wanted = name.strip().upper()
    if wanted not in known_names:
        raise UserError(
            "E-INDICATOR",
            N_("There is no indicator “{name}”."),
            N_("The indicators are: {indicators}."),
            name=name,
            indicators=", ".join(known_names),
        )
    return wanted


def _whom(name: str, connection: Connection, schema: Schema) -> str:
    """Return the code of an entity or a group; a type of entity, or a type and a size."""
    wanted = name.strip()
    if not wanted:
        return EVERYBODY
    kind, _slash, size = wanted.upper().partition("/")
    types = default().code_lists[ENTITY_TYPES].codes
    if kind in types and (not size or size in _SIZES):
        return f"{kind}/{size}" if size else kind
    entity = resolve(queries.entities(connection, schema), wanted)
    if entity is None:
        raise UserError(
            "E-TARGET-WHOM",
            N_("“{name}” is neither an entity nor a group of entities."),
            N_("Groups are {types}, each also with a size, such as {type}/M; sizes are S, M, L."),
            name=name,
            types=", ".join(types),
            type=next(iter(types)),
        )
    return entity.code


def _check(target: Target) -> None:
    numbers = [target.value, *([] if target.upper is None else [target.upper])]
    if any(not each.is_finite() or each != round(each, _FINEST) for each in numbers):
        raise UserError(
            "E-TARGET-NUMBER",
            N_("“{number}” cannot be kept as a target."),
            N_("Give a number with at most 6 decimals."),
            number=" ".join(map(str, numbers)),
        )
    if target.upper is not None and target.upper < target.value:
        raise UserError(
            "E-TARGET-BAND",
            N_("The band from {low} to {high} ends before it begins."),
            N_("Give the lower end first."),
            low=target.value,
            high=target.upper,
        )


def _named(rows: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    wanted = name.strip()
    if wanted not in rows:
        raise UserError(
            "E-TARGET",
            N_("There is no “{name}” in this store."),
            N_("There are: {names}."),
            name=name,
            names=", ".join(rows) or "-",
        )
    return rows[wanted]
