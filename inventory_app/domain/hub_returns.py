"""What a regional hub hands on: returns that it merged first, and what it corrected after that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from inventory_app.domain.findings import Finding
from inventory_app.domain.merging import Answer, Conflict, MergePlan
from inventory_app.domain.records import Declaration
from inventory_app.domain.values import States, Value, Values
from inventory_app.domain.workbooks import Identity, Issued, Return, ReturnedRow, ReturnedSheet

HUB_ISSUE = "hub/"  # begins what stands for the issue of corrections, which no workbook carried


@dataclass(frozen=True, kw_only=True)
class Through:
    """The hub that a return came through: its file and store, who merged it there and when.

    `vouched` says that the hub itself issued the workbook and sealed it. `settled` are conflicts
    that the hub had, too, and has decided, each with the side that it chose.
    """

    hub: str
    store: str
    who: str
    at: datetime
    vouched: bool = False
    settled: Mapping[Conflict, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One answer that a hub has otherwise than the returns it merged.

    `who` and `at` say by whom and when at the hub, where it kept that. `file`, `tab` and `cell` are
    the place in the last return that spoke of the field, as far as one did.
    """

    sheet: str
    uid: str
    field: str
    before: Answer
    after: Answer
    who: str = ""
    at: str = ""
    file: str = ""
    tab: str = ""
    cell: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        """The field of the record that it is about."""
        return (self.sheet, self.uid, self.field)


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """All corrections of one hub for one entity in one round.

    `findings` are what is not handed on: answers that it cleared and records that it removed.
    """

    store: str
    round: str
    entity: str
    made: tuple[Correction, ...]
    findings: tuple[Finding, ...] = ()

    def content(self) -> Return:
        """Return them as a return, issued with what stood before each correction."""
        rows: dict[str, dict[str, list[Correction]]] = defaultdict(lambda: defaultdict(list))
        for each in self.made:
            rows[each.sheet][each.uid].append(each)
        return Return(
            identity=Identity(
                store=self.store, round=self.round, entity=self.entity,
                issue=f"{HUB_ISSUE}{self.store}", number=0, language="en", catalogue="",
            ),
            sheets={
                name: ReturnedSheet(
                    sheet=name, tab="", declaration=Declaration(sheet=name),
                    fields=frozenset(each.field for made in by_uid.values() for each in made),
                    rows=tuple(_row(uid, made) for uid, made in by_uid.items()),
                )
                for name, by_uid in rows.items()
            },
            issued={
                name: {uid: _issued(made) for uid, made in by_uid.items()}
                for name, by_uid in rows.items()
            },
            findings=self.findings,
            certain=True,
        )  # fmt: skip


def _row(uid: str, made: list[Correction]) -> ReturnedRow:
    values, states = _apart({each.field: each.after for each in made})
    cells = {each.field: each.cell for each in made if each.cell}
    return ReturnedRow(uid=uid, row=0, values=values, states=states, cells=cells)


def _issued(made: list[Correction]) -> Issued:
    values, states = _apart({each.field: each.before for each in made})
    return Issued(values=values, states=states)


def _apart(answers: Mapping[str, Answer]) -> tuple[Values, States]:
    values: dict[str, Value] = {n: a.value for n, a in answers.items() if a.value is not None}
    return values, {n: a.state for n, a in answers.items() if a.state is not None}


def without_settled(
    plan: MergePlan, through: Through
) -> tuple[MergePlan, tuple[tuple[Conflict, str], ...]]:
    """Return *plan* without the conflicts that the hub has decided, and these with its choices.

    What it chose arrives with its corrections, so until then the side of headquarters stays.
    """
    choices = tuple(
        (each, choice)
        for each in plan.conflicts
        for choice in (through.settled.get(each),)
        if choice is not None
    )
    if not choices:
        return plan, ()
    gone = {each for each, _choice in choices}
    left = tuple(each for each in plan.conflicts if each not in gone)
    rows = {(each.sheet, each.uid) for each in plan.conflicts}
    still = len(rows) - len({(each.sheet, each.uid) for each in left})
    changed = {(row.sheet, row.uid) for row in plan.rows}
    moved = sum(place in changed for place in rows - {(each.sheet, each.uid) for each in left})
    counts = replace(
        plan.counts,
        conflicting=plan.counts.conflicting - still,
        changed=plan.counts.changed + moved,
        unchanged=plan.counts.unchanged + still - moved,
    )
    return replace(plan, conflicts=left, counts=counts), choices
