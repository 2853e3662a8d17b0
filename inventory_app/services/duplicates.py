"""Duplicates of a round: what may be the same thing, and deciding that it is or is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from inventory_app.domain.duplicates.decisions import (
    ADDED_UP,
    Decided,
    Kind,
    Sides,
    Titled,
    contradiction,
    decision_id,
    with_joined,
)
from inventory_app.domain.duplicates.glossary import glossary
from inventory_app.domain.duplicates.joining import can_be_added
from inventory_app.domain.duplicates.suggesting import SHEETS, Finder, Suggestion
from inventory_app.domain.field_types import Reference
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.records import Record
from inventory_app.errors import UserError
from inventory_app.progress import Progress
from inventory_app.services import joins
from inventory_app.services.rounds import known
from inventory_app.store import queries
from inventory_app.store.database import ChangedMeanwhile, Database
from inventory_app.texts import N_

_STATIONS = "duty_stations"
_LABELS: Mapping[Kind, str] = {
    "join": N_("Join {count} records as “{title}”"),
    "different": N_("Note that {count} records are not the same: “{title}”"),
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """The duplicates of a round on one sheet.

    `records` are those of the suggestions and decisions that are there in the round, by uid.
    `names` are what those records are called that they name, such as their units, by uid.
    """

    round: str
    sheet: Sheet
    suggestions: tuple[Suggestion, ...]
    decisions: tuple[Decided, ...]
    records: Mapping[str, Record]
    compared: int
    names: Mapping[str, str] = field(default_factory=dict)

    def there(self, decided: Decided) -> tuple[Record, ...]:
        """Return the records of a decision that are there in this round."""
        return tuple(self.records[uid] for uid in decided.uids if uid in self.records)

    def title(self, uid: str, decided: Decided | None = None) -> str:
        """Return what a record is called, or was when somebody decided about it."""
        record = self.records.get(uid)
        if record is not None:
            return self.sheet.title_of(record.values) or uid
        told = decided.titles.get(uid) if decided is not None else None
        return told.title if told is not None and told.title else uid


class Duplicates:
    """Suggestions and decisions of one store. Finding out writes nothing."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def find(self, round_code: str, sheet: str, progress: Progress | None = None) -> Found:
        """Return what may be the same in a round, the surest first, and what was decided.

        Records that enter no totals (invalid, closed, marked as duplicates) are not compared.
        Some seconds for 10,000 systems. Raises `UserError` for an unknown round or sheet, and
        `Cancelled` if told to stop.
        """
        asked, schema = self._sheet(sheet), self._database.schema
        with self._database.reading() as connection:
            shown = known(queries.rounds(connection, schema), round_code)
            found = queries.records(connection, schema, round_code, sheets=[sheet])
            entities = queries.entities(connection, schema)
            decided = [d for d in joins.decisions(connection, schema) if d.sheet == sheet]
        every = {
            record.uid: record for by_sheet in found.values() for record in by_sheet.get(sheet, ())
        }
        compared = [each for each in every.values() if _is_counted(each, shown.as_of)]
        words = glossary(entities.values(), self._catalogue.code_lists.get(_STATIONS))
        suggestions = Finder(sheet, compared, words).suggestions(decided, progress)
        wanted = {uid for each in suggestions for uid in each.uids}
        wanted |= {uid for each in decided for uid in each.uids}
        shown_records = {uid: every[uid] for uid in sorted(wanted & every.keys())}
        return Found(
            round=round_code, sheet=asked, suggestions=suggestions, decisions=tuple(decided),
            records=shown_records, compared=len(compared),
            names=self._names(round_code, asked, shown_records.values()),
        )  # fmt: skip

    def _names(self, round_code: str, sheet: Sheet, records: Iterable[Record]) -> dict[str, str]:
        """Return what is called how that *records* name."""
        uids: dict[str, set[str]] = defaultdict(set)
        references = [(each.name, each.type) for each in sheet]
        for record in records:
            for name, kind in references:
                if isinstance(kind, Reference) and isinstance(value := record[name], str):
                    uids[kind.to].add(value)
        names: dict[str, str] = {}
        with self._database.reading() as connection:
            for to, wanted in uids.items():
                target = self._catalogue[to]
                found = queries.records(
                    connection, self._database.schema, round_code, sheets=[to],
                    uids=sorted(wanted), fields={to: target.title},
                )  # fmt: skip
                for by_sheet in found.values():
                    for named in by_sheet.get(to, ()):
                        names[named.uid] = target.title_of(named.values) or named.uid
        return names

    def decisions(self) -> tuple[Decided, ...]:
        """Return all decisions, the newest first, whatever round they were made in."""
        with self._database.reading() as connection:
            return tuple(joins.decisions(connection, self._database.schema))

    def join(
        self, round_code: str, uids: Sequence[str], choices: Mapping[str, str] | None = None
    ) -> Decided:
        """Remember that records are one thing, as one undo step, and return the decision.

        The answers of the first stand for it, but for *choices*: by field the uid of the record
        whose answer stands, or `ADDED_UP`. What is joined already is joined with the rest. The
        records themselves stay as they are. Raises `UserError` for fewer than two records, for
        records that are not there or of different sheets, for a choice that cannot be, and where
        an earlier decision says that two of them are not the same.
        """
        return self._decide(round_code, "join", (tuple(dict.fromkeys(uids)),), choices or {})

    def different(self, round_code: str, sides: Iterable[Iterable[str]]) -> Decided:
        """Remember that the records of different *sides* are not the same; see `join`."""
        kept = tuple(tuple(dict.fromkeys(side)) for side in sides)
        return self._decide(round_code, "different", tuple(side for side in kept if side), {})

    def revoke(self, decision: str) -> Decided:
        """Take a decision back, as one undo step; what it kept apart or together is asked again.

        Raises `UserError` if there is no such decision.
        """
        schema = self._database.schema
        with self._database.reading() as connection:
            found = {each.id: each for each in joins.decisions(connection, schema)}
        decided = found.get(decision)
        if decided is None:
            raise UserError(
                "E-NO-DECISION",
                N_("There is no decision “{id}” on duplicates in this store."),
                N_("“ict-inventory remembered” lists all decisions with their numbers."),
                id=decision,
            )
        with self._database.writing(
            N_("Revoke the decision on “{title}”"), title=_shown_title(decided)
        ) as transaction:
            row = joins.decision_row(decided)
            transaction.remove(schema[joins.TABLE], [row])
        return decided

    def _decide(
        self, round_code: str, kind: Kind, sides: Sides, choices: Mapping[str, str]
    ) -> Decided:
        schema = self._database.schema
        while True:  # again only while somebody else writes between looking and deciding
            with self._database.reading() as connection:
                seen = self._database.newest_change(connection)
                records = self._records(connection, round_code, kind, sides)
                decided = joins.decisions(connection, schema)
            wanted = self._wanted(kind, sides, records, choices)
            gone: tuple[Decided, ...] = ()
            if kind == "join":
                wanted, gone = with_joined(decided, wanted)
            against = contradiction(decided, wanted)
            if against is not None:
                raise _contradicts(against)
            same = next((each for each in decided if each.id == wanted.id), None)
            if same is not None and same.choices == wanted.choices:
                return same
            others = [each for each in gone if each.id != wanted.id]
            try:
                self._write(wanted, same, others, seen)
            except ChangedMeanwhile:
                continue
            return wanted

    def _write(
        self, wanted: Decided, same: Decided | None, gone: Sequence[Decided], seen: int
    ) -> None:
        table, row = self._database.schema[joins.TABLE], joins.decision_row(wanted)
        with self._database.writing(
            _LABELS[wanted.kind], seen=seen, count=len(wanted.uids), title=_shown_title(wanted)
        ) as transaction:
            transaction.remove(table, [joins.decision_row(each) for each in gone])
            if same is None:
                transaction.add(table, [row])
            else:
                transaction.change(table, [_difference(joins.decision_row(same), row)])

    def _wanted(
        self, kind: Kind, sides: Sides, records: Mapping[str, Record], choices: Mapping[str, str]
    ) -> Decided:
        sheet = self._sheet(next(iter(records.values())).sheet)
        for name, choice in choices.items():
            _check_choice(sheet, name, choice, records)
        titles = {
            uid: Titled(record.entity, sheet.title_of(record.values) or uid)
            for uid, record in records.items()
        }
        return Decided(
            id=decision_id(kind, sheet.name, sides), sheet=sheet.name, kind=kind, sides=sides,
            titles=titles, at=self._database.clock(), who=self._database.who, choices=choices,
        )  # fmt: skip

    def _records(
        self, connection: Connection, round_code: str, kind: Kind, sides: Sides
    ) -> dict[str, Record]:
        """Return the records of *sides* in their order; they are all there, on one sheet."""
        schema = self._database.schema
        known(queries.rounds(connection, schema), round_code)
        uids = [uid for side in sides for uid in side]
        least = 1 if kind == "join" else 2
        if len(uids) < 2 or len(set(uids)) < len(uids) or len(sides) < least:
            raise UserError(
                "E-TWO-RECORDS",
                N_("A decision on duplicates is about two records or more, each named once."),
                N_("Name them by their numbers, such as SY-4F7Q2K8N-X."),
            )
        for sheet in SHEETS:
            found = joins.records_of(connection, schema, round_code, sheet, uids)
            if not found:
                continue
            if missing := [uid for uid in uids if uid not in found]:
                raise _not_there(missing[0], round_code)
            return {uid: found[uid] for uid in uids}
        raise _not_there(uids[0], round_code)

    def _sheet(self, name: str) -> Sheet:
        if name not in SHEETS or name not in self._catalogue.sheets:
            raise UserError(
                "E-DUPLICATES-SHEET",
                N_("Duplicates are not looked for on the sheet “{sheet}”."),
                N_("The sheets are: {sheets}."),
                sheet=name,
                sheets=", ".join(SHEETS),
            )
        return self._catalogue[name]


