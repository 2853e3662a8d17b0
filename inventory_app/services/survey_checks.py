"""What headquarters would say of a filled workbook, from nothing but the workbook itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inventory_app.domain import merging
from inventory_app.domain.checks import check_entity, check_record, completeness
from inventory_app.domain.fields import Catalogue
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Counts
from inventory_app.domain.records import Record
from inventory_app.domain.rounds import RoundParameters
from inventory_app.domain.survey_files import SheetProgress
from inventory_app.domain.workbooks import Return


@dataclass(frozen=True, kw_only=True)
class Checked:
    """Findings with their cells, what merging would count, and how far each sheet is."""

    findings: tuple[Finding, ...]
    counts: Counts
    progress: tuple[SheetProgress, ...]


def checked(content: Return, catalogue: Catalogue) -> Checked:
    """Check a filled workbook as if it were merged where nothing has changed since its issue."""
    issued = _as_issued(content)
    plan = merging.plan(catalogue, content, issued)
    after = {sheet: {record.uid: record for record in rows} for sheet, rows in issued.items()}
    for row in plan.rows:
        mine = after.setdefault(row.sheet, {})
        mine[row.uid] = merging.applied(
            catalogue[row.sheet], row, mine.get(row.uid), content.identity
        )
    records = {sheet: tuple(mine.values()) for sheet, mine in after.items()}
    declared = {name: sheet.declaration for name, sheet in content.sheets.items()}
    parameters = RoundParameters()
    findings = [
        *plan.findings,
        *(
            finding
            for sheet in catalogue
            for record in records.get(sheet.name, ())
            for finding in check_record(sheet, record, parameters)
        ),
        *check_entity(catalogue, records, declared, parameters),
    ]
    progress = []
    for sheet in catalogue:
        if sheet.name in content.sheets:
            listed = records.get(sheet.name, ())
            filled, due = completeness(sheet, listed)
            progress.append(
                SheetProgress(
                    sheet=sheet.name, records=len(listed), filled=filled, due=due,
                    nothing=declared[sheet.name].nothing,
                )
            )  # fmt: skip
    return Checked(
        findings=_with_cells(findings, content), counts=plan.counts, progress=tuple(progress)
    )


def _as_issued(content: Return) -> dict[str, tuple[Record, ...]]:
    return {
        sheet: tuple(
            Record(
                sheet=sheet, uid=uid, entity=content.identity.entity,
                round=content.identity.round, values=known.values, states=known.states,
            )
            for uid, known in issued.items()
        )
        for sheet, issued in content.issued.items()
    }  # fmt: skip


def _with_cells(findings: Sequence[Finding], content: Return) -> tuple[Finding, ...]:
    """Return *findings* with the cells in which their records stand in the workbook."""
    places = {
        (name, row.uid): (sheet.tab, row)
        for name, sheet in content.sheets.items()
        for row in sheet.rows
        if row.uid
    }
    told: list[Finding] = []
    for finding in findings:
        place = places.get((finding.sheet, finding.uid))
        if finding.cell or place is None:
            told.append(finding)
            continue
        tab, row = place
        cell = row.cells.get(finding.field) or f"{row.row}:{row.row}"
        told.append(replace(finding, tab=tab, cell=cell))
    return tuple(told)
