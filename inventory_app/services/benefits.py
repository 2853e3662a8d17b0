"""The register of benefits of one store: taking them in, recording what came, reporting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from inventory_app.domain.benefit_entries import (
    item_entries,
    post_entries,
    read_benefits,
    read_items,
    read_posts,
)
from inventory_app.domain.benefits import (
    Baseline,
    Benefit,
    BenefitClass,
    BenefitPeriod,
    Evidence,
    Register,
    Status,
    checked,
)
from inventory_app.domain.entries import Entry
from inventory_app.domain.savings import refuse_other_gross
from inventory_app.errors import UserError
from inventory_app.formats.plain_entries import Level, read_entries
from inventory_app.services.entities import resolve
from inventory_app.services.keyed_rows import rows_of_table, write_difference
from inventory_app.store import queries
from inventory_app.store.database import Database
from inventory_app.store.recorder import Transaction
from inventory_app.store.schema import Schema
from inventory_app.texts import N_

LEVELS = (Level("benefit", "id", "benefits"), Level("period", "start", "periods"))
_RECORDABLE = frozenset(
    {"planned", "forecast", "realised", "implementation", "added_run", "price_index", "evidence"}
)


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What was taken in, by id: `new`, `changed`, and `unchanged`, which wrote nothing."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


class Benefits:
    """The benefits of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> Register:
        """Return the register as it is; its `problems` say what a taken-back change left."""
        with self._database.reading() as connection:
            return register_of(connection, self._database.schema)

    def find(self, name: str) -> Benefit:
        """Return the benefit with this id; raise `UserError` if there is none."""
        return _found(self.all(), name)

    def read(self, file: Path) -> tuple[Benefit, ...]:
        """Return the benefits in a .toml, .json or .csv file; the store is untouched.

        Raises `UserError` for what is not understood, and OSError where there is no file.
        """
        found = read_benefits(read_entries(file, LEVELS), file.name)
        if not found:
            raise UserError(
                "E-BENEFITS-NONE",
                N_("“{file}” describes no benefits."),
                N_("Write each benefit as a table “benefits”, or as rows with a “benefit.id”."),
                file=file.name,
            )
        return found

    def add(self, benefits: Iterable[Benefit], *, dry_run: bool = False) -> TakenIn:
        """Take in *benefits*, those of a known id as a change, as one undo step.

        Raises `UserError`, with nothing written, if the register would then hold what is unproven,
        counted twice or of an entity that there is not.
        """
        wanted = tuple(benefits)
        if dry_run:
            with self._database.reading() as connection:
                return self._planned(connection, wanted)[1]
        with self._database.writing(
            N_("Take in {count} benefits"), origin="imported", count=len(wanted)
        ) as transaction:
            after, taken = self._planned(transaction.connection, wanted)
            self._write(transaction, after)
        return taken

    def record(
        self, name: str, period: tuple[date, date], status: Status | None = None, **values: Any
    ) -> Benefit:
        """Record amounts or evidence of one period of a benefit, as one undo step.

        *values* are fields of `BenefitPeriod`; a period that is not there yet is added. Returns the
        benefit as it is then. Raises `UserError` for what is not proven, `TypeError` for another
        field.
        """
        if unknown := values.keys() - _RECORDABLE:
            raise TypeError(f"not to be recorded: {', '.join(sorted(unknown))}")
        with self._database.writing(
            N_("Record the benefit {benefit}"), benefit=name
        ) as transaction:
            before = register_of(transaction.connection, self._database.schema)
            benefit = _found(before, name)
            kept = {(each.start, each.end): each for each in benefit.periods}
            now = kept.get(period) or BenefitPeriod(start=period[0], end=period[1])
            kept[period] = replace(now, **values)
            changed = _in_order(
                replace(benefit, status=status or benefit.status, periods=tuple(kept.values()))
            )
            refuse_other_gross(changed)
            after = {**before.by_id, name: changed}
            checked(after.values())
            self._write(transaction, after)
        return changed

    def remove(self, name: str) -> Benefit:
        """Remove a benefit, as one undo step; return what it was."""
        with self._database.writing(
            N_("Remove the benefit {benefit}"), benefit=name
        ) as transaction:
            before = register_of(transaction.connection, self._database.schema)
            benefit = _found(before, name)
            self._write(transaction, {each.id: each for each in before.benefits if each.id != name})
        return benefit

    def _planned(
        self, connection: Connection, benefits: Iterable[Benefit]
    ) -> tuple[dict[str, Benefit], TakenIn]:
        before = register_of(connection, self._database.schema).by_id
        named = checked(self._resolved(connection, benefits)).by_id  # none twice in one file
        after = {**before, **named}
        checked(after.values())
        alike = {name for name, each in named.items() if before.get(name) == each}
        return after, TakenIn(
            new=tuple(name for name in named if name not in before),
            changed=tuple(name for name in named if name in before and name not in alike),
            unchanged=tuple(name for name in named if name in alike),
        )

    def _resolved(self, connection: Connection, benefits: Iterable[Benefit]) -> list[Benefit]:
        entities = queries.entities(connection, self._database.schema)
        found = []
        for benefit in benefits:
            entity = resolve(entities, benefit.entity) if benefit.entity else None
            if benefit.entity and entity is None:
                raise UserError(
                    "E-BENEFIT-ENTITY",
                    N_("“{benefit}”: there is no entity “{entity}” in this store."),
                    N_("Use a code as “ict-inventory round status” shows it."),
                    benefit=benefit.id,
                    entity=benefit.entity,
                )
            found.append(_in_order(replace(benefit, entity=entity.code) if entity else benefit))
        return found

    def _write(self, transaction: Transaction, after: Mapping[str, Benefit]) -> None:
        """Make the tables hold *after* and nothing else."""
        schema, connection = self._database.schema, transaction.connection
        for table, rows in (
            (schema["benefit"], map(_benefit_row, after.values())),
            (schema["benefit_period"], _period_rows(after.values())),
        ):
            write_difference(transaction, table, rows_of_table(connection, table, "id"), rows)


