"""The part of a summary that says what is missing or doubtful, and what to do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from inventory_app.domain.checks import every_finding
from inventory_app.domain.fields import Sheet
from inventory_app.domain.findings import Finding, Strength
from inventory_app.domain.records import Record
from inventory_app.domain.summaries import GapRow, Gaps
from inventory_app.services.round_contents import RoundContents
from inventory_app.services.summaries_subject import Reader

MOST_GAPS = 40
_ORDER = tuple(Strength)
_NAMED = ("units", "systems", "data_centres")  # things, not people or amounts


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
        action=_action(reader, finding),
        strength=finding.strength.value,
    )


def _field(reader: Reader, sheet: str, name: str) -> str:
    if sheet not in reader.catalogue.sheets or name not in reader.catalogue[sheet].fields:
        return name
    return reader.catalogue[sheet].fields[name].label(reader.language)


def _action(reader: Reader, finding: Finding) -> str:
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
    reader: Reader, doubts: Mapping[str, Doubts], silent: int, most: int = MOST_GAPS
) -> Gaps:
    """Return what is missing in many entities, each kind once, the most serious ones first."""
    found: dict[tuple[str, str, str], list[tuple[str, Finding]]] = defaultdict(list)
    for entity, each in doubts.items():
        for finding in each.findings:
            found[finding.code, finding.sheet, finding.field].append((entity, finding))
    kinds = sorted(
        found, key=lambda kind: (_ORDER.index(found[kind][0][1].strength), -len(found[kind]), kind)
    )
    rows = [_silent(reader, silent)] if silent else []
    rows += [_kind(reader, found[kind]) for kind in kinds]
    conflicts = sum(len(each.conflicts) for each in doubts.values())
    return Gaps(total=len(rows) + conflicts, rows=tuple(rows[:most]))


def _silent(reader: Reader, n: int) -> GapRow:
    _ = reader.translate
    return GapRow(
        sheet=_("All parts"),
        record=_.plural("{n} entity has not answered", "{n} entities have not answered", n),
        field="",
        action=_("Send a reminder. Records known from earlier rounds are not counted."),
        strength=Strength.BLOCKS.value,
    )


def _kind(reader: Reader, found: Sequence[tuple[str, Finding]]) -> GapRow:
    _ = reader.translate
    first = found[0][1]
    sheet = reader.catalogue.sheets.get(first.sheet)
    entities = len({entity for entity, _finding in found})
    return GapRow(
        sheet=sheet.label(reader.language) if sheet else "",
        record=_(
            "{findings} in {entities}",
            findings=_.plural("{n} finding", "{n} findings", len(found)),
            entities=_.plural("{n} entity", "{n} entities", entities),
        ),
        field=_field(reader, first.sheet, first.field),
        action=_(first.kind.fix, found="…", expected="…"),
        strength=first.strength.value,
    )


def silent_gaps(
    reader: Reader,
    records: Mapping[str, Sequence[Record]],
    sheets: Sequence[Sheet],
    most: int = MOST_GAPS,
) -> Gaps:
    """Return what an entity that has not answered is known for: every part is to be confirmed.

    *sheets* are the parts that the round asks.
    """
    _ = reader.translate
    rows = []
    named = []
    for sheet in sheets:
        listed = records.get(sheet.name, ())
        label = sheet.label(reader.language)
        known = _.plural("{n} known record", "{n} known records", len(listed))
        rows.append(_unconfirmed(reader, label, known if listed else ""))
        if sheet.name in _NAMED:
            titles = sorted(sheet.title_of(record.values) or record.uid for record in listed)
            named += [_unconfirmed(reader, label, title) for title in titles]
    return Gaps(total=len(rows) + len(named), rows=tuple([*rows, *named][:most]))


def _unconfirmed(reader: Reader, sheet: str, record: str) -> GapRow:
    _ = reader.translate
    action = (
        _("Confirm or correct: known before this round, counted only when confirmed.")
        if record
        else _("Report it, or declare that there is nothing to report.")
    )
    return GapRow(
        sheet=sheet, record=record, field="", action=action, strength=Strength.BLOCKS.value
    )
