"""The part of a summary that says how far it can be trusted, and what is still missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inventory_app.domain.fields import Sheet
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.records import Declaration, Record
from inventory_app.domain.rounds import Participation
from inventory_app.domain.summaries import (
    Completeness,
    Coverage,
    FindingCounts,
    GapRow,
    Gaps,
    QualityCounts,
    ReturnStatus,
    SheetCoverage,
    Standing,
)
from inventory_app.domain.values import DataQuality
from inventory_app.services.round_contents import RoundContents
from inventory_app.services.rounds import every_finding
from inventory_app.services.summaries_subject import Reader, Subject, filled_in

MOST_GAPS = 40
_ORDER = tuple(Strength)


@dataclass(frozen=True, kw_only=True)
class Doubts:
    """What is open about the records of one entity: findings, and conflicts not decided."""

    findings: tuple[Finding, ...] = ()
    conflicts: tuple[Mapping[str, Any], ...] = ()


def doubts_of(contents: RoundContents, entity: str) -> Doubts:
    """Return what is open about an entity; one that has not answered has nothing to be doubted."""
    conflicts = tuple(contents.conflicts.get(entity, ()))
    if not contents.asked[entity].answered:
        return Doubts(conflicts=conflicts)
    findings = every_finding(
        contents.catalogue,
        contents.records.get(entity, {}),
        contents.declarations.get(entity, {}),
        contents.round.parameters,
    )
    return Doubts(findings=tuple(findings), conflicts=conflicts)


def return_status(
    asked: Participation, declared: Mapping[str, Declaration], sheets: Iterable[Sheet]
) -> ReturnStatus:
    """Return what became of the workbook; unchanged is who confirmed every sheet as it was."""
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
    records = [
        record
        for member in subject.members
        for sheet in reader.catalogue
        for record in member.inputs.counting(sheet.name)
    ]
    every = tuple(doubts)
    declared = subject.members[0].inputs.declarations if subject.members else {}
    return Coverage(
        status=return_status(asked, declared, reader.catalogue) if asked else None,
        received_on=asked.received if asked else None,
        completeness=Completeness(
            filled=sum(each.completeness.filled for each in sheets),
            due=sum(each.completeness.due for each in sheets),
        ),
        sheets=sheets,
        findings=_strengths(finding for each in every for finding in each.findings),
        quality=_quality(records),
        open_conflicts=sum(len(each.conflicts) for each in every),
    )


def _sheet(subject: Subject, reader: Reader, sheet: Sheet) -> SheetCoverage:
    reporting = subject.reporting(sheet.name)
    return SheetCoverage(
        label=sheet.label(reader.language),
        records=sum(len(member.inputs.counting(sheet.name)) for member in reporting),
        completeness=filled_in(reader.catalogue, sheet.name, reporting),
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


def gaps(
    doubts: Doubts, reader: Reader, records: Mapping[str, Sequence[Record]], most: int = MOST_GAPS
) -> Gaps:
    """Return the first things missing or doubtful in the records of one entity."""
    titles = {
        record.uid: reader.catalogue[sheet].title_of(record.values) or record.uid
        for sheet, listed in records.items()
        for record in listed
    }
    findings = sorted(doubts.findings, key=lambda finding: _ORDER.index(finding.strength))
    rows = [_conflict(reader, each, titles) for each in doubts.conflicts]
    rows += [_gap(reader, finding, titles) for finding in findings[: max(0, most - len(rows))]]
    return Gaps(total=len(doubts.conflicts) + len(findings), rows=tuple(rows[:most]))


def _gap(reader: Reader, finding: Finding, titles: Mapping[str, str]) -> GapRow:
    sheet = reader.catalogue.sheets.get(finding.sheet)
    return GapRow(
        sheet=sheet.label(reader.language) if sheet else "",
        record=titles.get(finding.uid, finding.uid),
        field=_field(reader, finding.sheet, finding.field),
        action=action(reader, finding),
        strength=finding.strength.value,
    )


def _field(reader: Reader, sheet: str, name: str) -> str:
    if sheet not in reader.catalogue.sheets or name not in reader.catalogue[sheet].fields:
        return name
    return reader.catalogue[sheet].fields[name].label(reader.language)


def action(reader: Reader, finding: Finding) -> str:
    """Return what is wrong and how to mend it; a field that is merely blank needs no more words."""
    params = dict(finding.params) | {"field": _field(reader, finding.sheet, finding.field)}
    if isinstance(params.get("other"), str):
        params["other"] = _field(reader, finding.sheet, str(params["other"]))
    labelled = replace(finding, params=params)
    fix = labelled.fix(reader.translate)
    if finding.code == "R-MISSING":
        return fix
    return f"{labelled.text(reader.translate)} {fix}"


def _conflict(reader: Reader, conflict: Mapping[str, Any], titles: Mapping[str, str]) -> GapRow:
    sheet = str(conflict["sheet"])
    known = reader.catalogue.sheets.get(sheet)
    return GapRow(
        sheet=known.label(reader.language) if known else sheet,
        record=titles.get(str(conflict["uid"]), str(conflict["uid"])),
        field=_field(reader, sheet, str(conflict["field"])),
        action=reader.translate("Two versions differ. Decide which one holds."),
        strength=Strength.BLOCKS.value,
    )


def gaps_of_many(
    reader: Reader, doubts: Mapping[str, Doubts], silent: Sequence[str], most: int = MOST_GAPS
) -> Gaps:
    """Return what is missing in many entities: each kind once, the most serious and frequent first."""
    counted: Counter[tuple[str, str, str]] = Counter()
    entities: dict[tuple[str, str, str], set[str]] = {}
    for entity, each in doubts.items():
        for finding in each.findings:
            place = (finding.code, finding.sheet, finding.field)
            counted[place] += 1
            entities.setdefault(place, set()).add(entity)
    kinds = sorted(
        counted,
        key=lambda place: (_ORDER.index(_strength(place[0])), -counted[place], place),
    )
    rows = [_silent(reader, len(silent))] if silent else []
    rows += [_kind(reader, place, counted[place], len(entities[place])) for place in kinds]
    return Gaps(total=len(rows), rows=tuple(rows[:most]))


def _strength(code: str) -> Strength:
    return Finding(code=code).strength


def _silent(reader: Reader, n: int) -> GapRow:
    _ = reader.translate
    return GapRow(
        sheet=_("All parts"),
        record=_.plural("{n} entity has not answered", "{n} entities have not answered", n),
        field="",
        action=_("Send a reminder. Records known from earlier rounds are not counted."),
        strength=Strength.BLOCKS.value,
    )


def _kind(reader: Reader, place: tuple[str, str, str], n: int, entities: int) -> GapRow:
    code, sheet, field = place
    _ = reader.translate
    known = reader.catalogue.sheets.get(sheet)
    return GapRow(
        sheet=known.label(reader.language) if known else "",
        record=_(
            "{findings} in {entities}",
            findings=_.plural("{n} finding", "{n} findings", n),
            entities=_.plural("{n} entity", "{n} entities", entities),
        ),
        field=_field(reader, sheet, field),
        action=Finding(code=code).fix(_),
        strength=_strength(code).value,
    )


def silent_coverage(contents: RoundContents, reader: Reader, entity: str) -> Coverage:
    """Return the coverage of an entity that has not answered: what was known, nothing confirmed."""
    _ = reader.translate
    records = contents.records.get(entity, {})
    sheets = tuple(
        SheetCoverage(
            label=_("{sheet} (known before, not confirmed)", sheet=sheet.label(reader.language))
            if records.get(sheet.name)
            else sheet.label(reader.language),
            records=len(records.get(sheet.name, ())),
            completeness=Completeness(filled=0, due=_due(sheet, records.get(sheet.name, ()))),
            standing=Standing.REPORTED if records.get(sheet.name) else Standing.NOT_REPORTED,
        )
        for sheet in reader.catalogue
    )
    return Coverage(
        status=ReturnStatus.NOT_ANSWERED,
        completeness=Completeness(
            filled=0, due=sum(each.completeness.due for each in sheets)
        ),
        sheets=sheets,
        open_conflicts=len(contents.conflicts.get(entity, ())),
    )


def _due(sheet: Sheet, records: Iterable[Record]) -> int:
    return sum(1 for record in records for _field in sheet.due(record.values))
