"""Cost-sharing schemes of one store: taking them in, and proving that they add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection

from inventory_app.domain.cost_sharing import (
    SEPARATOR,
    FundingStatus,
    Line,
    Scheme,
    Span,
    Tranche,
    checked,
)
from inventory_app.domain.entries import Entry
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.money import CENTS, cents
from inventory_app.domain.scheme_entries import (
    identity_entry,
    known_codes,
    read_identity,
    read_scheme,
    resolution,
)
from inventory_app.errors import UserError
from inventory_app.formats.plain_entries import Level, read_entries
from inventory_app.services.keyed_rows import rows_of_table, write_difference
from inventory_app.store.database import Database
from inventory_app.store.recorder import Transaction
from inventory_app.store.schema import Schema
from inventory_app.texts import N_

LEVELS = (Level("scheme", "id"), Level("tranche", "id", "tranches"), Level("line", "id", "lines"))
Outcome: TypeAlias = Literal["new", "changed", "unchanged"]
_TABLES = ("share_scheme", "share_tranche", "share_line")


@dataclass(frozen=True, kw_only=True)
class TakenScheme:
    """A scheme that was taken in, and whether the store knew it."""

    scheme: Scheme
    outcome: Outcome


class CostShares:
    """The cost-sharing schemes of one store."""

    def __init__(self, database: Database, catalogue: Catalogue) -> None:
        self._database = database
        self._catalogue = catalogue

    def all(self) -> dict[str, Scheme]:
        """Return the schemes by id, as they are; `prove` says whether they hold."""
        with self._database.reading() as connection:
            return schemes_of(connection, self._database.schema)

    def find(self, name: str) -> Scheme:
        """Return the scheme with this id; raise `UserError` if there is none."""
        return _found(self.all(), name)

    def read(self, file: Path | None) -> Scheme:
        """Return the scheme in a .toml, .json or .csv file; the store is untouched.

        Without *file* that of resolution 63/262, which belongs to the program. Raises `UserError`
        for what is not understood or does not add up, OSError where there is no file.
        """
        if file is None:
            return resolution()
        return read_scheme(read_entries(file, LEVELS), file.name)

    def add(self, scheme: Scheme, *, dry_run: bool = False) -> TakenScheme:
        """Take in *scheme*, one of a known id as a change, as one undo step.

        Raises `UserError`, with nothing written, if it does not add up or names an unknown fund.
        """
        checked(scheme)
        known_codes(scheme, self._catalogue.code_lists["funds"].codes)
        if dry_run:
            with self._database.reading() as connection:
                return _taken(schemes_of(connection, self._database.schema), scheme)
        with self._database.writing(
            N_("Take in the cost-sharing scheme {scheme}"), origin="imported", scheme=scheme.id
        ) as transaction:
            before = schemes_of(transaction.connection, self._database.schema)
            self._write(transaction, {**before, scheme.id: scheme})
            return _taken(before, scheme)

    def remove(self, name: str) -> Scheme:
        """Remove a scheme, as one undo step; return what it was."""
        with self._database.writing(
            N_("Remove the cost-sharing scheme {scheme}"), scheme=name
        ) as transaction:
            before = schemes_of(transaction.connection, self._database.schema)
            scheme = _found(before, name)
            self._write(transaction, {key: each for key, each in before.items() if key != name})
        return scheme

    def _write(self, transaction: Transaction, after: Mapping[str, Scheme]) -> None:
        """Make the tables hold *after* and nothing else."""
        rows = (
            map(_scheme_row, after.values()),
            (row for scheme in after.values() for row in _tranche_rows(scheme)),
            (row for scheme in after.values() for row in _line_rows(scheme)),
        )
        for name, wanted in zip(_TABLES, rows, strict=True):
            table = self._database.schema[name]
            there = rows_of_table(transaction.connection, table, "id")
            write_difference(transaction, table, there, wanted)


def schemes_of(connection: Connection, schema: Schema) -> dict[str, Scheme]:
    """Return the schemes of a store by id, as they are."""
    tranches: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows_of_table(connection, schema["share_tranche"], "sequence", "id"):
        tranches.setdefault(row["share_scheme"], []).append(row)
    lines: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows_of_table(connection, schema["share_line"], "sequence", "id"):
        lines.setdefault(row["share_tranche"], []).append(row)
    return {
        row["id"]: _scheme(
            row,
            [_tranche(each, lines.get(each["id"], ())) for each in tranches.get(row["id"], ())],
        )
        for row in rows_of_table(connection, schema["share_scheme"], "id")
    }


def _taken(before: Mapping[str, Scheme], scheme: Scheme) -> TakenScheme:
    known = before.get(scheme.id)
    outcome: Outcome = "new"
    if known is not None:
        outcome = "unchanged" if known == scheme else "changed"
    return TakenScheme(scheme=scheme, outcome=outcome)


def _found(schemes: Mapping[str, Scheme], name: str) -> Scheme:
    scheme = schemes.get(name)
    if scheme is None:
        raise UserError(
            "E-SHARE-UNKNOWN",
            N_("There is no cost-sharing scheme “{scheme}” in this store."),
            N_("See “ict-inventory share list” for their ids."),
            scheme=name,
        )
    return scheme


def _scheme_row(scheme: Scheme) -> dict[str, Any]:
    return {
        "id": scheme.id, "labels": dict(scheme.labels), "source": scheme.source or None,
        "currency": scheme.currency,
        "periods": {
            name: [span.start.isoformat(), span.end.isoformat()]
            for name, span in scheme.periods.items()
        },
        "identities": [identity_entry(each) for each in scheme.identities],
    }  # fmt: skip


def _key(scheme: Scheme, name: str) -> str:
    return f"{scheme.id}{SEPARATOR}{name}"


def _tranche_rows(scheme: Scheme) -> Iterable[dict[str, Any]]:
    for place, tranche in enumerate(scheme.tranches):
        yield {
            "id": _key(scheme, tranche.id), "share_scheme": scheme.id, "name": tranche.id,
            "paragraph": tranche.paragraph or None, "labels": dict(tranche.labels),
            "amount": _dollars(tranche.amount), "status": tranche.status.value, "sequence": place,
        }  # fmt: skip


def _line_rows(scheme: Scheme) -> Iterable[dict[str, Any]]:
    for tranche in scheme.tranches:
        for place, line in enumerate(tranche.lines):
            yield {
                "id": _key(scheme, line.id), "share_tranche": _key(scheme, tranche.id),
                "name": line.id, "paragraph": line.paragraph or None, "fund": line.fund,
                "period": line.period, "amount": _dollars(line.amount),
                "status": line.status.value, "part_of": line.part_of or None,
                "reported": line.reported, "sequence": place,
            }  # fmt: skip


def _dollars(amount: int) -> Decimal:
    return Decimal(amount) / CENTS


def _scheme(row: Mapping[str, Any], tranches: Iterable[Tranche]) -> Scheme:
    return Scheme(
        id=row["id"], labels=row["labels"], source=row["source"] or "", currency=row["currency"],
        periods={
            name: Span(*map(date.fromisoformat, days)) for name, days in row["periods"].items()
        },
        tranches=tuple(tranches),
        identities=tuple(read_identity(Entry(row["id"], each)) for each in row["identities"]),
    )  # fmt: skip


def _tranche(row: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]) -> Tranche:
    return Tranche(
        id=row["name"], paragraph=row["paragraph"] or "", labels=row["labels"],
        amount=cents(row["amount"]), status=FundingStatus(row["status"]),
        lines=tuple(map(_line, lines)),
    )  # fmt: skip


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        id=row["name"], paragraph=row["paragraph"] or "", fund=row["fund"], period=row["period"],
        amount=cents(row["amount"]), status=FundingStatus(row["status"]),
        part_of=row["part_of"] or "", reported=bool(row["reported"]),
    )  # fmt: skip