def _in_order(benefit: Benefit) -> Benefit:
    return replace(benefit, periods=tuple(sorted(benefit.periods, key=lambda period: period.start)))


def register_of(connection: Connection, schema: Schema) -> Register:
    """Return the register of a store as it is."""
    periods: dict[str, list[BenefitPeriod]] = {}
    for row in rows_of_table(connection, schema["benefit_period"], "period_start"):
        periods.setdefault(row["benefit"], []).append(_period(row))
    return Register(
        benefits=tuple(
            _benefit(row, periods.get(row["id"], ()))
            for row in rows_of_table(connection, schema["benefit"], "id")
        )
    )


def _found(register: Register, name: str) -> Benefit:
    benefit = register.by_id.get(name)
    if benefit is None:
        raise UserError(
            "E-BENEFIT-UNKNOWN",
            N_("There is no benefit “{benefit}” in this store."),
            N_("See “ict-inventory benefits list” for their ids."),
            benefit=name,
        )
    return benefit


def _benefit_row(benefit: Benefit) -> dict[str, Any]:
    baseline = benefit.baseline
    return {
        "id": benefit.id, "title": benefit.title, "kind": benefit.kind.value,
        "status": benefit.status.value, "initiative": benefit.initiative or None,
        "entity": benefit.entity or None, "owner": benefit.owner or None,
        "measure": benefit.measure or None, "cost_line": benefit.cost_line or None,
        "contract": benefit.contract or None, "posts": post_entries(benefit.posts) or None,
        "baseline_amount": baseline.amount, "baseline_start": baseline.start,
        "baseline_end": baseline.end, "baseline_frozen_on": baseline.frozen_on,
        "baseline_scope": list(baseline.scope) or None,
        "baseline_items": item_entries(baseline.items) or None,
        **_evidence_row(baseline.evidence, "baseline_"),
    }  # fmt: skip


def _evidence_row(evidence: Evidence, prefix: str = "") -> dict[str, Any]:
    return {
        f"{prefix}evidence": evidence.reference or None,
        f"{prefix}evidence_dated": evidence.dated,
        f"{prefix}reviewed_by": evidence.reviewed_by or None,
        f"{prefix}reviewed_on": evidence.reviewed_on,
    }


def _period_rows(benefits: Iterable[Benefit]) -> Iterable[dict[str, Any]]:
    for benefit in benefits:
        for period in benefit.periods:
            yield {
                "id": f"{benefit.id}/{period.start.isoformat()}", "benefit": benefit.id,
                "period_start": period.start, "period_end": period.end,
                "planned": period.planned, "forecast": period.forecast,
                "realised": period.realised, "implementation": period.implementation or None,
                "added_run": period.added_run or None, "price_index": period.price_index,
                "items": item_entries(period.items) or None, **_evidence_row(period.evidence),
            }  # fmt: skip


def _benefit(row: Mapping[str, Any], periods: Iterable[BenefitPeriod]) -> Benefit:
    return Benefit(
        id=row["id"], title=row["title"], kind=BenefitClass(row["kind"]),
        status=Status(row["status"]), initiative=row["initiative"] or "",
        entity=row["entity"] or "", owner=row["owner"] or "", measure=row["measure"] or "",
        cost_line=row["cost_line"] or "", contract=row["contract"] or "",
        baseline=Baseline(
            amount=row["baseline_amount"], start=row["baseline_start"], end=row["baseline_end"],
            frozen_on=row["baseline_frozen_on"], scope=tuple(row["baseline_scope"] or ()),
            evidence=_evidence(row, "baseline_"),
            items=read_items(_entries(row["id"], row["baseline_items"])),
        ),
        posts=read_posts(_entries(row["id"], row["posts"])), periods=tuple(periods),
    )  # fmt: skip


def _period(row: Mapping[str, Any]) -> BenefitPeriod:
    return BenefitPeriod(
        start=row["period_start"], end=row["period_end"], planned=row["planned"],
        forecast=row["forecast"], realised=row["realised"],
        implementation=row["implementation"] or Decimal(0),
        added_run=row["added_run"] or Decimal(0), price_index=row["price_index"],
        evidence=_evidence(row), items=read_items(_entries(row["id"], row["items"])),
    )  # fmt: skip


def _evidence(row: Mapping[str, Any], prefix: str = "") -> Evidence:
    return Evidence(
        reference=row[f"{prefix}evidence"] or "", dated=row[f"{prefix}evidence_dated"],
        reviewed_by=row[f"{prefix}reviewed_by"] or "", reviewed_on=row[f"{prefix}reviewed_on"],
    )  # fmt: skip


def _entries(place: str, kept: object) -> list[Entry]:
    return [Entry(place, each) for each in kept] if isinstance(kept, list) else []
