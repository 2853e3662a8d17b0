"""The part of a summary that says how far it can be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.rounds import Participation, RoundParameters
from inventory_app.domain.summaries import (
    Completeness,
    Coverage,
    FindingCounts,
    QualityCounts,
    ReturnStatus,
    SheetCoverage,
    Standing,
)
from inventory_app.domain.values import DataQuality
from inventory_app.services.round_contents import RoundContents
from inventory_app.services.summaries_gaps import Doubts
from inventory_app.services.summaries_subject import Reader, Subject, together


def asked_sheets(catalogue: Catalogue, parameters: RoundParameters) -> tuple[Sheet, ...]:
    """Return the sheets that a round asks, in their order."""
    return tuple(sheet for sheet in catalogue if parameters.asks(sheet.name))


def return_status(
    asked: Participation, declared: Mapping[str, Declaration], sheets: Iterable[Sheet]
) -> ReturnStatus:
    """Return what became of the workbook; unchanged is who confirmed every sheet as it was.

    *sheets* are those that the round asks.
    """
    if not asked.answered:
        return ReturnStatus.NOT_ANSWERED
    if asked.status == "late":
        return ReturnStatus.LATE
    said = [declared.get(sheet.name) for sheet in sheets]
    confirmed = all(each is not None and (each.unchanged or each.nothing) for each in said)
    if confirmed and any(each is not None and each.unchanged for each in said):
        return ReturnStatus.UNCHANGED
    return ReturnStatus.ANSWERED


def coverage(
    subject: Subject,
    reader: Reader,
    doubts: Iterable[Doubts],
    asked: Participation | None = None,
) -> Coverage:
    """Return the part on coverage and quality; *asked* is left out for a group of entities."""
    sheets = tuple(_sheet(subject, reader, sheet) for sheet in reader.catalogue)
    asked_for = asked_sheets(reader.catalogue, subject.parameters)
    records = [
        record
        for member in subject.members
        for sheet in reader.catalogue
        for record in member.inputs.counting(sheet.name)
    ]
    every = tuple(doubts)
    declared = subject.members[0].inputs.declarations if subject.members else {}
    return Coverage(
        status=return_status(asked, declared, asked_for) if asked else None,
        received_on=asked.received if asked else None,
        completeness=together(each.completeness for each in sheets),
        sheets=sheets,
        findings=_strengths(finding for each in every for finding in each.findings),
        quality=_quality(records),
        open_conflicts=sum(len(each.conflicts) for each in every),
    )


def _sheet(subject: Subject, reader: Reader, sheet: Sheet) -> SheetCoverage:
    reporting = subject.reporting(sheet.name)
    return SheetCoverage(
        label=sheet.label(reader.language),
        sheet=sheet.name,
        records=sum(len(member.inputs.counting(sheet.name)) for member in reporting),
        completeness=together(member.completeness[sheet.name] for member in reporting),
        standing=subject.standing(sheet.name),
    )


def _strengths(findings: Iterable[Finding]) -> FindingCounts:
    counts = Counter(finding.strength for finding in findings)
    return FindingCounts(
        blocks=counts[Strength.BLOCKS],
        comment=counts[Strength.COMMENT],
        notice=counts[Strength.NOTICE],
    )


def _quality(records: Iterable[Record]) -> QualityCounts:
    """Return how the figures of records were obtained; whoever did not say does not know."""
    counts = Counter(record["data_quality"] for record in records)
    known = {quality: counts.pop(quality.value, 0) for quality in DataQuality}
    return QualityCounts(
        measured=known[DataQuality.MEASURED],
        records=known[DataQuality.RECORDS],
        estimated=known[DataQuality.ESTIMATED],
        unknown=known[DataQuality.UNKNOWN] + counts.total(),
    )


def silent_coverage(contents: RoundContents, reader: Reader, entity: str) -> Coverage:
    """Return the coverage of an entity that has not answered: what was known, nothing confirmed."""
    records = contents.records.get(entity, {})
    parameters = contents.round.parameters
    sheets = tuple(
        _silent_sheet(sheet, reader, records.get(sheet.name, ()))
        if parameters.asks(sheet.name)
        else _unasked_sheet(sheet, reader)
        for sheet in reader.catalogue
    )
    return Coverage(
        status=ReturnStatus.NOT_ANSWERED,
        completeness=together(each.completeness for each in sheets),
        sheets=sheets,
        open_conflicts=len(contents.conflicts.get(entity, ())),
    )


def _silent_sheet(sheet: Sheet, reader: Reader, known: Sequence[Record]) -> SheetCoverage:
    return SheetCoverage(
        label=sheet.label(reader.language),
        sheet=sheet.name,
        records=len(known),
        completeness=Completeness(filled=0, due=_due(sheet, known)),
        standing=Standing.REPORTED if known else Standing.NOT_REPORTED,
    )


def _unasked_sheet(sheet: Sheet, reader: Reader) -> SheetCoverage:
    return SheetCoverage(
        label=sheet.label(reader.language),
        sheet=sheet.name,
        records=0,
        completeness=Completeness(filled=0, due=0),
        standing=Standing.NOT_ASKED,
    )


def _due(sheet: Sheet, records: Iterable[Record]) -> int:
    return sum(1 for record in records for _field in sheet.due(record.values))
