"""Three-way comparison: what was issued, what is ours now, what came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple, TypeVar

from inventory_app.domain.derivations import derive
from inventory_app.domain.fields import Catalogue, Sheet
from inventory_app.domain.findings import Finding
from inventory_app.domain.query_returns import completed
from inventory_app.domain.records import Record
from inventory_app.domain.row_matching import matched
from inventory_app.domain.values import States, Value, Values, ValueState
from inventory_app.domain.workbooks import Identity, Issued, Return, ReturnedRow, ReturnedSheet

_Said = TypeVar("_Said")


class Answer(NamedTuple):
    """A value with the state written beside it."""

    value: Value
    state: ValueState | None

    @property
    def blank(self) -> bool:
        """Whether nothing was said at all."""
        return self.value is None and self.state is None


class Conflict(NamedTuple):
    """One field that both sides changed differently; no side is preferred.

    `return_id` names the return that says `theirs`, where it is not the one that is merged.
    """

    sheet: str
    uid: str
    field: str
    issued: Answer
    ours: Answer
    theirs: Answer
    cell: str
    return_id: str = ""


class Update(NamedTuple):
    """One field that only the return changed."""

    field: str
    before: Answer
    after: Answer
    cell: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlan:
    """What merging does to one record: add it (`new`) or change some of its fields."""

    sheet: str
    uid: str
    new: bool
    updates: tuple[Update, ...]
    row: int


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What came in, always in this order.

    All count records, but `rejected`: values and rows that were not understood.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicting: int = 0
    missing: int = 0
    rejected: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{k: v + getattr(other, k) for k, v in self.as_dict().items()})

    def as_dict(self) -> dict[str, int]:
        """Return the counts in their customary order."""
        return {
            name: getattr(self, name)
            for name in ("new", "changed", "unchanged", "conflicting", "missing", "rejected")
        }


@dataclass(frozen=True, kw_only=True)
class MergePlan:
    """What merging one return would do. Making a plan changes nothing."""

    rows: tuple[RowPlan, ...]
    conflicts: tuple[Conflict, ...]
    findings: tuple[Finding, ...]
    counts: Counts

    @property
    def changes_nothing(self) -> bool:
        """Whether applying the plan leaves every record as it is."""
        return not self.rows and not self.conflicts


@dataclass
class _SheetPlan:
    rows: list[RowPlan] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


def plan(catalogue: Catalogue, returned: Return, ours: Mapping[str, Sequence[Record]]) -> MergePlan:
    """Compare a return with what it was issued from and with the entity's records of its round.

    *ours* holds those records by sheet. A row that is absent, a cell that came back empty and a
    column that is missing never delete anything: each is a finding. Where only the return changed
    a field it wins; where both sides did and differ, the field is a conflict.
    """
    returned = completed(returned, ours)
    plans: list[_SheetPlan] = []
    for sheet in catalogue:
        answered = returned.sheets.get(sheet.name)
        issued = returned.issued.get(sheet.name, {})
        mine = {record.uid: record for record in ours.get(sheet.name, ())}
        if answered is None:
            plans.append(_SheetPlan(counts=Counts(missing=len(issued))))
            continue
        plans.append(_plan_sheet(sheet, answered, issued, mine, returned))
    rejected = sum(
        len(row.unreadable) for answered in returned.sheets.values() for row in answered.rows
    )
    counts = sum((each.counts for each in plans), Counts(rejected=rejected))
    return MergePlan(
        rows=tuple(row for each in plans for row in each.rows),
        conflicts=tuple(conflict for each in plans for conflict in each.conflicts),
        findings=(*returned.findings, *(found for each in plans for found in each.findings)),
        counts=counts,
    )


def _plan_sheet(
    sheet: Sheet,
    answered: ReturnedSheet,
    issued: Mapping[str, Issued],
    ours: Mapping[str, Record],
    returned: Return,
) -> _SheetPlan:
    result = _SheetPlan()
    tally = dict.fromkeys(("new", "changed", "unchanged", "conflicting"), 0)
    seen: set[str] = set()
    for uid, row in _rows(sheet, answered, issued, ours, returned, result.findings):
        seen.add(uid)
        if not row.values and not row.states and not row.unreadable:
            if uid in issued:
                seen.discard(uid)  # emptied: as if it were absent, which deletes nothing
            continue
        mine = ours.get(uid)
        if mine is None:
            kind = _plan_new_row(sheet, answered, uid, row, result)
        else:
            kind = _plan_row(sheet, answered, uid, row, issued.get(uid), mine, result)
        tally[kind] += 1
    seen |= {found.uid for found in result.findings if found.code == "L-ROW-UNCLEAR"}
    for uid, known in issued.items():
        if uid not in seen:
            title = sheet.title_of(known.values) or uid
            result.findings.append(
                Finding(
                    code="L-ROW-ABSENT", sheet=sheet.name, uid=uid, tab=answered.tab, found=title
                )
            )
    touched = tally["new"] + tally["changed"] + tally["conflicting"]
    if answered.declaration.unchanged and touched:
        result.findings.append(
            Finding(
                code="L-UNCHANGED-BUT-CHANGED", sheet=sheet.name, tab=answered.tab,
                found=str(touched),
            )
        )  # fmt: skip
    missing = sum(uid not in seen for uid in issued)
    rejected = sum(found.code == "L-ROW-UNCLEAR" for found in result.findings)
    result.counts = Counts(**tally, missing=missing, rejected=rejected)
    return result


def _rows(
    sheet: Sheet,
    answered: ReturnedSheet,
    issued: Mapping[str, Issued],
    ours: Mapping[str, Record],
    returned: Return,
    findings: list[Finding],
) -> Iterable[tuple[str, ReturnedRow]]:
    """Return each row with the uid of its record."""
    if returned.certain:
        return [(row.uid, row) for row in answered.rows if row.uid]
    return matched(sheet, answered, issued, ours, returned.identity.issue, findings)


def _plan_row(
    sheet: Sheet,
    answered: ReturnedSheet,
    uid: str,
    row: ReturnedRow,
    issued: Issued | None,
    ours: Record,
    result: _SheetPlan,
) -> str:
    """Plan a row of a record that is ours."""
    updates: list[Update] = []
    conflicts: list[Conflict] = []
    for name in _differing(sheet, answered, row, ours):
        theirs = _answer(row.values, row.states, name)
        was = _answer(issued.values, issued.states, name) if issued else _NOTHING
        now = _answer(ours.values, ours.states, name)
        if theirs == was:
            continue
        cell = row.cells.get(name, "")
        if theirs.blank:
            if not was.blank:
                result.findings.append(_cleared(sheet, answered, uid, row, name, was))
            continue
        if now == was or now.blank:
            updates.append(Update(name, now, theirs, cell))
        else:
            conflicts.append(Conflict(sheet.name, uid, name, was, now, theirs, cell))
    result.conflicts += conflicts
    if updates:
        result.rows.append(
            RowPlan(sheet=sheet.name, uid=uid, new=False, updates=tuple(updates), row=row.row)
        )
    if conflicts:
        return "conflicting"
    return "changed" if updates else "unchanged"


def _differing(
    sheet: Sheet, answered: ReturnedSheet, row: ReturnedRow, ours: Record
) -> Iterator[str]:
    """Yield the fields that were read and are not as they are with us, in their order."""
    values, states = row.values, row.states
    my_values, my_states = ours.values, ours.states
    for asked in sheet.asked:
        name = asked.name
        if values.get(name) == my_values.get(name) and states.get(name) == my_states.get(name):
            continue
        if name in answered.fields and name not in row.unreadable:
            yield name


def _plan_new_row(
    sheet: Sheet, answered: ReturnedSheet, uid: str, row: ReturnedRow, result: _SheetPlan
) -> str:
    """Plan a row of a record that is not ours: it is news whole, nothing of it may be lost.

    That holds for one that was issued, too. Most rows of most returns are such, hence the
    shortest way to make the tuples.
    """
    values, states, cells = row.values, row.states, row.cells
    updates = tuple(
        _new_update(
            (name, _NOTHING, _new_answer((values.get(name), states.get(name))), cells.get(name, ""))
        )
        for name in (values if not states else dict.fromkeys((*values, *states)))
        if name in answered.fields and name not in row.unreadable
    )
    result.rows.append(RowPlan(sheet=sheet.name, uid=uid, new=True, updates=updates, row=row.row))
    return "new"


_NOTHING = Answer(None, None)
_new_answer = partial(tuple.__new__, Answer)  # what Answer() does, without naming its arguments
_new_update = partial(tuple.__new__, Update)


def _answer(values: Values, states: States, name: str) -> Answer:
    return Answer(values.get(name), states.get(name))


def _cleared(
    sheet: Sheet, answered: ReturnedSheet, uid: str, row: ReturnedRow, name: str, was: Answer
) -> Finding:
    expected = sheet.fields[name].type.format(was.value) or str(was.state)
    return Finding(
        code="L-CLEARED",
        sheet=sheet.name,
        uid=uid,
        field=name,
        tab=answered.tab,
        cell=row.cells.get(name, ""),
        expected=expected,
    )


def applied(sheet: Sheet, row: RowPlan, ours: Record | None, identity: Identity) -> Record:
    """Return the record as it is once *row* is applied, its computed fields computed again."""
    if ours is None:
        values: dict[str, Value] = {
            each[0]: value for each in row.updates if (value := each[2][0]) is not None
        }
        states = {each[0]: state for each in row.updates if (state := each[2][1]) is not None}
    else:
        values, states = dict(ours.values), dict(ours.states)
        for update in row.updates:
            _put(values, update.field, update.after.value)
            _put(states, update.field, update.after.state)
    for name, computed in derive(sheet, values).items():
        _put(values, name, computed)
    return Record(
        sheet=sheet.name, uid=row.uid, entity=identity.entity, round=identity.round,
        values=values, states=states, standing="reported",
    )  # fmt: skip


def _put(answers: dict[str, _Said], name: str, said: _Said | None) -> None:
    """Put an answer at the end of *answers*, or take the old one away."""
    answers.pop(name, None)
    if said is not None:
        answers[name] = said


def resolved(plan: MergePlan, side: str) -> MergePlan:
    """Return *plan* with every conflict decided for one *side*: `ours` or `theirs`."""
    if side == "ours" or not plan.conflicts:
        return replace(plan, conflicts=())
    extra: dict[tuple[str, str], list[Update]] = defaultdict(list)
    for conflict in plan.conflicts:
        update = Update(conflict.field, conflict.ours, conflict.theirs, conflict.cell)
        extra[conflict.sheet, conflict.uid].append(update)
    return replace(with_updates(plan, extra), conflicts=())


def with_updates(plan: MergePlan, updates: Mapping[tuple[str, str], Sequence[Update]]) -> MergePlan:
    """Return *plan* with more *updates*, by the sheet and the uid of their records."""
    extra = dict(updates)
    rows = [
        replace(row, updates=(*row.updates, *extra.pop((row.sheet, row.uid), ())))
        for row in plan.rows
    ]
    rows += [
        RowPlan(sheet=sheet, uid=uid, new=False, updates=tuple(more), row=0)
        for (sheet, uid), more in extra.items()
    ]
    return replace(plan, rows=tuple(rows))
