"""Writing one merged return: one transaction, one undo step, one kept report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import select

from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Answer, MergePlan
from inventory_app.domain.records import Record
from inventory_app.domain.workbooks import Return
from inventory_app.services.reading import ReadFile
from inventory_app.services.rounds import difference, record_row
from inventory_app.store.database import Database
from inventory_app.store.recorder import Transaction, insert_rows
from inventory_app.texts import N_

Declared = MutableMapping[tuple[str, str], tuple[bool, bool]]
Also: TypeAlias = Callable[[Transaction, str], None]  # the second is the id of the return


def apply_plan(
    database: Database,
    *,
    file: ReadFile,
    content: Return,
    plan: MergePlan,
    ours: Mapping[str, tuple[Record, ...]],
    after: Mapping[str, tuple[Record, ...]],
    status: str,
    findings: Sequence[Finding],
    return_id: str,
    on_time: bool,
    declared: Declared,
    decision: str | None,
    seen: int,
    also: Also | None = None,
) -> None:
    """Write what *plan* says, together with the register entry, conflicts and declarations.

    *plan* was made when *seen* was the newest change set: raises `ChangedMeanwhile`, with nothing
    written, if there is a newer one. *also* writes more in the same transaction. The file is kept
    as it came, byte for byte: that is never undone.
    """
    identity = content.identity
    with database.writing(
        _label(file),
        origin="merged",
        seen=seen,
        entity=identity.entity,
        file=file.path.name,
        **_through(file),
    ) as transaction:
        _keep_original(transaction, file)
        _write_records(transaction, plan, ours, after, identity.round)
        _write_declarations(transaction, content, declared)
        if decision is not None:
            _decide(transaction, file.sha256, decision)
        transaction.add(
            database.schema["returned"],
            [
                {
                    "id": return_id, "sha256": file.sha256, "file_name": file.path.name,
                    "entity": identity.entity, "round": identity.round, "issue": identity.issue,
                    "received_at": database.clock().isoformat(), "on_time": on_time,
                    "status": status, "filled_by": content.filled_by or None,
                    "counts": plan.counts.as_dict(),
                    "report": [_kept(finding) for finding in findings],
                }
            ],
        )  # fmt: skip
        _write_conflicts(transaction, plan, identity.round, identity.entity, return_id)
        if also is not None:
            also(transaction, return_id)


def _label(file: ReadFile) -> str:
    if file.through is None:
        return N_("Merge the return of {entity} ({file})")
    if file.content is not None and file.content.certain:
        return N_("Take over what the hub {hub} corrected for {entity}")
    return N_("Merge the return of {entity} ({file}) through the hub {hub}")


def _through(file: ReadFile) -> dict[str, Any]:
    """Return what the log keeps of the hub that a return came through."""
    hub = file.through
    if hub is None:
        return {}
    return {"hub": hub.hub, "hub_store": hub.store, "hub_who": hub.who,
            "hub_at": hub.at.isoformat()}  # fmt: skip


def _keep_original(transaction: Transaction, file: ReadFile) -> None:
    table, connection = transaction.schema["original"], transaction.connection
    if connection.scalar(select(table.c.sha256).where(table.c.sha256 == file.sha256)) is None:
        kept = {"sha256": file.sha256, "file_name": file.path.name, "data": file.data}
        insert_rows(connection, table, [kept])


def _write_records(
    transaction: Transaction,
    plan: MergePlan,
    ours: Mapping[str, tuple[Record, ...]],
    after: Mapping[str, tuple[Record, ...]],
    round_code: str,
) -> None:
    for name, table in transaction.schema.records.items():
        rows = [row for row in plan.rows if row.sheet == name]
        if not rows:
            continue
        before = {record.uid: record for record in ours.get(name, ())}
        now = {record.uid: record for record in after.get(name, ())}
        transaction.add(
            table,
            [
                record_row(now[row.uid], round_code=round_code, standing="reported")
                for row in rows
                if row.new
            ],
        )
        transaction.change(
            table,
            [difference(before[row.uid], now[row.uid]) for row in rows if not row.new],
        )


def _write_declarations(transaction: Transaction, content: Return, declared: Declared) -> None:
    """Write what the return says of whole sheets; an empty tick takes nothing back."""
    identity, table = content.identity, transaction.schema["declaration"]
    for name, sheet in content.sheets.items():
        said = (sheet.declaration.nothing, sheet.declaration.unchanged)
        was = declared[identity.entity, name]
        now = (said[0] or was[0], said[1] or was[1])
        if now == was:
            continue
        key = f"{identity.round}/{identity.entity}/{name}"
        flags = {"none_to_report": now[0], "unchanged": now[1]}
        if was == (False, False):
            transaction.add(
                table,
                [
                    {
                        "id": key, "round": identity.round, "entity": identity.entity,
                        "sheet": name, **flags,
                    }
                ],
            )  # fmt: skip
        else:
            old = {"none_to_report": was[0], "unchanged": was[1]}
            transaction.change(table, [(key, old, flags)])
        declared[identity.entity, name] = now


def _write_conflicts(
    transaction: Transaction, plan: MergePlan, round_code: str, entity: str, return_id: str
) -> None:
    sheets = transaction.schema.catalogue.sheets

    def text(sheet: str, field: str, answer: Answer) -> list[str | None]:
        kind = sheets[sheet].fields[field].type
        return [kind.format(answer.value), answer.state.value if answer.state else None]

    transaction.add(
        transaction.schema["conflict"],
        [
            {
                "id": f"{return_id}/{number:05}", "return_id": each.return_id or return_id,
                "round": round_code,
                "entity": entity, "sheet": each.sheet, "uid": each.uid, "field": each.field,
                "issued": text(each.sheet, each.field, each.issued),
                "ours": text(each.sheet, each.field, each.ours),
                "theirs": text(each.sheet, each.field, each.theirs), "cell": each.cell,
            }
            for number, each in enumerate(plan.conflicts)
        ],
    )  # fmt: skip


def _decide(transaction: Transaction, sha256: str, decision: str) -> None:
    """Close the conflicts that earlier merges of the same file left open."""
    conflicts, returned = transaction.schema["conflict"], transaction.schema["returned"]
    query = (
        select(conflicts.c.id)
        .join(returned, returned.c.id == conflicts.c.return_id)
        .where(returned.c.sha256 == sha256, conflicts.c.decision.is_(None))
        .order_by(conflicts.c.id)
    )
    keys = list(transaction.connection.scalars(query))
    transaction.change(
        conflicts, [(key, {"decision": None}, {"decision": decision}) for key in keys]
    )


def _kept(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code, "sheet": finding.sheet, "uid": finding.uid, "field": finding.field,
        "tab": finding.tab, "cell": finding.cell, "found": finding.found,
        "expected": finding.expected,
    }  # fmt: skip
