"""What headquarters would say of a filled workbook, from nothing but the workbook itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from inventory_app.domain import merging
from inventory_app.domain.checks import completeness, every_finding
from inventory_app.domain.derivations import derive
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Counts, MergePlan
from inventory_app.domain.records import Record, Records
from inventory_app.domain.survey_files import SheetProgress
from inventory_app.domain.values import Values
from inventory_app.domain.workbooks import Return
from inventory_app.errors import UserError
from inventory_app.progress import NoProgress, Progress
from inventory_app.services.reading import read_file


@dataclass(frozen=True, kw_only=True)
class Checked:
    """Findings with their cells, what merging would count, and how far each sheet is."""

    findings: tuple[Finding, ...]
    counts: Counts
    progress: tuple[SheetProgress, ...]


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    """The findings on one filled workbook, made without a store.

    `code` is the one on its front page, `progress` how far each sheet is, `titles` the words for
    its records by sheet and uid.
    """

    path: Path
    sha256: str
    entity: str | None = None
    round: str | None = None
    language: str | None = None
    code: str = ""
    counts: Counts = field(default_factory=Counts)
    findings: tuple[Finding, ...] = ()
    progress: tuple[SheetProgress, ...] = ()
    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)
    reason: UserError | None = None


def check_files(
    file_paths: Sequence[Path], catalogue: Catalogue, progress: Progress | None = None
) -> tuple[CheckedFile, ...]:
    """Check filled workbooks as headquarters would, with nothing but the files themselves."""
    progress = progress or NoProgress()
    told: list[CheckedFile] = []
    for done, path in enumerate(file_paths):
        progress.step(done, len(file_paths), path.name)
        file = read_file(path, catalogue)
        if file.content is None:
            told.append(CheckedFile(path=path, sha256=file.sha256, reason=file.reason))
            continue
        told.append(checked_file(path, file.sha256, file.content, catalogue))
    return tuple(told)


def checked_file(path: Path, sha256: str, content: Return, catalogue: Catalogue) -> CheckedFile:
    """Check a workbook that has been read already."""
    found, identity = checked(content, catalogue), content.identity
    return CheckedFile(
        path=path, sha256=sha256, entity=identity.entity, round=identity.round,
        language=identity.language, code=identity.code, counts=found.counts,
        findings=found.findings, progress=found.progress, titles=_titles(content, catalogue),
    )  # fmt: skip


def _titles(content: Return, catalogue: Catalogue) -> dict[tuple[str, str], str]:
    """Return what the records of a workbook are called, by sheet and uid."""
    return {
        (sheet, uid): title
        for sheet, rows in as_issued(content, catalogue).items()
        for uid, title in ((row.uid, catalogue[sheet].title_of(row.values)) for row in rows)
        if title
    } | {
        (name, row.uid): title
        for name, sheet in content.sheets.items()
        for row in sheet.rows
        if row.uid and (title := catalogue[name].title_of(row.values))
    }


def checked(content: Return, catalogue: Catalogue) -> Checked:
    """Check a filled workbook as if it were merged where nothing has changed since its issue.

    So the findings are those that headquarters has once it is merged, with the same rules of the
    round, as far as the workbook carries them.
    """
    issued = as_issued(content, catalogue)
    plan = merging.plan(catalogue, content, issued)
    if content.queries is not None:
        return _checked_queries(content, plan)
    records = {  # as headquarters reads them: of two that are alike, the second is named
        name: tuple(sorted(rows, key=lambda each: each.uid))
        for name, rows in after_merging(issued, plan, content, catalogue).items()
    }
    declared = {name: sheet.declaration for name, sheet in content.sheets.items()}
    findings = every_finding(catalogue, records, declared, content.parameters)
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
        findings=with_cells((*plan.findings, *findings), content),
        counts=plan.counts,
        progress=tuple(progress),
    )


def _checked_queries(content: Return, plan: MergePlan) -> Checked:
    """Check a query workbook: what was not understood, and what has no answer yet."""
    found = [each for each in plan.findings if each.code != "L-QUERY-GONE"]  # who knows, here
    said = {(each.sheet, each.uid, each.field) for each in found}
    found += [
        Finding(
            code="L-QUERY-OPEN", sheet=each.sheet, uid=each.uid, field=each.field,
            tab=each.tab, cell=each.cell,
        )
        for each in content.queries or ()
        if each.blank and (each.sheet, each.uid, each.field) not in said
    ]  # fmt: skip
    return Checked(findings=with_cells(found, content), counts=plan.counts, progress=())


def as_issued(content: Return, catalogue: Catalogue) -> dict[str, tuple[Record, ...]]:
    """Return what was issued as the records that headquarters holds, computed fields included."""
    return {
        sheet: tuple(
            Record(
                sheet=sheet, uid=uid, entity=content.identity.entity,
                round=content.identity.round, values=_computed(catalogue[sheet], known.values),
                states=known.states,
            )
            for uid, known in issued.items()
        )
        for sheet, issued in content.issued.items()
    }  # fmt: skip


def _computed(sheet: Sheet, values: Values) -> Values:
    computed = derive(sheet, values)
    return {**values, **{name: value for name, value in computed.items() if value is not None}}


def after_merging(
    ours: Records, plan: MergePlan, content: Return, catalogue: Catalogue
) -> dict[str, tuple[Record, ...]]:
    """Return the records as they would be once *plan* is applied."""
    mine = {sheet: {record.uid: record for record in rows} for sheet, rows in ours.items()}
    for row in plan.rows:
        by_uid = mine.setdefault(row.sheet, {})
        by_uid[row.uid] = merging.applied(
            catalogue[row.sheet], row, by_uid.get(row.uid), content.identity
        )
    return {sheet: tuple(by_uid.values()) for sheet, by_uid in mine.items()}


def with_cells(findings: Sequence[Finding], content: Return) -> tuple[Finding, ...]:
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
