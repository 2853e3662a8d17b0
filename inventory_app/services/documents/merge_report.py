"""What the merges of a round did: one line for each return, then what they left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from inventory_app.domain.documents import (
    Block,
    Cell,
    Column,
    Document,
    Figures,
    KeyFigure,
    Table,
)
from inventory_app.domain.figure_words import STRENGTHS
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Counts
from inventory_app.domain.registers import KeptReport
from inventory_app.domain.values import ValueState
from inventory_app.services.documents.frame import Frame, Section, number_column, numbered
from inventory_app.services.round_contents import RoundContents
from inventory_app.texts import N_

NAME = "merge-report"
_CHOOSE = N_("Choose from the list in the cell.")
STATUSES: Mapping[str, str] = {
    "merged": N_("merged"),
    "conflicts": N_("merged, with conflicts"),
    "unchanged": N_("nothing new"),
}
COUNTS: Mapping[str, str] = {
    "new": N_("New"), "changed": N_("Changed"), "unchanged": N_("Unchanged"),
    "conflicting": N_("Conflicting"), "missing": N_("Missing"), "rejected": N_("Rejected"),
}  # fmt: skip


def merge_document(
    frame: Frame, contents: RoundContents, reports: Sequence[KeptReport], whole: RoundContents
) -> Document:
    """Return the report on all merges of a round, the newest first.

    *contents* is what the readers may see, *whole* has all open conflicts, of which only numbers
    are taken.
    """
    _ = frame.translate
    standing = [each for each in reports if each.stands]
    sections = [
        _files(frame, standing),
        _findings(frame, contents, standing),
        _conflicts(frame, contents, whole),
    ]
    taken_back = [each for each in reports if not each.stands]
    if taken_back:
        title = _("Merges that were taken back")
        table = _table(frame, taken_back)
        sections.append(Section(title=title, anchor="taken-back", blocks=(table,)))
    notes = frame.notes(
        _("Only returns that were taken in are listed: a file that was refused leaves no trace "
          "in the store.")
    )  # fmt: skip
    blocks = (_figures(frame, standing), *notes, *numbered(frame, sections))
    return frame.document(NAME, _("Merge report"), blocks)


def _figures(frame: Frame, reports: Sequence[KeptReport]) -> Figures:
    _, words = frame.translate, frame.words
    total = sum((each.counts for each in reports), Counts())
    values = (
        (_("Returns taken in"), len(reports)),
        (_("Entities"), len({each.entity for each in reports})),
        (_("New records"), total.new), (_("Changed records"), total.changed),
        (_("Conflicting records"), total.conflicting),
    )  # fmt: skip
    return Figures(
        cards=True,
        figures=tuple(KeyFigure(label=label, text=words.number(n)) for label, n in values),
    )


def _files(frame: Frame, reports: Sequence[KeptReport]) -> Section:
    title = frame.translate("Returns that were taken in")
    return Section(title=title, anchor="returns", blocks=(_table(frame, reports),))


def _table(frame: Frame, reports: Sequence[KeptReport]) -> Table:
    _, words = frame.translate, frame.words
    columns = (
        Column(title=_("Entity"), weight=11), Column(title=_("File"), weight=24),
        Column(title=_("Received"), weight=13), Column(title=_("Result"), weight=14),
        *(number_column(_(text), 8) for text in COUNTS.values()),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(text=each.entity, strong=True), file_cell(frame, each),
            Cell(text=_received(frame, each)), Cell(text=_(STATUSES.get(each.status, each.status))),
            *(Cell(text=words.number(getattr(each.counts, name))) for name in COUNTS),
        )
        for each in reports
    )  # fmt: skip
    sums = sum((each.counts for each in reports), Counts())
    total = (
        Cell(text=_("Together")), Cell(text=""), Cell(text=""), Cell(text=""),
        *(Cell(text=words.number(getattr(sums, name))) for name in COUNTS),
    )  # fmt: skip
    notes = (_("“Rejected” counts values and rows that were not understood, the others records."),)
    return Table(
        columns=columns, rows=rows, total=total, small=True, footnotes=notes,
        empty=_("No return has been taken in."),
    )  # fmt: skip


def file_cell(frame: Frame, report: KeptReport) -> Cell:
    """Return the name of a file; respondents choose it, and it may name them."""
    if frame.head.profile:
        return Cell(text=frame.words.missing(ValueState.SUP), faint=True)
    return Cell(text=report.file_name)


def _received(frame: Frame, report: KeptReport) -> str:
    date = frame.words.date(report.received_at.date())
    return date if report.on_time else frame.translate("{date}, late", date=date)


def advice_on(finding: Finding) -> str:
    """Return what to do about many findings of a kind, without what one of them expected."""
    named = "{expected}" in finding.kind.fix
    return _CHOOSE if named else finding.kind.fix


def _findings(frame: Frame, contents: RoundContents, reports: Sequence[KeptReport]) -> Section:
    _, words, catalogue = frame.translate, frame.words, contents.catalogue
    kinds: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], Finding] = {}
    entities: dict[tuple[str, str, str], set[str]] = {}
    for report in reports:
        for finding in report.findings:
            key = finding.code, finding.sheet, finding.field
            kinds[key] += 1
            first.setdefault(key, finding)
            entities.setdefault(key, set()).add(report.entity)
    columns = (
        Column(title=_("Part of the inventory"), weight=16), Column(title=_("Field"), weight=20),
        Column(title=_("What to do"), weight=34), Column(title=_("Strength"), weight=14),
        number_column(_("Findings"), 8), number_column(_("Entities"), 8),
    )  # fmt: skip
    rows = []
    for key, count in kinds.most_common():
        finding = first[key]
        sheet = catalogue.sheets.get(finding.sheet)
        named = sheet.fields.get(finding.field) if sheet else None
        rows.append(
            (
                Cell(text=sheet.label(frame.head.language) if sheet else ""),
                Cell(text=named.label(frame.head.language) if named else finding.field),
                Cell(text=_(advice_on(finding))),
                Cell(text=_(STRENGTHS[finding.strength.value])),
                Cell(text=words.number(count)), Cell(text=words.number(len(entities[key]))),
            )
        )  # fmt: skip
    table = Table(
        columns=columns, rows=tuple(rows), small=True, empty=_("Nothing was found on any file.")
    )
    return Section(title=_("Findings on the files"), anchor="findings", blocks=(table,))


def _conflicts(frame: Frame, contents: RoundContents, whole: RoundContents) -> Section:
    _ = frame.translate
    columns = (
        Column(title=_("Entity"), weight=14), Column(title=_("Part of the inventory"), weight=20),
        Column(title=_("Record"), weight=36), Column(title=_("Field"), weight=30),
    )  # fmt: skip
    rows = tuple(
        _conflict(frame, contents, entity, each)
        for entity, found in sorted(contents.conflicts.items())
        for each in found
    )
    open_ones = sum(map(len, whole.conflicts.values()))
    told = _.plural(
        "{n} conflict is not yet decided.", "{n} conflicts are not yet decided.", open_ones
    )
    table = Table(columns=columns, rows=rows, small=True)
    blocks: tuple[Block, ...] = (*frame.notes(told), table) if rows else frame.notes(told)
    return Section(title=_("Open conflicts"), anchor="conflicts", blocks=blocks)


def _conflict(
    frame: Frame, contents: RoundContents, entity: str, conflict: Mapping[str, Any]
) -> tuple[Cell, ...]:
    language, name, uid = frame.head.language, str(conflict["sheet"]), str(conflict["uid"])
    sheet = contents.catalogue.sheets.get(name)
    listed = contents.records.get(entity, {}).get(name, ())
    record = next((each for each in listed if each.uid == uid), None)
    title = sheet.title_of(record.values) if sheet and record else uid
    asked = sheet.fields.get(str(conflict["field"])) if sheet else None
    return (
        Cell(text=entity, strong=True), Cell(text=sheet.label(language) if sheet else name),
        Cell(text=title or uid),
        Cell(text=asked.label(language) if asked else str(conflict["field"])),
    )  # fmt: skip