def _is_counted(record: Record, as_of: date) -> bool:
    """Whether a record enters totals on the day of the round."""
    retired = record["retired_on"]
    return record.counts and not (isinstance(retired, date) and retired <= as_of)


def _check_choice(sheet: Sheet, name: str, choice: str, records: Mapping[str, Record]) -> None:
    asked = sheet.fields.get(name)
    fits = asked is not None and (
        can_be_added(asked) if choice == ADDED_UP else choice in records and not asked.derived
    )
    if not fits:
        raise UserError(
            "E-CHOICE",
            N_("“{choice}” cannot stand for the field “{field}” of the joined record."),
            N_("Choose one of the records that are joined; “+” adds numbers up."),
            choice=choice,
            field=name,
        )


def _not_there(uid: str, round_code: str) -> UserError:
    return UserError(
        "E-NO-RECORD",
        N_("There is no record “{uid}” among those that are meant in round {round}."),
        N_("“ict-inventory duplicates” lists the numbers; all must be of one sheet."),
        uid=uid,
        round=round_code,
    )


def _contradicts(decided: Decided) -> UserError:
    if decided.kind == "join":
        message = N_("Two of these records were joined on {day}: “{title}”.")
    else:
        message = N_("On {day} two of these records were said not to be the same: “{title}”.")
    return UserError(
        "E-DECIDED",
        message,
        N_("Revoke decision {id} first."),
        day=decided.at.date().isoformat(),
        title=_shown_title(decided),
        id=decided.id,
    )


def _shown_title(decided: Decided) -> str:
    """Return what a decision is about: what the first record was called."""
    told = decided.titles.get(decided.uids[0])
    return told.title if told is not None else decided.uids[0]


def _difference(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    names = [name for name in after if before[name] != after[name]]
    return after["id"], {n: before[n] for n in names}, {n: after[n] for n in names}
