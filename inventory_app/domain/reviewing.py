"""Laying a return out for review, and making the merge that was decided there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from inventory_app.domain.fields import Catalogue, Field, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Answer, Conflict, MergePlan, RowPlan, Update
from inventory_app.domain.query_returns import completed
from inventory_app.domain.records import Record
from inventory_app.domain.reviews import (
    Choice,
    Decision,
    Decisions,
    FieldKind,
    FieldPlace,
    ReviewField,
    ReviewPlan,
    ReviewRow,
    ReviewSheet,
    RowKind,
)
from inventory_app.domain.row_matching import matched
from inventory_app.domain.values import States, Values
from inventory_app.domain.workbooks import Issued, Return, ReturnedRow, ReturnedSheet

_NOTHING = Answer(None, None)


class DecidedConflict(NamedTuple):
    """A conflict and the side that was chosen."""

    conflict: Conflict
    choice: Choice


class Asked(NamedTuple):
    """A question to the entity about one field, typed or made from a finding.

    `issued`, `held` and `theirs` are the answers that it is about, None where they are not known;
    a text that was not understood is `theirs` as it was typed. `source` is the return that said it.
    """

    place: FieldPlace
    question: str
    issued: Answer | None = None
    held: Answer | None = None
    theirs: Answer | str | None = None
    finding: Finding | None = None
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class DecidedPlan:
    """A merge as it was decided. Conflicts that nobody decided are still those of `plan`."""

    plan: MergePlan
    decided: tuple[DecidedConflict, ...] = ()
    asked: tuple[Asked, ...] = ()
    remembered: tuple[ReviewField, ...] = ()


@dataclass
class _Places:
    """Findings by where they stand."""

    by_cell: dict[tuple[str, str], list[Finding]] = field(default_factory=lambda: defaultdict(list))
    by_field: dict[FieldPlace, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    by_row: dict[tuple[str, str], list[Finding]] = field(default_factory=lambda: defaultdict(list))
    others: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> _Places:
        places = cls()
        for each in findings:
            if each.sheet and each.uid and each.field:
                places.by_field[FieldPlace(each.sheet, each.uid, each.field)].append(each)
            elif each.sheet and each.uid:
                places.by_row[each.sheet, each.uid].append(each)
            elif each.sheet and each.field and each.cell:
                places.by_cell[each.sheet, each.cell].append(each)
            else:
                places.others.append(each)
        return places

    def at(self, place: FieldPlace, cell: str) -> tuple[Finding, ...]:
        here = self.by_cell.get((place.sheet, cell), ()) if cell else ()
        return (*self.by_field.get(place, ()), *here)


def review(
    catalogue: Catalogue,
    content: Return,
    ours: Mapping[str, Sequence[Record]],
    plan: MergePlan,
    *,
    sha256: str,
    path: Path,
) -> ReviewPlan:
    """Lay out what differs between a return, what it was issued from and what is ours now."""
    content = completed(content, ours)
    places = _Places.of(plan.findings)
    sheets = []
    for sheet in catalogue:
        answered = content.sheets.get(sheet.name)
        if answered is None:
            continue
        issued = content.issued.get(sheet.name, {})
        mine = {record.uid: record for record in ours.get(sheet.name, ())}
        sheets.append(_sheet(sheet, answered, issued, mine, content.identity.issue, places))
    return ReviewPlan(
        sha256=sha256,
        path=path,
        file_name=path.name,
        entity=content.identity.entity,
        round=content.identity.round,
        language=content.identity.language,
        counts=plan.counts,
        sheets=tuple(each for each in sheets if each.rows or each.unchanged),
        findings=tuple(places.others),
    )


def _sheet(
    sheet: Sheet,
    answered: ReturnedSheet,
    issued: Mapping[str, Issued],
    mine: Mapping[str, Record],
    issue: str,
    places: _Places,
) -> ReviewSheet:
    rows: list[ReviewRow] = []
    seen: set[str] = set()
    unchanged = 0
    for uid, row in matched(sheet, answered, issued, mine, issue, []):
        if not row.values and not row.states and not row.unreadable:
            continue
        seen.add(uid)
        laid = _row(sheet, answered, uid, row, issued.get(uid), mine.get(uid), places)
        if laid is None:
            unchanged += 1
        else:
            rows.append(laid)
    for uid, known in issued.items():
        if uid not in seen:
            title = sheet.title_of(known.values) or uid
            found = tuple(places.by_row.get((sheet.name, uid), ()))
            rows.append(
                ReviewRow(sheet=sheet.name, uid=uid, kind="missing", title=title, findings=found)
            )
    return ReviewSheet(sheet=sheet.name, tab=answered.tab, rows=tuple(rows), unchanged=unchanged)


def _row(
    sheet: Sheet,
    answered: ReturnedSheet,
    uid: str,
    row: ReturnedRow,
    issued: Issued | None,
    mine: Record | None,
    places: _Places,
) -> ReviewRow | None:
    known = issued if mine is not None else None  # a record that is no longer ours is news whole
    fields = tuple(
        ReviewField(
            place=place, asked=asked, kind=kind, issued=was, ours=now, theirs=theirs,
            cell=row.cells.get(asked.name, ""),
            findings=places.at(place, row.cells.get(asked.name, "")),
        )
        for asked, kind, was, now, theirs in _fields(sheet, answered, row, known, mine)
        for place in (FieldPlace(sheet.name, uid, asked.name),)
    )  # fmt: skip
    found = tuple(places.by_row.get((sheet.name, uid), ()))
    if not fields and mine is not None and not found:
        return None
    kind: RowKind = "changed"
    if mine is None:
        kind = "new"
    elif any(each.conflict for each in fields):
        kind = "conflicting"
    title = sheet.title_of(row.values) or (sheet.title_of(mine.values) if mine else "") or uid
    return ReviewRow(
        sheet=sheet.name, uid=uid, kind=kind, title=title, row=row.row, fields=fields,
        findings=found,
    )  # fmt: skip


def _fields(
    sheet: Sheet,
    answered: ReturnedSheet,
    row: ReturnedRow,
    issued: Issued | None,
    mine: Record | None,
) -> Iterator[tuple[Field, FieldKind, Answer, Answer, Answer]]:
    for asked in sheet.asked:
        name = asked.name
        was = _answer(issued.values, issued.states, name) if issued else _NOTHING
        now = _answer(mine.values, mine.states, name) if mine else _NOTHING
        theirs = _answer(row.values, row.states, name)
        if name in row.unreadable:
            yield asked, "unreadable", was, now, _NOTHING
            continue
        if name not in answered.fields or theirs == now:
            continue
        yield asked, _kind(was, now, theirs, mine), was, now, theirs


def _kind(was: Answer, now: Answer, theirs: Answer, mine: Record | None) -> FieldKind:
    if mine is None:
        return "new"
    if theirs == was:
        return "ours"
    if theirs.blank:
        return "cleared" if not was.blank else "ours"
    return "theirs" if now == was or now.blank else "conflict"


def _answer(values: Values, states: States, name: str) -> Answer:
    return Answer(values.get(name), states.get(name))


def decided(plan: MergePlan, laid: ReviewPlan, decisions: Decisions) -> DecidedPlan:
    """Return the merge that *decisions* make of *plan*; fields without one stay as they were.

    A new record of which no answer is wanted does not come in. A query on a conflict leaves what
    is ours; on any other field it leaves the side that changed.
    """
    if not decisions:
        return DecidedPlan(plan=plan)
    rows = {(row.sheet, row.uid): row for row in plan.rows}
    open_conflicts = {FieldPlace(*each[:3]): each for each in plan.conflicts}
    taken: list[DecidedConflict] = []
    asked: list[Asked] = []
    remembered: list[ReviewField] = []
    for row in laid.rows():
        chosen = [each for each in row.fields if each.place in decisions]
        if not chosen:
            continue
        for each in chosen:
            decision = decisions[each.place]
            conflict = open_conflicts.pop(each.place, None)
            if conflict is not None:
                taken.append(DecidedConflict(conflict, decision.choice))
            if decision.choice == "query":
                asked.append(asked_about(each, decision.question))
            else:
                remembered.append(each)
        _replace(rows, row, decisions)
    return DecidedPlan(
        plan=replace(plan, rows=tuple(rows.values()), conflicts=tuple(open_conflicts.values())),
        decided=tuple(taken),
        asked=tuple(asked),
        remembered=tuple(remembered),
    )


def asked_about(each: ReviewField, question: str) -> Asked:
    """Return a question about a field that is under review, with the answers it is about."""
    typed = each.text("theirs", "en") if each.kind == "unreadable" else ""
    return Asked(each.place, question, each.issued, each.ours, typed or each.theirs)


def _replace(rows: dict[tuple[str, str], RowPlan], row: ReviewRow, decisions: Decisions) -> None:
    """Put what was decided on one record in the place of what the plan does to it."""
    key = (row.sheet, row.uid)
    updates = tuple(
        Update(each.place.field, each.ours, outcome, _cell(each, decisions.get(each.place)))
        for each in row.fields
        for outcome in (each.outcome(decisions),)
        if outcome != each.ours
    )
    rows.pop(key, None)
    if updates:
        rows[key] = RowPlan(
            sheet=row.sheet, uid=row.uid, new=row.kind == "new", updates=updates, row=row.row
        )


def _cell(each: ReviewField, decision: Decision | None) -> str:
    """Return the cell that the answer came from, nothing if it did not come from the return."""
    return each.cell if decision is None or decision.choice in ("theirs", "query") else ""
